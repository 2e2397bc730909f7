//! The text of a version, and what changed in it.

use leptos::prelude::*;

use crate::kernel::locale::Lang;
use crate::policies::composing::{Document, DocumentPart};
use crate::policies::differences::{Change, SectionChange};
use crate::policies::words::reading as words;
use crate::row;
use crate::ui::{Column, Table};

/// The sections, each under its heading.
pub fn document_view(document: &Document) -> AnyView {
    document.parts.iter().map(part_view).collect_view().into_any()
}

/// One section: what the parameters say as a list, then the creditor's own words.
pub fn part_view(part: &DocumentPart) -> AnyView {
    let sentences =
        part.sentences.iter().map(|sentence| view! { <li>{sentence.clone()}</li> }).collect_view();
    let paragraphs = part.paragraphs.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view();
    view! {
        <h2 id=part.section.code()>{part.heading.clone()}</h2>
        <ul>{sentences}</ul>
        {paragraphs}
    }
    .into_any()
}

/// What changed, section by section: what was said before beside what is said now.
pub fn changes_view(lang: Lang, changes: &[SectionChange]) -> AnyView {
    let tables = changes.iter().map(|section| {
        let rows = section.changes.iter().map(|change| change_row(lang, change)).collect();
        view! {
            <Table
                caption=section.heading.clone()
                columns=vec![Column::text(words::before(lang)), Column::text(words::now(lang))]
                rows=rows
            />
        }
    });
    tables.collect_view().into_any()
}

fn change_row(lang: Lang, change: &Change) -> Vec<AnyView> {
    let said = |sentence: &Option<String>, none: &'static str| match sentence {
        Some(sentence) => sentence.clone().into_any(),
        None => view! { <span class="hint">{none}</span> }.into_any(),
    };
    row![said(&change.before, words::not_said_before(lang)), said(&change.now, words::not_said_now(lang))]
}
