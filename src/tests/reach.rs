//! Addresses that somebody else can read are shown, printed and used nowhere; and whether an address is still theirs is asked of
//! its person.

use aldia::app::{Access, routes};
use aldia::contact;
use aldia::contact::model::{Block, Channel, Letter, NoticeKind, Short};
use aldia::contact::store::{Notice, Recipient};
use aldia::kernel::ids::{ContactPointId, NoticeId};
use aldia::kernel::locale::Lang;
use aldia::server::seed::known::{ACCOUNT_4471, AGUAS, MARIA};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::matrix::example;
use crate::payments::recorded::{fields, record};
use crate::support::{Browser, Page, TestApp};

const EMAIL: &str = "maria@example.mx";
const PHONE: &str = "+525512340001";
const DANIEL: &str = "daniel@aguas.example";
const UNSAFE: &str = "/account/settings/unsafe";

/// Every spelling in which a page could show one of the two.
const SPELLINGS: [&str; 6] = [
    EMAIL,
    "5512340001",
    "55 1234 0001",
    "55\u{a0}1234\u{a0}0001",
    "55&nbsp;1234&nbsp;0001",
    "maria%40example.mx",
];

fn parties_page() -> String {
    format!("/desk/accounts/{ACCOUNT_4471}/parties")
}

/// María's telephone or e-mail, as forms name it; it is the same row whether it is hidden or not.
pub async fn point(app: &TestApp, kind: &str) -> String {
    sqlx::query_scalar::<_, Uuid>("select id from contact_points where person_id = $1 and kind = $2")
        .bind(MARIA)
        .bind(kind)
        .fetch_one(&app.owner)
        .await
        .unwrap()
        .to_string()
}

async fn hide(browser: &Browser, point: &str) -> Page {
    browser.submit("/do/reach/hide", &[("point", point)]).await
}

/// Both of María's addresses hidden: one by herself, one by the team at her word. Answers a window of hers.
async fn both_hidden(app: &TestApp) -> Browser {
    let maria = app.signed_in(EMAIL).await;
    let (phone, email) = (point(app, "phone").await, point(app, "email").await);
    hide(&maria, &phone).await;
    let account = ACCOUNT_4471.to_string();
    let said = [("account", account.as_str()), ("point", &email), ("told", "telephone")];
    let done = app.staff(DANIEL).await.submit("/do/desk/hide-reach", &said).await.text();
    assert!(done.contains("Ya no se muestra ni se usa"), "{done}");
    maria
}

#[sqlx::test]
async fn what_its_person_hides_is_used_for_nothing_until_they_have_it_used_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(EMAIL).await, app.staff(DANIEL).await);
    let phone = point(&app, "phone").await;
    // A code is on its way there when she hides it.
    let thief = app.browser();
    thief.post("/do/identity/ask", &[("who", PHONE)]).await;
    app.work().await;

    let refused = maria.submit("/do/reach/hide", &[]).await.text();
    assert!(refused.contains("Elija cuál ocultar"), "{refused}");
    let done = hide(&maria, &phone).await.text();
    assert!(done.contains("Quedó oculto") && done.contains("1 medio no se muestra"), "{done}");
    assert!(done.contains("Un teléfono, oculto desde el"), "{done}");
    let settings = maria.get("/account/settings").await.text();
    assert!(settings.contains("1 medio no se muestra") && settings.contains(EMAIL), "{settings}");
    assert!(!settings.contains("55 1234 0001"), "not even she is shown which: {settings}");

    let call = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/call")).await.text();
    assert!(call.contains("No: no hay un teléfono que se pueda usar."), "{call}");
    let account = ACCOUNT_4471.to_string();
    let called = [("account", account.as_str()), ("who", &phone), ("outcome", "no_answer")];
    let logged = daniel.submit("/do/desk/log-call", &called).await.text();
    assert!(logged.contains("Elija a quién se llamó"), "{logged}");
    for words in [PHONE, "5512340001", "unsafe:"] {
        let found = daniel.get(&format!("/desk/accounts?q={}", words.replace('+', "%2B"))).await.text();
        assert!(found.contains("Ninguna cuenta con"), "{words}: {found}");
    }
    let people = daniel.get(&parties_page()).await.text();
    assert!(
        !people.contains("medio no se muestra") && !people.contains("oculto"),
        "that there is one is not the team's to know: {people}"
    );

    // The code that was on its way opens nothing, and no other is sent.
    let codes: i64 = sqlx::query_scalar(
        "select count(*) from sign_in_codes where expires_at > now() and contact_point_id is not null",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(codes, 0);
    app.browser().post("/do/identity/ask", &[("who", PHONE)]).await;
    app.work().await;
    let sent: i64 = sqlx::query_scalar("select count(*) from outbox where address = $1")
        .bind(PHONE)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(sent, 1, "the one before");
    let again = [("kind", "phone"), ("address", "55 1234 0001")];
    let refused = maria.submit("/do/identity/change-address", &again).await.text();
    assert!(refused.contains("Usted pidió que no usemos ese dato"), "{refused}");

    // Nobody else has it used again, the team neither.
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.post("/do/reach/use-again", &[("point", &phone)]).await.status, 404);
    let used = maria.submit("/do/reach/use-again", &[("point", &phone)]).await.text();
    assert!(used.contains("Se usa otra vez"), "{used}");
    let call = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/call")).await.text();
    assert!(call.contains("María López, +52 55 1234 0001"), "{call}");
}

