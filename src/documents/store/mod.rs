//! Papers in the database, and what they are made from.

pub mod closing;
pub mod receipts;
pub mod statement;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::contact::model::NoticeCode;
use crate::documents::model::{PaperKind, PaperState};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, PaperId, PersonId};
use crate::kernel::locale::Lang;

/// A sealed paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub number: String,
    pub code: String,
    pub part: i32,
    pub parts: i32,
    pub content: Vec<u8>,
}

/// Which paper is meant: what it is about, for whom and in which language, and the digest of what it states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub kind: PaperKind,
    pub subject: Uuid,
    pub about: String,
    pub for_person: Option<PersonId>,
    pub lang: Lang,
    pub facts: [u8; 32],
}

/// What anybody learns who holds a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub creditor: String,
    pub kind: PaperKind,
    pub number: String,
    pub part: i32,
    pub parts: i32,
    pub sealed_on: NaiveDate,
    /// In hexadecimal digits.
    pub sha256: String,
    pub state: PaperState,
}

/// One part of the paper, if it was sealed already.
pub async fn find(tx: &mut Tx, paper: &Identity, part: i32) -> Result<Option<Sealed>, sqlx::Error> {
    sqlx::query_as!(
        Sealed,
        "select number, code, part, parts, content from papers
         where kind = $1 and subject_id = $2 and about = $3 and for_person_id is not distinct from $4
           and languages = array[$5::text] and facts = $6 and part = $7",
        paper.kind.name(),
        paper.subject,
        paper.about,
        paper.for_person.map(|person| person.0),
        paper.lang.code(),
        &paper.facts[..],
        part
    )
    .fetch_optional(&mut **tx)
    .await
}

/// A part of a long paper, for a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub part: i32,
    pub parts: i32,
    pub bytes: i32,
}

/// The parts of the paper that were sealed so far.
pub async fn parts(tx: &mut Tx, paper: &Identity) -> Result<Vec<Part>, sqlx::Error> {
    sqlx::query_as!(
        Part,
        r#"select part, parts, octet_length(content) as "bytes!" from papers
           where kind = $1 and subject_id = $2 and about = $3 and for_person_id is not distinct from $4
             and languages = array[$5::text] and facts = $6 order by part"#,
        paper.kind.name(),
        paper.subject,
        paper.about,
        paper.for_person.map(|person| person.0),
        paper.lang.code(),
        &paper.facts[..]
    )
    .fetch_all(&mut **tx)
    .await
}

/// Keeps what was printed; somebody who did so at the same moment wins, and theirs is the paper.
pub async fn keep(
    tx: &mut Tx,
    account: &Account,
    paper: &Identity,
    sealed: &Sealed,
) -> Result<Option<PaperId>, sqlx::Error> {
    let (id, now) = (PaperId::new(), tx.now());
    // No `returning`: it would be a read, and the scope lets some seal what they may not read back.
    let kept = sqlx::query!(
        "insert into papers (id, account_id, debtor_id, creditor_id, kind, subject_id, about, for_person_id, number, languages,
           part, parts, facts, code, content, sha256, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, array[$10::text], $11, $12, $13, $14, $15, sha256($15), $16)
         on conflict on constraint papers_once do nothing",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        paper.kind.name(),
        paper.subject,
        paper.about,
        paper.for_person.map(|person| person.0),
        sealed.number,
        paper.lang.code(),
        sealed.part,
        sealed.parts,
        &paper.facts[..],
        sealed.code,
        sealed.content,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok((kept.rows_affected() == 1).then_some(id))
}

/// The creditor's next number in a series: `statement` or `letter`.
pub async fn next_number(tx: &mut Tx, account: AccountId, series: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select take_paper_number($1, $2) as "number""#, account.0, series)
        .fetch_one(&mut **tx)
        .await?
        .ok_or(sqlx::Error::RowNotFound)
}

/// How many papers of the account were sealed since then.
pub async fn sealed_since(tx: &mut Tx, account: AccountId, since: DateTime<Utc>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from papers where account_id = $1 and created_at > $2"#,
        account.0,
        since
    )
    .fetch_one(&mut **tx)
    .await
}

/// What is known about the paper with this code, if it is one of ours. Asked as a visitor.
pub async fn verify(tx: &mut Tx, code: &NoticeCode) -> Result<Option<Verified>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select creditor as "creditor!", kind as "kind!", number as "number!", part as "part!", parts as "parts!",
             created_at as "created_at!", time_zone as "time_zone!", sha256 as "sha256!", state as "state!"
           from verify_paper($1)"#,
        code.as_str()
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        let zone: chrono_tz::Tz = row
            .time_zone
            .parse()
            .map_err(|_| undecodable(&format!("unknown time zone {:?}", row.time_zone)))?;
        Ok(Verified {
            creditor: row.creditor,
            kind: PaperKind::parse(&row.kind).ok_or_else(|| undecodable("an unknown kind of paper"))?,
            number: row.number,
            part: row.part,
            parts: row.parts,
            sealed_on: row.created_at.with_timezone(&zone).date_naive(),
            sha256: hex::encode(row.sha256),
            state: PaperState::parse(&row.state).ok_or_else(|| undecodable("an unknown state of a paper"))?,
        })
    })
    .transpose()
}

/// The creditor as its papers name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    pub name: String,
    pub legal_name: String,
    pub address: String,
    pub phone: String,
    pub complaints_body: String,
    pub accent: Option<String>,
    pub jurisdiction: String,
    /// The tax papers come from the creditor's own system, and these papers say so.
    pub fiscal_notice: bool,
}

pub async fn issuer(tx: &mut Tx, creditor: CreditorId) -> Result<Issuer, sqlx::Error> {
    sqlx::query_as!(
        Issuer,
        "select name, legal_name, address, phone, complaints_body, accent, jurisdiction, fiscal_notice
         from creditors where id = $1",
        creditor.0
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) fn undecodable(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}
