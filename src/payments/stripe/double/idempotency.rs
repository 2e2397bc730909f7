//! The same key gives the first answer again, whatever it was, and never works twice.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::errors::ApiError;
use super::forms::Params;

/// Stripe promises to remember a key for a day, and no longer.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);
const LONGEST_KEY: usize = 255;

/// What was answered under each key.
#[derive(Default)]
pub struct KeptAnswers(BTreeMap<String, Kept>);

/// An answer, and what it answered.
struct Kept {
    path: String,
    params: Params,
    status: u16,
    body: Value,
    kept_at: DateTime<Utc>,
}

impl KeptAnswers {
    /// The answer that was given to this request under this key before. An error if the key was used for another one.
    pub fn find(
        &mut self,
        key: &str,
        path: &str,
        params: &Params,
        now: DateTime<Utc>,
    ) -> Result<Option<(u16, Value)>, ApiError> {
        if key.is_empty() || key.len() > LONGEST_KEY {
            return Err(ApiError::not_now(None, "An idempotency key has 1 to 255 characters."));
        }
        self.0.retain(|_, kept| now - kept.kept_at < REMEMBERED);
        match self.0.get(key) {
            None => Ok(None),
            Some(kept) if kept.path != path => Err(ApiError::key_reused(&format!(
                "Keys for idempotent requests can only be used for the same endpoint they were first used for ('{path}' \
                 vs '{}'). Try using a key other than '{key}' if you meant to execute a different request.",
                kept.path
            ))),
            Some(kept) if kept.params != *params => Err(ApiError::key_reused(&format!(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try \
                 using a key other than '{key}' if you meant to execute a different request."
            ))),
            Some(kept) => Ok(Some((kept.status, kept.body.clone()))),
        }
    }

    /// Remembers an answer, if work had begun: what was refused at the door may be asked again under the same key.
    pub fn keep(&mut self, key: &str, request: (&str, &Params), answer: (u16, &Value), now: DateTime<Utc>) {
        let (status, body) = answer;
        if matches!(status, 400..=499) && status != 402 {
            return;
        }
        let (path, params) = request;
        let kept =
            Kept { path: path.to_owned(), params: params.clone(), status, body: body.clone(), kept_at: now };
        self.0.insert(key.to_owned(), kept);
    }
}
