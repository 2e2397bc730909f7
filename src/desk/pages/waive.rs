//! `GET /desk/accounts/{id}/invoices/{invoice}/waive`: how much of interest or fees is given up, and why.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

use super::file::file_page;
use super::read_account;
use super::refund::waits;
use crate::desk::approvals::store::{self as approvals, Approval};
use crate::desk::views::Part;
use crate::desk::waiving::WAIVE_WORDS_AT_MOST;
use crate::desk::words;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::ledger::drafts::Waivable;
use crate::ledger::waivers::{Chargeable, WaiveError, chargeable};
use crate::payments::words as payment_words;
use crate::ui::page::Visit;
use crate::ui::{
    Actions, BackLink, Button, Choice, MoneyField, Notice, NoticeKind, PostForm, RadioCards, Refilled,
    TextArea,
};

/// `GET /desk/accounts/{id}/invoices/{invoice}/waive`
pub async fn waive(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path((id, invoice)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let invoice: InvoiceId = invoice.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let open = match chargeable(&mut tx, invoice).await {
        Ok(open) if open.of.account == account.id => open,
        Ok(_) | Err(WaiveError::NotFound) => return Err(Refusal::NotFound),
        Err(WaiveError::Database(error)) => return Err(error.into()),
        Err(error) => return Err(Refusal::internal(error)),
    };
    let waiting = approvals::waiting_about(&mut tx, invoice.0).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let title = words::waive_heading(lang, &open.number);
    let back = format!("/desk/accounts/{}/invoices/{invoice}", account.id);
    let is_open = Waivable::ALL.iter().any(|what| open.open(*what).is_positive());
    let body = if !waiting.is_empty() {
        waiting.iter().map(|approval: &Approval| waits(lang, approval)).collect_view().into_any()
    } else if !staff.role.may_change() || !is_open {
        view! { <p>{words::nothing_to_waive(lang)}</p> }.into_any()
    } else {
        fields(lang, &open, invoice, &form)
    };
    let top = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_waived(lang)}</Notice> }
    });
    let main = view! {
        {top}
        <BackLink lang=lang href=back />
        <h1>{title.clone()}</h1>
        {body}
    };
    file_page(tx, &visit, &staff, &account, Part::Invoices, title, main.into_any()).await
}

fn fields(lang: Lang, open: &Chargeable, invoice: InvoiceId, form: &Refilled) -> AnyView {
    let able: Vec<Waivable> =
        Waivable::ALL.into_iter().filter(|what| open.open(*what).is_positive()).collect();
    let choices = able
        .iter()
        .map(|what| {
            let money = open.open(*what);
            let text = match what {
                Waivable::Interest => words::waive_interest(lang, money),
                Waivable::Fees => words::waive_fees(lang, money),
            };
            Choice::new(what.name(), text)
        })
        .collect();
    // Where there is but one thing to waive, it is chosen, and all of it.
    let only = able.first().filter(|_| able.len() == 1);
    let chosen = Some(form.value("what")).filter(|chosen| !chosen.is_empty());
    let chosen = chosen.or(only.map(|what| what.name().to_owned())).unwrap_or_default();
    let amount = Some(form.value("amount")).filter(|amount| !amount.is_empty());
    let amount = amount.or(only.map(|what| open.open(*what).digits())).unwrap_or_default();
    let currency = open.of.currency;
    let (account, invoice, typed) = (open.of.account.to_string(), invoice.to_string(), form.value("words"));
    let (what_error, amount_error, words_error) =
        (form.error("what"), form.error("amount"), form.error("words"));
    view! {
        <p>{words::waive_lead(lang)}</p>
        <PostForm action="/do/desk/waive">
            <input type="hidden" name="account" value=account />
            <input type="hidden" name="invoice" value=invoice />
            <RadioCards
                lang=lang
                name="what"
                legend=words::waive_what(lang)
                error=what_error
                choices=choices
                chosen=chosen
            />
            <MoneyField
                lang=lang
                name="amount"
                label=payment_words::amount_label(lang, currency)
                currency=currency
                hint=words::waive_amount_hint(lang)
                error=amount_error
                value=amount
            />
            <TextArea
                lang=lang
                name="words"
                label=words::waive_why(lang)
                hint=words::waive_why_hint(lang)
                error=words_error
                value=typed
                rows=3
                limit=WAIVE_WORDS_AT_MOST
            />
            <Actions><Button>{words::waive_button(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = |at: usize| error.args.get(at).cloned().unwrap_or_default();
    match error.code.as_str() {
        "amount_empty" => payment_words::amount_empty(lang).to_owned(),
        "too_much" => words::waive_too_much(lang, &named(0)),
        "what_none" => words::waive_what_none(lang).to_owned(),
        "words_empty" => words::waive_why_empty(lang).to_owned(),
        "words_long" => words::waive_why_long(lang).to_owned(),
        "already_asked" => words::waive_already_asked(lang).to_owned(),
        _ => payment_words::amount_not_number(lang).to_owned(),
    }
}
