//! The views that both sides read: each is a function from data to HTML and takes the [`Viewer`] that reads it.

pub mod explained;
pub mod guarantee;
pub mod invoice;
pub mod landing;
pub mod list;
pub mod summary;

use leptos::prelude::*;

use crate::accounts::model::InvoiceState;
use crate::accounts::words;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ui::{Badge, Shape, Tone};

/// The state of an invoice in its word and shape, the same wherever it stands.
pub fn state_badge(lang: Lang, state: InvoiceState) -> AnyView {
    let (shape, tone, word) = match state {
        InvoiceState::NotDue => (Shape::Circle, Tone::Quiet, words::state_not_due(lang)),
        InvoiceState::PastDue => (Shape::Triangle, Tone::Due, words::state_past_due(lang)),
        InvoiceState::PartPaid => (Shape::Half, Tone::Wait, words::state_part_paid(lang)),
        InvoiceState::InDispute => (Shape::Diamond, Tone::Hold, words::state_in_dispute(lang)),
        InvoiceState::Paid => (Shape::Check, Tone::Good, words::state_paid(lang)),
        InvoiceState::Voided => (Shape::Cross, Tone::Quiet, words::state_voided(lang)),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}

/// An amount that opens to the entries that make it.
pub fn amount_link(href: String, amount: Money) -> AnyView {
    view! { <a href=href>{amount.to_string()}</a> }.into_any()
}
