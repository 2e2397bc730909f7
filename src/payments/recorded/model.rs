//! What is typed about money that came another way, read and checked. Pure.

use chrono::{NaiveDate, TimeDelta};

use crate::kernel::dates::parse_day;
use crate::kernel::ids::InvoiceId;
use crate::kernel::money::{Currency, Money};
use crate::kernel::upload::Upload;
use crate::kernel::web::FieldError;
use crate::ledger::model::Book;
use crate::payments::model::Choice;

/// How money came that the team records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Transfer,
    Cash,
    Cheque,
}

impl Means {
    pub const ALL: [Self; 3] = [Self::Transfer, Self::Cash, Self::Cheque];

    /// The name that the database knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Cash => "cash",
            Self::Cheque => "cheque",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.name() == name)
    }

    /// Where the money lies.
    pub const fn book(self) -> Book {
        match self {
            Self::Transfer | Self::Cheque => Book::Bank,
            Self::Cash => Book::Cash,
        }
    }
}

/// How somebody says that they paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidMeans {
    Transfer,
    Shop,
    Cash,
    Cheque,
}

impl SaidMeans {
    pub const ALL: [Self; 4] = [Self::Transfer, Self::Shop, Self::Cash, Self::Cheque];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Shop => "shop",
            Self::Cash => "cash",
            Self::Cheque => "cheque",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.name() == name)
    }

    /// As the team would record it: what is paid in a shop reaches the bank.
    pub const fn recorded_as(self) -> Means {
        match self {
            Self::Transfer | Self::Shop => Means::Transfer,
            Self::Cash => Means::Cash,
            Self::Cheque => Means::Cheque,
        }
    }
}

/// What both kinds of form ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<M> {
    pub amount: Money,
    pub on: NaiveDate,
    pub means: M,
    pub bank: String,
    pub reference: String,
    pub tracking_key: String,
}

/// What a member of the team records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub facts: Facts<Means>,
    pub choice: Choice,
}

/// Beyond this many days back another looks at it, whatever the amount (domain-rules A6).
pub const DAYS_BACK_ALONE: i64 = 30;
/// Nobody records or reports what is older.
const DAYS_BACK_AT_MOST: i64 = 2 * 366;
const LETTERS_AT_MOST: usize = 60;

/// A tracking key, or the number on a slip, however it was spaced.
pub fn plain_key(text: &str) -> String {
    let plain = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    plain.take(LETTERS_AT_MOST).collect()
}

impl Recording {
    pub fn parse(form: &Upload, currency: Currency, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let facts = Facts::parse(form, currency, today, Means::parse);
        let choice = match form.text("what") {
            "" | "oldest" => Ok(Choice::Amount),
            "invoices" => chosen(&form.texts("invoice")),
            _ => Err(FieldError::new("what", "what_none")),
        };
        match (facts, choice) {
            (Ok(facts), Ok(choice)) if facts.means != Means::Cheque || !facts.reference.is_empty() => {
                Ok(Self { facts, choice })
            }
            (Ok(_), Ok(_)) => Err(vec![FieldError::new("reference", "cheque_number")]),
            (facts, choice) => Err(facts.err().unwrap_or_default().into_iter().chain(choice.err()).collect()),
        }
    }
}

impl<M> Facts<M> {
    pub fn parse(
        form: &Upload,
        currency: Currency,
        today: NaiveDate,
        means: impl Fn(&str) -> Option<M>,
    ) -> Result<Self, Vec<FieldError>> {
        let amount = Money::parse(form.text("amount"), currency)
            .map_err(|error| FieldError::new("amount", error.code()))
            .and_then(|amount| {
                if amount.is_positive() { Ok(amount) } else { Err(FieldError::new("amount", "amount_empty")) }
            });
        let on = day(form, today);
        let means = means(form.text("means")).ok_or_else(|| FieldError::new("means", "means_none"));
        let [bank, reference] = ["bank", "reference"].map(|name| words(form.text(name)));
        match (amount, on, means) {
            (Ok(amount), Ok(on), Ok(means)) => {
                let tracking_key = plain_key(form.text("tracking_key"));
                Ok(Self { amount, on, means, bank, reference, tracking_key })
            }
            (amount, on, means) => Err(amount.err().into_iter().chain(on.err()).chain(means.err()).collect()),
        }
    }
}

fn day(form: &Upload, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let on = parse_day(form.text("on_day"), form.text("on_month"), form.text("on_year"))
        .map_err(|part| FieldError::new("on", "day_wrong").with(part.name()))?;
    if on > today {
        Err(FieldError::new("on", "day_ahead"))
    } else if on < today - TimeDelta::days(DAYS_BACK_AT_MOST) {
        Err(FieldError::new("on", "day_long_ago"))
    } else {
        Ok(on)
    }
}

fn chosen(invoices: &[&str]) -> Result<Choice, FieldError> {
    let ids: Result<Vec<InvoiceId>, _> = invoices.iter().map(|id| id.parse()).collect();
    let mut invoices = ids.unwrap_or_default();
    invoices.sort_unstable();
    invoices.dedup();
    if invoices.is_empty() {
        Err(FieldError::new("invoice", "pick_none"))
    } else {
        Ok(Choice::Invoices { invoices })
    }
}

fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LETTERS_AT_MOST).collect()
}

/// Why a report was not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclineReason {
    NotFound,
    OtherAccount,
    CountedAlready,
    Unreadable,
    Other,
}

impl DeclineReason {
    pub const ALL: [Self; 5] =
        [Self::NotFound, Self::OtherAccount, Self::CountedAlready, Self::Unreadable, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::OtherAccount => "other_account",
            Self::CountedAlready => "counted_already",
            Self::Unreadable => "unreadable",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}
