//! The log of notices and the outbox.

use aldia::contact;
use aldia::contact::store;
use aldia::kernel::actor::Actor;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DIGITS, Room};

#[sqlx::test]
async fn the_log_keeps_the_decision_with_its_rule_version_and_facts(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    room.send(room.receipt()).await;
    let (decision, rule, version, facts): (String, String, i32, serde_json::Value) =
        sqlx::query_as("select decision, rule, rules_version, facts from notices where sent_at is null")
            .fetch_one(&room.owner)
            .await
            .unwrap();
    assert_eq!((decision.as_str(), rule.as_str(), version), ("allow", "exempt_receipt", 6));
    assert_eq!(
        facts,
        serde_json::json!({ "kind": "receipt", "channel": "email", "address_suspended": false })
    );
}

#[sqlx::test]
async fn the_digits_of_a_code_stand_in_the_outbox_only(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    room.send(room.code()).await;
    for table in ["notices", "jobs", "audit_events", "tasks"] {
        let found: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "select exists (select from {table} t where t::text like '%{DIGITS}%')"
        )))
        .fetch_one(&room.owner)
        .await
        .unwrap();
        assert!(!found, "the digits stand in {table}");
    }
    let body: serde_json::Value =
        sqlx::query_scalar("select body from outbox").fetch_one(&room.owner).await.unwrap();
    assert!(body.to_string().contains(DIGITS));
}

#[sqlx::test]
async fn every_notice_has_one_job_and_a_code_of_its_own(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    let mut sent = Vec::new();
    for _ in 0..3 {
        sent.push(room.send(room.receipt()).await);
    }
    let payloads: Vec<serde_json::Value> =
        sqlx::query_scalar("select payload from jobs where kind = 'send_notice' order by id")
            .fetch_all(&room.owner)
            .await
            .unwrap();
    let expected: Vec<_> = sent.iter().map(|id| serde_json::json!({ "notice": id })).collect();
    assert_eq!(payloads, expected);
    let codes: i64 = sqlx::query_scalar(
        "select count(distinct code) from notices where code ~ '^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$'",
    )
    .fetch_one(&room.owner)
    .await
    .unwrap();
    assert_eq!(codes, 3);
}

#[sqlx::test]
async fn a_notice_of_a_transaction_that_did_not_commit_leaves_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    let mut tx = room.db.begin(Actor::System("test")).await.unwrap();
    contact::send(&mut tx, room.receipt()).await.unwrap();
    tx.rollback().await.unwrap();
    for table in ["notices", "outbox", "jobs"] {
        assert_eq!(room.count(table).await, 0, "{table}");
    }
}

#[sqlx::test]
async fn a_suspended_address_gets_a_denied_line_in_the_log_and_no_words(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    sqlx::query("update contact_points set suspended_at = now()").execute(&room.owner).await.unwrap();
    room.send(room.code()).await;
    let (decision, rule): (String, String) =
        sqlx::query_as("select decision, rule from notices").fetch_one(&room.owner).await.unwrap();
    assert_eq!((decision.as_str(), rule.as_str()), ("deny", "address_suspended"));
    assert_eq!((room.count("outbox").await, room.count("jobs").await), (0, 0));
}

#[sqlx::test]
async fn a_visitor_can_cause_a_notice_and_read_none(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
    let mut notice = room.code();
    notice.account = None;
    contact::send(&mut tx, notice).await.unwrap();
    for table in ["notices", "outbox"] {
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    tx.commit().await.unwrap();
    assert_eq!(
        (room.count("notices").await, room.count("outbox").await, room.count("jobs").await),
        (1, 1, 1)
    );
}

#[sqlx::test]
async fn nobody_sends_about_an_account_that_they_do_not_see(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
    let refused = contact::send(&mut tx, room.receipt()).await;
    assert!(matches!(refused, Err(sqlx::Error::RowNotFound)), "{refused:?}");
}

#[sqlx::test]
async fn wrong_person_suspends_the_address_and_opens_one_task(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    room.send(room.receipt()).await;
    let token = room.stop_token().await;
    for _ in 0..2 {
        let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
        store::report_wrong_person(&mut tx, &token).await.unwrap();
        tx.commit().await.unwrap();
    }
    let suspended: bool =
        sqlx::query_scalar("select suspended_at is not null from contact_points where id = $1")
            .bind(room.point.0)
            .fetch_one(&room.owner)
            .await
            .unwrap();
    assert!(suspended);
    let tasks: Vec<(String, String, Option<uuid::Uuid>, Option<uuid::Uuid>)> =
        sqlx::query_as("select kind, about_kind, about_id, account_id from tasks")
            .fetch_all(&room.owner)
            .await
            .unwrap();
    let expected =
        ("wrong_person".to_owned(), "contact_point".to_owned(), Some(room.point.0), Some(room.account.0));
    assert_eq!(tasks, [expected]);
}

#[sqlx::test]
async fn a_made_up_stop_link_changes_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    room.send(room.receipt()).await;
    let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
    store::report_wrong_person(&mut tx, "AAAAAAAAAAAAAAAAAAAAAA").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(room.count("tasks").await, 0);
    assert_eq!(room.count("contact_points where suspended_at is not null").await, 0);
}
