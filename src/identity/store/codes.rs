//! Signing in with a code: from the detail that was typed to the session.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{answer, interval};
use crate::identity::keys::Keys;
use crate::identity::model::{FactKind, Limits, Typed};
use crate::identity::store::NewSession;
use crate::identity::tokens::{Press, Profile, Secret};
use crate::kernel::db::Tx;
use crate::kernel::ids::{ContactPointId, CreditorId, PersonId};
use crate::kernel::locale::Lang;

/// The job that sends a code to whoever it is for, if it is for anybody.
pub const SEND_CODE: &str = "send_sign_in_code";

/// The code that is asked for, or when the next may be.
pub type Asked = Result<Uuid, DateTime<Utc>>;

/// Keeps that somebody asked for a code and has it sent. Whether anybody has that detail makes no difference here: the
/// job finds out.
pub async fn ask_code(tx: &mut Tx, keys: &Keys, typed: &Typed, press: &Press) -> Result<Asked, sqlx::Error> {
    let code = press.id();
    let retry_at = sqlx::query_scalar!(
        "select ask_sign_in_code($1, $2, $3, $4, $5)",
        code,
        &keys.digest("detail typed", typed.counted_as.as_bytes()),
        &typed.addresses,
        &typed.references,
        &no_code()
    )
    .fetch_one(&mut **tx)
    .await?;
    kept(tx, code, retry_at).await
}

/// Has another code sent to whoever the earlier one was for.
pub async fn repeat_code(tx: &mut Tx, earlier: Uuid, press: &Press) -> Result<Asked, sqlx::Error> {
    let code = press.id();
    let retry_at = sqlx::query_scalar!("select repeat_sign_in_code($1, $2, $3)", earlier, code, &no_code())
        .fetch_one(&mut **tx)
        .await?;
    kept(tx, code, retry_at).await
}

/// What came of an answer, and how many tries are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Right,
    Wrong {
        tries_left: i32,
    },
    /// No try is left.
    Spent,
    /// It is over, or never was.
    Expired,
}

/// Whether these are the digits that were sent.
pub async fn answer_code(tx: &mut Tx, keys: &Keys, code: Uuid, digits: &str) -> Result<Answer, sqlx::Error> {
    let row = sqlx::query!(
        r#"select outcome as "outcome!", tries as "tries!" from answer_sign_in_code($1, $2)"#,
        code,
        &code_hash(keys, code, digits)
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(answer(&row.outcome, row.tries))
}

/// The name of the person whose link this is, while it can be used.
pub async fn open_link(tx: &mut Tx, token: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select open_sign_in_link($1)", &Secret::from_text(token).hash())
        .fetch_one(&mut **tx)
        .await
}

/// Uses the link up; answers the code that it stood for.
pub async fn spend_link(tx: &mut Tx, token: &str, press: &Press) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select spend_sign_in_link($1, $2)", &Secret::from_text(token).hash(), press.id())
        .fetch_one(&mut **tx)
        .await
}

/// How far somebody with a proven code has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No code was proven, or too long ago.
    Unproven,
    /// Nothing more is asked.
    Known,
    /// A fact that they and this creditor know.
    Asked { fact: FactKind, creditor: String, phone: String, tries_left: i32 },
}

/// What is asked next of somebody who proved a code.
pub async fn standing(tx: &mut Tx, code: Uuid, device: Option<&Secret>) -> Result<Standing, sqlx::Error> {
    let device = device.map(Secret::hash);
    let row = sqlx::query!(
        r#"select person, fact as "fact!", creditor as "creditor!", phone as "phone!", tries as "tries!"
           from sign_in_standing($1, $2)"#,
        code,
        device.as_ref().map(<[u8; 32]>::as_slice)
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(match row {
        None => Standing::Unproven,
        Some(row) if row.person.is_some() => Standing::Known,
        Some(row) => Standing::Asked {
            fact: FactKind::parse(&row.fact).unwrap_or(FactKind::InvoiceReference),
            creditor: row.creditor,
            phone: row.phone,
            tries_left: row.tries,
        },
    })
}

/// Whether this is the fact; `Spent` means that no try is left today.
pub async fn prove_fact(
    tx: &mut Tx,
    keys: &Keys,
    code: Uuid,
    kind: FactKind,
    typed: &str,
) -> Result<Answer, sqlx::Error> {
    let plain = kind.plain(typed);
    let row = sqlx::query!(
        r#"select outcome as "outcome!", tries as "tries!" from prove_fact($1, $2, $3, $4)"#,
        code,
        kind.code(),
        &fact_hash(keys, kind, &plain),
        plain
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(answer(&row.outcome, row.tries))
}

/// Opens the session, if nothing more is asked.
pub async fn finish_sign_in(
    tx: &mut Tx,
    code: Uuid,
    device: &Secret,
    new: &NewSession,
) -> Result<Option<Profile>, sqlx::Error> {
    let limits = Limits::of_person(new.shared);
    let row = sqlx::query!(
        r#"select subject as "subject!", name as "name!", language as "language!", theme, expires_at as "expires_at!"
           from finish_sign_in($1, $2, $3, $4, $5, $6, $7, $8)"#,
        code,
        &device.hash(),
        new.id.0,
        new.device,
        new.shared,
        interval(limits.idle)?,
        interval(limits.lasting)?,
        &new.refresh.hash()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Profile {
        subject: row.subject,
        session: new.id,
        name: row.name,
        lang: Lang::parse(&row.language).unwrap_or_default(),
        theme: row.theme,
        role: None,
        shared: new.shared,
        expires_at: row.expires_at,
    }))
}

/// To whom a code goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRecipient {
    pub person: PersonId,
    pub contact_point: ContactPointId,
    /// `email` or `phone`.
    pub kind: String,
    pub address: String,
    pub lang: Lang,
    /// Whose account it opens: the name under which it is sent.
    pub creditor: Option<(CreditorId, String)>,
    pub expires_at: DateTime<Utc>,
}

