//! The papers of an account at the desk: the very ones that its people have, and the statement beside the margin.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;

use super::file::opened_page;
use super::read_account;
use crate::accounts::model::{Account, Viewer};
use crate::desk::views::Part;
use crate::documents::asked::StatementQuery;
use crate::documents::files;
use crate::documents::model::PaperKind;
use crate::documents::papers::{account_letter_order, invoice_letter_order, invoice_order, receipt_order};
use crate::documents::reading::{Printed, opened, printed_statement, usual_statement};
use crate::documents::sealing::Order;
use crate::documents::views::statement::statement_href;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{InvoiceId, PaymentId};
use crate::kernel::web::{Refusal, see_other};
use crate::ui::page::Visit;

/// `GET /desk/accounts/{id}/statement`
pub async fn account_statement(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let opened = opened(&mut tx, visit.lang, Viewer::Staff(account.id), &account, query).await?;
    opened_page(tx, &visit, &staff, &account, Part::Statement, opened).await
}

/// `GET /desk/accounts/{id}/statement.pdf`
pub async fn account_statement_pdf(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let statement = usual_statement(&mut tx, visit.lang, &account, &query).await?;
    let period = statement.period;
    let printed = printed_statement(&mut tx, visit.lang, &visit.public_url, statement, query.part()).await?;
    tx.commit().await?;
    match printed {
        Printed::Paper(paper) => Ok(files::pdf(visit.lang, PaperKind::Statement, paper)),
        Printed::NotYet => {
            let page = statement_href(Viewer::Staff(account.id), &account, "", period);
            Ok(see_other(format!("{page}#pdf")).into_response())
        }
    }
}

/// `GET /desk/accounts/{id}/statement.csv`
pub async fn account_statement_csv(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    // The trace of the reading must not wait for the end of a long file, or be lost with it.
    tx.commit().await?;
    let mut tx = db.begin(staff.actor()).await?;
    let statement = usual_statement(&mut tx, visit.lang, &account, &query).await?;
    Ok(files::table(visit.lang, tx, statement))
}

/// `GET /desk/payments/{id}.pdf`
pub async fn receipt(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PaymentId = files::id(&id)?;
    let mut tx = db.begin(staff.actor()).await?;
    let order = receipt_order(&mut tx, visit.lang, id).await?;
    paper_or(tx, &visit, order, &format!("/desk/payments/{id}")).await
}

/// `GET /desk/accounts/{id}/invoices/{invoice}.pdf`
pub async fn account_invoice_pdf(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, invoice)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let invoice: InvoiceId = files::id(&invoice)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let order = invoice_order(&mut tx, visit.lang, &visit.public_url, invoice).await?;
    let order = of_account(Some(order), &account)?;
    paper_or(tx, &visit, order, "/desk").await
}

/// `GET /desk/accounts/{id}/invoices/{invoice}/letter.pdf`
pub async fn account_invoice_letter(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, invoice)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let invoice: InvoiceId = files::id(&invoice)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let order = of_account(invoice_letter_order(&mut tx, visit.lang, invoice).await?, &account)?;
    let page = format!("{}/invoices/{invoice}", Viewer::Staff(account.id).base());
    paper_or(tx, &visit, order, &page).await
}

/// `GET /desk/accounts/{id}/letter.pdf`
pub async fn account_letter(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let order = account_letter_order(&mut tx, visit.lang, &account).await?;
    paper_or(tx, &visit, order, &Viewer::Staff(account.id).base()).await
}

/// The sealed paper, with a trace that its debtor can see that it was read; where there is none the page that says why.
async fn paper_or(mut tx: Tx, visit: &Visit, order: Option<Order>, page: &str) -> Result<Response, Refusal> {
    let Some(order) = order else {
        tx.commit().await?;
        return Ok(see_other(page).into_response());
    };
    let account = order.account.id;
    tx.audit("read", "account", account.0, Some(account)).await?;
    files::sealed(tx, visit, order).await
}

/// A paper of another account is not found under this one.
fn of_account(order: Option<Order>, account: &Account) -> Result<Option<Order>, Refusal> {
    match order {
        Some(order) if order.account.id != account.id => Err(Refusal::NotFound),
        order => Ok(order),
    }
}
