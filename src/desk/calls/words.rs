//! What the pages of calls say.

use chrono::NaiveDateTime;

use crate::contact::guard::{Stop, Wait};
use crate::desk::calls::model::Outcome;
use crate::kernel::dates::{day_of_year, hour};
use crate::kernel::locale::Lang;

crate::words! {
    may_call => "¿Se puede llamar?" | "May we call?";
    yes_until(hour: &str) =>
        "Sí, hasta las {hour} donde vive el cliente." |
        "Yes, until {hour} where the customer lives.";
    no_from(moment: &str, why: &str) => "No antes del {moment}: {why}." | "Not before {moment}: {why}.";
    never(why: &str) => "No: {why}." | "No: {why}.";
    by_rules(pack: &str, version: i32) => "Regla: {pack}, edición {version}." | "Rule: {pack}, edition {version}.";
    moment(day: &str, hour: &str) => "{day} a las {hour}" | "{day}, {hour}";
    house => "lo que prometen los términos a todos" | "what the terms promise to everybody";

    wait_promise => "prometió pagar antes de entonces" | "they promised to pay before then";
    wait_hours => "fuera de horario" | "outside the hours";
    wait_rest_day => "hoy no se llama a nadie" | "nobody is called today";
    wait_today => "ya hubo contacto hoy" | "there was contact today";
    wait_call => "ya se llamó en estos siete días" | "they were called within these seven days";
    wait_written => "ya se escribió dos veces en estos siete días" | "they were written to twice within these seven days";
    wait_written_lately => "se escribió hace menos de dos días" | "they were written to less than two days ago";
    wait_channel => "en estos siete días se usó otro medio" | "another channel was used within these seven days";
    wait_talk => "se habló con esta persona en estos siete días" | "this person was talked with within these seven days";

    stop_no_address => "no hay un teléfono que se pueda usar" | "there is no telephone that may be used";
    stop_legal => "la situación legal de la cuenta lo impide" | "the account's legal status forbids it";
    stop_letters_only => "pidió que solo se le escriba por carta" | "they asked for letters only";
    stop_contested => "todo lo vencido está en aclaración" | "all that is due is in dispute";
    stop_nothing_due => "no debe nada vencido" | "nothing is past due";

    heading => "Registrar una llamada" | "Log a call";
    lead =>
        "El cliente puede leer que se le llamó, cuándo y quién. Lo que se registra ya no se cambia." |
        "The customer can read that they were called, when and by whom. What is logged is not changed any more.";
    who => "¿A quién se llamó?" | "Who was called?";
    they_called => "Nos llamó el cliente" | "The customer called us";
    outcome => "¿Qué pasó?" | "What happened?";
    talked => "Se habló con quien corresponde" | "The right person was talked with";
    left_message => "Se dejó recado, sin decir de la deuda" | "A message was left, without a word of the debt";
    no_answer => "Nadie contestó" | "Nobody answered";
    somebody_else => "Contestó otra persona; no se le dijo nada" | "Somebody else answered and was told nothing";
    wrong_number => "El número no es suyo" | "The number is not theirs";
    wrong_number_hint => "Ya no se usará para nada." | "It will be used for nothing more.";
    agreed => "¿En qué quedaron? (opcional)" | "What was agreed? (optional)";
    agreed_hint => "El cliente lo puede leer." | "The customer can read it.";
    again => "Llamar otra vez el (opcional)" | "Call again on (optional)";
    save => "Registrar la llamada" | "Log the call";
    outside_rules => "Fuera de las reglas de contacto" | "Outside the contact rules";

    who_none => "Elija a quién se llamó" | "Choose who was called";
    outcome_none => "Elija qué pasó" | "Choose what happened";
    outcome_not_theirs => "Si llamó el cliente, se habló con él" | "If the customer called, they were talked with";
    agreed_long(most: usize) => "Escriba {most} caracteres como máximo" | "Write {most} characters at most";
    again_wrong => "Escriba una fecha que exista" | "Enter a date that exists";
    again_not_ahead => "La fecha debe ser después de hoy" | "The date must be after today";

    calls => "Llamadas" | "Calls";
    no_calls => "No hay llamadas registradas." | "No calls are logged.";
    when_column => "Cuándo" | "When";
    who_column => "Con quién" | "With whom";
    by_column => "Quién llamó" | "Who called";
    outcome_column => "Resultado" | "Result";
    agreed_column => "En qué quedaron" | "What was agreed";
    they_called_short => "Llamó el cliente" | "The customer called";
}

/// Why not now.
pub fn wait(lang: Lang, wait: Wait) -> &'static str {
    match wait {
        Wait::Promise => wait_promise(lang),
        Wait::Hours => wait_hours(lang),
        Wait::RestDay => wait_rest_day(lang),
        Wait::Today => wait_today(lang),
        Wait::CallThisWeek => wait_call(lang),
        Wait::WrittenThisWeek => wait_written(lang),
        Wait::WrittenLately => wait_written_lately(lang),
        Wait::OtherChannelThisWeek => wait_channel(lang),
        Wait::TalkThisWeek => wait_talk(lang),
    }
}

/// Why not at all.
pub fn stop(lang: Lang, stop: Stop) -> &'static str {
    match stop {
        Stop::NoAddress => stop_no_address(lang),
        Stop::LegalStatus => stop_legal(lang),
        Stop::LettersOnly => stop_letters_only(lang),
        Stop::Contested => stop_contested(lang),
        Stop::NothingDue => stop_nothing_due(lang),
    }
}

/// What came of a call.
pub fn outcome_text(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Talked => talked(lang),
        Outcome::LeftMessage => left_message(lang),
        Outcome::NoAnswer => no_answer(lang),
        Outcome::SomebodyElse => somebody_else(lang),
        Outcome::WrongNumber => wrong_number(lang),
    }
}

/// `lunes 9 de marzo a las 08:00`.
pub fn moment_text(lang: Lang, at: NaiveDateTime) -> String {
    moment(lang, &day_of_year(at.date(), lang), &hour(at.time(), lang))
}
