//! The views that both sides read: each is a function from data to HTML and takes the [`Viewer`] that reads it.

mod choices;
pub mod explained;
pub mod forecast;
pub mod guarantee;
pub mod invoice;
pub mod landing;
pub mod list;
pub mod makeup;
pub mod since;
pub mod summary;

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::accounts::asked::{AskedDay, WrongDay};
use crate::accounts::model::{Account, InvoiceState, Viewer};
use crate::accounts::words;
use crate::accounts::words::balance;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ui::{Badge, Button, ButtonKind, DateField, Shape, Tab, Tabs, Tone};

/// The state of an invoice in its word and shape, the same wherever it stands.
pub fn state_badge(lang: Lang, state: InvoiceState) -> AnyView {
    let (shape, tone, word) = match state {
        InvoiceState::NotDue => (Shape::Circle, Tone::Quiet, words::state_not_due(lang)),
        InvoiceState::PastDue => (Shape::Triangle, Tone::Due, words::state_past_due(lang)),
        InvoiceState::PartPaid => (Shape::Half, Tone::Wait, words::state_part_paid(lang)),
        InvoiceState::InDispute => (Shape::Diamond, Tone::Hold, words::state_in_dispute(lang)),
        InvoiceState::InPlan => (Shape::Square, Tone::Wait, words::state_in_plan(lang)),
        InvoiceState::Paid => (Shape::Check, Tone::Good, words::state_paid(lang)),
        InvoiceState::Voided => (Shape::Cross, Tone::Quiet, words::state_voided(lang)),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}

/// Which of somebody's accounts a page is about, where there are several. `page` ends where the account is to be named.
pub fn account_tabs(lang: Lang, accounts: &[Account], current: &Account, page: &str) -> Option<AnyView> {
    if accounts.len() < 2 {
        return None;
    }
    let tabs = accounts.iter().map(|account| Tab {
        href: format!("{page}?account={}", account.id),
        text: words::account_line(lang, &account.creditor_name, &account.reference),
        count: None,
        is_current: account.id == current.id,
    });
    Some(view! { <Tabs label=words::which_account(lang) tabs=tabs.collect() /> }.into_any())
}

/// An amount that opens to the entries that make it.
pub fn amount_link(href: String, amount: Money) -> AnyView {
    view! { <a href=href>{amount.to_string()}</a> }.into_any()
}

/// A form that shows the same page for another day.
pub struct WhichDay<'a> {
    /// Below the address where this side finds the pages of an account.
    pub page: &'static str,
    pub heading: &'static str,
    pub legend: &'static str,
    pub hint: &'static str,
    /// Which amount, where the page knows several.
    pub of: Option<String>,
    pub asked: &'a AskedDay,
    pub shown: NaiveDate,
    pub wrong: Option<WrongDay>,
}

impl WhichDay<'_> {
    /// What stands at the field.
    pub fn error(lang: Lang, wrong: WrongDay) -> &'static str {
        match wrong {
            WrongDay::NoDay(_) => balance::day_wrong(lang),
            WrongDay::Outside => balance::day_ahead(lang),
        }
    }
}

/// A question that changes nothing, so it is asked by GET and the answer has an address.
pub fn day_form(lang: Lang, viewer: Viewer, account: &Account, form: WhichDay<'_>) -> AnyView {
    let error = form.wrong.map(|wrong| WhichDay::error(lang, wrong).to_owned());
    let of = form.of.map(|of| view! { <input type="hidden" name="of" value=of /> });
    view! {
        <h2>{form.heading}</h2>
        <form class="form" action=format!("{}/{}", viewer.base(), form.page) novalidate>
            {account_field(viewer, account)}
            {of}
            <DateField
                lang=lang
                name="on"
                legend=form.legend
                hint=form.hint
                error=error
                wrong=form.wrong.and_then(WrongDay::part)
                value=form.asked.typed(form.shown)
            />
            <Button kind=ButtonKind::Secondary>{balance::show(lang)}</Button>
        </form>
    }
    .into_any()
}

/// Which account a form is about, where its address does not say so.
fn account_field(viewer: Viewer, account: &Account) -> Option<AnyView> {
    (viewer == Viewer::Person)
        .then(|| view! { <input type="hidden" name="account" value=account.id.to_string() /> }.into_any())
}

/// The address of a page about a balance.
pub fn balance_href(viewer: Viewer, account: &Account, page: &str, query: &str) -> String {
    let account = match viewer {
        Viewer::Person => format!("account={}", account.id),
        Viewer::Staff(_) | Viewer::AsPerson(_) => String::new(),
    };
    let query: Vec<&str> = [query, &account].into_iter().filter(|part| !part.is_empty()).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}/{page}{mark}{}", viewer.base(), query.join("&"))
}
