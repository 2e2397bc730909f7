//! What runs in the browser: the simulator's answer follows what is chosen, before the form is sent.

use leptos::prelude::*;

use crate::kernel::browser::{found, on, place, put, text, typed, wake};
use crate::kernel::locale::Lang;
use crate::kernel::packed::packed;
use crate::plans::answer::answer;
use crate::plans::asked::Asked;
use crate::plans::reckoning::{Outcome, Reckoning};

const WORKER: &str = "plan-answer";
/// What asks for more or fewer payments; without a script their number is typed in the form.
pub const SLIDER: &str = "plan-slider";
/// Where the schedule is drawn as the server worked it out: gone as soon as it is another.
pub const PICTURE: &str = "plan-picture";

/// The answer beside the form that asks. It stays as it is while what is typed cannot be understood. Where the page has a
/// slider it asks for more or fewer payments.
#[component]
pub fn PlanAnswer<'a>(lang: Lang, reckoning: &'a Reckoning, outcome: Option<&'a Outcome>) -> impl IntoView {
    let given = packed(&(lang, reckoning));
    let html = outcome.map(|outcome| answer(lang, reckoning, outcome).into_html()).unwrap_or_default();
    view! {
        <div role="status" data-worker=WORKER data-given=given inner_html=html></div>
        <FollowsPlan />
    }
}

#[island]
fn FollowsPlan() -> impl IntoView {
    wake(|| {
        let Some((place, (lang, reckoning))) = place::<(Lang, Reckoning)>(WORKER) else { return };
        offer_slider();
        on(&window(), "input", move |_| {
            let Ok(outcome) = reckoning.answer(&asked()) else { return };
            place.set_inner_html(&answer(lang, &reckoning, &outcome).into_html());
            if let Some(picture) = found(&format!("#{PICTURE}")) {
                picture.remove();
            }
            if let Some(slider) = found(&format!("#{SLIDER}")) {
                put(&slider, "value", &outcome.terms.instalments.to_string().into());
            }
        });
    });
}

/// Shows the slider. Whoever moves it has chosen another number of payments, and typed it.
fn offer_slider() {
    let Some(slider) = found(&format!("#{SLIDER}")) else { return };
    if let Some(field) = slider.parent_element() {
        put(&field, "hidden", &false.into());
    }
    let moved = slider.clone();
    on(&slider, "input", move |_| {
        let choice = found(&format!("input[name='how'][value='{}']", Asked::COUNT));
        let count = found(&format!("input[name='{}']", Asked::COUNT));
        if let (Some(choice), Some(count), Some(number)) = (choice, count, text(&moved, "value")) {
            put(&choice, "checked", &true.into());
            put(&count, "value", &number.into());
        }
    });
}

/// What stands in the form now.
fn asked() -> Asked {
    let value = |name: &str| typed(name).unwrap_or_default();
    let chosen = |name: &str| {
        let ticked = found(&format!("input[name='{name}']:checked"));
        ticked.and_then(|ticked| text(&ticked, "value")).unwrap_or_default()
    };
    Asked {
        how: chosen("how"),
        count: value("count"),
        each: value("each"),
        down: value("down"),
        frequency: chosen("frequency"),
        first_day: value("first_day"),
        first_month: value("first_month"),
        first_year: value("first_year"),
        ..Asked::default()
    }
}
