//! The page on which the team answers a bank.

use leptos::prelude::*;

use crate::identity::model::Role;
use crate::kernel::dates::long_day;
use crate::kernel::locale::Lang;
use crate::payments::evidence::model::{AnswerKind, AnswerState, WORDS_AT_MOST};
use crate::payments::evidence::provider::Evidence;
use crate::payments::evidence::store::DisputeAnswer;
use crate::payments::evidence::words;
use crate::payments::model::returns::DisputeState;
use crate::payments::store::disputes::Dispute;
use crate::payments::store::sheet::Sheet;
use crate::ui::{
    BackLink, Button, ButtonKind, CheckboxList, Choice, Next, Notice, NoticeKind, PostForm, Refilled,
    SummaryList, SummaryRow, TextArea, unbroken,
};

/// What is contested, and what can be answered to it.
pub struct Contested<'a> {
    pub dispute: &'a Dispute,
    pub answers: &'a [DisputeAnswer],
    pub known: &'a Evidence,
}

pub fn page(
    lang: Lang,
    sheet: &Sheet,
    contested: Option<Contested<'_>>,
    role: Role,
    form: &Refilled,
) -> AnyView {
    let back = format!("/desk/payments/{}", sheet.payment.id);
    let top = form.error("").map(|sentence| {
        view! {
            <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_sent(lang)}</Notice>
        }
    });
    let body = match contested {
        None => view! { <h1>{words::link(lang)}</h1> <p>{words::nothing_open(lang)}</p> }.into_any(),
        Some(contested) => open(lang, sheet, &contested, role, form),
    };
    view! {
        {top}
        <BackLink lang=lang href=back />
        {body}
    }
    .into_any()
}

/// The heading of the page.
pub fn heading(lang: Lang, dispute: &Dispute) -> String {
    match dispute.state {
        DisputeState::Inquiry => words::inquiry_heading(lang, dispute.amount),
        _ => words::heading(lang, dispute.amount),
    }
}

fn open(lang: Lang, sheet: &Sheet, contested: &Contested<'_>, role: Role, form: &Refilled) -> AnyView {
    let Contested { dispute, answers, known } = contested;
    let heading = heading(lang, dispute);
    let stands = answers.iter().any(|answer| answer.state != AnswerState::Refused);
    let can = !stands && dispute.state.is_open() && role.may_change();
    let forms = can.then(|| {
        let accept = match role {
            Role::Supervisor | Role::Administrator => accept_form(lang, dispute, form),
            _ => view! { <p>{words::accept_supervisor(lang)}</p> }.into_any(),
        };
        view! {
            {evidence_form(lang, dispute, known, form)}
            <h2>{words::let_go(lang)}</h2>
            {accept}
        }
    });
    view! {
        <h1>{heading}</h1>
        <SummaryList lang=lang rows=facts(lang, sheet, dispute, known) />
        {answered(lang, sheet, answers)}
        {forms}
    }
    .into_any()
}

fn facts(lang: Lang, sheet: &Sheet, dispute: &Dispute, known: &Evidence) -> Vec<SummaryRow> {
    let day = |at: chrono::DateTime<chrono::Utc>| {
        long_day(at.with_timezone(&sheet.payment.zone).date_naive(), lang)
    };
    let mut rows = vec![
        SummaryRow::new(words::amount(lang), dispute.amount.with_code()),
        SummaryRow::new(words::reason(lang), words::reason_word(lang, &dispute.reason)),
        SummaryRow::new(words::opened(lang), day(dispute.opened_at)),
    ];
    if let Some(until) = dispute.answer_by.filter(|_| dispute.state.is_open()) {
        rows.push(SummaryRow::new(words::answer_by(lang), view! { <strong>{day(until)}</strong> }));
    }
    if dispute.fee.is_positive() {
        rows.push(SummaryRow::new(words::fee(lang), dispute.fee.to_string()));
    }
    rows.push(SummaryRow::new(words::payer(lang), known.customer_name.clone()));
    rows
}

fn evidence_form(lang: Lang, dispute: &Dispute, known: &Evidence, form: &Refilled) -> AnyView {
    let (id, error, value) = (dispute.id.to_string(), form.error("words"), form.value("words"));
    let rows = vec![
        SummaryRow::new(words::product_term(lang), unbroken(&known.product)),
        SummaryRow::new(words::activity_term(lang), known.activity.clone()),
    ];
    view! {
        <h2>{words::defend(lang)}</h2>
        <h3>{words::portal_says(lang)}</h3>
        <SummaryList lang=lang rows=rows />
        <PostForm action="/do/desk/send-evidence">
            <input type="hidden" name="dispute" value=id />
            <TextArea
                lang=lang
                name="words"
                label=words::own_words(lang)
                hint=words::own_words_hint(lang)
                error=error
                value=value
                rows=8
                limit=WORDS_AT_MOST
            />
            <Button>{words::send(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::send_next(lang)}</Next>
    }
    .into_any()
}

fn accept_form(lang: Lang, dispute: &Dispute, form: &Refilled) -> AnyView {
    let (id, error) = (dispute.id.to_string(), form.error("sure"));
    let button = words::accept(lang, dispute.amount);
    view! {
        <PostForm action="/do/desk/accept-dispute">
            <input type="hidden" name="dispute" value=id />
            <CheckboxList
                lang=lang
                name="sure"
                legend=words::accept_next(lang)
                error=error
                choices=vec![Choice::new("yes", words::accept_sure(lang))]
            />
            <Button kind=ButtonKind::Secondary>{button}</Button>
        </PostForm>
    }
    .into_any()
}

fn answered(lang: Lang, sheet: &Sheet, answers: &[DisputeAnswer]) -> Option<AnyView> {
    if answers.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = answers
        .iter()
        .map(|answer| {
            let on = long_day(answer.decided_at.with_timezone(&sheet.payment.zone).date_naive(), lang);
            let what = match answer.kind {
                AnswerKind::Evidence => words::sent_evidence(lang, &answer.by, &on),
                AnswerKind::Accept => words::sent_accept(lang, &answer.by, &on),
            };
            let state = match answer.state {
                AnswerState::Decided => words::on_its_way(lang).to_owned(),
                AnswerState::Sent => words::arrived(lang).to_owned(),
                AnswerState::Refused => {
                    words::refused(lang, answer.failure_code.as_deref().unwrap_or_default())
                }
            };
            let said =
                (!answer.evidence.words.is_empty()).then(|| view! { <p>{answer.evidence.words.clone()}</p> });
            view! { <li>{what} " " {state} {said}</li> }.into_any()
        })
        .collect();
    Some(view! { <h2>{words::answers(lang)}</h2> <ul>{items}</ul> }.into_any())
}
