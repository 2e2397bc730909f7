//! Every form of the route table that changes something leaves a row that says who did what to which object. Each
//! needs an example here; a new form without one makes the walk fail.

mod agreeing;
mod complaints;
mod contact;
mod desk_work;
mod disputes;
mod messages;
mod money;
mod people;
mod standing;

use aldia::app::routes;
use aldia::identity::second_factor::SecondFactor;
use aldia::server::seed::hand_out_authenticators;
use aldia::server::seed::known::{ACCOUNT_4471, AGUAS, DANIEL_AGENT};
use chrono::Utc;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::approvals::{asked_by, refund_of};
use crate::documents::long::bill;
use crate::identity_addresses::code_sent_to;
use crate::payments::Payer;
use crate::support::door::last_letter;
use crate::support::{Browser, TestApp};
use crate::terms::{accepting, drafting};

use agreeing::about_plans;
use money::{about_cards, about_links, about_other_money, money_that_lies_or_goes};

const MARIA: &str = "maria@example.mx";
const NEW_ADDRESS: &str = "lucia.campos@correo.mx";
const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";
const PASSWORD: &str = "agua clara 2026";
const AUTHENTICATOR: &str = "ALDIADEMOALDIADEMOALDIADEMO23456";

/// A form filled in by somebody who may send it, and what it must leave behind.
pub struct Example {
    pub browser: Browser,
    pub fields: Vec<(String, String)>,
    /// What is sent in its field for a file.
    pub file: Option<&'static str>,
    pub actor: &'static str,
    verb: &'static str,
    object: &'static str,
}

/// A row of the trail.
#[derive(Debug, sqlx::FromRow)]
struct Row {
    actor_kind: String,
    actor_id: Option<Uuid>,
    verb: String,
    object_kind: String,
    object_id: Uuid,
}

