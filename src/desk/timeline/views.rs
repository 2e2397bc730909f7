//! The time line on the desk, and the notes and tags beside an account.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use crate::complaints;
use crate::contact::words::record;
use crate::desk::calls;
use crate::desk::calls::model::Outcome;
use crate::desk::timeline::model::{Kind, NOTE_AT_MOST};
use crate::desk::timeline::store::notes::Note;
use crate::desk::timeline::store::reading::{Happened, Wanted};
use crate::desk::timeline::words;
use crate::disputes;
use crate::disputes::store::steps::StepKind;
use crate::handing;
use crate::kernel::dates::{hour, short_day};
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::legal;
use crate::plans;
use crate::plans::model::EventKind;
use crate::ui::{
    Button, ButtonKind, Empty, Field, PostForm, Refilled, Said, Story, Tab, Tabs, TextArea, Told, Width,
};

/// What the page of an account's time line shows.
pub struct TimelinePage<'a> {
    pub account: AccountId,
    pub currency: Currency,
    pub zone: Tz,
    pub wanted: &'a Wanted,
    pub happened: &'a [Happened],
    pub next: Option<(DateTime<Utc>, Uuid)>,
    pub tags: &'a [String],
    pub may_change: bool,
    pub form: &'a Refilled,
}

impl TimelinePage<'_> {
    fn href(&self, kind: Option<Kind>, before: Option<(DateTime<Utc>, Uuid)>) -> String {
        let words = utf8_percent_encode(&self.wanted.words, NON_ALPHANUMERIC);
        let kind = kind.map_or("", Kind::name);
        let base = format!("/desk/accounts/{}/timeline?kind={kind}&q={words}", self.account);
        match before {
            Some((at, id)) => format!("{base}&before={}:{id}", at.timestamp_micros()),
            None => base,
        }
    }
}

/// The time line with its filter, and the forms for notes and tags.
pub fn timeline_view(lang: Lang, page: &TimelinePage<'_>) -> AnyView {
    let tab = |kind: Option<Kind>| Tab {
        href: page.href(kind, None),
        text: kind.map_or(words::everything(lang), |kind| words::kind(lang, kind)).to_owned(),
        count: None,
        is_current: kind == page.wanted.kind,
    };
    let tabs = std::iter::once(None).chain(Kind::ALL.map(Some)).map(tab).collect();
    let told = if page.happened.is_empty() {
        view! { <Empty sentence=words::none(lang) /> }.into_any()
    } else {
        let steps = page.happened.iter().map(|happened| told(lang, page, happened)).collect();
        view! { <Story steps=steps /> }.into_any()
    };
    let older = page.next.map(|next| {
        let href = page.href(page.wanted.kind, Some(next));
        view! { <p><a href=href>{words::older(lang)}</a></p> }
    });
    let newest = page.wanted.before.map(|_| {
        let href = page.href(page.wanted.kind, None);
        view! { <p><a href=href>{words::newest(lang)}</a></p> }
    });
    view! {
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {page.may_change.then(|| forms(lang, page))}
        <Tabs label=words::which(lang) tabs=tabs />
        {search(lang, page)}
        {told}
        {older}
        {newest}
    }
    .into_any()
}

/// The newest notes and the tags, in the margin beside every part of an account.
pub fn beside(lang: Lang, account: AccountId, zone: Tz, notes: &[Note], tags: &[String]) -> AnyView {
    let href = format!("/desk/accounts/{account}/timeline");
    let said = if notes.is_empty() {
        view! { <p>{words::no_notes(lang)}</p> }.into_any()
    } else {
        let notes = notes.iter().map(|note| {
            let when = moment(lang, note.written_at, zone);
            let mark = (!note.mentions.is_empty()).then(|| words::mentions(lang, &note.mentions.join(", ")));
            view! {
                <li>
                    <strong>{note.by.clone()}</strong>
                    " "
                    <span class="hint">{when} {mark.map(|mark| format!(". {mark}"))}</span>
                    <Said text=note.words.clone() />
                </li>
            }
        });
        view! { <ul>{notes.collect_view()}</ul> }.into_any()
    };
    let tags = if tags.is_empty() { words::no_tags(lang).to_owned() } else { tags.join(", ") };
    view! {
        <section class="margin-notes">
            <h3>{words::notes(lang)}</h3>
            {said}
            <p><a href=href>{words::all_notes(lang)}</a></p>
        </section>
        <section>
            <h3>{words::tags(lang)}</h3>
            <p>{tags}</p>
        </section>
    }
    .into_any()
}

