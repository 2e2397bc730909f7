//! The team finds accounts and reads what their people read; nobody reads what is another team's, and every look is
//! written down.

use aldia::contact::store::{Failure, give_up};
use aldia::kernel::ids::NoticeId;
use aldia::server::seed::known::{self, ACCOUNT_4471, ACCOUNT_P81};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use crate::support::door::last_letter;
use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const RAUL: &str = "raul@noriega.example";

async fn looks(owner: &PgPool, verb: &str) -> i64 {
    sqlx::query_scalar(
        "select count(*) from audit_events where account_id = $1 and verb = $2 and actor_kind = 'staff'",
    )
    .bind(ACCOUNT_4471.0)
    .bind(verb)
    .fetch_one(owner)
    .await
    .unwrap()
}

async fn found(browser: &Browser, words: &str) -> Vec<String> {
    let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let page = browser.get(&format!("/desk/accounts?q={words}")).await;
    assert_eq!(page.status, 200);
    page.texts("main tbody th")
}

fn figures(page: &Page) -> (Vec<String>, Vec<String>) {
    (page.texts(".amount-number"), page.texts("main .number"))
}

/// The links within the page that lead elsewhere than `below`.
fn strays(page: &Page, below: &str) -> Vec<String> {
    let document = scraper::Html::parse_document(&page.html);
    let links = scraper::Selector::parse("main a").unwrap();
    let hrefs = document.select(&links).filter_map(|link| link.value().attr("href"));
    hrefs.filter(|href| !href.starts_with(below) && !href.starts_with('#')).map(str::to_owned).collect()
}

#[sqlx::test]
async fn accounts_are_found_by_what_people_say(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    for words in [
        "4471",
        "F-1057",
        "f-1057",
        " maria@example.mx ",
        "MARIA@example.mx",
        "55 1234 0001",
        "+52 55 1234 0001",
        "maria lopez",
        "María",
        "LÓPEZ",
    ] {
        assert_eq!(found(&daniel, words).await, ["María López"], "{words}");
    }
    assert_eq!(found(&daniel, "tornillo").await, ["Ferretería El Tornillo, S. de R.L."]);
    assert_eq!(
        found(&daniel, "lucia campos").await,
        ["Ferretería El Tornillo, S. de R.L."],
        "by the bookkeeper"
    );
    for words in ["%", "_", "nobody at all", "4472", "</textarea><script>", "'; drop table accounts; --"] {
        assert!(found(&daniel, words).await.is_empty(), "{words}");
    }
    assert_eq!(found(&daniel, "").await.len(), 6, "all of Aguas del Valle");
}

#[sqlx::test]
async fn a_search_never_finds_another_teams_customers(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let raul = app.staff(RAUL).await;
    for words in ["4471", "F-1057", "maria@example.mx", "5512340001", "maria lopez"] {
        assert!(found(&raul, words).await.is_empty(), "{words}");
    }
    assert_eq!(found(&raul, "").await, ["Anna Weber", "Ferretería El Tornillo, S. de R.L.", "Inés Robles"]);
    assert!(found(&app.staff(DANIEL).await, "ines").await.is_empty());
}

#[sqlx::test]
async fn both_sides_read_the_same_figures(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let daniel = app.staff(DANIEL).await;
    daniel.post("/do/desk/view-as", &[("account", &ACCOUNT_4471.to_string())]).await;
    let desk = format!("/desk/accounts/{ACCOUNT_4471}");
    let invoice = known::invoice("F-1063");
    for path in [
        String::new(),
        "/invoices?show=all".to_owned(),
        format!("/invoices/{invoice}"),
        "/balance?of=due".to_owned(),
        format!("/balance?of={invoice}"),
    ] {
        let own = maria.get(&format!("/account{path}")).await;
        assert!(!figures(&own).1.is_empty(), "{path}");
        for other in [format!("{desk}{path}"), format!("{desk}/as-debtor/account{path}")] {
            let page = daniel.get(&other).await;
            assert_eq!(page.status, 200, "{other}");
            assert_eq!(figures(&page), figures(&own), "{other}");
        }
    }
}

#[sqlx::test]
async fn the_margin_holds_what_only_the_team_sees(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query(
        "insert into legal_statuses (id, account_id, debtor_id, creditor_id, kind, evidence, from_on)
         select gen_random_uuid(), id, debtor_id, creditor_id, 'represented', 'poder notarial', '2026-03-01' from accounts where id = $1",
    )
    .bind(ACCOUNT_4471.0)
    .execute(&app.owner)
    .await
    .unwrap();
    let text = app.staff(DANIEL).await.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.text();
    for sentence in [
        "María López, cuenta 4471",
        "titular maria@example.mx",
        "aval de F-1041 alberto@example.mx",
        "maria@example.mx",
        "con abogado",
        "Notas internas: no las ve el cliente",
        "Daniel Ortiz abrió la cuenta, 6 mar 2026",
        "Sin tareas",
    ] {
        assert!(text.contains(sentence), "no {sentence:?} in {text}");
    }
    let auditor =
        app.staff("victor@aguas.example").await.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await;
    assert!(auditor.text().contains("Solo lectura: no puede cambiar nada"));
    let maria = app.signed_in("maria@example.mx").await.get("/account").await.text();
    assert!(!maria.contains("abogado") && !maria.contains("Notas internas"));
}

