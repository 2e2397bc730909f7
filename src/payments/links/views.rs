//! The links of an account, as those see them who make them: the team at the desk, and a person from their own pages.

use chrono::TimeDelta;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::model::{Account, Viewer, payable_minor};
use crate::handing;
use crate::identity::keys::Keys;
use crate::kernel::dates::{day_of_year, short_day};
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::web::FieldError;
use crate::payments;
use crate::payments::links::model::{LASTING_DAYS, Target, last_day};
use crate::payments::links::store::{LinkState, PayLink, path};
use crate::payments::links::words;
use crate::payments::model::Payable;
use crate::plans::standing::Asking;
use crate::ui::{
    Badge, Button, ButtonKind, Card, Choice, Columns, Empty, MainColumn, Next, Notice, NoticeKind, PostForm,
    RadioCards, Refilled, Shape, SideColumn, SummaryList, SummaryRow, Tone, Visit,
};

/// What the page of one's links is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinksQuery {
    pub account: String,
    pub invoice: String,
    pub done: String,
}

/// Everything that the page shows.
pub struct LinksPage {
    pub account: Account,
    pub zone: chrono_tz::Tz,
    pub payable: Payable,
    pub links: Vec<PayLink>,
    /// Whether this reader makes and ends links, or only looks.
    pub may_make: bool,
    /// The invoice that somebody came from.
    pub invoice: String,
    /// `made` or `revoked`.
    pub done: String,
    pub form: Refilled,
}

/// More than these would be a list without a way through it; each invoice's own page leads here too.
const INVOICES_AT_MOST: usize = 60;
const USUAL_DAYS: i64 = 15;

/// Where the links of an account are.
pub fn links_href(viewer: Viewer, account: AccountId) -> String {
    match viewer {
        Viewer::Person => format!("/account/pay/links?account={account}"),
        Viewer::Staff(_) | Viewer::AsPerson(_) => format!("/desk/accounts/{account}/links?account={account}"),
    }
}

/// The heading of the page.
pub fn links_heading(lang: Lang, viewer: Viewer) -> &'static str {
    if viewer == Viewer::Person { words::ask_heading(lang) } else { words::desk_heading(lang) }
}

/// What is wrong with the form, in words.
pub fn refilled(visit: &Visit) -> Refilled {
    let lang = visit.lang;
    Refilled::of(visit.draft.as_ref(), |error: &FieldError| {
        let sentence = match error.code.as_str() {
            "what_none" => words::what_none(lang),
            "what_elsewhere" => handing::words::closed(lang),
            "days_none" => words::days_none(lang),
            _ => words::stale(lang),
        };
        sentence.to_owned()
    })
}

pub fn links_view(visit: &Visit, viewer: Viewer, keys: &Keys, page: &LinksPage) -> AnyView {
    let lang = visit.lang;
    let lead = match viewer {
        Viewer::Person => words::ask_lead(lang, &page.account.creditor_name),
        _ => words::desk_lead(lang).to_owned(),
    };
    let next = (viewer == Viewer::Person).then(|| view! { <Next lang=lang>{words::links_next(lang)}</Next> });
    let newest = page.links.iter().find(|link| link.state == LinkState::Live);
    let newest = newest.map(|link| format!("{}{}", visit.public_url, path(keys, link.id)));
    let (done, form, list) =
        (done(lang, &page.done, newest), form(lang, viewer, page), list(visit, viewer, keys, page));
    view! {
        {done}
        <h1>{links_heading(lang, viewer)}</h1>
        <p>{lead}</p>
        <Columns>
            <MainColumn>
                {form}
                {next}
            </MainColumn>
            <SideColumn>{list}</SideColumn>
        </Columns>
    }
    .into_any()
}

/// What was done; of a link that was made its address, to be copied at once.
fn done(lang: Lang, done: &str, newest: Option<String>) -> Option<AnyView> {
    let (heading, text) = match done {
        "made" => (words::made_heading(lang), words::made(lang)),
        "revoked" => (words::revoked_heading(lang), words::revoked(lang)),
        _ => return None,
    };
    let newest =
        newest.filter(|_| done == "made").map(|address| view! { <code class="address">{address}</code> });
    Some(
        view! {
            <Notice kind=NoticeKind::Success heading=heading focused=true>
                {text} " " {newest}
            </Notice>
        }
        .into_any(),
    )
}

