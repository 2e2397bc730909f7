use leptos::prelude::*;

use crate::kernel::money::apportion;

/// How a part is drawn: told apart by its pattern and only then by its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The number, from 1 to 6, picks the colour.
    Solid(u8),
    /// Money that waits, in dispute or on hold.
    Hatched,
    /// Money to come.
    Dotted,
}

/// One part of a bar, as large as its amount in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    pub amount_minor: i64,
    pub fill: Fill,
    /// Marks where something within the part begins, such as its interest.
    pub notch_at_minor: Option<i64>,
}

/// A horizontal stack of parts. Label and value stand above it where there are several.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    pub label: String,
    pub value: String,
    pub segments: Vec<Segment>,
}

/// What a fill means, and what it amounts to.
#[derive(Clone, Debug)]
pub struct Legend {
    pub fill: Fill,
    pub label: String,
    pub value: String,
}

/// Bars on one common scale, drawn once for a phone and once for a wide page, of which the style sheet shows one; the
/// table that tells the same in numbers follows as children. The caption is the finding as a sentence.
#[component]
pub fn BarChart(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] caption: String,
    /// What the picture is, for those who do not see it.
    #[prop(into)]
    title: String,
    /// What it shows, and that the table follows.
    #[prop(into)]
    description: String,
    bars: Vec<Bar>,
    legend: Vec<Legend>,
    children: Children,
) -> impl IntoView {
    let drawings = [NARROW, WIDE].map(|paper| {
        let id = format!("{id}-{}", paper.name);
        Drawing { id, paper, bars: &bars, legend: &legend }.view(title.clone(), description.clone())
    });
    view! {
        <figure class="chart">
            <figcaption>{caption}</figcaption>
            {drawings.into_iter().collect_view()}
            {children()}
        </figure>
    }
}

const BAR_HEIGHT: i64 = 36;
const BAR_GAP: i64 = 14;
const LABEL_HEIGHT: i64 = 24;
const LEGEND_GAP: i64 = 18;
const SWATCH: i64 = 14;
const SEGMENT_GAP: i64 = 2;
/// No part is drawn so narrow that it cannot be seen.
const LEAST_WIDTH: i64 = 4;

#[derive(Clone, Copy)]
struct Paper {
    name: &'static str,
    class: &'static str,
    width: i64,
    legend_columns: usize,
    legend_height: i64,
}

const NARROW: Paper =
    Paper { name: "narrow", class: "chart-narrow", width: 320, legend_columns: 1, legend_height: 26 };
const WIDE: Paper =
    Paper { name: "wide", class: "chart-wide", width: 640, legend_columns: 3, legend_height: 48 };

struct Drawing<'a> {
    id: String,
    paper: Paper,
    bars: &'a [Bar],
    legend: &'a [Legend],
}

