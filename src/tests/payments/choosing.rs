//! How much, and what that would pay.

use aldia::server::seed::known::{ACCOUNT_4502, ACCOUNT_5120, ACCOUNT_P81, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::Payer;
use crate::support::TestApp;

#[sqlx::test]
async fn the_page_offers_what_can_be_paid_and_chooses_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let page = maria.browser.get("/account/pay").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    for words in [
        "¿Cuánto quiere pagar?",
        "Ponerme al día $4,649.50",
        "Lo más antiguo (F-1041) $2,233.00",
        "Todo, también lo que aún no vence $6,149.50",
        "F-1041 Venció el 4 de febrero $2,233.00",
        "F-1063 Venció el 24 de febrero $603.00",
        "F-1070 Vence el 20 de marzo $1,500.00",
        "Cantidad en pesos (MXN) Mínimo $10.00",
        "Primero verá a qué se aplica. Todavía no se cobra.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(page.attribute("input[checked]", "name"), None);
    let balance = page.texts(".side-column td");
    assert_eq!(balance, ["$4,649.50", "$1,500.00", "$300.00", "$6,449.50"]);
}

#[sqlx::test]
async fn an_amount_pays_the_oldest_first_and_the_page_says_so(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    for typed in ["3000", "3,000", "3+000.00", "$3,000.00"] {
        let page = maria.review(&format!("how=amount&amount={typed}")).await;
        let text = page.text();
        for words in [
            "Revise su pago",
            "$3,000.00 MXN",
            "F-1041 $2,233.00 $0.00 (pagada)",
            "F-1057 $767.00 $1,046.50",
            "F-1063 $0.00 $603.00, y $300.00 en aclaración",
            "Después de este pago faltarán $1,649.50 para estar al día.",
            "Ir a pagar $3,000.00",
            "Los datos de su tarjeta los recibe Stripe, no Aguas del Valle.",
        ] {
            assert!(text.contains(words), "{typed}, {words}: {text}");
        }
        assert!(!text.contains("F-1070"), "{text}");
    }
}

#[sqlx::test]
async fn each_choice_pays_what_it_names(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let picked = format!("how=invoices&invoice={}&invoice={}", invoice("F-1063"), invoice("F-1070"));
    for (choice, amount, rows, after) in [
        ("how=overdue", "$4,649.50", 3, "Después de este pago estará al día."),
        ("how=oldest", "$2,233.00", 3, "faltarán $2,416.50"),
        ("how=everything", "$6,149.50", 4, "estará al día"),
        (picked.as_str(), "$2,103.00", 4, "faltarán $4,046.50"),
    ] {
        let page = maria.review(choice).await;
        let text = page.text();
        assert!(text.contains(&format!("Ir a pagar {amount}")), "{choice}: {text}");
        assert!(text.contains(after), "{choice}: {text}");
        assert_eq!(page.texts("tbody tr").len(), rows, "{choice}: {text}");
    }
}

#[sqlx::test]
async fn who_comes_from_an_invoice_is_not_asked_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let page = maria.browser.get(&format!("/account/pay?invoice={}", invoice("F-1057"))).await;
    assert_eq!(page.status, 303);
    let page = maria.browser.get(&page.location.unwrap()).await;
    assert!(page.text().contains("Ir a pagar $1,813.50"), "{}", page.text());
    let back = page.attribute("a.back-link", "href").unwrap();
    let page = maria.browser.get(&back).await;
    assert_eq!(page.attribute("input[type=checkbox][checked]", "value"), Some(invoice("F-1057").to_string()));
    assert_eq!(page.attribute("input[type=radio][checked]", "value").as_deref(), Some("invoices"));
}

#[sqlx::test]
async fn what_cannot_be_paid_is_said_at_its_field_and_what_was_typed_stays(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    for (choice, field, sentence) in [
        ("", "how", "Elija cuánto quiere pagar"),
        ("how=nonsense", "how", "Elija cuánto quiere pagar"),
        ("how=invoices", "invoice", "Elija al menos una factura"),
        ("how=amount", "amount", "Escriba la cantidad"),
        ("how=amount&amount=mucho", "amount", "Escriba la cantidad con números, como 3000 o 3,000.50"),
        ("how=amount&amount=3,5", "amount", "Escriba la cantidad con números, como 3000 o 3,000.50"),
        ("how=amount&amount=9.99", "amount", "La cantidad mínima es $10.00"),
        ("how=amount&amount=-50", "amount", "La cantidad mínima es $10.00"),
        ("how=amount&amount=10.001", "amount", "Use dos decimales como máximo"),
        (
            "how=amount&amount=6149.51",
            "amount",
            "Lo más que puede pagar es $6,149.50; lo demás está en aclaración",
        ),
        (
            "how=amount&amount=99999999999999999999",
            "amount",
            "Escriba la cantidad con números, como 3000 o 3,000.50",
        ),
    ] {
        let page = maria.review(choice).await;
        assert_eq!(page.status, 200, "{choice}");
        let at_field = page.texts(&format!("#{field}-error"));
        assert_eq!(at_field, [format!("Error: {sentence}")], "{choice}: {}", page.text());
        assert_eq!(page.texts(".error-summary a"), [sentence], "{choice}");
        assert_eq!(page.attribute(".error-summary a", "href"), Some(format!("#{field}")), "{choice}");
        assert!(page.html.contains("<title>Error: "), "{choice}");
        if let Some((_, typed)) = choice.split_once("amount=") {
            let kept = page.attribute("#amount", "value").unwrap();
            // What can be read comes back written out.
            let written = if typed == "-50" { "\u{2212}50.00" } else { typed };
            assert_eq!(kept.replace(',', ""), written.replace(',', ""), "{choice}");
        }
    }
}

