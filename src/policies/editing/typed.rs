//! What was typed, understood as parameters and words. What cannot be understood leaves the parameter as it was and says
//! so at its field.

use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::AllocationOrder;
use crate::policies::caps::Jurisdiction;
use crate::policies::charging::{Compounding, Ground, InterestRule, Rounding, TaxTreatment};
use crate::policies::editing::faults::{Fault, FieldFault};
use crate::policies::editing::fields::{Typed, fee_slots, main_currency, words_field};
use crate::policies::editing::{legal_rows, plan_rules};
use crate::policies::fees::{FeeAmount, FeeRule, FeeTimes, Sum};
use crate::policies::methods::{CountsFrom, Method};
use crate::policies::model::{ChargebackInterest, Parameters, ReceiptNote};
use crate::policies::rates::Rate;
use crate::policies::rules::{Governs, HandOff};
use crate::policies::text::{OwnText, OwnWords, Section};

/// What came of it.
#[derive(Clone, Debug)]
pub struct Understood {
    pub parameters: Parameters,
    pub text: OwnText,
    /// What could not be understood.
    pub faults: Vec<FieldFault>,
}

/// Understands what was typed, from the parameters that it changes.
pub fn understand(base: &Parameters, typed: &Typed) -> Understood {
    let mut form = Form { typed, faults: Vec::new() };
    let mut parameters = base.clone();
    payment(&mut form, &mut parameters);
    lateness(&mut form, &mut parameters);
    ways(&mut form, &mut parameters);
    procedure(&mut form, &mut parameters);
    plan_rules::understand(&mut form, &mut parameters);
    parameters.dispute_answer_days = form.whole("dispute_days", parameters.dispute_answer_days);
    parameters.message_answer_days = form.whole("answer_days", parameters.message_answer_days);
    let words = Section::ALL.into_iter().map(|section| {
        let said = |lang| form.text(&words_field(section, lang)).replace('\r', "").trim().to_owned();
        (section, OwnWords { es: said(Lang::Es), en: said(Lang::En) })
    });
    let text = OwnText(words.filter(|(_, words)| !(words.es.is_empty() && words.en.is_empty())).collect());
    Understood { parameters, text, faults: form.faults }
}

/// What was typed, and what of it could not be understood so far.
pub(super) struct Form<'a> {
    typed: &'a Typed,
    faults: Vec<FieldFault>,
}

impl Form<'_> {
    pub(super) fn text(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", |value| value.trim())
    }

    pub(super) fn is_yes(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }

    fn wrong(&mut self, name: &str, fault: Fault) {
        self.faults.push(FieldFault { field: name.to_owned(), fault });
    }

    pub(super) fn whole(&mut self, name: &str, otherwise: u16) -> u16 {
        match self.some_whole(name) {
            Ok(Some(number)) => number,
            Ok(None) => {
                self.wrong(name, Fault::Needed);
                otherwise
            }
            Err(()) => otherwise,
        }
    }

    /// Nothing where nothing stands, and where it is no number says so.
    pub(super) fn some_whole(&mut self, name: &str) -> Result<Option<u16>, ()> {
        match self.text(name) {
            "" => Ok(None),
            text => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => {
                    self.wrong(name, Fault::NotWhole);
                    Err(())
                }
            },
        }
    }

    pub(super) fn percent(&mut self, name: &str, otherwise: i64) -> i64 {
        let text = self.text(name).trim_end_matches(['%', ' ', '\u{a0}']).to_owned();
        if text.is_empty() {
            self.wrong(name, Fault::Needed);
            return otherwise;
        }
        basis_points(&text).unwrap_or_else(|| {
            self.wrong(name, Fault::NotPercent);
            otherwise
        })
    }

    fn money(&mut self, name: &str, currency: Currency) -> Option<i64> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        match Money::parse(text, currency) {
            Ok(money) => Some(money.minor),
            Err(_) => {
                self.wrong(name, Fault::NotAmount);
                None
            }
        }
    }

    fn one<T>(&mut self, name: &str, known: &[(&str, T)], otherwise: T) -> T
    where
        T: Copy,
    {
        match known.iter().find(|(code, _)| *code == self.text(name)) {
            Some((_, value)) => *value,
            None => {
                self.wrong(name, Fault::Needed);
                otherwise
            }
        }
    }

    /// Rows of the law, or those from before where a line cannot be read.
    fn rows<T: Clone>(
        &mut self,
        name: &str,
        read: fn(&str) -> Result<Vec<T>, usize>,
        before: &[T],
    ) -> Vec<T> {
        read(self.text(name)).unwrap_or_else(|line| {
            self.wrong(name, Fault::NotRow(line));
            before.to_vec()
        })
    }

    fn ground(&mut self, name: &str) -> Ground {
        self.one(name, &[("contract", Ground::Contract), ("statute", Ground::Statute)], Ground::Contract)
    }
}

