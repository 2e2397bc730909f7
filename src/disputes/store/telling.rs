//! What whoever opened a dispute is told outside the portal: that there is something to read, and not a word of it.

use crate::contact::model::{Block, Letter, NoticeKind, Short};
use crate::contact::store::{Notice, Recipient, send};
use crate::disputes::store::reading::Dispute;
use crate::disputes::words;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::payments::store::reading::told;

/// There is an answer.
pub async fn tell_answered(tx: &mut Tx, dispute: &Dispute) -> Result<(), sqlx::Error> {
    tell(tx, dispute, words::mail_answered_subject, words::mail_answered).await
}

/// The team needs something.
pub async fn tell_asked(tx: &mut Tx, dispute: &Dispute) -> Result<(), sqlx::Error> {
    tell(tx, dispute, words::mail_asked_subject, words::mail_asked).await
}

async fn tell(
    tx: &mut Tx,
    dispute: &Dispute,
    subject: fn(Lang, &str) -> String,
    text: fn(Lang, &str, &str) -> String,
) -> Result<(), sqlx::Error> {
    let Some(told) = told(tx, dispute.opened_by).await? else { return Ok(()) };
    let (lang, path) = (told.lang, format!("/account/disputes/{}", dispute.id));
    let sentence = text(lang, &dispute.account.creditor_name, &dispute.number);
    let letter = Letter {
        subject: subject(lang, &dispute.number),
        body: vec![
            Block::Text(sentence.clone()),
            Block::Action { label: words::mail_read(lang).to_owned(), path: path.clone() },
        ],
        short: Short { text: sentence, path: Some(path), autofill: None },
    };
    let to = Recipient {
        person: Some(dispute.opened_by),
        contact_point: Some(told.contact_point),
        channel: told.channel,
        address: told.address,
    };
    let notice = Notice {
        kind: NoticeKind::Answer,
        to,
        creditor: dispute.account.creditor,
        account: Some(dispute.account.id),
        lang,
        words: letter,
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}
