//! Ordering a statement that is too long to be printed while its reader waits.

use std::time::Duration;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::accounts::model::Account;
use crate::documents::model::{PaperKind, Period};
use crate::documents::papers::statement_facts;
use crate::documents::sealing::{digest, is_large};
use crate::documents::store::Identity;
use crate::documents::store::statement::{Statement, statement};
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;

/// The kind of the job that prints it.
pub const PRINT_STATEMENT: &str = "print_statement";
/// Printed while its reader waits.
pub const MOVEMENTS_AT_ONCE: i64 = 500;
/// Printed at all: whoever has more is offered months, and the table.
pub const MOVEMENTS_AT_MOST: i64 = 5_000;

/// Which statement a form asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrderedStatement {
    pub account: String,
    pub from: String,
    pub to: String,
}

/// Has the statement printed, once for each state of the books, and writes down who asked.
///
/// # Errors
/// Not found when the days are none, or the statement is not one that is printed in parts.
pub async fn order_statement(
    tx: &mut Tx,
    lang: Lang,
    account: &Account,
    from: &str,
    to: &str,
) -> Result<Period, Refusal> {
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| Refusal::NotFound);
    let period = Period { from: day(from)?, to: day(to)? };
    let statement = statement(tx, account, period).await?;
    if !(MOVEMENTS_AT_ONCE + 1..=MOVEMENTS_AT_MOST).contains(&statement.movement_count) {
        return Err(Refusal::NotFound);
    }
    let large = is_large(tx, account, None).await?;
    let paper = statement_identity(lang, &statement, large);
    let key = format!("{PRINT_STATEMENT}:{}:{}", lang.code(), hex::encode(paper.facts));
    let payload = serde_json::json!({
        "account": account.id, "from": period.from, "to": period.to, "lang": lang,
    });
    tx.enqueue(PRINT_STATEMENT, payload, Some(&key), Duration::ZERO).await?;
    tx.audit("prepare_statement", "account", account.id.0, Some(account.id)).await?;
    Ok(period)
}

/// Which paper a statement would be.
pub fn statement_identity(lang: Lang, statement: &Statement, large: bool) -> Identity {
    Identity {
        kind: PaperKind::Statement,
        subject: statement.account.id.0,
        about: statement.period.to_string(),
        for_person: None,
        lang,
        facts: digest(&statement_facts(statement), large),
    }
}
