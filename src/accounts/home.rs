//! Everything that the account page shows of one account.

use chrono::NaiveDate;

use crate::accounts::daily::terms;
use crate::accounts::model::{Account, Balance, ComingFees, Daily, payable_minor};
use crate::accounts::sheet::{Hold, holds};
use crate::accounts::store::balance_of;
use crate::documents::store::closing::{Closing, account_closing};
use crate::handing::store::paid_elsewhere;
use crate::kernel::db::Tx;
use crate::kernel::ids::PaymentId;
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::ledger::store::{open_items, unapplied_minor};
use crate::legal::model::Kind;
use crate::legal::store::pauses;
use crate::payments::store::disputes::under_review;
use crate::payments::store::reading::{InFlight, in_flight};
use crate::plans::model::Glance;
use crate::plans::store::reading::glances;

/// One account as its page shows it.
#[derive(Clone, Debug)]
pub struct AccountHome {
    pub account: Account,
    pub balance: Balance,
    /// What can be paid, oldest first.
    pub open: Vec<OpenItem>,
    pub holds: Vec<Hold>,
    /// What each further day adds, if any.
    pub daily: Option<Daily>,
    /// The next fees for paying late, if any come.
    pub coming_fees: Option<ComingFees>,
    /// Payments that the provider has not decided yet: shown, never subtracted.
    pub in_flight: Vec<InFlight>,
    /// Payments of which a bank holds this much while it decides: neither owed nor asked for.
    pub under_review: Vec<(PaymentId, Money)>,
    /// How it was closed, where nothing is owed any more: then there is a letter that says so.
    pub closing: Option<Closing>,
    /// What is agreed about it, and what is on the table.
    pub plans: Vec<Glance>,
    /// Whether it is paid in this portal, or somebody else collects it.
    pub takes_payments: bool,
    /// What the law stops about it today, and since when.
    pub pauses: Vec<(Kind, NaiveDate)>,
}

/// Reads all that the page of this account needs.
pub async fn home(tx: &mut Tx, account: Account) -> Result<AccountHome, sqlx::Error> {
    let open = open_items(tx, account.id).await?;
    let balance = balance_of(&account, &open, unapplied_minor(tx, account.id).await?)?;
    let holds = holds(tx, &account).await?;
    let in_flight = in_flight(tx, account.id).await?;
    let under_review = under_review(tx, account.id).await?;
    let under_review = under_review.into_iter().map(|dispute| (dispute.payment, dispute.amount)).collect();
    let open: Vec<OpenItem> = open.into_iter().filter(|item| payable_minor(item) > 0).collect();
    let terms = terms(tx, &account, &open).await?;
    let (daily, coming_fees) = (terms.daily(&account, &open), terms.coming_fees(&account, &open));
    let closing = match balance.total.is_zero() {
        true => account_closing(tx, &account).await?,
        false => None,
    };
    let plans = glances(tx, account.id).await?;
    let pauses = pauses(tx, &account).await?;
    let takes_payments = paid_elsewhere(tx, account.id).await?.is_none();
    Ok(AccountHome {
        account,
        balance,
        open,
        holds,
        daily,
        coming_fees,
        in_flight,
        under_review,
        closing,
        plans,
        takes_payments,
        pauses,
    })
}
