//! Books to test on: a creditor, an account, and what payments would write beside the ledger.

use aldia::kernel::actor::Actor;
use aldia::kernel::db::{Db, Tx};
use aldia::kernel::ids::{
    AccountId, AllocationId, CreditorId, DebtorId, InvoiceId, PaymentId, PersonId, PolicyVersionId,
    SessionId, TransactionId,
};
use aldia::kernel::money::Currency;
use aldia::ledger::allocation::{AllocationOrder, allocate};
use aldia::ledger::drafts::{Billed, InterestCharge, payment_cause};
use aldia::ledger::model::{AccountKey, Basis, Book, Days, TransactionDraft};
use aldia::ledger::store::{PostError, Posted, lock_open_items, post};
use chrono::NaiveDate;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

/// A database with one creditor and one account, for the role that owns it and for the role that serves.
pub struct Books {
    pub db: Db,
    /// The serving role without anybody's scope.
    pub app: PgPool,
    pub owner: PgPool,
    pub of: AccountKey,
}

impl Books {
    pub async fn open(options: PgConnectOptions) -> Self {
        let owner = PgPoolOptions::new().max_connections(4).connect_with(options.clone()).await.unwrap();
        let app = PgPoolOptions::new()
            .max_connections(16)
            .connect_with(options.username("aldia_app"))
            .await
            .unwrap();
        let creditor = CreditorId::new();
        sqlx::query("insert into creditors (id, name, slug, legal_name, payee_name) values ($1, 'Aguas', 'aguas', 'Aguas', 'Aguas')")
            .bind(creditor)
            .execute(&owner)
            .await
            .unwrap();
        let of = new_account(&owner, creditor).await;
        Self { db: Db::new(app.clone()), app, owner, of }
    }

    /// Another account of the same creditor.
    pub async fn another_account(&self) -> AccountKey {
        new_account(&self.owner, self.of.creditor).await
    }

    pub async fn begin(&self) -> Tx {
        self.db.begin(Actor::System("test")).await.unwrap()
    }

    pub async fn post(&self, draft: &TransactionDraft) -> Result<Posted, PostError> {
        let mut tx = self.begin().await;
        let posted = post(&mut tx, draft).await?;
        tx.commit().await?;
        Ok(posted)
    }

    /// The row of an invoice, without anything in the books.
    pub async fn invoice_row(&self, of: AccountKey, due_on: NaiveDate, total_minor: i64) -> InvoiceId {
        let id = InvoiceId::new();
        sqlx::query(
            "insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
             values ($1, $2, $3, $4, $5, $6, $6, $7, $8)",
        )
        .bind(id)
        .bind(of.account)
        .bind(of.debtor)
        .bind(of.creditor)
        .bind(id.to_string())
        .bind(due_on)
        .bind(of.currency.code())
        .bind(total_minor)
        .execute(&self.owner)
        .await
        .unwrap();
        id
    }

    /// An invoice as it was billed, in the books.
    pub async fn bill(&self, of: AccountKey, due_on: NaiveDate, total_minor: i64) -> InvoiceId {
        let id = self.invoice_row(of, due_on, total_minor).await;
        let billed = Billed { net_minor: total_minor, tax_minor: 0 };
        self.post(&TransactionDraft::invoice(of, id, "F-1", billed, Days::on(due_on))).await.unwrap();
        id
    }

    /// Receives money as a payment would: applied to the oldest first, with its rows beside the books.
    pub async fn pay(
        &self,
        of: AccountKey,
        amount_minor: i64,
        order: AllocationOrder,
        on: NaiveDate,
    ) -> Received {
        let mut tx = self.begin().await;
        let received = receive(&mut tx, of, amount_minor, order, on).await.unwrap();
        tx.commit().await.unwrap();
        received
    }

    /// Takes a payment back, with its allocations.
    pub async fn take_back(&self, received: &Received, on: NaiveDate) -> TransactionId {
        let mut tx = self.begin().await;
        let reversal = take_back(&mut tx, received, on).await.unwrap();
        tx.commit().await.unwrap();
        reversal
    }

    pub async fn policy(&self) -> PolicyVersionId {
        let id = PolicyVersionId::new();
        sqlx::query(
            "insert into policy_versions (id, creditor_id, number, in_force_from, published_at, parameters)
             values ($1, $2, (select count(*) + 1 from policy_versions), '2020-01-01', now(), '{}')",
        )
        .bind(id)
        .bind(self.of.creditor)
        .execute(&self.owner)
        .await
        .unwrap();
        id
    }

