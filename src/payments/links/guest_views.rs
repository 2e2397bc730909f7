//! What a guest reads: a creditor, initials, the end of a reference and an amount, and what became of their payment.

use leptos::prelude::*;

use crate::kernel::dates::{day_month, hour};
use crate::kernel::locale::Lang;
use crate::kernel::web::{Draft, FieldError};
use crate::payments;
use crate::payments::islands::PaymentWatch;
use crate::payments::links::guest::{GuestPayment, Opened, Owner, Token};
use crate::payments::links::model::Offer;
use crate::payments::links::words;
use crate::payments::model::{Asked, PaymentState};
use crate::payments::store::reading::receipt_name;
use crate::payments::views::moment;
use crate::ui::{
    Actions, Amount, Button, ButtonKind, ButtonLink, Choice, Done, Field, MoneyField, Next, Notice,
    NoticeKind, PostForm, RadioCards, Refilled, Width,
};

/// The page that asks a guest how much.
pub struct PayPage {
    token: String,
    opened: Opened,
    amount: crate::kernel::money::Money,
    least: crate::kernel::money::Money,
    form: Refilled,
}

impl PayPage {
    pub fn new(lang: Lang, token: &Token, opened: Opened, offer: &Offer, draft: Option<&Draft>) -> Self {
        let currency = opened.currency;
        Self {
            token: token.text().to_owned(),
            opened,
            amount: offer.amount(),
            least: offer.least(),
            form: Refilled::of(draft, |error| sentence(lang, currency, error)),
        }
    }
}

/// Every error of the page with the id of its field.
pub fn pay_page_errors(page: &PayPage) -> Vec<(String, String)> {
    page.form.errors()
}

pub fn pay_view(lang: Lang, page: PayPage) -> AnyView {
    let PayPage { token, opened, amount, least, form } = page;
    let Owner { creditor_name, initials, ending, .. } = opened.owner;
    let how = form.value("how");
    let how = if how.is_empty() { Asked::EVERYTHING.to_owned() } else { how };
    let another = view! {
        <MoneyField
            lang=lang
            name="amount"
            label=payments::words::amount_label(lang, opened.currency)
            currency=opened.currency
            hint=payments::words::at_least(lang, least)
            error=form.error("amount")
            value=form.value("amount")
        />
    };
    let choices = vec![
        Choice::new(Asked::EVERYTHING, words::this_amount(lang)).amount(amount),
        Choice::new(Asked::AMOUNT, words::another_amount(lang)).more(another),
    ];
    let label = words::account_of(lang, &initials, &ending);
    let worked_out = words::worked_out(lang, &day_month(opened.today, lang));
    let promise = words::nothing_charged_yet(lang, &creditor_name);
    let next = words::pay_next(lang, &creditor_name);
    let (how_error, email_error, email) = (form.error("how"), form.error("email"), form.value("email"));
    let notices = notices(lang, form.error(""), opened.is_in_flight);
    view! {
        {notices}
        <h1>{words::pay_heading(lang, &creditor_name)}</h1>
        <Amount label=label money=amount>
            <p>{worked_out}</p>
        </Amount>
        <PostForm action="/do/payments/pay-link">
            <input type="hidden" name="token" value=token />
            <input type="hidden" name="shown" value=amount.minor.to_string() />
            <RadioCards
                lang=lang
                name="how"
                legend=words::how_much(lang)
                error=how_error
                choices=choices
                chosen=how
            />
            <Field
                lang=lang
                name="email"
                label=words::email(lang)
                hint=words::email_hint(lang)
                error=email_error
                value=email
                width=Width::Medium
                kind="email"
                autocomplete="email"
            />
            <Button>{words::go_and_pay(lang)}</Button>
            <p>{promise}</p>
        </PostForm>
        <Next lang=lang>{next}</Next>
        <p><a href="/login">{words::sign_in(lang)}</a></p>
    }
    .into_any()
}

