//! What is charged by itself, and when: pure rules over what somebody agreed to and what stands open.

use chrono::{Datelike, Days, NaiveDate};

use crate::kernel::ids::{InvoiceId, PlanId};
use crate::plans::model::plan_name;

/// What somebody lets be charged by itself, as `autopay_mandates.covers` knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// Invoices as they fall due.
    Invoices,
    /// The instalments of the plans that are kept when it is agreed.
    Instalments,
    Both,
}

impl Covers {
    pub const ALL: [Self; 3] = [Self::Invoices, Self::Instalments, Self::Both];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoices => "invoices",
            Self::Instalments => "instalments",
            Self::Both => "both",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|covers| covers.name() == name)
    }

    pub const fn invoices(self) -> bool {
        matches!(self, Self::Invoices | Self::Both)
    }

    pub const fn instalments(self) -> bool {
        matches!(self, Self::Instalments | Self::Both)
    }
}

/// One due amount, by its row: an invoice, or an instalment of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Invoice(InvoiceId),
    Instalment { plan: PlanId, number: i16 },
}

impl Thing {
    /// As a row of charges names it; `None` for what is neither.
    pub fn of(invoice: Option<InvoiceId>, plan: Option<PlanId>, number: Option<i16>) -> Option<Self> {
        match (invoice, plan, number) {
            (Some(invoice), None, _) => Some(Self::Invoice(invoice)),
            (None, Some(plan), Some(number)) => Some(Self::Instalment { plan, number }),
            _ => None,
        }
    }

    /// The columns of a row of charges: the invoice, or the plan and the instalment's number.
    pub const fn columns(self) -> (Option<InvoiceId>, Option<PlanId>, Option<i16>) {
        match self {
            Self::Invoice(invoice) => (Some(invoice), None, None),
            Self::Instalment { plan, number } => (None, Some(plan), Some(number)),
        }
    }
}

/// One due amount, by what people call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// An invoice's number.
    Invoice(String),
    /// The plan's name; instalment 0 is what is paid at the beginning.
    Instalment { plan: String, number: i16 },
}

impl Named {
    /// From a row of charges, of which one is there.
    pub fn of(invoice: Option<String>, plan: Option<i64>, part: Option<i16>) -> Self {
        match (invoice, plan) {
            (None, Some(plan)) => {
                Self::Instalment { plan: plan_name(plan), number: part.unwrap_or_default() }
            }
            (invoice, _) => Self::Invoice(invoice.unwrap_or_default()),
        }
    }
}

/// On which day a due amount is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRule {
    /// The day on which it falls due.
    DueDay,
    /// The first day with this number, 1 to 28, on or after the day on which it falls due.
    OfMonth(u32),
}

impl DayRule {
    /// The rule that a form or the database says. Every month has the days up to the 28th.
    pub fn of_month(day: u32) -> Option<Self> {
        (1..=28).contains(&day).then_some(Self::OfMonth(day))
    }

    /// The day for what falls due then.
    pub fn day_for(self, due_on: NaiveDate) -> NaiveDate {
        match self {
            Self::DueDay => due_on,
            Self::OfMonth(day) if day >= due_on.day() => due_on.with_day(day).unwrap_or(due_on),
            Self::OfMonth(day) => {
                let first = due_on.with_day(1).unwrap_or(due_on);
                let next = first + chrono::Months::new(1);
                next.with_day(day).unwrap_or(next)
            }
        }
    }
}

/// What somebody was promised when they agreed, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The most that is charged in one calendar month.
    pub cap_minor: i64,
    pub day: DayRule,
    pub notice_days: u16,
    pub retry_after_days: Vec<u16>,
}

impl Promise {
    /// The day of the first try for what falls due on `due_on` and is announced on `told_on`.
    pub fn charge_day(&self, due_on: NaiveDate, told_on: NaiveDate) -> NaiveDate {
        self.day.day_for(due_on).max(told_on + Days::new(self.notice_days.into()))
    }

    /// Whether it is time to announce it.
    pub fn is_to_be_told(&self, due_on: NaiveDate, today: NaiveDate) -> bool {
        self.charge_day(due_on, today) <= today + Days::new(self.notice_days.into())
    }

    /// The day of the next try after this many, the last of them declined on `on`; `None` once there are no more.
    pub fn next_try(&self, tries: u32, on: NaiveDate) -> Option<NaiveDate> {
        let after = tries.checked_sub(1)?;
        let days = self.retry_after_days.get(usize::try_from(after).ok()?)?;
        Some(on + Days::new((*days).into()))
    }

    /// How often one due amount is tried at most.
    pub fn tries_at_most(&self) -> usize {
        1 + self.retry_after_days.len()
    }
}

/// Everything that a charge is judged by, at the moment before the provider is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Nobody has ended what was agreed.
    pub is_in_force: bool,
    /// Who agreed may still pay on the account.
    pub has_grant: bool,
    /// The card is kept, and not past its last month.
    pub has_method: bool,
    /// The law or the creditor stops collection on the account, or from this person.
    pub is_stopped: bool,
    /// Who agreed, or the card's holder, contests an earlier charge with their bank.
    pub is_contested: bool,
    /// A payment on the account is under way, or somebody has a page to pay on open.
    pub is_in_flight: bool,
    /// What can be paid of the invoice without paying contested money.
    pub payable_minor: i64,
    /// What its payer was told.
    pub told_minor: i64,
    /// The least that can be charged at all.
    pub least_minor: i64,
    /// What was charged by itself in this calendar month, or is being.
    pub charged_in_month_minor: i64,
}

