//! What the team may agree to: alone, with another, and not at all.

use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::flow::{self, MARIA, question, send, with};
use super::signing::{six_payments, turn_to};
use super::{day, monthly, signing};
use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
const CARMEN: &str = "carmen@aguas.example";

/// María asks a person for what `changes` say; answers where the team reads it.
async fn asked(app: &TestApp, changes: &[(&str, &str)]) -> String {
    let maria = app.signed_in(MARIA).await;
    let key = Uuid::now_v7().to_string();
    let fields = with(question("count"), &[("way", "person"), ("request_key", &key)]);
    let sent = send(&maria, "/do/plans/propose", &with(fields, changes)).await.location.unwrap();
    sent.split('?').next().unwrap().replace("/account/", "/desk/")
}

/// The team's answer to what lies at this address.
async fn answer(desk: &Browser, path: &str, typed: &[(&str, &str)]) -> Page {
    let page = desk.get(path).await;
    let value = |name: &str| page.attribute(&format!("input[name={name}]"), "value").unwrap();
    let (plan, offer) = (value("plan"), value("offer"));
    let mut form = vec![("plan", plan.as_str()), ("offer", offer.as_str())];
    form.extend(typed);
    desk.submit("/do/desk/answer-plan", &form).await
}

const YES: [(&str, &str); 2] = [("decision", "accept"), ("words", "Sí, así se puede.")];

