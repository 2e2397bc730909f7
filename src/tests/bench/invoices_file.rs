//! A file in the import's native format: invoices of one line each, twenty to an account, whose debtor is a person with
//! an e-mail address.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::stage::{Outcome, Stage};

const INVOICES_AN_ACCOUNT: u32 = 20;
const COLUMNS: [&str; 19] = [
    "record",
    "debtor_ref",
    "person_ref",
    "account_ref",
    "invoice_number",
    "name",
    "email",
    "role",
    "currency",
    "issued_on",
    "due_on",
    "total",
    "tax",
    "line_number",
    "description",
    "quantity",
    "net",
    "tax_name",
    "tax_rate",
];

/// Has `aldia import` fill a database with so many accounts.
pub async fn import(stage: &Stage, database: &str, accounts: u32) -> Outcome<()> {
    let file = stage.path(&format!("{database}.csv"));
    write(&file, accounts * INVOICES_AN_ACCOUNT)?;
    let output = stage
        .aldia_on(database, &["import", &file.display().to_string(), "--creditor", "Bench"])
        .output()
        .await?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("the import: {}", said.lines().take(5).collect::<Vec<_>>().join(" ")).into())
}

/// Writes it and answers how many rows it has below its header.
pub fn write(path: &Path, invoices: u32) -> Outcome<u32> {
    let mut file = Rows { file: BufWriter::new(File::create(path)?), count: 0 };
    writeln!(file.file, "{}", COLUMNS.join(","))?;
    for number in 0..invoices {
        if number % INVOICES_AN_ACCOUNT == 0 {
            account(&mut file, number / INVOICES_AN_ACCOUNT)?;
        }
        invoice(&mut file, number)?;
    }
    file.file.flush()?;
    Ok(file.count)
}

fn account(file: &mut Rows, number: u32) -> Outcome<()> {
    let (debtor, person, account) = (format!("D{number}"), format!("P{number}"), format!("A{number}"));
    let name = format!("Persona Número {number}");
    let email = format!("persona{number}@bench.example");
    file.row("debtor", &[("debtor_ref", &debtor), ("name", &name)])?;
    file.row("person", &[("person_ref", &person), ("name", &name), ("email", &email)])?;
    file.row("account", &[("account_ref", &account), ("debtor_ref", &debtor), ("currency", "MXN")])?;
    file.row("party", &[("account_ref", &account), ("person_ref", &person), ("role", "principal")])
}

fn invoice(file: &mut Rows, number: u32) -> Outcome<()> {
    let issued_on = NaiveDate::from_ymd_opt(2025, 1, 1)
        .and_then(|first| first.checked_add_days(Days::new(u64::from(number % 365))))
        .ok_or("a day that does not exist")?;
    let due_on = issued_on.checked_add_days(Days::new(30)).ok_or("a day that does not exist")?;
    // In steps of which 16 % is a whole amount.
    let net_minor = 25 * (400 + number % 4_000);
    let tax_minor = net_minor * 16 / 100;
    let (issued_on, due_on) = (issued_on.to_string(), due_on.to_string());
    let (net, tax, total) = (amount(net_minor), amount(tax_minor), amount(net_minor + tax_minor));
    let invoice = format!("F-{number}");
    let account = format!("A{}", number / INVOICES_AN_ACCOUNT);
    file.row(
        "invoice",
        &[
            ("invoice_number", &invoice),
            ("account_ref", &account),
            ("currency", "MXN"),
            ("issued_on", &issued_on),
            ("due_on", &due_on),
            ("total", &total),
            ("tax", &tax),
        ],
    )?;
    file.row(
        "line",
        &[
            ("invoice_number", &invoice),
            ("line_number", "1"),
            ("description", "Agua potable del mes"),
            ("quantity", "1"),
            ("net", &net),
            ("tax", &tax),
            ("tax_name", "IVA"),
            ("tax_rate", "16"),
            ("currency", "MXN"),
        ],
    )
}

fn amount(minor: u32) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

struct Rows {
    file: BufWriter<File>,
    count: u32,
}

impl Rows {
    fn row(&mut self, record: &str, cells: &[(&str, &str)]) -> Outcome<()> {
        let cell =
            |column: &&str| cells.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value);
        write!(self.file, "{record}")?;
        for column in &COLUMNS[1..] {
            write!(self.file, ",{}", cell(column))?;
        }
        writeln!(self.file)?;
        self.count += 1;
        Ok(())
    }
}
