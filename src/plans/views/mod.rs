//! What both sides read of proposals and plans.

pub mod agreement;
pub mod bend;
pub mod list;
pub mod new;
pub mod plan;
pub mod talk;
mod ways;

use leptos::prelude::*;

use crate::kernel::locale::Lang;
use crate::plans::state::{PlanState, Talk};
use crate::plans::words;
use crate::ui::{Badge, Shape, Tone};

/// The state of a negotiation in its word and shape.
pub fn talk_badge(lang: Lang, state: Talk, desk: bool) -> AnyView {
    let (shape, tone) = match state {
        Talk::WithCreditor if desk => (Shape::Triangle, Tone::Due),
        Talk::WithCreditor => (Shape::Quarter, Tone::Wait),
        Talk::ToSign if desk => (Shape::Quarter, Tone::Wait),
        Talk::ToSign => (Shape::Triangle, Tone::Due),
        Talk::Signed => (Shape::Check, Tone::Good),
        Talk::Declined => (Shape::Cross, Tone::Quiet),
        Talk::Withdrawn | Talk::Expired => (Shape::Barred, Tone::Quiet),
    };
    view! { <Badge shape=shape tone=tone word=words::talk_state(lang, state, desk) /> }.into_any()
}

/// The state of a plan in its word and shape.
pub fn plan_badge(lang: Lang, state: PlanState) -> AnyView {
    let (shape, tone) = match state {
        PlanState::Active => (Shape::Dot, Tone::Good),
        PlanState::Behind => (Shape::Triangle, Tone::Due),
        PlanState::Suspended => (Shape::Barred, Tone::Due),
        PlanState::Completed => (Shape::Check, Tone::Good),
        PlanState::Closed => (Shape::Barred, Tone::Quiet),
        PlanState::Replaced => (Shape::Swap, Tone::Quiet),
    };
    view! { <Badge shape=shape tone=tone word=words::plan_state(lang, state) /> }.into_any()
}
