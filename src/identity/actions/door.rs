//! From one step of signing in to the next, and at last through the door.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;

use super::device;
use crate::identity::cookies::Cookies;
use crate::identity::extract::SignedIn;
use crate::identity::keys::Keys;
use crate::identity::model::Side;
use crate::identity::store::{self, NewSession, Standing};
use crate::identity::tokens::{Access, Press, Profile, Secret, Step};
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

pub(super) const LOGIN: &str = "/login";
pub(super) const CODE: &str = "/login/code";

/// What a handler of this door answers: what the browser is to keep, and where it goes.
pub type Onward = Result<(Cookies, SeeOther), Refusal>;

/// Somebody at the door.
pub struct Visitor {
    pub(super) cookies: Cookies,
    /// Whoever this browser belonged to until now.
    signed_in: Option<SignedIn>,
    device: String,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        let signed_in: Result<_, Infallible> =
            <SignedIn as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await;
        Ok(Self { cookies, signed_in: signed_in.unwrap_or_default(), device: device(&parts.headers) })
    }
}

impl Visitor {
    pub(super) fn step(&self, keys: &Keys) -> Result<Step, Refusal> {
        current_step(&self.cookies, keys)
    }

    /// A device that others use as well is known to nobody.
    pub(super) fn known_device(&self, step: &Step) -> Option<Secret> {
        self.cookies.device().filter(|_| !step.shared)
    }
}

/// Where somebody stands who pressed a button at the door.
pub(super) struct Door {
    pub db: Db,
    pub keys: Keys,
    pub visitor: Visitor,
    pub press: Press,
    pub step: Step,
}

impl Door {
    /// After a code or a fact was right: opens the session, or asks for the fact.
    pub(super) async fn go_on(self) -> Onward {
        let mut tx = self.db.begin(Actor::Visitor).await?;
        let known = self.visitor.known_device(&self.step);
        match store::standing(&mut tx, self.step.sub, known.as_ref()).await? {
            Standing::Unproven => {
                drop(tx);
                self.opened_before(expired()).await
            }
            Standing::Asked { .. } => {
                let token = self.step.sign(&self.keys);
                Ok((self.visitor.cookies.with_step(Side::Debtor, &token), see_other(CODE)))
            }
            Standing::Known => self.open(tx).await,
        }
    }

    /// What this very press has opened already, if its first answer was lost; otherwise the refusal stands.
    pub(super) async fn opened_before(self, refusal: Refusal) -> Onward {
        let mut tx = self.db.begin(Actor::Visitor).await?;
        let new = self.new_session();
        match store::reopen(&mut tx, Side::Debtor, &new).await? {
            Some(profile) => Ok(self.answer(profile, &new)),
            None => Err(refusal),
        }
    }

    async fn open(self, mut tx: Tx) -> Onward {
        let new = self.new_session();
        let opened = store::finish_sign_in(&mut tx, self.step.sub, &self.device(), &new).await?;
        let Some(profile) = opened else {
            drop(tx);
            return self.opened_before(expired()).await;
        };
        tx.audit("sign_in", "session", new.id.0, None).await?;
        tx.commit().await?;
        if let Some(before) = self.visitor.signed_in.as_ref().filter(|before| before.session != new.id) {
            end_session_before(&self.db, before).await?;
        }
        Ok(self.answer(profile, &new))
    }

    fn answer(self, profile: Profile, new: &NewSession) -> (Cookies, SeeOther) {
        let access = Access::fresh(Side::Debtor, profile);
        let device = self.device();
        let cookies = self
            .visitor
            .cookies
            .with_session(Side::Debtor, &access, &new.refresh, &self.keys)
            .without_step(Side::Debtor);
        let cookies = if self.step.shared { cookies.without_device() } else { cookies.with_device(&device) };
        (cookies, see_other(Side::Debtor.page_or_home(self.step.next.as_deref())))
    }

    fn new_session(&self) -> NewSession {
        NewSession::of(&self.press, &self.keys, self.visitor.device.clone(), self.step.shared)
    }

    fn device(&self) -> Secret {
        self.visitor.cookies.device().unwrap_or_else(|| self.press.secret(&self.keys, "device"))
    }
}

/// Signing in again on the same device ends the session that was there.
async fn end_session_before(db: &Db, before: &SignedIn) -> Result<(), Refusal> {
    let Ok(mut tx) = db.begin(before.actor()).await else { return Ok(()) };
    store::end_session(&mut tx, before.session).await?;
    Ok(tx.commit().await?)
}

pub(super) fn current_step(cookies: &Cookies, keys: &Keys) -> Result<Step, Refusal> {
    cookies.step(Side::Debtor).and_then(|token| Step::read(keys, token)).ok_or_else(expired)
}

pub(super) fn expired() -> Refusal {
    Refusal::invalid(LOGIN, Vec::new(), FieldError::new("who", "otp_expired"))
}
