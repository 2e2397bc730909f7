//! How Stripe says no.

use serde_json::{Value, json};

/// An error with the status and the words that Stripe gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    pub status: u16,
    kind: &'static str,
    code: Option<&'static str>,
    parameter: Option<String>,
    message: String,
    /// The movement of money that a bank said no to.
    payment_intent: Option<Box<Value>>,
}

impl ApiError {
    /// A parameter that will not do.
    pub fn invalid(parameter: &str, message: &str) -> Self {
        Self {
            parameter: Some(parameter.to_owned()),
            ..Self::new(400, "invalid_request_error", None, message)
        }
    }

    /// A parameter that will not do, for a reason that has a name.
    pub fn coded(code: &'static str, parameter: &str, message: &str) -> Self {
        Self { code: Some(code), ..Self::invalid(parameter, message) }
    }

    /// A parameter that is not there.
    pub fn missing(parameter: &str) -> Self {
        Self::coded("parameter_missing", parameter, &format!("Missing required param: {parameter}."))
    }

    /// Something asked of an object that its state does not allow.
    pub fn not_now(code: Option<&'static str>, message: &str) -> Self {
        Self::new(400, "invalid_request_error", code, message)
    }

    /// An object that does not exist.
    pub fn no_such(what: &str, id: &str) -> Self {
        Self {
            parameter: Some("id".to_owned()),
            ..Self::new(
                404,
                "invalid_request_error",
                Some("resource_missing"),
                &format!("No such {what}: '{id}'"),
            )
        }
    }

    /// An object named in a parameter that does not exist.
    pub fn names_no(what: &str, parameter: &str, id: &str) -> Self {
        Self::coded("resource_missing", parameter, &format!("No such {what}: '{id}'"))
    }

    /// An address where nothing is.
    pub fn no_such_address(method: &str, path: &str) -> Self {
        Self::new(
            404,
            "invalid_request_error",
            None,
            &format!(
                "Unrecognized request URL ({method}: {path}), or this stand-in for Stripe does not know it."
            ),
        )
    }

    /// No key, or one that is not for tests.
    pub fn unauthorized(message: &str) -> Self {
        Self::new(401, "invalid_request_error", None, message)
    }

    /// A key that was used for another request before.
    pub fn key_reused(message: &str) -> Self {
        Self::new(400, "idempotency_error", None, message)
    }

    /// Too many requests.
    pub fn too_many() -> Self {
        Self::new(429, "invalid_request_error", Some("rate_limit"), "Request rate limit exceeded.")
    }

    /// Another request holds what this one needs.
    pub fn conflict() -> Self {
        let message = "There is currently another in-progress request using this Idempotent Key.";
        Self::new(409, "idempotency_error", Some("idempotency_key_in_use"), message)
    }

    /// A bank that says no to a charge that nobody sits in front of.
    pub fn card(code: &'static str, message: &str, payment_intent: Value) -> Self {
        Self {
            payment_intent: Some(Box::new(payment_intent)),
            ..Self::new(402, "card_error", Some(code), message)
        }
    }

    /// Trouble on Stripe's side.
    pub fn trouble() -> Self {
        Self::new(500, "api_error", None, "An error occurred. (This stand-in for Stripe was told to fail.)")
    }

    /// The body of the answer.
    pub fn body(&self) -> Value {
        let mut error = json!({ "type": self.kind, "message": self.message });
        if let Some(code) = self.code {
            error["code"] = json!(code);
            error["doc_url"] =
                json!(format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")));
        }
        if let Some(parameter) = &self.parameter {
            error["param"] = json!(parameter);
        }
        if let Some(intent) = &self.payment_intent {
            error["decline_code"] = intent["last_payment_error"]["decline_code"].clone();
            error["payment_intent"] = (**intent).clone();
        }
        json!({ "error": error })
    }

    fn new(status: u16, kind: &'static str, code: Option<&'static str>, message: &str) -> Self {
        Self { status, kind, code, parameter: None, message: message.to_owned(), payment_intent: None }
    }
}
