//! The portal, its provider and its people, and what happened to them so far.

use aldia::kernel::failpoints::Died;
use aldia::kernel::ids::{AccountId, CreditorId, DebtorId, InvoiceId};
use aldia::kernel::locale::Lang;
use aldia::ledger::check;
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{AccountKey, Days, TransactionDraft};
use aldia::ledger::store::post;
use aldia::payments::jobs::{reread_open_payments, reread_open_refunds};
use aldia::payments::reconciling::reconcile;
use aldia::payments::stripe::double::FaultOrder;
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4499, ACCOUNT_5120};
use chrono::NaiveDate;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::postgres::PgConnectOptions;

use crate::payments::Payer;
use crate::support::{Browser, TestApp};

/// Who pays, and of which account.
const PEOPLE: [(&str, AccountId); 3] = [
    ("maria@example.mx", ACCOUNT_4471),
    ("rosa@example.mx", ACCOUNT_4499),
    ("susan@example.com", ACCOUNT_5120),
];

pub struct World {
    pub app: TestApp,
    pub rng: StdRng,
    pub payers: Vec<Payer>,
    /// Somebody of the creditor's team.
    pub team: Browser,
    /// Pages of the provider's that somebody has in front of them.
    pub pages: Vec<(usize, String)>,
    seed: u64,
    days: i64,
    invoices: u64,
    story: Vec<String>,
}

impl World {
    pub async fn new(options: PgConnectOptions) -> Self {
        let app = TestApp::new(options).await;
        let mut payers = Vec::new();
        for (who, account) in PEOPLE {
            payers.push(Payer::at(&app, who, account).await);
        }
        let team = app.staff("daniel@aguas.example").await;
        Self {
            app,
            team,
            rng: StdRng::seed_from_u64(0),
            payers,
            pages: Vec::new(),
            seed: 0,
            days: 0,
            invoices: 0,
            story: Vec::new(),
        }
    }

    pub fn begin(&mut self, seed: u64) {
        self.rng = StdRng::seed_from_u64(seed);
        self.app.double.order_faults(FaultOrder { clear: true, seed: Some(seed), ..FaultOrder::default() });
        self.pages.clear();
        self.seed = seed;
        self.story.clear();
    }

    pub fn note(&mut self, done: String) {
        self.story.push(done);
    }

    /// What led here, for whoever reads a failure.
    pub fn story(&self) -> String {
        let last = self.story.len().saturating_sub(40);
        format!("seed {}, after:\n  {}", self.seed, self.story[last..].join("\n  "))
    }

    pub fn one_in(&mut self, chances: u32) -> bool {
        self.rng.random_range(0..chances) == 0
    }

    pub fn somebody(&mut self) -> usize {
        self.rng.random_range(0..self.payers.len())
    }

