//! The debtor's door: which detail, which code, which fact.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::frames::public_frame;
use super::refilled;
use crate::identity::cookies::{Cookies, Ended};
use crate::identity::extract::SignedIn;
use crate::identity::keys::Keys;
use crate::identity::model::{FactKind, Side, masked_name};
use crate::identity::store::{self, Standing};
use crate::identity::tokens::Step;
use crate::identity::words;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{Draft, FieldError, Refusal, see_other};
use crate::ui::{
    Actions, Button, ButtonKind, CheckboxList, Choice, CodeField, DateField, Field, Next, Notice, NoticeKind,
    Page, PostForm, Refilled, TypedDate, Visit, Width, public_page,
};

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    pub next: String,
}

/// `GET /login?next=`
pub async fn login(
    State(db): State<Db>,
    cookies: Cookies,
    signed_in: Option<SignedIn>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    if signed_in.is_some() {
        return Ok(see_other(Side::Debtor.page_or_home(Some(&wanted.next))).into_response());
    }
    let mut tx = db.begin(Actor::Visitor).await?;
    let frame = public_frame(&mut tx, &visit).await?;
    let ended = cookies.ended(Side::Debtor);
    let form = refilled(visit.draft.as_ref(), visit.lang);
    let errors = form.errors();
    let page = Page::new(words::sign_in_title(visit.lang), login_form(visit.lang, form, &wanted.next, ended));
    Ok((cookies.without_ended(Side::Debtor), public_page(&visit, frame, page.errors(errors))).into_response())
}

/// `GET /login/code`: the code and, once it was right, the known fact.
pub async fn code(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    signed_in: Option<SignedIn>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let Some(step) = cookies.step(Side::Debtor).and_then(|token| Step::read(&keys, token)) else {
        let side = Side::Debtor;
        return Ok(see_other(if signed_in.is_some() { side.home() } else { side.login() }).into_response());
    };
    let mut tx = db.begin(Actor::Visitor).await?;
    let standing = store::standing(&mut tx, step.sub, cookies.device().as_ref()).await?;
    let frame = public_frame(&mut tx, &visit).await?;
    let form = refilled(visit.draft.as_ref(), visit.lang);
    let errors = form.errors();
    let (title, body) = match standing {
        Standing::Unproven | Standing::Known => (words::code_title(visit.lang), code_form(visit.lang, form)),
        Standing::Asked { tries_left: ..=0, creditor, phone, .. } => {
            (words::locked_title(visit.lang), locked(visit.lang, &creditor, &phone))
        }
        Standing::Asked { fact, .. } => (words::fact_title(visit.lang), fact_form(visit.lang, form, fact)),
    };
    Ok(public_page(&visit, frame, Page::new(title, body).errors(errors)))
}

/// `GET /login/link/{token}`: whose link it is, and one button. Looking at it spends nothing.
pub async fn link(
    State(db): State<Db>,
    Path(token): Path<String>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(Actor::Visitor).await?;
    let owner = store::open_link(&mut tx, &token).await?;
    let frame = public_frame(&mut tx, &visit).await?;
    let Some(owner) = owner else {
        let used = Draft { fields: Vec::new(), errors: vec![FieldError::new("who", "link_used")] };
        let form = refilled(Some(&used), lang);
        let errors = form.errors();
        let page = Page::new(words::sign_in_title(lang), login_form(lang, form, "", None)).errors(errors);
        return Ok((StatusCode::NOT_FOUND, public_page(&visit, frame, page)).into_response());
    };
    let body = view! {
        <h1>{words::link_title(lang)}</h1>
        <p>{words::link_lead(lang, &masked_name(&owner))}</p>
        <PostForm action="/do/identity/link">
            <input type="hidden" name="token" value=token />
            {shared_device(lang, &Refilled::default())}
            <Button>{words::link_button(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::link_next(lang)}</Next>
    };
    Ok(public_page(&visit, frame, Page::new(words::link_title(lang), body.into_any())))
}

/// `GET /logout`: asks once, for links cannot change anything.
pub async fn logout(State(db): State<Db>, visit: Visit) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(Actor::Visitor).await?;
    let frame = public_frame(&mut tx, &visit).await?;
    let body = view! {
        <h1>{words::sign_out_title(lang)}</h1>
        <p>{words::sign_out_lead(lang)}</p>
        <PostForm action="/do/identity/sign-out">
            <Button>{words::sign_out(lang)}</Button>
        </PostForm>
    };
    Ok(public_page(&visit, frame, Page::new(words::sign_out_title(lang), body.into_any())))
}

