//! Disputes as both sides read them.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::{account, accounts_among, zone_of};
use crate::disputes::model::{About, Reason, Standing, State};
use crate::disputes::store::steps::StepKind;
use crate::disputes::store::undecodable;
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::{
    AccountFileId, AccountId, DisputeId, HoldId, InvoiceId, InvoiceLineId, PersonId, StaffId,
};
use crate::kernel::money::Money;
use crate::ledger::store::open_items;

/// A dispute, apart from what was said in it.
#[derive(Clone, Debug)]
pub struct Dispute {
    pub id: DisputeId,
    pub account: Account,
    pub number: String,
    pub about: About,
    pub invoice: Option<(InvoiceId, String)>,
    pub reason: Reason,
    pub amount: Money,
    pub opened_by: PersonId,
    pub opener: Option<String>,
    pub opened_at: DateTime<Utc>,
    pub opened_on: NaiveDate,
    pub promised_on: NaiveDate,
    pub paused_on: Option<NaiveDate>,
    pub asked_until: Option<NaiveDate>,
    pub state: State,
    pub owner: Option<(StaffId, String)>,
    pub decided_by: Option<StaffId>,
    pub decided_on: Option<NaiveDate>,
    pub credited: Money,
    pub adjustment_number: String,
    pub fiscal_number: String,
    pub has_replied: bool,
    pub has_appealed: bool,
}

impl Dispute {
    pub fn standing(&self) -> Standing {
        Standing { state: self.state, has_replied: self.has_replied, has_appealed: self.has_appealed }
    }

    /// How much of a part can still be credited: principal, and charges where they wait by themselves.
    pub fn left_of(&self, held: &Held) -> Money {
        let minor = match self.about {
            About::Interest | About::Fees => held.late.minor - self.credited.minor,
            _ if held.is_charges() => held.late.minor - held.credited.minor,
            _ => held.principal.minor - held.credited.minor,
        };
        Money::new(minor.max(0), held.principal.currency)
    }

    /// Whether the promised day has gone by without an answer, and not because the debtor was asked for more.
    pub fn is_late(&self) -> bool {
        self.state.is_open() && self.state != State::Waiting && self.promised_on < self.account.today
    }
}

/// What of a dispute waits, or waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: HoldId,
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub line: Option<(InvoiceLineId, String)>,
    pub principal: Money,
    pub late: Money,
    pub credited: Money,
    pub released_on: Option<NaiveDate>,
}

impl Held {
    /// Whether nothing waits but charges for lateness.
    pub fn is_charges(&self) -> bool {
        self.principal.is_zero()
    }

