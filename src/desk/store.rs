//! What the team reads beside an account. Every function filters by the creditors of whoever asks, as row-level
//! security does too.

use chrono::NaiveDate;
use chrono_tz::Tz;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::{accounts_among, zone_of};
use crate::desk::approvals::model::Limit;
use crate::desk::approvals::store::own_limits;
use crate::desk::behaviour::model::Behaviour;
use crate::desk::behaviour::store::inputs;
use crate::desk::calls::store::{Callable, callable};
use crate::desk::tasks::{Task, tasks_about};
use crate::desk::timeline::store::notes::{Note, notes, tags};
use crate::handing::model::State;
use crate::handing::store::{Handover, of_account};
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountId;
use crate::kernel::money::Money;
use crate::needs;
use crate::needs::store::Need;
use crate::payments::autopay::store::reading::{AtDesk, at_desk};

/// Rows of a list on one page of the desk.
pub const PAGE_SIZE: u64 = 50;
/// The newest entries of an account's trail that its margin shows.
const LOOKS_SHOWN: i64 = 5;
/// The newest of its notes.
const NOTES_SHOWN: i64 = 3;

/// An account that was found, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub account: Account,
    /// `reference`, `invoice`, `address`, `name`, `person` or `tag`; nothing in the list of all.
    pub by: String,
    pub open: Money,
}

/// A page of what was found, and how much there is in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    pub found: Vec<Found>,
    pub total: u64,
}

/// Somebody linked to the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub name: String,
    pub role: String,
    /// For a guarantor: the invoice.
    pub invoice_number: Option<String>,
    pub addresses: Vec<Address>,
}

/// Where somebody can be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub address: String,
    pub is_verified: bool,
    pub is_suspended: bool,
}

/// Who looked at the account on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub verb: String,
    pub staff_name: Option<String>,
    pub on: NaiveDate,
}

/// What stands beside an account, for the team only.
#[derive(Clone, Debug)]
pub struct Margin {
    pub linked: Vec<Linked>,
    pub tasks: Vec<Task>,
    pub legal_kinds: Vec<String>,
    /// In whose hands the account is, or is about to be.
    pub handover: Option<Handover>,
    /// How far whoever reads may go alone.
    pub limits: Vec<Limit>,
    pub looks: Vec<Look>,
    /// What its people let be charged by itself, if they do.
    pub autopay: Option<AtDesk>,
    /// Whether its people may be called, as things are.
    pub callable: Callable,
    /// The newest of the team's notes, and the tags.
    pub notes: Vec<Note>,
    pub tags: Vec<String>,
    /// How its people pay, as the books tell.
    pub behaviour: Behaviour,
    /// What its people need in order to deal with us.
    pub needs: Vec<Need>,
    /// Where the creditor is.
    pub zone: Tz,
}

/// Accounts by name, reference, invoice number, e-mail or telephone; without words, all of them by name.
pub async fn search(tx: &mut Tx, words: &str, skip: u64, take: u64) -> Result<Results, sqlx::Error> {
    let (skip, take) = (rows(skip)?, rows(take)?);
    let hits = match words.trim() {
        "" => every(tx, skip, take).await?,
        words => named(tx, words, skip, take).await?,
    };
    let total = hits.first().map_or(0, |hit| hit.total.unsigned_abs());
    let ids: Vec<Uuid> = hits.iter().map(|hit| hit.account).collect();
    let accounts = accounts_among(tx, &ids).await?;
    let open = open_sums(tx, &ids).await?;
    let found = hits.into_iter().filter_map(|hit| {
        let account = accounts.iter().find(|account| account.id.0 == hit.account)?.clone();
        let minor = open.iter().find(|(id, _)| *id == hit.account).map_or(0, |(_, minor)| *minor);
        let open = Money::new(minor, account.currency);
        Some(Found { account, by: hit.by, open })
    });
    Ok(Results { found: found.collect(), total })
}

/// The business day where the creditors of this member of the team are; the first of them, where they are in several
/// zones.
pub async fn today(tx: &mut Tx) -> Result<NaiveDate, sqlx::Error> {
    let zone = zone(tx).await?;
    Ok(tx.today(zone))
}

