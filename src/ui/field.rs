use leptos::prelude::*;

use super::words;
use crate::kernel::locale::Lang;

/// The width of a field hints how much is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Full,
    Medium,
    Short,
}

impl Width {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Full => "input",
            Self::Medium => "input input-medium",
            Self::Short => "input input-short",
        }
    }
}

/// One line of text. Its id is its name.
#[component]
pub fn Field(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] width: Width,
    /// The `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] inputmode: Option<String>,
    #[prop(optional, into)] autocomplete: Option<String>,
) -> impl IntoView {
    let about = About::new(&name, hint, error);
    let input = view! {
        <input
            class=width.class()
            id=name.clone()
            name=name
            type=kind
            value=value
            inputmode=inputmode
            autocomplete=autocomplete
            aria-describedby=about.described_by()
            aria-invalid=about.invalid()
        />
    };
    labelled(lang, label, about, input)
}

/// What is said about a control beside its label: a hint and what is wrong, each with the id that ties it there.
pub(super) struct About {
    id: String,
    hint: Option<String>,
    error: Option<String>,
}

impl About {
    pub(super) fn new(id: &str, hint: Option<String>, error: Option<String>) -> Self {
        Self { id: id.to_owned(), hint, error }
    }

    /// The value of `aria-describedby`.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| self.hint_id());
        let error = self.error.as_ref().map(|_| self.error_id());
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The value of `aria-invalid`.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    fn class(&self) -> &'static str {
        if self.error.is_some() { "field field-wrong" } else { "field" }
    }

    fn view(&self, lang: Lang) -> impl IntoView + use<> {
        let hint = self.hint.clone().map(|hint| view! { <p class="hint" id=self.hint_id()>{hint}</p> });
        let error = self.error.clone().map(|error| {
            view! {
                <p class="error" id=self.error_id()>
                    <span class="visually-hidden">{words::error_prefix(lang)}</span>
                    {error}
                </p>
            }
        });
        (hint, error)
    }
}

/// One control under its label, hint and error, in this order.
pub(super) fn labelled(lang: Lang, label: String, about: About, control: impl IntoView) -> impl IntoView {
    view! {
        <div class=about.class()>
            <label class="label" for=about.id.clone()>{label}</label>
            {about.view(lang)}
            {control}
        </div>
    }
}

/// Several controls that answer one question: its words are the legend, which may be the page's h1.
pub(super) fn grouped(
    lang: Lang,
    legend: String,
    is_heading: bool,
    about: About,
    controls: impl IntoView,
) -> impl IntoView {
    let legend = if is_heading {
        view! { <legend class="legend-heading"><h1>{legend}</h1></legend> }.into_any()
    } else {
        view! { <legend class="label">{legend}</legend> }.into_any()
    };
    view! {
        <fieldset class=about.class() aria-describedby=about.described_by()>
            {legend}
            {about.view(lang)}
            {controls}
        </fieldset>
    }
}
