//! The desk's door: a password, then the code of an authenticator.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;

use super::frames::public_frame;
use super::refilled;
use super::sign_in::{Wanted, session_ended};
use crate::identity::cookies::Cookies;
use crate::identity::extract::StaffIn;
use crate::identity::keys::Keys;
use crate::identity::model::Side;
use crate::identity::second_factor::SecondFactor;
use crate::identity::store;
use crate::identity::tokens::StaffStep;
use crate::identity::words;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{Refusal, see_other};
use crate::ui::{Button, CodeField, Field, Next, Page, PostForm, PublicFrame, Visit, public_page};

/// `GET /desk/login?next=`
pub async fn staff_login(
    cookies: Cookies,
    signed_in: Option<StaffIn>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Response {
    if signed_in.is_some() {
        return see_other(Side::Staff.page_or_home(Some(&wanted.next))).into_response();
    }
    let lang = visit.lang;
    let ended =
        cookies.ended(Side::Staff).map(|why| session_ended(lang, why, words::staff_session_reused(lang)));
    let form = refilled(visit.draft.as_ref(), lang);
    let errors = form.errors();
    let next = Some(wanted.next.clone()).filter(|next| !next.is_empty());
    let body = view! {
        {ended}
        <h1>{words::staff_title(lang)}</h1>
        <PostForm action="/do/identity/staff-sign-in">
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            <Field
                lang=lang
                name="email"
                kind="email"
                label=words::staff_email(lang)
                value=form.value("email")
                error=form.error("email")
                autocomplete="username"
            />
            <Field
                lang=lang
                name="password"
                kind="password"
                label=words::staff_password(lang)
                error=form.error("password")
                autocomplete="current-password"
            />
            <Button>{words::go_on(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::staff_next(lang)}</Next>
    };
    let page = Page::new(words::staff_title(lang), body.into_any()).errors(errors);
    let page = public_page(&visit, PublicFrame::default(), page);
    (cookies.without_ended(Side::Staff), page).into_response()
}

/// `GET /desk/login/code`
pub async fn staff_code(State(keys): State<Keys>, cookies: Cookies, visit: Visit) -> Response {
    if cookies.step(Side::Staff).and_then(|token| StaffStep::read(&keys, token)).is_none() {
        return see_other(Side::Staff.login()).into_response();
    }
    let lang = visit.lang;
    let form = refilled(visit.draft.as_ref(), lang);
    let errors = form.errors();
    let body = view! {
        <h1>{words::totp_title(lang)}</h1>
        <p>{words::totp_lead(lang)}</p>
        <PostForm action="/do/identity/staff-code">
            <CodeField lang=lang name="code" label=words::code_label(lang) error=form.error("code") />
            <Button>{words::totp_button(lang)}</Button>
        </PostForm>
        <p><a href="/desk/login">{words::start_again(lang)}</a></p>
    };
    let page = Page::new(words::totp_title(lang), body.into_any()).errors(errors);
    public_page(&visit, PublicFrame::default(), page)
}

/// `GET /desk/login/enrol`: a secret for whoever has none yet. It travels encrypted in the browser until a code proves
/// that an authenticator has it, so that looking at the page changes nothing.
pub async fn staff_enrol(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    visit: Visit,
) -> Result<Response, Refusal> {
    let Some(step) = cookies.step(Side::Staff).and_then(|token| StaffStep::read(&keys, token)) else {
        return Ok(see_other(Side::Staff.login()).into_response());
    };
    let staff = StaffId(step.sub);
    let mut tx = db.begin(Actor::Visitor).await?;
    let (email, kept) =
        store::second_factor_of(&mut tx, staff).await?.ok_or(Refusal::SignIn { desk: true })?;
    if kept.is_some() {
        return Ok(see_other("/desk/login/code").into_response());
    }
    let begun = step.sealed_secret().and_then(|sealed| SecondFactor::open(&keys, staff, &email, &sealed));
    let factor = match begun {
        Some(factor) => factor,
        None => {
            SecondFactor::random(&email).ok_or_else(|| Refusal::internal("no second factor could be made"))?
        }
    };
    let token = StaffStep::new(staff.0, step.next, Some(&factor.seal(&keys, staff))).sign(&keys);
    let frame = public_frame(&mut tx, &visit).await?;
    let form = refilled(visit.draft.as_ref(), visit.lang);
    let errors = form.errors();
    let page = Page::new(words::enrol_title(visit.lang), enrol_form(visit.lang, &factor, form.error("code")));
    let page = public_page(&visit, frame, page.errors(errors));
    Ok((cookies.with_step(Side::Staff, &token), page).into_response())
}

fn enrol_form(lang: Lang, factor: &SecondFactor, error: Option<String>) -> AnyView {
    view! {
        <h1>{words::enrol_title(lang)}</h1>
        <p>{words::enrol_lead(lang)}</p>
        {factor.picture().map(|picture| picture_to_scan(lang, picture.width, picture.path))}
        <p>{words::enrol_key(lang)} ": " <code>{factor.text()}</code></p>
        <PostForm action="/do/identity/staff-enrol">
            <CodeField lang=lang name="code" label=words::code_label(lang) error=error />
            <Button>{words::enrol_button(lang)}</Button>
        </PostForm>
        <Next lang=lang>{words::enrol_next(lang)}</Next>
    }
    .into_any()
}

/// Dark on light in every theme, or scanners would not read it.
fn picture_to_scan(lang: Lang, width: usize, path: String) -> AnyView {
    view! {
        <svg
            role="img"
            aria-label=words::enrol_picture(lang)
            width="240"
            height="240"
            viewBox=format!("0 0 {width} {width}")
            shape-rendering="crispEdges"
        >
            <rect width=width height=width fill="#fff"></rect>
            <path d=path fill="#000"></path>
        </svg>
    }
    .into_any()
}
