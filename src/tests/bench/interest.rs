//! A night's interest over very many open invoices, as the worker charges it, beside the same arithmetic as one statement
//! of SQL on a copy of the same database. The statement is given the easier part: it runs in the database, as a user that
//! no policy binds, and knows nothing of grace, caps, legal statuses or fees.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aldia::kernel::actor::Actor;
use aldia::kernel::db::Db;
use aldia::kernel::ids::CreditorId;
use aldia::ledger::accrual::{charge, stretches};
use aldia::policies::caps::Jurisdiction;
use aldia::policies::model::{Compounding, Ground, InterestRule, Parameters, Rate, Rounding, TaxTreatment};
use chrono::{Days, NaiveDate};
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgPoolOptions;
use tokio::task::JoinSet;

use crate::invoices_file;
use crate::process::resident_bytes;
use crate::stage::{Outcome, Stage};
use crate::table::{Figure, bytes, ratio, seconds, thousandths};

const OURS: &str = "nights";
const THEIRS: &str = "nights_in_sql";
/// As many as a worker has (`server::jobs`).
const HANDS: usize = 4;
const TIMES_SQL_AT_MOST: u64 = 2_000;

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let accounts = if stage.quick { 100 } else { 50_000 };
    stage.make_database(OURS).await?;
    invoices_file::import(stage, OURS, accounts).await?;
    let pool = PgPoolOptions::new().max_connections(8).connect(&stage.addresses(OURS).runtime).await?;
    let db = Db::new(pool);
    let (creditor, before) = open_terms(stage, &db).await?;
    // Every night before, made up for at once; what is measured is one night more.
    night(&db, creditor, before).await?;
    db.close().await;
    copy_database(stage).await?;

    let tonight = before.checked_add_days(Days::new(1)).ok_or("a day that does not exist")?;
    let statement = include_str!("sql/interest.sql");
    let script = format!("\\set through '{tonight}'\n{statement};\n");
    stage.psql(THEIRS, "analyze; checkpoint").await?;
    let began = Instant::now();
    stage.psql(THEIRS, &script).await?;
    let theirs = began.elapsed();

    let pool = PgPoolOptions::new().max_connections(8).connect(&stage.addresses(OURS).runtime).await?;
    let db = Db::new(pool);
    stage.psql(OURS, "analyze; checkpoint").await?;
    let memory = Memory::watch()?;
    let began = Instant::now();
    let posted = night(&db, creditor, tonight).await?;
    let ours = began.elapsed();
    let peak_bytes = memory.peak_above_start();
    same_books(stage).await?;

    let times = thousandths(ours.as_millis(), theirs.as_millis());
    Ok(vec![
        Figure::judged(
            "a night's interest, times one SQL statement",
            ratio(times),
            "<= 2.000",
            times <= TIMES_SQL_AT_MOST,
            format!(
                "{} for {posted} charges on as many open invoices, {HANDS} hands as in a worker, against {}; once each, on copies of \
                 one database, synced to disk; both leave the same sums",
                seconds(ours),
                seconds(theirs)
            ),
        ),
        Figure::told(
            "a night's interest, peak of memory",
            bytes(peak_bytes),
            "what the process that charges holds more at its peak than when it began; what PostgreSQL needs is not in it"
                .to_owned(),
        ),
    ])
}

/// Sets terms and answers whose, and a day on which all invoices are late.
async fn open_terms(stage: &Stage, db: &Db) -> Outcome<(CreditorId, NaiveDate)> {
    let mut tx = db.begin(Actor::System("bench")).await?;
    let creditor: CreditorId =
        sqlx::query_scalar("select creditor_id from invoices limit 1").fetch_one(&mut *tx).await?;
    let (first, last): (NaiveDate, NaiveDate) =
        sqlx::query_as("select min(issued_on), max(due_on) from invoices").fetch_one(&mut *tx).await?;
    let interest = InterestRule {
        rule: "3".to_owned(),
        rate: Rate { basis_points: 150, per_days: 30 },
        rounding: Rounding::Once,
        tax: TaxTreatment::BasisPoints(1_600),
        grace_days: 0,
        compounding: Compounding::Simple,
        ground: Ground::Contract,
        ground_reference: "contrato, cláusula 9".to_owned(),
    };
    let parameters = Parameters {
        jurisdiction: Some(Jurisdiction::Mx),
        interest: Some(interest),
        ..Parameters::default()
    };
    tx.rollback().await?;
    // The terms with which the import founded its creditor charge nothing, and hold from the day of the import.
    let written = serde_json::to_string(&parameters)?.replace('\'', "''");
    // No real program can change what is published; here it is as if these had been the first.
    let terms = format!(
        "set local session_replication_role = replica;
         update policy_versions set parameters = '{written}', in_force_from = '{first}'"
    );
    stage.psql(OURS, &terms).await?;
    Ok((creditor, last.checked_add_days(Days::new(30)).ok_or("a day that does not exist")?))
}

/// What the jobs of a night do, as many at once as a worker has hands.
async fn night(db: &Db, creditor: CreditorId, through: NaiveDate) -> Outcome<usize> {
    let mut tx = db.begin(Actor::System("bench")).await?;
    let mut waiting = stretches(&mut tx, creditor, through).await?.into_iter();
    tx.commit().await?;
    let (mut hands, mut posted) = (JoinSet::new(), 0);
    loop {
        while hands.len() < HANDS
            && let Some(stretch) = waiting.next()
        {
            let db = db.clone();
            hands.spawn(async move { charge(&db, &stretch).await });
        }
        let Some(done) = hands.join_next().await else { return Ok(posted) };
        posted += done??;
    }
}

async fn copy_database(stage: &Stage) -> Outcome<()> {
    let owner = stage.owner("aldia").await?;
    sqlx::raw_sql(AssertSqlSafe(format!("create database {THEIRS} template {OURS}"))).execute(&owner).await?;
    owner.close().await;
    Ok(())
}

/// Both have charged the same to the cent.
async fn same_books(stage: &Stage) -> Outcome<()> {
    let sums = "select count(*), sum(interest_minor), sum(interest_tax_minor), max(accrued_through_on),
        md5(string_agg(invoice_id || ':' || interest_minor || ':' || interest_tax_minor, ',' order by invoice_id)) from invoice_balances";
    let (ours, theirs) = (stage.psql(OURS, sums).await?, stage.psql(THEIRS, sums).await?);
    if ours == theirs {
        return Ok(());
    }
    Err(format!("the sums differ: {} here, {} in SQL", ours.trim(), theirs.trim()).into())
}

/// Looks at this process's memory until it is asked.
struct Memory {
    start: u64,
    peak: Arc<AtomicU64>,
    watching: tokio::task::JoinHandle<()>,
}

impl Memory {
    fn watch() -> Outcome<Self> {
        let start = resident_bytes(std::process::id())?;
        let peak = Arc::new(AtomicU64::new(start));
        let seen = peak.clone();
        let watching = tokio::spawn(async move {
            loop {
                if let Ok(now) = resident_bytes(std::process::id()) {
                    seen.fetch_max(now, Ordering::Relaxed);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        Ok(Self { start, peak, watching })
    }

    fn peak_above_start(self) -> u64 {
        self.watching.abort();
        self.peak.load(Ordering::Relaxed).saturating_sub(self.start)
    }
}
