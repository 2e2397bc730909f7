//! Customers: names to hang payments on, and balances that their transfers fill.

use serde_json::Value;

use super::errors::ApiError;
use super::forms::Params;
use super::objects::Customer;
use super::state::{Moment, State, new_id};
use super::waiting::digits;

impl State {
    /// `POST /v1/customers`
    pub fn create_customer(&mut self, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        params.only(&["cash_balance", "description", "email", "metadata", "name"])?;
        let customer = Customer {
            id: new_id("cus"),
            created_at: moment.now,
            email: params.text("email").map(String::from),
            name: params.text("name").map(String::from),
            metadata: params.metadata("metadata")?,
            is_manual: params.text("cash_balance[settings][reconciliation_mode]") == Some("manual"),
            clabe: format!("646180{}", digits(12)),
            cash: 0,
        };
        let json = customer.json();
        self.customers.insert(customer.id.clone(), customer);
        self.announce("customer.created", json.clone(), moment);
        Ok(json)
    }
}
