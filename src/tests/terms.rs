//! The terms that people read: what they say, which version holds for whom, who accepted them and who may change them.

pub mod accepting;
mod charges;
pub mod drafting;
mod governing;
mod plan_rules;
mod reading;
mod text;

use aldia::kernel::ids::PolicyVersionId;
use aldia::kernel::locale::Lang;
use aldia::policies::composing::Document;
use aldia::policies::model::{Parameters, PolicyVersion};
use aldia::policies::store::{Version, versions};
use aldia::server::seed::known::AGUAS;
use chrono::NaiveDate;

use crate::support::TestApp;

pub const MARIA: &str = "maria@example.mx";
pub const ELENA: &str = "elena@aguas.example";
pub const CARMEN: &str = "carmen@aguas.example";
pub const DANIEL: &str = "daniel@aguas.example";
pub const LANGS: [Lang; 2] = [Lang::Es, Lang::En];

/// A version of somebody's terms.
fn version(number: i32, in_force_from: NaiveDate, parameters: Parameters) -> PolicyVersion {
    PolicyVersion { id: PolicyVersionId::new(), creditor: AGUAS, number, in_force_from, parameters }
}

/// The published terms of Aguas del Valle, the newest first.
async fn published(app: &TestApp) -> Vec<Version> {
    let mut tx = app.system().await;
    versions(&mut tx, AGUAS).await.unwrap()
}

/// Every sentence of a document.
fn sentences(document: &Document) -> Vec<String> {
    document.parts.iter().flat_map(|part| part.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}