/// Why the form came back, and that money may be on its way already.
fn notices(lang: Lang, came_back: Option<String>, is_in_flight: bool) -> AnyView {
    let came_back = came_back.map(|sentence| {
        let heading = payments::words::form_stale_heading(lang);
        view! { <Notice kind=NoticeKind::Problem heading=heading focused=true>{sentence}</Notice> }
    });
    let in_flight = is_in_flight.then(|| {
        view! {
            <Notice kind=NoticeKind::Attention heading=words::in_flight_heading(lang)>
                {words::in_flight(lang)}
            </Notice>
        }
    });
    view! { {came_back} {in_flight} }.into_any()
}

/// The same for every link that cannot be paid by.
pub fn dead_link(lang: Lang) -> AnyView {
    view! {
        <h1>{words::dead_heading(lang)}</h1>
        <p>{words::dead(lang)}</p>
    }
    .into_any()
}

/// What it was for is asked for no more.
pub fn over_link(lang: Lang) -> AnyView {
    view! {
        <h1>{words::over_heading(lang)}</h1>
        <p>{words::over(lang)}</p>
    }
    .into_any()
}

pub fn settled_heading(lang: Lang, was_paid: bool) -> &'static str {
    if was_paid { words::paid_heading(lang) } else { words::nothing_heading(lang) }
}

/// Nothing is left to pay: because it was paid by this link, or for a reason that is not a guest's to know.
pub fn settled_link(lang: Lang, was_paid: bool) -> AnyView {
    let heading = settled_heading(lang, was_paid);
    if was_paid {
        view! { <Done heading=heading><p>{words::paid_text(lang)}</p></Done> }.into_any()
    } else {
        view! { <h1>{heading}</h1> <p>{words::nothing(lang)}</p> }.into_any()
    }
}

/// The heading of the page of a guest's payment, which is its title too.
pub fn guest_heading(lang: Lang, payment: &GuestPayment, returned: bool) -> String {
    use payments::words;
    match payment.state {
        PaymentState::Created if returned || payment.checkout_url.is_none() => {
            words::confirming_heading(lang, payment.amount)
        }
        PaymentState::Created => words::not_finished_heading(lang, payment.amount),
        PaymentState::RequiresAction => words::step_left_heading(lang, payment.amount),
        PaymentState::Processing => words::processing_heading(lang).to_owned(),
        PaymentState::Unknown => words::unknown_heading(lang).to_owned(),
        PaymentState::Succeeded => words::received_heading(lang).to_owned(),
        PaymentState::Failed => words::declined_heading(lang).to_owned(),
        PaymentState::Expired => words::expired_heading(lang).to_owned(),
        PaymentState::Abandoned => words::nothing_charged_heading(lang).to_owned(),
    }
}

/// Where the guest's money is. Of a payment that was received: amount, date and reference.
pub fn guest_payment_view(lang: Lang, token: &Token, payment: &GuestPayment, returned: bool) -> AnyView {
    let heading = guest_heading(lang, payment, returned);
    match payment.state {
        PaymentState::Succeeded => received(lang, payment, heading),
        state if state.is_open() => open(lang, token, payment, heading, returned),
        _ => ended(lang, token, payment, heading),
    }
}

fn place(lang: Lang, payment: &GuestPayment) -> String {
    format!(
        "{}. {}",
        payment.owner.creditor_name,
        words::account_of(lang, &payment.owner.initials, &payment.owner.ending)
    )
}

fn received(lang: Lang, payment: &GuestPayment, heading: String) -> AnyView {
    let reference = payment.receipt_number.map(|number| words::reference(lang, &receipt_name(number)));
    let at = payment.paid_at.map(|at| moment(lang, at, payment.owner.zone));
    let line = at.into_iter().chain(reference).collect::<Vec<_>>().join(" · ");
    let (place, amount) = (place(lang, payment), payment.amount);
    let next = words::received_next(lang, &payment.owner.creditor_name);
    view! {
        <Done heading=heading>
            <Amount label=place money=amount>
                <p>{line}</p>
            </Amount>
        </Done>
        <p>{words::receipt_by_email(lang)}</p>
        <Next lang=lang>{next}</Next>
    }
    .into_any()
}

