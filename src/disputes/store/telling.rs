//! What whoever opened a dispute is told outside the portal: that there is something to read, and not a word of it.

use crate::contact::model::NoticeKind;
use crate::contact::telling::{pointer, tell_about};
use crate::disputes::store::reading::Dispute;
use crate::disputes::words;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;

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
    tell_about(tx, NoticeKind::Answer, dispute.opened_by, &dispute.account, |lang| {
        let sentence = text(lang, &dispute.account.creditor_name, &dispute.number);
        let path = format!("/account/disputes/{}", dispute.id);
        pointer(subject(lang, &dispute.number), sentence, words::mail_read(lang), path)
    })
    .await
}