#[sqlx::test]
async fn no_page_file_or_search_shows_a_hidden_address_to_anybody(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    // What happened before it was hidden stays, without it.
    let phone = point(&app, "phone").await;
    let account = ACCOUNT_4471.to_string();
    let daniel = app.staff(DANIEL).await;
    let called = [("account", account.as_str()), ("who", &phone), ("outcome", "wrong_number")];
    daniel.submit("/do/desk/log-call", &called).await;
    daniel
        .submit("/do/desk/ask-reach", &[("account", &account), ("point", &point(&app, "email").await)])
        .await;
    record(&daniel, &fields("100", "cash")).await;
    app.work().await;
    let maria = both_hidden(&app).await;
    let mut readers = vec![("María", Access::Person, maria)];
    for (name, email) in [("an agent", DANIEL), ("a supervisor", "elena@aguas.example")] {
        readers.push((name, Access::Staff, app.staff(email).await));
    }
    for (name, email) in
        [("an administrator", "carmen@aguas.example"), ("an auditor", "victor@aguas.example")]
    {
        readers.push((name, Access::Staff, app.staff(email).await));
    }
    readers.push(("the guarantor", Access::Person, app.signed_in("alberto@example.mx").await));
    let mut shown = Vec::new();
    let mut read = 0;
    for (name, access, browser) in &readers {
        browser.post("/do/desk/view-as", &[("account", &account)]).await;
        for route in routes().iter().filter(|route| route.method == "GET" && route.access == *access) {
            let path = example(&app.owner, route).await;
            let text = everything_at(browser, &path).await;
            read += 1;
            for spelling in SPELLINGS.iter().filter(|spelling| text.contains(**spelling)) {
                shown.push(format!("{name} reads {spelling} at {path}"));
            }
        }
    }
    assert!(read > 200, "only {read} pages were read");
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

/// What stands at an address, on a page, in a table or on paper.
async fn everything_at(browser: &Browser, path: &str) -> String {
    if path.contains(".pdf") {
        // Some that the example keeps are no papers at all.
        let file = browser.file(path).await;
        return pdf_extract::extract_text_from_mem(&file.bytes).unwrap_or_default();
    }
    browser.get(path).await.html
}

#[sqlx::test]
async fn no_notice_of_any_kind_goes_to_a_hidden_address(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let email: ContactPointId = point(&app, "email").await.parse().unwrap();
    // One waits when she has it hidden.
    let waiting = sent(&app, NoticeKind::Receipt, recipient(Some(email), EMAIL, true)).await;
    both_hidden(&app).await;
    for kind in NoticeKind::ALL {
        for to in [
            recipient(Some(email), EMAIL, true),
            recipient(None, EMAIL, true),
            // Whoever pays by a link may type it.
            recipient(None, "MARIA@example.mx", false),
            recipient(None, PHONE, true),
        ] {
            let id = sent(&app, kind, to).await;
            let (decision, rule): (String, String) =
                sqlx::query_as("select decision, rule from notices where id = $1")
                    .bind(id.0)
                    .fetch_one(&app.owner)
                    .await
                    .unwrap();
            assert_eq!((decision.as_str(), rule.as_str()), ("deny", "address_suspended"), "{kind:?}");
        }
    }
    record(&app.staff(DANIEL).await, &fields("100", "cash")).await;
    app.work().await;
    let gone: Vec<Uuid> = sqlx::query_scalar(
        "select n.id from notices n join outbox o on o.notice_id = n.id
         where lower(o.address) = any($1) and (n.sent_at is not null or n.failed_at is null) and n.id >= $2",
    )
    .bind([EMAIL, PHONE])
    .bind(waiting.0)
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert!(gone.is_empty(), "{gone:?}");
    let failure: Option<String> = sqlx::query_scalar("select failure from notices where id = $1")
        .bind(waiting.0)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert!(failure.is_some(), "what waited was given up");
}

fn recipient(contact_point: Option<ContactPointId>, address: &str, hers: bool) -> Recipient {
    let channel = if address.contains('@') { Channel::Email } else { Channel::Sms };
    Recipient { person: hers.then_some(MARIA), contact_point, channel, address: address.to_owned() }
}

async fn sent(app: &TestApp, kind: NoticeKind, to: Recipient) -> NoticeId {
    let words = Letter {
        subject: "Hola".to_owned(),
        body: vec![Block::Text("Hola".to_owned())],
        short: Short { text: "Hola".to_owned(), path: None, autofill: None },
    };
    let notice = Notice { kind, to, creditor: AGUAS, account: None, lang: Lang::Es, words, good_until: None };
    let mut tx = app.system().await;
    let id = contact::send(&mut tx, notice).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[sqlx::test]
async fn the_team_hides_an_address_only_at_its_persons_word_and_never_reads_it_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (account, phone) = (ACCOUNT_4471.to_string(), point(&app, "phone").await);
    let daniel = app.staff(DANIEL).await;
    let asked = daniel.get(&format!("{}?unsafe={phone}", parties_page())).await.text();
    assert!(
        asked.contains("Ocultar +52 55 1234 0001") && asked.contains("No pregunte ni anote por qué"),
        "{asked}"
    );
    let whose = [("account", account.as_str()), ("point", phone.as_str())];
    let refused = daniel.submit("/do/desk/hide-reach", &whose).await.text();
    assert!(refused.contains("Elija cómo lo dijo la persona"), "{refused}");
    let told = [whose[0], whose[1], ("told", "in_person")];
    // Nobody of the team says something in the portal for somebody else.
    let portal = [whose[0], whose[1], ("told", "portal")];
    assert!(daniel.submit("/do/desk/hide-reach", &portal).await.text().contains("Elija cómo lo dijo"));
    let victor = app.staff("victor@aguas.example").await;
    assert_eq!(victor.post("/do/desk/hide-reach", &told).await.status, 403);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.post("/do/desk/hide-reach", &told).await.status, 404);
    let rosa = app.signed_in("rosa@example.mx").await;
    assert_eq!(rosa.post("/do/reach/hide", &[("point", &phone)]).await.status, 404);

    daniel.post("/do/desk/hide-reach", &told).await;
    let after = daniel.get(&format!("{}?unsafe={phone}", parties_page())).await.text();
    assert!(!after.contains("1234 0001") && !after.contains("Ocultar +52"), "{after}");
    assert_eq!(daniel.post("/do/desk/hide-reach", &told).await.status, 404, "there is none to hide");
    // The books name it again, and it stays away.
    let added = sqlx::query("insert into contact_points (id, person_id, kind, address) values (gen_random_uuid(), $1, 'phone', $2)")
        .bind(MARIA)
        .bind(PHONE)
        .execute(&app.owner)
        .await
        .unwrap();
    assert_eq!(added.rows_affected(), 0);
    // The trail says what it says of any change of an address.
    let verbs: Vec<String> =
        sqlx::query_scalar("select distinct verb from audit_events where object_kind = 'contact_point'")
            .fetch_all(&app.owner)
            .await
            .unwrap();
    assert_eq!(verbs, ["change_address"]);
    let maria = app.signed_in(EMAIL).await.get(UNSAFE).await.text();
    assert!(maria.contains("1 medio no se muestra"), "{maria}");
}

