//! `/account/settings/address` and `/account/settings/address/code`: another e-mail or telephone, and the code that
//! proves it.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::frames::debtor_frame;
use super::refilled;
use crate::identity::extract::SignedIn;
use crate::identity::model::{AddressKind, readable_address};
use crate::identity::store::{self, OwnAddress};
use crate::identity::words;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::{
    AccountPlace, BackLink, Button, CodeField, Field, Next, Page, PostForm, SummaryList, SummaryRow, Visit,
    debtor_page,
};

const SETTINGS: &str = "/account/settings";

/// Which address is to be another.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddressQuery {
    kind: String,
    replaces: String,
}

/// `GET /account/settings/address`
pub async fn address(
    State(db): State<Db>,
    person: SignedIn,
    visit: Visit,
    Query(query): Query<AddressQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let kind = AddressKind::parse(&query.kind).unwrap_or(AddressKind::Email);
    let own = store::own_addresses(&mut tx).await?;
    let replaced = own.into_iter().find(|own| own.id.to_string() == query.replaces && own.kind == kind);
    if replaced.is_none() && !query.replaces.is_empty() {
        return Err(Refusal::NotFound);
    }
    let frame = debtor_frame(&mut tx, &visit, &person, AccountPlace::Settings).await?;
    let form = refilled(visit.draft.as_ref(), lang);
    let errors = form.errors();
    let title = title(lang, kind, replaced.is_some());
    let (label, hint, input, autocomplete, next) = match kind {
        AddressKind::Email => (
            words::new_email(lang),
            words::new_email_hint(lang),
            "email",
            "email",
            words::address_next_email(lang),
        ),
        AddressKind::Phone => (
            words::new_phone(lang),
            words::new_phone_hint(lang),
            "tel",
            "tel",
            words::address_next_phone(lang),
        ),
    };
    let (value, error) = (form.value("address"), form.error("address"));
    let body = view! {
        <BackLink lang=lang href=SETTINGS.to_owned() />
        <h1>{title}</h1>
        {replaced.as_ref().map(|own| now(lang, own))}
        <PostForm action="/do/identity/change-address">
            <input type="hidden" name="kind" value=kind.code() />
            <input type="hidden" name="replaces" value=query.replaces />
            <Field
                lang=lang
                name="address"
                label=label
                hint=hint
                value=value
                error=error
                inputmode=input
                autocomplete=autocomplete
            />
            <Button>{words::send_code(lang)}</Button>
        </PostForm>
        <Next lang=lang>{next}</Next>
    };
    Ok(debtor_page(&visit, frame, Page::new(title, body.into_any()).errors(errors)))
}

/// Which change is to be confirmed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeQuery {
    change: String,
}

/// `GET /account/settings/address/code`
pub async fn address_code(
    State(db): State<Db>,
    person: SignedIn,
    visit: Visit,
    Query(query): Query<CodeQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let Ok(change) = query.change.parse() else { return Ok(see_other(SETTINGS).into_response()) };
    let Some(wanted) = store::asked_address(&mut tx, change, lang).await? else {
        return Err(Refusal::NotFound);
    };
    let frame = debtor_frame(&mut tx, &visit, &person, AccountPlace::Settings).await?;
    let form = refilled(visit.draft.as_ref(), lang);
    let errors = form.errors();
    let replaces = wanted.replaces.map(|point| point.to_string()).unwrap_or_default();
    let again = format!("{SETTINGS}/address?kind={}&replaces={replaces}", wanted.kind.code());
    let missing = match wanted.kind {
        AddressKind::Email => words::code_missing_text(lang),
        AddressKind::Phone => words::code_missing_phone(lang),
    };
    let title = words::code_title(lang);
    let error = form.error("code");
    let body = view! {
        <BackLink lang=lang href=again.clone() />
        <h1>{title}</h1>
        <p>{words::address_code_lead(lang, &readable_address(&wanted.address))}</p>
        <PostForm action="/do/identity/confirm-address">
            <input type="hidden" name="change" value=change.to_string() />
            <CodeField lang=lang name="code" label=words::code_label(lang) error=error />
            <Button>{words::address_confirm(lang)}</Button>
        </PostForm>
        <h2>{words::code_missing(lang)}</h2>
        <p>{missing} " " <a href=again>{words::another_code(lang)}</a></p>
        <Next lang=lang>{words::address_code_next(lang)}</Next>
    };
    Ok(debtor_page(&visit, frame, Page::new(title, body.into_any()).errors(errors)))
}

/// What somebody has now, each with the way to another, and the way to what they do not have.
pub(super) fn own_addresses(lang: Lang, addresses: &[OwnAddress]) -> AnyView {
    let rows = addresses.iter().map(|own| {
        let note =
            if own.suspended { format!(" ({})", words::address_suspended(lang)) } else { String::new() };
        let href = format!("{SETTINGS}/address?kind={}&replaces={}", own.kind.code(), own.id);
        SummaryRow::new(term(lang, own.kind), format!("{}{note}", readable_address(&own.address)))
            .change(href)
    });
    let missing = AddressKind::ALL.into_iter().filter(|kind| !addresses.iter().any(|own| own.kind == *kind));
    let add = missing.map(|kind| {
        let href = format!("{SETTINGS}/address?kind={}", kind.code());
        view! { <p><a href=href>{title(lang, kind, false)}</a></p> }
    });
    let list = if addresses.is_empty() {
        view! { <p>{words::addresses_none(lang)}</p> }.into_any()
    } else {
        view! { <SummaryList lang=lang rows=rows.collect() /> }.into_any()
    };
    view! {
        <h2>{words::addresses(lang)}</h2>
        {list}
        {add.collect_view()}
        <p>{words::addresses_change(lang)}</p>
    }
    .into_any()
}

fn now(lang: Lang, own: &OwnAddress) -> AnyView {
    view! { <p>{words::address_now(lang, &readable_address(&own.address))}</p> }.into_any()
}

fn term(lang: Lang, kind: AddressKind) -> &'static str {
    match kind {
        AddressKind::Email => words::address_email(lang),
        AddressKind::Phone => words::address_phone(lang),
    }
}

fn title(lang: Lang, kind: AddressKind, replaces: bool) -> &'static str {
    match (kind, replaces) {
        (AddressKind::Email, true) => words::change_email(lang),
        (AddressKind::Email, false) => words::add_email(lang),
        (AddressKind::Phone, true) => words::change_phone(lang),
        (AddressKind::Phone, false) => words::add_phone(lang),
    }
}
