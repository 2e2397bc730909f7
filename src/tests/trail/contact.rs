//! Examples of forms about calls and promises to pay.

use aldia::server::seed::known::ACCOUNT_4471;

use super::{DANIEL, Example, MARIA, fields, person, staff};
use crate::promises::promised;
use crate::support::TestApp;

/// Whether a form is one of these.
pub fn knows(path: &str) -> bool {
    path.contains("promise") || path == "/do/desk/log-call"
}

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    // One waits at a time.
    sqlx::query("update promises set ended = 'cancelled', ended_at = now() where ended is null")
        .execute(&app.owner)
        .await
        .unwrap();
    let account = ACCOUNT_4471.to_string();
    Some(match path {
        "/do/desk/log-call" => staff(
            daniel,
            fields([("account", &account), ("who", "theirs"), ("outcome", "talked")]),
            "log",
            "call",
        ),
        "/do/promises/make" => person(maria, promised(&[("amount", "1")]), "promise", "promise"),
        "/do/desk/note-promise" => staff(daniel, promised(&[("amount", "1")]), "promise", "promise"),
        _ => {
            crate::promises::make(&maria, &[("amount", "1")]).await;
            let page = maria.get("/account/promises").await;
            let id = page.attribute("input[name=promise]", "value")?;
            let form = fields([("account", &account), ("promise", &id)]);
            match path {
                "/do/promises/cancel" => person(maria, form, "end", "promise"),
                "/do/desk/cancel-promise" => staff(daniel, form, "end", "promise"),
                _ => return None,
            }
        }
    })
}
