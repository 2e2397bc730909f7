//! The stand-in for Stripe, over real HTTP, through the client that speaks to the real one.

mod api;
mod events;
mod faults;
mod gateway;
mod page;
mod shapes;
mod stage;
