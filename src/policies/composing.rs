//! A version as a document: for each section the sentences that follow from its parameters, then the creditor's own
//! words. Pages, papers, differences and what is accepted all read this one document.

use crate::documents::store::Issuer;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::AllocationOrder;
use crate::policies::charging::{Compounding, Ground, InterestRule, Rounding, TaxTreatment};
use crate::policies::fees::{FeeAmount, FeeTimes};
use crate::policies::methods::{CountsFrom, Method};
use crate::policies::model::{ChargebackInterest, Parameters};
use crate::policies::rates::Stated;
use crate::policies::rules::{Governs, InterestInPlan, PlanRules};
use crate::policies::text::{OwnText, Section};
use crate::policies::words;

/// The terms as they are read, in one language and for one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub parts: Vec<DocumentPart>,
}

/// One section of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPart {
    pub section: Section,
    /// With its number: `2. What being late costs`.
    pub heading: String,
    /// What the parameters say.
    pub sentences: Vec<String>,
    /// What the creditor adds.
    pub paragraphs: Vec<String>,
}

impl DocumentPart {
    /// Everything that it says, in order.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().chain(&self.paragraphs).map(String::as_str)
    }
}

impl Document {
    pub fn of(
        lang: Lang,
        issuer: &Issuer,
        parameters: &Parameters,
        text: &OwnText,
        currency: Currency,
    ) -> Self {
        let part = |section| DocumentPart {
            section,
            heading: format!("{}. {}", section.number(), words::section(lang, section)),
            sentences: sentences(lang, section, issuer, parameters, currency),
            paragraphs: text.paragraphs(section, lang, parameters, currency),
        };
        Self { parts: Section::ALL.into_iter().map(part).collect() }
    }

    /// The whole of it as plain text: what is hashed when somebody accepts it, and kept.
    pub fn plain(&self, title: &str) -> String {
        let mut plain = format!("{title}\n");
        for part in &self.parts {
            plain.push_str(&format!("\n{}\n", part.heading));
            for line in part.lines() {
                plain.push_str(line);
                plain.push('\n');
            }
        }
        plain
    }
}

/// What the parameters of one section say, as customers read it.
pub fn sentences(
    lang: Lang,
    section: Section,
    issuer: &Issuer,
    parameters: &Parameters,
    currency: Currency,
) -> Vec<String> {
    match section {
        Section::Payment => payment(lang, parameters, currency),
        Section::Lateness => lateness(lang, issuer, parameters, currency),
        Section::Ways => ways(lang, parameters, currency),
        Section::Procedure => procedure(lang, parameters),
        Section::Plans => plans(lang, parameters, currency),
        Section::Disputes => disputes(lang, issuer, parameters),
        Section::Privacy => privacy(lang, issuer, parameters),
    }
}

fn payment(lang: Lang, parameters: &Parameters, currency: Currency) -> Vec<String> {
    let (least, small) = (parameters.minimum_payment(currency), parameters.small_balance(currency));
    let mut said = vec![words::due_day_is_in_time(lang).to_owned()];
    if least.is_positive() {
        said.push(words::least_payment(lang, least));
    }
    if small.is_positive() {
        said.push(words::small_balance(lang, small));
    }
    said.push(
        match parameters.allocation_order {
            AllocationOrder::InvoiceByInvoice => words::invoice_by_invoice(lang),
            AllocationOrder::AllInterestFirst => words::all_interest_first(lang),
        }
        .to_owned(),
    );
    said.push(
        match parameters.governs {
            Governs::NewerIfKinder => words::governs_kinder(lang),
            Governs::AsInvoiced => words::governs_as_invoiced(lang),
        }
        .to_owned(),
    );
    said
}

fn lateness(lang: Lang, issuer: &Issuer, parameters: &Parameters, currency: Currency) -> Vec<String> {
    let Some(rule) = &parameters.interest else {
        let mut said = vec![words::no_interest(lang, &issuer.name)];
        said.extend(fees(lang, parameters, currency));
        return said;
    };
    let mut said = interest(lang, rule);
    said.extend(fees(lang, parameters, currency));
    said.push(words::held_bears_nothing(lang).to_owned());
    said.push(
        match parameters.chargeback_interest {
            ChargebackInterest::FromLoss => words::chargeback_from_loss(lang),
            ChargebackInterest::AsIfNeverPaid => words::chargeback_as_never_paid(lang),
        }
        .to_owned(),
    );
    said
}

