//! Promises in the database.

use chrono::NaiveDate;

use crate::accounts::model::Account;
use crate::accounts::store::balance;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountId, PersonId, PromiseId};
use crate::kernel::money::{Currency, Money};
use crate::promises::model::{End, Means, Standing, standing};

/// Of more than these the newest are shown.
const SHOWN: i64 = 50;

/// A promise and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub id: PromiseId,
    pub amount: Money,
    pub promised_on: NaiveDate,
    pub means: Means,
    pub made_on: NaiveDate,
    /// Who of the team noted it, if they did not make it themselves.
    pub noted_by: Option<String>,
    /// What was paid since and counts by its day.
    pub paid: Money,
    pub standing: Standing,
    /// It stands in the place of an earlier one, and is not moved again.
    pub was_moved: bool,
}

/// What is to be promised.
#[derive(Clone, Copy, Debug)]
pub struct NewPromise {
    pub id: PromiseId,
    pub amount: Money,
    pub promised_on: NaiveDate,
    pub means: Means,
    /// The one that this takes the place of.
    pub moves: Option<PromiseId>,
}

/// Why nothing was promised.
#[derive(Debug, thiserror::Error)]
pub enum PromiseError {
    #[error("another waits for its day")]
    OneWaits,
    #[error("it was moved before")]
    MovedBefore,
    #[error("a legal status stands against it")]
    Barred,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for PromiseError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("promises_one_waiting") => Self::OneWaits,
            Some("promises_moved_once" | "promises_moved_from_key") => Self::MovedBefore,
            Some("promises_not_barred") => Self::Barred,
            _ => Self::Database(error),
        }
    }
}

/// What is past due and what is to pay in all, due or not: neither of it contested. The latter is the most that can be
/// promised.
pub async fn payable(tx: &mut Tx, account: &Account) -> Result<(Money, Money), sqlx::Error> {
    let stands = balance(tx, account).await?;
    Ok((stands.due, Money::new(stands.due.minor + stands.not_due.minor, account.currency)))
}

/// An account's promises, the newest first.
pub async fn promises(tx: &mut Tx, account: &Account) -> Result<Vec<Promise>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PromiseId", p.amount_minor, p.promised_on, p.means, p.made_on, p.shown_name, p.ended,
             p.moved_from is not null as "was_moved!", promise_paid_minor(p.account_id, p.made_at, p.promised_on) as "paid!"
           from promises p where p.account_id = $1 order by p.made_at desc, p.id desc limit $2"#,
        account.id.0,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let promises = rows.into_iter().map(|row| {
        let ended = row.ended.as_deref().and_then(End::parse);
        Promise {
            id: row.id,
            amount: Money::new(row.amount_minor, account.currency),
            promised_on: row.promised_on,
            means: Means::parse(&row.means).unwrap_or(Means::Online),
            made_on: row.made_on,
            noted_by: Some(row.shown_name).filter(|name| !name.is_empty()),
            paid: Money::new(row.paid, account.currency),
            standing: standing(row.amount_minor, row.paid, row.promised_on, ended, account.today),
            was_moved: row.was_moved,
        }
    });
    Ok(promises.collect())
}

/// Makes a promise in the name of whoever is signed in. Sent twice, it is one.
pub async fn promise(tx: &mut Tx, account: &Account, new: &NewPromise) -> Result<(), PromiseError> {
    let there = sqlx::query_scalar!(
        r#"select exists (select from promises where id = $1 and account_id = $2) as "there!""#,
        new.id.0,
        account.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if there {
        return Ok(());
    }
    if let Some(earlier) = new.moves
        && !end(tx, account, earlier, End::Moved).await?
    {
        return Err(PromiseError::MovedBefore);
    }
    let (person, staff) = match tx.actor() {
        Actor::Person { person, .. } => (Some(person.0), None),
        Actor::Staff { staff, .. } => (None, Some(staff.0)),
        _ => (None, None),
    };
    let now = tx.now();
    sqlx::query!(
        "insert into promises (id, account_id, debtor_id, creditor_id, person_id, staff_id, shown_name, currency, amount_minor,
           promised_on, means, made_at, made_on, moved_from)
         values ($1, $2, $3, $4, $5, $6, coalesce(staff_first_name($6), ''), $7, $8, $9, $10, $11, $12, $13)",
        new.id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        person,
        staff,
        account.currency.code(),
        new.amount.minor,
        new.promised_on,
        new.means.name(),
        now,
        account.today,
        new.moves.map(|earlier| earlier.0)
    )
    .execute(&mut **tx)
    .await?;
    Ok(tx.audit("promise", "promise", new.id.0, Some(account.id)).await?)
}

/// Ends a promise that still waits for its day; answers whether there was one.
pub async fn end(tx: &mut Tx, account: &Account, id: PromiseId, how: End) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let ended = sqlx::query!(
        "update promises set ended = $3, ended_at = $4
         where id = $1 and account_id = $2 and ended is null and promised_on >= $5",
        id.0,
        account.id.0,
        how.name(),
        now,
        account.today
    )
    .execute(&mut **tx)
    .await?;
    let was_waiting = ended.rows_affected() == 1;
    if was_waiting {
        tx.audit("end", "promise", id.0, Some(account.id)).await?;
    }
    Ok(was_waiting)
}

/// Who of the account promises and is told: the one who owes first.
pub async fn whom_to_tell(tx: &mut Tx, account: AccountId) -> Result<Option<PersonId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select person_id as "person!: PersonId" from parties
           where account_id = $1 and invoice_id is null and until_on is null and may <> 'see'
           order by role = 'principal' desc, from_on, id limit 1"#,
        account.0
    )
    .fetch_optional(&mut **tx)
    .await
}

/// As many as the team's page shows.
pub const LISTED_AT_MOST: i64 = 500;

/// A promise as the team's list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub account: AccountId,
    pub debtor: String,
    pub reference: String,
    pub amount: Money,
    pub paid: Money,
    pub promised_on: NaiveDate,
    pub standing: Standing,
}

/// The promises of these days on all accounts of this member of the team, by their day; those that were given up or
/// moved are left out.
pub async fn listed(
    tx: &mut Tx,
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
    at_most: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.account_id as "account: AccountId", d.name as debtor, a.reference, p.currency, p.amount_minor, p.promised_on,
             promise_paid_minor(p.account_id, p.made_at, p.promised_on) as "paid!"
           from promises p join accounts a on a.id = p.account_id join debtors d on d.id = p.debtor_id
           join staff_creditors s on s.creditor_id = p.creditor_id and s.staff_id = $1
           where p.ended is null and p.promised_on between $2 and $3
           order by p.promised_on, p.made_at limit $4"#,
        tx.actor().id(),
        from,
        to,
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    let listed = rows.into_iter().map(|row| {
        let currency = Currency::parse(&row.currency).unwrap_or(Currency::MXN);
        Listed {
            account: row.account,
            debtor: row.debtor,
            reference: row.reference,
            amount: Money::new(row.amount_minor, currency),
            paid: Money::new(row.paid, currency),
            promised_on: row.promised_on,
            standing: standing(row.amount_minor, row.paid, row.promised_on, None, today),
        }
    });
    Ok(listed.collect())
}
