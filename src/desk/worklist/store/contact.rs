//! Whether the people of many accounts may be called, in two statements: for a list. Of one account `desk::calls` says so
//! with all that stands behind it.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::contact::guard::{Circumstances, Earlier, Stop, When, when};
use crate::contact::model::Channel;
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountId;
use crate::policies::caps::Jurisdiction;

/// No limit looks further back.
const DAYS_LOOKED_AT: u64 = 8;

/// Whether each of these accounts may be called now.
pub async fn callable_among(
    tx: &mut Tx,
    accounts: &[Uuid],
    today: NaiveDate,
) -> Result<Vec<(AccountId, When)>, sqlx::Error> {
    let earlier = earlier(tx, accounts, today).await?;
    let rows = sqlx::query!(
        r#"select a.id as "account: AccountId", a.promised_on, d.time_zone, d.jurisdiction as debtors, c.jurisdiction as creditors,
             exists (select from legal_statuses s where s.account_id = a.id and s.from_on <= $2
               and (s.until_on is null or s.until_on >= $2)) as "is_stopped!",
             exists (select from invoice_balances b join invoices i on i.id = b.invoice_id
               where b.account_id = a.id and i.due_on < $2 and b.open_minor > coalesce((select sum(h.amount_minor + h.late_minor)
                   from holds h where h.invoice_id = i.id and h.released_on is null), 0)
                 and not exists (select from plan_debts e join plans p on p.id = e.plan_id
                   where e.invoice_id = i.id and e.left_at is null and p.state = 'active')) as "is_due!",
             exists (select from holds h where h.account_id = a.id and h.released_on is null) as "is_contested!",
             exists (select from parties p join contact_points t on t.person_id = p.person_id
               where p.account_id = a.id and p.role in ('principal', 'joint_debtor', 'representative', 'executor')
                 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) and t.kind = 'phone' and t.suspended_at is null)
               as "has_number!",
             exists (select from parties p join contact_points t on t.person_id = p.person_id
               where p.account_id = a.id and p.role in ('principal', 'joint_debtor', 'representative', 'executor')
                 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) and t.kind = 'phone' and t.suspended_at is null
                 and not person_needs_it(p.person_id, p.creditor_id, 'letters_only')) as "may_be_called!"
           from accounts a join debtors d on d.id = a.debtor_id join creditors c on c.id = a.creditor_id where a.id = any($1)"#,
        accounts,
        today
    )
    .fetch_all(&mut **tx)
    .await?;
    let now = tx.now();
    let callable = rows.into_iter().map(|row| {
        let zone: Tz = row.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let mut places: Vec<Jurisdiction> =
            [&row.creditors, &row.debtors].into_iter().filter_map(|code| Jurisdiction::parse(code)).collect();
        places.dedup();
        let stop = match (row.is_stopped, row.is_due, row.is_contested, row.has_number) {
            (true, ..) => Some(Stop::LegalStatus),
            (.., true) if !row.may_be_called => Some(Stop::LettersOnly),
            (_, false, true, _) => Some(Stop::Contested),
            (_, false, false, _) => Some(Stop::NothingDue),
            (.., has_number) => (!has_number).then_some(Stop::NoAddress),
        };
        let circumstances = Circumstances {
            channel: Channel::Call,
            local: now.with_timezone(&zone).naive_local(),
            places,
            earlier: of_account(&earlier, row.account),
            promised_on: row.promised_on.filter(|day| *day >= today),
            stop,
        };
        (row.account, when(&circumstances))
    });
    Ok(callable.collect())
}

fn of_account(earlier: &[(AccountId, Earlier)], account: AccountId) -> Vec<Earlier> {
    earlier.iter().filter(|(of, _)| *of == account).map(|(_, earlier)| *earlier).collect()
}

/// What was done about any account of the same debtor with the same creditor.
async fn earlier(
    tx: &mut Tx,
    accounts: &[Uuid],
    today: NaiveDate,
) -> Result<Vec<(AccountId, Earlier)>, sqlx::Error> {
    let first = today.checked_sub_days(Days::new(DAYS_LOOKED_AT)).unwrap_or(today);
    let rows = sqlx::query!(
        r#"select a.id as "account: AccountId", c.called_on, c.was_ours, c.outcome = 'talked' as "was_talk!"
           from accounts a join calls c on c.debtor_id = a.debtor_id and c.creditor_id = a.creditor_id and c.called_on >= $2
           where a.id = any($1)"#,
        accounts,
        first
    )
    .fetch_all(&mut **tx)
    .await?;
    let earlier = rows.into_iter().map(|row| {
        let earlier = Earlier {
            on: row.called_on,
            channel: Channel::Call,
            was_ours: row.was_ours,
            was_talk: row.was_talk,
        };
        (row.account, earlier)
    });
    Ok(earlier.collect())
}
