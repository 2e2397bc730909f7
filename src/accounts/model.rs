//! Accounts, invoices and balances as pure data: what is due, what is not, what waits, and in which state an invoice is.

use chrono::NaiveDate;

use crate::kernel::ids::{AccountId, CreditorId, DebtorId, DisputeId, InvoiceId, PartyId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::{AllocationOrder, OpenItem, allocate};
use crate::ledger::model::Components;

/// From which side a page is read. Both sides render the same views from the same data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody who owes, or acts for one who does, reads their own pages.
    Person,
    /// A member of the team reads the file of this account.
    Staff(AccountId),
    /// A member of the team looks at what the debtor sees. Nothing can be done from here.
    AsPerson(AccountId),
}

impl Viewer {
    /// The address below which this side finds the pages of an account.
    pub fn base(self) -> String {
        match self {
            Self::Person => "/account".to_owned(),
            Self::Staff(account) => format!("/desk/accounts/{account}"),
            Self::AsPerson(account) => format!("/desk/accounts/{account}/as-debtor/account"),
        }
    }

    /// Where this side finds a dispute; whoever looks on as the debtor does not go there.
    pub fn dispute(self, dispute: DisputeId) -> Option<String> {
        match self {
            Self::Person => Some(format!("/account/disputes/{dispute}")),
            Self::Staff(_) => Some(format!("/desk/disputes/{dispute}")),
            Self::AsPerson(_) => None,
        }
    }

    /// Whether this reader can pay and choose, rather than only look.
    pub fn may_act(self) -> bool {
        self == Self::Person
    }
}

/// What a person may do on an account; each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum May {
    See,
    Pay,
    Negotiate,
    Manage,
}

impl May {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "see" => Some(Self::See),
            "pay" => Some(Self::Pay),
            "negotiate" => Some(Self::Negotiate),
            "manage" => Some(Self::Manage),
            _ => None,
        }
    }
}

/// One debtor with one creditor in one currency: the unit of a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub debtor: DebtorId,
    pub creditor: CreditorId,
    pub creditor_name: String,
    pub debtor_name: String,
    pub reference: String,
    pub contract: String,
    pub currency: Currency,
    /// The reader's grant; staff see.
    pub may: May,
    /// The business day in the creditor's zone.
    pub today: NaiveDate,
    /// The day by which its people promised to pay, of the promise that they made last and did not take back.
    pub promised_on: Option<NaiveDate>,
}

impl Account {
    /// The day of a promise that still waits for it.
    pub fn waits_until(&self) -> Option<NaiveDate> {
        self.promised_on.filter(|day| *day >= self.today)
    }
}

/// What can be paid of an invoice without paying contested money.
pub fn payable_minor(item: &OpenItem) -> i64 {
    item.payable().sum_minor()
}

/// Interest and fees with their tax.
pub fn late_minor(open: &Components) -> i64 {
    open.sum_minor() - open.principal_minor
}

/// The due day itself is still in time.
pub fn is_past_due(due_on: NaiveDate, today: NaiveDate) -> bool {
    due_on < today
}

/// What falls due next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextDue {
    pub on: NaiveDate,
    pub amount: Money,
    /// The invoices that fall due on that day.
    pub numbers: Vec<String>,
}

/// What an account comes to on one day. Always `due + not_due + held + in_plan = total`; credit stands apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// What is past due and not contested: what it takes to be up to date.
    pub due: Money,
    /// The interest, fees and their tax within `due`.
    pub late: Money,
    pub not_due: Money,
    pub held: Money,
    /// What a plan asks for only later.
    pub in_plan: Money,
    pub total: Money,
    /// Money received beyond what was owed.
    pub credit: Money,
    pub overdue_count: usize,
    pub oldest_due_on: Option<NaiveDate>,
    pub next: Option<NextDue>,
    pub open_count: usize,
}

impl Balance {
    /// Adds up an account's open invoices as they stand on `today`; `None` when the sums do not fit.
    pub fn of(currency: Currency, today: NaiveDate, open: &[OpenItem], credit_minor: i64) -> Option<Self> {
        // What is in a plan falls due by its instalments: what it does not leave for later is late.
        let (past, ahead): (Vec<&OpenItem>, Vec<&OpenItem>) =
            open.iter().partition(|invoice| invoice.plan.is_some() || is_past_due(invoice.due_on, today));
        let overdue: Vec<&OpenItem> =
            past.iter().copied().filter(|invoice| invoice.asked_minor() > 0).collect();
        let sum = |amounts: &mut dyn Iterator<Item = i64>| {
            let sum: i128 = amounts.map(i128::from).sum();
            i64::try_from(sum).ok().map(|minor| Money::new(minor, currency))
        };
        let due = sum(&mut past.iter().map(|invoice| invoice.asked_minor()))?;
        let in_plan = sum(&mut past.iter().map(|invoice| invoice.later_minor()))?;
        let not_due = sum(&mut ahead.iter().map(|invoice| payable_minor(invoice)))?;
        let held = sum(&mut open.iter().map(OpenItem::held_open_minor))?;
        Some(Self {
            due,
            late: sum(&mut overdue
                .iter()
                .map(|invoice| late_minor(&invoice.payable()).min(invoice.asked_minor())))?,
            not_due,
            held,
            in_plan,
            total: due.checked_add(not_due)?.checked_add(held)?.checked_add(in_plan)?,
            credit: Money::new(credit_minor, currency),
            overdue_count: overdue.len(),
            oldest_due_on: overdue.iter().map(|invoice| invoice.due_on).min(),
            next: next_due(currency, &ahead)?,
            open_count: open.len(),
        })
    }
}

