//! Posting to the books, and what stands open in them.

use sqlx::types::Json;
use uuid::Uuid;

use crate::kernel::db::{Tx, broken_constraint};
use crate::kernel::ids::{AccountId, CreditorId, DebtorId, InvoiceId, PolicyVersionId, TransactionId};
use crate::kernel::money::Currency;
use crate::kernel::web::Refusal;
use crate::ledger::allocation::OpenItem;
use crate::ledger::model::{
    AccountKey, Basis, Book, Components, Days, DraftError, Posting, Recorded, TransactionDraft,
    TransactionKind,
};
use crate::plans::store::marking::mark_planned;

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    New(TransactionId),
    /// The same cause was posted before, as this transaction; nothing was added.
    Already(TransactionId),
}

impl Posted {
    pub fn id(self) -> TransactionId {
        match self {
            Self::New(id) | Self::Already(id) => id,
        }
    }

    pub fn is_new(self) -> bool {
        matches!(self, Self::New(_))
    }
}

/// Why a draft was not posted. After any but `Draft` the database transaction can only be rolled back.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error("the month of the accounting date is closed")]
    MonthClosed,
    #[error("the transaction was reversed before")]
    AlreadyReversed,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for PostError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("ledger_month_is_open") => Self::MonthClosed,
            Some("ledger_transactions_reverses_key") => Self::AlreadyReversed,
            _ => Self::Database(error),
        }
    }
}

