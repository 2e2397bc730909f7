//! One balance, five ways (hazards I2): the sum of the entries, the kept total, the statement, the debtor's page and the
//! desk's.

use aldia::kernel::ids::AccountId;
use aldia::kernel::money::{Currency, Money};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::payments::Payer;
use crate::support::{Browser, TestApp};

/// Fails unless an account is told to be the same by all five. `people` and `team` can read it.
pub async fn assert_told_alike(app: &TestApp, account: AccountId, person: &Browser, team: &Browser) {
    let (entries, kept, currency): (i64, i64, String) = sqlx::query_as(
        "select coalesce((select sum(amount_minor) from ledger_entries where account_id = a.id
             and book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')), 0)::bigint,
           coalesce((select sum(open_minor) from invoice_balances where account_id = a.id), 0)::bigint, a.currency
         from accounts a where id = $1",
    )
    .bind(account)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(entries, kept, "the kept total of {account}");
    let told = Money::new(entries, Currency::parse(&currency).unwrap());
    let told = format!("{told} {currency}");
    let desk = format!("/desk/accounts/{account}");
    for (browser, address) in [
        (person, format!("/account/statement?account={account}")),
        (person, format!("/account/balance?of=total&account={account}")),
        (team, format!("{desk}/statement")),
        (team, format!("{desk}/balance?of=total")),
    ] {
        let page = browser.get(&address).await;
        assert_eq!(page.texts(".amount-number"), [told.as_str()], "{address}");
        assert!(page.texts(".notice-bad").is_empty(), "{address} does not add up");
    }
}

#[sqlx::test]
async fn every_account_of_the_demo_is_told_alike_by_books_totals_statement_and_both_sides(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    Payer::maria(&app).await.pay(&app, "how=amount&amount=3,000.00").await;
    let accounts: Vec<(AccountId, String, String)> = sqlx::query_as(
        "select distinct on (a.id) a.id, p.address, c.slug from accounts a join creditors c on c.id = a.creditor_id
           join parties g on g.account_id = a.id and g.invoice_id is null
           join contact_points p on p.person_id = g.person_id
         order by a.id, p.address",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert!(accounts.len() >= 8, "{accounts:?}");
    let (aguas, noriega) = (app.staff("daniel@aguas.example").await, app.staff("raul@noriega.example").await);
    for (account, address, creditor) in accounts {
        let team = if creditor.starts_with("aguas") { &aguas } else { &noriega };
        assert_told_alike(&app, account, &app.signed_in(&address).await, team).await;
    }
}
