//! One cell, read as what its column holds and written as the database reads it.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::{
    identity::model::{normal_email, normal_phone},
    kernel::money::Currency,
};

use super::{
    amount::{DecimalMark, parse_amount, parse_decimal, parse_unit_price},
    model::{Kind, Reason},
};

/// What the cells of one row are read by.
pub struct Reading<'a> {
    pub date: &'a str,
    pub mark: DecimalMark,
    /// Set by the row's currency cell.
    pub currency: Option<Currency>,
}

/// Reads `text`, which is trimmed and not empty, and appends what is to be stored to `into`.
pub fn read_cell(kind: Kind, text: &str, reading: &mut Reading<'_>, into: &mut String) -> Result<(), Reason> {
    match kind {
        Kind::Text(limit) => into.push_str(plain_text(text, limit)?),
        Kind::Date => write_date(parse_date(text, reading.date)?, into),
        Kind::Amount | Kind::AmountOrZero => {
            let currency = reading.currency.ok_or(Reason::CurrencyMissing)?;
            let minor = parse_amount(text, currency, reading.mark)?;
            match minor {
                ..0 => return Err(Reason::AmountNegative),
                0 if kind == Kind::Amount => return Err(Reason::AmountZero),
                _ => push(into, format_args!("{minor}")),
            }
        }
        Kind::UnitPrice => {
            let currency = reading.currency.ok_or(Reason::CurrencyMissing)?;
            push(into, format_args!("{}", parse_unit_price(text, currency, reading.mark)?));
        }
        Kind::Currency => {
            let currency = Currency::parse(&text.to_ascii_uppercase()).ok_or(Reason::CurrencyUnknown)?;
            reading.currency = Some(currency);
            into.push_str(currency.code());
        }
        Kind::Choice(choices) => {
            let chosen = choices.iter().find(|choice| choice.eq_ignore_ascii_case(text));
            into.push_str(chosen.ok_or_else(|| Reason::NotOneOf { choices: choices.join(", ") })?);
        }
        Kind::Uuid => {
            let uuid = Uuid::parse_str(text).map_err(|_| Reason::NotAUuid)?;
            push(into, format_args!("{:X}", uuid.hyphenated()));
        }
        Kind::Count => {
            let count: u16 = text.parse().map_err(|_| Reason::NotACount)?;
            let count = i16::try_from(count).map_err(|_| Reason::NotACount)?;
            push(into, format_args!("{count}"));
        }
        Kind::Decimal(places) => into.push_str(&parse_decimal(text, places, reading.mark)?),
        Kind::Email => into.push_str(&normal_email(text).ok_or(Reason::NotAnEmail)?),
        Kind::Phone => into.push_str(&normal_phone(text).ok_or(Reason::NotAPhone)?),
        Kind::Country => {
            let letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            into.push_str(&letters.then(|| text.to_ascii_uppercase()).ok_or(Reason::NotACountry)?);
        }
        Kind::TimeZone => {
            let zone: chrono_tz::Tz = text.parse().map_err(|_| Reason::NotATimeZone)?;
            into.push_str(zone.name());
        }
    }
    Ok(())
}

fn plain_text(text: &str, limit: usize) -> Result<&str, Reason> {
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Reason::ControlCharacter);
    }
    // Most cells are shorter in bytes than the limit in characters.
    if text.len() > limit && text.chars().count() > limit {
        return Err(Reason::TooLong { limit });
    }
    Ok(text)
}

fn parse_date(text: &str, format: &str) -> Result<NaiveDate, Reason> {
    let date = NaiveDate::parse_from_str(text, format)
        .map_err(|_| Reason::NotADate { expected: example_of(format) })?;
    if !(1900..2200).contains(&date.year()) {
        return Err(Reason::UnlikelyDate);
    }
    Ok(date)
}

/// How a date in this format looks.
fn example_of(format: &str) -> String {
    NaiveDate::from_ymd_opt(2026, 3, 31).expect("a day of the calendar").format(format).to_string()
}

fn write_date(date: NaiveDate, into: &mut String) {
    push(into, format_args!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()));
}

fn push(into: &mut String, text: std::fmt::Arguments<'_>) {
    into.write_fmt(text).expect("writing to a string cannot fail");
}
