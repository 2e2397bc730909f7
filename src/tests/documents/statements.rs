//! The statement of an account, on its page, on paper and as a table.

use aldia::documents::csv::{plain, text};
use aldia::documents::model::Period;
use aldia::documents::store::statement::{rows, statement};
use aldia::kernel::money::{Currency, Money};
use aldia::server::seed::known::ACCOUNT_4471;
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{letters_of, show};
use crate::payments::Payer;
use crate::support::TestApp;

const PERIOD: &str = "from=2026-02-05&to=2026-03-06";

#[sqlx::test]
async fn the_statement_of_the_sample_account_is_as_the_manual_says(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let page = maria.browser.get(&format!("/account/statement?{PERIOD}")).await;
    let text = page.text();
    for sentence in [
        "Saldo inicial, fin del 4 de febrero de 2026 $2,200.00",
        "Cargos $4,249.50",
        "Saldo final $6,449.50",
        "Por vencer $1,500.00",
        "Vencido, 1 a 30 días $4,649.50",
        "En aclaración, no se cobra $300.00",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    assert_eq!(page.texts(".amount-number"), ["$6,449.50 MXN"]);
    let file = maria.browser.file(&format!("/account/statement.pdf?{PERIOD}")).await;
    show("estado-es", &file);
    let paper = letters_of(&file.text());
    for sentence in [
        "Estado de cuenta E-1",
        "5 de febrero de 2026 a 6 de marzo de 2026",
        "Saldo inicial, fin del 4 feb 2026 $2,200.00",
        "F-1057 $1,800.00 $4,000.00",
        "$4,249.50 $0.00 $6,449.50",
        "Vencido, 1 a 30 días $4,649.50",
        "Saldo final $6,449.50",
    ] {
        assert!(paper.contains(&letters_of(sentence)), "{sentence}: {}", file.text());
    }
    // After the payment of the manual: 3,449.50 = 1,649.50 + 1,500 + 300.
    maria.pay(&app, "how=amount&amount=3,000.00").await;
    let page = maria.browser.get(&format!("/account/statement?{PERIOD}")).await;
    let links = page.texts("main tbody a");
    assert!(
        links.iter().all(|link| link.starts_with("F-")),
        "an invoice's page opens from its number: {links:?}"
    );
    let text = page.text();
    for sentence in ["Abonos \u{2212}$3,000.00", "Saldo final $3,449.50", "Vencido, 1 a 30 días $1,649.50"] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    let english = maria.browser.file(&format!("/account/statement.pdf?{PERIOD}&lang=en")).await;
    show("statement-en", &english);
    let paper = letters_of(&english.text());
    for sentence in ["Account statement", "Payment received, receipt R-208", "Closing balance $3,449.50"] {
        assert!(paper.contains(&letters_of(sentence)), "{sentence}: {}", english.text());
    }
}

#[sqlx::test]
async fn money_on_its_way_is_shown_and_never_subtracted(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.start("how=overdue").await;
    sqlx::query("update payments set state = 'processing' where state = 'created'")
        .execute(&app.owner)
        .await
        .unwrap();
    let page = maria.browser.get(&format!("/account/statement?{PERIOD}")).await;
    assert_eq!(page.texts(".amount-number"), ["$6,449.50 MXN"]);
    let sentence = "Hay un pago de $4,649.50 en proceso. Todavía no está restado del saldo.";
    assert!(page.text().contains(sentence), "{}", page.text());
    let file = maria.browser.file(&format!("/account/statement.pdf?{PERIOD}")).await;
    show("estado-en-proceso-es", &file);
    assert!(letters_of(&file.text()).contains(&letters_of(sentence)), "{}", file.text());
    // A statement of earlier days says nothing of today's payment.
    let past = maria.browser.get("/account/statement?from=2026-01-01&to=2026-01-31").await;
    assert!(!past.text().contains("en proceso"), "{}", past.text());
}

#[sqlx::test]
async fn both_sides_and_every_part_of_a_period_add_up(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let mut tx = app.system().await;
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar("select id from accounts order by id").fetch_all(&mut *tx).await.unwrap();
    for account in aldia::accounts::store::accounts_among(&mut tx, &ids).await.unwrap() {
        for (from, to) in [(day(1, 1), day(3, 6)), (day(1, 1), day(2, 3)), (day(2, 4), day(3, 6))] {
            let period = Period { from, to };
            let sheet = statement(&mut tx, &account, period).await.unwrap();
            let moved = sheet.charged.checked_sub(sheet.credited).unwrap();
            assert_eq!(sheet.opening.checked_add(moved), Some(sheet.closing), "{}", account.reference);
            let aged = [sheet.ageing.not_due, sheet.ageing.due, sheet.ageing.held].map(|age| age.minor);
            assert_eq!(aged.iter().sum::<i64>(), sheet.closing.minor, "{}", account.reference);
            let due: i64 = sheet.ageing.overdue.iter().map(|age| age.minor).sum();
            assert_eq!(due, sheet.ageing.due.minor, "{}", account.reference);
            let rows = rows(&mut tx, &account, period, 0, 10_000).await.unwrap();
            let after = rows.last().map_or(sheet.opening, |row| row.balance);
            assert_eq!(after, sheet.closing, "{}", account.reference);
        }
    }
    drop(tx);
    let desk = app.staff("daniel@aguas.example").await;
    let desk = desk.get(&format!("/desk/accounts/{ACCOUNT_4471}/statement?{PERIOD}")).await;
    assert_eq!(desk.texts(".amount-number"), ["$6,449.50 MXN"]);
}

#[sqlx::test]
async fn where_a_statement_opens_and_closes_leads_to_the_entries_that_make_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let daniel = app.staff("daniel@aguas.example").await;
    for (browser, base) in
        [(&maria, "/account".to_owned()), (&daniel, format!("/desk/accounts/{ACCOUNT_4471}"))]
    {
        let statement = browser.get(&format!("{base}/statement?{PERIOD}")).await;
        let amounts = statement.texts(".summary-amounts dd a");
        assert_eq!(amounts, ["$2,200.00", "$6,449.50", "$6,449.50"], "opens, closes, and by age");
        for (amount, href) in amounts.iter().zip(statement.attributes(".summary-amounts dd a", "href")) {
            let opened = browser.get(&href).await;
            assert_eq!(opened.texts(".amount-number"), [format!("{amount} MXN")], "{href}");
        }
    }
}

