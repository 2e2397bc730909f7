//! Accounts and the team as files.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{ROWS_AT_MOST, export, words as table_words};
use crate::desk::people::store::people as read_people;
use crate::desk::people::words as people_words;
use crate::desk::spreadsheet::Sheet;
use crate::desk::store::search;
use crate::desk::words;
use crate::documents::csv::plain;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::ui::page::Visit;

/// Nobody looks for longer words.
const WORDS_AT_MOST: usize = 200;

/// What accounts are looked for by.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

/// `GET /desk/accounts.csv`
pub async fn accounts(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let asked: String = asked.q.trim().chars().take(WORDS_AT_MOST).collect();
    let mut tx = db.begin(staff.actor()).await?;
    let found = search(&mut tx, &asked, 0, ROWS_AT_MOST).await?.found;
    let rows = found.into_iter().map(|found| {
        let account = found.account;
        vec![
            account.debtor_name,
            account.reference,
            account.creditor_name,
            plain(found.open),
            found.open.currency.code().to_owned(),
        ]
    });
    let headings = [
        words::customer(lang),
        words::reference(lang),
        words::creditor(lang),
        words::open_balance(lang),
        table_words::currency(lang),
    ];
    let sheet = Sheet { name: "accounts.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "account", &sheet).await
}

/// `GET /desk/people.csv`
pub async fn people(State(db): State<Db>, visit: Visit, staff: StaffIn) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let rows = read_people(&mut tx).await?.into_iter().map(|member| {
        let speaks: Vec<&str> = member.speaks.iter().map(|lang| lang.name()).collect();
        vec![
            member.name,
            people_words::role_text(lang, member.role).to_owned(),
            member.creditor_names.join(", "),
            speaks.join(", "),
            member.left_at.map(|at| at.date_naive().to_string()).unwrap_or_default(),
        ]
    });
    let headings = [
        people_words::name(lang),
        people_words::role(lang),
        people_words::creditors(lang),
        people_words::speaks(lang),
        table_words::left_on(lang),
    ];
    let sheet = Sheet { name: "team.csv", headings: &headings, rows: rows.collect() };
    export(tx, &staff, "staff", &sheet).await
}
