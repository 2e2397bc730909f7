//! The pages of the team: the day, the accounts, one account with its margin, and payments.

mod approvals;
mod bank;
mod complaints;
mod disputes;
mod evidence;
mod file;
mod finding;
mod handing;
mod legal;
mod links;
mod messages;
mod papers;
mod payments;
mod payouts;
mod plans;
mod promises;
mod reapply;
mod recorded;
mod refund;
mod terms;
mod viewed;
mod waive;

pub use approvals::{approval, approvals};
pub use bank::{bank, bank_line};
pub use complaints::{complaint, complaint_letter, complaints, complaints_register, take_complaint};
pub use disputes::{dispute, dispute_letter, disputes};
pub use evidence::evidence;
pub(super) use file::opened_page;
pub use file::{
    account, account_balance, account_balance_forecast, account_balance_since, account_contact,
    account_invoice, account_invoices,
};
pub use finding::accounts;
pub use handing::{hand_on, handed_on, handing, package};
pub use legal::legal;
pub use links::account_links;
pub use messages::{messages, thread};
pub use papers::{
    account_invoice_letter, account_invoice_pdf, account_letter, account_statement, account_statement_csv,
    account_statement_pdf, receipt,
};
pub(super) use payments::customers_payments;
pub use payments::{account_payments, payment, payments};
pub use payouts::{payout, payouts};
pub use plans::{account_plans, offer_plan};
pub use promises::{account_promises, promises};
pub use reapply::reapply;
pub use recorded::{cash, record_payment, report, reported};
pub use refund::refund;
pub use terms::{account_terms, account_version, account_version_pdf, viewed_terms, viewed_version};
pub use viewed::{
    as_debtor, viewed_account, viewed_balance, viewed_balance_forecast, viewed_balance_since, viewed_contact,
    viewed_invoice, viewed_invoices, viewed_statement,
};
pub use waive::waive;

use crate::accounts;
use crate::accounts::model::Account;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountId;
use crate::kernel::web::Refusal;
use crate::ui::{DeskFrame, DeskPlace};

pub(super) fn frame(staff: &StaffIn, place: DeskPlace) -> DeskFrame {
    DeskFrame { place: Some(place), signed_in: staff.name.clone() }
}

/// The account that an address names, if it is of a creditor of this member of the team.
async fn find_account(tx: &mut Tx, id: &str) -> Result<Account, Refusal> {
    let id: AccountId = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok(accounts::store::account(tx, id).await?)
}

/// As [`find_account`], and leaves a trace that its debtor can see.
pub(super) async fn read_account(tx: &mut Tx, id: &str) -> Result<Account, Refusal> {
    let account = find_account(tx, id).await?;
    tx.audit("read", "account", account.id.0, Some(account.id)).await?;
    Ok(account)
}
