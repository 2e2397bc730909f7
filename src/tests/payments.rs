//! Paying, over the real router and the provider's double: what is shown, what is charged, and what the books say.

pub mod autopay;
pub mod bank;
mod choosing;
mod crediting;
mod debits;
mod disputing;
pub mod evidence;
mod guaranteeing;
mod imported;
mod instalment_links;
mod killed;
mod killed_between;
mod link_makers;
pub mod links;
mod model;
mod ordering;
mod paying;
pub mod payouts;
mod provider;
mod reapplying;
mod reconciling;
pub mod recorded;
mod recounting;
pub mod refunding;
pub mod reported;
mod returning;
mod till;
mod together;
mod transferring;
mod troubles;
mod vouchers;

use std::time::Duration;

use aldia::kernel::ids::AccountId;
use sqlx::postgres::PgPool;
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

/// Somebody in front of the pages about paying.
pub struct Payer {
    pub browser: Browser,
    account: AccountId,
}

/// A payment as its row tells.
#[derive(Debug, PartialEq, Eq, sqlx::FromRow)]
struct Row {
    id: Uuid,
    state: String,
    amount_minor: i64,
    provider_checkout: Option<String>,
    receipt_number: Option<i64>,
    method_last4: Option<String>,
}

impl Payer {
    pub async fn at(app: &TestApp, address: &str, account: AccountId) -> Self {
        Self { browser: app.signed_in(address).await, account }
    }

    pub async fn maria(app: &TestApp) -> Self {
        Self::at(app, "maria@example.mx", aldia::server::seed::known::ACCOUNT_4471).await
    }

    fn review_address(&self, choice: &str) -> String {
        format!("/account/pay/review?account={}&{choice}", self.account)
    }

    async fn review(&self, choice: &str) -> Page {
        self.browser.get(&self.review_address(choice)).await
    }

    /// What the page that reviews this choice sends.
    pub async fn form(&self, choice: &str) -> Vec<(String, String)> {
        fields(&self.review(choice).await)
    }

    /// As [`Self::form`], where this choice can be paid.
    pub async fn form_if_payable(&self, choice: &str) -> Option<Vec<(String, String)>> {
        let page = self.review(choice).await;
        page.html.contains("action=\"/do/payments/start\"").then(|| fields(&page))
    }

    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Presses the button of a page that reviews a payment.
    pub async fn press(&self, review: &Page) -> Page {
        let fields = fields(review);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.browser.post("/do/payments/start", &fields).await
    }

    /// As [`Self::press`], having chosen by what to pay.
    async fn press_by(&self, review: &Page, method: &str) -> Page {
        let mut fields = fields(review);
        fields.push(("method".to_owned(), method.to_owned()));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.browser.post("/do/payments/start", &fields).await
    }

    /// As [`Self::start`], by something else than what is offered first.
    async fn start_by(&self, choice: &str, method: &str) -> String {
        let answer = self.press_by(&self.review(choice).await, method).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let location = answer.location.unwrap();
        assert!(location.contains("/dev/stripe/checkout/cs_"), "{location}");
        location
    }

    /// Reviews and presses; answers with the address of the provider's page.
    pub async fn start(&self, choice: &str) -> String {
        let answer = self.press(&self.review(choice).await).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let location = answer.location.unwrap();
        assert!(location.contains("/dev/stripe/checkout/cs_"), "{location}");
        location
    }

    /// Presses one of the buttons of the double's page; answers where it sends its payer.
    pub async fn at_the_provider(&self, checkout: &str, outcome: &str) -> String {
        let answer = self.browser.post(&format!("{checkout}/pay"), &[("outcome", outcome)]).await;
        answer.location.unwrap()
    }

    /// Types the number of a card at the double's page; answers where it sends its payer.
    async fn with_card(&self, checkout: &str, number: &str) -> String {
        let answer = self.browser.post(&format!("{checkout}/pay"), &[("card", number)]).await;
        answer.location.unwrap()
    }

