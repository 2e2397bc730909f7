//! The desk's door over HTTP: password and second factor.

use aldia::identity::keys::Keys;
use aldia::identity::passwords;
use aldia::identity::second_factor::SecondFactor;
use aldia::kernel::ids::StaffId;
use aldia::server::seed::{self, Secret};
use chrono::Utc;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use crate::identity::within_one_window;
use crate::support::{Browser, Page, TestApp};

const DANIEL: &str = "daniel@aguas.example";
const PASSWORD: &str = "agua clara 2026";
const KEY: &str = "ALDIADEMOALDIADEMOALDIADEMO23456";

fn authenticator() -> SecondFactor {
    SecondFactor::from_text(DANIEL, KEY).unwrap()
}

/// The code of now, or of some steps before or after.
fn code(steps: i64) -> String {
    authenticator().code_at(u64::try_from(Utc::now().timestamp() + 30 * steps).unwrap())
}

async fn daniel(owner: &PgPool) -> StaffId {
    let id: Uuid = sqlx::query_scalar("select id from staff where email = $1")
        .bind(DANIEL)
        .fetch_one(owner)
        .await
        .unwrap();
    StaffId(id)
}

/// Gives Daniel the demo's authenticator, or takes it away.
async fn with_second_factor(app: &TestApp, has_one: bool) {
    let staff = daniel(&app.owner).await;
    let sealed = has_one.then(|| authenticator().seal(&app.app.keys, staff));
    sqlx::query("update staff set totp_secret = $2, totp_step = 0 where id = $1")
        .bind(staff.0)
        .bind(sealed)
        .execute(&app.owner)
        .await
        .unwrap();
}

async fn give_password(browser: &Browser, email: &str, password: &str) -> Page {
    browser.post("/do/identity/staff-sign-in", &[("email", email), ("password", password)]).await
}

async fn run(owner: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(owner).await.unwrap();
}

