//! `GET /desk/payments/{id}/evidence`: what a card's holder contests, and what the team answers.

use axum::extract::{Path, State};
use axum::response::Response;

use super::file::file_page;
use super::read_account;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::payments::evidence::known::known;
use crate::payments::evidence::views::{Contested, heading, page};
use crate::payments::evidence::{store, words};
use crate::payments::store::sheet::sheet;
use crate::ui::Refilled;
use crate::ui::page::Visit;

/// `GET /desk/payments/{id}/evidence`
pub async fn evidence(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let id: PaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let sheet = sheet(&mut tx, id).await?;
    let account = read_account(&mut tx, &sheet.ground.account.id.to_string()).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, &error.code).to_owned());
    let (title, main) = match sheet.disputes.last() {
        Some(dispute) => {
            let answers = store::answers(&mut tx, dispute.id).await?;
            let known = known(&mut tx, lang, &sheet).await?;
            let contested = Contested { dispute, answers: &answers, known: &known };
            (heading(lang, dispute), page(lang, &sheet, Some(contested), staff.role, &form))
        }
        None => (words::link(lang).to_owned(), page(lang, &sheet, None, staff.role, &form)),
    };
    file_page(tx, &visit, &staff, &account, Part::Payments, title, main).await
}

fn sentence(lang: Lang, code: &str) -> &'static str {
    match code {
        "words_empty" => words::words_empty(lang),
        "words_long" => words::words_long(lang),
        "accept_unsure" => words::accept_unsure(lang),
        _ => words::answered(lang),
    }
}
