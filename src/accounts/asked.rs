//! What addresses of lists and amounts ask for, on both sides. Everything is text until it is understood.

use serde::Deserialize;

use crate::accounts::invoices::Asked;
use crate::accounts::model::{Account, Filter, Of, Sort};
use crate::kernel::ids::AccountId;
use crate::kernel::web::Refusal;

/// No invoice's number is longer.
const LONGEST_NUMBER: usize = 60;

/// What the list of invoices is asked for in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvoicesQuery {
    pub account: String,
    pub show: String,
    pub sort: String,
    pub number: String,
    pub page: String,
    /// Set when invoices were chosen to be paid.
    pub choose: String,
    pub invoice: Vec<String>,
}

impl InvoicesQuery {
    pub fn asked(&self) -> Asked {
        let number = self.number.trim().chars().take(LONGEST_NUMBER).collect();
        Asked { filter: Filter::parse(&self.show), sort: Sort::parse(&self.sort), number }
    }

    pub fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1)
    }
}

/// Which amount is opened.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BalanceQuery {
    pub of: String,
    pub account: String,
    pub page: String,
}

impl BalanceQuery {
    /// An address that names no amount is one that we do not know.
    pub fn of(&self) -> Result<Of, Refusal> {
        Of::parse(&self.of).ok_or(Refusal::NotFound)
    }

    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1)
    }
}

/// The account that an address names, or the first when it names none; another's is not found.
pub fn chosen_account<'a>(accounts: &'a [Account], asked: &str) -> Result<Option<&'a Account>, Refusal> {
    if asked.is_empty() {
        return Ok(accounts.first());
    }
    let asked: AccountId = asked.parse().map_err(|_| Refusal::NotFound)?;
    accounts.iter().find(|account| account.id == asked).map(Some).ok_or(Refusal::NotFound)
}
