//! Views about disputes that both sides read.

pub mod case;
pub mod desk;
pub mod list;
pub mod writing;

use leptos::prelude::*;

use crate::disputes::model::State;
use crate::disputes::store::reading::Dispute;
use crate::disputes::words;
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::ui::{Badge, Shape, Tone};

/// The state in its shape, word and colour (screens 1.6).
pub fn state_badge(lang: Lang, state: State) -> AnyView {
    let (shape, tone) = match state {
        State::Received => (Shape::Circle, Tone::Hold),
        State::InReview | State::Appealed => (Shape::Quarter, Tone::Hold),
        State::Waiting => (Shape::Triangle, Tone::Due),
        State::InFavour => (Shape::Check, Tone::Good),
        State::Partly => (Shape::Half, Tone::Good),
        State::Unchanged => (Shape::Cross, Tone::Quiet),
        State::Withdrawn => (Shape::Barred, Tone::Quiet),
    };
    view! { <Badge shape=shape tone=tone word=words::state_word(lang, state) /> }.into_any()
}

/// What a dispute is about, in the middle of a sentence.
pub fn about(lang: Lang, dispute: &Dispute) -> String {
    let number = dispute.invoice.as_ref().map_or("", |(_, number)| number.as_str());
    words::about_word(lang, dispute.about, number)
}

/// An error of one of the debtor's forms in a sentence.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().map(String::as_str).unwrap_or_default();
    match error.code.as_str() {
        "pick_one" => words::pick_one(lang).to_owned(),
        "part_none" => words::part_none(lang).to_owned(),
        "reason_none" => words::reason_none(lang).to_owned(),
        "amount_zero" => words::amount_zero(lang).to_owned(),
        "amount_not_number" => words::amount_not_number(lang).to_owned(),
        "amount_too_large" => words::amount_too_large(lang, named),
        "words_none" => words::words_none(lang).to_owned(),
        "words_long" => words::words_long(lang).to_owned(),
        "too_many_files" => words::too_many_files(lang).to_owned(),
        "file_large" => words::file_large(lang, named),
        "file_type" => words::file_type(lang, named),
        "file_empty" => words::file_empty(lang, named),
        "file_bad" => words::file_bad(lang, named),
        "file_pixels" => words::file_pixels(lang, named),
        "file_infected" => words::file_infected(lang, named),
        "file_unscanned" => words::file_unscanned(lang, named),
        "quota_full" => words::quota_full(lang).to_owned(),
        "waits_already" => words::waits_already(lang).to_owned(),
        "invoice_paid" => words::invoice_paid(lang).to_owned(),
        "repeated" => words::repeated(lang, named),
        "say_or_attach" => words::say_or_attach(lang).to_owned(),
        "closed" | "withdrawn" | "once" | "not_answered" => words::closed(lang).to_owned(),
        _ => words::stale(lang).to_owned(),
    }
}
