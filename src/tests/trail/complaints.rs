//! Examples of forms about complaints.

use super::{DANIEL, ELENA, Example, MARIA, fields, person, staff};
use crate::complaints::complains;
use crate::support::TestApp;
use aldia::server::seed::known::{ACCOUNT_4471, MARIA as MARIA_PERSON};

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    let maria = app.signed_in(MARIA).await;
    let key = uuid::Uuid::now_v7();
    if path == "/do/complaints/send" {
        let (account, key) = (ACCOUNT_4471.to_string(), key.to_string());
        let form = [
            ("account", account.as_str()),
            ("kind", "contact"),
            ("words", "De noche"),
            ("request_key", &key),
        ];
        return Some(person(maria, fields(form), "complain", "complaint"));
    }
    if path == "/do/desk/note-complaint" {
        let (account, key) = (ACCOUNT_4471.to_string(), key.to_string());
        let form = [
            ("account", account.as_str()),
            ("person", &MARIA_PERSON.to_string()),
            ("kind", "contact"),
            ("words", "La llamaron de noche."),
            ("request_key", &key),
        ];
        return Some(staff(app.staff(DANIEL).await, fields(form), "complain", "complaint"));
    }
    complains(&maria, "Otra", key).await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from complaints where request_key = $1")
        .bind(key)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let id = id.to_string();
    let form = fields([("complaint", id.as_str()), ("outcome", "partly"), ("words", "En parte.")]);
    Some(staff(app.staff(ELENA).await, form, "answer", "complaint"))
}
