//! A plan drawn on a line of time: the same in numbers follows in a table.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::plans::standing::PartState;
use crate::plans::words;

/// One instalment on the line.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub on: NaiveDate,
    pub state: PartState,
}

const HEIGHT: i64 = 64;
const LINE_AT: i64 = 24;
const MARGIN: i64 = 16;
const RADIUS: i64 = 6;

/// The line, once for a phone and once for a wide page; the style sheet shows one.
pub fn time_line(lang: Lang, id: &str, marks: &[Mark], today: Option<NaiveDate>) -> AnyView {
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return ().into_any() };
    let caption =
        words::picture_caption(lang, marks.len(), &short_day(first.on, lang), &short_day(last.on, lang));
    let drawings =
        [("narrow", "chart-narrow", 320), ("wide", "chart-wide", 640)].map(|(name, class, width)| {
            drawing(lang, &format!("{id}-{name}"), class, width, marks, today, &caption)
        });
    view! {
        <figure class="chart">
            <figcaption>{caption.clone()}</figcaption>
            {drawings.into_iter().collect_view()}
        </figure>
    }
    .into_any()
}

fn drawing(
    lang: Lang,
    id: &str,
    class: &'static str,
    width: i64,
    marks: &[Mark],
    today: Option<NaiveDate>,
    caption: &str,
) -> AnyView {
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-description"));
    let days = marks.iter().map(|mark| mark.on).chain(today);
    let (from, to) = (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default());
    let span = (to - from).num_days().max(1);
    let at = |on: NaiveDate| MARGIN + (on - from).num_days() * (width - 2 * MARGIN) / span;
    let shapes = marks.iter().map(|mark| shape(at(mark.on), mark.state)).collect_view();
    let label = |on: NaiveDate, anchor: &'static str| {
        view! { <text x=at(on).to_string() y=(HEIGHT - 6).to_string() text-anchor=anchor>{short_day(on, lang)}</text> }
    };
    let ends = marks.first().zip(marks.last()).map(|(first, last)| {
        view! { {label(first.on, "start")} {(marks.len() > 1).then(|| label(last.on, "end"))} }
    });
    let now = today.map(|today| {
        let x = at(today).to_string();
        view! {
            <line
                class="chart-part"
                x1=x.clone()
                x2=x.clone()
                y1=(LINE_AT - 18).to_string()
                y2=(LINE_AT + 14).to_string()
                stroke-dasharray="2 2"
            ></line>
        }
    });
    let caption = words::picture_description(lang, caption);
    let (labelled, described) = (title_id.clone(), description_id.clone());
    view! {
        <svg
            class=class
            role="img"
            viewBox=format!("0 0 {width} {HEIGHT}")
            aria-labelledby=labelled
            aria-describedby=described
            focusable="false"
        >
            <title id=title_id>{words::picture_title(lang)}</title>
            <desc id=description_id>{caption}</desc>
            <line
                class="chart-part"
                x1=MARGIN.to_string()
                x2=(width - MARGIN).to_string()
                y1=LINE_AT.to_string()
                y2=LINE_AT.to_string()
            ></line>
            {now}
            {shapes}
            {ends}
        </svg>
    }
    .into_any()
}

/// Full when paid, a triangle when late, a ring when to come: told apart without colour.
fn shape(x: i64, state: PartState) -> AnyView {
    match state {
        PartState::InGrace | PartState::Missed => {
            let points = format!(
                "{x},{} {},{} {},{}",
                LINE_AT - RADIUS - 1,
                x + RADIUS + 1,
                LINE_AT + RADIUS,
                x - RADIUS - 1,
                LINE_AT + RADIUS
            );
            view! { <polygon class="chart-part" points=points fill="currentColor"></polygon> }.into_any()
        }
        PartState::Paid => circle(x, "currentColor"),
        PartState::PartPaid | PartState::Next | PartState::ToCome | PartState::Gone => circle(x, "Canvas"),
    }
}

fn circle(x: i64, fill: &'static str) -> AnyView {
    view! {
        <circle class="chart-part" cx=x.to_string() cy=LINE_AT.to_string() r=RADIUS.to_string() fill=fill></circle>
    }
    .into_any()
}
