use leptos::prelude::*;

use super::unbroken::unbroken;
use crate::kernel::money::Money;

/// One of several things to choose: a card with a title, a line about it and perhaps an amount.
pub struct Choice {
    value: String,
    title: String,
    hint: Option<String>,
    amount: Option<Money>,
    more: Option<AnyView>,
}

/// Whether one or several can be chosen.
#[derive(Clone, Copy)]
pub(super) enum Control {
    Radio,
    Checkbox,
}

impl Choice {
    pub fn new(value: impl Into<String>, title: impl Into<String>) -> Self {
        Self { value: value.into(), title: title.into(), hint: None, amount: None, more: None }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    #[must_use]
    pub fn amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }

    /// A field that belongs to this choice. It is always shown: nothing is hidden behind a script.
    #[must_use]
    pub fn more(self, more: impl IntoView + 'static) -> Self {
        Self { more: Some(more.into_any()), ..self }
    }
}

/// The cards of one question. The first carries the plain name as its id, so that the error summary leads to it.
pub(super) fn cards(
    control: Control,
    name: &str,
    choices: Vec<Choice>,
    is_chosen: impl Fn(&str) -> bool,
) -> AnyView {
    let kind = match control {
        Control::Radio => "radio",
        Control::Checkbox => "checkbox",
    };
    let cards: Vec<AnyView> = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) };
            let checked = is_chosen(&choice.value);
            view! {
                <div class="choice">
                    <label class="choice-card" for=id>
                        <input type=kind id=id.clone() name=name.to_owned() value=choice.value checked=checked />
                        <span class="choice-text">
                            <span class="choice-title">{unbroken(&choice.title)}</span>
                            {choice.hint.map(|hint| view! { <span class="choice-hint">{unbroken(&hint)}</span> })}
                        </span>
                        {choice
                            .amount
                            .map(|amount| view! { <span class="choice-amount">{amount.to_string()}</span> })}
                    </label>
                    {choice.more.map(|more| view! { <div class="choice-more">{more}</div> })}
                </div>
            }
            .into_any()
        })
        .collect();
    view! { <div class="choices">{cards}</div> }.into_any()
}
