//! What changed since a day: the amount then, everything since, the amount now. The table that Regulation F's notice
//! (12 CFR 1006.34) and written Mexican agreements ask for.

use chrono::NaiveDate;

use crate::accounts::model::Account;
use crate::accounts::store::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::money::Money;
use crate::ledger::makeup::Makeup;
use crate::ledger::model::Components;
use crate::ledger::movements::{makeup_between, standing};
use crate::ledger::store::open_items;

/// An account between the end of a day and now.
#[derive(Clone, Debug)]
pub struct Itemisation {
    pub account: Account,
    pub since: NaiveDate,
    pub then: Money,
    /// What was added and taken off since.
    pub makeup: Makeup,
    pub now: Money,
    /// What `now` is made of.
    pub open: Components,
    /// What of `now` is contested.
    pub held: Money,
    pub credit: Money,
}

impl Itemisation {
    /// Whether then and everything since come to now.
    pub fn adds_up(&self) -> bool {
        self.then.minor.checked_add(self.makeup.sum_minor()) == Some(self.now.minor)
    }
}

/// What changed on an account since the end of a day.
pub async fn itemised(tx: &mut Tx, account: &Account, since: NaiveDate) -> Result<Itemisation, sqlx::Error> {
    let money = |minor| Money::new(minor, account.currency);
    let then = standing(tx, account.id, since, None).await?;
    let now = standing(tx, account.id, account.today, None).await?;
    let held: i128 =
        open_items(tx, account.id).await?.iter().map(|item| i128::from(item.held_open_minor())).sum();
    let held = i64::try_from(held).map_err(|_| undecodable("a sum that does not fit"))?;
    Ok(Itemisation {
        account: account.clone(),
        since,
        then: money(then.open.sum_minor()),
        makeup: makeup_between(tx, account.id, since, account.today).await?,
        now: money(now.open.sum_minor()),
        open: now.open,
        held: money(held),
        credit: money(now.credit_minor),
    })
}

/// The day that is meant where none is named: that of the last payment, else the day before the account began.
pub async fn usual_reference(tx: &mut Tx, account: &Account) -> Result<NaiveDate, sqlx::Error> {
    let row = sqlx::query!(
        "select max(effective_on) filter (where kind = 'payment') as last_payment, min(effective_on) as first
         from ledger_transactions where account_id = $1 and effective_on <= $2",
        account.id.0,
        account.today
    )
    .fetch_one(&mut **tx)
    .await?;
    let before_all = row.first.and_then(|first| first.pred_opt());
    Ok(row.last_payment.or(before_all).unwrap_or(account.today))
}
