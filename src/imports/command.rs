//! `aldia import`: one file, in one transaction, with a report.

use std::{io::IsTerminal, path::PathBuf, process::ExitCode, time::Duration};

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    checks,
    mapping::{Mapping, MappingError},
    model::{Record, RowError},
    reader::{self, ReadError, Source},
    report::ImportReport,
    rows::Plan,
    staging::{self, Rejections, StageError, Staged},
    store, words,
};
use crate::identity::keys::Keys;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db, Tx};
use crate::kernel::ids::{CreditorId, PolicyVersionId};
use crate::kernel::locale::Lang;
use crate::policies;
use crate::policies::model::{Parameters, PolicyVersion};

/// Import debtors, invoices and payments from a CSV file
#[derive(Clone, Debug, clap::Args)]
pub struct ImportArguments {
    /// The CSV file
    pub file: PathBuf,
    /// The creditor whose books these are, by name
    #[arg(long)]
    pub creditor: String,
    /// How foreign columns are read: a JSON file, or `ibm`; without it the file is in the native format
    #[arg(long)]
    pub mapping: Option<PathBuf>,
    /// Take only what was issued or paid on or before this day (YYYY-MM-DD)
    #[arg(long)]
    pub as_of: Option<NaiveDate>,
    /// Say what would happen, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Why a file could not be judged at all. Rows that are wrong are no error but the report's.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{}: {error}", path.display())]
    File { path: PathBuf, error: std::io::Error },
    #[error("{}: {error}", path.display())]
    Mapping { path: PathBuf, error: MappingError },
    #[error("the creditor needs a name")]
    NoCreditor,
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Stage(StageError),
}

/// Changes that are kept to be listed; all are counted.
const CHANGES_LISTED: i64 = 1_000;

