//! Pages of a plan that are open hear each step of it and the money that reaches it, whoever took it, and nobody else does.

use std::time::Duration;

use aldia::kernel::locale::Lang;
use aldia::kernel::packed::unpacked;
use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::payments::{Payer, settle};
use crate::plans::flow::{self, MARIA, question, send, with};
use crate::support::browser::Events;
use crate::support::{Browser, TestApp};

const ELENA: &str = "elena@aguas.example";
const SOON: Duration = Duration::from_secs(5);
/// As long as we wait to be sure that nothing more comes.
const NEVER: Duration = Duration::from_millis(600);

/// María asks a person for twelve payments; the plan's id.
async fn asked(maria: &Browser) -> String {
    let fields = with(question("count"), &[("count", "12"), ("way", "person")]);
    let sent = send(maria, "/do/plans/propose", &fields).await.location.unwrap();
    let path = sent.split('?').next().unwrap().to_owned();
    path.rsplit('/').next().unwrap().to_owned()
}

/// The team offers nine.
async fn counter(desk: &Browser, plan: &str) {
    let page = desk.get(&format!("/desk/plans/{plan}")).await;
    let offer = page.attribute("input[name=offer]", "value").unwrap();
    let form = [
        ("plan", plan),
        ("offer", &offer),
        ("decision", "counter"),
        ("count", "9"),
        ("first_day", "20"),
        ("first_month", "3"),
        ("first_year", "2026"),
        ("words", "Nueve sí se puede."),
    ];
    let answer = desk.post("/do/desk/answer-plan", &form).await;
    assert!(!answer.location.unwrap().contains("draft="));
}

fn own(plan: &str) -> String {
    format!("/live/messages?account={ACCOUNT_4471}&matter=plan:{plan}")
}

fn theirs(plan: &str) -> String {
    format!("/live/desk?matter=plan:{plan}")
}

/// Each of them is told that something changed, once or more often.
async fn all_hear(streams: &mut [Events], what: &str) {
    for (at, stream) in streams.iter_mut().enumerate() {
        let first = stream.next(SOON).await;
        assert_eq!(first, Some(("changed".to_owned(), None)), "{what}, stream {at}");
        while let Some((name, _)) = stream.next(Duration::from_millis(250)).await {
            assert_eq!(name, "changed", "{what}, stream {at}");
        }
    }
}

/// Rosa owes together with María from now on.
async fn join_rosa(app: &TestApp) {
    sqlx::query(
        "insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, from_on)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, p.id, 'joint_debtor', 'manage', '2026-01-01'
         from accounts a, persons p where a.id = $1 and p.name like 'Rosa%'",
    )
    .bind(ACCOUNT_4471)
    .execute(&app.owner)
    .await
    .unwrap();
}

