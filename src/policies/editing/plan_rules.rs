//! The fields in which the rules of plans are written: which there are, what stands in them, and what was typed.

use crate::policies::editing::fields::{Kind, Spec, YES_NO, pairs, yes};
use crate::policies::editing::typed::Form;
use crate::policies::model::Parameters;
use crate::policies::rules::{
    Allowances, Answers, ByPerson, DebtsThatEnter, DiscountTier, Frequency, InterestInPlan, Missed, PlanRules,
};
use crate::policies::words::percent_number;

/// How many discounts the form has room for.
pub const DISCOUNTS_AT_MOST: usize = 3;

/// The fields in order, with those of the smallest instalment in each currency.
pub(super) fn specs(smallest: Vec<Spec>) -> Vec<Spec> {
    let one = |stem: &'static str, kind: Kind| Spec { name: stem.to_owned(), stem, kind };
    let discounts = (1..=DISCOUNTS_AT_MOST).flat_map(|slot| {
        [("discount", Kind::Percent), ("discount_days", Kind::Whole), ("discount_payments", Kind::Whole)]
            .map(|(stem, kind)| Spec { name: format!("{stem}{slot}"), stem, kind })
    });
    [
        one("plans", Kind::OneOf(YES_NO)),
        one("instalments_from", Kind::Whole),
        one("instalments_to", Kind::Whole),
        one("longest_months", Kind::Whole),
        one("first_payment", Kind::Whole),
        one("down_payment", Kind::Percent),
    ]
    .into_iter()
    .chain(smallest)
    .chain([
        one("frequencies", Kind::AnyOf(&["monthly", "fortnightly", "weekly", "last_working_day"])),
        one("not_due", Kind::OneOf(YES_NO)),
        one("plan_interest", Kind::OneOf(&["stops", "reduced", "runs"])),
        one("plan_interest_share", Kind::Percent),
        one("plan_grace", Kind::Whole),
        one("suspended_after", Kind::Whole),
        one("cure_days", Kind::Whole),
        one("moves", Kind::Whole),
        one("move_days", Kind::Whole),
        one("skips", Kind::Whole),
    ])
    .chain(discounts)
    .chain([
        one("discount_lost", Kind::OneOf(YES_NO)),
        one("person_instalments", Kind::Whole),
        one("person_months", Kind::Whole),
        one("person_discount", Kind::Percent),
        one("plan_answer_days", Kind::Whole),
        one("plan_stand_days", Kind::Whole),
    ])
    .collect()
}

/// What stands in the fields.
pub(super) fn values(parameters: &Parameters) -> Vec<(String, String)> {
    let Some(rules) = &parameters.plans else { return pairs([("plans", yes(false))]) };
    let often: Vec<&str> = rules.frequencies.iter().map(|often| often.name()).collect();
    let (interest, share) = match rules.interest() {
        InterestInPlan::Frozen => ("stops", String::new()),
        InterestInPlan::Reduced(points) => ("reduced", percent_number(points)),
        InterestInPlan::Kept => ("runs", String::new()),
    };
    let some_percent = |points: i64| if points == 0 { String::new() } else { percent_number(points) };
    let most = rules.by_person;
    let mut found = pairs([
        ("plans", yes(true)),
        ("instalments_from", rules.instalments_from.to_string()),
        ("instalments_to", rules.instalments_to.to_string()),
        ("longest_months", rules.longest_months.to_string()),
        ("first_payment", rules.first_payment_days.to_string()),
        ("down_payment", some_percent(rules.down_payment_basis_points)),
        ("frequencies", often.join(",")),
        ("not_due", yes(rules.debts.not_due)),
        ("plan_interest", interest.to_owned()),
        ("plan_interest_share", share),
        ("plan_grace", rules.grace_days.to_string()),
        ("suspended_after", rules.missed.suspended_after.to_string()),
        ("cure_days", rules.missed.cure_days.to_string()),
        ("moves", rules.allowances.moves.to_string()),
        ("move_days", rules.allowances.move_days.to_string()),
        ("skips", rules.allowances.skips.to_string()),
        ("discount_lost", yes(rules.missed.discount_is_lost)),
        ("person_instalments", most.map(|most| most.instalments_to.to_string()).unwrap_or_default()),
        ("person_months", most.map(|most| most.longest_months.to_string()).unwrap_or_default()),
        ("person_discount", most.map(|most| some_percent(most.discount_basis_points)).unwrap_or_default()),
        ("plan_answer_days", rules.answers.within_days.to_string()),
        ("plan_stand_days", rules.answers.stand_days.to_string()),
    ]);
    for (slot, tier) in (1..).zip(&rules.discounts) {
        found.push((format!("discount{slot}"), percent_number(tier.basis_points)));
        found.push((format!("discount_days{slot}"), tier.within_days.to_string()));
        found.push((format!("discount_payments{slot}"), tier.payments.to_string()));
    }
    found
}

