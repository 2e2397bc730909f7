//! The parameters about time and people: what happens when to a debt that is not paid, which version governs an invoice,
//! whether its reader is asked to accept it, and what a plan may look like.

use serde::{Deserialize, Serialize};

/// What happens to an invoice that is not paid, in days before and after its due date. A step that is absent is not
/// taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Procedure {
    /// A notice that it will fall due.
    pub notice_days_before: Option<u16>,
    /// The first reminder that it has fallen due.
    pub reminder_days_after: Option<u16>,
    /// How many days lie between one reminder and the next.
    pub reminder_every_days: Option<u16>,
    /// Somebody of the team writes, with options.
    pub person_days_after: Option<u16>,
    pub hand_off: Option<HandOff>,
}

/// From when somebody else may collect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOff {
    pub days_after: u16,
    /// How many days before it the customer is told in writing.
    pub notice_days: u16,
    /// Who then collects; empty where it is not known yet.
    #[serde(default)]
    pub to: String,
}

/// Which version an invoice follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Governs {
    /// The one in force when it was issued, whatever came later.
    AsInvoiced,
    /// That one, until a later one is kinder to whoever owes.
    #[default]
    NewerIfKinder,
}

impl Governs {
    pub const ALL: [Self; 2] = [Self::NewerIfKinder, Self::AsInvoiced];

    pub const fn name(self) -> &'static str {
        match self {
            Self::AsInvoiced => "as_invoiced",
            Self::NewerIfKinder => "newer_if_kinder",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// What a payment plan may look like without anybody being asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRules {
    pub instalments_from: u16,
    pub instalments_to: u16,
    pub longest_months: u16,
    /// The first payment falls within so many days of the agreement.
    pub first_payment_days: u16,
    pub frequencies: Vec<Frequency>,
    /// Whether late interest stops while the plan is kept.
    #[serde(default)]
    pub interest_stops: bool,
    /// How late an instalment may be paid without the plan being behind.
    #[serde(default)]
    pub grace_days: u16,
    /// Less to pay for whoever pays everything within so many days.
    #[serde(default)]
    pub discounts: Vec<DiscountTier>,
    #[serde(default)]
    pub allowances: Allowances,
    /// How much of what it is about is paid at the beginning, in hundredths of a per cent.
    #[serde(default)]
    pub down_payment_basis_points: i64,
    /// How much of the usual late interest is charged while the plan is kept, in hundredths of a per cent. Nothing where
    /// all of it is, or none.
    #[serde(default)]
    pub interest_reduced_to: Option<i64>,
    #[serde(default)]
    pub missed: Missed,
    #[serde(default)]
    pub debts: DebtsThatEnter,
    /// What somebody of the team may grant beyond these rules: published, so that equal cases end equal.
    #[serde(default)]
    pub by_person: Option<ByPerson>,
    #[serde(default)]
    pub answers: Answers,
}

/// What happens to late interest while a plan is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterestInPlan {
    Kept,
    /// This much of the usual is charged, in hundredths of a per cent.
    Reduced(i64),
    Frozen,
}

/// What follows when an instalment is not paid in its days of grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Missed {
    /// After so many in a row the plan is suspended.
    pub suspended_after: u8,
    /// Within so many days of that, paying what is late brings the same plan back.
    pub cure_days: u16,
    /// Whether a discount that was agreed is lost when the plan is closed before its end.
    pub discount_is_lost: bool,
}

impl Default for Missed {
    fn default() -> Self {
        Self { suspended_after: 1, cure_days: 30, discount_is_lost: true }
    }
}

/// Which debts may enter a plan. What is contested, barred or in another plan never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DebtsThatEnter {
    /// What is not due yet as well.
    pub not_due: bool,
}

impl Default for DebtsThatEnter {
    fn default() -> Self {
        Self { not_due: true }
    }
}

/// How far a member of the team may go, whose own limits may be narrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByPerson {
    pub instalments_to: u16,
    pub longest_months: u16,
    #[serde(default)]
    pub discount_basis_points: i64,
}

/// By when a proposal is answered, and for how long an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    pub within_days: u16,
    pub stand_days: u16,
}

impl Default for Answers {
    fn default() -> Self {
        Self { within_days: 4, stand_days: 7 }
    }
}

impl Default for PlanRules {
    fn default() -> Self {
        Self {
            instalments_from: 2,
            instalments_to: 2,
            longest_months: 1,
            first_payment_days: 15,
            frequencies: vec![Frequency::Monthly],
            interest_stops: false,
            grace_days: 0,
            discounts: Vec::new(),
            allowances: Allowances::default(),
            down_payment_basis_points: 0,
            interest_reduced_to: None,
            missed: Missed::default(),
            debts: DebtsThatEnter::default(),
            by_person: None,
            answers: Answers::default(),
        }
    }
}

/// How often an instalment falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    Monthly,
    /// On the 15th and on the last day of each month.
    Fortnightly,
    Weekly,
    /// On the last day of each month that is a Monday to Friday.
    LastWorkingDay,
}

impl Frequency {
    pub const ALL: [Self; 4] = [Self::Monthly, Self::Fortnightly, Self::Weekly, Self::LastWorkingDay];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Fortnightly => "fortnightly",
            Self::Weekly => "weekly",
            Self::LastWorkingDay => "last_working_day",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.name() == name)
    }
}

