//! "I already paid": what debtors say, until the team has found it or not.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::contact::letters::{ReportAnswer, report_declined};
use crate::contact::model::NoticeKind;
use crate::contact::store::{Notice, Recipient, send};
use crate::contact::telling::told;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountFileId, AccountId, PaymentId, PersonId, ReportedPaymentId};
use crate::kernel::money::Money;
use crate::payments::recorded::model::{DeclineReason, Facts, SaidMeans};
use crate::payments::recorded::words;
use crate::payments::store::reading::{parsed_currency, parsed_zone};

/// Of more than these the first are shown, and how many there are.
const SHOWN: i64 = 100;

/// What somebody reports.
#[derive(Clone, Debug)]
pub struct NewReport {
    pub facts: Facts<SaidMeans>,
    pub file: Option<AccountFileId>,
    pub request_key: Uuid,
}

/// A report as both sides read it.
#[derive(Clone, Debug)]
pub struct Report {
    pub id: ReportedPaymentId,
    pub account: AccountId,
    pub account_reference: String,
    pub creditor_name: String,
    pub debtor_name: String,
    pub amount: Money,
    pub paid_on: NaiveDate,
    pub means: SaidMeans,
    pub bank: String,
    pub tracking_key: String,
    pub file: Option<AccountFileId>,
    pub reported_by: PersonId,
    pub reporter: Option<String>,
    pub reported_at: DateTime<Utc>,
    pub state: ReportState,
    /// The same tracking key stands in another report or is recorded already.
    pub is_duplicate: bool,
    pub zone: Tz,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportState {
    Waiting,
    /// Somebody of the team has recorded it, and another must approve it.
    BeingApproved,
    Confirmed(Option<PaymentId>),
    Declined {
        reason: Option<DeclineReason>,
        words: String,
    },
}

/// Keeps a report; the same form twice keeps one.
pub async fn report(tx: &mut Tx, account: &Account, new: &NewReport) -> Result<(), sqlx::Error> {
    let id = ReportedPaymentId::new();
    let (actor, now, facts) = (tx.actor(), tx.now(), &new.facts);
    sqlx::query!(
        "insert into reported_payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, paid_on, means, bank, tracking_key,
           file_id, reported_by, reported_at, request_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        account.currency.code(),
        facts.amount.minor,
        facts.on,
        facts.means.name(),
        facts.bank,
        facts.tracking_key,
        new.file.map(|file| file.0),
        actor.id(),
        now,
        new.request_key
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("report", "reported_payment", id.0, Some(account.id)).await
}

/// Whether an error says that this very form was sent before.
pub fn was_sent(error: &sqlx::Error) -> bool {
    broken_constraint(error) == Some("reported_payments_request_key")
}

/// What was reported on these accounts, the latest first.
pub async fn reports_of(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<Report>, sqlx::Error> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.0).collect();
    select(tx, None, Some(&ids), false).await.map(|(reports, _)| reports)
}

/// What waits for the team, the oldest first, and how much there is.
pub async fn waiting(tx: &mut Tx) -> Result<(Vec<Report>, u64), sqlx::Error> {
    select(tx, None, None, true).await
}

/// One report, if this reader may see it.
pub async fn one(tx: &mut Tx, id: ReportedPaymentId) -> Result<Report, sqlx::Error> {
    let (mut found, _) = select(tx, Some(id), None, false).await?;
    found.pop().ok_or(sqlx::Error::RowNotFound)
}

/// It was found, and is posted: the receipt tells whoever reported it.
pub(super) async fn confirm(tx: &mut Tx, id: ReportedPaymentId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update reported_payments set state = 'confirmed', decided_by = $2, decided_at = $3 where id = $1 and state = 'waiting'",
        id.0,
        tx.actor().id(),
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("confirm", "reported_payment", id.0, None).await
}

/// It was not found; whoever reported it is told why. False where it is answered already.
pub async fn decline(
    tx: &mut Tx,
    report: &Report,
    reason: DeclineReason,
    said: &str,
) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let declined = sqlx::query!(
        "update reported_payments set state = 'declined', decided_by = $2, decided_at = $3, decline_reason = $4, decline_words = $5
         where id = $1 and state = 'waiting'
           and not exists (select from recorded_payments r where r.report_id = $1 and r.state <> 'declined')",
        report.id.0,
        tx.actor().id(),
        now,
        reason.name(),
        said
    )
    .execute(&mut **tx)
    .await?;
    if declined.rows_affected() == 0 {
        return Ok(false);
    }
    tx.audit("decline", "reported_payment", report.id.0, Some(report.account)).await?;
    tell_declined(tx, report, reason, said).await?;
    Ok(true)
}

