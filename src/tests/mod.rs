//! Every test, in one binary: a file per feature, and one per defect that was mended in `regressions/`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod accounts;
mod accrual;
mod allocation;
mod approvals;
mod architecture;
mod assets;
mod check;
mod contact;
mod desk;
mod identity;
mod identity_addresses;
mod identity_facts;
mod identity_sessions;
mod identity_sign_in;
mod identity_staff;
mod imports;
mod interest;
mod kernel;
mod ledger;
mod ledger_conserves;
mod ledger_kinds;
mod ledger_story;
mod matrix;
mod payments;
mod policies;
mod scope;
mod seal;
mod seed;
mod server;
mod simulation;
mod stripe_double;
mod support;
mod trail;
mod ui;
mod webhook;
