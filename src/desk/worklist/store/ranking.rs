//! The order of the accounts: kept by a job, read from an index.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::desk::groups::store::Group;
use crate::desk::worklist::model::{Figures, Shelf, Weights, points, reasons};
use crate::desk::worklist::store::figures::figures;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId};
use crate::kernel::money::Currency;

/// Where a page of the order begins: after these points and this account.
pub type After = (i32, Uuid);

/// The accounts after `after`, the most urgent first: those of a shelf that do not rest until a later day.
pub async fn ranked(
    tx: &mut Tx,
    shelf: Shelf,
    today: NaiveDate,
    after: Option<After>,
    at_most: i64,
) -> Result<Vec<After>, sqlx::Error> {
    if shelf == Shelf::Mine {
        return ranked_of_mine(tx, today, after, at_most).await;
    }
    let (after_points, after_account) = after.unzip();
    let rows = sqlx::query!(
        r#"select w.points, w.account_id from staff_creditors s cross join lateral (
             select w.points, w.account_id from worklist_accounts w where w.creditor_id = s.creditor_id
               and ($2::integer is null or (w.points, w.account_id) < ($2, $3::uuid))
               and not exists (select from worklist_snoozes z where z.kind = 'account' and z.thing_id = w.account_id and z.until_on > $4)
               and not ($5 and exists (select from worklist_claims c where c.subject_id = w.account_id
                 and (c.until_on is null or c.until_on >= $4)))
             order by w.points desc, w.account_id desc limit $6) w
           where s.staff_id = $1 order by w.points desc, w.account_id desc limit $6"#,
        tx.actor().id(),
        after_points,
        after_account,
        today,
        shelf == Shelf::Free,
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.points, row.account_id)).collect())
}

/// From what one has taken, which is little, rather than from the whole order.
async fn ranked_of_mine(
    tx: &mut Tx,
    today: NaiveDate,
    after: Option<After>,
    at_most: i64,
) -> Result<Vec<After>, sqlx::Error> {
    let (after_points, after_account) = after.unzip();
    let rows = sqlx::query!(
        r#"select w.points, w.account_id from worklist_claims c join worklist_accounts w on w.account_id = c.subject_id
             join staff_creditors s on s.creditor_id = w.creditor_id and s.staff_id = c.staff_id
           where c.staff_id = $1 and (c.until_on is null or c.until_on >= $4)
             and ($2::integer is null or (w.points, w.account_id) < ($2, $3::uuid))
             and not exists (select from worklist_snoozes z where z.kind = 'account' and z.thing_id = w.account_id and z.until_on > $4)
           order by w.points desc, w.account_id desc limit $5"#,
        tx.actor().id(),
        after_points,
        after_account,
        today,
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.points, row.account_id)).collect())
}

/// Those of them that a group takes in.
pub async fn ranked_of_group(
    tx: &mut Tx,
    shelf: Shelf,
    group: &Group,
    today: NaiveDate,
    after: Option<After>,
    at_most: i64,
) -> Result<Vec<After>, sqlx::Error> {
    let (after_points, after_account) = after.unzip();
    let rows = sqlx::query!(
        r#"select w.points, w.account_id from staff_creditors s join worklist_accounts w on w.creditor_id = s.creditor_id
           where s.staff_id = $1 and s.creditor_id = $7
             and w.account_id in (select g.account_id from accounts_of_group($7, $8, $4) g)
             and ($2::integer is null or (w.points, w.account_id) < ($2, $3::uuid))
             and not exists (select from worklist_snoozes z where z.kind = 'account' and z.thing_id = w.account_id and z.until_on > $4)
             and case $5 when 'team' then true else
               exists (select from worklist_claims c where c.subject_id = w.account_id and (c.until_on is null or c.until_on >= $4)
                 and ($5 = 'free' or c.staff_id = $1)) = ($5 = 'mine') end
           order by w.points desc, w.account_id desc limit $6"#,
        tx.actor().id(),
        after_points,
        after_account,
        today,
        shelf.name(),
        at_most,
        group.creditor.0,
        Json(&group.rules) as _
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.points, row.account_id)).collect())
}

