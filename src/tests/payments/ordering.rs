//! In which order the provider's messages come does not matter: what they leave in the books is the same (I4, I5).

use std::collections::{BTreeMap, BTreeSet};

use aldia::kernel::ids::PaymentId;
use aldia::kernel::money::{Currency, Money};
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{AccountKey, Days, TransactionDraft};
use aldia::ledger::store::post;
use aldia::payments::gateway::{PaymentStatus, ProviderDispute, ProviderPayment, ProviderRefund};
use aldia::payments::model::returns::{DisputeState, RefundState};
use aldia::payments::steps::Step;
use aldia::payments::store::{disputes, posting, refunds};
use chrono::{DateTime, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::books::{Books, day};

/// What a message makes known, as the provider's objects stood when it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Message {
    CheckoutCompleted,
    PaymentSucceeded,
    Refund,
    RefundFailed,
    Disputed,
    Decided(DisputeState),
    /// The payment as it was read at some moment on its way, which may be long ago.
    Read(PaymentStatus),
}

const CAPTURED: i64 = 300_000;
const REFUNDED: i64 = 50_000;
const DISPUTED: i64 = 250_000;
const FEE: i64 = 30_000;

fn money(minor: i64) -> Money {
    Money::new(minor, Currency::MXN)
}

fn at() -> DateTime<Utc> {
    "2026-03-06T18:00:00Z".parse().unwrap()
}

/// Works on one message as the job does: the payment first, then what went back of it or is contested.
async fn deliver(books: &Books, of: PaymentId, message: Message) {
    let name = of.0.simple();
    let mut tx = books.begin().await;
    let status = match message {
        Message::Read(status) => status,
        _ => PaymentStatus::Succeeded,
    };
    let is_taken = status == PaymentStatus::Succeeded;
    let payment = ProviderPayment {
        provider_id: format!("cs_{name}"),
        status,
        amount: money(CAPTURED),
        our_reference: Some(of),
        redirect_url: None,
        expires_at: at(),
        payment_intent: Some(format!("pi_{name}")),
        charge: Some(format!("ch_{name}")),
        method: None,
        failure_code: None,
        paid_at: (is_taken || status == PaymentStatus::Processing).then(at),
        step: (status == PaymentStatus::RequiresAction).then(|| Step::Voucher {
            number: "12345678901234".to_owned(),
            until: at(),
            page: None,
        }),
    };
    posting::record(&mut tx, of, &payment, false).await.unwrap();
    let refund = |status| ProviderRefund {
        provider_id: format!("re_{name}"),
        our_reference: None,
        amount: money(REFUNDED),
        status,
        failure_code: None,
        created_at: at(),
    };
    let dispute = |status| ProviderDispute {
        provider_id: format!("du_{name}"),
        amount: money(DISPUTED),
        status,
        withdrawn: true,
        reason: "fraudulent".to_owned(),
        fee: money(FEE),
        answer_by: None,
        opened_at: at(),
    };
    match message {
        Message::CheckoutCompleted | Message::PaymentSucceeded | Message::Read(_) => {}
        Message::Refund => refunds::record(&mut tx, of, &refund(RefundState::Succeeded)).await.unwrap(),
        Message::RefundFailed => refunds::record(&mut tx, of, &refund(RefundState::Failed)).await.unwrap(),
        Message::Disputed => disputes::record(&mut tx, of, &dispute(DisputeState::Open)).await.unwrap(),
        Message::Decided(state) => disputes::record(&mut tx, of, &dispute(state)).await.unwrap(),
    }
    tx.commit().await.unwrap();
}

/// An account with three invoices over more than the payment, and the payment, which waits.
async fn stage(books: &Books) -> (AccountKey, PaymentId) {
    let of = books.another_account().await;
    let mut tx = books.begin().await;
    for (number, (due, total)) in [(4, 120_000), (14, 90_000), (24, 140_000)].into_iter().enumerate() {
        let id = Uuid::now_v7();
        sqlx::query(
            "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
             values ($1, $2, $3, $4, $1::text, $5, $5, 'MXN', $6)",
        )
        .bind(id)
        .bind(of.account)
        .bind(of.debtor)
        .bind(of.creditor)
        .bind(day(2026, 2, due))
        .bind(total)
        .execute(&mut *tx)
        .await
        .unwrap();
        let billed = Billed { net_minor: total, tax_minor: 0 };
        let invoice = aldia::kernel::ids::InvoiceId(id);
        let draft =
            TransactionDraft::invoice(of, invoice, &number.to_string(), billed, Days::on(day(2026, 2, due)));
        post(&mut tx, &draft).await.unwrap();
    }
    let payment = PaymentId::new();
    sqlx::query(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
           idempotency_key, created_at, updated_at)
         values ($1, $2, $3, $4, 'MXN', $5, 'created', '{\"mode\": \"everything\"}', $1, $1::text, now(), now())",
    )
    .bind(payment)
    .bind(of.account)
    .bind(of.debtor)
    .bind(of.creditor)
    .bind(CAPTURED)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (of, payment)
}

