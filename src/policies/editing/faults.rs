//! What is wrong with a draft: at which field, and why. Everything must be right before anybody is asked to publish it.

use chrono::NaiveDate;

use crate::kernel::locale::Lang;
use crate::policies::editing::fields::{main_currency, specs, words_field};
use crate::policies::editing::typed::Understood;
use crate::policies::model::{ParameterFaults, Parameters};
use crate::policies::text::{Section, TextFault};

/// What is wrong at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    pub field: String,
    pub fault: Fault,
}

/// Why it is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Needed,
    NotWhole,
    NotPercent,
    NotAmount,
    /// This line, counted from one, is no row of what the law sets.
    NotRow(usize),
    /// The rules of the program or the law refuse it, in the program's own words.
    Refused(&'static str),
    Text(Lang, TextFault),
}

/// Everything that is wrong with a draft that is to hold from a day on.
pub fn faults(understood: &Understood, from_on: NaiveDate) -> Vec<FieldFault> {
    let parameters = &understood.parameters;
    let mut found = understood.faults.clone();
    if let Err(ParameterFaults(refused)) = parameters.clone().publishable(from_on) {
        for (place, fault) in refused {
            let field = field_of(&place, parameters);
            // What could not be understood has been said already, and its stand-in is nobody's mistake.
            if !found.iter().any(|one| one.field == field) {
                found.push(FieldFault { field, fault: Fault::Refused(fault) });
            }
        }
    }
    let currency = main_currency(parameters);
    for section in Section::ALL {
        for lang in [Lang::Es, Lang::En] {
            let wrong = understood.text.faults(section, lang, parameters, currency);
            found.extend(wrong.into_iter().map(|fault| FieldFault {
                field: words_field(section, lang),
                fault: Fault::Text(lang, fault),
            }));
        }
    }
    found
}

/// The section whose form holds a field.
pub fn section_of(field: &str, parameters: &Parameters) -> Option<Section> {
    Section::ALL.into_iter().find(|section| {
        specs(*section, parameters).iter().any(|spec| spec.name == field)
            || [Lang::Es, Lang::En].into_iter().any(|lang| words_field(*section, lang) == field)
    })
}

/// The field in which a parameter is typed.
fn field_of(place: &str, parameters: &Parameters) -> String {
    if let Some((index, rest)) = indexed(place, "amounts[") {
        let code = parameters.amounts.get(index).map_or("MXN", |amounts| amounts.currency.code());
        let stem = match rest {
            "small_balance_minor" => "small",
            "voucher_ceiling_minor" => "ceiling",
            "smallest_instalment_minor" => "smallest",
            _ => "minimum",
        };
        return format!("{stem}_{code}");
    }
    if let Some((index, rest)) = indexed(place, "fees[") {
        let percent = matches!(
            parameters.fees.get(index).map(|fee| &fee.amount),
            Some(crate::policies::fees::FeeAmount::BasisPoints(_))
        );
        let stem = match rest {
            "times" => "fee_every",
            "grace_days" => "fee_grace",
            "amount" if percent => "fee_percent",
            "amount" => "fee_amount",
            "at_most" => "fee_most",
            "ground_reference" => "fee_reference",
            _ => "fee_kind",
        };
        return format!("{stem}{}", index + 1);
    }
    match place {
        "interest.rate.per_days" => "per_days",
        "interest.tax" => "tax_rate",
        "interest.grace_days" => "grace",
        "interest.compounding" => "compounding",
        "interest.compounding.days" => "compound_days",
        "interest.compounding.document" => "compound_document",
        "interest.ground_reference" => "ground_reference",
        place if place.starts_with("interest") => "rate",
        place if place.starts_with("legal_rates") => "legal_rates",
        place if place.starts_with("legal_units") => "legal_units",
        "receipt_note" => "receipt_note_en",
        "methods" => "methods",
        "voucher_days" => "voucher_days",
        "autopay.notice_days" => "autopay_notice",
        "autopay.retry_after_days" => "autopay_retries",
        "procedure.notice_days_before" => "notice",
        "procedure.reminder_days_after" => "reminder",
        "procedure.reminder_every_days" => "every",
        "procedure.person_days_after" => "person",
        "procedure.hand_off.days_after" => "hand_off",
        "procedure.hand_off.notice_days" => "hand_off_notice",
        "plans.instalments_from" => "instalments_from",
        "plans.instalments_to" => "instalments_to",
        "plans.longest_months" => "longest_months",
        "plans.first_payment_days" => "first_payment",
        "plans.frequencies" => "frequencies",
        "plans.grace_days" => "plan_grace",
        "plans.discounts" => "discount1",
        "plans.allowances.move_days" => "move_days",
        "plans.down_payment_basis_points" => "down_payment",
        "plans.interest_reduced_to" => "plan_interest_share",
        "plans.missed.suspended_after" => "suspended_after",
        "plans.missed.cure_days" => "cure_days",
        "plans.by_person" => "person_instalments",
        "plans.answers.within_days" => "plan_answer_days",
        "plans.answers.stand_days" => "plan_stand_days",
        "dispute_answer_days" => "dispute_days",
        "message_answer_days" => "answer_days",
        _ => "jurisdiction",
    }
    .to_owned()
}

/// `amounts[2].x` as 2 and `x`.
fn indexed<'a>(place: &'a str, start: &str) -> Option<(usize, &'a str)> {
    let (index, rest) = place.strip_prefix(start)?.split_once("].")?;
    Some((index.parse().ok()?, rest))
}
