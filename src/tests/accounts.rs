//! What somebody owes, why, and which invoices make it up: on the pages, in both languages, and nobody else's.

mod access;
mod coming;
pub mod equal;
mod opened;
mod sums;

use aldia::server::seed::Story;
use aldia::server::seed::known::{self, ACCOUNT_4471};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::{Page, TestApp};

fn assert_says(page: &Page, sentences: &[&str]) {
    let text = page.text().replace('\u{a0}', " ");
    for sentence in sentences {
        assert!(text.contains(sentence), "no {sentence:?} in {text}");
    }
}

fn assert_never_says(page: &Page, words: &[&str]) {
    let text = page.text().to_lowercase();
    for word in words {
        assert!(!text.contains(word), "{word:?} in {text}");
    }
}

/// The rows of entries on a page that explains an amount, without those of its picture's table.
fn entry_rows(page: &Page) -> usize {
    page.texts("tbody tr").len() - page.texts("figure tbody tr").len()
}

fn invoice_page(number: &str) -> String {
    format!("/account/invoices/{}", known::invoice(number))
}

#[sqlx::test]
async fn the_sample_account_shows_its_sums(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let page = app.signed_in("maria@example.mx").await.get("/account").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.texts("h1"), ["Para estar al día hoy"]);
    assert_eq!(page.texts(".amount-number"), ["$4,649.50 MXN"]);
    assert_says(
        &page,
        &[
            "3 facturas vencidas; la más antigua, desde el 4 de febrero.",
            "Hasta que pague, cada día se suman $2.30 de interés (desde el 21 de marzo, $3.05 si F-1070 no se paga).",
            "De $6,449.50, están vencidos $4,649.50.",
            "Aclaración A-104: $300.00 de F-1063; respuesta a más tardar el lunes 9 de marzo",
            "F-1041: $2,233.00, venció el 4 de febrero",
            "F-1070: $1,500.00, vence el 20 de marzo",
        ],
    );
    let amounts = page.texts("figure tbody td.number, figure tfoot td.number");
    assert_eq!(amounts, ["$4,649.50", "$1,500.00", "$300.00", "$6,449.50"]);
}

#[sqlx::test]
async fn the_same_account_is_read_in_english(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let page = app.signed_in("maria@example.mx").await.get("/account?lang=en").await;
    assert_eq!(page.texts("h1"), ["To be up to date today"]);
    assert_says(
        &page,
        &[
            "3 invoices past due; the oldest since 4 February.",
            "Until you pay, $2.30 of interest is added each day (from 21 March $3.05 if F-1070 is not paid).",
            "Of $6,449.50, $4,649.50 is past due.",
            "Dispute A-104: $300.00 of F-1063; answer by Monday 9 March",
        ],
    );
}

#[sqlx::test]
async fn each_invoice_shows_what_is_payable(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    for (number, payable) in
        [("F-1041", "$2,233.00"), ("F-1057", "$1,813.50"), ("F-1063", "$603.00"), ("F-1070", "$1,500.00")]
    {
        let page = maria.get(&invoice_page(number)).await;
        assert_eq!(page.texts(".amount-number"), [format!("{payable} MXN")], "{number}");
    }
    let page = maria.get(&invoice_page("F-1057")).await;
    assert_says(
        &page,
        &[
            "Factura F-1057 Vencida",
            "Venció el jueves 19 de febrero de 2026 (hace 15 días). Incluye $13.50 de interés.",
            "Desde mañana suma $0.90 al día; si la paga hoy, ya no suma.",
            "Pagar esta factura: $1,813.50",
            "El CFDI y el complemento de pago los emite Aguas del Valle.",
        ],
    );
    let page = maria.get(&invoice_page("F-1063")).await;
    assert_says(
        &page,
        &[
            "$300.00 del concepto 2 están en aclaración A-104. Puede pagar los $603.00 restantes.",
            "Factura F-1063 En aclaración",
        ],
    );
    assert_eq!(page.texts("main table tbody tr").len(), 2);
}

