//! What a link is for, how long it is good, and what it asks for today. Pure.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::kernel::ids::InvoiceId;
use crate::kernel::money::Money;
use crate::ledger::allocation::{AllocationOrder, OpenItem};
use crate::payments::model::{Asked, Choice, ChoiceError, Payable, Plan};

/// For how many days a link may be good.
pub const LASTING_DAYS: [i64; 3] = [7, 15, 30];

/// What a new link is for, as a form says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkTerms {
    /// Without one it is for what is past due on the account.
    pub invoice: Option<InvoiceId>,
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
    /// The word of a form for what is past due on the account.
    pub const ACCOUNT: &str = "account";

    pub fn parse(what: &str, days: &str) -> Result<Self, TermsError> {
        let invoice = match what {
            Self::ACCOUNT => None,
            invoice => Some(invoice.parse().map_err(|_| TermsError::What)?),
        };
        let days = days.parse().ok().filter(|days| LASTING_DAYS.contains(days)).ok_or(TermsError::Days)?;
        Ok(Self { invoice, days })
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
}

impl Offer {
    /// For an invoice, what can be paid of it; for an account, what is past due or, where nothing is and the link was
    /// not paid before, everything. `None` when the sums do not fit.
    pub fn of(
        items: &[OpenItem],
        (invoice, was_paid): (Option<InvoiceId>, bool),
        today: NaiveDate,
        minimum: Money,
        order: AllocationOrder,
    ) -> Option<Self> {
        let payable = Payable::of(items, today, minimum, order)?;
        let choice = match invoice {
            Some(invoice) => Choice::Invoices { invoices: vec![invoice] },
            None if was_paid || payable.due().is_positive() => Choice::Overdue { on: today },
            None => Choice::Everything,
        };
        let payable = Payable::of(&choice.among(items), today, minimum, order)?;
        Some(Self { payable, choice })
    }

    pub fn amount(&self) -> Money {
        self.payable.total()
    }

    /// The least that can be paid at once.
    pub fn least(&self) -> Money {
        self.payable.least()
    }

    /// What is to be paid: all that is asked for, or an amount that was typed.
    pub fn plan(&self, typed: Option<&str>) -> Result<Plan, ChoiceError> {
        let asked = match typed {
            Some(amount) => {
                Asked { how: Asked::AMOUNT.to_owned(), amount: amount.to_owned(), ..Asked::default() }
            }
            None => Asked { how: Asked::EVERYTHING.to_owned(), ..Asked::default() },
        };
        let plan = self.payable.plan(&asked)?;
        Ok(self.payable.applied(self.choice.clone(), plan.amount))
    }
}
