//! What changed from one version to the next, sentence by sentence.

use crate::policies::composing::{Document, DocumentPart};
use crate::policies::text::Section;

/// What changed in one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionChange {
    pub section: Section,
    pub heading: String,
    pub changes: Vec<Change>,
}

/// A sentence that is said no longer, one that is new, or one that took another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub before: Option<String>,
    pub now: Option<String>,
}

/// The sections that differ, in their order.
pub fn differences(before: &Document, now: &Document) -> Vec<SectionChange> {
    let change = |part: &DocumentPart| {
        let old = before.parts.iter().find(|old| old.section == part.section);
        let old: Vec<String> = old.map(sentences_of).unwrap_or_default();
        let changes = changes(&old, &sentences_of(part));
        (!changes.is_empty()).then_some(SectionChange {
            section: part.section,
            heading: part.heading.clone(),
            changes,
        })
    };
    now.parts.iter().filter_map(change).collect()
}

fn sentences_of(part: &DocumentPart) -> Vec<String> {
    part.lines().flat_map(split).collect()
}

/// A paragraph as its sentences. A point inside a number or an abbreviation ends none.
fn split(paragraph: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, point) in paragraph.match_indices(['.', '?', ';']) {
        let end = at + point.len();
        let mut rest = paragraph[end..].chars();
        let is_end =
            rest.next() == Some(' ') && rest.next().is_some_and(|next| next.is_uppercase() || next == '¿');
        if is_end {
            sentences.push(paragraph[start..end].trim().to_owned());
            start = end;
        }
    }
    let last = paragraph[start..].trim();
    if !last.is_empty() {
        sentences.push(last.to_owned());
    }
    sentences
}

fn changes(before: &[String], now: &[String]) -> Vec<Change> {
    let mut found = Vec::new();
    let (mut gone, mut new): (Vec<&String>, Vec<&String>) = (Vec::new(), Vec::new());
    let (mut old_at, mut new_at) = (0, 0);
    for (old_kept, new_kept) in common(before, now) {
        gone.extend(&before[old_at..old_kept]);
        new.extend(&now[new_at..new_kept]);
        pair(&mut gone, &mut new, &mut found);
        (old_at, new_at) = (old_kept + 1, new_kept + 1);
    }
    gone.extend(&before[old_at..]);
    new.extend(&now[new_at..]);
    pair(&mut gone, &mut new, &mut found);
    found
}

/// What went and what came between two sentences that stayed stands side by side.
fn pair(gone: &mut Vec<&String>, new: &mut Vec<&String>, found: &mut Vec<Change>) {
    for index in 0..gone.len().max(new.len()) {
        let at = |list: &[&String]| list.get(index).map(|sentence| (*sentence).clone());
        found.push(Change { before: at(gone), now: at(new) });
    }
    gone.clear();
    new.clear();
}

/// The longest run of sentences, not necessarily next to each other, that both have in the same order: their places.
fn common(before: &[String], now: &[String]) -> Vec<(usize, usize)> {
    let width = now.len() + 1;
    let mut lengths = vec![0usize; (before.len() + 1) * width];
    for old in (0..before.len()).rev() {
        for new in (0..now.len()).rev() {
            lengths[old * width + new] = if before[old] == now[new] {
                lengths[(old + 1) * width + new + 1] + 1
            } else {
                lengths[(old + 1) * width + new].max(lengths[old * width + new + 1])
            };
        }
    }
    let (mut old, mut new, mut places) = (0, 0, Vec::new());
    while old < before.len() && new < now.len() {
        if before[old] == now[new] {
            places.push((old, new));
            (old, new) = (old + 1, new + 1);
        } else if lengths[(old + 1) * width + new] >= lengths[old * width + new + 1] {
            old += 1;
        } else {
            new += 1;
        }
    }
    places
}
