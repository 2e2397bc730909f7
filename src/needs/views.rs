//! Needs as they are shown: at the head of an account, in its parties, and to whoever has them; and the form for one.

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

use crate::kernel::dates::short_day;
use crate::kernel::ids::{AccountId, PersonId};
use crate::kernel::locale::Lang;
use crate::needs::model::{MONTHS, NeedKind, TONGUES, is_asked_again};
use crate::needs::store::Need;
use crate::needs::words;
use crate::reach::model::Told;
use crate::reach::words::{how_told, told_text};
use crate::ui::{
    Button, ButtonKind, CheckboxList, Choice, Field, PostForm, RadioCards, Refilled, Select, Width,
};

/// What the team must know before it says a word: stands at the head of every page of an account, the one for calls among them.
pub fn head(lang: Lang, needs: &[Need], today: NaiveDate) -> Option<AnyView> {
    if needs.is_empty() {
        return None;
    }
    let lines = needs.iter().map(|need| {
        let again = is_asked_again(need.until_on, today)
            .then(|| format!(" ({})", words::asked_again(lang, &short_day(need.until_on, lang))));
        let line = format!("{}. {}{}", need.name, whole(lang, need), again.unwrap_or_default());
        view! { <li>{line}</li> }
    });
    let head = view! {
        <div class="notice notice-due needs-head">
            <p><strong>{words::desk_heading(lang)}</strong></p>
            <ul>{lines.collect_view()}</ul>
        </div>
    };
    Some(head.into_any())
}

/// What one person of an account needs, with who noted it and until when.
pub fn theirs(
    lang: Lang,
    account: AccountId,
    person: PersonId,
    needs: &[Need],
    may_change: bool,
) -> Option<AnyView> {
    let lines: Vec<AnyView> = needs
        .iter()
        .filter(|need| need.person == person)
        .map(|need| their_line(lang, account, need, may_change))
        .collect();
    (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> }.into_any())
}

fn their_line(lang: Lang, account: AccountId, need: &Need, may_change: bool) -> AnyView {
    let on = short_day(day_of(need.noted_at), lang);
    let by = match &need.noted_by {
        Some(name) => words::noted_by(lang, name, told_text(lang, need.told), &on),
        None => words::said_by(lang, &on),
    };
    let what = whole(lang, need);
    let until = words::until(lang, &short_day(need.until_on, lang));
    let (id, about) = (need.id.to_string(), format!(": {what}"));
    let end = match (&need.noted_by, may_change) {
        (_, false) => ().into_any(),
        (None, true) => view! { " " {words::only_they_end(lang)} }.into_any(),
        (Some(_), true) => view! {
            <PostForm action="/do/desk/end-need">
                <input type="hidden" name="account" value=account.to_string() />
                <input type="hidden" name="need" value=id />
                <Button kind=ButtonKind::Quiet>
                    {words::end_theirs(lang)} <span class="visually-hidden">{about}</span>
                </Button>
            </PostForm>
        }
        .into_any(),
    };
    view! { <li>{format!("{what}: {by}, {until}.")} {end}</li> }.into_any()
}

/// What the signed-in person said, each with the way to take it back.
pub fn own_list(lang: Lang, needs: &[Need], today: NaiveDate) -> AnyView {
    if needs.is_empty() {
        return view! { <p>{words::none(lang)}</p> }.into_any();
    }
    let lines = needs.iter().map(|need| {
        let on = short_day(day_of(need.noted_at), lang);
        let by = match &need.noted_by {
            Some(name) => words::noted_by_own(lang, name, &on),
            None => words::said_by_own(lang, &on),
        };
        let (what, until) = (whole(lang, need), short_day(need.until_on, lang));
        let about = format!("{by}, {}", words::until(lang, &until));
        let again = is_asked_again(need.until_on, today)
            .then(|| view! { <p>{words::asked_again_own(lang, &until)}</p> });
        let (id, ends) = (need.id.to_string(), format!(": {what}"));
        view! {
            <li>
                <strong>{what}</strong>
                <span class="link-list-hint">{about}</span>
                {again}
                <PostForm action="/do/needs/end">
                    <input type="hidden" name="need" value=id />
                    <Button kind=ButtonKind::Quiet>
                        {words::end(lang)} <span class="visually-hidden">{ends}</span>
                    </Button>
                </PostForm>
            </li>
        }
    });
    view! { <ul class="link-list">{lines.collect_view()}</ul> }.into_any()
}

