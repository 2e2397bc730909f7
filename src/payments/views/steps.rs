use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use leptos::prelude::*;

use super::{payment_href, place};
use crate::accounts::model::Viewer;
use crate::kernel::dates;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::islands::PaymentWatch;
use crate::payments::steps::Step;
use crate::payments::store::sheet::Sheet;
use crate::payments::words;
use crate::ui::{Actions, Amount, ButtonKind, ButtonLink, Next, SummaryList, SummaryRow};

/// The heading of a payment whose payer has this left to do.
pub(super) fn step_heading(lang: Lang, sheet: &Sheet, step: &Step) -> String {
    let payment = &sheet.payment;
    match step {
        Step::Voucher { .. } => words::voucher_heading(lang, payment.amount),
        Step::Transfer { missing_minor, .. } => {
            let arrived = payment.arrived();
            let missing = Money::new(*missing_minor, payment.amount.currency);
            match arrived.is_positive() {
                true => words::short_heading(lang, arrived, missing),
                false => words::transfer_heading(lang, payment.amount),
            }
        }
    }
}

/// What its payer has left to do, and everything that they need in order to do it (screens 2.13).
pub(super) fn step(lang: Lang, viewer: Viewer, sheet: &Sheet, heading: String, step: &Step) -> AnyView {
    let payment = &sheet.payment;
    let (rows, next) = match step {
        Step::Voucher { number, until, .. } => {
            let until = moment_there(lang, *until, payment.debtor_zone);
            let rows = vec![
                SummaryRow::new(words::voucher_reference(lang), in_fours(number)),
                SummaryRow::new(words::amount(lang), payment.amount.with_code()),
                SummaryRow::new(words::pay_by(lang), until),
            ];
            (rows, words::voucher_next(lang))
        }
        Step::Transfer { .. } => (transfer_rows(lang, sheet, step), words::transfer_next(lang)),
    };
    let page = match step {
        Step::Voucher { page, .. } => page.clone(),
        Step::Transfer { .. } => None,
    };
    let print = page.filter(|_| viewer.may_act()).map(|href| {
        view! { <ButtonLink href=href>{words::see_voucher(lang)}</ButtonLink> }
    });
    let refresh = viewer.may_act().then(|| {
        let href = payment_href(viewer, payment.id);
        view! { <ButtonLink href=href kind=ButtonKind::Secondary>{words::refresh(lang)}</ButtonLink> }
    });
    let watch = viewer.may_act().then(|| {
        let address = format!("/live/payments/{}?seen={}", payment.id, payment.mark());
        view! { <PaymentWatch lang=lang address=address /> }
    });
    let (place, sentence) = (place(lang, &sheet.ground), step_sentence(lang, sheet, step));
    view! {
        <h1>{heading}</h1>
        <Amount label=place money=payment.amount>
            <p>{sentence}</p>
        </Amount>
        <SummaryList lang=lang rows=rows />
        <Actions>{print} {refresh}</Actions>
        {watch}
        <Next lang=lang>{next}</Next>
    }
    .into_any()
}

fn step_sentence(lang: Lang, sheet: &Sheet, step: &Step) -> String {
    let payment = &sheet.payment;
    match step {
        Step::Voucher { until, .. } => words::voucher(lang, &moment_there(lang, *until, payment.debtor_zone)),
        Step::Transfer { .. } if payment.arrived().is_positive() => words::short(lang).to_owned(),
        Step::Transfer { .. } => words::transfer_to(lang, &payment.account_reference),
    }
}

fn transfer_rows(lang: Lang, sheet: &Sheet, step: &Step) -> Vec<SummaryRow> {
    let Step::Transfer { clabe, bank, payee, reference, missing_minor, .. } = step else { return Vec::new() };
    let payment = &sheet.payment;
    let missing = Money::new(*missing_minor, payment.amount.currency);
    let mut rows = vec![
        SummaryRow::new(words::clabe(lang), clabe.clone()),
        SummaryRow::new(words::bank(lang), bank.clone()),
        SummaryRow::new(words::payee(lang), payee.clone()),
    ];
    if let Some(reference) = reference {
        rows.push(SummaryRow::new(words::voucher_reference(lang), reference.clone()));
    }
    if payment.arrived().is_positive() {
        rows.push(SummaryRow::new(words::has_arrived(lang), payment.arrived().with_code()));
    }
    rows.push(SummaryRow::new(words::to_send(lang), missing.with_code()));
    rows
}

/// A day and an hour where somebody lives, and where that is: a voucher runs out by that clock.
pub fn moment_there(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let there = at.with_timezone(&zone);
    let day = dates::day_of_year(there.date_naive(), lang);
    words::until_there(lang, &day, &dates::hour(there.time(), lang), &city(lang, zone))
}

/// Five working days after a bank was asked: by then most have answered.
pub fn answered_by(asked_on: NaiveDate) -> NaiveDate {
    let mut day = asked_on;
    let mut working = 0;
    while working < 5 {
        day += TimeDelta::days(1);
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            working += 1;
        }
    }
    day
}

fn city(lang: Lang, zone: Tz) -> String {
    match zone {
        Tz::America__Mexico_City => words::mexico_city(lang).to_owned(),
        other => other.name().rsplit('/').next().unwrap_or_default().replace('_', " "),
    }
}

/// As a reference is printed: people read four digits at a time.
fn in_fours(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
