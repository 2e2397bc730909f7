//! The explained balance of an account with very many entries, beside the page of that account. In this process, on a
//! database of its own that syncs to disk.

use aldia::kernel::ids::PaymentId;
use aldia::ledger::allocation::{AllocationOrder, OpenItem, allocate};
use aldia::ledger::model::{Book, Components, Days, TransactionDraft};
use aldia::ledger::store::{account_key, post};
use aldia::server::seed::known::{self, ACCOUNT_4471, AGUAS};
use chrono::TimeDelta;

use crate::stage::{Outcome, Stage};
use crate::statement::{answered, bill, milliseconds};
use crate::support::TestApp;
use crate::support::books::{day, interest};
use crate::table::{Figure, ratio, thousandths};

/// An invoice is billed and bears interest on seven days; most are paid, which takes one entry for each.
const ENTRIES_OF_AN_INVOICE: u32 = 10;
const DAYS_WITH_INTEREST: i64 = 7;
/// One of so many stays open.
const OPEN_OF: usize = 5;

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let entries = if stage.quick { 1_000 } else { 100_000 };
    stage.make_database("explained").await?;
    let owner = stage.addresses("explained").owner.unwrap_or_default();
    let app = TestApp::new(owner.parse()?).await;
    fill(&app, entries / ENTRIES_OF_AN_INVOICE).await?;
    let account = answered(&app, "/account").await?;
    let mut figures = Vec::new();
    for (name, of) in [
        ("explained balance, due ÷ account page", "due"),
        ("explained balance, total ÷ account page", "total"),
    ] {
        let page = answered(&app, &format!("/account/balance?of={of}")).await?;
        let against = thousandths(page.took.as_micros(), account.took.as_micros());
        let how = format!(
            "about {entries} entries on the account, one invoice in {OPEN_OF} open; {} against {}",
            milliseconds(page.took),
            milliseconds(account.took)
        );
        figures.push(Figure::judged(name, ratio(against), "< 2", against < 2_000, how));
    }
    Ok(figures)
}

async fn fill(app: &TestApp, invoices: u32) -> Outcome<()> {
    let due_on = day(2026, 2, 20);
    let billed = bill(app, invoices, due_on).await?;
    let mut tx = app.system().await;
    let of = account_key(&mut tx, ACCOUNT_4471).await?.ok_or("nobody owes")?;
    let version = known::policy(AGUAS);
    for (place, invoice) in billed.into_iter().enumerate() {
        let number = format!("L-{place}");
        for late in 1..=DAYS_WITH_INTEREST {
            let on = due_on + TimeDelta::days(late);
            let charge = interest(1, 0, version, on, 1);
            post(&mut tx, &TransactionDraft::interest(of, invoice, &number, charge, Days::on(on))).await?;
        }
        if place % OPEN_OF != 0 {
            let open = Components {
                principal_minor: 100,
                interest_minor: DAYS_WITH_INTEREST,
                ..Components::default()
            };
            let item =
                OpenItem { invoice, number, due_on, open, held_minor: 0, held_late_minor: 0, plan: None };
            let paid = allocate(&[item], open.sum_minor(), AllocationOrder::InvoiceByInvoice);
            let days = Days::on(due_on + TimeDelta::days(DAYS_WITH_INTEREST));
            let book = Book::ProviderClearing;
            post(&mut tx, &TransactionDraft::payment(of, PaymentId::new(), "R-1", book, &paid, days)).await?;
        }
    }
    tx.commit().await?;
    sqlx::raw_sql("analyze").execute(&app.owner).await?;
    Ok(())
}
