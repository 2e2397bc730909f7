//! From the button to the receipt.

use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{Payer, books_agree, credit_minor, open_minor, payment_in, posted, row, started, until};
use crate::support::{TestApp, change_terms};

#[sqlx::test]
async fn a_payment_of_3000_pays_the_sample_account_as_the_manual_says(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let receipt = maria.pay(&app, "how=amount&amount=3,000.00").await;
    let text = receipt.text();
    for words in [
        "Recibimos su pago",
        "$3,000.00 MXN",
        "Recibo R-208 · 6 de marzo de 2026, ",
        "· tarjeta terminada en 4242",
        "F-1041 $2,233.00 $0.00 (pagada)",
        "F-1057 $767.00 $1,046.50",
        "Enviamos una copia a su correo.",
        "Este recibo no es un CFDI.",
        "Para estar al día faltan $1,649.50.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    for (number, minor) in [("F-1041", 0), ("F-1057", 104_650), ("F-1063", 90_300), ("F-1070", 150_000)] {
        assert_eq!(open_minor(&app.owner, number).await, minor, "{number}");
    }
    let parts: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "select i.number, a.component, a.amount_minor, a.open_before_minor
         from payment_allocations a join invoices i on i.id = a.invoice_id join payments p on p.id = a.payment_id
         where p.receipt_number = 208 and p.started_by is not null order by i.number, a.component",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let part = |number: &str, component: &str, amount, before| {
        (number.to_owned(), component.to_owned(), amount, before)
    };
    assert_eq!(
        parts,
        [
            part("F-1041", "interest", 3_300, 3_300),
            part("F-1041", "principal", 220_000, 220_000),
            part("F-1057", "interest", 1_350, 1_350),
            part("F-1057", "principal", 75_350, 180_000),
        ]
    );
    assert_eq!(posted(&app.owner).await, (1, 300_000));
    books_agree(&app.owner).await;
    let home = maria.browser.get("/account").await.text();
    assert!(home.contains("$1,649.50"), "{home}");
}

#[sqlx::test]
async fn the_payer_is_written_to_once_with_the_same_sums(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.pay(&app, "how=amount&amount=3,000.00").await;
    app.work().await;
    let letters: Vec<(String, String, serde_json::Value)> = sqlx::query_as(
        "select o.address, o.subject, o.body from outbox o join notices n on n.id = o.notice_id where n.kind = 'receipt'",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let [(address, subject, body)] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!((address.as_str(), subject.as_str()), ("maria@example.mx", "Recibimos su pago, recibo R-208"));
    let body = body.to_string();
    for words in [
        "Recibimos $3,000.00",
        "F-1041: $2,233.00, pagada.",
        "F-1057: $767.00, quedan $1,046.50.",
        "Para estar al día faltan $1,649.50.",
        "/account/payments/",
    ] {
        assert!(body.contains(words), "{words}: {body}");
    }
}

#[sqlx::test]
async fn the_list_tells_each_payment_with_its_state(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.pay(&app, "how=oldest").await;
    maria.start("how=amount&amount=100").await;
    let page = maria.browser.get("/account/payments").await;
    let rows = page.texts("tbody tr");
    assert!(rows[0].ends_with("$100.00 Sin terminar"), "{rows:?}");
    assert!(rows[1].ends_with("$2,233.00 Recibido R-208 (PDF)"), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("28 ene 2026") && row.ends_with("R-171 (PDF)")), "{rows:?}");
    let fresh = app.signed_in("alberto@example.mx").await.get("/account/payments").await;
    assert!(fresh.text().contains("Aún no hay pagos."), "{}", fresh.text());
}

#[sqlx::test]
async fn nobody_else_sees_a_payment(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.pay(&app, "how=oldest").await;
    let id = started(&app.owner).await[0].id;
    for address in [format!("/account/payments/{id}"), format!("/live/payments/{id}")] {
        assert_eq!(maria.browser.get(&address).await.status, 200, "{address}");
        for somebody in ["rosa@example.mx", "alberto@example.mx", "ines@example.mx"] {
            let page = app.signed_in(somebody).await.get(&address).await;
            assert_eq!(page.status, 404, "{somebody}: {address}");
        }
    }
}

#[sqlx::test]
async fn a_button_pressed_twice_makes_one_payment(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let review = maria.review("how=overdue").await;
    let (first, second, third) =
        tokio::join!(maria.press(&review), maria.press(&review), maria.press(&review));
    assert!(first.location.as_ref().unwrap().contains("/dev/stripe/checkout/"), "{:?}", first.location);
    assert_eq!(first.location, second.location);
    assert_eq!(first.location, third.location);
    assert_eq!(started(&app.owner).await.len(), 1);

    maria.at_the_provider(&first.location.unwrap(), "pay").await;
    let id = started(&app.owner).await[0].id;
    until(&app, id, "succeeded").await;
    let late = maria.press(&review).await;
    assert_eq!(late.location, Some(format!("/account/payments/{id}")), "the back button, after paying");
    assert_eq!(posted(&app.owner).await, (1, 464_950));
}

#[sqlx::test]
async fn a_second_tab_with_the_same_choice_leads_to_the_same_page(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let (one, other) = (maria.review("how=overdue").await, maria.review("how=overdue").await);
    let (one, other) = tokio::join!(maria.press(&one), maria.press(&other));
    assert_eq!(one.location, other.location);
    assert_eq!(started(&app.owner).await.len(), 1);
}

