//! The views that both sides read: each is a function from data to HTML and takes the [`Viewer`] that reads it.

pub mod choose;
pub mod credit;
pub mod ended;
pub mod list;
pub mod methods;
pub mod open;
pub mod payment;
pub mod receipt;
pub mod returns;
pub mod review;
pub mod steps;

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::accounts;
use crate::accounts::model::{Account, Viewer};
use crate::kernel::dates;
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::autopay;
use crate::payments::links;
use crate::payments::model::PaymentState;
use crate::payments::model::returns::DisputeState;
use crate::payments::steps::Step;
use crate::payments::store::Ground;
use crate::payments::store::reading::{InFlight, Payment};
use crate::payments::words;
use crate::ui::{Badge, Notice, NoticeKind, Shape, Tone};

/// What is paid on, as a line above the amount.
pub fn place(lang: Lang, ground: &Ground) -> String {
    let Account { creditor_name, reference, debtor_name, .. } = &ground.account;
    match &ground.guarantee {
        Some(guarantee) => {
            accounts::words::guarantee_line(lang, creditor_name, &guarantee.number, debtor_name)
        }
        None => words::account_line(lang, creditor_name, reference),
    }
}

/// Where one chooses how much to pay on it.
pub fn pay_href(ground: &Ground) -> String {
    match &ground.guarantee {
        Some(guarantee) => format!("/account/pay?guarantee={}", guarantee.invoice),
        None => format!("/account/pay?account={}", ground.account.id),
    }
}

/// Who paid under a guarantee or by a link, or tries to, for everybody else who reads it; or that nobody pressed anything.
pub fn paid_by(lang: Lang, payment: &Payment) -> Option<String> {
    if payment.is_guests {
        let words = match payment.state {
            PaymentState::Succeeded => links::words::paid_with_link(lang),
            _ => links::words::with_link(lang),
        };
        return Some(words.to_owned());
    }
    if payment.is_autopay {
        return Some(autopay::words::by_itself(lang).to_owned());
    }
    let guarantor = payment.guarantor.as_ref()?;
    Some(match payment.state {
        PaymentState::Succeeded => words::paid_by_guarantor(lang, guarantor),
        _ => words::by_guarantor(lang, guarantor),
    })
}

/// Where a reader finds a payment.
pub fn payment_href(viewer: Viewer, payment: PaymentId) -> String {
    match viewer {
        Viewer::Person => format!("/account/payments/{payment}"),
        Viewer::Staff(_) | Viewer::AsPerson(_) => format!("/desk/payments/{payment}"),
    }
}

/// The state of a payment in its word and shape, the same wherever it stands (screens 1.6).
pub fn state_badge(lang: Lang, state: PaymentState) -> AnyView {
    let (shape, tone) = match state {
        PaymentState::Created => (Shape::Circle, Tone::Quiet),
        PaymentState::RequiresAction => (Shape::Triangle, Tone::Due),
        PaymentState::Processing | PaymentState::Unknown => (Shape::Quarter, Tone::Wait),
        PaymentState::Succeeded => (Shape::Check, Tone::Good),
        PaymentState::Failed => (Shape::Cross, Tone::Bad),
        PaymentState::Abandoned => (Shape::Cross, Tone::Quiet),
        PaymentState::Expired => (Shape::Barred, Tone::Quiet),
    };
    view! { <Badge shape=shape tone=tone word=state_word(lang, state) /> }.into_any()
}

/// The same in its word alone.
pub fn state_word(lang: Lang, state: PaymentState) -> &'static str {
    match state {
        PaymentState::Created => words::state_not_finished(lang),
        PaymentState::RequiresAction => words::state_step_left(lang),
        PaymentState::Processing | PaymentState::Unknown => words::state_in_process(lang),
        PaymentState::Succeeded => words::state_received(lang),
        PaymentState::Failed | PaymentState::Abandoned => words::state_not_charged(lang),
        PaymentState::Expired => words::state_expired(lang),
    }
}

/// As [`state_badge`], with what became of it since.
pub fn payment_badge(lang: Lang, payment: &Payment) -> AnyView {
    let refunded = payment.refunded.minor;
    let (shape, tone, word) = match payment.contested {
        _ if payment.state == PaymentState::RequiresAction && payment.arrived().is_positive() => {
            (Shape::Half, Tone::Due, words::state_incomplete(lang))
        }
        _ if payment.state != PaymentState::Succeeded => return state_badge(lang, payment.state),
        Some(DisputeState::Open) => (Shape::Diamond, Tone::Hold, words::state_under_review(lang)),
        Some(DisputeState::Lost) => (Shape::Flag, Tone::Due, words::state_taken_back(lang)),
        _ if refunded >= payment.amount.minor => (Shape::Return, Tone::Quiet, words::state_refunded(lang)),
        _ if refunded > 0 => (Shape::Return, Tone::Quiet, words::state_refunded_in_part(lang)),
        _ => return state_badge(lang, payment.state),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}

/// That money may be on its way already.
pub fn in_flight_notices(lang: Lang, in_flight: &[InFlight]) -> AnyView {
    let notices: Vec<AnyView> = in_flight
        .iter()
        .map(|one| {
            let href = payment_href(Viewer::Person, one.payment);
            let (heading, sentence) = in_flight_words(lang, one)
                .unwrap_or_else(|| (words::in_flight_heading(lang), words::in_flight(lang, one.amount)));
            view! {
                <Notice kind=NoticeKind::Attention heading=heading>
                    {sentence} " " <a href=href>{words::see_payment(lang)}</a>
                </Notice>
            }
            .into_any()
        })
        .collect();
    notices.into_any()
}

/// What it waits for, where its payer has something left to do.
pub fn in_flight_words(lang: Lang, one: &InFlight) -> Option<(&'static str, String)> {
    Some(match one.step.as_ref()? {
        Step::Voucher { until, .. } => {
            let until = steps::moment_there(lang, *until, one.debtor_zone);
            (words::in_flight_voucher_heading(lang), words::in_flight_voucher(lang, one.amount, &until))
        }
        Step::Transfer { missing_minor, .. } => {
            let missing = Money::new(*missing_minor, one.amount.currency);
            (words::in_flight_transfer_heading(lang), words::in_flight_transfer(lang, missing))
        }
    })
}

/// `6 de marzo de 2026`.
pub fn long_moment(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let day = at.with_timezone(&zone).date_naive();
    words::day_of(lang, &dates::day_month(day, lang), day.year())
}

/// `6 de marzo de 2026, 14:32`.
pub fn moment(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    let day = words::day_of(lang, &dates::day_month(at.date_naive(), lang), at.year());
    format!("{day}, {}", dates::hour(at.time(), lang))
}
