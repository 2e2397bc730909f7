//! Letters that nothing is owed: there only while the books say so.

use aldia::kernel::money::Currency;
use aldia::ledger::model::{AccountKey, Book, Days, Posting, TransactionDraft, TransactionKind};
use aldia::ledger::store::post;
use aldia::server::seed::known::invoice;
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{letters_of, show};
use crate::payments::Payer;
use crate::support::TestApp;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

#[sqlx::test]
async fn who_owes_nothing_gets_a_letter_and_who_owes_gets_none(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let rosa = app.signed_in("rosa@example.mx").await;
    let home = rosa.get("/account").await;
    assert!(home.text().contains("Descargar carta de liquidación (PDF)"), "{}", home.text());
    let file = rosa.file("/account/letter.pdf").await;
    show("liquidacion-es", &file);
    let text = letters_of(&file.text());
    for sentence in [
        "Carta de liquidación C-1",
        "no tiene ningún adeudo en la cuenta",
        "Facturado (2 facturas) $1,197.50",
        "Pagado \u{2212}$1,197.50",
        "Adeudo $0.00 MXN",
        "vale sin firma",
    ] {
        assert!(text.contains(&letters_of(sentence)), "{sentence}: {}", file.text());
    }
    let maria = app.signed_in("maria@example.mx").await;
    let home = maria.get("/account").await;
    assert!(!home.text().contains("Descargar carta"), "{}", home.text());
    let answer = maria.get("/account/letter.pdf").await;
    assert_eq!((answer.status, answer.location.as_deref()), (303, Some("/account")));
}

#[sqlx::test]
async fn one_invoice_that_is_paid_has_its_own_letter(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let (paid, open) = (invoice("F-0112"), invoice("F-1041"));
    let page = maria.get(&format!("/account/invoices/{paid}")).await;
    assert!(page.text().contains("Descargar carta de no adeudo (PDF)"), "{}", page.text());
    let file = maria.file(&format!("/account/invoices/{paid}/letter.pdf?lang=en")).await;
    show("no-debt-en", &file);
    let text = letters_of(&file.text());
    for sentence in ["No-debt letter", "owes nothing of invoice F-0112", "about this invoice only"] {
        assert!(text.contains(&letters_of(sentence)), "{sentence}: {}", file.text());
    }
    let page = maria.get(&format!("/account/invoices/{open}")).await;
    assert!(!page.text().contains("no adeudo"), "{}", page.text());
    let answer = maria.get(&format!("/account/invoices/{open}/letter.pdf")).await;
    assert_eq!((answer.status, answer.location), (303, Some(format!("/account/invoices/{open}"))));
}

#[sqlx::test]
async fn what_was_forgiven_is_settled_and_never_called_paid_in_full(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    // Teresa owes 700.00 and a little interest; all of it but what she pays is forgiven.
    let teresa = "teresa@example.mx";
    let (account, debtor, creditor, bill): (uuid::Uuid, uuid::Uuid, uuid::Uuid, uuid::Uuid) =
        sqlx::query_as("select account_id, debtor_id, creditor_id, id from invoices where number = 'F-0750'")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let open: Vec<(String, i64)> = sqlx::query_as(
        "select e.book, sum(e.amount_minor)::bigint from ledger_entries e
         where e.invoice_id = $1 and e.book in ('principal', 'interest') group by e.book having sum(e.amount_minor) <> 0",
    )
    .bind(bill)
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let forgiven_minor: i64 = open.iter().map(|(_, minor)| minor).sum();
    let postings = open.iter().map(|(book, minor)| Posting {
        book: Book::parse(book).unwrap(),
        amount_minor: -minor,
        invoice: Some(aldia::kernel::ids::InvoiceId(bill)),
    });
    let other = Posting { book: Book::Forgiveness, amount_minor: forgiven_minor, invoice: None };
    let of = AccountKey {
        account: aldia::kernel::ids::AccountId(account),
        debtor: aldia::kernel::ids::DebtorId(debtor),
        creditor: aldia::kernel::ids::CreditorId(creditor),
        currency: Currency::MXN,
    };
    let draft = TransactionDraft {
        kind: TransactionKind::Forgiveness,
        dedupe_key: "forgiveness:test".to_owned(),
        creditor: of.creditor,
        account: Some((of.account, of.debtor)),
        currency: of.currency,
        days: Days::on(day(3, 6)),
        document_kind: "agreement".to_owned(),
        document_number: "A-1".to_owned(),
        rule: String::new(),
        policy_version: None,
        basis: None,
        reverses: None,
        postings: postings.chain([other]).collect(),
    };
    let mut tx = app.system().await;
    post(&mut tx, &draft).await.unwrap();
    tx.commit().await.unwrap();
    let address: String = sqlx::query_scalar(
        "select c.address from contact_points c join parties p on p.person_id = c.person_id where p.account_id = $1 limit 1",
    )
    .bind(account)
    .fetch_one(&app.owner)
    .await
    .unwrap_or_else(|_| teresa.to_owned());
    let browser = app.signed_in(&address).await;
    let file = browser.file(&format!("/account/letter.pdf?account={account}")).await;
    show("finiquito-es", &file);
    let text = letters_of(&file.text());
    assert!(text.contains(&letters_of("Carta finiquito C-1")), "{}", file.text());
    assert!(
        text.contains("condonó") && !text.contains(&letters_of("Carta de liquidación")),
        "{}",
        file.text()
    );
    let amount = aldia::kernel::money::Money::new(-forgiven_minor, Currency::MXN).to_string();
    for sentence in [format!("Condonado {amount}"), "Lo condonado puede contar como ingreso".to_owned()] {
        assert!(text.contains(&letters_of(&sentence)), "{sentence}: {}", file.text());
    }
}

#[sqlx::test]
async fn a_dispute_or_a_payment_on_its_way_keeps_the_letter_back(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.start("how=overdue").await;
    let paid = format!("/account/invoices/{}/letter.pdf", invoice("F-0112"));
    assert_eq!(maria.browser.file(&paid).await.status, 200);
    sqlx::query("update payments set state = 'processing' where state = 'created'")
        .execute(&app.owner)
        .await
        .unwrap();
    let other = format!("/account/invoices/{}/letter.pdf", invoice("F-0111"));
    assert_eq!(maria.browser.file(&other).await.status, 303);
}
