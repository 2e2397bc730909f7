//! The demo is planted whole, once, and its sums come out of real rows.

use aldia::identity::keys::Keys;
use aldia::kernel::db::Db;
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4480, invoice};
use aldia::server::seed::{SeedReport, Story, seed_demo, seed_story};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::TestApp;

const URL: &str = "http://localhost:3000";

async fn app_db(options: PgConnectOptions) -> Db {
    Db::new(PgPoolOptions::new().connect_with(options.username("aldia_app")).await.unwrap())
}

async fn open_minor(owner: &PgPool, number: &str) -> i64 {
    sqlx::query_scalar("select open_minor from invoice_balances b join invoices i on i.id = b.invoice_id where i.number = $1")
        .bind(number)
        .fetch_one(owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn the_sample_account_comes_out_of_real_rows(pool: PgPoolOptions, options: PgConnectOptions) {
    let owner = pool.connect_with(options.clone()).await.unwrap();
    let db = app_db(options).await;
    let report = seed_demo(&db, &Keys::for_tests(), URL).await.unwrap();
    assert!(matches!(report, SeedReport::Planted { accounts: 9, .. }), "{report:?}");
    for (number, minor) in [
        ("F-1041", 223_300),
        ("F-1057", 181_350),
        ("F-1063", 90_300),
        ("F-1070", 150_000),
        // In a plan, under which it bears no interest.
        ("F-0750", 70_000),
        ("F-0720", 98_490),
        ("N-0201", 332_440),
    ] {
        assert_eq!(open_minor(&owner, number).await, minor, "{number}");
    }
    let held: i64 = sqlx::query_scalar("select amount_minor from holds where dispute_number = 'A-104'")
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(held, 30_000);
    let bills: i64 = sqlx::query_scalar("select count(*) from invoices where account_id = $1")
        .bind(ACCOUNT_4471.0)
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(bills, 16);
    let credit: i64 =
        sqlx::query_scalar("select (-sum(amount_minor))::bigint from ledger_entries where account_id = $1 and book = 'unapplied'")
            .bind(ACCOUNT_4480.0)
            .fetch_one(&owner)
            .await
            .unwrap();
    assert_eq!(credit, 20_000);
}

#[sqlx::test]
async fn planting_twice_changes_nothing(pool: PgPoolOptions, options: PgConnectOptions) {
    let owner = pool.connect_with(options.clone()).await.unwrap();
    let db = app_db(options).await;
    seed_demo(&db, &Keys::for_tests(), URL).await.unwrap();
    let count = || sqlx::query_scalar::<_, i64>("select count(*) from ledger_entries").fetch_one(&owner);
    let before = count().await.unwrap();
    assert_eq!(seed_demo(&db, &Keys::for_tests(), URL).await.unwrap(), SeedReport::AlreadyThere);
    assert_eq!(count().await.unwrap(), before);
}

#[sqlx::test]
async fn the_second_seed_stands_before_the_dispute(pool: PgPoolOptions, options: PgConnectOptions) {
    let owner = pool.connect_with(options.clone()).await.unwrap();
    let db = app_db(options).await;
    seed_story(&db, Story::BeforeTheDispute).await.unwrap();
    assert_eq!(open_minor(&owner, "F-1041").await + open_minor(&owner, "F-1057").await, 402_450);
    assert_eq!(open_minor(&owner, "F-1063").await, 90_000);
    let holds: i64 = sqlx::query_scalar("select count(*) from holds").fetch_one(&owner).await.unwrap();
    assert_eq!(holds, 0);
}

#[sqlx::test]
async fn the_demo_is_never_planted_in_production(pool: PgPoolOptions, options: PgConnectOptions) {
    let owner = pool.connect_with(options.clone()).await.unwrap();
    sqlx::query("insert into installation (environment) values ('production')")
        .execute(&owner)
        .await
        .unwrap();
    let refused = seed_demo(&app_db(options).await, &Keys::for_tests(), URL).await.unwrap_err();
    assert_eq!(refused.to_string(), "the demo is never planted in a production database");
}

#[sqlx::test]
async fn the_demos_books_pass_every_check(_: PgPoolOptions, options: PgConnectOptions) {
    let db = app_db(options).await;
    seed_demo(&db, &Keys::for_tests(), URL).await.unwrap();
    let report = aldia::ledger::check::run(&db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(aldia::kernel::locale::Lang::En).join("\n"));
}

#[sqlx::test]
async fn teresas_plan_was_signed_as_people_sign_and_its_paper_verifies(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::with_story(options, None).await;
    seed_demo(&app.db, &app.app.keys, &app.url).await.unwrap();
    let teresa = app.signed_in("teresa@example.mx").await;
    let (id, code): (Uuid, Option<String>) =
        sqlx::query_as("select id, consent ->> 'code' from plans").fetch_one(&app.owner).await.unwrap();
    assert!(code.is_some(), "what was typed is kept with how she agreed");
    let plan = teresa.get(&format!("/account/plans/{id}")).await.text();
    for said in ["Plan C-1", "Vigente", "Faltan $700.00.", "$350.00", "21 feb 2026 ·"] {
        assert!(plan.contains(said), "{said}\n{plan}");
    }
    // All that she owes is in it: nothing was charged beside it.
    let beside: i64 = sqlx::query_scalar("select interest_minor from invoice_balances where invoice_id = $1")
        .bind(invoice("F-0750"))
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(beside, 0);
    let paper = teresa.file(&format!("/account/plans/{id}/agreement.pdf")).await;
    let printed = paper.text();
    for said in ["Convenio de pago", "Teresa Núñez", "F-0750", "$350.00", "21 de febrero de 2026"] {
        assert!(printed.contains(said), "{said}\n{printed}");
    }
    let code: String = sqlx::query_scalar("select code from papers where kind = 'agreement'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert!(printed.contains(&code), "{printed}");
    let verified = app.browser().get(&format!("/verify/{code}")).await.text();
    assert!(verified.contains("Convenio de pago") && !verified.contains("Teresa"), "{verified}");
    // Nobody is left signed in but by this test, and each step has who took it.
    let open: i64 = sqlx::query_scalar("select count(*) from sessions where revoked_at is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(open, 1);
    let kinds: Vec<String> =
        sqlx::query_scalar("select kind from plan_events where negotiation_id = $1 order by sequence")
            .bind(id)
            .fetch_all(&app.owner)
            .await
            .unwrap();
    assert_eq!(kinds, ["propose", "endorse", "sign"]);
}
