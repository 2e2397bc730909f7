//! What the creditor's bank says that came in. A *line* is money once, however often it is uploaded. It is posted as money
//! without an owner, waits in the queue with its age, and a person says whose it is, or that it went back, or that it is the creditor's own: a payout of the provider's, or cash
//! that was taken to the bank.

pub mod actions;
pub mod arrival_views;
pub mod arrivals;
pub mod model;
pub mod store;
pub mod suggesting;
pub mod views;
pub mod words;
