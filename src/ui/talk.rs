use leptos::prelude::*;

/// Something that was said in a conversation.
pub struct Utterance {
    pub who: String,
    pub when: String,
    /// That it was read, or whom it calls.
    pub mark: Option<String>,
    /// Whoever reads this said it.
    pub is_own: bool,
    /// Nobody had read it before this page.
    pub is_new: bool,
    pub body: AnyView,
}

/// A conversation, the newest last.
#[component]
pub fn Talk(utterances: Vec<Utterance>) -> impl IntoView {
    let utterances = utterances.into_iter().map(|Utterance { who, when, mark, is_own, is_new, body }| {
        let class = match (is_own, is_new) {
            (true, _) => "talk-own",
            (false, true) => "talk-new",
            (false, false) => "talk-other",
        };
        view! {
            <li class=class>
                <p class="talk-head">
                    <strong>{who}</strong>
                    <span class="talk-when">{when}</span>
                    {mark.map(|mark| view! { <span class="talk-mark">{mark}</span> })}
                </p>
                {body}
            </li>
        }
    });
    view! { <ol class="talk">{utterances.collect_view()}</ol> }
}