#[sqlx::test]
async fn the_list_counts_and_sorts_and_finds(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let page = maria.get("/account/invoices").await;
    assert_eq!(page.texts(".tabs a"), ["Por pagar (4)", "En aclaración (1)", "Pagadas (12)", "Todas (16)"]);
    assert_eq!(page.texts("tbody th a"), ["F-1041", "F-1057", "F-1063", "F-1070"]);
    assert_eq!(
        page.texts("tfoot td.number"),
        ["$7,400.00", "$1,000.00", "$49.50", "$6,149.50"],
        "the totals of total, paid, interest and to pay"
    );
    assert_eq!(page.texts("input[name=invoice]").len(), 4);
    let page = maria.get("/account/invoices?show=to-pay&sort=-amount").await;
    assert_eq!(page.texts("tbody th a"), ["F-1041", "F-1057", "F-1070", "F-1063"]);
    let page = maria.get("/account/invoices?show=all&number=106").await;
    assert_eq!(page.texts("tbody th a"), ["F-0106", "F-1063"]);
    let page = maria.get("/account/invoices?show=to-pay&number=%3C%2Ftextarea%3E%22").await;
    assert_says(&page, &["Ninguna factura con \"</textarea>\"\"."]);
    let page = maria.get("/account/invoices?show=paid").await;
    assert_eq!(page.texts("tbody tr").len(), 12);
    assert!(page.texts("input[name=invoice]").is_empty());
}

#[sqlx::test]
async fn chosen_invoices_go_on_to_be_paid(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let (first, second) = (known::invoice("F-1041"), known::invoice("F-1057"));
    let page = maria
        .get(&format!("/account/invoices?choose=1&invoice={first}&invoice={second}&invoice=nonsense"))
        .await;
    assert_eq!(page.status, 303);
    let address = format!("/account/pay?account={ACCOUNT_4471}&invoice={first}&invoice={second}");
    assert_eq!(page.location, Some(address));
    let page = maria.get("/account/invoices?choose=1").await;
    assert_eq!(page.texts("[role=alert] a"), ["Elija al menos una factura"]);
    assert_eq!(page.attribute("[role=alert] a", "href").unwrap(), "#invoice");
}

#[sqlx::test]
async fn every_amount_opens_to_entries_that_add_up(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let page = maria.get("/account/balance?of=due").await;
    assert_eq!(page.texts(".amount-number"), ["$4,649.50 MXN"]);
    assert_eq!(entry_rows(&page), 8);
    assert_says(
        &page,
        &[
            "Estos 8 renglones suman $4,649.50. Calculado el viernes 6 de marzo de 2026 a las",
            "Factura emitida",
            "Pago recibido, recibo R-171",
            "Interés por atraso: $1,800.00 × 1.5 % × 15 de 30 días = $13.50",
            "regla 2, política versión 4",
            "En aclaración A-104, no se cobra",
            "\u{2212}$300.00",
        ],
    );
    for (of, figure, rows) in [
        ("total".to_owned(), "$6,449.50", 8),
        ("not-due".to_owned(), "$1,500.00", 1),
        ("held".to_owned(), "$300.00", 1),
        (known::invoice("F-1063").to_string(), "$603.00", 3),
        (known::invoice("F-0101").to_string(), "$0.00", 2),
    ] {
        let page = maria.get(&format!("/account/balance?of={of}")).await;
        assert_eq!(page.texts(".amount-number"), [format!("{figure} MXN")], "{of}");
        assert_eq!(entry_rows(&page), rows, "{of}");
        assert!(page.texts(".check-line")[0].contains(&format!("{figure}.")), "{of}");
        assert!(page.texts(".notice-bad").is_empty(), "{of}");
    }
    assert_eq!(maria.get("/account/balance?of=everything").await.status, 404);
}

#[sqlx::test]
async fn rows_that_do_not_match_the_figure_are_owned_up_to(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query("update invoice_balances set principal_minor = principal_minor + 1 where invoice_id = $1")
        .bind(known::invoice("F-1041").0)
        .execute(&app.owner)
        .await
        .unwrap();
    let page = app.signed_in("maria@example.mx").await.get("/account/balance?of=due").await;
    assert_says(
        &page,
        &[
            "Los renglones no cuadran con el total. No pague esta cantidad hasta que Aguas del Valle la corrija.",
        ],
    );
}

