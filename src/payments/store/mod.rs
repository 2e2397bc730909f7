//! Payments in the database. Row-level security shows each reader theirs; every function filters by itself as well.

pub mod comparing;
pub mod events;
pub mod posting;
pub mod reading;
pub mod sheet;
pub mod starting;

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::ledger::store::open_items;
use crate::payments::model::Payable;
use crate::policies;
use crate::policies::model::Parameters;

/// What can be paid on the account today, and the terms by which that is judged.
pub async fn payable(tx: &mut Tx, account: &Account) -> Result<(Payable, Parameters), sqlx::Error> {
    let items = open_items(tx, account.id).await?;
    let version = policies::store::in_force(tx, account.creditor, account.today).await?;
    let terms = version.map(|version| version.parameters).unwrap_or_default();
    let minimum = terms.minimum_payment(account.currency);
    Payable::of(&items, account.today, minimum, terms.allocation_order)
        .map(|payable| (payable, terms))
        .ok_or_else(|| undecodable("a sum that does not fit"))
}

fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
