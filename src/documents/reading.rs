//! What the pages and files of a statement need, the same on both sides.

use crate::accounts::model::{Account, Viewer};
use crate::accounts::opening::Opened;
use crate::documents::asked::StatementQuery;
use crate::documents::model::Period;
use crate::documents::ordering::{MOVEMENTS_AT_MOST, MOVEMENTS_AT_ONCE, statement_identity};
use crate::documents::papers::statement_order;
use crate::documents::sealing::{is_large, seal};
use crate::documents::store::statement::{Statement, first_day, rows, statement};
use crate::documents::store::{Sealed, find, issuer, parts};
use crate::documents::views::statement::{MOVEMENTS_A_PAGE, Shown, statement_view};
use crate::documents::words;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ui::Pages;

impl Shown {
    /// What is wrong with the dates that were typed: fields and sentences.
    fn errors(&self) -> Vec<(String, String)> {
        self.wrong.iter().map(|wrong| (wrong.field.to_owned(), wrong.sentence.to_owned())).collect()
    }
}

/// The statement's page, for whichever side asks.
pub async fn opened(
    tx: &mut Tx,
    lang: Lang,
    viewer: Viewer,
    account: &Account,
    query: StatementQuery,
) -> Result<Opened, sqlx::Error> {
    let shown = shown(tx, lang, account, query).await?;
    let main = statement_view(lang, viewer, &shown);
    Ok(Opened { errors: shown.errors(), ..Opened::plain(words::statement(lang).to_owned(), main) })
}

/// The page that was asked for; the usual days where the typed ones cannot be taken.
async fn shown(
    tx: &mut Tx,
    lang: Lang,
    account: &Account,
    query: StatementQuery,
) -> Result<Shown, sqlx::Error> {
    let asked = query.period(lang, account.today);
    let (period, wrong) = match asked {
        Ok(period) => (period, Vec::new()),
        Err(wrong) => (Period::usual(account.today), wrong),
    };
    let statement = statement(tx, account, period).await?;
    let total = u64::try_from(statement.movement_count).unwrap_or_default();
    let pages = Pages::new(query.page(), MOVEMENTS_A_PAGE, total);
    let page = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let rows = rows(tx, account, period, page(pages.rows_before()), page(MOVEMENTS_A_PAGE)).await?;
    let is_in_parts = (MOVEMENTS_AT_ONCE + 1..=MOVEMENTS_AT_MOST).contains(&statement.movement_count);
    let parts = match is_in_parts {
        true => {
            let large = is_large(tx, account, None).await?;
            parts(tx, &statement_identity(lang, &statement, large)).await?
        }
        false => Vec::new(),
    };
    let first_day = first_day(tx, account).await?;
    Ok(Shown { statement, rows, pages, query, wrong, first_day, parts })
}

/// The statement that a file is asked of. Days that cannot be taken have no file.
pub async fn usual_statement(
    tx: &mut Tx,
    lang: Lang,
    account: &Account,
    query: &StatementQuery,
) -> Result<Statement, Refusal> {
    let period = query.period(lang, account.today).map_err(|_| Refusal::NotFound)?;
    Ok(statement(tx, account, period).await?)
}

/// Whether there is a paper yet.
pub enum Printed {
    Paper(Sealed),
    /// It is a long one, and nobody had it made, or this part is not ready, or it is too long to be made.
    NotYet,
}

/// The statement as a sealed paper: a short one is printed now, of a long one there is what the job has printed.
pub async fn printed_statement(
    tx: &mut Tx,
    lang: Lang,
    public_url: &str,
    statement: Statement,
    part: i32,
) -> Result<Printed, Refusal> {
    if statement.movement_count > MOVEMENTS_AT_ONCE {
        let large = is_large(tx, &statement.account, None).await?;
        let found = find(tx, &statement_identity(lang, &statement, large), part).await?;
        return Ok(found.map_or(Printed::NotYet, Printed::Paper));
    }
    let issuer = issuer(tx, statement.account.creditor).await?;
    let rows = rows(tx, &statement.account, statement.period, 0, MOVEMENTS_AT_ONCE).await?;
    let order = statement_order(lang, &issuer, &statement, &rows);
    Ok(Printed::Paper(seal(tx, public_url, order).await?))
}
