use leptos::prelude::*;

use super::choice::{Choice, Control, cards};
use super::field::{About, grouped};
use crate::kernel::locale::Lang;

/// Any number of several, each a card whose whole area is the label. The form sends its name once for each.
#[component]
pub fn CheckboxList(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    /// The question is the page's h1.
    #[prop(optional)]
    is_heading: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    choices: Vec<Choice>,
    #[prop(optional)] chosen: Vec<String>,
) -> impl IntoView {
    let cards = cards(Control::Checkbox, &name, choices, |value| chosen.iter().any(|chosen| chosen == value));
    grouped(lang, legend, is_heading, About::new(&name, hint, error), cards)
}
