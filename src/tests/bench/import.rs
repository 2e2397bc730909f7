//! A million invoices through `aldia import`, and then the rows that this left through COPY, into a second database
//! with the same indexes, constraints and triggers. COPY is given the easier part: it reads no CSV of ours, judges
//! nothing, finds no references, and its rows lie ready in one file for each table.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Instant;

use crate::process::Finished;
use crate::stage::{Outcome, Stage};
use crate::table::{Figure, bytes, ratio, seconds, thousandths};
use crate::{invoices_file, process};

const TIMES_COPY_AT_MOST: u64 = 3_000;
const PEAK_BYTES_AT_MOST: u64 = 200_000_000;
/// Rows that a trigger writes while others are inserted.
const KEPT_BY_TRIGGERS: &str = "invoice_balances";

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let invoices = if stage.quick { 2_000 } else { 1_000_000 };
    let file = stage.path("invoices.csv");
    let file_rows = invoices_file::write(&file, invoices)?;
    stage.make_database("imported").await?;
    stage.make_database("copied").await?;
    let seeded = filled_tables(stage, "copied").await?;

    eprintln!("bench: importing {file_rows} rows");
    let imported = import(stage, &file.display().to_string()).await?;
    let tables = in_order(stage, "imported", &seeded).await?;
    stage.psql("imported", &copy_script(stage, &tables, "to")).await?;

    eprintln!("bench: copying {} tables", tables.len());
    stage.psql("copied", "checkpoint").await?;
    let began = Instant::now();
    stage.psql("copied", &copy_script(stage, &tables, "from")).await?;
    let copied = began.elapsed();
    let rows = same_rows(stage, &tables).await?;

    let times = thousandths(imported.took.as_millis(), copied.as_millis());
    Ok(vec![
        Figure::judged(
            "import, times COPY",
            ratio(times),
            "<= 3.000",
            times <= TIMES_COPY_AT_MOST,
            format!(
                "{} for {invoices} invoices with a line each ({file_rows} rows of CSV) against {} for psql's \\copy of the \
                 {rows} rows they became in {} tables; once each, start of the process included, synced to disk",
                seconds(imported.took),
                seconds(copied),
                tables.len()
            ),
        ),
        Figure::judged(
            "import, peak of memory",
            bytes(imported.peak_bytes),
            "<= 200 MB",
            imported.peak_bytes <= PEAK_BYTES_AT_MOST,
            "VmHWM of the importing process; what PostgreSQL needs beside it is not in it".to_owned(),
        ),
    ])
}

async fn import(stage: &Stage, file: &str) -> Outcome<Finished> {
    stage.psql("imported", "checkpoint").await?;
    let log = stage.path("import.log");
    let mut command = stage.aldia_on("imported", &["import", file, "--creditor", "Bench"]);
    command.stdout(Stdio::null()).stderr(std::fs::File::create(&log)?);
    let finished = process::run(command).await?;
    if !finished.status.success() {
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        let said: Vec<&str> = said.lines().take(5).collect();
        return Err(format!("the import ended with {}: {}", finished.status, said.join(" ")).into());
    }
    Ok(finished)
}

fn copy_script(stage: &Stage, tables: &[String], direction: &str) -> String {
    tables
        .iter()
        .map(|table| {
            let path = stage.path(&format!("{table}.copy"));
            format!("\\copy {table} {direction} '{}'\n", path.display())
        })
        .collect()
}

/// The tables that hold rows.
async fn filled_tables(stage: &Stage, database: &str) -> Outcome<BTreeSet<String>> {
    let listed = stage.psql(
        database,
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    let mut filled = BTreeSet::new();
    for table in listed.await?.lines() {
        if stage.psql(database, &format!("select exists (select from {table})")).await?.trim() == "t" {
            filled.insert(table.to_owned());
        }
    }
    Ok(filled)
}

/// What the import filled and neither a migration nor a trigger does, each table after those that it refers to.
async fn in_order(stage: &Stage, database: &str, seeded: &BTreeSet<String>) -> Outcome<Vec<String>> {
    let mut waiting = filled_tables(stage, database).await?;
    waiting.retain(|table| !seeded.contains(table) && table != KEPT_BY_TRIGGERS);
    let references = stage
        .psql(
            database,
            "select distinct conrelid::regclass || ' ' || confrelid::regclass from pg_constraint
             where contype = 'f' and conrelid <> confrelid",
        )
        .await?;
    let references: Vec<(&str, &str)> = references.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let waits = |table: &str| references.iter().any(|(from, to)| *from == table && waiting.contains(*to));
        let next = waiting.iter().find(|table| !waits(table)).cloned();
        let next = next.ok_or("the tables refer to each other in a circle")?;
        waiting.remove(&next);
        ordered.push(next);
    }
    Ok(ordered)
}

/// How many rows both databases hold, if they hold the same number in every table.
async fn same_rows(stage: &Stage, tables: &[String]) -> Outcome<u64> {
    let mut sum = 0;
    for table in tables.iter().map(String::as_str).chain([KEPT_BY_TRIGGERS]) {
        let count = format!("select count(*) from {table}");
        let (imported, copied) = (stage.psql("imported", &count).await?, stage.psql("copied", &count).await?);
        if imported != copied {
            return Err(format!(
                "{table} has {} rows imported and {} copied",
                imported.trim(),
                copied.trim()
            )
            .into());
        }
        sum += imported.trim().parse::<u64>()?;
    }
    Ok(sum)
}
