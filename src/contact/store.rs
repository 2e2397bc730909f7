//! The log of notices and the outbox.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use rand::Rng as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::types::Json;

use crate::contact::letters::{self, Foot};
use crate::contact::mail::Parcel;
use crate::contact::model::{
    Block, Channel, Decision, Facts, Letter, NoticeCode, NoticeKind, RULES_VERSION, Verdict, decide,
};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, ContactPointId, CreditorId, NoticeId, PersonId, TaskId};
use crate::kernel::locale::Lang;
use crate::needs;
use crate::needs::model::NeedKind;

/// The kind of the job that hands a notice to its carrier.
pub const SEND_NOTICE: &str = "send_notice";

/// One thing to be said to one person.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: NoticeKind,
    pub to: Recipient,
    /// On whose behalf.
    pub creditor: CreditorId,
    /// The account it is about, which whoever sends must be able to see.
    pub account: Option<AccountId>,
    /// The language of the words.
    pub lang: Lang,
    pub words: Letter,
    /// After this, in real time, it is of no use and is no longer sent: set it on whatever runs out.
    pub good_until: Option<DateTime<Utc>>,
}

/// To whom, and where.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Nobody for a guest who left an address for a receipt.
    pub person: Option<PersonId>,
    /// The address as we keep it, so that "I am not this person" can suspend it.
    pub contact_point: Option<ContactPointId>,
    pub channel: Channel,
    pub address: String,
}

/// Decides about a notice, logs the decision and, where it may go, puts it into the outbox and has it sent once this
/// transaction commits. The only way anything goes outward.
pub async fn send(tx: &mut Tx, notice: Notice) -> Result<NoticeId, sqlx::Error> {
    let id = NoticeId::new();
    let sender = find_sender(tx, notice.creditor, notice.account).await?;
    let facts = Facts {
        kind: notice.kind,
        channel: notice.to.channel,
        address_suspended: is_suspended(tx, &notice).await?,
        letters_only: wants_letters(tx, &notice).await?,
    };
    let decision = decide(&facts);
    let code = NoticeCode::from_random(rand::rng().random());
    log(tx, id, &notice, &sender, &facts, decision, &code).await?;
    tx.audit("send", "notice", id.0, notice.account).await?;
    let delay = match decision.verdict {
        Verdict::Deny => {
            ask_for_letter(tx, id).await?;
            return Ok(id);
        }
        Verdict::Defer { until } => (until - tx.now()).to_std().unwrap_or_default(),
        Verdict::Allow | Verdict::RequiredBy { .. } => Duration::ZERO,
    };
    put_into_outbox(tx, id, notice, &sender, &code).await?;
    tx.enqueue(SEND_NOTICE, json!({ "notice": id }), Some(&format!("{SEND_NOTICE}:{id}")), delay).await?;
    Ok(id)
}

/// A notice that has not been sent and not been given up.
#[derive(Debug)]
pub struct Waiting {
    pub parcel: Parcel,
    /// The address was suspended after the notice was allowed.
    pub is_suspended: bool,
    pub has_expired: bool,
}

/// Why a notice is no longer tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Somebody said "I am not this person" while it waited.
    AddressSuspended,
    /// It ran out while it waited.
    Expired,
    /// Nothing here sends over that channel.
    NoCarrier,
    /// The other side refuses the address.
    AddressRefused { is_gone: bool },
}

impl Failure {
    /// The word that the log keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::AddressSuspended => "address_suspended",
            Self::Expired => "expired",
            Self::NoCarrier => "no_carrier",
            Self::AddressRefused { .. } => "address_refused",
        }
    }
}

/// The notice with its words, if it still waits. Whether it has expired is judged by real time.
pub async fn waiting(tx: &mut Tx, notice: NoticeId) -> Result<Option<Waiting>, sqlx::Error> {
    let found = sqlx::query!(
        r#"select n.channel, o.address, o.sender, o.language, o.subject, o.body as "body!: Json<Vec<Block>>",
             coalesce(o.expires_at <= now(), false) as "has_expired!", p.suspended_at is not null as "is_suspended!"
           from outbox o join notices n on n.id = o.notice_id left join contact_points p on p.id = o.contact_point_id
           where o.notice_id = $1 and o.body is not null and n.sent_at is null and n.failed_at is null"#,
        notice.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.and_then(|row| {
        Some(Waiting {
            parcel: Parcel {
                notice,
                channel: Channel::parse(&row.channel)?,
                address: row.address,
                sender: row.sender,
                lang: Lang::parse(&row.language)?,
                subject: row.subject,
                blocks: row.body.0,
            },
            is_suspended: row.is_suspended,
            has_expired: row.has_expired,
        })
    }))
}

