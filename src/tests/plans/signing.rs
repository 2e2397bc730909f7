//! Proposing and signing in the database: what is put on the table, what comes of it, and that it comes of it once.

use aldia::accounts::store::account;
use aldia::kernel::actor::Actor;
use aldia::kernel::db::Tx;
use aldia::kernel::ids::{InvoiceId, OfferId, PlanId, SessionId};
use aldia::ledger::allocation::AllocationOrder;
use aldia::ledger::store::account_key;
use aldia::plans::model::{DeclineReason, Plan};
use aldia::plans::schedule::Terms;
use aldia::plans::state::{PlanMove, PlanState, Talk};
use aldia::plans::store::ground::ground;
use aldia::plans::store::keeping::{follow, move_part, skip_part};
use aldia::plans::store::negotiating::{Proposal, TalkError, counter, decline, endorse, propose, refuse};
use aldia::plans::store::reading::{history, negotiation, plan, progress};
use aldia::plans::store::signing::{Ready, Sent, ready, sign};
use aldia::policies::rules::Frequency;
use aldia::server::seed::known::{ACCOUNT_4471, ELENA_SUPERVISOR, MARIA, invoice};
use chrono::NaiveDate;
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{day, monthly};
use crate::support::TestApp;
use crate::support::books::receive;

/// María, signed in.
pub async fn maria(app: &TestApp) -> Actor {
    app.signed_in("maria@example.mx").await;
    let session: Uuid = sqlx::query_scalar("select id from sessions where person_id = $1 limit 1")
        .bind(MARIA)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    Actor::Person { person: MARIA, session: SessionId(session) }
}

/// A supervisor, signed in.
pub async fn elena(app: &TestApp) -> Actor {
    app.staff("elena@aguas.example").await;
    let session: Uuid = sqlx::query_scalar("select id from sessions where staff_id = $1 limit 1")
        .bind(ELENA_SUPERVISOR)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    Actor::Staff { staff: ELENA_SUPERVISOR, session: SessionId(session) }
}

pub fn past_due() -> Vec<InvoiceId> {
    ["F-1041", "F-1057", "F-1063"].map(invoice).to_vec()
}

pub fn proposal(terms: Terms) -> Proposal {
    Proposal { key: Uuid::now_v7(), invoices: past_due(), terms, words: String::new(), replaces: None }
}

pub async fn put(tx: &mut Tx, proposal: &Proposal) -> Result<(PlanId, Talk), TalkError> {
    let of = account(tx, ACCOUNT_4471).await.unwrap();
    let ground = ground(tx, of, proposal.replaces).await.unwrap();
    propose(tx, &ground, proposal).await
}

/// What signing would mean now.
async fn read(tx: &mut Tx, id: PlanId) -> Result<Ready, TalkError> {
    let talk = negotiation(tx, id).await?;
    ready(tx, talk).await
}

/// Signs what is on the table, as after a right code.
pub async fn sign_now(tx: &mut Tx, id: PlanId) -> Result<Plan, TalkError> {
    let talk = negotiation(tx, id).await?;
    let ready = ready(tx, talk).await?;
    let sent = Sent { plan: id, offer: ready.offer.id, owed_minor: ready.owed().minor };
    sign(tx, &ready, sent, json!({})).await
}

