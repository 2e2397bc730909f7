use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::field::{About, grouped};
use super::words;
use crate::kernel::dates::DatePart;
use crate::kernel::locale::Lang;

/// A date as it was typed, part by part.
#[derive(Clone, Debug, Default)]
pub struct TypedDate {
    pub day: String,
    pub month: String,
    pub year: String,
}

impl TypedDate {
    /// A day that nobody typed, as somebody would have.
    pub fn of(day: NaiveDate) -> Self {
        Self { day: day.day().to_string(), month: day.month().to_string(), year: day.year().to_string() }
    }
}

/// A date in three boxes, sent as `{name}_day`, `{name}_month` and `{name}_year`. An error marks the part that is
/// wrong and only that; without a part it marks all three.
#[component]
pub fn DateField(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional_no_strip)] wrong: Option<DatePart>,
    #[prop(optional)] value: TypedDate,
) -> impl IntoView {
    let is_wrong = |part| error.is_some() && wrong.is_none_or(|wrong| wrong == part);
    let parts = [
        (DatePart::Day, "day", words::day(lang), "input", value.day),
        (DatePart::Month, "month", words::month(lang), "input date-month", value.month),
        (DatePart::Year, "year", words::year(lang), "input date-year", value.year),
    ];
    let inputs = parts.map(|(part, suffix, label, class, value)| {
        // The first box carries the plain name as its id, so that the error summary leads to it.
        let id = if part == DatePart::Day { name.clone() } else { format!("{name}-{suffix}") };
        view! {
            <div>
                <label class="date-label" for=id.clone()>{label}</label>
                <input
                    class=class
                    id=id
                    name=format!("{name}_{suffix}")
                    type="text"
                    inputmode=(part != DatePart::Month).then_some("numeric")
                    value=value
                    aria-invalid=is_wrong(part).then_some("true")
                />
            </div>
        }
    });
    let inputs = view! { <div class="date-field">{inputs.into_iter().collect_view()}</div> };
    let hint = hint.unwrap_or_else(|| words::date_hint(lang).to_owned());
    grouped(lang, legend, false, About::new(&name, Some(hint), error), inputs)
}
