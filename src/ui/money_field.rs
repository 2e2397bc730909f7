use leptos::prelude::*;

use super::field::{About, labelled};
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};

/// An amount, with the currency's sign before it. The label names the currency. What was typed comes back written
/// out (3000 as 3,000.00) if it could be read, and as it was typed if not.
#[component]
pub fn MoneyField(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    currency: Currency,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let value = Money::parse(&value, currency).map_or(value, Money::digits);
    let about = About::new(&name, hint, error);
    let input = view! {
        <div class="money-field">
            <span class="money-field-sign" aria-hidden="true">{currency.sign()}</span>
            <input
                class="input input-medium"
                id=name.clone()
                name=name
                type="text"
                inputmode="decimal"
                autocomplete="off"
                value=value
                aria-describedby=about.described_by()
                aria-invalid=about.invalid()
            />
        </div>
    };
    labelled(lang, label, about, input)
}