/// Everything that is kept of a creditor's accounts, for trying other weights on.
pub async fn kept_figures(
    tx: &mut Tx,
    creditor: CreditorId,
) -> Result<Vec<(AccountId, Figures)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select w.account_id as "account: AccountId", w.currency, w.due_minor, w.oldest_due_on, w.last_contact_on, w.kept, w.broken,
             w.risks
           from worklist_accounts w join staff_creditors s on s.creditor_id = w.creditor_id and s.staff_id = $2
           where w.creditor_id = $1"#,
        creditor.0,
        tx.actor().id()
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
        Some((row.account, figures))
    });
    Ok(figures.collect())
}

/// The creditors that have accounts to order, with their zones.
pub async fn creditors_to_weigh(tx: &mut Tx) -> Result<Vec<(CreditorId, String)>, sqlx::Error> {
    let rows = sqlx::query!(r#"select id as "creditor: CreditorId", time_zone from creditors order by id"#)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.creditor, row.time_zone)).collect())
}

/// The next accounts of a creditor with something open, after one, in the order of their identifiers.
pub async fn accounts_after(
    tx: &mut Tx,
    creditor: CreditorId,
    after: Uuid,
    at_most: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select account_id from invoice_balances where open_minor <> 0 and account_id > $2 and creditor_id = $1
         group by account_id order by account_id limit $3",
        creditor.0,
        after,
        at_most
    )
    .fetch_all(&mut **tx)
    .await
}

/// Weighs these accounts and keeps what comes of it.
pub async fn weigh(
    tx: &mut Tx,
    accounts: &[Uuid],
    weights: &Weights,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let weighed = figures(tx, accounts, today).await?;
    let of = |pick: &dyn Fn(&Figures) -> i32| -> Vec<i32> {
        weighed.iter().map(|one| pick(&one.figures)).collect()
    };
    let ids: Vec<Uuid> = weighed.iter().map(|one| one.account.0).collect();
    let due: Vec<i64> = weighed.iter().map(|one| one.figures.due_minor).collect();
    let oldest: Vec<NaiveDate> = weighed.iter().map(|one| one.figures.oldest_due_on).collect();
    let contacts: Vec<Option<NaiveDate>> = weighed.iter().map(|one| one.figures.last_contact_on).collect();
    let points = of(&|figures| points(&reasons(figures, weights, today)));
    sqlx::query!(
        "insert into worklist_accounts (account_id, debtor_id, creditor_id, currency, due_minor, oldest_due_on, last_contact_on, kept,
           broken, risks, points, weighed_at)
         select a.id, a.debtor_id, a.creditor_id, a.currency, w.due, w.oldest, w.contact, w.kept, w.broken, w.risks, w.points, $9
         from unnest($1::uuid[], $2::bigint[], $3::date[], $4::date[], $5::integer[], $6::integer[], $7::integer[], $8::integer[])
           as w (id, due, oldest, contact, kept, broken, risks, points) join accounts a on a.id = w.id
         on conflict on constraint worklist_accounts_pkey do update set due_minor = excluded.due_minor,
           oldest_due_on = excluded.oldest_due_on, last_contact_on = excluded.last_contact_on, kept = excluded.kept,
           broken = excluded.broken, risks = excluded.risks, points = excluded.points, weighed_at = excluded.weighed_at",
        &ids,
        &due,
        &oldest,
        &contacts as &[Option<NaiveDate>],
        &of(&|figures| figures.kept),
        &of(&|figures| figures.broken),
        &of(&|figures| figures.risks),
        &points,
        at
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Forgets those of a creditor that were not weighed again: they are not to be asked any more.
pub async fn forget_unweighed(
    tx: &mut Tx,
    creditor: CreditorId,
    since: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from worklist_accounts where creditor_id = $1 and weighed_at < $2",
        creditor.0,
        since
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("weigh", "creditor", creditor.0, None).await
}
