//! What whoever opened a dispute is told outside the portal: that there is something to read, and not a word of it.

use crate::contact::model::NoticeKind;
use crate::contact::telling::{pointer, tell_about};
use crate::disputes::store::reading::Dispute;
use crate::disputes::words;
use crate::kernel::db::Tx;
use crate::kernel::ids::ClosingId;
use crate::kernel::locale::Lang;
use crate::opinions::telling::with_question;

/// There is an answer, and one question about how it was.
pub async fn tell_answered(tx: &mut Tx, dispute: &Dispute, closing: ClosingId) -> Result<(), sqlx::Error> {
    tell(tx, dispute, (words::mail_answered_subject, words::mail_answered), Some(closing)).await
}

/// The team needs something.
pub async fn tell_asked(tx: &mut Tx, dispute: &Dispute) -> Result<(), sqlx::Error> {
    tell(tx, dispute, (words::mail_asked_subject, words::mail_asked), None).await
}

/// A subject that names a dispute, and a sentence that names its creditor and it.
type Sentences = (fn(Lang, &str) -> String, fn(Lang, &str, &str) -> String);

async fn tell(
    tx: &mut Tx,
    dispute: &Dispute,
    (subject, text): Sentences,
    closing: Option<ClosingId>,
) -> Result<(), sqlx::Error> {
    tell_about(tx, NoticeKind::Answer, dispute.opened_by, &dispute.account, |lang| {
        let sentence = text(lang, &dispute.account.creditor_name, &dispute.number);
        let path = format!("/account/disputes/{}", dispute.id);
        let letter = pointer(subject(lang, &dispute.number), sentence, words::mail_read(lang), path);
        with_question(letter, lang, closing)
    })
    .await
}
