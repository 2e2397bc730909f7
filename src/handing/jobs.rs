//! What follows by itself from handing on.

use crate::handing::store::recovering::{note_all, unnoted};
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::ledger::store::PostError;

/// Why recoveries were not noted.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Notes what was paid on debts that are written off, account by account.
pub async fn note_recoveries(db: &Db) -> Result<(), RecoverError> {
    let mut tx = db.begin(Actor::System("recoveries")).await?;
    let mut accounts: Vec<_> = unnoted(&mut tx, None).await?.into_iter().map(|one| one.account).collect();
    drop(tx);
    accounts.dedup();
    for account in accounts {
        let mut tx = db.begin(Actor::System("recoveries")).await?;
        note_all(&mut tx, account).await?;
        tx.commit().await?;
    }
    Ok(())
}
