//! Complaints in the database.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::complaints::model::{Kind, Outcome};
use crate::complaints::words;
use crate::contact::model::NoticeKind;
use crate::contact::telling::{pointer, tell_about};
use crate::disputes::promise::promised_on;
use crate::disputes::store::ground::terms;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountId, ComplaintId, PersonId};
use crate::kernel::locale::Lang;
use crate::policies;

/// One complaint.
#[derive(Clone, Debug)]
pub struct Complaint {
    pub id: ComplaintId,
    pub account: AccountId,
    pub account_reference: String,
    pub debtor_name: String,
    pub person: PersonId,
    pub person_name: String,
    pub number: String,
    pub kind: Kind,
    pub words: String,
    pub opened_on: NaiveDate,
    pub promised_on: NaiveDate,
    /// The first name of who of the team wrote it down, where it came by telephone.
    pub taken_by: Option<String>,
    pub answer: Option<Answer>,
}

/// What was answered, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub outcome: Outcome,
    pub words: String,
    pub by: String,
    pub on: NaiveDate,
}

/// Which of the register.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which {
    pub account: Option<AccountId>,
    pub id: Option<ComplaintId>,
    /// The first day of the month in which they were opened.
    pub month: Option<NaiveDate>,
}

/// Those that this reader may see, the newest first: a person's own, or those made to the team.
pub async fn complaints(tx: &mut Tx, which: Which) -> Result<Vec<Complaint>, sqlx::Error> {
    let actor = tx.actor();
    let rows = sqlx::query!(
        r#"select c.id as "id: ComplaintId", c.account_id as "account: AccountId", a.reference, d.name as debtor_name,
             c.person_id as "person: PersonId", p.name as person_name, c.number, c.kind, c.words, c.opened_on, c.promised_on,
             c.outcome, c.answer, c.answered_on, staff_first_name(c.answered_by) as answered_by,
             staff_first_name(c.taken_by) as taken_by
           from complaints c join accounts a on a.id = c.account_id join debtors d on d.id = c.debtor_id
             join persons p on p.id = c.person_id
           where ($3::uuid is null or c.account_id = $3) and ($4::uuid is null or c.id = $4)
             and ($5::date is null or date_trunc('month', c.opened_on) = date_trunc('month', $5::date))
             and case $1 when 'person' then c.person_id = $2
               else c.creditor_id in (select creditor_id from staff_creditors where staff_id = $2) end
           order by c.opened_at desc, c.id limit 1000"#,
        actor.kind(),
        actor.id(),
        which.account.map(|account| account.0),
        which.id.map(|id| id.0),
        which.month
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut complaints = Vec::with_capacity(rows.len());
    for row in rows {
        let outcome = row.outcome.as_deref().and_then(Outcome::parse);
        let by = row.answered_by.unwrap_or_default();
        let kind = Kind::parse(&row.kind);
        complaints.push(Complaint {
            id: row.id,
            account: row.account,
            account_reference: row.reference,
            debtor_name: row.debtor_name,
            person: row.person,
            person_name: row.person_name,
            number: row.number,
            kind: kind.ok_or_else(|| sqlx::Error::Decode("an unknown kind of complaint".into()))?,
            words: row.words,
            opened_on: row.opened_on,
            promised_on: row.promised_on,
            taken_by: row.taken_by,
            answer: outcome.zip(row.answered_on).map(|(outcome, on)| Answer {
                outcome,
                words: row.answer,
                by,
                on,
            }),
        });
    }
    Ok(complaints)
}

/// One of them.
pub async fn complaint(tx: &mut Tx, id: ComplaintId) -> Result<Complaint, sqlx::Error> {
    let found = complaints(tx, Which { id: Some(id), ..Which::default() }).await?;
    found.into_iter().next().ok_or(sqlx::Error::RowNotFound)
}

/// What somebody complains about.
#[derive(Clone, Copy, Debug)]
pub struct NewComplaint<'a> {
    pub person: PersonId,
    pub kind: Kind,
    pub words: &'a str,
    /// Minted by the page that held the form.
    pub key: Uuid,
}