#[sqlx::test]
async fn dates_that_cannot_be_are_refused_at_their_fields(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let ask = |from: &str, to: &str| {
        let part = |name: &str, date: &str| {
            let parts: Vec<&str> = date.split('-').collect();
            format!("{name}_day={}&{name}_month={}&{name}_year={}", parts[2], parts[1], parts[0])
        };
        format!("/statement?{}&{}", part("from", from), part("to", to))
    };
    let daniel = app.staff("daniel@aguas.example").await;
    let desk = format!("/desk/accounts/{ACCOUNT_4471}");
    daniel.post("/do/desk/view-as", &[("account", &ACCOUNT_4471.to_string())]).await;
    for (from, to, sentence) in [
        ("2026-02-30", "2026-03-06", "Escriba una fecha que exista"),
        ("2026-03-06", "2026-03-01", "La fecha final debe ser igual o posterior a la inicial"),
        ("2026-03-01", "2026-04-01", "La fecha final no puede ser posterior a hoy"),
    ] {
        for (browser, base) in
            [(&maria, "/account"), (&daniel, &desk), (&daniel, &format!("{desk}/as-debtor/account"))]
        {
            let page = browser.get(&format!("{base}{}", ask(from, to))).await;
            assert!(page.text().contains(sentence), "{sentence}: {}", page.text());
            assert!(page.texts("title")[0].starts_with("Error: "), "{base}: {:?}", page.texts("title"));
            assert_eq!(page.attribute("#from", "value"), from.split('-').nth(2).map(str::to_owned));
        }
    }
    let page = maria.get(&format!("/account{}", ask("2026-02-05", "2026-03-06"))).await;
    assert_eq!(page.texts(".amount-number"), ["$6,449.50 MXN"]);
    // What nobody types: it is understood as far as it can be.
    for query in [
        "from=nonsense",
        "from=0001-01-01&to=9999-12-31",
        "from=2026-03-06&to=2020-01-01",
        "page=99999999999",
    ] {
        assert_eq!(maria.get(&format!("/account/statement?{query}")).await.status, 200, "{query}");
    }
}

#[sqlx::test]
async fn the_table_opens_in_a_spreadsheet_and_runs_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let file = maria.file(&format!("/account/statement.csv?{PERIOD}")).await;
    assert_eq!((file.status, file.kind.as_str()), (200, "text/csv; charset=utf-8"));
    assert_eq!(&file.bytes[..3], b"\xef\xbb\xbf", "Excel takes it for another alphabet otherwise");
    let table = String::from_utf8(file.bytes[3..].to_vec()).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "Fecha,Movimiento,Documento,Cargo,Abono,A favor,Saldo,Moneda");
    assert_eq!(lines[1], "2026-02-04,Saldo inicial,,,,,2200.00,MXN");
    assert_eq!(lines[2], "2026-02-05,Factura emitida,F-1057,1800.00,,,4000.00,MXN");
    assert_eq!(*lines.last().unwrap(), "2026-03-06,Saldo final,,,,,6449.50,MXN");
    for formula in ["=1+1", "+52 55", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1"] {
        assert!(text(formula).starts_with('\''), "{formula:?}");
    }
    assert_eq!(text("Factura emitida"), "Factura emitida");
    assert_eq!(plain(Money::new(-123_450_050, Currency::MXN)), "-1234500.50");
}

#[sqlx::test]
async fn the_table_arrives_whole_in_the_form_that_browsers_ask_for(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let path = format!("/account/statement.csv?{PERIOD}");
    for coding in ["gzip, deflate, br", "gzip", "identity"] {
        let answer = maria.answer(&path, coding).await;
        assert_eq!(answer.status(), 200, "{coding}");
        assert!(!answer.bytes().await.unwrap().is_empty(), "{coding}");
    }
}
