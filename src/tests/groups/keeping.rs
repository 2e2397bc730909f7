//! Views of one's own, and single keys.

use aldia::desk::kept::model::Place;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DANIEL, ELENA};
use crate::support::{Browser, TestApp};

/// Keeps a list under a name; answers which view it is.
pub async fn kept(app: &TestApp, browser: &Browser, of: &str, name: &str) -> String {
    let answer = browser.post("/do/desk/keep-view", &[("of", of), ("name", name)]).await;
    assert_eq!(answer.location.as_deref(), Some(of), "back to the list");
    sqlx::query_scalar::<_, uuid::Uuid>("select id from desk_views where name = $1")
        .bind(name)
        .fetch_one(&app.owner)
        .await
        .unwrap()
        .to_string()
}

#[test]
fn a_view_is_of_a_list_and_without_what_passes() {
    let place = |address: &str| Place::of(address).map(|place| place.href());
    assert_eq!(
        place("/desk/accounts?q=l%C3%B3pez&page=3&lang=en").as_deref(),
        Some("/desk/accounts?q=l%C3%B3pez")
    );
    assert_eq!(
        place("/desk?show=free&done=taken&count=1&lost=0&after=4:x").as_deref(),
        Some("/desk?show=free")
    );
    assert_eq!(place("/desk/audit?who=&verb=take&before=9").as_deref(), Some("/desk/audit?verb=take"));
    assert_eq!(place("/desk/disputes").as_deref(), Some("/desk/disputes"));
    for other in
        ["/account", "/desk/login", "/desk/groups/new", "//evil.example/desk", "https://x.example/desk", ""]
    {
        assert_eq!(place(other), None, "{other}");
    }
    assert!(Place::of(&format!("/desk/accounts?q={}", "x".repeat(998))).is_some());
    assert!(Place::of(&format!("/desk/accounts?q={}", "x".repeat(999))).is_none());
}

#[sqlx::test]
async fn a_view_stands_above_its_list_for_whoever_kept_it_and_nobody_else(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    assert!(!daniel.get("/desk/accounts").await.text().contains("Guardar esta vista"), "nothing was asked");
    let list = "/desk/accounts?q=lopez";
    let before = daniel.get(list).await;
    let way = before.attributes(".kept-views a", "href");
    assert_eq!(way, ["/desk/views/new?of=%2Fdesk%2Faccounts%3Fq%3Dlopez"]);
    assert!(daniel.get(&way[0]).await.text().contains("«Cuentas»"));
    let id = kept(&app, &daniel, list, "Los López").await;
    let after = daniel.get(list).await;
    assert_eq!(after.texts(".kept-views a"), ["Los López", "Quitar vistas"], "it is not kept twice");
    assert_eq!(after.attribute(".kept-views a", "aria-current").as_deref(), Some("page"));
    let plain = daniel.get("/desk/accounts").await;
    assert_eq!(plain.attributes(".kept-views a", "href"), [list, "/desk/views"]);
    assert!(daniel.get("/desk/disputes").await.texts(".kept-views a").is_empty(), "another list");
    assert!(elena.get("/desk/accounts").await.texts(".kept-views a").is_empty(), "hers are hers");
    assert_eq!(elena.post("/do/desk/drop-view", &[("view", &id)]).await.status, 404);
    for (name, sentence) in [
        (" ", "Escriba un nombre".to_owned()),
        ("los LÓPEZ", "Otra vista de esta lista ya se llama así".to_owned()),
        ("x".repeat(41).as_str(), "Escriba 40 caracteres como máximo".to_owned()),
    ] {
        let of = "/desk/accounts?q=maria";
        let refused = daniel.submit("/do/desk/keep-view", &[("of", of), ("name", name)]).await;
        assert!(refused.text().contains(&sentence), "{name}: {}", refused.text());
        assert_eq!(refused.attribute("#name", "value").unwrap_or_default(), name);
    }
    let mine = daniel.get("/desk/views").await;
    assert!(
        mine.text().contains("Quitar «Los López»")
            && !elena.get("/desk/views").await.text().contains("López")
    );
    let dropped = daniel.submit("/do/desk/drop-view", &[("view", &id)]).await;
    assert!(dropped.text().contains("La vista se quitó."), "{}", dropped.text());
    assert!(daniel.get("/desk/accounts").await.texts(".kept-views a").is_empty());
    assert_eq!(daniel.post("/do/desk/keep-view", &[("of", "/account"), ("name", "x")]).await.status, 404);
}

#[sqlx::test]
async fn of_one_list_twenty_views_are_kept_and_no_more(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    for number in 1..=20 {
        kept(&app, &daniel, &format!("/desk/accounts?q={number}"), &format!("Vista {number}")).await;
    }
    let one_more = [("of", "/desk/accounts?q=21"), ("name", "Vista 21")];
    let full = daniel.submit("/do/desk/keep-view", &one_more).await;
    assert!(full.text().contains("De una lista se guardan 20 vistas"), "{}", full.text());
    kept(&app, &daniel, "/desk/disputes?show=mine", "Las mías").await;
}

#[sqlx::test]
async fn keys_are_listed_and_whoever_switches_theirs_off_gets_no_script(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let script = "script[data-keys]";
    let today = daniel.get("/desk").await;
    let address = today.attribute(script, "src").unwrap();
    assert!(address.starts_with("/assets/keys") && address.ends_with(".js") && address != "/assets/keys.js");
    assert!(today.attribute(script, "nonce").is_some_and(|nonce| !nonce.is_empty()));
    assert!(today.attribute("button[aria-keyshortcuts=n]", "class").is_some());
    assert_eq!(today.texts("[data-go=a]"), ["Cuentas"]);
    let letters = today.attributes("[data-go]", "data-go");
    let each: std::collections::HashSet<&String> = letters.iter().collect();
    assert_eq!((letters.len(), each.len()), (15, 15), "every place has a key of its own: {letters:?}");
    let list = daniel.get("/desk/keys").await;
    assert!(list.texts("#keys tbody tr").contains(&"g d Ir a Aclaraciones".to_owned()), "{}", list.text());
    assert!(
        daniel.get("/desk/sessions").await.attributes("main a", "href").contains(&"/desk/keys".to_owned())
    );
    let off = daniel.submit("/do/desk/set-keys", &[("keys", "off")]).await;
    assert!(off.text().contains("Los atajos están apagados."), "{}", off.text());
    assert_eq!(daniel.get("/desk").await.attribute(script, "src"), None);
    assert!(elena.get("/desk").await.attribute(script, "src").is_some(), "hers are on");
    let on = daniel.submit("/do/desk/set-keys", &[("keys", "on")]).await;
    assert!(on.text().contains("Los atajos están encendidos."));
    assert!(daniel.get("/desk").await.attribute(script, "src").is_some());
    let maria = app.signed_in("maria@example.mx").await;
    assert_eq!(maria.get("/account").await.attribute(script, "src"), None, "keys are the desk's");
}
