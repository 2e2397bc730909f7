//! An account goes into others' hands: prepared by one, and done once another has said yes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::package::{self, PackError};
use super::{Handover, against, handover};
use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::desk::approvals::model::{Act, LimitKind, Measure};
use crate::desk::approvals::store::{Approval, AskError, ask};
use crate::handing::model::{Kind, Prepared, State};
use crate::handing::telling::tell_handed_on;
use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{HandoverId, InvoiceId};
use crate::kernel::money::Money;
use crate::ledger::drafts::written_off_cause;
use crate::ledger::model::{Days, TransactionDraft};
use crate::ledger::store::{PostError, account_key, lock_account, open_items, post};
use crate::legal::store::hold_for;

/// Why nothing was prepared.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Something stands against it; its page says what.
    #[error("something stands against handing it on")]
    StandsAgainst,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for PrepareError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("handovers_one") => Self::StandsAgainst,
            _ => Self::Database(error),
        }
    }
}

/// Why what was approved could not be done.
#[derive(Debug, thiserror::Error)]
pub enum HandError {
    #[error("{0}")]
    NoLonger(&'static str),
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// What the approval keeps, for whoever decides and for the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToHandOn {
    pub handover: HandoverId,
    pub number: String,
    pub kind: String,
    pub to_name: String,
    pub to_contact: String,
}

/// What an approval names a hand-over by.
pub const HANDOVER: &str = "handover";

/// Prepares a hand-over and files it for a second person. The same key a second time changes nothing.
pub async fn prepare(tx: &mut Tx, of: &Account, prepared: &Prepared, key: Uuid) -> Result<(), PrepareError> {
    lock_account(tx, of.id).await?;
    if is_prepared(tx, key).await? {
        return Ok(());
    }
    if !against(tx, of, prepared.kind, None).await?.is_empty() {
        return Err(PrepareError::StandsAgainst);
    }
    let (id, number) = (HandoverId::new(), next_number(tx, of).await?);
    let (by, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "insert into handovers (id, account_id, debtor_id, creditor_id, number, kind, to_name, to_contact, reason, currency, prepared_by,
           prepared_at, request_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id.0,
        of.id.0,
        of.debtor.0,
        of.creditor.0,
        number,
        prepared.kind.name(),
        prepared.to_name,
        prepared.to_contact,
        prepared.reason,
        of.currency.code(),
        by,
        now,
        key
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("prepare", HANDOVER, id.0, Some(of.id)).await?;
    let kind = if prepared.kind == Kind::WriteOff { LimitKind::WriteOff } else { LimitKind::HandOn };
    let measure = Measure::Money(open_sum(tx, of).await?);
    let act = act(of, kind, measure, id, &number, prepared)?;
    ask(tx, &act).await.map_err(|error| match error {
        AskError::AlreadyAsked | AskError::Nobody => PrepareError::StandsAgainst,
        AskError::Database(error) => error.into(),
    })?;
    Ok(())
}

/// What is open on the account.
pub async fn open_sum(tx: &mut Tx, of: &Account) -> Result<Money, sqlx::Error> {
    let minor: i64 = open_items(tx, of.id).await?.iter().map(|item| item.open.sum_minor()).sum();
    Ok(Money::new(minor, of.currency))
}

/// Somebody approved it: everything that goes with it is done, or nothing is.
pub async fn approved(tx: &mut Tx, approval: &Approval, public_url: &str) -> Result<(), HandError> {
    let of = account(tx, approval.account.ok_or(sqlx::Error::RowNotFound)?).await?;
    lock_account(tx, of.id).await?;
    let handover = handover(tx, HandoverId(approval.object)).await?;
    if handover.state != State::Asked {
        return Err(HandError::NoLonger("it was decided before"));
    }
    if !against(tx, &of, handover.kind, Some(handover.id)).await?.is_empty() {
        return Err(HandError::NoLonger("something stands against handing it on"));
    }
    if handover.kind.rests() {
        hold_for(tx, &of, handover.id, &handover.number).await?;
    }
    let open = open_sum(tx, &of).await?;
    if handover.kind == Kind::WriteOff {
        write_off(tx, &of, &handover).await?;
    }
    if !handover.kind.takes_payments() {
        revoke_links(tx, &of).await?;
    }
    let paper = package::seal(tx, &of, &handover, open, public_url).await?;
    let (by, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "update handovers set state = 'standing', decided_by = $2, decided_at = $3, handed_on = $4, open_minor = $5, paper_id = $6
         where id = $1",
        handover.id.0,
        by,
        now,
        of.today,
        open.minor,
        paper.0
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("hand_on", HANDOVER, handover.id.0, Some(of.id)).await?;
    Ok(tell_handed_on(tx, &of, &handover).await?)
}

/// Somebody declined it: the account can be handed on anew.
pub async fn let_go(tx: &mut Tx, approval: &Approval) -> Result<(), sqlx::Error> {
    sqlx::query!("update handovers set state = 'declined' where id = $1 and state = 'asked'", approval.object)
        .execute(&mut **tx)
        .await
        .map(drop)
}

fn act(
    of: &Account,
    kind: LimitKind,
    measure: Measure,
    id: HandoverId,
    number: &str,
    prepared: &Prepared,
) -> Result<Act, sqlx::Error> {
    let payload = ToHandOn {
        handover: id,
        number: number.to_owned(),
        kind: prepared.kind.name().to_owned(),
        to_name: prepared.to_name.clone(),
        to_contact: prepared.to_contact.clone(),
    };
    Ok(Act {
        kind,
        measure,
        account: of.id,
        object_kind: HANDOVER,
        object: id.0,
        payload: serde_json::to_value(&payload).map_err(|error| sqlx::Error::Encode(error.into()))?,
        // What is owed stays owed, whoever holds it.
        change_minor: 0,
        reason: prepared.reason.clone(),
    })
}

/// The creditor's books call it lost, invoice by invoice; the claim stays (domain-rules A4, B18).
async fn write_off(tx: &mut Tx, of: &Account, handover: &Handover) -> Result<(), PostError> {
    let Some(key) = account_key(tx, of.id).await? else { return Ok(()) };
    for item in open_items(tx, of.id).await? {
        let minor = item.open.sum_minor();
        if minor > 0 {
            let cause = written_off_cause(handover.id, item.invoice);
            let draft = TransactionDraft::write_off(
                key,
                item.invoice,
                cause,
                &handover.number,
                minor,
                Days::on(of.today),
            );
            post(tx, &draft).await?;
        }
    }
    Ok(())
}

/// Links by which anybody could pay it here lead nowhere any more.
async fn revoke_links(tx: &mut Tx, of: &Account) -> Result<(), sqlx::Error> {
    let (by, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "update pay_links set revoked_at = $2, revoked_by = $3 where account_id = $1 and revoked_at is null",
        of.id.0,
        now,
        by
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

async fn is_prepared(tx: &mut Tx, key: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from handovers where request_key = $1 and prepared_by = $2) as "is_prepared!""#,
        key,
        tx.actor().id()
    )
    .fetch_one(&mut **tx)
    .await
}

async fn next_number(tx: &mut Tx, of: &Account) -> Result<String, sqlx::Error> {
    let number = sqlx::query_scalar!(r#"select take_handover_number($1) as "number""#, of.id.0)
        .fetch_one(&mut **tx)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    Ok(format!("E-{number}"))
}

/// The invoices that a hand-over wrote off.
pub(super) async fn written_off(tx: &mut Tx, handover: HandoverId) -> Result<Vec<InvoiceId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct e.invoice_id as "invoice!: InvoiceId" from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
           where t.kind = 'write_off' and t.dedupe_key like 'written off:' || $1::text || ':%' and e.invoice_id is not null"#,
        handover.0.to_string()
    )
    .fetch_all(&mut **tx)
    .await
}