#[sqlx::test]
async fn staff_of_another_creditor_find_nothing_there(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let raul = app.staff(RAUL).await;
    let base = format!("/desk/accounts/{ACCOUNT_4471}");
    for path in
        ["", "/invoices", "/balance", "/as-debtor", "/as-debtor/account", "/as-debtor/account/invoices"]
    {
        assert_eq!(raul.get(&format!("{base}{path}")).await.status, 404, "{path}");
    }
    let invoice = known::invoice("F-1057");
    // Not under an account of theirs either.
    let crossed = format!("/desk/accounts/{ACCOUNT_P81}/invoices/{invoice}");
    for path in [
        format!("{base}/invoices/{invoice}"),
        crossed,
        format!("/desk/accounts/{ACCOUNT_P81}/balance?of={invoice}"),
    ] {
        assert_eq!(raul.get(&path).await.status, 404, "{path}");
    }
    let announced = raul.post("/do/desk/view-as", &[("account", &ACCOUNT_4471.to_string())]).await;
    assert_eq!(announced.status, 404);
    assert_eq!(looks(&app.owner, "read").await + looks(&app.owner, "view_as_debtor").await, 0);
}

#[sqlx::test]
async fn every_look_of_the_team_is_written_down(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let base = format!("/desk/accounts/{ACCOUNT_4471}");
    for (path, count) in [("", 1), ("/invoices", 2), ("/balance", 3)] {
        daniel.get(&format!("{base}{path}")).await;
        assert_eq!(looks(&app.owner, "read").await, count, "{path}");
    }
    daniel.get(&format!("{base}/invoices/{}", known::invoice("F-1057"))).await;
    assert_eq!(looks(&app.owner, "read").await, 4);
}

#[sqlx::test]
async fn looking_as_the_debtor_is_announced_first(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let base = format!("/desk/accounts/{ACCOUNT_4471}/as-debtor");
    let early = daniel.get(&format!("{base}/account")).await;
    assert_eq!((early.status, early.location.as_deref()), (303, Some(base.as_str())));
    let confirm = daniel.get(&base).await;
    assert!(confirm.text().contains("El cliente verá en su registro que usted entró."));
    assert_eq!(looks(&app.owner, "view_as_debtor").await, 0, "asking is not looking");

    let looking = daniel.submit("/do/desk/view-as", &[("account", &ACCOUNT_4471.to_string())]).await;
    assert_eq!(looks(&app.owner, "view_as_debtor").await, 1);
    assert!(looking.text().contains("Vista como cliente, solo lectura"));
    assert_eq!(looking.texts(".amount-number"), ["$4,649.50 MXN"]);
    for path in ["/account", "/account/invoices", "/account/balance?of=due", "/account/statement"] {
        let page = daniel.get(&format!("{base}{path}")).await;
        assert!(
            page.texts("main form[method=post], main input[type=checkbox], main a.button").is_empty(),
            "{path}"
        );
        let strays = strays(&page, &base);
        assert_eq!(strays, [format!("/desk/accounts/{ACCOUNT_4471}")], "{path}");
    }
    // The announcement is its author's alone, and does not last.
    let elena = app.staff("elena@aguas.example").await;
    assert_eq!(elena.get(&format!("{base}/account")).await.status, 303);
    let mut tx = app.db.begin(aldia::kernel::actor::Actor::System("test")).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from audit_events where verb = 'view_as_debtor'")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(seen, 1);
}

#[sqlx::test]
async fn the_desk_is_for_the_team_alone(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    for path in ["/desk", "/desk/accounts", &format!("/desk/accounts/{ACCOUNT_4471}")] {
        let page = maria.get(path).await;
        assert!(page.status == 303 && page.location.unwrap().starts_with("/desk/login"), "{path}");
    }
    let today = app.staff(DANIEL).await.get("/desk").await;
    assert_eq!(today.texts("h1"), ["Hoy, viernes 6 de marzo"]);
}

