//! Every test, in one binary: a file per feature, and one per defect that was mended in `regressions/`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod accounts;
mod architecture;
mod assets;
mod contact;
mod identity;
mod identity_sessions;
mod identity_sign_in;
mod identity_staff;
mod imports;
mod kernel;
mod matrix;
mod seed;
mod server;
mod stripe_double;
mod support;
mod ui;
mod webhook;
