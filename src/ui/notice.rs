use leptos::prelude::*;

use super::badge::{Shape, mark};
use super::unbroken::unbroken;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Info,
    Success,
    /// The reader may have to do something.
    Attention,
    /// Something did not work.
    Problem,
}

/// What just happened or must be known first: stands first in `main`, one heading, one paragraph, at most one link.
#[component]
pub fn Notice(
    kind: NoticeKind,
    #[prop(into)] heading: String,
    /// The answer to what the reader just did takes the focus.
    #[prop(optional)]
    focused: bool,
    children: Children,
) -> impl IntoView {
    let (class, shape) = match kind {
        NoticeKind::Info => ("notice notice-wait", Shape::Info),
        NoticeKind::Success => ("notice notice-good", Shape::Check),
        NoticeKind::Attention => ("notice notice-due", Shape::Triangle),
        NoticeKind::Problem => ("notice notice-bad", Shape::Cross),
    };
    view! {
        <section class=class tabindex=focused.then_some("-1") autofocus=focused>
            <h2>{mark(shape)} {unbroken(&heading)}</h2>
            <p>{children()}</p>
        </section>
    }
}