fn form(lang: Lang, viewer: Viewer, page: &LinksPage) -> AnyView {
    if !page.may_make {
        return ().into_any();
    }
    if page.payable.total().is_zero() {
        return view! { <Empty sentence=words::nothing_to_link(lang) /> }.into_any();
    }
    let action = match viewer {
        Viewer::Person => "/do/payments/make-link",
        _ => "/do/desk/make-link",
    };
    let chosen = |field: &str, usual: &str| {
        let typed = page.form.value(field);
        if typed.is_empty() { usual.to_owned() } else { typed }
    };
    let (what, days) = (chosen("what", &usual(page)), chosen("days", &USUAL_DAYS.to_string()));
    let lasting = LASTING_DAYS.map(|days| {
        let until = day_of_year(page.account.today + TimeDelta::days(days), lang);
        Choice::new(days.to_string(), words::days_of(lang, days)).hint(words::until(lang, &until))
    });
    let account = page.account.id.to_string();
    let stale = page.form.error("").map(|sentence| {
        let heading = payments::words::form_stale_heading(lang);
        view! { <Notice kind=NoticeKind::Problem heading=heading>{sentence}</Notice> }
    });
    let (what_error, days_error) = (page.form.error("what"), page.form.error("days"));
    let choices = what_choices(lang, &page.payable);
    view! {
        {stale}
        <PostForm action=action>
            <input type="hidden" name="account" value=account />
            <RadioCards
                lang=lang
                name="what"
                legend=words::what(lang)
                error=what_error
                choices=choices
                chosen=what
            />
            <RadioCards
                lang=lang
                name="days"
                legend=words::days(lang)
                error=days_error
                choices=lasting.into_iter().collect()
                chosen=days
            />
            <Button>{words::make(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn what_choices(lang: Lang, payable: &Payable) -> Vec<Choice> {
    let (title, amount) = match payable.due() {
        due if due.is_positive() => (words::what_due(lang), due),
        _ => (words::what_all(lang), payable.total()),
    };
    let account = Choice::new(Target::ACCOUNT, title).amount(amount);
    let instalments = payable.asking.iter().map(|asking| {
        let title = match asking.is_late {
            true => words::what_late(lang, &asking.name),
            false => words::what_instalment(lang, &asking.name, &day_of_year(asking.due_on, lang)),
        };
        Choice::new(target_of(asking).word(), title).amount(asking.amount)
    });
    let invoices = payable.items.iter().take(INVOICES_AT_MOST).map(|item| {
        Choice::new(item.invoice.to_string(), item.number.clone())
            .amount(Money::new(payable_minor(item), payable.currency))
    });
    std::iter::once(account).chain(instalments).chain(invoices).collect()
}

fn target_of(asking: &Asking) -> Target {
    Target::Instalment { plan: asking.plan, number: asking.number }
}

/// What a link is for unless something else is chosen: where nothing is due, what a plan asks for.
fn usual(page: &LinksPage) -> String {
    let asking = page.payable.asking.first().filter(|_| !page.payable.due().is_positive());
    match (page.invoice.is_empty(), asking) {
        (false, _) => page.invoice.clone(),
        (true, Some(asking)) => target_of(asking).word(),
        (true, None) => Target::ACCOUNT.to_owned(),
    }
}

fn list(visit: &Visit, viewer: Viewer, keys: &Keys, page: &LinksPage) -> AnyView {
    let lang = visit.lang;
    if page.links.is_empty() {
        return view! {
            <h2>{words::links(lang)}</h2>
            <Empty sentence=words::no_links(lang) />
        }
        .into_any();
    }
    let links = page.links.iter().map(|link| card(visit, viewer, keys, page, link)).collect_view();
    view! { <h2>{words::links(lang)}</h2> {links} }.into_any()
}

fn card(visit: &Visit, viewer: Viewer, keys: &Keys, page: &LinksPage, link: &PayLink) -> AnyView {
    let lang = visit.lang;
    let day = |at: chrono::DateTime<chrono::Utc>| short_day(at.with_timezone(&page.zone).date_naive(), lang);
    let what = match &link.instalment {
        Some((plan, on)) => words::for_instalment(lang, plan, &short_day(*on, lang)),
        None => link.invoice.clone().unwrap_or_else(|| words::for_account(lang).to_owned()),
    };
    let made = match viewer {
        Viewer::Person => day(link.made_at),
        _ => {
            let maker = link.maker.as_deref().unwrap_or(words::by_notice(lang));
            words::made_by(lang, maker, &day(link.made_at))
        }
    };
    let used = link.last_used_at.map_or_else(|| words::never_used(lang).to_owned(), day);
    let is_live = link.state == LinkState::Live;
    let mut rows = vec![
        SummaryRow::new(words::what_for(lang), what.clone()),
        SummaryRow::new(words::state(lang), badge(lang, link.state)),
        SummaryRow::new(words::good_until(lang), short_day(last_day(link.expires_at, page.zone), lang)),
        SummaryRow::new(words::made_column(lang), made),
        SummaryRow::new(words::last_used(lang), used),
        SummaryRow::new(words::paid_by_it(lang), link.paid.to_string()),
    ];
    if is_live {
        let address = format!("{}{}", visit.public_url, path(keys, link.id));
        rows.insert(
            0,
            SummaryRow::new(words::address(lang), view! { <code class="address">{address}</code> }),
        );
    }
    let action = match viewer {
        Viewer::Person => "/do/payments/revoke-link",
        _ => "/do/desk/revoke-link",
    };
    let id = link.id.to_string();
    let revoke = (is_live && page.may_make).then(|| {
        view! {
            <PostForm action=action>
                <input type="hidden" name="link" value=id />
                <Button kind=ButtonKind::Secondary>
                    {words::revoke(lang)} <span class="visually-hidden">{format!(": {}", words::revoke_this(lang, &what))}</span>
                </Button>
            </PostForm>
        }
    });
    view! {
        <Card>
            <SummaryList lang=lang rows=rows />
            {revoke}
        </Card>
    }
    .into_any()
}

fn badge(lang: Lang, state: LinkState) -> AnyView {
    let (shape, tone, word) = match state {
        LinkState::Live => (Shape::Dot, Tone::Wait, words::state_live(lang)),
        LinkState::Settled => (Shape::Check, Tone::Good, words::state_settled(lang)),
        LinkState::Over => (Shape::Barred, Tone::Quiet, words::state_over(lang)),
        LinkState::Expired => (Shape::Barred, Tone::Quiet, words::state_expired(lang)),
        LinkState::Revoked => (Shape::Cross, Tone::Quiet, words::state_revoked(lang)),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}
