use leptos::prelude::*;

use super::button::{Actions, Button, ButtonKind};
use super::form::PostForm;
use super::words;
use crate::kernel::locale::Lang;

/// A page of its own before what matters: what will happen, one button that repeats it, and a way back.
#[component]
pub fn Confirm(
    lang: Lang,
    #[prop(into)] heading: String,
    #[prop(into)] action: String,
    /// A verb with its object and amount.
    #[prop(into)]
    button: String,
    #[prop(into)] back_href: String,
    #[prop(optional)] cannot_be_undone: bool,
    children: Children,
) -> impl IntoView {
    let kind = if cannot_be_undone { ButtonKind::Danger } else { ButtonKind::Primary };
    view! {
        <h1>{heading}</h1>
        <PostForm action=action>
            {children()}
            <Actions>
                <Button kind=kind>{button}</Button>
                <a href=back_href>{words::no_go_back(lang)}</a>
            </Actions>
        </PostForm>
    }
}
