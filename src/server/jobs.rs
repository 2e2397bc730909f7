//! The worker: takes jobs whose time has come, one lease at a time, and keeps the rhythms that need no job. Safe to
//! run in any number of processes; a job may run twice (its lease ran out, its process died) and must bear it.

use std::time::Duration;

use serde_json::Value;
use sqlx::postgres::types::PgInterval;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::ids::JobId;

/// Why a job failed; it is tried again later.
pub type JobError = Box<dyn std::error::Error + Send + Sync>;

/// Whoever knows what each kind of job means.
pub trait Work: Clone + Send + Sync + 'static {
    fn db(&self) -> &Db;
    /// Does one job.
    fn run(&self, kind: &str, payload: Value) -> impl Future<Output = Result<(), JobError>> + Send;
    /// What is done about once a second, whether or not anything was enqueued.
    fn beat(&self, beat: u64) -> impl Future<Output = Result<(), JobError>> + Send;
}

const LEASE: Duration = Duration::from_secs(120);
const REST: Duration = Duration::from_secs(1);
/// Jobs that call the provider wait on it, so a few run side by side.
const AT_ONCE: usize = 4;

/// Works until told to stop, and then finishes what it has in hand.
pub async fn work(work: impl Work, stop: CancellationToken) {
    let hands = (0..AT_ONCE).map(|_| tokio::spawn(take_jobs(work.clone(), stop.clone())));
    let hands: Vec<_> = hands.chain([tokio::spawn(keep_beat(work.clone(), stop.clone()))]).collect();
    for hand in hands {
        if let Err(error) = hand.await {
            tracing::error!(%error, "a worker ended unexpectedly");
        }
    }
}

/// Does everything that is due now and answers how many jobs ran; for tests and commands.
///
/// # Errors
/// The first job that failed.
pub async fn drain(work: &impl Work) -> Result<usize, JobError> {
    let mut done = 0;
    while let Some(job) = claim(work.db()).await? {
        let outcome = work.run(&job.kind, job.payload.clone()).await;
        finish(work.db(), &job, &outcome).await?;
        outcome?;
        done += 1;
    }
    Ok(done)
}

struct Claimed {
    id: JobId,
    kind: String,
    payload: Value,
    attempts: i32,
}

async fn take_jobs(work: impl Work, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match claim(work.db()).await {
            Ok(Some(job)) => {
                let span = tracing::info_span!("job", id = %job.id, kind = job.kind);
                run_claimed(&work, job).instrument(span).await;
            }
            Ok(None) => tokio::select! {
                () = stop.cancelled() => {}
                () = work.db().work_waits(REST) => {}
            },
            Err(error) => {
                tracing::warn!(%error, "no job could be claimed");
                tokio::select! { () = stop.cancelled() => {}, () = tokio::time::sleep(REST) => {} }
            }
        }
    }
}

async fn run_claimed(work: &impl Work, job: Claimed) {
    let outcome = work.run(&job.kind, job.payload.clone()).await;
    match &outcome {
        Ok(()) => metrics::counter!("aldia_jobs_total", "kind" => job.kind.clone(), "outcome" => "done")
            .increment(1),
        Err(error) => {
            metrics::counter!("aldia_jobs_total", "kind" => job.kind.clone(), "outcome" => "failed")
                .increment(1);
            tracing::warn!(%error, attempts = job.attempts, "a job failed and will be tried again");
        }
    }
    if let Err(error) = finish(work.db(), &job, &outcome).await {
        tracing::warn!(%error, "a job's outcome could not be stored; its lease will run out");
    }
}

async fn keep_beat(work: impl Work, stop: CancellationToken) {
    let mut beat = 0;
    while !stop.is_cancelled() {
        if let Err(error) = work.beat(beat).await {
            tracing::warn!(%error, beat, "a regular task failed");
        }
        beat += 1;
        tokio::select! { () = stop.cancelled() => {}, () = tokio::time::sleep(REST) => {} }
    }
}

/// A lease rather than an open transaction, for jobs call the provider and the mail server. Leases run on real time.
async fn claim(db: &Db) -> Result<Option<Claimed>, BeginError> {
    let mut tx = db.begin(Actor::System("worker")).await?;
    let claimed = sqlx::query_as!(
        Claimed,
        r#"update jobs set locked_until = now() + $1, attempts = attempts + 1
           where id = (select id from jobs
                       where done_at is null and attempts < attempts_max and run_at <= now()
                         and coalesce(locked_until, '-infinity') < now()
                       order by run_at for update skip locked limit 1)
           returning id as "id: JobId", kind, payload, attempts"#,
        PgInterval::try_from(LEASE).map_err(sqlx::Error::Encode)?
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(claimed)
}

async fn finish(db: &Db, job: &Claimed, outcome: &Result<(), JobError>) -> Result<(), BeginError> {
    let mut tx = db.begin(Actor::System("worker")).await?;
    match outcome {
        Ok(()) => {
            sqlx::query!(
                "update jobs set done_at = now(), locked_until = null, last_error = null where id = $1",
                job.id.0
            )
            .execute(&mut *tx)
            .await?;
        }
        Err(error) => {
            let wait = PgInterval::try_from(wait_after(job.attempts)).map_err(sqlx::Error::Encode)?;
            let said: String = error.to_string().chars().take(500).collect();
            sqlx::query!(
                "update jobs set run_at = now() + $2, locked_until = null, last_error = $3 where id = $1",
                job.id.0,
                wait,
                said
            )
            .execute(&mut *tx)
            .await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Two seconds after the first failure, twice as long after each further one, an hour at most.
pub fn wait_after(attempts: i32) -> Duration {
    Duration::from_secs(2u64.saturating_pow(u32::try_from(attempts).unwrap_or(1).max(1)).min(3600))
}
