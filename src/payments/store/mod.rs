//! Payments in the database. Row-level security shows each reader theirs; every function filters by itself as well.

pub mod asking;
pub mod attention;
pub mod comparing;
pub mod credit;
pub mod disputes;
pub mod events;
mod guests;
pub mod locking;
pub mod posting;
pub mod reading;
pub mod reapplying;
pub mod recording;
pub mod recounting;
pub mod refunds;
pub mod sheet;
pub mod spreading;
pub mod starting;
mod telling;
mod telling_returns;
pub mod transfers;
pub mod vouchers;

use crate::accounts;
use crate::accounts::guarantees::{guarantee, own_guarantee};
use crate::accounts::model::{Account, Guarantee};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PartyId, PersonId};
use crate::ledger::allocation::OpenItem;
use crate::ledger::store::open_items;
use crate::payments::model::Payable;
use crate::plans::store::reading::asking;
use crate::policies;
use crate::policies::model::Parameters;

/// What somebody pays on: an account of theirs, or the guarantee of one invoice of another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub account: Account,
    pub guarantee: Option<Guarantee>,
}

impl Ground {
    /// The account, if it is this reader's.
    pub async fn account(tx: &mut Tx, id: AccountId) -> Result<Self, sqlx::Error> {
        Ok(Self { account: accounts::store::account(tx, id).await?, guarantee: None })
    }

    /// The guarantee of this invoice, if it is this reader's.
    pub async fn guaranteed(tx: &mut Tx, invoice: &str) -> Result<Self, sqlx::Error> {
        let invoice = invoice.parse().map_err(|_| sqlx::Error::RowNotFound)?;
        Ok(Self::of(guarantee(tx, invoice).await?))
    }

    /// The one that a payment was made on, if it is this reader's. Who made it under their guarantee reads it as that;
    /// to everybody else it is the account's.
    pub async fn paid(
        tx: &mut Tx,
        account: AccountId,
        guarantee: Option<PartyId>,
        payer: Option<PersonId>,
    ) -> Result<Self, sqlx::Error> {
        match guarantee.filter(|_| payer.is_some_and(|payer| tx.actor().id() == Some(payer.0))) {
            Some(party) => Ok(Self::of(own_guarantee(tx, party).await?)),
            None => Self::account(tx, account).await,
        }
    }

    /// What can be paid today, and the terms by which that is judged.
    pub async fn payable(&self, tx: &mut Tx) -> Result<(Payable, Parameters), sqlx::Error> {
        let Some(guarantee) = &self.guarantee else { return payable(tx, &self.account).await };
        let (payable, terms) = among(tx, &self.account, std::slice::from_ref(&guarantee.item)).await?;
        Ok((payable.under_guarantee_of(guarantee.invoice), terms))
    }

    fn of(guarantee: Guarantee) -> Self {
        Self { account: guarantee.account.clone(), guarantee: Some(guarantee) }
    }
}

/// What can be paid on the account today, and the terms by which that is judged.
pub async fn payable(tx: &mut Tx, account: &Account) -> Result<(Payable, Parameters), sqlx::Error> {
    let items = open_items(tx, account.id).await?;
    let (payable, terms) = among(tx, account, &items).await?;
    Ok((payable.with_plans(asking(tx, account.id).await?), terms))
}

async fn among(
    tx: &mut Tx,
    account: &Account,
    items: &[OpenItem],
) -> Result<(Payable, Parameters), sqlx::Error> {
    let version = policies::store::in_force(tx, account.creditor, account.today).await?;
    let terms = version.map(|version| version.parameters).unwrap_or_default();
    let minimum = terms.minimum_payment(account.currency);
    Payable::of(items, account.today, minimum, terms.allocation_order)
        .map(|payable| (payable, terms))
        .ok_or_else(|| undecodable("a sum that does not fit"))
}

fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
