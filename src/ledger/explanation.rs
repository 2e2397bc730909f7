//! The books in the order in which things happened, as a person reads them: any amount opens to these rows.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::kernel::ids::{InvoiceId, TransactionId};
use crate::ledger::model::{Basis, Components, TransactionKind};

/// What one transaction did to an account, or to one invoice of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub transaction: TransactionId,
    /// The order in which transactions were recorded.
    pub sequence: i64,
    pub kind: TransactionKind,
    pub effective_on: NaiveDate,
    pub accounting_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub document_kind: String,
    pub document_number: String,
    /// The rule that made it, and the number of the version of the terms that it stands in.
    pub rule: String,
    pub policy_number: Option<i32>,
    /// The day from which that version holds.
    pub policy_from: Option<NaiveDate>,
    pub basis: Option<Basis>,
    /// `person`, `staff` or `system`, and which of them.
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub reverses: Option<TransactionId>,
    /// Who waived it, and why, if it was waived.
    pub waived: Option<Waived>,
    /// The invoice, when it is one.
    pub invoice: Option<InvoiceId>,
    /// How many invoices it touched.
    pub invoice_count: i64,
    /// What it added to the debt, or took off it when negative.
    pub change: Components,
    /// What it added to the debtor's credit.
    pub credit_minor: i64,
    /// What was owed after it, credit apart.
    pub owed_after_minor: i64,
}

/// By whom, as the debtor knows them, and for what reason something was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    pub by: String,
    pub reason: String,
}

/// A row of an explanation: one movement, or a run of interest that was posted in several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// In order, never empty.
    pub movements: Vec<Movement>,
    /// For interest, the whole run.
    pub basis: Option<Basis>,
    pub change: Components,
    pub credit_minor: i64,
}

impl Explanation {
    pub fn first(&self) -> &Movement {
        &self.movements[0]
    }

    pub fn last(&self) -> &Movement {
        &self.movements[self.movements.len() - 1]
    }

    /// Takes the movement in if it carries the same run of interest on, and gives it back if not.
    fn take_in(&mut self, movement: Movement) -> Option<Movement> {
        match self.basis.zip(movement.basis).and_then(|(run, next)| joined(run, next)) {
            Some(basis) if self.last().bears_like(&movement) => {
                self.basis = Some(basis);
                self.change = self.change.plus(&movement.change);
                self.credit_minor += movement.credit_minor;
                self.movements.push(movement);
                None
            }
            _ => Some(movement),
        }
    }
}

impl From<Movement> for Explanation {
    fn from(movement: Movement) -> Self {
        Self {
            basis: movement.basis,
            change: movement.change,
            credit_minor: movement.credit_minor,
            movements: vec![movement],
        }
    }
}

impl Movement {
    fn bears_like(&self, other: &Self) -> bool {
        self.kind == TransactionKind::Interest
            && other.kind == TransactionKind::Interest
            && (self.invoice, &self.rule, self.policy_number)
                == (other.invoice, &other.rule, other.policy_number)
    }
}

/// Joins interest that was posted day by day into the runs that it stands on: same invoice, base, rate and terms, day
/// after day (domain-rules A7). Everything else stays a row of its own, in the order given.
pub fn explain(movements: Vec<Movement>) -> Vec<Explanation> {
    let mut rows: Vec<Explanation> = Vec::new();
    for movement in movements {
        let apart = match rows.last_mut() {
            Some(row) => row.take_in(movement),
            None => Some(movement),
        };
        rows.extend(apart.map(Explanation::from));
    }
    rows
}

fn joined(run: Basis, next: Basis) -> Option<Basis> {
    let terms = |basis: &Basis| (basis.base_minor, basis.basis_points, basis.per_days);
    (terms(&run) == terms(&next) && run.to.succ_opt() == Some(next.from)).then_some(Basis {
        to: next.to,
        days: run.days + next.days,
        ..run
    })
}