/// For the job that sends it: to whom a code goes, unless it is nobody's, was sent already or has expired.
pub async fn code_recipient(tx: &mut Tx, code: Uuid) -> Result<Option<CodeRecipient>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.id as "person: PersonId", c.id as "contact_point: ContactPointId", c.kind, c.address, p.language, s.expires_at,
             owed.id as "creditor?: CreditorId", owed.name as "creditor_name?"
           from sign_in_codes s
             join contact_points c on c.id = s.contact_point_id
             join persons p on p.id = s.person_id
             left join lateral (select o.id, o.name from parties t join creditors o on o.id = t.creditor_id
               where t.person_id = p.id and party_is_current(t.from_on, t.until_on) order by o.name limit 1) as owed on true
           where s.id = $1 and s.link_hash is null and s.expires_at > now() and c.suspended_at is null
           for update of s"#,
        code
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| CodeRecipient {
        person: row.person,
        contact_point: row.contact_point,
        kind: row.kind,
        address: row.address,
        lang: Lang::parse(&row.language).unwrap_or_default(),
        creditor: row.creditor.zip(row.creditor_name),
        expires_at: row.expires_at,
    }))
}

/// For the job that sends it: gives a code its digits and its link.
pub async fn arm_code(
    tx: &mut Tx,
    keys: &Keys,
    code: Uuid,
    digits: &str,
    link: &Secret,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sign_in_codes set code_hash = $2, link_hash = $3 where id = $1",
        code,
        &code_hash(keys, code, digits),
        &link.hash()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// For imports and seeds: keeps a fact that a person and a creditor both know, as a digest.
pub async fn keep_fact(
    tx: &mut Tx,
    keys: &Keys,
    person: PersonId,
    creditor: CreditorId,
    kind: FactKind,
    fact: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into known_facts (person_id, creditor_id, kind, fact_hash) values ($1, $2, $3, $4) on conflict do nothing",
        person.0,
        creditor.0,
        kind.code(),
        &fact_hash(keys, kind, &kind.plain(fact))
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// For imports: many facts at once, each in the place of what the person's fact of that kind was before.
pub async fn replace_facts(
    tx: &mut Tx,
    keys: &Keys,
    creditor: CreditorId,
    facts: &[(PersonId, FactKind, String)],
) -> Result<(), sqlx::Error> {
    let persons: Vec<Uuid> = facts.iter().map(|(person, ..)| person.0).collect();
    let kinds: Vec<&str> = facts.iter().map(|(_, kind, _)| kind.code()).collect();
    let hashes: Vec<Vec<u8>> =
        facts.iter().map(|(_, kind, fact)| fact_hash(keys, *kind, &kind.plain(fact)).to_vec()).collect();
    sqlx::query!(
        "with given as (select * from unnest($2::uuid[], $3::text[], $4::bytea[]) as given (person_id, kind, fact_hash)),
           gone as (
             delete from known_facts k using given g
             where k.creditor_id = $1 and k.person_id = g.person_id and k.kind = g.kind and k.fact_hash <> g.fact_hash
           )
         insert into known_facts (person_id, creditor_id, kind, fact_hash)
         select person_id, $1, kind, fact_hash from given on conflict do nothing",
        creditor.0,
        &persons,
        &kinds as &[&str],
        &hashes,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn kept(tx: &mut Tx, code: Uuid, retry_at: Option<DateTime<Utc>>) -> Result<Asked, sqlx::Error> {
    if let Some(retry_at) = retry_at {
        return Ok(Err(retry_at));
    }
    let once = format!("{SEND_CODE}:{code}");
    tx.enqueue(SEND_CODE, serde_json::json!({ "code": code }), Some(&once), std::time::Duration::ZERO)
        .await?;
    tx.audit("ask_sign_in_code", "sign_in_code", code, None).await?;
    Ok(Ok(code))
}

/// A digest that no six digits have.
fn no_code() -> [u8; 32] {
    rand::random()
}

/// Digits are the same for many people, so the digest takes in which code they belong to.
fn code_hash(keys: &Keys, code: Uuid, digits: &str) -> [u8; 32] {
    keys.digest("sign-in code", format!("{code}:{digits}").as_bytes())
}

fn fact_hash(keys: &Keys, kind: FactKind, plain: &str) -> [u8; 32] {
    keys.digest("known fact", format!("{}:{plain}", kind.code()).as_bytes())
}
