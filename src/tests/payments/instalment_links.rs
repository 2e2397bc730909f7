//! Links for an instalment: who makes them, what they show and take, and that they end with what they are for.

use aldia::kernel::ids::PlanId;
use aldia::plans::jobs::follow_plans;
use aldia::plans::store::keeping::skip_part;
use aldia::plans::store::reading::{plan, progress};
use aldia::server::seed::known::{ACCOUNT_4471, AGUAS};
use chrono::NaiveDate;
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::links::{DANIEL, Link, MARIA, borrowed, form, latest, make, make_fields, pay, press};
use super::{books_agree, credit_minor, open_minor};
use crate::plans::day;
use crate::plans::signing::{maria, six_payments, turn_to};
use crate::support::TestApp;

async fn paid(app: &TestApp, id: PlanId) -> i64 {
    let mut tx = app.system().await;
    let plan = plan(&mut tx, id).await.unwrap().unwrap();
    progress(&mut tx, &plan).await.unwrap().paid_minor
}

async fn payments(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from payments where pay_link_id is not null")
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

/// The day comes, and somebody looks at the plans.
async fn look(app: &TestApp, on: NaiveDate) {
    turn_to(app, on).await;
    app.clock.look(&app.db).await.unwrap();
    follow_plans(&app.db, &app.app.keys, json!({ "creditor": AGUAS, "on": on })).await.unwrap();
    app.work().await;
}

/// Every letter to María: its subject and its words.
async fn letters(app: &TestApp) -> Vec<(String, String)> {
    app.work().await;
    let sql = "select o.subject, o.body::text from outbox o join notices n on n.id = o.notice_id
       where o.address = $1 order by n.created_at, n.id";
    sqlx::query_as(sql).bind(MARIA).fetch_all(&app.owner).await.unwrap()
}

#[sqlx::test]
async fn the_team_makes_a_link_for_an_instalment_and_what_a_guest_pays_reaches_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let daniel = app.staff(DANIEL).await;
    let at_desk = format!("/desk/accounts/{ACCOUNT_4471}/links");
    let page = daniel.get(&at_desk).await;
    // Nothing is due beside the plan, so its instalment is what a link is usually for.
    let chosen = page.attribute("input[name=what][checked]", "value").unwrap();
    assert_eq!(chosen, format!("{id}/1"));
    assert!(
        page.text().contains("El siguiente pago del plan C-1, del viernes 20 de marzo"),
        "{}",
        page.text()
    );
    let made = daniel.submit("/do/desk/make-link", &borrowed(&make_fields(&chosen))).await;
    assert!(made.text().contains("plan C-1, pago del 20 mar 2026"), "{}", made.text());
    let link = latest(&made);

    let guest = app.browser();
    let page = guest.get(&link.path).await;
    assert!(page.text().contains("Pagar a Aguas del Valle") && page.text().contains("$774.92 MXN"));
    for secret in ["María", "López", "4471", "C-1", "F-1041", "4,649"] {
        assert!(!page.text().contains(secret), "{secret}: {}", page.text());
    }
    let sent = form(&page);
    let before = open_minor(&app.owner, "F-1041").await;
    pay(&app, &guest, &sent).await;
    app.work().await;
    assert_eq!(paid(&app, id).await, 77_492);
    assert_eq!(before - open_minor(&app.owner, "F-1041").await, 77_492);
    books_agree(&app.owner).await;
    let told = letters(&app).await;
    assert!(told.iter().any(|(subject, _)| subject.starts_with("Alguien pagó en su cuenta")), "{told:?}");
    // It was for this one instalment: from now on it says so and takes nothing, whoever presses what they had open.
    let done = guest.get(&link.path).await;
    assert!(done.text().contains("Ya está pagado. Gracias."), "{}", done.text());
    let again: Vec<_> = sent
        .into_iter()
        .map(|(name, value)| match name.as_str() {
            "request_key" => (name, uuid::Uuid::now_v7().to_string()),
            _ => (name, value),
        })
        .collect();
    assert_eq!(press(&guest, &again).await, link.path);
    assert_eq!(payments(&app).await, 1);
    assert!(daniel.get(&at_desk).await.text().contains("Pagado"));
}

