//! The frame of pages about accounts: the creditor as each of these pages names it.

use crate::accounts::brand::brand_href;
use crate::accounts::model::{Account, Guarantee};
use crate::handing::store::held;
use crate::handing::views::banners;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId};
use crate::messages::store::reading::unread_of_person;
use crate::ui::page::Visit;
use crate::ui::{AccountPlace, Brand, DebtorFrame, words};

/// The frame of a page for a person, in the name of the creditor whom all of these accounts and guarantees are with, or
/// of the portal where they are several.
pub async fn person_frame(
    tx: &mut Tx,
    visit: &Visit,
    signed_in: &str,
    place: Option<AccountPlace>,
    accounts: &[Account],
    guarantees: &[Guarantee],
) -> Result<DebtorFrame, sqlx::Error> {
    let mut creditors: Vec<CreditorId> = accounts.iter().map(|account| account.creditor).collect();
    creditors.extend(guarantees.iter().map(|guarantee| guarantee.account.creditor));
    creditors.dedup();
    let brand = match creditors.as_slice() {
        [only] => brand(tx, visit, *only).await?,
        _ => portal_brand(visit),
    };
    let unread = unread_of_person(tx).await?;
    let about: Vec<&Account> =
        accounts.iter().chain(guarantees.iter().map(|guarantee| &guarantee.account)).collect();
    let ids: Vec<AccountId> = about.iter().map(|account| account.id).collect();
    let banners = banners(visit.lang, &about, &held(tx, &ids).await?);
    Ok(DebtorFrame { brand, place, signed_in: signed_in.to_owned(), viewed_at: None, unread, banners })
}

/// How pages about one creditor name it.
pub async fn brand(tx: &mut Tx, visit: &Visit, creditor: CreditorId) -> Result<Brand, sqlx::Error> {
    let row = sqlx::query!(
        "select name, slug, legal_name, address, phone, complaints_body, advice_body, accent from creditors where id = $1",
        creditor.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let some = |text: String| (!text.is_empty()).then_some(text);
    let css_href = brand_href(&row.slug, row.accent.as_deref());
    Ok(Brand {
        name: row.name,
        legal_name: row.legal_name,
        address: row.address,
        phone: some(row.phone),
        phone_hours: None,
        complaint_body: some(row.complaints_body),
        advice_body: some(row.advice_body),
        origin: visit.public_url.clone(),
        css_href,
    })
}

/// How pages about nobody in particular name themselves.
pub fn portal_brand(visit: &Visit) -> Brand {
    Brand {
        name: words::product(visit.lang).to_owned(),
        origin: visit.public_url.clone(),
        ..Brand::default()
    }
}
