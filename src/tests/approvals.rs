//! What one member of the team may not do alone.

use aldia::desk::approvals::model::{Act, ApprovalState, LimitKind, Measure};
use aldia::desk::approvals::store::{self, AskError, DecideError, Permission};
use aldia::kernel::actor::Actor;
use aldia::kernel::db::Tx;
use aldia::kernel::ids::{ApprovalId, SessionId, StaffId};
use aldia::kernel::money::{Currency, Money};
use aldia::server::seed::known::{
    ACCOUNT_4471, CARMEN_ADMINISTRATOR, DANIEL_AGENT, ELENA_SUPERVISOR, MARIA, RAUL_AGENT, VICTOR_AUDITOR,
};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::TestApp;

const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";

/// A refund of this many centavos on María's account, of something that does not matter here.
pub fn refund_of(minor: i64) -> Act {
    Act {
        kind: LimitKind::Refund,
        measure: Measure::Money(Money::new(minor, Currency::MXN)),
        account: ACCOUNT_4471,
        object_kind: "payment",
        object: Uuid::now_v7(),
        payload: json!({}),
        change_minor: minor,
        reason: "Pagó dos veces".to_owned(),
    }
}

#[sqlx::test]
async fn within_their_limit_the_team_acts_at_once_and_beyond_it_they_ask(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let mut tx = acting(&app, DANIEL_AGENT).await;
    let allowed = store::within_limit_or_ask(&mut tx, &refund_of(50_000)).await.unwrap();
    assert_eq!(allowed, Permission::Now);
    let asked = store::within_limit_or_ask(&mut tx, &refund_of(50_001)).await.unwrap();
    assert!(matches!(asked, Permission::Asked(_)), "{asked:?}");
    // Nothing is free that nobody set a limit for.
    let dollars = Act { measure: Measure::Money(Money::new(1, Currency::USD)), ..refund_of(1) };
    assert!(matches!(store::within_limit_or_ask(&mut tx, &dollars).await.unwrap(), Permission::Asked(_)));
    drop(tx);
    let mut tx = acting(&app, CARMEN_ADMINISTRATOR).await;
    assert_eq!(store::within_limit_or_ask(&mut tx, &refund_of(i64::MAX)).await.unwrap(), Permission::Now);
}

#[sqlx::test]
async fn what_a_customer_asks_for_always_waits_for_the_team(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    app.signed_in("maria@example.mx").await;
    let session = session_of(&app, "person_id", MARIA.0).await;
    let mut tx = app.db.begin(Actor::Person { person: MARIA, session }).await.unwrap();
    let asked = store::within_limit_or_ask(&mut tx, &refund_of(1)).await.unwrap();
    assert!(matches!(asked, Permission::Asked(_)), "{asked:?}");
    tx.commit().await.unwrap();
    let queue = app.staff(DANIEL).await.get("/desk/approvals").await;
    assert!(queue.text().contains("María López, cliente"), "{}", queue.text());
}

#[sqlx::test]
async fn the_same_thing_is_asked_once_at_a_time(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let mut tx = acting(&app, DANIEL_AGENT).await;
    let act = refund_of(80_000);
    store::within_limit_or_ask(&mut tx, &act).await.unwrap();
    let again = store::within_limit_or_ask(&mut tx, &act).await;
    assert!(matches!(again, Err(AskError::AlreadyAsked)), "{again:?}");
}

#[sqlx::test]
async fn nobody_decides_what_they_asked(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let id = asked_by(&app, ELENA_SUPERVISOR, refund_of(2_000_000)).await;
    let mut tx = acting(&app, ELENA_SUPERVISOR).await;
    let approval = store::approval(&mut tx, id).await.unwrap();
    let own = store::decide(&mut tx, &approval, ApprovalState::Declined, "No").await;
    assert!(matches!(own, Err(DecideError::OwnRequest)), "{own:?}");
    drop(tx);
    // Nor does the owner of the database, who is bound by no policy.
    let forced = sqlx::query(
        "update approvals set state = 'declined', decided_by = asked_by_staff, decided_at = now(), decision_words = 'No' where id = $1",
    )
    .bind(id)
    .execute(&app.owner)
    .await;
    let constraint = forced.unwrap_err().as_database_error().unwrap().constraint().map(str::to_owned);
    assert_eq!(constraint.as_deref(), Some("approvals_decided_by_another"));
    let page = app.staff(ELENA).await.get(&format!("/desk/approvals/{id}")).await;
    assert!(page.text().contains("decide otra persona"), "{}", page.text());
    assert!(page.texts("form button").iter().all(|button| !button.contains("Aprobar")));
}

