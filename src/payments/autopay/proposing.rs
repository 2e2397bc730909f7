//! What somebody would agree to: read from a form, and put into the words that are kept.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::autopay::model::{Covers, DayRule, Promise};
use crate::payments::autopay::store::due::{covered_plans, least_of};
use crate::payments::autopay::words;
use crate::payments::saved;
use crate::payments::saved::store::{SavedMethod, own_methods};
use crate::plans::model::Plan;
use crate::policies;

/// A proposal as an address or a form says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub account: String,
    pub method: String,
    pub cap: String,
    /// `due`, or a day of the month: for invoices.
    pub day: String,
    /// Invoices, instalments or both; where nothing is said, invoices.
    pub covers: String,
}

impl Asked {
    pub const DUE: &str = "due";

    /// As a query.
    pub fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("account", &self.account)
            .append_pair("method", &self.method)
            .append_pair("cap", &self.cap)
            .append_pair("day", &self.day)
            .append_pair("covers", &self.covers)
            .finish()
    }
}

/// What is proposed, with the text that is agreed to.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub method: SavedMethod,
    pub covers: Covers,
    pub promise: Promise,
    pub cap: Money,
    pub text: String,
}

impl Proposal {
    /// Stands for the text: who agrees sends it back, so that nothing else is kept than what was read.
    pub fn mark(&self) -> String {
        Sha256::digest(self.text.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What is wrong with a field, in words.
pub type Wrong = Vec<(String, String)>;

/// The cards of whoever is signed in that can be charged for this account.
pub async fn cards(tx: &mut Tx, account: &Account) -> Result<Vec<SavedMethod>, sqlx::Error> {
    let mut methods = own_methods(tx).await?;
    methods.retain(|method| method.creditor == account.creditor && !method.is_past(account.today));
    Ok(methods)
}

/// Reads what is proposed; every fault, with its field.
pub async fn propose(
    tx: &mut Tx,
    lang: Lang,
    account: &Account,
    asked: &Asked,
) -> Result<Result<Proposal, Wrong>, sqlx::Error> {
    let mut wrong = Wrong::new();
    let mut fault = |field: &str, sentence: String| wrong.push((field.to_owned(), sentence));
    let method = cards(tx, account).await?.into_iter().find(|method| method.id.to_string() == asked.method);
    if method.is_none() {
        fault("method", words::method_none(lang).to_owned());
    }
    let least = Money::new(least_of(tx, account).await?, account.currency);
    let cap = match Money::parse(&asked.cap, account.currency) {
        Ok(cap) if cap.minor >= least.minor => Some(cap),
        Ok(_) => {
            fault("cap", words::cap_too_small(lang, &least.to_string()));
            None
        }
        Err(error) if error.code() == "amount_empty" => {
            fault("cap", words::cap_empty(lang).to_owned());
            None
        }
        Err(_) => {
            fault("cap", words::cap_not_number(lang).to_owned());
            None
        }
    };
    let plans = plan_names(tx, account).await?;
    let covers = match asked.covers.as_str() {
        "" => Some(Covers::Invoices),
        named => Covers::parse(named).filter(|covers| !covers.instalments() || !plans.is_empty()),
    };
    if covers.is_none() {
        fault("covers", words::covers_none(lang).to_owned());
    }
    // Instalments have their own days, so that of invoices is asked only where there are any.
    let day = match covers {
        Some(Covers::Instalments) => Some(DayRule::DueDay),
        _ => day(&asked.day),
    };
    if day.is_none() {
        fault("day", words::day_none(lang).to_owned());
    }
    let (Some(method), Some(cap), Some(day), Some(covers)) = (method, cap, day, covers) else {
        return Ok(Err(wrong));
    };
    let version = policies::store::in_force(tx, account.creditor, account.today).await?;
    let terms = version.map(|version| version.parameters.autopay).unwrap_or_default();
    let promise = Promise {
        cap_minor: cap.minor,
        day,
        notice_days: terms.notice_days,
        retry_after_days: terms.retry_after_days,
    };
    let card = saved::words::card(lang, &saved::words::brand(&method.brand), &method.last4);
    let text = words::mandate_text(
        lang,
        &account.creditor_name,
        &account.reference,
        &card,
        &cap.with_code(),
        (covers, &plans),
        &promise,
    );
    Ok(Ok(Proposal { method, covers, promise, cap, text }))
}

/// The plans of the account whose instalments could be charged by themselves, by their names.
pub async fn plan_names(tx: &mut Tx, account: &Account) -> Result<Vec<String>, sqlx::Error> {
    let now = tx.now();
    let plans = covered_plans(tx, account.id, now).await?;
    Ok(plans.iter().map(Plan::name).collect())
}

fn day(typed: &str) -> Option<DayRule> {
    if typed == Asked::DUE { Some(DayRule::DueDay) } else { DayRule::of_month(typed.parse().ok()?) }
}
