//! Reading what the next days of an account depend on.

use std::collections::HashMap;

use uuid::Uuid;

use crate::accounts::forecast::{Forecast, OpenDebt};
use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::ledger::late::{Late, late};
use crate::ledger::store::open_items;
use crate::policies::store::published;

/// How an account goes on from today.
pub async fn forecast(tx: &mut Tx, account: &Account) -> Result<Forecast, sqlx::Error> {
    let items = open_items(tx, account.id).await?;
    let versions = published(tx, account.creditor).await?;
    let in_force = versions.iter().find(|version| version.in_force_from <= account.today);
    let order = in_force.map(|version| version.parameters.allocation_order).unwrap_or_default();
    let ids: Vec<Uuid> = items.iter().map(|item| item.invoice.0).collect();
    let mut late: HashMap<InvoiceId, Late> =
        late(tx, &versions, &ids).await?.into_iter().map(|late| (late.invoice, late)).collect();
    let debts = items.into_iter().filter_map(|item| {
        let Late { debt, posted, fees, .. } = late.remove(&item.invoice)?;
        Some(OpenDebt { item, debt, posted, fees })
    });
    Ok(Forecast { currency: account.currency, today: account.today, order, debts: debts.collect(), versions })
}
