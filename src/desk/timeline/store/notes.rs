//! Notes and tags.

use chrono::{DateTime, Utc};

use crate::accounts::model::Account;
use crate::desk::timeline::model::TAGS_AT_MOST;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, AccountNoteId};

/// What the team says to itself about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub by: String,
    pub words: String,
    pub mentions: Vec<String>,
    pub written_at: DateTime<Utc>,
}

/// Keeps a note beside an account. Whoever is named with an @ and their first name is called, except by themselves.
pub async fn note(tx: &mut Tx, account: &Account, words: &str) -> Result<(), sqlx::Error> {
    let (id, now) = (AccountNoteId::new(), tx.now());
    sqlx::query!(
        "with called as (
           select t.staff_id from team_of($4) t where t.staff_id <> $5
             and position('@' || lower(split_part(t.staff_name, ' ', 1)) in lower($6)) > 0),
         noted as (
           insert into account_notes (id, account_id, debtor_id, creditor_id, staff_id, words, mentions, written_at)
           values ($1, $2, $3, $4, $5, $6, array(select staff_id from called), $7) returning id)
         insert into account_note_calls (note_id, staff_id, account_id, debtor_id, creditor_id)
         select noted.id, called.staff_id, $2, $3, $4 from noted, called",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        tx.actor().id(),
        words,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("note", "account", account.id.0, Some(account.id)).await
}

/// The newest notes of an account.
pub async fn notes(tx: &mut Tx, account: AccountId, at_most: i64) -> Result<Vec<Note>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.name, n.words, n.written_at,
             array(select m.name from staff m where m.id = any(n.mentions) order by m.name) as "mentions!"
           from account_notes n join staff s on s.id = n.staff_id
           where n.account_id = $1 order by n.sequence desc limit $2"#,
        account.0,
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    let notes = rows.into_iter().map(|row| Note {
        by: row.name,
        words: row.words,
        mentions: row.mentions,
        written_at: row.written_at,
    });
    Ok(notes.collect())
}

/// Whoever reads the notes of an account has been called.
pub async fn see_calls(tx: &mut Tx, account: AccountId) -> Result<(), sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    let seen = sqlx::query!(
        "update account_note_calls set seen_at = $3 where account_id = $1 and staff_id = $2 and seen_at is null",
        account.0,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    if seen.rows_affected() > 0 {
        tx.audit("answer_call", "account", account.0, Some(account)).await?;
    }
    Ok(())
}

/// An account's tags, by name.
pub async fn tags(tx: &mut Tx, account: AccountId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select tag from account_tags where account_id = $1 order by tag", account.0)
        .fetch_all(&mut **tx)
        .await
}

/// Puts a tag on an account; answers whether there was room for it.
pub async fn tag(tx: &mut Tx, account: &Account, tag: &str) -> Result<bool, sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    let most = i64::try_from(TAGS_AT_MOST).unwrap_or(i64::MAX);
    let room = sqlx::query_scalar!(
        r#"select count(*) < $2 as "room!" from account_tags where account_id = $1 and tag <> $3"#,
        account.id.0,
        most,
        tag
    )
    .fetch_one(&mut **tx)
    .await?;
    if !room {
        return Ok(false);
    }
    sqlx::query!(
        "insert into account_tags (account_id, debtor_id, creditor_id, tag, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6) on conflict on constraint account_tags_pkey do nothing",
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        tag,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("tag", "account", account.id.0, Some(account.id)).await?;
    Ok(true)
}

/// Takes a tag off an account.
pub async fn untag(tx: &mut Tx, account: &Account, tag: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from account_tags where account_id = $1 and tag = $2", account.id.0, tag)
        .execute(&mut **tx)
        .await?;
    tx.audit("untag", "account", account.id.0, Some(account.id)).await
}
