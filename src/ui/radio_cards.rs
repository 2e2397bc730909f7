use leptos::prelude::*;

use super::choice::{Choice, Control, cards};
use super::field::{About, grouped};
use crate::kernel::locale::Lang;

/// One of several, each a card whose whole area is the label.
#[component]
pub fn RadioCards(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    /// The question is the page's h1.
    #[prop(optional)]
    is_heading: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    choices: Vec<Choice>,
    #[prop(optional, into)] chosen: String,
) -> impl IntoView {
    let cards = cards(Control::Radio, &name, choices, |value| value == chosen);
    grouped(lang, legend, is_heading, About::new(&name, hint, error), cards)
}
