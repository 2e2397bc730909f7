//! The page that checks a code, and the demo's mailbox and clock.

use aldia::contact::jobs::send_notice;
use aldia::contact::mail::Mailer;
use aldia::contact::{mailbox, pages};
use aldia::kernel::actor::Actor;
use aldia::kernel::ids::NoticeId;
use aldia::kernel::locale::Lang;
use aldia::kernel::web::{PendingRefusal, Refusal};
use aldia::server::clock_page;
use aldia::ui::{Assets, Visit};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::routing::get;
use axum::{Extension, Router};
use http_body_util::BodyExt;
use scraper::{Html, Selector};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tower::ServiceExt;

use super::{DIGITS, LANGS, Room};
use crate::support::TestApp;

#[sqlx::test]
async fn a_code_of_ours_is_confirmed_with_its_day_and_channel_and_nothing_private(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = demo(options).await;
    room.set_day("2026-03-06").await;
    let id = delivered(&room, room.receipt()).await;
    let code = room.code_of(id).await;
    for (lang, sentence) in LANGS.into_iter().zip([
        "Existe un aviso nuestro con este código, del 6 de marzo de 2026 por correo.",
        "A notice of ours with this code exists, sent on 6 March 2026 by e-mail.",
    ]) {
        let page = read(&room, lang, &format!("/verify/{code}")).await;
        assert!(page.text.contains(sentence), "{}", page.text);
        assert!(page.text.contains("pagos.aguasdelvalle.mx") && page.text.contains("Aguas del Valle"));
        for private in ["Lucía", Room::ADDRESS, "4471", "R-208", "3,000", "F-1041", "receipt", "recib"] {
            assert!(!page.html.contains(private), "{private}: {}", page.html);
        }
    }
}

#[sqlx::test]
async fn a_code_typed_in_any_way_leads_to_its_answer(_: PgPoolOptions, options: PgConnectOptions) {
    let room = demo(options).await;
    let code = room.code_of(delivered(&room, room.receipt()).await).await;
    let bare = code.replace('-', "");
    for typed in [code.clone(), bare.clone(), bare.to_lowercase(), format!("+{bare}+")] {
        let page = read(&room, Lang::Es, &format!("/verify?code={typed}")).await;
        assert_eq!(
            (page.status, page.location),
            (StatusCode::SEE_OTHER, Some(format!("/verify/{code}"))),
            "{typed}"
        );
    }
}

#[sqlx::test]
async fn a_code_that_proves_nothing_is_answered_as_unknown(_: PgPoolOptions, options: PgConnectOptions) {
    let room = demo(options).await;
    let waiting = room.code_of(room.send(room.receipt()).await).await;
    for path in [
        format!("/verify/{waiting}"),
        "/verify/2222-2222".to_owned(),
        "/verify/K7QF-2M90".to_owned(),
        "/verify?code=Folio%2012".to_owned(),
    ] {
        let page = read(&room, Lang::Es, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains("No encontramos ese código"), "{path}: {}", page.text);
        assert!(
            page.text.contains("no pague y llámenos") && page.text.contains("55 0000 4471"),
            "{}",
            page.text
        );
    }
}

#[sqlx::test]
async fn an_unknown_code_that_holds_markup_is_shown_as_it_was_typed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = demo(options).await;
    let page = read(&room, Lang::En, "/verify?code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.html.contains("<script>alert"), "{}", page.html);
    let shown = Html::parse_document(&page.html);
    let field = shown.select(&selector("input#code")).next().unwrap();
    assert_eq!(field.value().attr("value"), Some("\"><script>alert(1)</script>"));
}

#[sqlx::test]
async fn an_empty_code_is_asked_for_at_its_field(_: PgPoolOptions, options: PgConnectOptions) {
    let room = demo(options).await;
    for (lang, sentence) in LANGS
        .into_iter()
        .zip(["Escriba el código del aviso o documento", "Enter the code from the notice or document"])
    {
        let page = read(&room, lang, "/verify?code=").await;
        let shown = Html::parse_document(&page.html);
        let title = shown.select(&selector("title")).next().unwrap().text().collect::<String>();
        assert!(title.starts_with("Error: "), "{title}");
        let summary = shown.select(&selector(".error-summary a[href='#code']")).next().unwrap();
        assert_eq!(summary.text().collect::<String>(), sentence);
        assert!(shown.select(&selector("input#code[aria-invalid=true]")).next().is_some());
        let untouched = read(&room, lang, "/verify").await;
        assert!(!untouched.text.contains(sentence), "{}", untouched.text);
    }
}

