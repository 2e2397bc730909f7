//! What stands around the pages of this feature.

use crate::accounts::frame::{brand, portal_brand};
use crate::identity::extract::SignedIn;
use crate::identity::store;
use crate::kernel::db::Tx;
use crate::ui::{AccountPlace, DebtorFrame, PublicFrame, Visit};

/// For somebody who is not signed in: the creditor's, where the portal has only one.
pub(super) async fn public_frame(tx: &mut Tx, visit: &Visit) -> Result<PublicFrame, sqlx::Error> {
    let brand = match store::only_creditor(tx).await? {
        Some(creditor) => Some(brand(tx, visit, creditor).await?),
        None => None,
    };
    Ok(PublicFrame { brand })
}

/// For a signed-in person: their creditor's, where they have only one.
pub(super) async fn debtor_frame(
    tx: &mut Tx,
    visit: &Visit,
    person: &SignedIn,
    place: AccountPlace,
) -> Result<DebtorFrame, sqlx::Error> {
    let brand = match store::only_creditor(tx).await? {
        Some(creditor) => brand(tx, visit, creditor).await?,
        None => portal_brand(visit),
    };
    Ok(DebtorFrame {
        brand,
        place: Some(place),
        signed_in: person.name.clone(),
        viewed_at: None,
        unread: 0,
        banners: Vec::new(),
    })
}