#[sqlx::test]
async fn staff_sign_in_with_a_password_and_a_second_factor(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    with_second_factor(&app, true).await;
    let browser = app.browser();
    assert_eq!(
        browser.get("/desk/sessions").await.location.as_deref(),
        Some("/desk/login?next=%2Fdesk%2Fsessions")
    );
    let page = browser.get("/desk/login?next=%2Fdesk%2Fsessions").await;
    assert_eq!(page.texts("h1"), ["Entrar a la mesa"]);
    let next = page.attribute("input[name=next]", "value").unwrap();
    let fields = [("email", " Daniel@Aguas.example "), ("password", PASSWORD), ("next", &next)];
    let answer = browser.post("/do/identity/staff-sign-in", &fields).await;
    assert_eq!(answer.location.as_deref(), Some("/desk/login/code"));
    // The password alone opens nothing.
    assert_eq!(browser.get("/desk/sessions").await.status, 303);
    let answer = browser.post("/do/identity/staff-code", &[("code", &code(0))]).await;
    assert_eq!(answer.location.as_deref(), Some("/desk/sessions"));
    let page = browser.get("/desk/sessions").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Daniel Ortiz · Agente"));
    let (idle, hours): (String, f64) = sqlx::query_as(
        "select idle_limit::text, extract(epoch from expires_at - created_at)::float8 / 3600 from sessions",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!((idle.as_str(), hours), ("00:30:00", 8.0));
    let verbs: Vec<String> = sqlx::query_scalar(
        "select verb from audit_events where verb in ('accept_password', 'sign_in') order by sequence",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert_eq!(verbs, ["accept_password", "sign_in"]);
}

#[sqlx::test]
async fn a_code_of_the_authenticator_is_taken_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    with_second_factor(&app, true).await;
    let [first, second] = [app.browser(), app.browser()];
    for browser in [&first, &second] {
        give_password(browser, DANIEL, PASSWORD).await;
    }
    let seen = code(0);
    let answer = first.post("/do/identity/staff-code", &[("code", &seen)]).await;
    assert_eq!(answer.location.as_deref(), Some("/desk"));
    for replayed in [seen, code(-1)] {
        let page = second.submit("/do/identity/staff-code", &[("code", &replayed)]).await;
        assert!(
            page.text().contains("Ese código no coincide o ya se usó. Espere al siguiente."),
            "{}",
            page.text()
        );
    }
    let answer = second.post("/do/identity/staff-code", &[("code", &code(1))]).await;
    assert_eq!(answer.location.as_deref(), Some("/desk"));
}

#[sqlx::test]
async fn codes_of_other_times_and_other_keys_are_refused(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    with_second_factor(&app, true).await;
    let browser = app.browser();
    give_password(&browser, DANIEL, PASSWORD).await;
    let others =
        SecondFactor::of(DANIEL, &[1; 20]).unwrap().code_at(Utc::now().timestamp().try_into().unwrap());
    for wrong in [code(-4), code(4), others] {
        let page = browser.submit("/do/identity/staff-code", &[("code", &wrong)]).await;
        assert!(page.text().contains("Ese código no coincide o ya se usó."));
    }
    let page = browser.submit("/do/identity/staff-code", &[("code", "12 34")]).await;
    assert!(page.text().contains("El código tiene 6 dígitos"));
    let sessions: i64 =
        sqlx::query_scalar("select count(*) from sessions").fetch_one(&app.owner).await.unwrap();
    assert_eq!(sessions, 0);
}

#[sqlx::test]
async fn second_factors_are_tried_five_times_and_then_not_for_a_while(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    within_one_window().await;
    let app = TestApp::new(options).await;
    with_second_factor(&app, true).await;
    let browser = app.browser();
    give_password(&browser, DANIEL, PASSWORD).await;
    for _ in 0..5 {
        assert_eq!(browser.post("/do/identity/staff-code", &[("code", &code(9))]).await.status, 303);
    }
    // Another browser with the password has no more tries either.
    let other = app.browser();
    give_password(&other, DANIEL, PASSWORD).await;
    let refused = other.post("/do/identity/staff-code", &[("code", &code(0))]).await;
    assert_eq!(refused.status, 429);
    assert!(refused.headers.contains_key("retry-after"));
}

#[sqlx::test]
async fn an_unknown_address_is_answered_like_a_wrong_password(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    run(&app.owner, "update staff set left_at = now() where email = 'raul@noriega.example'").await;
    for email in [DANIEL, "nobody@aguas.example", "raul@noriega.example", "'; drop table staff; --@x.y"] {
        let page = app
            .browser()
            .submit("/do/identity/staff-sign-in", &[("email", email), ("password", "wrong")])
            .await;
        assert_eq!(page.texts("[role=alert] a"), ["El correo o la contraseña no coinciden"], "{email}");
        assert_eq!(page.attribute("#email", "value").as_deref(), Some(email));
        assert_eq!(page.attribute("#password", "value").unwrap_or_default(), "");
    }
    let page = app.browser().submit("/do/identity/staff-sign-in", &[]).await;
    assert_eq!(page.texts("[role=alert] a"), ["Escriba su correo de trabajo", "Escriba su contraseña"]);
    let drafts: Vec<serde_json::Value> =
        sqlx::query_scalar("select fields from drafts").fetch_all(&app.owner).await.unwrap();
    assert!(drafts.iter().all(|fields| !fields.to_string().contains("wrong")), "{drafts:?}");
}

#[sqlx::test]
async fn passwords_are_tried_ten_times_and_then_not_for_a_while(_: PgPoolOptions, options: PgConnectOptions) {
    within_one_window().await;
    let app = TestApp::new(options).await;
    for email in [DANIEL, "nobody@aguas.example"] {
        for _ in 0..10 {
            assert_eq!(give_password(&app.browser(), email, "wrong").await.status, 303);
        }
        assert_eq!(give_password(&app.browser(), email, PASSWORD).await.status, 429);
    }
}

#[sqlx::test]
async fn a_second_factor_is_set_up_at_the_first_sign_in(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    with_second_factor(&app, false).await;
    let browser = app.browser();
    assert_eq!(browser.get("/desk/login/enrol").await.location.as_deref(), Some("/desk/login"));
    assert_eq!(
        give_password(&browser, DANIEL, PASSWORD).await.location.as_deref(),
        Some("/desk/login/enrol")
    );
    let page = browser.get("/desk/login/enrol").await;
    assert!(page.attribute("svg[role=img] path", "d").is_some_and(|path| path.len() > 1_000));
    let key = page.texts("code").concat();
    let factor = SecondFactor::from_text(DANIEL, &key.replace(' ', "")).unwrap();
    assert!(factor.url().unwrap().starts_with("otpauth://totp/"));

    let wrong = browser.submit("/do/identity/staff-enrol", &[("code", "000000")]).await;
    assert!(wrong.text().contains("Ese código no coincide"));
    assert_eq!(wrong.texts("code").concat(), key, "what was scanned stays good");
    let kept: Option<Vec<u8>> = sqlx::query_scalar("select totp_secret from staff where email = $1")
        .bind(DANIEL)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(kept, None, "nothing is kept before a code proves it");

    let now = u64::try_from(Utc::now().timestamp()).unwrap();
    let answer = browser.post("/do/identity/staff-enrol", &[("code", &factor.code_at(now))]).await;
    assert_eq!(answer.location.as_deref(), Some("/desk"));
    assert_eq!(browser.get("/desk/sessions").await.status, 200);
    let kept: Vec<u8> = sqlx::query_scalar("select totp_secret from staff where email = $1")
        .bind(DANIEL)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let staff = daniel(&app.owner).await;
    let opened = SecondFactor::open(&app.app.keys, staff, DANIEL, &kept).unwrap();
    assert_eq!(opened.text(), key);
    assert!(SecondFactor::open(&app.app.keys, StaffId::new(), DANIEL, &kept).is_none(), "bound to its owner");
    assert!(SecondFactor::open(&Keys::from_secret(&[3; 64]).unwrap(), staff, DANIEL, &kept).is_none());

    // The password alone cannot set up another one.
    let thief = app.browser();
    assert_eq!(give_password(&thief, DANIEL, PASSWORD).await.location.as_deref(), Some("/desk/login/code"));
    assert_eq!(thief.get("/desk/login/enrol").await.location.as_deref(), Some("/desk/login/code"));
}

#[sqlx::test]
async fn staff_who_left_are_out_at_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    with_second_factor(&app, true).await;
    let halfway = app.browser();
    give_password(&halfway, DANIEL, PASSWORD).await;
    let inside = app.staff(DANIEL).await;
    run(&app.owner, "update staff set left_at = now() where email = 'daniel@aguas.example'").await;
    let page = halfway.submit("/do/identity/staff-code", &[("code", &code(0))]).await;
    assert!(page.text().contains("Escriba otra vez su correo y contraseña."), "{}", page.text());
    assert_eq!(inside.get("/desk/sessions").await.status, 303);
}

