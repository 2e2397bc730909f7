//! Examples of forms about disputes.

use aldia::server::seed::known::{ACCOUNT_4471, DANIEL_AGENT, DISPUTE_A104, invoice};

use super::{DANIEL, ELENA, Example, MARIA, fields, person, staff};
use crate::disputes::{begin, told};
use crate::support::TestApp;

/// Whether a form is one of these.
pub fn knows(path: &str) -> bool {
    path.starts_with("/do/disputes/")
        || (path.ends_with("-dispute") && path != "/do/desk/accept-dispute")
        || path == "/do/desk/note-fiscal-paper"
}

/// A form filled in by whoever may send it.
pub async fn example(app: &TestApp, path: &str) -> Option<Example> {
    if path.starts_with("/do/disputes/") {
        return by_the_debtor(app, path).await;
    }
    by_the_team(app, path).await
}

/// What a debtor sends.
async fn by_the_debtor(app: &TestApp, path: &str) -> Option<Example> {
    let maria = app.signed_in(MARIA).await;
    let id = DISPUTE_A104.to_string();
    let key = uuid::Uuid::now_v7().to_string();
    Some(match path {
        "/do/disputes/begin" => {
            let account = ACCOUNT_4471.to_string();
            let form = fields([("account", &account), ("about", "identity"), ("request_key", &key)]);
            person(maria, form, "begin", "dispute_draft")
        }
        "/do/disputes/write" | "/do/disputes/drop" => {
            let page = begin(&maria, "identity").await;
            told(&maria, &page, &[("reason", "not_mine")]).await;
            let draft = page.rsplit('/').next()?.to_owned();
            let form = fields([("draft", &draft), ("reason", "not_mine"), ("request_key", &key)]);
            let verb = if path.ends_with("/write") { "write" } else { "drop" };
            person(maria, form, verb, "dispute_draft")
        }
        "/do/disputes/send" => {
            // Only a little: the forms after this one pay from the same account.
            let page = begin(&maria, &format!("invoice:{}", invoice("F-1070"))).await;
            told(&maria, &page, &[("reason", "not_received"), ("amount-0", "1")]).await;
            let draft = page.rsplit('/').next()?.to_owned();
            person(maria, fields([("draft", &draft), ("request_key", &key)]), "open", "dispute")
        }
        "/do/disputes/add" => {
            person(maria, fields([("dispute", &id), ("words", "Otra foto")]), "add", "dispute")
        }
        "/do/disputes/withdraw" => {
            in_state(app, "received").await;
            person(maria, fields([("dispute", &id)]), "withdraw", "dispute")
        }
        "/do/disputes/answer" => {
            in_state(app, "unchanged").await;
            let form = fields([("dispute", &id), ("words", "No estoy de acuerdo"), ("what", "appeal")]);
            person(maria, form, "appeal", "dispute")
        }
        _ => return None,
    })
}

/// What the team sends.
async fn by_the_team(app: &TestApp, path: &str) -> Option<Example> {
    let id = DISPUTE_A104.to_string();
    in_state(app, "received").await;
    Some(match path {
        "/do/desk/take-dispute" => {
            staff(app.staff(ELENA).await, fields([("dispute", &id)]), "take", "dispute")
        }
        "/do/desk/ask-dispute" => {
            let asked =
                [("asked", "La foto"), ("until_day", "13"), ("until_month", "3"), ("until_year", "2026")];
            let form = asked.into_iter().chain([("dispute", id.as_str())]);
            let form = form.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            staff(app.staff(DANIEL).await, form, "ask", "dispute")
        }
        "/do/desk/decide-dispute" => {
            let words = "Se revisó la bitácora. Está bien cobrado.";
            let form = fields([("verdict-0", "none"), ("reason", "billed_right"), ("words", words)]);
            let form = form.into_iter().chain(fields([("dispute", &id)])).collect();
            staff(app.staff(DANIEL).await, form, "decide", "dispute")
        }
        "/do/desk/note-fiscal-paper" => {
            sqlx::query("update disputes set adjustment_number = 'N-22', fiscal_number = '' where id = $1")
                .bind(DISPUTE_A104)
                .execute(&app.owner)
                .await
                .unwrap();
            let form = fields([("dispute", &id), ("fiscal", "6F9619FF-8B86-D011-B42D-00CF4FC964FF")]);
            staff(app.staff(DANIEL).await, form, "note_fiscal_paper", "dispute")
        }
        _ => return None,
    })
}

/// Puts María's dispute back, or on, into a state.
async fn in_state(app: &TestApp, state: &str) {
    let is_open = state == "received";
    sqlx::query(
        "update disputes set state = $2, paused_on = null, asked_until = null, decided_by = case when $3 then null else $4::uuid end,
           decided_on = case when $3 then null else '2026-03-06'::date end where id = $1",
    )
    .bind(DISPUTE_A104)
    .bind(state)
    .bind(is_open)
    .bind(DANIEL_AGENT)
    .execute(&app.owner)
    .await
    .unwrap();
}
