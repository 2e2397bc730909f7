//! Payouts at the desk: all of them, and one with what it holds.

use chrono::NaiveDate;
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::kernel::dates::short_day;
use crate::kernel::ids::BankLineId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::payouts::model::{MovementKind, PayoutState};
use crate::payments::payouts::reading::{Movement, Payout};
use crate::payments::payouts::words;
use crate::row;
use crate::ui::{
    BackLink, Badge, Column, Empty, Next, Notice, NoticeKind, Shape, SummaryList, SummaryRow, Table, Tone,
};

/// Payouts, the latest first.
pub fn list(lang: Lang, payouts: &[Payout]) -> AnyView {
    if payouts.is_empty() {
        return view! { <Empty sentence=words::none(lang) /> }.into_any();
    }
    let rows = payouts
        .iter()
        .map(|payout| {
            let day = short_day(payout.arrives_on, lang);
            let told = |amount: Money| payout.is_told.then(|| amount.to_string());
            row![
                view! { <a href=format!("/desk/payouts/{}", payout.id)>{day}</a> },
                badge(lang, payout.state),
                told(payout.gross),
                told(payout.fees),
                told(payout.refunds),
                told(payout.disputes),
                told(payout.others),
                payout.net.with_code(),
                in_bank(lang, payout),
                payout.creditor_name.clone(),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::heading(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::arrives(lang)),
                Column::text(words::state(lang)),
                Column::number(words::gross(lang)),
                Column::number(words::fees(lang)),
                Column::number(words::refunds(lang)),
                Column::number(words::disputes(lang)),
                Column::number(words::others(lang)),
                Column::number(words::net(lang)),
                Column::text(words::bank(lang)),
                Column::text(words::creditor(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// One payout. `lines`: deposits without an owner that are of its very sum.
pub fn one(
    lang: Lang,
    payout: &Payout,
    movements: &[Movement],
    lines: &[(BankLineId, NaiveDate)],
    zone: Tz,
) -> AnyView {
    let heading = words::payout_of(lang, payout.net);
    let share = (payout.whole != payout.net && payout.is_told)
        .then(|| view! { <p>{words::of_whole(lang, payout.whole)}</p> });
    view! {
        <BackLink lang=lang href="/desk/payouts" />
        <h1>{heading}</h1>
        {trouble(lang, payout)}
        {share}
        <SummaryList lang=lang rows=facts(lang, payout, zone) />
        {arrival(lang, payout, lines)}
        {sums(lang, payout)}
        {contents(lang, payout, movements, zone)}
    }
    .into_any()
}

fn facts(lang: Lang, payout: &Payout, zone: Tz) -> Vec<SummaryRow> {
    let sent = short_day(payout.sent_at.with_timezone(&zone).date_naive(), lang);
    let mut rows = vec![
        SummaryRow::new(words::state(lang), badge(lang, payout.state)),
        SummaryRow::new(words::creditor(lang), payout.creditor_name.clone()),
        SummaryRow::new(words::sent(lang), sent),
        SummaryRow::new(words::arrives(lang), short_day(payout.arrives_on, lang)),
        SummaryRow::new(words::bank(lang), in_bank(lang, payout)),
        SummaryRow::new(words::name(lang), payout.name.clone()),
    ];
    if !payout.trace_key.is_empty() {
        rows.push(SummaryRow::new(words::trace(lang), payout.trace_key.clone()));
    }
    rows
}

fn trouble(lang: Lang, payout: &Payout) -> Option<AnyView> {
    (payout.state == PayoutState::Failed).then(|| {
        let why = words::why_failed(lang, payout.failure_code.as_deref().unwrap_or("?"));
        view! { <Notice kind=NoticeKind::Problem heading=words::failed(lang)>{why}</Notice> }.into_any()
    })
}

/// What is to be done so that it is seen.
fn arrival(lang: Lang, payout: &Payout, lines: &[(BankLineId, NaiveDate)]) -> Option<AnyView> {
    match payout.state {
        PayoutState::OnItsWay => {
            Some(view! { <Next lang=lang>{words::on_its_way_next(lang)}</Next> }.into_any())
        }
        PayoutState::Paid if payout.seen.is_none() && lines.is_empty() => Some(
            view! {
                <Next lang=lang>
                    {words::not_seen_next(lang)} " "
                    <a href="/desk/bank">{words::upload(lang)}</a>
                </Next>
            }
            .into_any(),
        ),
        PayoutState::Paid if payout.seen.is_none() => {
            let lines: Vec<AnyView> = lines
                .iter()
                .map(|(line, on)| {
                    let day = words::seen(lang, &short_day(*on, lang));
                    view! { <li><a href=format!("/desk/bank/{line}")>{day}</a></li> }.into_any()
                })
                .collect();
            let view = view! {
                <h2>{words::not_seen_heading(lang)}</h2>
                <p>{words::may_be(lang)}</p>
                <ul>{lines}</ul>
            };
            Some(view.into_any())
        }
        _ => None,
    }
}

/// From what was taken to what arrives.
fn sums(lang: Lang, payout: &Payout) -> AnyView {
    if !payout.is_told {
        return view! { <p>{words::untold_next(lang)}</p> }.into_any();
    }
    let line = |name: &str, amount: Money| SummaryRow::new(name, amount.to_string());
    let mut rows = vec![line(words::gross(lang), payout.gross), line(words::fees(lang), payout.fees)];
    for (name, amount) in [
        (words::refunds(lang), payout.refunds),
        (words::disputes(lang), payout.disputes),
        (words::others(lang), payout.others),
    ] {
        if !amount.is_zero() {
            rows.push(line(name, amount));
        }
    }
    let net = payout.net.with_code();
    rows.push(SummaryRow::new(words::net(lang), view! { <strong>{net}</strong> }));
    view! { <h2>{words::sums(lang)}</h2> <SummaryList lang=lang rows=rows amounts=true /> }.into_any()
}

fn contents(lang: Lang, payout: &Payout, movements: &[Movement], zone: Tz) -> Option<AnyView> {
    if movements.is_empty() {
        return None;
    }
    let money = |minor| Money::new(minor, payout.net.currency).to_string();
    let rows = movements
        .iter()
        .map(|movement| {
            let moved = &movement.moved;
            let what = kind(lang, moved.kind, moved.amount_minor);
            let what = match movement.payment {
                Some(payment) => view! { <a href=format!("/desk/payments/{payment}")>{what}</a> }.into_any(),
                None => what.into_any(),
            };
            let is_strange = moved.kind.is_about_a_payment() && movement.payment.is_none();
            let whose = match is_strange {
                true => words::not_ours(lang).to_owned(),
                false => movement.customer.clone().unwrap_or_default(),
            };
            row![
                what,
                whose,
                short_day(movement.moved_at.with_timezone(&zone).date_naive(), lang),
                money(moved.amount_minor),
                money(-moved.fee_minor),
                money(moved.net_minor()),
            ]
        })
        .collect();
    let table = view! {
        <Table
            caption=words::holds(lang)
            columns=vec![
                Column::text(words::what(lang)),
                Column::text(words::customer(lang)),
                Column::text(words::date(lang)),
                Column::number(words::amount(lang)),
                Column::number(words::fee(lang)),
                Column::number(words::net(lang)),
            ]
            rows=rows
        />
    };
    Some(table.into_any())
}

fn kind(lang: Lang, kind: MovementKind, amount_minor: i64) -> &'static str {
    match kind {
        MovementKind::Charge => words::kind_charge(lang),
        MovementKind::Refund if amount_minor > 0 => words::kind_refund_back(lang),
        MovementKind::Refund => words::kind_refund(lang),
        MovementKind::Dispute if amount_minor > 0 => words::kind_dispute_back(lang),
        MovementKind::Dispute => words::kind_dispute(lang),
        MovementKind::Returned => words::kind_returned(lang),
        MovementKind::Fee => words::kind_fee(lang),
        MovementKind::Other => words::kind_other(lang),
    }
}

fn badge(lang: Lang, state: PayoutState) -> AnyView {
    let (shape, tone, word) = match state {
        PayoutState::OnItsWay => (Shape::Quarter, Tone::Wait, words::on_its_way(lang)),
        PayoutState::Paid => (Shape::Check, Tone::Good, words::paid(lang)),
        PayoutState::Failed => (Shape::Return, Tone::Bad, words::failed(lang)),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}

/// The line that it was seen in, or that it was in none.
fn in_bank(lang: Lang, payout: &Payout) -> AnyView {
    match (&payout.seen, payout.state) {
        (Some((line, on)), _) => {
            let day = words::seen(lang, &short_day(*on, lang));
            view! { <a href=format!("/desk/bank/{line}")>{day}</a> }.into_any()
        }
        (None, PayoutState::Failed) => words::back_at_provider(lang).into_any(),
        (None, _) => words::not_seen(lang).into_any(),
    }
}
