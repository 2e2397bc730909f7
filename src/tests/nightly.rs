//! The night's interest and fees come to the same to the cent however the nights were run.

use aldia::kernel::ids::{InvoiceId, PaymentId, PolicyVersionId};
use aldia::kernel::locale::Lang;
use aldia::kernel::money::Currency;
use aldia::ledger::accrual::{charge, stretches};
use aldia::ledger::allocation::{Allocation, AllocationPart};
use aldia::ledger::check;
use aldia::ledger::jobs::order_interest;
use aldia::ledger::model::{AccountKey, Book, Component, Days, TransactionDraft};
use aldia::payments::store::recounting;
use aldia::policies::caps::{Jurisdiction, LegalRate};
use aldia::policies::fees::{FeeAmount, FeeRule, FeeTimes, Sum};
use aldia::policies::model::{
    Amounts, Compounding, Ground, InterestRule, Parameters, PolicyVersion, Rate, Rounding, TaxTreatment,
};
use aldia::policies::store::publish;
use chrono::{NaiveDate, TimeDelta};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::TestApp;
use crate::support::books::{Books, day};

/// 1.5 % per 30 days and 16 % tax on it; 50.00 once, ten days late, and 1 % of what is open every 15 days.
fn terms() -> Parameters {
    let fee = |rule: &str, times, grace_days, amount| FeeRule {
        rule: rule.to_owned(),
        times,
        grace_days,
        amount,
        at_most: Vec::new(),
        tax: TaxTreatment::BasisPoints(1_600),
        ground: Ground::Contract,
        ground_reference: "contrato, cláusula 10".to_owned(),
    };
    let flat = FeeAmount::Flat(vec![Sum { currency: Currency::MXN, minor: 5_000 }]);
    Parameters {
        amounts: vec![Amounts {
            currency: Currency::MXN,
            minimum_payment_minor: 1_000,
            small_balance_minor: 1_000,
            voucher_ceiling_minor: None,
            smallest_instalment_minor: 0,
        }],
        jurisdiction: Some(Jurisdiction::Mx),
        interest: Some(InterestRule {
            rule: "3".to_owned(),
            rate: Rate { basis_points: 150, per_days: 30 },
            rounding: Rounding::Once,
            tax: TaxTreatment::BasisPoints(1_600),
            grace_days: 0,
            compounding: Compounding::Simple,
            ground: Ground::Contract,
            ground_reference: "contrato, cláusula 9".to_owned(),
        }),
        fees: vec![
            fee("5", FeeTimes::Once, 10, flat),
            fee("6", FeeTimes::EveryDays(15), 0, FeeAmount::BasisPoints(100)),
        ],
        ..Parameters::default()
    }
}

async fn with_terms(options: PgConnectOptions, parameters: Parameters) -> Books {
    let books = Books::open(options).await;
    let version = PolicyVersion {
        id: PolicyVersionId::new(),
        creditor: books.of.creditor,
        number: 1,
        in_force_from: day(2025, 1, 1),
        parameters,
    };
    let mut tx = books.begin().await;
    publish(&mut tx, &version).await.unwrap();
    tx.commit().await.unwrap();
    books
}

/// One run over everything of the creditor's, through a day.
async fn night(books: &Books, through: NaiveDate) -> usize {
    let mut tx = books.begin().await;
    let all = stretches(&mut tx, books.of.creditor, through).await.unwrap();
    tx.commit().await.unwrap();
    let mut count = 0;
    for stretch in all {
        count += charge(&books.db, &stretch).await.unwrap();
    }
    count
}

/// Money for principal alone, so that the story is the same whenever interest is posted.
async fn principal_paid(books: &Books, of: AccountKey, invoice: InvoiceId, amount_minor: i64, on: NaiveDate) {
    let part =
        AllocationPart { invoice, component: Component::Principal, amount_minor, open_before_minor: 0 };
    let applied = Allocation { parts: vec![part], unapplied_minor: 0 };
    let (book, days) = (Book::ProviderClearing, Days::on(on));
    let draft = TransactionDraft::payment(of, PaymentId::new(), "R-1", book, &applied, days);
    books.post(&draft).await.unwrap();
}

async fn hold(
    books: &Books,
    invoice: InvoiceId,
    amount_minor: i64,
    opened_on: NaiveDate,
    released_on: NaiveDate,
) {
    sqlx::query(
        "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, dispute_number, amount_minor, opened_on, promised_on, released_on)
         select gen_random_uuid(), account_id, debtor_id, creditor_id, id, 'A-1', $2, $3, $4, $4 from invoices where id = $1",
    )
    .bind(invoice)
    .bind(amount_minor)
    .bind(opened_on)
    .bind(released_on)
    .execute(&books.owner)
    .await
    .unwrap();
}

