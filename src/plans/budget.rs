//! An amount that somebody can keep up, from two bands: what comes in each month and what must go out. Nothing of it is
//! ever stored, and nobody is asked why.

use crate::kernel::money::{Currency, Money};

/// How many bands there are; the last is open at its end.
pub const BANDS: usize = 6;
/// Where they begin, in thousands of pesos or what comes near it elsewhere.
const EDGES: [i64; BANDS] = [0, 4, 8, 15, 25, 40];

/// What the two bands come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Half of what is left over: what can be kept when something goes wrong too.
    EachMonth(Money),
    /// Nothing is left over, and so no plan is the answer.
    NothingLeft,
}

/// The two ends of a band; the last has no upper one.
pub fn band(currency: Currency, index: usize) -> Option<(Money, Option<Money>)> {
    let money = |edge: i64| Money::new(edge * unit_minor(currency), currency);
    let from = *EDGES.get(index)?;
    Some((money(from), EDGES.get(index + 1).map(|edge| money(*edge))))
}

/// What can be kept up by whom this much comes in to and must go out from; `None` for a band that does not exist.
pub fn suggest(currency: Currency, comes_in: usize, goes_out: usize) -> Option<Suggestion> {
    let left = middle(currency, comes_in)? - middle(currency, goes_out)?;
    if left <= 0 {
        return Some(Suggestion::NothingLeft);
    }
    let step = (unit_minor(currency) / 20).max(1);
    let half = left / 2 / step * step;
    Some(Suggestion::EachMonth(Money::new(half.max(step), currency)))
}

/// The middle of a band, and of the last one its beginning: nobody is taken for richer than they say.
fn middle(currency: Currency, index: usize) -> Option<i64> {
    let (from, until) = band(currency, index)?;
    Some(until.map_or(from.minor, |until| (from.minor + until.minor) / 2))
}

/// What a thousand pesos are about, in minor units.
fn unit_minor(currency: Currency) -> i64 {
    match currency.code() {
        "USD" | "EUR" | "GBP" => 10_000,
        "PEN" => 25_000,
        "COP" => 25_000_000,
        "CLP" => 60_000,
        "JPY" => 10_000,
        "KWD" => 20_000,
        _ => 100_000,
    }
}
