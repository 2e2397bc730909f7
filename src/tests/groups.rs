//! Finding accounts again at the desk: groups by rules, how accounts pay, views of one's own, tables as files, the search box.

mod behaviour;
mod finding;
pub mod keeping;
mod rules;
mod tables;

use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4502, AGUAS, NORIEGA};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::{Browser, Page, TestApp};

pub const DANIEL: &str = "daniel@aguas.example";
pub const ELENA: &str = "elena@aguas.example";
pub const RAUL: &str = "raul@noriega.example";
pub const VICTOR: &str = "victor@aguas.example";

/// Somebody who leads Aguas del Valle makes a group; answers which.
pub async fn make(app: &TestApp, leader: &Browser, rules: &[(&str, &str)]) -> String {
    let creditor = AGUAS.to_string();
    let form: Vec<(&str, &str)> = rules.iter().copied().chain([("creditor", creditor.as_str())]).collect();
    let answer = leader.post("/do/desk/make-group", &form).await;
    let location = answer.location.unwrap_or_default();
    assert!(location.ends_with("?done=made"), "{location}: {rules:?}");
    assert!(!app.url.is_empty());
    location.trim_start_matches("/desk/groups/").trim_end_matches("?done=made").to_owned()
}

fn members(page: &Page) -> Vec<String> {
    assert_eq!(page.status, 200);
    page.texts("main tbody th")
}

#[sqlx::test]
async fn those_who_lead_make_a_group_after_they_saw_whom_it_takes_in(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let seen = elena.get("/desk/groups/new?preview=yes&name=Un+mes&late_from=30").await;
    assert!(seen.text().contains("2 cuentas, $"), "{}", seen.text());
    assert!(seen.text().contains("MXN vencidos"), "{}", seen.text());
    assert_eq!(seen.attribute("#name", "value").as_deref(), Some("Un mes"), "what was typed stays");
    let fewer = elena.get("/desk/groups/new?preview=yes&late_from=31").await;
    assert!(fewer.text().contains("1 cuenta, $"), "María is 30 days late: {}", fewer.text());
    let none = elena.get("/desk/groups/new?preview=yes&late_from=3000").await;
    assert!(none.text().contains("No toma a ninguna cuenta."));
    assert!(
        elena.get("/desk/groups").await.text().contains("Todavía no hay grupos."),
        "a preview keeps nothing"
    );

    let id = make(&app, &elena, &[("name", "  Un  mes "), ("late_from", "30"), ("plan", "no")]).await;
    let page = daniel.get(&format!("/desk/groups/{id}")).await;
    let firm = "Ferretería El Tornillo, S. de R.L.";
    assert_eq!(members(&page), [firm, "María López"], "the latest first");
    assert!(page.text().contains("30 días de atraso o más"), "{}", page.text());
    assert!(page.text().contains("sin plan") && page.text().contains("Lo dejó así Elena Ríos."));
    assert_eq!(page.texts("main h1"), ["Un mes"]);
    for (query, order) in [
        ("sort=late_up", ["María López", firm]),
        ("sort=owed_up", ["María López", firm]),
        ("sort=name", [firm, "María López"]),
        ("sort=name_down", ["María López", firm]),
    ] {
        assert_eq!(members(&daniel.get(&format!("/desk/groups/{id}?{query}")).await), order, "{query}");
    }
    let found = daniel.get(&format!("/desk/groups/{id}?q=lopez")).await;
    assert_eq!(members(&found), ["María López"]);
    assert!(found.text().contains("2 cuentas, $"), "the whole group is still told");

    let answer = elena
        .submit("/do/desk/change-group", &[("group", &id), ("name", "Mes y medio"), ("late_from", "40")])
        .await;
    assert!(answer.text().contains("Las reglas quedaron guardadas."), "{}", answer.text());
    assert_eq!(members(&daniel.get(&format!("/desk/groups/{id}")).await), [firm]);
    let retired = elena.submit("/do/desk/retire-group", &[("group", &id)]).await;
    assert!(
        retired.text().contains("El grupo se retiró.") && retired.text().contains("Todavía no hay grupos.")
    );
    assert_eq!(daniel.get(&format!("/desk/groups/{id}")).await.status, 404);
}

