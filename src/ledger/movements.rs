//! Reading the books: movements in order, and what was open on any day.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, TransactionId};
use crate::ledger::allocation::OpenItem;
use crate::ledger::explanation::{Movement, Waived};
use crate::ledger::makeup::Makeup;
use crate::ledger::model::{Basis, Components, TransactionKind};

/// Which movements of an account to read.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// From this day on; from the first without it.
    pub from: Option<NaiveDate>,
    /// Through this day; through the last without it.
    pub to: Option<NaiveDate>,
    pub newest_first: bool,
    pub offset: i64,
    pub limit: i64,
}

/// A part of an account's movements, and how many there are in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movements {
    pub movements: Vec<Movement>,
    pub total: i64,
}

/// What was owed on an account, and what its debtor had in credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub open: Components,
    pub credit_minor: i64,
}

/// An account between two days: where it stood, what happened by kind, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// At the end of the first day.
    pub opening: Standing,
    /// What each kind of transaction after that day, through the last, added to the debt.
    pub changes: Vec<(TransactionKind, i64)>,
    /// At the end of the last day.
    pub closing: Standing,
}

/// An account's movements, a row for each transaction, with what was owed after each.
pub async fn movements(tx: &mut Tx, account: AccountId, slice: Slice) -> Result<Movements, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"with moved as (
             select transaction_id, (array_agg(invoice_id) filter (where invoice_id is not null))[1] as invoice,
               count(distinct invoice_id) as invoice_count,
               coalesce(sum(amount_minor) filter (where book = 'principal'), 0)::bigint as principal,
               coalesce(sum(amount_minor) filter (where book = 'interest'), 0)::bigint as interest,
               coalesce(sum(amount_minor) filter (where book = 'interest_tax'), 0)::bigint as interest_tax,
               coalesce(sum(amount_minor) filter (where book = 'fees'), 0)::bigint as fees,
               coalesce(sum(amount_minor) filter (where book = 'fees_tax'), 0)::bigint as fees_tax,
               coalesce(-sum(amount_minor) filter (where book = 'unapplied'), 0)::bigint as credit
             from ledger_entries where account_id = $1 group by transaction_id
           ), ordered as (
             select m.*, t.id, t.sequence, t.kind, t.effective_on, t.accounting_on, t.recorded_at, t.document_kind,
               t.document_number, t.rule, t.policy_version_id, t.basis, t.actor_kind, t.actor_id, t.reverses_id,
               (sum(principal + interest + interest_tax + fees + fees_tax) over (order by t.effective_on, t.sequence))::bigint as owed_after
             from moved m join ledger_transactions t on t.id = m.transaction_id
           ), chosen as (
             select o.*, count(*) over () as total, row_number() over (order by effective_on, sequence) as place from ordered o
             where ($2::date is null or effective_on >= $2) and ($3::date is null or effective_on <= $3)
           )
           select c.id as "transaction!: TransactionId", sequence as "sequence!", kind as "kind!", effective_on as "effective_on!",
             accounting_on as "accounting_on!", recorded_at as "recorded_at!", document_kind as "document_kind!",
             document_number as "document_number!", rule as "rule!", v.number as "policy_number?",
             v.in_force_from as "policy_from?", basis as "basis: Json<Basis>",
             actor_kind as "actor_kind!", actor_id, reverses_id as "reverses: TransactionId",
             case when invoice_count = 1 then invoice end as "invoice: InvoiceId", invoice_count as "invoice_count!",
             principal as "principal!", interest as "interest!", interest_tax as "interest_tax!", fees as "fees!",
             fees_tax as "fees_tax!", credit as "credit!", owed_after as "owed_after!", total as "total!"
           from chosen c left join policy_versions v on v.id = c.policy_version_id
           order by case when $4 then -place else place end
           limit $5 offset $6"#,
        account.0,
        slice.from,
        slice.to,
        slice.newest_first,
        slice.limit,
        slice.offset
    )
    .fetch_all(&mut **tx)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let mut movements = rows.into_iter().map(Row::movement).collect::<Result<Vec<_>, _>>()?;
    tell_waivers(tx, &mut movements).await?;
    Ok(Movements { movements, total })
}