#[sqlx::test]
async fn nobody_approves_what_is_beyond_their_own_limit_or_in_anothers_name(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = asked_by(&app, DANIEL_AGENT, refund_of(1_000_001)).await;
    let mut tx = acting(&app, ELENA_SUPERVISOR).await;
    let approval = store::approval(&mut tx, id).await.unwrap();
    let beyond = store::decide(&mut tx, &approval, ApprovalState::Approved, "").await;
    assert!(matches!(beyond, Err(DecideError::BeyondLimit)), "{beyond:?}");
    drop(tx);
    let page = app.staff(ELENA).await.get(&format!("/desk/approvals/{id}")).await;
    assert!(page.text().contains("un límite mayor"), "{}", page.text());
    let mut tx = acting(&app, ELENA_SUPERVISOR).await;
    let borrowed = sqlx::query(
        "update approvals set state = 'approved', decided_by = $2, decided_at = now() where id = $1",
    )
    .bind(id)
    .bind(CARMEN_ADMINISTRATOR)
    .execute(&mut *tx)
    .await;
    assert!(borrowed.unwrap_err().to_string().contains("in their own name"));
}

#[sqlx::test]
async fn a_decision_is_made_once_and_changes_nothing_of_what_was_asked(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = asked_by(&app, DANIEL_AGENT, refund_of(80_000)).await;
    let smaller =
        sqlx::query("update approvals set measure = 1 where id = $1").bind(id).execute(&app.owner).await;
    assert!(smaller.unwrap_err().to_string().contains("stays as it was asked"));
    let elena = app.staff(ELENA).await;
    let page = elena.get(&format!("/desk/approvals/{id}")).await;
    // María owes 6,449.50; it would be 800.00 more.
    assert!(page.text().contains("$6,449.50 hoy; $7,249.50 después"), "{}", page.text());
    let empty = elena.submit("/do/desk/decline", &[("approval", &id.to_string()), ("reason", " ")]).await;
    assert!(empty.text().contains("Escriba por qué no se aprueba"), "{}", empty.text());
    let answer = [("approval", id.to_string()), ("reason", "El segundo pago era de otra factura".to_owned())];
    let answer = answer.each_ref().map(|(name, value)| (*name, value.as_str()));
    let declined = elena.submit("/do/desk/decline", &answer).await;
    assert!(declined.text().contains("Elena Ríos"), "{}", declined.text());
    assert!(declined.text().contains("El segundo pago era de otra factura"));
    let again = elena.submit("/do/desk/decline", &answer).await;
    assert!(again.text().contains("ya lo decidió"), "{}", again.text());
}

#[sqlx::test]
async fn an_auditor_reads_the_queue_and_decides_nothing_and_another_creditors_team_sees_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = asked_by(&app, DANIEL_AGENT, refund_of(80_000)).await;
    let victor = app.staff("victor@aguas.example").await;
    assert!(victor.get("/desk/approvals").await.text().contains("Devolver $800.00"));
    let refused = victor.post("/do/desk/decline", &[("approval", &id.to_string()), ("reason", "No")]).await;
    assert_eq!(refused.status, 403);
    let mut tx = acting(&app, VICTOR_AUDITOR).await;
    let approval = store::approval(&mut tx, id).await.unwrap();
    assert!(store::decide(&mut tx, &approval, ApprovalState::Declined, "No").await.is_err());
    drop(tx);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&format!("/desk/approvals/{id}")).await.status, 404);
    let refused = raul.post("/do/desk/decline", &[("approval", &id.to_string()), ("reason", "No")]).await;
    assert_eq!(refused.status, 404);
    assert!(!raul.get("/desk/approvals").await.text().contains("Devolver"));
    let mut tx = acting(&app, RAUL_AGENT).await;
    assert!(store::approval(&mut tx, id).await.is_err());
}

#[sqlx::test]
async fn beside_an_account_everybody_reads_how_far_they_may_go(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let file = format!("/desk/accounts/{ACCOUNT_4471}");
    let page = app.staff(DANIEL).await.get(&file).await.text();
    assert!(page.contains("devolver: hasta $500.00"), "{page}");
    assert!(page.contains("descontar: hasta 5 %"), "{page}");
    let page = app.staff("carmen@aguas.example").await.get(&file).await.text();
    assert!(page.contains("devolver: sin límite"), "{page}");
}

/// A transaction of this member of the team.
pub async fn acting(app: &TestApp, staff: StaffId) -> Tx {
    let email: String = sqlx::query_scalar("select email from staff where id = $1")
        .bind(staff)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    app.staff(&email).await;
    let session = session_of(app, "staff_id", staff.0).await;
    app.db.begin(Actor::Staff { staff, session }).await.unwrap()
}

async fn session_of(app: &TestApp, column: &str, id: Uuid) -> SessionId {
    let sql = format!("select id from sessions where {column} = $1 order by created_at desc limit 1");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(id).fetch_one(&app.owner).await.unwrap()
}

/// Files what this member of the team may not do alone.
pub async fn asked_by(app: &TestApp, staff: StaffId, act: Act) -> ApprovalId {
    let mut tx = acting(app, staff).await;
    let asked = store::within_limit_or_ask(&mut tx, &act).await.unwrap();
    tx.commit().await.unwrap();
    let Permission::Asked(id) = asked else { panic!("it was within the limit") };
    id
}