/// The form with which somebody says what they need.
pub fn own_form(lang: Lang, form: &Refilled) -> AnyView {
    let (kinds, details) = (kinds(lang, form, words::which(lang)), details(lang, form));
    let consent = consent(lang, form, words::consent(lang), words::consent_own(lang));
    view! {
        <PostForm action="/do/needs/say">
            {kinds}
            {details}
            {consent}
            <Button>{words::save(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

/// The form with which the team notes it at their word. `people`: those of the account.
pub fn desk_form(lang: Lang, account: AccountId, people: &[(PersonId, String)], form: &Refilled) -> AnyView {
    let choices = people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let told = Told::TO_TEAM.map(|told| Choice::new(told.name(), told_text(lang, told)));
    // With one there is nothing to choose.
    let only = if let [(id, _)] = people { id.to_string() } else { String::new() };
    let person = Some(form.value("person")).filter(|person| !person.is_empty()).unwrap_or(only);
    let (person_error, told_error) = (form.error("person"), form.error("told"));
    let told_chosen = form.value("told");
    let choices: Vec<Choice> = choices.collect();
    let (kinds, details) = (kinds(lang, form, words::which_theirs(lang)), details(lang, form));
    let consent = consent(lang, form, words::consent_of(lang), words::consent_theirs(lang));
    view! {
        <PostForm action="/do/desk/note-need">
            <input type="hidden" name="account" value=account.to_string() />
            <RadioCards
                lang=lang
                name="person"
                legend=words::person(lang)
                error=person_error
                choices=choices
                chosen=person
            />
            {kinds}
            {details}
            <RadioCards
                lang=lang
                name="told"
                legend=how_told(lang)
                error=told_error
                choices=told.into_iter().collect()
                chosen=told_chosen
            />
            {consent}
            <Button>{words::save(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn kinds(lang: Lang, form: &Refilled, legend: &'static str) -> AnyView {
    let choices = NeedKind::ALL.map(|kind| {
        Choice::new(kind.name(), words::kind_text(lang, kind)).hint(words::kind_does(lang, kind))
    });
    let (error, chosen) = (form.error("kind"), form.value("kind"));
    view! {
        <RadioCards
            lang=lang
            name="kind"
            legend=legend
            error=error
            choices=choices.into_iter().collect()
            chosen=chosen
        />
    }
    .into_any()
}

/// What belongs to some of the needs only, and for how long.
fn details(lang: Lang, form: &Refilled) -> AnyView {
    let options = std::iter::once((String::new(), words::language_any(lang).to_owned()))
        .chain(TONGUES.map(|code| (code.to_owned(), words::tongue(lang, code).to_owned())));
    let months = MONTHS.map(|months| Choice::new(months.to_string(), words::months_count(lang, months)));
    let typed = form.value("months");
    let chosen = if typed.is_empty() { MONTHS[0].to_string() } else { typed };
    let (helper, helper_error, months_error) =
        (form.value("helper"), form.error("helper"), form.error("months"));
    let (language, language_error) = (form.value("language"), form.error("language"));
    view! {
        <Select
            lang=lang
            name="language"
            label=words::language(lang)
            error=language_error
            options=options.collect()
            chosen=language
        />
        <Field
            lang=lang
            name="helper"
            label=words::helper_label(lang)
            error=helper_error
            value=helper
            width=Width::Medium
        />
        <RadioCards
            lang=lang
            name="months"
            legend=words::months(lang)
            hint=words::months_hint(lang)
            error=months_error
            choices=months.into_iter().collect()
            chosen=chosen
        />
    }
    .into_any()
}

fn consent(lang: Lang, form: &Refilled, legend: &'static str, says: &'static str) -> AnyView {
    let (error, ticked) = (form.error("consent"), form.values("consent").unwrap_or_default());
    view! {
        <CheckboxList
            lang=lang
            name="consent"
            legend=legend
            error=error
            choices=vec![Choice::new("yes", says)]
            chosen=ticked
        />
    }
    .into_any()
}

/// As the clocks of most readers show it.
fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::America::Mexico_City).date_naive()
}

fn whole(lang: Lang, need: &Need) -> String {
    words::whole(lang, need.kind, need.language.as_deref(), need.helper.as_deref())
}
