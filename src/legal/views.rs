//! The legal status of an account: on the desk with what shows it, and for whoever owes in few words.

use chrono::NaiveDate;
use chrono_tz::Tz;
use leptos::prelude::*;
use serde_json::Value;

use crate::accounts::model::Account;
use crate::kernel::dates::{DatePart, long_day, short_day};
use crate::kernel::ids::{LegalStatusId, PartyId};
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::legal::model::{FILES_AT_MOST, Kind, WORDS_AT_MOST};
use crate::legal::store::{LEGAL_STATUS, Status, ToLift};
use crate::legal::words;
use crate::messages::islands::Uploading;
use crate::row;
use crate::ui::{
    Actions, Button, ButtonKind, Choice, Column, DateField, Empty, FileField, Notice, NoticeKind, PostForm,
    RadioCards, Refilled, Said, SummaryList, SummaryRow, Table, TextArea, TypedDate, UploadForm,
};

/// What the desk's page of an account's legal status shows.
pub struct LegalPage<'a> {
    pub account: &'a Account,
    pub statuses: &'a [Status],
    pub zone: Tz,
    pub parties: &'a [(PartyId, String)],
    /// Those whose lifting waits for a second person.
    pub asked: &'a [LegalStatusId],
    /// What is about to be set.
    pub kind: Option<Kind>,
    /// What is about to be lifted.
    pub lift: Option<LegalStatusId>,
    pub may_change: bool,
    pub done: &'a str,
    pub form: &'a Refilled,
    pub wrong: [Option<DatePart>; 2],
}

/// The page.
pub fn legal_view(lang: Lang, page: &LegalPage<'_>) -> AnyView {
    let told = match page.done {
        "set" => Some((words::done_set(lang), words::done_set_note(lang))),
        "asked" => Some((words::done_asked(lang), words::done_asked_note(lang))),
        _ => None,
    };
    let told = told.map(|(heading, note)| {
        view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{note}</Notice> }
    });
    let problem = page.form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_done(lang)}</Notice> }
    });
    let (now, before): (Vec<&Status>, Vec<&Status>) = page.statuses.iter().partition(|status| status.stands);
    let standing = if now.is_empty() {
        view! { <Empty sentence=words::none_stands(lang) /> }.into_any()
    } else {
        now.iter().map(|status| standing(lang, page, status)).collect_view().into_any()
    };
    let setting = page.may_change.then(|| match page.kind {
        Some(kind) => setting(lang, page, kind),
        None => choosing(lang, page),
    });
    view! {
        {told}
        {problem}
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        <h2>{words::stands(lang)}</h2>
        {standing}
        {setting}
        {(!before.is_empty()).then(|| history(lang, page, &before))}
    }
    .into_any()
}

/// What whoever owes reads on top of their account.
pub fn paused(lang: Lang, pauses: &[(Kind, NaiveDate)]) -> AnyView {
    let Some((_, since)) = pauses.first() else { return ().into_any() };
    let tail = words::paused_tail(lang, &long_day(*since, lang));
    let mut said: Vec<&str> = pauses.iter().map(|(kind, _)| words::pause(lang, *kind)).collect();
    said.dedup();
    let sentence = format!("{} {tail}", said.join(" "));
    view! { <Notice kind=NoticeKind::Info heading=words::paused(lang)>{sentence}</Notice> }.into_any()
}

/// What would be lifted, for whoever decides.
pub fn to_approve(lang: Lang, object_kind: &str, payload: &Value) -> AnyView {
    if object_kind != LEGAL_STATUS {
        return ().into_any();
    }
    let Ok(to_lift) = serde_json::from_value::<ToLift>(payload.clone()) else { return ().into_any() };
    let Some(kind) = Kind::parse(&to_lift.status) else { return ().into_any() };
    let rows = vec![
        SummaryRow::new(words::what_column(lang), words::kind(lang, kind)),
        SummaryRow::new(words::days_column(lang), words::since(lang, &long_day(to_lift.from_on, lang))),
        SummaryRow::new(words::shown_column(lang), view! { <Said text=to_lift.evidence /> }),
        SummaryRow::new(words::who_column(lang), to_lift.set_by),
    ];
    view! {
        <SummaryList lang=lang rows=rows />
        <p>{words::lift_lead(lang)}</p>
    }
    .into_any()
}

