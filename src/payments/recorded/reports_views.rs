//! "I already paid" as both sides read it.

use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::kernel::dates::{DatePart, short_day};
use crate::kernel::locale::Lang;
use crate::messages::islands::Uploading;
use crate::payments;
use crate::payments::recorded::model::{DeclineReason, SaidMeans};
use crate::payments::recorded::reports::{Report, ReportState};
use crate::payments::recorded::words;
use crate::row;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Column, DateField, Empty, Field, FileField, MoneyField, Next, Notice,
    NoticeKind, PostForm, RadioCards, Refilled, Shape, SummaryList, SummaryRow, Table, TextArea, Tone,
    TypedDate, UploadForm, Width,
};

/// The page on which somebody says that they paid.
pub fn report_form(lang: Lang, account: &Account, form: &Refilled, wrong: Option<DatePart>) -> AnyView {
    let currency = account.currency;
    let stale = form.error("").map(|sentence| {
        let heading = payments::words::form_stale_heading(lang);
        view! { <Notice kind=NoticeKind::Problem heading=heading focused=true>{sentence}</Notice> }
    });
    let means = SaidMeans::ALL
        .map(|means| Choice::new(means.name(), words::said_means_word(lang, means)))
        .into_iter()
        .collect();
    let place = payments::words::account_line(lang, &account.creditor_name, &account.reference);
    let file_hint = match form.values("amount") {
        Some(_) => format!("{} {}", words::file_again(lang), words::file_hint(lang)),
        None => words::file_hint(lang).to_owned(),
    };
    let [amount_error, on_error, means_error, key_error, file_error] =
        ["amount", "on", "means", "tracking_key", "file"].map(|field| form.error(field));
    let [amount, means_chosen, bank, key] =
        ["amount", "means", "bank", "tracking_key"].map(|field| form.value(field));
    let day =
        TypedDate { day: form.value("on_day"), month: form.value("on_month"), year: form.value("on_year") };
    let id = account.id.to_string();
    view! {
        {stale}
        <p class="account-line">{place}</p>
        <h1>{words::report_heading(lang)}</h1>
        <p>{words::report_lead(lang)}</p>
        <UploadForm action="/do/payments/report">
            <input type="hidden" name="account" value=id />
            <MoneyField
                lang=lang
                name="amount"
                label=words::amount_paid(lang, currency.code())
                currency=currency
                error=amount_error
                value=amount
            />
            <DateField lang=lang name="on" legend=words::paid_on(lang) error=on_error wrong=wrong value=day />
            <RadioCards
                lang=lang
                name="means"
                legend=words::how_paid(lang)
                error=means_error
                choices=means
                chosen=means_chosen
            />
            <Field lang=lang name="bank" label=words::bank(lang) value=bank width=Width::Medium />
            <Field
                lang=lang
                name="tracking_key"
                label=words::said_key(lang)
                hint=words::said_key_hint(lang)
                error=key_error
                value=key
                width=Width::Medium
            />
            <FileField lang=lang name="file" label=words::file(lang) hint=file_hint error=file_error />
            <Uploading lang=lang />
            <Button>{words::send_report(lang)}</Button>
        </UploadForm>
        <Next lang=lang>{words::report_next(lang)}</Next>
    }
    .into_any()
}