/// Notes that a notice went out. Its words are deleted, unless a mailbox shows them.
pub async fn mark_sent(tx: &mut Tx, notice: NoticeId, keep_words: bool) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update notices set sent_at = $2 where id = $1 and sent_at is null", notice.0, now)
        .execute(&mut **tx)
        .await?;
    if !keep_words {
        delete_words(tx, notice).await?;
    }
    tx.audit("sent", "notice", notice.0, None).await
}

/// Notes that a notice will not go out, and why. Where the other side refuses the address, the team hears of it, and
/// an address at which nobody is gets nothing more.
pub async fn give_up(tx: &mut Tx, notice: NoticeId, failure: Failure) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update notices set failed_at = $2, failure = $3 where id = $1 and sent_at is null and failed_at is null",
        notice.0,
        now,
        failure.code()
    )
    .execute(&mut **tx)
    .await?;
    delete_words(tx, notice).await?;
    if let Failure::AddressRefused { is_gone } = failure {
        note_refused_address(tx, notice, is_gone).await?;
    }
    tx.audit("give_up", "notice", notice.0, None).await
}

/// Suspends the address that a notice with this token went to, and opens a task for the creditor; the same answer
/// whether or not there is such a token. Needs no scope: whoever holds the link may press it.
pub async fn report_wrong_person(tx: &mut Tx, token: &str) -> Result<(), sqlx::Error> {
    let notice = sqlx::query_scalar!(
        r#"select report_wrong_person($1, $2) as "notice: NoticeId""#,
        stop_hash(token),
        TaskId::new().0
    )
    .fetch_one(&mut **tx)
    .await?;
    match notice {
        Some(notice) => tx.audit("report_wrong_person", "notice", notice.0, None).await,
        None => Ok(()),
    }
}

/// What anybody may know who holds a notice with this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub creditor: String,
    /// In the creditor's zone.
    pub sent_on: NaiveDate,
    pub channel: Channel,
}

/// Looks for a notice of ours that left with this code.
pub async fn verify(tx: &mut Tx, code: &NoticeCode) -> Result<Option<Verified>, sqlx::Error> {
    let found = sqlx::query!(
        r#"select creditor as "creditor!", sent_at as "sent_at!", time_zone as "time_zone!", channel as "channel!"
           from verify_document($1)"#,
        code.as_str()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.and_then(|row| {
        let zone: chrono_tz::Tz = row.time_zone.parse().unwrap_or(chrono_tz::UTC);
        Some(Verified {
            creditor: row.creditor,
            sent_on: row.sent_at.with_timezone(&zone).date_naive(),
            channel: Channel::parse(&row.channel)?,
        })
    }))
}

/// Where a creditor answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telephone {
    pub creditor: String,
    pub phone: String,
}

/// Every creditor's telephone, for somebody who does not know whom to believe.
pub async fn telephones(tx: &mut Tx) -> Result<Vec<Telephone>, sqlx::Error> {
    sqlx::query_as!(
        Telephone,
        "select name as creditor, phone from creditors where phone <> '' order by name limit 20"
    )
    .fetch_all(&mut **tx)
    .await
}

/// The creditor's name, and what of the account is printed.
struct Sender {
    name: String,
    reference: Option<String>,
    debtor_id: Option<uuid::Uuid>,
}

/// An account that the actor does not see, or of another creditor, is not found.
async fn find_sender(
    tx: &mut Tx,
    creditor: CreditorId,
    account: Option<AccountId>,
) -> Result<Sender, sqlx::Error> {
    sqlx::query_as!(
        Sender,
        r#"select c.name, a.reference as "reference?", a.debtor_id as "debtor_id?"
           from creditors c left join accounts a on a.id = $2 and a.creditor_id = c.id
           where c.id = $1 and ($2::uuid is null or a.id is not null)"#,
        creditor.0,
        account.map(|account| account.0)
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether nothing goes to the address: the one that we keep is suspended, or its person had it hidden, from whichever form it was
/// typed into.
async fn is_suspended(tx: &mut Tx, notice: &Notice) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(contact_point_suspended($1), false) or address_is_unsafe($2, $3, $4) as "suspended!""#,
        notice.to.contact_point.map(|point| point.0),
        notice.to.address,
        notice.to.person.map(|person| person.0),
        notice.creditor.0
    )
    .fetch_one(&mut **tx)
    .await
}