#[sqlx::test]
async fn every_form_that_changes_something_says_who_did_what_to_which_object(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let mut broken = Vec::new();
    for route in routes().iter().filter(|route| route.method == "POST" && route.path.starts_with("/do/")) {
        forget_limits(&app).await;
        let Some(example) = example(&app, route.path).await else {
            broken.push(format!("{}: no example here", route.path));
            continue;
        };
        if let Some(why) = wrong(&app, route.path, &example).await {
            broken.push(format!("{}: {why}", route.path));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Sends the form; answers what is wrong with what it left behind.
async fn wrong(app: &TestApp, path: &str, example: &Example) -> Option<String> {
    let before: i64 = sqlx::query_scalar("select coalesce(max(sequence), 0) from audit_events")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let fields: Vec<(&str, &str)> =
        example.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = match example.file {
        Some(text) => example.browser.post_file(path, &fields, ("file", "file.csv", text.as_bytes())).await,
        None => example.browser.post(path, &fields).await,
    };
    let location = answer.location.unwrap_or_default();
    if answer.status != 303 || location.contains("draft=") {
        return Some(format!("was refused: {} {location}", answer.status));
    }
    let rows: Vec<Row> = sqlx::query_as(
        "select actor_kind, actor_id, verb, object_kind, object_id from audit_events where sequence > $1",
    )
    .bind(before)
    .fetch_all(&app.owner)
    .await
    .unwrap();
    let is_said = rows.iter().any(|row| {
        row.actor_kind == example.actor
            && row.actor_id.is_some() == (example.actor != "visitor")
            && row.verb == example.verb
            && row.object_kind == example.object
            && !row.object_id.is_nil()
    });
    (!is_said)
        .then(|| format!("no row says {} {} {}, only {rows:?}", example.actor, example.verb, example.object))
}

pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    Some(match path {
        path if path.starts_with("/do/identity/staff-") => staffs_own(app, path).await?,
        path if path.starts_with("/do/identity/") && path.contains("sign-out")
            || path.contains("settings")
            || path.contains("address")
            || path.contains("session") =>
        {
            ones_own(app, path).await?
        }
        path if path.starts_with("/do/identity/") => at_the_door(app, path).await?,
        path if desk_work::knows(path) => desk_work::example(app, path).await?,
        path if people::knows(path) => people::example(app, path).await?,
        path if contact::knows(path) => contact::example(app, path).await?,
        path if standing::knows(path) => standing::example(app, path).await?,
        path if disputes::knows(path) => disputes::example(app, path).await?,
        path if path.contains("plan") => about_plans(app, path).await?,
        path if messages::knows(path) => messages::example(app, path).await?,
        path if path.ends_with("-terms") => about_terms(app, path).await?,
        "/do/payments/start" => {
            let maria = Payer::maria(app).await;
            let fields = maria.form("how=everything").await;
            Example {
                browser: maria.browser,
                fields,
                file: None,
                actor: "person",
                verb: "start",
                object: "payment",
            }
        }
        "/do/desk/reapply"
        | "/do/desk/waive"
        | "/do/desk/refund"
        | "/do/payments/use-credit"
        | "/do/payments/ask-credit-back" => money_that_lies_or_goes(app, path).await?,
        "/do/desk/decline" => {
            let id = asked_by(app, DANIEL_AGENT, refund_of(80_000)).await.to_string();
            let browser = app.staff("elena@aguas.example").await;
            staff(browser, fields([("approval", &id), ("reason", "No procede")]), "decline", "approval")
        }
        "/do/desk/close-task" => {
            let task: Uuid = sqlx::query_scalar(
                "insert into tasks (id, creditor_id, kind, created_at) values (gen_random_uuid(), $1, 'address_refused', now())
                 returning id",
            )
            .bind(AGUAS.0)
            .fetch_one(&app.owner)
            .await
            .unwrap();
            staff(app.staff(DANIEL).await, fields([("task", &task.to_string())]), "close", "task")
        }
        path if path.ends_with("-autopay") || path.ends_with("-method") => about_cards(app, path).await?,
        path if path.ends_with("-link") => about_links(app, path).await?,
        "/do/documents/prepare" => {
            bill(app, 501).await;
            person(app.signed_in(MARIA).await, long_statement(), "prepare_statement", "account")
        }
        "/do/desk/prepare-statement" => {
            bill(app, 501).await;
            staff(app.staff(DANIEL).await, long_statement(), "prepare_statement", "account")
        }
        "/do/desk/view-as" => {
            let account = ACCOUNT_4471.to_string();
            let browser = app.staff(DANIEL).await;
            staff(browser, fields([("account", &account)]), "view_as_debtor", "account")
        }
        _ => about_other_money(app, path).await?,
    })
}

/// A draft of terms: begun, changed, published by a second person, thrown away.
async fn about_terms(app: &TestApp, path: &str) -> Option<Example> {
    if path == "/do/policies/accept-terms" {
        let maria = app.signed_in(MARIA).await;
        let page = maria.get("/account/terms").await;
        return Some(person(maria, accepting::form(&page, true), "accept", "policy_version"));
    }
    let elena = app.staff(ELENA).await;
    if path == "/do/desk/draft-terms" {
        let creditor = AGUAS.to_string();
        return Some(staff(elena, fields([("creditor", &creditor)]), "draft", "policy_version"));
    }
    let draft = drafting::draft(app, &elena).await;
    Some(match path {
        "/do/desk/save-terms" => {
            let page = elena.get(&format!("/desk/policies/{draft}?part=disputes")).await;
            staff(elena, drafting::part_form(&page, &[]), "change", "policy_version")
        }
        "/do/desk/discard-terms" => staff(elena, fields([("draft", &draft)]), "discard", "policy_version"),
        "/do/desk/publish-terms" => {
            let when = [("from_day", "20"), ("from_month", "3"), ("from_year", "2026"), ("reason", "Prueba")];
            let form = when.into_iter().chain([("draft", draft.as_str())]);
            let form = form.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            staff(elena, form, "ask_approval", "approval")
        }
        _ => return None,
    })
}

fn long_statement() -> Vec<(String, String)> {
    let account = ACCOUNT_4471.to_string();
    fields([("account", account.as_str()), ("from", "2026-03-01"), ("to", "2026-03-06")])
}

/// What somebody sends who is not signed in yet.
async fn at_the_door(app: &TestApp, path: &str) -> Option<Example> {
    let browser = app.browser();
    if path == "/do/identity/ask" {
        return Some(visitor(browser, fields([("who", MARIA)]), "ask_sign_in_code", "sign_in_code"));
    }
    // The last of these suspends the address.
    let who = if path == "/do/identity/stop" { "pedro@example.mx" } else { MARIA };
    browser.post("/do/identity/ask", &[("who", who)]).await;
    let letter = last_letter(app, who).await;
    fn last(address: &str) -> &str {
        address.rsplit('/').next().unwrap()
    }
    Some(match path {
        "/do/identity/again" => visitor(browser, vec![], "ask_sign_in_code", "sign_in_code"),
        "/do/identity/code" => {
            visitor(browser, fields([("code", &letter.code)]), "accept_sign_in_code", "sign_in_code")
        }
        "/do/identity/link" => {
            visitor(browser, fields([("token", last(&letter.link))]), "accept_sign_in_code", "sign_in_code")
        }
        "/do/identity/fact" => {
            browser.post("/do/identity/code", &[("code", &letter.code)]).await;
            visitor(browser, fields([("fact", "F-1057")]), "accept_known_fact", "sign_in_code")
        }
        "/do/identity/stop" => {
            visitor(browser, fields([("token", last(&letter.stop))]), "report_wrong_person", "notice")
        }
        _ => return None,
    })
}

/// What a signed-in person changes about themselves.
async fn ones_own(app: &TestApp, path: &str) -> Option<Example> {
    let browser = app.signed_in("lucia@example.mx").await;
    let other = app.signed_in("lucia@example.mx").await;
    Some(match path {
        "/do/identity/settings" => person(browser, preferences(), "change_preferences", "person"),
        "/do/identity/change-address" => {
            person(browser, new_address(), "ask_address_change", "address_change")
        }
        "/do/identity/confirm-address" => {
            let new = new_address();
            let new: Vec<(&str, &str)> =
                new.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let asked = browser.submit("/do/identity/change-address", &new).await;
            let change = asked.attribute("input[name=change]", "value").unwrap();
            let code = code_sent_to(app, NEW_ADDRESS).await;
            person(
                browser,
                fields([("change", &change), ("code", &code)]),
                "change_address",
                "address_change",
            )
        }
        "/do/identity/end-session" => {
            person(browser, other_session(&other, "/account/settings").await, "end_session", "session")
        }
        "/do/identity/end-other-sessions" | "/do/identity/sign-out" => {
            person(browser, vec![], "end_session", "session")
        }
        _ => return None,
    })
}

/// The same for a member of the team, and the steps of their door.
async fn staffs_own(app: &TestApp, path: &str) -> Option<Example> {
    let browser = app.staff(DANIEL).await;
    let other = app.staff(DANIEL).await;
    let door = app.browser();
    let password = [("email", DANIEL), ("password", PASSWORD)];
    Some(match path {
        "/do/identity/staff-settings" => staff(browser, preferences(), "change_preferences", "staff"),
        "/do/identity/staff-end-session" => {
            staff(browser, other_session(&other, "/desk/sessions").await, "end_session", "session")
        }
        "/do/identity/staff-end-other-sessions" | "/do/identity/staff-sign-out" => {
            staff(browser, vec![], "end_session", "session")
        }
        "/do/identity/staff-sign-in" => visitor(door, fields(password), "accept_password", "staff"),
        "/do/identity/staff-join" => {
            let link = crate::team::fresh_link(app).await;
            visitor(door, fields([("token", &link), ("password", "una mesa azul en marzo")]), "join", "staff")
        }
        "/do/identity/staff-code" => {
            hand_out_authenticators(&app.db, &app.app.keys).await.unwrap();
            sqlx::raw_sql("update staff set totp_step = 0").execute(&app.owner).await.unwrap();
            door.post("/do/identity/staff-sign-in", &password).await;
            visitor(door, fields([("code", &code_of(AUTHENTICATOR))]), "sign_in", "session")
        }
        "/do/identity/staff-enrol" => {
            sqlx::raw_sql("update staff set totp_secret = null").execute(&app.owner).await.unwrap();
            door.post("/do/identity/staff-sign-in", &password).await;
            let shown = door.get("/desk/login/enrol").await;
            let key: String = shown.texts("code").concat().split_whitespace().collect();
            visitor(door, fields([("code", &code_of(&key))]), "enrol_second_factor", "staff")
        }
        _ => return None,
    })
}

fn visitor(
    browser: Browser,
    fields: Vec<(String, String)>,
    verb: &'static str,
    object: &'static str,
) -> Example {
    Example { browser, fields, file: None, actor: "visitor", verb, object }
}

fn person(
    browser: Browser,
    fields: Vec<(String, String)>,
    verb: &'static str,
    object: &'static str,
) -> Example {
    Example { browser, fields, file: None, actor: "person", verb, object }
}

pub fn staff(
    browser: Browser,
    fields: Vec<(String, String)>,
    verb: &'static str,
    object: &'static str,
) -> Example {
    Example { browser, fields, file: None, actor: "staff", verb, object }
}

fn fields<const COUNT: usize>(fields: [(&str, &str); COUNT]) -> Vec<(String, String)> {
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

fn preferences() -> Vec<(String, String)> {
    fields([("lang", "es"), ("theme", "dark")])
}

fn new_address() -> Vec<(String, String)> {
    fields([("kind", "email"), ("address", NEW_ADDRESS)])
}

/// The session of another device, as the page lists it.
async fn other_session(browser: &Browser, page: &str) -> Vec<(String, String)> {
    let session = browser.get(page).await.attribute("input[name=session]", "value").unwrap();
    fields([("session", &session)])
}

fn code_of(key: &str) -> String {
    let factor = SecondFactor::from_text(DANIEL, key).unwrap();
    factor.code_at(u64::try_from(Utc::now().timestamp()).unwrap())
}

/// Limits have tests of their own.
async fn forget_limits(app: &TestApp) {
    sqlx::raw_sql("delete from rate_limits").execute(&app.owner).await.unwrap();
}