/// What somebody reported, with what came of it.
pub fn own_reports(lang: Lang, reports: &[Report]) -> AnyView {
    if reports.is_empty() {
        return ().into_any();
    }
    let rows = reports
        .iter()
        .map(|report| {
            let answer = match &report.state {
                ReportState::Declined { reason, words: said } => {
                    let reason = reason.map(|reason| words::decline_reason(lang, reason)).unwrap_or_default();
                    Some(format!("{reason} {said}"))
                }
                _ => None,
            };
            row![
                short_day(report.paid_on, lang),
                report.amount.to_string(),
                words::said_means_word(lang, report.means),
                said_state(lang, &report.state),
                answer,
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::reports(lang)
            columns=vec![
                Column::text(words::paid_on(lang)),
                Column::number(words::amount(lang)),
                Column::text(words::how(lang)),
                Column::text(words::state(lang)),
                Column::text(words::answer(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

/// That money may have been paid already, for whoever is about to pay again.
pub fn reported_notices(lang: Lang, reports: &[Report]) -> AnyView {
    let waiting = reports.iter().filter(|report| report.state == ReportState::Waiting);
    let notices = waiting.map(|report| {
        let sentence = words::reported_notice(lang, report.amount);
        view! {
            <Notice kind=NoticeKind::Attention heading=words::said_state_waiting(lang)>
                {sentence} " " <a href="/account/payments">{words::see_report(lang)}</a>
            </Notice>
        }
    });
    notices.collect_view().into_any()
}

/// What waits for the team, the oldest first.
pub fn queue(lang: Lang, reports: &[Report]) -> AnyView {
    if reports.is_empty() {
        return view! { <Empty sentence=words::queue_empty(lang) /> }.into_any();
    }
    let rows = reports
        .iter()
        .map(|report| {
            let href = format!("/desk/reported/{}", report.id);
            let customer = format!("{} ({})", report.debtor_name, report.account_reference);
            let flag = report
                .is_duplicate
                .then(|| view! { <Badge shape=Shape::Flag tone=Tone::Due word=words::flag(lang) /> });
            let reported = report.reported_at.with_timezone(&report.zone).date_naive();
            row![
                view! { <a href=href>{words::report_of(lang, report.amount)}</a> },
                customer,
                short_day(report.paid_on, lang),
                words::said_means_word(lang, report.means),
                view! { {report.tracking_key.clone()} " " {flag} },
                short_day(reported, lang),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::reported_queue(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::amount(lang)),
                Column::text(words::customer(lang)),
                Column::text(words::day(lang)),
                Column::text(words::how(lang)),
                Column::text(words::key(lang)),
                Column::text(words::reported_at(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// What was said, and the proof.
pub fn report_facts(lang: Lang, report: &Report) -> AnyView {
    let flag = report.is_duplicate.then(|| {
        view! {
            <Notice kind=NoticeKind::Attention heading=words::duplicate_heading(lang)>
                {words::duplicate(lang)}
            </Notice>
        }
    });
    let reported = report.reported_at.with_timezone(&report.zone).date_naive();
    let mut rows = vec![
        SummaryRow::new(words::amount(lang), report.amount.to_string()),
        SummaryRow::new(words::paid_on(lang), short_day(report.paid_on, lang)),
        SummaryRow::new(words::how(lang), words::said_means_word(lang, report.means)),
    ];
    for (term, value) in [(words::bank(lang), &report.bank), (words::key(lang), &report.tracking_key)] {
        if !value.is_empty() {
            rows.push(SummaryRow::new(term, value.clone()));
        }
    }
    rows.push(SummaryRow::new(words::reported_by(lang), report.reporter.clone()));
    rows.push(SummaryRow::new(words::reported_at(lang), short_day(reported, lang)));
    rows.push(SummaryRow::new(words::state(lang), said_state(lang, &report.state)));
    if let Some(file) = report.file {
        let href = format!("/desk/files/{file}");
        rows.push(SummaryRow::new(words::proof(lang), view! { <a href=href>{words::see_proof(lang)}</a> }));
    }
    view! { {flag} <SummaryList lang=lang rows=rows /> }.into_any()
}

/// The form in which a report is answered with no.
pub fn decline_form(lang: Lang, report: &Report, form: &Refilled) -> AnyView {
    let reasons = DeclineReason::ALL
        .map(|reason| Choice::new(reason.name(), words::decline_reason(lang, reason)))
        .into_iter()
        .collect();
    let (reason_error, words_error) = (form.error("reason"), form.error("words"));
    let (reason, said, id) = (form.value("reason"), form.value("words"), report.id.to_string());
    view! {
        <h2>{words::decline_heading(lang)}</h2>
        <PostForm action="/do/desk/decline-report">
            <input type="hidden" name="report" value=id />
            <RadioCards
                lang=lang
                name="reason"
                legend=words::decline_why(lang)
                error=reason_error
                choices=reasons
                chosen=reason
            />
            <TextArea
                lang=lang
                name="words"
                label=words::decline_words_label(lang)
                hint=words::decline_words_hint(lang)
                error=words_error
                value=said
                rows=3
                limit=600
            />
            <Button kind=ButtonKind::Secondary>{words::decline(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn said_state(lang: Lang, state: &ReportState) -> AnyView {
    let (shape, tone, word) = match state {
        ReportState::Waiting | ReportState::BeingApproved => {
            (Shape::Quarter, Tone::Wait, words::said_state_waiting(lang))
        }
        ReportState::Confirmed(_) => (Shape::Check, Tone::Good, words::said_state_confirmed(lang)),
        ReportState::Declined { .. } => (Shape::Cross, Tone::Quiet, words::said_state_declined(lang)),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}
