//! The queue of what needs a second person, and one of it.

use leptos::prelude::*;

use crate::desk::approvals::model::{ApprovalState, Limit, LimitKind, Measure};
use crate::desk::approvals::store::{Approval, Asker, Effect, Queue};
use crate::desk::approvals::words;
use crate::handing::views::to_approve;
use crate::kernel::dates::{long_day, short_day};
use crate::kernel::locale::Lang;
use crate::legal;
use crate::plans;
use crate::row;
use crate::ui::{
    Actions, Badge, Button, ButtonKind, Column, Columns, Empty, MainColumn, Next, Notice, NoticeKind,
    PostForm, Refilled, Shape, SideColumn, SummaryList, SummaryRow, Table, TextArea, Tone,
};

/// What this reader can do about an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    Decides,
    OwnRequest,
    BeyondLimit,
    ReadsOnly,
}

/// The longest reason that is taken.
pub const REASON_AT_MOST: usize = 1000;

/// What is asked, as a verb with its amount.
pub fn what_is_asked(lang: Lang, kind: LimitKind, measure: Measure) -> String {
    match (kind, measure) {
        (LimitKind::WriteOff, Measure::Money(amount)) => words::write_off(lang, amount),
        (LimitKind::Waiver, Measure::Money(amount)) => words::waiver(lang, amount),
        (LimitKind::ManualPayment, Measure::Money(amount)) => words::manual_payment(lang, amount),
        (LimitKind::Adjustment, Measure::Money(amount)) => words::adjustment(lang, amount),
        (LimitKind::HandOn, Measure::Money(amount)) => words::hand_on(lang, amount),
        (LimitKind::Recall, Measure::Money(amount)) => words::recall(lang, amount),
        (_, Measure::Money(amount)) => words::refund(lang, amount),
        (_, Measure::BasisPoints(number)) => words::discount(lang, &percent(number)),
        (_, Measure::Days(days)) => words::term(lang, days),
        (_, Measure::Version(number)) => words::publish(lang, number),
        (_, Measure::Nothing) => words::lift_status(lang).to_owned(),
    }
}

/// One of a member of the team's own limits, in a line.
pub fn limit_line(lang: Lang, limit: &Limit) -> String {
    let what = match limit.kind {
        LimitKind::Refund => words::limit_refund(lang),
        LimitKind::WriteOff => words::limit_write_off(lang),
        LimitKind::Discount => words::limit_discount(lang),
        LimitKind::Term => words::limit_term(lang),
        LimitKind::Waiver => words::limit_waiver(lang),
        LimitKind::ManualPayment => words::limit_manual_payment(lang),
        LimitKind::Adjustment => words::limit_adjustment(lang),
        LimitKind::Publish => words::limit_publish(lang),
        LimitKind::LiftStatus => words::limit_lift_status(lang),
        LimitKind::HandOn => words::limit_hand_on(lang),
        LimitKind::Recall => words::limit_recall(lang),
    };
    match limit.at_most {
        None => words::limit_free(lang, what),
        Some(Measure::Money(most)) => words::limit_up_to(lang, what, &most.to_string()),
        Some(Measure::BasisPoints(number)) => {
            words::limit_up_to(lang, what, &words::percent(lang, &percent(number)))
        }
        Some(Measure::Days(count)) => words::limit_up_to(lang, what, &words::days(lang, count)),
        Some(Measure::Version(_) | Measure::Nothing) => words::limit_free(lang, what),
    }
}

/// What waits, and what was decided.
pub fn queue_view(lang: Lang, queue: &Queue) -> AnyView {
    let waiting = if queue.waiting.is_empty() {
        view! { <Empty sentence=words::nothing_waits(lang) /> }.into_any()
    } else {
        waiting_table(lang, queue)
    };
    let decided = (!queue.decided.is_empty()).then(|| decided_table(lang, queue));
    view! {
        <h1>{words::approvals(lang)}</h1>
        <p>{words::queue_lead(lang)}</p>
        {waiting}
        {decided}
    }
    .into_any()
}

/// One thing to decide: what it would do, and the two answers.
pub fn approval_view(
    lang: Lang,
    approval: &Approval,
    effect: Option<Effect>,
    say: Say,
    form: &Refilled,
) -> AnyView {
    let heading = what_is_asked(lang, approval.kind, approval.measure);
    let facts = facts(lang, approval, effect);
    let plan = plans::desk::views::to_approve(lang, &approval.object_kind, &approval.payload);
    let handing = to_approve(lang, approval.kind, approval.measure, &approval.object_kind, &approval.payload);
    let status = legal::views::to_approve(lang, &approval.object_kind, &approval.payload);
    let problem = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::decision(lang)}</Notice> }
    });
    let side = match approval.state {
        ApprovalState::Waiting => ways(lang, approval, &heading, say, form),
        _ => ().into_any(),
    };
    view! {
        {problem}
        <h1>{heading}</h1>
        <Columns>
            <MainColumn>{facts} {plan} {status} {handing}</MainColumn>
            <SideColumn>{side}</SideColumn>
        </Columns>
    }
    .into_any()
}