async fn state_at(app: &TestApp, path: &str) -> String {
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    sqlx::query_scalar("select state from negotiations where id = $1")
        .bind(id)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

async fn approval(app: &TestApp) -> String {
    let id: Uuid = sqlx::query_scalar("select id from approvals where decided_at is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    id.to_string()
}

#[sqlx::test]
async fn beyond_an_agents_limit_another_agrees_and_only_who_may_all_of_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let path = asked(&app, &[("count", "12")]).await;
    let daniel = app.staff(DANIEL).await;
    let page = daniel.get(&path).await.text();
    assert!(page.contains("Aceptarlo pasa de su límite: irá a otra persona."), "{page}");
    let sent = answer(&daniel, &path, &YES).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    assert_eq!(state_at(&app, &path).await, "with_creditor", "nothing is agreed before another says yes");
    let again = answer(&daniel, &path, &YES).await.text();
    assert!(again.contains("Ya espera la aprobación de otra persona"), "{again}");
    let approval = approval(&app).await;
    // Neither who asked, nor a supervisor whose own limit is shorter.
    for who in [DANIEL, ELENA] {
        app.staff(who).await.submit("/do/desk/approve", &[("approval", &approval)]).await;
        assert_eq!(state_at(&app, &path).await, "with_creditor", "{who}");
    }
    app.staff(CARMEN).await.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert_eq!(state_at(&app, &path).await, "to_sign");
    let maria = app.signed_in(MARIA).await;
    let page = maria.get(&path.replace("/desk/", "/account/")).await.text();
    assert!(page.contains("Sí, así se puede.") && page.contains("Leer y aceptar"), "{page}");
}

#[sqlx::test]
async fn what_the_team_offers_stands_for_as_long_as_the_rules_say(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    assert_eq!(offered(&TestApp::new(options).await).await, day(2026, 3, 13));
}

#[sqlx::test]
async fn what_the_team_offers_stands_twice_as_long_for_who_needs_more_time(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    crate::needs::say(&app.signed_in(MARIA).await, "more_time", &[]).await;
    // Until the day of its first payment, and never for longer.
    assert_eq!(offered(&app).await, day(2026, 3, 20));
}

/// The team offers five payments from 20 March on; answers the last day on which that can be taken.
async fn offered(app: &TestApp) -> chrono::NaiveDate {
    let path = asked(app, &[("count", "12")]).await;
    let five = [
        ("decision", "counter"),
        ("count", "5"),
        ("first_day", "20"),
        ("first_month", "3"),
        ("first_year", "2026"),
        ("words", "Cinco."),
    ];
    answer(&app.staff(DANIEL).await, &path, &five).await;
    sqlx::query_scalar(
        "select ((expires_at - interval '1 minute') at time zone 'America/Mexico_City')::date from offers
         where author_kind = 'staff' order by version desc limit 1",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap()
}

#[sqlx::test]
async fn an_answer_that_was_approved_is_not_given_to_a_later_version(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let path = asked(&app, &[("count", "12")]).await;
    let daniel = app.staff(DANIEL).await;
    let eleven = [
        ("decision", "counter"),
        ("count", "11"),
        ("first_day", "20"),
        ("first_month", "3"),
        ("first_year", "2026"),
        ("words", "Once."),
    ];
    answer(&daniel, &path, &eleven).await;
    let approval = approval(&app).await;
    let later = asked(&app, &[("count", "10")]).await;
    assert_eq!(later, path, "another version of the same talk");
    app.staff(CARMEN).await.submit("/do/desk/approve", &[("approval", &approval)]).await;
    let versions: i64 = sqlx::query_scalar("select count(*) from offers where account_id = $1")
        .bind(ACCOUNT_4471)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!((versions, state_at(&app, &path).await.as_str()), (2, "with_creditor"));
}

#[sqlx::test]
async fn beginning_late_counts_against_a_limit_as_ending_late_does(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    // The first payment can be published until 21 March; an agent may go 31 days beyond.
    for (first, within) in [("21", true), ("22", false)] {
        let changes = [("count", "2"), ("first_day", first), ("first_month", "4")];
        let path = asked(&app, &changes).await;
        let page = app.staff(DANIEL).await.get(&path).await.text();
        assert_eq!(page.contains("Su límite permite aceptarlo."), within, "{first} April\n{page}");
    }
    // Nobody agrees to begin after all that a person may grant is over.
    let path =
        asked(&app, &[("count", "2"), ("first_day", "20"), ("first_month", "3"), ("first_year", "2028")])
            .await;
    let desk = app.staff(CARMEN).await;
    let text = answer(&desk, &path, &YES).await.text();
    assert!(text.contains("Las reglas no publican que una persona pueda acordar eso"), "{text}");
    assert_eq!(state_at(&app, &path).await, "with_creditor");
}

#[sqlx::test]
async fn what_the_team_offers_first_is_inside_the_limits_of_whoever_offers_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let (account, of) = (ACCOUNT_4471.to_string(), invoice("F-1057").to_string());
    let offer = |count: &'static str| {
        [
            ("account", account.clone()),
            ("invoice", of.clone()),
            ("count", count.to_owned()),
            ("frequency", "monthly".to_owned()),
            ("first_day", "20".to_owned()),
            ("first_month", "3".to_owned()),
            ("first_year", "2026".to_owned()),
            ("words", "Le proponemos esto.".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    };
    for (count, said) in
        [("12", "Pasa de su límite"), ("13", "Las reglas no publican que una persona pueda acordar eso")]
    {
        let answer = send(&daniel, "/do/desk/offer-plan", &offer(count)).await;
        let text = daniel.get(&answer.location.unwrap()).await.text();
        assert!(text.contains(said), "{count}: {said}\n{text}");
    }
    let sent = send(&daniel, "/do/desk/offer-plan", &offer("3")).await.location.unwrap();
    assert_eq!(state_at(&app, &sent).await, "to_sign");
    app.work().await;
    let told: Vec<String> = sqlx::query_scalar(
        "select o.subject from notices n join outbox o on o.notice_id = n.id where n.kind in ('answer', 'plan')",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    // María is told; who may not negotiate is not. She proposed nothing, so it is not called an answer.
    assert_eq!(told, ["Le proponen un plan de pagos"]);
    let maria = app.signed_in(MARIA).await;
    let home = maria.get("/account/plans").await.text();
    assert!(home.contains("Espera su respuesta"), "{home}");
    let agreement = format!("{}/agreement", sent.replace("/desk/", "/account/"));
    let plan = flow::sign(&app, &maria, &agreement).await;
    assert!(maria.get(&plan).await.text().contains("Plan C-1"));
}

#[sqlx::test]
async fn a_change_of_what_was_signed_is_decided_by_a_person_and_then_takes_its_place(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let old = six_payments(&app).await.to_string();
    let maria = app.signed_in(MARIA).await;
    // Four payments would be agreed at once if nothing had been signed.
    let four = with(question("4"), &[("replaces", &old)]);
    let query: Vec<String> = four.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let page = maria.get(&format!("/account/plans/new?{}", query.join("&"))).await.text();
    assert!(page.contains("Un cambio a un convenio firmado lo decide una persona."), "{page}");
    assert!(!page.contains("Continuar con este plan"), "{page}");
    let at_once = send(&maria, "/do/plans/propose", &with(four.clone(), &[("way", "as-asked")])).await;
    let back = maria.get(&at_once.location.unwrap()).await.text();
    assert!(back.contains("Elija una de las opciones"), "{back}");
    let sent = send(&maria, "/do/plans/propose", &with(four, &[("way", "person")])).await.location.unwrap();
    let path = sent.split('?').next().unwrap().to_owned();
    answer(&app.staff(DANIEL).await, &path.replace("/account/", "/desk/"), &YES).await;
    // The plan that is kept stays until the new one is signed.
    assert_eq!(states(&app).await, ["active"]);
    let agreement = format!("{path}/agreement");
    let done = flow::sign(&app, &maria, &agreement).await;
    assert!(maria.get(&done).await.text().contains("Plan C-2"));
    assert_eq!(states(&app).await, ["replaced", "active"]);
    let replaced = maria.get(&format!("/account/plans/{old}")).await.text();
    assert!(
        replaced.contains("Sustituido") && replaced.contains("Ha pagado $0.00 de $4,649.50."),
        "{replaced}"
    );
}

#[sqlx::test]
async fn within_a_year_of_a_plan_that_was_not_kept_a_person_decides(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let id = six_payments(&app).await;
    for on in [day(2026, 3, 28), day(2026, 4, 28)] {
        turn_to(&app, on).await;
        let mut tx = app.system().await;
        aldia::plans::store::keeping::follow(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(states(&app).await, ["closed"]);
    let six = |first_on| signing::proposal(monthly(6, first_on));
    for (today, person) in [(day(2026, 4, 29), true), (day(2027, 4, 28), true), (day(2027, 4, 29), false)] {
        turn_to(&app, today).await;
        let mut tx = app.db.begin(signing::maria(&app).await).await.unwrap();
        let (_, state) = signing::put(&mut tx, &six(today)).await.unwrap();
        assert_eq!(state == aldia::plans::state::Talk::WithCreditor, person, "{today}");
    }
}

/// How the account's plans stand, the oldest first.
async fn states(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar("select state from plans where account_id = $1 order by number")
        .bind(ACCOUNT_4471)
        .fetch_all(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn a_discount_that_the_team_offers_is_held_against_the_rules_and_limits(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let path = asked(&app, &[("count", "9")]).await;
    let daniel = app.staff(DANIEL).await;
    let counter = |discount: &'static str| {
        [
            ("decision", "counter"),
            ("words", "Si lo termina, le descontamos."),
            ("count", "3"),
            ("frequency", "monthly"),
            ("first_day", "20"),
            ("first_month", "3"),
            ("first_year", "2026"),
            ("discount", discount),
        ]
    };
    for (typed, said) in [
        ("mucho", "Escriba un porcentaje menor que 100, por ejemplo 5"),
        ("100", "Escriba un porcentaje menor que 100, por ejemplo 5"),
        ("10.01", "Las reglas no publican que una persona pueda acordar eso"),
    ] {
        let text = answer(&daniel, &path, &counter(typed)).await.text();
        assert!(text.contains(said), "{typed}: {said}\n{text}");
        assert_eq!(state_at(&app, &path).await, "with_creditor");
    }
    // Daniel's limit is five per cent.
    answer(&daniel, &path, &counter("5")).await;
    assert_eq!(state_at(&app, &path).await, "to_sign");
    let maria = app.signed_in(MARIA).await;
    let read = maria.get(&format!("{}/agreement", path.replace("/desk/", "/account/"))).await.text();
    assert!(read.contains("$232.48"), "{read}");
}

#[sqlx::test]
async fn an_amount_that_can_be_kept_is_shown_to_who_decides_only_if_wished_and_goes_when_decided(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let budget = format!("/account/plans/budget?account={ACCOUNT_4471}&comes_in=2&goes_out=1");
    let page = maria.get(&budget).await;
    let try_it = page.attribute("main a[href*='budget=']", "href").unwrap();
    assert!(try_it.contains("&budget=2750.00"), "{try_it}");
    // The form carries it along, and whoever sends the proposal to a person ticks it or not.
    let new = format!("/account/plans/new?{}&budget=2750.00", {
        let fields = with(question("count"), &[("count", "9")]);
        fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    });
    let shown = maria.get(&new).await.text();
    assert!(shown.contains("Mostrar que podría pagar unos $2,750.00 al mes"), "{shown}");
    let hidden = asked(&app, &[("count", "9"), ("budget", "2750.00")]).await;
    let daniel = app.staff(DANIEL).await;
    assert!(!daniel.get(&hidden).await.text().contains("Lo que puede pagar"));
    let path = asked(&app, &[("count", "9"), ("budget", "2750.00"), ("show_budget", "yes")]).await;
    let text = daniel.get(&path).await.text();
    assert!(text.contains("Unos $2,750.00 al mes, según sus propias cuentas."), "{text}");
    answer(&daniel, &path, &[("decision", "decline"), ("reason", "too_long"), ("words", "No se puede.")])
        .await;
    let left: Option<i64> =
        sqlx::query_scalar("select max(budget_minor) from negotiations").fetch_one(&app.owner).await.unwrap();
    assert_eq!(left, None);
}
