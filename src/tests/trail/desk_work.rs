//! Examples of forms about the desk's own work: the list, notes and tags, the team and its guide.

use aldia::server::seed::known::{ACCOUNT_5120, AGUAS, DANIEL_AGENT};
use uuid::Uuid;

use super::{DANIEL, ELENA, Example, fields, staff};
use crate::support::TestApp;
use crate::team::{CARMEN, INVITED, invited_form};

/// Whether a form is one of these.
pub fn knows(path: &str) -> bool {
    path.ends_with("-work")
        || path.ends_with("-next")
        || path.ends_with("-weights")
        || path.ends_with("-account")
        || path.ends_with("-person")
        || path.ends_with("-limits")
        || path.ends_with("-person-go")
        || path.ends_with("-article")
        || path.ends_with("-group")
        || path.ends_with("-view")
        || path.ends_with("-keys")
}

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    sqlx::query("delete from worklist_claims").execute(&app.owner).await.unwrap();
    let (daniel, account) = (app.staff(DANIEL).await, ACCOUNT_5120.to_string());
    let thing = format!("account:{account}");
    let to = DANIEL_AGENT.to_string();
    let day = [("until_day", "10"), ("until_month", "3"), ("until_year", "2026")];
    Some(match path {
        "/do/desk/take-next" => staff(daniel, Vec::new(), "take", "dispute"),
        "/do/desk/take-work" => staff(daniel, fields([("thing", &thing)]), "take", "account"),
        "/do/desk/leave-work" => {
            daniel.post("/do/desk/take-work", &[("thing", &thing)]).await;
            staff(daniel, fields([("thing", &thing)]), "leave", "account")
        }
        "/do/desk/give-work" => {
            let elena = app.staff(ELENA).await;
            staff(elena, fields([("thing", &thing), ("to", &to)]), "give", "account")
        }
        "/do/desk/snooze-work" => {
            let form = fields([("thing", &thing)]).into_iter().chain(fields(day)).collect();
            staff(daniel, form, "snooze", "account")
        }
        "/do/desk/set-weights" => {
            let creditor = AGUAS.to_string();
            let weights = aldia::desk::worklist::model::Weights::default().named();
            let weights = weights.map(|(name, value)| (name.to_owned(), value.to_string()));
            let form = weights.into_iter().chain(fields([("creditor", &creditor)])).collect();
            staff(app.staff(ELENA).await, form, "weigh", "creditor")
        }
        "/do/desk/note-account" => {
            staff(daniel, fields([("account", &account), ("note", "Hola")]), "note", "account")
        }
        "/do/desk/tag-account" => {
            staff(daniel, fields([("account", &account), ("tag", "visita")]), "tag", "account")
        }
        "/do/desk/untag-account" => {
            staff(daniel, fields([("account", &account), ("tag", "visita")]), "untag", "account")
        }
        "/do/desk/set-keys" => staff(daniel, fields([("keys", "off")]), "change_preferences", "staff"),
        path if path.ends_with("-group") => about_groups(app, path).await?,
        path if path.ends_with("-view") => {
            let of = "/desk/accounts?q=lopez";
            if path == "/do/desk/keep-view" {
                return Some(staff(daniel, fields([("of", of), ("name", "López")]), "keep", "desk_view"));
            }
            let id = crate::groups::keeping::kept(app, &daniel, of, "Otra").await;
            staff(daniel, fields([("view", &id)]), "drop", "desk_view")
        }
        path if path.ends_with("-article") => crate::playbook::example(app, path).await?,
        _ => about_people(app, path).await?,
    })
}

async fn about_groups(app: &TestApp, path: &str) -> Option<Example> {
    let elena = app.staff(ELENA).await;
    let creditor = AGUAS.to_string();
    if path == "/do/desk/make-group" {
        let form = fields([("creditor", &creditor), ("name", "Más de un mes"), ("late_from", "31")]);
        return Some(staff(elena, form, "make", "group"));
    }
    let id = crate::groups::make(app, &elena, &[("name", path), ("late_from", "1")]).await;
    Some(match path {
        "/do/desk/change-group" => {
            let form = fields([("group", &id), ("name", "Otro nombre"), ("late_from", "2")]);
            staff(elena, form, "change", "group")
        }
        _ => staff(elena, fields([("group", &id)]), "retire", "group"),
    })
}

async fn about_people(app: &TestApp, path: &str) -> Option<Example> {
    let carmen = app.staff(CARMEN).await;
    if path == "/do/desk/invite-person" {
        return Some(staff(carmen, invited_form(INVITED), "invite", "staff"));
    }
    // Somebody new each time, so that the demo's own team stays as it is.
    let email = format!("{}@aguas.example", Uuid::now_v7().simple());
    let id = crate::team::invite(app, &carmen, &email).await;
    let person = fields([("person", &id)]);
    Some(match path {
        "/do/desk/change-person" => {
            let form = invited_form(&email).into_iter().chain(person).collect();
            staff(carmen, form, "change", "staff")
        }
        "/do/desk/set-limits" => {
            let form = fields([("person", &id), ("currency", "MXN"), ("refund", "100")]);
            staff(carmen, form, "limit", "staff")
        }
        "/do/desk/reset-person" => staff(carmen, person, "reset_sign_in", "staff"),
        "/do/desk/let-person-go" => {
            staff(carmen, fields([("person", &id), ("heir", "nobody")]), "let_go", "staff")
        }
        _ => return None,
    })
}