/// `None` when a sum does not fit; `Some(None)` when nothing falls due.
fn next_due(currency: Currency, ahead: &[&OpenItem]) -> Option<Option<NextDue>> {
    let payable = || ahead.iter().filter(|invoice| payable_minor(invoice) > 0);
    let Some(on) = payable().map(|invoice| invoice.due_on).min() else { return Some(None) };
    let same_day: Vec<_> = payable().filter(|invoice| invoice.due_on == on).collect();
    let minor = same_day.iter().try_fold(0i64, |sum, invoice| sum.checked_add(payable_minor(invoice)))?;
    let numbers = same_day.iter().map(|invoice| invoice.number.clone()).collect();
    Some(Some(NextDue { on, amount: Money::new(minor, currency), numbers }))
}

/// What waiting costs: what each further day adds to what is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Daily {
    pub amount: Money,
    pub rising: Option<Rising>,
}

/// From when more is added each day, and because of which invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rising {
    pub from: NaiveDate,
    pub amount: Money,
    pub numbers: Vec<String>,
}

/// The fees of the next day on which any falls if nothing is paid, with their tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComingFees {
    pub on: NaiveDate,
    pub amount: Money,
    /// The invoices that bear them.
    pub numbers: Vec<String>,
}

/// The state of an invoice, as its badge says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceState {
    NotDue,
    PastDue,
    PartPaid,
    InDispute,
    /// A plan that is kept says when it is paid.
    InPlan,
    Paid,
    Voided,
}

impl InvoiceState {
    /// What matters most to its reader wins: a contested invoice is shown as contested although it is past due.
    pub fn of(invoice: &OpenItem, total_minor: i64, is_voided: bool, today: NaiveDate) -> Self {
        if is_voided {
            Self::Voided
        } else if invoice.open.sum_minor() <= 0 {
            Self::Paid
        } else if invoice.held_open_minor() > 0 {
            Self::InDispute
        } else if invoice.plan.is_some() {
            Self::InPlan
        } else if is_past_due(invoice.due_on, today) {
            Self::PastDue
        } else if invoice.open.principal_minor < total_minor {
            Self::PartPaid
        } else {
            Self::NotDue
        }
    }
}

/// A person's guarantee of one invoice up to an amount. It shows nothing of the invoice beyond that amount
/// (domain-rules B23).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarantee {
    pub party: PartyId,
    /// The debtor's account as far as a guarantor knows it, with what they may do under the guarantee.
    pub account: Account,
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: NaiveDate,
    /// What was signed for.
    pub liable: Money,
    /// What was paid under the guarantee: it is owed once, not again and again.
    pub paid: Money,
    /// What can be asked of the guarantor today.
    pub asked: Money,
    /// What that pays of the invoice, and all that a guarantor sees of what is open on it.
    pub item: OpenItem,
}

impl Guarantee {
    /// Whether they can be asked for something today, and may pay it here.
    pub fn is_payable(&self) -> bool {
        self.account.may >= May::Pay && self.asked.is_positive()
    }
}

/// The part of an invoice that an amount pays, as if there were no more of it.
pub fn part_of(invoice: &OpenItem, amount_minor: i64) -> OpenItem {
    let mut open = Components::default();
    let paid = allocate(std::slice::from_ref(invoice), amount_minor, AllocationOrder::InvoiceByInvoice);
    for part in paid.parts {
        *open.get_mut(part.component) = part.amount_minor;
    }
    OpenItem { open, held_minor: 0, held_late_minor: 0, plan: None, ..invoice.clone() }
}

/// What can be asked of a guarantor: never more than they signed for, nor than is payable, and nothing before it is due.
pub fn asked_minor(liable_minor: i64, invoice: &OpenItem, today: NaiveDate) -> i64 {
    if is_past_due(invoice.due_on, today) { liable_minor.min(payable_minor(invoice)).max(0) } else { 0 }
}

/// Which invoices a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    ToPay,
    InDispute,
    Paid,
    All,
}

impl Filter {
    pub const ALL: [Self; 4] = [Self::ToPay, Self::InDispute, Self::Paid, Self::All];

    /// Its word in an address; an unknown one is the first tab.
    pub fn code(self) -> &'static str {
        match self {
            Self::ToPay => "to-pay",
            Self::InDispute => "in-dispute",
            Self::Paid => "paid",
            Self::All => "all",
        }
    }

    pub fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.code() == code).unwrap_or_default()
    }
}

/// In which order a list of invoices stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    DueFirst,
    DueLast,
    Number,
    LargestFirst,
}

impl Sort {
    pub const ALL: [Self; 4] = [Self::DueFirst, Self::DueLast, Self::Number, Self::LargestFirst];

    pub fn code(self) -> &'static str {
        match self {
            Self::DueFirst => "due",
            Self::DueLast => "-due",
            Self::Number => "number",
            Self::LargestFirst => "-amount",
        }
    }

    pub fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.code() == code).unwrap_or_default()
    }
}

/// Which amount is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Due,
    NotDue,
    Held,
    InPlan,
    Total,
    Credit,
    Invoice(InvoiceId),
}

impl Of {
    /// As an address names it; `None` for what is no amount.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "" | "due" => Some(Self::Due),
            "not-due" => Some(Self::NotDue),
            "held" => Some(Self::Held),
            "in-plan" => Some(Self::InPlan),
            "total" => Some(Self::Total),
            "credit" => Some(Self::Credit),
            invoice => invoice.parse().ok().map(Self::Invoice),
        }
    }

    pub fn code(self) -> String {
        match self {
            Self::Due => "due".to_owned(),
            Self::NotDue => "not-due".to_owned(),
            Self::Held => "held".to_owned(),
            Self::InPlan => "in-plan".to_owned(),
            Self::Total => "total".to_owned(),
            Self::Credit => "credit".to_owned(),
            Self::Invoice(invoice) => invoice.to_string(),
        }
    }
}
