//! Which rows exist for whom: that no table was left out, and who works for whom.

use aldia::kernel::actor::Actor;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::TestApp;

/// Tables without row-level security, because nothing in them is anybody's: what stands on public pages, the program's
/// own list of books, and what the cluster and the migrations keep about themselves.
const FOR_EVERYBODY: [&str; 4] = ["_sqlx_migrations", "books", "creditors", "installation"];

#[sqlx::test]
async fn every_table_is_scoped_but_those_that_hold_nobodys_data(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::with_story(options, None).await;
    let open: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
           and not (relrowsecurity and relforcerowsecurity) order by relname",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert_eq!(open, FOR_EVERYBODY);
    // What everybody may read nobody may change.
    let writable: Vec<String> = sqlx::query_scalar(
        "select t from unnest($1::text[]) t, unnest(array['insert', 'update', 'delete', 'truncate']) p
         where has_table_privilege('aldia_app', t, p)",
    )
    .bind(FOR_EVERYBODY)
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert!(writable.is_empty(), "{writable:?}");
    // A new column of a creditor is public as well: whoever adds one decides that here.
    let columns: Vec<String> = sqlx::query_scalar(
        "select attname::text from pg_attribute where attrelid = 'creditors'::regclass and attnum > 0 and not attisdropped
         order by attnum",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert_eq!(
        columns,
        [
            "id",
            "name",
            "slug",
            "legal_name",
            "address",
            "phone",
            "complaints_body",
            "advice_body",
            "payee_name",
            "time_zone",
            "jurisdiction",
            "language",
            "accent",
            "fiscal_notice",
            "known_fact",
            "created_at",
        ]
    );
}

#[sqlx::test]
async fn staff_read_for_whom_they_work_and_not_for_whom_others_do(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    app.staff("daniel@aguas.example").await;
    let daniel: Actor = session_of(&app, "daniel@aguas.example").await;
    let seen = "select s.staff_id from staff_creditors s";
    let mut tx = app.db.begin(daniel).await.unwrap();
    let own: Vec<Uuid> = sqlx::query_scalar(seen).fetch_all(&mut *tx).await.unwrap();
    assert_eq!(own, [daniel.id().unwrap()]);
    let added = sqlx::query("insert into staff_creditors select $1, id from creditors")
        .bind(daniel.id())
        .execute(&mut *tx)
        .await;
    assert!(added.is_err(), "nobody takes on another creditor by themselves");
    drop(tx);
    let mut tx = app.db.begin(Actor::Visitor).await.unwrap();
    assert!(sqlx::query_scalar::<_, Uuid>(seen).fetch_all(&mut *tx).await.unwrap().is_empty());
    drop(tx);
    let mut tx = app.system().await;
    assert_eq!(sqlx::query_scalar::<_, Uuid>(seen).fetch_all(&mut *tx).await.unwrap().len(), 5);
}

async fn session_of(app: &TestApp, email: &str) -> Actor {
    let (staff, session) = sqlx::query_as(
        "select t.id, s.id from staff t join sessions s on s.staff_id = t.id where t.email = $1 limit 1",
    )
    .bind(email)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    Actor::Staff { staff, session }
}
