//! Finds out, before anything else, who is there: from signed claims while they hold, and after that by exchanging the
//! refresh token. What the browser is to keep goes out with the answer, whatever it is.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::identity::cookies::{CookieNames, Cookies, Ended};
use crate::identity::extract::{SignedIn, StaffIn, Unresolved};
use crate::identity::keys::Keys;
use crate::identity::model::Side;
use crate::identity::store::{self, Rotation};
use crate::identity::tokens::Access;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};

/// What the layer works with.
#[derive(Clone)]
pub struct Gate(Arc<Parts>);

struct Parts {
    db: Db,
    keys: Keys,
    names: CookieNames,
}

impl Gate {
    /// Cookies are named after `public_url`, the origin of this server.
    pub fn new(db: Db, keys: Keys, public_url: &str) -> Self {
        Self(Arc::new(Parts { db, keys, names: CookieNames::of(public_url) }))
    }
}

/// Mounted around every route that may ask who is there, with a `Gate` as its state.
pub async fn sessions_layer(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    if is_static(request.uri().path()) {
        return next.run(request).await;
    }
    let mut cookies = Cookies::read(gate.0.names.clone(), request.headers());
    for side in [Side::Debtor, Side::Staff] {
        let visit = Visit::of(request.uri().path(), side);
        match gate.look(side, visit, &cookies).await {
            Ok(found) => cookies = gate.admit(side, found, cookies, &mut request),
            Err(error) => {
                tracing::error!(%error, "the sessions could not be looked up");
                request.extensions_mut().insert(Unresolved);
            }
        }
    }
    request.extensions_mut().insert(gate.0.names.clone());
    let mut response = next.run(request).await;
    cookies.add_to(response.headers_mut());
    response
}

/// Whether an answer is the same for everybody and may be kept by anybody: it must never carry a cookie.
fn is_static(path: &str) -> bool {
    const STATIC: [&str; 8] = [
        "/assets/",
        "/brand/",
        "/webhooks/",
        "/dev/stripe/",
        "/favicon.svg",
        "/robots.txt",
        "/healthz",
        "/readyz",
    ];
    STATIC.iter().any(|start| path.starts_with(start))
}

/// What a request means for a session of one side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// A page of that side: the session is in use.
    Page,
    /// The door of that side, which must know for certain whether somebody is signed in.
    Door,
    /// Anything else.
    Other,
}

impl Visit {
    fn of(path: &str, side: Side) -> Self {
        const NO_PAGES: [&str; 3] = ["/do/", "/live/", "/dev/"];
        if NO_PAGES.iter().any(|start| path.starts_with(start)) || Side::of(path) != side {
            Self::Other
        } else if path == side.login() || path.starts_with(&format!("{}/", side.login())) {
            Self::Door
        } else {
            Self::Page
        }
    }
}

/// Who was found.
enum Found {
    Nobody,
    /// Cookies that open nothing.
    Strays,
    /// With claims that the browser has already.
    Held(Access),
    /// With claims that are new.
    Looked(Access),
    /// With a whole new pair.
    Exchanged(Access),
    Gone(Ended),
}

impl Gate {
    async fn look(&self, side: Side, visit: Visit, cookies: &Cookies) -> Result<Found, BeginError> {
        let held = cookies.access(side).and_then(|token| Access::read(side, &self.0.keys, token));
        match (held, cookies.refresh(side)) {
            (Some(held), _)
                if visit == Visit::Other || (visit == Visit::Page && !held.is_to_be_looked_at()) =>
            {
                Ok(Found::Held(held))
            }
            (Some(held), refresh) => {
                let mut tx = self.0.db.begin(Actor::Visitor).await?;
                let profile = store::touch_session(&mut tx, side, held.sid, refresh.as_ref()).await?;
                tx.commit().await?;
                Ok(profile.map_or(Found::Gone(Ended::Over), |profile| Found::Looked(held.seen(profile))))
            }
            (None, Some(refresh)) => {
                let successor = refresh.successor(&self.0.keys);
                let mut tx = self.0.db.begin(Actor::Visitor).await?;
                let rotation =
                    store::rotate(&mut tx, side, &refresh, &successor, visit != Visit::Other).await?;
                tx.commit().await?;
                Ok(match rotation {
                    Rotation::Exchanged(profile) => Found::Exchanged(Access::fresh(side, profile)),
                    Rotation::Reused => Found::Gone(Ended::Reused),
                    Rotation::Ended => Found::Gone(Ended::Over),
                    Rotation::Unknown => Found::Strays,
                })
            }
            (None, None) if cookies.access(side).is_some() => Ok(Found::Strays),
            (None, None) => Ok(Found::Nobody),
        }
    }

    /// Lets the handler know who is there, and the browser what to keep.
    fn admit(&self, side: Side, found: Found, cookies: Cookies, request: &mut Request) -> Cookies {
        let keys = &self.0.keys;
        let (access, cookies) = match found {
            Found::Nobody => return cookies,
            Found::Strays => return cookies.without_session(side, None),
            Found::Gone(why) => return cookies.without_session(side, Some(why)),
            Found::Held(access) => (access, cookies),
            Found::Looked(access) => {
                let cookies = cookies.with_access(side, &access, keys);
                (access, cookies)
            }
            Found::Exchanged(access) => {
                let refresh = cookies.refresh(side).map(|refresh| refresh.successor(keys));
                let cookies = match refresh {
                    Some(refresh) => cookies.with_session(side, &access, &refresh, keys),
                    None => cookies,
                };
                (access, cookies)
            }
        };
        match side {
            Side::Debtor => {
                request.extensions_mut().insert(SignedIn::of(access));
            }
            Side::Staff => {
                if let Some(staff) = StaffIn::of(access) {
                    request.extensions_mut().insert(staff);
                }
            }
        }
        cookies
    }
}
