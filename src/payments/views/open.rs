use leptos::prelude::*;

use super::steps::answered_by;
use super::{payment_href, place};
use crate::accounts::model::Viewer;
use crate::contact::model::Channel;
use crate::kernel::dates::{day_month, hour};
use crate::kernel::locale::Lang;
use crate::payments::islands::PaymentWatch;
use crate::payments::model::PaymentState;
use crate::payments::store::sheet::Sheet;
use crate::payments::words;
use crate::policies::methods::Method;
use crate::ui::{Actions, Amount, ButtonKind, ButtonLink, Next};

/// A payment whose end is not known yet. Never says "paid" because somebody came back from the provider's page.
pub(super) fn open(lang: Lang, viewer: Viewer, sheet: &Sheet, heading: String, returned: bool) -> AnyView {
    let payment = &sheet.payment;
    let waits_for_payer = match payment.state {
        PaymentState::Created => !returned,
        PaymentState::RequiresAction => true,
        _ => false,
    };
    let page = payment.checkout_url.clone().filter(|_| waits_for_payer && viewer.may_act());
    let refresh_kind = if page.is_some() { ButtonKind::Secondary } else { ButtonKind::Primary };
    let go_on = page.map(|url| view! { <ButtonLink href=url>{words::go_on_paying(lang)}</ButtonLink> });
    let refresh = viewer.may_act().then(|| {
        let mark = if returned { "?returned=1" } else { "" };
        let href = format!("{}{mark}", payment_href(viewer, payment.id));
        view! { <ButtonLink href=href kind=refresh_kind>{words::refresh(lang)}</ButtonLink> }
    });
    let watch = viewer.may_act().then(|| {
        let address = format!("/live/payments/{}?seen={}", payment.id, payment.mark());
        view! { <PaymentWatch lang=lang address=address /> }
    });
    let told = viewer.may_act().then(|| told(lang, sheet.told_by));
    let place = place(lang, &sheet.ground);
    let sentence = sentence(lang, sheet, returned);
    let next = match (payment.state, payment.paid_by()) {
        (PaymentState::Processing, Some(Method::Sepa)) => words::debit_next(lang),
        _ => words::confirming_next(lang),
    };
    view! {
        <h1>{heading}</h1>
        <Amount label=place money=payment.amount>
            <p>{sentence} " " {told}</p>
        </Amount>
        <Actions>{go_on} {refresh}</Actions>
        {watch}
        <Next lang=lang>{next}</Next>
    }
    .into_any()
}

fn sentence(lang: Lang, sheet: &Sheet, returned: bool) -> String {
    let payment = &sheet.payment;
    match (payment.state, payment.expires_at) {
        (PaymentState::Created, Some(until)) if !returned && payment.checkout_url.is_some() => {
            words::not_finished(lang, &hour(until.with_timezone(&payment.zone).time(), lang))
        }
        (PaymentState::Created, _) => words::confirming(lang).to_owned(),
        (PaymentState::RequiresAction, _) => words::step_left(lang).to_owned(),
        (PaymentState::Processing, _) if payment.paid_by() == Some(Method::Sepa) => {
            let asked_at = payment.sent_at.unwrap_or(payment.created_at);
            let asked_on = asked_at.with_timezone(&payment.debtor_zone).date_naive();
            words::debit(lang, &day_month(asked_on, lang), &day_month(answered_by(asked_on), lang))
        }
        (PaymentState::Processing, _) => words::processing(lang, payment.amount),
        _ => words::unknown(lang).to_owned(),
    }
}

/// No channel is promised that its reader does not have.
fn told(lang: Lang, by: Option<Channel>) -> &'static str {
    match by {
        Some(Channel::Email) => words::told_by_email(lang),
        Some(Channel::Sms) => words::told_by_sms(lang),
        _ => words::told_here(lang),
    }
}
