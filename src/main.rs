//! The command line, and nothing else: every command reads the settings, opens what it needs and calls a room.

use std::io::Write;
use std::process::ExitCode;

use aldia::identity::keys::Keys;
use aldia::imports::command::{self as imports, ImportArguments};
use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::payments::comparing;
use aldia::server::assets::{self, Sources};
use aldia::server::config::Config;
use aldia::server::database::Addresses;
use aldia::server::serve::{self, StartError};
use aldia::server::telemetry;
use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// A page is written as thousands of small strings; with the system's allocator they took a quarter of the time that the
/// process spends on one.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Al Día: a portal where people who owe money and the team that collects it see the same account.
#[derive(Parser)]
#[command(version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal, with a worker inside
    Serve,
    /// Work off jobs without serving anybody
    Worker,
    /// Bring the database to this version
    Migrate,
    /// Plant the demo's people where there are none yet; `serve` does so by itself
    Seed,
    Import(ImportArguments),
    /// Prove the books: sums, caches, allocations, digests and seals; fails if anything is wrong
    Check {
        /// Compare open and recent payments with the payment provider instead
        #[arg(long)]
        provider: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Gather the static files
    #[command(hide = true)]
    Assets(Sources),
}

/// Rendering may wait on one thread while another must answer, whatever the machine's number of cores (hazards H8).
const WORKER_THREADS_AT_LEAST: usize = 4;

fn main() -> ExitCode {
    let line = CommandLine::parse();
    telemetry::start_logging(matches!(line.command, Command::Serve | Command::Worker));
    // One provider of cryptography for every library that speaks TLS; they would not agree on one by themselves.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        return failure(&"a provider of cryptography was already there".into());
    }
    match run(line.command) {
        Ok(code) => code,
        Err(error) => failure(&error),
    }
}

fn run(command: Command) -> Result<ExitCode, StartError> {
    if let Command::Assets(sources) = command {
        assets::gather(&sources)?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = Config::read(|name| std::env::var(name).ok())?;
    // The private cluster ends with the thread that started it, so it is started here and not in the runtime.
    let (addresses, _cluster) = Addresses::open(&config)?;
    let threads = std::thread::available_parallelism()
        .map_or(WORKER_THREADS_AT_LEAST, |cores| cores.get().max(WORKER_THREADS_AT_LEAST));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Serve => serve::serve(config, &addresses).await.map(|()| ExitCode::SUCCESS),
            Command::Worker => serve::work(config, &addresses).await.map(|()| ExitCode::SUCCESS),
            Command::Migrate => Ok(addresses.migrate().await.map(|()| ExitCode::SUCCESS)?),
            Command::Seed if !config.is_demo() => Err("the demo's people have no place in production".into()),
            Command::Seed => {
                let db = serve::open_database(&config, &addresses).await?;
                serve::plant_demo(&config, &db).await?;
                db.close().await;
                Ok(ExitCode::SUCCESS)
            }
            Command::Import(arguments) => {
                let keys = Keys::load_or_make(&config.secret_file, config.is_demo())?;
                let db = serve::open_database(&config, &addresses).await?;
                let outcome = imports::command(&db, &keys, arguments).await;
                db.close().await;
                Ok(outcome)
            }
            Command::Check { provider: true, json } => {
                let db = serve::open_database(&config, &addresses).await?;
                let comparison = comparing::compare(&db, &*serve::gateway(&config)?).await?;
                db.close().await;
                report(&comparison, comparison.differences.is_empty(), json, |lang| comparison.lines(lang))
            }
            Command::Check { provider: false, json } => {
                let db = serve::open_database(&config, &addresses).await?;
                let checked = check::run(&db).await?;
                db.close().await;
                report(&checked, checked.is_sound(), json, |lang| checked.lines(lang))
            }
            Command::Assets(_) => Ok(ExitCode::SUCCESS),
        }
    })
}

/// Says what was found, in words or in JSON; what is not sound fails.
fn report(
    found: &impl serde::Serialize,
    is_sound: bool,
    json: bool,
    lines: impl Fn(Lang) -> Vec<String>,
) -> Result<ExitCode, StartError> {
    let text = if json {
        serde_json::to_string_pretty(found)?
    } else {
        lines(Lang::of_terminal(|name| std::env::var(name).ok())).join("\n")
    };
    writeln!(std::io::stdout(), "{text}")?;
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn failure(error: &StartError) -> ExitCode {
    // For the person at the terminal; the log has its own form.
    let _ = writeln!(std::io::stderr(), "aldia: {error}");
    ExitCode::FAILURE
}
