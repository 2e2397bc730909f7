//! What somebody chooses to pay and what that pays, and the states of a payment. Pure: the same on both sides.

pub mod returns;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::accounts::model::payable_minor;
use crate::kernel::ids::{InvoiceId, PlanId};
use crate::kernel::money::{Currency, Money, MoneyError};
use crate::ledger::allocation::{Allocation, AllocationOrder, OpenItem, allocate, oldest_first};
use crate::plans::standing::Asking;

/// How far a payment has come, as `payments.state` knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// The provider's page waits for the payer, or is about to be opened.
    Created,
    /// The payer has one step left: a voucher, a transfer, a word to the bank.
    RequiresAction,
    /// The payer has done everything.
    Processing,
    /// We asked and got no certain answer. Settled by reading, never by asking under a new key.
    Unknown,
    /// The money was taken, and is posted.
    Succeeded,
    /// It was not taken.
    Failed,
    /// The page or the voucher ran out of time.
    Expired,
    /// The payer left the page, and it was closed.
    Abandoned,
}

impl PaymentState {
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::RequiresAction,
        Self::Processing,
        Self::Unknown,
        Self::Succeeded,
        Self::Failed,
        Self::Expired,
        Self::Abandoned,
    ];

    /// The name that the database knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
            Self::Unknown => "unknown",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether its end is not known yet.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Created | Self::RequiresAction | Self::Processing | Self::Unknown)
    }

    /// Whether the provider was asked and gave no certain answer.
    pub const fn is_doubted(self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether its payer has done nothing at the provider yet, as far as we know.
    pub const fn is_before_money(self) -> bool {
        matches!(self, Self::Created | Self::Unknown)
    }

    /// Whether money may be on its way, so that paying again may be paying twice. A page that only waits is not.
    pub const fn is_in_flight(self) -> bool {
        matches!(self, Self::RequiresAction | Self::Processing | Self::Unknown)
    }
}

/// What a payer chose to settle, as it is kept with the payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum Choice {
    /// Everything that was past due on that day.
    Overdue {
        on: NaiveDate,
    },
    /// The one invoice that was due first.
    Oldest {
        invoice: InvoiceId,
    },
    /// Everything that can be paid, what is not due yet included.
    Everything,
    Invoices {
        invoices: Vec<InvoiceId>,
    },
    /// An amount, for whatever is oldest.
    Amount,
    /// An amount for the instalments of a plan, or where it has ended meanwhile for what was in it.
    Plan {
        plan: PlanId,
        #[serde(default)]
        invoices: Vec<InvoiceId>,
    },
}

impl Choice {
    /// What of the open items it names, the oldest first.
    pub fn among(&self, items: &[OpenItem]) -> Vec<OpenItem> {
        let is_chosen = |item: &OpenItem| match self {
            Self::Overdue { on } => match item.plan {
                Some(_) => item.asked_minor() > 0,
                None => item.due_on < *on,
            },
            Self::Plan { plan, invoices } => {
                item.plan.is_some_and(|found| found.plan == *plan) || invoices.contains(&item.invoice)
            }
            Self::Oldest { invoice } => item.invoice == *invoice,
            Self::Everything | Self::Amount => true,
            Self::Invoices { invoices } => invoices.contains(&item.invoice),
        };
        let mut chosen: Vec<OpenItem> = items.iter().filter(|item| is_chosen(item)).cloned().collect();
        if let Self::Overdue { .. } = self {
            // What is late is paid before the next instalment.
            chosen.iter_mut().filter_map(|item| item.plan.as_mut()).for_each(|plan| plan.next_minor = 0);
        }
        oldest_first(&mut chosen);
        chosen
    }
}

/// A choice as an address or a form says it: text, as it was typed or ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub account: String,
    /// The invoice that is paid under a guarantee of it; then neither an account nor invoices are chosen.
    pub guarantee: String,
    pub how: String,
    pub amount: String,
    pub invoice: Vec<String>,
    /// The plan whose instalments are paid.
    pub plan: String,
}

impl Asked {
    pub const PLAN: &str = "plan";
    /// What a plan asks for now: the plan's name among identifiers follows.
    pub const INSTALMENT: &str = "instalment:";
    pub const OVERDUE: &str = "overdue";
    pub const OLDEST: &str = "oldest";
    pub const EVERYTHING: &str = "everything";
    pub const INVOICES: &str = "invoices";
    pub const AMOUNT: &str = "amount";

    /// The choice of what a plan asks for now.
    pub fn instalment(plan: PlanId) -> String {
        format!("{}{plan}", Self::INSTALMENT)
    }

    /// The card that is meant. Who only typed an amount, or only ticked invoices, has said enough.
    pub fn how(&self) -> &str {
        if !self.how.is_empty() {
            &self.how
        } else if !self.amount.trim().is_empty() {
            Self::AMOUNT
        } else if !self.invoice.is_empty() {
            Self::INVOICES
        } else {
            ""
        }
    }
}

