//! Every table of the desk that goes on over several pages, as a file for spreadsheets: all rows of the filter and in the order
//! that the page shows, up to a bound that the link names. That somebody took a table along is in the trail.

mod files;
mod matters;
mod money;
pub mod words;

pub use files::{accounts, people};
pub use matters::{approvals, disputes, messages};
pub use money::{bank, payments, plans_at_risk, promises, proposals};

use axum::response::Response;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::desk::spreadsheet::{Sheet, spreadsheet};
use crate::identity::extract::StaffIn;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ui::FileLink;

/// The most rows that one file holds.
pub const ROWS_AT_MOST: u64 = 10_000;
/// The same for a table whose rows are each worked out anew.
pub const WORKED_OUT_AT_MOST: u64 = 1_000;

/// The link below a table that gives all of it as a file.
pub fn csv_link(lang: Lang, href: String) -> AnyView {
    link(lang, href, ROWS_AT_MOST)
}

/// As [`csv_link`], for a table whose rows are each worked out anew.
pub fn short_csv_link(lang: Lang, href: String) -> AnyView {
    link(lang, href, WORKED_OUT_AT_MOST)
}

/// Writes down that this reader takes a table along, and gives it.
pub async fn export(
    mut tx: Tx,
    staff: &StaffIn,
    what: &'static str,
    sheet: &Sheet<'_>,
) -> Result<Response, Refusal> {
    tx.audit("export", what, staff.staff.0, None).await?;
    tx.commit().await?;
    Ok(spreadsheet(sheet))
}

fn link(lang: Lang, href: String, most: u64) -> AnyView {
    view! { <p><FileLink href=href text=words::take_along(lang, most) format="CSV" /></p> }.into_any()
}

/// A day of a zone, as files write it.
fn day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).date_naive().to_string()
}

/// As SQL takes a bound.
fn bound(most: u64) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
