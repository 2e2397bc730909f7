//! Money as whole minor units of one currency. Nothing here rounds, and nothing wraps: what does not fit is `None`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// An ISO 4217 currency that accounts can be kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency {
    code: &'static str,
    exponent: u32,
    sign: &'static str,
}

impl Currency {
    pub const MXN: Self = Self::new("MXN", 2, "$");
    pub const USD: Self = Self::new("USD", 2, "$");
    pub const EUR: Self = Self::new("EUR", 2, "€");
    pub const GBP: Self = Self::new("GBP", 2, "£");
    pub const COP: Self = Self::new("COP", 2, "$");
    pub const CLP: Self = Self::new("CLP", 0, "$");
    pub const PEN: Self = Self::new("PEN", 2, "S/");
    pub const JPY: Self = Self::new("JPY", 0, "¥");
    pub const KWD: Self = Self::new("KWD", 3, "KD");

    /// Every currency known here.
    pub const ALL: [Self; 9] =
        [Self::MXN, Self::USD, Self::EUR, Self::GBP, Self::COP, Self::CLP, Self::PEN, Self::JPY, Self::KWD];

    /// The currency with this ISO code, in capitals.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code == code)
    }

    pub const fn code(self) -> &'static str {
        self.code
    }

    /// How many digits stand after the decimal point.
    pub const fn exponent(self) -> u32 {
        self.exponent
    }

    /// The sign written before an amount.
    pub const fn sign(self) -> &'static str {
        self.sign
    }

    const fn new(code: &'static str, exponent: u32, sign: &'static str) -> Self {
        Self { code, exponent, sign }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| D::Error::custom(format!("unknown currency {code}")))
    }
}

/// An amount in the minor units of its currency: `$12.50` is 1250.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("no amount")]
    Empty,
    #[error("not a number")]
    NotNumber,
    #[error("more decimals than the currency has")]
    TooManyDecimals,
    #[error("larger than any amount kept here")]
    TooLarge,
}

impl MoneyError {
    /// The code of the sentence that a form shows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "amount_empty",
            Self::NotNumber => "amount_not_number",
            Self::TooManyDecimals => "amount_decimals",
            Self::TooLarge => "amount_too_large",
        }
    }
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum; `None` when the currencies differ or it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.same_currency(other)?.minor.checked_add(other.minor).map(|minor| self.with_minor(minor))
    }

    /// The difference; `None` when the currencies differ or it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.same_currency(other)?.minor.checked_sub(other.minor).map(|minor| self.with_minor(minor))
    }

    /// Parts that differ by at most one minor unit, the larger ones first, and always sum to the whole:
    /// 4,649.50 in three is 1,549.84 and twice 1,549.83. Zero parts are one part, so that no money is lost.
    pub fn split(self, parts: u32) -> Vec<Self> {
        self.split_by_weights(&vec![1; parts.max(1) as usize])
    }

    /// One part per weight, as [`apportion`] shares them.
    pub fn split_by_weights(self, weights: &[i64]) -> Vec<Self> {
        apportion(self.minor, weights).into_iter().map(|minor| self.with_minor(minor)).collect()
    }

    /// Reads an amount as people write it: 3000 · 3,000 · 3 000.50 · $3,000.50. A comma or space that does not
    /// part groups of three digits is refused and not dropped: 3,5 is never read as 35.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let text = text.trim();
        let (minus, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest.trim_start()),
            None => ("", text),
        };
        let text = text.strip_suffix(currency.code).unwrap_or(text).trim_end();
        let text = text.strip_prefix(currency.sign).unwrap_or(text).trim_start();
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = join_groups(whole).ok_or(MoneyError::NotNumber)?;
        if !fraction.chars().all(|digit| digit.is_ascii_digit()) {
            return Err(MoneyError::NotNumber);
        }
        let exponent = currency.exponent as usize;
        if fraction.len() > exponent {
            return Err(MoneyError::TooManyDecimals);
        }
        let minor = format!("{minus}{whole}{fraction:0<exponent$}").parse();
        minor.map(|minor| Self::new(minor, currency)).map_err(|_| MoneyError::TooLarge)
    }

    /// The amount with its ISO code, which never parts from it at a line's end: `$1,240.50 MXN`.
    pub fn with_code(self) -> String {
        format!("{self}\u{a0}{}", self.currency.code)
    }

    /// The amount without its sign, as a form field shows it: `1,240.50`.
    pub fn digits(self) -> String {
        let exponent = self.currency.exponent as usize;
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        let minus = if self.minor < 0 { "\u{2212}" } else { "" };
        let point = if exponent > 0 { "." } else { "" };
        format!("{minus}{}{point}{fraction}", group_by_three(whole))
    }

    fn same_currency(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then_some(self)
    }

    fn with_minor(self, minor: i64) -> Self {
        Self::new(minor, self.currency)
    }
}

/// `$1,240.50`, with the minus sign U+2212 in front of the currency's sign. The same in both languages.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        match digits.strip_prefix('\u{2212}') {
            Some(digits) => write!(f, "\u{2212}{}{digits}", self.currency.sign),
            None => write!(f, "{}{digits}", self.currency.sign),
        }
    }
}

/// Shares a whole among weights, in proportion and always summing to it: what rounding leaves over goes, one unit
/// each, to the largest remainders, the earlier first. A negative weight counts as none; without any weight the
/// shares are equal. An empty list gets the whole as its one share, so that nothing is lost.
pub fn apportion(whole: i64, weights: &[i64]) -> Vec<i64> {
    let mut weights: Vec<i128> = weights.iter().map(|&weight| i128::from(weight.max(0))).collect();
    if weights.iter().all(|&weight| weight == 0) {
        weights = vec![1; weights.len().max(1)];
    }
    let total: i128 = weights.iter().sum();
    let products: Vec<i128> = weights.iter().map(|weight| i128::from(whole) * weight).collect();
    let mut shares: Vec<i128> = products.iter().map(|product| product / total).collect();
    let left_over = i128::from(whole) - shares.iter().sum::<i128>();

    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse((products[index] % total).abs()));
    // Each share lost less than one unit, so there are fewer left over than shares.
    for (_, index) in (0..left_over.abs()).zip(by_remainder) {
        shares[index] += left_over.signum();
    }
    shares
        .into_iter()
        .map(|share| i64::try_from(share).expect("a share is no larger than the whole"))
        .collect()
}

fn group_by_three(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The digits of a whole number without what parts its groups, or `None` if it is not one.
fn join_groups(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(|c: char| c == ',' || c.is_whitespace()).collect();
    let well_formed = groups.iter().enumerate().all(|(index, group)| {
        let length_fits = match index {
            0 if groups.len() == 1 => !group.is_empty(),
            0 => (1..=3).contains(&group.len()),
            _ => group.len() == 3,
        };
        length_fits && group.chars().all(|digit| digit.is_ascii_digit())
    });
    well_formed.then(|| groups.concat())
}