/// What happened to each of these invoices, a row for each transaction and invoice, the invoices in the order given and
/// each from its beginning. What is owed after a movement is that invoice's.
pub async fn invoice_movements(tx: &mut Tx, invoices: &[InvoiceId]) -> Result<Vec<Movement>, sqlx::Error> {
    let wanted: Vec<Uuid> = invoices.iter().map(|invoice| invoice.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"with moved as (
             select w.place, e.transaction_id, e.invoice_id,
               coalesce(sum(amount_minor) filter (where book = 'principal'), 0)::bigint as principal,
               coalesce(sum(amount_minor) filter (where book = 'interest'), 0)::bigint as interest,
               coalesce(sum(amount_minor) filter (where book = 'interest_tax'), 0)::bigint as interest_tax,
               coalesce(sum(amount_minor) filter (where book = 'fees'), 0)::bigint as fees,
               coalesce(sum(amount_minor) filter (where book = 'fees_tax'), 0)::bigint as fees_tax
             from unnest($1::uuid[]) with ordinality as w (invoice, place)
             join ledger_entries e on e.invoice_id = w.invoice and e.account_id is not null
             group by w.place, e.transaction_id, e.invoice_id
           )
           select t.id as "transaction!: TransactionId", t.sequence as "sequence!", t.kind as "kind!", t.effective_on as "effective_on!",
             t.accounting_on as "accounting_on!", t.recorded_at as "recorded_at!", t.document_kind as "document_kind!",
             t.document_number as "document_number!", t.rule as "rule!", v.number as "policy_number?",
             v.in_force_from as "policy_from?", t.basis as "basis: Json<Basis>",
             t.actor_kind as "actor_kind!", t.actor_id, t.reverses_id as "reverses: TransactionId",
             invoice_id as "invoice: InvoiceId", 1::bigint as "invoice_count!",
             principal as "principal!", interest as "interest!", interest_tax as "interest_tax!", fees as "fees!",
             fees_tax as "fees_tax!", 0::bigint as "credit!",
             (sum(principal + interest + interest_tax + fees + fees_tax)
               over (partition by place order by t.effective_on, t.sequence))::bigint as "owed_after!", 0::bigint as "total!"
           from moved m join ledger_transactions t on t.id = m.transaction_id
           left join policy_versions v on v.id = t.policy_version_id
           order by place, t.effective_on, t.sequence"#,
        &wanted
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut movements = rows.into_iter().map(Row::movement).collect::<Result<Vec<_>, _>>()?;
    tell_waivers(tx, &mut movements).await?;
    Ok(movements)
}

/// Says of what was waived by whom and why. Few accounts have any, so nothing is asked where there is none.
async fn tell_waivers(tx: &mut Tx, movements: &mut [Movement]) -> Result<(), sqlx::Error> {
    let forgiven = |movement: &&mut Movement| movement.kind == TransactionKind::Forgiveness;
    let wanted: Vec<Uuid> =
        movements.iter_mut().filter(forgiven).map(|movement| movement.transaction.0).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let rows: Vec<(Uuid, String, String)> = sqlx::query_as(
        "select transaction_id, shown_name, reason from waivers where transaction_id = any($1)",
    )
    .bind(&wanted)
    .fetch_all(&mut **tx)
    .await?;
    for (transaction, by, reason) in rows {
        for movement in movements.iter_mut().filter(|movement| movement.transaction.0 == transaction) {
            movement.waived = Some(Waived { by: by.clone(), reason: reason.clone() });
        }
    }
    Ok(())
}

