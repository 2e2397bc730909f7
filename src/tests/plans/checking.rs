//! `aldia check` finds what was done to a plan behind the program's back.

use aldia::kernel::locale::Lang;
use aldia::ledger::check::{self, Check};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::flow::{MARIA, propose, sign};
use crate::support::TestApp;

#[sqlx::test]
async fn a_plan_that_is_not_what_was_signed_is_named(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let agreement = propose(&maria, "6", "as-asked").await;
    let done = sign(&app, &maria, &agreement).await;
    let id = done.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    let report = check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
    for harm in [
        "alter table plan_parts disable trigger append_only; update plan_parts set amount_minor = amount_minor + 1 where number = 1",
        "update plan_debts set principal_minor = principal_minor - 1 where principal_minor = 60000",
        "update plan_debts set left_at = now()",
        "update negotiations set state = 'declined' where state = 'signed'",
        "alter table papers disable trigger user; delete from papers where kind = 'agreement'",
    ] {
        let mut tx = app.owner.begin().await.unwrap();
        sqlx::raw_sql(harm).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let report = check::run(&app.db).await.unwrap();
        let result = report.results.iter().find(|result| result.check == Check::Plans).unwrap();
        assert!(result.faults.iter().any(|fault| fault.id == id), "{harm}\n{:?}", result.faults);
    }
}
