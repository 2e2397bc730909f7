//! Statements that are too long to be printed while somebody waits.

use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{letters_of, show};
use crate::support::{Browser, TestApp};

const PERIOD: &str = "from=2026-03-01&to=2026-03-06";

/// Bills María this often on one day.
pub async fn bill(app: &TestApp, times: i32) {
    let mut tx = app.owner.begin().await.unwrap();
    sqlx::query(
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
         select gen_random_uuid(), id, debtor_id, creditor_id, 'L-' || n, '2026-03-02', '2026-06-01', 'MXN', 100
         from accounts, generate_series(0, $2 - 1) n where id = $1
         on conflict do nothing",
    )
    .bind(ACCOUNT_4471)
    .bind(times)
    .execute(&mut *tx)
    .await
    .unwrap();
    // As `ledger::store::post` writes them, but all at once: one by one they would take longer than what is tested.
    sqlx::query(
        "insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at, effective_on,
           accounting_on, document_kind, document_number, rule, actor_kind)
         select id, 'invoice', 'invoice:' || id, creditor_id, account_id, debtor_id, now(), issued_on, issued_on, 'invoice', number,
           '', 'system'
         from invoices where number like 'L-%' order by substr(number, 3)::integer
         on conflict do nothing",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    sqlx::query(
        "insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, invoice_id, currency,
           amount_minor, digest)
         select i.id, e.position, e.book, i.creditor_id, e.account, e.debtor, i.id, 'MXN', e.amount,
           ledger_entry_digest(i.id, e.position, e.book, i.creditor_id, e.account, e.debtor, i.id, 'MXN', e.amount)
         from invoices i cross join lateral (
           values (1::smallint, 'principal', i.account_id, i.debtor_id, 100::bigint), (2::smallint, 'sales', null, null, -100)
         ) as e (position, book, account, debtor, amount)
         where i.number like 'L-%' and not exists (select from ledger_entries k where k.transaction_id = i.id)",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn prepare(maria: &Browser) -> crate::support::Page {
    let account = ACCOUNT_4471.to_string();
    let fields = [("account", account.as_str()), ("from", "2026-03-01"), ("to", "2026-03-06")];
    maria.submit("/do/documents/prepare", &fields).await
}

#[sqlx::test]
async fn a_long_statement_is_printed_in_parts_that_carry_on_from_each_other(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    bill(&app, 1_200).await;
    let maria = app.signed_in("maria@example.mx").await;
    let page = maria.get(&format!("/account/statement?{PERIOD}")).await;
    assert!(page.text().contains("El PDF se prepara en 2 partes"), "{}", page.text());
    assert_eq!(page.texts("main tbody tr").len(), 100, "a page at a time");
    let early = maria.get(&format!("/account/statement.pdf?{PERIOD}")).await;
    assert!(early.status == 303 && early.location.unwrap().contains("/account/statement?"));
    let page = prepare(&maria).await;
    assert!(page.text().contains("Listas 0 de 2 partes."), "{}", page.text());
    assert_eq!(app.work().await, 1);
    let page = maria.get(&format!("/account/statement?{PERIOD}")).await;
    assert!(page.text().contains("Parte 1 de 2 (PDF, "), "{}", page.text());
    let first = maria.file(&format!("/account/statement.pdf?{PERIOD}&part=1")).await;
    let second = maria.file(&format!("/account/statement.pdf?{PERIOD}&part=2")).await;
    show("estado-largo-1-es", &first);
    show("estado-largo-2-es", &second);
    let (one, two) = (letters_of(&first.text()), letters_of(&second.text()));
    assert!(one.contains("Parte1de2") && two.contains("Parte2de2"));
    assert!(one.contains("L-999") && !one.contains("L-1000") && two.contains("L-1000"));
    // What the first part ends with is what the second begins with: 6,435.70 in February, and a thousand bills.
    let carried = "$7,435.70";
    assert!(one.contains(carried) && two.contains(carried), "{}", second.text());
    // Ordered again, nothing is printed again.
    prepare(&maria).await;
    assert_eq!(app.work().await, 0);
}

#[sqlx::test]
async fn beyond_what_fits_a_paper_there_are_months_and_the_table(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    bill(&app, 5_001).await;
    let maria = app.signed_in("maria@example.mx").await;
    let page = maria.get("/account/statement?from=2025-12-01&to=2026-03-06").await;
    assert!(page.text().contains("más de los 5000 que caben en un PDF"), "{}", page.text());
    assert_eq!(page.texts("main details li a").len(), 4, "{:?}", page.texts("main details li a"));
    let refused = prepare(&maria).await;
    assert_eq!(refused.status, 404, "{}", refused.text());
    let table = maria.file("/account/statement.csv?from=2025-12-01&to=2026-03-06").await;
    let lines = String::from_utf8(table.bytes).unwrap().lines().count();
    assert!(lines > 5_003, "{lines}");
}
