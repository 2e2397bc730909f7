//! What the calendar of the team says.

use crate::desk::calendar::model::{EntryKind, Scale};
use crate::kernel::locale::Lang;

crate::words! {
    heading => "Calendario" | "Calendar";
    month => "Mes" | "Month";
    week => "Semana" | "Week";
    scale => "Cuánto se muestra" | "How much is shown";
    week_of(first: &str, last: &str) => "Del {first} al {last}" | "{first} to {last}";
    month_of(month: &str) => "Lo de {month}" | "{month}";
    earlier => "Anterior" | "Earlier";
    later => "Siguiente" | "Later";
    today => "Hoy" | "Today";
    is_today => "hoy" | "today";
    whose => "De quién" | "Whose";
    mine => "Lo mío" | "Mine";
    nobodys => "De nadie" | "Nobody's";
    everybodys => "De todos" | "Everybody's";
    show => "Mostrar" | "Show";
    none => "No hay nada en estos días." | "There is nothing on these days.";
    nothing => "Nada" | "Nothing";
    more(count: usize) => "y {count} más" | "and {count} more";
    whole_week => "Ver la semana" | "See the week";
    promise => "Prometió pagar" | "Promised to pay";
    dispute_answer(number: &str) => "Responder {number}" | "Answer {number}";
    dispute_question(number: &str) => "El cliente contesta {number}" | "The customer answers {number}";
    instalment(number: &str) => "Pago {number} del plan" | "Payment {number} of the plan";
    down_payment => "Pago inicial del plan" | "Down payment of the plan";
    snooze => "Vuelve a la lista" | "Back on the list";
    of_owner(name: &str) => "de {name}" | "of {name}";
    monday => "lunes" | "Monday";
    tuesday => "martes" | "Tuesday";
    wednesday => "miércoles" | "Wednesday";
    thursday => "jueves" | "Thursday";
    friday => "viernes" | "Friday";
    saturday => "sábado" | "Saturday";
    sunday => "domingo" | "Sunday";
}

/// The days of the week, from Monday on.
pub const WEEKDAYS: [fn(Lang) -> &'static str; 7] =
    [monday, tuesday, wednesday, thursday, friday, saturday, sunday];

/// How much is shown.
pub fn scale_text(lang: Lang, scale: Scale) -> &'static str {
    match scale {
        Scale::Month => month(lang),
        Scale::Week => week(lang),
    }
}

/// What is to be done, but for a task, which has words of its own.
pub fn entry_text(lang: Lang, kind: EntryKind, detail: &str) -> String {
    match kind {
        EntryKind::Task | EntryKind::Snooze => snooze(lang).to_owned(),
        EntryKind::Promise => promise(lang).to_owned(),
        EntryKind::DisputeAnswer => dispute_answer(lang, detail),
        EntryKind::DisputeQuestion => dispute_question(lang, detail),
        EntryKind::Instalment if detail == "0" => down_payment(lang).to_owned(),
        EntryKind::Instalment => instalment(lang, detail),
    }
}