    pub fn today(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 6).unwrap() + chrono::TimeDelta::days(self.days)
    }

    /// Days go by, for the portal and for the provider.
    pub async fn pass(&mut self, days: i64) {
        self.days += days;
        let today = self.today();
        sqlx::query("update installation set clock_day = $1")
            .bind(today)
            .execute(&self.app.owner)
            .await
            .unwrap();
        self.app.clock.look(&self.app.db).await.unwrap();
    }

    /// Another invoice for somebody, a little past due or not due yet.
    pub async fn bill(&mut self, payer: usize) -> i64 {
        let account = self.payers[payer].account();
        let total_minor = self.rng.random_range(1..400_000);
        let due_on = self.today() + chrono::TimeDelta::days(self.rng.random_range(-40..30));
        let issued_on = due_on.min(self.today());
        let key = self.key(account).await;
        let id = InvoiceId::new();
        self.invoices += 1;
        let number = format!("S-{}-{}", self.seed, self.invoices);
        sqlx::query(
            "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id)
        .bind(key.account)
        .bind(key.debtor)
        .bind(key.creditor)
        .bind(&number)
        .bind(issued_on)
        .bind(due_on)
        .bind(key.currency.code())
        .bind(total_minor)
        .execute(&self.app.owner)
        .await
        .unwrap();
        let mut tx = self.app.system().await;
        let billed = Billed { net_minor: total_minor, tax_minor: 0 };
        post(&mut tx, &TransactionDraft::invoice(key, id, &number, billed, Days::on(issued_on)))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        total_minor
    }

    /// Everything that waits is done; what dies on the way is picked up again once its lease has run out.
    pub async fn work(&self) -> &'static str {
        let app = self.app.app.clone();
        let working = tokio::spawn(async move { aldia::server::jobs::drain(&app).await.is_ok() });
        match working.await {
            Ok(true) => "did all work",
            Ok(false) => "worked until a job failed",
            Err(death) => {
                let died = death.try_into_panic().is_ok_and(|said| said.is::<Died>());
                assert!(died, "a job panicked\n{}", self.story());
                "worked until it died"
            }
        }
    }

    /// The six digits that were sent last to somebody; none where a letter was lost with the server.
    pub async fn last_code(&self, payer: usize) -> String {
        let letter: Option<String> = sqlx::query_scalar(
            "select substring(body::text from '[0-9]{6}') from outbox where address = $1 order by created_at desc limit 1",
        )
        .bind(PEOPLE[payer].0)
        .fetch_optional(&self.app.owner)
        .await
        .unwrap()
        .flatten();
        letter.unwrap_or_default()
    }

    /// Leases and waiting times run out.
    pub async fn wait_for_leases(&self) {
        for sql in [
            "update jobs set locked_until = null, run_at = now(), attempts = 0 where done_at is null",
            "update payments set charge_asked_at = now() - interval '1 hour' where charge_order is not null and charge_asked_at is not null",
            "update refunds set next_read_at = now() - interval '1 second'",
            "update payments set next_read_at = now() - interval '1 second' where state in ('created', 'requires_action', 'processing', 'unknown')",
        ] {
            sqlx::query(sql).execute(&self.app.owner).await.unwrap();
        }
    }

    /// Nothing goes wrong any more, everybody closes their pages, the provider's list of events is read, and what is open
    /// until nothing is.
    pub async fn come_to_rest(&mut self) {
        self.app.db.failpoints().disarm();
        self.app.double.order_faults(FaultOrder { clear: true, ..FaultOrder::default() });
        self.pass(2).await;
        for _ in 0..6 {
            self.wait_for_leases().await;
            reconcile(&self.app.db, &*self.app.app.gateway).await.unwrap();
            reread_open_payments(&self.app.db).await.unwrap();
            reread_open_refunds(&self.app.db).await.unwrap();
            self.work().await;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    pub async fn books_are_sound(&self) {
        let report = check::run(&self.app.db).await.unwrap();
        assert!(report.is_sound(), "{}\n{}", report.lines(Lang::En).join("\n"), self.story());
    }

    /// A world in which nobody ever pays or signs anything, and nothing bears interest, would keep every invariant.
    pub async fn saw_a_lot(&self) {
        let paid = self.app.double.money_taken().len();
        let (plans, nights, story): (i64, i64, Option<String>) = sqlx::query_as(
            "select (select count(*) from plans p where p.consent <> '{}'),
               (select count(*) from ledger_transactions where kind = 'interest' and accounting_on > '2026-03-06'),
               (select string_agg(kind || ' ' || count, ', ' order by kind) from (select kind, count(*) from plan_events group by kind) told)",
        )
        .fetch_one(&self.app.owner)
        .await
        .unwrap();
        assert!(
            paid > 0 && plans > 0 && nights > 0,
            "{paid} payments, {plans} plans, {nights} charges of interest"
        );
        println!(
            "{paid} payments, {plans} plans ({}), {nights} charges of interest",
            story.unwrap_or_default()
        );
    }

    async fn key(&self, account: AccountId) -> AccountKey {
        let (debtor, creditor, currency): (uuid::Uuid, uuid::Uuid, String) =
            sqlx::query_as("select debtor_id, creditor_id, currency from accounts where id = $1")
                .bind(account)
                .fetch_one(&self.app.owner)
                .await
                .unwrap();
        AccountKey {
            account,
            debtor: DebtorId(debtor),
            creditor: CreditorId(creditor),
            currency: aldia::kernel::money::Currency::parse(&currency).unwrap(),
        }
    }
}

/// A death that was ordered is no news; every other panic is told as always.
pub fn quiet_deaths() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.payload().is::<Died>() {
            told(panic);
        }
    }));
}
