//! The page on which a hand-over is prepared: into whose hands, what would change, and to whom it goes.

use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::handing::model::{Against, CONTACT_AT_MOST, Kind, WORDS_AT_MOST};
use crate::handing::words;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::row;
use crate::ui::{
    Actions, Button, ButtonKind, Choice, Column, Field, Next, Notice, NoticeKind, PostForm, RadioCards,
    Refilled, Table, TextArea,
};

/// What it shows.
pub struct PreparingPage<'a> {
    pub account: &'a Account,
    pub open: Money,
    /// Into whose hands, once that was chosen, and what stands against it.
    pub kind: Option<(Kind, &'a [Against])>,
    /// Entries, papers, disputes and contacts that would go with it.
    pub counts: [i64; 4],
    pub leads: bool,
    pub done: &'a str,
    pub form: &'a Refilled,
}

/// The page.
pub fn preparing_view(lang: Lang, page: &PreparingPage<'_>) -> AnyView {
    let told = (page.done == "asked").then(|| {
        view! {
            <Notice kind=NoticeKind::Success heading=words::done_asked(lang) focused=true>
                {words::done_asked_note(lang)} " "
                <a href="/desk/handing?show=asked">{words::decide_link(lang)}</a>
            </Notice>
        }
    });
    let problem = page.form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_done(lang)}</Notice> }
    });
    let body = match page.kind {
        None => choosing(lang, page),
        Some((_, against)) if !against.is_empty() => blocked(lang, page, against),
        Some((kind, _)) => preparing(lang, page, kind),
    };
    view! {
        {told}
        {problem}
        <h1>{words::hand_on(lang)}</h1>
        {body}
    }
    .into_any()
}

/// What would change, today beside afterwards.
pub fn effects(lang: Lang, kind: Kind, open: Money) -> AnyView {
    let books = match kind {
        Kind::WriteOff => words::as_lost(lang, open),
        Kind::PreLegal | Kind::Agency => words::stays(lang).to_owned(),
    };
    let rests = kind.rests();
    let collects = match kind {
        Kind::WriteOff => words::nobody(lang),
        Kind::PreLegal | Kind::Agency => words::they(lang),
    };
    let rows = vec![
        row![
            words::row_owed(lang),
            open.to_string(),
            if rests { words::stays_less_today(lang) } else { words::stays(lang) }
        ],
        row![words::row_books(lang), words::as_claim(lang, open), books],
        row![
            words::row_interest(lang),
            words::run(lang),
            if rests { words::stop(lang) } else { words::run(lang) }
        ],
        row![words::row_collects(lang), words::we(lang), collects],
        row![
            words::row_pay(lang),
            words::yes(lang),
            if kind.takes_payments() { words::yes(lang) } else { words::no(lang) }
        ],
        row![
            words::row_agreements(lang),
            words::possible(lang),
            if rests { words::not_possible(lang) } else { words::possible(lang) }
        ],
        row![words::row_told(lang), words::reads_on(lang), words::told_here(lang)],
    ];
    view! {
        <Table
            caption=words::now_and_then(lang)
            columns=vec![
                Column::text(words::what(lang)),
                Column::text(words::today_column(lang)),
                Column::text(words::then_column(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

/// Choosing changes nothing, so it is asked by GET and each kind has an address.
fn choosing(lang: Lang, page: &PreparingPage<'_>) -> AnyView {
    let action = format!("/desk/accounts/{}/hand-on", page.account.id);
    let choices =
        Kind::ALL.map(|kind| Choice::new(kind.name(), words::kind(lang, kind)).hint(words::hint(lang, kind)));
    view! {
        <p>{words::choose_lead(lang)}</p>
        <form class="form" method="get" action=action novalidate>
            <RadioCards lang=lang name="kind" legend=words::which(lang) choices=choices.into() />
            <Actions><Button kind=ButtonKind::Secondary>{words::go_on(lang)}</Button></Actions>
        </form>
    }
    .into_any()
}

fn blocked(lang: Lang, page: &PreparingPage<'_>, against: &[Against]) -> AnyView {
    let another = format!("/desk/accounts/{}/hand-on", page.account.id);
    let lines = against.iter().map(|one| view! { <li>{words::against(lang, *one)}</li> });
    view! {
        <h2>{words::blocked(lang)}</h2>
        <p>{words::blocked_lead(lang)}</p>
        <ul>{lines.collect_view()}</ul>
        <p><a href=another>{words::another(lang)}</a></p>
    }
    .into_any()
}

fn preparing(lang: Lang, page: &PreparingPage<'_>, kind: Kind) -> AnyView {
    let another = format!("/desk/accounts/{}/hand-on", page.account.id);
    let [entries, papers, disputes, contacts] = page.counts;
    let form = page.leads.then(|| form(lang, page, kind));
    view! {
        <h2>{words::kind(lang, kind)}</h2>
        <p><a href=another>{words::another(lang)}</a></p>
        {effects(lang, kind, page.open)}
        <h3>{words::package(lang)}</h3>
        <p>{words::package_lead(lang, entries, papers, disputes, contacts)}</p>
        {form}
    }
    .into_any()
}

fn form(lang: Lang, page: &PreparingPage<'_>, kind: Kind) -> AnyView {
    let form = page.form;
    let account = page.account.id.to_string();
    let recipient = kind.has_recipient().then(|| {
        let (name, name_error) = (form.value("to_name"), form.error("to_name"));
        let (contact, contact_error) = (form.value("to_contact"), form.error("to_contact"));
        view! {
            <Field
                lang=lang
                name="to_name"
                label=words::to_name(lang)
                hint=words::to_name_hint(lang)
                error=name_error
                value=name
                autocomplete="off"
            />
            <TextArea
                lang=lang
                name="to_contact"
                label=words::to_contact(lang)
                hint=words::to_contact_hint(lang)
                error=contact_error
                value=contact
                rows=3
                limit=CONTACT_AT_MOST
            />
        }
    });
    let (reason, reason_error) = (form.value("reason"), form.error("reason"));
    view! {
        <PostForm action="/do/desk/hand-on">
            <input type="hidden" name="account" value=account />
            <input type="hidden" name="kind" value=kind.name() />
            {recipient}
            <TextArea
                lang=lang
                name="reason"
                label=words::reason(lang)
                hint=words::reason_hint(lang)
                error=reason_error
                value=reason
                rows=4
                limit=WORDS_AT_MOST
            />
            <Actions><Button>{words::ask_button(lang)}</Button></Actions>
        </PostForm>
        <Next lang=lang>{words::ask_next(lang)}</Next>
    }
    .into_any()
}
