//! `GET /desk/payments/{id}/refund`: how much goes back, and why.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

use super::file::file_page;
use super::read_account;
use crate::desk::approvals::store::{self as approvals, Approval};
use crate::desk::approvals::views::what_is_asked;
use crate::desk::approvals::words as approval_words;
use crate::desk::views::Part;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::payments::model::PaymentState;
use crate::payments::model::returns::{REFUND_WORDS_AT_MOST, RefundReason};
use crate::payments::store::sheet::{Sheet, sheet};
use crate::payments::words as payment_words;
use crate::ui::page::Visit;
use crate::ui::{
    Actions, BackLink, Button, Choice, MoneyField, Notice, NoticeKind, PostForm, RadioCards, Refilled,
    TextArea,
};

/// `GET /desk/payments/{id}/refund`
pub async fn refund(
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
    let waiting = approvals::waiting_about(&mut tx, id.0).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let title = words::refund_heading(lang, sheet.payment.amount);
    let can = staff.role.may_change() && sheet.payment.state == PaymentState::Succeeded;
    let main = refund_form(lang, &sheet, &waiting, can, &form);
    file_page(tx, &visit, &staff, &account, Part::Payments, title, main).await
}

fn refund_form(lang: Lang, sheet: &Sheet, waiting: &[Approval], can: bool, form: &Refilled) -> AnyView {
    let back = format!("/desk/payments/{}", sheet.payment.id);
    let heading = words::refund_heading(lang, sheet.payment.amount);
    let most = sheet.refundable.most();
    let body = if !waiting.is_empty() {
        waiting.iter().map(|approval| waits(lang, approval)).collect_view().into_any()
    } else if !can || !most.is_positive() {
        view! { <p>{words::nothing_to_refund(lang)}</p> }.into_any()
    } else {
        fields(lang, sheet, form)
    };
    let top = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_done(lang)}</Notice> }
    });
    view! {
        {top}
        <BackLink lang=lang href=back />
        <h1>{heading}</h1>
        {body}
    }
    .into_any()
}

/// Something about this payment waits for a second person.
pub(super) fn waits(lang: Lang, approval: &Approval) -> AnyView {
    let href = format!("/desk/approvals/{}", approval.id);
    let what = what_is_asked(lang, approval.kind, approval.measure);
    let asker = format!(" ({}: {})", approval_words::asked_by(lang), approval.asker_name);
    view! {
        <Notice kind=NoticeKind::Attention heading=words::waits_for_approval(lang)>
            <a href=href>{what}</a>
            {asker}
        </Notice>
    }
    .into_any()
}

fn fields(lang: Lang, sheet: &Sheet, form: &Refilled) -> AnyView {
    let most = sheet.refundable.most();
    let currency = most.currency;
    let amount = form.value("amount");
    // What is left of it is what most refunds are of.
    let amount = if amount.is_empty() { most.digits() } else { amount };
    let reasons = RefundReason::CHOSEN
        .map(|reason| Choice::new(reason.name(), capital(payment_words::refund_reason(lang, reason))))
        .into_iter()
        .collect();
    let last4 = sheet.payment.method.as_ref().and_then(|method| method.last4.as_deref());
    let to = payment_words::refund_goes_to(lang, last4, sheet.payment.paid_by());
    let (amount_error, reason_error, words_error) =
        (form.error("amount"), form.error("reason"), form.error("words"));
    let (chosen, typed, id) = (form.value("reason"), form.value("words"), sheet.payment.id.to_string());
    view! {
        <p>{words::refund_lead(lang, &to)}</p>
        <PostForm action="/do/desk/refund">
            <input type="hidden" name="payment" value=id />
            <MoneyField
                lang=lang
                name="amount"
                label=payment_words::amount_label(lang, currency)
                currency=currency
                hint=words::refund_at_most(lang, most)
                error=amount_error
                value=amount
            />
            <RadioCards
                lang=lang
                name="reason"
                legend=words::refund_why(lang)
                error=reason_error
                choices=reasons
                chosen=chosen
            />
            <TextArea
                lang=lang
                name="words"
                label=words::refund_words(lang)
                hint=words::refund_words_hint(lang)
                error=words_error
                value=typed
                rows=3
                limit=REFUND_WORDS_AT_MOST
            />
            <Actions><Button>{words::refund_button(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = |at: usize| error.args.get(at).cloned().unwrap_or_default();
    match error.code.as_str() {
        "amount_empty" => payment_words::amount_empty(lang).to_owned(),
        "too_much" => words::refund_too_much(lang, &named(0)),
        "reason_none" => words::refund_reason_none(lang).to_owned(),
        "words_empty" => words::refund_words_empty(lang).to_owned(),
        "words_long" => words::refund_words_long(lang).to_owned(),
        "already_asked" => words::refund_already_asked(lang).to_owned(),
        "no_money" => words::nothing_to_refund(lang).to_owned(),
        _ => payment_words::amount_not_number(lang).to_owned(),
    }
}

/// The words of a reason stand after a colon on letters, and alone on the cards of this page.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
