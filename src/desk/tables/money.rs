//! Money as files: payments, promises, plans, and what came in without an owner.

use axum::extract::State;
use axum::response::Response;

use super::{ROWS_AT_MOST, WORKED_OUT_AT_MOST, bound, day, export, words as table_words};
use crate::desk::spreadsheet::Sheet;
use crate::desk::store::today as today_of;
use crate::documents::csv::plain;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::money::Money;
use crate::kernel::web::Refusal;
use crate::payments::bank::store::waiting as bank_lines;
use crate::payments::bank::words as bank_words;
use crate::payments::store::reading::{Among, payments as read_payments};
use crate::payments::views::receipt::method_words;
use crate::payments::views::state_word;
use crate::payments::words as payment_words;
use crate::plans::desk::store::{at_risk, waiting};
use crate::plans::store::reading::{plan as read_plan, progress};
use crate::plans::words as plan_words;
use crate::plans::words::{desk as plan_desk, keeping};
use crate::promises::model::days_listed;
use crate::promises::store::listed;
use crate::promises::words as promise_words;
use crate::ui::page::Visit;

/// `GET /desk/payments.csv`
pub async fn payments(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (payments, _) = read_payments(&mut tx, Among::OwnCreditors, 0, ROWS_AT_MOST).await?;
    let rows = payments.into_iter().map(|payment| {
        vec![
            day(payment.paid_at.unwrap_or(payment.created_at), payment.zone),
            plain(payment.amount),
            payment.amount.currency.code().to_owned(),
            state_word(lang, payment.state).to_owned(),
            plain(payment.refunded),
            payment.receipt().unwrap_or_default(),
            payment.method.as_ref().map(|method| method_words(lang, method)).unwrap_or_default(),
            payment.debtor_name,
            payment.account_reference,
        ]
    });
    let headings = [
        payment_words::date(lang),
        payment_words::amount(lang),
        table_words::currency(lang),
        payment_words::state(lang),
        table_words::refunded(lang),
        payment_words::receipt_column(lang),
        table_words::method(lang),
        payment_words::customer(lang),
        table_words::reference(lang),
    ];
    let sheet = Sheet { name: "payments.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "payment", &sheet).await
}

/// `GET /desk/promises.csv`
pub async fn promises(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let today = today_of(&mut tx).await?;
    let (from, to) = days_listed(today);
    let rows = listed(&mut tx, from, to, today, bound(ROWS_AT_MOST)).await?.into_iter().map(|one| {
        vec![
            one.promised_on.to_string(),
            one.debtor,
            one.reference,
            plain(one.amount),
            plain(one.paid),
            one.amount.currency.code().to_owned(),
            promise_words::state_text(lang, one.standing).to_owned(),
        ]
    });
    let headings = [
        promise_words::by_column(lang),
        promise_words::customer_column(lang),
        table_words::reference(lang),
        promise_words::amount_column(lang),
        promise_words::paid_column(lang),
        table_words::currency(lang),
        promise_words::state_column(lang),
    ];
    let sheet = Sheet { name: "promises.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "promise", &sheet).await
}

/// `GET /desk/plans/proposals.csv`
pub async fn proposals(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let rows = waiting(&mut tx, bound(ROWS_AT_MOST)).await?.into_iter().map(|one| {
        vec![
            one.opened_at.date_naive().to_string(),
            one.customer,
            one.reference,
            plain(one.owed),
            one.owed.currency.code().to_owned(),
            one.answer_by.map(|by| by.to_string()).unwrap_or_default(),
        ]
    });
    let headings = [
        plan_desk::column_since(lang),
        plan_desk::column_customer(lang),
        table_words::reference(lang),
        plan_desk::column_owed(lang),
        table_words::currency(lang),
        plan_desk::column_answer(lang),
    ];
    let sheet = Sheet { name: "proposals.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "proposal", &sheet).await
}

/// `GET /desk/plans/at-risk.csv`
pub async fn plans_at_risk(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let mut rows = Vec::new();
    for id in at_risk(&mut tx, bound(WORKED_OUT_AT_MOST)).await? {
        let Some(plan) = read_plan(&mut tx, id).await? else { continue };
        let standing = progress(&mut tx, &plan).await?;
        let left: Money = standing.money(standing.left_minor);
        rows.push(vec![
            plan.name(),
            plan.account.debtor_name.clone(),
            plan.account.reference.clone(),
            plan_words::plan_state(lang, plan.state).to_owned(),
            plain(standing.money(standing.late_minor())),
            plain(left),
            left.currency.code().to_owned(),
        ]);
    }
    let headings = [
        table_words::number(lang),
        plan_desk::column_customer(lang),
        table_words::reference(lang),
        keeping::column_state(lang),
        plan_desk::column_late(lang),
        keeping::column_left(lang),
        table_words::currency(lang),
    ];
    export(tx, &staff, "plan", &Sheet { name: "plans.csv", headings: &headings, rows }).await
}

/// `GET /desk/bank.csv`: what came in without an owner.
pub async fn bank(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let rows = bank_lines(&mut tx, bound(ROWS_AT_MOST)).await?.into_iter().map(|line| {
        vec![
            line.booked_on.to_string(),
            plain(line.amount),
            line.amount.currency.code().to_owned(),
            line.creditor_name,
            line.description,
            line.reference,
            line.tracking_key,
        ]
    });
    let headings = [
        bank_words::booked(lang),
        bank_words::amount(lang),
        table_words::currency(lang),
        bank_words::creditor(lang),
        bank_words::says(lang),
        table_words::reference(lang),
        table_words::tracking_key(lang),
    ];
    let sheet = Sheet { name: "bank.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "bank_line", &sheet).await
}
