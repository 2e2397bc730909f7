use leptos::prelude::*;

use crate::kernel::money::Money;
use crate::ui::unbroken;

/// The number that answers a page's question: the largest thing on it. Its label is the page's h1 unless the page
/// has another; what explains it stands below as children.
#[component]
pub fn Amount(
    #[prop(into)] label: String,
    money: Money,
    #[prop(optional)] heading: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let label = unbroken(&label);
    let label = if heading {
        view! { <h1 class="amount-label">{label}</h1> }.into_any()
    } else {
        view! { <p class="amount-label">{label}</p> }.into_any()
    };
    view! {
        <div class="amount">
            {label}
            <p class="amount-number">
                {money.to_string()} <span class="amount-code">{format!("\u{a0}{}", money.currency)}</span>
            </p>
            {children.map(|children| children())}
        </div>
    }
}
