//! `aldia check`: proves that the books say what they should, and names what does not. It only reads, and may run beside
//! everything else.

mod agreements;
mod chain;
mod digests;
mod payouts;
mod sums;

use serde::Serialize;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::locale::Lang;
use crate::ledger::seal::Chain;
use crate::ledger::words;

/// What is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Each transaction sums to zero, and its entries are numbered without a gap.
    Transactions,
    /// All books together sum to zero in each currency.
    Books,
    /// Each entry lies in a book of the right kind, on the account, creditor, currency and invoice of its transaction.
    Owners,
    /// A reversal undoes exactly what it reverses.
    Reversals,
    /// No transaction was recorded into a month after it was closed.
    ClosedMonths,
    /// The kept balance of each invoice is the sum of its entries.
    Balances,
    /// What was billed is what the invoice and its lines say.
    Invoices,
    /// Each payment received is in the books, and spent exactly on its allocations and the debtor's credit.
    Payments,
    /// Each allocation is in the books, and none exceeds its payment or its invoice.
    Allocations,
    /// What is to be refunded and what banks hold is in the books, and no payment gives more than it was.
    Returns,
    /// What the provider paid out is in the books with what it holds, and what is on its way is what no bank has shown.
    Payouts,
    /// What is charged by itself was agreed to and announced, each due amount once.
    Autopay,
    /// No debtor has less than nothing in credit.
    Credit,
    /// No invoice has more contested than was billed.
    Holds,
    /// What was signed of each plan is what is kept of it.
    Plans,
    /// Each row fits the digest that it was given when it was inserted.
    Digests,
    /// The hashes over the ledger follow from one another and from the rows.
    LedgerSeals,
    /// The same for the audit trail.
    AuditSeals,
}

/// What is wrong with one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What kind of thing: `transaction`, `invoice`, `payment`, `account`, `currency`, `audit_event`, `seal`.
    pub object: String,
    /// Which one.
    pub id: String,
    /// Which entry of a transaction, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<i16>,
    /// What should be there and what is, in minor units or as a count, when it is about an amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<i64>,
}

/// How one check came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    pub check: Check,
    /// The first of them.
    pub faults: Vec<Fault>,
    /// All of them.
    pub fault_count: i64,
}

/// How everything came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    pub results: Vec<CheckResult>,
    pub transactions: i64,
    pub entries: i64,
    /// Rows that no seal covers yet: a few seconds' work on a busy day, more when the sealer does not run.
    pub unsealed_transactions: i64,
    pub unsealed_audit_events: i64,
}

/// Why nothing could be proved.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// How many faults of a check are named; the rest are counted.
const FAULTS_NAMED: i64 = 50;

/// Proves everything. What is wrong is in the report; an error means that it could not be found out.
pub async fn run(db: &Db) -> Result<CheckReport, CheckError> {
    let mut tx = db.begin_read_only(Actor::System("check")).await?;
    // Everything is read; that takes as long as it takes.
    sqlx::raw_sql("set local statement_timeout = 0").execute(&mut *tx).await?;
    let counts = sqlx::query!(
        r#"select (select count(*) from ledger_transactions) as "transactions!",
             (select count(*) from ledger_entries) as "entries!""#
    )
    .fetch_one(&mut *tx)
    .await?;
    let ledger = chain::verify(&mut tx, Chain::Ledger).await?;
    let audit = chain::verify(&mut tx, Chain::Audit).await?;
    let mut results = sums::all(&mut tx).await?;
    results.push(digests::verify(&mut tx).await?);
    results.push(CheckResult::of(Check::LedgerSeals, ledger.faults));
    results.push(CheckResult::of(Check::AuditSeals, audit.faults));
    Ok(CheckReport {
        results,
        transactions: counts.transactions,
        entries: counts.entries,
        unsealed_transactions: ledger.unsealed,
        unsealed_audit_events: audit.unsealed,
    })
}

