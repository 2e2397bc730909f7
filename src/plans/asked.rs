//! A proposal as a form or an address says it: text, as it was typed or ticked, and what it means.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::dates::{DatePart, parse_day};
use crate::kernel::money::{Currency, Money, MoneyError};
use crate::plans::bounds::{Bounds, by_amount};
use crate::plans::schedule::{INSTALMENTS_AT_MOST, Terms};
use crate::policies::rules::Frequency;

/// Every field is text, so that nothing typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub account: String,
    pub invoice: Vec<String>,
    /// How many payments: a number on a card, `count` for the one typed, `each` for the amount typed, `settle-0` for the
    /// first discount of the rules.
    pub how: String,
    pub count: String,
    pub each: String,
    pub down: String,
    pub frequency: String,
    pub first_day: String,
    pub first_month: String,
    pub first_year: String,
    /// The plan that is to be changed.
    pub replaces: String,
    /// What can be kept up each month, where it was worked out.
    pub budget: String,
}

/// Why nothing can be made of what was asked. Each belongs to one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskError {
    ChoiceNone,
    CountEmpty,
    CountWrong,
    EachEmpty,
    EachWrong(MoneyError),
    EachZero,
    /// More each time than is owed in all.
    EachTooMuch(Money),
    /// It would take more payments than anybody counts.
    EachTooLittle,
    DownWrong(MoneyError),
    DownNegative,
    DownTooMuch(Money),
    DateWrong(DatePart),
    DatePast,
}

impl AskError {
    /// The field that the sentence stands at.
    pub fn field(self) -> &'static str {
        match self {
            Self::ChoiceNone => "how",
            Self::CountEmpty | Self::CountWrong => "count",
            Self::EachEmpty
            | Self::EachWrong(_)
            | Self::EachZero
            | Self::EachTooMuch(_)
            | Self::EachTooLittle => "each",
            Self::DownWrong(_) | Self::DownNegative | Self::DownTooMuch(_) => "down",
            Self::DateWrong(_) | Self::DatePast => "first",
        }
    }
}

impl Asked {
    pub const COUNT: &str = "count";
    pub const EACH: &str = "each";
    pub const SETTLE: &str = "settle-";

    /// Whether anything was asked, rather than the page opened.
    pub fn is_asked(&self) -> bool {
        !self.how.is_empty() || !self.first_year.is_empty() || !self.each.trim().is_empty()
    }

    /// The card that is meant: who only typed an amount or a number has said enough.
    pub fn how(&self) -> &str {
        if !self.how.is_empty() {
            &self.how
        } else if !self.each.trim().is_empty() {
            Self::EACH
        } else if !self.count.trim().is_empty() {
            Self::COUNT
        } else {
            ""
        }
    }

    /// Who comes with an amount and no day means the last day of the rules, which they can change.
    #[must_use]
    pub fn begun_at_latest(self, bounds: &Bounds) -> Self {
        let is_open =
            [&self.first_day, &self.first_month, &self.first_year].iter().all(|part| part.is_empty());
        let often = Frequency::parse(&self.frequency).or_else(|| bounds.rules.frequencies.first().copied());
        let Some(often) = often.filter(|_| is_open && self.how.is_empty() && !self.each.trim().is_empty())
        else {
            return self;
        };
        let latest = bounds.latest_first(often);
        Self {
            first_day: latest.day().to_string(),
            first_month: latest.month().to_string(),
            first_year: latest.year().to_string(),
            ..self
        }
    }

    /// What can be kept up each month, where it was worked out and says an amount.
    pub fn budget(&self, currency: Currency) -> Option<Money> {
        Money::parse(&self.budget, currency).ok().filter(|amount| amount.is_positive())
    }

    /// The terms that are meant.
    pub fn terms(&self, owed: Money, bounds: &Bounds) -> Result<Terms, AskError> {
        let frequency = Frequency::parse(&self.frequency)
            .or_else(|| bounds.rules.frequencies.first().copied())
            .unwrap_or(Frequency::Monthly);
        let how = self.how();
        if how.is_empty() {
            return Err(AskError::ChoiceNone);
        }
        let down_payment_minor = self.down(owed)?;
        let first_on = self.first_on(bounds.today)?;
        let base =
            Terms { frequency, first_on, instalments: 1, down_payment_minor, discount_basis_points: 0 };
        if let Some(tier) = how.strip_prefix(Self::SETTLE) {
            let tier: usize = tier.parse().map_err(|_| AskError::ChoiceNone)?;
            let tier = bounds.rules.discounts.get(tier).ok_or(AskError::ChoiceNone)?;
            return Ok(Terms {
                instalments: tier.payments,
                down_payment_minor: 0,
                discount_basis_points: tier.basis_points,
                ..base
            });
        }
        match how {
            Self::EACH => self.of_each(owed, &base),
            Self::COUNT => Ok(Terms { instalments: count(&self.count)?, ..base }),
            card => Ok(Terms { instalments: count(card).map_err(|_| AskError::ChoiceNone)?, ..base }),
        }
    }

    fn of_each(&self, owed: Money, base: &Terms) -> Result<Terms, AskError> {
        let each = match Money::parse(&self.each, owed.currency) {
            Ok(each) => each,
            Err(MoneyError::Empty) => return Err(AskError::EachEmpty),
            Err(error) => return Err(AskError::EachWrong(error)),
        };
        if !each.is_positive() {
            return Err(AskError::EachZero);
        }
        if each.minor > owed.minor {
            return Err(AskError::EachTooMuch(owed));
        }
        by_amount(owed, each, base).ok_or(AskError::EachTooLittle)
    }

    fn down(&self, owed: Money) -> Result<i64, AskError> {
        if self.down.trim().is_empty() {
            return Ok(0);
        }
        let down = Money::parse(&self.down, owed.currency).map_err(AskError::DownWrong)?;
        if down.minor < 0 {
            Err(AskError::DownNegative)
        } else if down.minor >= owed.minor {
            Err(AskError::DownTooMuch(owed))
        } else {
            Ok(down.minor)
        }
    }

    fn first_on(&self, today: NaiveDate) -> Result<NaiveDate, AskError> {
        let day = parse_day(&self.first_day, &self.first_month, &self.first_year);
        let day = day.map_err(AskError::DateWrong)?;
        if day < today { Err(AskError::DatePast) } else { Ok(day) }
    }
}

fn count(typed: &str) -> Result<u16, AskError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(AskError::CountEmpty);
    }
    let count: u16 = typed.parse().map_err(|_| AskError::CountWrong)?;
    if (1..=INSTALMENTS_AT_MOST).contains(&count) { Ok(count) } else { Err(AskError::CountWrong) }
}
