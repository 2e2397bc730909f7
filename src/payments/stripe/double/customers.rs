//! Customers: names to hang payments on.

use serde_json::Value;

use super::errors::ApiError;
use super::forms::Params;
use super::objects::Customer;
use super::state::{Moment, State, new_id};

impl State {
    /// `POST /v1/customers`
    pub fn create_customer(&mut self, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        params.only(&["email", "metadata", "name"])?;
        let customer = Customer {
            id: new_id("cus"),
            created_at: moment.now,
            email: params.text("email").map(String::from),
            name: params.text("name").map(String::from),
            metadata: params.metadata("metadata")?,
        };
        let json = customer.json();
        self.customers.insert(customer.id.clone(), customer);
        self.announce("customer.created", json.clone(), moment);
        Ok(json)
    }
}
