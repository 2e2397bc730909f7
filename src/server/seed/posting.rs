//! One transaction of the demo in the books.

use chrono::NaiveDate;

use super::accounts::Case;
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, PolicyVersionId, TransactionId};

/// What is posted, why and for when. Entries without an amount are left out.
pub(super) struct Posting {
    pub case: Case,
    pub kind: &'static str,
    pub key: String,
    pub on: NaiveDate,
    pub document: (&'static str, String),
    pub reason: Option<Reason>,
    pub entries: Vec<(&'static str, Option<InvoiceId>, i64)>,
}

/// The rule behind an amount and how it was worked out.
pub(super) struct Reason {
    pub rule: String,
    pub policy: PolicyVersionId,
    pub basis: serde_json::Value,
}

pub(super) async fn post(tx: &mut Tx, posting: Posting) -> Result<TransactionId, sqlx::Error> {
    let id = TransactionId::new();
    insert_transaction(tx, id, &posting).await?;
    let entries: Vec<_> = posting.entries.iter().filter(|(_, _, minor)| *minor != 0).collect();
    let books: Vec<String> = entries.iter().map(|(book, _, _)| (*book).to_owned()).collect();
    let invoices: Vec<Option<uuid::Uuid>> =
        entries.iter().map(|(_, invoice, _)| invoice.map(|invoice| invoice.0)).collect();
    let amounts: Vec<i64> = entries.iter().map(|(_, _, minor)| *minor).collect();
    sqlx::query!(
        "insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, invoice_id, currency, amount_minor, digest)
         select $1, n::smallint, e.book, $2, a.id, a.debtor_id, e.invoice, 'MXN', e.minor,
           ledger_entry_digest($1, n::smallint, e.book, $2, a.id, a.debtor_id, e.invoice, 'MXN', e.minor)
         from unnest($4::text[], $5::uuid[], $6::bigint[]) with ordinality as e (book, invoice, minor, n)
         join books b on b.name = e.book left join accounts a on a.id = $3 and b.belongs_to = 'debtor'",
        id.0,
        posting.case.creditor.0,
        posting.case.account.0,
        &books,
        &invoices as &[Option<uuid::Uuid>],
        &amounts
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

async fn insert_transaction(tx: &mut Tx, id: TransactionId, posting: &Posting) -> Result<(), sqlx::Error> {
    let reason = posting.reason.as_ref();
    sqlx::query!(
        "insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at, effective_on,
           accounting_on, document_kind, document_number, rule, policy_version_id, basis, actor_kind)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, 'system')",
        id.0,
        posting.kind,
        posting.key,
        posting.case.creditor.0,
        posting.case.account.0,
        posting.case.debtor.0,
        tx.now(),
        posting.on,
        posting.document.0,
        posting.document.1,
        reason.map_or("", |reason| &reason.rule),
        reason.map(|reason| reason.policy.0),
        reason.map(|reason| &reason.basis)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
