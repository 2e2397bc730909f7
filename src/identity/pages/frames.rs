//! What stands around the pages of this feature.

use crate::identity::extract::SignedIn;
use crate::identity::store::{self, Face};
use crate::identity::words;
use crate::kernel::db::Tx;
use crate::ui::{AccountPlace, Brand, DebtorFrame, PublicFrame, Visit};

/// For somebody who is not signed in: the creditor's, where the portal has only one.
pub(super) async fn public_frame(tx: &mut Tx, visit: &Visit) -> Result<PublicFrame, sqlx::Error> {
    Ok(PublicFrame { brand: store::only_face(tx).await?.map(|face| brand(face, visit)) })
}

/// For a signed-in person: their creditor's, where they have only one.
pub(super) async fn debtor_frame(
    tx: &mut Tx,
    visit: &Visit,
    person: &SignedIn,
    place: AccountPlace,
) -> Result<DebtorFrame, sqlx::Error> {
    let brand = match store::only_face(tx).await? {
        Some(face) => brand(face, visit),
        None => Brand {
            name: crate::ui::words::product(visit.lang).to_owned(),
            origin: visit.public_url.clone(),
            ..Brand::default()
        },
    };
    Ok(DebtorFrame { brand, place: Some(place), signed_in: person.name.clone(), viewed_at: None })
}

fn brand(face: Face, visit: &Visit) -> Brand {
    let said = |text: String| (!text.is_empty()).then_some(text);
    Brand {
        name: face.name,
        legal_name: face.legal_name,
        address: face.address,
        phone_hours: said(face.phone.clone()).map(|_| words::phone_hours(visit.lang).to_owned()),
        phone: said(face.phone),
        complaint_body: said(face.complaints_body),
        advice_body: said(face.advice_body),
        origin: visit.public_url.clone(),
        css_href: None,
    }
}
