//! Pages that are open hear each step of a dispute, and every page how much is unread.

use std::time::Duration;

use aldia::messages::model::Matter;
use aldia::server::seed::known::{ACCOUNT_4471, DISPUTE_A104, THREAD_MARIA};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::{Browser, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";
const SOON: Duration = Duration::from_secs(5);
/// As long as we wait to be sure that nothing comes.
const NEVER: Duration = Duration::from_millis(600);

fn changed() -> Option<(String, Option<i64>)> {
    Some(("changed".to_owned(), None))
}

async fn says(browser: &Browser, path: &str, matter: Matter, words: &str) {
    let (account, thread) = (ACCOUNT_4471.to_string(), THREAD_MARIA.to_string());
    let (matter, key) = (matter.to_string(), Uuid::now_v7().to_string());
    let form = [
        ("account", account.as_str()),
        ("thread", &thread),
        ("matter", &matter),
        ("words", words),
        ("message", words),
        ("request_key", &key),
    ];
    let sent = browser.post(path, &form).await;
    assert!(sent.status == 303 && !sent.location.unwrap().contains("draft="), "{words}");
}

const OWN: &str = "/do/messages/send";
const DESK: &str = "/do/desk/send-message";

#[sqlx::test]
async fn each_step_of_a_dispute_is_heard_by_its_two_sides_and_by_nobody_else(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let (rosa, raul) = (app.signed_in("rosa@example.mx").await, app.staff("raul@noriega.example").await);
    let matter = Matter::Dispute(DISPUTE_A104);
    let own = format!("/live/messages?account={ACCOUNT_4471}&matter={matter}&after=1000000");
    let desk = format!("/live/desk?matter={matter}&after=1000000");
    assert_eq!(rosa.stream(&own, None).await.status, 404);
    assert_eq!(raul.stream(&desk, None).await.status, 404);
    assert_eq!(maria.stream("/live/messages?matter=dispute:x", None).await.status, 404);
    let (mut hers, mut his) = (maria.stream(&own, None).await, daniel.stream(&desk, None).await);
    let mut account =
        maria.stream(&format!("/live/messages?account={ACCOUNT_4471}&after=1000000"), None).await;
    let mut foreign = raul.stream("/live/desk?after=1000000", None).await;
    let dispute = DISPUTE_A104.to_string();
    let elena = app.staff("elena@aguas.example").await;
    elena.post("/do/desk/take-dispute", &[("dispute", &dispute)]).await;
    assert_eq!((hers.next(SOON).await, his.next(SOON).await), (changed(), changed()));
    let asked = [
        ("dispute", dispute.as_str()),
        ("asked", "¿Nos manda una foto del medidor?"),
        ("until_day", "12"),
        ("until_month", "3"),
        ("until_year", "2026"),
    ];
    daniel.post("/do/desk/ask-dispute", &asked).await;
    assert_eq!((hers.next(SOON).await, his.next(SOON).await), (changed(), changed()));
    maria.post("/do/disputes/add", &[("dispute", &dispute), ("words", "Aquí está.")]).await;
    assert_eq!((hers.next(SOON).await, his.next(SOON).await), (changed(), changed()));
    // What is said about it has its place in the order of what is said.
    let mut hers = maria.stream(&own.replace("1000000", "0"), None).await;
    says(&daniel, DESK, matter, "Gracias por la foto.").await;
    let said: i64 =
        sqlx::query_scalar("select max(sequence) from messages").fetch_one(&app.owner).await.unwrap();
    assert_eq!(hers.next(SOON).await, Some(("said".to_owned(), Some(said))));
    // Of all this the page of the other conversation hears nothing, nor does another creditor's desk.
    assert_eq!(account.next(NEVER).await, None);
    assert_eq!(foreign.next(NEVER).await, None);
    says(&maria, OWN, Matter::Account, "Otra cosa").await;
    assert_eq!(hers.next(NEVER).await, None, "and the other way round");
}

#[sqlx::test]
async fn the_number_of_what_is_unread_follows_on_every_page(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    for (browser, page, stream) in [
        (&maria, "/account", "/live/unread"),
        (&maria, "/account/invoices", "/live/unread"),
        (&daniel, "/desk", "/live/desk/waiting"),
        (&daniel, "/desk/payments", "/live/desk/waiting"),
    ] {
        let shown = browser.get(page).await;
        let script = shown.attribute("script[data-stream]", "src").unwrap();
        assert!(script.contains("unread"), "{page}: {script}");
        assert_eq!(shown.attribute("script[data-stream]", "data-stream").as_deref(), Some(stream), "{page}");
    }
    let plain = daniel.get("/desk/payments").await;
    assert!(plain.attribute("script[data-wasm]", "src").is_none(), "without an island nothing is woken");
    assert!(app.browser().get("/login").await.attribute("script", "src").is_none(), "nobody is signed in");
    let (mut hers, mut his) =
        (maria.stream("/live/unread", None).await, daniel.stream("/live/desk/waiting", None).await);
    // What it is comes first, whatever the page said.
    assert_eq!((hers.number(SOON).await, his.number(SOON).await), (Some(1), Some(0)));
    says(&daniel, DESK, Matter::Account, "Uno más").await;
    assert_eq!(hers.number(SOON).await, Some(2));
    says(&daniel, DESK, Matter::Dispute(DISPUTE_A104), "Y sobre la aclaración").await;
    assert_eq!(hers.number(SOON).await, Some(3));
    let links = maria.get("/account/invoices").await.texts("nav [data-unread]");
    assert_eq!(links, ["(3)", "(3)"], "without a script it is right at each load");
    maria.get(&format!("/account/disputes/{DISPUTE_A104}")).await;
    assert_eq!(hers.number(SOON).await, Some(2));
    maria.get("/account/messages").await;
    assert_eq!(hers.number(SOON).await, Some(0));
    says(&maria, OWN, Matter::Account, "Gracias").await;
    assert_eq!(his.number(SOON).await, Some(1));
    says(&maria, OWN, Matter::Account, "Y otra cosa").await;
    assert_eq!(his.number(NEVER).await, None, "it is one conversation that waits");
    assert_eq!(daniel.get("/desk/payments").await.texts("nav [data-unread]"), ["(1)"]);
    assert_eq!(hers.number(NEVER).await, None, "one's own words are not unread");
}

#[sqlx::test]
async fn whoever_is_signed_out_is_told_not_to_come_back(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let mut hers = maria.stream("/live/unread", None).await;
    assert_eq!(hers.number(SOON).await, Some(1));
    sqlx::query("update sessions set revoked_at = now() where person_id is not null")
        .execute(&app.owner)
        .await
        .unwrap();
    says(&daniel, DESK, Matter::Account, "Ya no lo oye.").await;
    assert_eq!(hers.next(SOON).await, Some(("over".to_owned(), None)));
    assert!(hers.has_ended(SOON).await);
}
