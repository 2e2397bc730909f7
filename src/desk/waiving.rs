//! What the team gives up of interest and fees: within somebody's limit at once, beyond it when another has said yes.

use axum::Form;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{Approval, AskError, Asker, Permission, within_limit_or_ask};
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{InvoiceId, WaiverId};
use crate::kernel::money::Money;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::ledger::drafts::Waivable;
use crate::ledger::waivers::{self, WaiveError, Waiver, chargeable};

/// The longest reason that is taken.
pub const WAIVE_WORDS_AT_MOST: usize = 500;

/// What waits for a decision, as the approval keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    what: String,
}

/// What the page that waives sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WaiveForm {
    account: String,
    invoice: String,
    what: String,
    amount: String,
    words: String,
    request_key: String,
}

/// `POST /do/desk/waive`
pub async fn waive(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<WaiveForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let invoice: InvoiceId = form.invoice.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let open = chargeable(&mut tx, invoice).await.map_err(|error| form.refused(error))?;
    if open.of.account.to_string() != form.account {
        return Err(Refusal::NotFound);
    }
    let what = Waivable::parse(&form.what).ok_or_else(|| form.back(FieldError::new("what", "what_none")))?;
    let amount = Money::parse(&form.amount, open.of.currency)
        .map_err(|error| form.back(FieldError::new("amount", error.code())))?;
    let reason = form.words.trim();
    if reason.is_empty() {
        return Err(form.back(FieldError::new("words", "words_empty")));
    }
    if reason.chars().count() > WAIVE_WORDS_AT_MOST {
        return Err(form.back(FieldError::new("words", "words_long")));
    }
    let most = open.open(what);
    if amount.minor > most.minor || !amount.is_positive() {
        return Err(form.refused(WaiveError::TooMuch(most)));
    }
    let payload = Payload { what: what.name().to_owned() };
    let act = Act {
        kind: LimitKind::Waiver,
        measure: Measure::Money(amount),
        account: open.of.account,
        object_kind: "invoice",
        object: invoice.0,
        payload: serde_json::to_value(&payload).map_err(Refusal::internal)?,
        change_minor: -amount.minor,
        reason: reason.to_owned(),
    };
    let asked = within_limit_or_ask(&mut tx, &act).await.map_err(|error| match error {
        AskError::AlreadyAsked => form.back(FieldError::new("", "already_asked")),
        AskError::Database(error) => error.into(),
        AskError::Nobody => Refusal::internal(AskError::Nobody),
    })?;
    let page = format!("/desk/accounts/{}/invoices/{invoice}", form.account);
    let next = match asked {
        Permission::Now => {
            // The page's key names the waiver: sent twice, it is one.
            let id = form.request_key.parse().unwrap_or_else(|_| WaiverId::new());
            let reason = reason.to_owned();
            let waiver = Waiver { id, invoice, what, amount, reason, by: staff.staff, approval: None };
            waivers::waive(&mut tx, &waiver).await.map_err(|error| form.refused(error))?;
            page
        }
        Permission::Asked(_) => format!("{page}/waive"),
    };
    tx.commit().await?;
    Ok(see_other(next))
}

/// Somebody approved it: it is waived now, in the same transaction and in the name of whoever asked.
pub async fn approved(tx: &mut Tx, approval: &Approval) -> Result<(), WaiveError> {
    let Payload { what } = read(&approval.payload)?;
    let (Asker::Staff(by), Some(what), Measure::Money(amount)) =
        (approval.asked_by, Waivable::parse(&what), approval.measure)
    else {
        return Err(WaiveError::NotFound);
    };
    let waiver = Waiver {
        id: WaiverId(approval.id.0),
        invoice: InvoiceId(approval.object),
        what,
        amount,
        reason: approval.reason.clone(),
        by,
        approval: Some(approval.id),
    };
    waivers::waive(tx, &waiver).await
}

fn read(payload: &Value) -> Result<Payload, sqlx::Error> {
    serde_json::from_value(payload.clone()).map_err(|error| sqlx::Error::Decode(error.into()))
}

impl WaiveForm {
    fn refused(&self, error: WaiveError) -> Refusal {
        match error {
            WaiveError::TooMuch(most) => self.back(FieldError::new("amount", "too_much").with(most)),
            WaiveError::NotFound => Refusal::NotFound,
            WaiveError::Post(error) => error.into(),
            WaiveError::Database(error) => error.into(),
        }
    }

    fn back(&self, error: FieldError) -> Refusal {
        let fields = [("what", &self.what), ("amount", &self.amount), ("words", &self.words)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        let page = format!("/desk/accounts/{}/invoices/{}/waive", self.account, self.invoice);
        Refusal::invalid(page, fields, error)
    }
}
