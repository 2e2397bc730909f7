//! What is posted about automatic payments: agreeing, and stopping.

use axum::extract::State;
use axum::{Extension, Form};
use serde::Deserialize;

use crate::accounts::model::May;
use crate::accounts::store::account;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::db::{Db, Tx, broken_constraint};
use crate::kernel::ids::AccountId;
use crate::kernel::web::{ClientAddress, FieldError, Refusal, SeeOther, see_other};
use crate::payments::autopay::jobs::scan_soon;
use crate::payments::autopay::model::EndWhy;
use crate::payments::autopay::proposing::{Asked, propose};
use crate::payments::autopay::store::mandates::{self, Agreement};
use crate::payments::autopay::words::TEXT_VERSION;
use crate::ui::Visit;

/// What the page that shows the text sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AgreeForm {
    account: String,
    method: String,
    cap: String,
    day: String,
    covers: String,
    /// Stands for the text that was read.
    shown: String,
    request_key: String,
}

/// `POST /do/payments/agree-autopay`: keeps what was agreed, as it was read.
pub async fn agree(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Extension(address): Extension<ClientAddress>,
    Form(form): Form<AgreeForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = account(&mut tx, form.account.parse().map_err(|_| Refusal::NotFound)?).await?;
    if account.may < May::Pay {
        return Err(Refusal::Forbidden);
    }
    let asked = Asked {
        account: form.account.clone(),
        method: form.method.clone(),
        cap: form.cap.clone(),
        day: form.day.clone(),
        covers: form.covers.clone(),
    };
    let again = || {
        let fields = vec![("cap".to_owned(), form.cap.clone())];
        let path = format!("/account/autopay/agree?{}", asked.query());
        Refusal::invalid(path, fields, FieldError::new("", "moved"))
    };
    let key = form.request_key.parse().map_err(|_| again())?;
    let proposal = propose(&mut tx, visit.lang, &account, &asked).await?.map_err(|_| again())?;
    if proposal.mark() != form.shown {
        return Err(again());
    }
    let agreement = Agreement {
        account: &account,
        person: person.person,
        method: proposal.method.id,
        covers: proposal.covers,
        promise: &proposal.promise,
        text_version: TEXT_VERSION,
        text: &proposal.text,
        language: visit.lang.code(),
        address: &address.0.to_string(),
        key,
    };
    let made =
        mandates::agree(&mut tx, &agreement).await.map_err(|error| match broken_constraint(&error) {
            // Another person's agreement stands in the way, or a press at the same moment: the page says which.
            Some("autopay_mandates_one_in_force" | "autopay_mandates_request_key") => again(),
            _ => error.into(),
        })?;
    if let Some(made) = made {
        scan_soon(&mut tx, &made.to_string()).await?;
    }
    tx.commit().await?;
    Ok(see_other(format!("/account/autopay?account={}&done=agreed", account.id)))
}

/// Whose automatic payments are stopped.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StopForm {
    account: String,
}

impl StopForm {
    fn account(&self) -> Result<AccountId, Refusal> {
        self.account.parse().map_err(|_| Refusal::NotFound)
    }
}

/// `POST /do/payments/stop-autopay`: nothing is sent to the provider from here on.
pub async fn stop(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<StopForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let id = form.account()?;
    let way = end_on(&mut tx, id, EndWhy::Stopped).await?;
    tx.commit().await?;
    Ok(see_other(format!("/account/autopay?account={id}{way}")))
}

/// `POST /do/desk/stop-autopay`: somebody asked the team to.
pub async fn stop_at_desk(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<StopForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let id = form.account()?;
    account(&mut tx, id).await?;
    end_on(&mut tx, id, EndWhy::ByTeam).await?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/accounts/{id}")))
}

/// Stopping what has ended already is no error: whoever presses sees that nothing is on.
async fn end_on(tx: &mut Tx, id: AccountId, why: EndWhy) -> Result<String, Refusal> {
    let Some(of) = mandates::of_account(tx, id).await? else {
        account(tx, id).await?;
        return Ok(String::new());
    };
    mandates::end(tx, of.id, why).await?;
    Ok(format!("&stopped={}", of.id))
}
