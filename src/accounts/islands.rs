//! What runs in the browser: the sum of the invoices that are chosen, before the form is sent.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::accounts::words;
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
