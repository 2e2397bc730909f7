//! What a receipt says, and what its code answers, when something happened to the payment since.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{letters_of, show};
use crate::payments::refunding::refund;
use crate::payments::{Payer, bank, settle};
use crate::support::TestApp;
use crate::support::browser::File;

const PLAIN: &str = "4242424242424242";
const DISPUTED: &str = "4000000000000259";
const UNDONE: &str = "Lo que dice cambió después de emitirse";

async fn receipt(payer: &Payer, id: Uuid) -> File {
    payer.browser.file(&format!("/account/payments/{id}.pdf")).await
}

/// What anybody reads about the latest paper, or the one before it.
async fn checked(app: &TestApp, papers_back: i64) -> String {
    let code: String = sqlx::query_scalar("select code from papers order by sequence desc offset $1 limit 1")
        .bind(papers_back)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    app.browser().get(&format!("/verify/{code}")).await.text()
}

fn assert_stands(file: &File, sentences: &[&str]) {
    let text = letters_of(&file.text());
    for sentence in sentences {
        assert!(text.contains(&letters_of(sentence)), "{sentence}: {}", file.text());
    }
}

#[sqlx::test]
async fn a_receipt_after_a_refund_says_what_went_back_and_the_one_before_no_longer_holds(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", PLAIN).await;
    let before = receipt(&maria, id).await;
    assert!(!letters_of(&before.text()).contains(&letters_of("Después de este pago Se")));
    assert!(checked(&app, 0).await.contains("Vigente"));
    refund(&app.staff("daniel@aguas.example").await, id, "500").await;
    settle(&app).await;
    assert!(checked(&app, 0).await.contains(UNDONE));
    let after = receipt(&maria, id).await;
    show("recibo-devuelto-es", &after);
    assert_stands(
        &after,
        &[
            "R-208",
            "$3,000.00 MXN",
            "Se devolvieron $500.00.",
            "Hoy paga: F-1041: $2,233.00, F-1057: $267.00.",
        ],
    );
    let (first, second) = (checked(&app, 1).await, checked(&app, 0).await);
    assert!(first.contains(UNDONE) && second.contains("Vigente"), "{first}\n{second}");
}

#[sqlx::test]
async fn a_receipt_of_money_that_a_bank_holds_says_so(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let id = maria.pay_with(&app, "how=amount&amount=3000", DISPUTED).await;
    assert_stands(&receipt(&maria, id).await, &["El banco revisa $3,000.00 de este pago"]);
    assert!(checked(&app, 0).await.contains("Vigente"));
    sqlx::query("select turn_demo_clock('2026-03-20')").execute(&app.owner).await.unwrap();
    app.clock.look(&app.db).await.unwrap();
    bank(&app, "du", "lost").await;
    assert!(checked(&app, 0).await.contains(UNDONE));
    let after = receipt(&maria, id).await;
    assert_stands(&after, &["El banco retiró $3,000.00 de este pago.", "Hoy no paga ninguna factura."]);
    assert!(checked(&app, 0).await.contains("Vigente"));
}
