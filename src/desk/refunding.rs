//! What the team does with a payment that was received: money goes back, at once or when somebody else has said yes, or
//! pays other invoices.

use axum::Form;
use axum::extract::State;
use axum_extra::extract::Form as ManyForm;
use serde::Deserialize;

use crate::desk::approvals::store::AskError;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::{InvoiceId, PaymentId, RefundId};
use crate::kernel::money::Money;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::payments::model::returns::{REFUND_WORDS_AT_MOST, RefundReason};
use crate::payments::store::asking::{self, Asked, AskingError};
use crate::payments::store::reading;
use crate::payments::store::reapplying::{self, ReapplyError};
use crate::payments::store::refunds::{RefundError, Wanted};

/// What the page that refunds sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RefundForm {
    payment: String,
    amount: String,
    reason: String,
    words: String,
    request_key: String,
}

/// `POST /do/desk/refund`
pub async fn refund(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<RefundForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let id: PaymentId = form.payment.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let payment = reading::payment(&mut tx, id).await?;
    let amount = Money::parse(&form.amount, payment.amount.currency)
        .map_err(|error| form.back(FieldError::new("amount", error.code())))?;
    let reason = RefundReason::CHOSEN
        .into_iter()
        .find(|reason| reason.name() == form.reason)
        .ok_or_else(|| form.back(FieldError::new("reason", "reason_none")))?;
    let words = form.words.trim();
    if words.is_empty() {
        return Err(form.back(FieldError::new("words", "words_empty")));
    }
    if words.chars().count() > REFUND_WORDS_AT_MOST {
        return Err(form.back(FieldError::new("words", "words_long")));
    }
    // The page's key names the refund: sent twice, it is one.
    let key = form.request_key.parse().unwrap_or_else(|_| RefundId::new());
    let wanted = Wanted { id: key, payment: id, amount, reason, words: words.to_owned(), approval: None };
    let asked = asking::refund(&mut tx, &wanted, words).await.map_err(|error| form.refused(error))?;
    tx.commit().await?;
    Ok(see_other(match asked {
        Asked::Decided => format!("/desk/payments/{id}"),
        Asked::Waits(_) => format!("/desk/payments/{id}/refund"),
    }))
}

impl RefundForm {
    fn refused(&self, error: AskingError) -> Refusal {
        match error {
            AskingError::Refund(RefundError::TooMuch(most)) => {
                self.back(FieldError::new("amount", "too_much").with(most))
            }
            AskingError::Refund(RefundError::NoMoney) => self.back(FieldError::new("", "no_money")),
            AskingError::Refund(RefundError::Database(error)) => error.into(),
            AskingError::Refund(RefundError::Post(error)) => error.into(),
            AskingError::Ask(AskError::AlreadyAsked) => self.back(FieldError::new("", "already_asked")),
            AskingError::Ask(AskError::Database(error)) => error.into(),
            AskingError::Ask(error) => Refusal::internal(error),
        }
    }

    fn back(&self, error: FieldError) -> Refusal {
        let fields = [("amount", &self.amount), ("reason", &self.reason), ("words", &self.words)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::invalid(format!("/desk/payments/{}/refund", self.payment), fields, error)
    }
}

/// What the page that applies a payment anew sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReapplyForm {
    payment: String,
    invoice: Vec<String>,
}

/// `POST /do/desk/reapply`: a payment that was applied wrongly pays other invoices, as on the day it was paid.
pub async fn reapply(
    staff: StaffIn,
    State(db): State<Db>,
    ManyForm(form): ManyForm<ReapplyForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let id: PaymentId = form.payment.parse().map_err(|_| Refusal::NotFound)?;
    let back = |field: &str, code: &str| {
        let fields = form.invoice.iter().map(|invoice| ("invoice".to_owned(), invoice.clone())).collect();
        Refusal::invalid(format!("/desk/payments/{id}/reapply"), fields, FieldError::new(field, code))
    };
    let mut invoices: Vec<InvoiceId> = form
        .invoice
        .iter()
        .map(|invoice| invoice.parse())
        .collect::<Result<_, _>>()
        .map_err(|_| Refusal::NotFound)?;
    invoices.sort_unstable();
    invoices.dedup();
    let mut tx = db.begin(staff.actor()).await?;
    reading::payment(&mut tx, id).await?;
    if invoices.is_empty() {
        return Err(back("invoice", "pick_none"));
    }
    match reapplying::reapply(&mut tx, id, &invoices).await {
        Ok(()) => tx.commit().await?,
        Err(ReapplyError::Same) => return Err(back("invoice", "same")),
        Err(ReapplyError::NoMoney | ReapplyError::Guaranteed) => return Err(back("", "no_money")),
        Err(ReapplyError::NotFound) => return Err(Refusal::NotFound),
        Err(ReapplyError::Post(error)) => return Err(error.into()),
        Err(ReapplyError::Database(error)) => return Err(error.into()),
    }
    Ok(see_other(format!("/desk/payments/{id}")))
}
