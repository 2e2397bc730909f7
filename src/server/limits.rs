//! How much one address may ask. Counted in memory and so per node: a brake for floods. What must hold everywhere
//! (codes, passwords) is counted per identity in the database.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{TimeDelta, Utc};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::kernel::web::{ClientAddress, Refusal};

/// One limiter for reading and a tighter one for changing things.
pub struct Limits {
    reads: DefaultKeyedRateLimiter<IpAddr>,
    writes: DefaultKeyedRateLimiter<IpAddr>,
    trusted_proxies: Vec<IpAddr>,
}

/// Whole offices and mobile networks share one address, so the reading limit is wide.
const READS_PER_SECOND: NonZeroU32 = NonZeroU32::new(200).expect("not zero");
const WRITES_PER_SECOND: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
const WRITES_AT_ONCE: NonZeroU32 = NonZeroU32::new(60).expect("not zero");

impl Limits {
    pub fn new(trusted_proxies: Vec<IpAddr>) -> Self {
        Self {
            reads: RateLimiter::keyed(Quota::per_second(READS_PER_SECOND).allow_burst(READS_PER_SECOND)),
            writes: RateLimiter::keyed(Quota::per_second(WRITES_PER_SECOND).allow_burst(WRITES_AT_ONCE)),
            trusted_proxies,
        }
    }

    /// Forgets addresses that have been quiet; called now and then, or memory would only grow.
    pub fn forget_quiet(&self) {
        for limiter in [&self.reads, &self.writes] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

pub async fn layer(State(limits): State<Arc<Limits>>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let address = client_address(peer, request.headers(), &limits.trusted_proxies);
    request.extensions_mut().insert(ClientAddress(address));
    // Loopback is the operator's own machine: demo, tests and measurements.
    if address.is_loopback() {
        return next.run(request).await;
    }
    let limiter =
        if matches!(*request.method(), Method::GET | Method::HEAD) { &limits.reads } else { &limits.writes };
    match limiter.check_key(&address) {
        Ok(()) => next.run(request).await,
        Err(until) => {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Refusal::TooMany { retry_at: Utc::now() + TimeDelta::from_std(wait).unwrap_or_default() }
                .into_response()
        }
    }
}

/// The nearest address that is no proxy of ours. What a stranger writes into `X-Forwarded-For` stands to the left of
/// what our proxies added, so it is read from the right.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpAddr]) -> IpAddr {
    if !trusted_proxies.contains(&peer) {
        return peer;
    }
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut nearest = peer;
    for hop in forwarded.into_iter().rev() {
        let Ok(address) = hop.trim().parse() else { return nearest };
        nearest = address;
        if !trusted_proxies.contains(&address) {
            break;
        }
    }
    nearest
}