#[sqlx::test]
async fn whether_an_address_is_still_theirs_is_asked_and_the_answer_is_dated(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(EMAIL).await, app.staff(DANIEL).await);
    let (account, phone, email) =
        (ACCOUNT_4471.to_string(), point(&app, "phone").await, point(&app, "email").await);
    sqlx::query("update contact_points set confirmed_at = null").execute(&app.owner).await.unwrap();
    let ask = |point: String| {
        let (daniel, account) = (&daniel, account.clone());
        async move {
            daniel.submit("/do/desk/ask-reach", &[("account", &account), ("point", &point)]).await.text()
        }
    };
    let before = daniel.get(&parties_page()).await.text();
    assert!(before.contains("+52 55 1234 0001 (no lo ha confirmado)"), "{before}");
    let asked = ask(phone.clone()).await;
    assert!(asked.contains("La persona verá la pregunta al entrar al portal."), "{asked}");
    assert!(asked.contains("se le pregunta desde el"), "{asked}");
    ask(phone.clone()).await;
    let home = maria.get("/account").await;
    assert_eq!(
        home.text().matches("¿Sigue siendo este su teléfono?").count(),
        1,
        "asked twice it is one question"
    );
    assert!(
        home.text().contains("Aguas del Valle pregunta si +52 55 1234 0001 sigue siendo suyo."),
        "{}",
        home.text()
    );
    // Nobody answers for another.
    let question = home.attribute("input[name=question]", "value").unwrap();
    let rosa = app.signed_in("rosa@example.mx").await;
    rosa.post("/do/reach/answer", &[("question", &question), ("answer", "no")]).await;
    maria.submit("/do/reach/answer", &[("question", &question), ("answer", "yes")]).await;
    // The second answer is none.
    maria.submit("/do/reach/answer", &[("question", &question), ("answer", "no")]).await;
    let desk = daniel.get(&parties_page()).await.text();
    assert!(desk.contains("+52 55 1234 0001 (lo confirmó el"), "{desk}");
    assert!(!maria.get("/account").await.text().contains("¿Sigue siendo"));

    ask(email.clone()).await;
    let home = maria.get("/account").await;
    let question = home.attribute("input[name=question]", "value").unwrap();
    maria.submit("/do/reach/answer", &[("question", &question), ("answer", "no")]).await;
    let desk = daniel.get(&parties_page()).await.text();
    assert!(desk.contains("maria@example.mx (dijo que ya no es suyo)"), "{desk}");
    let gone = daniel.post("/do/desk/ask-reach", &[("account", &account), ("point", &email)]).await;
    assert_eq!(gone.status, 404, "nobody is asked about an address that is not used");
}
