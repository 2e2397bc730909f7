//! Which plans are agreed without asking anybody: what of a proposal the published rules do not allow, and the nearest
//! proposals that they do.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::money::Money;
use crate::plans::schedule::{Schedule, ScheduleError, Terms, count_for, first_fit};
use crate::policies::rules::{ByPerson, Frequency, PlanRules};

/// The rules that a proposal is held against, on a day and in a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    pub rules: PlanRules,
    /// No instalment is smaller.
    pub smallest: Money,
    pub today: NaiveDate,
    /// Why it goes to a person whatever it is.
    #[serde(default)]
    pub asks: Option<AsksPerson>,
}

/// What is never agreed without a person: or else a plan could be put off for ever by signing the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AsksPerson {
    /// It changes what was signed.
    Change,
    /// The account's last plan was closed before its end, less than a year ago.
    BrokenBefore,
}

/// A rule that a proposal does not keep, with what it allows and what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    Asks(AsksPerson),
    TooFew {
        least: u16,
        asked: u16,
    },
    TooMany {
        most: u16,
        asked: u16,
    },
    TooLong {
        months: u16,
        latest: NaiveDate,
        asked: NaiveDate,
    },
    TooSmall {
        least: Money,
        asked: Money,
    },
    FirstPast,
    FirstLate {
        latest: NaiveDate,
        asked: NaiveDate,
    },
    Frequency,
    DownPayment {
        least: Money,
        asked: Money,
    },
    /// No discount, or none as large, for so many payments by that day.
    Discount,
    /// No schedule can be made of it at all.
    NoSchedule(ScheduleError),
}

impl Bounds {
    /// The rules that the proposal does not keep, in the order in which they are published; none if it can be agreed.
    pub fn broken(&self, owed: Money, terms: &Terms) -> Vec<Broken> {
        let rules = &self.rules;
        let schedule = match Schedule::of(owed, terms) {
            Ok(schedule) => schedule,
            Err(error) => return vec![Broken::NoSchedule(error)],
        };
        let mut broken: Vec<Broken> = self.asks.map(Broken::Asks).into_iter().collect();
        let settles = terms.discount_basis_points > 0;
        if terms.instalments < rules.instalments_from && !settles {
            broken.push(Broken::TooFew { least: rules.instalments_from, asked: terms.instalments });
        }
        if terms.instalments > rules.instalments_to {
            broken.push(Broken::TooMany { most: rules.instalments_to, asked: terms.instalments });
        }
        let least = schedule.equal_parts().iter().map(|part| part.amount.minor).min().unwrap_or_default();
        if least < self.smallest.minor {
            let asked = Money::new(least, owed.currency);
            broken.push(Broken::TooSmall { least: self.smallest, asked });
        }
        broken.extend(self.wrong_days(terms, &schedule));
        if !rules.frequencies.contains(&terms.frequency) {
            broken.push(Broken::Frequency);
        }
        let down = self.least_down_payment(schedule.total());
        if terms.down_payment_minor < down.minor && !settles {
            let asked = Money::new(terms.down_payment_minor, owed.currency);
            broken.push(Broken::DownPayment { least: down, asked });
        }
        if settles && !self.grants_discount(terms, &schedule) {
            broken.push(Broken::Discount);
        }
        broken
    }

    pub fn allows(&self, owed: Money, terms: &Terms) -> bool {
        self.broken(owed, terms).is_empty()
    }

    /// The last day on which the first payment may fall due. A rhythm whose next day is later still has that one.
    pub fn latest_first(&self, frequency: Frequency) -> NaiveDate {
        let window = Days::new(self.rules.first_payment_days.into());
        let latest = self.today.checked_add_days(window).unwrap_or(NaiveDate::MAX);
        first_fit(frequency, self.today).map_or(latest, |first| latest.max(first))
    }

    /// The last day on which a plan that begins then may end.
    pub fn latest_last(&self, first_on: NaiveDate) -> NaiveDate {
        let months = Months::new(self.rules.longest_months.into());
        first_on.checked_add_months(months).unwrap_or(NaiveDate::MAX)
    }

    /// As [`Self::latest_last`], where beginning later than is published does not make a plan end later.
    pub fn ends_by(&self, frequency: Frequency, first_on: NaiveDate) -> NaiveDate {
        self.latest_last(first_on.min(self.latest_first(frequency)))
    }

    /// What is paid at the beginning at least, rounded up.
    pub fn least_down_payment(&self, total: Money) -> Money {
        let exact = i128::from(total.minor) * i128::from(self.rules.down_payment_basis_points);
        let least = (exact + 9_999) / 10_000;
        Money::new(i64::try_from(least).unwrap_or(total.minor), total.currency)
    }

    /// As far as somebody of the team may go, where the rules say so.
    #[must_use]
    pub fn by_person(&self) -> Self {
        let Some(ByPerson { instalments_to, longest_months, .. }) = self.rules.by_person else {
            return self.clone();
        };
        let rules = PlanRules { instalments_to, longest_months, ..self.rules.clone() };
        Self { rules, ..self.clone() }
    }

