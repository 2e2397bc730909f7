//! What waiting costs is said before it happens.

use aldia::kernel::ids::PolicyVersionId;
use aldia::kernel::money::Currency;
use aldia::policies::fees::{FeeAmount, FeeRule, FeeTimes, Sum};
use aldia::policies::model::{Ground, TaxTreatment};
use aldia::policies::store::{publish, published};
use aldia::server::seed::known::AGUAS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::TestApp;

#[sqlx::test]
async fn the_account_says_when_the_next_late_charge_falls_and_on_which_invoice(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let before = maria.get("/account").await.text();
    assert!(!before.contains("cargo por atraso"), "{before}");

    let mut tx = app.system().await;
    let versions = published(&mut tx, AGUAS).await.unwrap();
    let mut version = versions.into_iter().max_by_key(|version| version.number).unwrap();
    version.id = PolicyVersionId::new();
    version.number = 9;
    version.parameters.fees = vec![FeeRule {
        rule: "2.1".to_owned(),
        times: FeeTimes::Once,
        grace_days: 40,
        amount: FeeAmount::Flat(vec![Sum { currency: Currency::MXN, minor: 5_000 }]),
        at_most: Vec::new(),
        tax: TaxTreatment::OutsideScope,
        ground: Ground::Contract,
        ground_reference: "contrato, cláusula 9".to_owned(),
    }];
    publish(&mut tx, &version).await.unwrap();
    tx.commit().await.unwrap();
    let after = maria.get("/account").await.text();
    assert!(
        after.contains("El 17 de marzo se suma un cargo por atraso de $50.00 si F-1041 no se paga."),
        "41 days after 4 February: {after}"
    );
}
