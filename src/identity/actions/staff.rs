//! The desk's door. Passwords and codes are never kept in a draft.

use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::device;
use crate::identity::cookies::Cookies;
use crate::identity::keys::Keys;
use crate::identity::model::{Side, code_digits};
use crate::identity::passwords;
use crate::identity::second_factor::SecondFactor;
use crate::identity::store::{self, NewSession};
use crate::identity::tokens::{Access, Press, Profile, StaffStep};
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::StaffId;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

const LOGIN: &str = "/desk/login";
const CODE: &str = "/desk/login/code";
const ENROL: &str = "/desk/login/enrol";

const TRIES_LAST: Duration = Duration::from_secs(15 * 60);
const PASSWORDS_AT_MOST: i32 = 10;
const CODES_AT_MOST: i32 = 5;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StaffSignInForm {
    email: String,
    password: String,
    next: String,
}

impl StaffSignInForm {
    fn refuse(&self, errors: Vec<FieldError>) -> Refusal {
        let fields = vec![("email".to_owned(), self.email.clone())];
        Refusal::Invalid { back_to: LOGIN.to_owned(), fields, errors }
    }

    fn check(&self) -> Result<(), Refusal> {
        let missing = [
            (self.email.trim().is_empty(), "email", "staff_email_empty"),
            (self.password.is_empty(), "password", "staff_password_empty"),
        ];
        let errors: Vec<FieldError> = missing
            .iter()
            .filter(|(is_missing, ..)| *is_missing)
            .map(|(_, field, code)| FieldError::new(field, code))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(self.refuse(errors)) }
    }
}

