//! The debtor's door. Codes and facts are never kept in a draft.

use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::Form;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::device;
use crate::contact;
use crate::identity::cookies::Cookies;
use crate::identity::extract::SignedIn;
use crate::identity::keys::Keys;
use crate::identity::model::{FactKind, Side, Typed, code_digits};
use crate::identity::store::{self, Answer, NewSession, Standing};
use crate::identity::tokens::{Access, Secret, Step};
use crate::kernel::actor::Actor;
use crate::kernel::dates;
use crate::kernel::db::{Db, Tx};
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::ui::Visit;

const LOGIN: &str = "/login";
const CODE: &str = "/login/code";

/// What a handler of this door answers: what the browser is to keep, and where it goes.
pub type Onward = Result<(Cookies, SeeOther), Refusal>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskForm {
    who: String,
    next: String,
}

/// `POST /do/identity/ask`: whether anybody has that detail is found out later, by the job that sends the code.
pub async fn ask(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    visit: Visit,
    Form(form): Form<AskForm>,
) -> Onward {
    let next = Some(form.next).filter(|next| Side::Debtor.page_or_home(Some(next)) == next);
    let refuse =
        |error| Refusal::invalid(login(next.as_deref()), vec![("who".into(), form.who.clone())], error);
    let typed = Typed::parse(&form.who).map_err(|error| refuse(FieldError::new("who", error.code())))?;
    let mut tx = db.begin(Actor::Visitor).await?;
    let asked = store::ask_code(&mut tx, &keys, &typed).await?;
    tx.commit().await?;
    let code = asked.map_err(|retry_at| refuse(too_many("who", retry_at, visit.lang)))?;
    let step = Step::new(code, next.clone()).sign(&keys);
    Ok((cookies.with_step(Side::Debtor, &step), see_other(CODE)))
}