fn forms(lang: Lang, page: &TimelinePage<'_>) -> AnyView {
    let form = page.form;
    let (note_error, tag_error) = (form.error("note"), form.error("tag"));
    let (note, tag) = (form.value("note"), form.value("tag"));
    let id = page.account.to_string();
    let own = page.tags.iter().map(|tag| {
        let (id, tag) = (id.clone(), tag.clone());
        let remove = words::remove_tag(lang, &tag);
        view! {
            <PostForm action="/do/desk/untag-account">
                <input type="hidden" name="account" value=id />
                <input type="hidden" name="tag" value=tag />
                <Button kind=ButtonKind::Quiet>{remove}</Button>
            </PostForm>
        }
    });
    let (own, open) = (own.collect_view(), tag_error.is_some());
    let (of_note, of_tag) = (id.clone(), id);
    view! {
        <section class="margin-notes">
            <PostForm action="/do/desk/note-account">
                <input type="hidden" name="account" value=of_note />
                <TextArea
                    lang=lang
                    name="note"
                    label=words::note_label(lang)
                    hint=words::note_hint(lang)
                    error=note_error
                    value=note
                    rows=3
                    limit=NOTE_AT_MOST
                />
                <Button kind=ButtonKind::Secondary>{words::keep_note(lang)}</Button>
            </PostForm>
        </section>
        <details open=open>
            <summary>{words::tags(lang)}</summary>
            {own}
            <PostForm action="/do/desk/tag-account">
                <input type="hidden" name="account" value=of_tag />
                <Field
                    lang=lang
                    name="tag"
                    label=words::tag_label(lang)
                    hint=words::tag_hint(lang)
                    error=tag_error
                    value=tag
                    width=Width::Medium
                    autocomplete="off"
                />
                <Button kind=ButtonKind::Secondary>{words::add_tag(lang)}</Button>
            </PostForm>
        </details>
    }
    .into_any()
}

fn search(lang: Lang, page: &TimelinePage<'_>) -> AnyView {
    let (action, kind) =
        (format!("/desk/accounts/{}/timeline", page.account), page.wanted.kind.map_or("", Kind::name));
    let typed = page.wanted.words.clone();
    view! {
        <form class="search" role="search" action=action aria-label=words::search_label(lang)>
            <input type="hidden" name="kind" value=kind />
            <Field
                lang=lang
                name="q"
                kind="search"
                label=words::search_label(lang)
                value=typed
                width=Width::Medium
                autocomplete="off"
            />
            <Button kind=ButtonKind::Secondary>{words::search(lang)}</Button>
        </form>
    }
    .into_any()
}

fn told(lang: Lang, page: &TimelinePage<'_>, happened: &Happened) -> Told {
    let words = (!happened.words.is_empty() && happened.kind != Kind::Notice)
        .then(|| view! { <Said text=happened.words.clone() /> });
    let rule = (happened.kind == Kind::Notice && happened.detail == "held_back")
        .then(|| view! { <p class="hint">{words::notice_by_rule(lang, &happened.words)}</p> });
    let amount = happened
        .amount
        .filter(|_| matches!(happened.kind, Kind::Entry | Kind::Dispute | Kind::Handing))
        .map(|amount| view! { <p>{amount.to_string()}</p> });
    Told {
        when: match happened.kind {
            // The books go by days.
            Kind::Entry => short_day(happened.at.with_timezone(&page.zone).date_naive(), lang),
            _ => moment(lang, happened.at, page.zone),
        },
        word: word(lang, page.currency, happened),
        by: happened.who.clone(),
        body: view! { {amount} {words} {rule} }.into_any(),
    }
}

