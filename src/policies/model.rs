//! The parameters of a version, read and checked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::ids::{CreditorId, PolicyVersionId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::AllocationOrder;
use crate::policies::caps::{self, Barred, Jurisdiction, LegalRate, LegalUnit};
pub use crate::policies::charging::{Compounding, Ground, InterestRule, Rounding, TaxTreatment};
use crate::policies::fees::FeeRule;
use crate::policies::methods::{CountsFrom, Method};
pub use crate::policies::rates::Rate;
use crate::policies::rules::{Governs, PlanRules, Procedure};

/// A published version of a creditor's terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    pub id: PolicyVersionId,
    pub creditor: CreditorId,
    pub number: i32,
    pub in_force_from: NaiveDate,
    pub parameters: Parameters,
}

/// What the program obeys. What a version leaves out is at its mildest: no interest, no least amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// Bounds of amounts, a line for each currency.
    pub amounts: Vec<Amounts>,
    pub allocation_order: AllocationOrder,
    /// Under whose law the terms stand. Nothing that is charged for paying late can be published without it.
    pub jurisdiction: Option<Jurisdiction>,
    /// Absent when the creditor charges none.
    pub interest: Option<InterestRule>,
    pub fees: Vec<FeeRule>,
    /// What the law sets for periods that the program does not know yet; these stand before those that it knows.
    pub legal_rates: Vec<LegalRate>,
    /// The values of the indexed unit that the law counts in, where it does.
    pub legal_units: Vec<LegalUnit>,
    /// Whether each debtor gets the first notice that the law makes free, without which less may be charged (Chile).
    pub first_notice_given: bool,
    /// Whether an amount offered for a voucher or a transfer is enough when it is paid in time (domain-rules A14).
    pub quotes_good_until_expiry: bool,
    /// Within how many days a dispute is answered.
    pub dispute_answer_days: u16,
    /// Within how many working days a message is answered.
    pub message_answer_days: u16,
    /// What a receipt for principal says of interest still owed, for without such words the interest would be gone
    /// (domain-rules A13).
    pub receipt_note: Option<ReceiptNote>,
    /// From when money that a bank took back bears interest again (domain-rules B13).
    pub chargeback_interest: ChargebackInterest,
    /// By what people pay, in the order in which it is offered; each where its currency is owed.
    pub methods: Vec<Method>,
    /// From which day money counts that is days on its way.
    pub counts_from: CountsFrom,
    /// For how many days a voucher can be paid, the day on which it is made not counted.
    pub voucher_days: u8,
    /// How what a debtor lets be charged by itself is announced and tried again.
    pub autopay: AutopayTerms,
    /// What happens when to an invoice that is not paid.
    pub procedure: Procedure,
    /// Which version an invoice follows.
    pub governs: Governs,
    /// Whether people are asked to say that they read the version.
    pub asks_acceptance: bool,
    /// Absent where every plan is agreed one by one.
    pub plans: Option<PlanRules>,
}

/// From when what a bank took back of a payment bears interest again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargebackInterest {
    /// From the day on which the bank decided. The kinder, and what holds where the terms say nothing.
    #[default]
    FromLoss,
    /// As if the payment had never been made.
    AsIfNeverPaid,
}

/// What a debtor is promised about automatic charges. A promise once made to somebody holds for them as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AutopayTerms {
    /// How many days before each charge its payer is told of it.
    pub notice_days: u16,
    /// How many days after a declined try the next one is made, and so how many there are. Card networks fine who tries
    /// more often than this list can say.
    pub retry_after_days: Vec<u16>,
}

impl Default for AutopayTerms {
    fn default() -> Self {
        Self { notice_days: 3, retry_after_days: vec![3, 5, 7] }
    }
}

impl AutopayTerms {
    const RETRIES_AT_MOST: usize = 4;

    fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        [
            (!(1..=30).contains(&self.notice_days), "notice_days", "is not between 1 and 30"),
            (self.retry_after_days.len() > Self::RETRIES_AT_MOST, "retry_after_days", "has more than 4"),
            (
                self.retry_after_days.iter().any(|days| !(1..=15).contains(days)),
                "retry_after_days",
                "is not between 1 and 15 days each",
            ),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
    }
}

/// Bounds of amounts in one currency, in its minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amounts {
    pub currency: Currency,
    /// Nothing smaller is taken, except to pay the last of a debt.
    #[serde(default)]
    pub minimum_payment_minor: i64,
    /// What is left below this bears no interest and is not asked for.
    #[serde(default)]
    pub small_balance_minor: i64,
    /// The most that a voucher can be for.
    #[serde(default)]
    pub voucher_ceiling_minor: Option<i64>,
    /// No instalment of a plan is smaller.
    #[serde(default)]
    pub smallest_instalment_minor: i64,
}

/// A sentence on receipts, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptNote {
    pub es: String,
    pub en: String,
}

