//! Many writers at once neither make money nor lose it (hazards I13).

use std::sync::Arc;
use std::time::Duration;

use aldia::kernel::locale::Lang;
use aldia::ledger::allocation::AllocationOrder;
use aldia::ledger::check;
use aldia::ledger::model::AccountKey;
use aldia::ledger::store::PostError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::task::JoinSet;

use crate::support::books::{Books, Received, day, receive, take_back};

/// Each reader sees one moment; at each, what was billed is owed, received or credited, and nothing else.
async fn many_writers_conserve_money(options: PgConnectOptions, isolation: &'static str) {
    let options = options.options([("default_transaction_isolation", isolation)]);
    let books = Arc::new(Books::open(options).await);
    let mut accounts = vec![books.of];
    for _ in 0..5 {
        accounts.push(books.another_account().await);
    }
    for of in &accounts {
        for month in 1..=3 {
            books.bill(*of, day(2026, month, 4), 100_000).await;
        }
    }
    let mut writers = JoinSet::new();
    for writer in 0..32usize {
        let (books, of) = (books.clone(), accounts[writer % accounts.len()]);
        writers.spawn(async move {
            for turn in 0..4i64 {
                let received = retried(&books, of, 1_000 + 7 * writer as i64 + 13 * turn).await;
                if (writer as i64 + turn) % 3 == 0 {
                    undone(&books, &received).await;
                }
            }
        });
    }
    let reader = {
        let books = books.clone();
        tokio::spawn(async move {
            for _ in 0..60 {
                let (all, billed): (i64, i64) = sqlx::query_as(
                    "select sum(amount_minor)::bigint,
                       (sum(amount_minor) filter (where book in ('principal', 'unapplied', 'provider_clearing')))::bigint from ledger_entries",
                )
                .fetch_one(&books.owner)
                .await
                .unwrap();
                assert_eq!((all, billed), (0, 1_800_000));
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
    };
    writers.join_all().await;
    reader.await.unwrap();
    assert_eq!(books.number("select count(*) from ledger_transactions where kind = 'payment'").await, 128);
    let report = check::run(&books.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
}

#[sqlx::test]
async fn writers_side_by_side_conserve_money(_: PgPoolOptions, options: PgConnectOptions) {
    many_writers_conserve_money(options, "read committed").await;
}

#[sqlx::test]
async fn serializable_writers_conserve_money(_: PgPoolOptions, options: PgConnectOptions) {
    many_writers_conserve_money(options, "serializable").await;
}

/// Whether it lost against another writer and may be tried again.
fn lost(error: &PostError) -> bool {
    let PostError::Database(error) = error else { return false };
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01"))
}

async fn retried(books: &Books, of: AccountKey, amount_minor: i64) -> Received {
    loop {
        let mut tx = books.begin().await;
        let received = receive(&mut tx, of, amount_minor, AllocationOrder::default(), day(2026, 3, 6)).await;
        let committed = match received {
            Ok(received) => tx.commit().await.map(|()| received).map_err(PostError::from),
            Err(error) => Err(error),
        };
        match committed {
            Ok(received) => return received,
            Err(error) => assert!(lost(&error), "{error}"),
        }
    }
}

async fn undone(books: &Books, received: &Received) {
    loop {
        let mut tx = books.begin().await;
        let undone = match take_back(&mut tx, received, day(2026, 3, 7)).await {
            Ok(_) => tx.commit().await.map_err(PostError::from),
            Err(error) => Err(error),
        };
        match undone {
            Ok(()) => return,
            Err(error) => assert!(lost(&error), "{error}"),
        }
    }
}
