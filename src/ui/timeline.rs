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

/// Something that happened, with whatever was said and sent.
pub struct Told {
    pub when: String,
    pub word: String,
    /// Who did it, as the reader knows them.
    pub by: Option<String>,
    pub body: AnyView,
}

/// What has happened, in order.
#[component]
pub fn Story(steps: Vec<Told>) -> impl IntoView {
    let steps = steps.into_iter().map(|Told { when, word, by, body }| {
        view! {
            <li class="timeline-past">
                {mark(Shape::Check)}
                <p class="timeline-head">
                    <span class="timeline-date">{when}</span>
                    <strong>{word}</strong>
                    {by.map(|by| view! { <span>{by}</span> })}
                </p>
                {body}
            </li>
        }
    });
    view! { <ol class="timeline">{steps.collect_view()}</ol> }
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
