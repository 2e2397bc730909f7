//! What addresses of lists and amounts ask for, on both sides. Everything is text until it is understood.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::accounts::invoices::Asked;
use crate::accounts::model::{Account, Filter, Of, Sort};
use crate::kernel::dates::{DatePart, parse_day};
use crate::kernel::ids::AccountId;
use crate::kernel::web::Refusal;
use crate::ui::TypedDate;

/// No invoice's number is longer.
const LONGEST_NUMBER: usize = 60;

/// What the list of invoices is asked for in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvoicesQuery {
    pub account: String,
    pub show: String,
    pub sort: String,
    pub number: String,
    pub page: String,
    /// Set when invoices were chosen to be paid.
    pub choose: String,
    pub invoice: Vec<String>,
}

impl InvoicesQuery {
    pub fn asked(&self) -> Asked {
        let number = self.number.trim().chars().take(LONGEST_NUMBER).collect();
        Asked { filter: Filter::parse(&self.show), sort: Sort::parse(&self.sort), number }
    }

    pub fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1)
    }
}

/// Which amount is opened, and as of which day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BalanceQuery {
    pub of: String,
    pub account: String,
    pub page: String,
    #[serde(flatten)]
    pub day: AskedDay,
}

/// Since which day changes are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SinceQuery {
    pub account: String,
    #[serde(flatten)]
    pub day: AskedDay,
}

/// Which day to come is asked about, and what would be paid today.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ForecastQuery {
    pub account: String,
    pub paid: String,
    #[serde(flatten)]
    pub day: AskedDay,
}

/// One day, as a link names it or as somebody typed it into three boxes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskedDay {
    pub on: String,
    pub on_day: String,
    pub on_month: String,
    pub on_year: String,
}

/// Why a typed day cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongDay {
    /// It is none, because of this part.
    NoDay(DatePart),
    /// It is before or after the days that can be asked about.
    Outside,
}

/// Whose contacts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactQuery {
    pub account: String,
}

impl AskedDay {
    /// The day that is meant: the usual one where none is, and never one outside of the bounds.
    pub fn within(
        &self,
        usual: NaiveDate,
        earliest: NaiveDate,
        latest: NaiveDate,
    ) -> Result<NaiveDate, WrongDay> {
        if !self.is_typed() {
            return Ok(self.on.parse().unwrap_or(usual).clamp(earliest, latest));
        }
        let day = parse_day(&self.on_day, &self.on_month, &self.on_year).map_err(WrongDay::NoDay)?;
        if day < earliest || day > latest { Err(WrongDay::Outside) } else { Ok(day) }
    }

    /// What stands in the boxes: what was typed, or the day that is shown.
    pub fn typed(&self, shown: NaiveDate) -> TypedDate {
        if !self.is_typed() {
            return TypedDate::of(shown);
        }
        TypedDate { day: self.on_day.clone(), month: self.on_month.clone(), year: self.on_year.clone() }
    }

    fn is_typed(&self) -> bool {
        [&self.on_day, &self.on_month, &self.on_year].into_iter().any(|part| !part.is_empty())
    }
}

impl WrongDay {
    pub fn part(self) -> Option<DatePart> {
        match self {
            Self::NoDay(part) => Some(part),
            Self::Outside => None,
        }
    }
}

impl BalanceQuery {
    /// An address that names no amount is one that we do not know.
    pub fn of(&self) -> Result<Of, Refusal> {
        Of::parse(&self.of).ok_or(Refusal::NotFound)
    }

    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1)
    }
}

/// The account that an address names, or the first when it names none; another's is not found.
pub fn chosen_account<'a>(accounts: &'a [Account], asked: &str) -> Result<Option<&'a Account>, Refusal> {
    if asked.is_empty() {
        return Ok(accounts.first());
    }
    let asked: AccountId = asked.parse().map_err(|_| Refusal::NotFound)?;
    accounts.iter().find(|account| account.id == asked).map(Some).ok_or(Refusal::NotFound)
}
