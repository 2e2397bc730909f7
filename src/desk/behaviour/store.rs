//! What the figures of an account are worked out from, read from the books. The latest first, and no more than tell how it is now.

use crate::accounts::model::Account;
use crate::desk::behaviour::model::{Ended, Inputs, Paid, Promised, Settled};
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, PaymentId, PlanId};
use crate::kernel::money::Money;
use crate::plans::state::PlanState;
use crate::promises::model::{Standing, standing};

/// Of payments and promises as many of the latest count.
const COUNTED_AT_MOST: i64 = 200;

pub async fn inputs(tx: &mut Tx, account: &Account) -> Result<Inputs, sqlx::Error> {
    Ok(Inputs {
        settled: settled(tx, account).await?,
        paid: paid(tx, account).await?,
        promised: promised(tx, account).await?,
        ended: ended(tx, account).await?,
    })
}

async fn settled(tx: &mut Tx, account: &Account) -> Result<Vec<Settled>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.invoice_id as "invoice!: InvoiceId", s.number as "number!", s.issued_on as "issued_on!", s.due_on as "due_on!",
             s.settled_on as "settled_on!", s.paid_minor as "paid_minor!", s.minor_days as "minor_days!"
           from settled_invoices($1) s order by s.settled_on desc, s.number desc"#,
        account.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let settled = rows.into_iter().map(|row| Settled {
        invoice: row.invoice,
        number: row.number,
        issued_on: row.issued_on,
        due_on: row.due_on,
        settled_on: row.settled_on,
        paid: Money::new(row.paid_minor, account.currency),
        minor_days: row.minor_days,
    });
    Ok(settled.collect())
}

/// What was received and was not all given back.
async fn paid(tx: &mut Tx, account: &Account) -> Result<Vec<Paid>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "payment: PaymentId", p.effective_on as "on!", p.amount_minor, coalesce(p.method_kind, '') as "means!"
           from payments p where p.account_id = $1 and p.state = 'succeeded'
             and p.amount_minor > (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = p.id and r.state <> 'failed')
           order by p.effective_on desc, p.id desc limit $2"#,
        account.id.0,
        COUNTED_AT_MOST
    )
    .fetch_all(&mut **tx)
    .await?;
    let paid = rows.into_iter().map(|row| Paid {
        payment: row.payment,
        on: row.on,
        amount: Money::new(row.amount_minor, account.currency),
        means: row.means,
    });
    Ok(paid.collect())
}

/// Promises whose day is over, and those that were kept before it.
async fn promised(tx: &mut Tx, account: &Account) -> Result<Vec<Promised>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.promised_on, p.amount_minor, promise_paid_minor(p.account_id, p.made_at, p.promised_on) as "paid!"
           from promises p where p.account_id = $1 and p.ended is null order by p.promised_on desc, p.id desc limit $2"#,
        account.id.0,
        COUNTED_AT_MOST
    )
    .fetch_all(&mut **tx)
    .await?;
    let promised = rows.into_iter().map(|row| Promised {
        on: row.promised_on,
        amount: Money::new(row.amount_minor, account.currency),
        paid: Money::new(row.paid, account.currency),
        standing: standing(row.amount_minor, row.paid, row.promised_on, None, account.today),
    });
    Ok(promised.filter(|one| one.standing != Standing::Waiting).collect())
}

/// Plans that were kept to the end, and those that were closed before.
async fn ended(tx: &mut Tx, account: &Account) -> Result<Vec<Ended>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "plan: PlanId", p.number, p.state, (p.ended_at at time zone c.time_zone)::date as "on!"
           from plans p join creditors c on c.id = p.creditor_id
           where p.account_id = $1 and p.state in ('completed', 'closed') order by p.ended_at desc, p.id"#,
        account.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let ended = rows.into_iter().filter_map(|row| {
        Some(Ended { plan: row.plan, number: row.number, state: PlanState::parse(&row.state)?, on: row.on })
    });
    Ok(ended.collect())
}
