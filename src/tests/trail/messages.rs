//! Examples of forms about messages, and by way of them of complaints.

use aldia::server::seed::known::{ACCOUNT_4471, AGUAS, DANIEL_AGENT, THREAD_MARIA};

use super::{DANIEL, ELENA, Example, MARIA, complaints, fields, person, staff};
use crate::opinions::closed;
use crate::support::TestApp;

/// Whether a form is one of these.
pub fn knows(path: &str) -> bool {
    path.contains("complaint")
        || path.starts_with("/do/messages/")
        || path == "/do/opinions/answer"
        || path.ends_with("-template")
        || path.ends_with("-thread")
        || path == "/do/desk/send-message"
}

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    if path.contains("complaint") {
        return complaints::example(app, path).await;
    }
    let (thread, key) = (THREAD_MARIA.to_string(), uuid::Uuid::now_v7().to_string());
    if path == "/do/messages/send" {
        let account = ACCOUNT_4471.to_string();
        let form = fields([("account", &account), ("words", "Hola"), ("request_key", &key)]);
        return Some(person(app.signed_in(MARIA).await, form, "say", "thread"));
    }
    if path == "/do/opinions/answer" {
        let closing = closed(app, &app.staff(DANIEL).await).await.to_string();
        let form = fields([("closing", closing.as_str()), ("how", "good"), ("line", "Gracias")]);
        return Some(person(app.signed_in(MARIA).await, form, "answer", "closing"));
    }
    if path.ends_with("-template") {
        return templates(app, path).await;
    }
    let verb = match path {
        "/do/desk/send-message" => "say",
        "/do/desk/note-thread" => "note",
        "/do/desk/give-thread" => "give",
        "/do/desk/close-thread" => "close",
        _ => return None,
    };
    let to = DANIEL_AGENT.to_string();
    let words = fields([
        ("words", "Hola"),
        ("note", "Hola"),
        ("reason", "answered"),
        ("to", &to),
        ("request_key", &key),
    ]);
    let form = words.into_iter().chain(fields([("thread", &thread)])).collect();
    // What is unread is not closed.
    let daniel = app.staff(DANIEL).await;
    daniel.get(&format!("/desk/messages/{THREAD_MARIA}")).await;
    Some(staff(daniel, form, verb, "thread"))
}

async fn templates(app: &TestApp, path: &str) -> Option<Example> {
    let elena = app.staff(ELENA).await;
    let creditor = AGUAS.to_string();
    let form = fields([
        ("creditor", creditor.as_str()),
        ("template", "paid"),
        ("title_es", "Llegó su pago"),
        ("title_en", "Your payment came"),
        ("text_es", "Gracias, {name}."),
        ("text_en", "Thank you, {name}."),
    ]);
    if path == "/do/desk/save-template" {
        return Some(staff(elena, form, "save", "message_template"));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    elena.post("/do/desk/save-template", &form).await;
    let form = fields([("creditor", creditor.as_str()), ("template", "paid")]);
    Some(staff(elena, form, "retire", "message_template"))
}
