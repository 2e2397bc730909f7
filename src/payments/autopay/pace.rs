//! How fast the provider is asked to charge: a bucket of tokens, of which each charge takes one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Stripe takes 25 requests a second at one address and 100 in all. A charge makes three, and people who pay come first.
pub const CHARGES_A_SECOND: u32 = 5;

/// The bucket of this process. Clones are the same.
#[derive(Clone, Debug)]
pub struct Pace(Arc<Mutex<Bucket>>);

#[derive(Debug)]
struct Bucket {
    a_second: u32,
    /// When the next token is there. Up to a second's worth of them gather.
    next: Instant,
}

impl Default for Pace {
    fn default() -> Self {
        Self::of(CHARGES_A_SECOND)
    }
}

impl Pace {
    pub fn of(a_second: u32) -> Self {
        Self(Arc::new(Mutex::new(Bucket { a_second: a_second.max(1), next: Instant::now() })))
    }

    /// Returns once it is one's turn.
    pub async fn turn(&self) {
        tokio::time::sleep_until(self.take(Instant::now())).await;
    }

    /// Takes a token, and says from when it may be used.
    pub fn take(&self, now: Instant) -> Instant {
        let mut bucket = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let apart = Duration::from_secs(1) / bucket.a_second;
        let gathered = now.checked_sub(Duration::from_secs(1)).unwrap_or(now);
        let token = bucket.next.max(gathered);
        bucket.next = token + apart;
        token.max(now)
    }
}