/// Words an error.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().cloned().unwrap_or_default();
    match error.code.as_str() {
        "words_none" => words::words_none(lang).to_owned(),
        "words_long" => words::words_long(lang, WORDS_AT_MOST),
        "day_wrong" => words::day_wrong(lang).to_owned(),
        "ahead" => words::ahead(lang).to_owned(),
        "too_long_ago" => {
            let first = named.parse().map(|first| long_day(first, lang)).unwrap_or(named);
            words::too_long_ago(lang, &first)
        }
        "over" => words::over(lang).to_owned(),
        "too_many_files" => words::too_many_files(lang, FILES_AT_MOST),
        "quota_full" => words::quota_full(lang).to_owned(),
        "stands_already" => words::stands_already(lang).to_owned(),
        "goes_with_handover" => words::goes_with_handover(lang).to_owned(),
        "lifted_before" => words::lifted_before(lang).to_owned(),
        "already_asked" => words::already_asked(lang).to_owned(),
        _ => words::file_wrong(lang, &named),
    }
}

fn standing(lang: Lang, page: &LegalPage<'_>, status: &Status) -> AnyView {
    let what = words::kind(lang, status.kind);
    let is_asked = page.asked.contains(&status.id);
    let href = format!("/desk/accounts/{}/legal?lift={}", page.account.id, status.id);
    let lift = if page.lift == Some(status.id) && page.may_change && !is_asked && !status.is_of_handover {
        lifting(lang, page, status)
    } else if status.is_of_handover {
        view! { <p>{words::goes_with_handover(lang)}</p> }.into_any()
    } else if is_asked {
        view! { <p>{words::lift_waits(lang)}</p> }.into_any()
    } else if page.may_change {
        view! { <p><a href=href>{words::lift(lang)}</a></p> }.into_any()
    } else {
        ().into_any()
    };
    let about = status
        .person
        .as_deref()
        .map_or_else(|| words::about_debt(lang).to_owned(), |name| words::of_person(lang, name));
    let rows = vec![
        SummaryRow::new(words::days_column(lang), days(lang, status)),
        SummaryRow::new(words::about(lang), about),
        SummaryRow::new(words::shown_column(lang), shown(status)),
        SummaryRow::new(words::effect_who(lang), words::who(lang, status.kind)),
        SummaryRow::new(words::who_column(lang), set_by(lang, page, status)),
    ];
    view! {
        <section>
            <h3>{what}</h3>
            <SummaryList lang=lang rows=rows />
            {lift}
        </section>
    }
    .into_any()
}

