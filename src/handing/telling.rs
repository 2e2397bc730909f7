//! What whoever owes is told when their account goes into others' hands and when it comes back.

use crate::accounts::model::Account;
use crate::contact::model::NoticeKind;
use crate::contact::telling::{pointer, tell_about};
use crate::handing::model::Kind;
use crate::handing::store::Handover;
use crate::handing::words;
use crate::kernel::dates::long_day;
use crate::kernel::db::Tx;
use crate::kernel::ids::PersonId;

/// Says who holds the debt from today on, and how to reach them.
pub async fn tell_handed_on(tx: &mut Tx, of: &Account, handover: &Handover) -> Result<(), sqlx::Error> {
    for person in who_owes(tx, of).await? {
        tell_about(tx, NoticeKind::HandedOn, person, of, |lang| {
            let (creditor, day) = (&of.creditor_name, long_day(of.today, lang));
            let sentence = match handover.kind {
                Kind::PreLegal => {
                    words::mail_pre_legal(lang, creditor, &handover.to_name, &day, &handover.to_contact)
                }
                Kind::Agency => {
                    words::mail_agency(lang, creditor, &handover.to_name, &day, &handover.to_contact)
                }
                Kind::WriteOff => words::mail_write_off(lang, creditor, &day),
            };
            let path = format!("/account?account={}", of.id);
            pointer(words::mail_subject(lang, creditor), sentence, words::mail_read(lang), path)
        })
        .await?;
    }
    Ok(())
}

/// Says that the creditor collects it again.
pub async fn tell_recalled(tx: &mut Tx, of: &Account, handover: &Handover) -> Result<(), sqlx::Error> {
    for person in who_owes(tx, of).await? {
        tell_about(tx, NoticeKind::HandedOn, person, of, |lang| {
            let (creditor, day) = (&of.creditor_name, long_day(of.today, lang));
            let sentence = match handover.kind {
                Kind::WriteOff => words::mail_recalled_to_books(lang, creditor, &day),
                Kind::PreLegal | Kind::Agency => {
                    words::mail_recalled(lang, creditor, &handover.to_name, &day)
                }
            };
            let path = format!("/account?account={}", of.id);
            pointer(words::mail_subject(lang, creditor), sentence, words::mail_read(lang), path)
        })
        .await?;
    }
    Ok(())
}

/// Everybody who owes the whole account or stands for one who does.
async fn who_owes(tx: &mut Tx, of: &Account) -> Result<Vec<PersonId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct person_id as "person: PersonId" from parties
           where account_id = $1 and role in ('principal', 'joint_debtor', 'representative', 'executor')
             and from_on <= $2 and (until_on is null or until_on >= $2)"#,
        of.id.0,
        of.today
    )
    .fetch_all(&mut **tx)
    .await
}
