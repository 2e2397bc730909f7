//! The weights: read by everybody of the team, set by those who lead it, tried before they hold.

use aldia::server::seed::known::AGUAS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DANIEL, ELENA, RAUL, rows, weigh};
use crate::support::TestApp;

const PAGE: &str = "/desk/worklist/weights";

fn form(late_each: &str) -> Vec<(String, String)> {
    let creditor = AGUAS.to_string();
    let fields = [
        ("creditor", creditor.as_str()),
        ("amount_each", "0"),
        ("amount_most", "0"),
        ("late_each", late_each),
        ("late_most", "100"),
        ("silence_each", "0"),
        ("silence_most", "0"),
        ("broken_each", "0"),
        ("risk_each", "0"),
        ("kept_each", "0"),
    ];
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

fn query(form: &[(String, String)]) -> String {
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{PAGE}?{}", pairs.join("&"))
}

#[sqlx::test]
async fn other_weights_are_tried_before_they_hold_and_only_those_who_lead_set_them(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let read = daniel.get(PAGE).await.text();
    assert!(
        read.contains("Por cada mil que se debe") && read.contains("Solo quien supervisa los cambia."),
        "{read}"
    );
    let before = rows(&elena, "/desk").await;
    let tried = elena.get(&query(&form("10"))).await;
    assert!(tried.text().contains("Con estos puntos, las primeras diez serían"), "{}", tried.text());
    let first = tried.texts("main table tbody tr");
    assert!(first.iter().any(|row| row.contains("vencido hace 30 días (30)")), "{first:?}");
    assert_eq!(rows(&elena, "/desk").await, before, "trying changes nothing");
    let wrong = elena.get(&query(&form("101"))).await;
    assert!(wrong.text().contains("Escriba un número entero de 0 a 100"), "{}", wrong.text());
    let form: Vec<(String, String)> = form("10");
    let send: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(daniel.post("/do/desk/set-weights", &send).await.status, 403);
    assert_eq!(app.staff(RAUL).await.post("/do/desk/set-weights", &send).await.status, 403);
    let saved = elena.submit("/do/desk/set-weights", &send).await;
    assert!(
        saved.text().contains("Los puntos quedaron guardados.")
            && saved.text().contains("Los cambió Elena Ríos.")
    );
    weigh(&app).await;
    let after = rows(&elena, "/desk").await;
    let maria = after.iter().find(|row| row.contains("puntos") && row.contains("María López")).unwrap();
    assert!(maria.contains("30 puntos") && !maria.contains("debe $"), "{maria}");
}

#[sqlx::test]
async fn the_database_lets_no_agent_weigh(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    app.staff(DANIEL).await;
    let (staff, session) = sqlx::query_as(
        "select t.id, s.id from staff t join sessions s on s.staff_id = t.id where t.email = $1 limit 1",
    )
    .bind(DANIEL)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let actor = aldia::kernel::actor::Actor::Staff { staff, session };
    let mut tx = app.db.begin(actor).await.unwrap();
    let weights = aldia::desk::worklist::model::Weights::default();
    let refused = aldia::desk::worklist::store::weights::set_weights(&mut tx, AGUAS, &weights).await;
    assert!(refused.unwrap_err().to_string().contains("a supervisor weighs"));
}