/// A part of the debt that is not asked for when the rest is paid in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountTier {
    /// Hundredths of a per cent.
    pub basis_points: i64,
    pub within_days: u16,
    /// In how many payments at most.
    #[serde(default = "one")]
    pub payments: u16,
}

fn one() -> u16 {
    1
}

/// What whoever keeps a plan may do to it by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Allowances {
    /// How many instalments can be moved, and by how many days at most.
    pub moves: u8,
    pub move_days: u16,
    /// How many can be left out and paid at the end.
    pub skips: u8,
}

impl Procedure {
    pub(super) fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let within = |days: Option<u16>, most: u16| days.is_none_or(|days| (1..=most).contains(&days));
        let hand_off = self.hand_off.as_ref();
        let after_person = hand_off.is_none_or(|step| {
            step.days_after > self.person_days_after.or(self.reminder_days_after).unwrap_or_default()
        });
        [
            (!within(self.notice_days_before, 60), "notice_days_before", "is not between 1 and 60"),
            (!within(self.reminder_days_after, 60), "reminder_days_after", "is not between 1 and 60"),
            (!within(self.reminder_every_days, 90), "reminder_every_days", "is not between 1 and 90"),
            (
                self.reminder_every_days.is_some_and(|days| days < 2),
                "reminder_every_days",
                "is more often than every other day",
            ),
            (!within(self.person_days_after, 365), "person_days_after", "is not between 1 and 365"),
            (
                self.person_days_after
                    .zip(self.reminder_days_after)
                    .is_some_and(|(person, first)| person <= first),
                "person_days_after",
                "comes before the first reminder",
            ),
            (!after_person, "hand_off.days_after", "comes before the steps that a person is promised"),
            (
                hand_off.is_some_and(|step| !(1..=730).contains(&step.days_after)),
                "hand_off.days_after",
                "is not between 1 and 730",
            ),
            (
                hand_off.is_some_and(|step| !(1..=60).contains(&step.notice_days)),
                "hand_off.notice_days",
                "is not between 1 and 60",
            ),
            (
                hand_off.is_some_and(|step| step.notice_days >= step.days_after),
                "hand_off.notice_days",
                "is not less than the days until it",
            ),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
    }
}

impl PlanRules {
    /// What happens to late interest while a plan is kept.
    pub fn interest(&self) -> InterestInPlan {
        match (self.interest_stops, self.interest_reduced_to) {
            (true, _) | (false, Some(0)) => InterestInPlan::Frozen,
            (false, Some(share)) if share < 10_000 => InterestInPlan::Reduced(share),
            (false, _) => InterestInPlan::Kept,
        }
    }

    pub(super) fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let discount_wrong = self.discounts.iter().any(|tier| !(1..=10_000).contains(&tier.basis_points));
        let days_wrong = self.discounts.iter().any(|tier| !(1..=365).contains(&tier.within_days));
        let payments_wrong = self.discounts.iter().any(|tier| !(1..=12).contains(&tier.payments));
        let share = |points: i64| (0..=10_000).contains(&points);
        let narrower = self.by_person.as_ref().is_some_and(|most| {
            most.instalments_to < self.instalments_to || most.longest_months < self.longest_months
        });
        [
            (!(2..=120).contains(&self.instalments_from), "instalments_from", "is not between 2 and 120"),
            (!(2..=120).contains(&self.instalments_to), "instalments_to", "is not between 2 and 120"),
            (self.instalments_to < self.instalments_from, "instalments_to", "is less than the fewest"),
            (!(1..=120).contains(&self.longest_months), "longest_months", "is not between 1 and 120"),
            (!(1..=90).contains(&self.first_payment_days), "first_payment_days", "is not between 1 and 90"),
            (self.frequencies.is_empty(), "frequencies", "is empty"),
            (self.grace_days > 60, "grace_days", "is more than 60"),
            (discount_wrong, "discounts", "is not between 0.01 and 100 per cent"),
            (days_wrong, "discounts", "is not between 1 and 365 days"),
            (payments_wrong, "discounts", "is not in 1 to 12 payments"),
            (self.discounts.len() > 3, "discounts", "has more than 3"),
            (
                !(0..10_000).contains(&self.down_payment_basis_points),
                "down_payment_basis_points",
                "is not between 0 and 100 per cent",
            ),
            (
                self.interest_reduced_to.is_some_and(|points| !share(points)),
                "interest_reduced_to",
                "is not between 0 and 100 per cent",
            ),
            (
                !(1..=12).contains(&self.missed.suspended_after),
                "missed.suspended_after",
                "is not between 1 and 12",
            ),
            (self.missed.cure_days > 365, "missed.cure_days", "is more than 365"),
            (narrower, "by_person", "is narrower than what is accepted at once"),
            (
                self.by_person.as_ref().is_some_and(|most| {
                    most.instalments_to > 360
                        || most.longest_months > 360
                        || !share(most.discount_basis_points)
                }),
                "by_person",
                "goes too far",
            ),
            (!(1..=30).contains(&self.answers.within_days), "answers.within_days", "is not between 1 and 30"),
            (!(1..=60).contains(&self.answers.stand_days), "answers.stand_days", "is not between 1 and 60"),
            (
                (self.allowances.moves > 0) != (self.allowances.move_days > 0),
                "allowances.move_days",
                "is missing or says what nobody may do",
            ),
            (self.allowances.move_days > 60, "allowances.move_days", "is more than 60"),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
    }
}
