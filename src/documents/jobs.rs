//! Long statements are printed here, one part after the other, while their reader does something else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::accounts::store::account;
use crate::documents::model::Period;
use crate::documents::ordering::statement_identity;
use crate::documents::papers::{ROWS_A_PART, part_count, statement_part_order};
use crate::documents::sealing::{Number, is_large, seal};
use crate::documents::store::issuer;
use crate::documents::store::statement::{rows, statement};
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;

/// Which statement is to be printed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct StatementJob {
    pub account: AccountId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub lang: Lang,
}

/// Prints and seals each part in a transaction of its own, so that what is ready can be had. Run again, it goes on where
/// it stopped, as what is sealed is found.
///
/// # Errors
/// When the books could not be read or a part not printed; it is tried again.
pub async fn print_statement(
    db: &Db,
    public_url: &str,
    payload: Value,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let job: StatementJob = serde_json::from_value(payload)?;
    let period = Period { from: job.from, to: job.to };
    let mut printed: Option<Printed> = None;
    loop {
        let mut tx = db.begin(Actor::System("print_statement")).await?;
        let account = account(&mut tx, job.account).await?;
        let issuer = issuer(&mut tx, account.creditor).await?;
        let statement = statement(&mut tx, &account, period).await?;
        // Asked for large print meanwhile, the rest would not carry on from what is printed either.
        let large = is_large(&mut tx, &account, None).await?;
        let facts = statement_identity(job.lang, &statement, large).facts;
        // Parts of different states of the books would not carry on from each other: it begins anew.
        let before = printed.take().filter(|before| before.facts == facts);
        let part = before.as_ref().map_or(1, |before| before.part + 1);
        let number = before.map_or(Number::Statement, |before| Number::Given(before.number));
        let parts = i32::try_from(part_count(statement.movement_count))?;
        let skip = i64::from(part - 1) * ROWS_A_PART;
        let rows = rows(&mut tx, &account, period, skip, ROWS_A_PART).await?;
        let order = statement_part_order(job.lang, &issuer, &statement, &rows, (part, parts), number);
        let sealed = seal(&mut tx, public_url, order).await?;
        tx.commit().await?;
        if part >= parts {
            return Ok(());
        }
        printed = Some(Printed { facts, part, number: sealed.number });
    }
}

/// The part that was printed last.
struct Printed {
    facts: [u8; 32],
    part: i32,
    number: String,
}
