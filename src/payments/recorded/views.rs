//! Recording money at the desk, and what was recorded.

use leptos::prelude::*;

use crate::accounts::model::{Account, payable_minor};
use crate::kernel::dates::{DatePart, day_month, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::web::FieldError;
use crate::messages::islands::Uploading;
use crate::payments;
use crate::payments::model::Payable;
use crate::payments::recorded::model::Means;
use crate::payments::recorded::store::{Record, RecordState};
use crate::payments::recorded::words;
use crate::row;
use crate::ui::{
    Badge, Button, CheckboxList, Choice, Column, DateField, Empty, Field, FileField, MoneyField, Next,
    Notice, NoticeKind, RadioCards, Refilled, Shape, Table, Tone, TypedDate, UploadForm, Visit, Width,
};

/// The form in which money is recorded: as it came back, or filled in from a report.
pub struct RecordForm {
    pub action: &'static str,
    pub account: Account,
    pub payable: Payable,
    pub form: Refilled,
    pub wrong_part: Option<DatePart>,
    /// What the fields hold at first.
    pub prefilled: Vec<(&'static str, String)>,
    /// The report that it answers.
    pub report: Option<String>,
}

const INVOICES_AT_MOST: usize = 60;

/// What is wrong with a form, in words.
pub fn refilled(visit: &Visit, account: &Account) -> Refilled {
    Refilled::of(visit.draft.as_ref(), |error| sentence(visit.lang, account, error))
}

/// The part of the day that is wrong, if one is.
pub fn wrong_part(visit: &Visit) -> Option<DatePart> {
    visit.draft.as_ref()?.wrong_part("on")
}

pub fn sentence(lang: Lang, account: &Account, error: &FieldError) -> String {
    use payments::words as common;
    let sentence = match error.code.as_str() {
        "amount_empty" => common::amount_empty(lang),
        "amount_decimals" => return common::decimals(lang, account.currency),
        "amount_not_number" | "amount_too_large" => common::amount_not_number(lang),
        "day_wrong" => words::day_wrong(lang),
        "day_ahead" => words::day_ahead(lang),
        "day_long_ago" => words::day_long_ago(lang),
        "means_none" => words::means_none(lang),
        "means_none_said" => words::means_none_said(lang),
        "cheque_number" => words::cheque_number(lang),
        "what_none" => words::what_none(lang),
        "pick_none" => words::pick_none(lang),
        "file_large" => words::file_large(lang),
        "file_type" => words::file_type(lang),
        "file_empty" | "file_bad" => words::file_bad(lang),
        "file_pixels" => words::file_pixels(lang),
        "file_infected" => words::file_infected(lang),
        "file_unscanned" => words::file_unscanned(lang),
        "quota_full" => words::quota_full(lang),
        "tracking_used" => words::tracking_used(lang),
        "answered" => words::answered(lang),
        "till_closed" => words::till_closed(lang),
        "key_or_proof" => words::key_or_proof(lang),
        "decline_none" => words::decline_none(lang),
        "words_none" => words::words_none(lang),
        "words_tone" => {
            return words::words_tone(lang, error.args.first().map(String::as_str).unwrap_or_default());
        }
        _ => words::stale(lang),
    };
    sentence.to_owned()
}

impl RecordForm {
    /// What a field holds: what was typed, or else what it held at first.
    fn value(&self, field: &str) -> String {
        if self.was_sent() {
            return self.form.value(field);
        }
        let found = self.prefilled.iter().find(|(name, _)| *name == field);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn was_sent(&self) -> bool {
        self.form.values("amount").is_some()
    }

    fn day(&self) -> TypedDate {
        TypedDate { day: self.value("on_day"), month: self.value("on_month"), year: self.value("on_year") }
    }
}

pub fn record_form(lang: Lang, page: &RecordForm) -> AnyView {
    let stale = page.form.error("").map(|sentence| {
        let heading = payments::words::form_stale_heading(lang);
        view! { <Notice kind=NoticeKind::Problem heading=heading focused=true>{sentence}</Notice> }
    });
    let file_hint = match page.was_sent() {
        true => format!("{} {}", words::file_again(lang), words::file_hint(lang)),
        false => words::file_hint(lang).to_owned(),
    };
    let (account, report) = (page.account.id.to_string(), page.report.clone());
    let report = report.map(|report| view! { <input type="hidden" name="report" value=report /> });
    let (facts, what, file_error) = (facts(lang, page), what(lang, page), page.form.error("file"));
    view! {
        {stale}
        <UploadForm action=page.action>
            <input type="hidden" name="account" value=account />
            {report}
            {facts}
            {what}
            <FileField lang=lang name="file" label=words::file(lang) hint=file_hint error=file_error />
            <Uploading lang=lang />
            <Button>{words::record(lang)}</Button>
        </UploadForm>
        <Next lang=lang>{words::record_next(lang)}</Next>
    }
    .into_any()
}

fn facts(lang: Lang, page: &RecordForm) -> AnyView {
    let currency = page.account.currency;
    let means = Means::ALL
        .map(|means| {
            let choice = Choice::new(means.name(), words::means_word(lang, means));
            if means == Means::Cash { choice.hint(words::cash_hint(lang)) } else { choice }
        })
        .into_iter()
        .collect();
    let [amount_error, on_error, means_error, reference_error, key_error] =
        ["amount", "on", "means", "reference", "tracking_key"].map(|field| page.form.error(field));
    let [amount, means_chosen, bank, reference, key] =
        ["amount", "means", "bank", "reference", "tracking_key"].map(|field| page.value(field));
    let (day, wrong) = (page.day(), page.wrong_part);
    view! {
        <MoneyField
            lang=lang
            name="amount"
            label=words::amount_received(lang, currency.code())
            currency=currency
            error=amount_error
            value=amount
        />
        <DateField lang=lang name="on" legend=words::received_on(lang) error=on_error wrong=wrong value=day />
        <RadioCards
            lang=lang
            name="means"
            legend=words::means(lang)
            error=means_error
            choices=means
            chosen=means_chosen
        />
        <Field lang=lang name="bank" label=words::bank(lang) value=bank width=Width::Medium />
        <Field
            lang=lang
            name="reference"
            label=words::reference(lang)
            hint=words::reference_hint(lang)
            error=reference_error
            value=reference
            width=Width::Medium
        />
        <Field
            lang=lang
            name="tracking_key"
            label=words::tracking_key(lang)
            hint=words::tracking_hint(lang)
            error=key_error
            value=key
            width=Width::Medium
        />
    }
    .into_any()
}

/// Nothing to choose where nothing is open: then all of it becomes credit.
fn what(lang: Lang, page: &RecordForm) -> AnyView {
    if page.payable.items.is_empty() {
        return ().into_any();
    }
    let picks: Vec<Choice> = page
        .payable
        .items
        .iter()
        .take(INVOICES_AT_MOST)
        .map(|item| {
            Choice::new(item.invoice.to_string(), item.number.clone())
                .hint(day_month(item.due_on, lang))
                .amount(Money::new(payable_minor(item), page.payable.currency))
        })
        .collect();
    let chosen = page.form.values("invoice").unwrap_or_default();
    let (pick_error, what_error) = (page.form.error("invoice"), page.form.error("what"));
    let picks = view! {
        <CheckboxList
            lang=lang
            name="invoice"
            legend=words::which_invoices(lang)
            error=pick_error
            choices=picks
            chosen=chosen
        />
    };
    let what = match page.value("what") {
        what if what.is_empty() => "oldest".to_owned(),
        what => what,
    };
    let choices = vec![
        Choice::new("oldest", words::what_oldest(lang)).hint(words::what_is_over(lang)),
        Choice::new("invoices", words::what_invoices(lang)).more(picks),
    ];
    view! {
        <RadioCards
            lang=lang
            name="what"
            legend=words::what(lang)
            error=what_error
            choices=choices
            chosen=what
        />
    }
    .into_any()
}

/// What was recorded on an account, the latest first.
pub fn records_view(lang: Lang, records: &[Record]) -> AnyView {
    if records.is_empty() {
        return view! { <Empty sentence=payments::words::no_payments(lang) /> }.into_any();
    }
    let rows = records
        .iter()
        .map(|record| {
            let key = [&record.tracking_key, &record.reference].into_iter().find(|text| !text.is_empty());
            let proof = record.file.map(|file| {
                view! { <a href=format!("/desk/files/{file}")>{words::see_proof(lang)}</a> }
            });
            row![
                short_day(record.received_on, lang),
                record.amount.to_string(),
                words::means_word(lang, record.means),
                key.cloned(),
                record.recorded_by.clone(),
                record_state(lang, record.state),
                proof,
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::records(lang)
            columns=vec![
                Column::text(words::day(lang)),
                Column::number(words::amount(lang)),
                Column::text(words::how(lang)),
                Column::text(words::key(lang)),
                Column::text(words::recorded_by(lang)),
                Column::text(words::state(lang)),
                Column::text(words::proof(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn record_state(lang: Lang, state: RecordState) -> AnyView {
    match state {
        RecordState::Posted(payment) => view! {
            <a href=format!("/desk/payments/{payment}")>{words::see_payment(lang)}</a>
            " "
            <Badge shape=Shape::Check tone=Tone::Good word=words::state_posted(lang) />
        }
        .into_any(),
        RecordState::Waiting => {
            view! { <Badge shape=Shape::Triangle tone=Tone::Due word=words::state_waiting(lang) /> }
                .into_any()
        }
        RecordState::Declined => {
            view! { <Badge shape=Shape::Cross tone=Tone::Quiet word=words::state_declined(lang) /> }
                .into_any()
        }
    }
}
