//! The question in the notice of a closing.

use crate::contact::model::{Block, Letter};
use crate::kernel::ids::ClosingId;
use crate::kernel::locale::Lang;
use crate::opinions::words;

/// The letter with the way to the question at its end, where something closed with it.
pub fn with_question(mut letter: Letter, lang: Lang, closing: Option<ClosingId>) -> Letter {
    letter.body.extend(closing.map(|closing| Block::Link {
        label: words::mail_ask(lang).to_owned(),
        path: format!("/account/opinions/{closing}"),
    }));
    letter
}