impl From<PostError> for Refusal {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Database(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

/// Adds a transaction to the books, in two statements: its row, and all of its entries. A cause that was posted before
/// posts nothing and answers with the earlier transaction.
pub async fn post(tx: &mut Tx, draft: &TransactionDraft) -> Result<Posted, PostError> {
    draft.balanced()?;
    let id = TransactionId::new();
    if insert_transaction(tx, id, draft).await? {
        insert_entries(tx, id, draft).await?;
        return Ok(Posted::New(id));
    }
    let earlier = sqlx::query_scalar!(
        r#"select id as "id: TransactionId" from ledger_transactions where dedupe_key = $1"#,
        draft.dedupe_key
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Posted::Already(earlier))
}

/// A transaction with its entries, as it stands in the books.
pub async fn recorded(tx: &mut Tx, id: TransactionId) -> Result<Option<Recorded>, sqlx::Error> {
    let Some(row) = sqlx::query!(
        r#"select kind, dedupe_key, creditor_id as "creditor: CreditorId", account_id as "account: AccountId",
             debtor_id as "debtor: DebtorId", effective_on, accounting_on, document_kind, document_number, rule,
             policy_version_id as "policy_version: PolicyVersionId", basis as "basis: Json<Basis>",
             reverses_id as "reverses: TransactionId"
           from ledger_transactions where id = $1"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    else {
        return Ok(None);
    };
    let entries = sqlx::query!(
        r#"select book, amount_minor, invoice_id as "invoice: InvoiceId", currency
           from ledger_entries where transaction_id = $1 order by position"#,
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let currency = entries.first().map(|entry| entry.currency.as_str()).unwrap_or_default();
    let draft = TransactionDraft {
        kind: known(TransactionKind::parse(&row.kind), "kind", &row.kind)?,
        dedupe_key: row.dedupe_key,
        creditor: row.creditor,
        account: row.account.zip(row.debtor),
        currency: known(Currency::parse(currency), "currency", currency)?,
        days: Days { effective_on: row.effective_on, accounting_on: row.accounting_on },
        document_kind: row.document_kind,
        document_number: row.document_number,
        rule: row.rule,
        policy_version: row.policy_version,
        basis: row.basis.map(|basis| basis.0),
        reverses: row.reverses,
        postings: entries
            .into_iter()
            .map(|entry| {
                let book = known(Book::parse(&entry.book), "book", &entry.book)?;
                Ok(Posting { book, amount_minor: entry.amount_minor, invoice: entry.invoice })
            })
            .collect::<Result<_, sqlx::Error>>()?,
    };
    Ok(Some(Recorded { id, draft }))
}

/// The account with what every scoped row carries, if this actor may see it.
pub async fn account_key(tx: &mut Tx, account: AccountId) -> Result<Option<AccountKey>, sqlx::Error> {
    let Some(row) = sqlx::query!(
        r#"select debtor_id as "debtor: DebtorId", creditor_id as "creditor: CreditorId", currency
           from accounts where id = $1"#,
        account.0
    )
    .fetch_optional(&mut **tx)
    .await?
    else {
        return Ok(None);
    };
    let currency = known(Currency::parse(&row.currency), "currency", &row.currency)?;
    Ok(Some(AccountKey { account, debtor: row.debtor, creditor: row.creditor, currency }))
}

/// What is open on an account, oldest first, with what is contested of it and what a plan leaves for later.
pub async fn open_items(tx: &mut Tx, account: AccountId) -> Result<Vec<OpenItem>, sqlx::Error> {
    let mut items = unplanned_items(tx, account).await?;
    if !items.is_empty() {
        mark_planned(tx, account, &mut items).await?;
    }
    Ok(items)
}

/// As [`open_items`], without regard to plans: what plans themselves are judged by.
pub async fn unplanned_items(tx: &mut Tx, account: AccountId) -> Result<Vec<OpenItem>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.id as "id: InvoiceId", i.number, i.due_on, b.principal_minor, b.interest_minor, b.interest_tax_minor,
             b.fees_minor, b.fees_tax_minor,
             coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
               as "held_minor!",
             coalesce((select sum(h.late_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
               as "held_late_minor!"
           from invoice_balances b join invoices i on i.id = b.invoice_id
           where b.account_id = $1 and b.open_minor <> 0
           order by i.due_on, i.number"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OpenItem {
            invoice: row.id,
            number: row.number,
            due_on: row.due_on,
            open: Components {
                principal_minor: row.principal_minor,
                interest_minor: row.interest_minor,
                interest_tax_minor: row.interest_tax_minor,
                fees_minor: row.fees_minor,
                fees_tax_minor: row.fees_tax_minor,
            },
            held_minor: row.held_minor,
            held_late_minor: row.held_late_minor,
            plan: None,
        })
        .collect())
}

/// As [`open_items`], keeping everybody else who wants to apply money to the account waiting until this transaction
/// ends: what is read stays true until it is posted. For jobs and staff.
pub async fn lock_open_items(tx: &mut Tx, account: AccountId) -> Result<Vec<OpenItem>, sqlx::Error> {
    lock_account(tx, account).await?;
    open_items(tx, account).await
}

/// Keeps everybody else who would work something out from an account's books waiting until this transaction ends.
pub async fn lock_account(tx: &mut Tx, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query!("select from accounts where id = $1 for no key update", account.0)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// As [`lock_account`], of several, in one order for everybody.
pub async fn lock_accounts(tx: &mut Tx, accounts: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!("select from accounts where id = any($1) order by id for no key update", accounts)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// What an invoice stands at in each book, the creditor's among them: for a void. For jobs and staff.
pub async fn invoice_sums(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<(Book, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select book, sum(amount_minor)::bigint as "sum_minor!" from ledger_entries
           where invoice_id = $1 group by book having sum(amount_minor) <> 0 order by book"#,
        invoice.0
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| Ok((known(Book::parse(&row.book), "book", &row.book)?, row.sum_minor)))
        .collect()
}

/// A debtor's credit: what was paid beyond what was owed, and is theirs to use.
pub async fn unapplied_minor(tx: &mut Tx, account: AccountId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(-sum(amount_minor), 0)::bigint as "credit!" from ledger_entries
           where account_id = $1 and book = 'unapplied'"#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether the row is new; the database leaves one of the same cause alone.
async fn insert_transaction(
    tx: &mut Tx,
    id: TransactionId,
    draft: &TransactionDraft,
) -> Result<bool, sqlx::Error> {
    let (account, debtor) = draft.account.unzip();
    let (recorded_at, actor) = (tx.now(), tx.actor());
    sqlx::query!(
        "insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at,
           effective_on, accounting_on, document_kind, document_number, rule, policy_version_id, basis, actor_kind,
           actor_id, reverses_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         on conflict (dedupe_key) do nothing",
        id.0,
        draft.kind.name(),
        draft.dedupe_key,
        draft.creditor.0,
        account.map(|account| account.0),
        debtor.map(|debtor| debtor.0),
        recorded_at,
        draft.days.effective_on,
        draft.days.accounting_on,
        draft.document_kind,
        draft.document_number,
        draft.rule,
        draft.policy_version.map(|version| version.0),
        draft.basis.map(Json) as Option<Json<Basis>>,
        actor.kind(),
        actor.id(),
        draft.reverses.map(|reversed| reversed.0),
    )
    .execute(&mut **tx)
    .await
    .map(|done| done.rows_affected() == 1)
}

async fn insert_entries(tx: &mut Tx, id: TransactionId, draft: &TransactionDraft) -> Result<(), sqlx::Error> {
    let (account, debtor) = draft.account.unzip();
    let books: Vec<&str> = draft.postings.iter().map(|posting| posting.book.name()).collect();
    let debtors: Vec<bool> = draft.postings.iter().map(|posting| posting.book.is_debtors()).collect();
    let invoices: Vec<Option<Uuid>> =
        draft.postings.iter().map(|posting| posting.invoice.map(|invoice| invoice.0)).collect();
    let amounts: Vec<i64> = draft.postings.iter().map(|posting| posting.amount_minor).collect();
    sqlx::query!(
        r#"insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, invoice_id,
             currency, amount_minor, digest)
           select $1, position, book, $2, account, debtor, invoice, $5, amount,
             ledger_entry_digest($1, position, book, $2, account, debtor, invoice, $5, amount)
           from (
             select book, invoice, amount, position::smallint as position,
               case when of_debtor then $3::uuid end as account, case when of_debtor then $4::uuid end as debtor
             from unnest($6::text[], $7::bool[], $8::uuid[], $9::bigint[]) with ordinality
               as posting (book, of_debtor, invoice, amount, position)
           ) as entry"#,
        id.0,
        draft.creditor.0,
        account.map(|account| account.0),
        debtor.map(|debtor| debtor.0),
        draft.currency.code(),
        &books as &[&str],
        &debtors,
        &invoices as &[Option<Uuid>],
        &amounts,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// What the program has a name for. A book or kind that only the database knows is the sign of a newer version.
fn known<T>(found: Option<T>, what: &str, name: &str) -> Result<T, sqlx::Error> {
    found.ok_or_else(|| sqlx::Error::Decode(format!("unknown {what} {name:?}").into()))
}