    pub fn sum(&self) -> Money {
        Money::new(self.principal.minor + self.late.minor, self.principal.currency)
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Step {
    pub kind: StepKind,
    pub is_teams: bool,
    pub shown_name: String,
    pub words: String,
    pub reason: String,
    pub credited: Money,
    pub until_on: Option<NaiveDate>,
    pub on: NaiveDate,
    pub at: DateTime<Utc>,
    pub files: Vec<StepFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFile {
    pub id: AccountFileId,
    pub name: String,
    pub bytes: u64,
}

/// One dispute with everything on it.
#[derive(Clone, Debug)]
pub struct Case {
    pub dispute: Dispute,
    pub held: Vec<Held>,
    /// None for others on the account, who are not told why.
    pub steps: Vec<Step>,
    /// Whether this reader may read what was said.
    pub is_open_to_reader: bool,
    /// What waits because of it: of what is contested no more than is still open (domain-rules B11).
    pub waits: Money,
    pub zone: Tz,
}

/// The disputes of these accounts, open ones first and of these the one that is promised first.
pub async fn disputes_of(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<Dispute>, sqlx::Error> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.0).collect();
    select(tx, None, Some(&ids), false, None).await
}

/// What waits for the team's answer, the first promised first; of one owner, if one is named.
pub async fn queue(tx: &mut Tx, owner: Option<StaffId>) -> Result<Vec<Dispute>, sqlx::Error> {
    select(tx, None, None, true, owner).await
}

/// One of them, if this reader may see it.
pub async fn dispute(tx: &mut Tx, id: DisputeId) -> Result<Dispute, sqlx::Error> {
    select(tx, Some(id), None, false, None).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The same, kept still until the transaction ends.
pub async fn dispute_for_update(tx: &mut Tx, id: DisputeId) -> Result<Dispute, sqlx::Error> {
    sqlx::query!("select from disputes where id = $1 for no key update", id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    dispute(tx, id).await
}

/// One of them with everything on it.
pub async fn case(tx: &mut Tx, id: DisputeId) -> Result<Case, sqlx::Error> {
    let dispute = dispute(tx, id).await?;
    let is_open_to_reader = match tx.actor() {
        Actor::Person { person, .. } => person == dispute.opened_by,
        _ => true,
    };
    let held = held(tx, &dispute).await?;
    let steps = if is_open_to_reader { steps(tx, &dispute).await? } else { Vec::new() };
    let zone = zone_of(tx, &dispute.account).await?;
    let waits = waits(tx, &dispute, &held).await?;
    Ok(Case { dispute, held, steps, is_open_to_reader, waits, zone })
}

async fn waits(tx: &mut Tx, dispute: &Dispute, held: &[Held]) -> Result<Money, sqlx::Error> {
    let items = open_items(tx, dispute.account.id).await?;
    let waiting = || held.iter().filter(|held| held.released_on.is_none());
    let of = |invoice: InvoiceId| -> i64 {
        waiting().filter(|held| held.invoice == invoice).map(|held| held.sum().minor).sum()
    };
    let minor = items.iter().map(|item| of(item.invoice).min(item.held_open_minor())).sum();
    Ok(Money::new(minor, dispute.account.currency))
}

/// The dispute that a file belongs to, if this reader may see it.
pub async fn holds_file(tx: &mut Tx, dispute: DisputeId, file: AccountFileId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from dispute_files where dispute_id = $1 and file_id = $2) as "there!""#,
        dispute.0,
        file.0
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn held(tx: &mut Tx, dispute: &Dispute) -> Result<Vec<Held>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select h.id as "id: HoldId", h.invoice_id as "invoice: InvoiceId", i.number, l.id as "line?: InvoiceLineId",
             l.description as "description?", h.amount_minor, h.late_minor, h.credited_minor, h.released_on
           from holds h join invoices i on i.id = h.invoice_id left join invoice_lines l on l.id = h.line_id
           where h.dispute_id = $1 and h.account_id = $2 order by i.due_on, i.number, l.position"#,
        dispute.id.0,
        dispute.account.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let money = |minor| Money::new(minor, dispute.account.currency);
    let held = rows.into_iter().map(|row| Held {
        id: row.id,
        invoice: row.invoice,
        invoice_number: row.number,
        line: row.line.zip(row.description),
        principal: money(row.amount_minor),
        late: money(row.late_minor),
        credited: money(row.credited_minor),
        released_on: row.released_on,
    });
    Ok(held.collect())
}

async fn steps(tx: &mut Tx, dispute: &Dispute) -> Result<Vec<Step>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.kind, s.by_kind, s.shown_name, s.words, s.reason, s.credited_minor, s.until_on, s.happened_on, s.happened_at,
             (select coalesce(jsonb_agg(jsonb_build_array(f.id, f.name, octet_length(f.bytes)) order by f.added_at, f.id), '[]')
              from dispute_files x join account_files f on f.id = x.file_id where x.step_id = s.id)
               as "files!: sqlx::types::Json<Vec<(Uuid, String, u64)>>"
           from dispute_steps s where s.dispute_id = $1 and s.account_id = $2 order by s.sequence"#,
        dispute.id.0,
        dispute.account.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let files = row.files.0.into_iter().map(|(id, name, bytes)| StepFile {
                id: AccountFileId(id),
                name,
                bytes,
            });
            Ok(Step {
                kind: StepKind::parse(&row.kind)
                    .ok_or_else(|| undecodable("an unknown step of a dispute"))?,
                is_teams: row.by_kind != "person",
                shown_name: row.shown_name,
                words: row.words,
                reason: row.reason,
                credited: Money::new(row.credited_minor, dispute.account.currency),
                until_on: row.until_on,
                on: row.happened_on,
                at: row.happened_at,
                files: files.collect(),
            })
        })
        .collect()
}