#[sqlx::test]
async fn a_group_is_refused_with_what_is_wrong_beside_each_field(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let creditor = AGUAS.to_string();
    make(&app, &elena, &[("name", "Tomado"), ("late_from", "1")]).await;
    for (typed, sentence) in [
        (vec![("name", ""), ("late_from", "1")], "Escriba un nombre"),
        (vec![("name", "tomado"), ("late_from", "1")], "Otro grupo ya se llama así"),
        (vec![("name", "X")], "Ponga al menos una regla"),
        (vec![("name", "X"), ("late_from", "3651")], "Escriba un número entero de 0 a 3650"),
        (vec![("name", "X"), ("late_from", "-1")], "Escriba un número entero de 0 a 3650"),
        (vec![("name", "X"), ("late_from", "9"), ("late_to", "8")], "no sea menor que el primero"),
        (vec![("name", "X"), ("owed_from", "mil")], "Escriba una cantidad, como 1,000.00"),
        (vec![("name", "X"), ("tag", "una etiqueta que es mucho más larga que treinta")], "30 caracteres"),
    ] {
        let form: Vec<(&str, &str)> =
            typed.iter().copied().chain([("creditor", creditor.as_str())]).collect();
        let page = elena.submit("/do/desk/make-group", &form).await;
        assert!(page.text().contains(sentence), "{typed:?}: {}", page.text());
        let name = typed[0].1;
        assert_eq!(page.attribute("#name", "value").unwrap_or_default(), name, "{typed:?}");
    }
    let long = "x".repeat(61);
    let form = [("creditor", creditor.as_str()), ("name", &long), ("late_from", "1")];
    let page = elena.submit("/do/desk/make-group", &form).await;
    assert!(page.text().contains("Escriba 60 caracteres como máximo"), "{}", page.text());
}

#[sqlx::test]
async fn agents_read_groups_and_nobody_reads_or_makes_another_teams(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena, raul) = (app.staff(DANIEL).await, app.staff(ELENA).await, app.staff(RAUL).await);
    let id = make(&app, &elena, &[("name", "Todos"), ("late_from", "0")]).await;
    assert!(daniel.get("/desk/groups/new").await.text().contains("Los hacen y cambian quienes supervisan."));
    let creditor = AGUAS.to_string();
    for (path, form) in [
        ("/do/desk/make-group", vec![("creditor", creditor.as_str()), ("name", "X"), ("late_from", "1")]),
        ("/do/desk/change-group", vec![("group", id.as_str()), ("name", "X"), ("late_from", "1")]),
        ("/do/desk/retire-group", vec![("group", id.as_str())]),
    ] {
        assert_eq!(daniel.post(path, &form).await.status, 403, "{path}");
        assert_eq!(app.staff(VICTOR).await.post(path, &form).await.status, 403, "{path}");
    }
    for path in
        [format!("/desk/groups/{id}"), format!("/desk/groups/{id}/accounts.csv"), format!("/desk?group={id}")]
    {
        assert_eq!(daniel.get(&path).await.status, 200, "{path}");
        assert_eq!(raul.get(&path).await.status, 404, "{path}");
    }
    assert!(!raul.get("/desk/groups").await.text().contains("Todos"));
    let theirs = [("creditor", NORIEGA.to_string()), ("name", "X".to_owned()), ("late_from", "1".to_owned())];
    let theirs: Vec<(&str, &str)> = theirs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(elena.post("/do/desk/make-group", &theirs).await.status, 404);
}

#[sqlx::test]
async fn the_database_lets_no_agent_make_a_group(_: PgPoolOptions, options: PgConnectOptions) {
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
    let rules = aldia::desk::groups::model::Rules { late_from: Some(1), ..Default::default() };
    let refused = aldia::desk::groups::store::make(&mut tx, AGUAS, "X", &rules).await;
    assert!(refused.unwrap_err().to_string().contains("a supervisor groups"));
}

#[sqlx::test]
async fn the_work_list_is_narrowed_to_a_group(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let id = make(&app, &elena, &[("name", "Mucho atraso"), ("late_from", "40")]).await;
    let list = format!("/desk?show=team&group={id}");
    let rows = crate::worklist::rows(&daniel, &list).await;
    assert!(!rows.is_empty() && rows.iter().all(|row| row.contains("Ferretería")), "{rows:?}");
    let all = crate::worklist::rows(&daniel, "/desk").await;
    assert!(all.len() > rows.len(), "María's dispute and the others are left out");
    // What is done to it leads back to the same group.
    let thing = format!("account:{ACCOUNT_4502}");
    let fields = [("thing", thing.as_str()), ("show", "team"), ("group", &id)];
    let answer = daniel.post("/do/desk/take-work", &fields).await;
    let location = answer.location.unwrap();
    assert!(location.starts_with(&list) && location.contains("done=taken"), "{location}");
    assert!(crate::worklist::rows(&daniel, &format!("/desk?show=free&group={id}")).await.is_empty());
    assert_eq!(crate::worklist::rows(&daniel, &format!("/desk?show=mine&group={id}")).await.len(), 1);
    let marias = make(&app, &elena, &[("name", "Con aclaración"), ("dispute", "yes")]).await;
    let rows = crate::worklist::rows(&daniel, &format!("/desk?group={marias}")).await;
    assert!(rows[0].contains("Responder la aclaración A-104"), "{rows:?}");
    let other = uuid::Uuid::now_v7();
    assert_eq!(daniel.get(&format!("/desk?group={other}")).await.status, 404);
    assert!(daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.status == 200);
}
