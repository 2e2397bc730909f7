//! What whoever owes is told when the team notes a promise in their name.

use crate::accounts::model::Account;
use crate::contact::model::{Block, Letter, NoticeKind, Short};
use crate::contact::store::{Notice, Recipient, send};
use crate::kernel::dates::day_of_year;
use crate::kernel::db::Tx;
use crate::payments::store::reading::told;
use crate::promises::store::{NewPromise, whom_to_tell};
use crate::promises::words;

/// Says what was noted and how to take it back. Whoever has no address reads it in the portal.
pub async fn tell_noted(tx: &mut Tx, account: &Account, new: &NewPromise) -> Result<(), sqlx::Error> {
    let Some(person) = whom_to_tell(tx, account.id).await? else { return Ok(()) };
    let Some(told) = told(tx, person).await? else { return Ok(()) };
    let (lang, path) = (told.lang, format!("/account/promises?account={}", account.id));
    let sentence =
        words::mail_text(lang, &account.creditor_name, new.amount, &day_of_year(new.promised_on, lang));
    let letter = Letter {
        subject: words::mail_subject(lang, &account.creditor_name),
        body: vec![
            Block::Text(sentence.clone()),
            Block::Action { label: words::mail_read(lang).to_owned(), path: path.clone() },
        ],
        short: Short { text: sentence, path: Some(path), autofill: None },
    };
    let to = Recipient {
        person: Some(person),
        contact_point: Some(told.contact_point),
        channel: told.channel,
        address: told.address,
    };
    let notice = Notice {
        kind: NoticeKind::Answer,
        to,
        creditor: account.creditor,
        account: Some(account.id),
        lang,
        words: letter,
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}
