//! Amounts as other programs write them: with a decimal point or a decimal comma, with or without marks between
//! thousands. A form's amounts are read by `Money::parse`, which knows only the point.

use crate::kernel::money::Currency;

use super::model::Reason;

/// Which mark stands before the decimals.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DecimalMark {
    /// The mapping says that it is always this one; the other one only parts thousands.
    Always(char),
    /// Each amount shows it by itself (`1.234,56`, `12,5`); this one decides where it does not (`1,234`).
    Usually(char),
}

/// An amount in minor units; may be negative.
pub fn parse_amount(text: &str, currency: Currency, mark: DecimalMark) -> Result<i64, Reason> {
    let (negative, text) = unsigned(text, currency);
    let (whole, decimals) = parts(text, mark).ok_or(Reason::NotAnAmount)?;
    let places = currency.exponent();
    let decimals = without_needless_zeros(decimals, places as usize, mark);
    if decimals.len() > places as usize {
        return Err(Reason::TooManyDecimals { places });
    }
    let mut minor: i64 = 0;
    let padding = std::iter::repeat_n(b'0', places as usize - decimals.len());
    for digit in whole.bytes().filter(u8::is_ascii_digit).chain(decimals.bytes()).chain(padding) {
        minor = minor
            .checked_mul(10)
            .and_then(|minor| minor.checked_add(i64::from(digit - b'0')))
            .filter(|&minor| minor <= LARGEST)
            .ok_or(Reason::AmountTooLarge)?;
    }
    Ok(if negative { -minor } else { minor })
}

/// A decimal number (a quantity, a percentage) as the database writes it: `16.5`.
pub fn parse_decimal(text: &str, places: u32, mark: DecimalMark) -> Result<String, Reason> {
    let wrong = || Reason::NotADecimal { places };
    let text = text.trim();
    let (minus, text) = text.strip_prefix(['-', '\u{2212}']).map_or(("", text), |rest| ("-", rest));
    let text = text.strip_suffix('%').unwrap_or(text).trim();
    let (whole, decimals) = parts(text, mark).ok_or_else(wrong)?;
    let decimals = without_needless_zeros(decimals, places as usize, mark);
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if decimals.len() > places as usize || whole.len() > 12 {
        return Err(wrong());
    }
    Ok(if decimals.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{decimals}") })
}

/// The price of one of something, in minor units; halves of one are rounded up. What is owed never follows from it.
pub fn parse_unit_price(text: &str, currency: Currency, mark: DecimalMark) -> Result<i64, Reason> {
    let (negative, text) = unsigned(text, currency);
    let (whole, decimals) = parts(text, mark).ok_or(Reason::NotAnAmount)?;
    let places = currency.exponent() as usize;
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let kept =
        parse_amount(&format!("{whole}.{decimals:0<places$.places$}"), currency, DecimalMark::Always('.'));
    let rounded_up = decimals.as_bytes().get(places).is_some_and(|&digit| digit >= b'5');
    let minor = kept? + i64::from(rounded_up);
    if negative { Err(Reason::AmountNegative) } else { Ok(minor) }
}

/// A thousandth of what 64 bits hold, so that a thousand of the largest amounts still have a sum.
const LARGEST: i64 = i64::MAX / 1000;

/// Takes away what says that an amount is negative, and the currency.
fn unsigned(text: &str, currency: Currency) -> (bool, &str) {
    let mut text = text.trim();
    let mut negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, text) = (true, inner.trim());
    }
    // The sign may stand before or after the currency, and some ledgers print it last.
    for _ in 0..2 {
        let signed = text.strip_prefix(MINUS).or_else(|| text.strip_suffix(MINUS));
        if let (Some(rest), false) = (signed, negative) {
            (negative, text) = (true, rest.trim());
        }
        for name in [currency.code(), currency.sign(), "$"] {
            let rest = text.strip_prefix(name).or_else(|| text.strip_suffix(name));
            text = rest.unwrap_or(text).trim();
        }
    }
    (negative, text)
}

const MINUS: [char; 2] = ['-', '\u{2212}'];

/// The digits before the decimal mark, with what parts their groups, and those after it.
fn parts(text: &str, mark: DecimalMark) -> Option<(&str, &str)> {
    let decimal_at = match mark {
        DecimalMark::Always(mark) => text.find(mark),
        DecimalMark::Usually(mark) => shown_decimal_mark(text, mark),
    };
    let (whole, decimals) = match decimal_at {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let used = decimal_at.map(|at| text.as_bytes()[at] as char);
    let digits_only = decimals.bytes().all(|byte| byte.is_ascii_digit());
    (digits_only && groups_of_three(whole, used)).then_some((whole, decimals))
}

/// Where the decimal mark stands: the last mark where both occur, never a mark that occurs more than once, and a single
/// one unless it looks like a mark between thousands and is not the usual decimal mark.
fn shown_decimal_mark(text: &str, usual: char) -> Option<usize> {
    let last = text.rfind([',', '.'])?;
    let mark = text.as_bytes()[last] as char;
    let other = if mark == ',' { '.' } else { ',' };
    if text[..last].contains(mark) {
        return None;
    }
    let could_be_thousands = text.len() - last - 1 == 3
        && (1..=3).contains(&last)
        && !text.starts_with('0')
        && text[..last].bytes().all(|byte| byte.is_ascii_digit());
    (text.contains(other) || !could_be_thousands || mark == usual).then_some(last)
}

/// Whether a whole number is well formed: digits, or groups of three parted by one and the same mark.
fn groups_of_three(whole: &str, decimal_mark: Option<char>) -> bool {
    let parting = |c: &char| matches!(c, ',' | '.' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}');
    let Some(mark) = whole.chars().find(parting) else {
        return !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    };
    Some(mark) != decimal_mark
        && whole.split(mark).enumerate().all(|(place, group)| {
            let fits = if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
            fits && group.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// `12.5000` has one decimal, and a currency without any may still be written `100.00`. Three zeros stay, for `1.000`
/// is a thousand to half of the world; only a mapping that names the decimal mark makes it one.
fn without_needless_zeros(decimals: &str, places: usize, mark: DecimalMark) -> &str {
    let clear = decimals.len() != 3 || matches!(mark, DecimalMark::Always(_));
    let needless = decimals.get(places..).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'));
    if clear && needless { &decimals[..places] } else { decimals }
}
