//! What is asked for with a checkout session, and what of it cannot be had.

use chrono::{DateTime, TimeDelta, Utc};

use super::errors::ApiError;
use super::forms::Params;
use super::instruments::Kind;
use super::state::Moment;

/// Parameters that are understood, or that change nothing here.
pub(super) const KNOWN: [&str; 17] = [
    "adaptive_pricing",
    "allowed_payment_method_types",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_creation",
    "customer_email",
    "expires_at",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "payment_intent_data",
    "payment_method_options",
    "submit_type",
    "success_url",
    "ui_mode",
];

/// The least that Stripe charges, where it says so.
const LEAST: [(&str, i64); 4] = [("mxn", 1_000), ("usd", 50), ("eur", 50), ("gbp", 30)];
const MOST: i64 = 99_999_999;

/// The sum of the lines, its currency, and what the first line is for.
pub(super) fn total(params: &Params) -> Result<(i64, String, String), ApiError> {
    let lines = params.elements("line_items");
    let first = lines.first().ok_or_else(|| ApiError::missing("line_items"))?;
    let currency = params.required(&format!("{first}[price_data][currency]"))?.to_ascii_lowercase();
    let description = params.required(&format!("{first}[price_data][product_data][name]"))?.to_owned();
    let mut sum = 0_i64;
    for line in &lines {
        if !params.required(&format!("{line}[price_data][currency]"))?.eq_ignore_ascii_case(&currency) {
            return Err(ApiError::invalid("line_items", "All prices must be in one currency."));
        }
        let unit_path = format!("{line}[price_data][unit_amount]");
        let unit = params.integer(&unit_path)?.ok_or_else(|| ApiError::missing(&unit_path))?;
        let quantity = params.integer(&format!("{line}[quantity]"))?.unwrap_or(1);
        if unit < 0 || quantity < 1 {
            return Err(ApiError::coded("parameter_invalid_integer", &unit_path, "Invalid integer."));
        }
        let amount = unit.checked_mul(quantity).and_then(|amount| sum.checked_add(amount));
        sum = amount.filter(|sum| *sum <= MOST).ok_or_else(too_large)?;
    }
    let least = LEAST.iter().find(|(code, _)| *code == currency).map_or(1, |(_, least)| *least);
    if sum < least {
        let message = "The Checkout Session's total amount due is below the least that can be charged.";
        return Err(ApiError::coded("amount_too_small", "line_items", message));
    }
    Ok((sum, currency, description))
}

/// By what can be paid: what is asked for, each within its bounds, or a card.
pub(super) fn kinds(params: &Params, amount: i64, currency: &str) -> Result<Vec<Kind>, ApiError> {
    const NAME: &str = "allowed_payment_method_types";
    let mut kinds = Vec::new();
    for name in params.texts(NAME).into_values() {
        let kind = Kind::parse(&name).ok_or_else(|| {
            ApiError::invalid(
                NAME,
                &format!("This stand-in for Stripe does not know the payment method `{name}`."),
            )
        })?;
        if let Some((only, least, most)) = kind.bounds() {
            if currency != only {
                let message = format!("The payment method `{name}` only supports the currency `{only}`.");
                return Err(ApiError::invalid(NAME, &message));
            }
            if amount < least || amount > most {
                let code = if amount < least { "amount_too_small" } else { "amount_too_large" };
                return Err(ApiError::coded(
                    code,
                    "line_items",
                    &format!("`{name}` does not take this amount."),
                ));
            }
        }
        if kind == Kind::CustomerBalance {
            bank_transfer(params)?;
        }
        kinds.push(kind);
    }
    if kinds.is_empty() {
        kinds.push(Kind::Card);
    }
    Ok(kinds)
}

/// A transfer needs somebody whose balance it fills, and says of which kind it is.
fn bank_transfer(params: &Params) -> Result<(), ApiError> {
    const OPTIONS: &str = "payment_method_options[customer_balance]";
    params.required("customer")?;
    if params.required(&format!("{OPTIONS}[funding_type]"))? != "bank_transfer" {
        return Err(ApiError::invalid(OPTIONS, "The funding type must be `bank_transfer`."));
    }
    if params.required(&format!("{OPTIONS}[bank_transfer][type]"))? != "mx_bank_transfer" {
        return Err(ApiError::invalid(OPTIONS, "This stand-in for Stripe knows `mx_bank_transfer` only."));
    }
    Ok(())
}

pub(super) fn voucher_days(params: &Params) -> Result<i64, ApiError> {
    const NAME: &str = "payment_method_options[oxxo][expires_after_days]";
    let days = params.integer(NAME)?.unwrap_or(3);
    if (1..=7).contains(&days) { Ok(days) } else { Err(ApiError::invalid(NAME, "From 1 to 7 days.")) }
}

fn too_large() -> ApiError {
    let message = "The Checkout Session's total amount must be no more than 99999999 in the smallest unit.";
    ApiError::coded("amount_too_large", "line_items", message)
}

pub(super) fn expiry(params: &Params, moment: Moment) -> Result<DateTime<Utc>, ApiError> {
    let latest = moment.now + TimeDelta::hours(24);
    let Some(seconds) = params.integer("expires_at")? else { return Ok(latest) };
    // Stripe counts in whole seconds.
    let soonest = moment.now.timestamp() + TimeDelta::minutes(30).num_seconds();
    if seconds < soonest || seconds > latest.timestamp() {
        let message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from creation.";
        return Err(ApiError::invalid("expires_at", message));
    }
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| ApiError::invalid("expires_at", "Invalid timestamp."))
}

pub(super) fn web_address(params: &Params, name: &str) -> Result<Option<String>, ApiError> {
    let Some(text) = params.text(name) else { return Ok(None) };
    match url::Url::parse(text) {
        // Kept as it was written: a place for the session's identifier in it must survive.
        Ok(address) if matches!(address.scheme(), "http" | "https") && text.is_ascii() => {
            Ok(Some(text.to_owned()))
        }
        _ => Err(ApiError::coded("url_invalid", name, "Not a valid URL.")),
    }
}
