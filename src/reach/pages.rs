//! `/account/settings/unsafe`: the addresses that somebody else can read.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::frame::person_frame;
use crate::accounts::store::accounts_of_person;
use crate::identity::extract::SignedIn;
use crate::identity::model::{AddressKind, readable_address};
use crate::identity::store::{OwnAddress, own_addresses};
use crate::kernel::dates::short_day;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::reach::store::{Hidden, hidden};
use crate::reach::words;
use crate::ui::{
    AccountPlace, BackLink, Button, ButtonKind, Choice, Notice, NoticeKind, Page, PostForm, RadioCards,
    Refilled, Visit, debtor_page,
};

/// Where the page lies.
pub const PAGE: &str = "/account/settings/unsafe";

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UnsafeQuery {
    done: String,
}

/// `GET /account/settings/unsafe`
pub async fn page(
    State(db): State<Db>,
    person: SignedIn,
    visit: Visit,
    Query(query): Query<UnsafeQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let place = Some(AccountPlace::Settings);
    let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
    let own = own_addresses(&mut tx).await?;
    let hidden = hidden(&mut tx).await?;
    let form = Refilled::of(visit.draft.as_ref(), |_| words::point_none(lang).to_owned());
    let title = words::heading(lang);
    let body = view! {
        {done(lang, &query.done)}
        <BackLink lang=lang href="/account/settings".to_owned() />
        <h1>{title}</h1>
        <p>{words::lead(lang)}</p>
        <p>{words::means(lang)}</p>
        {hide_form(lang, &own, form.error("point"))}
        {hidden_list(lang, &hidden)}
    };
    Ok(debtor_page(&visit, frame, Page::new(title, body).errors(form.field_errors())))
}

fn done(lang: Lang, done: &str) -> Option<AnyView> {
    let (heading, text) = match done {
        "hidden" => (words::hidden_done(lang), words::hidden_done_text(lang)),
        "used" => (words::used_done(lang), words::used_done_text(lang)),
        _ => return None,
    };
    let notice = view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> };
    Some(notice.into_any())
}

fn hide_form(lang: Lang, own: &[OwnAddress], error: Option<String>) -> AnyView {
    if own.is_empty() {
        return view! { <p>{words::nothing_to_hide(lang)}</p> {add_links(lang)} }.into_any();
    }
    let usable = own.iter().filter(|own| !own.suspended).count();
    let choice = |own: &OwnAddress| Choice::new(own.id.to_string(), readable_address(&own.address));
    let choices: Vec<Choice> = own.iter().map(choice).collect();
    let last = (usable < 2).then(|| view! { <p>{words::last_one(lang)}</p> {add_links(lang)} });
    view! {
        {last}
        <PostForm action="/do/reach/hide">
            <RadioCards
                lang=lang
                name="point"
                legend=words::which(lang)
                error=error
                choices=choices
            />
            <Button kind=ButtonKind::Danger>{words::hide(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn add_links(lang: Lang) -> AnyView {
    let link = |kind: AddressKind, text: &'static str| {
        let href = format!("/account/settings/address?kind={}", kind.code());
        view! { <p><a href=href>{text}</a></p> }
    };
    view! {
        {link(AddressKind::Email, words::add_email(lang))}
        {link(AddressKind::Phone, words::add_phone(lang))}
    }
    .into_any()
}

/// By what they are and since when: whoever looks over a shoulder reads no address.
fn hidden_list(lang: Lang, hidden: &[Hidden]) -> Option<AnyView> {
    if hidden.is_empty() {
        return None;
    }
    let rows = hidden.iter().map(|one| {
        let day = short_day(one.since.with_timezone(&chrono_tz::America::Mexico_City).date_naive(), lang);
        let what = words::hidden_line(lang, one.kind, &day);
        let point = one.point.to_string();
        view! {
            <li>
                <strong>{what.clone()}</strong>
                <PostForm action="/do/reach/use-again">
                    <input type="hidden" name="point" value=point />
                    <Button kind=ButtonKind::Quiet>
                        {words::use_again(lang)} <span class="visually-hidden">{format!(": {what}")}</span>
                    </Button>
                </PostForm>
            </li>
        }
    });
    let list = view! {
        <h2>{words::hidden_count(lang, hidden.len())}</h2>
        <ul class="link-list">{rows.collect_view()}</ul>
    };
    Some(list.into_any())
}
