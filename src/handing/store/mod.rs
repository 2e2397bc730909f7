//! Hand-overs in the database. Staff read those of their creditors; whoever owes learns who holds the debt, and no more.

pub mod candidates;
pub mod handing_on;
pub mod package;
pub mod recalling;
pub mod recovering;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::handing::model::{Against, Kind, State};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, HandoverId};
use crate::kernel::money::{Currency, Money};

/// Of more than these the latest are listed.
const SHOWN: i64 = 500;

/// A hand-over as the team reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub id: HandoverId,
    pub account: AccountId,
    pub account_reference: String,
    pub debtor_name: String,
    pub number: String,
    pub kind: Kind,
    pub to_name: String,
    pub to_contact: String,
    pub reason: String,
    pub currency: Currency,
    pub state: State,
    pub prepared_by: String,
    pub prepared_at: DateTime<Utc>,
    pub decided_by: Option<String>,
    pub handed_on: Option<NaiveDate>,
    /// What was open when it was handed on.
    pub open: Option<Money>,
    /// The code of its package, and how many bytes it has.
    pub package: Option<(String, u64)>,
    pub recalled_by: Option<String>,
    pub recalled_on: Option<NaiveDate>,
    pub recall_words: String,
}

/// Who holds a debt, for whoever owes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub account: AccountId,
    pub kind: Kind,
    pub to_name: String,
    pub to_contact: String,
    pub since: NaiveDate,
}

/// What stands against handing the account on so, as things are; nothing where it may be.
pub async fn against(
    tx: &mut Tx,
    of: &Account,
    kind: Kind,
    apart_from: Option<HandoverId>,
) -> Result<Vec<Against>, sqlx::Error> {
    let words = sqlx::query_scalar!(
        r#"select word as "word!" from what_stands_against_handing($1, $2, $3, $4) as word order by word"#,
        of.id.0,
        kind.name(),
        of.today,
        apart_from.map(|handover| handover.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    words
        .iter()
        .map(|word| Against::parse(word).ok_or_else(|| undecodable("an unknown thing against handing on")))
        .collect()
}

/// Who holds these accounts, of those that are in others' hands.
pub async fn held(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<Held>, sqlx::Error> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.0).collect();
    let rows = sqlx::query!(
        r#"select account_id as "account!: AccountId", kind as "kind!", to_name as "to_name!", to_contact as "to_contact!",
             handed_on as "since!" from handed_accounts($1) order by handed_on, account_id"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let kind = Kind::parse(&row.kind)?;
            let (to_name, to_contact) = (row.to_name, row.to_contact);
            Some(Held { account: row.account, kind, to_name, to_contact, since: row.since })
        })
        .collect())
}

/// Who else takes the payments of an account, if it is not to be paid here.
pub async fn paid_elsewhere(tx: &mut Tx, account: AccountId) -> Result<Option<Held>, sqlx::Error> {
    Ok(held(tx, &[account]).await?.into_iter().find(|held| !held.kind.takes_payments()))
}

/// What was handed on and what waits to be, the latest first.
pub async fn handovers(tx: &mut Tx, state: Option<State>) -> Result<Vec<Handover>, sqlx::Error> {
    select(tx, None, None, state).await
}

/// The hand-overs of one account, the latest first.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Handover>, sqlx::Error> {
    select(tx, None, Some(account), None).await
}

/// One of them.
pub async fn handover(tx: &mut Tx, id: HandoverId) -> Result<Handover, sqlx::Error> {
    select(tx, Some(id), None, None).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The package of a hand-over, byte for byte as it was sealed.
pub async fn content(tx: &mut Tx, id: HandoverId) -> Result<Vec<u8>, sqlx::Error> {
    sqlx::query_scalar!(
        "select p.content from handovers h join papers p on p.id = h.paper_id
         where h.id = $1 and h.creditor_id in (select creditor_id from staff_creditors where staff_id = $2)",
        id.0,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await
}

async fn select(
    tx: &mut Tx,
    id: Option<HandoverId>,
    account: Option<AccountId>,
    state: Option<State>,
) -> Result<Vec<Handover>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select h.id as "id: HandoverId", h.account_id as "account: AccountId", a.reference, d.name as debtor_name, h.number, h.kind,
             h.to_name, h.to_contact, h.reason, h.currency, h.state, p.name as prepared_by, h.prepared_at, c.name as "decided_by?",
             h.handed_on, h.open_minor, r.name as "recalled_by?", h.recalled_on, h.recall_words, q.code as "code?",
             octet_length(q.content) as "bytes?"
           from handovers h join accounts a on a.id = h.account_id join debtors d on d.id = h.debtor_id
             join staff p on p.id = h.prepared_by left join staff c on c.id = h.decided_by left join staff r on r.id = h.recalled_by
             left join papers q on q.id = h.paper_id
           where ($1::uuid is null or h.id = $1) and ($2::uuid is null or h.account_id = $2) and ($3::text is null or h.state = $3)
             and h.creditor_id in (select creditor_id from staff_creditors where staff_id = $4)
           order by coalesce(h.handed_on, h.prepared_at::date) desc, h.prepared_at desc, h.id limit $5"#,
        id.map(|id| id.0),
        account.map(|account| account.0),
        state.map(State::name),
        tx.actor().id(),
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency =
                Currency::parse(&row.currency).ok_or_else(|| undecodable("an unknown currency"))?;
            let bytes = row.bytes.map(|bytes| u64::from(bytes.unsigned_abs()));
            Ok(Handover {
                id: row.id,
                account: row.account,
                account_reference: row.reference,
                debtor_name: row.debtor_name,
                number: row.number,
                kind: Kind::parse(&row.kind).ok_or_else(|| undecodable("an unknown hand-over"))?,
                to_name: row.to_name,
                to_contact: row.to_contact,
                reason: row.reason,
                currency,
                state: State::parse(&row.state).ok_or_else(|| undecodable("an unknown state"))?,
                prepared_by: row.prepared_by,
                prepared_at: row.prepared_at,
                decided_by: row.decided_by,
                handed_on: row.handed_on,
                open: row.open_minor.map(|minor| Money::new(minor, currency)),
                package: row.code.zip(bytes),
                recalled_by: row.recalled_by,
                recalled_on: row.recalled_on,
                recall_words: row.recall_words,
            })
        })
        .collect()
}

fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