/// What was typed.
pub(super) fn understand(form: &mut Form<'_>, parameters: &mut Parameters) {
    if !form.is_yes("plans") {
        parameters.plans = None;
        return;
    }
    parameters.plans = Some(PlanRules {
        instalments_from: form.whole("instalments_from", 2),
        instalments_to: form.whole("instalments_to", 2),
        longest_months: form.whole("longest_months", 1),
        first_payment_days: form.whole("first_payment", 15),
        frequencies: form
            .text("frequencies")
            .split(',')
            .filter_map(|name| Frequency::parse(name.trim()))
            .collect(),
        interest_stops: form.text("plan_interest") == "stops",
        interest_reduced_to: (form.text("plan_interest") == "reduced")
            .then(|| form.percent("plan_interest_share", 0)),
        grace_days: none(form, "plan_grace"),
        discounts: discounts(form),
        allowances: Allowances {
            moves: small(none(form, "moves")),
            move_days: none(form, "move_days"),
            skips: small(none(form, "skips")),
        },
        down_payment_basis_points: some_percent(form, "down_payment"),
        missed: Missed {
            suspended_after: small(form.whole("suspended_after", 1)),
            cure_days: none(form, "cure_days"),
            discount_is_lost: form.is_yes("discount_lost"),
        },
        debts: DebtsThatEnter { not_due: form.is_yes("not_due") },
        by_person: by_person(form),
        answers: Answers {
            within_days: form.whole("plan_answer_days", Answers::default().within_days),
            stand_days: form.whole("plan_stand_days", Answers::default().stand_days),
        },
    });
}

fn discounts(form: &mut Form<'_>) -> Vec<DiscountTier> {
    let typed: Vec<usize> =
        (1..=DISCOUNTS_AT_MOST).filter(|slot| !form.text(&format!("discount{slot}")).is_empty()).collect();
    typed
        .into_iter()
        .map(|slot| DiscountTier {
            basis_points: form.percent(&format!("discount{slot}"), 0),
            within_days: form.whole(&format!("discount_days{slot}"), 0),
            payments: form.some_whole(&format!("discount_payments{slot}")).ok().flatten().unwrap_or(1),
        })
        .collect()
}

/// Nobody may go beyond the rules where neither bound is typed.
fn by_person(form: &mut Form<'_>) -> Option<ByPerson> {
    let is_typed = ["person_instalments", "person_months", "person_discount"]
        .iter()
        .any(|name| !form.text(name).is_empty());
    is_typed.then(|| ByPerson {
        instalments_to: form.whole("person_instalments", 2),
        longest_months: form.whole("person_months", 1),
        discount_basis_points: some_percent(form, "person_discount"),
    })
}

fn none(form: &mut Form<'_>, name: &str) -> u16 {
    form.some_whole(name).ok().flatten().unwrap_or_default()
}

fn some_percent(form: &mut Form<'_>, name: &str) -> i64 {
    if form.text(name).is_empty() { 0 } else { form.percent(name, 0) }
}

fn small(number: u16) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}
