//! What is posted from the page of the terms: that its reader read them.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::{Extension, Form};
use serde::Deserialize;

use crate::accounts::model::May;
use crate::accounts::store::account;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::web::{ClientAddress, FieldError, Refusal, SeeOther, see_other};
use crate::policies::accepting::{Accepted, accept};
use crate::policies::reading::reading;
use crate::ui::Visit;

/// Which version was read, by whose account, and that it was.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    account: String,
    version: String,
    /// Stands for the words that were on the page.
    shown: String,
    read: String,
}

/// `POST /do/policies/accept-terms`: keeps that they were read, with the very words.
pub async fn accept_terms(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Extension(address): Extension<ClientAddress>,
    headers: HeaderMap,
    Form(form): Form<AcceptForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = account(&mut tx, form.account.parse().map_err(|_| Refusal::NotFound)?).await?;
    if account.may < May::Pay {
        return Err(Refusal::Forbidden);
    }
    let page = format!("/account/terms?account={}", account.id);
    let back =
        |field: &str, code: &str| Refusal::invalid(page.clone(), Vec::new(), FieldError::new(field, code));
    let reading = reading(&mut tx, visit.lang, account.clone(), None).await?.ok_or(Refusal::NotFound)?;
    let shown = reading.shown.ok_or(Refusal::NotFound)?;
    let policy = &shown.version.policy;
    if !policy.parameters.asks_acceptance {
        return Err(Refusal::NotFound);
    }
    if form.version != policy.number.to_string() || form.shown != hex::encode(shown.sha256) {
        return Err(back("", "moved"));
    }
    if form.read != "yes" {
        return Err(back("read", "read_missing"));
    }
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepted = Accepted {
        account: &account,
        person: person.person,
        version: policy.id,
        lang: visit.lang,
        text: &shown.plain,
        sha256: &shown.sha256,
        address: &address.0.to_string(),
        device,
    };
    accept(&mut tx, &accepted).await?;
    tx.commit().await?;
    Ok(see_other(format!("{page}&accepted=1")))
}
