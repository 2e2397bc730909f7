use leptos::prelude::*;

use super::methods::{Ways, ways};
use super::{in_flight_notices, place};
use crate::accounts::model::payable_minor;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::payments::asked::asked_query;
use crate::payments::model::{Asked, Payable, Plan};
use crate::payments::saved;
use crate::payments::saved::views::keep_choice;
use crate::payments::store::Ground;
use crate::payments::store::reading::InFlight;
use crate::payments::words;
use crate::row;
use crate::ui::{
    Amount, BackLink, Button, Card, CheckboxList, Column, Columns, MainColumn, Next, Notice, NoticeKind,
    PostForm, SideColumn, Table,
};

/// The page that shows what a payment would do, before anybody leaves for the provider's page (screens 2.10).
pub struct Review {
    pub ground: Ground,
    pub payable: Payable,
    pub plan: Plan,
    pub asked: Asked,
    /// Stands for what the page shows: the form sends it back, so that nothing else is paid than what was read.
    pub shown: String,
    pub in_flight: Vec<InFlight>,
    /// By what it can be paid.
    pub ways: Ways,
    /// The most that a voucher can be for, where that is less.
    pub voucher_ceiling: Option<Money>,
    /// The code of why the form came back.
    pub came_back: Option<String>,
}

/// So that the page of an account with thousands of invoices is still one.
const ROWS_AT_MOST: usize = 60;

pub fn review(lang: Lang, page: &Review) -> AnyView {
    let back = format!("/account/pay?{}", asked_query(&page.asked));
    let after = page.payable.due_after(&page.plan.applied);
    let after = match (page.ground.guarantee.is_some(), after.is_positive()) {
        (true, true) => words::guarantee_after(lang, after),
        (true, false) => words::guarantee_after_nothing(lang).to_owned(),
        (false, true) => words::left_to_be_up_to_date(lang, after),
        (false, false) => words::will_be_up_to_date(lang).to_owned(),
    };
    let ceiling = page.voucher_ceiling;
    let place = place(lang, &page.ground);
    let (amount, table, form) = (page.plan.amount, table(lang, page), form(lang, page));
    let promise = words::nothing_charged_yet(lang, &page.ground.account.creditor_name);
    let (change, change_what) = (back.clone(), back.clone());
    view! {
        {page.came_back.as_deref().map(|code| came_back(lang, code))}
        {in_flight_notices(lang, &page.in_flight)}
        <BackLink lang=lang href=back />
        <h1>{words::review_heading(lang)}</h1>
        <Columns>
            <MainColumn>
                <Amount label=place money=amount>
                    <p><a href=change>{words::change(lang)}</a></p>
                </Amount>
                {table}
                <p>{after}</p>
                <p><a href=change_what>{words::change_what_it_pays(lang)}</a></p>
            </MainColumn>
            <SideColumn>
                <Card>
                    {form}
                    <p>{promise}</p>
                </Card>
                <Next lang=lang>
                    {words::review_next(lang)}
                    {ceiling.map(|most| format!(" {}", words::voucher_ceiling(lang, most)))}
                </Next>
            </SideColumn>
        </Columns>
    }
    .into_any()
}

/// Why the form was not taken. What was chosen stands on the page, at today's amounts.
fn came_back(lang: Lang, code: &str) -> AnyView {
    let (heading, sentence) = match code {
        "provider_down" => (words::provider_down_heading(lang), words::provider_down(lang)),
        "method_not_offered" => (words::method_not_offered_heading(lang), words::method_not_offered(lang)),
        "too_small_for_provider" => (words::provider_down_heading(lang), words::too_small_for_provider(lang)),
        "form_stale" => (words::form_stale_heading(lang), words::form_stale(lang)),
        _ => (words::balance_moved_heading(lang), words::balance_moved(lang)),
    };
    view! { <Notice kind=NoticeKind::Problem heading=heading focused=true>{sentence}</Notice> }.into_any()
}

fn form(lang: Lang, page: &Review) -> AnyView {
    let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value /> };
    let asked = &page.asked;
    let (how, amount) = (asked.how().to_owned(), asked.amount.clone());
    let plan = hidden("plan", asked.plan.clone());
    let ground = match &page.ground.guarantee {
        Some(guarantee) => hidden("guarantee", guarantee.invoice.to_string()),
        None => hidden("account", page.ground.account.id.to_string()),
    };
    let (shown, button) = (page.shown.clone(), words::go_and_pay(lang, page.plan.amount));
    let invoices: Vec<AnyView> =
        asked.invoice.iter().map(|invoice| hidden("invoice", invoice.clone()).into_any()).collect();
    let ways = ways(lang, &page.ways);
    let keep = page.ground.guarantee.is_none().then(|| {
        let (legend, choices) = (saved::words::card_legend(lang), vec![keep_choice(lang)]);
        view! { <CheckboxList lang=lang name="keep_card" legend=legend choices=choices /> }
    });
    view! {
        <PostForm action="/do/payments/start">
            {ground}
            {hidden("how", how)}
            {hidden("amount", amount)}
            {plan}
            {hidden("shown", shown)}
            {invoices}
            {ways}
            {keep}
            <Button>{button}</Button>
        </PostForm>
    }
    .into_any()
}

/// What gets something, and what is past due and gets nothing.
fn table(lang: Lang, page: &Review) -> AnyView {
    let paid = |item: &OpenItem| page.plan.applied.to_invoice(item.invoice);
    let shown: Vec<&OpenItem> =
        page.payable.items.iter().filter(|item| paid(item) > 0 || item.due_on < page.payable.today).collect();
    let money = |minor| Money::new(minor, page.payable.currency);
    let mut rows: Vec<Vec<AnyView>> = shown
        .iter()
        .take(ROWS_AT_MOST)
        .map(|item| {
            let left = money(payable_minor(item) - paid(item));
            let held = money(item.held_open_minor());
            let left = match page.ground.guarantee {
                Some(_) => left.to_string(),
                None => left_words(lang, left, held),
            };
            row![item.number.clone(), money(paid(item)).to_string(), left]
        })
        .collect();
    let rest = shown.get(ROWS_AT_MOST..).unwrap_or_default();
    if !rest.is_empty() {
        let rest_paid: i64 = rest.iter().map(|item| paid(item)).sum();
        let rest_left: i64 = rest.iter().map(|item| payable_minor(item)).sum::<i64>() - rest_paid;
        let label = words::more_rows(lang, rest.len());
        rows.push(row![label, money(rest_paid).to_string(), money(rest_left).to_string()]);
    }
    view! {
        <Table
            caption=words::review_table(lang)
            columns=vec![
                Column::text(words::invoice(lang)),
                Column::number(words::pays(lang)),
                Column::number(left_column(lang, &page.ground)),
            ]
            rows=rows
        />
    }
    .into_any()
}

/// What the last column tells: of the invoice, or of the guarantee.
pub(super) fn left_column(lang: Lang, ground: &Ground) -> &'static str {
    if ground.guarantee.is_some() { words::guarantee_left(lang) } else { words::left(lang) }
}

/// What is left of an invoice. Only one that has nothing contested either is called paid.
pub(super) fn left_words(lang: Lang, left: Money, held: Money) -> String {
    if held.is_positive() {
        words::left_held(lang, left, held)
    } else if left.is_zero() {
        words::left_paid(lang, left)
    } else {
        left.to_string()
    }
}