    /// The proposals nearest to this one that can be agreed today, the one most like it first.
    pub fn nearest(&self, owed: Money, asked: &Terms) -> Vec<Terms> {
        let mut found: Vec<Terms> = Vec::new();
        let fitted = self.fitted(owed, asked);
        let has_as_many = fitted.as_ref().is_some_and(|fitted| fitted.instalments == asked.instalments);
        let more_often = if has_as_many { None } else { self.more_often(owed, asked) };
        for terms in [fitted, self.with_down_payment(owed, asked), more_often].into_iter().flatten() {
            if !found.contains(&terms) {
                found.push(terms);
            }
        }
        found
    }

    /// Everything that lies outside moved to the edge, and as many instalments as that allows.
    fn fitted(&self, owed: Money, asked: &Terms) -> Option<Terms> {
        let mut terms = self.within(owed, asked)?;
        let most = asked.instalments.clamp(self.rules.instalments_from, self.rules.instalments_to);
        (self.rules.instalments_from..=most).rev().find_map(|instalments| {
            terms.instalments = instalments;
            self.allows(owed, &terms).then(|| terms.clone())
        })
    }

    /// The instalments as asked, or as small as they may be, and the rest at the beginning.
    fn with_down_payment(&self, owed: Money, asked: &Terms) -> Option<Terms> {
        let each = Schedule::of(owed, asked).ok()?.equal_parts().last()?.amount;
        let each_minor = each.minor.max(self.smallest.minor).max(1);
        let mut terms = self.within(owed, asked)?;
        (self.rules.instalments_from..=self.rules.instalments_to).rev().find_map(|instalments| {
            let down_payment_minor = owed.minor.checked_sub(each_minor.checked_mul(instalments.into())?)?;
            if down_payment_minor <= 0 {
                return None;
            }
            terms = Terms { instalments, down_payment_minor, ..terms.clone() };
            self.allows(owed, &terms).then(|| terms.clone())
        })
    }

    /// The number that was asked for, at another rhythm of the rules.
    fn more_often(&self, owed: Money, asked: &Terms) -> Option<Terms> {
        self.rules.frequencies.iter().filter(|frequency| **frequency != asked.frequency).find_map(
            |frequency| {
                let terms = self.within(owed, &Terms { frequency: *frequency, ..asked.clone() })?;
                let terms = Terms { instalments: asked.instalments, ..terms };
                self.allows(owed, &terms).then_some(terms)
            },
        )
    }

    /// Rhythm, first day and what is paid at the beginning, brought inside the rules.
    fn within(&self, owed: Money, asked: &Terms) -> Option<Terms> {
        let rules = &self.rules;
        let frequency = if rules.frequencies.contains(&asked.frequency) {
            asked.frequency
        } else {
            *rules.frequencies.first()?
        };
        let latest = self.latest_first(frequency);
        let first_on = first_fit(frequency, asked.first_on.clamp(self.today, latest.max(self.today)))?;
        // A rhythm that only has later days is gone back to the last one within the window.
        let first_on = if first_on > latest { first_fit(frequency, self.today)? } else { first_on };
        let least = self.least_down_payment(owed).minor;
        let down_payment_minor = asked.down_payment_minor.clamp(least, owed.minor.max(least));
        Some(Terms {
            frequency,
            first_on,
            down_payment_minor,
            instalments: asked.instalments,
            discount_basis_points: 0,
        })
    }

    fn wrong_days(&self, terms: &Terms, schedule: &Schedule) -> Vec<Broken> {
        let mut broken = Vec::new();
        let (Some(first), Some(last)) = (schedule.first(), schedule.last()) else { return broken };
        let latest = self.latest_first(terms.frequency);
        if terms.first_on < self.today {
            broken.push(Broken::FirstPast);
        } else if first.due_on > latest {
            broken.push(Broken::FirstLate { latest, asked: first.due_on });
        }
        let latest = self.latest_last(first.due_on);
        if last.due_on > latest {
            let months = self.rules.longest_months;
            broken.push(Broken::TooLong { months, latest, asked: last.due_on });
        }
        broken
    }

    fn grants_discount(&self, terms: &Terms, schedule: &Schedule) -> bool {
        let Some(last) = schedule.last() else { return false };
        let payments = schedule.instalments.len();
        self.rules.discounts.iter().any(|tier| {
            let until = self.today.checked_add_days(Days::new(tier.within_days.into()));
            tier.basis_points >= terms.discount_basis_points
                && payments <= usize::from(tier.payments)
                && until.is_some_and(|until| last.due_on <= until)
        })
    }
}

/// The terms that somebody means who says how much they can pay each time.
pub fn by_amount(owed: Money, each: Money, terms: &Terms) -> Option<Terms> {
    let rest = owed.checked_sub(Money::new(terms.down_payment_minor, owed.currency))?;
    count_for(rest, each).map(|instalments| Terms { instalments, ..terms.clone() })
}
