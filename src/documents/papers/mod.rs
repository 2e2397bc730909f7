//! Papers as data: each function reads what it states and words it, in one language. Nothing here prints.

mod agreement;
mod complaint;
mod dispute;
mod handover;
mod invoice;
mod letter;
mod receipt;
mod statement;
mod terms;

pub use agreement::agreement_order;
pub use complaint::complaint_answer_order;
pub use dispute::dispute_answer_order;
pub use handover::{Enclosed, handover_cover};
pub use invoice::invoice_order;
pub use letter::{account_letter_order, closing_kind, invoice_letter_order};
pub use receipt::receipt_order;
pub use statement::{
    ROWS_A_PART, ages, charge_and_credit, in_flight, part_count, row_text, statement_facts, statement_order,
    statement_part_order,
};
pub use terms::terms_order;

use chrono::{Datelike, NaiveDate};

use crate::accounts::model::Account;
use crate::documents::model::{Letterhead, Paper, sheet_size};
use crate::documents::store::Issuer;
use crate::documents::words;
use crate::kernel::dates::day_month;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments;
use crate::ui::accent::{Accent, AccentError};

/// The portal's own colour, for creditors that have none.
const ACCENT: &str = "#0B5C6B";

/// An empty paper of this creditor's.
fn blank(lang: Lang, issuer: &Issuer, title: &str) -> Paper {
    let phone = (!issuer.phone.is_empty()).then(|| words::telephone(lang, &issuer.phone));
    let lines = [Some(issuer.legal_name.clone()), Some(issuer.address.clone()), phone];
    let complaints = match issuer.complaints_body.as_str() {
        "" => String::new(),
        body => words::complaints(lang, body),
    };
    Paper {
        lang: lang.code(),
        sheet: sheet_size(&issuer.jurisdiction),
        // Whoever seals it knows for whom.
        large: false,
        accent: accent(issuer),
        creditor: Letterhead {
            name: issuer.name.clone(),
            lines: lines.into_iter().flatten().filter(|line| !line.is_empty()).collect(),
            complaints,
        },
        title: title.to_owned(),
        facts: Vec::new(),
        blocks: Vec::new(),
    }
}

/// A colour that would be hard to read on white is printed in the nearest shade that is not.
fn accent(issuer: &Issuer) -> String {
    match issuer.accent.as_deref().map(Accent::parse) {
        Some(Ok(accent) | Err(AccentError::TooLight { darker: accent })) => accent.hex(),
        Some(Err(AccentError::NoColour)) | None => ACCENT.to_owned(),
    }
}

fn fact(term: &str, value: impl Into<String>) -> (String, String) {
    (term.to_owned(), value.into())
}

/// Whose paper it is: the customer and the account.
fn whose(lang: Lang, account: &Account) -> Vec<(String, String)> {
    let account_line = match account.contract.as_str() {
        "" => account.reference.clone(),
        contract => words::account_line(lang, &account.reference, contract),
    };
    vec![fact(words::customer(lang), account.debtor_name.clone()), fact(words::account(lang), account_line)]
}

/// `6 de marzo de 2026`.
pub fn day(lang: Lang, on: NaiveDate) -> String {
    payments::words::day_of(lang, &day_month(on, lang), on.year())
}

fn minus(amount: Money) -> String {
    Money::new(-amount.minor, amount.currency).to_string()
}