fn open(lang: Lang, token: &Token, payment: &GuestPayment, heading: String, returned: bool) -> AnyView {
    let waits_for_payer = match payment.state {
        PaymentState::Created => !returned,
        PaymentState::RequiresAction => true,
        _ => false,
    };
    let here = format!("{}/payments/{}", token.path(), payment.id);
    let page = payment.checkout_url.clone().filter(|_| waits_for_payer);
    let kind = if page.is_some() { ButtonKind::Secondary } else { ButtonKind::Primary };
    let go_on =
        page.map(|url| view! { <ButtonLink href=url>{payments::words::go_on_paying(lang)}</ButtonLink> });
    let refresh = format!("{here}{}", if returned { "?returned=1" } else { "" });
    let address = format!("/live{here}?seen={}", payment.mark());
    let sentence = open_sentence(lang, payment, returned);
    view! {
        <h1>{heading}</h1>
        <Amount label=place(lang, payment) money=payment.amount>
            <p>{sentence}</p>
        </Amount>
        <Actions>
            {go_on}
            <ButtonLink href=refresh kind=kind>{payments::words::refresh(lang)}</ButtonLink>
        </Actions>
        <PaymentWatch lang=lang address=address />
        <Next lang=lang>{words::open_next(lang)}</Next>
    }
    .into_any()
}

fn open_sentence(lang: Lang, payment: &GuestPayment, returned: bool) -> String {
    use payments::words;
    match (payment.state, payment.expires_at) {
        (PaymentState::Created, Some(until)) if !returned && payment.checkout_url.is_some() => {
            words::not_finished(lang, &hour(until.with_timezone(&payment.owner.zone).time(), lang))
        }
        (PaymentState::Created, _) => words::confirming(lang).to_owned(),
        (PaymentState::RequiresAction, _) => words::step_left(lang).to_owned(),
        (PaymentState::Processing, _) => words::processing(lang, payment.amount),
        _ => words::unknown(lang).to_owned(),
    }
}

fn ended(lang: Lang, token: &Token, payment: &GuestPayment, heading: String) -> AnyView {
    let sentence = match payment.state {
        PaymentState::Failed if !payment.was_opened => payments::words::not_opened(lang),
        PaymentState::Failed => payments::words::declined(lang),
        PaymentState::Expired => payments::words::expired(lang),
        _ => payments::words::left_the_page(lang),
    };
    let again = payment
        .is_live
        .then(|| view! { <p><ButtonLink href=token.path()>{words::try_again(lang)}</ButtonLink></p> });
    view! {
        <h1>{heading}</h1>
        <Amount label=place(lang, payment) money=payment.amount>
            <p>{sentence}</p>
        </Amount>
        {again}
        <Next lang=lang>{words::ended_next(lang)}</Next>
    }
    .into_any()
}

fn sentence(lang: Lang, currency: crate::kernel::money::Currency, error: &FieldError) -> String {
    use payments::words as common;
    let arg = error.args.first().map(String::as_str);
    match (error.code.as_str(), arg) {
        ("amount_empty", _) => common::amount_empty(lang).to_owned(),
        ("amount_decimals", _) => common::decimals(lang, currency),
        ("amount_too_small", Some(least)) => common::amount_too_small(lang, least),
        ("amount_too_large", Some(most)) => common::amount_too_large(lang, most),
        ("amount_not_number" | "amount_too_large", _) => common::amount_not_number(lang).to_owned(),
        ("choice_none", _) => common::choice_none(lang).to_owned(),
        ("email_wrong", _) => words::email_wrong(lang).to_owned(),
        ("balance_moved", _) => words::balance_moved(lang).to_owned(),
        ("provider_down", _) => common::provider_down(lang).to_owned(),
        ("too_small_for_provider", _) => common::too_small_for_provider(lang).to_owned(),
        _ => words::stale(lang).to_owned(),
    }
}
