//! A dispute begins, and its money waits, in one transaction; and it ends again when its debtor withdraws it.

use uuid::Uuid;

use crate::accounts::model::Account;
use crate::disputes::model::{About, Event, NotNow, Reason, State};
use crate::disputes::promise::{moved_on, promised_on};
use crate::disputes::store::ground::terms;
use crate::disputes::store::reading::{Dispute, dispute_for_update};
use crate::disputes::store::steps::{Of, StepKind, Taken, step};
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountFileId, DisputeId, HoldId, InvoiceId, InvoiceLineId, PersonId};
use crate::opinions::model::Closed;
use crate::opinions::store::ask;

/// What somebody contests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub about: About,
    pub invoice: Option<InvoiceId>,
    pub reason: Reason,
    pub words: String,
    pub parts: Vec<ClaimedPart>,
    pub files: Vec<AccountFileId>,
}

/// How much of one thing is contested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimedPart {
    pub invoice: InvoiceId,
    pub line: Option<InvoiceLineId>,
    pub principal_minor: i64,
    pub late_minor: i64,
}

impl Claim {
    pub fn sum_minor(&self) -> i64 {
        self.parts.iter().map(|part| part.principal_minor + part.late_minor).sum()
    }
}

/// Why nothing was opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the money waits for an answer already")]
    WaitsAlready,
    #[error("there is nothing open on it any more")]
    NothingOpen,
    /// The same was answered before, and nothing is new.
    #[error("it was answered in {0}")]
    Repeated(String),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("holds_wait_once") => Self::WaitsAlready,
            Some("holds_on_open_invoice") => Self::NothingOpen,
            _ => Self::Database(error),
        }
    }
}

/// Opens a dispute in the name of the person who asks. The same key a second time answers with the first.
pub async fn open(tx: &mut Tx, account: &Account, claim: &Claim, key: Uuid) -> Result<DisputeId, OpenError> {
    if let Some(before) = opened_with(tx, key).await? {
        return Ok(before);
    }
    if let Some(number) = answered_before(tx, account, claim).await? {
        return Err(OpenError::Repeated(number));
    }
    let id = DisputeId::new();
    let person = PersonId(tx.actor().id().unwrap_or_default());
    let number = format!("A-{}", take_number(tx, account, "dispute").await?);
    let (days, jurisdiction) = terms(tx, account).await?;
    let promised_on = promised_on(account.today, days, jurisdiction);
    let now = tx.now();
    sqlx::query!(
        "insert into disputes (id, account_id, debtor_id, creditor_id, number, about, invoice_id, reason, currency, amount_minor, opened_by,
           opened_at, opened_on, promised_on, request_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        number,
        claim.about.name(),
        claim.invoice.map(|invoice| invoice.0),
        claim.reason.name(),
        account.currency.code(),
        claim.sum_minor(),
        person.0,
        now,
        account.today,
        promised_on,
        key
    )
    .execute(&mut **tx)
    .await?;
    for part in &claim.parts {
        sqlx::query!(
            "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, line_id, dispute_id, dispute_number, amount_minor, late_minor,
               opened_on, promised_on)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            HoldId::new().0,
            account.id.0,
            account.debtor.0,
            account.creditor.0,
            part.invoice.0,
            part.line.map(|line| line.0),
            id.0,
            number,
            part.principal_minor,
            part.late_minor,
            account.today,
            promised_on
        )
        .execute(&mut **tx)
        .await?;
    }
    let of = Of {
        dispute: id,
        account: account.id,
        debtor: account.debtor,
        creditor: account.creditor,
        opened_by: person,
        today: account.today,
    };
    let taken = Taken { words: &claim.words, files: &claim.files, ..Taken::default() };
    step(tx, of, StepKind::Opened, &taken).await?;
    Ok(id)
}

