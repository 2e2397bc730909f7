//! What Stripe posts to us: whether it is Stripe's, and what it is about.
//!
//! The signature is checked on the bytes as they came, by ourselves: the client crate looks at the last `v1` only and
//! so refuses valid events while a secret is being changed, and it writes whole payloads to the log.

use std::fmt;

use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;

use crate::payments::gateway::StoredEvent;

/// How far the time in a signature may be from ours, either way: a lagging clock of ours must not lose events.
pub const TOLERANCE_SECONDS: i64 = 300;

/// The secrets that a signature may be made with: one, or several while they are being changed.
#[derive(Clone)]
pub struct WebhookSecrets(Vec<String>);

impl WebhookSecrets {
    /// Reads a list separated by commas. Refuses a list without a secret: it would let anything in, or nothing.
    pub fn parse(list: &str) -> Result<Self, NoSecret> {
        let secrets: Vec<String> =
            list.split(',').map(str::trim).filter(|secret| !secret.is_empty()).map(String::from).collect();
        if secrets.is_empty() { Err(NoSecret) } else { Ok(Self(secrets)) }
    }
}

impl WebhookSecrets {
    /// Whatever is configured. Without a secret nothing is taken for Stripe's.
    pub fn new(secrets: Vec<String>) -> Self {
        Self(secrets)
    }
}

impl fmt::Debug for WebhookSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookSecrets({})", self.0.len())
    }
}

/// A list of webhook secrets with nothing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no webhook secret is given")]
pub struct NoSecret;

/// Why a payload is not taken for Stripe's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The header does not have exactly one time and at least one signature.
    #[error("the signature header is malformed")]
    Malformed,
    /// None of the signatures was made with one of our secrets.
    #[error("no signature matches")]
    NoMatch,
    /// It was signed too long ago, or in the future.
    #[error("the signature is too far from the present")]
    OutsideTolerance,
}

/// Checks a `Stripe-Signature` header against the payload, byte for byte as it was received. `now` is real time, never
/// the demo's. Any `v1` signature made with any of the secrets will do.
pub fn verify(
    header: &str,
    payload: &[u8],
    secrets: &WebhookSecrets,
    now: DateTime<Utc>,
) -> Result<(), SignatureError> {
    let signed = SignatureHeader::parse(header)?;
    if !secrets.0.iter().any(|secret| signed.matches(payload, secret)) {
        return Err(SignatureError::NoMatch);
    }
    let distance = now.timestamp().saturating_sub(signed.time).saturating_abs();
    if distance > TOLERANCE_SECONDS { Err(SignatureError::OutsideTolerance) } else { Ok(()) }
}

/// Writes a `Stripe-Signature` header as Stripe would: one `v1` for each secret in force.
pub fn sign(payload: &[u8], secrets: &[&str], signed_at: DateTime<Utc>) -> String {
    let time = signed_at.timestamp().to_string();
    let mut header = format!("t={time}");
    for secret in secrets {
        let digest = digest(secret, &time, payload).finalize().into_bytes();
        header.push_str(",v1=");
        header.push_str(&hex::encode(digest));
    }
    header
}

/// Why a payload, though Stripe's, cannot be kept as an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// It is not a JSON object with an identifier, a type and a time.
    #[error("the payload is not an event")]
    NotAnEvent,
}

/// Reads what an event is about. Types and versions that we do not know are as good as those that we do.
pub fn parse_event(payload: &[u8]) -> Result<StoredEvent, EventError> {
    let wire: WireEvent = serde_json::from_slice(payload).map_err(|_| EventError::NotAnEvent)?;
    let created_at = DateTime::from_timestamp(wire.created, 0).ok_or(EventError::NotAnEvent)?;
    if wire.id.is_empty() || wire.kind.is_empty() {
        return Err(EventError::NotAnEvent);
    }
    let text = |key: &str| wire.data.get("object")?.get(key)?.as_str().map(String::from);
    Ok(StoredEvent {
        object_id: text("id"),
        object_kind: text("object"),
        payment_intent: text("payment_intent"),
        customer: text("customer"),
        id: wire.id,
        kind: wire.kind,
        api_version: wire.api_version,
        created_at,
        livemode: wire.livemode,
    })
}

struct SignatureHeader<'a> {
    /// As written: the signature is made over these characters.
    time_text: &'a str,
    time: i64,
    signatures: Vec<Vec<u8>>,
}

impl<'a> SignatureHeader<'a> {
    fn parse(header: &'a str) -> Result<Self, SignatureError> {
        let mut times = Vec::new();
        let mut signatures = Vec::new();
        for part in header.split(',') {
            match part.trim().split_once('=') {
                Some(("t", time)) => times.push(time),
                // A signature that is no hexadecimal is one that does not match, as an unknown scheme is.
                Some(("v1", signature)) => signatures.push(hex::decode(signature).unwrap_or_default()),
                Some(_) => {}
                None => return Err(SignatureError::Malformed),
            }
        }
        let [time_text] = times[..] else { return Err(SignatureError::Malformed) };
        let time = time_text.parse().map_err(|_| SignatureError::Malformed)?;
        if signatures.is_empty() {
            return Err(SignatureError::Malformed);
        }
        Ok(Self { time_text, time, signatures })
    }

    fn matches(&self, payload: &[u8], secret: &str) -> bool {
        // The payload is digested once for each secret, however many signatures a header claims.
        let digest = digest(secret, self.time_text, payload);
        self.signatures.iter().any(|signature| digest.clone().verify_slice(signature).is_ok())
    }
}

fn digest(secret: &str, time: &str, payload: &[u8]) -> Hmac<Sha256> {
    let mut digest =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key for HMAC may have any length");
    digest.update(time.as_bytes());
    digest.update(b".");
    digest.update(payload);
    digest
}

#[derive(Deserialize)]
struct WireEvent {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    api_version: Option<String>,
    created: i64,
    #[serde(default)]
    data: serde_json::Value,
    #[serde(default)]
    livemode: bool,
}
