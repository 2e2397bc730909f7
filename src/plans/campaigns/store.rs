//! Campaigns, whom they can be for, and what came of them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::model::{ACCOUNTS_AT_MOST, Selection};
use crate::accounts::store::currency;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CampaignId, CreditorId, PlanId};
use crate::kernel::money::{Currency, Money};
use crate::plans::schedule::Terms;
use crate::plans::state::Talk;
use crate::plans::store::undecodable;

/// A creditor with accounts in a currency.
#[derive(Clone, Debug)]
pub struct Payee {
    pub creditor: CreditorId,
    pub name: String,
    pub time_zone: String,
    pub currency: Currency,
}

impl Payee {
    /// As the form names it.
    pub fn code(&self) -> String {
        format!("{}:{}", self.creditor, self.currency.code())
    }
}

/// A campaign and how many of its offers came to what.
#[derive(Clone, Debug)]
pub struct Campaign {
    pub id: CampaignId,
    pub payee: Payee,
    pub selection: Selection,
    pub terms: Terms,
    pub words: String,
    pub opened_by: String,
    pub opened_at: DateTime<Utc>,
    pub passed_over: i32,
    pub offered: i64,
    pub open: i64,
    pub signed: i64,
}

/// What became of one offer.
#[derive(Clone, Debug)]
pub struct Became {
    pub id: PlanId,
    pub customer: String,
    pub reference: String,
    pub owed: Money,
    pub terms: Terms,
    pub state: Talk,
}

/// The creditors of this member of the team, a line for each currency of theirs.
pub async fn payees(tx: &mut Tx) -> Result<Vec<Payee>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct c.id as "creditor: CreditorId", c.name, c.time_zone, a.currency
           from staff_creditors s join creditors c on c.id = s.creditor_id join accounts a on a.creditor_id = c.id
           where s.staff_id = $1 order by c.name, a.currency"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Payee {
                creditor: row.creditor,
                name: row.name,
                time_zone: row.time_zone,
                currency: currency(&row.currency)?,
            })
        })
        .collect()
}

/// Whom it could be for, those that owe longest first, and one more than a campaign goes to.
pub async fn candidates(
    tx: &mut Tx,
    payee: &Payee,
    today: NaiveDate,
    selection: &Selection,
) -> Result<Vec<AccountId>, sqlx::Error> {
    let late_since = today - TimeDelta::days(selection.late_days.into());
    sqlx::query_scalar!(
        r#"select b.account_id as "id: AccountId"
           from invoice_balances b join invoices i on i.id = b.invoice_id join accounts a on a.id = b.account_id
           where b.creditor_id = $1 and a.currency = $2 and b.open_minor > 0 and i.due_on < $3
           group by b.account_id having min(i.due_on) <= $4 and sum(b.open_minor)::bigint >= $5
           order by min(i.due_on), b.account_id limit $6"#,
        payee.creditor.0,
        payee.currency.code(),
        today,
        late_since,
        selection.owed_from_minor,
        i64::try_from(ACCOUNTS_AT_MOST + 1).unwrap_or(i64::MAX)
    )
    .fetch_all(&mut **tx)
    .await
}

/// Keeps a campaign. Nothing where the same form has opened one already.
pub async fn open(
    tx: &mut Tx,
    payee: &Payee,
    (selection, terms): (&Selection, &Terms),
    words: &str,
    key: Uuid,
    passed_over: usize,
) -> Result<Option<CampaignId>, sqlx::Error> {
    let (id, now) = (CampaignId::new(), tx.now());
    let encode = |error: serde_json::Error| sqlx::Error::Encode(error.into());
    let kept = sqlx::query!(
        r#"insert into plan_campaigns (id, creditor_id, currency, selection, terms, words, request_key, opened_by, opened_at, passed_over)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (request_key) do nothing"#,
        id.0,
        payee.creditor.0,
        payee.currency.code(),
        serde_json::to_value(selection).map_err(encode)?,
        serde_json::to_value(terms).map_err(encode)?,
        words,
        key,
        tx.actor().id(),
        now,
        i32::try_from(passed_over).unwrap_or(i32::MAX)
    )
    .execute(&mut **tx)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(None);
    }
    tx.audit("open", "plan_campaign", id.0, None).await?;
    Ok(Some(id))
}

/// The campaign that a form has opened.
pub async fn opened_with(tx: &mut Tx, key: Uuid) -> Result<Option<CampaignId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: CampaignId" from plan_campaigns where request_key = $1"#, key)
        .fetch_optional(&mut **tx)
        .await
}

/// Says of an offer which campaign it is of.
pub async fn mark(tx: &mut Tx, plan: PlanId, campaign: CampaignId) -> Result<(), sqlx::Error> {
    sqlx::query!("update negotiations set campaign_id = $2 where id = $1", plan.0, campaign.0)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// All campaigns of this member's creditors, the latest first; one of them where it is named.
pub async fn campaigns(tx: &mut Tx, only: Option<CampaignId>) -> Result<Vec<Campaign>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: CampaignId", p.creditor_id as "creditor: CreditorId", c.name, c.time_zone, p.currency,
             p.selection, p.terms, p.words, coalesce(staff_first_name(p.opened_by), '') as "opened_by!", p.opened_at, p.passed_over,
             count(n.id) as "offered!", count(n.id) filter (where n.closed_at is null) as "open!",
             count(n.id) filter (where n.state = 'signed') as "signed!"
           from plan_campaigns p join creditors c on c.id = p.creditor_id left join negotiations n on n.campaign_id = p.id
           where p.creditor_id in (select creditor_id from staff_creditors where staff_id = $1)
             and ($2::uuid is null or p.id = $2)
           group by p.id, c.id order by p.opened_at desc limit 100"#,
        tx.actor().id(),
        only.map(|id| id.0)
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Campaign {
                id: row.id,
                payee: Payee {
                    creditor: row.creditor,
                    name: row.name,
                    time_zone: row.time_zone,
                    currency: currency(&row.currency)?,
                },
                selection: decoded(row.selection)?,
                terms: decoded(row.terms)?,
                words: row.words,
                opened_by: row.opened_by,
                opened_at: row.opened_at,
                passed_over: row.passed_over,
                offered: row.offered,
                open: row.open,
                signed: row.signed,
            })
        })
        .collect()
}

/// What became of each offer of a campaign, those that wait first.
pub async fn became(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<Became>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select n.id as "id: PlanId", d.name, a.reference, n.currency, n.state, o.owed_minor, o.terms
           from negotiations n join accounts a on a.id = n.account_id join debtors d on d.id = n.debtor_id
             join offers o on o.negotiation_id = n.id
               and o.version = (select max(version) from offers v where v.negotiation_id = n.id)
           where n.campaign_id = $1
             and n.creditor_id in (select creditor_id from staff_creditors where staff_id = $2)
           order by n.closed_at is not null, d.name, n.id"#,
        campaign.0,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Became {
                id: row.id,
                customer: row.name,
                reference: row.reference,
                owed: Money::new(row.owed_minor, currency(&row.currency)?),
                terms: decoded(row.terms)?,
                state: Talk::parse(&row.state).ok_or_else(|| undecodable("an unknown state"))?,
            })
        })
        .collect()
}

fn decoded<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, sqlx::Error> {
    serde_json::from_value(value).map_err(|error| sqlx::Error::Decode(error.into()))
}
