//! The rows that make a figure (screens 2.8), in plain words, with the check that they add up to it.

use leptos::prelude::*;

use super::makeup::makeup_view;
use super::{WhichDay, balance_href, day_form};
use crate::accounts::asked::{AskedDay, WrongDay};
use crate::accounts::explained::{Explained, Group, INVOICES_PER_PAGE, Row, What};
use crate::accounts::model::{Account, May, Of, Viewer};
use crate::accounts::words;
use crate::accounts::words::balance;
use crate::kernel::dates::{hour, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::ledger::explanation::Explanation;
use crate::ledger::model::{Basis, Components, TransactionKind};
use crate::row;
use crate::ui::{
    Amount, ButtonLink, Column, Empty, Notice, NoticeKind, Pages, Pagination, Tab, Table, Tabs, unbroken,
};

/// The title of the page, which is its h1.
pub fn explained_heading(lang: Lang, explained: &Explained) -> String {
    match explained.of {
        Of::Invoice(_) => explained
            .groups
            .iter()
            .find_map(|group| group.invoice.as_ref())
            .map(|(_, number)| words::balance_invoice_heading(lang, number))
            .unwrap_or_default(),
        _ => words::balance_heading(lang).to_owned(),
    }
}

/// The whole page. `day` is what was asked about the day, and what is wrong with it.
pub fn explained_balance(
    lang: Lang,
    viewer: Viewer,
    explained: &Explained,
    page: usize,
    day: (&AskedDay, Option<WrongDay>),
) -> AnyView {
    let wrong = (!explained.adds_up()).then(|| {
        let sentence = words::does_not_add_up(lang, &explained.account.creditor_name);
        view! { <Notice kind=NoticeKind::Problem heading=words::check_failed(lang)>{sentence}</Notice> }
    });
    let tables: Vec<AnyView> =
        explained.groups.iter().map(|group| group_table(lang, viewer, &explained.account, group)).collect();
    let tables = if explained.row_count() == 0 {
        view! { <Empty sentence=words::no_entries(lang) /> }.into_any()
    } else {
        tables.into_any()
    };
    let pages = Pages::new(page as u64, INVOICES_PER_PAGE as u64, explained.invoice_count as u64);
    let first = address(viewer, explained, explained.of);
    let href = move |page| if page > 1 { format!("{first}&page={page}") } else { first.clone() };
    let form = WhichDay {
        page: "balance",
        heading: balance::another_day(lang),
        legend: balance::day_to_see(lang),
        hint: balance::day_hint(lang),
        of: Some(explained.of.code()),
        asked: day.0,
        shown: explained.on,
        wrong: day.1,
    };
    view! {
        {wrong}
        <h1>{unbroken(&explained_heading(lang, explained))}</h1>
        {stood(lang, viewer, explained)}
        {tabs(lang, viewer, explained)}
        <Amount label=figure_label(lang, explained.of) money=explained.figure>
            <p>{words::balance_lead(lang)}</p>
        </Amount>
        {makeup_view(lang, explained)}
        {tables}
        <p class="check-line">{check_line(lang, explained)}</p>
        <Pagination lang=lang pages=pages href=href />
        {pay(lang, viewer, explained)}
        {further(lang, viewer, explained)}
        {day_form(lang, viewer, &explained.account, form)}
    }
    .into_any()
}

/// That this is not how it stands now.
fn stood(lang: Lang, viewer: Viewer, explained: &Explained) -> Option<AnyView> {
    let heading = balance::stood_heading(lang, &long_day(explained.on, lang));
    let query = format!("of={}", explained.of.code());
    let today = balance_href(viewer, &explained.account, "balance", &query);
    explained.is_past().then(|| {
        view! {
            <Notice kind=NoticeKind::Info heading=heading>
                {balance::stood_sentence(lang)} " " <a href=today>{balance::see_today(lang)}</a>
            </Notice>
        }
        .into_any()
    })
}

/// The way from an amount that adds up to paying it.
fn pay(lang: Lang, viewer: Viewer, explained: &Explained) -> Option<AnyView> {
    let account = &explained.account;
    let chosen = match explained.of {
        Of::Due => String::new(),
        Of::Invoice(invoice) => format!("invoice={invoice}"),
        _ => return None,
    };
    let may_pay = viewer.may_act() && account.may >= May::Pay && !explained.is_past();
    (may_pay && explained.figure.is_positive() && explained.adds_up()).then(|| {
        let href = balance_href(viewer, account, "pay", &chosen);
        let text = balance::pay_amount(lang, explained.figure);
        view! { <p><ButtonLink href=href>{text}</ButtonLink></p> }.into_any()
    })
}

fn further(lang: Lang, viewer: Viewer, explained: &Explained) -> AnyView {
    let since = balance_href(viewer, &explained.account, "balance/since", "");
    let forecast = balance_href(viewer, &explained.account, "balance/forecast", "");
    view! {
        <p><a href=since>{balance::since_link(lang)}</a></p>
        <p><a href=forecast>{balance::forecast_link(lang)}</a></p>
    }
    .into_any()
}

fn address(viewer: Viewer, explained: &Explained, of: Of) -> String {
    let on = if explained.is_past() { format!("&on={}", explained.on) } else { String::new() };
    balance_href(viewer, &explained.account, "balance", &format!("of={}{on}", of.code()))
}

fn tabs(lang: Lang, viewer: Viewer, explained: &Explained) -> AnyView {
    let in_plan = (explained.of == Of::InPlan).then_some(Of::InPlan);
    let shown = [Of::Due, Of::NotDue, Of::Held].into_iter().chain(in_plan).chain([Of::Total]);
    let tabs = shown.map(|of| Tab {
        href: address(viewer, explained, of),
        text: figure_label(lang, of).to_owned(),
        count: None,
        is_current: of == explained.of,
    });
    view! { <Tabs label=words::which_amount(lang) tabs=tabs.collect() /> }.into_any()
}

fn figure_label(lang: Lang, of: Of) -> &'static str {
    match of {
        Of::Due => words::balance_due(lang),
        Of::NotDue => words::balance_not_due(lang),
        Of::Held => words::balance_held(lang),
        Of::InPlan => words::balance_in_plan(lang),
        Of::Total => words::balance_total(lang),
        Of::Credit => words::balance_credit(lang),
        Of::Invoice(_) => words::to_pay(lang),
    }
}

