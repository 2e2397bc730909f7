//! Who is signed in, for handlers that ask for it. The layer of `middleware` finds out; without anybody a handler that
//! needs somebody is answered by the way to the door.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::Extensions;
use axum::http::request::Parts;

use crate::identity::model::{Role, Side};
use crate::identity::tokens::Access;
use crate::kernel::actor::Actor;
use crate::kernel::ids::{PersonId, SessionId, StaffId};
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ui::Theme;

/// A signed-in person. That the session has not been ended meanwhile is checked when a transaction begins.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub person: PersonId,
    pub session: SessionId,
    pub name: String,
    pub lang: Lang,
    pub theme: Option<Theme>,
    access: Access,
}

/// A signed-in member of the team.
#[derive(Clone, Debug)]
pub struct StaffIn {
    pub staff: StaffId,
    pub role: Role,
    pub session: SessionId,
    pub name: String,
    pub lang: Lang,
    pub theme: Option<Theme>,
    access: Access,
}

/// What pages need to know of whoever reads them, on the side of the portal that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    pub session: SessionId,
    pub lang: Lang,
    pub theme: Option<Theme>,
}

/// The sessions could not be looked up, so nobody knows who is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unresolved;

impl SignedIn {
    pub fn actor(&self) -> Actor {
        Actor::Person { person: self.person, session: self.session }
    }

    /// Their claims with another language and theme, for the answer to the form that changes them.
    pub fn with_preferences(&self, lang: Lang, theme: Option<Theme>) -> Access {
        self.access.with_preferences(lang, theme.map(Theme::code))
    }

    pub(super) fn of(access: Access) -> Self {
        Self {
            person: PersonId(access.sub),
            session: access.sid,
            name: access.name.clone(),
            lang: access.lang,
            theme: access.theme.as_deref().and_then(Theme::parse),
            access,
        }
    }
}

impl StaffIn {
    pub fn actor(&self) -> Actor {
        Actor::Staff { staff: self.staff, session: self.session }
    }

    /// Their claims with another language and theme, for the answer to the form that changes them.
    pub fn with_preferences(&self, lang: Lang, theme: Option<Theme>) -> Access {
        self.access.with_preferences(lang, theme.map(Theme::code))
    }

    /// Claims without a role are no member's of the team.
    pub(super) fn of(access: Access) -> Option<Self> {
        Some(Self {
            staff: StaffId(access.sub),
            role: access.role?,
            session: access.sid,
            name: access.name.clone(),
            lang: access.lang,
            theme: access.theme.as_deref().and_then(Theme::parse),
            access,
        })
    }
}

impl Reader {
    /// Whoever is signed in on the side to which `path` belongs.
    pub fn of(extensions: &Extensions, path: &str) -> Option<Self> {
        let staff = || extensions.get::<StaffIn>().map(|it| (it.session, it.lang, it.theme));
        let person = || extensions.get::<SignedIn>().map(|it| (it.session, it.lang, it.theme));
        let found = match Side::of(path) {
            Side::Staff => staff(),
            Side::Debtor => person(),
        };
        found.map(|(session, lang, theme)| Self { session, lang, theme })
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| nobody(parts, Side::Debtor))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

impl<S: Sync> FromRequestParts<S> for StaffIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| nobody(parts, Side::Staff))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for StaffIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

fn nobody(parts: &Parts, side: Side) -> Refusal {
    match parts.extensions.get::<Unresolved>() {
        Some(Unresolved) => Refusal::internal("the sessions could not be looked up"),
        None => Refusal::SignIn { desk: side == Side::Staff },
    }
}