#[sqlx::test]
async fn staff_sign_out_and_end_their_other_devices(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let [desk, laptop, other] =
        [app.staff(DANIEL).await, app.staff(DANIEL).await, app.staff("elena@aguas.example").await];
    let page = desk.get("/desk/sessions").await;
    let session = page.attribute("input[name=session]", "value").unwrap();
    assert_eq!(other.post("/do/identity/staff-end-session", &[("session", &session)]).await.status, 404);
    assert_eq!(laptop.get("/desk/sessions").await.status, 200);
    desk.post("/do/identity/staff-end-session", &[("session", &session)]).await;
    assert_eq!(laptop.get("/desk/sessions").await.status, 303);
    let left = desk.post("/do/identity/staff-sign-out", &[]).await;
    assert_eq!(left.location.as_deref(), Some("/desk/login"));
    assert!(left.headers.contains_key("clear-site-data"));
    assert_eq!(desk.get("/desk/sessions").await.status, 303);
    assert_eq!(other.get("/desk/sessions").await.status, 200);
}

#[tokio::test]
async fn passwords_are_kept_as_argon2id_digests_with_their_own_salt() {
    let digest = passwords::hash("contraseña larga").unwrap();
    assert!(digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{digest}");
    assert_ne!(digest, passwords::hash("contraseña larga").unwrap());
    assert!(passwords::verify(Some(digest.clone()), "contraseña larga".into()).await.unwrap());
    assert!(!passwords::verify(Some(digest.clone()), "contraseña larga ".into()).await.unwrap());
    assert!(!passwords::verify(Some(digest.clone()), String::new()).await.unwrap());
    assert!(
        !passwords::verify(Some(digest), "x".repeat(passwords::PASSWORD_BYTES_AT_MOST + 1)).await.unwrap()
    );
    assert!(!passwords::verify(None, "nobody's password".into()).await.unwrap());
}

#[sqlx::test]
async fn the_demos_teams_sign_in_with_the_key_that_the_start_prints(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    seed::hand_out_authenticators(&app.db, &app.app.keys).await.unwrap();
    seed::hand_out_authenticators(&app.db, &app.app.keys).await.unwrap();
    for one in seed::SIGN_INS {
        let Secret::Password { password, totp_key } = one.secret else { continue };
        let browser = app.browser();
        give_password(&browser, one.address, password).await;
        let now = u64::try_from(Utc::now().timestamp()).unwrap();
        let code = SecondFactor::from_text(one.address, totp_key).unwrap().code_at(now);
        let key = Uuid::now_v7().to_string();
        let press = [("request_key", key.as_str()), ("code", code.as_str())];
        let twice = tokio::join!(
            browser.post("/do/identity/staff-code", &press),
            browser.post("/do/identity/staff-code", &press)
        );
        let led = (twice.0.location.as_deref(), twice.1.location.as_deref());
        assert_eq!(led, (Some("/desk"), Some("/desk")), "{}", one.address);
        assert_eq!(browser.get("/desk/sessions").await.status, 200);
    }
}
