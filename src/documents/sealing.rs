//! Sealing: a paper gets its number and its code, is printed and kept, all in the transaction of whoever asks.

use chrono::{DateTime, TimeDelta, Utc};
use qrcode::QrCode;
use qrcode::render::svg;
use sha2::{Digest as _, Sha256};

use crate::accounts::model::Account;
use crate::contact::model::NoticeCode;
use crate::documents::model::{Paper, PaperKind, Stamp};
use crate::documents::press::{self, PressError};
use crate::documents::store::{self, Identity, Sealed};
use crate::documents::words;
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::PersonId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::needs;
use crate::needs::model::NeedKind;

/// A paper that somebody wants.
#[derive(Clone, Debug)]
pub struct Order {
    pub kind: PaperKind,
    pub account: Account,
    /// The payment, invoice or account that it is about.
    pub subject: uuid::Uuid,
    /// Which of several about the same subject, such as the days of a statement.
    pub about: String,
    /// The one person who may read it, where it is not for everybody who sees the account.
    pub for_person: Option<PersonId>,
    pub lang: Lang,
    /// Which part it is, and of how many.
    pub part: (i32, i32),
    pub number: Number,
    /// The amounts and days that it states, without a word of them. The same facts never make a second paper, and other
    /// words in a later version of this program do not change what was given out.
    pub facts: serde_json::Value,
    pub paper: Paper,
}

/// Where a paper's number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// It has one already, as a receipt has from its posting.
    Given(String),
    Statement,
    Letter,
}

/// Why a paper was not sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("the account has had its papers of today")]
    TooMany { retry_at: DateTime<Utc> },
    #[error("the paper has {0} bytes")]
    TooLarge(usize),
    #[error(transparent)]
    Press(#[from] PressError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<SealError> for Refusal {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TooMany { retry_at } => Self::TooMany { retry_at },
            SealError::Database(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl Order {
    /// Which paper it is. In large print it states the same, and is another.
    pub fn identity(&self) -> Identity {
        Identity {
            kind: self.kind,
            subject: self.subject,
            about: self.about.clone(),
            for_person: self.for_person,
            lang: self.lang,
            facts: digest(&self.facts, self.paper.large),
        }
    }
}

/// The paper as it was kept when it was first asked for, or else printed, numbered and kept now.
///
/// # Errors
/// When the account has had enough papers for a day, or it could not be printed or kept.
pub async fn seal(tx: &mut Tx, public_url: &str, mut order: Order) -> Result<Sealed, SealError> {
    order.paper.large = is_large(tx, &order.account, order.for_person).await?;
    let identity = order.identity();
    let (part, parts) = order.part;
    if let Some(sealed) = store::find(tx, &identity, part).await? {
        return Ok(sealed);
    }
    check_allowance(tx, &order.account).await?;
    let number = match &order.number {
        Number::Given(number) => number.clone(),
        Number::Statement => {
            words::statement_number(order.lang, store::next_number(tx, order.account.id, "statement").await?)
        }
        Number::Letter => {
            words::letter_number(order.lang, store::next_number(tx, order.account.id, "letter").await?)
        }
    };
    let code = NoticeCode::from_random(rand::random());
    let stamp = stamp(order.lang, public_url, &number, &code, order.part);
    let content = press::print(&order.paper, &stamp).await?;
    if content.len() > BYTES_AT_MOST {
        return Err(SealError::TooLarge(content.len()));
    }
    let sealed = Sealed { number, code: code.to_string(), part, parts, content };
    match store::keep(tx, &order.account, &identity, &sealed).await? {
        Some(id) => tx.audit("seal", "paper", id.0, Some(order.account.id)).await?,
        // Somebody asked for the same at the same moment, and theirs is kept.
        None => return Ok(store::find(tx, &identity, part).await?.ok_or(sqlx::Error::RowNotFound)?),
    }
    Ok(sealed)
}

/// The digest under which these facts are found again, in the one print or the other.
pub fn digest(facts: &serde_json::Value, large: bool) -> [u8; 32] {
    let print = if large { "large print " } else { "" };
    Sha256::digest(format!("{print}{facts}")).into()
}

/// Whether the papers of an account are printed large: for the one person who reads it, or for somebody who answers for the account.
pub async fn is_large(
    tx: &mut Tx,
    account: &Account,
    for_person: Option<PersonId>,
) -> Result<bool, sqlx::Error> {
    match for_person {
        Some(person) => needs::store::has(tx, person, account.creditor, NeedKind::LargePrint).await,
        None => needs::store::account_has(tx, account.id, NeedKind::LargePrint).await,
    }
}

/// What the database takes too.
const BYTES_AT_MOST: usize = 10 * 1024 * 1024;
/// Far more than anybody needs, and few enough that nobody fills the database by asking.
const PAPERS_A_DAY: i64 = 200;

async fn check_allowance(tx: &mut Tx, account: &Account) -> Result<(), SealError> {
    let now = tx.now();
    let is_own_work = matches!(tx.actor(), Actor::System(_));
    if !is_own_work && store::sealed_since(tx, account.id, now - TimeDelta::days(1)).await? >= PAPERS_A_DAY {
        return Err(SealError::TooMany { retry_at: now + TimeDelta::hours(1) });
    }
    Ok(())
}

/// How anybody can check what carries this number and code.
pub fn stamp(
    lang: Lang,
    public_url: &str,
    number: &str,
    code: &NoticeCode,
    (part, parts): (i32, i32),
) -> Stamp {
    let address = format!("{public_url}/verify/{code}");
    let site = public_url.split("://").last().unwrap_or_default();
    let picture = QrCode::new(&address)
        .map(|picture| picture.render::<svg::Color<'_>>().quiet_zone(false).build())
        .unwrap_or_default();
    Stamp {
        number: number.to_owned(),
        code: code.to_string(),
        picture,
        heading: words::check_it(lang).to_owned(),
        sentence: words::check_it_how(lang, &format!("{site}/verify")),
        foot: words::code_at_foot(lang, code.as_str(), &format!("{site}/verify")),
        pages: words::page_of(lang).to_owned(),
        part: if parts > 1 { words::part_of(lang, part, parts) } else { String::new() },
        address,
    }
}
