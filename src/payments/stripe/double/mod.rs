//! A stand-in for Stripe that runs inside the demo and the tests: its HTTP API for the objects that we use, its
//! checkout page, its webhooks, and its bad days.
//!
//! It keeps everything in memory and moves no money. What is asked of it over HTTP is answered as Stripe documents it,
//! so that the demo and the tests run the same client code as production; where Stripe does something that is not
//! built here, it says so with an error and never plays along. It is not Stripe: what it lets through may still be
//! refused by the real one.
//!
//! `api` takes requests and `idempotency` remembers their answers, `checkout` and `refunds` move the `objects` kept in
//! `state`, `hosted` is the page where somebody pays, `waiting` is what they have left to do, `webhooks` tells the application, and `faults` decides which of
//! all that goes wrong.

pub mod api;
mod cards;
mod checkout;
mod customers;
mod disputes;
mod errors;
mod events;
pub mod faults;
mod forms;
mod hosted;
mod idempotency;
mod instruments;
mod methods;
mod objects;
mod ordered;
mod pages;
mod payouts;
mod payouts_page;
mod refunds;
mod returned;
mod returns_page;
mod state;
mod waiting;
mod waiting_page;
mod webhooks;
mod words;

use axum::Router;
use axum::routing::{any, get, post};

pub use faults::{ApiFault, ApiFaultKind, FaultOrder, FaultSet, NextFaults, SigningSecret, WebhookFaults};
pub use state::{Double, DoubleSettings};

/// Everything that the double answers to, under `/dev/stripe/`: merge it into the application's own router. Programs
/// call what lies under `/dev/stripe/v1/` and `/dev/stripe/_faults`, so a check for cross-site requests must let those
/// through; the checkout pages are for browsers.
pub fn router(double: Double) -> Router {
    Router::new()
        .route("/dev/stripe/v1/{*path}", any(api::answer))
        .route("/dev/stripe/_faults", post(faults::order).get(faults::show))
        .route("/dev/stripe/returns", get(returns_page::show))
        .route("/dev/stripe/returns/{id}", post(returns_page::decide))
        .route("/dev/stripe/payouts", get(payouts_page::show))
        .route("/dev/stripe/payouts/{id}", post(payouts_page::decide))
        .route("/dev/stripe/waiting", get(waiting_page::show))
        .route("/dev/stripe/waiting/{id}", get(waiting_page::show_one).post(waiting_page::decide))
        .route("/dev/stripe/checkout.css", get(hosted::stylesheet))
        .route("/dev/stripe/checkout/{id}", get(hosted::show))
        .route("/dev/stripe/checkout/{id}/pay", post(hosted::pay))
        .route("/dev/stripe/checkout/{id}/confirm", get(hosted::show_confirmation).post(hosted::confirm))
        .with_state(double)
}
