//! The conversation about a dispute or a plan, as a part of that thing's own page, for either side.

use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::messages::model::Matter;
use crate::messages::store::following::Place;
use crate::messages::store::reading::{conversation_at, take_in};
use crate::messages::views::matter::{MatterTalk, matter_view};
use crate::messages::views::{Side, sentence};
use crate::ui::Refilled;

/// The section, and where the last thing said in it stands in the order of everything said.
pub struct Section {
    pub view: AnyView,
    pub last: i64,
}

/// Who reads the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reads {
    pub side: Side,
    /// Whoever may not write does not mark anything as read either.
    pub may_write: bool,
}

/// Reads the conversation at a place, and marks it as read.
pub async fn section(
    tx: &mut Tx,
    lang: Lang,
    account: &Account,
    place: Place,
    reads: Reads,
    form: &Refilled,
) -> Result<Section, sqlx::Error> {
    let conversation = conversation_at(tx, account.clone(), place).await?;
    let read_before = take_in(tx, &conversation, reads.may_write).await?;
    let last = conversation.last();
    let talk = MatterTalk {
        conversation: &conversation,
        matter: place.matter,
        side: reads.side,
        may_write: reads.may_write,
        read_before,
        form,
    };
    Ok(Section { view: matter_view(lang, &talk), last })
}

/// An error of a page that holds the section: of the section's own fields in the words of messages, of others in `other`'s.
pub fn sentence_or(lang: Lang, error: &FieldError, other: fn(Lang, &FieldError) -> String) -> String {
    let (words, files) = Matter::FIELDS;
    if [words, files].contains(&error.field.as_str()) { sentence(lang, error) } else { other(lang, error) }
}
