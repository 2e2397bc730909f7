//! The statement of an account as both sides read it: where it stood, what happened, where it stands, and its papers.

use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;

use crate::accounts::model::{Account, Viewer};
use crate::accounts::views::{amount_link, balance_href};
use crate::documents::asked::{StatementQuery, Wrong};
use crate::documents::model::Period;
use crate::documents::ordering::{MOVEMENTS_AT_MOST, MOVEMENTS_AT_ONCE};
use crate::documents::papers::{ages, charge_and_credit, day, in_flight, part_count, row_text};
use crate::documents::store::Part;
use crate::documents::store::statement::{Row, Statement};
use crate::documents::words;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::row;
use crate::ui::{
    Amount, Button, ButtonKind, Column, DateField, FileLink, Next, Notice, NoticeKind, Pages, Pagination,
    PostForm, SummaryList, SummaryRow, Tab, Table, Tabs, unbroken,
};

/// Movements on one page.
pub const MOVEMENTS_A_PAGE: u64 = 100;

/// A page of a statement and all that stands around it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub statement: Statement,
    pub rows: Vec<Row>,
    pub pages: Pages,
    pub query: StatementQuery,
    pub wrong: Vec<Wrong>,
    /// The day on which the account begins.
    pub first_day: Option<NaiveDate>,
    /// Of a long one, the parts that are ready.
    pub parts: Vec<Part>,
}

/// Where the statement of an account lies: `suffix` is nothing, `.pdf` or `.csv`.
pub fn statement_href(viewer: Viewer, account: &Account, suffix: &str, period: Period) -> String {
    let account = match viewer {
        Viewer::Person => format!("&account={}", account.id),
        Viewer::Staff(_) | Viewer::AsPerson(_) => String::new(),
    };
    format!("{}/statement{suffix}?from={}&to={}{account}", viewer.base(), period.from, period.to)
}

pub fn statement_view(lang: Lang, viewer: Viewer, shown: &Shown) -> AnyView {
    let Statement { account, period, .. } = &shown.statement;
    let days = words::from_to(lang, &day(lang, period.from), &day(lang, period.to));
    let notice = (!shown.statement.in_flight.is_empty()).then(|| {
        let sentence = in_flight(lang, &shown.statement);
        view! {
            <Notice kind=NoticeKind::Info heading=words::in_flight_heading(lang)>{sentence}</Notice>
        }
    });
    let line = crate::accounts::words::account_line(lang, &account.creditor_name, &account.reference);
    let quick = quick_periods(lang, viewer, shown);
    let balances = balances(lang, viewer, &shown.statement);
    // Whoever looks on as the debtor only looks.
    let papers = (!matches!(viewer, Viewer::AsPerson(_))).then(|| papers(lang, viewer, shown));
    let movements = movements(lang, viewer, shown);
    let ageing = ageing(lang, viewer, &shown.statement);
    let form = period_form(lang, viewer, shown);
    view! {
        <h1>{words::statement(lang)}</h1>
        <p class="account-line">{line}</p>
        {notice}
        {quick}
        <Amount label=words::closing_on(lang, &day(lang, period.to)) money=shown.statement.closing>
            <p>{words::period(lang)} ": " {days}</p>
        </Amount>
        {balances}
        {papers}
        {movements}
        {ageing}
        {form}
        <Next lang=lang>{words::next_statement(lang)}</Next>
    }
    .into_any()
}

fn quick_periods(lang: Lang, viewer: Viewer, shown: &Shown) -> AnyView {
    let Statement { account, period, .. } = &shown.statement;
    let today = account.today;
    let this_month = Period::month_of(today, today);
    let last_month = today.checked_sub_months(Months::new(1)).map(|day| Period::month_of(day, today));
    let this_year = NaiveDate::from_ymd_opt(today.year(), 1, 1).map(|from| Period { from, to: today });
    let all = shown.first_day.map(|from| Period { from: from.min(today), to: today });
    let periods = [
        (words::this_month(lang), Some(this_month)),
        (words::last_month(lang), last_month),
        (words::three_months(lang), Some(Period::usual(today))),
        (words::this_year(lang), this_year),
        (words::from_beginning(lang), all),
    ];
    // In March this year and three months are the same days: one of them is enough.
    let mut offered: Vec<(&str, Period)> = Vec::new();
    for (text, each) in periods {
        if let Some(each) = each.filter(|each| offered.iter().all(|(_, other)| other != each)) {
            offered.push((text, each));
        }
    }
    let tabs = offered.into_iter().map(|(text, each)| Tab {
        href: statement_href(viewer, account, "", each),
        text: text.to_owned(),
        count: None,
        is_current: each == *period,
    });
    view! { <Tabs label=words::quick_periods(lang) tabs=tabs.collect() /> }.into_any()
}

