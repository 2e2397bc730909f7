//! The statement of an account with very many movements: its page, its table, and its paper, which a job prints in
//! parts. In this process, on a database of its own that syncs to disk.

use std::time::{Duration, Instant};

use aldia::documents::jobs::print_statement;
use aldia::identity::cookies::CookieNames;
use aldia::identity::model::Side;
use aldia::kernel::ids::{CreditorId, DebtorId, InvoiceId};
use aldia::kernel::money::Currency;
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{AccountKey, Days, TransactionDraft};
use aldia::ledger::store::post;
use aldia::server::seed::known::ACCOUNT_4471;
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::load::Target;
use crate::process::resident_bytes;
use crate::stage::{Outcome, Stage};
use crate::support::TestApp;
use crate::table::{Figure, median, seconds};

const PERIOD: &str = "from=2026-03-01&to=2026-03-06";
const TIMES: usize = 9;

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let movements = if stage.quick { 1_200 } else { 10_000 };
    stage.make_database("statement").await?;
    let owner = stage.addresses("statement").owner.unwrap_or_default();
    let app = TestApp::new(owner.parse()?).await;
    bill(&app, movements, NaiveDate::from_ymd_opt(2026, 5, 31).ok_or("a day that does not exist")?).await?;
    let page = answered(&app, &format!("/account/statement?{PERIOD}")).await?;
    let last = answered(&app, &format!("/account/statement?{PERIOD}&page={}", movements / 100)).await?;
    let table = answered(&app, &format!("/account/statement.csv?{PERIOD}")).await?;
    let paper = printed(&app).await?;
    Ok(vec![
        Figure::told(
            "statement page, until it is there",
            milliseconds(page.took),
            format!(
                "{movements} movements, 100 on the page; it is sent in one piece, so the first byte comes with the last; the \
                 last page takes {}; medians of {TIMES}",
                milliseconds(last.took)
            ),
        ),
        Figure::told(
            "statement as CSV",
            milliseconds(table.took),
            format!(
                "{movements} movements, {} bytes, read and sent in pieces; median of {TIMES}",
                table.bytes
            ),
        ),
        Figure::told("statement as PDF", seconds(paper.took), paper.how),
    ])
}

pub struct Answered {
    pub took: Duration,
    pub bytes: usize,
}

/// The median time of a whole answer on a new connection.
pub async fn answered(app: &TestApp, path: &str) -> Outcome<Answered> {
    let name = CookieNames::of(&app.url).access(Side::Debtor);
    let value = app.signed_in("maria@example.mx").await.cookie(&name).ok_or("nobody is signed in")?;
    let cookie = format!("{name}={value}");
    let target = Target::get(app.app.config.address, path, &[("cookie", &cookie)]);
    let (mut taken, mut bytes) = (Vec::new(), 0);
    for _ in 0..TIMES {
        let began = Instant::now();
        bytes = target.body().await?.len();
        taken.push(u64::try_from(began.elapsed().as_micros())?);
    }
    Ok(Answered { took: Duration::from_micros(median(taken)), bytes })
}

struct Printed {
    took: Duration,
    how: String,
}

/// What the job does, all parts together.
async fn printed(app: &TestApp) -> Outcome<Printed> {
    let before = resident_bytes(std::process::id())?;
    let began = Instant::now();
    let order = json!({ "account": ACCOUNT_4471, "from": "2026-03-01", "to": "2026-03-06", "lang": "es" });
    print_statement(&app.db, &app.url, order).await?;
    let took = began.elapsed();
    let after = resident_bytes(std::process::id())?;
    let (parts, bytes): (i64, i64) =
        sqlx::query_as("select count(*), sum(octet_length(content))::bigint from papers")
            .fetch_one(&app.owner)
            .await?;
    let how = format!(
        "{parts} parts, printed and sealed one after the other by a job; {bytes} bytes in all; the process holds {} MB more \
         afterwards",
        after.saturating_sub(before) / 1_000_000
    );
    Ok(Printed { took, how })
}

/// Bills María this often on one day.
pub async fn bill(app: &TestApp, times: u32, due_on: NaiveDate) -> Outcome<Vec<InvoiceId>> {
    let (debtor, creditor): (Uuid, Uuid) =
        sqlx::query_as("select debtor_id, creditor_id from accounts where id = $1")
            .bind(ACCOUNT_4471)
            .fetch_one(&app.owner)
            .await?;
    let of = AccountKey {
        account: ACCOUNT_4471,
        debtor: DebtorId(debtor),
        creditor: CreditorId(creditor),
        currency: Currency::MXN,
    };
    let on = NaiveDate::from_ymd_opt(2026, 3, 2).ok_or("a day that does not exist")?;
    let on = on.min(due_on);
    let ids: Vec<Uuid> = (0..times).map(|_| Uuid::now_v7()).collect();
    sqlx::query(
        "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
         select id, $2, $3, $4, 'L-' || id, $5, $6, 'MXN', 100 from unnest($1::uuid[]) id",
    )
    .bind(&ids)
    .bind(ACCOUNT_4471)
    .bind(debtor)
    .bind(creditor)
    .bind(on)
    .bind(due_on)
    .execute(&app.owner)
    .await?;
    let mut tx = app.system().await;
    for (number, &id) in ids.iter().enumerate() {
        let billed = Billed { net_minor: 100, tax_minor: 0 };
        let draft =
            TransactionDraft::invoice(of, InvoiceId(id), &format!("L-{number}"), billed, Days::on(on));
        post(&mut tx, &draft).await?;
    }
    tx.commit().await?;
    sqlx::raw_sql("analyze").execute(&app.owner).await?;
    Ok(ids.into_iter().map(InvoiceId).collect())
}

pub fn milliseconds(took: Duration) -> String {
    format!("{} ms", took.as_millis())
}