/// `1.5`, `1,5` and `18.25` in hundredths of a per cent.
pub fn basis_points(text: &str) -> Option<i64> {
    let text = text.replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || rest.len() > 2 || !is_number(whole) || !is_number(rest) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(whole * 100 + rest)
}

fn payment(form: &mut Form<'_>, parameters: &mut Parameters) {
    for amounts in &mut parameters.amounts {
        let (currency, code) = (amounts.currency, amounts.currency.code());
        amounts.minimum_payment_minor = form.money(&format!("minimum_{code}"), currency).unwrap_or_default();
        amounts.small_balance_minor = form.money(&format!("small_{code}"), currency).unwrap_or_default();
        amounts.voucher_ceiling_minor = form.money(&format!("ceiling_{code}"), currency);
        amounts.smallest_instalment_minor =
            form.money(&format!("smallest_{code}"), currency).unwrap_or_default();
    }
    let orders = [
        ("invoice_by_invoice", AllocationOrder::InvoiceByInvoice),
        ("all_interest_first", AllocationOrder::AllInterestFirst),
    ];
    parameters.allocation_order = form.one("order", &orders, parameters.allocation_order);
    let governs = Governs::ALL.map(|rule| (rule.name(), rule));
    parameters.governs = form.one("governs", &governs, parameters.governs);
    parameters.asks_acceptance = form.is_yes("asks");
    let (es, en) = (form.text("receipt_note_es").to_owned(), form.text("receipt_note_en").to_owned());
    parameters.receipt_note = (!(es.is_empty() && en.is_empty())).then_some(ReceiptNote { es, en });
}

fn lateness(form: &mut Form<'_>, parameters: &mut Parameters) {
    parameters.jurisdiction = Jurisdiction::parse(form.text("jurisdiction"));
    let chargebacks = [
        ("from_loss", ChargebackInterest::FromLoss),
        ("as_if_never_paid", ChargebackInterest::AsIfNeverPaid),
    ];
    parameters.chargeback_interest = form.one("chargeback", &chargebacks, parameters.chargeback_interest);
    parameters.interest = form.is_yes("charges").then(|| interest(form, parameters.interest.as_ref()));
    parameters.legal_rates = form.rows("legal_rates", legal_rows::rates, &parameters.legal_rates);
    parameters.legal_units = form.rows("legal_units", legal_rows::units, &parameters.legal_units);
    parameters.first_notice_given = form.is_yes("first_notice");
    let currency = main_currency(parameters);
    let mut fees: Vec<FeeRule> = Vec::new();
    for slot in fee_slots(form.typed) {
        let before = parameters.fees.get(slot - 1);
        let name =
            before.map_or_else(|| free_name(parameters.fees.iter().chain(&fees)), |fee| fee.rule.clone());
        fees.extend(fee(form, slot, before, name, currency));
    }
    parameters.fees = fees;
}

/// A number below the section's that no fee has, for what a rule is called stays with it.
fn free_name<'a>(known: impl Iterator<Item = &'a FeeRule> + Clone) -> String {
    let names = (1..).map(|number| format!("{}.{number}", Section::Lateness.number()));
    names.into_iter().find(|name| known.clone().all(|fee| fee.rule != *name)).unwrap_or_default()
}

