//! The one way to the database: `begin` opens a transaction for an actor and sets its scope, and row-level security
//! then shows it that actor's rows only. Dropped without `commit`, a transaction leaves nothing behind.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sqlx::postgres::{PgListener, PgPool};
use sqlx::{PgConnection, Postgres, Transaction};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::kernel::actor::Actor;
use crate::kernel::failpoints::{Failpoint, Failpoints};
use crate::kernel::ids::{AccountId, AuditId, JobId};

/// The database, closed to everybody without an actor.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    work_waits: Arc<Notify>,
    failpoints: Failpoints,
}

/// Why no transaction could be opened.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The session was revoked, is idle for too long or has expired: sign in again.
    #[error("the session has ended")]
    SessionEnded,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Db {
    pub fn new(pool: PgPool) -> Self {
        Self { pool, work_waits: Arc::new(Notify::new()), failpoints: Failpoints::default() }
    }

    /// Opens a transaction that sees and changes only what `actor` may.
    pub async fn begin(&self, actor: Actor) -> Result<Tx, BeginError> {
        let mut inner = self.pool.begin().await?;
        let now = sqlx::query_scalar!(
            "select open_scope($1, $2, $3)",
            actor.kind(),
            actor.id(),
            actor.session().map(|session| session.0)
        )
        .fetch_one(&mut *inner)
        .await?
        .ok_or(BeginError::SessionEnded)?;
        Ok(Tx { inner, actor, now, enqueued: false, work_waits: self.work_waits.clone() })
    }

    /// A transaction in which nothing can be changed, whatever the code tries: for looking at another's pages.
    pub async fn begin_read_only(&self, actor: Actor) -> Result<Tx, BeginError> {
        let mut tx = self.begin(actor).await?;
        sqlx::raw_sql("set transaction read only").execute(&mut *tx).await?;
        Ok(tx)
    }

    /// Hears what is told on a channel. It opens no table, so it needs no actor; what is told holds identifiers only.
    pub async fn listener(&self, channel: &str) -> Result<PgListener, sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen(channel).await?;
        Ok(listener)
    }

    /// Resolves once work was enqueued in this process, or after `at_most`.
    pub async fn work_waits(&self, at_most: Duration) {
        // Running out of time is the ordinary case: other processes enqueue without telling this one.
        let _ = tokio::time::timeout(at_most, self.work_waits.notified()).await;
    }

    /// Ends all connections, when the server stops.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Says that a place is reached at which a test may have everything end.
    pub fn reached(&self, point: Failpoint) {
        self.failpoints.reached(point);
    }

    pub fn failpoints(&self) -> &Failpoints {
        &self.failpoints
    }

    /// How many connections are open and how many of them idle, for the metrics.
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }
}

/// An open transaction with its actor and its idea of now.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    actor: Actor,
    now: DateTime<Utc>,
    enqueued: bool,
    work_waits: Arc<Notify>,
}

impl Tx {
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// Business time: what the ledger and due dates go by, the demo's moved clock included.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The business day in `zone`.
    pub fn today(&self, zone: Tz) -> NaiveDate {
        self.now.with_timezone(&zone).date_naive()
    }

    /// Has work done after this transaction commits. With a `dedupe_key` the same work is enqueued once for all time;
    /// answers whether it was new. The payload holds identifiers only.
    pub async fn enqueue(
        &mut self,
        kind: &'static str,
        payload: serde_json::Value,
        dedupe_key: Option<&str>,
        delay: Duration,
    ) -> Result<bool, sqlx::Error> {
        let delay = sqlx::postgres::types::PgInterval::try_from(delay).map_err(sqlx::Error::Encode)?;
        let new = sqlx::query_scalar!(
            r#"select enqueue_job($1, $2, $3, $4, $5) as "new!""#,
            JobId::new().0,
            kind,
            payload,
            dedupe_key,
            delay
        )
        .fetch_one(&mut *self.inner)
        .await?;
        self.enqueued |= new;
        Ok(new)
    }

    /// Writes down that this actor did `verb` to an object, perhaps one that belongs to an account.
    pub async fn audit(
        &mut self,
        verb: &'static str,
        object_kind: &'static str,
        object: Uuid,
        about: Option<AccountId>,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "select record_audit($1, $2, $3, $4, $5)",
            AuditId::new().0,
            verb,
            object_kind,
            object,
            about.map(|account| account.0)
        )
        .fetch_one(&mut *self.inner)
        .await
        .map(drop)
    }

    /// Makes it all true, and wakes the worker of this process if there is work for it.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        self.inner.commit().await?;
        if self.enqueued {
            self.work_waits.notify_one();
        }
        Ok(())
    }

    pub async fn rollback(self) -> Result<(), sqlx::Error> {
        self.inner.rollback().await
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}

/// The name of the constraint that a statement broke, if that is why it failed.
pub fn broken_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}
