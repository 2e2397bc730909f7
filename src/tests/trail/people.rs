//! Examples of forms about how people are reached and what they need.

use aldia::server::seed::known::ACCOUNT_4471;

use super::{DANIEL, Example, MARIA, fields, person, staff};
use crate::needs::noted;
use crate::reach::point;
use crate::support::TestApp;

/// Whether a form is one of these.
pub fn knows(path: &str) -> bool {
    path.starts_with("/do/reach/")
        || path.starts_with("/do/needs/")
        || path.ends_with("-reach")
        || path.ends_with("-need")
}

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let (account, phone) = (ACCOUNT_4471.to_string(), point(app, "phone").await);
    maria.post("/do/reach/use-again", &[("point", &phone)]).await;
    let large = fields([("kind", "large_print"), ("months", "12"), ("consent", "yes")]);
    Some(match path {
        "/do/reach/hide" => person(maria, fields([("point", &phone)]), "change_address", "contact_point"),
        "/do/reach/use-again" => {
            maria.post("/do/reach/hide", &[("point", &phone)]).await;
            person(maria, fields([("point", &phone)]), "change_address", "contact_point")
        }
        "/do/reach/answer" => {
            daniel.post("/do/desk/ask-reach", &[("account", &account), ("point", &phone)]).await;
            let question = maria.get("/account").await.attribute("input[name=question]", "value")?;
            person(maria, fields([("question", &question), ("answer", "yes")]), "answer", "contact_check")
        }
        "/do/desk/ask-reach" => {
            staff(daniel, fields([("account", &account), ("point", &phone)]), "ask", "contact_check")
        }
        "/do/desk/hide-reach" => {
            let form = fields([("account", &account), ("point", &phone), ("told", "telephone")]);
            staff(daniel, form, "change_address", "contact_point")
        }
        "/do/needs/say" => person(maria, large, "note", "need"),
        "/do/needs/end" => {
            let large: Vec<(&str, &str)> =
                large.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let page = maria.submit("/do/needs/say", &large).await;
            let need = page.attribute("input[name=need]", "value")?;
            person(maria, fields([("need", &need)]), "end", "need")
        }
        "/do/desk/note-need" => staff(daniel, noted(&[]), "note", "need"),
        "/do/desk/end-need" => {
            let page = daniel.get(&format!("/desk/accounts/{account}/parties")).await;
            let need = page.attribute("input[name=need]", "value")?;
            staff(daniel, fields([("account", &account), ("need", &need)]), "end", "need")
        }
        _ => return None,
    })
}
