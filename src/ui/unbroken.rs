use leptos::prelude::*;

/// The longest word that still fits a line of the smallest phone.
const LETTERS_AT_MOST: usize = 16;

/// A sentence in which the numbers of documents stay in one piece: a browser would part F-1057 at its hyphen.
pub fn unbroken(sentence: &str) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut plain = String::new();
    for word in sentence.split_inclusive(' ') {
        let number = word.trim_end();
        if !is_document_number(number) {
            plain.push_str(word);
            continue;
        }
        parts.push(std::mem::take(&mut plain).into_any());
        parts.push(view! { <span class="unbroken">{number.to_owned()}</span> }.into_any());
        plain.push_str(&word[number.len()..]);
    }
    parts.push(plain.into_any());
    parts.into_any()
}

fn is_document_number(word: &str) -> bool {
    word.contains('-')
        && word.contains(|letter: char| letter.is_ascii_digit())
        && word.len() <= LETTERS_AT_MOST
}
