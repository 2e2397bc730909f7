//! The rules of plans in the editor: everything that a plan obeys can be typed, and what customers read says it.

use std::collections::BTreeMap;

use aldia::policies::editing::fields::values;
use aldia::policies::editing::typed::understand;
use aldia::policies::model::Parameters;
use aldia::policies::rules::{
    Allowances, Answers, ByPerson, DebtsThatEnter, DiscountTier, Frequency, Missed, PlanRules,
};
use aldia::policies::text::OwnText;
use proptest::prelude::*;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::drafting::{draft, save};
use super::{ELENA, LANGS};
use crate::support::TestApp;

fn rules() -> impl Strategy<Value = PlanRules> {
    let discount =
        (1..10_000_i64, 1..365_u16, 1..12_u16).prop_map(|(basis_points, within_days, payments)| {
            DiscountTier { basis_points, within_days, payments }
        });
    let sizes = (2..60_u16, 0..60_u16, 1..60_u16, 1..90_u16, 0..9_999_i64);
    let kept = (any::<bool>(), proptest::option::of(1..9_999_i64), 0..60_u16, 1..12_u8, 0..365_u16);
    let bends = (0..9_u8, 1..60_u16, 0..9_u8, any::<bool>(), any::<bool>());
    let more = (proptest::option::of((0..99_u16, 0..99_u16, 0..10_000_i64)), 1..30_u16, 1..60_u16);
    let discounts = proptest::collection::vec(discount, 0..3);
    (sizes, kept, bends, more, discounts).prop_map(|(sizes, kept, bends, more, discounts)| PlanRules {
        instalments_from: sizes.0,
        instalments_to: sizes.0 + sizes.1,
        longest_months: sizes.2,
        first_payment_days: sizes.3,
        down_payment_basis_points: sizes.4,
        frequencies: vec![Frequency::Monthly, Frequency::LastWorkingDay],
        interest_stops: kept.0,
        interest_reduced_to: kept.1.filter(|_| !kept.0),
        grace_days: kept.2,
        missed: Missed { suspended_after: kept.3, cure_days: kept.4, discount_is_lost: bends.4 },
        allowances: Allowances {
            moves: bends.0,
            move_days: if bends.0 > 0 { bends.1 } else { 0 },
            skips: bends.2,
        },
        debts: DebtsThatEnter { not_due: bends.3 },
        by_person: more.0.map(|(instalments, months, discount_basis_points)| ByPerson {
            instalments_to: sizes.0 + sizes.1 + instalments,
            longest_months: sizes.2 + months,
            discount_basis_points,
        }),
        answers: Answers { within_days: more.1, stand_days: more.2 },
        discounts,
    })
}

proptest! {
    #[test]
    fn what_stands_in_the_fields_is_understood_as_the_same_rules(rules in rules()) {
        let parameters = Parameters { plans: Some(rules.clone()), ..Parameters::founding() };
        let typed: BTreeMap<String, String> = values(&parameters, &OwnText::default());
        let read = understand(&Parameters::founding(), &typed);
        prop_assert_eq!(read.faults, []);
        prop_assert_eq!(read.parameters.plans, Some(rules));
    }
}

#[sqlx::test]
async fn a_supervisor_writes_every_rule_of_plans_and_sees_what_customers_will_read(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let id = draft(&app, &elena).await;
    let changes = [
        ("down_payment", "20"),
        ("not_due", "no"),
        ("plan_interest", "reduced"),
        ("plan_interest_share", "50"),
        ("suspended_after", "2"),
        ("cure_days", "15"),
        ("discount_payments1", "3"),
        ("discount_lost", "no"),
        ("person_instalments", "18"),
        ("person_months", "18"),
        ("person_discount", "12.5"),
        ("plan_answer_days", "3"),
        ("plan_stand_days", "9"),
    ];
    let page = save(&elena, &id, "plans", &changes).await;
    assert_eq!(page.texts("[role=alert]"), Vec::<String>::new(), "{}", page.text());
    let text = page.text();
    for said in [
        "Al empezar se paga por lo menos 20 % de lo que entra en el plan.",
        "En un plan entra solo lo que ya venció.",
        "Mientras el plan va a tiempo se suma solo 50 % del interés por atraso.",
        "Si 2 pagos seguidos no llegan en su tolerancia",
        "Dentro de 15 días desde entonces",
        "Si liquida todo en 3 pagos como máximo dentro de 10 días, se descuenta 5 %.",
        "se descuenta en la proporción de lo que se pagó.",
        "Una persona puede acordar hasta 18 pagos y hasta 18 meses.",
        "A person can take off up to 12.5 %.",
        "dentro de 3 días, y lo que propone vale 9 días.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // What a person may grant is never less than what nobody needs to be asked for, and it is said where it is typed.
    let page = save(&elena, &id, "plans", &[("person_instalments", "3")]).await;
    let errors = page.texts("#person_instalments-error");
    assert!(errors.concat().contains("Es menos de lo que se acepta sin preguntar"), "{}", page.text());
}

#[test]
fn every_field_of_the_rules_has_words_of_its_own() {
    use aldia::policies::editing::fields::specs;
    use aldia::policies::text::Section;
    use aldia::policies::words::fields::label;
    for lang in LANGS {
        let specs = specs(Section::Plans, &Parameters::founding());
        let stems: std::collections::BTreeSet<&str> = specs.iter().map(|spec| spec.stem).collect();
        let labels: std::collections::BTreeSet<&str> = stems.iter().map(|stem| label(lang, stem)).collect();
        assert_eq!(labels.len(), stems.len(), "two fields are called the same");
    }
}
