//! Opening a dispute, step by step, with and without what can go wrong; and withdrawing it.

use aldia::server::seed::Story;
use aldia::server::seed::known::{ACCOUNT_4471, DISPUTE_A104, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{MARIA, begin, contest, latest, send, stands, told};
use crate::payments::{Payer, books_are_sound};
use crate::support::TestApp;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

#[sqlx::test]
async fn a_dispute_is_opened_in_three_steps_and_its_money_waits(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::with_story(options, Some(Story::BeforeTheDispute)).await;
    let maria = app.signed_in(MARIA).await;
    // What can be contested: each open invoice, its interest, a payment that is missing, all of it.
    let first = maria.get("/account/disputes/new").await;
    for choice in [
        "Factura F-1041",
        "El interés por atraso de F-1041",
        "Hice un pago que no aparece",
        "Esta deuda no es mía",
    ] {
        assert!(first.text().contains(choice), "{choice}: {}", first.text());
    }
    let page = begin(&maria, &format!("invoice:{}", invoice("F-1063"))).await;
    let tell = maria.get(&page).await;
    assert!(tell.text().contains("Visita técnica del 3 de febrero"), "{}", tell.text());
    // The second line only.
    let line = tell.values("input[name=part]").pop().unwrap();
    let typed = [("reason", "not_received"), ("words", "Nadie vino ese día."), ("part", line.as_str())];
    let review = told(&maria, &page, &typed).await;
    for said in ["$300.00", "Nadie vino ese día.", "No lo recibí", "lunes 9 de marzo de 2026"] {
        assert!(review.text().contains(said), "{said}: {}", review.text());
    }
    let before = stands(&app).await;
    let done = send(&maria, &review).await;
    assert!(done.text().contains("Aclaración A-1 recibida"), "{}", done.text());
    assert!(done.text().contains("Aclaración A-1: $300.00 en pausa"), "{}", done.text());
    assert!(done.text().contains("a más tardar el lunes 9 de marzo de 2026"), "{}", done.text());
    let after = stands(&app).await;
    // On 23 February F-1063 is not due yet.
    assert_eq!(after, (before.0, before.1 - 30_000, 30_000));
    let sheet = maria.get(&format!("/account/invoices/{}", invoice("F-1063"))).await;
    assert!(sheet.text().contains("$300.00 del concepto 2 están en aclaración A-1"), "{}", sheet.text());
    let home = maria.get("/account").await;
    assert!(home.text().contains("Aclaración A-1: $300.00 de F-1063"), "{}", home.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn all_of_an_invoice_waits_with_the_interest_that_it_was_charged(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    assert_eq!(stands(&app).await, (464_950, 150_000, 30_000));
    let dispute = contest(&app, &maria, "F-1057", "").await;
    // 1,800.00 and 13.50.
    assert_eq!(stands(&app).await, (464_950 - 181_350, 150_000, 30_000 + 181_350));
    let page = maria.get(&format!("/account/disputes/{dispute}")).await;
    assert!(page.text().contains("con $13.50 de interés y cargos"), "{}", page.text());
    // Neither checkout nor a list asks for it.
    let pay = maria.get("/account/pay").await;
    assert!(pay.text().contains("$2,836.00"), "{}", pay.text());
    let list = maria.get("/account/invoices?show=to-pay").await;
    assert!(!list.text().contains("F-1057"), "{}", list.text());
    let list = maria.get("/account/invoices?show=in-dispute").await;
    assert!(list.text().contains("F-1057") && list.text().contains("F-1063"), "{}", list.text());
    let held = maria.get("/account/balance?of=held").await;
    assert!(held.text().contains("$2,113.50"), "{}", held.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn of_a_part_paid_invoice_only_what_is_left_is_said_to_wait(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    // 3,200.00 and 33.00 of interest, of which 1,000.00 are paid.
    let page = begin(&maria, &format!("invoice:{}", invoice("F-1041"))).await;
    let review = told(&maria, &page, &[("reason", "not_received")]).await;
    assert!(review.text().contains("Lo que no reconoce $3,233.00"), "{}", review.text());
    assert!(review.text().contains("Queda en pausa $2,233.00"), "{}", review.text());
    let sent = send(&maria, &review).await;
    assert!(sent.text().contains("$2,233.00 en pausa"), "{}", sent.text());
    assert!(!sent.text().contains("$3,233.00 en pausa"), "{}", sent.text());
    assert_eq!(stands(&app).await, (464_950 - 223_300, 150_000, 30_000 + 223_300));
}

#[sqlx::test]
async fn a_part_waits_and_the_rest_can_be_paid(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    contest(&app, &maria.browser, "F-1057", "500").await;
    assert_eq!(stands(&app).await, (464_950 - 50_000, 150_000, 80_000));
    // All that is asked for is paid, and what waits is not.
    maria.pay_with(&app, "how=everything", "4242424242424242").await;
    assert_eq!(stands(&app).await, (0, 0, 80_000));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn only_the_interest_can_be_contested(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, &format!("interest:{}", invoice("F-1041"))).await;
    let review = told(&maria, &page, &[("reason", "wrong_amount"), ("words", "Pagué a tiempo.")]).await;
    assert!(review.text().contains("el interés de F-1041"), "{}", review.text());
    send(&maria, &review).await;
    assert_eq!(stands(&app).await, (464_950 - 3_300, 150_000, 33_300));
    let sheet = maria.get(&format!("/account/invoices/{}", invoice("F-1041"))).await;
    assert!(sheet.text().contains("$2,200.00"), "{}", sheet.text());
    // The same interest waits once.
    assert!(begin(&maria, &format!("interest:{}", invoice("F-1041"))).await.contains("draft="));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_debt_that_is_somebody_elses_waits_whole(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, "identity").await;
    let tell = maria.get(&page).await;
    assert!(tell.text().contains("Quedan en pausa $6,149.50"), "{}", tell.text());
    let review = told(&maria, &page, &[("reason", "identity_theft")]).await;
    assert!(review.text().contains("Sigue por pagar $0.00"), "{}", review.text());
    send(&maria, &review).await;
    assert_eq!(stands(&app).await, (0, 0, 644_950));
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn what_is_missing_or_too_much_is_said_at_its_field_and_nothing_typed_is_lost(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, &format!("invoice:{}", invoice("F-1057"))).await;
    let refused = told(&maria, &page, &[("amount-0", "1800.01"), ("words", "Mis palabras")]).await;
    assert!(refused.text().contains("Lo más que se puede aclarar aquí es $1,800.00"), "{}", refused.text());
    assert!(refused.text().contains("Elija lo que pasó"), "{}", refused.text());
    assert!(refused.text().contains("Mis palabras"), "{}", refused.text());
    for (amount, sentence) in
        [("mucho", "Escriba la cantidad con números"), ("0", "Escriba una cantidad mayor que cero")]
    {
        let refused = told(&maria, &page, &[("amount-0", amount), ("reason", "duplicate")]).await;
        assert!(refused.text().contains(sentence), "{}", refused.text());
    }
    let refused = told(&maria, &page, &[("reason", "other")]).await;
    assert!(refused.text().contains("Cuéntenos qué pasó"), "{}", refused.text());
    let refused = told(&maria, &page, &[("reason", "duplicate"), ("part", "")]).await;
    assert!(refused.text().contains("Elija al menos un concepto"), "{}", refused.text());
    // All of it, to the centavo, can be.
    let review = told(&maria, &page, &[("amount-0", "1800.00"), ("reason", "duplicate")]).await;
    assert!(review.text().contains("Revise su aclaración"), "{}", review.text());
}

#[sqlx::test]
async fn money_waits_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, &format!("invoice:{}", invoice("F-1057"))).await;
    let review =
        told(&maria, &page, &[("reason", "duplicate"), ("amount-0", "1000"), ("words", "Lo mío")]).await;
    // While it is being read, most of it is contested in another window.
    contest(&app, &maria, "F-1057", "1500").await;
    let refused = send(&maria, &review).await;
    assert!(refused.text().contains("Lo más que se puede aclarar aquí es $300.00"), "{}", refused.text());
    assert!(refused.text().contains("Lo mío"), "{}", refused.text());
    assert_eq!(stands(&app).await.2, 30_000 + 150_000);
    // The database holds to it even where two look at the same moment.
    let twice = sqlx::query(
        "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, line_id, dispute_id, dispute_number, amount_minor, opened_on, promised_on)
         select gen_random_uuid(), account_id, debtor_id, creditor_id, invoice_id, line_id, dispute_id, 'X', 30001, opened_on, promised_on
         from holds where dispute_id = $1",
    )
    .bind(latest(&app).await)
    .execute(&app.owner)
    .await;
    let error = twice.unwrap_err();
    assert_eq!(error.as_database_error().unwrap().constraint(), Some("holds_wait_once"));
}

#[sqlx::test]
async fn what_was_paid_meanwhile_has_nothing_to_wait(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let page = begin(&maria.browser, &format!("invoice:{}", invoice("F-1057"))).await;
    let review = told(&maria.browser, &page, &[("reason", "duplicate"), ("words", "Lo mío")]).await;
    let choice = format!("how=invoices&invoice={}", invoice("F-1057"));
    maria.pay_with(&app, &choice, "4242424242424242").await;
    let refused = send(&maria.browser, &review).await;
    assert!(refused.text().contains("eso se pagó o se ajustó"), "{}", refused.text());
    assert!(refused.text().contains("Lo mío"), "{}", refused.text());
    assert_eq!(stands(&app).await.2, 30_000);
}

#[sqlx::test]
async fn nobody_contests_what_is_anothers(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let rosa = app.signed_in("rosa@example.mx").await;
    let key = Uuid::now_v7().to_string();
    let account = ACCOUNT_4471.to_string();
    let about = format!("invoice:{}", invoice("F-1057"));
    let form = [("account", account.as_str()), ("about", &about), ("request_key", &key)];
    assert_eq!(rosa.post("/do/disputes/begin", &form).await.status, 404);
    // An invoice of hers on an account of theirs is no way in either.
    let maria = app.signed_in(MARIA).await;
    let about = format!("invoice:{}", invoice("F-0742"));
    let form = [("account", account.as_str()), ("about", &about), ("request_key", &key)];
    assert_eq!(maria.post("/do/disputes/begin", &form).await.status, 404);
    // Nor is María's draft, or her dispute.
    let page = begin(&maria, "identity").await;
    assert_eq!(rosa.get(&page).await.status, 404);
    assert_eq!(rosa.get(&format!("/account/disputes/{DISPUTE_A104}")).await.status, 404);
    let id = DISPUTE_A104.to_string();
    assert_eq!(rosa.post("/do/disputes/withdraw", &[("dispute", &id)]).await.status, 404);
    // A guarantor sees that money waits, and cannot contest another's bill.
    let alberto = app.signed_in("alberto@example.mx").await;
    assert_eq!(alberto.post("/do/disputes/begin", &form).await.status, 404);
}

#[sqlx::test]
async fn a_draft_is_kept_with_its_files_until_it_is_sent_or_thrown_away(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, &format!("invoice:{}", invoice("F-1057"))).await;
    let draft = page.rsplit('/').next().unwrap().to_owned();
    let fields = [("draft", draft.as_str()), ("words", "A medias")];
    maria.post_file("/do/disputes/write", &fields, ("files", "lectura.pdf", PDF)).await;
    let list = maria.get("/account/disputes").await;
    assert!(list.text().contains("Seguir con la aclaración sobre la factura F-1057"), "{}", list.text());
    let again = maria.get(&page).await;
    assert!(again.text().contains("A medias") && again.text().contains("lectura.pdf"), "{}", again.text());
    // It goes with the dispute, to whoever opened it, as a file to save.
    let review = told(&maria, &page, &[("reason", "duplicate"), ("words", "Completa")]).await;
    assert!(review.text().contains("lectura.pdf"), "{}", review.text());
    let sent = send(&maria, &review).await;
    let href = sent.attribute("a.file-link", "href").unwrap();
    let file = maria.file(&href).await;
    assert_eq!((file.status, file.kind.as_str(), file.bytes.as_slice()), (200, "application/pdf", PDF));
    assert!(file.name.starts_with("attachment"), "{}", file.name);
    assert_eq!(app.signed_in("rosa@example.mx").await.file(&href).await.status, 404);
    assert_eq!(maria.get(&page).await.status, 404, "what was sent is no draft any more");
    // Sent twice it is one.
    let key = Uuid::now_v7().to_string();
    let twice = maria.post("/do/disputes/send", &[("draft", &draft), ("request_key", &key)]).await;
    assert!(twice.location.unwrap().ends_with("?done=opened"));
    // Another is thrown away.
    let page = begin(&maria, "identity").await;
    let draft = page.rsplit('/').next().unwrap().to_owned();
    maria.post("/do/disputes/drop", &[("draft", &draft)]).await;
    assert_eq!(maria.get(&page).await.status, 404);
}

#[sqlx::test]
async fn a_bad_file_is_refused_with_its_name_and_the_rest_is_kept(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, &format!("invoice:{}", invoice("F-1057"))).await;
    let draft = page.rsplit('/').next().unwrap().to_owned();
    let fields = [("draft", draft.as_str()), ("reason", "duplicate"), ("words", "Mis palabras")];
    for (name, bytes, sentence) in [
        (
            "dibujo.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(),
            "«dibujo.svg» no es PDF, JPG ni PNG",
        ),
        ("nada.pdf", b"".as_slice(), "«nada.pdf» está vacío"),
        ("foto.jpg", b"PK\x03\x04".as_slice(), "«foto.jpg» no es PDF, JPG ni PNG"),
    ] {
        let answer = maria.post_file("/do/disputes/write", &fields, ("files", name, bytes)).await;
        let refused = maria.get(&answer.location.unwrap()).await;
        assert!(refused.text().contains(sentence), "{}", refused.text());
        assert!(refused.text().contains("Mis palabras"), "{}", refused.text());
    }
}

#[sqlx::test]
async fn what_is_withdrawn_is_to_pay_again_without_interest_for_the_paused_days(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let id = DISPUTE_A104.to_string();
    let ask = maria.get(&format!("/account/disputes/{id}/withdraw")).await;
    assert!(ask.text().contains("Los $300.00 vuelven a estar por pagar desde hoy"), "{}", ask.text());
    let done = maria.submit("/do/disputes/withdraw", &[("dispute", &id)]).await;
    assert!(done.text().contains("Retirada"), "{}", done.text());
    // F-1063 was due on 24 February; 300.00 waited since the 23rd and bear nothing until today.
    assert_eq!(stands(&app).await, (464_950 + 30_000, 150_000, 0));
    let again = maria.submit("/do/disputes/withdraw", &[("dispute", &id)]).await;
    assert!(again.text().contains("Esta aclaración ya cambió"), "{}", again.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn the_debtor_sees_each_step_and_adds_to_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let id = DISPUTE_A104.to_string();
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    for said in [
        "Aclaración A-104: $300.00 en pausa",
        "En revisión",
        "Nadie vino el 3 de febrero",
        "Daniel",
        "(en 3 días)",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let refused = maria.submit("/do/disputes/add", &[("dispute", &id), ("words", " ")]).await;
    assert!(refused.text().contains("Escriba un mensaje o adjunte un archivo"), "{}", refused.text());
    let added = maria.submit("/do/disputes/add", &[("dispute", &id), ("words", "<b>Otra foto</b>")]).await;
    assert!(added.text().contains("<b>Otra foto</b>"), "{}", added.text());
    assert!(added.html.contains("&lt;b&gt;Otra foto"), "markup is only text");
    let list = maria.get("/account/disputes").await;
    assert!(
        list.text().contains("Aclaración A-104") && list.text().contains("9 mar 2026"),
        "{}",
        list.text()
    );
}

#[sqlx::test]
async fn others_on_the_account_see_that_money_waits_and_not_a_word_of_why(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    // Teresa and Pedro owe 4513 together.
    let teresa = app.signed_in("teresa@example.mx").await;
    let account: Uuid = sqlx::query_scalar("select id from accounts where reference = '4513'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let (account, key) = (account.to_string(), Uuid::now_v7().to_string());
    let about = format!("invoice:{}", invoice("F-0750"));
    let form = [("account", account.as_str()), ("about", &about), ("request_key", &key)];
    let page = teresa.post("/do/disputes/begin", &form).await.location.unwrap();
    let review = told(&teresa, &page, &[("reason", "other"), ("words", "Algo que solo me toca a mí")]).await;
    send(&teresa, &review).await;
    let dispute = latest(&app).await;
    let pedro = app.signed_in("pedro@example.mx").await;
    let seen = pedro.get(&format!("/account/disputes/{dispute}")).await;
    assert!(seen.text().contains("en pausa"), "{}", seen.text());
    assert!(!seen.html.contains("solo me toca"), "{}", seen.text());
    let id = dispute.to_string();
    assert_eq!(pedro.post("/do/disputes/withdraw", &[("dispute", &id)]).await.status, 404);
    assert_eq!(pedro.post("/do/disputes/add", &[("dispute", &id), ("words", "yo")]).await.status, 404);
}
