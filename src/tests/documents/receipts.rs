//! The receipt and the invoice as papers.

use aldia::server::seed::known::{ACCOUNT_4471, AGUAS, invoice, payment};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use super::{letters_of, show};
use crate::payments::{Payer, payment_in, until};
use crate::support::TestApp;
use crate::support::browser::File;

fn assert_stands(file: &File, sentences: &[&str]) {
    let text = letters_of(&file.text());
    for sentence in sentences {
        assert!(text.contains(&letters_of(sentence)), "{sentence}: {}", file.text());
    }
}

fn assert_stands_not(file: &File, sentences: &[&str]) {
    let text = letters_of(&file.text());
    for sentence in sentences {
        assert!(!text.contains(&letters_of(sentence)), "{sentence}: {}", file.text());
    }
}

async fn count(owner: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(owner).await.unwrap()
}

#[sqlx::test]
async fn a_receipt_says_what_was_paid_what_is_left_and_which_interest_is_reserved(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let page = maria.pay(&app, "how=amount&amount=3,000.00").await;
    let href = page.attribute("main a.file-link", "href").unwrap();
    let file = maria.browser.file(&href).await;
    show("recibo-es", &file);
    assert_eq!(file.name, "attachment; filename=\"Recibo-de-pago-R-208.pdf\"");
    assert_stands(
        &file,
        &[
            "Aguas del Valle",
            "Recibo de pago",
            "R-208",
            "María López",
            "$3,000.00 MXN",
            "Tarjeta terminada en 4242",
            "F-1041 $2,200.00 $33.00 $2,233.00 $0.00",
            "F-1057 $753.50 $13.50 $767.00 $1,046.50",
            "Total $2,953.50 $46.50 $3,000.00",
            // A receipt for principal that is silent about interest would extinguish it (domain-rules A13).
            "quedan por pagar $3.00 de intereses y cargos generados hasta el 6 de marzo de 2026 (F-1063: $3.00)",
            "El acreedor se reserva su cobro",
            "Este recibo no es un CFDI.",
            "Página 1 de 1",
        ],
    );
    let english = Payer::maria(&app).await.browser.in_english();
    let english = english.file(&format!("{href}?lang=en")).await;
    show("receipt-en", &english);
    assert_stands(
        &english,
        &["Payment receipt", "R-208", "Card ending 4242", "$3.00 of interest and charges"],
    );
}

#[sqlx::test]
async fn a_receipt_asked_for_twice_is_the_same_file_on_both_sides(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = payment(AGUAS, 171);
    let maria = app.signed_in("maria@example.mx").await;
    let first = maria.file(&format!("/account/payments/{id}.pdf")).await;
    let again = maria.file(&format!("/account/payments/{id}.pdf")).await;
    assert!(first.bytes == again.bytes);
    for staff in ["daniel@aguas.example", "victor@aguas.example"] {
        let desk = app.staff(staff).await.file(&format!("/desk/payments/{id}.pdf")).await;
        assert!(first.bytes == desk.bytes, "{staff}");
    }
    assert_eq!(count(&app.owner, "select count(*) from papers").await, 1);
    // Later payments and other days change nothing about it.
    Payer::maria(&app).await.pay(&app, "how=overdue").await;
    let later = maria.file(&format!("/account/payments/{id}.pdf")).await;
    assert!(first.bytes == later.bytes);
}

#[sqlx::test]
async fn an_auditor_has_a_paper_printed_that_nobody_asked_for_before(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let victor = app.staff("victor@aguas.example").await;
    let file = victor.file(&format!("/desk/payments/{}.pdf", payment(AGUAS, 171))).await;
    assert_stands(&file, &["R-171"]);
}

#[sqlx::test]
async fn nobody_gets_anothers_paper(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (paid, bill) = (payment(AGUAS, 171), invoice("F-1057"));
    let maria = app.signed_in("maria@example.mx").await;
    // Sealed by its owner, it is there to be found.
    for path in [format!("/account/payments/{paid}.pdf"), format!("/account/invoices/{bill}.pdf")] {
        assert_eq!(maria.file(&path).await.status, 200, "{path}");
        for stranger in ["rosa@example.mx", "ines@example.mx", "alberto@example.mx"] {
            assert_eq!(app.signed_in(stranger).await.file(&path).await.status, 404, "{stranger}: {path}");
        }
        assert_eq!(app.browser().file(&path).await.status, 303, "{path}");
    }
    for path in [
        format!("/account/statement.pdf?account={ACCOUNT_4471}"),
        format!("/account/statement.csv?account={ACCOUNT_4471}"),
        format!("/account/letter.pdf?account={ACCOUNT_4471}"),
        format!("/account/invoices/{bill}/letter.pdf"),
    ] {
        assert_eq!(app.signed_in("rosa@example.mx").await.file(&path).await.status, 404, "{path}");
    }
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.file(&format!("/desk/payments/{paid}.pdf")).await.status, 404);
}

