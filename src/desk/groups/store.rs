//! Groups in the database, and who is in them. Rules go to the one statement of `accounts_of_group`, in which those that are not
//! set bind nothing.

use chrono::NaiveDate;
use sqlx::types::Json;
use uuid::Uuid;

use crate::desk::groups::model::{Rules, Sort};
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountId, CreditorId, GroupId};
use crate::kernel::money::{Currency, Money};

/// A group that is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub creditor: CreditorId,
    pub creditor_name: String,
    pub name: String,
    pub rules: Rules,
    /// Who made it or changed it last.
    pub changed_by: String,
}

/// A creditor of whoever asks, with the currencies in which it has accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub creditor: CreditorId,
    pub name: String,
    pub currencies: Vec<Currency>,
}

/// How many accounts are in a group and what of them is past due, in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub accounts: i64,
    pub due: Money,
}

/// An account of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouped {
    pub account: AccountId,
    pub customer: String,
    pub reference: String,
    /// Past due and neither contested nor in a plan.
    pub due: Money,
    pub oldest_due_on: Option<NaiveDate>,
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// Another group of the creditor has that name.
    #[error("the name is taken")]
    NameTaken,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for GroupError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("account_groups_name_key") => Self::NameTaken,
            _ => Self::Database(error),
        }
    }
}

/// The groups in use of the creditors of whoever asks, by name.
pub async fn groups(tx: &mut Tx) -> Result<Vec<Group>, sqlx::Error> {
    select(tx, None).await
}

/// One of them.
pub async fn group(tx: &mut Tx, id: GroupId) -> Result<Group, sqlx::Error> {
    select(tx, Some(id)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The creditors of whoever asks.
pub async fn owners(tx: &mut Tx) -> Result<Vec<Owner>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "creditor: CreditorId", c.name,
             array(select distinct a.currency from accounts a where a.creditor_id = c.id order by 1) as "currencies!"
           from staff_creditors s join creditors c on c.id = s.creditor_id where s.staff_id = $1 order by c.name, c.id"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let owners = rows.into_iter().map(|row| Owner {
        creditor: row.creditor,
        name: row.name,
        currencies: row.currencies.iter().filter_map(|code| Currency::parse(code)).collect(),
    });
    Ok(owners.collect())
}

/// How many accounts rules would take in, and what of them is past due.
pub async fn sums(
    tx: &mut Tx,
    creditor: CreditorId,
    rules: &Rules,
    today: NaiveDate,
) -> Result<Vec<Sum>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.currency as "currency!", count(*) as "accounts!", sum(g.due_minor)::bigint as "due_minor!"
           from staff_creditors s cross join lateral accounts_of_group(s.creditor_id, $2, $3) g join accounts a on a.id = g.account_id
           where s.staff_id = $4 and s.creditor_id = $1 group by a.currency order by a.currency"#,
        creditor.0,
        Json(rules) as _,
        today,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let sums = rows.into_iter().filter_map(|row| {
        let currency = Currency::parse(&row.currency)?;
        Some(Sum { accounts: row.accounts, due: Money::new(row.due_minor, currency) })
    });
    Ok(sums.collect())
}

