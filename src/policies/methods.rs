//! By what a creditor lets people pay, and from which day that counts.

use serde::{Deserialize, Serialize};

use crate::kernel::money::Currency;

/// A way to pay at the provider's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A card, with a word to its bank where the bank asks for one.
    #[default]
    Card,
    /// A voucher that is paid in a shop, in pesos.
    Oxxo,
    /// A transfer to a CLABE of the account's own, in pesos.
    Spei,
    /// A debit of a bank account, in euros.
    Sepa,
}

impl Method {
    pub const ALL: [Self; 4] = [Self::Card, Self::Oxxo, Self::Spei, Self::Sepa];

    /// The name that terms and forms know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Oxxo => "oxxo",
            Self::Spei => "spei",
            Self::Sepa => "sepa",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The provider's word for it, under which `payments.method_kind` keeps it.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Oxxo => "oxxo",
            Self::Spei => "customer_balance",
            Self::Sepa => "sepa_debit",
        }
    }

    pub fn of_kind(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.kind() == kind)
    }

    /// Whether anybody can pay in this currency by it.
    pub fn takes(self, currency: Currency) -> bool {
        match self {
            Self::Card => true,
            Self::Oxxo | Self::Spei => currency == Currency::MXN,
            Self::Sepa => currency == Currency::EUR,
        }
    }

    /// Whether the provider can send money back the way it came. Cash in a shop and a transfer have no way back: then
    /// whoever paid is asked where to (domain-rules A20).
    pub const fn refunds_by_itself(self) -> bool {
        matches!(self, Self::Card | Self::Sepa)
    }
}

/// From which day a payment counts whose money is days on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountsFrom {
    /// From the day on which its payer did their part. The kinder, and what holds where the terms say nothing.
    #[default]
    Sent,
    /// From the day on which the bank confirmed it.
    Cleared,
}