fn interest(lang: Lang, rule: &InterestRule) -> Vec<String> {
    let rate = words::rate(lang, rule.rate);
    let cost = if rule.rate.stated() == Stated::PerYear(365) {
        words::interest(lang, &rate)
    } else {
        let yearly = words::percent(lang, &words::percent_number(rule.rate.yearly_basis_points()));
        words::interest_yearly(lang, &rate, &yearly)
    };
    let start = match rule.grace_days {
        0 => words::starts_next_day(lang).to_owned(),
        days => words::starts_after_grace(lang, &words::days(lang, days.into())),
    };
    let rounding = match rule.rounding {
        Rounding::Once => words::rounded_once(lang),
        Rounding::EachDay => words::rounded_daily(lang),
    };
    let tax = match rule.tax {
        TaxTreatment::OutsideScope | TaxTreatment::Exempt => words::tax_outside(lang).to_owned(),
        TaxTreatment::AsLines => words::tax_as_lines(lang).to_owned(),
        TaxTreatment::BasisPoints(points) => {
            words::tax_of(lang, &words::percent(lang, &words::percent_number(points)))
        }
    };
    let growth = match &rule.compounding {
        Compounding::Simple => words::is_simple(lang).to_owned(),
        Compounding::Every { days, document } => {
            words::is_compound(lang, &words::days(lang, (*days).into()), document.trim())
        }
    };
    vec![cost, start, growth, rounding.to_owned(), tax, ground(lang, rule.ground, &rule.ground_reference)]
}

fn ground(lang: Lang, ground: Ground, reference: &str) -> String {
    match (ground, reference.trim()) {
        (Ground::Contract, "") => words::by_contract_only(lang).to_owned(),
        (Ground::Contract, reference) => words::by_contract(lang, reference),
        (Ground::Statute, "") => words::by_statute_only(lang).to_owned(),
        (Ground::Statute, reference) => words::by_statute(lang, reference),
    }
}

fn fees(lang: Lang, parameters: &Parameters, currency: Currency) -> Vec<String> {
    let mut said = Vec::new();
    for fee in &parameters.fees {
        let amount = match &fee.amount {
            FeeAmount::Flat(sums) => match sums.iter().find(|sum| sum.currency == currency) {
                Some(sum) => Money::new(sum.minor, currency).to_string(),
                // Nothing is charged in this reader's currency.
                None => continue,
            },
            FeeAmount::BasisPoints(points) => {
                words::fee_percent(lang, &words::percent(lang, &words::percent_number(*points)))
            }
            FeeAmount::ByLaw => words::fee_by_law(lang).to_owned(),
        };
        let late = match fee.grace_days {
            0 => words::fee_the_day_after(lang).to_owned(),
            days => words::fee_after(lang, &words::days(lang, days.into())),
        };
        said.push(match fee.times {
            FeeTimes::Once => words::fee_once(lang, &late, &amount),
            FeeTimes::EveryDays(days) => {
                words::fee_every(lang, &late, &amount, &words::days(lang, days.into()))
            }
        });
        said.extend(fee.at_most(currency).map(|most| words::fee_at_most(lang, most)));
        said.push(ground(lang, fee.ground, &fee.ground_reference));
    }
    if said.is_empty() {
        said.push(words::no_fees(lang).to_owned());
    }
    said
}

fn ways(lang: Lang, parameters: &Parameters, currency: Currency) -> Vec<String> {
    let methods = parameters.methods_in(currency);
    let names: Vec<&str> = methods.iter().map(|method| words::method(lang, *method)).collect();
    let mut said = vec![words::ways(lang, &words::either(lang, &names))];
    if methods.contains(&Method::Oxxo) {
        let days = words::days(lang, parameters.voucher_days.into());
        said.push(match parameters.voucher_ceiling(currency) {
            Some(most) => words::voucher_up_to(lang, &days, most),
            None => words::voucher(lang, &days),
        });
    }
    said.push(
        match parameters.counts_from {
            CountsFrom::Cleared => words::counts_from_cleared(lang),
            CountsFrom::Sent => words::counts_from_sent(lang),
        }
        .to_owned(),
    );
    if parameters.quotes_good_until_expiry {
        said.push(words::quotes_hold(lang).to_owned());
    }
    said.push(words::autopay_notice(lang, &words::days(lang, parameters.autopay.notice_days.into())));
    said.push(words::no_cash_in_hand(lang).to_owned());
    said
}

fn procedure(lang: Lang, parameters: &Parameters) -> Vec<String> {
    let steps = &parameters.procedure;
    let days = |count: u16| words::days(lang, count.into());
    let hand_off = steps.hand_off.as_ref().map(|step| {
        let to = if step.to.trim().is_empty() { words::somebody_else(lang) } else { step.to.trim() };
        words::step_hand_off(lang, &days(step.days_after), to, &days(step.notice_days))
    });
    let said = [
        steps.notice_days_before.map(|count| words::step_notice(lang, &days(count))),
        steps.reminder_days_after.map(|count| words::step_reminder(lang, &days(count))),
        steps.reminder_every_days.map(|count| words::step_every(lang, &days(count))),
        steps.person_days_after.map(|count| words::step_person(lang, &days(count))),
        hand_off,
    ];
    let mut said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() {
        said.push(words::no_procedure(lang).to_owned());
    } else {
        said.push(words::steps_stop(lang).to_owned());
    }
    said
}

