//! The invoices of an account (screens 2.6): find, choose, open.

use leptos::prelude::*;

use super::{amount_link, state_badge};
use crate::accounts::invoices::{Asked, Invoice, List};
use crate::accounts::islands::{ChosenSum, Pickable};
use crate::accounts::model::{Filter, Sort, Viewer};
use crate::accounts::words;
use crate::documents;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::row;
use crate::ui::{
    Button, ButtonKind, Column, Empty, Field, FileLink, Next, Pagination, SortOrder, Tab, Table, Tabs, Width,
};

impl List {
    fn href(&self, viewer: Viewer, asked: &Asked, page: u64) -> String {
        let mut query = vec![format!("show={}", asked.filter.code())];
        if asked.sort != Sort::default() {
            query.push(format!("sort={}", asked.sort.code()));
        }
        if !asked.number.is_empty() {
            query.push(format!("number={}", encoded(&asked.number)));
        }
        if page > 1 {
            query.push(format!("page={page}"));
        }
        if self.several && viewer == Viewer::Person {
            query.push(format!("account={}", self.account.id));
        }
        format!("{}/invoices?{}", viewer.base(), query.join("&"))
    }
}

/// Tabs, search, and the table whose rows can be chosen to be paid.
pub fn invoice_list(lang: Lang, viewer: Viewer, list: &List) -> AnyView {
    view! {
        {tabs(lang, viewer, list)}
        {search(lang, viewer, list)}
        {if list.invoices.is_empty() { nothing(lang, viewer, list) } else { rows(lang, viewer, list) }}
        {statement(lang, viewer, list)}
    }
    .into_any()
}

/// What happened to all of them, as a page, a paper and a table.
fn statement(lang: Lang, viewer: Viewer, list: &List) -> Option<AnyView> {
    let account = match viewer {
        Viewer::Person => format!("?account={}", list.account.id),
        Viewer::Staff(_) => String::new(),
        Viewer::AsPerson(_) => return None,
    };
    let href = |suffix: &str| format!("{}/statement{suffix}{account}", viewer.base());
    let text = documents::words::download_statement(lang);
    let links = view! {
        <p><FileLink href=href(".pdf") text=text format="PDF" /></p>
        <p><FileLink href=href(".csv") text=text format="CSV" /></p>
    };
    Some(links.into_any())
}

fn tabs(lang: Lang, viewer: Viewer, list: &List) -> AnyView {
    let tabs = Filter::ALL.map(|filter| Tab {
        href: list.href(viewer, &Asked { filter, ..list.asked.clone() }, 1),
        text: tab_word(lang, filter).to_owned(),
        count: Some(list.counts.of(filter)),
        is_current: filter == list.asked.filter,
    });
    view! { <Tabs label=words::lists_of_invoices(lang) tabs=tabs.into() /> }.into_any()
}

fn tab_word(lang: Lang, filter: Filter) -> &'static str {
    match filter {
        Filter::ToPay => words::tab_to_pay(lang),
        Filter::InDispute => words::tab_in_dispute(lang),
        Filter::Paid => words::tab_paid(lang),
        Filter::All => words::tab_all(lang),
    }
}

fn search(lang: Lang, viewer: Viewer, list: &List) -> AnyView {
    view! {
        <form
            class="search"
            role="search"
            aria-label=words::invoices(lang)
            action=format!("{}/invoices", viewer.base())
        >
            {kept(viewer, list)}
            <Field
                lang=lang
                name="number"
                label=words::find_by_number(lang)
                value=list.asked.number.clone()
                width=Width::Short
                kind="search"
            />
            <Button kind=ButtonKind::Secondary>{words::find(lang)}</Button>
        </form>
    }
    .into_any()
}

/// What a form of this page keeps of the address: tab, order and account.
fn kept(viewer: Viewer, list: &List) -> AnyView {
    let account = (list.several && viewer == Viewer::Person)
        .then(|| view! { <input type="hidden" name="account" value=list.account.id.to_string() /> });
    view! {
        <input type="hidden" name="show" value=list.asked.filter.code() />
        <input type="hidden" name="sort" value=list.asked.sort.code() />
        {account}
    }
    .into_any()
}

fn nothing(lang: Lang, viewer: Viewer, list: &List) -> AnyView {
    let link = |filter, text: &'static str| {
        let href = list.href(viewer, &Asked { filter, ..Asked::default() }, 1);
        view! { <a href=href>{text}</a> }.into_any()
    };
    if !list.asked.number.is_empty() {
        let all = link(Filter::All, words::see_all(lang));
        return view! { <Empty sentence=words::none_match(lang, &list.asked.number)>{all}</Empty> }
            .into_any();
    }
    let (sentence, more) = match list.asked.filter {
        Filter::ToPay => (words::none_to_pay(lang), Some(link(Filter::Paid, words::see_paid(lang)))),
        Filter::InDispute => (words::none_in_dispute(lang), None),
        Filter::Paid => (words::none_paid(lang), None),
        Filter::All => (words::none_at_all(lang), None),
    };
    view! { <Empty sentence=sentence>{more}</Empty> }.into_any()
}