async fn tell_declined(
    tx: &mut Tx,
    report: &Report,
    reason: DeclineReason,
    said: &str,
) -> Result<(), sqlx::Error> {
    let Some(told) = told(tx, report.reported_by).await? else { return Ok(()) };
    let reason = words::decline_reason(told.lang, reason);
    let letter = report_declined(
        &ReportAnswer {
            creditor: &report.creditor_name,
            amount: report.amount,
            paid_on: report.paid_on,
            reason,
            said,
        },
        told.lang,
    );
    let creditor = sqlx::query_scalar!(
        r#"select creditor_id as "id: crate::kernel::ids::CreditorId" from accounts where id = $1"#,
        report.account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let to = Recipient {
        person: Some(report.reported_by),
        contact_point: Some(told.contact_point),
        channel: told.channel,
        address: told.address,
    };
    let notice = Notice {
        kind: NoticeKind::Answer,
        to,
        creditor,
        account: Some(report.account),
        lang: told.lang,
        words: letter,
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}

async fn select(
    tx: &mut Tx,
    id: Option<ReportedPaymentId>,
    accounts: Option<&[Uuid]>,
    queued: bool,
) -> Result<(Vec<Report>, u64), sqlx::Error> {
    let actor = tx.actor();
    let rows = sqlx::query!(
        r#"select r.id as "id: ReportedPaymentId", r.account_id as "account: AccountId", a.reference, c.name as creditor_name, c.time_zone,
             d.name as debtor_name, r.currency, r.amount_minor, r.paid_on, r.means, r.bank, r.tracking_key, r.file_id as "file: AccountFileId",
             r.reported_by as "reported_by: PersonId", p.name as "reporter?", r.reported_at, r.state, r.decline_reason, r.decline_words,
             k.payment_id as "payment?: PaymentId", k.id is not null as "is_recorded!", count(*) over () as "total!",
             r.tracking_key <> '' and (exists (select from reported_payments o where o.creditor_id = r.creditor_id
                 and o.tracking_key = r.tracking_key and o.id <> r.id)
               or exists (select from recorded_payments o where o.creditor_id = r.creditor_id and o.tracking_key = r.tracking_key
                 and o.state <> 'declined' and o.report_id is distinct from r.id)) as "is_duplicate!"
           from reported_payments r join accounts a on a.id = r.account_id join creditors c on c.id = r.creditor_id
             join debtors d on d.id = r.debtor_id left join persons p on p.id = r.reported_by
             left join recorded_payments k on k.report_id = r.id and k.state <> 'declined'
           where ($1::uuid is null or r.id = $1) and ($2::uuid[] is null or r.account_id = any($2))
             and (not $3 or (r.state = 'waiting' and k.id is null))
             and ($4 <> 'staff' or r.creditor_id in (select creditor_id from staff_creditors where staff_id = $5))
           order by case when $3 then r.reported_at end, r.reported_at desc, r.id desc limit $6"#,
        id.map(|id| id.0),
        accounts,
        queued,
        actor.kind(),
        actor.id(),
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let total = rows.first().map_or(0, |row| row.total.unsigned_abs());
    let reports = rows
        .into_iter()
        .map(|row| {
            Ok(Report {
                id: row.id,
                account: row.account,
                account_reference: row.reference,
                creditor_name: row.creditor_name,
                debtor_name: row.debtor_name,
                amount: Money::new(row.amount_minor, parsed_currency(&row.currency)?),
                paid_on: row.paid_on,
                means: SaidMeans::parse(&row.means)
                    .ok_or_else(|| sqlx::Error::Decode("an unknown means of payment".into()))?,
                bank: row.bank,
                tracking_key: row.tracking_key,
                file: row.file,
                reported_by: row.reported_by,
                reporter: row.reporter,
                reported_at: row.reported_at,
                state: match row.state.as_str() {
                    "confirmed" => ReportState::Confirmed(row.payment),
                    "declined" => ReportState::Declined {
                        reason: row.decline_reason.as_deref().and_then(DeclineReason::parse),
                        words: row.decline_words,
                    },
                    _ if row.is_recorded => ReportState::BeingApproved,
                    _ => ReportState::Waiting,
                },
                is_duplicate: row.is_duplicate,
                zone: parsed_zone(&row.time_zone)?,
            })
        })
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    Ok((reports, total))
}
