//! What priority is worked out from, read for some accounts at a time.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::desk::worklist::model::Figures;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId};
use crate::kernel::money::Currency;

/// An account with what its priority is worked out from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighable {
    pub account: AccountId,
    pub creditor: CreditorId,
    pub figures: Figures,
}

/// The figures of those of these accounts that may be asked to pay: something of theirs is past due that is neither contested
/// nor in a plan, they have no promise that waits for its day, and no legal status protects them.
pub async fn figures(
    tx: &mut Tx,
    accounts: &[Uuid],
    today: NaiveDate,
) -> Result<Vec<Weighable>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.id as "account: AccountId", a.creditor_id as "creditor: CreditorId", a.currency, owed.due_minor as "due_minor!", owed.oldest_due_on as "oldest_due_on!",
             greatest((select max(c.called_on) from calls c where c.account_id = a.id),
               (select max(m.sent_at)::date from threads t join messages m on m.thread_id = t.id
                where t.account_id = a.id and m.by_kind = 'staff')) as last_contact_on,
             coalesce(word.kept, 0)::integer as "kept!", coalesce(word.broken, 0)::integer as "broken!",
             ((select count(*) from plans p where p.account_id = a.id and p.state = 'closed' and p.ended_at > $2::date - 365)
               + (select count(*) from autopay_charges c where c.account_id = a.id
                  and c.state in ('needs_person', 'given_up', 'over_cap') and c.settled_at > $2::date - 365))::integer as "risks!"
           from accounts a
           join lateral (
             select sum(payable.minor)::bigint as due_minor, min(payable.due_on) as oldest_due_on
             from (
               select i.due_on, greatest(b.principal_minor - held.principal, 0)
                 + greatest(b.interest_minor + b.interest_tax_minor + b.fees_minor + b.fees_tax_minor - held.late, 0) as minor
               from invoice_balances b join invoices i on i.id = b.invoice_id
               cross join lateral (
                 select coalesce(sum(h.amount_minor), 0) as principal, coalesce(sum(h.late_minor), 0) as late
                 from holds h where h.invoice_id = i.id and h.released_on is null) held
               where b.account_id = a.id and b.open_minor > 0 and i.due_on < $2
                 and not exists (select from plan_debts d where d.invoice_id = i.id and d.left_at is null)
             ) payable where payable.minor > 0
           ) owed on owed.due_minor > 0
           left join lateral (
             select count(*) filter (where w.paid >= w.amount_minor) as kept,
               count(*) filter (where w.paid < w.amount_minor and w.promised_on < $2) as broken
             from (
               select p.amount_minor, p.promised_on, promise_paid_minor(p.account_id, p.made_at, p.promised_on) as paid
               from promises p where p.account_id = a.id and p.ended is null and p.made_on > $2::date - 365) w
           ) word on true
           where a.id = any($1) and (a.promised_on is null or a.promised_on < $2)
             and not exists (select from legal_statuses s where s.account_id = a.id and s.from_on <= $2
               and (s.until_on is null or s.until_on >= $2))"#,
        accounts,
        today
    )
    .fetch_all(&mut **tx)
    .await?;
    let figures = rows.into_iter().filter_map(|row| {
        let figures = Figures {
            currency: Currency::parse(&row.currency)?,
            due_minor: row.due_minor,
            oldest_due_on: row.oldest_due_on,
            last_contact_on: row.last_contact_on,
            kept: row.kept,
            broken: row.broken,
            risks: row.risks,
        };
        Some(Weighable { account: row.account, creditor: row.creditor, figures })
    });
    Ok(figures.collect())
}
