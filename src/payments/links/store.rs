//! Links of whoever makes them: the team, a debtor, or a notice.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};

use crate::identity::keys::Keys;
use crate::identity::tokens::Secret;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountId, PayLinkId, PlanId};
use crate::kernel::money::Money;
use crate::ledger::store::account_key;
use crate::payments::links::model::Target;
use crate::payments::store::reading::parsed_currency;
use crate::plans;
use crate::plans::standing::InstalmentState;

/// A link to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The same identifier twice makes one link.
    pub id: PayLinkId,
    /// Which whoever makes it must be able to see.
    pub account: AccountId,
    pub target: Target,
    /// In business time.
    pub expires_at: DateTime<Utc>,
}

/// Makes a link and answers its path, to be shown or sent. An invoice or a plan of another account is not found.
pub async fn mint(tx: &mut Tx, keys: &Keys, link: &NewLink) -> Result<String, sqlx::Error> {
    let key = account_key(tx, link.account).await?.ok_or(sqlx::Error::RowNotFound)?;
    let (actor, now, part) = (tx.actor(), tx.now(), link.target.instalment());
    let made = sqlx::query!(
        "insert into pay_links (id, token_hash, account_id, debtor_id, creditor_id, invoice_id, made_by_kind, made_by, made_at, expires_at,
           plan_id, plan_part)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing",
        link.id.0,
        &token(keys, link.id).hash(),
        key.account.0,
        key.debtor.0,
        key.creditor.0,
        link.target.invoice().map(|invoice| invoice.0),
        actor.kind(),
        actor.id(),
        now,
        link.expires_at,
        part.map(|(plan, _)| plan.0),
        part.and_then(|(_, number)| i16::try_from(number).ok())
    )
    .execute(&mut **tx)
    .await
    .map_err(|error| match broken_constraint(&error) {
        Some("pay_links_invoice_fkey" | "pay_links_plan_fkey") => sqlx::Error::RowNotFound,
        _ => error,
    })?;
    if made.rows_affected() == 1 {
        tx.audit("make", "pay_link", link.id.0, Some(link.account)).await?;
    }
    Ok(path(keys, link.id))
}

/// Whether an instalment is one that is asked for: of a plan of this account, and still open. Everything else is.
pub async fn is_asked_for(tx: &mut Tx, account: AccountId, target: Target) -> Result<bool, sqlx::Error> {
    let Some((plan, number)) = target.instalment() else { return Ok(true) };
    let plan = plans::store::reading::plan(tx, plan).await?.filter(|plan| plan.account.id == account);
    let plan = plan.ok_or(sqlx::Error::RowNotFound)?;
    let progress = plans::store::reading::progress(tx, &plan).await?;
    Ok(matches!(InstalmentState::of(&progress, plan.state, number), InstalmentState::Asked(_)))
}

/// Where whoever holds the link pays.
pub fn path(keys: &Keys, link: PayLinkId) -> String {
    format!("/pay/{}", token(keys, link).text())
}

/// Made from the key file alone, so that its maker can be shown it again and the database need not hold it.
fn token(keys: &Keys, link: PayLinkId) -> Secret {
    Secret::from_text(&URL_SAFE_NO_PAD.encode(keys.digest("pay link", link.0.as_bytes())))
}

/// A link as its makers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayLink {
    pub id: PayLinkId,
    /// The invoice's number, if it is for one.
    pub invoice: Option<String>,
    /// Of an instalment its plan's name and its day.
    pub instalment: Option<(String, NaiveDate)>,
    /// Nobody where a notice made it.
    pub maker: Option<String>,
    pub made_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub paid: Money,
    pub state: LinkState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    Live,
    /// What it was for is paid.
    Settled,
    /// What it was for is asked for no more: the plan has ended, or was arranged anew.
    Over,
    Expired,
    Revoked,
}

/// More than these are seldom looked for.
const SHOWN_AT_MOST: i64 = 100;