/// Writes down what somebody complains about, or what the team heard on the telephone; answers none where this very form
/// was sent before.
pub async fn complain(
    tx: &mut Tx,
    of: &Account,
    NewComplaint { person, kind, words, key }: NewComplaint<'_>,
) -> Result<Option<ComplaintId>, sqlx::Error> {
    let taken_by = match tx.actor() {
        Actor::Staff { staff, .. } => Some(staff.0),
        _ => None,
    };
    let version = policies::store::in_force(tx, of.creditor, of.today).await?;
    let parameters = version.map(|version| version.parameters).unwrap_or_default();
    let (_, jurisdiction) = terms(tx, of).await?;
    let promised_on = promised_on(of.today, parameters.dispute_answer_days, jurisdiction);
    let number = sqlx::query_scalar!(r#"select take_complaint_number($1) as "number""#, of.id.0)
        .fetch_one(&mut **tx)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    let (id, now) = (ComplaintId::new(), tx.now());
    let kept = sqlx::query!(
        "insert into complaints (id, account_id, debtor_id, creditor_id, number, person_id, kind, words, opened_at, opened_on, promised_on, request_key, taken_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id.0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        format!("Q-{number}"),
        person.0,
        kind.name(),
        words,
        now,
        of.today,
        promised_on,
        key,
        taken_by
    )
    .execute(&mut **tx)
    .await;
    match kept {
        Ok(_) => {
            tx.audit("complain", "complaint", id.0, Some(of.id)).await?;
            if taken_by.is_some() {
                let complaint = complaint(tx, id).await?;
                tell(tx, of, &complaint, (words::mail_taken_subject, words::mail_taken)).await?;
            }
            Ok(Some(id))
        }
        Err(error) if broken_constraint(&error) == Some("complaints_request_key") => Ok(None),
        Err(error) => Err(error),
    }
}

/// Answers it, once; false where somebody else has.
pub async fn answer(
    tx: &mut Tx,
    complaint: &Complaint,
    outcome: Outcome,
    words: &str,
) -> Result<bool, sqlx::Error> {
    let of = account(tx, complaint.account).await?;
    let answered = sqlx::query!(
        "update complaints set outcome = $2, answer = $3, answered_by = $4, answered_on = $5 where id = $1 and outcome is null",
        complaint.id.0,
        outcome.name(),
        words,
        tx.actor().id(),
        of.today
    )
    .execute(&mut **tx)
    .await?;
    if answered.rows_affected() == 0 {
        return Ok(false);
    }
    tx.audit("answer", "complaint", complaint.id.0, Some(complaint.account)).await?;
    tell(tx, &of, complaint, (words::mail_subject, words::mail_text)).await?;
    Ok(true)
}

/// Who may have called about an account: whoever has a part in all of it, and so reads here what is written down.
pub async fn callers(tx: &mut Tx, of: &Account) -> Result<Vec<(PersonId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name from parties y join persons p on p.id = y.person_id
           where y.account_id = $1 and y.invoice_id is null and y.from_on <= $2 and (y.until_on is null or y.until_on >= $2) order by p.name, 1"#,
        of.id.0,
        of.today
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// A subject that names a complaint, and a sentence that names its creditor and it.
type Sentences = (fn(Lang, &str) -> String, fn(Lang, &str, &str) -> String);

/// That it is written down or answered, and not a word of it.
async fn tell(
    tx: &mut Tx,
    of: &Account,
    complaint: &Complaint,
    (subject, text): Sentences,
) -> Result<(), sqlx::Error> {
    tell_about(tx, NoticeKind::Answer, complaint.person, of, |lang| {
        let sentence = text(lang, &of.creditor_name, &complaint.number);
        let path = format!("/account/complaints?account={}", of.id);
        pointer(subject(lang, &complaint.number), sentence, words::mail_read(lang), path)
    })
    .await
}
