//! The letter that lets somebody of the team in, once.

use crate::contact::model::{Channel, NoticeKind};
use crate::contact::store::{Notice, Recipient, send};
use crate::contact::telling::pointer;
use crate::desk::people::words;
use crate::identity::tokens::Secret;
use crate::kernel::db::Tx;
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use chrono::{TimeDelta, Utc};

/// How long a link waits, as the database keeps it.
const LINK_LASTS: TimeDelta = TimeDelta::days(3);

/// Sends the link, in the first language that they speak.
pub async fn tell_link(
    tx: &mut Tx,
    creditor: (CreditorId, &str),
    (name, email, lang): (&str, &str, Lang),
    link: &Secret,
) -> Result<(), sqlx::Error> {
    let (creditor, creditor_name) = creditor;
    let path = format!("/desk/join/{}", link.text());
    let sentence = words::mail_text(lang, name, creditor_name);
    let notice = Notice {
        kind: NoticeKind::Invitation,
        to: Recipient {
            person: None,
            contact_point: None,
            channel: Channel::Email,
            address: email.to_owned(),
        },
        creditor,
        account: None,
        lang,
        words: pointer(words::mail_subject(lang, creditor_name), sentence, words::mail_link(lang), path),
        good_until: Some(Utc::now() + LINK_LASTS),
    };
    send(tx, notice).await.map(drop)
}