#[sqlx::test]
async fn before_the_dispute_the_second_seed_is_due(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::with_story(options, Some(Story::BeforeTheDispute)).await;
    let page = app.signed_in("maria@example.mx").await.get("/account").await;
    assert_eq!(page.texts(".amount-number"), ["$4,024.50 MXN"]);
    let amounts = page.texts("figure tbody td.number, figure tfoot td.number");
    assert_eq!(amounts, ["$4,024.50", "$2,400.00", "$6,424.50"]);
}

#[sqlx::test]
async fn those_who_owe_nothing_are_told_so(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let page = app.signed_in("rosa@example.mx").await.get("/account").await;
    assert_eq!(page.texts("h1"), ["Está al día"]);
    assert_says(&page, &["No debe nada a Aguas del Valle."]);
    let jorge = app.signed_in("+525512340006").await;
    assert_says(&jorge.get("/account").await, &["Tiene $200.00 a su favor."]);
    let page = jorge.get("/account/balance?of=credit").await;
    assert_says(&page, &["Este renglón es de $200.00.", "Pago recibido, recibo R-185"]);
    let page = app.signed_in("susan@example.com").await.get("/account").await;
    assert_says(&page, &["1 invoice past due, since 24 February."]);
}

#[sqlx::test]
async fn markup_in_stored_texts_is_shown_as_text(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let evil = "</textarea><script>alert(1)</script>\"'&";
    for statement in [
        "update invoice_lines set description = $1",
        "update accounts set contract = $1",
        "update invoices set number = number || $1, contract = $1",
        "update holds set dispute_number = $1",
        "update creditors set name = left(slug, 3) || $1, legal_name = $1, address = $1, phone = $1",
        "update debtors set name = $1",
        "update persons set name = $1",
    ] {
        sqlx::query(statement).bind(evil).execute(&app.owner).await.unwrap();
    }
    let maria = app.signed_in("maria@example.mx").await;
    for path in [
        "/account".to_owned(),
        "/account/invoices?show=all".to_owned(),
        invoice_page("F-1063"),
        "/account/balance?of=due".to_owned(),
    ] {
        let page = maria.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.html.contains("<script>alert"), "{path}");
        assert!(page.text().contains("</textarea><script>alert(1)</script>"), "{path}");
    }
    let alberto = app.signed_in("alberto@example.mx").await.get("/account").await;
    assert!(!alberto.html.contains("<script>alert"));
}

#[sqlx::test]
async fn words_that_shame_or_mislead_are_never_said(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    for path in [
        "/".to_owned(),
        "/account".to_owned(),
        "/account/invoices".to_owned(),
        invoice_page("F-1063"),
        "/account/balance?of=total".to_owned(),
    ] {
        for lang in ["es", "en"] {
            let separator = if path.contains('?') { '&' } else { '?' };
            let page = maria.get(&format!("{path}{separator}lang={lang}")).await;
            assert_never_says(
                &page,
                &["cancelar", "deudor", "moroso", "debtor", "penal", "urgente", "urgent"],
            );
        }
    }
}

#[sqlx::test]
async fn the_first_page_says_how_to_tell_that_it_is_real(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let page = app.browser().get("/").await;
    assert_eq!(page.status, 200);
    assert_says(
        &page,
        &[
            "Su cuenta, clara y al día",
            "Cómo saber que es real",
            &format!("La dirección es exactamente {}/", app.url),
            "Papelería Noriega",
        ],
    );
    assert_eq!(page.attribute("form[action='/verify'] input", "name").unwrap(), "code");
    let english = app.browser().in_english().get("/").await;
    assert_says(&english, &["Your account, clear and up to date"]);
    let signed_in = app.signed_in("maria@example.mx").await.get("/").await;
    assert_eq!((signed_in.status, signed_in.location.as_deref()), (303, Some("/account")));
}