/// What was owed at the end of a day, as it is known now, or as it was known at an earlier moment: last month's report
/// does not change when this month records a payment of last month's (domain-rules A6).
pub async fn standing(
    tx: &mut Tx,
    account: AccountId,
    on: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> Result<Standing, sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce(sum(amount_minor) filter (where book = 'principal'), 0)::bigint as "principal!",
             coalesce(sum(amount_minor) filter (where book = 'interest'), 0)::bigint as "interest!",
             coalesce(sum(amount_minor) filter (where book = 'interest_tax'), 0)::bigint as "interest_tax!",
             coalesce(sum(amount_minor) filter (where book = 'fees'), 0)::bigint as "fees!",
             coalesce(sum(amount_minor) filter (where book = 'fees_tax'), 0)::bigint as "fees_tax!",
             coalesce(-sum(amount_minor) filter (where book = 'unapplied'), 0)::bigint as "credit!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
           where e.account_id = $1 and t.effective_on <= $2 and ($3::timestamptz is null or t.recorded_at <= $3)"#,
        account.0,
        on,
        known_at
    )
    .fetch_one(&mut **tx)
    .await?;
    let open = Components {
        principal_minor: row.principal,
        interest_minor: row.interest,
        interest_tax_minor: row.interest_tax,
        fees_minor: row.fees,
        fees_tax_minor: row.fees_tax,
    };
    Ok(Standing { open, credit_minor: row.credit })
}

/// What was open of each invoice at the end of a day, oldest first, and what of it was contested then.
pub async fn open_items_on(
    tx: &mut Tx,
    account: AccountId,
    on: NaiveDate,
) -> Result<Vec<OpenItem>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.id as "id: InvoiceId", i.number, i.due_on,
             coalesce(sum(e.amount_minor) filter (where e.book = 'principal'), 0)::bigint as "principal!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest'), 0)::bigint as "interest!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'interest_tax'), 0)::bigint as "interest_tax!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'fees'), 0)::bigint as "fees!",
             coalesce(sum(e.amount_minor) filter (where e.book = 'fees_tax'), 0)::bigint as "fees_tax!",
             coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.opened_on <= $2
               and coalesce(h.released_on > $2, true)), 0)::bigint as "contested!",
             coalesce((select sum(h.late_minor) from holds h where h.invoice_id = i.id and h.opened_on <= $2
               and coalesce(h.released_on > $2, true)), 0)::bigint as "contested_late!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id join invoices i on i.id = e.invoice_id
           where e.account_id = $1 and t.effective_on <= $2
             and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
           group by i.id, i.number, i.due_on having sum(e.amount_minor) <> 0 order by i.due_on, i.number"#,
        account.0,
        on
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OpenItem {
            invoice: row.id,
            number: row.number,
            due_on: row.due_on,
            open: Components {
                principal_minor: row.principal,
                interest_minor: row.interest,
                interest_tax_minor: row.interest_tax,
                fees_minor: row.fees,
                fees_tax_minor: row.fees_tax,
            },
            held_minor: row.contested,
            held_late_minor: row.contested_late,
            plan: None,
        })
        .collect())
}

/// What these invoices are made of as they stand.
pub async fn makeup_now(
    tx: &mut Tx,
    account: AccountId,
    invoices: &[InvoiceId],
) -> Result<Makeup, sqlx::Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.0).collect();
    sqlx::query_as!(
        Makeup,
        r#"select coalesce(sum(billed_minor), 0)::bigint as "billed_minor!",
             coalesce(sum(charged_interest_minor), 0)::bigint as "interest_minor!",
             coalesce(sum(charged_fees_minor), 0)::bigint as "fees_minor!", coalesce(sum(paid_minor), 0)::bigint as "paid_minor!",
             coalesce(sum(credited_minor), 0)::bigint as "credited_minor!"
           from invoice_balances where account_id = $1 and invoice_id = any($2)"#,
        account.0,
        &ids
    )
    .fetch_one(&mut **tx)
    .await
}

/// What these invoices were made of at the end of a day.
pub async fn makeup_on(
    tx: &mut Tx,
    account: AccountId,
    invoices: &[InvoiceId],
    on: NaiveDate,
) -> Result<Makeup, sqlx::Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.0).collect();
    let rows = sqlx::query_as!(
        Effect,
        r#"select ledger_effect(coalesce(u.kind, t.kind)) as "effect!", e.book, sum(e.amount_minor)::bigint as "amount_minor!"
           from unnest($2::uuid[]) as wanted (invoice)
           join ledger_entries e on e.invoice_id = wanted.invoice
           join ledger_transactions t on t.id = e.transaction_id
           left join ledger_transactions u on u.id = t.reverses_id
           where e.account_id = $1 and t.effective_on <= $3
             and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
           group by 1, 2"#,
        account.0,
        &ids,
        on
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Effect::makeup(&rows))
}

