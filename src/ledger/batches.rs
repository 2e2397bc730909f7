//! Posting very many transactions at once: their rows in one statement and all of their entries in the next, under the
//! same checks and triggers as one by one ([`crate::ledger::store::post`]).

use std::collections::HashSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::kernel::db::Tx;
use crate::kernel::ids::TransactionId;
use crate::ledger::model::TransactionDraft;
use crate::ledger::store::PostError;

/// Adds transactions to the books and answers how many are new; of a cause that was posted before nothing is added.
pub async fn post_all(tx: &mut Tx, drafts: &[TransactionDraft]) -> Result<usize, PostError> {
    for draft in drafts {
        draft.balanced()?;
    }
    if drafts.is_empty() {
        return Ok(0);
    }
    let named: Vec<(Uuid, &TransactionDraft)> =
        drafts.iter().map(|draft| (TransactionId::new().0, draft)).collect();
    let new = insert_transactions(tx, &named).await?;
    let new: Vec<_> = named.into_iter().filter(|(id, _)| new.contains(id)).collect();
    insert_entries(tx, &new).await?;
    Ok(new.len())
}

/// Which of them are new.
async fn insert_transactions(
    tx: &mut Tx,
    drafts: &[(Uuid, &TransactionDraft)],
) -> Result<HashSet<Uuid>, sqlx::Error> {
    let mut bases = Vec::with_capacity(drafts.len());
    for (_, draft) in drafts {
        let basis = draft.basis.map(|basis| serde_json::to_string(&basis)).transpose();
        bases.push(basis.map_err(|error| sqlx::Error::Encode(error.into()))?);
    }
    let (now, actor) = (tx.now(), tx.actor());
    let each = || drafts.iter().map(|(_, draft)| *draft);
    let ids: Vec<Uuid> = drafts.iter().map(|(id, _)| *id).collect();
    let kinds: Vec<&str> = each().map(|draft| draft.kind.name()).collect();
    let keys: Vec<&str> = each().map(|draft| draft.dedupe_key.as_str()).collect();
    let creditors: Vec<Uuid> = each().map(|draft| draft.creditor.0).collect();
    let (accounts, debtors): (Vec<Option<Uuid>>, Vec<Option<Uuid>>) =
        each().map(|draft| draft.account.map(|(account, debtor)| (account.0, debtor.0)).unzip()).unzip();
    let effective_on: Vec<NaiveDate> = each().map(|draft| draft.days.effective_on).collect();
    let accounting_on: Vec<NaiveDate> = each().map(|draft| draft.days.accounting_on).collect();
    let document_kinds: Vec<&str> = each().map(|draft| draft.document_kind.as_str()).collect();
    let document_numbers: Vec<&str> = each().map(|draft| draft.document_number.as_str()).collect();
    let rules: Vec<&str> = each().map(|draft| draft.rule.as_str()).collect();
    let versions: Vec<Option<Uuid>> =
        each().map(|draft| draft.policy_version.map(|version| version.0)).collect();
    let reverses: Vec<Option<Uuid>> = each().map(|draft| draft.reverses.map(|reversed| reversed.0)).collect();
    let new = sqlx::query_scalar!(
        "insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at,
           effective_on, accounting_on, document_kind, document_number, rule, policy_version_id, basis, actor_kind,
           actor_id, reverses_id)
         select id, kind, dedupe_key, creditor, account, debtor, $1, effective_on, accounting_on, document_kind,
           document_number, rule, policy_version, basis::jsonb, $2, $3, reverses
         from unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[], $10::date[], $11::date[],
           $12::text[], $13::text[], $14::text[], $15::uuid[], $16::text[], $17::uuid[])
           as draft (id, kind, dedupe_key, creditor, account, debtor, effective_on, accounting_on, document_kind,
             document_number, rule, policy_version, basis, reverses)
         on conflict (dedupe_key) do nothing returning id",
        now,
        actor.kind(),
        actor.id(),
        &ids,
        &kinds as &[&str],
        &keys as &[&str],
        &creditors,
        &accounts as &[Option<Uuid>],
        &debtors as &[Option<Uuid>],
        &effective_on,
        &accounting_on,
        &document_kinds as &[&str],
        &document_numbers as &[&str],
        &rules as &[&str],
        &versions as &[Option<Uuid>],
        &bases as &[Option<String>],
        &reverses as &[Option<Uuid>],
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(new.into_iter().collect())
}

async fn insert_entries(tx: &mut Tx, drafts: &[(Uuid, &TransactionDraft)]) -> Result<(), sqlx::Error> {
    let count = drafts.iter().map(|(_, draft)| draft.postings.len()).sum();
    let mut rows = Entries::with_capacity(count);
    for (id, draft) in drafts {
        for (posting, position) in draft.postings.iter().zip(1i16..) {
            let of = draft.account.filter(|_| posting.book.is_debtors());
            rows.transactions.push(*id);
            rows.positions.push(position);
            rows.books.push(posting.book.name());
            rows.creditors.push(draft.creditor.0);
            rows.accounts.push(of.map(|(account, _)| account.0));
            rows.debtors.push(of.map(|(_, debtor)| debtor.0));
            rows.invoices.push(posting.invoice.map(|invoice| invoice.0));
            rows.currencies.push(draft.currency.code());
            rows.amounts.push(posting.amount_minor);
        }
    }
    sqlx::query!(
        "insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, invoice_id,
           currency, amount_minor, digest)
         select id, position, book, creditor, account, debtor, invoice, currency, amount,
           ledger_entry_digest(id, position, book, creditor, account, debtor, invoice, currency, amount)
         from unnest($1::uuid[], $2::smallint[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[],
           $9::bigint[]) as entry (id, position, book, creditor, account, debtor, invoice, currency, amount)",
        &rows.transactions,
        &rows.positions,
        &rows.books as &[&str],
        &rows.creditors,
        &rows.accounts as &[Option<Uuid>],
        &rows.debtors as &[Option<Uuid>],
        &rows.invoices as &[Option<Uuid>],
        &rows.currencies as &[&str],
        &rows.amounts,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Column by column, as the statement takes them.
struct Entries {
    transactions: Vec<Uuid>,
    positions: Vec<i16>,
    books: Vec<&'static str>,
    creditors: Vec<Uuid>,
    accounts: Vec<Option<Uuid>>,
    debtors: Vec<Option<Uuid>>,
    invoices: Vec<Option<Uuid>>,
    currencies: Vec<&'static str>,
    amounts: Vec<i64>,
}

impl Entries {
    fn with_capacity(count: usize) -> Self {
        Self {
            transactions: Vec::with_capacity(count),
            positions: Vec::with_capacity(count),
            books: Vec::with_capacity(count),
            creditors: Vec::with_capacity(count),
            accounts: Vec::with_capacity(count),
            debtors: Vec::with_capacity(count),
            invoices: Vec::with_capacity(count),
            currencies: Vec::with_capacity(count),
            amounts: Vec::with_capacity(count),
        }
    }
}