/// `opening + charged - credited = closing`, one below the other.
fn balances(lang: Lang, viewer: Viewer, statement: &Statement) -> AnyView {
    let minus = Money::new(-statement.credited.minor, statement.credited.currency);
    let rows = vec![
        SummaryRow::new(
            words::opening_on(lang, &day(lang, statement.period.opening_on())),
            opens(viewer, statement, statement.period.opening_on(), statement.opening),
        ),
        SummaryRow::new(words::charged(lang), statement.charged.to_string()),
        SummaryRow::new(words::credited(lang), minus.to_string()),
        SummaryRow::new(
            words::closing(lang),
            opens(viewer, statement, statement.period.to, statement.closing),
        ),
    ];
    let credit = statement
        .closing_credit
        .is_positive()
        .then(|| view! { <p>{words::credit_apart(lang, statement.closing_credit)}</p> });
    view! {
        <SummaryList lang=lang rows=rows amounts=true />
        {credit}
    }
    .into_any()
}

/// What was owed when a day ended, which opens to the entries that made it.
fn opens(viewer: Viewer, statement: &Statement, on: NaiveDate, amount: Money) -> AnyView {
    amount_link(balance_href(viewer, &statement.account, "balance", &format!("of=total&on={on}")), amount)
}

fn papers(lang: Lang, viewer: Viewer, shown: &Shown) -> AnyView {
    let Statement { account, period, movement_count, .. } = &shown.statement;
    let text = words::download_statement(lang);
    let csv = statement_href(viewer, account, ".csv", *period);
    let printed = match *movement_count {
        count if count > MOVEMENTS_AT_MOST => months(lang, viewer, shown),
        count if count > MOVEMENTS_AT_ONCE => parts(lang, viewer, shown),
        _ => {
            let href = statement_href(viewer, account, ".pdf", *period);
            view! { <p><FileLink href=href text=text format="PDF" /></p> }.into_any()
        }
    };
    view! {
        <section id="pdf">
            <h2>{words::papers(lang)}</h2>
            {printed}
            <p><FileLink href=csv text=text format="CSV" /></p>
        </section>
    }
    .into_any()
}