/// What movements after the end of one day and through another made of an account.
pub async fn makeup_between(
    tx: &mut Tx,
    account: AccountId,
    after: NaiveDate,
    through: NaiveDate,
) -> Result<Makeup, sqlx::Error> {
    let rows = sqlx::query_as!(
        Effect,
        r#"select ledger_effect(coalesce(u.kind, t.kind)) as "effect!", e.book, sum(e.amount_minor)::bigint as "amount_minor!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
           left join ledger_transactions u on u.id = t.reverses_id
           where e.account_id = $1 and t.effective_on > $2 and t.effective_on <= $3
             and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
           group by 1, 2"#,
        account.0,
        after,
        through
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Effect::makeup(&rows))
}

/// An account between the end of one day and the end of another.
pub async fn statement(
    tx: &mut Tx,
    account: AccountId,
    opening_on: NaiveDate,
    closing_on: NaiveDate,
) -> Result<Statement, sqlx::Error> {
    let changes = sqlx::query!(
        r#"select t.kind, sum(e.amount_minor)::bigint as "change!"
           from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
           where e.account_id = $1 and t.effective_on > $2 and t.effective_on <= $3
             and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
           group by t.kind order by min(t.sequence)"#,
        account.0,
        opening_on,
        closing_on
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Statement {
        opening: standing(tx, account, opening_on, None).await?,
        changes: changes
            .into_iter()
            .map(|row| Ok((known_kind(&row.kind)?, row.change)))
            .collect::<Result<_, sqlx::Error>>()?,
        closing: standing(tx, account, closing_on, None).await?,
    })
}

/// What movements with one effect on a debt came to in one book.
struct Effect {
    effect: String,
    book: String,
    amount_minor: i64,
}

impl Effect {
    fn makeup(rows: &[Self]) -> Makeup {
        let mut makeup = Makeup::default();
        for row in rows {
            let sum = match (row.effect.as_str(), row.book.as_str()) {
                ("charge", "principal") => &mut makeup.billed_minor,
                ("charge", "interest" | "interest_tax") => &mut makeup.interest_minor,
                ("charge", _) => &mut makeup.fees_minor,
                ("payment", _) => &mut makeup.paid_minor,
                _ => &mut makeup.credited_minor,
            };
            *sum += row.amount_minor;
        }
        makeup
    }
}

struct Row {
    transaction: TransactionId,
    sequence: i64,
    kind: String,
    effective_on: NaiveDate,
    accounting_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    document_kind: String,
    document_number: String,
    rule: String,
    policy_number: Option<i32>,
    policy_from: Option<NaiveDate>,
    basis: Option<Json<Basis>>,
    actor_kind: String,
    actor_id: Option<Uuid>,
    reverses: Option<TransactionId>,
    invoice: Option<InvoiceId>,
    invoice_count: i64,
    principal: i64,
    interest: i64,
    interest_tax: i64,
    fees: i64,
    fees_tax: i64,
    credit: i64,
    owed_after: i64,
    total: i64,
}

impl Row {
    fn movement(self) -> Result<Movement, sqlx::Error> {
        Ok(Movement {
            transaction: self.transaction,
            sequence: self.sequence,
            kind: known_kind(&self.kind)?,
            effective_on: self.effective_on,
            accounting_on: self.accounting_on,
            recorded_at: self.recorded_at,
            document_kind: self.document_kind,
            document_number: self.document_number,
            rule: self.rule,
            policy_number: self.policy_number,
            policy_from: self.policy_from,
            basis: self.basis.map(|basis| basis.0),
            actor_kind: self.actor_kind,
            actor_id: self.actor_id,
            reverses: self.reverses,
            waived: None,
            invoice: self.invoice,
            invoice_count: self.invoice_count,
            change: Components {
                principal_minor: self.principal,
                interest_minor: self.interest,
                interest_tax_minor: self.interest_tax,
                fees_minor: self.fees,
                fees_tax_minor: self.fees_tax,
            },
            credit_minor: self.credit,
            owed_after_minor: self.owed_after,
        })
    }
}

fn known_kind(name: &str) -> Result<TransactionKind, sqlx::Error> {
    TransactionKind::parse(name)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown kind of transaction {name:?}").into()))
}
