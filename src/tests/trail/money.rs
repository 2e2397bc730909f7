//! Examples of forms that are about money, wherever it came from or goes.

use aldia::server::seed::known::{self, ACCOUNT_4471, ACCOUNT_4480, AGUAS};
use uuid::Uuid;

use super::{DANIEL, ELENA, Example, MARIA, fields, person, staff, visitor};
use crate::months::first_month;
use crate::payments::refunding::known_payment;
use crate::payments::{Payer, autopay, bank, evidence, links, payouts, recorded, reported};
use crate::support::TestApp;

/// Money that came another way than through the portal.
pub async fn about_other_money(app: &TestApp, path: &str) -> Option<Example> {
    Some(match path {
        "/do/desk/close-month" => {
            let books = first_month(app).await;
            staff(app.staff(ELENA).await, fields([("books", &books)]), "close_month", "creditor")
        }
        "/do/payments/report" => person(
            app.signed_in(MARIA).await,
            reported::fields("1000", "CLAVE1"),
            "report",
            "reported_payment",
        ),
        "/do/desk/decline-report" => {
            let id = reported::report(app, "1000", "CLAVE2").await.to_string();
            let form =
                fields([("report", &id), ("reason", "not_found"), ("words", "No aparece en el banco.")]);
            staff(app.staff(DANIEL).await, form, "decline", "reported_payment")
        }
        "/do/desk/record-payment" => {
            staff(app.staff(DANIEL).await, recorded::fields("100", "transfer"), "record", "recorded_payment")
        }
        "/do/desk/approve" => {
            let id = recorded::waiting(app, "6000").await.to_string();
            staff(app.staff(ELENA).await, fields([("approval", &id)]), "approve", "approval")
        }
        "/do/desk/upload-statement" => {
            let form = fields([("bank", &format!("{AGUAS}:MXN"))]);
            let example = staff(app.staff(DANIEL).await, form, "upload", "bank_file");
            Example { file: Some(bank::STATEMENT), ..example }
        }
        "/do/desk/send-evidence" | "/do/desk/accept-dispute" => {
            let dispute = evidence::contested(app).await.1.to_string();
            let form = fields([("dispute", &dispute), ("words", "El agua se entregó."), ("sure", "yes")]);
            staff(app.staff(ELENA).await, form, "answer", "provider_dispute")
        }
        "/do/desk/note-arrival" => {
            let (line, payout) = payouts::in_the_bank(app).await;
            let what = format!("payout:{payout}");
            let form = fields([("line", &line.to_string()), ("what", &what)]);
            staff(app.staff(DANIEL).await, form, "note_arrival", "bank_line")
        }
        path if path.ends_with("-line") => {
            let id = bank::uploaded(app).await.to_string();
            let form =
                [("line", id.as_str()), ("whose", "other"), ("reference", "4471"), ("note", "Devuelto")];
            let key = Uuid::now_v7().to_string();
            let form = fields(form).into_iter().chain(fields([("request_key", &key)])).collect();
            let verb = if path == "/do/desk/assign-line" { "assign" } else { "return" };
            staff(app.staff(DANIEL).await, form, verb, "bank_line")
        }
        "/do/desk/count-cash" | "/do/desk/close-cash" => about_the_till(app, path).await,
        _ => return None,
    })
}

/// A day's cash, counted by one and closed by another.
async fn about_the_till(app: &TestApp, path: &str) -> Example {
    let (carmen, elena) = (app.staff("carmen@aguas.example").await, app.staff(ELENA).await);
    let counted = fields([
        ("creditor", &AGUAS.to_string()),
        ("currency", "MXN"),
        ("day", "2026-03-06"),
        ("counted", "0"),
        ("explanation", "x"),
    ]);
    if path == "/do/desk/count-cash" {
        return staff(elena, counted, "count", "cash_count");
    }
    let sent: Vec<(&str, &str)> =
        counted.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    elena.post("/do/desk/count-cash", &sent).await;
    let count: Uuid = sqlx::query_scalar("select id from cash_counts").fetch_one(&app.owner).await.unwrap();
    let form = fields([("count", &count.to_string()), ("day", "2026-03-06")]);
    staff(carmen, form, "close", "cash_count")
}

