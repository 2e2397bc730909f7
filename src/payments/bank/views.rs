//! The bank's statements at the desk.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::kernel::dates::{days_between, short_day};
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Currency;
use crate::kernel::web::FieldError;
use crate::messages::islands::Uploading;
use crate::payments;
use crate::payments::bank::arrival_views::{Arrived, arrival_form, arrived_view};
use crate::payments::bank::arrivals::{Awaited, suggested};
use crate::payments::bank::store::{BankLine, Brought, LineState};
use crate::payments::bank::suggesting::{Suggestion, Why};
use crate::payments::bank::words;
use crate::row;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Column, Empty, Field, FileField, Next, Notice, NoticeKind, PostForm,
    RadioCards, Refilled, Shape, SummaryList, SummaryRow, Table, Tone, UploadForm, Width,
};

/// A creditor's account at the bank in one currency.
pub struct BankAccount {
    pub creditor: CreditorId,
    pub name: String,
    pub currency: Currency,
}

impl BankAccount {
    pub fn value(&self) -> String {
        format!("{}:{}", self.creditor, self.currency.code())
    }
}

pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let arg = error.args.first().map(String::as_str).unwrap_or_default();
    let sentence = match error.code.as_str() {
        "no_column" => return words::no_column(lang, arg),
        "wrong_day" => return words::wrong_day(lang, arg),
        "own_other_sum" => return words::own_other_sum(lang, arg),
        "own_none" => words::own_none(lang),
        "wrong_amount" => return words::wrong_amount(lang, arg),
        "file_none" => words::file_none(lang),
        "file_large" => words::file_large(lang),
        "too_many" => words::too_many(lang),
        "bank_none" => words::bank_none(lang),
        "whose_none" => words::whose_none(lang),
        "no_account" => words::no_account(lang),
        "decided" => words::decided(lang),
        "tracking_used" => words::tracking_used(lang),
        "note_none" => words::note_none(lang),
        "file_unreadable" => words::file_unreadable(lang),
        _ => payments::words::form_stale(lang),
    };
    sentence.to_owned()
}

pub fn upload_view(lang: Lang, banks: &[BankAccount], form: &Refilled, done: &str) -> AnyView {
    let done = match done {
        "taken" => Some((NoticeKind::Success, words::taken_heading(lang), words::taken(lang))),
        "again" => Some((NoticeKind::Info, words::again_heading(lang), words::again(lang))),
        _ => None,
    };
    let done = done.map(|(kind, heading, text)| {
        view! { <Notice kind=kind heading=heading focused=true>{text}</Notice> }
    });
    let choices: Vec<Choice> = banks
        .iter()
        .map(|bank| Choice::new(bank.value(), format!("{}, {}", bank.name, bank.currency.code())))
        .collect();
    let chosen = match (form.value("bank"), banks) {
        (typed, _) if !typed.is_empty() => typed,
        (_, [only]) => only.value(),
        _ => String::new(),
    };
    let (bank_error, file_error) = (form.error("bank"), form.error("file"));
    view! {
        {done}
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        <UploadForm action="/do/desk/upload-statement">
            <RadioCards
                lang=lang
                name="bank"
                legend=words::whose_bank(lang)
                error=bank_error
                choices=choices
                chosen=chosen
            />
            <FileField
                lang=lang
                name="file"
                label=words::file(lang)
                hint=words::file_hint(lang)
                error=file_error
                accept=".csv,.txt"
            />
            <Uploading lang=lang />
            <Button>{words::upload(lang)}</Button>
        </UploadForm>
        <Next lang=lang>{words::upload_next(lang)}</Next>
    }
    .into_any()
}

