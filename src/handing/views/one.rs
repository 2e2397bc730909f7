//! One hand-over: its facts, its package, and the way back.

use leptos::prelude::*;
use serde_json::Value;

use super::preparing::effects;
use crate::desk::approvals::model::{LimitKind, Measure};
use crate::handing::model::{Kind, State, WORDS_AT_MOST};
use crate::handing::store::Handover;
use crate::handing::store::handing_on::{HANDOVER, ToHandOn};
use crate::handing::words;
use crate::kernel::dates::long_day;
use crate::kernel::locale::Lang;
use crate::ui::{
    Actions, BackLink, Badge, Button, ButtonKind, FileLink, Notice, NoticeKind, PostForm, Refilled, Said,
    Shape, SummaryList, SummaryRow, TextArea, Tone,
};

/// What the page of a hand-over shows.
pub struct OnePage<'a> {
    pub handover: &'a Handover,
    /// Its recall waits for a second person.
    pub is_asked_back: bool,
    pub leads: bool,
    pub form: &'a Refilled,
}

/// The page.
pub fn one_view(lang: Lang, page: &OnePage<'_>) -> AnyView {
    let one = page.handover;
    let problem = page.form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_done(lang)}</Notice> }
    });
    let package = one.package.as_ref().map(|(code, bytes)| {
        let href = format!("/desk/handing/{}/package.zip", one.id);
        view! {
            <p><FileLink href=href text=words::download(lang) format="ZIP" bytes=*bytes /></p>
            <p>{words::download_hint(lang)} " " <a href=format!("/verify/{code}")>{code.clone()}</a></p>
        }
    });
    let recall = match (one.state, page.is_asked_back, page.leads) {
        (State::Standing, true, _) => view! { <p>{words::recall_waits(lang)}</p> }.into_any(),
        (State::Standing, false, true) => recalling(lang, page),
        _ => ().into_any(),
    };
    view! {
        {problem}
        <BackLink lang=lang href="/desk/handing" />
        <h1>{words::one_heading(lang, &one.number)}</h1>
        {facts(lang, one)}
        {package}
        {recall}
    }
    .into_any()
}

/// What would be handed on or come back, for whoever decides.
pub fn to_approve(
    lang: Lang,
    kind: LimitKind,
    measure: Measure,
    object_kind: &str,
    payload: &Value,
) -> AnyView {
    let Measure::Money(open) = measure else { return ().into_any() };
    if object_kind != HANDOVER {
        return ().into_any();
    }
    let Ok(to) = serde_json::from_value::<ToHandOn>(payload.clone()) else { return ().into_any() };
    let Some(of) = Kind::parse(&to.kind) else { return ().into_any() };
    let href = format!("/desk/handing/{}", to.handover);
    let mut rows = vec![
        SummaryRow::new(words::number_column(lang), view! { <a href=href>{to.number}</a> }),
        SummaryRow::new(words::what(lang), words::kind(lang, of)),
    ];
    if of.has_recipient() {
        rows.push(SummaryRow::new(words::to(lang), to.to_name));
        rows.push(SummaryRow::new(words::contact(lang), to.to_contact));
    }
    let changes = match kind {
        LimitKind::Recall => view! { <p>{words::recall_lead(lang)}</p> }.into_any(),
        _ => effects(lang, of, open),
    };
    view! {
        <SummaryList lang=lang rows=rows />
        {changes}
    }
    .into_any()
}

/// In whose hands an account is or is about to be, in the margin beside it.
pub fn beside(lang: Lang, one: &Handover) -> AnyView {
    let whom =
        if one.kind.has_recipient() { one.to_name.clone() } else { words::kind(lang, one.kind).to_owned() };
    let href = format!("/desk/handing/{}", one.id);
    view! { <p><a href=href>{one.number.clone()}</a> " " {whom} " " {state_badge(lang, one.state)}</p> }
        .into_any()
}

/// How it stands, in its word and shape.
pub(super) fn state_badge(lang: Lang, state: State) -> AnyView {
    let (shape, tone) = match state {
        State::Asked => (Shape::Triangle, Tone::Due),
        State::Standing => (Shape::Check, Tone::Wait),
        State::Declined => (Shape::Cross, Tone::Quiet),
        State::Recalled => (Shape::Circle, Tone::Good),
    };
    view! { <Badge shape=shape tone=tone word=words::state(lang, state) /> }.into_any()
}

fn facts(lang: Lang, one: &Handover) -> AnyView {
    let whom = format!("{} ({})", one.debtor_name, one.account_reference);
    let account = format!("/desk/accounts/{}", one.account);
    let mut rows = vec![
        SummaryRow::new(words::customer(lang), view! { <a href=account>{whom}</a> }),
        SummaryRow::new(words::what(lang), words::kind(lang, one.kind)),
        SummaryRow::new(words::state_column(lang), state_badge(lang, one.state)),
    ];
    if one.kind.has_recipient() {
        rows.push(SummaryRow::new(words::to(lang), one.to_name.clone()));
        rows.push(SummaryRow::new(words::contact(lang), view! { <Said text=one.to_contact.clone() /> }));
    }
    rows.push(SummaryRow::new(words::reason(lang), view! { <Said text=one.reason.clone() /> }));
    rows.push(SummaryRow::new(words::prepared_by(lang), one.prepared_by.clone()));
    let decided = one.decided_by.clone().zip(one.handed_on);
    if let Some((name, on)) = decided {
        rows.push(SummaryRow::new(words::decided_by(lang), name));
        rows.push(SummaryRow::new(words::since_column(lang), long_day(on, lang)));
    }
    if let Some(open) = one.open {
        rows.push(SummaryRow::new(words::open_then(lang), open.to_string()));
    }
    if let Some((code, _)) = &one.package {
        rows.push(SummaryRow::new(words::code(lang), code.clone()));
    }
    if let Some((name, on)) = one.recalled_by.clone().zip(one.recalled_on) {
        let who = format!("{name}, {}", long_day(on, lang));
        rows.push(SummaryRow::new(words::recalled_by(lang), who));
        rows.push(SummaryRow::new(
            words::recalled_why(lang),
            view! { <Said text=one.recall_words.clone() /> },
        ));
    }
    view! { <SummaryList lang=lang rows=rows /> }.into_any()
}

fn recalling(lang: Lang, page: &OnePage<'_>) -> AnyView {
    let id = page.handover.id.to_string();
    let (reason, error) = (page.form.value("reason"), page.form.error("reason"));
    view! {
        <h2>{words::recall(lang)}</h2>
        <p>{words::recall_lead(lang)}</p>
        <PostForm action="/do/desk/recall">
            <input type="hidden" name="handover" value=id />
            <TextArea
                lang=lang
                name="reason"
                label=words::recall_reason(lang)
                error=error
                value=reason
                rows=3
                limit=WORDS_AT_MOST
            />
            <Actions><Button kind=ButtonKind::Secondary>{words::recall_button(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}