/// María's plan of six payments from 20 March, signed.
pub async fn six_payments(app: &TestApp) -> PlanId {
    let mut tx = app.db.begin(maria(app).await).await.unwrap();
    let (id, state) = put(&mut tx, &proposal(monthly(6, day(2026, 3, 20)))).await.unwrap();
    assert_eq!(state, Talk::ToSign);
    sign_now(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn pay(app: &TestApp, minor: i64, on: NaiveDate) {
    let mut tx = app.system().await;
    let of = account_key(&mut tx, ACCOUNT_4471).await.unwrap().unwrap();
    receive(&mut tx, of, minor, AllocationOrder::InvoiceByInvoice, on).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn turn_to(app: &TestApp, on: NaiveDate) {
    sqlx::query("update installation set clock_day = $1").bind(on).execute(&app.owner).await.unwrap();
}

pub async fn followed(app: &TestApp, id: PlanId) -> Vec<PlanMove> {
    let mut tx = app.system().await;
    let done = follow(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    done
}

pub async fn state_of(app: &TestApp, id: PlanId) -> PlanState {
    let mut tx = app.system().await;
    plan(&mut tx, id).await.unwrap().unwrap().state
}

#[sqlx::test]
async fn a_proposal_inside_the_rules_is_agreed_at_once_and_becomes_a_plan_when_signed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    let signed = plan(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((signed.owed.minor, signed.state, signed.parts.len()), (464_950, PlanState::Active, 6));
    assert_eq!(signed.numbers(), ["F-1041", "F-1057", "F-1063"]);
    let standing = progress(&mut tx, &signed).await.unwrap();
    assert_eq!((standing.paid_minor, standing.left_minor, standing.credited_minor), (0, 464_950, 0));
    assert_eq!(negotiation(&mut tx, id).await.unwrap().state, Talk::Signed);
    assert_eq!(history(&mut tx, id).await.unwrap().len(), 2, "proposed, signed");
    // Of F-1063 only what is not contested is in it.
    let held: i64 = sqlx::query_scalar("select principal_minor from plan_debts where invoice_id = $1")
        .bind(invoice("F-1063"))
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(held, 60_000);
}

#[sqlx::test]
async fn the_same_press_proposes_once_and_another_proposal_is_another_version(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    let twelve = proposal(monthly(12, day(2026, 3, 20)));
    let (id, state) = put(&mut tx, &twelve).await.unwrap();
    assert_eq!(state, Talk::WithCreditor);
    assert_eq!(put(&mut tx, &twelve).await.unwrap().0, id);
    let talk = negotiation(&mut tx, id).await.unwrap();
    assert_eq!((talk.offers.len(), talk.answer_by), (1, Some(day(2026, 3, 10))));
    let (again, state) = put(&mut tx, &proposal(monthly(6, day(2026, 3, 20)))).await.unwrap();
    assert_eq!((again, state), (id, Talk::ToSign));
    let talk = negotiation(&mut tx, id).await.unwrap();
    let counts: Vec<u16> = talk.offers.iter().map(|offer| offer.terms.instalments).collect();
    assert_eq!(counts, [12, 6], "both are kept");
    // About other debts it is another negotiation, and the first is taken back.
    let fewer = Proposal { invoices: vec![invoice("F-1041")], ..proposal(monthly(4, day(2026, 3, 20))) };
    let (other, _) = put(&mut tx, &fewer).await.unwrap();
    assert_ne!(other, id);
    assert_eq!(negotiation(&mut tx, id).await.unwrap().state, Talk::Withdrawn);
}

#[sqlx::test]
async fn two_acceptances_at_once_end_in_one_plan(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let actor = maria(&app).await;
    let mut tx = app.db.begin(actor).await.unwrap();
    let (id, _) = put(&mut tx, &proposal(monthly(6, day(2026, 3, 20)))).await.unwrap();
    tx.commit().await.unwrap();
    let all_have_read = std::sync::Arc::new(tokio::sync::Barrier::new(6));
    let attempts = (0..6).map(|_| {
        let (db, all_have_read) = (app.db.clone(), all_have_read.clone());
        tokio::spawn(async move {
            let mut tx = db.begin(actor).await.unwrap();
            // Everybody has read before anybody has signed.
            let talk = negotiation(&mut tx, id).await.unwrap();
            let ready = ready(&mut tx, talk).await.unwrap();
            all_have_read.wait().await;
            let sent = Sent { plan: id, offer: ready.offer.id, owed_minor: ready.owed().minor };
            match sign(&mut tx, &ready, sent, json!({})).await {
                Ok(_) => tx.commit().await.is_ok(),
                Err(TalkError::Moved) => false,
                Err(other) => panic!("{other}"),
            }
        })
    });
    let mut signed = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        signed += usize::from(attempt.await.unwrap());
    }
    assert_eq!(signed, 1);
    let plans: i64 = sqlx::query_scalar("select count(*) from plans").fetch_one(&app.owner).await.unwrap();
    let numbers: i64 = sqlx::query_scalar("select count(*) from plan_debts where left_at is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!((plans, numbers), (1, 3));
}

#[sqlx::test]
async fn the_database_itself_refuses_a_debt_in_two_plans_and_parts_that_do_not_sum(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    let again = put(&mut tx, &proposal(monthly(3, day(2026, 3, 20)))).await;
    assert!(matches!(again, Err(TalkError::DebtGone(gone)) if gone == invoice("F-1041")), "{again:?}");
    drop(tx);
    let broken = sqlx::query(
        "insert into plan_parts (plan_id, revision, number, account_id, debtor_id, creditor_id, due_on, amount_minor)
         select id, 2, 1, account_id, debtor_id, creditor_id, '2026-03-20', 1 from plans where id = $1",
    )
    .bind(id)
    .execute(&app.owner)
    .await
    .unwrap_err();
    assert_eq!(broken.as_database_error().unwrap().constraint(), Some("plan_parts_sum_to_agreed"));
    let changed = sqlx::query("update plans set owed_minor = 1").execute(&app.owner).await.unwrap_err();
    assert_eq!(changed.as_database_error().unwrap().constraint(), Some("plans_stay_as_signed"));
}

#[sqlx::test]
async fn what_moved_meanwhile_is_not_signed_and_stays_as_it_was(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let actor = maria(&app).await;
    let mut tx = app.db.begin(actor).await.unwrap();
    let (id, _) = put(&mut tx, &proposal(monthly(6, day(2026, 3, 20)))).await.unwrap();
    let first = read(&mut tx, id).await.unwrap();
    let sent = Sent { plan: id, offer: first.offer.id, owed_minor: first.owed().minor };
    tx.commit().await.unwrap();
    // Money arrives between reading and signing: other numbers are read again first.
    pay(&app, 10_000, day(2026, 3, 6)).await;
    let mut tx = app.db.begin(actor).await.unwrap();
    let now = read(&mut tx, id).await.unwrap();
    assert_eq!(now.owed().minor, 454_950);
    assert!(matches!(sign(&mut tx, &now, sent, json!({})).await, Err(TalkError::Moved)));
    drop(tx);
    // A version that is no longer on the table.
    let mut tx = app.db.begin(actor).await.unwrap();
    let other = Sent { offer: OfferId::new(), owed_minor: now.owed().minor, ..sent };
    assert!(matches!(sign(&mut tx, &now, other, json!({})).await, Err(TalkError::Moved)));
    drop(tx);
    // It runs out while the page is open: it stood for seven days.
    turn_to(&app, day(2026, 3, 13)).await;
    let mut tx = app.db.begin(actor).await.unwrap();
    assert!(read(&mut tx, id).await.is_ok());
    drop(tx);
    turn_to(&app, day(2026, 3, 14)).await;
    let mut tx = app.db.begin(actor).await.unwrap();
    let talk = negotiation(&mut tx, id).await.unwrap();
    assert!(matches!(ready(&mut tx, talk.clone()).await, Err(TalkError::Expired)));
    assert!(matches!(sign(&mut tx, &now, sent, json!({})).await, Err(TalkError::Expired)));
    assert_eq!((talk.state, talk.offers.len()), (Talk::ToSign, 1));
    let plans: i64 = sqlx::query_scalar("select count(*) from plans").fetch_one(&app.owner).await.unwrap();
    assert_eq!(plans, 0);
}

#[sqlx::test]
async fn the_team_counters_and_its_offer_is_signed(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, elena) = (maria(&app).await, elena(&app).await);
    let mut tx = app.db.begin(maria).await.unwrap();
    let (id, _) = put(&mut tx, &proposal(monthly(12, day(2026, 3, 20)))).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = app.db.begin(elena).await.unwrap();
    let talk = negotiation(&mut tx, id).await.unwrap();
    let ground_now = ground(&mut tx, talk.account.clone(), None).await.unwrap();
    let nine = Proposal { words: "Nueve sí se puede.".to_owned(), ..proposal(monthly(9, day(2026, 3, 20))) };
    counter(&mut tx, &ground_now, Some(&talk), &nine).await.unwrap();
    // Whoever read the earlier version answers nothing any more.
    let late = endorse(&mut tx, &talk, talk.offers[0].id, "").await;
    assert!(matches!(late, Err(TalkError::Moved)), "{late:?}");
    tx.commit().await.unwrap();
    let mut tx = app.db.begin(maria).await.unwrap();
    let talk = negotiation(&mut tx, id).await.unwrap();
    assert_eq!((talk.state, talk.offers[1].author.as_str()), (Talk::ToSign, "Elena"));
    let signed = sign_now(&mut tx, id).await.unwrap();
    assert_eq!(signed.parts.len(), 9);
    assert_eq!(signed.parts[0].amount_minor, 51_662);
}

#[sqlx::test]
async fn the_team_declines_or_agrees_and_whoever_owes_takes_back(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, elena) = (maria(&app).await, elena(&app).await);
    for end in [Talk::Declined, Talk::ToSign, Talk::Withdrawn] {
        let mut tx = app.db.begin(maria).await.unwrap();
        let weekly = Terms { frequency: Frequency::Weekly, ..monthly(12, day(2026, 3, 10)) };
        let (id, _) = put(&mut tx, &proposal(weekly)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = app.db.begin(if end == Talk::Withdrawn { maria } else { elena }).await.unwrap();
        let talk = negotiation(&mut tx, id).await.unwrap();
        let offer = talk.current().unwrap().id;
        match end {
            Talk::Declined => decline(&mut tx, &talk, offer, DeclineReason::TooLong, "No").await.unwrap(),
            Talk::ToSign => endorse(&mut tx, &talk, offer, "Sí").await.unwrap(),
            _ => refuse(&mut tx, &talk, "").await.unwrap(),
        }
        tx.commit().await.unwrap();
        let mut tx = app.system().await;
        assert_eq!(negotiation(&mut tx, id).await.unwrap().state, end);
    }
}

#[sqlx::test]
async fn a_plan_is_kept_missed_suspended_and_brought_back_by_the_day_and_the_books(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    turn_to(&app, day(2026, 3, 20)).await;
    pay(&app, 77_492, day(2026, 3, 20)).await;
    assert_eq!(followed(&app, id).await, []);
    // 20 April is not paid; its grace ends on the 27th.
    turn_to(&app, day(2026, 4, 27)).await;
    assert_eq!(followed(&app, id).await, []);
    turn_to(&app, day(2026, 4, 28)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Suspend]);
    assert_eq!(followed(&app, id).await, [], "once");
    // Interest ran nothing while it was kept, and returns the day after the grace (domain-rules B14).
    let until: NaiveDate =
        sqlx::query_scalar("select max(until_on) from plan_reliefs").fetch_one(&app.owner).await.unwrap();
    assert_eq!(until, day(2026, 4, 27));
    turn_to(&app, day(2026, 5, 8)).await;
    pay(&app, 77_492, day(2026, 5, 8)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Cure]);
    assert_eq!(state_of(&app, id).await, PlanState::Active);
    // Money that is for nothing in particular pays F-1070, which is due, before what the plan leaves for later.
    pay(&app, 464_950 - 2 * 77_492 + 150_000, day(2026, 5, 8)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Complete]);
    let free: i64 = sqlx::query_scalar("select count(*) from plan_debts where left_at is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(free, 0);
}

#[sqlx::test]
async fn a_suspended_plan_that_is_not_brought_back_in_time_is_closed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    turn_to(&app, day(2026, 3, 28)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Suspend]);
    turn_to(&app, day(2026, 4, 27)).await;
    assert_eq!(followed(&app, id).await, []);
    turn_to(&app, day(2026, 4, 28)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Close]);
    assert_eq!(state_of(&app, id).await, PlanState::Closed);
}