/// The state of something that was asked, in its word and shape.
pub fn approval_badge(lang: Lang, state: ApprovalState) -> AnyView {
    let (shape, tone, word) = match state {
        ApprovalState::Waiting => (Shape::Triangle, Tone::Due, words::state_waiting(lang)),
        ApprovalState::Approved => (Shape::Check, Tone::Good, words::state_approved(lang)),
        ApprovalState::Declined => (Shape::Cross, Tone::Quiet, words::state_declined(lang)),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}

fn ways(lang: Lang, approval: &Approval, heading: &str, say: Say, form: &Refilled) -> AnyView {
    let why_not = match say {
        Say::Decides => None,
        Say::OwnRequest => Some(words::own_request(lang)),
        Say::BeyondLimit => Some(words::beyond_your_limit(lang)),
        Say::ReadsOnly => Some(words::reads_only(lang)),
    };
    if let Some(why_not) = why_not {
        return view! { <Next lang=lang>{why_not}</Next> }.into_any();
    }
    let (id, same) = (approval.id.to_string(), approval.id.to_string());
    let (approve, reason, error) =
        (words::approve(lang, heading), form.value("reason"), form.error("reason"));
    view! {
        <PostForm action="/do/desk/approve">
            <input type="hidden" name="approval" value=id />
            <Actions><Button>{approve}</Button></Actions>
        </PostForm>
        <p>{words::approve_next(lang)}</p>
        <PostForm action="/do/desk/decline">
            <input type="hidden" name="approval" value=same />
            <TextArea
                lang=lang
                name="reason"
                label=words::decline_reason(lang)
                hint=words::decline_hint(lang)
                error=error
                value=reason
                rows=3
                limit=REASON_AT_MOST
            />
            <Actions><Button kind=ButtonKind::Secondary>{words::decline(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

fn facts(lang: Lang, approval: &Approval, effect: Option<Effect>) -> AnyView {
    let mut rows = vec![
        SummaryRow::new(words::customer(lang), whom(lang, approval)),
        SummaryRow::new(words::asked_by(lang), asker(lang, approval)),
        SummaryRow::new(words::asked_on(lang), on(lang, approval, approval.asked_at)),
        SummaryRow::new(words::reason(lang), approval.reason.clone()),
    ];
    if let Some(from) = holds_from(approval) {
        rows.push(SummaryRow::new(words::in_force_from(lang), long_day(from, lang)));
    }
    if let Some(effect) = effect.filter(|effect| effect.before != effect.after) {
        let sentence = words::before_after(lang, effect.before, effect.after);
        rows.push(SummaryRow::new(words::balance(lang), sentence));
    }
    if let (Some(decider), Some(at)) = (&approval.decider_name, approval.decided_at) {
        rows.push(SummaryRow::new(words::decision(lang), approval_badge(lang, approval.state)));
        let who = format!("{decider}, {}", on(lang, approval, at));
        rows.push(SummaryRow::new(words::decided_by(lang), who));
    }
    if !approval.decision_words.is_empty() {
        rows.push(SummaryRow::new(words::answer(lang), approval.decision_words.clone()));
    }
    view! { <SummaryList lang=lang rows=rows /> }.into_any()
}

fn waiting_table(lang: Lang, queue: &Queue) -> AnyView {
    let rows = queue
        .waiting
        .iter()
        .map(|approval| {
            row![
                link(lang, approval),
                whom(lang, approval),
                asker(lang, approval),
                approval.reason.clone(),
                on(lang, approval, approval.asked_at),
            ]
        })
        .collect();
    let is_cut = queue.total > queue.waiting.len() as u64;
    view! {
        <Table
            caption=words::waiting(lang)
            columns=vec![
                Column::text(words::what(lang)),
                Column::text(words::customer(lang)),
                Column::text(words::asked_by(lang)),
                Column::text(words::reason(lang)),
                Column::text(words::asked_on(lang)),
            ]
            rows=rows
            wide=true
        />
        {is_cut.then(|| view! { <p>{words::more_wait(lang, queue.total)}</p> })}
    }
    .into_any()
}

fn decided_table(lang: Lang, queue: &Queue) -> AnyView {
    let rows = queue
        .decided
        .iter()
        .map(|approval| {
            let at = approval.decided_at.map(|at| on(lang, approval, at)).unwrap_or_default();
            row![
                link(lang, approval),
                whom(lang, approval),
                approval_badge(lang, approval.state),
                approval.decider_name.clone(),
                at,
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::decided(lang)
            columns=vec![
                Column::text(words::what(lang)),
                Column::text(words::customer(lang)),
                Column::text(words::decision(lang)),
                Column::text(words::decided_by(lang)),
                Column::text(words::asked_on(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn link(lang: Lang, approval: &Approval) -> AnyView {
    let what = what_is_asked(lang, approval.kind, approval.measure);
    view! { <a href=format!("/desk/approvals/{}", approval.id)>{what}</a> }.into_any()
}

/// From when new terms are to hold, where that is what was asked.
fn holds_from(approval: &Approval) -> Option<chrono::NaiveDate> {
    approval.payload.get("in_force_from")?.as_str()?.parse().ok()
}

/// Whom it is about: a customer's account, or everybody who reads the terms.
fn whom(lang: Lang, approval: &Approval) -> AnyView {
    match approval.account {
        Some(account) => {
            let name = format!("{} ({})", approval.debtor_name, approval.account_reference);
            view! { <a href=format!("/desk/accounts/{account}")>{name}</a> }.into_any()
        }
        None => {
            let href = format!("/desk/policies/{}", approval.object);
            view! { <a href=href>{words::all_customers(lang)}</a> }.into_any()
        }
    }
}

/// Who asked, and whether they are a customer.
pub fn asker(lang: Lang, approval: &Approval) -> String {
    match approval.asked_by {
        Asker::Staff(_) => approval.asker_name.clone(),
        Asker::Person(_) => words::customer_asks(lang, &approval.asker_name),
    }
}

fn on(lang: Lang, approval: &Approval, at: chrono::DateTime<chrono::Utc>) -> String {
    short_day(at.with_timezone(&approval.zone).date_naive(), lang)
}

/// Hundredths of a per cent as people write them: `12.5`, `20`.
fn percent(basis_points: i64) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}").trim_end_matches('0').to_owned() }
}
