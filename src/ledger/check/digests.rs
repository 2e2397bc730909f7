//! Rows that no longer say what they said.

use crate::kernel::db::Tx;
use crate::ledger::check::{Check, CheckResult, FAULTS_NAMED, FaultRow, faults};

/// Every row whose digest, worked out from what the row says now, is not the one that it was given.
pub(super) async fn verify(tx: &mut Tx) -> Result<CheckResult, sqlx::Error> {
    faults!(
        tx,
        Check::Digests,
        r#"select 'transaction' as object, t.id::text as id, null::smallint as entry, null::bigint as expected,
             null::bigint as found
           from ledger_transactions t where t.digest <> ledger_transaction_digest(t)
           union all
           select 'transaction', e.transaction_id::text, e.position, null, null
           from ledger_entries e where e.digest <> ledger_entry_digest(e.transaction_id, e.position, e.book, e.creditor_id,
             e.account_id, e.debtor_id, e.invoice_id, e.currency, e.amount_minor)
           union all
           select 'audit_event', a.id::text, null, null, null
           from audit_events a where a.digest <> audit_event_digest(a)"#
    )
}
