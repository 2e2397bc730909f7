use leptos::prelude::*;

use super::steps::{step, step_heading};
use super::{ended, open, receipt};
use crate::accounts::model::Viewer;
use crate::kernel::locale::Lang;
use crate::messages::words as message_words;
use crate::payments::model::PaymentState;
use crate::payments::store::sheet::Sheet;
use crate::payments::words;
use crate::policies::methods::Method;

/// The heading of the page of a payment, which is its title too. `returned`: the reader comes from the provider's page,
/// so that a page that still waits is one whose answer has not arrived.
pub fn payment_heading(lang: Lang, sheet: &Sheet, returned: bool) -> String {
    let amount = sheet.payment.amount;
    match sheet.payment.state {
        PaymentState::Created if returned || sheet.payment.checkout_url.is_none() => {
            words::confirming_heading(lang, amount)
        }
        PaymentState::Created => words::not_finished_heading(lang, amount),
        PaymentState::RequiresAction => match &sheet.payment.step {
            Some(step) => step_heading(lang, sheet, step),
            None => words::step_left_heading(lang, amount),
        },
        PaymentState::Processing => words::processing_heading(lang).to_owned(),
        PaymentState::Unknown => words::unknown_heading(lang).to_owned(),
        PaymentState::Succeeded if sheet.payment.is_beyond() => words::over_heading(lang, amount),
        PaymentState::Succeeded => words::received_heading(lang).to_owned(),
        PaymentState::Failed => words::declined_heading(lang).to_owned(),
        PaymentState::Expired
            if sheet.payment.paid_by() == Some(Method::Oxxo) && sheet.payment.was_done_with() =>
        {
            words::voucher_expired_heading(lang).to_owned()
        }
        PaymentState::Expired => words::expired_heading(lang).to_owned(),
        PaymentState::Abandoned => words::nothing_charged_heading(lang).to_owned(),
    }
}

/// Where the money is now, and whether the reader must do anything (screens 2.11 to 2.13).
pub fn payment_view(lang: Lang, viewer: Viewer, sheet: &Sheet, returned: bool) -> AnyView {
    let heading = payment_heading(lang, sheet, returned);
    if let (PaymentState::RequiresAction, Some(left)) = (sheet.payment.state, &sheet.payment.step) {
        return step(lang, viewer, sheet, heading, left);
    }
    let shown = match sheet.payment.state {
        PaymentState::Created
        | PaymentState::RequiresAction
        | PaymentState::Processing
        | PaymentState::Unknown => open::open(lang, viewer, sheet, heading, returned),
        PaymentState::Succeeded => receipt::receipt(lang, viewer, sheet, heading),
        PaymentState::Failed | PaymentState::Expired | PaymentState::Abandoned => {
            ended::ended(lang, viewer, sheet, heading)
        }
    };
    // A guarantor has no conversation of their own with the team of somebody else's account.
    let ask = (matches!(viewer, Viewer::Person) && sheet.payment.guarantor.is_none()).then(|| {
        let (account, payment) = (sheet.payment.account, sheet.payment.id);
        let href = format!("/account/messages?account={account}&about=payment:{payment}");
        view! { <p><a href=href>{message_words::ask_about_this(lang)}</a></p> }
    });
    view! { {shown} {ask} }.into_any()
}