    /// Pays with a card and waits until it is posted.
    pub async fn pay_with(&self, app: &TestApp, choice: &str, number: &str) -> Uuid {
        let checkout = self.start(choice).await;
        let id = payment_in(&self.with_card(&checkout, number).await);
        until(app, id, "succeeded").await;
        settle(app).await;
        id
    }

    /// Pays in full, comes back, and waits until it is posted.
    pub async fn pay(&self, app: &TestApp, choice: &str) -> Page {
        let checkout = self.start(choice).await;
        let back = self.at_the_provider(&checkout, "pay").await;
        let id = payment_in(&back);
        until(app, id, "succeeded").await;
        self.browser.get(&back).await
    }
}

/// The hidden fields of the form that starts a payment.
fn fields(review: &Page) -> Vec<(String, String)> {
    let fields = hidden_fields(review, "/do/payments/start");
    assert!(!fields.is_empty(), "no form to start a payment in: {}", review.text());
    fields
}

/// The hidden fields of the form on a page that is posted there; none where there is no such form.
pub fn hidden_fields(page: &Page, action: &str) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(&page.html);
    let inputs = scraper::Selector::parse(&format!("form[action='{action}'] input[type=hidden]")).unwrap();
    document
        .select(&inputs)
        .map(|input| {
            let value = |name| input.value().attr(name).unwrap_or_default().to_owned();
            (value("name"), value("value"))
        })
        .collect()
}

/// The payment whose page an address is.
pub fn payment_in(address: &str) -> Uuid {
    let (_, id) = address.split_once("/account/payments/").unwrap();
    id.split('?').next().unwrap().parse().unwrap()
}