/// Where that is.
pub async fn zone(tx: &mut Tx) -> Result<Tz, sqlx::Error> {
    let name = sqlx::query_scalar!(
        "select c.time_zone from staff_creditors s join creditors c on c.id = s.creditor_id where s.staff_id = $1
         order by c.name limit 1",
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(name.and_then(|name| name.parse().ok()).unwrap_or(chrono_tz::UTC))
}

/// Everything beside an account that its reader may see.
pub async fn margin(tx: &mut Tx, account: &Account) -> Result<Margin, sqlx::Error> {
    let zone = zone_of(tx, account).await?;
    Ok(Margin {
        linked: linked(tx, account.id).await?,
        tasks: tasks_about(tx, account).await?,
        legal_kinds: legal_kinds(tx, account).await?,
        handover: of_account(tx, account.id)
            .await?
            .into_iter()
            .find(|one| matches!(one.state, State::Asked | State::Standing)),
        limits: own_limits(tx).await?,
        looks: looks(tx, account.id, zone.name()).await?,
        autopay: at_desk(tx, account.id).await?,
        callable: callable(tx, account).await?,
        notes: notes(tx, account.id, NOTES_SHOWN).await?,
        tags: tags(tx, account.id).await?,
        behaviour: Behaviour::of(&inputs(tx, account).await?),
        needs: needs::store::of_account(tx, account.id).await?,
        zone,
    })
}

struct Hit {
    account: Uuid,
    by: String,
    total: i64,
}

async fn named(tx: &mut Tx, words: &str, skip: i64, take: i64) -> Result<Vec<Hit>, sqlx::Error> {
    sqlx::query_as!(
        Hit,
        r#"select account_id as "account!", found_by as "by!", total as "total!" from find_accounts($1, $2, $3)"#,
        words,
        skip,
        take
    )
    .fetch_all(&mut **tx)
    .await
}

async fn every(tx: &mut Tx, skip: i64, take: i64) -> Result<Vec<Hit>, sqlx::Error> {
    sqlx::query_as!(
        Hit,
        r#"select a.id as account, '' as "by!", count(*) over () as "total!"
           from staff_creditors s join accounts a on a.creditor_id = s.creditor_id join debtors d on d.id = a.debtor_id
           where s.staff_id = $1 order by d.name, a.reference, a.id offset $2 limit $3"#,
        tx.actor().id(),
        skip,
        take
    )
    .fetch_all(&mut **tx)
    .await
}

async fn open_sums(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select account_id, sum(open_minor)::bigint as "minor!" from invoice_balances
           where account_id = any($1) and open_minor <> 0 group by account_id"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.minor)).collect())
}

async fn linked(tx: &mut Tx, account: AccountId) -> Result<Vec<Linked>, sqlx::Error> {
    let day = tx.now().date_naive();
    let rows = sqlx::query!(
        r#"select p.id as party, s.name, p.role, i.number as "invoice_number?", c.address as "address?",
             c.verified_at is not null as "is_verified!", c.suspended_at is not null as "is_suspended!"
           from parties p join persons s on s.id = p.person_id left join invoices i on i.id = p.invoice_id
             left join contact_points c on c.person_id = p.person_id
           where p.account_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
           order by array_position(array['principal', 'joint_debtor', 'representative', 'executor', 'helper', 'guarantor'], p.role),
             s.name, p.id, c.kind, c.address"#,
        account.0,
        day
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut linked: Vec<(Uuid, Linked)> = Vec::new();
    for row in rows {
        let address = row.address.map(|address| Address {
            address,
            is_verified: row.is_verified,
            is_suspended: row.is_suspended,
        });
        match linked.last_mut() {
            Some((party, person)) if *party == row.party => person.addresses.extend(address),
            _ => {
                let addresses = address.into_iter().collect();
                let person =
                    Linked { name: row.name, role: row.role, invoice_number: row.invoice_number, addresses };
                linked.push((row.party, person));
            }
        }
    }
    Ok(linked.into_iter().map(|(_, person)| person).collect())
}

async fn legal_kinds(tx: &mut Tx, account: &Account) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select kind from legal_statuses where account_id = $1 and from_on <= $2 and (until_on is null or until_on >= $2)
         order by from_on, kind",
        account.id.0,
        account.today
    )
    .fetch_all(&mut **tx)
    .await
}

/// Once for each day, however often somebody looked.
async fn looks(tx: &mut Tx, account: AccountId, zone: &str) -> Result<Vec<Look>, sqlx::Error> {
    sqlx::query_as!(
        Look,
        r#"select e.verb, s.name as "staff_name?", (e.at at time zone $2)::date as "on!"
           from audit_events e left join staff s on s.id = e.actor_id
           where e.account_id = $1 and e.actor_kind = 'staff' and e.verb in ('read', 'view_as_debtor')
           group by e.verb, s.name, (e.at at time zone $2)::date
           order by max(e.sequence) desc limit $3"#,
        account.0,
        zone,
        LOOKS_SHOWN
    )
    .fetch_all(&mut **tx)
    .await
}

fn rows(count: u64) -> Result<i64, sqlx::Error> {
    i64::try_from(count).map_err(|_| sqlx::Error::Decode("a page beyond all counting".into()))
}
