//! What the pages about automatic payments show.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::kernel::dates::{day_of_year, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments;
use crate::payments::autopay::charge_views::history;
use crate::payments::autopay::model::{ChargeState, Covers, DayRule, Named, Promise, Thing};
use crate::payments::autopay::proposing::{Asked, Proposal};
use crate::payments::autopay::store::due::DueItem;
use crate::payments::autopay::store::mandates::Mandate;
use crate::payments::autopay::store::reading::Shown;
use crate::payments::autopay::words;
use crate::payments::saved;
use crate::payments::saved::store::SavedMethod;
use crate::ui::{
    Actions, Button, ButtonKind, ButtonLink, Card, Choice, Columns, Empty, LinkList, LinkListItem,
    MainColumn, MoneyField, Next, Notice, NoticeKind, PostForm, RadioCards, SideColumn, SummaryList,
    SummaryRow,
};

/// Somebody with several accounts says which one.
pub fn which_account(lang: Lang, accounts: &[Account]) -> AnyView {
    let items = accounts
        .iter()
        .map(|account| LinkListItem {
            href: format!("/account/autopay?account={}", account.id),
            text: payments::words::account_line(lang, &account.creditor_name, &account.reference),
            hint: String::new(),
        })
        .collect();
    view! {
        <h1>{words::heading(lang)}</h1>
        <LinkList items=items />
    }
    .into_any()
}

/// One due amount as it would be charged if nothing else happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub thing: Thing,
    pub named: Named,
    pub amount: Money,
    pub on: NaiveDate,
    pub fits: bool,
}

/// How many of them are shown.
const EXPECTED_AT_MOST: usize = 5;

/// What would be charged next, with what each month's cap leaves room for.
pub fn expected(items: &[DueItem], promise: &Promise, least_minor: i64, account: &Account) -> Vec<Expected> {
    let mut used: HashMap<(i32, u32), i64> = HashMap::new();
    let mut found: Vec<(NaiveDate, &DueItem)> = items
        .iter()
        .filter(|item| item.payable_minor >= least_minor)
        .map(|item| (item.promise(promise).charge_day(item.due_on, account.today), item))
        .collect();
    found.sort_by(|a, b| (a.0, a.1.due_on, &a.1.named).cmp(&(b.0, b.1.due_on, &b.1.named)));
    found
        .into_iter()
        .take(EXPECTED_AT_MOST)
        .map(|(on, item)| {
            let month = used.entry((on.year(), on.month())).or_default();
            let fits = month.saturating_add(item.payable_minor) <= promise.cap_minor;
            *month += if fits { item.payable_minor } else { 0 };
            let amount = Money::new(item.payable_minor, account.currency);
            Expected { thing: item.thing, named: item.named.clone(), amount, on, fits }
        })
        .collect()
}

/// Everything that the page shows while nothing is on.
pub struct Off {
    pub account: Account,
    pub cards: Vec<SavedMethod>,
    pub is_anothers: bool,
    pub due: Money,
    /// The plans whose instalments could be charged too, by their names.
    pub plans: Vec<String>,
    pub charges: Vec<Shown>,
    pub asked: Asked,
    pub wrong: Vec<(String, String)>,
    /// They were just stopped, with what had been sent before.
    pub stopped: Option<Option<Money>>,
}

pub fn off(lang: Lang, page: &Off) -> AnyView {
    let stopped = page.stopped.map(|on_its_way| {
        let also = on_its_way.map(|amount| format!(" {}", words::on_its_way(lang, &amount.with_code())));
        view! {
            <Notice kind=NoticeKind::Success heading=words::stopped_heading(lang) focused=true>
                {words::stopped(lang)} {also}
            </Notice>
        }
    });
    let body = if page.is_anothers {
        notice(words::anothers_heading(lang), words::anothers(lang).to_owned())
    } else if page.account.may < crate::accounts::model::May::Pay {
        view! { <Empty sentence=words::not_allowed(lang) /> }.into_any()
    } else if page.cards.is_empty() {
        let pay = format!("/account/pay?account={}", page.account.id);
        view! {
            <h2>{words::none_heading(lang)}</h2>
            <p>{words::none(lang, &page.account.creditor_name)}</p>
            <Actions><ButtonLink href=pay>{payments::words::pay(lang)}</ButtonLink></Actions>
        }
        .into_any()
    } else {
        form(lang, page)
    };
    let history = (!page.charges.is_empty()).then(|| history(lang, &page.charges));
    view! {
        {stopped}
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang, &page.account.creditor_name)}</p>
        {body}
        {history}
    }
    .into_any()
}

fn notice(heading: &'static str, sentence: String) -> AnyView {
    view! { <Notice kind=NoticeKind::Attention heading=heading>{sentence}</Notice> }.into_any()
}

/// The days of a month that wages are usually paid on.
const USUAL_DAYS: [u32; 3] = [1, 15, 28];