/// Works until the payment is in this state.
pub async fn until(app: &TestApp, id: Uuid, state: &str) {
    for _ in 0..100 {
        app.work().await;
        if row(&app.owner, id).await.state == state {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the payment is still {}", row(&app.owner, id).await.state);
}

async fn row(owner: &PgPool, id: Uuid) -> Row {
    sqlx::query_as(
        "select id, state, amount_minor, provider_checkout, receipt_number, method_last4 from payments where id = $1",
    )
    .bind(id)
    .fetch_one(owner)
    .await
    .unwrap()
}

/// Every payment that was started here, the oldest first.
async fn started(owner: &PgPool) -> Vec<Row> {
    sqlx::query_as(
        "select id, state, amount_minor, provider_checkout, receipt_number, method_last4 from payments
         where started_by is not null order by created_at, id",
    )
    .fetch_all(owner)
    .await
    .unwrap()
}

/// What is open on each invoice of the sample account.
async fn open_minor(owner: &PgPool, number: &str) -> i64 {
    sqlx::query_scalar("select open_minor from invoice_balances b join invoices i on i.id = b.invoice_id where i.number = $1")
        .bind(number)
        .fetch_one(owner)
        .await
        .unwrap()
}

/// How often the books hold a payment that was started here, and for how much.
async fn posted(owner: &PgPool) -> (i64, i64) {
    sqlx::query_as(
        "select count(distinct t.id), coalesce(sum(e.amount_minor), 0)::bigint
         from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.book = 'provider_clearing'
         join payments p on t.dedupe_key = 'payment:' || p.id where p.provider_checkout is not null",
    )
    .fetch_one(owner)
    .await
    .unwrap()
}

/// The debtor's credit.
async fn credit_minor(owner: &PgPool, account: AccountId) -> i64 {
    sqlx::query_scalar("select coalesce(-sum(amount_minor), 0)::bigint from ledger_entries where account_id = $1 and book = 'unapplied'")
        .bind(account.0)
        .fetch_one(owner)
        .await
        .unwrap()
}

/// The books balance, and payments, allocations and entries tell the same story (I1, I3, I10).
async fn books_agree(owner: &PgPool) {
    let unbalanced: i64 = sqlx::query_scalar(
        "select count(*) from (select transaction_id from ledger_entries group by transaction_id, currency having sum(amount_minor) <> 0) t",
    )
    .fetch_one(owner)
    .await
    .unwrap();
    assert_eq!(unbalanced, 0, "a transaction does not sum to zero");
    let astray: i64 = sqlx::query_scalar(
        "select count(*) from payments p
         left join ledger_transactions t on t.dedupe_key = 'payment:' || p.id
         left join lateral (select sum(a.amount_minor)::bigint as minor from payment_allocations a where a.payment_id = p.id) a on true
         left join lateral (select -sum(e.amount_minor)::bigint as minor from ledger_entries e where e.transaction_id = t.id and e.book = 'unapplied') u on true
         where p.started_by is not null and case when p.state = 'succeeded'
           then t.id is null or coalesce(a.minor, 0) + coalesce(u.minor, 0) <> p.amount_minor
           else t.id is not null or a.minor is not null end",
    )
    .fetch_one(owner)
    .await
    .unwrap();
    assert_eq!(astray, 0, "a payment, its allocations and its entries differ");
    let overpaid: i64 = sqlx::query_scalar(
        "select count(*) from invoice_balances where principal_minor < 0 or interest_minor < 0",
    )
    .fetch_one(owner)
    .await
    .unwrap();
    assert_eq!(overpaid, 0, "an invoice got more than it was over");
}

/// Works until nothing new comes: the double's messages arrive a moment after what set them off.
pub async fn settle(app: &TestApp) {
    let mut idle = 0;
    while idle < 4 {
        idle = if app.work().await == 0 { idle + 1 } else { 0 };
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// What a book holds of the sample account, or of all creditors' own.
async fn book_minor(owner: &PgPool, book: &str) -> i64 {
    sqlx::query_scalar(
        "select coalesce(sum(amount_minor), 0)::bigint from ledger_entries where book = $1 and coalesce(account_id, $2) = $2",
    )
    .bind(book)
    .bind(aldia::server::seed::known::ACCOUNT_4471.0)
    .fetch_one(owner)
    .await
    .unwrap()
}

/// `aldia check` finds nothing wrong.
pub async fn books_are_sound(app: &TestApp) {
    let report = aldia::ledger::check::run(&app.db).await.unwrap();
    assert!(report.is_sound(), "{}", report.lines(aldia::kernel::locale::Lang::En).join("\n"));
}

/// Presses a button of the double's page where one plays the bank, beside the only thing of this kind.
pub async fn bank(app: &TestApp, kind: &str, outcome: &str) {
    let page = app.browser().get("/dev/stripe/returns").await;
    let document = scraper::Html::parse_document(&page.html);
    let forms = scraper::Selector::parse("form").unwrap();
    let action = document
        .select(&forms)
        .filter_map(|form| form.value().attr("action"))
        .find(|action| action.contains(&format!("/returns/{kind}_")))
        .unwrap_or_else(|| panic!("no {kind} in {}", page.text()))
        .to_owned();
    let answer = app.browser().post(&action, &[("outcome", outcome)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    tokio::time::sleep(Duration::from_millis(50)).await;
    settle(app).await;
}

/// Presses a button of the double's page where one plays the shop and the bank, beside the latest that waits.
pub async fn wait_at_the_provider(app: &TestApp, outcome: &str, fields: &[(&str, &str)]) {
    let page = app.browser().get("/dev/stripe/waiting").await;
    let document = scraper::Html::parse_document(&page.html);
    let forms = scraper::Selector::parse("form").unwrap();
    let button = scraper::Selector::parse(&format!("button[value='{outcome}']")).unwrap();
    let action = document
        .select(&forms)
        .find(|form| form.select(&button).next().is_some())
        .and_then(|form| form.value().attr("action"))
        .unwrap_or_else(|| panic!("nothing can {outcome}: {}", page.text()))
        .to_owned();
    let mut fields = fields.to_vec();
    fields.push(("outcome", outcome));
    let answer = app.browser().post(&action, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    tokio::time::sleep(Duration::from_millis(50)).await;
    settle(app).await;
}

/// Days go by, for the portal and for the provider.
pub async fn let_days_pass(app: &TestApp, days: i64) {
    sqlx::query("update installation set clock_day = clock_day + $1::int")
        .bind(i32::try_from(days).unwrap())
        .execute(&app.owner)
        .await
        .unwrap();
    app.clock.look(&app.db).await.unwrap();
}