impl Drawing<'_> {
    fn view(&self, title: String, description: String) -> AnyView {
        let (title_id, description_id) = (format!("{}-title", self.id), format!("{}-description", self.id));
        let (bars, bars_end) = self.bars_view();
        let rows = self.legend.len().div_ceil(self.paper.legend_columns);
        let height = bars_end + LEGEND_GAP + pixels(rows) * self.paper.legend_height;
        view! {
            <svg
                class=self.paper.class
                role="img"
                viewBox=format!("0 0 {} {height}", self.paper.width)
                aria-labelledby=title_id
                aria-describedby=description_id
                focusable="false"
            >
                <title id=title_id.clone()>{title}</title>
                <desc id=description_id.clone()>{description}</desc>
                <defs>
                    <pattern
                        id=self.hatch_id()
                        width="6"
                        height="6"
                        patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)"
                    >
                        <rect class="chart-hatched" width="3" height="6" fill="currentColor"></rect>
                    </pattern>
                </defs>
                {bars}
                {self.legend_view(bars_end + LEGEND_GAP)}
            </svg>
        }
        .into_any()
    }

    /// The bars, and how far down they reach.
    fn bars_view(&self) -> (Vec<AnyView>, i64) {
        let longest = self.bars.iter().map(Bar::length).max().unwrap_or(0);
        let mut views = Vec::new();
        let mut top = 0;
        for bar in self.bars {
            if !bar.label.is_empty() {
                views.push(text(0, top + 16, "start", bar.label.clone()));
                views.push(text(self.paper.width, top + 16, "end", bar.value.clone()));
                top += LABEL_HEIGHT;
            }
            views.extend(self.bar_view(bar, longest, top));
            top += BAR_HEIGHT + BAR_GAP;
        }
        (views, (top - BAR_GAP).max(0))
    }

    fn bar_view(&self, bar: &Bar, longest: i64, top: i64) -> Vec<AnyView> {
        let drawn: Vec<&Segment> = bar.segments.iter().filter(|segment| segment.amount_minor > 0).collect();
        let amounts: Vec<i64> = drawn.iter().map(|segment| segment.amount_minor).collect();
        let whole = apportion(self.paper.width, &[bar.length(), longest - bar.length()])[0];
        let gaps = SEGMENT_GAP * pixels(amounts.len().saturating_sub(1));
        let mut views = Vec::new();
        let mut left = 0;
        for (segment, width) in drawn.into_iter().zip(widths((whole - gaps).max(0), &amounts)) {
            views.push(self.block(segment.fill, left, top, width, BAR_HEIGHT));
            if let Some(notch) = segment.notch_at_minor {
                let at = left + apportion(width, &[notch, segment.amount_minor - notch])[0];
                let notch = view! {
                    <line class="chart-notch" x1=at x2=at y1=top y2=top + BAR_HEIGHT></line>
                };
                views.push(notch.into_any());
            }
            left += width + SEGMENT_GAP;
        }
        views
    }

    fn legend_view(&self, top: i64) -> Vec<AnyView> {
        let columns = self.paper.legend_columns;
        let column_width = self.paper.width / pixels(columns);
        let mut views = Vec::new();
        for (index, Legend { fill, label, value }) in self.legend.iter().enumerate() {
            let left = pixels(index % columns) * column_width;
            let line = top + pixels(index / columns) * self.paper.legend_height;
            views.push(self.block(*fill, left, line, SWATCH, SWATCH));
            views.push(text(left + SWATCH + 8, line + 12, "start", label.clone()));
            if columns == 1 {
                views.push(text(self.paper.width, line + 12, "end", value.clone()));
            } else {
                views.push(text(left + SWATCH + 8, line + 32, "start", value.clone()));
            }
        }
        views
    }

    fn block(&self, fill: Fill, left: i64, top: i64, width: i64, height: i64) -> AnyView {
        let (class, inside) = match fill {
            Fill::Solid(series) => (format!("chart-part chart-{series}"), "currentColor".to_owned()),
            Fill::Hatched => ("chart-part chart-hatched".to_owned(), format!("url(#{})", self.hatch_id())),
            Fill::Dotted => ("chart-part chart-dotted".to_owned(), "none".to_owned()),
        };
        // The outline is drawn inside, half its width from the edge; in halves of a pixel all stay whole numbers.
        let half = |pixels: i64| format!("{pixels}.5");
        view! {
            <rect
                class=class
                x=half(left)
                y=half(top)
                width=width - 1
                height=height - 1
                fill=inside
            ></rect>
        }
        .into_any()
    }

    fn hatch_id(&self) -> String {
        format!("{}-hatch", self.id)
    }
}

impl Bar {
    fn length(&self) -> i64 {
        self.segments.iter().map(|segment| segment.amount_minor.max(0)).sum()
    }
}

/// The width of each part: in proportion, none below the least, what that takes given by the widest.
fn widths(room: i64, amounts: &[i64]) -> Vec<i64> {
    let mut widths = apportion(room, amounts);
    let missing: i64 = widths.iter().map(|width| (LEAST_WIDTH - width).max(0)).sum();
    for width in &mut widths {
        *width = (*width).max(LEAST_WIDTH);
    }
    if let Some(widest) = widths.iter_mut().max() {
        *widest = (*widest - missing).max(LEAST_WIDTH);
    }
    widths
}

fn text(left: i64, baseline: i64, anchor: &'static str, words: String) -> AnyView {
    view! { <text x=left y=baseline text-anchor=anchor>{words}</text> }.into_any()
}

fn pixels(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
