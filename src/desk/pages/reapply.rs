//! `GET /desk/payments/{id}/reapply`: which invoices a payment should have paid.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

use super::file::file_page;
use super::read_account;
use crate::desk::views::Part;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::dates::short_day;
use crate::kernel::db::Db;
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::web::Refusal;
use crate::payments::model::PaymentState;
use crate::payments::store::reapplying::{Candidate, candidates};
use crate::payments::store::sheet::{Sheet, sheet};
use crate::ui::page::Visit;
use crate::ui::{Actions, BackLink, Button, CheckboxList, Choice, Notice, NoticeKind, PostForm, Refilled};

/// `GET /desk/payments/{id}/reapply`
pub async fn reapply(
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
    let candidates = candidates(&mut tx, id).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, &error.code).to_owned());
    let title = words::reapply_heading(lang, sheet.payment.amount);
    let can = staff.role.may_change() && can_be_reapplied(&sheet);
    let main = reapply_form(lang, &sheet, &candidates, can, &form);
    file_page(tx, &visit, &staff, &account, Part::Payments, title, main).await
}

/// A guarantor's payment pays what they signed for, and nothing else.
pub(super) fn can_be_reapplied(sheet: &Sheet) -> bool {
    sheet.payment.state == PaymentState::Succeeded && sheet.payment.guarantee.is_none()
}

fn reapply_form(lang: Lang, sheet: &Sheet, candidates: &[Candidate], can: bool, form: &Refilled) -> AnyView {
    let id = sheet.payment.id;
    let heading = words::reapply_heading(lang, sheet.payment.amount);
    let top = form.error("").map(|sentence| {
        view! {
            <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_reapplied(lang)}</Notice>
        }
    });
    let body = if can && !candidates.is_empty() {
        fields(lang, id, candidates, form)
    } else {
        view! { <p>{words::nothing_to_reapply(lang)}</p> }.into_any()
    };
    view! {
        {top}
        <BackLink lang=lang href=format!("/desk/payments/{id}") />
        <h1>{heading}</h1>
        {body}
    }
    .into_any()
}

fn fields(lang: Lang, id: PaymentId, candidates: &[Candidate], form: &Refilled) -> AnyView {
    let choices = candidates
        .iter()
        .map(|Candidate { item, paid }| {
            let due = short_day(item.due_on, lang);
            let hint = match paid.is_positive() {
                true => words::reapply_pays_now(lang, &due, *paid),
                false => words::reapply_due(lang, &due),
            };
            let open = Money::new(item.open.sum_minor(), paid.currency);
            Choice::new(item.invoice.to_string(), item.number.clone()).hint(hint).amount(open)
        })
        .collect();
    let chosen = form.values("invoice").unwrap_or_default();
    let error = form.error("invoice");
    view! {
        <p>{words::reapply_lead(lang)}</p>
        <PostForm action="/do/desk/reapply">
            <input type="hidden" name="payment" value=id.to_string() />
            <CheckboxList
                lang=lang
                name="invoice"
                legend=words::reapply_which(lang)
                error=error
                choices=choices
                chosen=chosen
            />
            <Actions><Button>{words::reapply_button(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

fn sentence(lang: Lang, code: &str) -> &'static str {
    match code {
        "pick_none" => words::reapply_pick_none(lang),
        "same" => words::reapply_same(lang),
        _ => words::nothing_to_reapply(lang),
    }
}
