//! What people need: a closed list, with their consent and for a time; and what comes of each need.

use aldia::contact;
use aldia::contact::model::{Block, Channel, Facts, Letter, NoticeKind, Short, Verdict, decide};
use aldia::contact::store::{Notice, Recipient};
use aldia::kernel::locale::Lang;
use aldia::needs::model::{NeedKind, Typed, Wrong, is_asked_again};
use aldia::server::seed::known::{ACCOUNT_4471, AGUAS, MARIA};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::{Browser, Page, TestApp};

const EMAIL: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";
const PAGE: &str = "/account/settings/needs";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn parties_page() -> String {
    format!("/desk/accounts/{ACCOUNT_4471}/parties")
}

/// Whoever is signed in says what they need; answers the page that follows.
pub async fn say(browser: &Browser, kind: &str, more: &[(&str, &str)]) -> Page {
    let mut form = vec![("kind", kind), ("months", "12"), ("consent", "yes")];
    form.extend(more);
    browser.submit("/do/needs/say", &form).await
}

/// The form with which the team notes what María needs.
pub fn noted(more: &[(&str, &str)]) -> Vec<(String, String)> {
    let (account, maria) = (ACCOUNT_4471.to_string(), MARIA.to_string());
    let mut form = vec![
        ("account", account.as_str()),
        ("person", maria.as_str()),
        ("kind", "large_print"),
        ("months", "6"),
        ("told", "telephone"),
        ("consent", "yes"),
    ];
    form.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    form.extend(more);
    form.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn note(browser: &Browser, more: &[(&str, &str)]) -> Page {
    let form = noted(more);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit("/do/desk/note-need", &form).await
}

#[test]
fn a_need_is_one_of_a_list_with_what_belongs_to_it_and_nothing_else() {
    let today = day(2026, 3, 6);
    let typed = |kind: &str, language: &str, helper: &str| Typed {
        kind: kind.to_owned(),
        language: language.to_owned(),
        helper: helper.to_owned(),
        months: "12".to_owned(),
        has_consent: true,
    };
    let plain = typed("large_print", "nah", "Ana Ruiz").understood(today).unwrap();
    assert_eq!((plain.language, plain.helper, plain.until_on), (None, None, day(2027, 3, 6)));
    assert_eq!(typed("interpreter", "lsm", "").understood(today).unwrap().language, Some("lsm"));
    let helper = typed("named_helper", "", "  Ana   M. O'Neill-Ruiz ").understood(today).unwrap();
    assert_eq!(helper.helper.as_deref(), Some("Ana M. O'Neill-Ruiz"));
    for (kind, language, helper, wrong) in [
        ("", "", "", Wrong::KindNone),
        ("diabetes", "", "", Wrong::KindNone),
        ("other_language", "", "", Wrong::LanguageNone),
        ("other_language", "klingon", "", Wrong::LanguageNone),
        ("named_helper", "", " ", Wrong::HelperNone),
        ("named_helper", "", "A", Wrong::HelperNoName),
        ("named_helper", "", "Ana, porque está enferma", Wrong::HelperNoName),
    ] {
        assert_eq!(typed(kind, language, helper).understood(today), Err(vec![wrong]), "{kind} {helper}");
    }
    let long = |letters: usize| typed("named_helper", "", &"a".repeat(letters)).understood(today);
    assert!(long(80).is_ok() && long(81) == Err(vec![Wrong::HelperNoName]));
    let unsaid = Typed { months: "13".to_owned(), has_consent: false, ..typed("more_time", "", "") };
    assert_eq!(unsaid.understood(today), Err(vec![Wrong::MonthsNone, Wrong::ConsentNone]));
    assert!(is_asked_again(day(2026, 4, 5), today) && !is_asked_again(day(2026, 4, 6), today));
}

#[test]
fn who_wants_letters_gets_codes_that_they_ask_for_and_nothing_else_in_another_way() {
    let decided =
        |kind, channel| decide(&Facts { kind, channel, address_suspended: false, letters_only: true });
    for kind in [NoticeKind::Receipt, NoticeKind::Answer, NoticeKind::Plan, NoticeKind::Autopay] {
        for channel in [Channel::Email, Channel::Sms, Channel::Whatsapp, Channel::Call] {
            assert_eq!(
                (decided(kind, channel).verdict, decided(kind, channel).rule),
                (Verdict::Deny, "letters_only")
            );
        }
        assert_eq!(decided(kind, Channel::Letter).verdict, Verdict::Allow);
    }
    for kind in [
        NoticeKind::SignInCode,
        NoticeKind::AddressCode,
        NoticeKind::AgreementCode,
        NoticeKind::AddressChanged,
    ] {
        assert_eq!(decided(kind, Channel::Email).verdict, Verdict::Allow, "{kind:?}");
    }
}

#[sqlx::test]
async fn who_wants_letters_only_is_not_called_and_the_team_writes_what_was_not_sent(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(EMAIL).await, app.staff(DANIEL).await);
    let refused = maria.submit("/do/needs/say", &[("kind", "letters_only"), ("months", "12")]).await;
    assert!(refused.text().contains("Sin su permiso no se guarda"), "{}", refused.text());
    assert!(refused.html.contains("checked"), "what was chosen is kept");
    let said = say(&maria, "letters_only", &[]).await.text();
    assert!(said.contains("Quedó guardado") && said.contains("Solo cartas lo dijo usted el 6 mar"), "{said}");

    let call = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/call")).await;
    assert!(call.text().contains("No: pidió que solo se le escriba por carta."), "{}", call.text());
    assert!(call.text().contains("María López. Solo cartas"), "it is said before the call: {}", call.text());
    assert_eq!(call.texts("input[name=who]").len(), 1, "no number is offered, only that they called us");

    for _ in 0..2 {
        let mut tx = app.system().await;
        contact::send(&mut tx, answer_to_maria()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let held: i64 =
        sqlx::query_scalar("select count(*) from notices where decision = 'deny' and rule = 'letters_only'")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(held, 2);
    let tasks = daniel.get("/desk/tasks").await.text();
    assert!(tasks.contains("Solo quiere cartas: un aviso no salió: María López"), "{tasks}");
    let asked: i64 = sqlx::query_scalar("select count(*) from tasks where kind = 'write_letter'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(asked, 1, "one letter says it all");
    // The code that she asks for is hers all the same.
    app.browser().post("/do/identity/ask", &[("who", EMAIL)]).await;
    app.work().await;
    let codes: i64 = sqlx::query_scalar(
        "select count(*) from notices where kind = 'sign_in_code' and sent_at is not null",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(codes, 1);

    // Once she takes it back, all is as it was.
    let need = maria.get(PAGE).await.attribute("input[name=need]", "value").unwrap();
    maria.submit("/do/needs/end", &[("need", &need)]).await;
    let call = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}/call")).await.text();
    assert!(call.contains("María López, +52 55 1234 0001"), "{call}");
}

fn answer_to_maria() -> Notice {
    let words = Letter {
        subject: "Hola".to_owned(),
        body: vec![Block::Text("Hola".to_owned())],
        short: Short { text: "Hola".to_owned(), path: None, autofill: None },
    };
    let to = Recipient {
        person: Some(MARIA),
        contact_point: None,
        channel: Channel::Email,
        address: EMAIL.to_owned(),
    };
    let account = Some(ACCOUNT_4471);
    Notice { kind: NoticeKind::Answer, to, creditor: AGUAS, account, lang: Lang::Es, words, good_until: None }
}

#[sqlx::test]
async fn papers_of_who_needs_large_print_are_large_and_state_the_same(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(EMAIL).await, app.staff(DANIEL).await);
    let path = "/account/statement.pdf?from=2026-02-05&to=2026-03-06";
    let small = maria.file(path).await;
    assert!(small.text().contains("1 de 1"), "{}", small.text());
    say(&maria, "large_print", &[]).await;
    let large = maria.file(path).await;
    assert!(!large.text().contains("1 de 1"), "{}", large.text());
    for amount in ["$6,449.50", "$4,649.50", "$1,500.00", "$300.00"] {
        assert!(large.text().contains(amount), "{amount}: {}", large.text());
    }
    // The team prints the very same, and another's paper stays as it was.
    let desk = format!("/desk/accounts/{ACCOUNT_4471}/statement.pdf?from=2026-02-05&to=2026-03-06");
    assert!(daniel.file(&desk).await.bytes == large.bytes);
    let need = maria.get(PAGE).await.attribute("input[name=need]", "value").unwrap();
    maria.submit("/do/needs/end", &[("need", &need)]).await;
    assert!(maria.file(path).await.bytes == small.bytes, "what was sealed before is served again");
}

#[sqlx::test]
async fn the_team_notes_a_need_with_consent_and_shows_it_before_anything_else(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(EMAIL).await, app.staff(DANIEL).await);
    for (more, sentence) in [
        (&[("consent", "")][..], "Sin su permiso no se guarda"),
        (&[("told", "portal")], "Elija cómo lo dijo la persona"),
        (&[("person", "")], "Elija quién lo necesita"),
        (&[("kind", "named_helper")], "Escriba el nombre de quien habla por la persona"),
        (&[("kind", "interpreter")], "Elija el idioma"),
    ] {
        let page = note(&daniel, more).await.text();
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
    let page = note(&daniel, &[("kind", "named_helper"), ("helper", "Ana Ruiz")]).await.text();
    assert!(page.contains("Quedó anotado"), "{page}");
    note(&daniel, &[("kind", "interpreter"), ("language", "lsm")]).await;
    for part in ["", "/invoices", "/balance", "/call", "/timeline", "/contact", "/parties"] {
        let page = daniel.get(&format!("/desk/accounts/{ACCOUNT_4471}{part}")).await.text();
        assert!(page.contains("María López. Puede hablar por la persona: Ana Ruiz"), "{part}: {page}");
        assert!(page.contains("María López. Intérprete: lengua de señas mexicana"), "{part}: {page}");
    }
    let own = maria.get(PAGE).await;
    assert!(own.text().contains("lo anotó Daniel el 6 mar 2026, porque usted lo dijo"), "{}", own.text());
    assert_eq!(app.staff("victor@aguas.example").await.post("/do/desk/note-need", &[]).await.status, 403);

    // What she said herself only she takes away; what the team noted, the team at her word.
    say(&maria, "text_relay", &[]).await;
    let hers: uuid::Uuid = sqlx::query_scalar("select id from person_needs where noted_by is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let account = ACCOUNT_4471.to_string();
    daniel.post("/do/desk/end-need", &[("account", &account), ("need", &hers.to_string())]).await;
    let page = daniel.get(&parties_page()).await;
    assert!(page.text().contains("Llamadas con texto"), "{}", page.text());
    assert!(page.text().contains("Solo la persona lo quita, en el portal."), "{}", page.text());
    for need in page.values("input[name=need]") {
        daniel.post("/do/desk/end-need", &[("account", &account), ("need", &need)]).await;
    }
    let page = daniel.get(&parties_page()).await.text();
    assert!(!page.contains("Ana Ruiz") && page.contains("Llamadas con texto"), "{page}");

    // Past its day a need is none, and nobody reads it any more.
    sqlx::raw_sql("update person_needs set until_on = '2026-03-05'").execute(&app.owner).await.unwrap();
    let page = daniel.get(&parties_page()).await.text();
    assert!(!page.contains("María López. Llamadas con texto"), "{page}");
}

#[sqlx::test]
async fn a_need_is_the_business_of_those_who_were_told(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    note(&app.staff(DANIEL).await, &[]).await;
    // Another creditor has María as well from today on.
    sqlx::raw_sql(
        "insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, from_on)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, (select person_id from contact_points where address = 'maria@example.mx'),
           'representative', 'see', '2026-01-01' from accounts a join creditors c on c.id = a.creditor_id
         where c.name <> 'Aguas del Valle' order by a.reference limit 1",
    )
    .execute(&app.owner)
    .await
    .unwrap();
    let account: uuid::Uuid = sqlx::query_scalar("select account_id from parties where role = 'representative' and may = 'see' and from_on = '2026-01-01' and person_id = $1")
        .bind(MARIA)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let raul = app.staff("raul@noriega.example").await;
    let page = raul.get(&format!("/desk/accounts/{account}/parties")).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("María López") && !page.text().contains("Letra grande: lo anotó"),
        "{}",
        page.text()
    );
    // What she says in the portal she says to both.
    say(&app.signed_in(EMAIL).await, "more_time", &[]).await;
    let page = raul.get(&format!("/desk/accounts/{account}/parties")).await.text();
    assert!(page.contains("María López. Más tiempo para contestar"), "{page}");
    assert_eq!(NeedKind::ALL.len(), 7);
}

#[sqlx::test]
async fn the_people_of_an_account_are_shown_with_what_they_may_and_the_accounts_beside(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let page = app.staff(DANIEL).await.get(&parties_page()).await;
    let text = page.text();
    assert!(text.contains("María López, titular"), "{text}");
    assert!(text.contains("Responde por todo el saldo"), "{text}");
    assert!(text.contains("aval de F-1041") && text.contains("Responde hasta por $2,000.00"), "{text}");
    assert!(text.contains("De la cuenta solo ve F-1041 y lo que avala"), "{text}");
    // An auditor reads it all and is offered nothing to change.
    let audited = app.staff("victor@aguas.example").await.get(&parties_page()).await;
    assert_eq!(audited.status, 200);
    assert!(audited.texts("main form").is_empty(), "{}", audited.text());
}
