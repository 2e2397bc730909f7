//! Everything that the page of the terms shows: the document, the reader's own figures beside it, and where they are in
//! the procedure. The same on both sides of the desk.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::accounts::daily::{Terms, terms};
use crate::accounts::model::{Account, is_past_due, payable_minor};
use crate::accounts::store::zone_of;
use crate::documents::store::{Issuer, issuer};
use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::ledger::store::open_items;
use crate::policies::accepting::{self, Acceptance};
use crate::policies::composing::Document;
use crate::policies::differences::{SectionChange, differences};
use crate::policies::governing::governing;
use crate::policies::model::PolicyVersion;
use crate::policies::store::{Version, versions};
use crate::policies::timeline::{Placed, steps};
use crate::policies::words::reading as words;

/// Of more invoices than these the figures are not written out one by one.
const FIGURES_AT_MOST: usize = 12;

/// The terms as somebody with an account reads them.
#[derive(Clone, Debug)]
pub struct Reading {
    pub account: Account,
    pub issuer: Issuer,
    /// The version that is shown; none where nothing is published.
    pub shown: Option<Shown>,
    /// All published versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// The invoice that the procedure is placed on: the oldest past due, else the next to fall due.
    pub placed: Option<OnInvoice>,
    pub figures: Vec<OwnFigure>,
    /// More open invoices than are written out.
    pub more_invoices: usize,
    pub zone: Tz,
    /// The reader has other accounts, so that addresses must name this one.
    pub several: bool,
}

/// One version, worded for its reader.
#[derive(Clone, Debug)]
pub struct Shown {
    pub version: Version,
    pub document: Document,
    pub standing: Standing,
    /// What changed against the version before it, and which that was.
    pub changes: Vec<SectionChange>,
    pub before: Option<i32>,
    pub sha256: [u8; 32],
    pub plain: String,
    /// Who of this account said that they read it.
    pub acceptances: Vec<Acceptance>,
    /// The reader is asked to.
    pub asks: bool,
}

/// Where a version stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    InForce,
    ToCome,
    Replaced { until: NaiveDate },
}

/// A version in the list of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    pub number: i32,
    pub in_force_from: NaiveDate,
    pub published_at: DateTime<Utc>,
    pub standing: Standing,
}

/// The procedure on an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnInvoice {
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: NaiveDate,
    pub steps: Vec<Placed>,
}

/// What lateness costs on one open invoice, and by which version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFigure {
    pub invoice: InvoiceId,
    pub number: String,
    pub due_on: NaiveDate,
    pub is_past_due: bool,
    pub payable: Money,
    /// What each day adds, and the first day that does; none where nothing is added.
    pub daily: Option<(NaiveDate, Money)>,
    /// The version that governs it.
    pub version: Option<i32>,
}

/// Reads the terms of an account's creditor: the version asked for, or the one in force. `None` when there is no such
/// version.
pub async fn reading(
    tx: &mut Tx,
    lang: Lang,
    account: Account,
    number: Option<i32>,
) -> Result<Option<Reading>, sqlx::Error> {
    let all = versions(tx, account.creditor).await?;
    let issuer = issuer(tx, account.creditor).await?;
    let zone = zone_of(tx, &account).await?;
    let in_force = all.iter().find(|version| version.policy.in_force_from <= account.today);
    let chosen = match number {
        Some(number) => match all.iter().find(|version| version.policy.number == number) {
            Some(version) => Some(version),
            None => return Ok(None),
        },
        // Before the first holds, what is to come is read.
        None => in_force.or(all.last()),
    };
    let shown = match chosen {
        Some(version) => Some(shown(tx, lang, &account, &issuer, &all, version).await?),
        None => None,
    };
    let policies: Vec<PolicyVersion> = all.iter().map(|version| version.policy.clone()).collect();
    let items = open_items(tx, account.id).await?;
    let issued = issued_on(tx, &account, &items).await?;
    let placed = placed(&account, &items, &policies, &issued);
    let open: Vec<OpenItem> = items.into_iter().filter(|item| payable_minor(item) > 0).collect();
    let more_invoices = open.len().saturating_sub(FIGURES_AT_MOST);
    let first: Vec<OpenItem> = open.into_iter().take(FIGURES_AT_MOST).collect();
    let rules = terms(tx, &account, &first).await?;
    let figures = first.iter().map(|item| figure(&account, item, &rules, &policies, &issued)).collect();
    let versions = all.iter().map(|version| version_line(&all, version, account.today)).collect();
    let several = false;
    Ok(Some(Reading { account, issuer, shown, versions, placed, figures, more_invoices, zone, several }))
}

/// The version that governs an invoice of an account today, for the page of the invoice.
pub async fn governing_number(
    tx: &mut Tx,
    account: &Account,
    issued_on: NaiveDate,
) -> Result<Option<i32>, sqlx::Error> {
    let all = crate::policies::store::published(tx, account.creditor).await?;
    Ok(governing(&all, issued_on, account.today).map(|version| version.number))
}