/// A long statement: the parts that are ready, those that are not yet, or the button that has them made.
fn parts(lang: Lang, viewer: Viewer, shown: &Shown) -> AnyView {
    let Statement { account, period, movement_count, .. } = &shown.statement;
    let wanted = part_count(*movement_count);
    let href = |suffix: &str| statement_href(viewer, account, suffix, *period);
    let links: Vec<AnyView> = shown
        .parts
        .iter()
        .map(|part| {
            let href = format!("{}&part={}", href(".pdf"), part.part);
            let text = words::part_of(lang, part.part, part.parts);
            let bytes = u64::try_from(part.bytes).unwrap_or_default();
            view! { <li><FileLink href=href text=text format="PDF" bytes=bytes /></li> }.into_any()
        })
        .collect();
    let ready = shown.parts.len();
    let list = (ready > 0).then(|| view! { <ul>{links}</ul> });
    if i64::try_from(ready) == Ok(wanted) {
        return view! { <h3>{words::parts_heading(lang)}</h3> {list} }.into_any();
    }
    if ready > 0 || !shown.query.preparing.is_empty() {
        let again = format!("{}&preparing=1#pdf", href(""));
        return view! {
            <h3>{words::preparing_heading(lang)}</h3>
            <p>{words::preparing(lang, ready, wanted)} " " <a href=again>{words::refresh(lang)}</a></p>
            {list}
        }
        .into_any();
    }
    let action = match viewer {
        Viewer::Person => "/do/documents/prepare",
        Viewer::Staff(_) | Viewer::AsPerson(_) => "/do/desk/prepare-statement",
    };
    let (id, from, to) = (account.id.to_string(), period.from.to_string(), period.to.to_string());
    view! {
        <p>{words::print_in_parts(lang, *movement_count, wanted)}</p>
        <PostForm action=action>
            <input type="hidden" name="account" value=id />
            <input type="hidden" name="from" value=from />
            <input type="hidden" name="to" value=to />
            <Button kind=ButtonKind::Secondary>{words::prepare(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

/// Too long for any paper: each of its months, and the table has everything.
fn months(lang: Lang, viewer: Viewer, shown: &Shown) -> AnyView {
    let Statement { account, period, movement_count, .. } = &shown.statement;
    let first = shown.first_day.unwrap_or(period.from).max(period.from);
    let within = Period { from: first.min(period.to), to: period.to };
    let links = within.months(account.today).into_iter().map(|month| {
        let text = words::from_to(lang, &short_day(month.from, lang), &short_day(month.to, lang));
        view! { <li><a href=statement_href(viewer, account, "", month)>{text}</a></li> }
    });
    view! {
        <p>{words::too_many_movements(lang, *movement_count, MOVEMENTS_AT_MOST)}</p>
        <details>
            <summary>{words::months(lang)}</summary>
            <ul>{links.collect_view()}</ul>
        </details>
    }
    .into_any()
}

fn movements(lang: Lang, viewer: Viewer, shown: &Shown) -> AnyView {
    let Statement { account, period, movement_count, .. } = &shown.statement;
    if shown.rows.is_empty() {
        return view! {
            <h2>{words::movements(lang)}</h2>
            <p>{words::no_movements(lang)}</p>
        }
        .into_any();
    }
    let rows = shown.rows.iter().map(|row| row_of(lang, viewer, row)).collect();
    let first = statement_href(viewer, account, "", *period);
    let href = move |page| if page > 1 { format!("{first}&page={page}") } else { first.clone() };
    let total = u64::try_from(*movement_count).unwrap_or_default();
    let range = (total > MOVEMENTS_A_PAGE).then(|| {
        let first = shown.pages.rows_before() + 1;
        let last = (first + MOVEMENTS_A_PAGE - 1).min(total);
        view! { <p class="hint">{words::page_of_movements(lang, first, last, total)}</p> }
    });
    view! {
        <h2>{words::movements(lang)}</h2>
        {range}
        <Table
            caption=words::movements(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::date(lang)),
                Column::text(words::movement(lang)),
                Column::text(words::document(lang)),
                Column::number(words::charge(lang)),
                Column::number(words::credit(lang)),
                Column::number(words::balance(lang)),
            ]
            rows=rows
            wide=matches!(viewer, Viewer::Staff(_))
        />
        <Pagination lang=lang pages=shown.pages href=href />
    }
    .into_any()
}

fn row_of(lang: Lang, viewer: Viewer, row: &Row) -> Vec<AnyView> {
    let (charge, credit) = charge_and_credit(row);
    let last = row.explanation.last();
    let document = match last.invoice {
        // A receipt's or a refund's number must not lead to the invoice that it happened to touch.
        Some(invoice) if last.document_kind == "invoice" => {
            let href = format!("{}/invoices/{invoice}", viewer.base());
            view! { <a href=href>{last.document_number.clone()}</a> }.into_any()
        }
        _ => last.document_number.clone().into_any(),
    };
    row![
        short_day(row.on, lang),
        unbroken(&row_text(lang, row)),
        document,
        charge.map(|amount| amount.to_string()),
        credit.map(|amount| amount.to_string()),
        row.balance.to_string(),
    ]
}

/// What the closing balance is made of, by age.
fn ageing(lang: Lang, viewer: Viewer, statement: &Statement) -> Option<AnyView> {
    if statement.closing.is_zero() {
        return None;
    }
    let heading = words::ageing(lang, &day(lang, statement.period.to));
    let rows = ages(lang, statement)
        .into_iter()
        .map(|(words, amount)| SummaryRow::new(words, amount.to_string()))
        .chain([SummaryRow::new(
            words::closing(lang),
            opens(viewer, statement, statement.period.to, statement.closing),
        )])
        .collect();
    let ageing = view! {
        <h2>{heading}</h2>
        <SummaryList lang=lang rows=rows amounts=true />
    };
    Some(ageing.into_any())
}

/// A question that changes nothing, so it is asked by GET and the answer has an address.
fn period_form(lang: Lang, viewer: Viewer, shown: &Shown) -> AnyView {
    let wrong = |field| shown.wrong.iter().find(|wrong| wrong.field == field).cloned();
    let (from_wrong, to_wrong) = (wrong("from"), wrong("to"));
    let (from, to) = shown.query.typed(shown.statement.period);
    let account = (viewer == Viewer::Person).then(|| {
        view! { <input type="hidden" name="account" value=shown.statement.account.id.to_string() /> }
    });
    view! {
        <h2>{words::choose_period(lang)}</h2>
        <form class="form" action=format!("{}/statement", viewer.base()) novalidate>
            {account}
            <DateField
                lang=lang
                name="from"
                legend=words::from_day(lang)
                error=from_wrong.as_ref().map(|wrong| wrong.sentence.to_owned())
                wrong=from_wrong.and_then(|wrong| wrong.part)
                value=from
            />
            <DateField
                lang=lang
                name="to"
                legend=words::to_day(lang)
                error=to_wrong.as_ref().map(|wrong| wrong.sentence.to_owned())
                wrong=to_wrong.and_then(|wrong| wrong.part)
                value=to
            />
            <Button kind=ButtonKind::Secondary>{words::see_period(lang)}</Button>
        </form>
    }
    .into_any()
}