/// Why nothing can be made of what was chosen. Each belongs to one field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    #[error("nothing was chosen")]
    ChoiceNone,
    #[error("no invoice was chosen")]
    PickNone,
    #[error(transparent)]
    Amount(#[from] MoneyError),
    #[error("less than the least that can be paid, {0}")]
    TooSmall(Money),
    /// `held`: there is more, and it waits for an answer.
    #[error("more than can be paid, {most}")]
    TooLarge { most: Money, held: bool },
    #[error("an invoice that is not on this account")]
    NotFound,
}

impl ChoiceError {
    /// The field that the sentence stands at.
    pub fn field(self) -> &'static str {
        match self {
            Self::ChoiceNone | Self::NotFound => "how",
            Self::PickNone => "invoice",
            Self::Amount(_) | Self::TooSmall(_) | Self::TooLarge { .. } => "amount",
        }
    }
}

/// What can be paid on an account on one day, and by which rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payable {
    /// The oldest first, none of which nothing can be paid.
    pub items: Vec<OpenItem>,
    pub currency: Currency,
    /// The business day in the creditor's zone.
    pub today: NaiveDate,
    /// The least that the creditor takes at once.
    pub minimum: Money,
    pub order: AllocationOrder,
    pub held: Money,
    /// The one invoice that a guarantor pays, whatever else is open on the account.
    pub guaranteed: Option<InvoiceId>,
    /// What each plan of the account asks for now.
    pub asking: Vec<Asking>,
    total_minor: i64,
}

/// What is to be paid, and what that pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub choice: Choice,
    pub amount: Money,
    pub applied: Allocation,
}

impl Plan {
    /// Stands for what it pays, to the last part: a plan with another mark pays something else.
    pub fn mark(&self) -> String {
        let parts = self.applied.parts.iter();
        let sum = parts.fold(String::new(), |mut mark, part| {
            mark.push_str(&format!("{}{}={};", part.invoice, part.component.name(), part.amount_minor));
            mark
        });
        format!(
            "{:016x}",
            fnv(format!("{}:{sum}{}", self.amount.minor, self.applied.unapplied_minor).as_bytes())
        )
    }
}

impl Payable {
    /// `None` when the sums do not fit, so that all smaller ones are known to.
    pub fn of(items: &[OpenItem], today: NaiveDate, minimum: Money, order: AllocationOrder) -> Option<Self> {
        let currency = minimum.currency;
        let total: i128 = items.iter().map(|item| i128::from(payable_minor(item))).sum();
        let held: i128 = items.iter().map(|item| i128::from(item.held_open_minor())).sum();
        let mut items: Vec<OpenItem> = items.iter().filter(|item| payable_minor(item) > 0).cloned().collect();
        oldest_first(&mut items);
        Some(Self {
            items,
            currency,
            today,
            minimum,
            order,
            held: Money::new(i64::try_from(held).ok()?, currency),
            guaranteed: None,
            asking: Vec::new(),
            total_minor: i64::try_from(total).ok()?,
        })
    }

    /// As a guarantor of this invoice sees it: whatever they choose pays that invoice.
    #[must_use]
    pub fn under_guarantee_of(self, invoice: InvoiceId) -> Self {
        Self { guaranteed: Some(invoice), ..self }
    }

    /// With what the plans of the account ask for now.
    #[must_use]
    pub fn with_plans(self, asking: Vec<Asking>) -> Self {
        Self { asking, ..self }
    }

    /// Everything that can be paid.
    pub fn total(&self) -> Money {
        self.money(self.total_minor)
    }

    /// What it takes to be up to date.
    pub fn due(&self) -> Money {
        self.money(self.past_due().iter().map(OpenItem::asked_minor).sum())
    }

    pub fn past_due(&self) -> Vec<OpenItem> {
        Choice::Overdue { on: self.today }.among(&self.items)
    }

    /// What is in a plan only later.
    pub fn in_plan(&self) -> Money {
        self.money(self.items.iter().map(OpenItem::later_minor).sum())
    }

    /// The one that was due first. What is in a plan is paid by its instalments, and never whole.
    pub fn oldest(&self) -> Option<&OpenItem> {
        self.items.iter().find(|item| item.plan.is_none())
    }

    /// What will be left to be up to date after `applied`.
    pub fn due_after(&self, applied: &Allocation) -> Money {
        let paid: i64 =
            self.past_due().iter().map(|item| applied.to_invoice(item.invoice).min(item.asked_minor())).sum();
        self.money(self.due().minor - paid)
    }

    /// The least that can be paid now: what the creditor sets, or all that is left.
    pub fn least(&self) -> Money {
        self.money(self.minimum.minor.clamp(1, self.total_minor.max(1)))
    }