/// Why nothing happened to a dispute.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    #[error(transparent)]
    NotNow(#[from] NotNow),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// The debtor does not contest it any more: what waited is to pay again.
pub async fn withdraw(tx: &mut Tx, id: DisputeId) -> Result<(), StepError> {
    let dispute = dispute_for_update(tx, id).await?;
    let state = dispute.standing().after(Event::Withdraw)?;
    set_state(tx, &dispute, state).await?;
    release(tx, &dispute).await?;
    step(tx, Of::from(&dispute), StepKind::Withdrawn, &Taken::default()).await?;
    ask(tx, &dispute.account, dispute.opened_by, Closed::Dispute(id)).await?;
    Ok(())
}

/// The debtor adds words or files. Where they were waited for, the clock goes on from here.
pub async fn add(tx: &mut Tx, id: DisputeId, words: &str, files: &[AccountFileId]) -> Result<(), StepError> {
    let dispute = dispute_for_update(tx, id).await?;
    let state = dispute.standing().after(Event::Add)?;
    if let Some(paused_on) = dispute.paused_on {
        let (_, jurisdiction) = terms(tx, &dispute.account).await?;
        let today = dispute.account.today;
        let promised_on = moved_on(dispute.promised_on, paused_on, today, jurisdiction);
        promise(tx, &dispute, promised_on).await?;
    }
    set_state(tx, &dispute, state).await?;
    let taken = Taken { words, files, ..Taken::default() };
    Ok(step(tx, Of::from(&dispute), StepKind::Added, &taken).await?)
}

/// The debtor answers the answer, once.
pub async fn reply(tx: &mut Tx, id: DisputeId, words: &str) -> Result<(), StepError> {
    let dispute = dispute_for_update(tx, id).await?;
    dispute.standing().after(Event::Reply)?;
    let now = tx.now();
    sqlx::query!("update disputes set replied_at = $2 where id = $1", id.0, now).execute(&mut **tx).await?;
    Ok(step(tx, Of::from(&dispute), StepKind::Replied, &Taken { words, ..Taken::default() }).await?)
}

/// The debtor asks for another person to look at it again, once. What the answer left to pay stays to pay meanwhile.
pub async fn appeal(tx: &mut Tx, id: DisputeId, words: &str) -> Result<(), StepError> {
    let dispute = dispute_for_update(tx, id).await?;
    let state = dispute.standing().after(Event::Appeal)?;
    let (days, jurisdiction) = terms(tx, &dispute.account).await?;
    let promised_on = promised_on(dispute.account.today, days, jurisdiction);
    let now = tx.now();
    sqlx::query!(
        "update disputes set appealed_at = $2, state = $3, promised_on = $4 where id = $1",
        id.0,
        now,
        state.name(),
        promised_on
    )
    .execute(&mut **tx)
    .await?;
    Ok(step(tx, Of::from(&dispute), StepKind::Appealed, &Taken { words, ..Taken::default() }).await?)
}

/// What waits of a dispute waits no more.
pub(super) async fn release(tx: &mut Tx, dispute: &Dispute) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update holds set released_on = $2 where dispute_id = $1 and released_on is null",
        dispute.id.0,
        dispute.account.today
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The next number of a creditor's series.
pub(super) async fn take_number(tx: &mut Tx, account: &Account, series: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select take_dispute_number($1, $2) as "number""#, account.id.0, series)
        .fetch_one(&mut **tx)
        .await?
        .ok_or(sqlx::Error::RowNotFound)
}

async fn set_state(tx: &mut Tx, dispute: &Dispute, state: State) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update disputes set state = $2, paused_on = case when $2 = 'waiting' then paused_on end,
           asked_until = case when $2 = 'waiting' then asked_until end
         where id = $1",
        dispute.id.0,
        state.name()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn promise(tx: &mut Tx, dispute: &Dispute, on: chrono::NaiveDate) -> Result<(), sqlx::Error> {
    sqlx::query!("update disputes set promised_on = $2 where id = $1", dispute.id.0, on)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// What this form became, if it was sent before.
pub async fn opened_with(tx: &mut Tx, key: Uuid) -> Result<Option<DisputeId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: DisputeId" from disputes where request_key = $1 and opened_by = $2"#,
        key,
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The number of an answered dispute of theirs about the very same, where nothing is new: no file, and no word that was
/// not said then.
async fn answered_before(
    tx: &mut Tx,
    account: &Account,
    claim: &Claim,
) -> Result<Option<String>, sqlx::Error> {
    if !claim.files.is_empty() {
        return Ok(None);
    }
    let lines: Vec<Uuid> =
        claim.parts.iter().map(|part| part.line.map_or(part.invoice.0, |line| line.0)).collect();
    sqlx::query_scalar!(
        r#"select d.number from disputes d
           where d.account_id = $1 and d.opened_by = $2 and d.about = $3 and d.invoice_id is not distinct from $4 and d.reason = $5
             and d.state in ('in_favour', 'partly', 'unchanged', 'appealed')
             and ($6 = '' or exists (select from dispute_steps s where s.dispute_id = d.id and s.by_kind = 'person'
               and lower(btrim(s.words)) = lower($6)))
             and (select array_agg(coalesce(h.line_id, h.invoice_id)) from holds h where h.dispute_id = d.id) @> $7
           order by d.opened_at desc limit 1"#,
        account.id.0,
        tx.actor().id(),
        claim.about.name(),
        claim.invoice.map(|invoice| invoice.0),
        claim.reason.name(),
        claim.words,
        &lines
    )
    .fetch_optional(&mut **tx)
    .await
}
