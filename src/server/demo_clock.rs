//! Business time for the provider's double, which answers in the process and cannot ask the database each time: how
//! far the demo's day is from today, looked up when it may have changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};

/// A clock that runs as the database's business time does. Cloning shares it.
#[derive(Clone, Debug, Default)]
pub struct DemoClock {
    ahead_ms: Arc<AtomicI64>,
}

impl DemoClock {
    pub async fn start(db: &Db) -> Result<Self, BeginError> {
        let clock = Self::default();
        clock.look(db).await?;
        Ok(clock)
    }

    /// Asks the database how far ahead business time is.
    pub async fn look(&self, db: &Db) -> Result<(), BeginError> {
        let tx = db.begin(Actor::Visitor).await?;
        self.ahead_ms.store((tx.now() - Utc::now()).num_milliseconds(), Ordering::Relaxed);
        Ok(())
    }

    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::Relaxed))
    }
}
