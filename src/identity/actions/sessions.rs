//! Leaving, and what one changes about oneself.

use axum::extract::State;
use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::identity::cookies::Cookies;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::identity::keys::Keys;
use crate::identity::model::Side;
use crate::identity::store;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::SessionId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::ui::Theme;

const SETTINGS: &str = "/account/settings";
const STAFF_SESSIONS: &str = "/desk/sessions";

/// `POST /do/identity/sign-out`
pub async fn sign_out(
    State(db): State<Db>,
    cookies: Cookies,
    person: Option<SignedIn>,
) -> Result<Response, Refusal> {
    if let Some(person) = person {
        end(&db, person.actor(), person.session).await?;
    }
    Ok(left(cookies, Side::Debtor))
}

/// `POST /do/identity/staff-sign-out`
pub async fn staff_sign_out(
    State(db): State<Db>,
    cookies: Cookies,
    staff: Option<StaffIn>,
) -> Result<Response, Refusal> {
    if let Some(staff) = staff {
        end(&db, staff.actor(), staff.session).await?;
    }
    Ok(left(cookies, Side::Staff))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndSessionForm {
    session: String,
}

/// `POST /do/identity/end-session`: signs one device out.
pub async fn end_session(
    State(db): State<Db>,
    person: SignedIn,
    Form(form): Form<EndSessionForm>,
) -> Result<SeeOther, Refusal> {
    end_one(&db, person.actor(), &form.session).await?;
    Ok(see_other(format!("{SETTINGS}?saved=yes")))
}

/// `POST /do/identity/staff-end-session`
pub async fn staff_end_session(
    State(db): State<Db>,
    staff: StaffIn,
    Form(form): Form<EndSessionForm>,
) -> Result<SeeOther, Refusal> {
    end_one(&db, staff.actor(), &form.session).await?;
    Ok(see_other(format!("{STAFF_SESSIONS}?saved=yes")))
}

/// `POST /do/identity/end-other-sessions`: signs out every device but this one.
pub async fn end_other_sessions(State(db): State<Db>, person: SignedIn) -> Result<SeeOther, Refusal> {
    end_others(&db, person.actor()).await?;
    Ok(see_other(format!("{SETTINGS}?saved=yes")))
}

/// `POST /do/identity/staff-end-other-sessions`
pub async fn staff_end_other_sessions(State(db): State<Db>, staff: StaffIn) -> Result<SeeOther, Refusal> {
    end_others(&db, staff.actor()).await?;
    Ok(see_other(format!("{STAFF_SESSIONS}?saved=yes")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PreferencesForm {
    lang: String,
    theme: String,
}

impl PreferencesForm {
    fn read(&self, back_to: &str) -> Result<(Lang, Option<Theme>), Refusal> {
        let lang = [Lang::Es, Lang::En].into_iter().find(|lang| lang.code() == self.lang);
        let theme = if self.theme == "device" { Some(None) } else { Theme::parse(&self.theme).map(Some) };
        let wrong = [(lang.is_none(), "lang"), (theme.is_none(), "theme")];
        let errors: Vec<FieldError> = wrong
            .iter()
            .filter(|(is_wrong, _)| *is_wrong)
            .map(|(_, field)| FieldError::new(field, "choice_unknown"))
            .collect();
        let fields = vec![("lang".into(), self.lang.clone()), ("theme".into(), self.theme.clone())];
        lang.zip(theme).ok_or(Refusal::Invalid { back_to: back_to.to_owned(), fields, errors })
    }
}

/// `POST /do/identity/settings`: how pages speak to a person, and how they look.
pub async fn change_settings(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    person: SignedIn,
    Form(form): Form<PreferencesForm>,
) -> Result<(Cookies, SeeOther), Refusal> {
    let (lang, theme) = form.read(SETTINGS)?;
    let mut tx = db.begin(person.actor()).await?;
    store::change_preferences(&mut tx, lang, theme.map(Theme::code)).await?;
    tx.commit().await?;
    let access = person.with_preferences(lang, theme);
    let cookies = cookies.with_access(Side::Debtor, &access, &keys).with_language(lang);
    Ok((cookies, see_other(format!("{SETTINGS}?saved=yes"))))
}

/// `POST /do/identity/staff-settings`
pub async fn staff_change_settings(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    staff: StaffIn,
    Form(form): Form<PreferencesForm>,
) -> Result<(Cookies, SeeOther), Refusal> {
    let (lang, theme) = form.read(STAFF_SESSIONS)?;
    let mut tx = db.begin(staff.actor()).await?;
    store::change_staff_preferences(&mut tx, lang, theme.map(Theme::code)).await?;
    tx.commit().await?;
    let access = staff.with_preferences(lang, theme);
    let cookies = cookies.with_access(Side::Staff, &access, &keys).with_language(lang);
    Ok((cookies, see_other(format!("{STAFF_SESSIONS}?saved=yes"))))
}

/// A session that has ended already is as good as ended.
async fn end(db: &Db, actor: Actor, session: SessionId) -> Result<(), Refusal> {
    let Ok(mut tx) = db.begin(actor).await else { return Ok(()) };
    store::end_session(&mut tx, session).await?;
    Ok(tx.commit().await?)
}

async fn end_one(db: &Db, actor: Actor, session: &str) -> Result<(), Refusal> {
    let session: SessionId = session.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(actor).await?;
    if !store::end_session(&mut tx, session).await? {
        return Err(Refusal::NotFound);
    }
    Ok(tx.commit().await?)
}

async fn end_others(db: &Db, actor: Actor) -> Result<(), Refusal> {
    let mut tx = db.begin(actor).await?;
    store::end_other_sessions(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// The cookies go one by one: `Clear-Site-Data: "cookies"` would sign out the other side and other servers too.
fn left(cookies: Cookies, side: Side) -> Response {
    let clear = [(HeaderName::from_static("clear-site-data"), r#""cache", "storage""#)];
    (cookies.without_session(side, None), clear, see_other(side.login())).into_response()
}