async fn wants_letters(tx: &mut Tx, notice: &Notice) -> Result<bool, sqlx::Error> {
    let Some(person) = notice.to.person else { return Ok(false) };
    needs::store::has(tx, person, notice.creditor, NeedKind::LettersOnly).await
}

/// Has the team write what was held back only because its person wants letters.
async fn ask_for_letter(tx: &mut Tx, notice: NoticeId) -> Result<(), sqlx::Error> {
    sqlx::query!("select ask_for_letter($1, $2)", notice.0, TaskId::new().0)
        .fetch_one(&mut **tx)
        .await
        .map(drop)
}

async fn log(
    tx: &mut Tx,
    id: NoticeId,
    notice: &Notice,
    sender: &Sender,
    facts: &Facts,
    decision: Decision,
    code: &NoticeCode,
) -> Result<(), sqlx::Error> {
    let (defer_until, required_by) = match decision.verdict {
        Verdict::Allow | Verdict::Deny => (None, None),
        Verdict::Defer { until } => (Some(until), None),
        Verdict::RequiredBy { on } => (None, Some(on)),
    };
    sqlx::query!(
        "insert into notices (id, person_id, account_id, debtor_id, creditor_id, kind, channel, code,
           decision, rule, rules_version, facts, defer_until, required_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        id.0,
        notice.to.person.map(|person| person.0),
        notice.account.map(|account| account.0),
        sender.debtor_id,
        notice.creditor.0,
        notice.kind.code(),
        notice.to.channel.code(),
        code.as_str(),
        decision.verdict.code(),
        decision.rule,
        RULES_VERSION,
        Json(facts) as _,
        defer_until,
        required_by,
        tx.now()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn put_into_outbox(
    tx: &mut Tx,
    id: NoticeId,
    notice: Notice,
    sender: &Sender,
    code: &NoticeCode,
) -> Result<(), sqlx::Error> {
    let token = URL_SAFE_NO_PAD.encode(rand::rng().random::<[u8; 16]>());
    let stop = format!("/stop/{token}");
    let foot = letters::foot(
        &Foot {
            sender: &sender.name,
            reference: sender.reference.as_deref(),
            code: code.as_str(),
            stop: &stop,
        },
        notice.to.channel.is_short(),
        notice.lang,
    );
    let subject = notice.words.subject.clone();
    let body: Vec<Block> = notice.words.blocks(notice.to.channel, foot);
    sqlx::query!(
        "insert into outbox (notice_id, address, sender, language, subject, body, stop_token_hash, contact_point_id, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        notice.to.address,
        sender.name,
        notice.lang.code(),
        subject,
        Json(body) as _,
        stop_hash(&token),
        notice.to.contact_point.map(|point| point.0),
        notice.good_until
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn delete_words(tx: &mut Tx, notice: NoticeId) -> Result<(), sqlx::Error> {
    sqlx::query!("update outbox set body = null where notice_id = $1", notice.0)
        .execute(&mut **tx)
        .await
        .map(drop)
}

async fn note_refused_address(tx: &mut Tx, notice: NoticeId, is_gone: bool) -> Result<(), sqlx::Error> {
    if is_gone {
        sqlx::query!(
            "update contact_points set suspended_at = now()
             where id = (select contact_point_id from outbox where notice_id = $1) and suspended_at is null",
            notice.0
        )
        .execute(&mut **tx)
        .await?;
    }
    let now = tx.now();
    sqlx::query!(
        "insert into tasks (id, account_id, debtor_id, creditor_id, kind, about_kind, about_id, created_at)
         select $2, account_id, debtor_id, creditor_id, 'address_refused', 'notice', id, $3
         from notices where id = $1 and creditor_id is not null",
        notice.0,
        TaskId::new().0,
        now
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

fn stop_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
