//! An account comes back.

use aldia::handing::jobs::note_recoveries;
use aldia::server::seed::known::ACCOUNT_5120;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{
    CARMEN, DANIEL, ELENA, SUSAN, TODAYS_INTEREST, handed_on, in_book, open, recalled, sound, waiting,
};
use crate::support::TestApp;

#[sqlx::test]
async fn a_recalled_account_is_collected_here_again_and_its_people_are_told(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let handover = handed_on(&app, "agency").await;
    recalled(&app, &handover).await;
    let susan = app.signed_in(SUSAN).await;
    let home = susan.get("/account").await;
    assert!(!home.text().contains("Cobranza Justa"), "{}", home.text());
    let pay = susan.get(&format!("/account/pay?account={ACCOUNT_5120}")).await;
    assert!(!pay.text().contains("no longer paid here"), "{}", pay.text());
    let told: i64 = sqlx::query_scalar(
        "select count(*) from outbox where body::text like '%handles your account again%'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(told, 1);
    let standing: i64 = sqlx::query_scalar("select count(*) from legal_statuses where lifted_at is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(standing, 0);
    let daniel = app.staff(DANIEL).await;
    let page = daniel.get(&format!("/desk/handing/{handover}")).await;
    assert!(page.text().contains("Recuperada"), "{}", page.text());
    assert!(page.text().contains("El cliente quiere acordar con nosotros"), "{}", page.text());
    let story = daniel.get(&format!("/desk/accounts/{ACCOUNT_5120}/timeline?kind=handing")).await;
    let story = story.texts("main .timeline > li");
    assert!(story.iter().any(|row| row.contains("Se recuperó la entrega E-1 Carmen Soto")), "{story:?}");
    assert!(story.iter().any(|row| row.contains("Entrega E-1: Con una agencia de cobranza")), "{story:?}");
    // And it can go again.
    handed_on(&app, "pre_legal").await;
    sound(&app).await;
}

#[sqlx::test]
async fn what_was_written_off_is_receivable_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let owed = open(&app).await - TODAYS_INTEREST;
    let handover = handed_on(&app, "write_off").await;
    recalled(&app, &handover).await;
    assert_eq!(open(&app).await, owed);
    assert_eq!((in_book(&app, "write_offs").await, in_book(&app, "write_off_allowance").await), (0, 0));
    let kept: i64 = sqlx::query_scalar("select count(*) from ledger_transactions where kind = 'write_off'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert!(kept > 0, "the history stays");
    sound(&app).await;
}

/// Domain-rules B18: 1,000.00 paid on a debt that is written off leaves so much less owed, and is a recovery.
#[sqlx::test]
async fn money_on_what_is_written_off_is_a_recovery_until_it_is_recalled(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let owed = open(&app).await - TODAYS_INTEREST;
    let handover = handed_on(&app, "write_off").await;
    let account = ACCOUNT_5120.to_string();
    let key = uuid::Uuid::now_v7().to_string();
    let form = [
        ("account", account.as_str()),
        ("amount", "100"),
        ("on_day", "6"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("means", "cash"),
        ("what", "oldest"),
        ("request_key", &key),
    ];
    let recorded = app.staff(CARMEN).await.post("/do/desk/record-payment", &form).await;
    assert!(recorded.location.as_deref().unwrap().starts_with("/desk/payments/"), "{recorded:?}");
    assert_eq!(open(&app).await, owed - 10_000);
    for _ in 0..2 {
        note_recoveries(&app.db).await.unwrap();
        assert_eq!(in_book(&app, "recoveries").await, -10_000);
        assert_eq!(in_book(&app, "write_off_allowance").await, 10_000 - owed);
    }
    sound(&app).await;
    recalled(&app, &handover).await;
    note_recoveries(&app.db).await.unwrap();
    assert_eq!((in_book(&app, "recoveries").await, in_book(&app, "write_off_allowance").await), (0, 0));
    assert_eq!(open(&app).await, owed - 10_000, "what was paid stays paid");
    sound(&app).await;
}

#[sqlx::test]
async fn a_recall_needs_a_reason_and_a_second_person(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let handover = handed_on(&app, "agency").await;
    let elena = app.staff(ELENA).await;
    let over = "r".repeat(1001);
    for (reason, sentence) in [(" ", "Escríbalo"), (over.as_str(), "Escriba 1000 caracteres como máximo")] {
        let refused = elena.submit("/do/desk/recall", &[("handover", &handover), ("reason", reason)]).await;
        assert!(refused.text().contains(sentence), "{}", refused.text());
    }
    for who in [DANIEL, "victor@aguas.example"] {
        let form = [("handover", handover.as_str()), ("reason", "Ya")];
        assert_eq!(app.staff(who).await.post("/do/desk/recall", &form).await.status, 403, "{who}");
    }
    let form = [("handover", handover.as_str()), ("reason", &over[1..])];
    assert!(elena.submit("/do/desk/recall", &form).await.text().contains("La recuperación espera"));
    let again = app.staff(CARMEN).await.submit("/do/desk/recall", &form).await;
    assert!(again.text().contains("Ya se pidió y espera"), "{}", again.text());
    let own = elena.submit("/do/desk/approve", &[("approval", &waiting(&app).await)]).await;
    assert!(own.text().contains("Usted lo pidió; decide otra persona"), "{}", own.text());
    // What came with the hand-over is not lifted apart from it.
    let status: uuid::Uuid =
        sqlx::query_scalar("select id from legal_statuses").fetch_one(&app.owner).await.unwrap();
    let (account, status) = (ACCOUNT_5120.to_string(), status.to_string());
    let lift = [("account", account.as_str()), ("status", &status), ("reason", "Ya")];
    let refused = elena.submit("/do/desk/lift-legal-status", &lift).await;
    assert!(refused.text().contains("se levanta al recuperarla"), "{}", refused.text());
    // Somebody who has not been handed anything is not found.
    let nobody = [("handover", account.as_str()), ("reason", "Ya")];
    assert_eq!(elena.post("/do/desk/recall", &nobody).await.status, 404);
}
