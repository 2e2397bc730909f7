//! What a link is for, how long it is good, and what it asks for today. Pure.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::accounts::model::payable_minor;
use crate::kernel::ids::{InvoiceId, PlanId};
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::payments::model::{Choice, ChoiceError, Payable, Plan};

/// For how many days a link may be good.
pub const LASTING_DAYS: [i64; 3] = [7, 15, 30];

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// What is past due on the account or, where nothing is, everything that can be paid.
    Account,
    Invoice(InvoiceId),
    /// An instalment of a plan, with those before it that are open still: money pays the first ones first.
    Instalment {
        plan: PlanId,
        number: u16,
    },
}

impl Target {
    /// The word of a form for what is past due on the account.
    pub const ACCOUNT: &str = "account";

    /// The word of a form.
    pub fn word(self) -> String {
        match self {
            Self::Account => Self::ACCOUNT.to_owned(),
            Self::Invoice(invoice) => invoice.to_string(),
            Self::Instalment { plan, number } => format!("{plan}/{number}"),
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        if word == Self::ACCOUNT {
            return Some(Self::Account);
        }
        match word.split_once('/') {
            Some((plan, number)) => {
                Some(Self::Instalment { plan: plan.parse().ok()?, number: number.parse().ok()? })
            }
            None => word.parse().ok().map(Self::Invoice),
        }
    }

    pub fn invoice(self) -> Option<InvoiceId> {
        match self {
            Self::Invoice(invoice) => Some(invoice),
            _ => None,
        }
    }

    pub fn instalment(self) -> Option<(PlanId, u16)> {
        match self {
            Self::Instalment { plan, number } => Some((plan, number)),
            _ => None,
        }
    }
}

/// What a new link is for and how long it is good, as a form says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkTerms {
    pub target: Target,
    pub days: i64,
}

/// Why a form makes no link, by the field that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    #[error("nothing that a link could be for")]
    What,
    #[error("no time that a link could be good")]
    Days,
}

impl LinkTerms {
    pub fn parse(what: &str, days: &str) -> Result<Self, TermsError> {
        let target = Target::parse(what).ok_or(TermsError::What)?;
        let days = days.parse().ok().filter(|days| LASTING_DAYS.contains(days)).ok_or(TermsError::Days)?;
        Ok(Self { target, days })
    }
}

/// The end of the day that lies so many days ahead, where the creditor is.
pub fn good_until(today: NaiveDate, days: i64, zone: Tz) -> DateTime<Utc> {
    let midnight = (today + TimeDelta::days(days + 1)).and_time(chrono::NaiveTime::MIN);
    // Where the clock is put forward at midnight, that day begins an hour later.
    let local = zone.from_local_datetime(&midnight).earliest();
    local.map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// The last day of a link that ends at this instant.
pub fn last_day(expires_at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    (expires_at - TimeDelta::seconds(1)).with_timezone(&zone).date_naive()
}

/// What a link asks for on one day. It can be paid in part, and never more is taken than is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    payable: Payable,
    choice: Choice,
    amount: Money,
}

impl Offer {
    /// For an invoice, what can be paid of it; for an account, what is past due or, where nothing is and the link was
    /// not paid before, everything.
    pub fn of(payable: Payable, invoice: Option<InvoiceId>, was_paid: bool) -> Self {
        let choice = match invoice {
            Some(invoice) => Choice::Invoices { invoices: vec![invoice] },
            None if was_paid || payable.due().is_positive() => Choice::Overdue { on: payable.today },
            None => Choice::Everything,
        };
        let due = matches!(choice, Choice::Overdue { .. });
        let minor = |item: &OpenItem| if due { item.asked_minor() } else { payable_minor(item) };
        let amount = Money::new(choice.among(&payable.items).iter().map(minor).sum(), payable.currency);
        Self { payable, choice, amount }
    }

    /// For an instalment: this much, on what is in its plan.
    pub fn of_plan(payable: Payable, plan: PlanId, amount: Money) -> Self {
        Self { choice: payable.of_plan(plan), payable, amount }
    }

    pub const fn amount(&self) -> Money {
        self.amount
    }

    /// The least that can be paid at once: what the creditor sets, or all that is asked for.
    pub fn least(&self) -> Money {
        Money::new(self.payable.minimum.minor.clamp(1, self.amount.minor.max(1)), self.amount.currency)
    }

    /// What is to be paid: all that is asked for, or an amount that was typed.
    pub fn plan(&self, typed: Option<&str>) -> Result<Plan, ChoiceError> {
        let amount = match typed {
            Some(text) => Money::parse(text, self.amount.currency)?,
            None => self.amount,
        };
        if amount.minor > self.amount.minor {
            return Err(ChoiceError::TooLarge { most: self.amount, held: false });
        }
        if amount.minor < self.least().minor {
            return Err(ChoiceError::TooSmall(self.least()));
        }
        Ok(self.payable.applied(self.choice.clone(), amount))
    }
}