fn interest(form: &mut Form<'_>, before: Option<&InterestRule>) -> InterestRule {
    let per_days = form.whole("per_days", 30);
    let tax = match form.text("tax") {
        "outside" => TaxTreatment::OutsideScope,
        "exempt" => TaxTreatment::Exempt,
        "rate" => TaxTreatment::BasisPoints(form.percent("tax_rate", 0)),
        "as_lines" => TaxTreatment::AsLines,
        _ => {
            form.wrong("tax", Fault::Needed);
            TaxTreatment::AsLines
        }
    };
    let compounding = match form.text("compounding") {
        "every" => Compounding::Every {
            days: form.whole("compound_days", 30),
            document: form.text("compound_document").to_owned(),
        },
        _ => Compounding::Simple,
    };
    InterestRule {
        rule: before.map_or_else(|| Section::Lateness.number().to_string(), |rule| rule.rule.clone()),
        // One that cannot be read stays as it was, so that the effect shown is not that of charging nothing.
        rate: Rate {
            basis_points: form.percent("rate", before.map_or(0, |rule| rule.rate.basis_points)),
            per_days: per_days.into(),
        },
        rounding: form.one(
            "rounding",
            &[("once", Rounding::Once), ("each_day", Rounding::EachDay)],
            Rounding::Once,
        ),
        tax,
        grace_days: form.whole("grace", 0),
        compounding,
        ground: form.ground("ground"),
        ground_reference: form.text("ground_reference").to_owned(),
    }
}

fn fee(
    form: &mut Form<'_>,
    slot: usize,
    before: Option<&FeeRule>,
    rule: String,
    currency: Currency,
) -> Option<FeeRule> {
    let name = |stem: &str| format!("{stem}{slot}");
    let sums = |minor: Option<i64>, others: &[Sum]| -> Vec<Sum> {
        let others = others.iter().copied().filter(|sum| sum.currency != currency);
        minor.map(|minor| Sum { currency, minor }).into_iter().chain(others).collect()
    };
    let known = match before.map(|fee| &fee.amount) {
        Some(FeeAmount::Flat(known)) => known.clone(),
        _ => Vec::new(),
    };
    let amount = match form.text(&name("fee_kind")) {
        "flat" => FeeAmount::Flat(sums(form.money(&name("fee_amount"), currency), &known)),
        "percent" => FeeAmount::BasisPoints(form.percent(&name("fee_percent"), 0)),
        "by_law" => FeeAmount::ByLaw,
        _ => return None,
    };
    let times = match form.text(&name("fee_times")) {
        "every" => FeeTimes::EveryDays(form.whole(&name("fee_every"), 30)),
        _ => FeeTimes::Once,
    };
    let most = form.money(&name("fee_most"), currency);
    Some(FeeRule {
        rule,
        times,
        grace_days: form.whole(&name("fee_grace"), 0),
        amount,
        at_most: sums(most, before.map_or(&[], |fee| fee.at_most.as_slice())),
        tax: before.map_or(TaxTreatment::AsLines, |fee| fee.tax),
        ground: form.ground(&name("fee_ground")),
        ground_reference: form.text(&name("fee_reference")).to_owned(),
    })
}

fn ways(form: &mut Form<'_>, parameters: &mut Parameters) {
    parameters.methods =
        form.text("methods").split(',').filter_map(|name| Method::parse(name.trim())).collect();
    parameters.voucher_days =
        form.whole("voucher_days", parameters.voucher_days.into()).try_into().unwrap_or(u8::MAX);
    let counts_from = [("sent", CountsFrom::Sent), ("cleared", CountsFrom::Cleared)];
    parameters.counts_from = form.one("counts_from", &counts_from, parameters.counts_from);
    parameters.quotes_good_until_expiry = form.is_yes("quotes");
    parameters.autopay.notice_days = form.whole("autopay_notice", parameters.autopay.notice_days);
    let retries: Vec<&str> =
        form.text("autopay_retries").split([',', ' ']).filter(|part| !part.is_empty()).collect();
    match retries.iter().map(|days| days.parse()).collect() {
        Ok(days) => parameters.autopay.retry_after_days = days,
        Err(_) => form.wrong("autopay_retries", Fault::NotWhole),
    }
}

fn procedure(form: &mut Form<'_>, parameters: &mut Parameters) {
    let steps = &mut parameters.procedure;
    for (name, step) in [
        ("notice", &mut steps.notice_days_before),
        ("reminder", &mut steps.reminder_days_after),
        ("every", &mut steps.reminder_every_days),
        ("person", &mut steps.person_days_after),
    ] {
        if let Ok(days) = form.some_whole(name) {
            *step = days;
        }
    }
    if let Ok(days_after) = form.some_whole("hand_off") {
        steps.hand_off = days_after.map(|days_after| HandOff {
            days_after,
            notice_days: form.whole("hand_off_notice", 15),
            to: form.text("agency").to_owned(),
        });
    }
}