/// Of more than these the first are shown.
const SHOWN: i64 = 200;

async fn select(
    tx: &mut Tx,
    id: Option<DisputeId>,
    accounts: Option<&[Uuid]>,
    queued: bool,
    owner: Option<StaffId>,
) -> Result<Vec<Dispute>, sqlx::Error> {
    let actor = tx.actor();
    let rows = sqlx::query!(
        r#"select d.id as "id: DisputeId", d.account_id as "account: AccountId", d.number, d.about, d.invoice_id as "invoice: InvoiceId",
             i.number as "invoice_number?", d.reason, d.amount_minor, d.opened_by as "opened_by: PersonId", p.name as "opener?", d.opened_at,
             d.opened_on, d.promised_on, d.paused_on, d.asked_until, d.state, d.owner_id as "owner: StaffId", s.name as "owner_name?",
             d.decided_by as "decided_by: StaffId", d.decided_on, d.credited_minor, d.adjustment_number, d.fiscal_number,
             d.replied_at is not null as "has_replied!", d.appealed_at is not null as "has_appealed!"
           from disputes d left join invoices i on i.id = d.invoice_id left join persons p on p.id = d.opened_by
             left join staff s on s.id = d.owner_id
           where ($1::uuid is null or d.id = $1) and ($2::uuid[] is null or d.account_id = any($2))
             and (not $3 or d.state in ('received', 'in_review', 'waiting', 'appealed'))
             and ($4::uuid is null or d.owner_id = $4)
             and ($5 <> 'staff' or d.creditor_id in (select creditor_id from staff_creditors where staff_id = $6))
           order by d.state in ('received', 'in_review', 'waiting', 'appealed') desc,
             case when d.state in ('received', 'in_review', 'waiting', 'appealed') then d.promised_on end, d.opened_at desc, d.id desc
           limit $7"#,
        id.map(|id| id.0),
        accounts,
        queued,
        owner.map(|owner| owner.0),
        actor.kind(),
        actor.id(),
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut ids: Vec<Uuid> = rows.iter().map(|row| row.account.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let accounts = match ids.as_slice() {
        [only] => account(tx, AccountId(*only)).await.map(|found| vec![found]).or_else(unseen)?,
        _ => accounts_among(tx, &ids).await?,
    };
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        // An account that this reader may not see has no disputes for them.
        let Some(account) = accounts.iter().find(|account| account.id == row.account) else { continue };
        let money = |minor| Money::new(minor, account.currency);
        found.push(Dispute {
            id: row.id,
            account: account.clone(),
            number: row.number,
            about: About::parse(&row.about).ok_or_else(|| undecodable("an unknown subject of a dispute"))?,
            invoice: row.invoice.zip(row.invoice_number),
            reason: Reason::parse(&row.reason)
                .ok_or_else(|| undecodable("an unknown reason of a dispute"))?,
            amount: money(row.amount_minor),
            opened_by: row.opened_by,
            opener: row.opener,
            opened_at: row.opened_at,
            opened_on: row.opened_on,
            promised_on: row.promised_on,
            paused_on: row.paused_on,
            asked_until: row.asked_until,
            state: State::parse(&row.state).ok_or_else(|| undecodable("an unknown state of a dispute"))?,
            owner: row.owner.zip(row.owner_name),
            decided_by: row.decided_by,
            decided_on: row.decided_on,
            credited: money(row.credited_minor),
            adjustment_number: row.adjustment_number,
            fiscal_number: row.fiscal_number,
            has_replied: row.has_replied,
            has_appealed: row.has_appealed,
        });
    }
    Ok(found)
}

fn unseen(error: sqlx::Error) -> Result<Vec<Account>, sqlx::Error> {
    match error {
        sqlx::Error::RowNotFound => Ok(Vec::new()),
        other => Err(other),
    }
}
