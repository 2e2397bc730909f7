//! Whom a campaign is for, as it is typed and as it is meant.

use serde::{Deserialize, Serialize};

use crate::kernel::ids::CreditorId;
use crate::kernel::money::{Currency, Money};
use crate::plans::asked::{AskError, Asked};

/// How many accounts one campaign goes to: each is looked at anew before it is offered anything, in one transaction.
pub const ACCOUNTS_AT_MOST: usize = 200;

/// Everybody with something past due for so long, and of so much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// For how many days at least the oldest is past due.
    pub late_days: u16,
    pub owed_from_minor: i64,
}

/// Why an account is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassedOver {
    /// It was promised for a day that is not over.
    Promised,
    /// A proposal is open already.
    InTalk,
    /// The law or the creditor has it rest.
    Barred,
    /// All that is past due is contested, or in a plan.
    NothingLeft,
    /// What is agreed with them is always decided by a person.
    AsksPerson,
    /// No plan that the rules allow fits what is owed.
    NoFit,
}

impl PassedOver {
    pub const ALL: [Self; 6] =
        [Self::Promised, Self::InTalk, Self::Barred, Self::NothingLeft, Self::AsksPerson, Self::NoFit];
}

/// The form: every field is text, so that nothing typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CampaignForm {
    /// A creditor and a currency: `018f…:MXN`.
    pub of: String,
    pub late: String,
    pub owed: String,
    pub how: String,
    pub count: String,
    pub frequency: String,
    pub first_day: String,
    pub first_month: String,
    pub first_year: String,
    pub words: String,
    pub request_key: String,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignError {
    LateWrong,
    OwedWrong,
    Terms(AskError),
}

impl CampaignError {
    /// The field that the sentence stands at.
    pub fn field(self) -> &'static str {
        match self {
            Self::LateWrong => "late",
            Self::OwedWrong => "owed",
            Self::Terms(error) => error.field(),
        }
    }
}

impl CampaignForm {
    /// Whose accounts are meant; nothing where it is nobody's.
    pub fn whose(&self) -> Option<(CreditorId, Currency)> {
        let (creditor, currency) = self.of.split_once(':')?;
        Some((creditor.parse().ok()?, Currency::parse(currency)?))
    }

    /// Whether a question was asked, rather than the page opened.
    pub fn is_asked(&self) -> bool {
        !self.late.is_empty()
    }

    /// Whom it is for.
    pub fn selection(&self, currency: Currency) -> Result<Selection, CampaignError> {
        let late_days = self.late.trim().parse().map_err(|_| CampaignError::LateWrong)?;
        if !(1..=3_650).contains(&late_days) {
            return Err(CampaignError::LateWrong);
        }
        let owed_from_minor = match self.owed.trim() {
            "" => 0,
            typed => Money::parse(typed, currency).map_err(|_| CampaignError::OwedWrong)?.minor,
        };
        if owed_from_minor < 0 {
            return Err(CampaignError::OwedWrong);
        }
        Ok(Selection { late_days, owed_from_minor })
    }

    /// The terms that are asked for, as a proposal of one account says them.
    pub fn asked(&self) -> Asked {
        Asked {
            how: if self.how.is_empty() { Asked::COUNT.to_owned() } else { self.how.clone() },
            count: self.count.clone(),
            frequency: self.frequency.clone(),
            first_day: self.first_day.clone(),
            first_month: self.first_month.clone(),
            first_year: self.first_year.clone(),
            ..Asked::default()
        }
    }

    /// As hidden fields, or to be shown again.
    pub fn fields(&self) -> Vec<(String, String)> {
        [
            ("of", &self.of),
            ("late", &self.late),
            ("owed", &self.owed),
            ("how", &self.how),
            ("count", &self.count),
            ("frequency", &self.frequency),
            ("first_day", &self.first_day),
            ("first_month", &self.first_month),
            ("first_year", &self.first_year),
        ]
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .to_vec()
    }
}
