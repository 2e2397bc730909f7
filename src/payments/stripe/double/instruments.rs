//! By what is paid here, and what its payer has left to do.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::Mexico_City;
use serde_json::{Value, json};

use super::cards::{Card, Fate};
use super::objects::Intent;

/// A kind of payment method, under Stripe's name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Card,
    Oxxo,
    CustomerBalance,
    SepaDebit,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Card, Self::Oxxo, Self::CustomerBalance, Self::SepaDebit];

    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Oxxo => "oxxo",
            Self::CustomerBalance => "customer_balance",
            Self::SepaDebit => "sepa_debit",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The only currency that it takes, and the least and the most of it.
    pub fn bounds(self) -> Option<(&'static str, i64, i64)> {
        match self {
            Self::Card => None,
            Self::Oxxo => Some(("mxn", 1_000, 1_000_000)),
            Self::CustomerBalance => Some(("mxn", 1, 99_999_999)),
            Self::SepaDebit => Some(("eur", 50, 99_999_999)),
        }
    }
}

/// What money came by, as far as it may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instrument {
    Card(Card),
    /// A voucher with this reference.
    Oxxo(String),
    CustomerBalance,
    /// A bank account, by the end of its number.
    SepaDebit(String),
}

impl Instrument {
    /// `payment_method_details` of a charge.
    pub fn json(&self) -> Value {
        match self {
            Self::Card(card) => json!({
                "type": "card",
                "card": {
                    "brand": card.brand, "last4": card.last4, "exp_month": 12, "exp_year": 2034,
                    "country": "MX", "funding": "credit",
                },
            }),
            Self::Oxxo(number) => json!({ "type": "oxxo", "oxxo": { "number": number } }),
            Self::CustomerBalance => json!({ "type": "customer_balance", "customer_balance": {} }),
            Self::SepaDebit(last4) => json!({
                "type": "sepa_debit",
                "sepa_debit": {
                    "bank_code": "37040044", "branch_code": null, "country": "DE", "fingerprint": null,
                    "last4": last4, "mandate": null,
                },
            }),
        }
    }

    pub fn fate(&self) -> Fate {
        match self {
            Self::Card(card) => card.fate,
            _ => Fate::Nothing,
        }
    }

    /// What it is called in a list.
    pub fn label(&self) -> String {
        match self {
            Self::Card(card) => card.last4.clone(),
            Self::Oxxo(_) => "OXXO".to_owned(),
            Self::CustomerBalance => "SPEI".to_owned(),
            Self::SepaDebit(last4) => last4.clone(),
        }
    }

    /// Whether its holder can have it taken back: what was handed over a counter or sent by its owner cannot be.
    pub fn can_be_contested(&self) -> bool {
        self.can_be_refunded()
    }

    /// Whether Stripe can send money back by it.
    pub fn can_be_refunded(&self) -> bool {
        matches!(self, Self::Card(_) | Self::SepaDebit(_))
    }
}

/// What the payer of an intent has left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waits {
    Voucher { number: String, expires_at: DateTime<Utc>, page: String },
    Transfer { clabe: String, reference: String, page: String },
}

impl Waits {
    /// `next_action` of its intent.
    pub fn json(&self, intent: &Intent) -> Value {
        match self {
            Self::Voucher { number, expires_at, page } => json!({
                "type": "oxxo_display_details",
                "oxxo_display_details": {
                    "expires_after": expires_at.timestamp(), "hosted_voucher_url": page, "number": number,
                },
            }),
            Self::Transfer { clabe, reference, page } => json!({
                "type": "display_bank_transfer_instructions",
                "display_bank_transfer_instructions": {
                    "amount_remaining": intent.amount - intent.received,
                    "currency": intent.currency,
                    "financial_addresses": [{
                        "type": "spei",
                        "supported_networks": ["spei"],
                        "spei": {
                            "account_holder_address": address(), "account_holder_name": "Aguas del Valle",
                            "bank_address": address(), "bank_code": "646", "bank_name": "STP", "clabe": clabe,
                        },
                    }],
                    "hosted_instructions_url": page,
                    "reference": reference,
                    "type": "mx_bank_transfer",
                },
            }),
        }
    }
}

/// The end of the day so many days from now, where OXXO is: until then a voucher can be paid.
pub fn voucher_expiry(now: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    let day = now.with_timezone(&Mexico_City).date_naive() + TimeDelta::days(days);
    let end = day.and_hms_opt(23, 59, 59).unwrap_or_default();
    end.and_local_timezone(Mexico_City).latest().map_or(now, |end| end.with_timezone(&Utc))
}

fn address() -> Value {
    json!({ "city": null, "country": "MX", "line1": null, "line2": null, "postal_code": null, "state": null })
}