#[sqlx::test]
async fn a_second_tab_with_another_choice_closes_the_first_page(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let first = maria.start("how=overdue").await;
    let second = maria.start("how=oldest").await;
    assert_ne!(first, second);
    assert!(maria.browser.get(&first).await.status == 410, "the first page can still be paid");
    maria.at_the_provider(&second, "pay").await;
    let payments = started(&app.owner).await;
    until(&app, payments[1].id, "succeeded").await;
    assert_eq!(row(&app.owner, payments[0].id).await.state, "abandoned");
    assert_eq!(posted(&app.owner).await, (1, 223_300));
}

#[sqlx::test]
async fn a_second_tab_after_the_first_was_paid_shows_that_and_charges_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let other_tab = maria.review("how=oldest").await;
    let checkout = maria.start("how=overdue").await;
    maria.at_the_provider(&checkout, "pay").await;
    // No job has run: we do not know yet, and the provider does.
    let answer = maria.press(&other_tab).await;
    let paid = started(&app.owner).await[0].id;
    assert_eq!(answer.location, Some(format!("/account/payments/{paid}?returned=1")));
    until(&app, paid, "succeeded").await;
    let page = maria.browser.get(&answer.location.unwrap()).await;
    assert!(page.text().contains("Recibimos su pago"), "{}", page.text());
    let again = maria.press(&other_tab).await;
    let page = maria.browser.get(&again.location.unwrap()).await;
    assert_eq!(started(&app.owner).await.len(), 1, "{}", page.text());
}

#[sqlx::test]
async fn a_balance_that_moved_is_shown_before_anything_is_started(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let stale = maria.review("how=overdue").await;
    maria.pay(&app, "how=oldest").await;
    let answer = maria.press(&stale).await;
    let page = maria.browser.get(&answer.location.unwrap()).await;
    let text = page.text();
    assert!(text.contains("Su saldo cambió mientras revisaba. Estas son las cantidades de hoy."), "{text}");
    assert!(text.contains("Ir a pagar $2,416.50"), "{text}");
    assert_eq!(started(&app.owner).await.len(), 1);
    assert!(maria.press(&page).await.location.unwrap().contains("/dev/stripe/checkout/"));
}

#[sqlx::test]
async fn contested_money_is_never_paid(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let receipt = maria.pay(&app, "how=everything").await;
    assert!(receipt.text().contains("Está al día."), "{}", receipt.text());
    assert_eq!(row(&app.owner, started(&app.owner).await[0].id).await.amount_minor, 614_950);
    assert_eq!(open_minor(&app.owner, "F-1063").await, 30_000);
    assert!(receipt.text().contains("F-1063 $603.00 $0.00, y $300.00 en aclaración"), "{}", receipt.text());
    let page = maria.browser.get("/account/pay").await;
    assert!(page.text().contains("No hay nada por pagar hoy."), "{}", page.text());
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn what_is_left_over_becomes_credit_that_is_seen(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let checkout = maria.start("how=overdue").await;
    // While she is at the provider, another 1,000.00 reaches the creditor and is applied to F-1041.
    sqlx::query("update parties set from_on = '2026-01-01', may = 'manage', role = 'joint_debtor', invoice_id = null, liable_minor = null where role = 'guarantor'")
        .execute(&app.owner)
        .await
        .unwrap();
    let alberto = Payer::at(&app, "alberto@example.mx", ACCOUNT_4471).await;
    alberto.pay(&app, "how=amount&amount=1000").await;
    let back = maria.at_the_provider(&checkout, "pay").await;
    until(&app, payment_in(&back), "succeeded").await;
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 100_000);
    let text = maria.browser.get(&back).await.text();
    assert!(text.contains("Quedan $1,000.00 a su favor."), "{text}");
    assert!(maria.browser.get("/account").await.text().contains("$1,000.00"), "credit is not seen");
    assert_eq!(open_minor(&app.owner, "F-1070").await, 150_000, "what was not chosen was paid");
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn the_last_of_a_debt_may_be_less_than_the_least_payment(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    change_terms(&app.owner, "update policy_versions set parameters = jsonb_set(parameters, '{amounts,0,minimum_payment_minor}', '50000')").await;
    let maria = Payer::maria(&app).await;
    let refused = maria.review("how=amount&amount=499.99").await;
    assert_eq!(refused.texts("#amount-error"), ["Error: La cantidad mínima es $500.00"]);
    maria.pay(&app, "how=amount&amount=5,849.50").await;
    let page = maria.browser.get("/account/pay").await;
    assert!(page.text().contains("Mínimo $300.00"), "{}", page.text());
    let receipt = maria.pay(&app, &format!("how=invoices&invoice={}", invoice("F-1070"))).await;
    assert!(receipt.text().contains("$300.00 MXN"), "{}", receipt.text());
}

#[sqlx::test]
async fn less_than_the_provider_takes_is_said_and_not_charged(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.pay(&app, "how=amount&amount=6,144.50").await;
    let answer = maria.press(&maria.review("how=amount&amount=5").await).await;
    let page = maria.browser.get(&answer.location.unwrap()).await;
    let text = page.text();
    assert!(
        text.contains("La página de pago no recibe cantidades tan pequeñas. No se cobró nada."),
        "{text}"
    );
    assert!(text.contains("Ir a pagar $5.00"), "{text}");
    assert_eq!(started(&app.owner).await[1].state, "failed");
}