#[sqlx::test]
async fn an_instalment_is_moved_and_another_left_out_and_the_sum_stays(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let actor = maria(&app).await;
    let mut tx = app.db.begin(actor).await.unwrap();
    move_part(&mut tx, id, 1, day(2026, 4, 3)).await.unwrap();
    assert!(move_part(&mut tx, id, 2, day(2026, 4, 25)).await.is_err(), "it is agreed once");
    skip_part(&mut tx, id, 2).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = app.system().await;
    let plan = plan(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((plan.revision, plan.parts.len()), (3, 7));
    assert_eq!(plan.parts[0].moved_from, Some(day(2026, 3, 20)));
    assert_eq!((plan.parts[1].amount_minor, plan.parts[6].amount_minor), (0, 77_492));
    assert_eq!(plan.parts[6].due_on, day(2026, 9, 20));
    assert_eq!(plan.parts.iter().map(|part| part.amount_minor).sum::<i64>(), 464_950);
}

#[sqlx::test]
async fn no_day_bears_interest_while_a_plan_is_kept_and_each_does_from_the_day_after_its_grace(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    // What was charged for the day of signing is in what was signed.
    let before = interest_through(&app, day(2026, 3, 6)).await;
    let id = six_payments(&app).await;
    assert_eq!(interest_through(&app, day(2026, 3, 10)).await, before);
    turn_to(&app, day(2026, 3, 28)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Suspend]);
    // The grace ended on the 27th, so that three days count: 2.30 each.
    assert_eq!(interest_through(&app, day(2026, 3, 30)).await, before + 3 * 230);
    turn_to(&app, day(2026, 3, 30)).await;
    pay(&app, 77_492, day(2026, 3, 30)).await;
    assert_eq!(followed(&app, id).await, [PlanMove::Cure]);
    let open = interest_through(&app, day(2026, 3, 30)).await;
    assert_eq!(interest_through(&app, day(2026, 4, 10)).await, open);
}

/// The interest that is open on the debts of the plan once it is charged through a day.
async fn interest_through(app: &TestApp, on: NaiveDate) -> i64 {
    let mut tx = app.system().await;
    let of = account_key(&mut tx, ACCOUNT_4471).await.unwrap().unwrap();
    for invoice in past_due() {
        aldia::ledger::accrual::accrue(&mut tx, of, invoice, on).await.unwrap();
    }
    tx.commit().await.unwrap();
    let ids: Vec<Uuid> = past_due().iter().map(|invoice| invoice.0).collect();
    sqlx::query_scalar("select sum(interest_minor)::bigint from invoice_balances where invoice_id = any($1)")
        .bind(ids)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}