/// What waits for an owner, the oldest first.
pub fn waiting_view(lang: Lang, lines: &[BankLine], today: NaiveDate) -> AnyView {
    if lines.is_empty() {
        return view! { <h2>{words::waiting(lang)}</h2> <Empty sentence=words::nothing_waits(lang) /> }
            .into_any();
    }
    let rows = lines
        .iter()
        .map(|line| {
            let href = format!("/desk/bank/{}", line.id);
            let says: Vec<&str> = [&line.description, &line.reference, &line.tracking_key]
                .into_iter()
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .collect();
            row![
                view! { <a href=href>{words::deposit_of(lang, line.amount)}</a> },
                line.creditor_name.clone(),
                says.join(" · "),
                short_day(line.booked_on, lang),
                age(lang, days_between(line.booked_on, today)),
                line_state(lang, line),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::waiting(lang)
            columns=vec![
                Column::text(words::amount(lang)),
                Column::text(words::creditor(lang)),
                Column::text(words::says(lang)),
                Column::text(words::booked(lang)),
                Column::text(words::age(lang)),
                Column::text(words::state(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn age(lang: Lang, days: i64) -> String {
    match days {
        ..=0 => words::today(lang).to_owned(),
        1 => words::one_day(lang).to_owned(),
        days => words::days(lang, days),
    }
}

pub fn files_view(lang: Lang, files: &[Brought]) -> AnyView {
    if files.is_empty() {
        return ().into_any();
    }
    let rows = files
        .iter()
        .map(|file| {
            row![
                file.name.clone(),
                file.new.to_string(),
                file.known.to_string(),
                file.others.to_string(),
                file.by.clone(),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::files(lang)
            columns=vec![
                Column::text(words::file(lang)),
                Column::number(words::new_column(lang)),
                Column::number(words::known_column(lang)),
                Column::number(words::others_column(lang)),
                Column::text(words::by(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// One line: what the bank says, whose it may be, and the two answers.
pub fn line_view(
    lang: Lang,
    line: &BankLine,
    (suggestions, awaited, arrived): (&[Suggestion], &[Awaited], &[Arrived]),
    form: &Refilled,
    may_change: bool,
) -> AnyView {
    let problem = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::assign_next(lang)}</Notice> }
    });
    let mut rows = vec![
        SummaryRow::new(words::booked(lang), short_day(line.booked_on, lang)),
        SummaryRow::new(words::state(lang), line_state(lang, line)),
    ];
    for (term, value) in [
        (words::key(lang), &line.tracking_key),
        (words::reference(lang), &line.reference),
        (words::description(lang), &line.description),
    ] {
        if !value.is_empty() {
            rows.push(SummaryRow::new(term, value.clone()));
        }
    }
    let waits = line.state == LineState::Unidentified && !line.is_being_approved && may_change;
    let ways = waits.then(|| {
        let own = arrival_form(lang, line, awaited, form);
        let assign = assign_form(lang, line, suggestions, form);
        // What is surest comes first.
        let asked = match suggested(line, awaited) {
            Some(_) => (own, Some(assign)),
            None => (Some(assign), own),
        };
        (asked, return_form(lang, line, form))
    });
    let arrived = arrived_view(lang, line, arrived);
    let heading = words::deposit_of(lang, line.amount);
    view! {
        {problem}
        <h1>{heading}</h1>
        <SummaryList lang=lang rows=rows />
        {arrived}
        {ways}
    }
    .into_any()
}

fn assign_form(lang: Lang, line: &BankLine, suggestions: &[Suggestion], form: &Refilled) -> AnyView {
    let mut choices: Vec<Choice> = suggestions
        .iter()
        .enumerate()
        .map(|(at, suggestion)| {
            let number = suggestion.invoice.as_ref().map(|(_, number)| number.as_str()).unwrap_or_default();
            let why = match suggestion.why {
                Why::Tracking => words::why_tracking(lang).to_owned(),
                Why::Invoice => words::why_invoice(lang, number),
                Why::Account => words::why_account(lang).to_owned(),
                Why::Amount => words::why_amount(lang, number),
            };
            let title = format!("{} ({})", suggestion.debtor_name, suggestion.reference);
            Choice::new(at.to_string(), title).hint(why)
        })
        .collect();
    let (error, reference_error) = (form.error("whose"), form.error("reference"));
    let (chosen, reference) = (form.value("whose"), form.value("reference"));
    let other = view! {
        <Field
            lang=lang
            name="reference"
            label=words::other_reference(lang)
            error=reference_error
            value=reference
            width=Width::Short
        />
    };
    choices.push(Choice::new("other", words::other_account(lang)).more(other));
    let shown = marks(suggestions);
    let id = line.id.to_string();
    view! {
        <PostForm action="/do/desk/assign-line">
            <input type="hidden" name="line" value=id />
            <input type="hidden" name="shown" value=shown />
            <RadioCards
                lang=lang
                name="whose"
                legend=words::whose(lang)
                error=error
                choices=choices
                chosen=chosen
            />
            <Button>{words::assign(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::assign_next(lang)}</Next>
    }
    .into_any()
}

/// Stands for the suggestions that a page showed, so that a place among them means what was read.
pub fn marks(suggestions: &[Suggestion]) -> String {
    let accounts: Vec<String> = suggestions.iter().map(|suggestion| suggestion.account.to_string()).collect();
    accounts.join(",")
}

fn return_form(lang: Lang, line: &BankLine, form: &Refilled) -> AnyView {
    let (error, note, id) = (form.error("note"), form.value("note"), line.id.to_string());
    view! {
        <h2>{words::give_back(lang)}</h2>
        <PostForm action="/do/desk/return-line">
            <input type="hidden" name="line" value=id />
            <Field lang=lang name="note" label=words::note(lang) error=error value=note />
            <Button kind=ButtonKind::Secondary>{words::note_returned(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn line_state(lang: Lang, line: &BankLine) -> AnyView {
    let (shape, tone, word) = match line.state {
        LineState::Unidentified if line.is_being_approved => {
            (Shape::Triangle, Tone::Due, words::state_approving(lang))
        }
        LineState::Unidentified => (Shape::Circle, Tone::Wait, words::state_waiting(lang)),
        LineState::Recorded => (Shape::Check, Tone::Good, words::state_recorded(lang)),
        LineState::Assigned(_) => (Shape::Check, Tone::Good, words::state_assigned(lang)),
        LineState::Own => (Shape::Check, Tone::Good, words::state_own(lang)),
        LineState::Returned => (Shape::Return, Tone::Quiet, words::state_returned(lang)),
    };
    let link = match line.state {
        LineState::Assigned(Some(payment)) => {
            Some(view! { <a href=format!("/desk/payments/{payment}")>{words::see_payment(lang)}</a> })
        }
        _ => None,
    };
    view! { <Badge shape=shape tone=tone word=word /> " " {link} }.into_any()
}