/// Three accounts in which everything happens: part payments, payment in full, a dispute, a debt carried over.
async fn story(books: &Books) {
    for number in 0..3 {
        let of = if number == 0 { books.of } else { books.another_account().await };
        let amount = 104_650 + number * 7_777;
        let part_paid = books.bill(of, day(2026, 2, 4), amount).await;
        principal_paid(books, of, part_paid, 33_333, day(2026, 2, 17)).await;
        let paid_late = books.bill(of, day(2026, 2, 1), amount).await;
        principal_paid(books, of, paid_late, amount, day(2026, 2, 20)).await;
        let contested = books.bill(of, day(2026, 2, 10), amount).await;
        hold(books, contested, 30_000, day(2026, 2, 15), day(2026, 2, 22)).await;
        let carried_over = books.bill(of, day(2026, 1, 20), amount).await;
        sqlx::query("update invoices set accrued_through = '2026-02-12' where id = $1")
            .bind(carried_over)
            .execute(&books.owner)
            .await
            .unwrap();
        books.bill(of, day(2026, 3, 30), amount).await;
    }
}

/// What each invoice was charged, in the order in which they were billed.
async fn charged(books: &Books) -> Vec<(i64, i64, i64, i64)> {
    sqlx::query_as(
        "select interest_minor, interest_tax_minor, fees_minor, fees_tax_minor from invoice_balances b
         join ledger_transactions t on t.dedupe_key = 'invoice:' || b.invoice_id order by t.sequence",
    )
    .fetch_all(&books.owner)
    .await
    .unwrap()
}

async fn sound(books: &Books) {
    let report = check::run(&books.db).await.unwrap();
    let others = ["payments", "allocations"];
    let lines = report.lines(Lang::En);
    let wrong = lines.iter().filter(|line| line.starts_with("WRONG")).filter(|line| {
        !others.iter().any(|other| line.to_lowercase().contains(other)) && !line.contains("allocation")
    });
    assert_eq!(wrong.count(), 0, "{}", lines.join("\n"));
}

/// The same story in a database of its own, charged each night once.
async fn each_night(books: &Books, from: NaiveDate, to: NaiveDate) -> Vec<(i64, i64, i64, i64)> {
    let mut day = from;
    while day <= to {
        night(books, day).await;
        day += TimeDelta::days(1);
    }
    charged(books).await
}

/// What [`story`] comes to on 10 March: worked out by hand for the first account's part-paid invoice.
const FIRST_INVOICE: (i64, i64) = (1_429, 229);

#[sqlx::test]
async fn every_night_once_comes_to_what_a_hand_would_work_out(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options, terms()).await;
    story(&books).await;
    let all = each_night(&books, day(2026, 2, 1), day(2026, 3, 10)).await;
    // 13 days on 1,046.50 and 21 on 713.17: 680.225 and 748.8285 cents.
    assert_eq!((all[0].0, all[0].1), FIRST_INVOICE);
    assert_eq!(all[0].2, 5_000 + 1_047 + 713 + 713, "once 50.00; 1 % on 5 and 20 February and on 7 March");
    assert_eq!(night(&books, day(2026, 3, 10)).await, 0, "a second run of the same day");
    assert_eq!(night(&books, day(2026, 2, 20)).await, 0, "the clock went back");
    night(&books, day(2026, 3, 11)).await;
    let then = charged(&books).await;
    assert_eq!(then[1], all[1], "what is paid bears nothing more");
    assert!(then[0].0 > all[0].0);
    sound(&books).await;
}

#[sqlx::test]
async fn a_month_of_missed_nights_is_made_up_for_to_the_cent(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options, terms()).await;
    story(&books).await;
    night(&books, day(2026, 3, 10)).await;
    let at_once = charged(&books).await;
    assert_eq!((at_once[0].0, at_once[0].1), FIRST_INVOICE);
    // 19 days of 1,046.50 until it was paid in full: 994.175 cents.
    assert_eq!(at_once[1].0, 994, "interest until the day it was paid, though nobody had posted it by then");
    sound(&books).await;
}

#[sqlx::test]
async fn nights_in_any_pieces_come_to_what_one_run_comes_to(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options, terms()).await;
    story(&books).await;
    for through in [(2, 3), (2, 17), (2, 18), (2, 16), (3, 1), (2, 2), (3, 9), (3, 10)] {
        night(&books, day(2026, through.0, through.1)).await;
    }
    let in_pieces = charged(&books).await;
    // Interest is one figure, whatever the pieces; a new story of the same shape is charged at once.
    story(&books).await;
    night(&books, day(2026, 3, 10)).await;
    let both = charged(&books).await;
    let shape = |all: &[(i64, i64, i64, i64)]| all.iter().take(5).copied().collect::<Vec<_>>();
    assert_eq!(shape(&both[15..]), shape(&in_pieces), "the first account's five invoices");
    sound(&books).await;
}