/// What is in the books of an account and of the creditor because of it, by book and by the invoice's day; what stands
/// of the payment's allocations; and the states.
async fn ledger(books: &Books, of: AccountKey) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select e.book || coalesce(' ' || i.due_on, ''), sum(e.amount_minor)::bigint
         from ledger_entries e join ledger_transactions t on t.id = e.transaction_id left join invoices i on i.id = e.invoice_id
         where t.account_id = $1 group by 1 having sum(e.amount_minor) <> 0
         union all
         select 'stands ' || i.due_on, sum(a.amount_minor)::bigint from payment_allocations a join invoices i on i.id = a.invoice_id
         where a.account_id = $1 and a.reversed_by is null group by 1
         union all
         select 'refund ' || state, amount_minor from refunds where account_id = $1
         union all
         select 'dispute ' || state, taken_minor from provider_disputes where account_id = $1",
    )
    .bind(of.account)
    .fetch_all(&books.owner)
    .await
    .unwrap();
    rows.into_iter().collect()
}

fn permutations<T: Copy>(of: &[T]) -> Vec<Vec<T>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in of.iter().enumerate() {
        let rest: Vec<T> =
            of.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, one)| *one).collect();
        all.extend(permutations(&rest).into_iter().map(|mut order| {
            order.insert(0, *first);
            order
        }));
    }
    all
}

/// Every order of the messages, each on an account of its own.
async fn every_order(books: &Books, messages: &[Message]) -> BTreeMap<String, i64> {
    let orders = permutations(messages);
    assert_eq!(orders.len(), 720);
    let mut outcomes: BTreeSet<BTreeMap<String, i64>> = BTreeSet::new();
    for chunk in orders.chunks(6) {
        let done = futures_util::future::join_all(chunk.iter().map(|order| async move {
            let (of, payment) = stage(books).await;
            for message in order {
                deliver(books, payment, *message).await;
            }
            (order.clone(), ledger(books, of).await)
        }))
        .await;
        for (order, outcome) in done {
            outcomes.insert(outcome);
            assert_eq!(outcomes.len(), 1, "{order:?} leaves something else: {outcomes:#?}");
        }
    }
    outcomes.pop_first().unwrap()
}

#[sqlx::test]
async fn a_refund_that_fails_and_a_dispute_that_is_lost_leave_the_same_in_every_order(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    let lost = Message::Decided(DisputeState::Lost);
    let messages = [
        Message::CheckoutCompleted,
        Message::PaymentSucceeded,
        Message::Refund,
        Message::RefundFailed,
        Message::Disputed,
        lost,
    ];
    let books_say = every_order(&books, &messages).await;
    // What is there, 500.00, lies on the invoice that was due first.
    assert_eq!(books_say["stands 2026-02-04"], CAPTURED - DISPUTED);
    assert_eq!(books_say.keys().filter(|name| name.starts_with("stands")).count(), 1);
    assert_eq!(books_say["provider_clearing"], CAPTURED - DISPUTED - FEE);
    assert_eq!(books_say["provider_fees"], FEE);
    assert!(
        !books_say.contains_key("refunds_payable") && !books_say.contains_key("chargebacks_under_review")
    );
}

#[sqlx::test]
async fn a_refund_that_fails_and_a_dispute_that_is_won_leave_the_same_in_every_order(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    let won = Message::Decided(DisputeState::Won);
    let messages = [
        Message::CheckoutCompleted,
        Message::PaymentSucceeded,
        Message::Refund,
        Message::RefundFailed,
        Message::Disputed,
        won,
    ];
    let books_say = every_order(&books, &messages).await;
    assert_eq!(books_say["provider_clearing"], CAPTURED - FEE);
    assert_eq!(books_say["stands 2026-02-24"], 90_000, "what was due last pays what it paid");
}

#[sqlx::test]
async fn a_voucher_that_is_paid_leaves_the_same_however_its_news_are_shuffled(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let books = Books::open(options).await;
    let messages = [
        Message::Read(PaymentStatus::Open),
        Message::Read(PaymentStatus::RequiresAction),
        Message::Read(PaymentStatus::Processing),
        // A shop's news may come after the voucher was given up for lost.
        Message::Read(PaymentStatus::Lapsed),
        Message::PaymentSucceeded,
        Message::Refund,
    ];
    let books_say = every_order(&books, &messages).await;
    assert_eq!(books_say["provider_clearing"], CAPTURED - REFUNDED);
    assert_eq!(books_say["refund succeeded"], REFUNDED);
    let open: i64 =
        sqlx::query_scalar("select count(*) from payments where state <> 'succeeded' or step is not null")
            .fetch_one(&books.owner)
            .await
            .unwrap();
    assert_eq!(open, 0, "a payment that succeeded still waits for something");
}

#[sqlx::test]
async fn the_same_message_a_hundred_times_at_once_posts_once(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let (of, payment) = stage(&books).await;
    for message in [Message::Refund, Message::Decided(DisputeState::Lost)] {
        let many = (0..50).map(|_| deliver(&books, payment, message));
        futures_util::future::join_all(many).await;
    }
    let say = ledger(&books, of).await;
    assert_eq!(say["refund succeeded"], REFUNDED);
    assert_eq!(say["dispute lost"], DISPUTED);
    assert_eq!(say["provider_clearing"], CAPTURED - REFUNDED - DISPUTED - FEE);
    assert!(!say.keys().any(|name| name.starts_with("stands")), "{say:#?}");
}
