//! The page of the terms: the rules, placed on the reader's own case.

use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DANIEL, ELENA, MARIA};
use crate::support::{TestApp, change_terms};

#[sqlx::test]
async fn the_page_says_the_rules_and_where_one_is_in_them(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = maria.get("/account/terms").await;
    let text = page.text();
    for sentence in [
        "Versión 4, desde el 1 de enero de 2026",
        "El capital vencido suma interés por atraso (moratorio) de 1.5 % cada 30 días, que son 18.25 % al año.",
        "Cada pago es de $10.00 o más; lo último de una deuda puede ser menos.",
        "se responde dentro de 14 días.",
        "Un plan tiene de 2 a 6 pagos y dura 6 meses como máximo.",
        "Cada pago es de $500.00 o más.",
        "antes de que su cuenta pase a Despacho Lara y Asociados le escribe una persona",
        "Han pasado 30 días desde el vencimiento.",
        "Si nada cambia, lo siguiente es el lunes 23 de marzo de 2026: una persona le escribe con opciones.",
        "salvo quien firmó como aval",
        "Vale hoy",
        "Hasta el 31 dic 2025",
    ] {
        assert!(text.to_lowercase().contains(&sentence.to_lowercase()), "{sentence}: {text}");
    }
    assert_eq!(page.texts("[aria-current=step] strong"), ["Día 30"]);
    let english = app.signed_in("susan@example.com").await.in_english().get("/account/terms").await.text();
    assert!(english.contains("Principal past due adds late interest"), "{english}");
}

#[sqlx::test]
async fn ones_own_figures_come_from_the_rules_that_charge_them(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let text = maria.get("/account/terms").await.text();
    for sentence in [
        "F-1041 está vencida: desde mañana suma $1.10 al día.",
        "F-1057 está vencida: desde mañana suma $0.90 al día.",
        // 300.00 of its 900.00 wait for an answer and bear nothing.
        "F-1063 está vencida: desde mañana suma $0.30 al día.",
        "Si la factura F-1070 no se paga a más tardar el viernes 20 de marzo de 2026, cuesta $0.75 al día.",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    let sheet = maria.get(&format!("/account/invoices/{}", invoice("F-1041"))).await;
    assert!(sheet.text().contains("Reglas que valen para esta factura: Versión 4"), "{}", sheet.text());
    // Who charges nothing for being late says so.
    let ines = app.signed_in("ines@example.mx").await.get("/account/terms").await.text();
    assert!(ines.contains("Papelería Noriega no cobra interés por atraso."), "{ines}");
    assert!(!ines.contains("cuesta $"), "{ines}");
}

#[sqlx::test]
async fn earlier_versions_stay_to_be_read_with_what_changed(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = maria.get("/account/terms/3").await;
    assert!(page.text().contains("Esta versión valió hasta el 31 de diciembre de 2025."), "{}", page.text());
    assert!(page.text().contains("se responde dentro de 20 días."), "{}", page.text());
    let changes = maria.get("/account/terms/4").await.text();
    assert!(changes.contains("Qué cambió de la versión 3 a la 4"), "{changes}");
    assert_eq!(maria.get("/account/terms/5").await.status, 404);
    assert_eq!(maria.get("/account/terms/x").await.status, 404);
}

#[sqlx::test]
async fn without_published_terms_the_page_says_so(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    change_terms(&app.owner, "delete from policy_versions where creditor_id <> (select creditor_id from policy_versions where number = 4)").await;
    let ines = app.signed_in("ines@example.mx").await;
    let page = ines.get("/account/terms").await;
    assert!(page.text().contains("Papelería Noriega aún no publica reglas."), "{}", page.text());
    assert_eq!(ines.file("/account/terms/1.pdf").await.status, 404);
}

#[sqlx::test]
async fn the_printed_terms_are_sealed_and_can_be_checked(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let file = maria.file("/account/terms/4.pdf").await;
    assert!(file.text().contains("18.25 % al año"), "{}", file.text());
    assert_eq!(maria.file("/account/terms/4.pdf").await.bytes, file.bytes, "there is no second one");
    let code: String = sqlx::query_scalar("select code from papers").fetch_one(&app.owner).await.unwrap();
    let checked = app.browser().get(&format!("/verify/{code}")).await.text();
    assert!(checked.contains("Reglas de la cuenta: lo emitió Aguas del Valle."), "{checked}");
    assert!(checked.contains("Vigente"), "{checked}");
    // An older version is told to be one, on whatever side it was printed.
    let daniel = app.staff(DANIEL).await;
    let old = daniel.file(&format!("/desk/accounts/{ACCOUNT_4471}/terms/3.pdf")).await;
    assert!(old.text().contains("20 días"), "{}", old.text());
    let code: String = sqlx::query_scalar("select code from papers where number = 'v3'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let checked = app.browser().get(&format!("/verify/{code}")).await.text();
    assert!(checked.contains("Hay una versión más reciente"), "{checked}");
}

#[sqlx::test]
async fn the_team_reads_the_same_page_and_can_do_nothing_there(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let base = format!("/desk/accounts/{ACCOUNT_4471}");
    let page = elena.get(&format!("{base}/terms")).await;
    assert!(page.text().contains("F-1041 está vencida"), "{}", page.text());
    assert!(page.texts("main form").is_empty(), "{}", page.html);
    elena.submit("/do/desk/view-as", &[("account", &ACCOUNT_4471.to_string())]).await;
    let viewed = elena.get(&format!("{base}/as-debtor/account/terms/4")).await;
    assert_eq!(viewed.status, 200);
    assert!(viewed.texts("main form").is_empty(), "{}", viewed.html);
    assert!(viewed.html.contains(&format!("{base}/as-debtor/account/terms/3")), "{}", viewed.html);
}