fn rows(lang: Lang, viewer: Viewer, list: &List) -> AnyView {
    let payable = list.is_payable(viewer);
    let table = table(lang, viewer, list, payable);
    let table = if payable { choosing(lang, viewer, list, table) } else { table };
    let pages = {
        let hrefs = list.hrefs(viewer);
        view! { <Pagination lang=lang pages=list.pages href=hrefs /> }
    };
    view! { {table} {pages} }.into_any()
}

/// The form around the table. Without a script it is sent as it is; with one, what is chosen is added up at once.
fn choosing(lang: Lang, viewer: Viewer, list: &List, table: AnyView) -> AnyView {
    let pickable = list
        .invoices
        .iter()
        .filter(|invoice| invoice.payable.is_positive())
        .map(|invoice| Pickable { invoice: invoice.id, payable: invoice.payable })
        .collect();
    let currency = list.account.currency;
    let error = list.error.clone().map(|error| view! { <p class="error" id="invoice-error">{error}</p> });
    view! {
        <form class="form" action=format!("{}/invoices", viewer.base())>
            {kept(viewer, list)}
            <input type="hidden" name="choose" value="1" />
            {error}
            {table}
            <ChosenSum lang=lang pickable=pickable currency=currency />
            <Button>{words::pay_chosen(lang)}</Button>
        </form>
        <Next lang=lang>{words::choose_next(lang)}</Next>
    }
    .into_any()
}

fn table(lang: Lang, viewer: Viewer, list: &List, payable: bool) -> AnyView {
    let base = viewer.base();
    let mut first = true;
    let rows = list.invoices.iter().map(|invoice| {
        let href = format!("{base}/invoices/{}", invoice.id);
        let pick = (payable && invoice.payable.is_positive())
            .then(|| pick(lang, invoice, std::mem::take(&mut first)));
        let number = view! { {pick} <a href=href>{invoice.number.clone()}</a> };
        row![
            number,
            short_day(invoice.issued_on, lang),
            short_day(invoice.due_on, lang),
            invoice.total.to_string(),
            invoice.paid.to_string(),
            invoice.late.to_string(),
            amount_link(format!("{base}/balance?of={}", invoice.id), invoice.payable),
            state_badge(lang, invoice.state),
        ]
    });
    let rows = rows.collect();
    // The sum of one page of several would be taken for the sum of all.
    let totals = if list.invoices.len() as u64 == list.counts.of(list.asked.filter) {
        totals(lang, list)
    } else {
        Vec::new()
    };
    view! {
        <Table
            caption=tab_word(lang, list.asked.filter)
            caption_hidden=true
            columns=columns(lang, viewer, list)
            rows=rows
            totals=totals
            wide=matches!(viewer, Viewer::Staff(_))
        />
    }
    .into_any()
}

/// The first one carries the plain name as its id, so that the error summary leads to it.
fn pick(lang: Lang, invoice: &Invoice, first: bool) -> AnyView {
    let id = if first { "invoice".to_owned() } else { format!("invoice-{}", invoice.id) };
    view! {
        <input
            type="checkbox"
            class="pick"
            id=id
            name="invoice"
            value=invoice.id.to_string()
            aria-label=words::choose_invoice(lang, &invoice.number)
        />
    }
    .into_any()
}

fn columns(lang: Lang, viewer: Viewer, list: &List) -> Vec<Column> {
    let sorted = |column: Column, sort: Sort, other: Sort, order: SortOrder| {
        let now = (list.asked.sort == sort).then_some(order);
        let next = if list.asked.sort == sort { other } else { sort };
        column.sorted_by(list.href(viewer, &Asked { sort: next, ..list.asked.clone() }, 1), now)
    };
    let due = if list.asked.sort == Sort::DueLast {
        sorted(Column::text(words::due(lang)), Sort::DueLast, Sort::DueFirst, SortOrder::Descending)
    } else {
        sorted(Column::text(words::due(lang)), Sort::DueFirst, Sort::DueLast, SortOrder::Ascending)
    };
    vec![
        sorted(Column::text(words::number(lang)), Sort::Number, Sort::DueFirst, SortOrder::Ascending),
        Column::text(words::issued(lang)).only_wide(),
        due,
        Column::number(words::total(lang)).only_wide(),
        Column::number(words::paid(lang)).only_wide(),
        Column::number(words::interest(lang)).only_wide(),
        sorted(
            Column::number(words::to_pay(lang)),
            Sort::LargestFirst,
            Sort::DueFirst,
            SortOrder::Descending,
        ),
        Column::text(words::state(lang)),
    ]
}

fn totals(lang: Lang, list: &List) -> Vec<AnyView> {
    let sum = |amount: fn(&Invoice) -> Money| {
        let zero = Money::zero(list.account.currency);
        list.invoices.iter().try_fold(zero, |sum, invoice| sum.checked_add(amount(invoice)))
    };
    let text = |sum: Option<Money>| sum.map(|sum| sum.to_string());
    row![
        words::totals(lang),
        (),
        (),
        text(sum(|invoice| invoice.total)),
        text(sum(|invoice| invoice.paid)),
        text(sum(|invoice| invoice.late)),
        text(sum(|invoice| invoice.payable)),
        (),
    ]
}

impl List {
    /// The address of each page of this very list.
    fn hrefs(&self, viewer: Viewer) -> impl Fn(u64) -> String + use<> {
        let first = self.href(viewer, &self.asked, 1);
        move |page| if page > 1 { format!("{first}&page={page}") } else { first.clone() }
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
