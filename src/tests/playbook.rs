//! The team's guide: read in both languages, written in versions by those who lead, and known by whom it was read.

use aldia::desk::playbook::model::{Situation, Subject, usual};
use aldia::kernel::locale::Lang;
use aldia::server::seed::known::AGUAS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::TestApp;

const DANIEL: &str = "daniel@aguas.example";
const ELENA: &str = "elena@aguas.example";

/// Another version of the article about being angry.
pub fn written() -> Vec<(String, String)> {
    let creditor = AGUAS.to_string();
    let fields = [
        ("creditor", creditor.as_str()),
        ("about", "angry"),
        ("title_es", "Está molesto"),
        ("body_es", "Escuche primero.\n\nLuego resuma."),
        ("title_en", "They are angry"),
        ("body_en", "Listen first.\n\nThen sum up."),
    ];
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

fn with(form: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    let kept = form.into_iter().filter(|(field, _)| field != name);
    kept.chain([(name.to_owned(), value.to_owned())]).collect()
}

fn borrowed(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn every_situation_has_words_in_both_languages_that_threaten_nobody() {
    for situation in Situation::ALL {
        assert_eq!(Subject::parse(situation.name()), Some(Subject::Article(situation)));
        for lang in [Lang::Es, Lang::En] {
            let text = usual(situation, lang);
            assert!(!text.title.is_empty() && text.body.contains("\n\n"), "{situation:?}");
            let threats = aldia::contact::tone::forbidden_words(&text.body, lang);
            assert!(threats.is_empty(), "{situation:?}: {threats:?}");
        }
    }
}

#[sqlx::test]
async fn a_new_version_is_to_be_read_anew_and_those_who_lead_see_who_has_not(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let angry = |rows: Vec<String>| rows.into_iter().find(|row| row.starts_with("Está molesto")).unwrap();
    let before = angry(daniel.get("/desk/playbook").await.texts("main tbody tr"));
    assert!(before.contains("texto de fábrica Por leer"), "{before}");
    let article = format!("/desk/playbook/article?creditor={AGUAS}&about=angry");
    let page = daniel.get(&article).await;
    assert!(
        page.text().contains("Deje hablar.") && !page.text().contains("Escribir otra versión"),
        "{}",
        page.text()
    );
    let creditor = AGUAS.to_string();
    let read = |version: &'static str| {
        [("creditor", creditor.clone()), ("about", "angry".into()), ("version", version.into())]
    };
    let send = async |form: [(&str, String); 3]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        daniel.submit("/do/desk/acknowledge-article", &form).await
    };
    let rows = send(read("0")).await.texts("main tbody tr");
    assert!(angry(rows).contains("Leída"));
    let published = elena.submit("/do/desk/publish-article", &borrowed(&written())).await;
    assert!(
        published.text().contains("La versión quedó publicada.")
            && published.text().contains("Escuche primero.")
    );
    assert!(published.text().contains("La escribió Elena Ríos, 6 mar 2026."), "{}", published.text());
    let now = angry(daniel.get("/desk/playbook").await.texts("main tbody tr"));
    assert!(now.contains("versión 1 Por leer"), "{now}");
    let seen = angry(elena.get("/desk/playbook").await.texts("main tbody tr"));
    assert!(seen.contains("Leída") && seen.contains("Carmen Soto, Daniel Ortiz"), "{seen}");
    send(read("1")).await;
    let seen = angry(elena.get("/desk/playbook").await.texts("main tbody tr"));
    assert!(seen.contains("Carmen Soto") && !seen.contains("Daniel Ortiz"), "{seen}");
    // Beside the list and every account, and in the reader's own language.
    let policy = elena.get("/desk/playbook").await.texts("main tbody tr");
    assert!(policy.iter().any(|row| row.contains("Reglas publicadas, versión 4")), "{policy:?}");
    for page in ["/desk".to_owned(), format!("/desk/accounts/{}", aldia::server::seed::known::ACCOUNT_4471)] {
        assert!(daniel.get(&page).await.text().contains("No puede pagar"), "{page}");
    }
    let english = daniel.get(&format!("{article}&lang=en")).await;
    assert!(english.text().contains("Listen first."), "{}", english.text());
}

#[sqlx::test]
async fn only_those_who_lead_write_whole_texts_and_none_that_threatens(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let form = written();
    assert_eq!(daniel.post("/do/desk/publish-article", &borrowed(&form)).await.status, 403);
    let raul = app.staff("raul@noriega.example").await;
    assert_eq!(raul.get(&format!("/desk/playbook?creditor={AGUAS}")).await.status, 404);
    let empty = with(written(), "body_en", " ");
    let page = elena.submit("/do/desk/publish-article", &borrowed(&empty)).await;
    assert!(page.text().contains("Escriba este texto"), "{}", page.text());
    assert_eq!(
        page.attribute("#title_es", "value").as_deref(),
        Some("Está molesto"),
        "what was typed is kept"
    );
    let threat = with(written(), "body_es", "Dígale que lo vamos a embargar.");
    let page = elena.submit("/do/desk/publish-article", &borrowed(&threat)).await;
    assert!(page.text().contains("suena a amenaza"), "{}", page.text());
    let changed = sqlx::query("update playbook_articles set title_es = 'x'").execute(&app.owner).await;
    assert!(changed.unwrap_err().to_string().contains("append-only"));
}

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<crate::trail::Example> {
    Some(match path {
        "/do/desk/publish-article" => {
            crate::trail::staff(app.staff(ELENA).await, written(), "publish", "article")
        }
        "/do/desk/acknowledge-article" => {
            let form = with(written(), "version", "0");
            crate::trail::staff(app.staff(DANIEL).await, form, "acknowledge", "creditor")
        }
        _ => return None,
    })
}
