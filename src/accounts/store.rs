//! Whose account it is, and what it comes to. Every function filters by its reader as well as row-level security does;
//! what is not theirs is not found.

use chrono_tz::Tz;
use uuid::Uuid;

use crate::accounts::model::{Account, Balance, May};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, DebtorId};
use crate::kernel::money::Currency;
use crate::ledger::allocation::OpenItem;
use crate::ledger::store::{open_items, unapplied_minor};

/// The account, if it is this reader's: a person's by their link to it, staff's by their creditor.
pub async fn account(tx: &mut Tx, id: AccountId) -> Result<Account, sqlx::Error> {
    accounts_among(tx, &[id.0]).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// All accounts of the person who is signed in, those of one creditor together.
pub async fn accounts_of_person(tx: &mut Tx) -> Result<Vec<Account>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select distinct account_id from parties where person_id = $1 and invoice_id is null",
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    accounts_among(tx, &ids).await
}

/// Those of these accounts that are this reader's, those of one creditor together.
pub async fn accounts_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Account>, sqlx::Error> {
    let (actor, day) = (tx.actor(), tx.now().date_naive());
    let rows = sqlx::query!(
        r#"select a.id as "id: AccountId", a.debtor_id as "debtor: DebtorId", a.creditor_id as "creditor: CreditorId",
             c.name as creditor_name, c.time_zone, d.name as debtor_name, a.reference, a.contract, a.currency, a.promised_on,
             granted.may as "may!"
           from accounts a join creditors c on c.id = a.creditor_id join debtors d on d.id = a.debtor_id
           join lateral (
             select p.may from parties p where $1 = 'person' and p.account_id = a.id and p.person_id = $2
               and p.invoice_id is null and p.from_on <= $3 and (p.until_on is null or p.until_on >= $3)
             union all
             select 'see' from staff_creditors s where $1 = 'staff' and s.staff_id = $2 and s.creditor_id = a.creditor_id
             union all
             select 'see' where $1 = 'system'
             order by may limit 4
           ) granted on true
           where a.id = any($4)
           order by c.name, a.creditor_id, a.reference, a.id"#,
        actor.kind(),
        actor.id(),
        day,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut accounts: Vec<Account> = Vec::with_capacity(rows.len());
    for row in rows {
        let may = May::parse(&row.may).ok_or_else(|| undecodable("an unknown grant"))?;
        // Several links of one person to one account: the widest counts.
        if let Some(same) = accounts.last_mut().filter(|account| account.id == row.id) {
            same.may = same.may.max(may);
            continue;
        }
        accounts.push(Account {
            id: row.id,
            debtor: row.debtor,
            creditor: row.creditor,
            creditor_name: row.creditor_name,
            debtor_name: row.debtor_name,
            reference: row.reference,
            contract: row.contract,
            currency: currency(&row.currency)?,
            may,
            today: tx.today(zone(&row.time_zone)?),
            promised_on: row.promised_on,
        });
    }
    Ok(accounts)
}

/// What the account comes to today.
pub async fn balance(tx: &mut Tx, account: &Account) -> Result<Balance, sqlx::Error> {
    let open = open_items(tx, account.id).await?;
    let credit = unapplied_minor(tx, account.id).await?;
    balance_of(account, &open, credit)
}

/// As [`balance`], from items that are at hand already.
pub fn balance_of(account: &Account, open: &[OpenItem], credit_minor: i64) -> Result<Balance, sqlx::Error> {
    Balance::of(account.currency, account.today, open, credit_minor)
        .ok_or_else(|| undecodable("a sum that does not fit"))
}

/// Whom people pay through this portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    pub creditor: CreditorId,
    pub name: String,
    /// As a bank shows it to whoever pays.
    pub payee_name: String,
}

/// All creditors, which are public.
pub async fn payees(tx: &mut Tx) -> Result<Vec<Payee>, sqlx::Error> {
    sqlx::query_as!(
        Payee,
        r#"select id as "creditor: CreditorId", name, payee_name from creditors order by name limit 100"#
    )
    .fetch_all(&mut **tx)
    .await
}

/// The colour of the creditor with this short name, if there is such a creditor and it has one.
pub async fn accent(tx: &mut Tx, slug: &str) -> Result<Option<String>, sqlx::Error> {
    let found = sqlx::query_scalar!("select accent from creditors where slug = $1", slug)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.flatten())
}

/// The zone in which the creditor of an account tells the time.
pub async fn zone_of(tx: &mut Tx, account: &Account) -> Result<Tz, sqlx::Error> {
    let name = sqlx::query_scalar!("select time_zone from creditors where id = $1", account.creditor.0)
        .fetch_one(&mut **tx)
        .await?;
    zone(&name)
}

/// A time zone as a creditor's row names it.
pub fn zone(name: &str) -> Result<Tz, sqlx::Error> {
    name.parse().map_err(|_| undecodable(&format!("unknown time zone {name:?}")))
}

/// A currency as a row names it.
pub fn currency(code: &str) -> Result<Currency, sqlx::Error> {
    Currency::parse(code).ok_or_else(|| undecodable(&format!("unknown currency {code:?}")))
}

pub(super) fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