#[sqlx::test]
async fn markup_that_is_typed_stays_text(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let page =
        maria.review("how=amount&amount=%22%3E%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert_eq!(
        page.attribute("#amount", "value").as_deref(),
        Some("\"></textarea><script>alert(1)</script>")
    );
    assert_eq!(page.texts("script").concat(), "", "only scripts from files of ours: {}", page.html);
}

#[sqlx::test]
async fn an_amount_without_its_card_is_understood(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    assert!(maria.review("amount=50").await.text().contains("Ir a pagar $50.00"));
    let ticked = format!("amount=&invoice={}", invoice("F-1070"));
    assert!(maria.review(&ticked).await.text().contains("Ir a pagar $1,500.00"));
}

#[sqlx::test]
async fn nobody_elses_invoice_or_account_exists(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let theirs =
        [invoice("F-0720").to_string(), invoice("N-0210").to_string(), uuid::Uuid::now_v7().to_string()];
    for invoice in &theirs {
        for address in [
            format!("/account/pay?invoice={invoice}"),
            maria.review_address(&format!("how=invoices&invoice={invoice}")),
        ] {
            assert_eq!(maria.browser.get(&address).await.status, 404, "{address}");
        }
        let mut fields = super::fields(&maria.review("how=overdue").await);
        fields.push(("invoice".to_owned(), invoice.clone()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(maria.browser.post("/do/payments/start", &fields).await.status, 404, "{invoice}");
    }
    for account in [ACCOUNT_5120, ACCOUNT_P81] {
        let address = format!("/account/pay?account={account}");
        assert_eq!(maria.browser.get(&address).await.status, 404, "{address}");
    }
    assert!(super::started(&app.owner).await.is_empty());
}

#[sqlx::test]
async fn a_guarantor_who_may_not_pay_the_account_finds_no_way_to(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, "alberto@example.mx", aldia::server::seed::known::ACCOUNT_4471).await;
    for address in ["/account/pay".to_owned(), alberto.review_address("how=oldest")] {
        assert_eq!(alberto.browser.get(&address).await.status, 404, "{address}");
    }
}

#[sqlx::test]
async fn who_may_only_see_may_not_pay(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query("update parties set may = 'see' where account_id = $1 and role = 'helper'")
        .bind(ACCOUNT_4502.0)
        .execute(&app.owner)
        .await
        .unwrap();
    let lucia = Payer::at(&app, "lucia@example.mx", ACCOUNT_4502).await;
    assert_eq!(lucia.review("how=overdue").await.status, 403);
    let fields = [
        ("account", lucia.account.to_string()),
        ("how", "overdue".to_owned()),
        ("request_key", uuid::Uuid::now_v7().to_string()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(lucia.browser.post("/do/payments/start", &fields).await.status, 403);
}

#[sqlx::test]
async fn who_has_several_accounts_says_which(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let lucia = Payer::at(&app, "lucia@example.mx", ACCOUNT_4502).await;
    let page = lucia.browser.get("/account/pay").await;
    assert!(page.text().contains("¿Qué cuenta quiere pagar?"), "{}", page.text());
    let ways: Vec<String> = page.texts(".link-list a");
    assert_eq!(ways, ["Aguas del Valle, cuenta 4502", "Papelería Noriega, cuenta P-77"]);
}

#[sqlx::test]
async fn nothing_to_pay_is_said_and_not_asked(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let rosa = Payer::at(&app, "rosa@example.mx", aldia::server::seed::known::ACCOUNT_4499).await;
    let page = rosa.browser.get("/account/pay").await;
    assert!(page.text().contains("No hay nada por pagar hoy."), "{}", page.text());
    assert!(page.texts("form[action='/account/pay/review']").is_empty());
}

#[sqlx::test]
async fn the_pages_are_read_in_english_too(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let susan = Payer::at(&app, "susan@example.com", ACCOUNT_5120).await;
    let text = susan.browser.get("/account/pay").await.text();
    assert!(text.contains("How much do you want to pay?"), "{text}");
    assert!(text.contains("Get up to date $984.90"), "{text}");
    let text = susan.review("how=overdue").await.text();
    assert!(text.contains("Go and pay $984.90"), "{text}");
    assert!(text.contains("After this payment you will be up to date."), "{text}");
}
