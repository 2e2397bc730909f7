use leptos::prelude::*;

/// The mark in front of a state's word, told apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// ○ nothing has happened yet
    Circle,
    /// ● this one now
    Dot,
    /// ◔ begun, somebody else is at work
    Quarter,
    /// ◐ done in part
    Half,
    /// ▲ waits for the reader
    Triangle,
    /// ◆ contested
    Diamond,
    /// ▣ taken up in something larger
    Square,
    /// ✓ done well
    Check,
    /// ✕ did not happen
    Cross,
    /// ⊘ ended unused
    Barred,
    /// ↩ went back
    Return,
    /// ⚑ taken back by a third party
    Flag,
    /// ⇄ replaced
    Swap,
    /// ⓘ good to know
    Info,
}

/// The family of a state's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Wait,
    Due,
    Hold,
    Bad,
    Quiet,
}

impl Shape {
    /// The outline, drawn as a line, and what of it is filled; both in a square of 12.
    fn paths(self) -> (&'static str, &'static str) {
        const RING: &str = "M6 1.25a4.75 4.75 0 1 0 0 9.5a4.75 4.75 0 1 0 0-9.5z";
        match self {
            Self::Circle => (RING, ""),
            Self::Dot => (RING, RING),
            Self::Quarter => (RING, "M6 6V1.25a4.75 4.75 0 0 1 4.75 4.75z"),
            Self::Half => (RING, "M6 1.25a4.75 4.75 0 0 0 0 9.5z"),
            Self::Triangle => ("", "M6 .75L11.75 11H.25z"),
            Self::Diamond => ("", "M6 .25L11.75 6L6 11.75L.25 6z"),
            Self::Square => ("M1.25 1.25h9.5v9.5h-9.5z", "M3.5 3.5h5v5h-5z"),
            Self::Check => ("M1.5 6.5L4.75 9.75L10.5 2.5", ""),
            Self::Cross => ("M2 2L10 10M10 2L2 10", ""),
            Self::Barred => ("M6 1.25a4.75 4.75 0 1 0 0 9.5a4.75 4.75 0 1 0 0-9.5zM2.7 9.3L9.3 2.7", ""),
            Self::Return => ("M4.5 1.5L1.5 4.5L4.5 7.5M1.5 4.5H8a2.75 2.75 0 0 1 0 5.5H5", ""),
            Self::Flag => ("M2.5 11.5V.75", "M2.5 1H10.5L8 4L10.5 7H2.5z"),
            Self::Info => (RING, "M5.25 5.25h1.5v3.5h-1.5zM5.25 3.1h1.5v1.4h-1.5z"),
            Self::Swap => ("M8 1L10.75 3.5L8 6M10.5 3.5H1M4 6L1.25 8.5L4 11M1.5 8.5H11", ""),
        }
    }
}

impl Tone {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Due => "due",
            Self::Hold => "hold",
            Self::Bad => "bad",
            Self::Quiet => "quiet",
        }
    }
}

/// A state: its shape, its word and last its colour. Never a link, and never the only place that tells the state.
#[component]
pub fn Badge(shape: Shape, tone: Tone, #[prop(into)] word: String) -> impl IntoView {
    view! { <span class=format!("badge badge-{}", tone.name())>{mark(shape)} {word}</span> }
}

/// The shape alone, for parts that write the word themselves.
pub(super) fn mark(shape: Shape) -> impl IntoView {
    let (line, fill) = shape.paths();
    view! {
        <svg class="mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
            {(!fill.is_empty()).then(|| view! { <path fill="currentColor" d=fill></path> })}
            {(!line.is_empty())
                .then(|| view! { <path fill="none" stroke="currentColor" stroke-width="1.5" d=line></path> })}
        </svg>
    }
}
