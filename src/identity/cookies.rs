//! The cookies of signing in. Each name carries the side of the portal and a mark of this server's address, so that
//! neither two sides nor two servers in one browser sign each other out.

use std::collections::BTreeMap;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponseParts, ResponseParts};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use crate::identity::keys::Keys;
use crate::identity::model::Side;
use crate::identity::tokens::{Access, STEP_LASTS, Secret};
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;

/// How long a device on which a fact was proven is known; browsers keep no cookie longer.
const DEVICE_LASTS: TimeDelta = TimeDelta::days(400);
/// How long the door tells somebody why they are there again.
const ENDED_LASTS: TimeDelta = TimeDelta::minutes(10);

/// Holds the language that a browser was last told to read in, on all our servers.
pub const LANGUAGE: &str = "__Host-aldia-lang";

/// The names of our cookies on this server.
#[derive(Clone, Debug)]
pub struct CookieNames {
    mark: String,
}

impl CookieNames {
    pub fn of(public_url: &str) -> Self {
        Self { mark: hex::encode(&Sha256::digest(public_url)[..2]) }
    }

    /// Holds signed claims.
    pub fn access(&self, side: Side) -> String {
        format!("__Host-aldia-{}-{}", side_name(side), self.mark)
    }

    /// Holds the refresh token.
    pub fn refresh(&self, side: Side) -> String {
        format!("__Host-aldia-{}-refresh-{}", side_name(side), self.mark)
    }

    /// Holds where somebody stands between two steps of signing in.
    pub fn step(&self, side: Side) -> String {
        format!("__Host-aldia-{}-step-{}", side_name(side), self.mark)
    }

    /// Says why a session is over.
    pub fn ended(&self, side: Side) -> String {
        format!("__Host-aldia-{}-ended-{}", side_name(side), self.mark)
    }

    /// Marks a device on which a person proved a known fact.
    pub fn device(&self) -> String {
        format!("__Host-aldia-device-{}", self.mark)
    }
}

/// Why somebody who was signed in no longer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nobody used it for too long, or it was ended from another device.
    Over,
    /// Its refresh token was used twice.
    Reused,
}

/// What the browser sent and what it is to keep. As an extractor it reads, in an answer it sets.
#[derive(Clone, Debug)]
pub struct Cookies {
    names: CookieNames,
    sent: CookieJar,
    /// By name, so that of two changes of one cookie the last holds.
    changes: BTreeMap<String, HeaderValue>,
}

impl Cookies {
    pub fn read(names: CookieNames, headers: &HeaderMap) -> Self {
        Self { names, sent: CookieJar::from_headers(headers), changes: BTreeMap::new() }
    }

    pub fn access(&self, side: Side) -> Option<&str> {
        self.value(&self.names.access(side))
    }

    pub fn refresh(&self, side: Side) -> Option<Secret> {
        self.value(&self.names.refresh(side)).map(Secret::from_text)
    }

    pub fn step(&self, side: Side) -> Option<&str> {
        self.value(&self.names.step(side))
    }

    pub fn device(&self) -> Option<Secret> {
        self.value(&self.names.device()).map(Secret::from_text)
    }

    pub fn ended(&self, side: Side) -> Option<Ended> {
        match self.value(&self.names.ended(side))? {
            "reused" => Some(Ended::Reused),
            _ => Some(Ended::Over),
        }
    }

    /// Claims as they are now; their refresh token stays.
    #[must_use]
    pub fn with_access(self, side: Side, access: &Access, keys: &Keys) -> Self {
        let name = self.names.access(side);
        self.set(name, &access.sign(keys), access.cookie_age())
    }

    /// A whole session, new or exchanged.
    #[must_use]
    pub fn with_session(self, side: Side, access: &Access, refresh: &Secret, keys: &Keys) -> Self {
        let name = self.names.refresh(side);
        self.set(name, refresh.text(), access.cookie_age()).with_access(side, access, keys)
    }

    /// Without a session, and with the reason if the browser is to be told.
    #[must_use]
    pub fn without_session(self, side: Side, why: Option<Ended>) -> Self {
        let (access, refresh, ended) =
            (self.names.access(side), self.names.refresh(side), self.names.ended(side));
        let cookies = self.unset(access).unset(refresh);
        match why {
            Some(Ended::Over) => cookies.set(ended, "over", Some(ENDED_LASTS)),
            Some(Ended::Reused) => cookies.set(ended, "reused", Some(ENDED_LASTS)),
            None => cookies,
        }
    }

    #[must_use]
    pub fn with_step(self, side: Side, token: &str) -> Self {
        let name = self.names.step(side);
        self.set(name, token, Some(STEP_LASTS))
    }

    #[must_use]
    pub fn without_step(self, side: Side) -> Self {
        let (step, ended) = (self.names.step(side), self.names.ended(side));
        self.unset(step).unset(ended)
    }

    #[must_use]
    pub fn without_ended(self, side: Side) -> Self {
        let name = self.names.ended(side);
        self.unset(name)
    }

    #[must_use]
    pub fn with_device(self, device: &Secret) -> Self {
        let name = self.names.device();
        self.set(name, device.text(), Some(DEVICE_LASTS))
    }

    #[must_use]
    pub fn without_device(self) -> Self {
        let name = self.names.device();
        self.unset(name)
    }

    #[must_use]
    pub fn with_language(self, lang: Lang) -> Self {
        self.set(LANGUAGE.to_owned(), lang.code(), Some(DEVICE_LASTS))
    }

    /// Adds what changed to an answer, but for cookies that the answer sets already.
    pub fn add_to(self, headers: &mut HeaderMap) {
        let is_set = |headers: &HeaderMap, name: &str| {
            let prefix = format!("{name}=");
            headers
                .get_all(header::SET_COOKIE)
                .iter()
                .any(|set| set.as_bytes().starts_with(prefix.as_bytes()))
        };
        for (name, change) in self.changes {
            if !is_set(headers, &name) {
                headers.append(header::SET_COOKIE, change);
            }
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.sent.get(name).map(Cookie::value).filter(|value| !value.is_empty())
    }

    /// Without an age the browser forgets it when it is closed.
    fn set(self, name: String, value: &str, age: Option<TimeDelta>) -> Self {
        let age = age.map(|age| format!("; Max-Age={}", age.num_seconds())).unwrap_or_default();
        self.change(name, &format!("{value}; HttpOnly; SameSite=Lax; Secure; Path=/{age}"))
    }

    fn unset(self, name: String) -> Self {
        if self.sent.get(&name).is_none() {
            return self;
        }
        self.change(name, "; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0")
    }

    fn change(mut self, name: String, value: &str) -> Self {
        let change =
            HeaderValue::from_str(&format!("{name}={value}")).expect("tokens are base64 and names are ours");
        self.changes.insert(name, change);
        self
    }
}

impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let names = parts.extensions.get::<CookieNames>().cloned();
        let names = names.ok_or_else(|| Refusal::internal("the sessions' layer is not mounted here"))?;
        Ok(Self::read(names, &parts.headers))
    }
}

impl IntoResponseParts for Cookies {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        self.add_to(response.headers_mut());
        Ok(response)
    }
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Debtor => "debtor",
        Side::Staff => "staff",
    }
}