#[sqlx::test]
async fn the_mailbox_shows_what_arrived_newest_first_and_by_address(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = demo(options).await;
    delivered(&room, room.receipt()).await;
    delivered(&room, room.code()).await;
    let mut elsewhere = room.code();
    elsewhere.to.channel = aldia::contact::model::Channel::Sms;
    elsewhere.to.address = "+525512345678".to_owned();
    delivered(&room, elsewhere).await;
    let addresses = |page: &Page| {
        let shown = Html::parse_document(&page.html);
        let found: Vec<String> = shown
            .select(&selector("article[data-to]"))
            .map(|article| article.value().attr("data-to").unwrap().to_owned())
            .collect();
        found
    };
    let page = read(&room, Lang::Es, "/dev/mailbox").await;
    assert_eq!(addresses(&page), ["+525512345678", Room::ADDRESS, Room::ADDRESS]);
    let page = read(&room, Lang::Es, "/dev/mailbox?to=LUCIA").await;
    assert_eq!(addresses(&page), [Room::ADDRESS, Room::ADDRESS]);
    let shown = Html::parse_document(&page.html);
    let newest = shown.select(&selector("article[data-to]")).next().unwrap();
    assert!(newest.text().collect::<String>().contains(DIGITS));
    for path in ["/login/link/t0k3n", "/verify/", "/stop/"] {
        assert!(newest.select(&selector(&format!("a[href^='{path}']"))).next().is_some(), "{path}");
    }
    let page = read(&room, Lang::Es, "/dev/mailbox?to=nobody").await;
    assert!(page.text.contains("Aún no ha llegado ningún mensaje."), "{}", page.text);
}

#[sqlx::test]
async fn outside_a_demo_the_mailbox_is_empty_and_the_clock_stands(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    room.run("insert into installation (environment) values ('production')").await;
    delivered(&room, room.code()).await;
    let page = read(&room, Lang::Es, "/dev/mailbox").await;
    assert!(!page.html.contains("<article") && !page.html.contains(DIGITS), "{}", page.html);
    turn(&room, "turn=day&day_day=6&day_month=3&day_year=2026").await;
    assert_eq!(room.count("installation where clock_day is null").await, 1);
}

#[sqlx::test]
async fn the_demos_day_is_set_by_hand_turned_to_the_next_and_back_to_today(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = demo(options).await;
    turn(&room, "turn=day&day_day=31&day_month=diciembre&day_year=2026").await;
    let page = read(&room, Lang::Es, "/dev/clock").await;
    assert!(page.text.contains("jueves 31 de diciembre de 2026"), "{}", page.text);
    turn(&room, "turn=next&day_day=31").await;
    let page = read(&room, Lang::En, "/dev/clock").await;
    assert!(page.text.contains("Friday 1 January 2027"), "{}", page.text);
    assert!(page.text.contains("stands still"), "{}", page.text);
    turn(&room, "turn=real").await;
    let page = read(&room, Lang::En, "/dev/clock").await;
    assert!(page.text.contains("The day is today's."), "{}", page.text);
}

#[sqlx::test]
async fn a_day_that_does_not_exist_is_refused_with_what_was_typed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = demo(options).await;
    for (typed, part) in [
        ("day_day=31&day_month=2&day_year=2026", "day"),
        ("day_day=1&day_month=mars&day_year=2026", "month"),
        ("day_day=1&day_month=2&day_year=26", "year"),
    ] {
        let response = turn(&room, typed).await;
        let refusal =
            response.extensions().get::<PendingRefusal>().unwrap().0.lock().unwrap().take().unwrap();
        let Refusal::Invalid { back_to, fields, errors } = refusal else { panic!("{refusal:?}") };
        assert_eq!(
            (back_to.as_str(), errors[0].field.as_str(), errors[0].code.as_str(), errors[0].args[0].as_str()),
            ("/dev/clock", "day", "date_wrong", part)
        );
        assert_eq!(fields.len(), 3);
    }
    assert_eq!(room.count("installation where clock_day is null").await, 1);
}

