//! The fields in which a version is written: which there are in each section, and what stands in them.

use std::collections::BTreeMap;

use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::AllocationOrder;
use crate::policies::caps::Jurisdiction;
use crate::policies::charging::{Compounding, Ground, Rounding, TaxTreatment};
use crate::policies::editing::{legal_rows, plan_rules};
use crate::policies::fees::{FeeAmount, FeeRule, FeeTimes};
use crate::policies::methods::CountsFrom;
use crate::policies::model::{ChargebackInterest, Parameters};
use crate::policies::text::{OwnText, Section};
use crate::policies::words::percent_number;

/// Field names and what stands in them; several choices under one name are joined by commas.
pub type Typed = BTreeMap<String, String>;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Whole,
    Percent,
    Money(Currency),
    Line,
    /// Rows of what the law sets, a line for each.
    Rows,
    OneOf(&'static [&'static str]),
    AnyOf(&'static [&'static str]),
}

/// A field: its name, the part of the name that its words go by, and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    pub name: String,
    pub stem: &'static str,
    pub kind: Kind,
}

pub(super) const YES_NO: &[&str] = &["yes", "no"];

/// The currency that the forms write amounts of fees in, and that examples are shown in.
pub fn main_currency(parameters: &Parameters) -> Currency {
    parameters.amounts.first().map_or(Currency::MXN, |amounts| amounts.currency)
}

/// The fields of a section, in order.
pub fn specs(section: Section, parameters: &Parameters) -> Vec<Spec> {
    let one = |stem: &'static str, kind: Kind| Spec { name: stem.to_owned(), stem, kind };
    let each_currency = |stem: &'static str| {
        parameters.amounts.iter().map(move |amounts| Spec {
            name: format!("{stem}_{}", amounts.currency.code()),
            stem,
            kind: Kind::Money(amounts.currency),
        })
    };
    match section {
        Section::Payment => each_currency("minimum")
            .chain(each_currency("small"))
            .chain([
                one("order", Kind::OneOf(&["invoice_by_invoice", "all_interest_first"])),
                one("governs", Kind::OneOf(&["newer_if_kinder", "as_invoiced"])),
                one("asks", Kind::OneOf(YES_NO)),
                one("receipt_note_es", Kind::Line),
                one("receipt_note_en", Kind::Line),
            ])
            .collect(),
        Section::Lateness => lateness(main_currency(parameters), fee_room(parameters)),
        Section::Ways => {
            [one("methods", Kind::AnyOf(&["card", "oxxo", "spei", "sepa"])), one("voucher_days", Kind::Whole)]
                .into_iter()
                .chain(each_currency("ceiling"))
                .chain([
                    one("counts_from", Kind::OneOf(&["sent", "cleared"])),
                    one("quotes", Kind::OneOf(YES_NO)),
                    one("autopay_notice", Kind::Whole),
                    one("autopay_retries", Kind::Line),
                ])
                .collect()
        }
        Section::Procedure => vec![
            one("notice", Kind::Whole),
            one("reminder", Kind::Whole),
            one("every", Kind::Whole),
            one("person", Kind::Whole),
            one("hand_off", Kind::Whole),
            one("hand_off_notice", Kind::Whole),
            one("agency", Kind::Line),
        ],
        Section::Plans => plan_rules::specs(each_currency("smallest").collect()),
        Section::Disputes => vec![one("dispute_days", Kind::Whole)],
        Section::Privacy => vec![one("answer_days", Kind::Whole)],
    }
}

fn lateness(currency: Currency, fee_room: usize) -> Vec<Spec> {
    let one = |stem: &'static str, kind: Kind| Spec { name: stem.to_owned(), stem, kind };
    let fees = (1..=fee_room).flat_map(|slot| {
        fee_fields(currency).map(|(stem, kind)| Spec { name: format!("{stem}{slot}"), stem, kind })
    });
    [
        one("jurisdiction", Kind::OneOf(&["MX", "CO", "PE", "CL", "US", "GB"])),
        one("charges", Kind::OneOf(YES_NO)),
        one("rate", Kind::Percent),
        one("per_days", Kind::Whole),
        one("grace", Kind::Whole),
        one("compounding", Kind::OneOf(&["simple", "every"])),
        one("compound_days", Kind::Whole),
        one("compound_document", Kind::Line),
        one("rounding", Kind::OneOf(&["once", "each_day"])),
        one("tax", Kind::OneOf(&["as_lines", "outside", "exempt", "rate"])),
        one("tax_rate", Kind::Percent),
        one("ground", Kind::OneOf(&["contract", "statute"])),
        one("ground_reference", Kind::Line),
        one("chargeback", Kind::OneOf(&["from_loss", "as_if_never_paid"])),
        one("legal_rates", Kind::Rows),
        one("legal_units", Kind::Rows),
        one("first_notice", Kind::OneOf(YES_NO)),
    ]
    .into_iter()
    .chain(fees)
    .collect()
}

