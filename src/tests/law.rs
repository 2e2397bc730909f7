//! What the law allows, on the worked examples of domain-rules B3, B19 and B20.

use aldia::policies::caps::{
    Barred, Jurisdiction, LegalRate, collection_cap_minor, fixed_sum_minor, is_to_be_looked_at,
};
use aldia::policies::model::{Compounding, Ground, InterestRule, Parameters, Rate, Rounding, TaxTreatment};
use aldia::policies::rates::{Effective, Stated, percent_text};
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::support::books::day;

fn rule(basis_points: i64, per_days: i64, ground: Ground) -> InterestRule {
    InterestRule {
        rule: "3".to_owned(),
        rate: Rate { basis_points, per_days },
        rounding: Rounding::Once,
        tax: TaxTreatment::OutsideScope,
        grace_days: 0,
        compounding: Compounding::Simple,
        ground,
        ground_reference: "contrato, cláusula 9".to_owned(),
    }
}

fn terms(jurisdiction: Jurisdiction, rule: InterestRule) -> Parameters {
    Parameters { jurisdiction: Some(jurisdiction), interest: Some(rule), ..Parameters::default() }
}

/// A cap that no table of the program's names.
fn capped_at(basis_points: i64, from_on: NaiveDate, until_on: NaiveDate) -> LegalRate {
    LegalRate { from_on, until_on, basis_points, source: "certificación".into() }
}

fn faults(parameters: Parameters, from_on: NaiveDate) -> Vec<String> {
    let faults = parameters.publishable(from_on).err().map(|faults| faults.0).unwrap_or_default();
    faults.into_iter().map(|(place, fault)| format!("{place}: {fault}")).collect()
}

#[test]
fn in_colombia_rates_are_held_against_the_cap_in_effective_terms() {
    // B20: a cap of 25 % a year, 1,000,000.00 over 30 days.
    let cap = Effective::of_basis_points(2_500);
    assert_eq!(cap.most_on(100_000_000, 30), Some(1_850_979), "at most 18,509.79");
    let nominal = Rate { basis_points: 2_500, per_days: 365 };
    assert_eq!(nominal.effective_yearly().unwrap().basis_points(), 2_839, "25 % nominal is more in a year");
    let june = (day(2026, 6, 1), day(2026, 6, 30));
    let of = |basis_points| Parameters {
        legal_rates: vec![capped_at(2_500, june.0, june.1)],
        ..terms(Jurisdiction::Co, rule(basis_points, 365, Ground::Contract))
    };
    assert_eq!(faults(of(2_500), june.0), ["interest.rate: is above what the law allows"]);
    assert_eq!(faults(of(2_231), june.0), [""; 0], "22.31 % nominal is 24.98 % effective");
    assert_eq!(
        faults(of(2_231), day(2026, 7, 1)),
        ["interest.rate: has no legal rate for the day from which it holds"]
    );
    let published = of(2_231);
    assert!(published.lawful_interest(june.1).unwrap().is_some());
    assert_eq!(published.lawful_interest(day(2026, 7, 1)), Err(Barred::NoRow));
    assert_eq!(
        terms(Jurisdiction::Co, rule(2_300, 365, Ground::Contract)).lawful_interest(day(2026, 1, 15)),
        Err(Barred::Above(2_436)),
        "in January 2026 the cap was 24.36 %"
    );
}

#[test]
fn statutory_interest_in_the_united_kingdom_is_what_the_half_year_says() {
    let of = |basis_points| terms(Jurisdiction::Gb, rule(basis_points, 365, Ground::Statute));
    assert_eq!(
        faults(of(1_225), day(2025, 7, 1)),
        ["interest.rate: is above what the law allows"],
        "from 2026 on it is lower, and a version has no end"
    );
    assert_eq!(faults(of(1_175), day(2026, 1, 1)), [""; 0]);
    assert!(of(1_225).lawful_interest(day(2025, 12, 31)).unwrap().is_some());
    assert_eq!(of(1_225).lawful_interest(day(2026, 1, 1)), Err(Barred::Above(1_175)));
    let by_contract = terms(Jurisdiction::Gb, rule(2_400, 365, Ground::Contract));
    assert_eq!(faults(by_contract, day(2030, 1, 1)), [""; 0], "a contract is bound by no table");
    // B3.
    assert_eq!([99_999, 100_000, 999_999, 1_000_000].map(fixed_sum_minor), [4_000, 7_000, 7_000, 10_000]);
}

