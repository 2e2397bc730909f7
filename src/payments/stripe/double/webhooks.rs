//! Tells the application what happened: each event signed and posted, and posted again until it is taken.

use std::io;
use std::time::Duration;

use chrono::Utc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use url::Url;

use super::faults::{DeliveryPlan, SigningSecret};
use super::objects::Event;
use super::state::Double;
use crate::payments::stripe::webhook::sign;

const LONGEST_POST: Duration = Duration::from_secs(20);
const GATHERING: Duration = Duration::from_millis(200);
const LONGEST_STATUS_LINE: u64 = 512;
const EXPIRED_SECRET: &str = "whsec_no_longer_in_force";
const UNKNOWN_SECRET: &str = "whsec_known_to_nobody";

/// Sends what one change set off, in that order, while the caller goes on.
pub fn send(double: &Double, events: Vec<Event>) {
    if events.is_empty() {
        return;
    }
    let planned: Vec<(Event, DeliveryPlan)> = {
        let mut faults = double.faults();
        events.into_iter().map(|event| (event, faults.for_event())).collect()
    };
    let (reordered, in_order): (Vec<_>, Vec<_>) = planned.into_iter().partition(|(_, plan)| plan.reorder);
    if !reordered.is_empty() && double.hold_back(reordered) {
        let double = double.clone();
        tokio::spawn(async move {
            sleep(GATHERING).await;
            let mut held = double.take_held_back();
            held.reverse();
            deliver_all(&double, held).await;
        });
    }
    if !in_order.is_empty() {
        let double = double.clone();
        tokio::spawn(async move { deliver_all(&double, in_order).await });
    }
}

async fn deliver_all(double: &Double, planned: Vec<(Event, DeliveryPlan)>) {
    for (event, plan) in planned {
        if plan.delay_ms > 0 {
            sleep(Duration::from_millis(plan.delay_ms)).await;
        }
        for _ in 0..plan.copies {
            deliver(double, &event, plan).await;
        }
    }
}

/// One first try; what fails is tried again on the side, so that it does not hold up the others.
async fn deliver(double: &Double, event: &Event, plan: DeliveryPlan) {
    if attempt(double, event, plan).await {
        return;
    }
    let (double, event) = (double.clone(), event.clone());
    let waits = double.faults().retry_after_ms();
    tokio::spawn(async move {
        for wait in waits {
            sleep(Duration::from_millis(wait)).await;
            if attempt(&double, &event, plan).await {
                return;
            }
        }
        tracing::info!(event = event.id, kind = event.kind, "the test webhook was given up");
    });
}

async fn attempt(double: &Double, event: &Event, plan: DeliveryPlan) -> bool {
    let settings = double.settings();
    let payload = event.json().to_string();
    let signature = sign(payload.as_bytes(), &secrets(&settings.webhook_secrets, plan.secret), Utc::now());
    let answer = timeout(LONGEST_POST, post(&settings.webhook_url, &payload, &signature)).await;
    let taken = matches!(answer, Ok(Ok(200..=299)));
    if taken {
        double.mark_delivered(&event.id);
    } else {
        tracing::debug!(event = event.id, kind = event.kind, ?answer, "the test webhook was not taken");
    }
    taken
}

fn secrets(in_force: &[String], wanted: SigningSecret) -> Vec<&str> {
    match (wanted, in_force) {
        (SigningSecret::Right, _) => in_force.iter().map(String::as_str).collect(),
        (SigningSecret::Old, [_, .., last]) => vec![last],
        (SigningSecret::Old, _) => vec![EXPIRED_SECRET],
        (SigningSecret::Wrong, _) => vec![UNKNOWN_SECRET],
    }
}

/// Posts to the application over a connection of its own and gives back the status. The application is on this very
/// machine, so this much of HTTP is enough.
async fn post(address: &str, payload: &str, signature: &str) -> io::Result<u16> {
    let address = Url::parse(address).map_err(io::Error::other)?;
    let (Some(host), "http") = (address.host_str(), address.scheme()) else {
        return Err(io::Error::other("the webhook address must be plain http"));
    };
    let port = address.port_or_known_default().unwrap_or(80);
    let mut connection = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {host}:{port}\r\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n\
         Content-Type: application/json; charset=utf-8\r\nStripe-Signature: {signature}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        &address[url::Position::BeforePath..url::Position::AfterQuery],
        payload.len()
    );
    connection.write_all(head.as_bytes()).await?;
    connection.write_all(payload.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.take(LONGEST_STATUS_LINE).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
    status.ok_or_else(|| io::Error::other("the answer to the webhook is no HTTP"))
}