#[sqlx::test]
async fn a_guarantors_receipt_is_theirs_and_says_nothing_of_the_rest(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, "alberto@example.mx", ACCOUNT_4471).await;
    let address = format!("/account/pay/review?guarantee={}&how=everything", invoice("F-1041"));
    let review = alberto.browser.get(&address).await;
    let checkout = alberto.press(&review).await.location.unwrap();
    let back = alberto.at_the_provider(&checkout, "pay").await;
    let id = payment_in(&back);
    until(&app, id, "succeeded").await;
    let path = format!("/account/payments/{id}.pdf");
    let own = alberto.browser.file(&path).await;
    show("recibo-aval-es", &own);
    assert_stands(&own, &["$2,000.00 MXN", "Este recibo cubre lo que pagó el aval."]);
    assert_stands_not(&own, &["2,233", "233.00", "3,200", "F-1057", "4,649"]);
    let debtors = app.signed_in("maria@example.mx").await.file(&path).await;
    assert_stands(&debtors, &["Alberto López, como aval", "$233.00"]);
    assert!(own.bytes != debtors.bytes);
    assert!(own.bytes == alberto.browser.file(&path).await.bytes);
}

#[sqlx::test]
async fn there_is_no_receipt_before_there_is_a_payment(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.start("how=overdue").await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from payments where state = 'created'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let answer = maria.browser.get(&format!("/account/payments/{id}.pdf")).await;
    assert_eq!((answer.status, answer.location), (303, Some(format!("/account/payments/{id}"))));
}

#[sqlx::test]
async fn an_invoice_on_paper_adds_up_to_what_its_page_says(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let page = maria.get(&format!("/account/invoices/{}", invoice("F-1063"))).await;
    assert!(page.texts(".amount-number").contains(&"$603.00 MXN".to_owned()), "{}", page.text());
    let href = page.attribute("main a.file-link", "href").unwrap();
    let file = maria.file(&href).await;
    show("factura-es", &file);
    assert_stands(
        &file,
        &[
            "Factura",
            "F-1063",
            "Visita técnica del 3 de febrero",
            "Total $900.00",
            "Intereses y cargos $3.00",
            "En aclaración, no se cobra \u{2212}$300.00",
            "Por pagar $603.00",
            "Venció el 24 de febrero de 2026.",
            "Este documento no es un CFDI.",
        ],
    );
    let firm = app.signed_in("lucia@example.mx").await;
    let bill: uuid::Uuid = sqlx::query_scalar("select id from invoices where number = 'F-0640'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let file = firm.file(&format!("/account/invoices/{bill}.pdf?lang=en")).await;
    show("invoice-en", &file);
    assert_stands(&file, &["Invoice", "F-0640", "VAT", "Standing on 6 March 2026"]);
}

#[sqlx::test]
async fn nobody_fills_the_database_by_asking_for_papers(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let receipt = format!("/account/payments/{}.pdf", payment(AGUAS, 171));
    assert_eq!(maria.file(&receipt).await.status, 200);
    sqlx::query(
        "insert into papers (id, account_id, debtor_id, creditor_id, kind, subject_id, about, number, languages, facts, code,
           content, sha256, created_at)
         select gen_random_uuid(), account_id, debtor_id, creditor_id, kind, subject_id, 'x' || i, number, languages, facts,
           '2222-' || translate(upper(lpad(to_hex(i), 4, '2')), '01', 'YZ'), content, sha256, created_at
         from papers, generate_series(4096, 4300) i",
    )
    .execute(&app.owner)
    .await
    .unwrap_or_else(|error| panic!("{error}"));
    let new = format!("/account/payments/{}.pdf", payment(AGUAS, 112));
    assert_eq!(maria.file(&new).await.status, 429);
    assert_eq!(maria.file(&receipt).await.status, 200, "what is sealed is still theirs");
}
