//! `aldia check` names what is wrong with the books, and only that.

use aldia::kernel::locale::Lang;
use aldia::ledger::allocation::AllocationOrder;
use aldia::ledger::check::{self, Check};
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{Days, TransactionDraft};
use aldia::ledger::store::post;
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::books::{Books, day, interest};

#[sqlx::test]
async fn each_thing_that_can_be_wrong_is_named(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let version = books.policy().await;
    let other = books.another_account().await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 220_000).await;
    let theirs = books.bill(other, day(2026, 2, 4), 5_000).await;
    let charge = interest(3_300, 0, version, day(2026, 3, 6), 30);
    let charged = books
        .post(&TransactionDraft::interest(books.of, invoice, "F-1", charge, Days::on(day(2026, 3, 6))))
        .await
        .unwrap()
        .id();
    let paid = books.pay(books.of, 100_000, AllocationOrder::default(), day(2026, 3, 6)).await;
    let back = books.pay(other, 9_000, AllocationOrder::default(), day(2026, 3, 6)).await;
    let reversal = books.take_back(&back, day(2026, 3, 7)).await;
    sqlx::query(
        "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, dispute_number, amount_minor, opened_on, promised_on)
         select gen_random_uuid(), account_id, debtor_id, creditor_id, id, 'A-1', 30000, '2026-03-01', '2026-03-09' from invoices where id = $1",
    )
    .bind(invoice)
    .execute(&books.owner)
    .await
    .unwrap();
    let report = check::run(&books.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));

    for table in ["ledger_transactions", "ledger_entries"] {
        sqlx::query(AssertSqlSafe(format!("alter table {table} disable trigger user")))
            .execute(&books.owner)
            .await
            .unwrap();
    }
    let account = books.of.account;
    for (harm, mend, wrong, name) in [
        (
            format!(
                "update ledger_entries set amount_minor = amount_minor + 1 where transaction_id = '{charged}' and book = 'interest'"
            ),
            format!(
                "update ledger_entries set amount_minor = amount_minor - 1 where transaction_id = '{charged}' and book = 'interest'"
            ),
            vec![Check::Transactions, Check::Books, Check::Balances, Check::Digests],
            charged.to_string(),
        ),
        (
            format!(
                "update ledger_entries set position = position + 1 where transaction_id = '{charged}' and book = 'interest_income'"
            ),
            format!(
                "update ledger_entries set position = position - 1 where transaction_id = '{charged}' and book = 'interest_income'"
            ),
            vec![Check::Transactions, Check::Digests],
            charged.to_string(),
        ),
        (
            format!(
                "update ledger_entries set account_id = null, debtor_id = null where transaction_id = '{charged}' and book = 'interest'"
            ),
            format!(
                "update ledger_entries set account_id = '{account}', debtor_id = '{}' where transaction_id = '{charged}' and book = 'interest'",
                books.of.debtor
            ),
            vec![Check::Owners, Check::Balances, Check::Digests],
            charged.to_string(),
        ),
        (
            format!(
                "update ledger_entries set invoice_id = '{theirs}' where transaction_id = '{charged}' and book = 'interest_income'"
            ),
            format!(
                "update ledger_entries set invoice_id = '{invoice}' where transaction_id = '{charged}' and book = 'interest_income'"
            ),
            vec![Check::Owners, Check::Digests],
            charged.to_string(),
        ),
        (
            format!(
                "update ledger_entries set amount_minor = amount_minor * 2 where transaction_id = '{reversal}'"
            ),
            format!(
                "update ledger_entries set amount_minor = amount_minor / 2 where transaction_id = '{reversal}'"
            ),
            vec![Check::Reversals, Check::Balances, Check::Allocations, Check::Credit, Check::Digests],
            reversal.to_string(),
        ),
        (
            format!(
                "insert into closed_months values ('{}', '2026-03-01', '2000-01-01', gen_random_uuid(), 0, 'MXN')",
                books.of.creditor
            ),
            "delete from closed_months".to_owned(),
            vec![Check::ClosedMonths],
            charged.to_string(),
        ),
        (
            format!(
                "update invoice_balances set principal_minor = principal_minor + 1, interest_minor = interest_minor - 1 where invoice_id = '{invoice}'"
            ),
            format!(
                "update invoice_balances set principal_minor = principal_minor - 1, interest_minor = interest_minor + 1 where invoice_id = '{invoice}'"
            ),
            vec![Check::Balances],
            invoice.to_string(),
        ),
        (
            format!(
                "update invoice_balances set paid_minor = paid_minor + 1, credited_minor = credited_minor - 1 where invoice_id = '{invoice}'"
            ),
            format!(
                "update invoice_balances set paid_minor = paid_minor - 1, credited_minor = credited_minor + 1 where invoice_id = '{invoice}'"
            ),
            vec![Check::Balances],
            invoice.to_string(),
        ),
        (
            format!("update invoices set total_minor = total_minor + 1 where id = '{invoice}'"),
            format!("update invoices set total_minor = total_minor - 1 where id = '{invoice}'"),
            vec![Check::Invoices],
            invoice.to_string(),
        ),
        (
            format!("update payments set amount_minor = amount_minor + 1 where id = '{}'", paid.payment),
            format!("update payments set amount_minor = amount_minor - 1 where id = '{}'", paid.payment),
            vec![Check::Payments],
            paid.payment.to_string(),
        ),
        (
            format!(
                "update payments set state = 'failed', paid_at = null, effective_on = null where id = '{}'",
                paid.payment
            ),
            format!(
                "update payments set state = 'succeeded', paid_at = now(), effective_on = now() where id = '{}'",
                paid.payment
            ),
            vec![Check::Payments],
            paid.payment.to_string(),
        ),
        (
            format!(
                "update payment_allocations set amount_minor = amount_minor - 1 where payment_id = '{}' and component = 'principal'",
                paid.payment
            ),
            format!(
                "update payment_allocations set amount_minor = amount_minor + 1 where payment_id = '{}' and component = 'principal'",
                paid.payment
            ),
            vec![Check::Allocations],
            paid.transaction.to_string(),
        ),
        (
            format!(
                "update payment_allocations set reversed_by = null where payment_id = '{}'",
                back.payment
            ),
            format!(
                "update payment_allocations set reversed_by = '{reversal}' where payment_id = '{}'",
                back.payment
            ),
            vec![Check::Allocations],
            back.transaction.to_string(),
        ),
        (
            "update holds set amount_minor = 220001".to_owned(),
            "update holds set amount_minor = 30000".to_owned(),
            vec![Check::Holds],
            invoice.to_string(),
        ),
    ] {
        sqlx::query(AssertSqlSafe(harm.clone())).execute(&books.owner).await.unwrap();
        let report = check::run(&books.db).await.unwrap();
        let failed: Vec<Check> = report
            .results
            .iter()
            .filter(|result| result.fault_count > 0)
            .map(|result| result.check)
            .collect();
        assert_eq!(failed, wrong, "{harm}\n{}", report.lines(Lang::En).join("\n"));
        assert!(!report.is_sound());
        assert!(report.lines(Lang::Es).join("\n").contains(&name), "{harm}");
        sqlx::query(AssertSqlSafe(mend)).execute(&books.owner).await.unwrap();
    }
    let report = check::run(&books.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn the_report_reads_in_both_languages_and_as_json(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    books.bill(books.of, day(2026, 2, 4), 1_000).await;
    let report = check::run(&books.db).await.unwrap();
    let spanish = report.lines(Lang::Es);
    assert_eq!(spanish.first().unwrap(), "bien    Cada movimiento suma cero");
    assert_eq!(spanish.last().unwrap(), "Todo cuadra: 1 movimientos, 2 asientos.");
    assert_eq!(report.lines(Lang::En).last().unwrap(), "Everything adds up: 1 transactions, 2 entries.");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json["results"][0],
        serde_json::json!({ "check": "transactions", "faults": [], "fault_count": 0 })
    );
    assert_eq!(json["unsealed_transactions"], 1);
}

/// What a crash between two statements would leave, if they were not one transaction: the check finds it.
#[sqlx::test]
async fn a_transaction_without_entries_is_named(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let invoice = books.invoice_row(books.of, day(2026, 2, 4), 1_000).await;
    let billed = Billed { net_minor: 1_000, tax_minor: 0 };
    let draft = TransactionDraft::invoice(books.of, invoice, "F-1", billed, Days::on(day(2026, 2, 4)));
    let mut tx = books.begin().await;
    let id = post(&mut tx, &draft).await.unwrap().id();
    tx.commit().await.unwrap();
    sqlx::raw_sql("alter table ledger_entries disable trigger append_only; delete from ledger_entries; delete from invoice_balances")
        .execute(&books.owner)
        .await
        .unwrap();
    let report = check::run(&books.db).await.unwrap();
    let result = report.results.iter().find(|result| result.check == Check::Transactions).unwrap();
    assert_eq!(result.faults[0].id, id.to_string());
    assert_eq!((result.faults[0].expected, result.faults[0].found), (Some(2), Some(0)));
}
