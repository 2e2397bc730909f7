//! Words that no notice of ours uses (screens 3.2): threats, shame, haste, and whatever looks like a court's paper.

use crate::kernel::locale::Lang;

/// The words and phrases in `text` that a notice must not use, as this list spells them.
pub fn forbidden_words(text: &str, lang: Lang) -> Vec<&'static str> {
    let text = plain(text);
    forbidden(lang).iter().copied().filter(|phrase| holds(&text, &plain(phrase))).collect()
}

/// Whether the phrase stands in the text as whole words. A phrase that ends in `*` may go on: `embarg*`.
fn holds(text: &str, phrase: &str) -> bool {
    let (stem, goes_on) = match phrase.strip_suffix('*') {
        Some(stem) => (stem, true),
        None => (phrase, false),
    };
    let letter = |found: Option<char>| found.is_some_and(char::is_alphanumeric);
    text.match_indices(stem).any(|(at, _)| {
        !letter(text[..at].chars().next_back())
            && (goes_on || !letter(text[at + stem.len()..].chars().next()))
    })
}

/// Small letters without accents, so that neither hides a word.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        })
        .collect()
}

fn forbidden(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Es => SPANISH,
        Lang::En => ENGLISH,
    }
}

const SPANISH: &[&str] = &[
    "moros*",
    "deudor*",
    "incumpl*",
    "requerimiento*",
    "último aviso",
    "urgente*",
    "de inmediato",
    "inmediatamente",
    "embarg*",
    "demanda*",
    "juicio*",
    "citatorio*",
    "notificación oficial",
    "buró de crédito",
    "evítese",
    "evite problemas",
    "penaliza*",
    "castig*",
    "a la brevedad",
    "usted no pagó",
    "no ha pagado",
    "falta de pago",
    "mala fe",
    "negarse",
    "incobrable*",
    "conmin*",
    "exhort*",
    "apercib*",
    "última oportunidad",
    "oferta exclusiva",
    "cancel*",
    "fácil*",
    "simplemente",
    "basta con",
    "estimad*",
    "sírvase",
    "le recordamos que",
];

const ENGLISH: &[&str] = &[
    "delinquent*",
    "debtor*",
    "default*",
    "demand*",
    "final notice",
    "urgent*",
    "immediate*",
    "seizure*",
    "lawsuit*",
    "summons",
    "official notice",
    "credit score",
    "avoid consequences",
    "penalt*",
    "as soon as possible",
    "failed to pay",
    "have you not paid",
    "bad faith",
    "refus*",
    "bad debt",
    "hereby",
    "you are required",
    "last chance",
    "exclusive offer",
    "easy",
    "easily",
    "simply",
    "just",
];
