//! `GET /account/plans/budget`: an amount that one can keep up. What is answered stands in the address only.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::frame::person_frame;
use crate::accounts::model::Account;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::plans::asked::Asked;
use crate::plans::budget::{BANDS, Suggestion, band, suggest};
use crate::plans::proposing::{account_to_plan, invoices};
use crate::plans::words::budget as words;
use crate::ui::page::{Page, Visit, debtor_page};
use crate::ui::{BackLink, Brand, Button, ButtonLink, Card, Choice, Next, RadioCards};

/// Two bands, and the debts that the plan is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BudgetQuery {
    account: String,
    invoice: Vec<String>,
    comes_in: String,
    goes_out: String,
}

/// `GET /account/plans/budget`
pub async fn budget(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(query): Query<BudgetQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let asked = Asked { account: query.account.clone(), invoice: query.invoice.clone(), ..Asked::default() };
    invoices(&asked)?;
    let mut tx = db.begin(person.actor()).await?;
    let account = account_to_plan(&mut tx, &asked).await?.ok_or(Refusal::NotFound)?;
    let accounts = std::slice::from_ref(&account);
    let frame = person_frame(&mut tx, &visit, &person.name, None, accounts, &[]).await?;
    let comes_in = query.comes_in.parse().ok();
    let goes_out = query.goes_out.parse().ok();
    let found = comes_in.zip(goes_out).and_then(|(all, must)| suggest(account.currency, all, must));
    let back = simulator_href(&account, &query, None);
    let result = found.map(|found| result(lang, &account, &query, found, &frame.brand));
    let question = question(lang, &account, &query);
    let title = words::heading(lang);
    let body = view! {
        <BackLink lang=lang href=back />
        <h1>{title}</h1>
        <p>{words::lead(lang)}</p>
        {question}
        {result}
        <Next lang=lang>{words::kept_nowhere(lang)}</Next>
    };
    Ok(debtor_page(&visit, frame, Page::new(title, body)))
}

fn question(lang: Lang, account: &Account, query: &BudgetQuery) -> AnyView {
    let bands = || -> Vec<Choice> {
        (0..BANDS)
            .filter_map(|index| {
                let text = match band(account.currency, index)? {
                    (from, Some(until)) if from.is_zero() => words::less_than(lang, until),
                    (from, Some(until)) => words::between(lang, from, until),
                    (from, None) => words::more_than(lang, from),
                };
                Some(Choice::new(index.to_string(), text))
            })
            .collect()
    };
    let invoices = query.invoice.iter().map(|invoice| {
        view! { <input type="hidden" name="invoice" value=invoice.clone() /> }
    });
    view! {
        <form class="form" action="/account/plans/budget" novalidate>
            <input type="hidden" name="account" value=account.id.to_string() />
            {invoices.collect_view()}
            <RadioCards
                lang=lang
                name="comes_in"
                legend=words::comes_in(lang)
                choices=bands()
                chosen=query.comes_in.clone()
            />
            <RadioCards
                lang=lang
                name="goes_out"
                legend=words::goes_out(lang)
                hint=words::goes_out_hint(lang)
                choices=bands()
                chosen=query.goes_out.clone()
            />
            <Button>{words::work_out(lang)}</Button>
        </form>
    }
    .into_any()
}

/// An amount to try, or what helps where there is none: never the next dearer plan.
fn result(lang: Lang, account: &Account, query: &BudgetQuery, found: Suggestion, brand: &Brand) -> AnyView {
    match found {
        Suggestion::EachMonth(amount) => {
            let href = simulator_href(account, query, Some(amount.digits()));
            view! {
                <Card>
                    <h2>{words::could_keep(lang, amount)}</h2>
                    <p>{words::why_half(lang)}</p>
                    <p><ButtonLink href=href>{words::try_it(lang, amount)}</ButtonLink></p>
                </Card>
            }
            .into_any()
        }
        Suggestion::NothingLeft => {
            let advice =
                brand.advice_body.clone().map(|body| view! { <li>{words::advice(lang, &body)}</li> });
            let phone = brand.phone.clone().map(|phone| view! { <li>{words::pause(lang, &phone)}</li> });
            let pay = format!("/account/pay?account={}", account.id);
            view! {
                <Card>
                    <h2>{words::nothing_left(lang)}</h2>
                    <p>{words::no_plan_now(lang)}</p>
                    <ul>
                        {phone}
                        {advice}
                        <li><a href=pay>{words::token_payment(lang)}</a></li>
                    </ul>
                </Card>
            }
            .into_any()
        }
    }
}

fn simulator_href(account: &Account, query: &BudgetQuery, each: Option<String>) -> String {
    let invoices: String = query.invoice.iter().map(|invoice| format!("&invoice={invoice}")).collect();
    let each = each.map(|each| each.replace(',', ""));
    let each = each.map(|each| format!("&each={each}&budget={each}")).unwrap_or_default();
    format!("/account/plans/new?account={}{invoices}{each}", account.id)
}
