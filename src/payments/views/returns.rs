use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::accounts::model::Viewer;
use crate::kernel::dates::day_month;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::evidence::words::reason_word;
use crate::payments::model::returns::{DisputeState, RefundState};
use crate::payments::store::disputes::Dispute;
use crate::payments::store::refunds::Refund;
use crate::payments::store::sheet::Sheet;
use crate::payments::words;
use crate::policies::methods::Method;
use crate::row;
use crate::ui::{Column, Notice, NoticeKind, Table};

/// What became of a payment since it was received: what went back, what a bank decides, and what it pays now.
pub fn since_then(lang: Lang, viewer: Viewer, sheet: &Sheet) -> AnyView {
    let refunds: Vec<AnyView> =
        sheet.refunds.iter().map(|refund| refund_notice(lang, viewer, sheet, refund)).collect();
    let disputes: Vec<AnyView> =
        sheet.disputes.iter().filter_map(|dispute| dispute_notice(lang, viewer, sheet, dispute)).collect();
    view! { {disputes} {refunds} }.into_any()
}

/// What it pays now, below what it paid.
pub fn pays_now(lang: Lang, sheet: &Sheet) -> Option<AnyView> {
    let now = sheet.now.as_ref()?;
    if now.is_empty() {
        return Some(view! { <p>{words::pays_nothing_now(lang)}</p> }.into_any());
    }
    let rows = now.iter().map(|(number, paid)| row![number.clone(), paid.to_string()]).collect();
    let table = view! {
        <Table
            caption=words::pays_now(lang)
            columns=vec![Column::text(words::invoice(lang)), Column::number(words::pays(lang))]
            rows=rows
        />
    };
    Some(table.into_any())
}

fn refund_notice(lang: Lang, viewer: Viewer, sheet: &Sheet, refund: &Refund) -> AnyView {
    let last4 = sheet.payment.method.as_ref().and_then(|method| method.last4.as_deref());
    let to = words::refund_goes_to(lang, last4, sheet.payment.paid_by());
    let why = words::refund_reason(lang, refund.reason);
    let on = |at: DateTime<Utc>| day(lang, sheet, at);
    let settled = refund.settled_at.map(on).unwrap_or_default();
    let amount = refund.amount;
    let (kind, heading, sentence) = match refund.state {
        RefundState::Decided | RefundState::Pending => {
            (NoticeKind::Info, words::refunding_heading(lang, amount), words::refunding(lang, &to, why))
        }
        RefundState::Unknown => (
            NoticeKind::Info,
            words::refunding_heading(lang, amount),
            if is_staff(viewer) {
                words::refund_unknown(lang).to_owned()
            } else {
                words::refunding(lang, &to, why)
            },
        ),
        RefundState::NeedsDetails => (
            NoticeKind::Attention,
            words::details_missing_heading(lang, amount),
            match sheet.payment.paid_by().filter(|method| !method.refunds_by_itself()) {
                Some(Method::Oxxo) => words::no_way_back(lang, words::oxxo(lang)),
                Some(_) => words::no_way_back(lang, words::spei(lang)),
                None => words::details_missing(lang).to_owned(),
            },
        ),
        RefundState::Succeeded => (
            NoticeKind::Success,
            words::refunded_heading(lang, amount),
            words::refunded(lang, &settled, &to, why),
        ),
        RefundState::Failed => (
            NoticeKind::Attention,
            words::refund_failed_heading(lang, amount),
            words::refund_failed(lang, &settled),
        ),
    };
    let note = (is_staff(viewer) && !refund.words.is_empty())
        .then(|| format!(" {}: {}", refund.name(), refund.words));
    view! { <Notice kind=kind heading=heading>{sentence} {note}</Notice> }.into_any()
}

fn dispute_notice(lang: Lang, viewer: Viewer, sheet: &Sheet, dispute: &Dispute) -> Option<AnyView> {
    let on = day(lang, sheet, dispute.opened_at);
    let amount = dispute.amount;
    let (kind, heading, sentence) = match dispute.state {
        // A question of the bank's to the team moves nothing, and is nobody else's.
        DisputeState::Inquiry | DisputeState::Closed if !is_staff(viewer) => return None,
        DisputeState::Inquiry => (
            NoticeKind::Attention,
            words::inquiry_heading(lang, amount),
            words::inquiry(lang, &on).to_owned(),
        ),
        DisputeState::Closed => {
            (NoticeKind::Info, words::inquiry_closed_heading(lang).to_owned(), words::inquiry(lang, &on))
        }
        DisputeState::Open => (
            NoticeKind::Attention,
            words::under_review_heading(lang, amount),
            words::under_review(lang, &on, amount),
        ),
        DisputeState::Lost => (
            NoticeKind::Attention,
            words::taken_back_heading(lang).to_owned(),
            words::taken_back(lang, &on, dispute.taken),
        ),
        DisputeState::Won => {
            (NoticeKind::Success, words::stands_heading(lang).to_owned(), words::stands(lang, amount))
        }
    };
    let staffs = is_staff(viewer).then(|| for_the_team(lang, sheet, dispute));
    Some(view! { <Notice kind=kind heading=heading>{sentence} {staffs}</Notice> }.into_any())
}

/// What the team must know beside it: until when to answer, why, and what it costs.
fn for_the_team(lang: Lang, sheet: &Sheet, dispute: &Dispute) -> String {
    let mut said = vec![words::dispute_reason(lang, &reason_word(lang, &dispute.reason))];
    if let Some(until) = dispute.answer_by.filter(|_| dispute.state.is_open()) {
        said.push(words::answer_by(lang, &day(lang, sheet, until)));
    }
    if dispute.fee.is_positive() {
        said.push(words::dispute_fee(lang, dispute.fee));
    }
    let beyond = Money::new(dispute.amount.minor - dispute.taken.minor, dispute.amount.currency);
    if dispute.state == DisputeState::Lost && beyond.is_positive() {
        said.push(words::paid_twice_back(lang, beyond));
    }
    format!(" {}", said.join(" "))
}

fn is_staff(viewer: Viewer) -> bool {
    matches!(viewer, Viewer::Staff(_))
}

fn day(lang: Lang, sheet: &Sheet, at: DateTime<Utc>) -> String {
    day_month(at.with_timezone(&sheet.payment.zone).date_naive(), lang)
}
