//! The register as a table for a spreadsheet: one line for each complaint, without what was said, which is the person's.

use crate::complaints::store::Complaint;
use crate::complaints::words;
use crate::documents::csv::text;
use crate::kernel::locale::Lang;

/// The whole file.
pub fn table(lang: Lang, complaints: &[Complaint]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let head = [
        words::number(lang),
        words::account(lang),
        words::kind_column(lang),
        words::opened(lang),
        words::promised(lang),
        words::answered(lang),
        words::outcome_column(lang),
    ];
    // Writing to memory cannot fail.
    let _ = writer.write_record(head);
    for one in complaints {
        let answered = one.answer.as_ref().map(|answer| answer.on.to_string()).unwrap_or_default();
        let outcome = one.answer.as_ref().map_or("", |answer| words::outcome(lang, answer.outcome));
        let _ = writer.write_record([
            one.number.as_str(),
            &text(&one.account_reference),
            words::kind(lang, one.kind),
            &one.opened_on.to_string(),
            &one.promised_on.to_string(),
            &answered,
            outcome,
        ]);
    }
    writer.into_inner().unwrap_or_default()
}