/// The fields of one fee.
fn fee_fields(currency: Currency) -> [(&'static str, Kind); 9] {
    [
        ("fee_kind", Kind::OneOf(&["none", "flat", "percent", "by_law"])),
        ("fee_amount", Kind::Money(currency)),
        ("fee_percent", Kind::Percent),
        ("fee_grace", Kind::Whole),
        ("fee_times", Kind::OneOf(&["once", "every"])),
        ("fee_every", Kind::Whole),
        ("fee_most", Kind::Money(currency)),
        ("fee_ground", Kind::OneOf(&["contract", "statute"])),
        ("fee_reference", Kind::Line),
    ]
}

/// The places in which fees are typed.
pub fn fee_slots(typed: &Typed) -> impl Iterator<Item = usize> {
    (1..).take_while(|slot| typed.contains_key(&format!("fee_kind{slot}")))
}

/// The fields with those of fees that are there no longer closed up, so that each fee stands in the place that it has
/// among the parameters.
pub fn closed_up(mut typed: Typed) -> Typed {
    let slots: Vec<usize> = fee_slots(&typed).collect();
    let mut places = 0;
    for slot in slots {
        let is_there = typed.get(&format!("fee_kind{slot}")).is_some_and(|kind| kind != "none");
        places += usize::from(is_there);
        for (stem, _) in fee_fields(Currency::MXN) {
            let value = typed.remove(&format!("{stem}{slot}"));
            if let Some(value) = value.filter(|_| is_there) {
                typed.insert(format!("{stem}{places}"), value);
            }
        }
    }
    typed.insert(format!("fee_kind{}", places + 1), "none".to_owned());
    typed
}

/// The name of the field for the creditor's own words.
pub fn words_field(section: Section, lang: Lang) -> String {
    format!("words_{}_{}", lang.code(), section.code())
}

/// What stands in the fields of a version.
pub fn values(parameters: &Parameters, text: &OwnText) -> Typed {
    let mut typed = Typed::new();
    let mut put = |name: &str, value: String| typed.insert(name.to_owned(), value);
    for amounts in &parameters.amounts {
        let (currency, code) = (amounts.currency, amounts.currency.code());
        let money =
            |minor: i64| if minor == 0 { String::new() } else { Money::new(minor, currency).digits() };
        put(&format!("minimum_{code}"), money(amounts.minimum_payment_minor));
        put(&format!("small_{code}"), money(amounts.small_balance_minor));
        put(&format!("ceiling_{code}"), money(amounts.voucher_ceiling_minor.unwrap_or_default()));
        put(&format!("smallest_{code}"), money(amounts.smallest_instalment_minor));
    }
    let order = match parameters.allocation_order {
        AllocationOrder::InvoiceByInvoice => "invoice_by_invoice",
        AllocationOrder::AllInterestFirst => "all_interest_first",
    };
    put("order", order.to_owned());
    put("governs", parameters.governs.name().to_owned());
    put("asks", yes(parameters.asks_acceptance));
    let note = parameters.receipt_note.clone();
    put("receipt_note_es", note.as_ref().map(|note| note.es.clone()).unwrap_or_default());
    put("receipt_note_en", note.map(|note| note.en).unwrap_or_default());
    for section in Section::ALL {
        for lang in [Lang::Es, Lang::En] {
            put(&words_field(section, lang), text.words(section, lang).to_owned());
        }
    }
    typed.extend(lateness_values(parameters));
    typed.extend(ways_values(parameters));
    typed.extend(procedure_values(parameters));
    typed.extend(plan_rules::values(parameters));
    typed
}

fn lateness_values(parameters: &Parameters) -> Vec<(String, String)> {
    let jurisdiction = parameters.jurisdiction.map(Jurisdiction::code).unwrap_or_default();
    let chargeback = match parameters.chargeback_interest {
        ChargebackInterest::FromLoss => "from_loss",
        ChargebackInterest::AsIfNeverPaid => "as_if_never_paid",
    };
    let mut found = pairs([
        ("jurisdiction", jurisdiction.to_owned()),
        ("charges", yes(parameters.interest.is_some())),
        ("chargeback", chargeback.to_owned()),
        ("legal_rates", legal_rows::rates_text(&parameters.legal_rates)),
        ("legal_units", legal_rows::units_text(&parameters.legal_units)),
        ("first_notice", yes(parameters.first_notice_given)),
    ]);
    if let Some(rule) = &parameters.interest {
        let (tax, tax_rate) = match rule.tax {
            TaxTreatment::OutsideScope => ("outside", String::new()),
            TaxTreatment::Exempt => ("exempt", String::new()),
            TaxTreatment::AsLines => ("as_lines", String::new()),
            TaxTreatment::BasisPoints(points) => ("rate", percent_number(points)),
        };
        let (compounding, days, document) = match &rule.compounding {
            Compounding::Simple => ("simple", String::new(), String::new()),
            Compounding::Every { days, document } => ("every", days.to_string(), document.clone()),
        };
        let rounding = match rule.rounding {
            Rounding::Once => "once",
            Rounding::EachDay => "each_day",
        };
        found.extend(pairs([
            ("rate", percent_number(rule.rate.basis_points)),
            ("per_days", rule.rate.per_days.to_string()),
            ("grace", rule.grace_days.to_string()),
            ("compounding", compounding.to_owned()),
            ("compound_days", days),
            ("compound_document", document),
            ("rounding", rounding.to_owned()),
            ("tax", tax.to_owned()),
            ("tax_rate", tax_rate),
            ("ground", ground(rule.ground)),
            ("ground_reference", rule.ground_reference.clone()),
        ]));
    }
    for slot in 0..fee_room(parameters) {
        found.extend(fee_values(slot + 1, parameters.fees.get(slot), main_currency(parameters)));
    }
    found
}

/// Room for the fees that there are and for one more.
fn fee_room(parameters: &Parameters) -> usize {
    parameters.fees.len() + 1
}

fn fee_values(slot: usize, fee: Option<&FeeRule>, currency: Currency) -> Vec<(String, String)> {
    let name = |stem: &str| format!("{stem}{slot}");
    let Some(fee) = fee else { return vec![(name("fee_kind"), "none".to_owned())] };
    let money = |minor: i64| Money::new(minor, currency).digits();
    let (kind, amount, percent) = match &fee.amount {
        FeeAmount::Flat(sums) => {
            let sum = sums.iter().find(|sum| sum.currency == currency);
            ("flat", sum.map(|sum| money(sum.minor)).unwrap_or_default(), String::new())
        }
        FeeAmount::BasisPoints(points) => ("percent", String::new(), percent_number(*points)),
        FeeAmount::ByLaw => ("by_law", String::new(), String::new()),
    };
    let (times, every) = match fee.times {
        FeeTimes::Once => ("once", String::new()),
        FeeTimes::EveryDays(days) => ("every", days.to_string()),
    };
    vec![
        (name("fee_kind"), kind.to_owned()),
        (name("fee_amount"), amount),
        (name("fee_percent"), percent),
        (name("fee_grace"), fee.grace_days.to_string()),
        (name("fee_times"), times.to_owned()),
        (name("fee_every"), every),
        (name("fee_most"), fee.at_most(currency).map(Money::digits).unwrap_or_default()),
        (name("fee_ground"), ground(fee.ground)),
        (name("fee_reference"), fee.ground_reference.clone()),
    ]
}

fn ways_values(parameters: &Parameters) -> Vec<(String, String)> {
    let methods: Vec<&str> = parameters.methods.iter().map(|method| method.name()).collect();
    let retries: Vec<String> = parameters.autopay.retry_after_days.iter().map(u16::to_string).collect();
    let counts_from = match parameters.counts_from {
        CountsFrom::Sent => "sent",
        CountsFrom::Cleared => "cleared",
    };
    pairs([
        ("methods", methods.join(",")),
        ("voucher_days", parameters.voucher_days.to_string()),
        ("counts_from", counts_from.to_owned()),
        ("quotes", yes(parameters.quotes_good_until_expiry)),
        ("autopay_notice", parameters.autopay.notice_days.to_string()),
        ("autopay_retries", retries.join(", ")),
    ])
}

fn procedure_values(parameters: &Parameters) -> Vec<(String, String)> {
    let steps = &parameters.procedure;
    let some = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    let hand_off = steps.hand_off.as_ref();
    pairs([
        ("notice", some(steps.notice_days_before)),
        ("reminder", some(steps.reminder_days_after)),
        ("every", some(steps.reminder_every_days)),
        ("person", some(steps.person_days_after)),
        ("hand_off", some(hand_off.map(|step| step.days_after))),
        ("hand_off_notice", some(hand_off.map(|step| step.notice_days))),
        ("agency", hand_off.map(|step| step.to.clone()).unwrap_or_default()),
        ("dispute_days", parameters.dispute_answer_days.to_string()),
        ("answer_days", parameters.message_answer_days.to_string()),
    ])
}

pub(super) fn pairs<const COUNT: usize>(pairs: [(&str, String); COUNT]) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

pub(super) fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

fn ground(ground: Ground) -> String {
    match ground {
        Ground::Contract => "contract",
        Ground::Statute => "statute",
    }
    .to_owned()
}
