//! What runs in the browser: the sum of the invoices that are chosen, and what will be owed on another day, before a
//! form is sent.

use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::accounts::forecast::{Forecast, Outlook};
use crate::accounts::words;
use crate::accounts::words::balance;
use crate::kernel::browser::{found, on, place, typed, wake};
use crate::kernel::dates::{long_day, parse_day};
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;
use crate::kernel::markup::{Markup, element, summary, text};
use crate::kernel::money::{Currency, Money};
use crate::kernel::packed::packed;

const SUM: &str = "chosen-sum";
const FORECAST: &str = "forecast-answer";

/// An invoice that can be chosen, and what paying it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pickable {
    pub invoice: InvoiceId,
    pub payable: Money,
}

/// The sentence for what is chosen; `None` when the sum does not fit.
pub fn chosen_text(lang: Lang, currency: Currency, chosen: &[Money]) -> Option<String> {
    let sum = chosen.iter().try_fold(Money::zero(currency), |sum, payable| sum.checked_add(*payable))?;
    Some(match chosen.len() {
        0 => words::chosen_none(lang).to_owned(),
        1 => words::chosen_one(lang, sum),
        count => words::chosen_many(lang, count, sum),
    })
}

/// Adds up what is chosen in the list on this page as soon as it changes. Until the script runs, and without one, it is
/// empty and the sum is shown on the next page.
#[component]
pub fn ChosenSum(lang: Lang, pickable: Vec<Pickable>, currency: Currency) -> impl IntoView {
    let given = packed(&(lang, currency, pickable));
    view! {
        <p class="chosen-sum" role="status" data-worker=SUM data-given=given></p>
        <AddsUp />
    }
}

#[island]
fn AddsUp() -> impl IntoView {
    wake(|| {
        let Some((place, given)) = place::<(Lang, Currency, Vec<Pickable>)>(SUM) else { return };
        let (lang, currency, pickable) = given;
        let add_up = move || {
            let chosen = pickable.iter().filter(|one| is_checked(one.invoice)).map(|one| one.payable);
            let sentence = chosen_text(lang, currency, &chosen.collect::<Vec<Money>>());
            place.set_text_content(sentence.as_deref());
        };
        // The browser may have kept what was chosen before a reload or on the way back.
        add_up();
        on(&window(), "change", move |_| add_up());
    });
}

/// Whether the box of this invoice is checked now.
fn is_checked(invoice: InvoiceId) -> bool {
    found(&format!("input[value='{invoice}']:checked")).is_some()
}

/// What will be owed on a day, beside the form that asks. The server works it out for the page; in the browser it follows
/// what is typed, and stays as it is while that is no day or no amount.
#[component]
pub fn ForecastAnswer<'a>(
    lang: Lang,
    forecast: &'a Forecast,
    on: NaiveDate,
    paid_minor: i64,
) -> impl IntoView {
    let given = packed(&(lang, forecast));
    let html = answer(lang, forecast.on(on, paid_minor)).into_html();
    view! {
        <div role="status" data-worker=FORECAST data-given=given inner_html=html></div>
        <FollowsForecast />
    }
}

#[island]
fn FollowsForecast() -> impl IntoView {
    wake(|| {
        let Some((place, (lang, forecast))) = place::<(Lang, Forecast)>(FORECAST) else { return };
        on(&window(), "input", move |_| {
            if let Some((day, paid_minor)) = typed_question(forecast.today, forecast.currency) {
                place.set_inner_html(&answer(lang, forecast.on(day, paid_minor)).into_html());
            }
        });
    });
}

/// The answer in words; the server shows it by itself where a page would be too heavy for the browser to work it out.
pub fn answer(lang: Lang, outlook: Option<Outlook>) -> Markup {
    let Some(outlook) = outlook else {
        return element("p", &[], vec![text(balance::does_not_fit(lang))]);
    };
    let row = |label, amount: Money| Some((label, amount.to_string()));
    let rows = [
        row(balance::will_be_due(lang), outlook.due),
        row(balance::will_be_added(lang), outlook.added),
        row(balance::will_be_saved(lang), outlook.saved).filter(|_| outlook.saved.is_positive()),
        row(balance::will_be_credit(lang), outlook.credit).filter(|_| outlook.credit.is_positive()),
    ];
    let label = balance::will_owe(lang, &long_day(outlook.on, lang));
    let code = format!("\u{a0}{}", outlook.owed.currency);
    let number = vec![
        text(&outlook.owed.to_string()),
        element("span", &[("class", "amount-code")], vec![text(&code)]),
    ];
    let amount = vec![
        element("p", &[("class", "amount-label")], vec![text(&label)]),
        element("p", &[("class", "amount-number")], number),
    ];
    Markup::from(vec![element("div", &[("class", "amount")], amount), summary(&rows)])
}

/// What stands in the form now, if it can be answered.
fn typed_question(today: NaiveDate, currency: Currency) -> Option<(NaiveDate, i64)> {
    let on = parse_day(&typed("on_day")?, &typed("on_month")?, &typed("on_year")?).ok()?;
    let paid = typed("paid")?;
    let paid_minor = if paid.trim().is_empty() { 0 } else { Money::parse(&paid, currency).ok()?.minor };
    let is_asked = on >= today && on <= Forecast::farthest(today) && paid_minor >= 0;
    is_asked.then_some((on, paid_minor))
}