fn form(lang: Lang, page: &Off) -> AnyView {
    let error =
        |field: &str| page.wrong.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone());
    let cards = page
        .cards
        .iter()
        .map(|card| {
            let title = saved::words::named(lang, &card.label, &card.brand, &card.last4);
            Choice::new(card.id.to_string(), title).hint(saved::words::expires(
                lang,
                card.expires_month,
                card.expires_year,
            ))
        })
        .collect();
    let usual = page.cards.iter().find(|card| card.is_default).or(page.cards.first());
    let chosen = |typed: &str, usual: String| if typed.is_empty() { usual } else { typed.to_owned() };
    let method = chosen(&page.asked.method, usual.map(|card| card.id.to_string()).unwrap_or_default());
    let day = chosen(&page.asked.day, Asked::DUE.to_owned());
    let mut days = vec![Choice::new(Asked::DUE, words::day_due(lang)).hint(words::day_due_hint(lang))];
    days.extend(USUAL_DAYS.map(|day| {
        Choice::new(day.to_string(), words::day_month(lang, day)).hint(words::day_month_hint(lang))
    }));
    let (method_error, cap_error, day_error) = (error("method"), error("cap"), error("day"));
    let covers = covers_choice(lang, page, error("covers"));
    let which_day =
        if page.plans.is_empty() { words::which_day(lang) } else { words::which_day_invoices(lang) };
    let due =
        page.due.is_positive().then(|| view! { <p>{words::today_due(lang, &page.due.to_string())}</p> });
    let (account, cap, currency) =
        (page.account.id.to_string(), page.asked.cap.clone(), page.account.currency);
    view! {
        {due}
        <form class="form" method="get" action="/account/autopay/agree" novalidate>
            <input type="hidden" name="account" value=account />
            <RadioCards
                lang=lang
                name="method"
                legend=words::which_card(lang)
                error=method_error
                choices=cards
                chosen=method
            />
            {covers}
            <MoneyField
                lang=lang
                name="cap"
                label=words::cap(lang, currency.code())
                currency=currency
                hint=words::cap_hint(lang)
                error=cap_error
                value=cap
            />
            <RadioCards
                lang=lang
                name="day"
                legend=which_day
                error=day_error
                choices=days
                chosen=day
            />
            <Button>{words::go_on(lang)}</Button>
        </form>
        <Next lang=lang>{words::next_agree(lang)}</Next>
    }
    .into_any()
}

/// What is to be charged; asked only where there is a plan.
fn covers_choice(lang: Lang, page: &Off, error: Option<String>) -> Option<AnyView> {
    if page.plans.is_empty() {
        return None;
    }
    let names = words::plan_names(lang, &page.plans);
    let choices = Covers::ALL
        .map(|covers| {
            let choice = Choice::new(covers.name(), words::covers(lang, covers, &names));
            match covers {
                Covers::Invoices => choice.hint(words::covers_invoices_hint(lang)),
                Covers::Instalments => choice.hint(words::covers_instalments_hint(lang)),
                Covers::Both => choice,
            }
        })
        .into();
    let chosen = match page.asked.covers.as_str() {
        "" => Covers::Both.name().to_owned(),
        named => named.to_owned(),
    };
    let legend = words::which_covers(lang);
    Some(
        view! {
            <RadioCards lang=lang name="covers" legend=legend error=error choices=choices chosen=chosen />
        }
        .into_any(),
    )
}

/// Everything that the page shows on which one agrees.
pub struct AgreePage {
    pub proposal: Proposal,
    pub asked: Asked,
    pub first: Vec<Expected>,
    /// The text is not the one that was read before.
    pub has_moved: bool,
}

pub fn agree_view(lang: Lang, page: &AgreePage) -> AnyView {
    let moved = page.has_moved.then(|| {
        view! {
            <Notice kind=NoticeKind::Problem heading=words::moved_heading(lang) focused=true>
                {words::moved(lang)}
            </Notice>
        }
    });
    let hidden = |name: &'static str, value: &str| {
        let value = value.to_owned();
        view! { <input type="hidden" name=name value=value /> }.into_any()
    };
    let asked = &page.asked;
    let change = format!("/account/autopay?account={}&again=1", asked.account);
    let first = if page.first.is_empty() {
        view! { <p>{words::first_nothing(lang)}</p> }.into_any()
    } else {
        let lines: Vec<AnyView> = page.first.iter().map(|one| expected_line(lang, one)).collect();
        view! { <ul>{lines}</ul> }.into_any()
    };
    let (text, mark) = (page.proposal.text.clone(), page.proposal.mark());
    let fields: Vec<AnyView> = [
        ("account", &asked.account),
        ("method", &asked.method),
        ("cap", &asked.cap),
        ("day", &asked.day),
        ("covers", &asked.covers),
        ("shown", &mark),
    ]
    .map(|(name, value)| hidden(name, value))
    .into();
    view! {
        {moved}
        <h1>{words::agree_heading(lang)}</h1>
        <Columns>
            <MainColumn>
                <Card><p>{text}</p></Card>
                <h2>{words::what_first(lang)}</h2>
                {first}
                <p><a href=change>{words::change(lang)}</a></p>
            </MainColumn>
            <SideColumn>
                <Card>
                    <PostForm action="/do/payments/agree-autopay">
                        {fields}
                        <Button>{words::agree(lang)}</Button>
                    </PostForm>
                </Card>
                <Next lang=lang>{words::agree_kept(lang)}</Next>
            </SideColumn>
        </Columns>
    }
    .into_any()
}

