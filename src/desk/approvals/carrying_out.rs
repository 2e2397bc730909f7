//! Doing what was approved, in the transaction that approves it. Each kind belongs to a room, whose store does it.

use crate::desk::approvals::store::Approval;
use crate::kernel::db::Tx;

/// Why something that was approved could not be done. Then nothing was decided either.
#[derive(Debug, thiserror::Error)]
pub enum CarryOutError {
    /// What it was about has changed meanwhile, so that it can no longer be done as it was asked.
    #[error("it can no longer be done as it was asked: {0}")]
    NoLonger(&'static str),
    /// This version knows nobody who does it.
    #[error("nobody here carries out {0:?}")]
    NotHere(String),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Does what was asked.
pub async fn carry_out(_tx: &mut Tx, approval: &Approval) -> Result<(), CarryOutError> {
    Err(CarryOutError::NotHere(approval.kind.name().to_owned()))
}
