use leptos::prelude::*;

use super::{in_flight_notices, place};
use crate::accounts::model::{Account, Of, Viewer, payable_minor};
use crate::accounts::views::{amount_link, balance_href};
use crate::accounts::words as account_words;
use crate::kernel::dates::{day_month, day_of_year};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::payments::links;
use crate::payments::links::views::links_href;
use crate::payments::model::{Asked, Payable};
use crate::payments::recorded;
use crate::payments::recorded::reports::Report;
use crate::payments::recorded::reports_views::reported_notices;
use crate::payments::store::Ground;
use crate::payments::store::reading::InFlight;
use crate::payments::words;
use crate::plans::standing::Asking;
use crate::row;
use crate::ui::{
    Button, CheckboxList, Choice, Column, Columns, Empty, LinkList, LinkListItem, MainColumn, MoneyField,
    Next, Notice, NoticeKind, RadioCards, SideColumn, Table,
};

/// The page that asks how much (screens 2.9).
pub struct Choose {
    pub ground: Ground,
    pub payable: Payable,
    pub in_flight: Vec<InFlight>,
    /// What somebody said that they paid another way.
    pub reports: Vec<Report>,
    /// What the account has in credit, where it could pay something.
    pub credit: Option<Money>,
    /// What was chosen before, to be shown again.
    pub asked: Asked,
    /// The field that is wrong, and its sentence.
    pub error: Option<(&'static str, String)>,
}

/// More than these would be a list without a way through it; the page of invoices has one.
const INVOICES_AT_MOST: usize = 60;

pub fn choose(lang: Lang, page: &Choose) -> AnyView {
    let notices = (
        in_flight_notices(lang, &page.in_flight),
        reported_notices(lang, &page.reports),
        credit_notice(lang, page),
    );
    let notices = view! { {notices} }.into_any();
    let Ground { account, guarantee } = &page.ground;
    if page.payable.total().is_zero() {
        let (href, text) = match guarantee {
            Some(guarantee) => (format!("/account/invoices/{}", guarantee.invoice), guarantee.number.clone()),
            None => ("/account/invoices".to_owned(), words::see_invoices(lang).to_owned()),
        };
        return view! {
            {notices}
            <h1>{words::choose_heading(lang)}</h1>
            <Empty sentence=words::nothing_to_pay(lang)>
                <a href=href>{text}</a>
            </Empty>
        }
        .into_any();
    }
    let place = place(lang, &page.ground);
    let (name, value) = match guarantee {
        Some(guarantee) => ("guarantee", guarantee.invoice.to_string()),
        None => ("account", account.id.to_string()),
    };
    let (error, cards, chosen) = (page.error_at("how"), cards(lang, page), page.asked.how().to_owned());
    // To a guarantor there is nothing beside what they can be asked for.
    let balance = guarantee.is_none().then(|| balance(lang, account, &page.payable));
    // A guarantor has nothing to give away but what they signed for themselves.
    let somebody_else = guarantee.is_none().then(|| {
        let items = vec![
            LinkListItem {
                href: links_href(Viewer::Person, account.id),
                text: links::words::ask_heading(lang).to_owned(),
                hint: links::words::ask_hint(lang).to_owned(),
            },
            LinkListItem {
                href: format!("/account/pay/report?account={}", account.id),
                text: recorded::words::report_heading(lang).to_owned(),
                hint: recorded::words::report_hint(lang).to_owned(),
            },
        ];
        view! { <LinkList items=items /> }
    });
    view! {
        {notices}
        <Columns>
            <MainColumn>
                <p class="account-line">{place}</p>
                <form class="form" action="/account/pay/review" novalidate>
                    <input type="hidden" name=name value=value />
                    <RadioCards
                        lang=lang
                        name="how"
                        legend=words::choose_heading(lang)
                        is_heading=true
                        error=error
                        choices=cards
                        chosen=chosen
                    />
                    <Button>{words::go_on(lang)}</Button>
                </form>
                <Next lang=lang>{words::choose_next(lang)}</Next>
                {somebody_else}
            </MainColumn>
            <SideColumn>{balance}</SideColumn>
        </Columns>
    }
    .into_any()
}

impl Choose {
    fn error_at(&self, field: &str) -> Option<String> {
        self.error.as_ref().filter(|(at, _)| *at == field).map(|(_, sentence)| sentence.clone())
    }
}

fn cards(lang: Lang, page: &Choose) -> Vec<Choice> {
    let payable = &page.payable;
    let mut cards = Vec::new();
    if page.ground.guarantee.is_some() {
        let all = words::all_that_is_asked(lang);
        cards.push(Choice::new(Asked::EVERYTHING, all).amount(payable.total()));
        cards.push(Choice::new(Asked::AMOUNT, words::another_amount(lang)).more(amount(lang, page)));
        return cards;
    }
    let late_in_plans: i64 = late(page).map(|asking| asking.amount.minor).sum();
    // Where all that is past due is late in one plan, the plan's own card says so.
    if payable.due().is_positive() && (late(page).count() != 1 || payable.due().minor != late_in_plans) {
        cards.push(Choice::new(Asked::OVERDUE, words::get_up_to_date(lang)).amount(payable.due()));
    }
    cards.extend(payable.asking.iter().map(|asking| instalment(lang, asking)));
    if let Some(oldest) = payable.oldest()
        && payable.items.iter().filter(|item| item.plan.is_none()).count() > 1
    {
        let amount = Money::new(payable_minor(oldest), payable.currency);
        cards.push(Choice::new(Asked::OLDEST, words::the_oldest(lang, &oldest.number)).amount(amount));
    }
    if payable.total() != payable.due() {
        cards.push(Choice::new(Asked::EVERYTHING, words::everything(lang)).amount(payable.total()));
    }
    cards.push(Choice::new(Asked::INVOICES, words::choose_invoices(lang)).more(invoices(lang, page)));
    cards.push(Choice::new(Asked::AMOUNT, words::another_amount(lang)).more(amount(lang, page)));
    cards
}

fn late(page: &Choose) -> impl Iterator<Item = &Asking> {
    page.payable.asking.iter().filter(|asking| asking.is_late)
}

/// What a plan asks for now, as a choice of its own.
fn instalment(lang: Lang, asking: &Asking) -> Choice {
    let on = day_of_year(asking.due_on, lang);
    let title = match asking.is_late {
        true => words::late_of_plan(lang, &asking.name),
        false => words::next_of_plan(lang, &asking.name),
    };
    let hint = match asking.is_late {
        true => words::was_due(lang, &on),
        false => words::is_due(lang, &on),
    };
    Choice::new(Asked::instalment(asking.plan), title).hint(hint).amount(asking.amount)
}

fn invoices(lang: Lang, page: &Choose) -> AnyView {
    let items = &page.payable.items;
    let choices = items.iter().take(INVOICES_AT_MOST).map(|item| pick(lang, page, item)).collect();
    let more = items.len().saturating_sub(INVOICES_AT_MOST);
    let more = (more > 0).then(|| {
        let href = format!("/account/invoices?account={}", page.ground.account.id);
        view! { <p>{words::more_invoices(lang, more)} " " <a href=href>{words::among_all(lang)}</a></p> }
    });
    view! {
        <CheckboxList
            lang=lang
            name="invoice"
            legend=words::which_invoices(lang)
            error=page.error_at("invoice")
            choices=choices
            chosen=page.asked.invoice.clone()
        />
        {more}
    }
    .into_any()
}

fn pick(lang: Lang, page: &Choose, item: &OpenItem) -> Choice {
    let day = day_month(item.due_on, lang);
    let name = item.plan.and_then(|of| page.payable.asking.iter().find(|asking| asking.plan == of.plan));
    let hint = match name {
        Some(asking) => words::in_plan_of(lang, &asking.name),
        None if item.due_on < page.payable.today => words::was_due(lang, &day),
        None => words::is_due(lang, &day),
    };
    Choice::new(item.invoice.to_string(), item.number.clone())
        .hint(hint)
        .amount(Money::new(payable_minor(item), page.payable.currency))
}

fn amount(lang: Lang, page: &Choose) -> AnyView {
    let currency = page.payable.currency;
    view! {
        <MoneyField
            lang=lang
            name="amount"
            label=words::amount_label(lang, currency)
            currency=currency
            hint=words::at_least(lang, page.payable.least())
            error=page.error_at("amount")
            value=page.asked.amount.clone()
        />
    }
    .into_any()
}

/// What is owed, each amount with the way to the entries that make it.
fn balance(lang: Lang, account: &Account, payable: &Payable) -> AnyView {
    let in_plan = payable.in_plan();
    let not_due = Money::new(payable.total().minor - payable.due().minor - in_plan.minor, payable.currency);
    let total = Money::new(payable.total().minor + payable.held.minor, payable.currency);
    let opens = |of: Of, amount: Money| {
        let query = format!("of={}", of.code());
        amount_link(balance_href(Viewer::Person, account, "balance", &query), amount)
    };
    let mut rows = vec![row![words::past_due(lang), opens(Of::Due, payable.due())]];
    if not_due.is_positive() || in_plan.is_zero() {
        rows.push(row![words::not_due_yet(lang), opens(Of::NotDue, not_due)]);
    }
    if in_plan.is_positive() {
        rows.push(row![account_words::balance_in_plan(lang), opens(Of::InPlan, in_plan)]);
    }
    if payable.held.is_positive() {
        rows.push(row![words::in_dispute(lang), opens(Of::Held, payable.held)]);
    }
    view! {
        <Table
            caption=words::balance_today(lang)
            columns=vec![Column::text(words::part(lang)), Column::number(words::amount(lang))]
            rows=rows
            totals=row![words::total_balance(lang), opens(Of::Total, total)]
        />
    }
    .into_any()
}

/// Credit is offered before anything is paid.
fn credit_notice(lang: Lang, page: &Choose) -> Option<AnyView> {
    let heading = words::has_credit_heading(lang, page.credit?);
    let href = format!("/account/pay/credit?account={}", page.ground.account.id);
    let notice = view! {
        <Notice kind=NoticeKind::Info heading=heading>
            {words::has_credit(lang)} " " <a href=href>{words::see_credit(lang)}</a>
        </Notice>
    };
    Some(notice.into_any())
}
