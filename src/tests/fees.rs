//! Fees for paying late fall when the terms say, never twice and never back.

use aldia::kernel::ids::{CreditorId, PolicyVersionId};
use aldia::kernel::money::Currency;
use aldia::policies::caps::{Jurisdiction, LegalUnit};
use aldia::policies::editing::effect::charged_within;
use aldia::policies::fees::{FeeAmount, FeeRule, FeeTimes, Sum, fees};
use aldia::policies::interest::{Contested, LateDebt, PrincipalChange, Stop};
use aldia::policies::model::{Amounts, Ground, Parameters, PolicyVersion, TaxTreatment};
use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::support::books::day;

fn pesos(minor: i64) -> Sum {
    Sum { currency: Currency::MXN, minor }
}

/// 50.00 once, ten days after the due date.
fn once() -> FeeRule {
    FeeRule {
        rule: "5".to_owned(),
        times: FeeTimes::Once,
        grace_days: 10,
        amount: FeeAmount::Flat(vec![pesos(5_000)]),
        at_most: Vec::new(),
        tax: TaxTreatment::OutsideScope,
        ground: Ground::Contract,
        ground_reference: "contrato, cláusula 10".to_owned(),
    }
}

/// 2 % of what is open, every 30 days from the day after the due date, 100.00 at most in all.
fn monthly() -> FeeRule {
    FeeRule {
        times: FeeTimes::EveryDays(30),
        grace_days: 0,
        amount: FeeAmount::BasisPoints(200),
        at_most: vec![pesos(10_000)],
        ..once()
    }
}

fn version(fees: Vec<FeeRule>, number: i32, in_force_from: NaiveDate) -> PolicyVersion {
    let small = Amounts {
        currency: Currency::MXN,
        minimum_payment_minor: 1_000,
        small_balance_minor: 1_000,
        voucher_ceiling_minor: None,
        smallest_instalment_minor: 0,
    };
    PolicyVersion {
        id: PolicyVersionId(Uuid::from_u128(number.unsigned_abs().into())),
        creditor: CreditorId(Uuid::from_u128(2)),
        number,
        in_force_from,
        parameters: Parameters { amounts: vec![small], fees, ..Parameters::default() },
    }
}

fn always(rule: FeeRule) -> Vec<PolicyVersion> {
    vec![version(vec![rule], 4, day(2025, 1, 1))]
}

/// Due on 4 February.
fn debt(principal_minor: i64) -> LateDebt {
    LateDebt {
        currency: Some(Currency::MXN),
        due_on: day(2026, 2, 4),
        principal: vec![PrincipalChange { effective_on: day(2026, 1, 5), amount_minor: principal_minor }],
        ..LateDebt::default()
    }
}

fn fallen(debt: &LateDebt, versions: &[PolicyVersion], as_of: NaiveDate) -> Vec<(NaiveDate, i64)> {
    fees(debt, versions, as_of).unwrap().into_iter().map(|fee| (fee.on, fee.fee_minor)).collect()
}

#[test]
fn the_effect_of_a_draft_counts_the_fees_that_fall_in_its_days() {
    let (fee, debt) = (always(once()), debt(220_000));
    let charged = |from, to| charged_within(&debt, &fee, from, to);
    assert_eq!(charged(day(2026, 2, 5), day(2026, 2, 14)), Some(0));
    let tax = fees(&debt, &fee, day(2026, 2, 15)).unwrap()[0].tax_minor;
    assert_eq!(charged(day(2026, 2, 5), day(2026, 2, 15)), Some(5_000 + tax));
    assert_eq!(charged(day(2026, 2, 15), day(2026, 3, 15)), Some(5_000 + tax));
    assert_eq!(charged(day(2026, 2, 16), day(2026, 3, 15)), Some(0), "it fell before");
}

#[test]
fn a_fee_falls_once_and_after_its_grace() {
    let versions = always(once());
    assert_eq!(fallen(&debt(220_000), &versions, day(2026, 2, 14)), []);
    assert_eq!(fallen(&debt(220_000), &versions, day(2026, 2, 15)), [(day(2026, 2, 15), 5_000)]);
    assert_eq!(fallen(&debt(220_000), &versions, day(2027, 2, 15)).len(), 1);
    let mut paid = debt(220_000);
    paid.principal.push(PrincipalChange { effective_on: day(2026, 2, 14), amount_minor: -220_000 });
    assert_eq!(fallen(&paid, &versions, day(2026, 3, 6)), [], "paid the day before");
    let later =
        [versions[0].clone(), version(vec![FeeRule { grace_days: 20, ..once() }], 5, day(2026, 2, 20))];
    assert_eq!(fallen(&debt(220_000), &later, day(2026, 3, 6)).len(), 1, "once, whatever later versions say");
    let first = [version(vec![once()], 1, day(2026, 3, 1))];
    assert_eq!(fallen(&debt(220_000), &first, day(2026, 6, 1)), [], "a first version never reaches back");
}

