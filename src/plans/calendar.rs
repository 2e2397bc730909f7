//! The dates of a plan as a calendar takes them (RFC 5545).

use chrono::{DateTime, Utc};

use crate::kernel::locale::Lang;
use crate::plans::model::Plan;
use crate::plans::standing::Progress;
use crate::plans::words::keeping;

/// One entry for each instalment that is still to be paid, with a reminder three days before.
pub fn calendar(lang: Lang, plan: &Plan, progress: &Progress, now: DateTime<Utc>) -> String {
    let stamp = now.format("%Y%m%dT%H%M%SZ");
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Al Dia//Plan//ES".to_owned(),
        "METHOD:PUBLISH".to_owned(),
    ];
    for one in progress.parts.iter().filter(|one| one.left_minor > 0) {
        let amount = progress.money(one.left_minor).with_code();
        let summary = keeping::ics_summary(lang, &plan.account.creditor_name, &amount);
        let next = one.part.due_on.succ_opt().unwrap_or(one.part.due_on);
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}-{}@aldia", plan.id, one.part.number),
            format!("DTSTAMP:{stamp}"),
            format!("DTSTART;VALUE=DATE:{}", one.part.due_on.format("%Y%m%d")),
            format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")),
            format!("SUMMARY:{}", escaped(&summary)),
            format!("DESCRIPTION:{}", escaped(&keeping::ics_description(lang, &plan.name()))),
            "TRANSP:TRANSPARENT".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(&summary)),
            "TRIGGER:-P3D".to_owned(),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// No line is longer than 75 bytes; what goes on begins with a space.
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > 75 {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