fn lifting(lang: Lang, page: &LegalPage<'_>, status: &Status) -> AnyView {
    let (account, id) = (page.account.id.to_string(), status.id.to_string());
    let (reason, error) = (page.form.value("reason"), page.form.error("reason"));
    view! {
        <h4>{words::lift_of(lang, words::kind(lang, status.kind))}</h4>
        <p>{words::lift_lead(lang)}</p>
        <PostForm action="/do/desk/lift-legal-status">
            <input type="hidden" name="account" value=account />
            <input type="hidden" name="status" value=id />
            <TextArea
                lang=lang
                name="reason"
                label=words::lift_reason(lang)
                error=error
                value=reason
                rows=3
                limit=WORDS_AT_MOST
            />
            <Actions><Button kind=ButtonKind::Secondary>{words::lift_button(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

/// Choosing changes nothing, so it is asked by GET and each kind has an address.
fn choosing(lang: Lang, page: &LegalPage<'_>) -> AnyView {
    let action = format!("/desk/accounts/{}/legal", page.account.id);
    let choices = Kind::ALL.map(|kind| Choice::new(kind.name(), words::kind(lang, kind))).into();
    view! {
        <h2>{words::set_one(lang)}</h2>
        <form class="form" method="get" action=action novalidate>
            <RadioCards lang=lang name="kind" legend=words::which(lang) choices=choices />
            <Actions><Button kind=ButtonKind::Secondary>{words::go_on(lang)}</Button></Actions>
        </form>
    }
    .into_any()
}

fn setting(lang: Lang, page: &LegalPage<'_>, kind: Kind) -> AnyView {
    let another = format!("/desk/accounts/{}/legal", page.account.id);
    let (account, fields) = (page.account.id.to_string(), setting_fields(lang, page));
    view! {
        <h2>{words::kind(lang, kind)}</h2>
        <p><a href=another>{words::another(lang)}</a></p>
        <h3>{words::effects(lang)}</h3>
        <ul>
            <li>{words::effect_interest(lang)} " " {words::effect_interest_runs(lang)}</li>
            <li>{words::effect_contact(lang)}</li>
            <li>{words::effect_agreements(lang)}</li>
            <li>{words::effect_hand_on(lang)}</li>
            <li>{words::effect_pay(lang)}</li>
            <li>{words::effect_who(lang)} ": " {words::who(lang, kind)}</li>
        </ul>
        <UploadForm action="/do/desk/set-legal-status">
            <input type="hidden" name="account" value=account />
            <input type="hidden" name="kind" value=kind.name() />
            {fields}
            <Actions><Button>{words::set_button(lang)}</Button></Actions>
        </UploadForm>
    }
    .into_any()
}

fn setting_fields(lang: Lang, page: &LegalPage<'_>) -> AnyView {
    let form = page.form;
    let date = |name: &str| TypedDate {
        day: form.value(&format!("{name}_day")),
        month: form.value(&format!("{name}_month")),
        year: form.value(&format!("{name}_year")),
    };
    let (from, until) = (date("from"), date("until"));
    let whole = Choice::new("", words::about_debt(lang)).hint(words::about_debt_hint(lang));
    let people = page
        .parties
        .iter()
        .map(|(id, name)| Choice::new(id.to_string(), name.clone()).hint(words::about_person_hint(lang)));
    let choices = std::iter::once(whole).chain(people).collect();
    let (from_error, until_error) = (form.error("from"), form.error("until"));
    let (evidence, evidence_error, files_error) =
        (form.value("evidence"), form.error("evidence"), form.error("files"));
    let party = form.value("party");
    view! {
        <RadioCards lang=lang name="party" legend=words::about(lang) choices=choices chosen=party />
        <DateField
            lang=lang
            name="from"
            legend=words::from(lang)
            hint=words::from_hint(lang)
            error=from_error
            wrong=page.wrong[0]
            value=from
        />
        <DateField
            lang=lang
            name="until"
            legend=words::until(lang)
            hint=words::until_hint(lang)
            error=until_error
            wrong=page.wrong[1]
            value=until
        />
        <TextArea
            lang=lang
            name="evidence"
            label=words::evidence(lang)
            hint=words::evidence_hint(lang)
            error=evidence_error
            value=evidence
            rows=4
            limit=WORDS_AT_MOST
        />
        <FileField
            lang=lang
            name="files"
            label=words::files(lang)
            hint=words::files_hint(lang, FILES_AT_MOST)
            error=files_error
            multiple=true
        />
        <Uploading lang=lang />
    }
    .into_any()
}

fn history(lang: Lang, page: &LegalPage<'_>, before: &[&Status]) -> AnyView {
    let rows = before
        .iter()
        .map(|status| {
            let lifted = status.lifted_by.as_deref().zip(status.lifted_at).map(|(name, at)| {
                let on = short_day(at.with_timezone(&page.zone).date_naive(), lang);
                words::lifted_by(lang, name, &on)
            });
            let who = [Some(set_by(lang, page, status)), lifted].into_iter().flatten();
            let said =
                (!status.lift_words.is_empty()).then(|| view! { <Said text=status.lift_words.clone() /> });
            row![
                words::kind(lang, status.kind),
                days(lang, status),
                view! { {shown(status)} {said} },
                who.collect::<Vec<_>>().join(". "),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::history(lang)
            columns=vec![
                Column::text(words::what_column(lang)),
                Column::text(words::days_column(lang)),
                Column::text(words::shown_column(lang)),
                Column::text(words::who_column(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn days(lang: Lang, status: &Status) -> String {
    let from = short_day(status.from_on, lang);
    match status.until_on {
        Some(until) => words::since_until(lang, &from, &short_day(until, lang)),
        None => words::since(lang, &from),
    }
}

fn set_by(lang: Lang, page: &LegalPage<'_>, status: &Status) -> String {
    let on = short_day(status.set_at.with_timezone(&page.zone).date_naive(), lang);
    match &status.set_by {
        Some(name) => words::set_by(lang, name, &on),
        None => words::set_by_nobody(lang, &on),
    }
}

fn shown(status: &Status) -> AnyView {
    let files = status.files.iter().map(|(id, name)| {
        let href = format!("/desk/files/{id}");
        view! { <li><a href=href rel="external">{name.clone()}</a></li> }
    });
    let files = (!status.files.is_empty()).then(|| view! { <ul>{files.collect_view()}</ul> });
    view! {
        <Said text=status.evidence.clone() />
        {files}
    }
    .into_any()
}
