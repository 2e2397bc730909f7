//! What is asked about addresses, and what is said of those that are hidden.

use chrono_tz::Tz;
use leptos::prelude::*;

use crate::identity::model::readable_address;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::reach::store::{Hidden, Question, Reached};
use crate::reach::words;
use crate::ui::{Actions, Button, ButtonKind, PostForm};

/// The questions that somebody has not answered, each with its two answers and the way to a third.
pub fn questions_view(lang: Lang, questions: &[Question]) -> AnyView {
    questions.iter().map(|question| question_view(lang, question)).collect_view().into_any()
}

fn question_view(lang: Lang, question: &Question) -> AnyView {
    let change =
        format!("/account/settings/address?kind={}&replaces={}", question.kind.code(), question.point);
    let asks = words::asks(lang, &question.creditor, &readable_address(&question.address));
    let id = question.id.to_string();
    view! {
        <section class="notice notice-wait">
            <h2>{words::still(lang, question.kind)}</h2>
            <p>{asks} " " {words::no_means(lang)}</p>
            <PostForm action="/do/reach/answer">
                <input type="hidden" name="question" value=id />
                <Actions>
                    <Button kind=ButtonKind::Secondary name="answer" value="yes">
                        {words::yes(lang)}
                    </Button>
                    <Button kind=ButtonKind::Secondary name="answer" value="no">
                        {words::no(lang)}
                    </Button>
                    <a href=change>{words::another(lang)}</a>
                </Actions>
            </PostForm>
        </section>
    }
    .into_any()
}

/// The way to the page of hidden addresses; how many there are is said, and not which.
pub fn hidden_link(lang: Lang, hidden: &[Hidden]) -> AnyView {
    let count = (!hidden.is_empty()).then(|| view! { <p>{words::hidden_count(lang, hidden.len())}</p> });
    view! {
        {count}
        <p><a href=super::pages::PAGE>{words::heading(lang)}</a></p>
    }
    .into_any()
}

/// What the team reads of an address: since when it is known to be theirs, or why it is not used.
pub fn reached_line(lang: Lang, zone: Tz, reached: &Reached) -> String {
    let day = |at: chrono::DateTime<chrono::Utc>| short_day(at.with_timezone(&zone).date_naive(), lang);
    let standing = match (reached.is_suspended, reached.was_denied, reached.confirmed_at) {
        (true, true, _) => words::denied(lang).to_owned(),
        (true, false, _) => words::suspended(lang).to_owned(),
        (false, _, Some(at)) => words::confirmed(lang, &day(at)),
        (false, _, None) => words::never_confirmed(lang).to_owned(),
    };
    let asked = reached.asked_at.map(|at| words::asked_since(lang, &day(at)));
    let notes: Vec<String> = [Some(standing), asked].into_iter().flatten().collect();
    format!("{} ({})", readable_address(&reached.address), notes.join("; "))
}