/// Why parameters cannot be obeyed: every fault, with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|(place, fault)| format!("{place}: {fault}")).collect::<Vec<_>>().join("; "))]
pub struct ParameterFaults(pub Vec<(String, &'static str)>);

impl Default for Parameters {
    fn default() -> Self {
        Self {
            amounts: Vec::new(),
            allocation_order: AllocationOrder::default(),
            jurisdiction: None,
            interest: None,
            fees: Vec::new(),
            legal_rates: Vec::new(),
            legal_units: Vec::new(),
            first_notice_given: true,
            quotes_good_until_expiry: true,
            dispute_answer_days: 10,
            message_answer_days: 1,
            receipt_note: None,
            chargeback_interest: ChargebackInterest::default(),
            methods: vec![Method::Card],
            counts_from: CountsFrom::default(),
            voucher_days: 5,
            autopay: AutopayTerms::default(),
            procedure: Procedure::default(),
            governs: Governs::default(),
            asks_acceptance: false,
            plans: None,
        }
    }
}

impl Parameters {
    /// What the demo's creditors and newly founded ones begin with, interest apart: that needs a ground of its own
    /// (domain-rules A8).
    pub fn founding() -> Self {
        Self {
            amounts: vec![Amounts {
                currency: Currency::MXN,
                minimum_payment_minor: 1_000,
                small_balance_minor: 1_000,
                voucher_ceiling_minor: Some(1_000_000),
                smallest_instalment_minor: 0,
            }],
            receipt_note: Some(ReceiptNote {
                es: "El interés que aún se deba sigue pendiente; este recibo no lo da por pagado.".to_owned(),
                en: "Interest still owed remains due; this receipt does not settle it.".to_owned(),
            }),
            methods: Method::ALL.to_vec(),
            ..Self::default()
        }
    }

    /// The parameters, if they can be obeyed.
    pub fn checked(self) -> Result<Self, ParameterFaults> {
        let faults = self.faults();
        if faults.is_empty() { Ok(self) } else { Err(ParameterFaults(faults)) }
    }

    /// The parameters, if they can be obeyed and the law lets a version of them hold from this day on. What was published
    /// before is read by [`Parameters::checked`], for the law may have changed since.
    pub fn publishable(self, from_on: NaiveDate) -> Result<Self, ParameterFaults> {
        let mut faults = self.faults();
        faults.extend(self.publishing_faults(from_on));
        if faults.is_empty() { Ok(self) } else { Err(ParameterFaults(faults)) }
    }

    /// What a person should look at again before publishing, though it may be published: the place and why.
    pub fn warnings(&self) -> Vec<(String, &'static str)> {
        let unusual = self
            .jurisdiction
            .zip(self.interest.as_ref())
            .is_some_and(|(jurisdiction, rule)| caps::is_to_be_looked_at(jurisdiction, rule));
        unusual.then(|| ("interest.rate".to_owned(), "is as high as judges have cut")).into_iter().collect()
    }

    /// Whether the law lets late interest be charged on a day, if the terms charge any.
    pub fn lawful_interest(&self, day: NaiveDate) -> Result<Option<&InterestRule>, Barred> {
        let Some(rule) = &self.interest else { return Ok(None) };
        caps::allowed(self.jurisdiction, &self.legal_rates, rule, day).map(|()| Some(rule))
    }

    /// The days on which what the law sets for late interest changes.
    pub fn legal_turns(&self) -> impl Iterator<Item = NaiveDate> {
        let law = self.interest.as_ref().and_then(|rule| {
            self.jurisdiction.filter(|jurisdiction| jurisdiction.bound(rule.ground).is_some())
        });
        law.into_iter()
            .flat_map(|jurisdiction| self.legal_rates.iter().chain(jurisdiction.rows()))
            .flat_map(|row| [Some(row.from_on), row.until_on.succ_opt()].into_iter().flatten())
    }

    /// The least that can be paid at once.
    pub fn minimum_payment(&self, currency: Currency) -> Money {
        Money::new(self.amounts(currency).map_or(0, |amounts| amounts.minimum_payment_minor), currency)
    }

    /// What is left below this bears no interest and is not asked for.
    pub fn small_balance(&self, currency: Currency) -> Money {
        Money::new(self.amounts(currency).map_or(0, |amounts| amounts.small_balance_minor), currency)
    }

    /// The smallest instalment of a plan.
    pub fn smallest_instalment(&self, currency: Currency) -> Money {
        Money::new(self.amounts(currency).map_or(0, |amounts| amounts.smallest_instalment_minor), currency)
    }

    /// The most that a voucher can be for, if vouchers have a bound.
    pub fn voucher_ceiling(&self, currency: Currency) -> Option<Money> {
        let ceiling_minor = self.amounts(currency)?.voucher_ceiling_minor?;
        Some(Money::new(ceiling_minor, currency))
    }

    /// By what this much can be paid. A voucher has a bound; whatever it leaves out is not offered.
    pub fn methods_for(&self, amount: Money) -> Vec<Method> {
        let is_bounded = |method: &Method| {
            let too_much =
                self.voucher_ceiling(amount.currency).is_some_and(|most| amount.minor > most.minor);
            *method == Method::Oxxo && too_much
        };
        self.methods_in(amount.currency).into_iter().filter(|method| !is_bounded(method)).collect()
    }

    /// By what can be paid in this currency, whatever the amount.
    pub fn methods_in(&self, currency: Currency) -> Vec<Method> {
        self.methods.iter().copied().filter(|method| method.takes(currency)).collect()
    }

    fn amounts(&self, currency: Currency) -> Option<&Amounts> {
        self.amounts.iter().find(|amounts| amounts.currency == currency)
    }

    fn faults(&self) -> Vec<(String, &'static str)> {
        let mut faults = Vec::new();
        for (index, amounts) in self.amounts.iter().enumerate() {
            faults.extend(amounts.faults().map(|(name, fault)| (format!("amounts[{index}].{name}"), fault)));
            if self.amounts[..index].iter().any(|earlier| earlier.currency == amounts.currency) {
                faults.push((format!("amounts[{index}].currency"), "is there twice"));
            }
        }
        if let Some(interest) = &self.interest {
            faults.extend(interest.faults().map(|(name, fault)| (format!("interest.{name}"), fault)));
        }
        for (index, fee) in self.fees.iter().enumerate() {
            faults.extend(fee.faults().map(|(name, fault)| (format!("fees[{index}].{name}"), fault)));
            let is_named_so = |rule: &str| rule == fee.rule;
            if self.fees[..index].iter().any(|earlier| is_named_so(&earlier.rule))
                || self.interest.as_ref().is_some_and(|interest| is_named_so(&interest.rule))
            {
                faults.push((format!("fees[{index}].rule"), "is there twice"));
            }
        }
        for (index, rate) in self.legal_rates.iter().enumerate() {
            faults.extend(rate.faults().map(|(name, fault)| (format!("legal_rates[{index}].{name}"), fault)));
        }
        for (index, unit) in self.legal_units.iter().enumerate() {
            faults.extend(unit.faults().map(|(name, fault)| (format!("legal_units[{index}].{name}"), fault)));
        }
        if let Some(note) = &self.receipt_note
            && (note.es.trim().is_empty() || note.en.trim().is_empty())
        {
            faults.push(("receipt_note".to_owned(), "is needed in both languages"));
        }
        if self.methods.is_empty() {
            faults.push(("methods".to_owned(), "is empty"));
        }
        if !(1..=7).contains(&self.voucher_days) {
            faults.push(("voucher_days".to_owned(), "is not between 1 and 7"));
        }
        faults.extend(self.autopay.faults().map(|(name, fault)| (format!("autopay.{name}"), fault)));
        faults.extend(self.procedure.faults().map(|(name, fault)| (format!("procedure.{name}"), fault)));
        if let Some(plans) = &self.plans {
            faults.extend(plans.faults().map(|(name, fault)| (format!("plans.{name}"), fault)));
        }
        if !(1..=90).contains(&self.dispute_answer_days) {
            faults.push(("dispute_answer_days".to_owned(), "is not between 1 and 90"));
        }
        if !(1..=30).contains(&self.message_answer_days) {
            faults.push(("message_answer_days".to_owned(), "is not between 1 and 30"));
        }
        faults
    }

    fn publishing_faults(&self, from_on: NaiveDate) -> Vec<(String, &'static str)> {
        let Some(jurisdiction) = self.jurisdiction else {
            let charges = self.interest.is_some() || !self.fees.is_empty();
            return charges
                .then(|| ("jurisdiction".to_owned(), "is needed where lateness is charged for"))
                .into_iter()
                .collect();
        };
        let mut faults = Vec::new();
        if let Some(rule) = &self.interest {
            if rule.ground_reference.trim().is_empty() {
                faults.push(("interest.ground_reference".to_owned(), "does not say by what right"));
            }
            let found = caps::publishing_faults(jurisdiction, &self.legal_rates, rule, from_on);
            faults.extend(found.into_iter().map(|(name, fault)| (format!("interest.{name}"), fault)));
        }
        for (index, fee) in self.fees.iter().enumerate() {
            let found = fee.publishing_faults(jurisdiction, &self.legal_units, from_on);
            faults.extend(found.into_iter().map(|(name, fault)| (format!("fees[{index}].{name}"), fault)));
        }
        faults
    }
}

impl Amounts {
    fn faults(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let ceiling = self.voucher_ceiling_minor;
        [
            (self.minimum_payment_minor < 0, "minimum_payment_minor", "is negative"),
            (self.small_balance_minor < 0, "small_balance_minor", "is negative"),
            (self.smallest_instalment_minor < 0, "smallest_instalment_minor", "is negative"),
            (ceiling.is_some_and(|ceiling| ceiling <= 0), "voucher_ceiling_minor", "is not positive"),
            (
                ceiling.is_some_and(|ceiling| ceiling < self.minimum_payment_minor),
                "voucher_ceiling_minor",
                "is below the least payment",
            ),
        ]
        .into_iter()
        .filter_map(|(broken, name, fault)| broken.then_some((name, fault)))
    }
}