/// The document of one version, with its digest.
pub fn document_of(
    lang: Lang,
    issuer: &Issuer,
    account: &Account,
    version: &Version,
) -> (Document, String, [u8; 32]) {
    let PolicyVersion { number, in_force_from, parameters, .. } = &version.policy;
    let document = Document::of(lang, issuer, parameters, &version.text, account.currency);
    let title = words::document_title(lang, &issuer.name, *number, &words::from_day(lang, *in_force_from));
    let plain = document.plain(&title);
    let sha256 = Sha256::digest(&plain).into();
    (document, plain, sha256)
}

async fn shown(
    tx: &mut Tx,
    lang: Lang,
    account: &Account,
    issuer: &Issuer,
    all: &[Version],
    version: &Version,
) -> Result<Shown, sqlx::Error> {
    let (document, plain, sha256) = document_of(lang, issuer, account, version);
    let at = all.iter().position(|one| one.policy.id == version.policy.id).unwrap_or_default();
    let before = all.get(at + 1);
    let changes = before.map_or_else(Vec::new, |before| {
        differences(&document_of(lang, issuer, account, before).0, &document)
    });
    let acceptances = accepting::of_account(tx, account.id, version.policy.id).await?;
    let standing = version_line(all, version, account.today).standing;
    let is_accepted = match tx.actor() {
        Actor::Person { person, .. } => acceptances.iter().any(|one| one.person == person),
        _ => !acceptances.is_empty(),
    };
    let asks = version.policy.parameters.asks_acceptance && standing == Standing::InForce && !is_accepted;
    Ok(Shown {
        version: version.clone(),
        document,
        standing,
        changes,
        before: before.map(|before| before.policy.number),
        sha256,
        plain,
        acceptances,
        asks,
    })
}

/// Where a version stands among all, the newest first.
pub fn version_line(all: &[Version], version: &Version, today: NaiveDate) -> VersionLine {
    let PolicyVersion { id, number, in_force_from, .. } = version.policy;
    let at = all.iter().position(|one| one.policy.id == id).unwrap_or_default();
    let next = at.checked_sub(1).and_then(|at| all.get(at)).map(|next| next.policy.in_force_from);
    let standing = match next.filter(|next| *next <= today) {
        Some(next) => Standing::Replaced { until: next.pred_opt().unwrap_or(next) },
        None if in_force_from > today => Standing::ToCome,
        None => Standing::InForce,
    };
    VersionLine { number, in_force_from, published_at: version.published_at, standing }
}

/// The days on which open invoices were issued.
async fn issued_on(
    tx: &mut Tx,
    account: &Account,
    items: &[OpenItem],
) -> Result<Vec<(InvoiceId, NaiveDate)>, sqlx::Error> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.invoice.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: InvoiceId", issued_on from invoices where account_id = $1 and id = any($2)"#,
        account.id.0,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.issued_on)).collect())
}

fn governs<'a>(
    policies: &'a [PolicyVersion],
    issued: &[(InvoiceId, NaiveDate)],
    invoice: InvoiceId,
    today: NaiveDate,
) -> Option<&'a PolicyVersion> {
    let issued_on = issued.iter().find(|(id, _)| *id == invoice).map(|(_, on)| *on)?;
    governing(policies, issued_on, today)
}

fn placed(
    account: &Account,
    items: &[OpenItem],
    policies: &[PolicyVersion],
    issued: &[(InvoiceId, NaiveDate)],
) -> Option<OnInvoice> {
    // What is contested whole waits for its answer and is nowhere in the procedure.
    let item = items
        .iter()
        .filter(|item| payable_minor(item) > 0)
        .min_by_key(|item| (item.due_on, item.number.clone()))?;
    let version = governs(policies, issued, item.invoice, account.today)?;
    let steps = steps(&version.parameters, item.due_on);
    Some(OnInvoice { invoice: item.invoice, number: item.number.clone(), due_on: item.due_on, steps })
}

fn figure(
    account: &Account,
    item: &OpenItem,
    rules: &Terms,
    policies: &[PolicyVersion],
    issued: &[(InvoiceId, NaiveDate)],
) -> OwnFigure {
    let version = governs(policies, issued, item.invoice, account.today);
    OwnFigure {
        invoice: item.invoice,
        number: item.number.clone(),
        due_on: item.due_on,
        is_past_due: is_past_due(item.due_on, account.today),
        payable: Money::new(payable_minor(item), account.currency),
        daily: version.and_then(|version| daily(account, item, rules, version)),
        version: version.map(|version| version.number),
    }
}

/// The first day from tomorrow on that adds something if nothing is paid, and how much.
fn daily(
    account: &Account,
    item: &OpenItem,
    rules: &Terms,
    version: &PolicyVersion,
) -> Option<(NaiveDate, Money)> {
    let grace = version.parameters.interest.as_ref()?.grace_days;
    let starts = item.due_on.checked_add_days(Days::new(u64::from(grace) + 1))?;
    let first = starts.max(account.today.succ_opt()?);
    let added = rules.added_on(account, std::slice::from_ref(item), first)?;
    added.is_positive().then_some((first, added))
}
