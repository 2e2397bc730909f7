//! A dispute and a plan have conversations of their own: on their pages, in the team's inbox, and nobody else's.

use aldia::kernel::ids::PlanId;
use aldia::messages::model::Matter;
use aldia::server::seed::known::{ACCOUNT_4471, DISPUTE_A104, ELENA_SUPERVISOR, THREAD_MARIA};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::plans::flow;
use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";

/// What María or the team says on the page of a matter.
async fn says(browser: &Browser, path: &str, matter: Matter, words: &str) -> Page {
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let matter = matter.to_string();
    let form =
        [("account", account.as_str()), ("matter", &matter), ("message", words), ("request_key", &key)];
    browser.submit(path, &form).await
}

const OWN: &str = "/do/messages/send";
const DESK: &str = "/do/desk/send-message";

/// The address of the page of the thread that began last.
async fn thread_page(app: &TestApp) -> String {
    let id: Uuid = sqlx::query_scalar("select id from threads order by opened_at desc, id desc limit 1")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    format!("/desk/messages/{id}")
}

#[test]
fn a_matter_is_read_as_it_is_written() {
    let dispute = Matter::Dispute(DISPUTE_A104);
    let plan = Matter::Plan(PlanId(DISPUTE_A104.0));
    for matter in [Matter::Account, dispute, plan] {
        assert_eq!(Matter::parse(&matter.to_string()), Some(matter));
    }
    for wrong in ["dispute", "dispute:", "dispute:x", "invoice:01950000-0000-7000-8000-060000001041"] {
        assert_eq!(Matter::parse(wrong), None, "{wrong}");
    }
}