#[sqlx::test]
async fn a_reminder_carries_a_link_that_pays_its_instalment_and_the_team_can_revoke_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    look(&app, day(2026, 3, 17)).await;
    let (subject, body) = letters(&app).await.pop().unwrap();
    assert_eq!(subject, "Se acerca la fecha de un pago de su plan");
    assert!(body.contains("Pagar sin entrar") && body.contains("Sirve 15 días."), "{body}");
    let at = body.find("/pay/").unwrap();
    let path: String = body[at..].chars().take_while(|c| *c != '"').collect();
    let guest = app.browser();
    let page = guest.get(&path).await;
    assert!(page.text().contains("$774.92 MXN"), "{}", page.text());
    // Late is still paid by it; the amount is what is asked for through this instalment and no more.
    look(&app, day(2026, 3, 25)).await;
    assert!(guest.get(&path).await.text().contains("$774.92 MXN"));
    let part = [("how", "amount"), ("amount", "700")];
    let mut sent = form(&guest.get(&path).await);
    sent.retain(|(name, _)| name != "how");
    sent.extend(part.map(|(name, value)| (name.to_owned(), value.to_owned())));
    pay(&app, &guest, &sent).await;
    assert_eq!(paid(&app, id).await, 70_000);
    assert!(guest.get(&path).await.text().contains("$74.92 MXN"), "what is left of it");
    // It is listed at the desk as a notice's, and ended there.
    let daniel = app.staff(DANIEL).await;
    let page = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/links")).await;
    assert!(page.text().contains("Un aviso"), "{}", page.text());
    let link = latest(&page);
    daniel.submit("/do/desk/revoke-link", &[("link", &link.id)]).await;
    assert_eq!(guest.get(&path).await.status, 404);
    // It runs out by itself as well.
    crate::plans::signing::pay(&app, 7_492, day(2026, 3, 25)).await;
    look(&app, day(2026, 4, 17)).await;
    let (_, body) = letters(&app).await.pop().unwrap();
    let at = body.find("/pay/").unwrap();
    let path: String = body[at..].chars().take_while(|c| *c != '"').collect();
    turn_to(&app, day(2026, 5, 2)).await;
    assert_eq!(guest.get(&path).await.status, 200);
    turn_to(&app, day(2026, 5, 3)).await;
    assert_eq!(guest.get(&path).await.status, 404);
}

#[sqlx::test]
async fn a_link_ends_with_the_plan_or_with_its_instalment_and_takes_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    let browser = app.signed_in(MARIA).await;
    let guest = app.browser();
    let first: Link = make(&browser, &format!("{id}/1")).await;
    browser.post("/do/payments/make-link", &borrowed(&make_fields(&format!("{id}/3")))).await;
    let links = browser.get(&format!("/account/pay/links?account={ACCOUNT_4471}")).await;
    let mut others =
        links.texts("code.address").into_iter().filter(|address| !address.ends_with(&first.path));
    let third = others.next_back().unwrap();
    let third = format!("/pay/{}", third.rsplit_once("/pay/").unwrap().1);
    // A later one pays those before it: money pays the first ones first.
    assert!(guest.get(&third).await.text().contains("$2,324.76 MXN"));
    let sent = form(&guest.get(&first.path).await);
    let sent_third = form(&guest.get(&third).await);
    // One that is left out is asked for no more; the others are.
    let mut tx = app.db.begin(maria(&app).await).await.unwrap();
    skip_part(&mut tx, id, 1).await.unwrap();
    tx.commit().await.unwrap();
    let over = guest.get(&first.path).await.text();
    assert!(over.contains("Este pago ya no se pide") && over.contains("No se cobró nada"), "{over}");
    assert_eq!(press(&guest, &sent).await, first.path);
    assert!(guest.get(&third).await.text().contains("$1,549.84 MXN"));
    let list = browser.get(&format!("/account/pay/links?account={ACCOUNT_4471}")).await.text();
    assert!(list.contains("Ya no se pide"), "{list}");
    // The plan lapses: nothing is asked for by any of its links.
    for on in [day(2026, 4, 28), day(2026, 5, 29)] {
        turn_to(&app, on).await;
        follow_plans(&app.db, &app.app.keys, json!({ "creditor": AGUAS, "on": on })).await.unwrap();
    }
    sqlx::query("update pay_links set expires_at = '2026-12-31'").execute(&app.owner).await.unwrap();
    assert!(guest.get(&third).await.text().contains("Este pago ya no se pide"));
    assert_eq!(press(&guest, &sent_third).await, third);
    assert_eq!(payments(&app).await, 0);
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 0);
    // What is no instalment of a plan of this account makes no link.
    for wrong in [format!("{id}/9"), format!("{id}/x"), format!("{id}/")] {
        let answer = browser.submit("/do/payments/make-link", &borrowed(&make_fields(&wrong))).await;
        assert!(answer.text().contains("Elija qué se podrá pagar"), "{wrong}: {}", answer.text());
    }
    let rosa = app.signed_in("rosa@example.mx").await;
    let theirs = make_fields(&format!("{id}/2"));
    assert_eq!(rosa.post("/do/payments/make-link", &borrowed(&theirs)).await.status, 404);
}

#[sqlx::test]
async fn a_link_for_the_account_asks_for_what_is_late_in_a_plan_and_not_for_all_of_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    six_payments(&app).await;
    let link = make(&app.signed_in(MARIA).await, "account").await;
    look(&app, day(2026, 3, 21)).await;
    // F-1070 was due on the 20th, as was the first instalment.
    let page = app.browser().get(&link.path).await.text();
    assert!(page.contains("$2,274.92 MXN"), "{page}");
}