#[sqlx::test]
async fn a_debtors_pages_wear_their_creditors_colour(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let sheets = |page: &Page| {
        let document = scraper::Html::parse_document(&page.html);
        let links = scraper::Selector::parse("link[rel=stylesheet]").unwrap();
        document
            .select(&links)
            .filter_map(|link| link.value().attr("href"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let ines = app.signed_in("ines@example.mx").await;
    for path in ["/account", "/account/invoices", "/account/pay", "/account/payments", "/account/settings"] {
        let page = ines.get(path).await;
        let href = sheets(&page).pop().unwrap();
        assert!(href.starts_with("/brand/papeleria-noriega.") && href.ends_with(".css"), "{path}: {href}");
        assert!(page.headers["content-security-policy"].to_str().unwrap().contains("style-src 'self';"));
    }
    let href = sheets(&ines.get("/account").await).pop().unwrap();
    let sheet = app.browser().get(&href).await;
    assert_eq!(sheet.status, 200);
    assert!(sheet.html.contains("--accent: light-dark(#5A3E8C, "), "{}", sheet.html);
    assert_eq!(sheet.headers["content-type"], "text/css; charset=utf-8");
    assert_eq!(sheet.headers["cache-control"], "public, max-age=31536000, immutable");
    assert!(!sheet.headers.contains_key("set-cookie"));

    sqlx::query("update creditors set accent = '#8C3E5A' where slug = 'papeleria-noriega'")
        .execute(&app.owner)
        .await
        .unwrap();
    let changed = sheets(&ines.get("/account").await).pop().unwrap();
    assert_ne!(changed, href, "a new colour is a new address");
    let late = app.browser().get(&href).await;
    assert!(late.html.contains("#8C3E5A") && late.headers["cache-control"] == "no-cache", "{}", late.html);

    for nobody in ["nobody.css", "nobody.0123456789abcdef.css", "papeleria-noriega", "aguas-del-valle.css"] {
        assert_eq!(app.browser().get(&format!("/brand/{nobody}")).await.status, 404, "{nobody}");
    }
    let plain = app.signed_in("maria@example.mx").await.get("/account").await;
    assert_eq!(sheets(&plain).len(), 1, "a creditor without a colour wears the portal's");
}

#[sqlx::test]
async fn a_page_of_ten_thousand_invoices_reads_only_what_it_shows(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    sqlx::query(
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, 'M-' || n, date '2000-01-01' + n / 2, date '2000-02-01' + n / 2, 'MXN', 100
         from accounts a, generate_series(1, 10000) n where a.id = $1",
    )
    .bind(ACCOUNT_4471.0)
    .execute(&app.owner)
    .await
    .unwrap();
    sqlx::query("analyze").execute(&app.owner).await.unwrap();
    let maria = app.signed_in("maria@example.mx").await;
    let page = maria.get("/account/invoices?show=all&page=3").await;
    assert_eq!(page.texts("tbody tr").len(), 25);
    assert_says(&page, &["Todas (10016)", "51 a 75 de 10016"]);
    let mut tx = app.system().await;
    let account = aldia::accounts::store::account(&mut tx, ACCOUNT_4471).await.unwrap();
    let asked = aldia::accounts::invoices::Asked {
        filter: aldia::accounts::model::Filter::All,
        ..Default::default()
    };
    let before = walked_over_invoices(&mut tx).await;
    aldia::accounts::invoices::page(&mut tx, &account, &asked, 50, 25).await.unwrap();
    let after = walked_over_invoices(&mut tx).await;
    let (scanned, fetched) = (after.0 - before.0, after.1 - before.1);
    assert_eq!(scanned, 0, "no walk over all invoices");
    assert!(fetched < 300, "{fetched} invoices fetched for a page of 25");
}

/// Walks over all invoices and invoices fetched through an index so far. PostgreSQL hands these figures on only once a
/// second, so what the connection did before is still among them.
async fn walked_over_invoices(tx: &mut aldia::kernel::db::Tx) -> (i64, i64) {
    sqlx::query_as("select seq_scan, idx_tup_fetch from pg_stat_xact_user_tables where relname = 'invoices'")
        .fetch_one(&mut **tx)
        .await
        .unwrap()
}
