use leptos::prelude::*;

/// A main column and one beside it, which on a phone comes below.
#[component]
pub fn Columns(children: Children) -> impl IntoView {
    view! { <div class="columns">{children()}</div> }
}

/// What the page is about.
#[component]
pub fn MainColumn(children: Children) -> impl IntoView {
    view! { <div class="main-column">{children()}</div> }
}

/// What can be done about it; on the desk, the margin.
#[component]
pub fn SideColumn(children: Children) -> impl IntoView {
    view! { <div class="side-column">{children()}</div> }
}

/// A box for what belongs together.
#[component]
pub fn Card(children: Children) -> impl IntoView {
    view! { <div class="card">{children()}</div> }
}

/// Short fields side by side, as many as fit.
#[component]
pub fn FieldGrid(children: Children) -> impl IntoView {
    view! { <div class="field-grid">{children()}</div> }
}
