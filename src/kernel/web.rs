//! How an answer that is not a page is said: go there, or no. Handlers return these; the server's `refusals` layer,
//! which knows the reader's language, turns a refusal into a draft and a redirect or into a page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::kernel::dates::DatePart;
use crate::kernel::db::BeginError;

/// One thing that is wrong with one field: a code that the page turns into a sentence, with what the sentence names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub code: String,
    #[serde(default)]
    pub args: Vec<String>,
}

impl FieldError {
    pub fn new(field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), code: code.to_owned(), args: Vec::new() }
    }

    /// Adds something that the sentence names, already written for the reader.
    pub fn with(mut self, arg: impl ToString) -> Self {
        self.args.push(arg.to_string());
        self
    }
}

/// What was typed into a form that was refused, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub fields: Vec<(String, String)>,
    pub errors: Vec<FieldError>,
}

impl Draft {
    /// What was typed into the field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Everything that was chosen under one name.
    pub fn values(&self, field: &str) -> Vec<&str> {
        self.fields.iter().filter(|(name, _)| name == field).map(|(_, value)| value.as_str()).collect()
    }

    pub fn error(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    /// The part of a date that its field's error names first, if it names one.
    pub fn wrong_part(&self, field: &str) -> Option<DatePart> {
        DatePart::parse(self.error(field)?.args.first()?)
    }
}

/// The address a request came from, as far as it can be believed; among the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub std::net::IpAddr);

/// Post, redirect, get: sends the browser to a page of ours that shows the new state.
#[derive(Debug, PartialEq, Eq)]
pub struct SeeOther(String);

/// A redirect within the portal. Anything that is not plainly a path of ours leads to the first page instead, so that
/// no address that came from outside can send somebody elsewhere.
pub fn see_other(path: impl Into<String>) -> SeeOther {
    let path = path.into();
    SeeOther(if is_local(&path) { path } else { "/".to_owned() })
}

impl SeeOther {
    pub fn path(&self) -> &str {
        &self.0
    }
}

impl IntoResponse for SeeOther {
    fn into_response(self) -> Response {
        (StatusCode::SEE_OTHER, [(header::LOCATION, location(&self.0))]).into_response()
    }
}

/// Whether `path` is a path on this very site.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

/// A redirect to the provider's page: the one address outside that we send people to, and never one they gave us.
pub fn leave_for_provider(url: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location(url))]).into_response()
}

/// Why a request was not carried out.
#[derive(Debug)]
pub enum Refusal {
    /// It does not exist, or is not this reader's: the answer is the same.
    NotFound,
    /// The reader may see this and not do it.
    Forbidden,
    /// Nobody is signed in, or the session has ended. `desk` says at which door.
    SignIn { desk: bool },
    /// What was typed cannot be taken. It is kept, and shown again at `back_to` with the errors at their fields.
    Invalid { back_to: String, fields: Vec<(String, String)>, errors: Vec<FieldError> },
    /// Too many tries; the next one counts from then.
    TooMany { retry_at: DateTime<Utc> },
    /// Something failed on our side. Logged once, answered with a reference.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Refusal {
    /// Refuses a form for one field.
    pub fn invalid(back_to: impl Into<String>, fields: Vec<(String, String)>, error: FieldError) -> Self {
        Self::Invalid { back_to: back_to.into(), fields, errors: vec![error] }
    }

    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            other => Self::internal(other),
        }
    }
}

impl From<BeginError> for Refusal {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::SessionEnded => Self::SignIn { desk: false },
            BeginError::Database(error) => error.into(),
        }
    }
}

/// A refusal on its way to the layer that words it. It is taken from the response's extensions once.
#[derive(Clone)]
pub struct PendingRefusal(pub std::sync::Arc<std::sync::Mutex<Option<Refusal>>>);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignIn { .. } | Self::Invalid { .. } => StatusCode::SEE_OTHER,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = status.into_response();
        response
            .extensions_mut()
            .insert(PendingRefusal(std::sync::Arc::new(std::sync::Mutex::new(Some(self)))));
        response
    }
}

/// Everything that would end a header or be read differently than written.
const NOT_IN_LOCATION: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn location(address: &str) -> HeaderValue {
    let encoded = utf8_percent_encode(address, NOT_IN_LOCATION).to_string();
    HeaderValue::from_str(&encoded).unwrap_or(HeaderValue::from_static("/"))
}