impl CheckReport {
    /// Whether nothing is wrong. An unsealed tail is not wrong.
    pub fn is_sound(&self) -> bool {
        self.results.iter().all(|result| result.fault_count == 0)
    }

    /// A line for each check, one for each fault below it, and one at the end.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        for result in &self.results {
            let what = result.check.sentence(lang);
            lines.push(match result.fault_count {
                0 => words::check_passes(lang, what),
                faults => words::check_fails(lang, what, faults),
            });
            lines.extend(result.faults.iter().map(|fault| format!("        {}", fault.sentence(lang))));
            let unnamed = result.fault_count - result.faults.len() as i64;
            if unnamed > 0 {
                lines.push(format!("        {}", words::more_faults(lang, unnamed)));
            }
        }
        lines.push(words::unsealed(lang, self.unsealed_transactions, self.unsealed_audit_events));
        lines.push(match self.is_sound() {
            true => words::sound(lang, self.transactions, self.entries),
            false => words::unsound(lang).to_owned(),
        });
        lines
    }
}

impl Check {
    fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Self::Transactions => words::transactions(lang),
            Self::Books => words::books(lang),
            Self::Owners => words::owners(lang),
            Self::Reversals => words::reversals(lang),
            Self::ClosedMonths => words::closed_months(lang),
            Self::Balances => words::balances(lang),
            Self::Invoices => words::invoices(lang),
            Self::Payments => words::payments(lang),
            Self::Allocations => words::allocations(lang),
            Self::Returns => words::returns(lang),
            Self::Payouts => words::payouts(lang),
            Self::Autopay => words::autopay(lang),
            Self::Credit => words::credit(lang),
            Self::Holds => words::holds(lang),
            Self::Plans => words::plans(lang),
            Self::Digests => words::digests(lang),
            Self::LedgerSeals => words::ledger_seals(lang),
            Self::AuditSeals => words::audit_seals(lang),
        }
    }
}

impl Fault {
    fn sentence(&self, lang: Lang) -> String {
        let name = match self.entry {
            Some(entry) => words::entry_of(lang, &self.object, &self.id, entry),
            None => format!("{} {}", self.object, self.id),
        };
        match (self.expected, self.found) {
            (Some(expected), Some(found)) => words::expected_found(lang, &name, expected, found),
            _ => name,
        }
    }
}

impl CheckResult {
    /// Of all faults, however many.
    fn of(check: Check, mut faults: Vec<Fault>) -> Self {
        let fault_count = faults.len() as i64;
        faults.truncate(usize::try_from(FAULTS_NAMED).unwrap_or(usize::MAX));
        Self { check, faults, fault_count }
    }

    fn from_rows(check: Check, rows: Vec<FaultRow>) -> Self {
        let fault_count = rows.first().map_or(0, |row| row.total);
        let faults = rows
            .into_iter()
            .map(|FaultRow { object, id, entry, expected, found, .. }| Fault {
                object,
                id,
                entry,
                expected,
                found,
            })
            .collect();
        Self { check, faults, fault_count }
    }
}

/// A fault as a query gives it, with the number of all of them.
struct FaultRow {
    object: String,
    id: String,
    entry: Option<i16>,
    expected: Option<i64>,
    found: Option<i64>,
    total: i64,
}

/// A query for faults: it gives `object`, `id`, `entry`, `expected` and `found` of each.
macro_rules! faults {
    ($tx:expr, $check:expr, $sql:tt) => {{
        let rows = sqlx::query_as!(
            FaultRow,
            r#"select object as "object!", id as "id!", entry, expected, found, count(*) over () as "total!" from ("#
                + $sql
                + r#") as fault order by object, id, entry limit $1"#,
            FAULTS_NAMED
        )
        .fetch_all(&mut **$tx)
        .await?;
        Ok::<CheckResult, sqlx::Error>(CheckResult::from_rows($check, rows))
    }};
}
use faults;
