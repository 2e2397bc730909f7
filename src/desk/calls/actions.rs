//! What is posted when a call is over.

use axum::Form;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::accounts::store::account;
use crate::desk::calls::model::Outcome;
use crate::desk::calls::store::{CallError, NewCall, Number, callable, log};
use crate::identity::extract::StaffIn;
use crate::kernel::dates::parse_day;
use crate::kernel::db::Db;
use crate::kernel::ids::{AccountId, CallId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// The longest note of what was agreed.
pub const AGREED_AT_MOST: usize = 500;
/// What the form sends for a call that was not ours.
const THEIRS: &str = "theirs";

/// What the page of a call sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CallForm {
    account: String,
    who: String,
    outcome: String,
    agreed: String,
    again_day: String,
    again_month: String,
    again_year: String,
    request_key: String,
}

/// `POST /do/desk/log-call`
pub async fn log_call(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<CallForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let id: AccountId = form.account.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = account(&mut tx, id).await?;
    let callable = callable(&mut tx, &account).await?;
    let call = form.understood(&callable.numbers).map_err(|error| form.back(error))?;
    match log(&mut tx, &account, &call).await {
        Ok(()) => {}
        Err(CallError::NotAhead) => return Err(form.back(FieldError::new("again", "again_not_ahead"))),
        Err(CallError::Database(error)) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(see_other(format!("/desk/accounts/{id}/call")))
}

impl CallForm {
    fn understood(&self, numbers: &[Number]) -> Result<NewCall, FieldError> {
        let number = numbers.iter().find(|number| number.point.to_string() == self.who).cloned();
        if number.is_none() && self.who != THEIRS {
            return Err(FieldError::new("who", "who_none"));
        }
        let outcome =
            Outcome::parse(&self.outcome).ok_or_else(|| FieldError::new("outcome", "outcome_none"))?;
        if number.is_none() && outcome != Outcome::Talked {
            return Err(FieldError::new("outcome", "outcome_not_theirs"));
        }
        let agreed = self.agreed.trim().to_owned();
        if agreed.chars().count() > AGREED_AT_MOST {
            return Err(FieldError::new("agreed", "agreed_long"));
        }
        // The page's key names the call: sent twice, it is one.
        let id = self.request_key.parse().unwrap_or_else(|_| CallId::new());
        Ok(NewCall { id, number, outcome, agreed, again_on: self.again_on()? })
    }

    fn again_on(&self) -> Result<Option<NaiveDate>, FieldError> {
        let parts = [&self.again_day, &self.again_month, &self.again_year];
        if parts.iter().all(|part| part.trim().is_empty()) {
            return Ok(None);
        }
        parse_day(&self.again_day, &self.again_month, &self.again_year)
            .map(Some)
            .map_err(|part| FieldError::new("again", "again_wrong").with(part.name()))
    }

    fn back(&self, error: FieldError) -> Refusal {
        let fields = [
            ("who", &self.who),
            ("outcome", &self.outcome),
            ("agreed", &self.agreed),
            ("again_day", &self.again_day),
            ("again_month", &self.again_month),
            ("again_year", &self.again_year),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::invalid(format!("/desk/accounts/{}/call", self.account), fields, error)
    }
}