fn plans(lang: Lang, parameters: &Parameters, currency: Currency) -> Vec<String> {
    let Some(rules) = &parameters.plans else { return vec![words::no_plan_rules(lang).to_owned()] };
    let smallest = parameters.smallest_instalment(currency);
    let days = |count: u16| words::days(lang, count.into());
    let PlanRules { instalments_from, instalments_to, longest_months, .. } = *rules;
    let often: Vec<&str> = rules.frequencies.iter().map(|often| words::frequency(lang, *often)).collect();
    let months = words::months(lang, longest_months.into());
    let mut said = vec![words::plan_of(lang, instalments_from, instalments_to, &months)];
    if smallest.is_positive() {
        said.push(words::plan_smallest(lang, smallest));
    }
    said.push(words::plan_first(lang, &days(rules.first_payment_days)));
    said.push(words::plan_frequencies(lang, &words::either(lang, &often)));
    let percent = |points: i64| words::percent(lang, &words::percent_number(points));
    if rules.down_payment_basis_points > 0 {
        said.push(words::plan_down_payment(lang, &percent(rules.down_payment_basis_points)));
    }
    if !rules.debts.not_due {
        said.push(words::plan_only_past_due(lang).to_owned());
    }
    if parameters.interest.is_some() {
        said.push(match rules.interest() {
            InterestInPlan::Frozen => words::plan_interest_stops(lang).to_owned(),
            InterestInPlan::Reduced(points) => words::plan_interest_reduced(lang, &percent(points)),
            InterestInPlan::Kept => words::plan_interest_runs(lang).to_owned(),
        });
    }
    said.extend(when_kept_or_not(lang, rules));
    said.extend(rules.discounts.iter().map(|tier| {
        let (percent, within) = (percent(tier.basis_points), days(tier.within_days));
        match tier.payments {
            1 => words::discount(lang, &percent, &within),
            count => words::discount_in_payments(lang, count, &percent, &within),
        }
    }));
    let may_discount =
        !rules.discounts.is_empty() || rules.by_person.is_some_and(|most| most.discount_basis_points > 0);
    if may_discount {
        let lost = rules.missed.discount_is_lost;
        said.push(
            if lost { words::discount_lost(lang) } else { words::discount_in_proportion(lang) }.to_owned(),
        );
    }
    if let Some(most) = rules.by_person {
        let months = words::months(lang, most.longest_months.into());
        said.push(words::plan_by_person(lang, most.instalments_to, &months));
        if most.discount_basis_points > 0 {
            said.push(words::plan_by_person_discount(lang, &percent(most.discount_basis_points)));
        }
        let (within, stand) = (days(rules.answers.within_days), days(rules.answers.stand_days));
        said.push(words::plan_answered(lang, &within, &stand));
    }
    said.push(words::plan_decided_by_person(lang).to_owned());
    said
}

/// What whoever keeps a plan may do, and what follows when an instalment does not arrive.
fn when_kept_or_not(lang: Lang, rules: &PlanRules) -> Vec<String> {
    let days = |count: u16| words::days(lang, count.into());
    let mut said = Vec::new();
    if rules.grace_days > 0 {
        said.push(words::plan_grace(lang, &days(rules.grace_days)));
    }
    said.push(match rules.missed.suspended_after {
        1 => words::plan_suspended_one(lang).to_owned(),
        count => words::plan_suspended_many(lang, count),
    });
    if rules.missed.cure_days > 0 {
        said.push(words::plan_cure(lang, &days(rules.missed.cure_days)));
    }
    if rules.allowances.moves > 0 {
        said.push(words::plan_moves(lang, rules.allowances.moves, &days(rules.allowances.move_days)));
    }
    if rules.allowances.skips > 0 {
        said.push(words::plan_skips(lang, rules.allowances.skips));
    }
    said
}

fn disputes(lang: Lang, issuer: &Issuer, parameters: &Parameters) -> Vec<String> {
    let mut said = vec![
        words::dispute_answer(lang, &words::days(lang, parameters.dispute_answer_days.into())),
        words::dispute_held(lang).to_owned(),
    ];
    if !issuer.complaints_body.is_empty() {
        said.push(words::dispute_elsewhere(lang, &issuer.complaints_body));
    }
    said
}

fn privacy(lang: Lang, issuer: &Issuer, parameters: &Parameters) -> Vec<String> {
    let mut said = vec![
        words::contact_hours(lang).to_owned(),
        words::no_third_parties(lang).to_owned(),
        words::messages_answered(lang, &words::working_days(lang, parameters.message_answer_days.into())),
    ];
    if !issuer.address.is_empty() {
        said.push(words::who_and_where(lang, &issuer.legal_name, &issuer.address));
    }
    if !issuer.phone.is_empty() {
        said.push(words::telephone(lang, &issuer.phone));
    }
    if !issuer.complaints_body.is_empty() {
        said.push(words::complaints(lang, &issuer.complaints_body));
    }
    said
}
