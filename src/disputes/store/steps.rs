//! What happens to a dispute, written down as it happens, with the files that came with it.

use chrono::NaiveDate;

use crate::disputes::store::reading::Dispute;
use crate::kernel::db::Tx;
use crate::kernel::ids::{
    AccountFileId, AccountId, CreditorId, DebtorId, DisputeId, DisputeStepId, PersonId,
};

/// What a step carries in its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Of {
    pub dispute: DisputeId,
    pub account: AccountId,
    pub debtor: DebtorId,
    pub creditor: CreditorId,
    /// Whose dispute it is.
    pub opened_by: PersonId,
    /// The creditor's day.
    pub today: NaiveDate,
}

impl From<&Dispute> for Of {
    fn from(dispute: &Dispute) -> Self {
        Self {
            dispute: dispute.id,
            account: dispute.account.id,
            debtor: dispute.account.debtor,
            creditor: dispute.account.creditor,
            opened_by: dispute.opened_by,
            today: dispute.account.today,
        }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    Opened,
    Added,
    Withdrawn,
    Replied,
    Appealed,
    Taken,
    Asked,
    Decided,
    /// The creditor issued their own paper.
    Fiscal,
}

impl StepKind {
    pub const ALL: [Self; 9] = [
        Self::Opened,
        Self::Added,
        Self::Withdrawn,
        Self::Replied,
        Self::Appealed,
        Self::Taken,
        Self::Asked,
        Self::Decided,
        Self::Fiscal,
    ];

    /// The word that the database keeps, and by which the trail says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Added => "added",
            Self::Withdrawn => "withdrawn",
            Self::Replied => "replied",
            Self::Appealed => "appealed",
            Self::Taken => "taken",
            Self::Asked => "asked",
            Self::Decided => "decided",
            Self::Fiscal => "fiscal",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Opened => "open",
            Self::Added => "add",
            Self::Withdrawn => "withdraw",
            Self::Replied => "reply",
            Self::Appealed => "appeal",
            Self::Taken => "take",
            Self::Asked => "ask",
            Self::Decided => "decide",
            Self::Fiscal => "note_fiscal_paper",
        }
    }
}

/// A step that is taken.
#[derive(Clone, Debug, Default)]
pub struct Taken<'a> {
    pub words: &'a str,
    /// Of an answer, its reason.
    pub reason: &'a str,
    pub credited_minor: i64,
    pub until_on: Option<NaiveDate>,
    pub files: &'a [AccountFileId],
}

/// Writes a step down in the actor's name.
pub async fn step(tx: &mut Tx, of: Of, kind: StepKind, taken: &Taken<'_>) -> Result<(), sqlx::Error> {
    let (id, actor, now) = (DisputeStepId::new(), tx.actor(), tx.now());
    sqlx::query!(
        "insert into dispute_steps (id, dispute_id, account_id, debtor_id, creditor_id, opened_by, kind, by_kind, by_id, shown_name, words,
           reason, credited_minor, until_on, happened_at, happened_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $8 = 'staff' then coalesce(staff_first_name($9), '') else '' end, $10, $11, $12,
           $13, $14, $15)",
        id.0,
        of.dispute.0,
        of.account.0,
        of.debtor.0,
        of.creditor.0,
        of.opened_by.0,
        kind.name(),
        actor.kind(),
        actor.id(),
        taken.words,
        taken.reason,
        taken.credited_minor,
        taken.until_on,
        now,
        of.today
    )
    .execute(&mut **tx)
    .await?;
    for file in taken.files {
        sqlx::query!(
            "insert into dispute_files (step_id, dispute_id, file_id, account_id, debtor_id, creditor_id, opened_by)
             values ($1, $2, $3, $4, $5, $6, $7)",
            id.0,
            of.dispute.0,
            file.0,
            of.account.0,
            of.debtor.0,
            of.creditor.0,
            of.opened_by.0
        )
        .execute(&mut **tx)
        .await?;
    }
    tx.audit(kind.verb(), "dispute", of.dispute.0, Some(of.account)).await
}
