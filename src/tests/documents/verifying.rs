//! Whoever holds a paper can check it, and learns nothing private.

use aldia::kernel::ids::{PaymentId, TransactionId};
use aldia::server::seed::known::{AGUAS, payment};
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::books::{Received, take_back};
use crate::support::browser::File;
use crate::support::{Browser, Page, TestApp};

/// Somebody's receipt, and the code that is printed on it.
async fn receipt(app: &TestApp) -> (File, String) {
    let maria = app.signed_in("maria@example.mx").await;
    let file = maria.file(&format!("/account/payments/{}.pdf", payment(AGUAS, 171))).await;
    let code: String = sqlx::query_scalar("select code from papers").fetch_one(&app.owner).await.unwrap();
    assert!(file.text().contains(&code), "{}", file.text());
    (file, code)
}

async fn compare(browser: &Browser, code: &str, file: &[u8]) -> Page {
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.pdf\"\r\nContent-Type: application/pdf\r\n\r\n";
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    let request = browser
        .request(Method::POST, &format!("/verify/{code}"))
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(body);
    browser.send(request).await
}

#[sqlx::test]
async fn a_code_tells_whose_paper_it_is_and_nothing_private(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (file, code) = receipt(&app).await;
    assert!(!code.contains(['O', 'I', '0', '1']), "{code}");
    let page = app.browser().get(&format!("/verify/{code}")).await;
    assert_eq!(page.status, 200);
    let text = page.text();
    let digest = hex::encode(Sha256::digest(&file.bytes));
    let groups: Vec<String> =
        digest.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    for sentence in [
        "Existe un documento con este código",
        "No prueba que su papel diga lo mismo",
        "Recibo de pago: lo emitió Aguas del Valle.",
        "Aguas del Valle",
        "R-171",
        "6 de marzo de 2026",
        "Vigente",
        &groups.join(" "),
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    for secret in ["María", "Campos", "1,000", "4471", "F-1041", "4242"] {
        assert!(!page.html.contains(secret), "{secret}: {text}");
    }
    // Small letters and a missing dash are all right.
    let typed = code.to_lowercase().replace('-', " ");
    let answer = app.browser().get(&format!("/verify?code={}", typed.replace(' ', "%20"))).await;
    assert_eq!((answer.status, answer.location), (303, Some(format!("/verify/{code}"))));
    let english = app.browser().in_english().get(&format!("/verify/{code}")).await;
    assert!(english.text().contains("There is a document with this code"), "{}", english.text());
}

#[sqlx::test]
async fn a_file_is_compared_byte_by_byte(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (file, code) = receipt(&app).await;
    let browser = app.browser();
    let page = compare(&browser, &code, &file.bytes).await;
    assert!(page.status == 200 && page.text().contains("Coincide"), "{}", page.text());
    assert_eq!(page.texts("h1"), ["Recibo de pago: documento auténtico"]);
    let mut forged = file.bytes.clone();
    let last = forged.len() - 1;
    forged[last] ^= 1;
    let page = compare(&browser, &code, &forged).await;
    assert!(
        page.text().contains("No es el mismo archivo")
            && !page.text().contains("Coincide")
            && !page.text().contains("auténtico"),
        "{}",
        page.text()
    );
    let page = compare(&browser, &code, b"").await;
    assert!(page.text().contains("Elija el archivo PDF"), "{}", page.text());
    assert!(page.texts("title")[0].starts_with("Error: "));
    let page = compare(&browser, &code, &vec![0; 11 * 1024 * 1024]).await;
    assert!(page.text().contains("más de 10 MB"), "{}", page.text());
    let page = compare(&browser, "ZZZZ-ZZZZ", b"x").await;
    assert_eq!((page.status, page.location.as_deref()), (303, Some("/verify?code=ZZZZ-ZZZZ")));
    // No address says that something matches: somebody could send another there.
    let page = browser.get(&format!("/verify/{code}?matches=1&compared=1")).await;
    assert!(!page.text().contains("Coincide"), "{}", page.text());
}

#[sqlx::test]
async fn a_paper_whose_statement_was_undone_says_so_when_it_is_checked(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (_, code) = receipt(&app).await;
    let (id, transaction): (uuid::Uuid, uuid::Uuid) = sqlx::query_as(
        "select payment_id, transaction_id from payment_allocations where payment_id = (select subject_id from papers) limit 1",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let received = Received { payment: PaymentId(id), transaction: TransactionId(transaction) };
    let mut tx = app.system().await;
    take_back(&mut tx, &received, chrono::NaiveDate::from_ymd_opt(2026, 3, 6).unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    let page = app.browser().get(&format!("/verify/{code}")).await;
    assert!(page.text().contains("Lo que dice cambió después de emitirse"), "{}", page.text());
    // The later receipt is the one that holds, and the first one stays what it was.
    let maria = app.signed_in("maria@example.mx").await;
    let later = maria.file(&format!("/account/payments/{}.pdf", payment(AGUAS, 171))).await;
    assert_eq!(later.status, 200);
    let papers: i64 = sqlx::query_scalar("select count(*) from papers").fetch_one(&app.owner).await.unwrap();
    assert_eq!(papers, 2);
    let second: String = sqlx::query_scalar("select code from papers order by sequence desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let page = app.browser().get(&format!("/verify/{second}")).await;
    assert!(page.text().contains("Vigente"), "{}", page.text());
}

#[sqlx::test]
async fn a_visitor_learns_nothing_without_a_code_and_nobody_changes_what_is_sealed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    receipt(&app).await;
    let mut tx = app.db.begin(aldia::kernel::actor::Actor::Visitor).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from papers").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(seen, 0);
    drop(tx);
    for change in ["update papers set number = 'R-1'", "delete from papers", "truncate papers"] {
        assert!(sqlx::query(change).execute(&app.owner).await.is_err(), "{change}");
    }
    let mut tx = app.system().await;
    assert!(sqlx::query("update papers set number = 'R-1'").execute(&mut *tx).await.is_err());
}
