//! What a payer has left to do after the provider's page, and which of it is done next.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What a payer has left to do, as the provider words it. `payments.step` keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// Show a reference in a shop and pay there.
    Voucher {
        number: String,
        /// Until when the shop takes it.
        until: DateTime<Utc>,
        /// Where the provider shows it, to be printed.
        page: Option<String>,
    },
    /// Send a transfer.
    Transfer {
        clabe: String,
        bank: String,
        payee: String,
        reference: Option<String>,
        /// What has not arrived.
        missing_minor: i64,
        page: Option<String>,
    },
}

impl Step {
    /// What of an amount has arrived.
    pub fn arrived_minor(&self, amount_minor: i64) -> i64 {
        match self {
            Self::Voucher { .. } => 0,
            Self::Transfer { missing_minor, .. } => (amount_minor - missing_minor).max(0),
        }
    }
}

/// When somebody is reminded of a voucher: at ten in the morning, where they live, of the day before its last; of one that
/// was made too shortly before, on its last.
pub fn reminder_at(made_at: DateTime<Utc>, until: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let last_day = until.with_timezone(&zone).date_naive();
    let ten = NaiveTime::from_hms_opt(10, 0, 0)?;
    let at_ten = |days: u64| {
        let day = last_day.checked_sub_days(Days::new(days))?.and_time(ten);
        zone.from_local_datetime(&day).earliest().map(|at| at.with_timezone(&Utc))
    };
    let settles_in = made_at + TimeDelta::hours(12);
    [at_ten(1)?, at_ten(0)?].into_iter().find(|at| *at >= settles_in && *at < until)
}

/// Which of the transfers that are waited for money goes to that came without naming one: the one that it meets to the
/// centavo, or else the one that waits longest. Each is a name and what it misses, the oldest first.
pub fn meant<T: Copy>(waiting: &[(T, i64)], arrived_minor: i64) -> Option<(T, i64)> {
    let exact = waiting.iter().find(|(_, missing)| *missing == arrived_minor);
    let (name, missing) = exact.or_else(|| waiting.first())?;
    Some((*name, arrived_minor.min(*missing)))
}