/// `POST /do/identity/staff-sign-in`: the password. Somebody whom we do not know is answered as a wrong one is.
pub async fn staff_sign_in(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    Form(form): Form<StaffSignInForm>,
) -> Result<(Cookies, SeeOther), Refusal> {
    form.check()?;
    let email = form.email.trim().to_lowercase();
    let mut tx = db.begin(Actor::Visitor).await?;
    let subject = keys.digest("detail typed", email.as_bytes());
    within(&mut tx, &subject, "passwords", PASSWORDS_AT_MOST).await?;
    let found = store::find_staff(&mut tx, &email).await?;
    tx.commit().await?;

    let digest = found.as_ref().map(|found| found.password_hash.clone());
    let matches = passwords::verify(digest, form.password.clone()).await.map_err(Refusal::internal)?;

    let mut tx = db.begin(Actor::Visitor).await?;
    let verb = if matches { "accept_password" } else { "refuse_password" };
    let staff = found.as_ref().map(|found| found.staff);
    tx.audit(verb, "staff", staff.map(|staff| staff.0).unwrap_or_default(), None).await?;
    tx.commit().await?;
    let Some(found) = found.filter(|_| matches) else {
        return Err(form.refuse(vec![FieldError::new("email", "staff_wrong")]));
    };
    let next = Some(form.next).filter(|next| Side::Staff.page_or_home(Some(next)) == next);
    let token = StaffStep::new(found.staff.0, next, None).sign(&keys);
    let page = if found.has_second_factor { CODE } else { ENROL };
    Ok((cookies.with_step(Side::Staff, &token), see_other(page)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StaffCodeForm {
    request_key: String,
    code: String,
}

/// `POST /do/identity/staff-code`: the second factor.
pub async fn staff_answer_code(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    headers: HeaderMap,
    Form(form): Form<StaffCodeForm>,
) -> Result<(Cookies, SeeOther), Refusal> {
    let step = current_step(&cookies, &keys)?;
    let staff = StaffId(step.sub);
    let digits = code_digits(&form.code).ok_or_else(|| refuse(CODE, "otp_format"))?;
    let mut tx = db.begin(Actor::Visitor).await?;
    within(&mut tx, staff.0.as_bytes(), "second factors", CODES_AT_MOST).await?;
    let (email, sealed) = store::second_factor_of(&mut tx, staff).await?.ok_or_else(step_over)?;
    let factor = sealed.and_then(|sealed| SecondFactor::open(&keys, staff, &email, &sealed));
    let factor = factor.ok_or_else(|| Refusal::internal("a second factor cannot be read"))?;
    let press = Press::of(&keys, &step.sub.to_string(), &form.request_key);
    let new = NewSession::of(&press, &keys, device(&headers), false);
    let profile = match factor.step_of(&digits) {
        Some(moment) => match store::open_staff_session(&mut tx, staff, moment, &new).await? {
            // A code is taken once; but this very press may be the one that it was taken for.
            None => store::reopen(&mut tx, Side::Staff, &new).await?,
            opened => opened,
        },
        None => None,
    };
    if profile.is_none() {
        tx.audit("refuse_second_factor", "staff", staff.0, None).await?;
    }
    tx.commit().await?;
    let profile = profile.ok_or_else(|| refuse(CODE, "totp_wrong"))?;
    Ok(signed_in(cookies, &keys, profile, &new, &step))
}

/// `POST /do/identity/staff-enrol`: keeps the second factor once a code proves that an authenticator has it.
pub async fn staff_enrol(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    headers: HeaderMap,
    Form(form): Form<StaffCodeForm>,
) -> Result<(Cookies, SeeOther), Refusal> {
    let step = current_step(&cookies, &keys)?;
    let staff = StaffId(step.sub);
    let digits = code_digits(&form.code).ok_or_else(|| refuse(ENROL, "otp_format"))?;
    let sealed = step.sealed_secret().ok_or_else(step_over)?;
    let mut tx = db.begin(Actor::Visitor).await?;
    within(&mut tx, staff.0.as_bytes(), "second factors", CODES_AT_MOST).await?;
    let (email, _) = store::second_factor_of(&mut tx, staff).await?.ok_or_else(step_over)?;
    let factor = SecondFactor::open(&keys, staff, &email, &sealed).ok_or_else(step_over)?;
    let Some(moment) = factor.step_of(&digits) else {
        tx.audit("refuse_second_factor", "staff", staff.0, None).await?;
        tx.commit().await?;
        return Err(refuse(ENROL, "totp_wrong"));
    };
    let press = Press::of(&keys, &step.sub.to_string(), &form.request_key);
    let new = NewSession::of(&press, &keys, device(&headers), false);
    if !store::enrol_second_factor(&mut tx, staff, &sealed).await? {
        // This very press may have been the one; or somebody else who knows the password was faster.
        return Ok(match store::reopen(&mut tx, Side::Staff, &new).await? {
            Some(profile) => signed_in(cookies, &keys, profile, &new, &step),
            None => (cookies, see_other(CODE)),
        });
    }
    let profile = store::open_staff_session(&mut tx, staff, moment, &new).await?.ok_or_else(step_over)?;
    tx.commit().await?;
    Ok(signed_in(cookies, &keys, profile, &new, &step))
}

fn signed_in(
    cookies: Cookies,
    keys: &Keys,
    profile: Profile,
    new: &NewSession,
    step: &StaffStep,
) -> (Cookies, SeeOther) {
    let access = Access::fresh(Side::Staff, profile);
    let cookies = cookies.with_session(Side::Staff, &access, &new.refresh, keys).without_step(Side::Staff);
    (cookies, see_other(Side::Staff.page_or_home(step.next.as_deref())))
}

/// Counts one more try.
async fn within(tx: &mut Tx, subject: &[u8], action: &str, at_most: i32) -> Result<(), Refusal> {
    match store::exceeds(tx, subject, action, at_most, TRIES_LAST).await? {
        Some(retry_at) => Err(Refusal::TooMany { retry_at }),
        None => Ok(()),
    }
}

fn current_step(cookies: &Cookies, keys: &Keys) -> Result<StaffStep, Refusal> {
    cookies.step(Side::Staff).and_then(|token| StaffStep::read(keys, token)).ok_or_else(step_over)
}

fn refuse(back_to: &str, code: &str) -> Refusal {
    Refusal::invalid(back_to, Vec::new(), FieldError::new("code", code))
}

fn step_over() -> Refusal {
    Refusal::invalid(LOGIN, Vec::new(), FieldError::new("email", "step_over"))
}