/// Imports a file and prints what happened, in the language of the terminal.
pub async fn command(db: &Db, keys: &Keys, arguments: ImportArguments) -> ExitCode {
    let lang = terminal_language(|name| std::env::var(name).ok());
    match run(db, keys, arguments).await {
        Ok(report) => {
            let text = report.lines(lang).join("\n") + "\n";
            // Nobody is left to tell when the terminal is gone.
            let _ = if report.accepted() {
                std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes())
            } else {
                std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes())
            };
            if report.accepted() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("aldia: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// Imports a file as a whole, or, where a single row is wrong or on a dry run, not at all. The keys make the digests of
/// what people are asked for on a new device.
pub async fn run(db: &Db, keys: &Keys, arguments: ImportArguments) -> Result<ImportReport, ImportError> {
    let mapping = match &arguments.mapping {
        Some(path) => {
            Mapping::load(path).map_err(|error| ImportError::Mapping { path: path.clone(), error })?
        }
        None => Mapping::native(),
    };
    if arguments.creditor.trim().is_empty() {
        return Err(ImportError::NoCreditor);
    }
    let file = arguments.file.clone();
    let unreadable = |error| ImportError::File { path: file.clone(), error };
    let mut report = ImportReport {
        creditor: arguments.creditor.trim().to_owned(),
        mapping: mapping.name.clone(),
        as_of: arguments.as_of,
        dry_run: arguments.dry_run,
        file: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        ..ImportReport::default()
    };
    let opened = reader::inspect(&file).and_then(|source| source.rows().map(|rows| (source, rows)));
    let (source, rows) = match opened {
        Ok(opened) => opened,
        Err(ReadError::Row(error)) => return Ok(rejected(report, vec![error])),
        Err(ReadError::File(error)) => return Err(unreadable(error)),
    };
    report.encoding = source.encoding_name();
    let header = rows.header().to_vec();
    let plan = match Plan::new(&mapping, &header, source.delimiter, arguments.as_of) {
        Ok(plan) => plan,
        Err(errors) => return Ok(rejected(report, errors)),
    };

    let mut tx = db.begin(Actor::System("import")).await?;
    let (creditor, founded) = find_or_found(&mut tx, &report.creditor).await?;
    report.founded = founded;
    let zone = time_zone(&mut tx, creditor).await?;
    let today = tx.today(zone);
    report.day = arguments.as_of.unwrap_or(today);
    if founded {
        publish_founding_terms(&mut tx, creditor, report.day.min(today)).await?;
    }
    store::begin(&mut tx, creditor, today).await?;
    staging::create_tables(&mut tx).await?;
    let bar = Bar::new(&source);
    let reading = bar.clone();
    let staged = staging::stage(&mut tx, plan, rows, move |bytes| reading.0.set_position(bytes)).await;
    let (mut staged, plan) = match staged {
        Ok(staged) => staged,
        Err(StageError::Read(ReadError::File(error))) => return Err(unreadable(error)),
        Err(StageError::Database(error)) => return Err(error.into()),
        Err(error) => return Err(ImportError::Stage(error)),
    };
    judge_and_write(&mut tx, keys, &plan, &header, &mut staged, &bar, &mut report).await?;
    bar.0.finish_and_clear();
    if !report.accepted() {
        tx.rollback().await?;
        return Ok(report);
    }
    report.figures = store::figures(&mut tx, creditor, report.day).await?;
    if report.dry_run {
        tx.rollback().await?;
    } else {
        store::record(&mut tx, creditor, &source, &report).await?;
        tx.commit().await?;
    }
    Ok(report)
}

fn rejected(report: ImportReport, errors: Vec<RowError>) -> ImportReport {
    ImportReport { rejected_count: errors.len() as u64, rejected: errors, ..report }
}

async fn judge_and_write(
    tx: &mut Tx,
    keys: &Keys,
    plan: &Plan,
    header: &[String],
    staged: &mut Staged,
    bar: &Bar,
    report: &mut ImportReport,
) -> Result<(), sqlx::Error> {
    let lang = terminal_language(|name| std::env::var(name).ok());
    let mut rejections = std::mem::take(&mut staged.rejections);
    if !staged.broken_off {
        bar.says(words::checking(lang));
        store::prepare(tx).await?;
        checks::run(tx, plan, header, &mut rejections).await?;
    }
    if rejections.count == 0 {
        let written = store::write(tx, keys, |record: Record| bar.says(words::records(lang, record))).await?;
        report.counts = store::counts(tx, staged, &written).await?;
        report.changes = store::changes(tx, CHANGES_LISTED).await?;
        rejections = Rejections::default();
        for (record, mut error) in store::spent_credit(tx).await? {
            error.column = plan.header_for(record, &error.column, header).to_owned();
            rejections.add(error);
        }
    }
    report.rejected_count = rejections.count;
    report.rejected = rejections.listed;
    Ok(())
}

/// The creditor of this name; a new one, with the settings of a Mexican creditor, if there is none.
async fn find_or_found(tx: &mut Tx, name: &str) -> Result<(CreditorId, bool), sqlx::Error> {
    let found = sqlx::query_scalar!(r#"select id as "id: CreditorId" from creditors where name = $1"#, name)
        .fetch_optional(&mut **tx)
        .await?;
    if let Some(found) = found {
        return Ok((found, false));
    }
    let id = CreditorId::new();
    let wanted = slug_of(name);
    let taken = sqlx::query_scalar!("select slug from creditors where slug like $1 || '%'", wanted)
        .fetch_all(&mut **tx)
        .await?;
    let free = |slug: &String| !taken.contains(slug);
    let mut slugs = std::iter::once(wanted.clone()).chain((2..).map(|number| format!("{wanted}-{number}")));
    let slug = slugs.find(free).unwrap_or(wanted.clone());
    sqlx::query!(
        "select found_creditor($1, $2, $3, $2, 'es', 'America/Mexico_City', 'MX')",
        id.0,
        name,
        slug
    )
    .fetch_one(&mut **tx)
    .await?;
    tx.audit("found", "creditor", id.0, None).await?;
    Ok((id, true))
}

/// What a new creditor goes by until they publish their own: the mildest terms there are, so that their debtors can pay.
async fn publish_founding_terms(
    tx: &mut Tx,
    creditor: CreditorId,
    in_force_from: NaiveDate,
) -> Result<(), sqlx::Error> {
    let id = PolicyVersionId::new();
    let parameters = Parameters::founding();
    policies::store::publish(tx, &PolicyVersion { id, creditor, number: 1, in_force_from, parameters }).await
}

/// The name as a part of an address: `Aguas del Valle` is `aguas-del-valle`.
fn slug_of(name: &str) -> String {
    const LONGEST: usize = 32;
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        let plain = match c {
            'á' | 'à' | 'ä' | 'â' | 'ã' => 'a',
            'é' | 'è' | 'ë' | 'ê' => 'e',
            'í' | 'ì' | 'ï' | 'î' => 'i',
            'ó' | 'ò' | 'ö' | 'ô' | 'õ' => 'o',
            'ú' | 'ù' | 'ü' | 'û' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            c => c,
        };
        if plain.is_ascii_alphanumeric() {
            slug.push(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "creditor".to_owned() } else { slug.to_owned() }
}

async fn time_zone(tx: &mut Tx, creditor: CreditorId) -> Result<chrono_tz::Tz, sqlx::Error> {
    let zone = sqlx::query_scalar!("select time_zone from creditors where id = $1", creditor.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(zone.parse().unwrap_or(chrono_tz::America::Mexico_City))
}

/// Spanish where the terminal is Spanish, else English.
pub fn terminal_language(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let set =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    if set.is_some_and(|value| value.starts_with("es")) { Lang::Es } else { Lang::En }
}

/// How far the import is, on a terminal; nothing where there is none.
#[derive(Clone)]
struct Bar(ProgressBar);

impl Bar {
    fn new(source: &Source) -> Bar {
        if !std::io::stderr().is_terminal() {
            return Bar(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(source.bytes);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(words::reading(terminal_language(|name| std::env::var(name).ok()), &source.name()));
        Bar(bar)
    }

    /// From here on nobody knows how much is left.
    fn says(&self, what: &'static str) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            self.0.set_style(style);
        }
        self.0.enable_steady_tick(Duration::from_millis(100));
        self.0.set_message(what);
    }
}
