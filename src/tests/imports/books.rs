//! Files in the books: whole or not at all, and twice the same as once.

use aldia::imports::{
    command::ImportArguments,
    model::{Reason, Record},
    report::{Counts, ImportReport},
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::support::{Books, added, counts, file, invoice, native, payment, refused};

/// Foreign rows as IBM's sample has them: customer, number, issued, due, amount, settled.
const FOREIGN: &str = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate
391,0001-AAAAA,4/6/2013,0000000001,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0
391,0001-AAAAA,4/6/2013,0000000002,5/20/2013,6/19/2013,61.74,Yes,7/3/2013,Paper,44,14
406,0002-BBBBB,3/3/2012,0000000003,6/10/2013,7/10/2013,65.88,No,6/30/2013,Electronic,20,0
406,0002-BBBBB,3/3/2012,0000000004,6/30/2013,7/30/2013,105.92,No,7/1/2013,Electronic,1,0
770,0003-CCCCC,3/3/2012,0000000005,7/1/2013,7/31/2013,72.27,No,7/9/2013,Electronic,8,0
";

fn foreign(arguments: &mut ImportArguments) {
    arguments.mapping = Some("ibm".into());
}

#[sqlx::test]
async fn a_foreign_file_stands_as_it_stood_on_a_past_day(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let on_the_day = |arguments: &mut ImportArguments| {
        foreign(arguments);
        arguments.as_of = Some("2013-06-30".parse().unwrap());
    };
    let report = books.import_as(FOREIGN, on_the_day).await;
    assert_eq!(report.rejected, []);
    assert!(report.founded);
    // Paid on the day is paid; issued on the day is open; after the day nothing is.
    let [figures] = &report.figures[..] else { panic!("{:?}", report.figures) };
    assert_eq!((figures.currency.as_str(), figures.debtors), ("USD", 3));
    assert_eq!((figures.open_invoices, figures.open_minor), (2, 6_174 + 10_592));
    assert_eq!((figures.overdue_invoices, figures.overdue_minor), (1, 6_174));
    assert_eq!(counts(&report, Record::Invoice), Counts { added: 4, later: 1, ..Counts::default() });

    let again = books.import_as(FOREIGN, on_the_day).await;
    assert_eq!(again.figures, report.figures);
    assert_eq!(counts(&again, Record::Payment), Counts { same: 2, later: 3, ..Counts::default() });

    // The rest of the file later settles everything, once.
    for _ in 0..2 {
        let whole = books.import_as(FOREIGN, foreign).await;
        let [figures] = &whole.figures[..] else { panic!("{:?}", whole.figures) };
        assert_eq!((figures.invoiced_minor, figures.open_minor, figures.credit_minor), (36_175, 0, 0));
    }
    assert_eq!((books.count("invoices").await, books.count("payments").await), (5, 5));
    assert_eq!(books.count("ledger_transactions").await, 10);
    assert_eq!(books.book("bank").await, 36_175);
}

#[sqlx::test]
async fn one_wrong_row_leaves_nothing_behind(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let report = books
        .import(file(&[&invoice("F-1", "2026-01-10", "100.00"), &invoice("F-2", "2026-01-10", "many")]))
        .await;
    assert_eq!(refused(&report), [(5, "total", "many", Reason::NotAnAmount)]);
    for table in
        ["creditors", "debtors", "accounts", "invoices", "ledger_transactions", "imports", "audit_events"]
    {
        assert_eq!(books.count(table).await, 0, "{table}");
    }
}

#[sqlx::test]
async fn a_trial_run_reports_and_keeps_nothing(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let content = file(&[&invoice("F-1", "2026-01-10", "100.00")]);
    let trial = books.import_as(&content, |arguments| arguments.dry_run = true).await;
    assert_eq!((counts(&trial, Record::Invoice), trial.figures[0].open_minor), (added(1), 10_000));
    assert_eq!((books.count("creditors").await, books.count("invoices").await), (0, 0));
    let real = books.import(&content).await;
    assert_eq!(ImportReport { dry_run: false, file: real.file.clone(), ..trial }.figures, real.figures);
}

#[sqlx::test]
async fn a_whole_file_of_the_native_format_is_in_the_books(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let content = file(&[
        // Rows may come before what they refer to.
        &payment("P-1", "F-1", "2026-02-01", "500.00"),
        "person: person_ref=H-1, name=Marta Ruiz, language=es, email=Marta@Example.com, phone=55 1234 5678, tax_id=RUMA800101AB1, birth_on=1980-01-01",
        "person: person_ref=H-2, name=Luis Peña",
        "party: account_ref=A-1, person_ref=H-1, role=principal",
        "party: account_ref=A-1, person_ref=H-2, role=guarantor, invoice_number=F-1, liable_amount=200.00, currency=MXN",
        &format!(
            "{}, contract_ref=C-9, fiscal_uuid=8a0f6c1e-3b7a-4a51-9d8e-1c2b3a4d5e6f, fiscal_method=PPD",
            invoice("F-1", "2026-01-10", "1160.00")
        ),
        "line: invoice_number=F-1, line_number=1, description=Papel, quantity=2.5, unit_price=200, net=500.00, tax=80.00, tax_name=IVA, tax_rate=16, currency=MXN",
        "line: invoice_number=F-1, line_number=2, description=Tinta, net=500.00, tax=80.00, tax_name=IVA, tax_rate=16, currency=MXN",
        &format!("{}, description=Envío, tax=16.00", invoice("F-2", "2026-01-11", "116.00")),
        "opening_balance: invoice_number=F-0, account_ref=A-1, issued_on=2025-06-01, due_on=2025-07-01, accrued_through=2026-01-01, currency=MXN, principal=300.00, interest=20.00, interest_tax=3.20",
        "credit_note: credit_note_number=N-1, invoice_number=F-2, issued_on=2026-02-02, amount=58.00, tax=8.00, currency=MXN, reason=Menos piezas",
        &invoice("F-9", "2026-01-12", "70.00"),
        "void: invoice_number=F-9, voided_on=2026-01-13, reason=Duplicada",
    ]);
    let report = books.import(&content).await;
    assert_eq!(report.rejected, []);
    assert_eq!(books.owed("F-1").await, 66_000);
    assert_eq!(books.owed("F-2").await, 5_800);
    assert_eq!(books.owed("F-0").await, 32_320);
    assert_eq!(books.owed("F-9").await, 0);
    let sums: Vec<i64> = sums_of(
        &books,
        &[
            "principal",
            "interest",
            "interest_tax",
            "sales",
            "sales_tax",
            "opening_balances",
            "bank",
            "unapplied",
        ],
    )
    .await;
    assert_eq!(sums, [101_800, 2_000, 320, -105_000, -16_800, -32_320, 50_000, 0]);
    assert_eq!(
        books.number("select quantity_milli from invoice_lines where description = 'Papel'").await,
        2_500
    );
    assert_eq!(books.number("select count(*) from invoice_lines where description = 'Envío' and net_minor = 10000 and tax_minor = 1600").await, 1);
    assert_eq!(
        books
            .number(
                "select count(*) from contact_points where address in ('marta@example.com', '+525512345678')"
            )
            .await,
        2
    );
    assert_eq!(books.number("select count(*) from parties where role = 'guarantor' and liable_minor = 20000 and may = 'pay'").await, 1);
    assert_eq!(books.number("select count(*) from invoices where number = 'F-0' and accrued_through = '2026-01-01' and due_on = '2025-07-01'").await, 1);
    assert_eq!(books.number("select count(*) from ledger_transactions where recorded_at is null or effective_on > accounting_on").await, 0);

    let before = (
        books.count("ledger_entries").await,
        books.count("contact_points").await,
        books.count("parties").await,
    );
    let again = books.import(&content).await;
    assert_eq!(again.changes, []);
    assert!(again.counts.iter().all(|(_, counts)| counts.added == 0), "{:?}", again.counts);
    assert_eq!(
        (
            books.count("ledger_entries").await,
            books.count("contact_points").await,
            books.count("parties").await
        ),
        before
    );
}

async fn sums_of(books: &Books, names: &[&str]) -> Vec<i64> {
    let mut sums = Vec::new();
    for name in names {
        sums.push(books.book(name).await);
    }
    sums
}

#[sqlx::test]
async fn what_rows_get_wrong_of_each_other_is_told_for_every_row(
    pool: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(pool, options).await;
    assert_eq!(books.import(file(&[&invoice("B-1", "2026-01-10", "50.00")])).await.rejected, []);
    let content = native(&[
        "debtor: debtor_ref=C-1, name=Marta Ruiz",
        "debtor: debtor_ref=C-1, name=Marta Ruiz",
        "debtor: debtor_ref=C-1, name=Marta Díaz",
        "account: account_ref=A-2, debtor_ref=C-7, currency=MXN",
        "debtor: debtor_ref=C-2, name=Eva",
        "account: account_ref=A-1, debtor_ref=C-2, currency=MXN",
        "account: account_ref=A-3, debtor_ref=C-2, currency=MXN",
        "party: account_ref=A-3, person_ref=H-9, role=guarantor",
        "invoice: invoice_number=F-1, account_ref=A-9, issued_on=2026-01-10, due_on=2026-01-09, total=100.00, currency=MXN",
        "invoice: invoice_number=F-2, account_ref=A-3, issued_on=2026-01-10, due_on=2026-02-09, total=100.00, currency=MXN",
        "line: invoice_number=F-2, line_number=1, description=x, net=99.99, currency=MXN",
        "line: invoice_number=F-8, line_number=1, description=x, net=99.99, currency=MXN",
        "payment: payment_ref=P-1, account_ref=A-3, invoice_number=B-1, received_on=2026-01-10, amount=1, currency=MXN",
        "payment: payment_ref=P-2, account_ref=A-3, received_on=2026-01-10, amount=1, currency=MXN, our_ref=R-1",
        "credit_note: credit_note_number=N-1, invoice_number=F-2, issued_on=2026-02-02, amount=100.01, currency=MXN",
        "invoice: invoice_number=F-2, account_ref=A-3, issued_on=2026-01-10, due_on=2026-02-09, total=100.00, currency=MXN",
        "void: invoice_number=F-2, voided_on=2026-02-02, replaced_by=F-7",
        "credit_note: credit_note_number=N-2, invoice_number=B-1, issued_on=2026-02-02, amount=1.00, currency=USD",
    ]);
    let report = books.import(content).await;
    let expected = [
        (4, "debtor_ref", "C-1", Reason::Twice { first_line: "2".to_owned() }),
        (5, "debtor_ref", "C-7", Reason::DebtorUnknown),
        (7, "debtor_ref", "C-2", Reason::AccountOfAnother),
        (9, "person_ref", "H-9", Reason::PersonUnknown),
        (9, "role", "guarantor", Reason::GuarantorIncomplete),
        (10, "account_ref", "A-9", Reason::AccountUnknown),
        (10, "due_on", "2026-01-09", Reason::DueBeforeIssued),
        (11, "total", "F-2", Reason::SumDiffers { expected: "100.00".to_owned(), found: "99.99".to_owned() }),
        (13, "invoice_number", "F-8", Reason::InvoiceUnknown),
        (14, "invoice_number", "B-1", Reason::InvoiceOfAnother),
        (15, "our_ref", "R-1", Reason::OurReferenceUnknown),
        (16, "amount", "10001", Reason::MoreThan { limit: "100.00".to_owned() }),
        (17, "invoice_number", "F-2", Reason::Twice { first_line: "11".to_owned() }),
        (18, "replaced_by", "F-7", Reason::InvoiceUnknown),
        (19, "currency", "USD", Reason::CurrencyDiffers { expected: "MXN".to_owned() }),
    ];
    assert_eq!(refused(&report), expected);
    assert_eq!(books.count("invoices").await, 1);
}

#[sqlx::test]
async fn payments_pay_what_they_name_then_the_oldest(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let bill = |number: &str, due: &str, total: &str| {
        invoice(number, "2026-01-10", total).replace("2026-12-31", due)
    };
    let content = file(&[
        &bill("F-3", "2026-04-10", "100.00"),
        &bill("F-1", "2026-02-10", "100.00"),
        &bill("F-2", "2026-03-10", "100.00"),
        // One payment over two invoices, and too much for one of them.
        &payment("P-1", "F-3", "2026-02-01", "60.00"),
        &payment("P-1", "F-2", "2026-02-01", "110.00"),
        // Named to none: the oldest first.
        "payment: payment_ref=P-2, account_ref=A-1, received_on=2026-02-02, amount=120.00, currency=MXN, method=transfer",
        &payment("P-3", "F-3", "2026-02-03", "10.00"),
    ]);
    let report = books.import(&content).await;
    assert_eq!(report.rejected, []);
    assert_eq!(counts(&report, Record::Payment), added(3));
    assert_eq!((books.owed("F-1").await, books.owed("F-2").await, books.owed("F-3").await), (0, 0, 1_000));
    assert_eq!((books.book("bank").await, books.book("unapplied").await), (30_000, -1_000));
    let before: Vec<i64> = sqlx::query_scalar(
        "select open_before_minor from payment_allocations a join payments p on p.id = a.payment_id join invoices i on i.id = a.invoice_id
         where i.number = 'F-3' order by p.source_reference",
    )
    .fetch_all(&books.owner)
    .await
    .unwrap();
    assert_eq!(before, [10_000, 3_000, 4_000]);
    assert_eq!(books.import(&content).await.changes, []);
}

#[sqlx::test]
async fn interest_brought_over_is_paid_before_principal_and_its_tax_with_it(
    pool: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(pool, options).await;
    let report = books
        .import(file(&[
            "opening_balance: invoice_number=F-0, account_ref=A-1, issued_on=2025-06-01, due_on=2025-07-01, accrued_through=2026-01-01, currency=MXN, principal=300.00, interest=33.00, interest_tax=5.28",
            &payment("P-1", "F-0", "2026-02-01", "19.14"),
            &payment("P-2", "F-0", "2026-02-02", "119.14"),
        ]))
        .await;
    assert_eq!(report.rejected, []);
    let paid: Vec<(String, String, i64)> = sqlx::query_as(
        "select p.source_reference, component, a.amount_minor from payment_allocations a join payments p on p.id = a.payment_id order by 1, 2",
    )
    .fetch_all(&books.owner)
    .await
    .unwrap();
    let paid: Vec<_> = paid
        .iter()
        .map(|(payment, component, minor)| (payment.as_str(), component.as_str(), *minor))
        .collect();
    assert_eq!(
        paid,
        [
            ("P-1", "interest", 1_650),
            ("P-1", "interest_tax", 264),
            ("P-2", "interest", 1_650),
            ("P-2", "interest_tax", 264),
            ("P-2", "principal", 10_000),
        ]
    );
}

#[sqlx::test]
async fn an_import_that_is_cut_off_leaves_nothing_behind(pool: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(pool, options).await;
    let rows: Vec<String> =
        (0..3_000).map(|number| invoice(&format!("F-{number}"), "2026-01-10", "100.00")).collect();
    let content = file(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    // Cut off while reading, while checking, while posting: wherever the time runs out. Once the commit is on its way, the
    // whole of it may be there all the same; a part of it never is.
    let mut allowed_ms = 10;
    while !books.import_within(&content, allowed_ms).await {
        let rows = books
            .number(
                "select (select count(*) from creditors) + (select count(*) from debtors) + (select count(*) from invoices)
                   + (select count(*) from ledger_transactions) + (select count(*) from ledger_entries)
                   + (select count(*) from imports)",
            )
            .await;
        if rows >= 3_000 + 6_000 {
            break;
        }
        assert_eq!(rows, 0, "after {allowed_ms} ms");
        allowed_ms = allowed_ms * 3 / 2;
    }
    assert_eq!((books.count("invoices").await, books.count("ledger_entries").await), (3_000, 6_000));
}