#[test]
fn a_fee_for_each_period_follows_what_is_open_and_stops_at_its_bound() {
    let versions = always(monthly());
    let (first, second, third) = (day(2026, 2, 5), day(2026, 3, 7), day(2026, 4, 6));
    assert_eq!(
        fallen(&debt(220_000), &versions, day(2026, 6, 1)),
        [(first, 4_400), (second, 4_400), (third, 1_200)],
        "2 % of 2,200.00, and 100.00 at most"
    );
    let mut part_paid = debt(220_000);
    part_paid.principal.push(PrincipalChange { effective_on: day(2026, 3, 6), amount_minor: -120_000 });
    assert_eq!(fallen(&part_paid, &versions, day(2026, 3, 31)), [(first, 4_400), (second, 2_000)]);
    let mut contested = debt(220_000);
    contested.holds.push(Contested { amount_minor: 220_000, opened_on: first, released_on: Some(first) });
    assert_eq!(fallen(&contested, &versions, second), [(second, 4_400)], "a day in dispute is passed over");
    let stopped = LateDebt { stops: vec![Stop { from_on: second, until_on: None }], ..debt(220_000) };
    assert_eq!(fallen(&stopped, &versions, day(2026, 6, 1)), [(first, 4_400)]);
    assert_eq!(fallen(&debt(999), &versions, day(2026, 6, 1)), [], "too small to be charged for");
    let brought = LateDebt { accrued_through: Some(day(2026, 3, 1)), ..debt(220_000) };
    assert_eq!(fallen(&brought, &versions, second), [(second, 4_400)], "carried over with what fell before");
    let periods: Vec<String> =
        fees(&debt(220_000), &versions, second).unwrap().iter().map(|fee| fee.period()).collect();
    assert_eq!(periods, ["2026-02-05", "2026-03-07"]);
}

#[test]
fn tax_on_a_fee_is_rounded_with_it() {
    let versions = always(FeeRule { tax: TaxTreatment::BasisPoints(1_600), ..monthly() });
    let due = fees(&debt(104_650), &versions, day(2026, 2, 5)).unwrap();
    assert_eq!((due[0].fee_minor, due[0].tax_minor, due[0].base_minor), (2_093, 335, 104_650));
}

#[test]
fn the_law_sets_or_bounds_a_fee() {
    let by_law = FeeRule { amount: FeeAmount::ByLaw, grace_days: 0, ground: Ground::Statute, ..once() };
    let of = |jurisdiction, units: Vec<LegalUnit>| {
        let mut version = version(vec![FeeRule { grace_days: 20, ..by_law.clone() }], 1, day(2025, 1, 1));
        version.parameters.jurisdiction = Some(jurisdiction);
        version.parameters.legal_units = units;
        vec![version]
    };
    let pounds = LateDebt { currency: Some(Currency::GBP), ..debt(100_000) };
    assert_eq!(
        fallen(&pounds, &of(Jurisdiction::Gb, Vec::new()), day(2026, 3, 6)),
        [(day(2026, 2, 25), 7_000)]
    );
    let unit = LegalUnit {
        from_on: day(2026, 2, 1),
        until_on: day(2026, 2, 28),
        hundredths: 2_720_511,
        source: "Banco Central".into(),
    };
    let in_chile = LateDebt { currency: Some(Currency::CLP), ..debt(500_000) };
    assert_eq!(
        fallen(&in_chile, &of(Jurisdiction::Cl, vec![unit]), day(2026, 3, 6)),
        [(day(2026, 2, 25), 38_161)]
    );
    assert_eq!(
        fallen(&in_chile, &of(Jurisdiction::Cl, Vec::new()), day(2026, 3, 6)),
        [],
        "nobody knows the unit's value, so nothing is charged"
    );
}

#[test]
fn fee_rules_are_read_whole_and_absurd_ones_are_refused() {
    let read =
        |fees| serde_json::from_value::<Parameters>(json!({ "jurisdiction": "CL", "fees": fees })).unwrap();
    let good = json!([{ "rule": "5", "grace_days": 20, "amount": { "flat": [{ "currency": "CLP", "minor": 5000 }] },
        "ground": "contract", "ground_reference": "contrato" }]);
    let parameters = read(good);
    assert_eq!(
        serde_json::from_value::<Parameters>(serde_json::to_value(&parameters).unwrap()).unwrap(),
        parameters
    );
    let places = |parameters: Parameters| -> Vec<String> {
        let faults = parameters.publishable(day(2026, 3, 1)).unwrap_err();
        faults.0.into_iter().map(|(place, _)| place).collect()
    };
    assert_eq!(places(parameters), ["fees[0].amount"], "the unit of that day is not known");
    let bad = json!([
        { "rule": "5", "times": { "every_days": 1 }, "grace_days": 400, "amount": { "flat": [] },
          "at_most": [{ "currency": "CLP", "minor": 0 }], "tax": { "basis_points": -1 }, "ground": "contract" },
        { "rule": "5", "amount": { "basis_points": 20_000 }, "ground": "contract", "ground_reference": "contrato" },
    ]);
    let found = places(read(bad));
    for place in ["times", "grace_days", "amount", "at_most", "tax", "ground_reference"] {
        assert!(found.contains(&format!("fees[0].{place}")), "{place}: {found:?}");
    }
    assert!(
        found.contains(&"fees[1].rule".to_owned()) && found.contains(&"fees[1].amount".to_owned()),
        "{found:?}"
    );
}

proptest! {
    #[test]
    fn fees_that_have_fallen_stay_as_they_are_when_days_go_by(
        principal in 1_000..10_000_000i64,
        every in 7..60u16,
        first_look in 0..200i64,
        more in 0..200i64,
        payment in (0..200i64, 0..5_000_000i64),
    ) {
        let versions = always(FeeRule { times: FeeTimes::EveryDays(every), ..monthly() });
        let mut debt = debt(principal);
        debt.principal.push(PrincipalChange {
            effective_on: debt.due_on + TimeDelta::days(payment.0), amount_minor: -payment.1.min(principal)
        });
        let early = debt.due_on + TimeDelta::days(first_look);
        let then = fallen(&debt, &versions, early);
        let later = fallen(&debt, &versions, early + TimeDelta::days(more));
        prop_assert_eq!(&later[..then.len()], &then[..]);
        prop_assert!(later.iter().all(|(_, minor)| *minor > 0));
        prop_assert!(later.iter().map(|(_, minor)| minor).sum::<i64>() <= 10_000);
    }
}