/// `POST /do/identity/again`: another code for the same detail.
pub async fn ask_again(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    visit: Visit,
) -> Onward {
    let step = current_step(&cookies, &keys)?;
    let mut tx = db.begin(Actor::Visitor).await?;
    let asked = store::repeat_code(&mut tx, step.sub).await?;
    tx.commit().await?;
    let code = asked
        .map_err(|retry_at| Refusal::invalid(CODE, Vec::new(), too_many("code", retry_at, visit.lang)))?;
    let step = Step::new(code, step.next).sign(&keys);
    Ok((cookies.with_step(Side::Debtor, &step), see_other(CODE)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    code: String,
    shared: String,
}

/// `POST /do/identity/code`
pub async fn answer_code(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    signed_in: Option<SignedIn>,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Onward {
    let step = current_step(&cookies, &keys)?;
    let shared = !form.shared.is_empty();
    let refuse = |error| {
        let kept = if shared { vec![("shared".into(), "yes".into())] } else { Vec::new() };
        Refusal::invalid(CODE, kept, error)
    };
    let digits = code_digits(&form.code).ok_or_else(|| refuse(FieldError::new("code", "otp_format")))?;
    let mut tx = db.begin(Actor::Visitor).await?;
    let answer = store::answer_code(&mut tx, &keys, step.sub, &digits).await?;
    tx.audit(verb(answer), "sign_in_code", step.sub, None).await?;
    tx.commit().await?;
    match answer {
        Answer::Right => {
            let step = step.on_shared_device(shared);
            Door { db, keys, cookies, signed_in, device: device(&headers) }.go_on(step).await
        }
        Answer::Wrong { tries_left } => Err(refuse(FieldError::new("code", "otp_wrong").with(tries_left))),
        Answer::Spent => Err(refuse(FieldError::new("code", "otp_spent"))),
        Answer::Expired => Err(refuse(FieldError::new("code", "otp_expired"))),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    token: String,
    shared: String,
}

/// `POST /do/identity/link`: the button of the page that the link opened. Only this uses the link up.
pub async fn use_link(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    signed_in: Option<SignedIn>,
    headers: HeaderMap,
    Form(form): Form<LinkForm>,
) -> Onward {
    let mut tx = db.begin(Actor::Visitor).await?;
    let code = store::spend_link(&mut tx, &form.token).await?;
    tx.audit(
        verb(code.map_or(Answer::Expired, |_| Answer::Right)),
        "sign_in_code",
        code.unwrap_or_default(),
        None,
    )
    .await?;
    tx.commit().await?;
    let code =
        code.ok_or_else(|| Refusal::invalid(LOGIN, Vec::new(), FieldError::new("who", "link_used")))?;
    let step = Step::new(code, None).on_shared_device(!form.shared.is_empty());
    Door { db, keys, cookies, signed_in, device: device(&headers) }.go_on(step).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FactForm {
    fact: String,
    fact_day: String,
    fact_month: String,
    fact_year: String,
}

impl FactForm {
    /// What was typed, in the one spelling of its kind.
    fn typed(&self, kind: FactKind) -> Result<String, FieldError> {
        if kind == FactKind::BirthDate {
            return dates::parse_day(&self.fact_day, &self.fact_month, &self.fact_year)
                .map(|day| day.to_string())
                .map_err(|_| FieldError::new("fact", "fact_date"));
        }
        let typed = kind.plain(&self.fact);
        if typed.is_empty() { Err(FieldError::new("fact", "fact_empty")) } else { Ok(typed) }
    }
}

/// `POST /do/identity/fact`
pub async fn prove_fact(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    signed_in: Option<SignedIn>,
    headers: HeaderMap,
    Form(form): Form<FactForm>,
) -> Onward {
    let step = current_step(&cookies, &keys)?;
    let refuse = |error| Refusal::invalid(CODE, Vec::new(), error);
    let mut tx = db.begin(Actor::Visitor).await?;
    let standing = store::standing(&mut tx, step.sub, known_device(&cookies, &step).as_ref()).await?;
    let Standing::Asked { fact, creditor, .. } = standing else {
        drop(tx);
        return Door { db, keys, cookies, signed_in, device: device(&headers) }.go_on(step).await;
    };
    let typed = form.typed(fact).map_err(refuse)?;
    let answer = store::prove_fact(&mut tx, &keys, step.sub, fact, &typed).await?;
    tx.audit(fact_verb(answer), "sign_in_code", step.sub, None).await?;
    tx.commit().await?;
    match answer {
        Answer::Right => Door { db, keys, cookies, signed_in, device: device(&headers) }.go_on(step).await,
        Answer::Wrong { tries_left } => {
            Err(refuse(FieldError::new("fact", "fact_wrong").with(creditor).with(tries_left)))
        }
        // The page then says that only a person can help.
        Answer::Spent => Ok((cookies, see_other(CODE))),
        Answer::Expired => Err(expired()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StopForm {
    token: String,
}

/// `POST /do/identity/stop`: "I am not this person". The same answer whatever the token is.
pub async fn stop(State(db): State<Db>, Form(form): Form<StopForm>) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(Actor::Visitor).await?;
    contact::store::report_wrong_person(&mut tx, &form.token).await?;
    tx.commit().await?;
    Ok(see_other("/stop/done?done=yes"))
}

/// What it takes to go one step on.
struct Door {
    db: Db,
    keys: Keys,
    cookies: Cookies,
    /// Whoever this browser belonged to until now.
    signed_in: Option<SignedIn>,
    device: String,
}

impl Door {
    /// After a code or a fact was right: opens the session, or asks for the fact.
    async fn go_on(self, step: Step) -> Onward {
        let mut tx = self.db.begin(Actor::Visitor).await?;
        let known = known_device(&self.cookies, &step);
        match store::standing(&mut tx, step.sub, known.as_ref()).await? {
            Standing::Unproven => Err(expired()),
            Standing::Asked { .. } => {
                let token = step.sign(&self.keys);
                Ok((self.cookies.with_step(Side::Debtor, &token), see_other(CODE)))
            }
            Standing::Known => self.open(tx, step).await,
        }
    }

    async fn open(self, mut tx: Tx, step: Step) -> Onward {
        let device = self.cookies.device().unwrap_or_else(Secret::random);
        let new = NewSession::new(self.device, step.shared);
        let profile = store::finish_sign_in(&mut tx, step.sub, &device, &new).await?.ok_or_else(expired)?;
        tx.audit("sign_in", "session", new.id.0, None).await?;
        tx.commit().await?;
        if let Some(before) = self.signed_in {
            end_session_before(&self.db, &before).await?;
        }
        let access = Access::fresh(Side::Debtor, profile);
        let cookies = self
            .cookies
            .with_session(Side::Debtor, &access, &new.refresh, &self.keys)
            .without_step(Side::Debtor);
        let cookies = if step.shared { cookies.without_device() } else { cookies.with_device(&device) };
        Ok((cookies, see_other(Side::Debtor.page_or_home(step.next.as_deref()))))
    }
}

/// Signing in again on the same device ends the session that was there.
async fn end_session_before(db: &Db, before: &SignedIn) -> Result<(), Refusal> {
    let Ok(mut tx) = db.begin(before.actor()).await else { return Ok(()) };
    store::end_session(&mut tx, before.session).await?;
    Ok(tx.commit().await?)
}

fn current_step(cookies: &Cookies, keys: &Keys) -> Result<Step, Refusal> {
    cookies.step(Side::Debtor).and_then(|token| Step::read(keys, token)).ok_or_else(expired)
}

/// A device that others use as well is known to nobody.
fn known_device(cookies: &Cookies, step: &Step) -> Option<Secret> {
    cookies.device().filter(|_| !step.shared)
}

fn expired() -> Refusal {
    Refusal::invalid(LOGIN, Vec::new(), FieldError::new("who", "otp_expired"))
}

fn login(next: Option<&str>) -> String {
    let Some(next) = next else { return LOGIN.to_owned() };
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{LOGIN}?next={next}")
}

fn too_many(field: &str, retry_at: DateTime<Utc>, lang: Lang) -> FieldError {
    let local = retry_at.with_timezone(&chrono_tz::America::Mexico_City);
    FieldError::new(field, "who_rate").with(dates::hour(local.time(), lang))
}

fn verb(answer: Answer) -> &'static str {
    if answer == Answer::Right { "accept_sign_in_code" } else { "refuse_sign_in_code" }
}

fn fact_verb(answer: Answer) -> &'static str {
    if answer == Answer::Right { "accept_known_fact" } else { "refuse_known_fact" }
}