#[sqlx::test]
async fn a_refused_day_comes_back_with_what_was_typed_and_only_its_part_marked(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let portal = TestApp::new(options).await;
    let browser = portal.browser();
    let typed = [("turn", "day"), ("day_day", "6"), ("day_month", "smarch"), ("day_year", "2026")];
    let page = browser.submit("/dev/clock", &typed).await;
    assert_eq!(page.texts(".error-summary a"), ["Escriba el mes con número o nombre"]);
    assert_eq!(page.attribute("[name=day_month]", "value").as_deref(), Some("smarch"));
    assert_eq!(page.attribute("[name=day_day]", "value").as_deref(), Some("6"));
    assert_eq!(page.texts("[aria-invalid=true]").len(), 1);
    assert_eq!(page.attribute("[aria-invalid=true]", "name").as_deref(), Some("day_month"));
}

#[sqlx::test]
async fn a_code_asked_for_is_read_in_the_mailbox_and_confirmed_to_anybody(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let portal = TestApp::new(options).await;
    let browser = portal.browser();
    browser.submit("/do/identity/ask", &[("who", "maria@example.mx")]).await;
    portal.work().await;
    let page = browser.get("/dev/mailbox?to=maria").await;
    let [message] = page.texts("article[data-to='maria@example.mx']").try_into().unwrap();
    assert!(message.contains("es su código para entrar a su cuenta con Aguas del Valle"), "{message}");
    let path = page.attribute("article a[href^='/verify/']", "href").unwrap();
    let page = browser.get(&path).await;
    assert_eq!(page.texts("h1"), ["Existe un aviso con este código"]);
    assert!(page.text().contains("del 6 de marzo de 2026 por correo"), "{}", page.text());
}

struct Page {
    status: StatusCode,
    location: Option<String>,
    html: String,
    /// The words that are read, without the head.
    text: String,
}

async fn demo(options: PgConnectOptions) -> Room {
    let room = Room::open(options).await;
    room.run("insert into installation (environment) values ('demo')").await;
    room.run("update creditors set phone = '55 0000 4471'").await;
    room
}

async fn delivered(room: &Room, notice: aldia::contact::store::Notice) -> NoticeId {
    let id = room.send(notice).await;
    let mailer = Mailer::new(None, "http://localhost:3000", true).unwrap();
    send_notice(&room.db, &mailer, serde_json::json!({ "notice": id })).await.unwrap();
    id
}

async fn read(room: &Room, lang: Lang, path: &str) -> Page {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router(room, lang, path).oneshot(request).await.unwrap();
    let status = response.status();
    let location = response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let html = String::from_utf8(bytes.to_vec()).unwrap();
    let shown = Html::parse_document(&html);
    let text = shown.select(&selector("body")).flat_map(|body| body.text()).collect();
    Page { status, location, html, text }
}

async fn turn(room: &Room, form: &str) -> axum::response::Response {
    let request = Request::post("/dev/clock")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap();
    router(room, Lang::Es, "/dev/clock").oneshot(request).await.unwrap()
}

/// The pages alone, as if every layer before them had done its part.
fn router(room: &Room, lang: Lang, path: &str) -> Router {
    let visit = Visit {
        lang,
        theme: None,
        nonce: "n0nce".to_owned(),
        path: path.to_owned(),
        draft: None,
        waiting: 0,
        counter: None,
        has_keys: false,
        assets: Assets::new(|name| format!("/assets/{name}")),
        public_url: "https://pagos.aguasdelvalle.mx".to_owned(),
    };
    Router::new()
        .route("/verify", get(pages::ask))
        .route("/verify/{code}", get(pages::answer))
        .route("/dev/mailbox", get(mailbox::mailbox))
        .route("/dev/clock", get(clock_page::clock).post(clock_page::turn))
        .layer(Extension(visit))
        .with_state(room.db.clone())
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

impl Room {
    async fn run(&self, statement: &'static str) {
        sqlx::query(statement).execute(&self.owner).await.unwrap();
    }

    async fn set_day(&self, day: &str) {
        let mut tx = self.db.begin(Actor::Visitor).await.unwrap();
        sqlx::query("select turn_demo_clock($1::date)").bind(day).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn code_of(&self, id: NoticeId) -> String {
        sqlx::query_scalar("select code from notices where id = $1")
            .bind(id.0)
            .fetch_one(&self.owner)
            .await
            .unwrap()
    }
}