#[sqlx::test]
async fn the_team_reads_the_payments_of_its_own_customers(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let receipt = known::payment(known::AGUAS, 171);
    for path in
        ["/desk".to_owned(), "/desk/payments".to_owned(), format!("/desk/accounts/{ACCOUNT_4471}/payments")]
    {
        let page = daniel.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("R-171"), "{path}: {}", page.text());
        assert!(!page.text().contains("Inés Robles"), "{path}");
    }
    let own = app.signed_in("maria@example.mx").await.get(&format!("/account/payments/{receipt}")).await;
    let page = daniel.get(&format!("/desk/payments/{receipt}")).await;
    assert!(page.text().contains("R-171") && page.text().contains("$1,000.00"), "{}", page.text());
    assert_eq!(page.texts("main table .number"), own.texts("main table .number"));
    let raul = app.staff(RAUL).await;
    assert_eq!(raul.get(&format!("/desk/payments/{receipt}")).await.status, 404);
    assert!(!raul.get("/desk/payments").await.text().contains("R-171"));
}

#[sqlx::test]
async fn markup_in_stored_texts_is_text_on_the_desk_too(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    for statement in [
        "update debtors set name = $1",
        "update persons set name = $1",
        "update invoice_lines set description = $1",
        "update contact_points set address = $1 || id",
        "update accounts set contract = $1",
    ] {
        sqlx::query(statement)
            .bind("</textarea><script>alert(1)</script>")
            .execute(&app.owner)
            .await
            .unwrap();
    }
    let daniel = app.staff(DANIEL).await;
    let base = format!("/desk/accounts/{ACCOUNT_4471}");
    for path in [
        "/desk/accounts".to_owned(),
        "/desk/accounts?q=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        base.clone(),
        format!("{base}/invoices/{}", known::invoice("F-1063")),
        format!("{base}/as-debtor"),
    ] {
        let page = daniel.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.html.contains("<script>alert"), "{path}");
        assert!(page.text().contains("</textarea><script>alert(1)</script>"), "{path}");
    }
}

#[sqlx::test]
async fn tasks_say_what_happened_to_whom_and_what_to_do_next(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    assert!(daniel.get("/desk/tasks").await.text().contains("No hay tareas abiertas."));
    app.browser().post("/do/identity/ask", &[("who", "maria@example.mx")]).await;
    let letter = last_letter(&app, "maria@example.mx").await;
    let token = letter.stop.rsplit('/').next().unwrap().to_owned();
    app.browser().post("/do/identity/stop", &[("token", &token)]).await;
    let mut tx = app.system().await;
    let refused: NoticeId =
        sqlx::query_scalar("select id from notices limit 1").fetch_one(&app.owner).await.unwrap();
    sqlx::query("update notices set sent_at = null").execute(&app.owner).await.unwrap();
    give_up(&mut tx, refused, Failure::AddressRefused { is_gone: false }).await.unwrap();
    tx.commit().await.unwrap();

    let page = daniel.get("/desk/tasks").await;
    assert!(page.text().contains("Hay 2 tareas abiertas."), "{}", page.text());
    let rows = page.texts("main tbody tr");
    assert!(
        rows[0].contains("Alguien dijo que un medio no es suyo: María López, maria@example.mx"),
        "{rows:?}"
    );
    assert!(rows[0].contains("Ya no se escribe ahí. Pregunte a la persona, por otro medio"), "{rows:?}");
    assert!(rows[1].contains("Un aviso por correo no pudo entregarse: María López"), "{rows:?}");
    assert!(rows[1].contains("Revise que esté bien escrito."), "{rows:?}");
    // Her own file names them too, and the way there from a task that names no account is a search for her.
    let search = page.attribute("main tbody a", "href").unwrap();
    assert_eq!(daniel.get(&search).await.texts("main tbody th"), ["María López"]);
    let file = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}")).await.text();
    assert!(file.contains("Alguien dijo que un medio no es suyo"), "{file}");
    assert!(file.contains("Un aviso por correo no pudo entregarse"), "{file}");
    // Another team has neither, and cannot close what it does not see.
    let task: Uuid = sqlx::query_scalar("select id from tasks order by created_at limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let task = task.to_string();
    assert_eq!(app.staff(RAUL).await.post("/do/desk/close-task", &[("task", &task)]).await.status, 404);
    assert!(app.staff(RAUL).await.get("/desk/tasks").await.text().contains("No hay tareas abiertas."));
    daniel.post("/do/identity/staff-settings", &[("lang", "en"), ("theme", "device")]).await;
    let page = daniel.get("/desk/tasks").await.text();
    assert!(
        page.contains("There are 2 open tasks.") && page.contains("Check that it is spelled right."),
        "{page}"
    );
    // Said to be done it is gone, and pressing the button of a page that was open before does nothing more.
    for _ in 0..2 {
        assert_eq!(daniel.post("/do/desk/close-task", &[("task", &task)]).await.status, 303);
        let left = daniel.get("/desk/tasks").await;
        assert!(left.text().contains("There is 1 open task."), "{}", left.text());
        assert!(left.texts("main tbody tr")[0].contains("A notice by e-mail"), "{}", left.text());
    }
}