fn login_form(lang: Lang, form: Refilled, next: &str, ended: Option<Ended>) -> AnyView {
    let next = Some(next).filter(|next| !next.is_empty()).map(str::to_owned);
    view! {
        {ended.map(|why| session_ended(lang, why, words::session_reused(lang)))}
        <h1>{words::sign_in_title(lang)}</h1>
        <PostForm action="/do/identity/ask">
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            <Field
                lang=lang
                name="who"
                label=words::who_label(lang)
                hint=words::who_hint(lang)
                value=form.value("who")
                error=form.error("who")
                autocomplete="username"
            />
            <Button>{words::send_code(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::who_next(lang)}</Next>
    }
    .into_any()
}

/// Tells somebody at a door why they are there again.
pub(super) fn session_ended(lang: Lang, why: Ended, reused: &'static str) -> AnyView {
    let (kind, text) = match why {
        Ended::Over => (NoticeKind::Info, words::session_over(lang)),
        Ended::Reused => (NoticeKind::Attention, reused),
    };
    view! { <Notice kind=kind heading=words::session_over_heading(lang) focused=true>{text}</Notice> }
        .into_any()
}

fn code_form(lang: Lang, form: Refilled) -> AnyView {
    view! {
        <h1>{words::code_title(lang)}</h1>
        <p>{words::code_lead(lang)}</p>
        <PostForm action="/do/identity/code">
            <CodeField lang=lang name="code" label=words::code_label(lang) error=form.error("code") />
            {shared_device(lang, &form)}
            <Button>{words::go_on(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::code_next(lang)}</Next>
        <h2>{words::code_missing(lang)}</h2>
        <p>{words::code_missing_text(lang)}</p>
        <PostForm action="/do/identity/again">
            <Actions>
                <Button kind=ButtonKind::Secondary>{words::another_code(lang)}</Button>
                <a href="/login">{words::another_detail(lang)}</a>
            </Actions>
        </PostForm>
    }
    .into_any()
}

fn shared_device(lang: Lang, form: &Refilled) -> AnyView {
    let choice = Choice::new("yes", words::shared_device(lang)).hint(words::shared_device_hint(lang));
    view! {
        <CheckboxList
            lang=lang
            name="shared"
            legend=words::shared_device_legend(lang)
            error=None
            choices=vec![choice]
            chosen=form.values("shared").unwrap_or_default()
        />
    }
    .into_any()
}

fn fact_form(lang: Lang, form: Refilled, fact: FactKind) -> AnyView {
    let label = words::fact(fact, lang);
    let error = form.error("fact");
    let field = match fact {
        FactKind::BirthDate => view! {
            <DateField
                lang=lang
                name="fact"
                legend=label
                hint=words::fact_birth_date_hint(lang)
                error=error
                wrong=None
                value=TypedDate::default()
            />
        }
        .into_any(),
        FactKind::InvoiceReference => view! {
            <Field lang=lang name="fact" label=label hint=words::fact_invoice_hint(lang) error=error width=Width::Medium autocomplete="off" />
        }
        .into_any(),
        FactKind::TaxIdEnd | FactKind::PostalCode => view! {
            <Field lang=lang name="fact" label=label error=error width=Width::Short autocomplete="off" />
        }
        .into_any(),
    };
    view! {
        <h1>{words::fact_title(lang)}</h1>
        <p>{words::fact_lead(lang)}</p>
        <PostForm action="/do/identity/fact">
            {field}
            <Button>{words::fact_button(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::fact_next(lang)}</Next>
    }
    .into_any()
}

fn locked(lang: Lang, creditor: &str, phone: &str) -> AnyView {
    let text = if phone.is_empty() {
        words::locked_ask(lang, creditor)
    } else {
        words::locked_call(lang, creditor, phone)
    };
    view! {
        <h1>{words::locked_title(lang)}</h1>
        <p>{text}</p>
        <p><a href="/login">{words::another_detail(lang)}</a></p>
    }
    .into_any()
}