#[test]
fn what_collection_may_cost_in_chile_goes_by_the_size_of_the_debt() {
    // B19, with the UF at 27,205.11.
    let cap = |debt| collection_cap_minor(debt, 2_720_511, true);
    assert_eq!([100_000, 500_000, 2_000_000].map(cap), [Some(9_000), Some(38_161), Some(108_969)]);
    assert_eq!(collection_cap_minor(100_000, 2_720_511, false), Some(3_558), "without the free first notice");
    assert_eq!(collection_cap_minor(10_000, 2_720_511, false), Some(0));
}

#[test]
fn compound_interest_needs_a_law_that_allows_it_and_a_document() {
    let compounding = |document: &str| Compounding::Every { days: 30, document: document.to_owned() };
    let of = |jurisdiction, document| {
        let compound = InterestRule { compounding: compounding(document), ..rule(100, 30, Ground::Contract) };
        faults(terms(jurisdiction, compound), day(2026, 3, 1))
    };
    assert_eq!(of(Jurisdiction::Mx, "contrato mercantil 12, cláusula 4"), [""; 0]);
    assert_eq!(of(Jurisdiction::Mx, " "), ["interest.compounding.document: names no document"]);
    assert_eq!(of(Jurisdiction::Co, "contrato"), ["interest.compounding: is not allowed by law"]);
    assert!(
        of(Jurisdiction::Pe, "contrato").contains(&"interest.compounding: is not allowed by law".to_owned())
    );
}

#[test]
fn nothing_is_charged_without_saying_by_what_right_and_under_whose_law() {
    let silent = InterestRule { ground_reference: String::new(), ..rule(150, 30, Ground::Contract) };
    assert_eq!(
        faults(Parameters { interest: Some(silent.clone()), ..Parameters::default() }, day(2026, 3, 1)),
        ["jurisdiction: is needed where lateness is charged for"]
    );
    assert_eq!(
        faults(terms(Jurisdiction::Mx, silent.clone()), day(2026, 3, 1)),
        ["interest.ground_reference: does not say by what right"]
    );
    assert!(terms(Jurisdiction::Mx, silent).checked().is_ok(), "what was published before is still read");
    assert_eq!(faults(Parameters::default(), day(2026, 3, 1)), [""; 0]);
}

#[test]
fn rates_say_what_they_come_to_in_a_year() {
    let rate = |basis_points, per_days| Rate { basis_points, per_days };
    assert_eq!(rate(150, 30).stated(), Stated::PerDays(30));
    assert_eq!(rate(1_800, 360).stated(), Stated::PerYear(360));
    assert_eq!(percent_text(rate(150, 30).yearly_basis_points()), "18.25");
    assert_eq!(percent_text(rate(150, 30).effective_yearly().unwrap().basis_points()), "20.02");
    assert_eq!([5, 150, 1_200, 1_205, -150].map(percent_text), ["0.05", "1.5", "12", "12.05", "\u{2212}1.5"]);
    assert_eq!(rate(100_000, 1).effective_yearly(), None, "beyond all measure");
    assert!(is_to_be_looked_at(Jurisdiction::Mx, &rule(1_000, 30, Ground::Contract)));
    assert!(!is_to_be_looked_at(Jurisdiction::Mx, &rule(150, 30, Ground::Contract)));
    for jurisdiction in Jurisdiction::ALL {
        assert_eq!(Jurisdiction::parse(jurisdiction.code()), Some(jurisdiction));
        let rows = jurisdiction.rows();
        assert!(rows.windows(2).all(|pair| pair[0].until_on.succ_opt() == Some(pair[1].from_on)));
        assert!(rows.iter().all(|row| !row.source.is_empty()));
    }
}

proptest! {
    #[test]
    fn simple_interest_within_a_cap_never_exceeds_it(
        basis_points in 1..5_000i64,
        per_days in 1..366i64,
        principal in 1..10_000_000_000i64,
        days in 1..4_000u32,
    ) {
        let rate = Rate { basis_points, per_days };
        let Some(effective) = rate.effective_yearly() else { return Ok(()) };
        let borne = i128::from(principal) * i128::from(basis_points) * i128::from(days) / (i128::from(per_days) * 10_000);
        let most = effective.most_on(principal, days);
        prop_assert!(most.is_none_or(|most| borne <= i128::from(most) + 1), "{borne} {most:?}");
    }
}