#[sqlx::test]
async fn each_step_of_a_plan_is_heard_by_all_who_read_it_and_by_nobody_else(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, elena) = (app.signed_in(MARIA).await, app.staff(ELENA).await);
    let (rosa, raul) = (app.signed_in("rosa@example.mx").await, app.staff("raul@noriega.example").await);
    let plan = asked(&maria).await;
    assert_eq!(rosa.stream(&own(&plan), None).await.status, 404, "another's account");
    assert_eq!(raul.stream(&theirs(&plan), None).await.status, 404, "another creditor's plan");
    let none = Uuid::now_v7().to_string();
    assert_eq!(maria.stream(&own(&none), None).await.status, 404);
    assert_eq!(elena.stream(&theirs(&none), None).await.status, 404);
    join_rosa(&app).await;
    let mut reading = [
        maria.stream(&own(&plan), None).await,
        rosa.stream(&own(&plan), None).await,
        elena.stream(&theirs(&plan), None).await,
    ];
    let mut account =
        maria.stream(&format!("/live/messages?account={ACCOUNT_4471}&after=1000000"), None).await;
    let mut foreign = raul.stream("/live/desk?after=1000000", None).await;

    counter(&elena, &plan).await;
    all_hear(&mut reading, "an offer").await;
    // What is said about it is between two, and has its place in the order of what is said.
    let (of, matter) = (ACCOUNT_4471.to_string(), format!("plan:{plan}"));
    let key = Uuid::now_v7().to_string();
    let words =
        [("account", of.as_str()), ("matter", &matter), ("message", "¿Y diez?"), ("request_key", &key)];
    maria.post("/do/messages/send", &words).await;
    let last: i64 =
        sqlx::query_scalar("select max(sequence) from messages").fetch_one(&app.owner).await.unwrap();
    for side in [0, 2] {
        assert_eq!(reading[side].next(SOON).await, Some(("said".to_owned(), Some(last))), "stream {side}");
    }
    assert_eq!(reading[1].next(NEVER).await, None, "Rosa hears no word of it");

    let agreement = format!("/account/plans/{plan}/agreement");
    let done = flow::sign(&app, &maria, &agreement).await;
    assert!(done.contains("done=signed"), "{done}");
    all_hear(&mut reading, "a signature").await;
    let moved =
        [("plan", plan.as_str()), ("part", "1"), ("to_day", "25"), ("to_month", "3"), ("to_year", "2026")];
    let bent = maria.post("/do/plans/move", &moved).await;
    assert!(bent.location.unwrap().contains("done=changed"));
    all_hear(&mut reading, "an instalment that was moved").await;

    assert_eq!(account.next(NEVER).await, None, "the page of the other conversation");
    assert_eq!(foreign.next(NEVER).await, None, "another creditor's desk");
}

#[sqlx::test]
async fn money_that_reaches_a_plan_is_heard_where_the_plan_is_read(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, elena) = (Payer::maria(&app).await, app.staff(ELENA).await);
    let agreement = flow::propose(&maria.browser, "6", "as-asked").await;
    let done = flow::sign(&app, &maria.browser, &agreement).await;
    let path = done.split('?').next().unwrap().to_owned();
    let plan = path.rsplit('/').next().unwrap().to_owned();
    settle(&app).await;
    let mut reading =
        [maria.browser.stream(&own(&plan), None).await, elena.stream(&theirs(&plan), None).await];
    maria.pay(&app, &format!("how=instalment:{plan}")).await;
    settle(&app).await;
    all_hear(&mut reading, "an instalment that was paid").await;
    // What the pages put in place of what they show: the part that is drawn anew says that one is paid.
    for (browser, page, stream) in
        [(&maria.browser, path.clone(), own(&plan)), (&elena, format!("/desk/plans/{plan}"), theirs(&plan))]
    {
        let shown = browser.get(&page).await;
        let drawn = shown.texts("#followed").concat();
        assert!(drawn.contains("$774.92 de $4,649.50"), "{page}: {drawn}");
        assert_eq!(shown.texts("#followed [data-step] .badge").len(), 1, "{page}: {}", shown.html);
        let given = shown.attribute("[data-worker=follow]", "data-given").unwrap();
        let (_, follows, _): (Lang, String, i64) = unpacked(&given).unwrap();
        assert_eq!(follows, stream, "{page}");
    }
}

#[sqlx::test]
async fn what_is_drawn_anew_of_a_proposal_is_not_the_form_in_which_it_is_answered(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, elena) = (app.signed_in(MARIA).await, app.staff(ELENA).await);
    let plan = asked(&maria).await;
    let page = format!("/desk/plans/{plan}");
    let shown = elena.get(&page).await;
    assert_eq!(shown.texts("#followed form").len(), 0, "{}", shown.html);
    assert_eq!(shown.texts("#followed-ways form").len(), 1, "{}", shown.html);
    assert!(shown.texts("#followed").concat().contains("12 pagos"), "{}", shown.text());
    // Signed meanwhile, each part of the page has something to be replaced by, if only with nothing.
    counter(&elena, &plan).await;
    flow::sign(&app, &maria, &format!("/account/plans/{plan}/agreement")).await;
    let signed = elena.get(&page).await;
    for part in ["#followed-state", "#followed-ways", "#followed-facts", "#followed-notes"] {
        assert_eq!(signed.texts(part), [""], "{part}");
    }
    assert!(signed.texts("#followed").concat().contains("Vigente"), "{}", signed.text());
}