/// Cards that are kept, and what is charged to them by itself.
pub async fn about_cards(app: &TestApp, path: &str) -> Option<Example> {
    let maria = Payer::maria(app).await;
    autopay::keep_card(app, &maria, autopay::GOOD).await;
    let account = ACCOUNT_4471.to_string();
    let method: String = sqlx::query_scalar("select id::text from saved_methods where removed_at is null")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let about_method = fields([("method", &method)]);
    Some(match path {
        "/do/payments/rename-method" => person(maria.browser, about_method, "rename", "saved_method"),
        "/do/payments/usual-method" => person(maria.browser, about_method, "make_default", "saved_method"),
        "/do/payments/remove-method" => person(maria.browser, about_method, "remove", "saved_method"),
        "/do/payments/agree-autopay" => {
            let form = autopay::agreement(&maria, "5000").await;
            person(maria.browser, form, "agree", "autopay_mandate")
        }
        "/do/payments/stop-autopay" => {
            person(maria.browser, fields([("account", &account)]), "end", "autopay_mandate")
        }
        "/do/desk/stop-autopay" => {
            autopay::agree(app, &maria, "5000").await;
            staff(app.staff(DANIEL).await, fields([("account", &account)]), "end", "autopay_mandate")
        }
        _ => return None,
    })
}

/// Links that let anybody pay: made, ended, and paid by.
pub async fn about_links(app: &TestApp, path: &str) -> Option<Example> {
    let maria = app.signed_in(MARIA).await;
    Some(match path {
        "/do/payments/make-link" => person(maria, links::make_fields("account"), "make", "pay_link"),
        "/do/payments/revoke-link" => {
            let link = links::make(&maria, "account").await.id;
            person(maria, fields([("link", &link)]), "revoke", "pay_link")
        }
        "/do/payments/pay-link" => {
            let link = links::make(&maria, "account").await;
            let guest = app.browser();
            let form = links::form(&guest.get(&link.path).await);
            visitor(guest, form, "start", "payment")
        }
        "/do/desk/make-link" => {
            staff(app.staff(DANIEL).await, links::make_fields("account"), "make", "pay_link")
        }
        "/do/desk/revoke-link" => {
            let link = links::make(&maria, "account").await.id;
            staff(app.staff(DANIEL).await, fields([("link", &link)]), "revoke", "pay_link")
        }
        _ => return None,
    })
}

/// Money that is here already: applied anew, used, asked back or returned.
pub async fn money_that_lies_or_goes(app: &TestApp, path: &str) -> Option<Example> {
    Some(match path {
        "/do/desk/reapply" => {
            let (payment, invoice) = (known_payment(app).await, known::invoice("F-1063").to_string());
            staff(
                app.staff(DANIEL).await,
                fields([("payment", &payment), ("invoice", &invoice)]),
                "reapply",
                "payment",
            )
        }
        "/do/payments/use-credit" => {
            let account = ACCOUNT_4471.to_string();
            person(app.signed_in(MARIA).await, fields([("account", &account)]), "ask_credit_use", "account")
        }
        "/do/payments/ask-credit-back" => {
            let account = ACCOUNT_4480.to_string();
            person(
                app.signed_in("+525512340006").await,
                fields([("account", &account)]),
                "ask_approval",
                "approval",
            )
        }
        "/do/desk/waive" => {
            let (account, invoice): (Uuid, Uuid) = sqlx::query_as(
                "select account_id, invoice_id from invoice_balances where interest_minor >= 100 and creditor_id = $1 limit 1",
            )
            .bind(AGUAS.0)
            .fetch_one(&app.owner)
            .await
            .unwrap();
            let words = [
                ("account", account.to_string()),
                ("invoice", invoice.to_string()),
                ("what", "interest".to_owned()),
                ("amount", "1".to_owned()),
                ("words", "Prueba".to_owned()),
            ];
            let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
            staff(app.staff(DANIEL).await, fields(words), "waive", "waiver")
        }
        "/do/desk/refund" => {
            let payment = known_payment(app).await;
            let words =
                [("payment", payment.as_str()), ("amount", "1"), ("reason", "other"), ("words", "Prueba")];
            staff(app.staff(DANIEL).await, fields(words), "decide_refund", "refund")
        }
        _ => return None,
    })
}
