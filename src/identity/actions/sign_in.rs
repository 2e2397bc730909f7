//! The debtor's door. Codes and facts are never kept in a draft.

use axum::extract::State;
use axum_extra::extract::Form;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::door::{CODE, Door, LOGIN, Onward, Visitor, current_step, expired};
use crate::contact;
use crate::identity::cookies::Cookies;
use crate::identity::keys::Keys;
use crate::identity::model::{FactKind, Side, Typed, code_digits};
use crate::identity::store::{self, Answer, Standing};
use crate::identity::tokens::{Press, Step};
use crate::kernel::actor::Actor;
use crate::kernel::dates;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::ui::Visit;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskForm {
    request_key: String,
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
    let press = Press::of(&keys, &this_minute(&typed.counted_as), &form.request_key);
    let mut tx = db.begin(Actor::Visitor).await?;
    let asked = store::ask_code(&mut tx, &keys, &typed, &press).await?;
    tx.commit().await?;
    let code = asked.map_err(|retry_at| refuse(too_many("who", retry_at, visit.lang)))?;
    let step = Step::new(code, next.clone()).sign(&keys);
    Ok((cookies.with_step(Side::Debtor, &step), see_other(CODE)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AgainForm {
    request_key: String,
}

/// `POST /do/identity/again`: another code for the same detail.
pub async fn ask_again(
    State(db): State<Db>,
    State(keys): State<Keys>,
    cookies: Cookies,
    visit: Visit,
    Form(form): Form<AgainForm>,
) -> Onward {
    let step = current_step(&cookies, &keys)?;
    let press = Press::of(&keys, &this_minute("again"), &form.request_key);
    let mut tx = db.begin(Actor::Visitor).await?;
    let asked = store::repeat_code(&mut tx, step.sub, &press).await?;
    tx.commit().await?;
    let code = asked
        .map_err(|retry_at| Refusal::invalid(CODE, Vec::new(), too_many("code", retry_at, visit.lang)))?;
    let step = Step::new(code, step.next).sign(&keys);
    Ok((cookies.with_step(Side::Debtor, &step), see_other(CODE)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    request_key: String,
    code: String,
    shared: String,
}

/// `POST /do/identity/code`
pub async fn answer_code(
    State(db): State<Db>,
    State(keys): State<Keys>,
    visitor: Visitor,
    Form(form): Form<CodeForm>,
) -> Onward {
    let step = visitor.step(&keys)?;
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
    let press = Press::of(&keys, &step.sub.to_string(), &form.request_key);
    let door = Door { db, keys, visitor, press, step: step.on_shared_device(shared) };
    match answer {
        Answer::Right => door.go_on().await,
        Answer::Wrong { tries_left } => Err(refuse(FieldError::new("code", "otp_wrong").with(tries_left))),
        Answer::Spent => Err(refuse(FieldError::new("code", "otp_spent"))),
        Answer::Expired => door.opened_before(refuse(FieldError::new("code", "otp_expired"))).await,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    request_key: String,
    token: String,
    shared: String,
}

/// `POST /do/identity/link`: the button of the page that the link opened. Only this uses the link up.
pub async fn use_link(
    State(db): State<Db>,
    State(keys): State<Keys>,
    visitor: Visitor,
    Form(form): Form<LinkForm>,
) -> Onward {
    let press = Press::of(&keys, &form.token, &form.request_key);
    let mut tx = db.begin(Actor::Visitor).await?;
    let code = store::spend_link(&mut tx, &form.token, &press).await?;
    let verb = verb(code.map_or(Answer::Expired, |_| Answer::Right));
    tx.audit(verb, "sign_in_code", code.unwrap_or_default(), None).await?;
    tx.commit().await?;
    let step = Step::new(code.unwrap_or_default(), None).on_shared_device(!form.shared.is_empty());
    let door = Door { db, keys, visitor, press, step };
    match code {
        Some(_) => door.go_on().await,
        None => {
            let used = FieldError::new("who", "link_used");
            door.opened_before(Refusal::invalid(LOGIN, Vec::new(), used)).await
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FactForm {
    request_key: String,
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
    visitor: Visitor,
    Form(form): Form<FactForm>,
) -> Onward {
    let step = visitor.step(&keys)?;
    let refuse = |error| Refusal::invalid(CODE, Vec::new(), error);
    let mut tx = db.begin(Actor::Visitor).await?;
    let standing = store::standing(&mut tx, step.sub, visitor.known_device(&step).as_ref()).await?;
    let press = Press::of(&keys, &step.sub.to_string(), &form.request_key);
    let Standing::Asked { fact, creditor, .. } = standing else {
        drop(tx);
        return Door { db, keys, visitor, press, step }.go_on().await;
    };
    let typed = form.typed(fact).map_err(refuse)?;
    let answer = store::prove_fact(&mut tx, &keys, step.sub, fact, &typed).await?;
    tx.audit(fact_verb(answer), "sign_in_code", step.sub, None).await?;
    tx.commit().await?;
    let door = Door { db, keys, visitor, press, step };
    match answer {
        Answer::Right => door.go_on().await,
        Answer::Wrong { tries_left } => {
            Err(refuse(FieldError::new("fact", "fact_wrong").with(creditor).with(tries_left)))
        }
        // The page then says that only a person can help.
        Answer::Spent => Ok((door.visitor.cookies, see_other(CODE))),
        Answer::Expired => door.opened_before(expired()).await,
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

fn login(next: Option<&str>) -> String {
    let Some(next) = next else { return LOGIN.to_owned() };
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{LOGIN}?next={next}")
}

/// A page that was left open and is sent again later asks for a new code.
fn this_minute(proof: &str) -> String {
    format!("{proof}:{}", Utc::now().timestamp() / 60)
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
