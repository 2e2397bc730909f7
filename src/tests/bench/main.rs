//! `make bench`: what Al Día promises in figures, measured on this machine and printed as one table. Never a timed
//! test: a goal that is missed is said to be missed and the exit is 0 all the same; it is 1 only if something could
//! not be measured at all. `ALDIA_BENCH_QUICK=1` takes small sizes; words on the command line choose among the parts:
//!
//! - `requests`: how many account pages a second against a bare axum and sqlx handler that answers with the same rows
//!   as JSON, read by the same functions under the same scope; and how long the slowest one in a hundred takes of both.
//! - `visit`: how many bytes somebody loads who opens their account for the first time.
//! - `sizes`: script and WASM where a page has an island, the binary, the site.
//! - `sessions`: what the memory of a serving process grows by when ten thousand people sign in.
//! - `webhooks`: how many of the payment provider's messages a second are in the books, against pgbench doing the same two
//!   transactions; and how long they wait for an answer.
//! - `ledger`: how many transactions a second the ledger posts, spread and on few accounts, beside one SQL function.
//! - `statement`: how long the statement of ten thousand movements takes as a page, as a table and on paper.
//! - `explained`: how long the explained balance of an account with a hundred thousand entries takes beside its own page.
//! - `interest`: how long a night's interest on a million open invoices takes, beside the same as one SQL statement, and how
//!   much memory it needs.
//! - `import`: how long a million invoices take through `aldia import` against PostgreSQL's own COPY of the very rows
//!   that this left, and how much memory it needs.
//!
//! All of it runs on a private PostgreSQL of its own that syncs to disk as in production, and is gone afterwards.

mod bare;
mod explained;
mod first_visit;
mod import;
mod interest;
mod invoices_file;
mod ledger;
mod load;
mod pgbench;
mod process;
mod requests;
mod sessions;
mod sizes;
mod stage;
mod statement;
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the stand on which tests run, of which only a part is needed here"
)]
#[path = "../support/mod.rs"]
mod support;
mod table;
mod webhooks;

use std::process::ExitCode;

use mimalloc::MiMalloc;
use stage::{Outcome, Stage};
use table::{Figure, Table};

/// As in `aldia`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// As many as `aldia` takes at least.
const WORKER_THREADS: usize = 4;

fn main() -> ExitCode {
    // `cargo bench` adds a word of its own.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match run(&wanted) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(wanted: &[String]) -> Outcome<ExitCode> {
    if let Some(unknown) = wanted.iter().find(|word| !Part::ALL.iter().any(|part| part.name() == *word)) {
        let parts = Part::ALL.map(Part::name).join(", ");
        return Err(format!("there is no part {unknown:?}; there are {parts}").into());
    }
    // The private cluster ends with the thread that started it, so it is started here and not in the runtime.
    let stage = Stage::open()?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(WORKER_THREADS).enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            measured = measure(&stage, wanted) => measured,
            _ = tokio::signal::ctrl_c() => Err("interrupted".into()),
        }
    })
}

async fn measure(stage: &Stage, wanted: &[String]) -> Outcome<ExitCode> {
    let mut table = Table::begin(stage);
    for part in Part::ALL {
        if wanted.is_empty() || wanted.iter().any(|word| word == part.name()) {
            eprintln!("bench: {}…", part.name());
            match part.measure(stage).await {
                Ok(figures) => table.add(figures),
                Err(error) => table.fail(part.name(), &error.to_string()),
            }
        }
    }
    print!("{table}");
    Ok(if table.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Clone, Copy)]
enum Part {
    Requests,
    Visit,
    Sizes,
    Sessions,
    Webhooks,
    Ledger,
    Statement,
    Explained,
    Interest,
    Import,
}

impl Part {
    const ALL: [Self; 10] = [
        Self::Requests,
        Self::Visit,
        Self::Sizes,
        Self::Sessions,
        Self::Webhooks,
        Self::Ledger,
        Self::Statement,
        Self::Explained,
        Self::Interest,
        Self::Import,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Visit => "visit",
            Self::Sizes => "sizes",
            Self::Sessions => "sessions",
            Self::Webhooks => "webhooks",
            Self::Ledger => "ledger",
            Self::Statement => "statement",
            Self::Explained => "explained",
            Self::Interest => "interest",
            Self::Import => "import",
        }
    }

    async fn measure(self, stage: &Stage) -> Outcome<Vec<Figure>> {
        match self {
            Self::Requests => requests::figures(stage).await,
            Self::Visit => first_visit::figures(stage).await,
            Self::Sizes => sizes::figures(stage),
            Self::Sessions => sessions::figures(stage).await,
            Self::Webhooks => webhooks::figures(stage).await,
            Self::Ledger => ledger::figures(stage).await,
            Self::Statement => statement::figures(stage).await,
            Self::Explained => explained::figures(stage).await,
            Self::Interest => interest::figures(stage).await,
            Self::Import => import::figures(stage).await,
        }
    }
}