fn group_table(lang: Lang, viewer: Viewer, account: &Account, group: &Group) -> AnyView {
    let mut running = 0i64;
    let rows = group
        .rows
        .iter()
        .map(|row| {
            running = running.saturating_add(row.amount.minor);
            row![
                short_day(row.on, lang),
                reason(lang, row),
                unbroken(&document(lang, row)),
                terms(lang, viewer, account, row),
                who(lang, viewer, row),
                row.amount.to_string(),
                Money::new(running, row.amount.currency).to_string(),
            ]
        })
        .collect();
    let (heading, caption) = match &group.invoice {
        Some((id, number)) => {
            let title = words::invoice_heading(lang, number);
            let href = format!("{}/invoices/{id}", viewer.base());
            let link = view! { <h2><a href=href>{unbroken(&title)}</a></h2> }.into_any();
            (link, title)
        }
        None => (().into_any(), words::balance_credit(lang).to_owned()),
    };
    view! {
        {heading}
        <Table
            caption=caption
            caption_hidden=true
            columns=vec![
                Column::text(words::date(lang)),
                Column::text(words::what(lang)),
                Column::text(words::document(lang)).only_wide(),
                Column::text(words::rule_and_terms(lang)).only_wide(),
                Column::text(words::who(lang)).only_wide(),
                Column::number(words::amount(lang)),
                Column::number(words::running_total(lang)).only_wide(),
            ]
            rows=rows
            wide=matches!(viewer, Viewer::Staff(_))
        />
    }
    .into_any()
}

fn check_line(lang: Lang, explained: &Explained) -> String {
    let sum = explained.sum;
    let added = match explained.row_count() {
        _ if explained.invoice_count > INVOICES_PER_PAGE => {
            words::check_page(lang, explained.invoice_count, sum)
        }
        1 => words::check_one(lang, sum),
        count => words::check_many(lang, count, sum),
    };
    let at = explained.at;
    let when = words::worked_out(lang, &long_day(at.date_naive(), lang), &hour(at.time(), lang));
    if explained.is_past() {
        let day = balance::worked_out_for(lang, &short_day(explained.on, lang));
        return format!("{added} {day} {when}");
    }
    format!("{added} {when}")
}

/// Why a row is there, in words. A run of interest opens to the entries that it was posted in.
fn reason(lang: Lang, row: &Row) -> AnyView {
    match &row.what {
        What::Held(hold) => unbroken(&words::row_held(lang, &hold.dispute_number)),
        What::Moved { explanation, undone } => {
            let sentence = moved_reason(lang, explanation, *undone, row.amount);
            view! { {unbroken(&sentence)} {entries(lang, explanation, row.amount)} }.into_any()
        }
    }
}

/// Why the books say so, in words.
pub fn moved_reason(
    lang: Lang,
    explanation: &Explanation,
    undone: Option<TransactionKind>,
    amount: Money,
) -> String {
    let last = explanation.last();
    match (last.kind, &explanation.basis) {
        (TransactionKind::Interest, Some(basis)) => {
            interest_reason(lang, basis, &explanation.change, amount.currency)
        }
        (TransactionKind::Payment, _) if !last.document_number.is_empty() => {
            words::row_payment(lang, &last.document_number)
        }
        (TransactionKind::Forgiveness, _) => match &last.waived {
            Some(waived) => words::row_waived(lang, &waived.by, &waived.reason),
            None if amount.is_positive() => words::row_waived_less(lang).to_owned(),
            None => words::row_forgiveness(lang).to_owned(),
        },
        (TransactionKind::Reversal, _) => match undone {
            Some(undone) => words::row_reversal(lang, &kind_word(lang, undone).to_lowercase()),
            None => words::row_reversal_plain(lang).to_owned(),
        },
        (kind, _) => kind_word(lang, kind).to_owned(),
    }
}

