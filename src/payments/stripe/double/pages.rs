//! The pages of the test checkout, from data to HTML. They are their own small site, with their own stylesheet: on the
//! real way to pay, this part is Stripe's and looks like it.

use leptos::prelude::*;

use super::instruments::Kind;
use super::words;
use crate::kernel::locale::Lang;

/// What a page tells about a checkout.
pub struct CheckoutFacts {
    pub lang: Lang,
    /// By what can be paid.
    pub kinds: Vec<Kind>,
    pub amount: String,
    pub description: String,
    pub email: Option<String>,
    pub success_url: String,
    pub cancel_url: Option<String>,
    /// Where this page's forms are posted to.
    pub path: String,
    /// What to say about the try before this one.
    pub problem: Option<&'static str>,
}

/// The page where somebody pays.
pub fn pay_page(facts: CheckoutFacts) -> String {
    let CheckoutFacts { lang, kinds, amount, description, email, cancel_url, path, problem, .. } = facts;
    let action = format!("{path}/pay");
    let ways: Vec<AnyView> = kinds
        .into_iter()
        .map(|kind| match kind {
            Kind::Card => card(lang, action.clone(), &amount, problem),
            Kind::Oxxo => another_way(
                action.clone(),
                "OXXO",
                words::oxxo_lead(lang),
                "voucher",
                words::make_voucher(lang),
            ),
            Kind::CustomerBalance => another_way(
                action.clone(),
                "SPEI",
                words::spei_lead(lang),
                "transfer",
                words::make_transfer(lang),
            ),
            Kind::SepaDebit => {
                another_way(action.clone(), "SEPA", words::sepa_lead(lang), "debit", words::make_debit(lang))
            }
        })
        .collect();
    let body = view! {
        <section class="sheet">
            <h1>{description}</h1>
            <p class="amount">{amount}</p>
            {email.map(|email| view! { <p class="soft">{words::email(lang)} ": " {email}</p> })}
            <p class="soft">{words::instead_of(lang)}</p>
        </section>
        {ways}
        {cancel_url.map(|address| view! { <p><a href=address>{words::go_back(lang)}</a></p> })}
    };
    document(lang, words::title(lang), body)
}

fn card(lang: Lang, action: String, amount: &str, problem: Option<&'static str>) -> AnyView {
    let pay = words::pay(lang, amount);
    let invalid = problem.is_some().then_some("problem");
    view! {
        <section class="sheet">
            {problem.map(|problem| view! { <p class="error" id="problem" role="alert">{problem}</p> })}
            <form method="post" action=action.clone()>
                <label for="card">{words::card_number(lang)}</label>
                <p class="soft" id="hint">{words::card_hint(lang)}</p>
                <input
                    id="card"
                    name="card"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="40"
                    aria-invalid=invalid.map(|_| "true")
                    aria-describedby=invalid.map_or("hint", |_| "problem hint")
                />
                <button class="first">{pay}</button>
            </form>
        </section>
        <section class="sheet">
            <h2>{words::or_choose(lang)}</h2>
            <form method="post" action=action>
                <button name="outcome" value="pay">{words::choose_pay(lang)}</button>
                <button name="outcome" value="decline">{words::choose_decline(lang)}</button>
                <button name="outcome" value="confirm">{words::choose_confirm(lang)}</button>
            </form>
        </section>
    }
    .into_any()
}

fn another_way(
    action: String,
    name: &'static str,
    lead: &'static str,
    outcome: &'static str,
    button: &'static str,
) -> AnyView {
    view! {
        <section class="sheet">
            <h2>{name}</h2>
            <p class="soft">{lead}</p>
            <form method="post" action=action>
                <button class="first" name="outcome" value=outcome>{button}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The page where the bank asks whether it is really them.
pub fn confirm_page(facts: CheckoutFacts) -> String {
    let lang = facts.lang;
    let body = view! {
        <section class="sheet">
            <h1>{words::confirm_title(lang)}</h1>
            <p>{words::confirm_lead(lang, &facts.amount)}</p>
            <form method="post" action=format!("{}/confirm", facts.path)>
                <button class="first" name="decision" value="yes">{words::confirm_yes(lang)}</button>
                <button name="decision" value="no">{words::confirm_no(lang)}</button>
            </form>
        </section>
    };
    document(lang, words::confirm_title(lang), body)
}

/// The page of a checkout that was paid.
pub fn paid_page(facts: CheckoutFacts) -> String {
    let lang = facts.lang;
    let body = view! {
        <section class="sheet">
            <h1>{words::paid_title(lang)}</h1>
            <p class="amount">{facts.amount}</p>
            <a class="button first" href=facts.success_url>{words::paid_next(lang)}</a>
        </section>
    };
    document(lang, words::paid_title(lang), body)
}

/// The page of a checkout that ran out of time.
pub fn expired_page(facts: CheckoutFacts) -> String {
    let lang = facts.lang;
    let back = facts.cancel_url.map(|address| {
        view! { <a class="button first" href=address>{words::go_back(lang)}</a> }
    });
    let body = view! {
        <section class="sheet">
            <h1>{words::expired_title(lang)}</h1>
            <p>{words::expired_lead(lang)}</p>
            {back}
        </section>
    };
    document(lang, words::expired_title(lang), body)
}

/// The page of a checkout that does not exist.
pub fn unknown_page(lang: Lang) -> String {
    let body = view! {
        <section class="sheet">
            <h1>{words::unknown_title(lang)}</h1>
            <p>{words::unknown_lead(lang)}</p>
        </section>
    };
    document(lang, words::unknown_title(lang), body)
}

pub(super) fn document(lang: Lang, title: &'static str, body: impl IntoView + 'static) -> String {
    let page = view! {
        <html lang=lang.html_lang()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex" />
                // Text between the tags would be followed by a marker, which a title shows. Ours needs no escaping.
                <title inner_html=title></title>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="stylesheet" href="/dev/stripe/checkout.css" />
            </head>
            <body>
                <header class="banner">{words::banner(lang)}</header>
                <main>{body.into_any()}</main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", page.to_html())
}
