//! How an answer comes about: who may give it, what is asked before, what the debtor gets and can do about it.

use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{Days, TransactionDraft};
use aldia::ledger::store::{account_key, post};
use aldia::server::seed::known::{ACCOUNT_4471, DANIEL_AGENT, DISPUTE_A104, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::answering::{DANIEL, ELENA, WORDS, answer, answer_with, day, mailed, night, open};
use super::{MARIA, begin, contest, latest, send, stands, told};
use crate::payments::books_are_sound;
use crate::support::TestApp;

#[sqlx::test]
async fn beyond_their_limit_another_decides_and_the_debtor_hears_only_then(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let id = contest(&app, &maria, "F-1057", "").await;
    let daniel = app.staff(DANIEL).await;
    let waits = answer(&daniel, id, "favour", "").await;
    assert!(waits.text().contains("Espera aprobación"), "{}", waits.text());
    assert_eq!(stands(&app).await.2, 30_000 + 181_350, "nothing moves before somebody else says yes");
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    assert!(!page.text().contains("bitácora"), "{}", page.text());
    // Not the same person, whatever is pressed.
    let approval: Uuid = sqlx::query_scalar("select id from approvals where kind = 'adjustment'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let form = [("approval", approval.to_string())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    daniel.submit("/do/desk/approve", &form).await;
    assert_eq!(stands(&app).await.2, 30_000 + 181_350);
    let elena = app.staff(ELENA).await;
    let shown = elena.get(&format!("/desk/approvals/{approval}")).await;
    assert!(shown.text().contains("Descontar $1,813.50 por una aclaración"), "{}", shown.text());
    elena.submit("/do/desk/approve", &form).await;
    assert_eq!(stands(&app).await, (464_950 - 181_350, 150_000, 30_000));
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    assert!(page.text().contains("A su favor") && page.text().contains("bitácora"), "{}", page.text());
    books_are_sound(&app).await;
    // The database holds to it whatever the program does.
    let mut tx = app.owner.begin().await.unwrap();
    for setting in
        ["set local app.actor = 'staff'".to_owned(), format!("set local app.actor_id = '{DANIEL_AGENT}'")]
    {
        sqlx::raw_sql(sqlx::AssertSqlSafe(setting)).execute(&mut *tx).await.unwrap();
    }
    let beyond = sqlx::query("update disputes set credited_minor = 50001, decided_by = $2, decided_on = '2026-03-06', amount_minor = 60000 where id = $1")
        .bind(DISPUTE_A104)
        .bind(DANIEL_AGENT)
        .execute(&mut *tx)
        .await;
    let error = beyond.unwrap_err();
    assert_eq!(error.as_database_error().unwrap().constraint(), Some("disputes_within_limit"));
}

#[sqlx::test]
async fn an_answer_needs_a_side_a_reason_and_an_explanation(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let refused = answer_with(&daniel, DISPUTE_A104, &[("words", "No.")]).await;
    for sentence in
        ["Elija quién tiene razón", "Elija por qué", "Explique la decisión en al menos dos frases"]
    {
        assert!(refused.text().contains(sentence), "{sentence}: {}", refused.text());
    }
    let most = answer(&daniel, DISPUTE_A104, "part", "300.01").await;
    assert!(most.text().contains("Lo más que se puede descontar es $300.00"), "{}", most.text());
    assert!(most.text().contains("bitácora"), "what was typed stays");
    let threat = [
        ("verdict-0", "none"),
        ("reason", "billed_right"),
        ("words", "Está bien cobrado. Si no paga habrá embargo."),
    ];
    let refused = answer_with(&daniel, DISPUTE_A104, &threat).await;
    assert!(refused.text().contains("suena a amenaza"), "{}", refused.text());
    // Who only reads decides nothing, nor does who works for another creditor.
    let victor = app.staff("victor@aguas.example").await;
    let id = DISPUTE_A104.to_string();
    assert_eq!(victor.post("/do/desk/decide-dispute", &[("dispute", &id)]).await.status, 403);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.post("/do/desk/decide-dispute", &[("dispute", &id)]).await.status, 404);
    assert_eq!(stands(&app).await.2, 30_000);
}

#[sqlx::test]
async fn the_clock_stops_while_the_debtor_is_asked_and_goes_on_when_they_answer(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let id = DISPUTE_A104.to_string();
    let asked = [
        ("dispute", id.as_str()),
        ("asked", "Mande la foto del medidor."),
        ("until_day", "13"),
        ("until_month", "3"),
        ("until_year", "2026"),
    ];
    let page = daniel.submit("/do/desk/ask-dispute", &asked).await;
    assert!(page.text().contains("Se lo pedimos al cliente"), "{}", page.text());
    let (subject, body) = mailed(&app).await;
    assert!(subject.contains("A-104"), "{subject}");
    assert!(!body.contains("300"), "no amounts outside: {body}");
    let maria = app.signed_in(MARIA).await;
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    for said in ["Espera su respuesta", "Mande la foto del medidor.", "viernes 13 de marzo de 2026"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let queue = daniel.get("/desk/disputes").await;
    assert!(queue.text().contains("reloj detenido"), "{}", queue.text());
    // Four days later; the answer is now promised four days after the 9th.
    night(&app, ACCOUNT_4471, day(2026, 3, 10), &[]).await;
    maria.submit("/do/disputes/add", &[("dispute", &id), ("words", "Aquí está.")]).await;
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    assert!(page.text().contains("viernes 13 de marzo de 2026 (en 3 días)"), "{}", page.text());
    assert!(page.text().contains("En revisión"), "{}", page.text());
    // Yesterday, today and in 31 days are no days to ask for.
    for day in ["9", "10"] {
        let asked = [
            ("dispute", id.as_str()),
            ("asked", "Otra."),
            ("until_day", day),
            ("until_month", "3"),
            ("until_year", "2026"),
        ];
        let refused = daniel.submit("/do/desk/ask-dispute", &asked).await;
        assert!(refused.text().contains("Escriba un día de mañana a 30 días"), "{}", refused.text());
    }
}

#[sqlx::test]
async fn the_answer_is_a_letter_and_is_answered_or_appealed_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    answer_with(
        &daniel,
        DISPUTE_A104,
        &[("verdict-0", "none"), ("reason", "delivery_shown"), ("words", WORDS)],
    )
    .await;
    assert_eq!(mailed(&app).await.0, "Respuesta a su aclaración A-104");
    let maria = app.signed_in(MARIA).await;
    let id = DISPUTE_A104.to_string();
    let letter = maria.file(&format!("/account/disputes/{id}/letter.pdf")).await;
    let text = letter.text();
    for said in ["A-104", "Sin cambio", "Ese día no fue nadie", "$300.00"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(daniel.file(&format!("/desk/disputes/{id}/letter.pdf")).await.bytes, letter.bytes);
    // In words, once; and looked at again, once, by somebody else.
    for what in ["reply", "appeal"] {
        let form = [("dispute", id.as_str()), ("words", "No es así, tengo testigos."), ("what", what)];
        let sent = maria.submit("/do/disputes/answer", &form).await;
        assert!(sent.text().contains("Mensaje enviado"), "{}", sent.text());
        let again = maria.submit("/do/disputes/answer", &form).await;
        assert!(again.text().contains("Esta aclaración ya cambió"), "{}", again.text());
    }
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    assert!(page.text().contains("La revisa otra persona"), "{}", page.text());
    assert_eq!(stands(&app).await.2, 0, "what the answer left to pay stays to pay");
    let refused = daniel.post("/do/desk/decide-dispute", &[("dispute", &id)]).await;
    assert_eq!(refused.status, 403, "an agent does not decide an appeal");
    let elena = app.staff(ELENA).await;
    answer(&elena, DISPUTE_A104, "favour", "").await;
    assert_eq!(open(&app, invoice("F-1063")).await, (60_000, 300));
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    assert!(page.text().contains("descontamos $300.00 (ajuste N-22)"), "{}", page.text());
    books_are_sound(&app).await;
    // Then it is over.
    let form = [("dispute", id.as_str()), ("words", "Gracias."), ("what", "appeal")];
    assert!(maria.submit("/do/disputes/answer", &form).await.text().contains("ya cambió"));
    // The creditor's own paper is noted once it is there.
    let wrong = elena.submit("/do/desk/note-fiscal-paper", &[("dispute", &id), ("fiscal", "123")]).await;
    assert!(wrong.text().contains("Escriba el folio completo"), "{}", wrong.text());
    let folio = "6F9619FF-8B86-D011-B42D-00CF4FC964FF";
    elena.submit("/do/desk/note-fiscal-paper", &[("dispute", &id), ("fiscal", folio)]).await;
    let page = maria.get(&format!("/account/disputes/{id}")).await;
    assert!(page.text().contains(folio), "{}", page.text());
}

#[sqlx::test]
async fn the_same_again_with_nothing_new_is_answered_with_the_first_answer(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    answer(&app.staff(DANIEL).await, DISPUTE_A104, "none", "").await;
    let maria = app.signed_in(MARIA).await;
    let before = stands(&app).await;
    let page = begin(&maria, &format!("invoice:{}", invoice("F-1063"))).await;
    let line = maria.get(&page).await.values("input[name=part]").pop().unwrap();
    let same = [("reason", "not_received"), ("part", line.as_str())];
    let refused = send(&maria, &told(&maria, &page, &same).await).await;
    assert!(refused.text().contains("Ya respondimos lo mismo en la aclaración A-104"), "{}", refused.text());
    assert_eq!(stands(&app).await, before, "and nothing waits");
    // With a new word it is a new dispute.
    let new = [("reason", "not_received"), ("part", line.as_str()), ("words", "Mi vecina también lo vio.")];
    let sent = send(&maria, &told(&maria, &page, &new).await).await;
    assert!(sent.text().contains("Aclaración A-105 recibida"), "{}", sent.text());
}

#[sqlx::test]
async fn the_queue_stands_in_the_order_of_its_promises(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    contest(&app, &maria, "F-1057", "100").await;
    let daniel = app.staff(DANIEL).await;
    let queue = daniel.get("/desk/disputes").await;
    let rows = queue.texts("tbody tr");
    assert_eq!(rows.len(), 2, "{}", queue.text());
    assert!(
        rows[0].contains("A-104") && rows[0].contains("9 mar 2026 · en 3 días") && rows[0].contains("Daniel"),
        "{rows:?}"
    );
    assert!(rows[1].contains("A-105") && rows[1].contains("Nadie"), "{rows:?}");
    let mine = daniel.get("/desk/disputes?show=mine").await;
    assert_eq!(mine.texts("tbody tr").len(), 1, "{}", mine.text());
    let id = latest(&app).await.to_string();
    let taken = daniel.submit("/do/desk/take-dispute", &[("dispute", &id)]).await;
    assert!(taken.text().contains("Queda a su cargo"), "{}", taken.text());
    // A promise that is not kept is said to both sides.
    night(&app, ACCOUNT_4471, day(2026, 3, 11), &[]).await;
    assert!(daniel.get("/desk/disputes").await.text().contains("2 días tarde"));
    let page = maria.get(&format!("/account/disputes/{DISPUTE_A104}")).await;
    assert!(
        page.text().contains("Prometimos responder el lunes 9 de marzo de 2026 y no lo hicimos"),
        "{}",
        page.text()
    );
    // Another creditor's team sees none of it.
    let raul = app.staff("raul@noriega.example").await;
    assert!(raul.get("/desk/disputes").await.text().contains("No hay aclaraciones abiertas"));
}

#[sqlx::test]
async fn whose_debt_it_never_was_owes_none_of_it_nor_charges_that_stand_alone(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let mut tx = app.system().await;
    let key = account_key(&mut tx, ACCOUNT_4471).await.unwrap().unwrap();
    let billed = Billed { net_minor: 180_000, tax_minor: 0 };
    let days = Days::on(day(2026, 3, 6));
    let note = TransactionDraft::credit_note(key, invoice("F-1057"), "NC-9", billed, 180_000, days);
    post(&mut tx, &note).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open(&app, invoice("F-1057")).await, (0, 1_350), "its interest stands alone");
    let maria = app.signed_in(MARIA).await;
    let page = begin(&maria, "identity").await;
    let review = told(&maria, &page, &[("reason", "identity_theft")]).await;
    send(&maria, &review).await;
    let id = latest(&app).await;
    let elena = app.staff(ELENA).await;
    let parts = elena.get(&format!("/desk/disputes/{id}")).await.attributes("input[value=favour]", "name");
    let typed: Vec<(&str, &str)> = parts.iter().map(|name| (name.as_str(), "favour")).collect();
    let typed = [typed, vec![("reason", "billing_error"), ("words", WORDS)]].concat();
    let answered = answer_with(&elena, id, &typed).await;
    assert!(answered.text().contains("A su favor"), "{}", answered.text());
    assert_eq!(open(&app, invoice("F-1057")).await, (0, 0));
    assert_eq!(stands(&app).await, (0, 0, 30_000), "what waits in another dispute waits on");
    books_are_sound(&app).await;
}
