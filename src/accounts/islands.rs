//! What runs in the browser: the sum of the invoices that are chosen, and what will be owed on another day, before a
//! form is sent.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use serde::{Deserialize, Serialize};

use crate::accounts::forecast::{Forecast, Outlook};
use crate::accounts::words;
use crate::accounts::words::balance;
use crate::kernel::dates::{long_day, parse_day};
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};

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
#[island]
pub fn ChosenSum(lang: Lang, pickable: Vec<Pickable>, currency: Currency) -> impl IntoView {
    let sentence = RwSignal::new(String::new());
    let add_up = move || {
        let chosen: Vec<Money> =
            pickable.iter().filter(|one| is_checked(one.invoice)).map(|one| one.payable).collect();
        sentence.set(chosen_text(lang, currency, &chosen).unwrap_or_default());
    };
    // Effects run in the browser only. It may have kept what was chosen before a reload or on the way back.
    Effect::new(move || {
        add_up();
        let add_up = add_up.clone();
        window_event_listener(leptos::ev::change, move |_| add_up());
    });
    view! { <p class="chosen-sum" role="status">{move || sentence.get()}</p> }
}

/// Whether the box of this invoice is checked now.
fn is_checked(invoice: InvoiceId) -> bool {
    let selector = format!("input[value='{invoice}']:checked");
    document().query_selector(&selector).is_ok_and(|found| found.is_some())
}

/// What will be owed on a day, beside the form that asks. The server works it out for the page; in the browser it follows
/// what is typed, and stays as it is while that is no day or no amount.
#[island]
pub fn ForecastAnswer(lang: Lang, forecast: Forecast, on: NaiveDate, paid_minor: i64) -> impl IntoView {
    let asked = RwSignal::new((on, paid_minor));
    let (today, currency) = (forecast.today, forecast.currency);
    Effect::new(move || {
        window_event_listener(leptos::ev::input, move |_| {
            if let Some(now) = typed_question(today, currency) {
                asked.set(now);
            }
        });
    });
    let shown = move || {
        let (on, paid_minor) = asked.get();
        answer(lang, forecast.on(on, paid_minor))
    };
    view! { <div role="status">{shown}</div> }
}

/// The answer in words; the server shows it by itself where a page would be too heavy for the browser to work it out.
pub fn answer(lang: Lang, outlook: Option<Outlook>) -> AnyView {
    let Some(outlook) = outlook else {
        return view! { <p>{balance::does_not_fit(lang)}</p> }.into_any();
    };
    let rows = [
        (balance::will_be_due(lang), outlook.due, true),
        (balance::will_be_added(lang), outlook.added, true),
        (balance::will_be_saved(lang), outlook.saved, outlook.saved.is_positive()),
        (balance::will_be_credit(lang), outlook.credit, outlook.credit.is_positive()),
    ];
    let rows = rows.into_iter().filter(|(.., is_shown)| *is_shown).map(|(label, amount, _)| {
        view! { <div class="summary-row"><dt>{label}</dt><dd>{amount.to_string()}</dd></div> }
    });
    view! {
        <div class="amount">
            <p class="amount-label">{balance::will_owe(lang, &long_day(outlook.on, lang))}</p>
            <p class="amount-number">
                {outlook.owed.to_string()}
                <span class="amount-code">{format!("\u{a0}{}", outlook.owed.currency)}</span>
            </p>
        </div>
        <dl class="summary-list">{rows.collect_view()}</dl>
    }
    .into_any()
}

/// What stands in the form now, if it can be answered.
fn typed_question(today: NaiveDate, currency: Currency) -> Option<(NaiveDate, i64)> {
    let on = parse_day(&typed("on_day")?, &typed("on_month")?, &typed("on_year")?).ok()?;
    let paid = typed("paid")?;
    let paid_minor = if paid.trim().is_empty() { 0 } else { Money::parse(&paid, currency).ok()?.minor };
    let is_asked = on >= today && on <= Forecast::farthest(today) && paid_minor >= 0;
    is_asked.then_some((on, paid_minor))
}

fn typed(name: &str) -> Option<String> {
    let found = document().query_selector(&format!("input[name='{name}']")).ok()??;
    Some(found.dyn_into::<HtmlInputElement>().ok()?.value())
}
