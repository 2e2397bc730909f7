//! The worker: takes jobs whose time has come, one lease at a time, and keeps the rhythms that need no job. Safe to
//! run in any number of processes; a job may run twice (its lease ran out, its process died) and must bear it.

use std::time::Duration;

use serde_json::Value;
use sqlx::postgres::types::PgInterval;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db, Tx};
use crate::kernel::ids::JobId;

/// Why a job failed; it is tried again later.
pub type JobError = Box<dyn std::error::Error + Send + Sync>;

/// Whoever knows what each kind of job means.
pub trait Work: Clone + Send + Sync + 'static {
    fn db(&self) -> &Db;
    /// How many jobs of a kind are best done together.
    fn together(&self, kind: &str) -> usize;
    /// Does jobs of one kind, [`Work::together`] of them at most, and answers for each in their order.
    fn run(&self, kind: &str, payloads: Vec<Value>)
    -> impl Future<Output = Vec<Result<(), JobError>>> + Send;
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
    while let Some(claimed) = claim(work).await? {
        let outcomes = work.run(&claimed.kind, claimed.payloads()).await;
        finish(work.db(), &claimed, &outcomes).await?;
        for outcome in outcomes {
            outcome?;
            done += 1;
        }
    }
    Ok(done)
}

/// Jobs of one kind that one hand has taken.
struct Claimed {
    kind: String,
    jobs: Vec<Job>,
}

impl Claimed {
    fn payloads(&self) -> Vec<Value> {
        self.jobs.iter().map(|job| job.payload.clone()).collect()
    }
}

struct Job {
    id: JobId,
    kind: String,
    payload: Value,
    attempts: i32,
}

async fn take_jobs(work: impl Work, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match claim(&work).await {
            Ok(Some(claimed)) => {
                let ids: Vec<JobId> = claimed.jobs.iter().map(|job| job.id).collect();
                let span = tracing::info_span!("job", ?ids, kind = claimed.kind);
                run_claimed(&work, claimed).instrument(span).await;
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

async fn run_claimed(work: &impl Work, claimed: Claimed) {
    let outcomes = work.run(&claimed.kind, claimed.payloads()).await;
    for (job, outcome) in claimed.jobs.iter().zip(&outcomes) {
        let word = if outcome.is_ok() { "done" } else { "failed" };
        metrics::counter!("aldia_jobs_total", "kind" => claimed.kind.clone(), "outcome" => word).increment(1);
        if let Err(error) = outcome {
            tracing::warn!(%error, id = %job.id, attempts = job.attempts, "a job failed and will be tried again");
        }
    }
    if let Err(error) = finish(work.db(), &claimed, &outcomes).await {
        tracing::warn!(%error, "the outcome of jobs could not be stored; their lease will run out");
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
async fn claim(work: &impl Work) -> Result<Option<Claimed>, BeginError> {
    let mut tx = work.db().begin(Actor::System("worker")).await?;
    let Some(first) = lease(&mut tx, None, 1).await?.pop() else { return Ok(None) };
    let kind = first.kind.clone();
    let mut jobs = vec![first];
    let more = work.together(&kind).saturating_sub(1);
    if more > 0 {
        jobs.extend(lease(&mut tx, Some(&kind), more).await?);
    }
    tx.commit().await?;
    Ok(Some(Claimed { kind, jobs }))
}

/// Leases what is due, of one kind or of any.
async fn lease(tx: &mut Tx, kind: Option<&str>, at_most: usize) -> Result<Vec<Job>, sqlx::Error> {
    // The array is worked out once; a subquery might be repeated, and each time lock further rows.
    sqlx::query_as!(
        Job,
        r#"update jobs set locked_until = now() + $1, attempts = attempts + 1
           where id = any(array(
             select id from jobs
             where done_at is null and attempts < attempts_max and run_at <= now()
               and coalesce(locked_until, '-infinity') < now() and ($2::text is null or kind = $2)
             order by run_at for update skip locked limit $3))
           returning id as "id: JobId", kind, payload, attempts"#,
        PgInterval::try_from(LEASE).map_err(sqlx::Error::Encode)?,
        kind,
        i64::try_from(at_most).map_err(|error| sqlx::Error::Encode(error.into()))?
    )
    .fetch_all(&mut **tx)
    .await
}

async fn finish(db: &Db, claimed: &Claimed, outcomes: &[Result<(), JobError>]) -> Result<(), BeginError> {
    let mut tx = db.begin(Actor::System("worker")).await?;
    let mut done = Vec::with_capacity(claimed.jobs.len());
    for (job, outcome) in claimed.jobs.iter().zip(outcomes) {
        match outcome {
            Ok(()) => done.push(job.id.0),
            Err(error) => put_off(&mut tx, job, error).await?,
        }
    }
    sqlx::query!(
        "update jobs set done_at = now(), locked_until = null, last_error = null where id = any($1)",
        &done
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

async fn put_off(tx: &mut Tx, job: &Job, error: &JobError) -> Result<(), sqlx::Error> {
    let wait = PgInterval::try_from(wait_after(job.attempts)).map_err(sqlx::Error::Encode)?;
    let said: String = error.to_string().chars().take(500).collect();
    sqlx::query!(
        "update jobs set run_at = now() + $2, locked_until = null, last_error = $3 where id = $1",
        job.id.0,
        wait,
        said
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Two seconds after the first failure, twice as long after each further one, an hour at most.
pub fn wait_after(attempts: i32) -> Duration {
    Duration::from_secs(2u64.saturating_pow(u32::try_from(attempts).unwrap_or(1).max(1)).min(3600))
}