#[sqlx::test]
async fn two_nodes_at_once_charge_once(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options, terms()).await;
    story(&books).await;
    let (a, b, c, d) = tokio::join!(
        night(&books, day(2026, 3, 9)),
        night(&books, day(2026, 3, 10)),
        night(&books, day(2026, 3, 10)),
        night(&books, day(2026, 2, 20)),
    );
    assert!(a + b + c + d > 0);
    night(&books, day(2026, 3, 10)).await;
    let all = charged(&books).await;
    assert_eq!((all[0].0, all[0].1), FIRST_INVOICE);
    assert_eq!(all[1].0, 994);
    let twice = books
        .number(
            "select count(*) from (select rule, document_number, effective_on, account_id from ledger_transactions
               where kind = 'fee' group by 1, 2, 3, 4, dedupe_key having count(*) > 1) twice",
        )
        .await;
    assert_eq!(twice, 0);
    sound(&books).await;
}

#[sqlx::test]
async fn a_payment_found_late_takes_fees_back_with_the_interest(_: PgPoolOptions, options: PgConnectOptions) {
    let books = with_terms(options, terms()).await;
    let invoice = books.bill(books.of, day(2026, 2, 4), 104_650).await;
    let (paid_on, today) = (day(2026, 2, 10), day(2026, 3, 10));
    night(&books, today).await;
    let mut tx = books.begin().await;
    let recount = recounting::begin(&mut tx, books.of, &[invoice], paid_on, today).await.unwrap();
    tx.commit().await.unwrap();
    principal_paid(&books, books.of, invoice, 104_650, paid_on).await;
    let mut tx = books.begin().await;
    recount.finish(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    // Six days of 52.325 cents, and the one fee that fell on 5 February.
    assert_eq!(charged(&books).await, [(314, 50, 1_047, 168)]);
    night(&books, today + TimeDelta::days(1)).await;
    assert_eq!(charged(&books).await, [(314, 50, 1_047, 168)]);
    sound(&books).await;
}

#[sqlx::test]
async fn without_a_legal_rate_for_the_day_nothing_is_charged_and_the_team_is_told(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let mut parameters = terms();
    parameters.fees.clear();
    parameters.jurisdiction = Some(Jurisdiction::Co);
    parameters.legal_rates = vec![LegalRate {
        from_on: day(2026, 4, 1),
        until_on: day(2026, 4, 10),
        basis_points: 2_500,
        source: "certificación".into(),
    }];
    let books = with_terms(options, parameters).await;
    books.bill(books.of, day(2026, 3, 31), 100_000).await;
    night(&books, day(2026, 4, 20)).await;
    let charged = books.number("select sum(interest_minor)::bigint from invoice_balances").await;
    assert_eq!(charged, 500, "ten days at 0.05 %, and nothing for the ten that no table covers");
    let payload = serde_json::json!({ "creditor": books.of.creditor, "through": "2026-04-21" });
    for _ in 0..2 {
        aldia::ledger::jobs::accrue_interest(&books.db, payload.clone()).await.unwrap();
    }
    assert_eq!(books.number("select count(*) from tasks where kind = 'interest_barred'").await, 1);
}

/// Domain-rules B1 on the demo: its sums of 6 March stay, and move by the stated daily sums when the clock moves on.
#[sqlx::test]
async fn the_demos_sums_stay_and_move_by_the_day(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let interest = async || {
        order_interest(&app.db).await.unwrap();
        app.work().await;
        sqlx::query_as::<_, (String, i64)>(
            "select i.number, b.interest_minor from invoice_balances b join invoices i on i.id = b.invoice_id
             where i.number in ('F-1041', 'F-1057', 'F-1063', 'F-1070') order by i.number",
        )
        .fetch_all(&app.owner)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, minor)| minor)
        .collect::<Vec<_>>()
    };
    let turn = async |day: NaiveDate| {
        sqlx::query("select turn_demo_clock($1)").bind(day).execute(&app.owner).await.unwrap();
    };
    assert_eq!(interest().await, [3_300, 1_350, 300, 0]);
    assert_eq!(interest().await, [3_300, 1_350, 300, 0], "looked at again");
    turn(day(2026, 3, 7)).await;
    assert_eq!(interest().await, [3_410, 1_440, 330, 0], "2.30 a day");
    turn(day(2026, 3, 6)).await;
    assert_eq!(interest().await, [3_410, 1_440, 330, 0], "what is charged stays charged");
    turn(day(2026, 3, 20)).await;
    assert_eq!(interest().await, [4_840, 2_610, 720, 0]);
    turn(day(2026, 3, 21)).await;
    assert_eq!(interest().await.iter().sum::<i64>(), 4_840 + 2_610 + 720 + 305, "F-1070 has begun");
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}
