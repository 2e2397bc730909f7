//! Terms are read whole or not at all, and each day has its own.

use aldia::kernel::ids::PolicyVersionId;
use aldia::kernel::money::{Currency, Money};
use aldia::ledger::allocation::AllocationOrder;
use aldia::policies::model::{
    Compounding, Ground, InterestRule, Parameters, PolicyVersion, Rate, Rounding, TaxTreatment,
};
use aldia::policies::store::{in_force, publish, published};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::books::{Books, day};
use crate::support::change_terms;

#[test]
fn parameters_are_read_whole_or_not_at_all() {
    let read = |value| serde_json::from_value::<Parameters>(value).map_err(|error| error.to_string());
    let good = json!({
        "amounts": [{ "currency": "MXN", "minimum_payment_minor": 1_000, "small_balance_minor": 500, "voucher_ceiling_minor": 1_000_000 }],
        "allocation_order": "all_interest_first",
        "interest": { "rule": "3", "rate": { "basis_points": 150, "per_days": 30 }, "tax": { "basis_points": 1_600 }, "ground": "contract" },
        "receipt_note": { "es": "El interés sigue pendiente.", "en": "Interest remains due." }
    });
    let parameters = read(good.clone()).unwrap().checked().unwrap();
    assert_eq!(parameters.allocation_order, AllocationOrder::AllInterestFirst);
    assert_eq!(parameters.minimum_payment(Currency::MXN), Money::new(1_000, Currency::MXN));
    assert_eq!(parameters.minimum_payment(Currency::USD), Money::zero(Currency::USD));
    assert_eq!(parameters.small_balance(Currency::MXN).minor, 500);
    assert_eq!(parameters.voucher_ceiling(Currency::MXN), Some(Money::new(1_000_000, Currency::MXN)));
    assert_eq!(parameters.voucher_ceiling(Currency::USD), None);
    assert_eq!(
        read(serde_json::to_value(&parameters).unwrap()).unwrap(),
        parameters,
        "written and read again"
    );
    assert_eq!(read(json!({})).unwrap(), Parameters::default());

    assert!(read(json!({ "minimum_payment": 10 })).unwrap_err().contains("unknown field"));
    assert!(read(json!({ "interest": { "rule": "3", "rate": { "basis_points": 1.5, "per_days": 30 }, "ground": "contract" } })).is_err());
    let faulty = read(json!({
        "amounts": [
            { "currency": "MXN", "minimum_payment_minor": -1, "voucher_ceiling_minor": 0 },
            { "currency": "MXN" }
        ],
        "interest": { "rule": " ", "rate": { "basis_points": 0, "per_days": 400 }, "tax": { "basis_points": 10_001 }, "grace_days": 400, "ground": "statute" },
        "receipt_note": { "es": "", "en": "x" }
    }))
    .unwrap()
    .checked()
    .unwrap_err();
    let places: Vec<&str> = faulty.0.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "amounts[0].minimum_payment_minor",
            "amounts[0].voucher_ceiling_minor",
            "amounts[1].currency",
            "interest.rule",
            "interest.rate.basis_points",
            "interest.rate.per_days",
            "interest.tax",
            "interest.grace_days",
            "receipt_note",
        ]
    );
}

#[sqlx::test]
async fn each_day_has_the_version_that_was_in_force(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let mut tx = books.begin().await;
    let rule = InterestRule {
        rule: "3".to_owned(),
        rate: Rate { basis_points: 150, per_days: 30 },
        rounding: Rounding::Once,
        tax: TaxTreatment::AsLines,
        grace_days: 3,
        compounding: Compounding::Simple,
        ground: Ground::Contract,
        ground_reference: "contrato, cláusula 9".to_owned(),
    };
    let version = |number, in_force_from| PolicyVersion {
        id: PolicyVersionId::new(),
        creditor: books.of.creditor,
        number,
        in_force_from,
        parameters: Parameters { interest: Some(rule.clone()), ..Parameters::default() },
    };
    let (fourth, fifth) = (version(4, day(2026, 1, 1)), version(5, day(2026, 3, 1)));
    publish(&mut tx, &fourth).await.unwrap();
    publish(&mut tx, &fifth).await.unwrap();
    let creditor = books.of.creditor;
    assert_eq!(in_force(&mut tx, creditor, day(2025, 12, 31)).await.unwrap(), None);
    assert_eq!(in_force(&mut tx, creditor, day(2026, 2, 28)).await.unwrap(), Some(fourth.clone()));
    assert_eq!(in_force(&mut tx, creditor, day(2026, 3, 1)).await.unwrap(), Some(fifth.clone()));
    assert_eq!(published(&mut tx, creditor).await.unwrap(), [fifth, fourth.clone()]);
    tx.commit().await.unwrap();
    assert_eq!(books.number("select count(*) from audit_events where verb = 'publish'").await, 2);
    let mut tx = books.begin().await;
    let changed = sqlx::query("update policy_versions set number = 9 where id = $1")
        .bind(fourth.id)
        .execute(&mut *tx)
        .await;
    assert_eq!(changed.unwrap().rows_affected(), 0, "what is published stays");
}

#[sqlx::test]
async fn terms_that_cannot_be_obeyed_are_an_error_and_not_no_terms(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    books.policy().await;
    let change = "update policy_versions set parameters = '{\"interest\": {\"rate\": \"much\"}}'";
    change_terms(&books.owner, change).await;
    let mut tx = books.begin().await;
    assert!(in_force(&mut tx, books.of.creditor, day(2026, 3, 1)).await.is_err());
}