fn entries(lang: Lang, explanation: &Explanation, amount: Money) -> Option<AnyView> {
    let count = explanation.movements.len();
    if count < 2 {
        return None;
    }
    let entries = explanation.movements.iter().map(|movement| {
        let amount = Money::new(movement.change.sum_minor(), amount.currency);
        view! { <li>{short_day(movement.effective_on, lang)} ": " {amount.to_string()}</li> }
    });
    let entries = view! {
        <details>
            <summary>{words::posted_in(lang, count)}</summary>
            <ul>{entries.collect_view()}</ul>
        </details>
    };
    Some(entries.into_any())
}

/// `Interés por atraso: $1,800.00 × 1.5 % × 15 de 30 días = $13.50`, and the tax on it where there is some.
fn interest_reason(lang: Lang, basis: &Basis, change: &Components, currency: Currency) -> String {
    let money = |minor| Money::new(minor, currency);
    let (base, interest) = (money(basis.base_minor), money(change.interest_minor));
    let rate = words::percent_text(basis.basis_points);
    let mut sentence = if YEARS.contains(&basis.per_days) {
        words::row_yearly_interest(lang, base, &rate, basis.days, basis.per_days, interest)
    } else {
        words::row_interest(lang, base, &rate, basis.days, basis.per_days, interest)
    };
    if basis.interest_minor() != Some(change.interest_minor) {
        sentence.push_str(words::rounded_on_all(lang));
    }
    if change.interest_tax_minor != 0 {
        sentence.push_str(&words::and_tax(lang, money(change.interest_tax_minor)));
    }
    sentence
}

/// So many days are a year, in terms that charge by the year.
const YEARS: [i64; 3] = [360, 365, 366];

pub(super) fn kind_word(lang: Lang, kind: TransactionKind) -> &'static str {
    match kind {
        TransactionKind::Invoice => words::row_invoice(lang),
        TransactionKind::CreditNote => words::row_credit_note(lang),
        TransactionKind::Void => words::row_void(lang),
        TransactionKind::OpeningBalance => words::row_opening_balance(lang),
        TransactionKind::Interest => words::row_interest_plain(lang),
        TransactionKind::Fee => words::row_fee(lang),
        TransactionKind::Payment => words::row_payment_plain(lang),
        TransactionKind::Refund => words::row_refund(lang),
        TransactionKind::Chargeback => words::row_chargeback(lang),
        TransactionKind::Allocation => words::row_allocation(lang),
        TransactionKind::Discount => words::row_discount(lang),
        TransactionKind::Forgiveness => words::row_forgiveness(lang),
        TransactionKind::WriteOff => words::row_write_off(lang),
        TransactionKind::Recovery => words::row_payment_plain(lang),
        TransactionKind::Correction => words::row_correction(lang),
        TransactionKind::Reversal => words::row_reversal_plain(lang),
    }
}

fn document(lang: Lang, row: &Row) -> String {
    match &row.what {
        What::Held(hold) => words::open_dispute_short(lang, &hold.dispute_number),
        What::Moved { explanation, .. } => explanation.last().document_number.clone(),
    }
}

/// By which rule, as a link to the very version.
fn terms(lang: Lang, viewer: Viewer, account: &Account, row: &Row) -> Option<AnyView> {
    let What::Moved { explanation, .. } = &row.what else { return None };
    let last = explanation.last();
    match (last.rule.as_str(), last.policy_number) {
        ("", _) => None,
        (rule, Some(number)) => {
            let from = last.policy_from.map(|from| short_day(from, lang)).unwrap_or_default();
            let href = format!("{}/terms/{number}?account={}", viewer.base(), account.id);
            Some(view! { <a href=href>{words::rule_of_policy(lang, rule, number, &from)}</a> }.into_any())
        }
        (rule, None) => Some(words::rule_alone(lang, rule).into_any()),
    }
}

fn who(lang: Lang, viewer: Viewer, row: &Row) -> &'static str {
    let kind = match &row.what {
        What::Held(_) => "person",
        What::Moved { explanation, .. } => explanation.last().actor_kind.as_str(),
    };
    match (kind, viewer) {
        ("staff", _) => words::by_team(lang),
        ("person", Viewer::Staff(_)) => words::by_customer(lang),
        ("person", _) => words::by_you(lang),
        _ => words::by_system(lang),
    }
}