/// Some accounts of a group, in an order; of those whose name or reference holds `words`, where there are any. With how many
/// there are in all.
pub async fn members(
    tx: &mut Tx,
    group: &Group,
    today: NaiveDate,
    (words, sort): (&str, Sort),
    (skip, take): (u64, u64),
) -> Result<(Vec<Grouped>, u64), sqlx::Error> {
    // What means something in a pattern is looked for as a space.
    let words = words.replace(['%', '_', '\\'], " ");
    let rows = sqlx::query!(
        r#"select a.id as "account!: AccountId", d.name as "customer!", a.reference as "reference!", a.currency as "currency!", g.due_minor as "due_minor!", g.oldest_due_on as "oldest_due_on?",
             count(*) over () as "total!"
           from staff_creditors s cross join lateral accounts_of_group(s.creditor_id, $2, $3) g
             join accounts a on a.id = g.account_id join debtors d on d.id = a.debtor_id
           where s.staff_id = $4 and s.creditor_id = $1
             and ($5 = '' or searchable(d.name) like '%' || searchable($5) || '%' or lower(a.reference) = lower($5))
           order by case when $6 in ('owed', 'owed_up') then a.currency end, case when $6 = 'owed' then g.due_minor end desc,
             case when $6 = 'owed_up' then g.due_minor end, case when $6 = 'late' then g.oldest_due_on end nulls last,
             case when $6 = 'late_up' then g.oldest_due_on end desc nulls last, case when $6 = 'name_down' then d.name end desc,
             d.name, a.reference, a.id offset $7 limit $8"#,
        group.creditor.0,
        Json(&group.rules) as _,
        today,
        tx.actor().id(),
        words.trim(),
        sort.name(),
        i64::try_from(skip).unwrap_or(i64::MAX),
        i64::try_from(take).unwrap_or(i64::MAX)
    )
    .fetch_all(&mut **tx)
    .await?;
    let total = rows.first().map_or(0, |row| row.total.unsigned_abs());
    let members = rows.into_iter().filter_map(|row| {
        let currency = Currency::parse(&row.currency)?;
        Some(Grouped {
            account: row.account,
            customer: row.customer,
            reference: row.reference,
            due: Money::new(row.due_minor, currency),
            oldest_due_on: row.oldest_due_on,
        })
    });
    Ok((members.collect(), total))
}

/// Those of these accounts that are in a group.
pub async fn among(
    tx: &mut Tx,
    group: &Group,
    accounts: &[Uuid],
    today: NaiveDate,
) -> Result<Vec<AccountId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select g.account_id as "account!: AccountId" from accounts_of_group($1, $2, $3) g where g.account_id = any($4)"#,
        group.creditor.0,
        Json(&group.rules) as _,
        today,
        accounts
    )
    .fetch_all(&mut **tx)
    .await
}

/// Makes a group for a creditor of whoever asks. Nothing where it is not theirs.
pub async fn make(
    tx: &mut Tx,
    creditor: CreditorId,
    name: &str,
    rules: &Rules,
) -> Result<Option<GroupId>, GroupError> {
    let (id, staff, now) = (GroupId::new(), tx.actor().id(), tx.now());
    let made = sqlx::query!(
        "insert into account_groups (id, creditor_id, name, rules, changed_by, changed_at)
         select $1, s.creditor_id, $3, $4, s.staff_id, $6 from staff_creditors s where s.creditor_id = $2 and s.staff_id = $5",
        id.0,
        creditor.0,
        name,
        Json(rules) as _,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 {
        return Ok(None);
    }
    tx.audit("make", "group", id.0, None).await?;
    Ok(Some(id))
}

/// Gives a group another name and other rules.
pub async fn change(tx: &mut Tx, id: GroupId, name: &str, rules: &Rules) -> Result<(), GroupError> {
    let (staff, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "update account_groups set name = $2, rules = $3, changed_by = $4, changed_at = $5 where id = $1 and retired_at is null",
        id.0,
        name,
        Json(rules) as _,
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(tx.audit("change", "group", id.0, None).await?)
}

/// Takes a group out of use.
pub async fn retire(tx: &mut Tx, id: GroupId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update account_groups set retired_at = $2 where id = $1 and retired_at is null", id.0, now)
        .execute(&mut **tx)
        .await?;
    tx.audit("retire", "group", id.0, None).await
}

async fn select(tx: &mut Tx, id: Option<GroupId>) -> Result<Vec<Group>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select g.id as "id: GroupId", g.creditor_id as "creditor: CreditorId", c.name as creditor_name, g.name,
             g.rules as "rules: Json<Rules>", t.name as changed_by
           from account_groups g join staff_creditors s on s.creditor_id = g.creditor_id and s.staff_id = $1
             join creditors c on c.id = g.creditor_id join staff t on t.id = g.changed_by
           where g.retired_at is null and ($2::uuid is null or g.id = $2) order by lower(g.name), c.name, g.id"#,
        tx.actor().id(),
        id.map(|id| id.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    let groups = rows.into_iter().map(|row| Group {
        id: row.id,
        creditor: row.creditor,
        creditor_name: row.creditor_name,
        name: row.name,
        rules: row.rules.0,
        changed_by: row.changed_by,
    });
    Ok(groups.collect())
}