/// What is done about a due amount on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Charge {
        amount_minor: i64,
    },
    /// Looked at again within the hour.
    Later,
    /// It does not fit under the month's cap.
    OverCap,
    /// Nothing is charged for it any more.
    Drop(Why),
}

/// Why nothing is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Ended,
    NoMethod,
    Stopped,
    /// It was paid another way, is contested, too small to be charged, or its plan is not kept any more.
    NothingDue,
    /// The instalment was moved to a later day.
    Moved,
}

impl Why {
    pub const ALL: [Self; 5] = [Self::Ended, Self::NoMethod, Self::Stopped, Self::NothingDue, Self::Moved];

    /// The name that the database knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::NoMethod => "no_method",
            Self::Stopped => "stopped",
            Self::NothingDue => "nothing_due",
            Self::Moved => "moved",
        }
    }
}

/// Judges one due amount. What forbids a charge comes before what only defers it.
pub fn judge(cap_minor: i64, facts: &Circumstances) -> Verdict {
    let amount_minor = facts.payable_minor.min(facts.told_minor);
    if !facts.is_in_force || !facts.has_grant || facts.is_contested {
        Verdict::Drop(Why::Ended)
    } else if facts.is_stopped {
        Verdict::Drop(Why::Stopped)
    } else if !facts.has_method {
        Verdict::Drop(Why::NoMethod)
    } else if amount_minor < facts.least_minor.max(1) {
        Verdict::Drop(Why::NothingDue)
    } else if facts.is_in_flight {
        Verdict::Later
    } else if facts.charged_in_month_minor.saturating_add(amount_minor) > cap_minor {
        Verdict::OverCap
    } else {
        Verdict::Charge { amount_minor }
    }
}

/// What follows from a bank's no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterDecline {
    /// Another day may be better.
    TryAgain,
    /// The bank wants to hear from the holder.
    AskHolder,
    /// This card will not pay, however often it is asked; networks fine who asks again.
    GiveUp,
    /// The holder has told their bank that nothing more may be charged.
    EndMandate,
}

/// Reads the provider's word for why.
pub fn after_decline(code: &str) -> AfterDecline {
    match code {
        "authentication_required" => AfterDecline::AskHolder,
        "revocation_of_all_authorizations" | "revocation_of_authorization" | "stop_payment_order" => {
            AfterDecline::EndMandate
        }
        "lost_card"
        | "stolen_card"
        | "pickup_card"
        | "restricted_card"
        | "expired_card"
        | "invalid_account"
        | "new_account_information_available"
        | "incorrect_number"
        | "invalid_number"
        | "card_not_supported"
        | "currency_not_supported"
        | "fraudulent"
        | "merchant_blacklist"
        | "transaction_not_allowed"
        | "service_not_allowed"
        | "security_violation"
        | "no_action_taken"
        | "resource_missing"
        | "amount_too_small" => AfterDecline::GiveUp,
        _ => AfterDecline::TryAgain,
    }
}

/// How a due amount that is charged by itself stands, as `autopay_charges.state` knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeState {
    /// Its payer was told, and the day has not come.
    Announced,
    /// The provider is being asked.
    Charging,
    /// It was declined, and is tried again on its day.
    Waiting,
    /// Only its payer can confirm it now.
    NeedsPerson,
    Paid,
    GivenUp,
    Dropped,
    OverCap,
}

impl ChargeState {
    pub const ALL: [Self; 8] = [
        Self::Announced,
        Self::Charging,
        Self::Waiting,
        Self::NeedsPerson,
        Self::Paid,
        Self::GivenUp,
        Self::Dropped,
        Self::OverCap,
    ];

    /// The name that the database knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Charging => "charging",
            Self::Waiting => "waiting",
            Self::NeedsPerson => "needs_person",
            Self::Paid => "paid",
            Self::GivenUp => "given_up",
            Self::Dropped => "dropped",
            Self::OverCap => "over_cap",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether something may still be charged for it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Announced | Self::Charging | Self::Waiting)
    }
}

/// Why an agreement ended, as `autopay_mandates.ended_why` knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndWhy {
    /// Who agreed stopped it.
    Stopped,
    /// The team stopped it for them.
    ByTeam,
    /// They agreed anew.
    Replaced,
    MethodRemoved,
    /// A charge is contested with the bank.
    Contested,
    /// They may no longer pay on the account.
    NoGrant,
    /// The holder told their bank to pay nothing more.
    BankForbids,
    /// It was for instalments alone, and their plan has ended.
    PlanEnded,
}

impl EndWhy {
    pub const ALL: [Self; 8] = [
        Self::Stopped,
        Self::ByTeam,
        Self::Replaced,
        Self::MethodRemoved,
        Self::Contested,
        Self::NoGrant,
        Self::BankForbids,
        Self::PlanEnded,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::ByTeam => "by_team",
            Self::Replaced => "replaced",
            Self::MethodRemoved => "method_removed",
            Self::Contested => "contested",
            Self::NoGrant => "no_grant",
            Self::BankForbids => "bank_forbids",
            Self::PlanEnded => "plan_ended",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}
