use leptos::prelude::*;

use super::badge::{Shape, mark};

/// It worked: what was done, with the reference to keep.
#[component]
pub fn Done(#[prop(into)] heading: String, children: Children) -> impl IntoView {
    view! {
        <div class="done">
            <h1>{mark(Shape::Check)} {heading}</h1>
            {children()}
        </div>
    }
}