fn expected_line(lang: Lang, one: &Expected) -> AnyView {
    let (amount, day) = (one.amount.to_string(), day_of_year(one.on, lang));
    let line = if one.fits {
        words::first_charge(lang, &words::thing(lang, &one.named), &amount, &day)
    } else {
        words::first_over_cap(lang, &words::thing(lang, &one.named), &amount)
    };
    view! { <li>{line}</li> }.into_any()
}

/// Everything that the page shows while they are on.
pub struct InForce {
    pub account: Account,
    pub of: Mandate,
    pub card: (String, String),
    pub used: Money,
    pub charges: Vec<Shown>,
    /// The plans that it covers, by their names.
    pub plans: Vec<String>,
    pub expected: Vec<Expected>,
    /// They were just agreed to.
    pub agreed: bool,
}

pub fn in_force(lang: Lang, page: &InForce) -> AnyView {
    let done = page.agreed.then(|| {
        view! {
            <Notice kind=NoticeKind::Success heading=words::on_heading(lang) focused=true>
                {words::on_done(lang)}
            </Notice>
        }
    });
    let (brand, last4) = &page.card;
    let cap = words::cap_used(lang, &page.used.to_string(), &page.of.cap().to_string());
    let covers = words::covers(lang, page.of.covers, &words::plan_names(lang, &page.plans));
    let day = match page.of.promise.day {
        _ if page.of.covers == Covers::Instalments => words::covers_instalments_hint(lang).to_owned(),
        DayRule::DueDay => words::day_due(lang).to_owned(),
        DayRule::OfMonth(day) => words::day_month(lang, day),
    };
    let since = short_day(page.of.agreed_at.with_timezone(&page.of.zone).date_naive(), lang);
    let rows = vec![
        SummaryRow::new(words::next_charge(lang), next_charge(lang, page)),
        SummaryRow::new(words::card(lang), saved::words::card(lang, &saved::words::brand(brand), last4)),
        SummaryRow::new(words::covers_row(lang), covers),
        SummaryRow::new(words::cap_row(lang), cap),
        SummaryRow::new(words::day_row(lang), day),
        SummaryRow::new(words::since(lang), since),
    ];
    let (account, text) = (page.account.id.to_string(), page.of.text.clone());
    let again = format!("/account/autopay?account={}&again=1", page.account.id);
    let history = history(lang, &page.charges);
    view! {
        {done}
        <h1>{words::on_heading(lang)}</h1>
        <Columns>
            <MainColumn>
                <SummaryList lang=lang rows=rows />
                <p><a href=again>{words::change(lang)}</a></p>
                <h2>{words::see_text(lang)}</h2>
                <p>{text}</p>
                {history}
            </MainColumn>
            <SideColumn>
                <Card>
                    <PostForm action="/do/payments/stop-autopay">
                        <input type="hidden" name="account" value=account />
                        <Button kind=ButtonKind::Secondary>{words::stop(lang)}</Button>
                    </PostForm>
                </Card>
                <Next lang=lang>{words::stop_next(lang)}</Next>
            </SideColumn>
        </Columns>
    }
    .into_any()
}

/// What was announced and comes first, or else what is to be.
pub fn next_charge(lang: Lang, page: &InForce) -> String {
    // The list has the latest first; of one day's charges the first announced is made first.
    let mut announced: Vec<&Shown> =
        page.charges.iter().rev().filter(|charge| charge.state.is_open()).collect();
    announced.sort_by_key(|charge| charge.on);
    if let Some(first) = announced.first() {
        return words::next_charge_of(
            lang,
            &words::thing(lang, &first.named),
            &first.amount.to_string(),
            &day_of_year(first.on, lang),
        );
    }
    let known = |one: &&Expected| {
        let told = |charge: &Shown| charge.thing == one.thing && charge.state != ChargeState::Dropped;
        one.fits && !page.charges.iter().any(told)
    };
    match page.expected.iter().find(known) {
        Some(one) => words::to_come(
            lang,
            &words::thing(lang, &one.named),
            &one.amount.to_string(),
            &day_of_year(one.on, lang),
        ),
        None => words::next_none(lang).to_owned(),
    }
}
