//! The bare handler that the account page is measured against: axum, sqlx and serde, no session, no layer, no HTML.
//! It opens the same scope and calls the same store functions, so the database does the same work for both.

use std::net::SocketAddr;

use aldia::accounts::frame::person_frame;
use aldia::accounts::guarantees::guarantees;
use aldia::accounts::home::{AccountHome, home};
use aldia::accounts::model::{Account, Balance, Daily, Guarantee};
use aldia::accounts::sheet::Hold;
use aldia::accounts::store::accounts_of_person;
use aldia::kernel::actor::Actor;
use aldia::kernel::db::Db;
use aldia::kernel::locale::Lang;
use aldia::kernel::money::Money;
use aldia::kernel::web::Refusal;
use aldia::ledger::allocation::OpenItem;
use aldia::ledger::model::Components;
use aldia::ui::page::{Assets, Visit};
use aldia::ui::{AccountPlace, DebtorFrame};
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use chrono::NaiveDate;
use serde::Serialize;
use tokio::net::TcpListener;

use crate::stage::Outcome;

#[derive(Clone)]
struct Bare {
    db: Db,
    actor: Actor,
    visit: Visit,
}

/// Serves one person's account as JSON at `/` and answers where.
pub async fn serve(db: Db, actor: Actor) -> Outcome<SocketAddr> {
    let visit = Visit {
        lang: Lang::Es,
        theme: None,
        nonce: String::new(),
        path: "/account".to_owned(),
        draft: None,
        waiting: 0,
        counter: None,
        has_keys: false,
        assets: Assets::new(str::to_owned),
        public_url: "http://localhost".to_owned(),
    };
    let router = Router::new().route("/", get(account)).with_state(Bare { db, actor, visit });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// As `accounts::pages::account` reads, in the same order.
async fn account(State(bare): State<Bare>) -> Result<Json<Answer>, Refusal> {
    let mut tx = bare.db.begin(bare.actor).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let guarantees = guarantees(&mut tx).await?;
    let place = Some(AccountPlace::Home);
    let frame = person_frame(&mut tx, &bare.visit, "", place, &accounts, &guarantees).await?;
    let mut homes = Vec::with_capacity(accounts.len());
    for account in accounts {
        homes.push(HomeJson::from(home(&mut tx, account).await?));
    }
    let guarantees = guarantees.into_iter().map(GuaranteeJson::from).collect();
    Ok(Json(Answer { creditor: CreditorJson::from(frame), homes, guarantees }))
}

#[derive(Serialize)]
struct Answer {
    creditor: CreditorJson,
    homes: Vec<HomeJson>,
    guarantees: Vec<GuaranteeJson>,
}

#[derive(Serialize)]
struct CreditorJson {
    name: String,
    legal_name: String,
    address: String,
    phone: Option<String>,
}

impl From<DebtorFrame> for CreditorJson {
    fn from(frame: DebtorFrame) -> Self {
        let brand = frame.brand;
        Self { name: brand.name, legal_name: brand.legal_name, address: brand.address, phone: brand.phone }
    }
}

#[derive(Serialize)]
struct HomeJson {
    reference: String,
    contract: String,
    creditor: String,
    debtor: String,
    today: NaiveDate,
    balance: BalanceJson,
    open: Vec<OpenJson>,
    holds: Vec<HoldJson>,
    daily: Option<DailyJson>,
    coming_fees: Option<Money>,
    in_flight: Vec<Money>,
    under_review: Vec<Money>,
}

impl From<AccountHome> for HomeJson {
    fn from(home: AccountHome) -> Self {
        let AccountHome {
            account,
            balance,
            open,
            holds,
            daily,
            coming_fees,
            in_flight,
            under_review,
            closing: _,
            plans: _,
            takes_payments: _,
            pauses: _,
        } = home;
        let Account { reference, contract, creditor_name, debtor_name, today, .. } = account;
        Self {
            reference,
            contract,
            creditor: creditor_name,
            debtor: debtor_name,
            today,
            balance: balance.into(),
            open: open.into_iter().map(OpenJson::from).collect(),
            holds: holds.into_iter().map(HoldJson::from).collect(),
            daily: daily.map(DailyJson::from),
            coming_fees: coming_fees.map(|coming| coming.amount),
            in_flight: in_flight.into_iter().map(|one| one.amount).collect(),
            under_review: under_review.into_iter().map(|(_, amount)| amount).collect(),
        }
    }
}

#[derive(Serialize)]
struct BalanceJson {
    due: Money,
    late: Money,
    not_due: Money,
    held: Money,
    total: Money,
    credit: Money,
    overdue_count: usize,
    oldest_due_on: Option<NaiveDate>,
    next_due_on: Option<NaiveDate>,
    open_count: usize,
}

impl From<Balance> for BalanceJson {
    fn from(balance: Balance) -> Self {
        Self {
            due: balance.due,
            late: balance.late,
            not_due: balance.not_due,
            held: balance.held,
            total: balance.total,
            credit: balance.credit,
            overdue_count: balance.overdue_count,
            oldest_due_on: balance.oldest_due_on,
            next_due_on: balance.next.map(|next| next.on),
            open_count: balance.open_count,
        }
    }
}

#[derive(Serialize)]
struct OpenJson {
    number: String,
    due_on: NaiveDate,
    open: Components,
    held_minor: i64,
}

impl From<OpenItem> for OpenJson {
    fn from(item: OpenItem) -> Self {
        Self { number: item.number, due_on: item.due_on, open: item.open, held_minor: item.held_minor }
    }
}

#[derive(Serialize)]
struct HoldJson {
    invoice: String,
    dispute: String,
    amount: Money,
    promised_on: NaiveDate,
}

impl From<Hold> for HoldJson {
    fn from(hold: Hold) -> Self {
        Self {
            invoice: hold.invoice_number,
            dispute: hold.dispute_number,
            amount: hold.amount,
            promised_on: hold.promised_on,
        }
    }
}

#[derive(Serialize)]
struct DailyJson {
    amount: Money,
    rising_from: Option<NaiveDate>,
}

impl From<Daily> for DailyJson {
    fn from(daily: Daily) -> Self {
        Self { amount: daily.amount, rising_from: daily.rising.map(|rising| rising.from) }
    }
}

#[derive(Serialize)]
struct GuaranteeJson {
    number: String,
    debtor: String,
    liable: Money,
    asked: Money,
}

impl From<Guarantee> for GuaranteeJson {
    fn from(guarantee: Guarantee) -> Self {
        Self {
            number: guarantee.number,
            debtor: guarantee.account.debtor_name,
            liable: guarantee.liable,
            asked: guarantee.asked,
        }
    }
}