fn word(lang: Lang, currency: Currency, happened: &Happened) -> String {
    let (code, detail) = (happened.code.as_str(), happened.detail.as_str());
    match happened.kind {
        Kind::Entry if detail.is_empty() => words::entry(lang, code).to_owned(),
        Kind::Entry => format!("{} {detail}", words::entry(lang, code)),
        Kind::Notice => words::notice(lang, record::notice(lang, code), notice_result(lang, detail)),
        Kind::Call if detail == "theirs" => words::call_theirs(lang).to_owned(),
        Kind::Call => {
            let outcome =
                Outcome::parse(code).map(|outcome| calls::words::outcome_text(lang, outcome).to_lowercase());
            words::call_ours(lang, &outcome.unwrap_or_default())
        }
        Kind::Message if code == "staff" => words::message_ours(lang).to_owned(),
        Kind::Message => words::message_theirs(lang).to_owned(),
        Kind::Dispute => {
            let step = StepKind::parse(code).map(|step| disputes::words::step_word(lang, step, false));
            words::dispute(lang, detail, &step.unwrap_or_default().to_lowercase())
        }
        Kind::Plan => {
            let event =
                EventKind::parse(code).map(|event| plans::words::keeping::event(lang, event).to_lowercase());
            words::plan(lang, &event.unwrap_or_default())
        }
        Kind::Promise => promise(lang, currency, happened),
        Kind::Note if code == "thread" => words::note_thread(lang).to_owned(),
        Kind::Note => words::note_account(lang).to_owned(),
        Kind::Complaint => complaint(lang, code, detail),
        Kind::Legal => standing(lang, code, detail),
        Kind::Handing => handed(lang, code, detail),
        Kind::SignIn => words::sign_in(lang).to_owned(),
        Kind::Read if code == "view_as_debtor" => words::viewed(lang).to_owned(),
        Kind::Read if detail == "1" => words::read_once(lang).to_owned(),
        Kind::Read => words::read_times(lang, detail),
    }
}

fn promise(lang: Lang, currency: Currency, happened: &Happened) -> String {
    let amount = happened.amount.unwrap_or(Money::zero(currency));
    let day = happened.detail.parse::<NaiveDate>().map(|day| short_day(day, lang)).unwrap_or_default();
    match happened.code.as_str() {
        "moved" => words::promise_moved(lang, amount, &day),
        "cancelled" => words::promise_cancelled(lang, amount, &day),
        _ => words::promise_made(lang, amount, &day),
    }
}

fn complaint(lang: Lang, code: &str, number: &str) -> String {
    let kind = complaints::model::Kind::parse(code).map(|kind| complaints::words::kind(lang, kind));
    format!("{}: {}", words::complaint(lang, number), kind.unwrap_or_default())
}

fn standing(lang: Lang, code: &str, detail: &str) -> String {
    let what = legal::model::Kind::parse(code).map(|kind| legal::words::kind(lang, kind)).unwrap_or_default();
    match detail {
        "lifted" => words::legal_lifted(lang, what),
        _ => words::legal_set(lang, what),
    }
}

fn handed(lang: Lang, code: &str, detail: &str) -> String {
    let (what, number) = detail.split_once(' ').unwrap_or_default();
    let kind = handing::model::Kind::parse(code).map(|kind| handing::words::kind(lang, kind));
    match what {
        "recalled" => words::recalled(lang, number),
        _ => words::handed(lang, number, kind.unwrap_or_default()),
    }
}

fn notice_result(lang: Lang, result: &str) -> &'static str {
    match result {
        "sent" => record::sent(lang),
        "held_back" => record::held_back(lang),
        "failed" => record::failed(lang),
        "waits" => record::waits(lang),
        _ => record::on_its_way(lang),
    }
}

fn moment(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    format!("{}, {}", short_day(at.date_naive(), lang), hour(at.time(), lang))
}
