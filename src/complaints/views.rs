//! Complaints as their person and as the team reads them.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::complaints::model::{Kind, Outcome, WORDS_AT_MOST};
use crate::complaints::store::{Answer, Complaint};
use crate::complaints::words;
use crate::kernel::dates::{long_day, short_day};
use crate::kernel::ids::PersonId;
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::payments::words::account_line;
use crate::row;
use crate::ui::{
    Actions, BackLink, Button, Choice, Column, Empty, FileLink, Next, Notice, NoticeKind, PostForm,
    RadioCards, Refilled, Said, SummaryList, SummaryRow, Table, TextArea,
};

/// What a person's page shows.
pub struct OwnPage<'a> {
    pub account: &'a Account,
    pub complaints: &'a [Complaint],
    /// Who else hears complaints about the creditor.
    pub body: Option<String>,
    pub sent: bool,
    pub form: &'a Refilled,
}

/// A person's complaints about one account, and the form for another.
pub fn own_view(lang: Lang, page: &OwnPage<'_>) -> AnyView {
    let place = account_line(lang, &page.account.creditor_name, &page.account.reference);
    let sent = page.complaints.first().filter(|_| page.sent).map(|latest| {
        let next = words::sent_next(lang, &latest.number, &long_day(latest.promised_on, lang));
        view! { <Notice kind=NoticeKind::Success heading=words::sent(lang) focused=true>{next}</Notice> }
    });
    let elsewhere = page.body.as_ref().map(|body| view! { <p>{words::or_go_to(lang, body)}</p> });
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.name(), words::kind(lang, kind)));
    let id = page.account.id.to_string();
    let to_disputes = format!("/account/disputes/new?account={id}");
    let (kind, said) = (page.form.value("kind"), page.form.value("words"));
    let (kind_error, words_error) = (page.form.error("kind"), page.form.error("words"));
    let yours = (!page.complaints.is_empty()).then(|| {
        let each: Vec<AnyView> = page.complaints.iter().map(|one| told(lang, one)).collect();
        view! {
            <h2>{words::yours(lang)}</h2>
            {each}
        }
    });
    view! {
        {sent}
        <p class="account-line">{place}</p>
        <h1>{words::complain(lang)}</h1>
        <p>{words::lead(lang)}</p>
        <p><a href=to_disputes>{words::to_disputes(lang)}</a></p>
        <PostForm action="/do/complaints/send">
            <input type="hidden" name="account" value=id />
            <RadioCards
                lang=lang
                name="kind"
                legend=words::what_about(lang)
                error=kind_error
                choices=kinds.into()
                chosen=kind
            />
            <TextArea
                lang=lang
                name="words"
                label=words::tell(lang)
                hint=words::tell_hint(lang)
                error=words_error
                value=said
                limit=WORDS_AT_MOST
            />
            <Actions><Button>{words::send(lang)}</Button></Actions>
        </PostForm>
        {elsewhere}
        {yours}
    }
    .into_any()
}

fn told(lang: Lang, one: &Complaint) -> AnyView {
    let standing = match &one.answer {
        Some(answer) => {
            let href = format!("/account/complaints/{}/letter.pdf", one.id);
            view! { {answered(lang, answer)} {letter(lang, href)} }.into_any()
        }
        None => {
            let by = words::promised_by(lang, &long_day(one.promised_on, lang));
            view! { <p>{by}</p> }.into_any()
        }
    };
    view! {
        <section>
            <h3>{words::one(lang, &one.number, words::kind(lang, one.kind))}</h3>
            <p>{words::opened_on(lang, &long_day(one.opened_on, lang))} " " {by_telephone(lang, one)}</p>
            <Said text=one.words.clone() />
            {standing}
        </section>
    }
    .into_any()
}

fn by_telephone(lang: Lang, one: &Complaint) -> Option<String> {
    one.taken_by.as_deref().map(|name| words::by_telephone(lang, name))
}

/// The answer as a paper.
fn letter(lang: Lang, href: String) -> AnyView {
    view! { <p><FileLink href=href text=words::letter(lang) format="PDF" /></p> }.into_any()
}

fn answered(lang: Lang, answer: &Answer) -> AnyView {
    let (on, outcome) = (long_day(answer.on, lang), words::outcome(lang, answer.outcome));
    view! {
        <p>{words::answered_on(lang, &on, &answer.by, outcome)}</p>
        <Said text=answer.words.clone() />
    }
    .into_any()
}

/// The register: of a month, or of all.
pub fn register_view(
    lang: Lang,
    complaints: &[Complaint],
    month: Option<NaiveDate>,
    today: NaiveDate,
) -> AnyView {
    let named = |month: NaiveDate| month.format("%Y-%m").to_string();
    let this_month = named(today);
    let (other, other_text) = match month {
        None => (format!("/desk/complaints?month={this_month}"), words::month(lang, &this_month)),
        Some(_) => ("/desk/complaints".to_owned(), words::all_months(lang).to_owned()),
    };
    let csv = match month {
        None => "/desk/complaints/register".to_owned(),
        Some(month) => format!("/desk/complaints/register?month={}", named(month)),
    };
    let body = if complaints.is_empty() {
        view! { <Empty sentence=words::register_empty(lang) /> }.into_any()
    } else {
        register(lang, complaints, today)
    };
    view! {
        <BackLink lang=lang href="/desk/disputes" />
        <h1>{words::register(lang)}</h1>
        <p>{words::register_lead(lang)}</p>
        <p><a href=other>{other_text}</a></p>
        {body}
        <p>{words::find_account(lang)}</p>
        <p><a href=csv>{words::as_table(lang)}</a></p>
    }
    .into_any()
}

