//! Examples of forms about what stands against a debt in law, and into whose hands it goes.

use aldia::server::seed::known::ACCOUNT_4471;
use uuid::Uuid;

use super::{DANIEL, ELENA, Example, fields, staff};
use crate::handing::{approved, hand_form};
use crate::legal::{set, status_form};
use crate::support::TestApp;

/// Whether a form is one of these.
pub fn knows(path: &str) -> bool {
    path.ends_with("-legal-status") || path.ends_with("/hand-on") || path.ends_with("/recall")
}

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    let daniel = app.staff(DANIEL).await;
    if path == "/do/desk/set-legal-status" {
        return Some(staff(daniel, status_form(&[("kind", "sued")]), "set_status", "legal_status"));
    }
    if path == "/do/desk/hand-on" {
        let form = hand_form(&[("kind", "pre_legal")]);
        return Some(staff(app.staff(ELENA).await, form, "prepare", "handover"));
    }
    if path == "/do/desk/recall" {
        // What the form before this one prepared.
        let handover = approved(app).await;
        let form = fields([("handover", handover.as_str()), ("reason", "Quiere pagar aquí")]);
        return Some(staff(app.staff(ELENA).await, form, "ask_approval", "approval"));
    }
    set(&daniel, &[("kind", "represented")]).await;
    let status: Uuid = sqlx::query_scalar("select id from legal_statuses where kind = 'represented'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let (account, status) = (ACCOUNT_4471.to_string(), status.to_string());
    let form = fields([("account", account.as_str()), ("status", &status), ("reason", "Ya no")]);
    Some(staff(app.staff(ELENA).await, form, "ask_approval", "approval"))
}
