//! The demo: two creditors, their teams and the people who owe them, in the voice of real cases. The sample account of
//! the manual is among them, and its sums come out of real rows. Planted once; planting again changes nothing.

mod accounts;
mod books;
mod contested;
pub mod known;
mod people;
mod plans;
mod said;
mod stories;
mod terms;

use chrono::{NaiveDate, Utc};
use uuid::Uuid;

use accounts::TERESAS;
use books::charge_interest;
use plans::Doors;

use crate::desk::worklist::model::Weights;
use crate::desk::worklist::store::ranking::{accounts_after, weigh};
use crate::documents::sealing::SealError;
use crate::identity::keys::Keys;
use crate::identity::passwords::PasswordError;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db, Tx};
use crate::kernel::ids::AccountId;
use crate::ledger::store::PostError;
use crate::plans::store::negotiating::TalkError;

/// On which day the demo stands still when it is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// Friday 6 March 2026, with dispute A-104 waiting for its answer.
    SixthOfMarch,
    /// Monday 23 February 2026, before that dispute was opened.
    BeforeTheDispute,
}

/// What planting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedReport {
    Planted {
        accounts: usize,
        invoices: usize,
    },
    /// The demo was there already and was left as it is.
    AlreadyThere,
}

/// Why the demo could not be planted.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("the demo is never planted in a production database")]
    Production,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Talk(#[from] TalkError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// How somebody of the demo signs in, for the lines that `aldia serve` prints.
#[derive(Clone, Copy, Debug)]
pub struct SignIn {
    pub name: &'static str,
    /// Who this is and what can be seen with them.
    pub story: &'static str,
    /// What is typed at the door: an e-mail or a telephone number.
    pub address: &'static str,
    pub secret: Secret,
}

/// What proves that somebody is who they say.
#[derive(Clone, Copy, Debug)]
pub enum Secret {
    /// A person reads the code at /dev/mailbox and gives this fact on a new device.
    KnownFact(&'static str),
    /// Staff have a password and an authenticator set up with this key.
    Password { password: &'static str, totp_key: &'static str },
}

pub use people::{SIGN_INS, hand_out_authenticators};

/// Plants the demo as it stands on 6 March 2026, with what people agreed on by then. Papers that are sealed on the way say
/// that they can be verified at `public_url`.
pub async fn seed_demo(db: &Db, keys: &Keys, public_url: &str) -> Result<SeedReport, SeedError> {
    let story = Story::SixthOfMarch;
    // A plan stops the interest on its debts, so that Teresa's is charged once hers is signed.
    let report = plant_story(db, story, Some(TERESAS.account)).await?;
    if let SeedReport::Planted { .. } = report {
        plans::plant(&Doors { db, keys, public_url }).await?;
        turn_clock(db, story.today()).await?;
        let mut tx = db.begin(Actor::System("seed")).await?;
        charge_interest(&mut tx, TERESAS, story.today()).await?;
        tx.commit().await?;
    }
    Ok(report)
}

/// Plants the demo as it stands on the day of `story`, all of it or nothing, and stops the clock there.
pub async fn seed_story(db: &Db, story: Story) -> Result<SeedReport, SeedError> {
    plant_story(db, story, None).await
}

/// `charged_later`: an account on which nobody has charged interest yet.
async fn plant_story(
    db: &Db,
    story: Story,
    charged_later: Option<AccountId>,
) -> Result<SeedReport, SeedError> {
    if !stop_clock(db, story).await? {
        return Ok(SeedReport::AlreadyThere);
    }
    let mut tx = db.begin(Actor::System("seed")).await?;
    people::plant(&mut tx).await?;
    accounts::plant(&mut tx).await?;
    let invoices = stories::plant(&mut tx, story, charged_later).await?;
    put_in_order(&mut tx, story).await?;
    tx.commit().await?;
    Ok(SeedReport::Planted { accounts: accounts::COUNT, invoices })
}

/// The work list as the hour's job would leave it.
async fn put_in_order(tx: &mut Tx, story: Story) -> Result<(), sqlx::Error> {
    for creditor in [known::AGUAS, known::NORIEGA] {
        let accounts = accounts_after(tx, creditor, Uuid::nil(), 1000).await?;
        weigh(tx, &accounts, &Weights::default(), story.today(), Utc::now()).await?;
    }
    Ok(())
}

impl Story {
    pub fn today(self) -> NaiveDate {
        match self {
            Self::SixthOfMarch => day(2026, 3, 6),
            Self::BeforeTheDispute => day(2026, 2, 23),
        }
    }
}

/// Answers whether there is anything to plant. The clock is turned in a transaction of its own, because a transaction
/// reads the time once, as it begins.
async fn stop_clock(db: &Db, story: Story) -> Result<bool, SeedError> {
    let mut tx = db.begin(Actor::System("seed")).await?;
    let environment = sqlx::query_scalar!(r#"select found_installation('demo') as "environment!""#)
        .fetch_one(&mut *tx)
        .await?;
    if environment != "demo" {
        return Err(SeedError::Production);
    }
    if is_planted(&mut tx).await? {
        return Ok(false);
    }
    // The clock is turned of what is written down here.
    tx.commit().await?;
    turn_clock(db, story.today()).await?;
    Ok(true)
}

async fn turn_clock(db: &Db, day: NaiveDate) -> Result<(), SeedError> {
    let mut tx = db.begin(Actor::System("seed")).await?;
    sqlx::query!("select turn_demo_clock($1)", day).fetch_one(&mut *tx).await?;
    Ok(tx.commit().await?)
}

async fn is_planted(tx: &mut Tx) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from creditors where id = $1) as "there!""#, known::AGUAS.0)
        .fetch_one(&mut **tx)
        .await
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the demo's days exist")
}