    /// What the choice pays. The amount that was typed counts only where an amount was chosen.
    pub fn plan(&self, asked: &Asked) -> Result<Plan, ChoiceError> {
        let choice = self.choice(asked)?;
        if let (Some(asking), Choice::Plan { .. }) = (self.instalment(asked), &choice) {
            // What was agreed is taken, however little is left of it.
            return Ok(self.applied(choice, asking.amount));
        }
        let amount = match choice {
            Choice::Amount => self.typed(&asked.amount)?,
            Choice::Plan { .. } => {
                let most = self.money(sum_minor(&choice.among(&self.items)));
                let amount = self.typed(&asked.amount)?;
                if amount.minor > most.minor {
                    return Err(ChoiceError::TooLarge { most, held: false });
                }
                amount
            }
            Choice::Overdue { .. } => {
                self.money(choice.among(&self.items).iter().map(OpenItem::asked_minor).sum())
            }
            _ => self.money(sum_minor(&choice.among(&self.items))),
        };
        if !amount.is_positive() {
            let picks = matches!(choice, Choice::Invoices { .. });
            return Err(if picks { ChoiceError::PickNone } else { ChoiceError::ChoiceNone });
        }
        if amount.minor < self.least().minor {
            return Err(ChoiceError::TooSmall(self.least()));
        }
        let choice = match self.guaranteed {
            Some(invoice) => Choice::Invoices { invoices: vec![invoice] },
            None => choice,
        };
        Ok(self.applied(choice, amount))
    }

    /// What an amount under this choice pays today.
    pub fn applied(&self, choice: Choice, amount: Money) -> Plan {
        let applied = allocate(&choice.among(&self.items), amount.minor, self.order);
        Plan { choice, amount, applied }
    }

    /// What the plan that is named asks for now.
    fn instalment(&self, asked: &Asked) -> Option<&Asking> {
        let plan: PlanId = asked.how().strip_prefix(Asked::INSTALMENT)?.parse().ok()?;
        self.asking.iter().find(|asking| asking.plan == plan && asking.amount.is_positive())
    }

    /// An amount for what is in a plan.
    pub fn of_plan(&self, plan: PlanId) -> Choice {
        let in_plan = |item: &&OpenItem| item.plan.is_some_and(|found| found.plan == plan);
        let mut invoices: Vec<InvoiceId> =
            self.items.iter().filter(in_plan).map(|item| item.invoice).collect();
        invoices.sort_unstable();
        Choice::Plan { plan, invoices }
    }

    fn choice(&self, asked: &Asked) -> Result<Choice, ChoiceError> {
        match asked.how() {
            how if how.starts_with(Asked::INSTALMENT) => {
                let asking = self.instalment(asked).ok_or(ChoiceError::NotFound)?;
                Ok(self.of_plan(asking.plan))
            }
            Asked::OVERDUE => Ok(Choice::Overdue { on: self.today }),
            Asked::OLDEST => {
                let oldest = self.oldest().ok_or(ChoiceError::ChoiceNone)?;
                Ok(Choice::Oldest { invoice: oldest.invoice })
            }
            Asked::EVERYTHING => Ok(Choice::Everything),
            Asked::AMOUNT => Ok(Choice::Amount),
            Asked::PLAN => {
                let plan: PlanId = asked.plan.parse().map_err(|_| ChoiceError::NotFound)?;
                let is_here = self.items.iter().any(|item| item.plan.is_some_and(|found| found.plan == plan));
                if is_here { Ok(self.of_plan(plan)) } else { Err(ChoiceError::NotFound) }
            }
            Asked::INVOICES => {
                let ids: Result<Vec<InvoiceId>, _> = asked.invoice.iter().map(|id| id.parse()).collect();
                let mut invoices = ids.map_err(|_| ChoiceError::NotFound)?;
                invoices.sort_unstable();
                invoices.dedup();
                if invoices.is_empty() {
                    Err(ChoiceError::PickNone)
                } else {
                    Ok(Choice::Invoices { invoices })
                }
            }
            _ => Err(ChoiceError::ChoiceNone),
        }
    }

    fn typed(&self, text: &str) -> Result<Money, ChoiceError> {
        let amount = Money::parse(text, self.currency)?;
        if amount.minor > self.total_minor {
            return Err(ChoiceError::TooLarge { most: self.total(), held: self.held.is_positive() });
        }
        if amount.minor < self.least().minor {
            return Err(ChoiceError::TooSmall(self.least()));
        }
        Ok(amount)
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// Of items whose whole sum fits.
fn sum_minor(items: &[OpenItem]) -> i64 {
    items.iter().map(payable_minor).sum()
}

/// A digest that tells plans apart and guards nothing: what is paid is worked out again in any case.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