#[sqlx::test]
async fn what_is_said_about_a_dispute_stands_on_its_page_and_in_the_inbox(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let matter = Matter::Dispute(DISPUTE_A104);
    let (own, desk) = (format!("/account/disputes/{DISPUTE_A104}"), format!("/desk/disputes/{DISPUTE_A104}"));
    let said = says(&maria, OWN, matter, "¿Ya vieron la foto?").await;
    assert!(said.text().contains("Mensaje enviado"), "{}", said.text());
    assert!(said.texts(".talk-own").concat().contains("¿Ya vieron la foto?"), "{}", said.text());
    assert!(
        !maria.get("/account/messages").await.text().contains("¿Ya vieron la foto?"),
        "it is on its page"
    );
    // The inbox says what it is about, and leads to a page with notes that leads to the dispute.
    let inbox = daniel.get("/desk/messages").await;
    assert!(inbox.text().contains("Aclaración A-104"), "{}", inbox.text());
    let page = thread_page(&app).await;
    assert!(inbox.attributes("main a", "href").contains(&page), "{}", inbox.text());
    let thread = daniel.get(&page).await;
    assert!(thread.attributes("main a", "href").contains(&desk), "{}", thread.text());
    assert!(!thread.text().contains("La lectura es el día 3"), "nothing of the account's conversation");
    // The team answers from the dispute's own page.
    assert!(daniel.get(&desk).await.texts(".talk-new, .talk-other").concat().contains("¿Ya vieron la foto?"));
    let answered = says(&daniel, DESK, matter, "Sí, la comparamos hoy.").await;
    assert!(answered.texts(".talk-own").concat().contains("Sí, la comparamos hoy."), "{}", answered.text());
    let before = maria.get("/account/messages").await;
    assert!(before.text().contains("Aclaración A-104 (1 sin leer)"), "{}", before.text());
    let shown = maria.get(&own).await;
    assert!(shown.texts(".talk-new").concat().contains("Sí, la comparamos hoy."), "{}", shown.text());
    assert!(!maria.get("/account/messages").await.text().contains("sin leer"), "it has been read");
    let body: String = sqlx::query_scalar(
        "select body::text from outbox where address = $1 order by created_at desc limit 1",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(body.contains(&own) && !body.contains("comparamos"), "{body}");
}

#[sqlx::test]
async fn the_team_begins_and_is_held_to_the_same_tone(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let matter = Matter::Dispute(DISPUTE_A104);
    let refused = says(&daniel, DESK, matter, "Si no paga habrá embargo.").await;
    assert!(refused.text().contains("suena a amenaza"), "{}", refused.text());
    assert!(refused.text().contains("Si no paga habrá embargo."), "what was typed stays");
    says(&daniel, DESK, matter, "La visita fue el 12 de enero.").await;
    let page = maria.get(&format!("/account/disputes/{DISPUTE_A104}")).await;
    assert!(page.text().contains("La visita fue el 12 de enero."), "{}", page.text());
    let empty = says(&maria, OWN, matter, " ").await;
    assert!(empty.text().contains("Escriba un mensaje o adjunte un archivo"), "{}", empty.text());
    assert_eq!(empty.attribute("textarea[name=message]", "aria-invalid").as_deref(), Some("true"));
}

#[sqlx::test]
async fn nobody_speaks_in_anothers_dispute(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let matter = Matter::Dispute(DISPUTE_A104);
    says(&maria, OWN, matter, "PALABRA-SECRETA").await;
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(says(&rosa, OWN, matter, "Hola").await.status, 404);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(says(&raul, DESK, matter, "Hola").await.status, 404);
    assert_eq!(raul.get(&thread_page(&app).await).await.status, 404);
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(says(&victor, DESK, matter, "Hola").await.status, 403, "an auditor only reads");
    // Whoever owes together with her sees that there is a dispute, and not a word of it.
    sqlx::query(
        "insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, from_on)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, p.id, 'joint_debtor', 'manage', '2026-01-01'
         from accounts a, persons p where a.id = $1 and p.name like 'Rosa%'",
    )
    .bind(ACCOUNT_4471)
    .execute(&app.owner)
    .await
    .unwrap();
    let page = rosa.get(&format!("/account/disputes/{DISPUTE_A104}")).await;
    assert!(page.status == 200 && !page.html.contains("PALABRA-SECRETA"), "{}", page.text());
    assert_eq!(says(&rosa, OWN, matter, "Hola").await.status, 404);
    let stream = format!("/live/messages?account={ACCOUNT_4471}&matter={matter}");
    assert_eq!(rosa.stream(&stream, None).await.status, 404);
    // The database lets nobody open it for another.
    let forced = sqlx::query(
        "insert into threads (id, account_id, debtor_id, creditor_id, person_id, dispute_id, last_at, opened_at)
         select gen_random_uuid(), d.account_id, d.debtor_id, d.creditor_id, p.id, d.id, now(), now()
         from disputes d, persons p where d.id = $1 and p.name like 'Rosa%'",
    )
    .bind(DISPUTE_A104)
    .execute(&app.owner)
    .await
    .unwrap_err();
    assert!(forced.to_string().contains("another's dispute"), "{forced}");
}

#[sqlx::test]
async fn notes_beside_a_disputes_conversation_stay_inside(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let matter = Matter::Dispute(DISPUTE_A104);
    says(&maria, OWN, matter, "¿Qué falta?").await;
    let page = thread_page(&app).await;
    let thread = page.rsplit('/').next().unwrap();
    let elena = ELENA_SUPERVISOR.to_string();
    daniel.post("/do/desk/note-thread", &[("thread", thread), ("note", "NOTA-SECRETA-9 @Elena")]).await;
    daniel.post("/do/desk/give-thread", &[("thread", thread), ("to", &elena)]).await;
    assert!(daniel.get(&page).await.text().contains("NOTA-SECRETA-9"));
    for path in [
        format!("/account/disputes/{DISPUTE_A104}"),
        format!("/account/disputes/{DISPUTE_A104}?thread={thread}&note={thread}"),
        format!("/account/messages?account={ACCOUNT_4471}&matter={matter}&thread={thread}"),
        format!("/account/messages?account={ACCOUNT_4471}&about={matter}"),
        "/account/disputes".to_owned(),
    ] {
        let shown = maria.get(&path).await;
        assert!(shown.status == 200 && !shown.html.contains("NOTA-SECRETA"), "{path}");
    }
}

#[sqlx::test]
async fn a_plan_is_talked_about_on_its_page_from_the_proposal_on(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let agreement = flow::propose(&maria, "4", "as-asked").await;
    let page = agreement.trim_end_matches("/agreement").to_owned();
    let plan: PlanId = page.rsplit('/').next().unwrap().parse().unwrap();
    let matter = Matter::Plan(plan);
    let said = says(&maria, OWN, matter, "¿Puedo pagar el día 15?").await;
    assert!(said.text().contains("Mensaje enviado"), "{}", said.text());
    assert!(said.texts(".talk-own").concat().contains("¿Puedo pagar el día 15?"), "{}", said.text());
    let inbox = daniel.get("/desk/messages").await;
    assert!(inbox.text().contains("Propuesta de convenio"), "{}", inbox.text());
    let desk = format!("/desk/plans/{plan}");
    assert!(daniel.get(&desk).await.text().contains("¿Puedo pagar el día 15?"));
    let answered = says(&daniel, DESK, matter, "Sí, cualquier día del mes.").await;
    assert!(
        answered.texts(".talk-own").concat().contains("Sí, cualquier día del mes."),
        "{}",
        answered.text()
    );
    assert!(maria.get(&page).await.text().contains("Sí, cualquier día del mes."));
    // It is no part of the conversation about the account, nor of another's.
    let account = daniel.get(&format!("/desk/messages/{THREAD_MARIA}")).await;
    assert!(!account.text().contains("cualquier día"), "{}", account.text());
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(says(&rosa, OWN, matter, "Hola").await.status, 404);
}
