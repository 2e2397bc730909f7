//! Tables as files.

use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DANIEL, ELENA, RAUL, make};
use crate::support::{Browser, TestApp};

/// The lines of a file, without the mark at its start.
async fn saved(browser: &Browser, path: &str) -> Vec<String> {
    let file = browser.file(path).await;
    assert_eq!((file.status, file.kind.as_str()), (200, "text/csv; charset=utf-8"), "{path}");
    assert!(file.name.starts_with("attachment; filename=\""), "{}", file.name);
    let text = String::from_utf8(file.bytes).unwrap();
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"), "{path}");
    text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

#[sqlx::test]
async fn a_table_is_taken_along_whole_with_amounts_that_a_spreadsheet_adds_up(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let accounts = saved(&daniel, "/desk/accounts.csv?q=").await;
    assert_eq!(accounts[0], "Cliente,Referencia,Acreedor,Saldo abierto,Moneda");
    assert_eq!(accounts.len(), 7, "all six: {accounts:?}");
    assert!(accounts.contains(&"María López,4471,Aguas del Valle,6449.50,MXN".to_owned()), "{accounts:?}");
    let found = saved(&daniel, "/desk/accounts.csv?q=lopez").await;
    assert_eq!(found.len(), 2, "those of the search alone: {found:?}");
    let payments = saved(&daniel, "/desk/payments.csv").await;
    let shown = daniel.get("/desk/payments").await.texts("main tbody tr").len();
    assert!(payments.len() > 30 && payments.len() > shown, "{}", payments.len());
    assert!(
        payments.iter().any(|row| row.contains("1000.00,MXN,Recibido") && row.contains("R-171")),
        "{payments:?}"
    );
    let disputes = saved(&daniel, "/desk/disputes.csv?show=all").await;
    assert!(
        disputes[1].starts_with("A-104,María López,4471,") && disputes[1].contains(",300.00,MXN,2026-03-09,")
    );
    let mine = saved(&daniel, "/desk/disputes.csv?show=mine").await;
    let shown = daniel.get("/desk/disputes?show=mine").await.texts("main tbody tr").len();
    assert_eq!(mine.len(), shown + 1, "{mine:?}");
    let list = saved(&daniel, "/desk/worklist.csv?show=team").await;
    assert!(
        list.iter().any(|row| row.contains("María López,4471") && row.contains(",4649.50,MXN,")),
        "{list:?}"
    );
    let elena = app.staff(ELENA).await;
    let id = make(&app, &elena, &[("name", "Un mes"), ("late_from", "30")]).await;
    let group = saved(&daniel, &format!("/desk/groups/{id}/accounts.csv?sort=late_up&q=")).await;
    assert_eq!(group[1], "María López,4471,4649.50,MXN,30,2026-02-04");
    assert_eq!(group.len(), 3);
    for path in [
        "/desk/messages.csv?show=open",
        "/desk/approvals.csv",
        "/desk/promises.csv",
        "/desk/bank.csv",
        "/desk/people.csv",
        "/desk/plans/proposals.csv",
        "/desk/plans/at-risk.csv",
    ] {
        assert!(saved(&daniel, path).await[0].split(',').count() >= 5, "{path}");
    }
    let team = saved(&daniel, "/desk/people.csv").await;
    assert!(team.iter().any(|row| row.starts_with("Elena Ríos,Supervisión,Aguas del Valle,")), "{team:?}");
}

#[sqlx::test]
async fn each_page_leads_to_its_file_and_the_trail_tells_who_took_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    for (page, file, what) in [
        ("/desk/accounts?q=l%C3%B3pez", "/desk/accounts.csv?q=l%C3%B3pez", "account"),
        ("/desk/payments", "/desk/payments.csv", "payment"),
        ("/desk?show=free", "/desk/worklist.csv?show=free", "worklist"),
        ("/desk/disputes", "/desk/disputes.csv?show=all", "dispute"),
        ("/desk/messages", "/desk/messages.csv?show=open", "thread"),
        ("/desk/people", "/desk/people.csv", "staff"),
    ] {
        let links = daniel.get(page).await;
        assert!(links.attributes("main a.file-link", "href").contains(&file.to_owned()), "{page}");
        assert!(
            links.text().contains("Descargar la tabla, hasta 10000 filas (CSV)"),
            "{page}: the bound is told"
        );
        daniel.file(file).await;
        let told: i64 = sqlx::query_scalar(
            "select count(*) from audit_events e join staff s on s.id = e.actor_id
             where e.verb = 'export' and e.object_kind = $1 and s.email = $2",
        )
        .bind(what)
        .bind(DANIEL)
        .fetch_one(&app.owner)
        .await
        .unwrap();
        assert_eq!(told, 1, "{file}");
    }
}

#[sqlx::test]
async fn no_cell_is_a_formula_and_no_row_is_another_teams(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for (name, cell) in [
        ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
        ("+52 55", "'+52 55"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tTab", "'\tTab"),
    ] {
        sqlx::query("update debtors d set name = $1 from accounts a where a.debtor_id = d.id and a.id = $2")
            .bind(name)
            .bind(ACCOUNT_4471.0)
            .execute(&app.owner)
            .await
            .unwrap();
        let rows = saved(&app.staff(DANIEL).await, "/desk/accounts.csv").await;
        let row = rows.iter().find(|row| row.contains(",4471,")).unwrap();
        assert!(row.starts_with(&format!("{cell},")), "{row}");
    }
    // A debit stays a number; words that begin with a minus do not.
    let raul = app.staff(RAUL).await;
    for path in
        ["/desk/accounts.csv", "/desk/payments.csv", "/desk/worklist.csv?show=team", "/desk/people.csv"]
    {
        let rows = saved(&raul, path).await.join("\n");
        assert!(!rows.contains("4471") && !rows.contains("Elena"), "{path}: {rows}");
    }
}
