use leptos::prelude::*;

use super::badge::{Shape, mark};
use super::words;
use crate::kernel::locale::Lang;

/// Where a moment lies on the time line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It happened.
    Past,
    /// Its day went by; the line does not say whether anything was done on it.
    Elapsed,
    Now,
    Ahead,
}

/// One thing that happened or will.
pub struct Moment {
    pub date: String,
    pub word: String,
    pub sentence: String,
    pub when: When,
}

/// What happened, where the reader is and what is to come.
#[component]
pub fn Timeline(lang: Lang, moments: Vec<Moment>) -> impl IntoView {
    let moments = moments.into_iter().map(|Moment { date, word, sentence, when }| {
        let is_now = when == When::Now;
        let (class, shape) = match when {
            When::Past => ("timeline-past", Shape::Check),
            When::Elapsed => ("timeline-elapsed", Shape::Dot),
            When::Now => ("timeline-now", Shape::Dot),
            When::Ahead => ("timeline-ahead", Shape::Circle),
        };
        view! {
            <li class=class aria-current=is_now.then_some("step")>
                {mark(shape)}
                <p class="timeline-head">
                    <span class="timeline-date">{date}</span>
                    <strong>{word}</strong>
                    {is_now
                        .then(|| view! { <span class="timeline-here">{words::you_are_here(lang)}</span> })}
                </p>
                <p>{sentence}</p>
            </li>
        }
    });
    view! { <ol class="timeline">{moments.collect_view()}</ol> }
}
