//! Card numbers that somebody types where words are asked for. They are masked before anything is stored: we never keep
//! them, and must not have them.

/// The same text with the digits of each card number but its last four replaced. A number is a card's if it begins as one,
/// is as long as one and passes the check that all of them pass (Luhn); digits may be parted by spaces or hyphens.
pub fn masked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut masked = letters.clone();
    let mut at = 0;
    while at < letters.len() {
        let run = Run::from(&letters, at);
        if run.places.is_empty() {
            at += 1;
            continue;
        }
        if let Some(places) = run.card() {
            let shown_from = places.len() - LAST_SHOWN;
            for place in &places[..shown_from] {
                masked[*place] = '•';
            }
        }
        at = run.end;
    }
    masked.into_iter().collect()
}

/// The same of what came in a field of a form. Identifiers and the keys by which banks trace a transfer are no words.
pub fn masked_field(name: &str, value: &str) -> String {
    const NO_WORDS: [&str; 3] = ["tracking_key", "request_key", "reference"];
    if NO_WORDS.contains(&name) { value.to_owned() } else { masked(value) }
}

const LAST_SHOWN: usize = 4;
/// American Express has 15 digits, Diners 14, `UnionPay` up to 19, and all others 16. Bank accounts of 18 (CLABE) are none.
const LENGTHS: [usize; 4] = [19, 16, 15, 14];

/// Digits that belong together: nothing but single spaces and hyphens between them.
struct Run {
    digits: Vec<u8>,
    places: Vec<usize>,
    /// Where in the digits a group begins, and where the last one ends: a card's number is made of whole groups.
    bounds: Vec<usize>,
    /// Where it ends in the text.
    end: usize,
}

impl Run {
    fn from(letters: &[char], start: usize) -> Self {
        let mut run = Self { digits: Vec::new(), places: Vec::new(), bounds: vec![0], end: start };
        // Digits that carry on a word or a longer number are told with it.
        if start > 0 && letters[start - 1].is_alphanumeric() {
            return run;
        }
        let mut parted = false;
        for (place, letter) in letters.iter().enumerate().skip(start) {
            if let Some(digit) = letter.to_digit(10) {
                run.digits.push(u8::try_from(digit).unwrap_or_default());
                run.places.push(place);
                run.end = place + 1;
                parted = false;
            } else if matches!(letter, ' ' | '-' | '\u{a0}' | '.') && !run.digits.is_empty() && !parted {
                run.bounds.push(run.digits.len());
                parted = true;
            } else {
                break;
            }
        }
        run.bounds.push(run.digits.len());
        // What goes on in letters is an identifier.
        if letters.get(run.end).is_some_and(|next| next.is_alphabetic()) {
            run.digits.clear();
        }
        run
    }

    /// The places of the card number that the run is or holds.
    fn card(&self) -> Option<&[usize]> {
        let starts = self.bounds.iter().copied();
        starts
            .flat_map(|from| LENGTHS.map(|length| (from, from + length)))
            .filter(|(_, to)| *to <= self.digits.len() && self.bounds.contains(to))
            .find(|(from, to)| is_card(&self.digits[*from..*to]))
            .map(|(from, to)| &self.places[from..to])
    }
}

fn is_card(digits: &[u8]) -> bool {
    let begins =
        |count: usize| digits.iter().take(count).fold(0u32, |number, digit| number * 10 + u32::from(*digit));
    let is_brand = match digits.len() {
        14 => matches!(begins(2), 36 | 38 | 39) || (300..=305).contains(&begins(3)),
        15 => matches!(begins(2), 34 | 37),
        16 => {
            begins(1) == 4
                || (51..=55).contains(&begins(2))
                || (2221..=2720).contains(&begins(4))
                || matches!(begins(4), 6011)
                || matches!(begins(2), 50 | 56..=58 | 62..=65 | 67)
                || (3528..=3589).contains(&begins(4))
        }
        19 => matches!(begins(2), 62) || begins(1) == 4,
        _ => false,
    };
    is_brand && passes_luhn(digits)
}

fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) => digit * 2 - if digit > 4 { 9 } else { 0 },
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}
