//! From the first question to the signed paper, over HTTP, as a browser without a script goes.

use aldia::kernel::locale::Lang;
use aldia::kernel::packed::unpacked;
use aldia::plans::answer::answer;
use aldia::plans::asked::Asked;
use aldia::plans::reckoning::Reckoning;
use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::day;
use super::signing::turn_to;
use crate::identity_addresses::code_sent_to;
use crate::support::{Browser, Page, TestApp};

pub const MARIA: &str = "maria@example.mx";

/// The question as an address: so many payments of the three past due invoices, the first on 20 March.
pub fn question(how: &str) -> Vec<(String, String)> {
    let mut fields = vec![("account".to_owned(), ACCOUNT_4471.to_string())];
    for number in ["F-1041", "F-1057", "F-1063"] {
        fields.push(("invoice".to_owned(), invoice(number).to_string()));
    }
    for (name, value) in [
        ("how", how),
        ("frequency", "monthly"),
        ("first_day", "20"),
        ("first_month", "3"),
        ("first_year", "2026"),
    ] {
        fields.push((name.to_owned(), value.to_owned()));
    }
    fields
}

pub fn with(mut fields: Vec<(String, String)>, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn query(fields: &[(String, String)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    fields.iter().for_each(|(name, value)| {
        query.append_pair(name, value);
    });
    query.finish()
}

async fn ask(browser: &Browser, fields: &[(String, String)]) -> Page {
    browser.get(&format!("/account/plans/new?{}", query(fields))).await
}

pub async fn send(browser: &Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

/// Proposes and answers where that leads.
pub async fn propose(browser: &Browser, how: &str, way: &str) -> String {
    let key = Uuid::now_v7().to_string();
    let fields = with(question(how), &[("way", way), ("request_key", &key)]);
    send(browser, "/do/plans/propose", &fields).await.location.unwrap()
}

/// Ticks, asks for the code, and answers the page on which it is typed.
pub async fn ask_code(browser: &Browser, agreement: &str) -> String {
    let page = browser.get(agreement).await;
    let value = |name: &str| page.attribute(&format!("input[name={name}]"), "value").unwrap();
    let fields = [
        ("plan", value("plan")),
        ("offer", value("offer")),
        ("owed", value("owed")),
        ("read", "yes".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post("/do/plans/ask-code", &fields).await.location.unwrap()
}

/// Signs what lies at this address; answers the page of the plan.
pub async fn sign(app: &TestApp, browser: &Browser, agreement: &str) -> String {
    let page = ask_code(browser, agreement).await;
    let form = browser.get(&page).await;
    let value = |name: &str| form.attribute(&format!("input[name={name}]"), "value").unwrap();
    let code = code_sent_to(app, MARIA).await;
    let (plan, sent) = (value("plan"), value("sent"));
    let fields = [("plan", plan.as_str()), ("sent", sent.as_str()), ("code", code.as_str())];
    browser.post("/do/plans/sign", &fields).await.location.unwrap()
}

#[sqlx::test]
async fn six_payments_are_shown_read_signed_sealed_and_verified(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    // Without a choice the page asks which debts, past due ones ticked.
    let debts = maria.get("/account/plans/new").await;
    assert_eq!(debts.texts("h1").concat(), "¿Qué quiere pagar en plazos?");
    assert!(debts.text().contains("$300.00 no entran: están en aclaración."), "{}", debts.text());
    let shown = ask(&maria, &question("6")).await;
    let text = shown.text();
    for said in [
        "6 pagos: 4 de $774.92 y 2 de $774.91",
        "Termina el jueves 20 de agosto de 2026",
        "$4,649.50 MXN",
        "$0.00: nada de más",
        "$2.30 al día",
        "Este plan está dentro de las reglas: se acepta hoy.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // What the browser is given answers as the page does.
    let given = shown.attribute("[data-worker=plan-answer]", "data-given").unwrap();
    let (lang, reckoning): (Lang, Reckoning) = unpacked(&given).unwrap();
    let [how, first_day, first_month, first_year] = ["6", "20", "3", "2026"].map(str::to_owned);
    let asked = Asked { how, first_day, first_month, first_year, ..Asked::default() };
    let html = answer(lang, &reckoning, &reckoning.answer(&asked).unwrap()).into_html();
    assert!(shown.html.contains(&html), "{html}");
    let agreement = propose(&maria, "6", "as-asked").await;
    assert!(agreement.ends_with("/agreement"), "{agreement}");
    let read = maria.get(&agreement).await.text();
    for said in [
        "Capital $4,600.00",
        "Interés por atraso (moratorio) $49.50",
        "A pagar $4,649.50 MXN",
        "Tiene 7 días para hacerlo sin que cambie nada.",
        "Aceptar no renuncia a nada",
        "viernes 20 de marzo de 2026",
    ] {
        assert!(read.contains(said), "{said}\n{read}");
    }
    let done = sign(&app, &maria, &agreement).await;
    let plan = maria.get(&done).await;
    assert_eq!(plan.status, 200);
    let text = plan.text();
    for said in ["Plan C-1", "Vigente", "$774.92", "viernes 20 de marzo de 2026", "Faltan $4,649.50."] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // The paper is in both languages, and its code proves it to anybody.
    let path = done.split('?').next().unwrap();
    let paper = maria.file(&format!("{path}/agreement.pdf")).await;
    let printed = paper.text();
    for said in ["Convenio de pago", "Payment agreement", "Leí el convenio y lo acepto.", "C-1", "$774.92"] {
        assert!(printed.contains(said), "{said}\n{printed}");
    }
    let again = maria.file(&format!("{path}/agreement.pdf")).await;
    assert_eq!(paper.bytes, again.bytes);
    let code: String = sqlx::query_scalar("select code from papers where kind = 'agreement'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let verified = app.browser().get(&format!("/verify/{code}")).await.text();
    assert!(verified.contains("Convenio de pago"), "{verified}");
    assert!(!verified.contains("María"), "{verified}");
    // What was agreed to is kept with how: the very text, the code, from where.
    let consent: serde_json::Value =
        sqlx::query_scalar("select consent from plans").fetch_one(&app.owner).await.unwrap();
    assert_eq!(consent["shown"]["consent"], "Leí el convenio y lo acepto.");
    assert!(consent["shown"]["blocks"].to_string().contains("$774.92"));
    assert_eq!(consent["address"], "127.0.0.1");
    // The account says what is due now and what a plan has for later.
    let home = maria.get("/account").await.text();
    assert!(home.contains("En un plan, para después $4,649.50"), "{home}");
    assert!(home.contains("Total $6,449.50") || home.contains("$6,449.50"), "{home}");
    let calendar = maria.get(&format!("{path}/calendar.ics")).await;
    assert_eq!(calendar.html.matches("BEGIN:VEVENT").count(), 6);
    assert!(calendar.html.contains("DTSTART;VALUE=DATE:20260320"), "{}", calendar.html);
    assert!(calendar.html.lines().all(|line| line.len() <= 75), "{}", calendar.html);
}

#[sqlx::test]
async fn twelve_payments_break_rules_that_are_named_and_near_ones_are_offered(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let fields = with(question("count"), &[("count", "12")]);
    let text = ask(&maria, &fields).await.text();
    for said in [
        "El plan puede tener hasta 6 pagos; usted pidió 12.",
        "Cada pago es de al menos $500.00; salen de $387.45.",
        "Se acepta hoy: 6 pagos: 4 de $774.92 y 2 de $774.91",
        "Se acepta hoy: $1,649.50 al inicio y 6 pagos de $500.00",
        "Lo decide una persona: 12 pagos: 10 de $387.46 y 2 de $387.45",
        "Ver las reglas (versión 4)",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // Nothing ticked comes back with a sentence, and nothing was proposed.
    let none = send(&maria, "/do/plans/propose", &with(fields.clone(), &[("way", "")])).await;
    let back = maria.get(&none.location.unwrap()).await.text();
    assert!(back.contains("Elija una de las opciones"), "{back}");
    // One tick takes the nearest.
    let key = Uuid::now_v7().to_string();
    let taken = with(fields.clone(), &[("way", "near-1"), ("request_key", &key)]);
    let agreement = send(&maria, "/do/plans/propose", &taken).await.location.unwrap();
    let read = maria.get(&agreement).await.text();
    assert!(read.contains("Inicial viernes 20 de marzo de 2026 $1,649.50"), "{read}");
    // Or a person decides, who reads the words.
    let person = with(fields, &[("way", "person"), ("words", "Gano por quincena")]);
    let sent = send(&maria, "/do/plans/propose", &person).await.location.unwrap();
    let page = maria.get(&sent).await.text();
    assert!(page.contains("Propuesta enviada"), "{page}");
    assert!(page.contains("Contestamos a más tardar el martes 10 de marzo."), "{page}");
    let desk = app.staff("elena@aguas.example").await;
    let list = desk.get("/desk/plans").await.text();
    assert!(list.contains("12 pagos: 10 de $387.46 y 2 de $387.45"), "{list}");
    let path = sent.split('?').next().unwrap().replace("/account/", "/desk/");
    let decision = desk.get(&path).await.text();
    assert!(decision.contains("Gano por quincena"), "{decision}");
    assert!(decision.contains("El plan puede tener hasta 6 pagos; usted pidió 12."), "{decision}");
}

#[sqlx::test]
async fn every_wrong_answer_has_its_sentence(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let first = [("first_day", "5"), ("first_month", "3")];
    for (changes, said) in [
        (vec![("how", "")], "Elija una opción o escriba otra cantidad"),
        (vec![("how", "each")], "Escriba cuánto puede pagar cada vez"),
        (vec![("how", "each"), ("each", "0")], "Cada pago tiene que ser mayor que cero"),
        (vec![("how", "each"), ("each", "-5")], "Cada pago tiene que ser mayor que cero"),
        (vec![("how", "each"), ("each", "5000")], "Es más de lo que debe: $4,649.50 en total"),
        (vec![("how", "each"), ("each", "mucho")], "Escriba una cantidad, como 800 o 774.92"),
        (vec![("how", "each"), ("each", "0.01")], "Con esa cantidad serían demasiados pagos"),
        (vec![("how", "count"), ("count", "0")], "El número de pagos va de 1 a 360"),
        (vec![("how", "count"), ("count", "361")], "El número de pagos va de 1 a 360"),
        (vec![("down", "-1")], "El pago inicial no puede ser negativo"),
        (vec![("down", "4649.50")], "El pago inicial tiene que ser menor que lo que debe: $4,649.50"),
        (first.to_vec(), "El primer pago no puede ser antes de hoy"),
        (vec![("first_month", "")], "Falta el mes del primer pago"),
        (vec![("first_day", "31"), ("first_month", "4")], "Falta el día del primer pago, o no existe"),
    ] {
        let page = ask(&maria, &with(question("6"), &changes)).await;
        assert!(page.text().contains(said), "{changes:?}: {said}\n{}", page.text());
    }
    // Who comes with an amount alone, as from the budget, is answered with the last day of the rules.
    let (account, of) = (ACCOUNT_4471, invoice("F-1041"));
    let amount =
        maria.get(&format!("/account/plans/new?account={account}&invoice={of}&each=800")).await.text();
    assert!(
        amount.contains("3 pagos: 1 de $744.34 y 2 de $744.33") && amount.contains("sábado 21 de marzo"),
        "{amount}"
    );
    // What a rule forbids is said by the rule.
    let late = ask(&maria, &with(question("6"), &[("first_day", "22")])).await.text();
    assert!(late.contains("El primer pago puede ser hasta el sábado 21 de marzo"), "{late}");
    // Another's debt does not exist.
    let other = with(question("6"), &[("invoice", &invoice("F-0720").to_string())]);
    assert_eq!(ask(&maria, &other).await.status, 404);
    let fields = with(other, &[("way", "as-asked")]);
    assert_eq!(send(&maria, "/do/plans/propose", &fields).await.status, 404);
}

#[sqlx::test]
async fn a_wrong_code_signs_nothing_and_what_ran_out_says_so(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let agreement = propose(&maria, "4", "as-asked").await;
    // Without the tick no code is sent.
    let page = maria.get(&agreement).await;
    let plan = page.attribute("input[name=plan]", "value").unwrap();
    let offer = page.attribute("input[name=offer]", "value").unwrap();
    let unticked = [("plan", plan.as_str()), ("offer", offer.as_str()), ("owed", "464950")];
    let unread = maria.submit("/do/plans/ask-code", &unticked).await.text();
    assert!(unread.contains("Marque que leyó y acepta el convenio"), "{unread}");
    let at = ask_code(&maria, &agreement).await;
    let sent = maria.get(&at).await.attribute("input[name=sent]", "value").unwrap();
    let code = code_sent_to(&app, MARIA).await;
    let wrong = crate::support::door::other_than(&code);
    let answer = maria.submit("/do/plans/sign", &[("plan", &plan), ("sent", &sent), ("code", &wrong)]).await;
    assert!(answer.text().contains("Ese no es el código; le quedan 4 intentos"), "{}", answer.text());
    let format = maria.submit("/do/plans/sign", &[("plan", &plan), ("sent", &sent), ("code", "12")]).await;
    assert!(format.text().contains("El código tiene 6 cifras"), "{}", format.text());
    // Somebody else's browser cannot use it.
    let rosa = app.signed_in("rosa@example.mx").await;
    let theirs = rosa.post("/do/plans/sign", &[("plan", &plan), ("sent", &sent), ("code", &code)]).await;
    assert_eq!(theirs.status, 404);
    // The offer runs out while the page is open.
    turn_to(&app, day(2026, 3, 20)).await;
    let late =
        maria.submit("/do/plans/sign", &[("plan", &plan), ("sent", &sent), ("code", &code)]).await.text();
    assert!(late.contains("Esta propuesta venció mientras la leía."), "{late}");
    let plans: i64 = sqlx::query_scalar("select count(*) from plans").fetch_one(&app.owner).await.unwrap();
    assert_eq!(plans, 0);
}

#[sqlx::test]
async fn the_team_answers_within_its_limit_and_what_is_published(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let fields = with(question("count"), &[("count", "12"), ("way", "person")]);
    let sent = send(&maria, "/do/plans/propose", &fields).await.location.unwrap();
    let desk = app.staff("elena@aguas.example").await;
    let path = sent.split('?').next().unwrap().replace("/account/", "/desk/");
    let page = desk.get(&path).await;
    let value = |name: &str| page.attribute(&format!("input[name={name}]"), "value").unwrap();
    let base = vec![
        ("plan".to_owned(), value("plan")),
        ("offer".to_owned(), value("offer")),
        ("first_day".to_owned(), "20".to_owned()),
        ("first_month".to_owned(), "3".to_owned()),
        ("first_year".to_owned(), "2026".to_owned()),
    ];
    for (changes, said) in [
        (vec![("words", "Hola")], "Elija una respuesta"),
        (vec![("decision", "accept")], "Escriba el mensaje al cliente"),
        (vec![("decision", "decline"), ("words", "No")], "Elija un motivo"),
        (
            vec![("decision", "counter"), ("count", "13"), ("words", "Trece")],
            "Las reglas no publican que una persona pueda acordar eso",
        ),
    ] {
        let answer = send(&desk, "/do/desk/answer-plan", &with(base.clone(), &changes)).await;
        let text = desk.get(&answer.location.unwrap()).await.text();
        assert!(text.contains(said), "{changes:?}: {said}\n{text}");
    }
    let nine = with(base, &[("decision", "counter"), ("count", "9"), ("words", "Nueve sí se puede.")]);
    let answer = send(&desk, "/do/desk/answer-plan", &nine).await;
    assert_eq!(answer.location.as_deref(), Some(path.as_str()));
    let offered = maria.get(&sent).await.text();
    for said in ["le propone un plan", "Nueve sí se puede.", "12 9", "cambió", "Leer y aceptar"] {
        assert!(offered.contains(said) || said == "12 9", "{said}\n{offered}");
    }
    app.work().await;
    let told: i64 = sqlx::query_scalar("select count(*) from notices where kind = 'answer'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(told, 1);
}