fn register(lang: Lang, complaints: &[Complaint], today: NaiveDate) -> AnyView {
    let rows = complaints
        .iter()
        .map(|one| {
            let href = format!("/desk/complaints/{}", one.id);
            let promised = short_day(one.promised_on, lang);
            let is_late = one.answer.is_none() && one.promised_on < today;
            let promised = if is_late { words::late(lang, &promised) } else { promised };
            let outcome = one
                .answer
                .as_ref()
                .map_or(words::not_yet(lang), |answer| words::outcome(lang, answer.outcome));
            row![
                view! { <a href=href>{one.number.clone()}</a> },
                one.person_name.clone(),
                format!("{} ({})", one.debtor_name, one.account_reference),
                words::kind(lang, one.kind),
                short_day(one.opened_on, lang),
                promised,
                outcome,
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::register(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::number(lang)),
                Column::text(words::who(lang)),
                Column::text(words::account(lang)),
                Column::text(words::kind_column(lang)),
                Column::text(words::opened(lang)),
                Column::text(words::promised(lang)),
                Column::text(words::outcome_column(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// One complaint on the desk; `leads`: whoever reads it may answer it.
pub fn desk_view(lang: Lang, one: &Complaint, leads: bool, form: &Refilled) -> AnyView {
    let file = format!("/desk/accounts/{}", one.account);
    let whose = format!("{} ({})", one.debtor_name, one.account_reference);
    let facts = vec![
        SummaryRow::new(words::who(lang), one.person_name.clone()),
        SummaryRow::new(words::kind_column(lang), words::kind(lang, one.kind)),
        SummaryRow::new(words::opened(lang), long_day(one.opened_on, lang)),
        SummaryRow::new(words::promised(lang), long_day(one.promised_on, lang)),
    ];
    let standing = match &one.answer {
        Some(answer) => {
            let href = format!("/desk/complaints/{}/letter.pdf", one.id);
            view! { {answered(lang, answer)} {letter(lang, href)} }.into_any()
        }
        None if leads => answer_form(lang, one, form),
        None => view! { <Next lang=lang>{words::only_leads(lang)}</Next> }.into_any(),
    };
    view! {
        <BackLink lang=lang href="/desk/complaints" />
        <p class="account-line"><a href=file>{whose}</a></p>
        <h1>{words::heading(lang, &one.number)}</h1>
        <SummaryList lang=lang rows=facts />
        {by_telephone(lang, one).map(|sentence| view! { <p>{sentence}</p> })}
        <Said text=one.words.clone() />
        {standing}
    }
    .into_any()
}

fn answer_form(lang: Lang, one: &Complaint, form: &Refilled) -> AnyView {
    let id = one.id.to_string();
    let outcomes = Outcome::ALL.map(|outcome| Choice::new(outcome.name(), words::outcome(lang, outcome)));
    let (outcome, said) = (form.value("outcome"), form.value("words"));
    let (outcome_error, words_error) = (form.error("outcome"), form.error("words"));
    view! {
        <PostForm action="/do/desk/answer-complaint">
            <input type="hidden" name="complaint" value=id />
            <RadioCards
                lang=lang
                name="outcome"
                legend=words::whose_right(lang)
                error=outcome_error
                choices=outcomes.into()
                chosen=outcome
            />
            <TextArea
                lang=lang
                name="words"
                label=words::your_answer(lang)
                hint=words::your_answer_hint(lang)
                error=words_error
                value=said
                limit=WORDS_AT_MOST
            />
            <Actions><Button>{words::answer(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

/// The form on which the team writes down what somebody says on the telephone.
pub fn heard_view(lang: Lang, account: &Account, callers: &[(PersonId, String)], form: &Refilled) -> AnyView {
    let (back, id) = (format!("/desk/accounts/{}", account.id), account.id.to_string());
    let whose = format!("{} ({})", account.debtor_name, account.reference);
    let people = callers.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.name(), words::kind(lang, kind)));
    let (person, kind, said) = (form.value("person"), form.value("kind"), form.value("words"));
    let (person_error, kind_error, words_error) =
        (form.error("person"), form.error("kind"), form.error("words"));
    view! {
        <BackLink lang=lang href=back />
        <p class="account-line">{whose}</p>
        <h1>{words::take(lang)}</h1>
        <p>{words::take_lead(lang)}</p>
        <PostForm action="/do/desk/note-complaint">
            <input type="hidden" name="account" value=id />
            <RadioCards
                lang=lang
                name="person"
                legend=words::who_calls(lang)
                error=person_error
                choices=people
                chosen=person
            />
            <RadioCards
                lang=lang
                name="kind"
                legend=words::what_about(lang)
                error=kind_error
                choices=kinds.into()
                chosen=kind
            />
            <TextArea
                lang=lang
                name="words"
                label=words::heard(lang)
                hint=words::heard_hint(lang)
                error=words_error
                value=said
                limit=WORDS_AT_MOST
            />
            <Actions><Button>{words::take_now(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

/// An error of one of the forms in a sentence.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().map(String::as_str).unwrap_or_default();
    match error.code.as_str() {
        "kind_none" => words::kind_none(lang).to_owned(),
        "caller_none" => words::caller_none(lang).to_owned(),
        "outcome_none" => words::outcome_none(lang).to_owned(),
        "words_none" => words::words_none(lang).to_owned(),
        "words_long" => words::words_long(lang).to_owned(),
        "words_tone" => words::tone(lang, named),
        _ => words::stale(lang).to_owned(),
    }
}
