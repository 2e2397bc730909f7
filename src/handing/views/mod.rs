//! Hand-overs: as the team prepares and follows them, and as whoever owes reads them.

mod list;
mod one;
mod preparing;
mod told;

pub use list::{ListPage, list_view};
pub use one::{OnePage, beside, one_view, to_approve};
pub use preparing::{PreparingPage, preparing_view};
pub use told::{banners, paid_elsewhere_view};

use crate::handing::words;
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;

/// Words an error.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().cloned().unwrap_or_default();
    match error.code.as_str() {
        "words_none" => words::words_none(lang).to_owned(),
        "words_long" => words::words_long(lang, &named),
        "already_asked" => words::already_asked(lang).to_owned(),
        "stale" => words::stale(lang).to_owned(),
        _ => words::stands_against(lang).to_owned(),
    }
}
