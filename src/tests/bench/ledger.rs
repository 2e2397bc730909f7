//! Transactions of the ledger: each opens a scope, locks its account and posts two entries, as everything that moves
//! money does; beside the very rows by one function of PostgreSQL's, called from pgbench with as many clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use aldia::kernel::actor::Actor;
use aldia::kernel::db::Db;
use aldia::kernel::ids::{AccountId, PaymentId};
use aldia::ledger::allocation::Allocation;
use aldia::ledger::model::{AccountKey, Book, Days, TransactionDraft};
use aldia::ledger::store::{account_key, lock_account, post};
use chrono::Utc;
use sqlx::postgres::PgPoolOptions;
use tokio::task::JoinSet;

use crate::stage::{Outcome, Stage};
use crate::table::{Figure, median, ratio, thousandths};
use crate::{invoices_file, pgbench};

const DATABASE: &str = "ledger";
const CLIENTS: u64 = 8;
/// Accounts that everybody pays into at once.
const HOT: u64 = 4;

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let (accounts, rounds, times) = if stage.quick { (80, 1, 80) } else { (2_000, 5, 4_000) };
    stage.make_database(DATABASE).await?;
    invoices_file::import(stage, DATABASE, accounts).await?;
    stage.psql(DATABASE, include_str!("sql/post.sql")).await?;
    let addresses = stage.addresses(DATABASE);
    let pool = PgPoolOptions::new().max_connections(12).connect(&addresses.runtime).await?;
    let books = Books::open(Db::new(pool)).await?;
    let by_function = addresses.owner.unwrap_or_default();
    let mut figures = Vec::new();
    for (name, among) in [
        ("ledger transactions, spread over accounts", u64::from(accounts)),
        ("the same, on four accounts", HOT),
    ] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            ours.push(books.per_second(among, times).await?);
            theirs.push(
                pgbench::per_second(&by_function, "post_one.sql", &[("accounts", among)], CLIENTS, times)
                    .await?,
            );
        }
        let share =
            ours.iter().zip(&theirs).map(|(ours, theirs)| thousandths((*ours).into(), (*theirs).into()));
        figures.push(Figure::told(
            name,
            format!("{}/s", median(ours.clone())),
            format!(
                "{} of the {}/s that one SQL function posts from pgbench (medians of {rounds} rounds of {times}), {CLIENTS} clients each, synced to disk",
                ratio(median(share.collect())),
                median(theirs)
            ),
        ));
    }
    Ok(figures)
}

struct Books {
    db: Db,
    accounts: Arc<[AccountKey]>,
}

impl Books {
    async fn open(db: Db) -> Outcome<Self> {
        let mut tx = db.begin(Actor::System("bench")).await?;
        let ids: Vec<AccountId> =
            sqlx::query_scalar("select id from accounts order by id").fetch_all(&mut *tx).await?;
        let mut accounts = Vec::with_capacity(ids.len());
        for id in ids {
            accounts.extend(account_key(&mut tx, id).await?);
        }
        tx.rollback().await?;
        Ok(Self { db, accounts: accounts.into() })
    }

    /// Posts this often, into the first so many accounts in turn.
    async fn per_second(&self, among: u64, times: u64) -> Outcome<u64> {
        let next = Arc::new(AtomicU64::new(0));
        let began = Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let (db, accounts, next) = (self.db.clone(), self.accounts.clone(), next.clone());
            clients.spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= times {
                        return Outcome::Ok(());
                    }
                    post_one(&db, accounts[usize::try_from(number % among)?]).await?;
                }
            });
        }
        while let Some(client) = clients.join_next().await {
            client??;
        }
        Ok(u64::try_from(u128::from(times) * 1_000_000 / began.elapsed().as_micros().max(1))?)
    }
}

async fn post_one(db: &Db, of: AccountKey) -> Outcome<()> {
    let today = Utc::now().date_naive();
    let days = Days { effective_on: today, accounting_on: today };
    let nothing_owed = Allocation { parts: Vec::new(), unapplied_minor: 100 };
    let draft =
        TransactionDraft::payment(of, PaymentId::new(), "R-1", Book::ProviderClearing, &nothing_owed, days);
    let mut tx = db.begin(Actor::System("bench")).await?;
    lock_account(&mut tx, of.account).await?;
    post(&mut tx, &draft).await?;
    Ok(tx.commit().await?)
}
