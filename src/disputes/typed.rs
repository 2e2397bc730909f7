//! What was typed on the page that tells a dispute, understood against what can be contested.

use crate::disputes::model::{About, Reason};
use crate::disputes::store::drafts::Draft;
use crate::disputes::store::ground::{Ground, Part};
use crate::disputes::store::opening::{Claim, ClaimedPart};
use crate::kernel::money::Money;
use crate::kernel::web::FieldError;

/// The longest that anybody tells at once.
pub const WORDS_AT_MOST: usize = 3000;
pub const FILES_AT_MOST: usize = 10;

/// The name of the field for a part of a part.
pub fn amount_field(at: usize) -> String {
    format!("amount-{at}")
}

/// What is contested, or every error with its field.
pub fn claim(ground: &Ground, draft: &Draft) -> Result<Claim, Vec<FieldError>> {
    let mut errors = Vec::new();
    if ground.parts.is_empty() {
        return Err(vec![FieldError::new("", "invoice_paid")]);
    }
    let parts = match ground.about {
        About::Identity => ground.parts.iter().map(everything).collect(),
        about => chosen_parts(ground, draft, about, &mut errors),
    };
    let reason =
        Reason::parse(draft.value("reason")).filter(|reason| ground.about.reasons().contains(reason));
    if reason.is_none() {
        errors.push(FieldError::new("reason", "reason_none"));
    }
    let words = draft.value("words").trim();
    if words.is_empty() && reason.is_some_and(Reason::needs_words) {
        errors.push(FieldError::new("words", "words_none"));
    }
    if words.chars().count() > WORDS_AT_MOST {
        errors.push(FieldError::new("words", "words_long"));
    }
    if draft.files.len() > FILES_AT_MOST {
        errors.push(FieldError::new("files", "too_many_files"));
    }
    match reason {
        Some(reason) if errors.is_empty() => Ok(Claim {
            about: ground.about,
            invoice: ground.invoice,
            reason,
            words: words.to_owned(),
            parts,
            files: draft.files.iter().map(|file| file.id).collect(),
        }),
        _ => Err(errors),
    }
}

/// The parts that were ticked, each whole or in part.
fn chosen_parts(
    ground: &Ground,
    draft: &Draft,
    about: About,
    errors: &mut Vec<FieldError>,
) -> Vec<ClaimedPart> {
    let ticked = draft.values("part");
    let mut parts = Vec::new();
    for (at, part) in
        ground.parts.iter().enumerate().filter(|(_, part)| ticked.contains(&part.key().as_str()))
    {
        match contested_minor(part, draft.value(&amount_field(at))) {
            Ok(minor) => parts.push((part, minor)),
            Err((code, most)) => {
                let error = FieldError::new(&amount_field(at), code);
                errors.push(match most {
                    Some(most) => error.with(most),
                    None => error,
                });
            }
        }
    }
    if parts.is_empty() && errors.is_empty() {
        errors.push(FieldError::new("part", "part_none"));
    }
    // Whoever contests the whole bill contests what was charged for not paying it.
    let is_whole =
        parts.len() == ground.parts.len() && parts.iter().all(|(part, minor)| *minor == part.billed.minor);
    parts
        .into_iter()
        .enumerate()
        .map(|(at, (part, minor))| {
            let line = part.line.as_ref().map(|(line, _)| *line);
            let (principal_minor, late_minor) = match about {
                About::Interest | About::Fees => (0, minor),
                _ => (minor, if is_whole && at == 0 { part.late_minor } else { 0 }),
            };
            ClaimedPart { invoice: part.invoice, line, principal_minor, late_minor }
        })
        .collect()
}

fn everything(part: &Part) -> ClaimedPart {
    let (principal_minor, late_minor) = (part.left.minor, part.late_minor);
    ClaimedPart { invoice: part.invoice, line: None, principal_minor, late_minor }
}

/// How much of a part: all of it where nothing was typed.
fn contested_minor(part: &Part, typed: &str) -> Result<i64, (&'static str, Option<Money>)> {
    if typed.trim().is_empty() {
        return Ok(part.left.minor);
    }
    let amount = Money::parse(typed, part.left.currency).map_err(|_| ("amount_not_number", None))?;
    if !amount.is_positive() {
        return Err(("amount_zero", None));
    }
    if amount.minor > part.left.minor {
        return Err(("amount_too_large", Some(part.left)));
    }
    Ok(amount.minor)
}