/// The links of an account that its reader may see, the latest first: to the team all of them, to a person theirs.
pub async fn links_of(tx: &mut Tx, account: AccountId) -> Result<Vec<PayLink>, sqlx::Error> {
    let (actor, now) = (tx.actor(), tx.now());
    let rows = sqlx::query!(
        r#"select l.id as "id: PayLinkId", i.number as "invoice?", coalesce(s.name, p.name) as maker, l.made_at, l.expires_at,
             l.last_used_at, l.plan_id as "plan: PlanId", l.plan_part, a.currency, l.revoked_at is not null as "is_revoked!", l.expires_at <= $3 as "is_expired!",
             coalesce(paid.minor, 0)::bigint as "paid_minor!",
             case when l.invoice_id is null then paid.minor is not null and not exists (
                 select from invoice_balances b join invoices o on o.id = b.invoice_id
                 where b.account_id = l.account_id and b.open_minor <> 0 and o.due_on < $3::date)
                   and l.plan_id is null
               else coalesce(b.open_minor, 0) = 0 end as "is_settled!"
           from pay_links l join accounts a on a.id = l.account_id
             left join invoices i on i.id = l.invoice_id left join invoice_balances b on b.invoice_id = l.invoice_id
             left join staff s on l.made_by_kind = 'staff' and s.id = l.made_by
             left join persons p on l.made_by_kind = 'person' and p.id = l.made_by
             left join lateral (select sum(y.amount_minor) as minor from payments y
               where y.pay_link_id = l.id and y.state = 'succeeded') paid on true
           where l.account_id = $1 and ($2::uuid is null or l.made_by = $2)
           order by l.made_at desc, l.id desc limit $4"#,
        account.0,
        actor.id().filter(|_| actor.kind() == "person"),
        now,
        SHOWN_AT_MOST
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut links = Vec::with_capacity(rows.len());
    for row in rows {
        let of = match (row.plan, row.plan_part) {
            (Some(plan), Some(number)) => instalment(tx, plan, number.unsigned_abs()).await?,
            _ => None,
        };
        let standing = of.as_ref().map(|(_, standing)| *standing);
        let state = match (row.is_revoked, row.is_settled, row.is_expired, standing) {
            (true, ..) => LinkState::Revoked,
            (_, true, ..) => LinkState::Settled,
            (_, _, _, Some(standing)) if standing != LinkState::Live => standing,
            (_, _, true, _) => LinkState::Expired,
            _ => LinkState::Live,
        };
        links.push(PayLink {
            id: row.id,
            invoice: row.invoice,
            instalment: of.map(|(of, _)| of),
            maker: row.maker,
            made_at: row.made_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            paid: Money::new(row.paid_minor, parsed_currency(&row.currency)?),
            state,
        });
    }
    Ok(links)
}

/// The plan's name and the day of an instalment, and how it stands.
async fn instalment(
    tx: &mut Tx,
    plan: PlanId,
    number: u16,
) -> Result<Option<((String, NaiveDate), LinkState)>, sqlx::Error> {
    let Some(plan) = plans::store::reading::plan(tx, plan).await? else { return Ok(None) };
    let progress = plans::store::reading::progress(tx, &plan).await?;
    let Some(part) = progress.parts.iter().find(|one| one.part.number == number) else { return Ok(None) };
    let state = match InstalmentState::of(&progress, plan.state, number) {
        InstalmentState::Asked(_) => LinkState::Live,
        InstalmentState::Paid => LinkState::Settled,
        InstalmentState::Over => LinkState::Over,
    };
    Ok(Some(((plan.name(), part.part.due_on), state)))
}

/// Ends a link, and answers whose account it was for. A person can end their own, the team those of their creditors.
pub async fn revoke(tx: &mut Tx, link: PayLinkId) -> Result<AccountId, sqlx::Error> {
    let (actor, now) = (tx.actor(), tx.now());
    let account = sqlx::query_scalar!(
        r#"update pay_links set revoked_at = coalesce(revoked_at, $2), revoked_by = coalesce(revoked_by, $3)
           where id = $1 and case $4 when 'person' then made_by = $3
             when 'staff' then creditor_id in (select creditor_id from staff_creditors where staff_id = $3) else true end
           returning account_id as "account: AccountId""#,
        link.0,
        now,
        actor.id(),
        actor.kind()
    )
    .fetch_one(&mut **tx)
    .await?;
    tx.audit("revoke", "pay_link", link.0, Some(account)).await?;
    Ok(account)
}