    /// Somebody signed in who is the principal of an account.
    pub async fn principal_of(&self, of: AccountKey) -> Actor {
        let (person, session) = (PersonId::new(), SessionId::new());
        sqlx::query("insert into persons (id, name) values ($1, 'Alguien')")
            .bind(person)
            .execute(&self.owner)
            .await
            .unwrap();
        sqlx::query(
            "insert into sessions (id, person_id, idle_limit, expires_at) values ($1, $2, '1 hour', now() + interval '1 day')",
        )
        .bind(session)
        .bind(person)
        .execute(&self.owner)
        .await
        .unwrap();
        sqlx::query(
            "insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, from_on)
             values ($1, $2, $3, $4, $5, 'principal', 'manage', '2020-01-01')",
        )
        .bind(Uuid::now_v7())
        .bind(of.account)
        .bind(of.debtor)
        .bind(of.creditor)
        .bind(person)
        .execute(&self.owner)
        .await
        .unwrap();
        Actor::Person { person, session }
    }

    /// One number that the owner reads.
    pub async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.owner).await.unwrap()
    }
}

/// A payment that was received, and how it was posted.
#[derive(Clone, Debug)]
pub struct Received {
    pub payment: PaymentId,
    pub transaction: TransactionId,
}

pub async fn receive(
    tx: &mut Tx,
    of: AccountKey,
    amount_minor: i64,
    order: AllocationOrder,
    on: NaiveDate,
) -> Result<Received, PostError> {
    let payment = PaymentId::new();
    let applied = allocate(&lock_open_items(tx, of.account).await?, amount_minor, order);
    sqlx::query(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
           idempotency_key, paid_at, effective_on, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 'succeeded', '{}', $1, $7, now(), $8, now(), now())",
    )
    .bind(payment)
    .bind(of.account)
    .bind(of.debtor)
    .bind(of.creditor)
    .bind(of.currency.code())
    .bind(amount_minor)
    .bind(payment_cause(payment))
    .bind(on)
    .execute(&mut **tx)
    .await?;
    let draft = TransactionDraft::payment(of, payment, "R-1", Book::ProviderClearing, &applied, Days::on(on));
    let transaction = post(tx, &draft).await?.id();
    for part in &applied.parts {
        sqlx::query(
            "insert into payment_allocations (id, payment_id, account_id, debtor_id, creditor_id, invoice_id, component,
               amount_minor, open_before_minor, transaction_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(AllocationId::new())
        .bind(payment)
        .bind(of.account)
        .bind(of.debtor)
        .bind(of.creditor)
        .bind(part.invoice)
        .bind(part.component.name())
        .bind(part.amount_minor)
        .bind(part.open_before_minor)
        .bind(transaction)
        .execute(&mut **tx)
        .await?;
    }
    Ok(Received { payment, transaction })
}

pub async fn take_back(tx: &mut Tx, received: &Received, on: NaiveDate) -> Result<TransactionId, PostError> {
    let recorded = aldia::ledger::store::recorded(tx, received.transaction).await?.unwrap();
    let reversal = post(tx, &recorded.reversal(Days::on(on))).await?.id();
    sqlx::query("update payment_allocations set reversed_by = $1 where transaction_id = $2")
        .bind(reversal)
        .bind(received.transaction)
        .execute(&mut **tx)
        .await?;
    Ok(reversal)
}

/// Interest for `days` days up to one.
pub fn interest(
    interest_minor: i64,
    tax_minor: i64,
    version: PolicyVersionId,
    to: NaiveDate,
    days: i64,
) -> InterestCharge {
    InterestCharge {
        interest_minor,
        tax_minor,
        rule: "3".to_owned(),
        policy_version: version,
        basis: Basis {
            base_minor: 100_000,
            basis_points: 150,
            per_days: 30,
            days,
            from: to - chrono::TimeDelta::days(days - 1),
            to,
        },
        revision: 0,
    }
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

async fn new_account(owner: &PgPool, creditor: CreditorId) -> AccountKey {
    let of =
        AccountKey { account: AccountId::new(), debtor: DebtorId::new(), creditor, currency: Currency::MXN };
    sqlx::query("insert into debtors (id, kind, name) values ($1, 'person', 'Deudora')")
        .bind(of.debtor)
        .execute(owner)
        .await
        .unwrap();
    sqlx::query(
        "insert into accounts (id, debtor_id, creditor_id, reference, currency, opened_on) values ($1, $2, $3, $4, 'MXN', '2020-01-01')",
    )
    .bind(of.account)
    .bind(of.debtor)
    .bind(of.creditor)
    .bind(of.account.to_string())
    .execute(owner)
    .await
    .unwrap();
    of
}
