//! What whoever owes is told when the team notes a promise in their name.

use crate::accounts::model::Account;
use crate::contact::model::NoticeKind;
use crate::contact::telling::{pointer, tell_about};
use crate::kernel::dates::day_of_year;
use crate::kernel::db::Tx;
use crate::promises::store::{NewPromise, whom_to_tell};
use crate::promises::words;

/// Says what was noted and how to take it back.
pub async fn tell_noted(tx: &mut Tx, account: &Account, new: &NewPromise) -> Result<(), sqlx::Error> {
    let Some(person) = whom_to_tell(tx, account.id).await? else { return Ok(()) };
    let creditor = &account.creditor_name;
    tell_about(tx, NoticeKind::Answer, person, account, |lang| {
        let sentence = words::mail_text(lang, creditor, new.amount, &day_of_year(new.promised_on, lang));
        let path = format!("/account/promises?account={}", account.id);
        pointer(words::mail_subject(lang, creditor), sentence, words::mail_read(lang), path)
    })
    .await
}
