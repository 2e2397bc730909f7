//! What the team reads where it drafts terms and has them published.

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::policies::editing::faults::Fault;
use crate::policies::text::TextFault;

crate::words! {
    policies => "Políticas" | "Policies";
    policies_lead =>
        "Las reglas que leen los clientes y que obedece el programa. Una persona supervisora las redacta, otra las publica, y lo publicado no cambia." |
        "The rules that customers read and the program obeys. A supervisor drafts them, another person publishes them, and what is published never changes.";
    none_published =>
        "Aún no hay reglas publicadas; sin ellas no hay intereses ni planes." |
        "No rules are published; without them there is no interest and no plans.";
    version_heading(number: i32) => "Versión {number} de las reglas" | "Version {number} of the rules";
    draft_heading(number: i32) => "Borrador de la versión {number}" | "Draft of version {number}";
    draft_since(name: &str, on: &str) => "{name}, {on}" | "{name}, {on}";
    begin(number: i32) => "Redactar la versión {number}" | "Draft version {number}";
    begin_note =>
        "El borrador empieza con lo que vale hoy. Nadie más que el equipo lo ve." |
        "The draft starts from what holds today. Nobody but the team sees it.";
    only_supervisors =>
        "Las redactan las personas supervisoras." |
        "Supervisors draft them.";
    draft => "Borrador" | "Draft";
    published_on => "Publicada" | "Published";
    accepted_by => "Cuentas que dijeron que la leyeron" | "Accounts that said they read it";
    last_change => "Último cambio" | "Last change";
    holds_from => "Vale desde" | "In force from";
    back_to_list => "Todas las versiones" | "All versions";
    parts => "Partes del borrador" | "Parts of the draft";
    overview => "Resumen" | "Summary";
    as_customer => "Como la leen los clientes" | "As customers read it";
    other_language => "Cambie de idioma arriba para leerla en el otro." | "Change the language above to read it in the other.";
    what_customers_read => "Lo que leen los clientes" | "What customers read";
    in_spanish => "En español" | "In Spanish";
    in_english => "En inglés" | "In English";
    own_words_es => "Con sus palabras, en español" | "In your own words, in Spanish";
    own_words_en => "Con sus palabras, en inglés" | "In your own words, in English";
    own_words_hint =>
        "Se lee después de lo que dicen los valores. Los números van con su nombre entre llaves, por ejemplo {dispute_days}." |
        "Read after what the values say. Numbers go by their name in braces, for example {dispute_days}.";
    placeholders => "Nombres que se pueden usar" | "Names that can be used";
    placeholder_name => "Nombre" | "Name";
    placeholder_value => "Hoy dice" | "Says now";
    placeholder_none => "(no fijado)" | "(not set)";
    save => "Guardar" | "Save";
    saved => "Guardamos el borrador" | "The draft is saved";
    saved_with_faults => "Guardado; falta corregir algo antes de publicar." | "Saved; something must be corrected before publishing.";
    saved_whole => "Así se puede publicar." | "It can be published like this.";
    one_fault => "1 por corregir" | "1 to correct";
    many_faults(count: usize) => "{count} por corregir" | "{count} to correct";
    part_whole => "Completa" | "Complete";
    part_state => "Estado" | "Status";
    part_name => "Parte" | "Part";
    to_correct => "Antes de publicar" | "Before publishing";
    look_again_rate =>
        "La tasa es tan alta como las que los jueces han reducido. Se puede publicar; revísela." |
        "The rate is as high as those that judges have cut. It can be published; look at it again.";
    changes_against(number: i32) =>
        "Qué cambia frente a la versión {number}" |
        "What changes against version {number}";
    no_changes => "Todavía dice lo mismo." | "It still says the same.";
    effect => "Qué haría con las cuentas de hoy" | "What it would do to today's accounts";
    effect_days(from: &str, to: &str) =>
        "Interés y cargos por atraso del {from} al {to}, si nadie paga antes:" |
        "Late interest and charges from {from} to {to}, if nobody pays before:";
    effect_more(now: Money, then: Money, more: Money) =>
        "{now} con lo que vale hoy y {then} con este borrador: {more} más." |
        "{now} as things are and {then} with this draft: {more} more.";
    effect_less(now: Money, then: Money, less: Money) =>
        "{now} con lo que vale hoy y {then} con este borrador: {less} menos." |
        "{now} as things are and {then} with this draft: {less} less.";
    effect_same(now: Money) =>
        "{now} con lo que vale hoy y lo mismo con este borrador." |
        "{now} as things are and the same with this draft.";
    effect_accounts(changed: usize, of: usize, invoices: usize) =>
        "Cambia en {changed} de {of} cuentas con facturas abiertas ({invoices} facturas)." |
        "It changes in {changed} of {of} accounts with open invoices ({invoices} invoices).";
    effect_partial => "Son muchas: esto es de las de mayor importe." | "There are many: this is of the largest ones.";
    effect_none => "No hay facturas abiertas." | "There are no open invoices.";
    publish_heading(number: i32) => "Publicar la versión {number}" | "Publish version {number}";
    in_force_from => "Vale desde" | "In force from";
    in_force_hint(earliest: &str) =>
        "A partir del {earliest}: los clientes la leen al menos 10 días antes." |
        "From {earliest} on: customers read it at least 10 days before.";
    reason => "Motivo" | "Reason";
    reason_hint => "Lo lee quien decide." | "Whoever decides reads it.";
    ask_to_publish => "Pedir aprobación para publicar" | "Ask for approval to publish";
    ask_next =>
        "Otra persona lee el borrador y lo publica, o no. Los clientes lo ven desde que se publica; se aplica desde la fecha indicada." |
        "Another person reads the draft and publishes it, or not. Customers see it once published; it applies from the date given.";
    waits_heading => "Espera la decisión de otra persona" | "It waits for another person's decision";
    waits_text => "Mientras tanto no se puede cambiar." | "Meanwhile it cannot be changed.";
    see_request => "Ver la solicitud" | "See the request";
    discard => "Tirar el borrador" | "Throw the draft away";
    discard_heading => "¿Tirar el borrador?" | "Throw the draft away?";
    discard_text => "Lo escrito se pierde. Lo publicado no cambia." | "What was written is lost. What is published does not change.";
    discard_button(number: i32) => "Tirar el borrador de la versión {number}" | "Throw away the draft of version {number}";

    date_wrong => "Escriba una fecha que exista" | "Enter a date that exists";
    date_soon(earliest: &str) => "La fecha debe ser el {earliest} o después" | "The date must be {earliest} or later";
    reason_empty => "Escriba por qué cambia" | "Enter why it changes";
    reason_long => "Escriba 1,000 caracteres como máximo" | "Enter 1,000 characters at most";
    not_whole_yet => "Falta corregir algo en el borrador" | "Something in the draft must be corrected";

    needed => "Falta este valor" | "This value is missing";
    not_whole => "Escriba un número entero, por ejemplo 5" | "Enter a whole number, for example 5";
    not_percent => "Escriba un porcentaje, por ejemplo 1.5" | "Enter a percentage, for example 1.5";
    not_amount => "Escriba una cantidad, por ejemplo 500.00" | "Enter an amount, for example 500.00";
    between(least: &str, most: &str) => "Debe estar entre {least} y {most}" | "It must be between {least} and {most}";
    more_than(most: &str) => "Debe ser {most} como máximo" | "It must be {most} at most";
    text_missing(language: &str, section: &str) =>
        "Falta el texto en {language} de \"{section}\"" |
        "The {language} text of \"{section}\" is missing";
    spanish => "español" | "Spanish";
    english => "inglés" | "English";
    text_long(most: usize) => "El texto pasa de {most} caracteres" | "The text is longer than {most} characters";
    unknown_name(name: &str) =>
        "\"{name}\" no es el nombre de ningún valor" |
        "\"{name}\" is not the name of any value";
    name_not_set(name: &str) =>
        "\"{name}\" no está fijado en esta versión" |
        "\"{name}\" is not set in this version";
    bare_number_is(number: &str, name: &str) =>
        "En lugar de \"{number}\" escriba {{{name}}}: así no puede contradecir lo que hace el programa" |
        "Write {{{name}}} instead of \"{number}\": then it cannot contradict what the program does";
    bare_number(number: &str) =>
        "\"{number}\" no viene de ningún valor: use uno de los nombres entre llaves o quite el número" |
        "\"{number}\" comes from no value: use one of the names in braces or leave the number out";
    tone(word: &str) => "No use \"{word}\": asusta o avergüenza" | "Do not use \"{word}\": it frightens or shames";

    above_law => "Pasa de lo que permite la ley" | "It is above what the law allows";
    no_legal_rate =>
        "No se conoce la tasa legal para la fecha desde la que vale" |
        "The legal rate for the day from which it holds is not known";
    compounding_barred => "La ley no permite que el interés sume interés" | "The law does not allow interest on interest";
    no_jurisdiction => "Falta bajo qué ley se cobra el atraso" | "Under whose law lateness is charged is missing";
    no_ground => "Falta con qué derecho se cobra: el contrato o la ley" | "By what right it is charged is missing: the contract or the law";
    both_languages => "Hace falta en los dos idiomas" | "It is needed in both languages";
    choose_one => "Elija al menos una" | "Choose at least one";
    below_least => "Es menos que el pago mínimo" | "It is below the least payment";
    before_reminder => "Viene antes del primer recordatorio" | "It comes before the first reminder";
    before_steps => "Viene antes de los pasos anteriores" | "It comes before the earlier steps";
    less_than_fewest => "Es menos que el mínimo de pagos" | "It is less than the fewest instalments";
    notice_longer => "El aviso debe caber antes" | "The notice must fit before it";
    document_missing => "Falta el documento que lo acuerda" | "The document that agrees it is missing";
    moves_without_days => "Falta cuántos días, o cuántos pagos, se pueden mover" | "How many days, or how many instalments, can be moved is missing";
    ends_early => "Termina antes de empezar" | "It ends before it begins";
    no_source => "Falta quién lo publicó" | "Who published it is missing";
    twice => "Está dos veces" | "It is there twice";
    no_legal_unit =>
        "No se conoce la unidad de la ley para la fecha desde la que vale" |
        "The law's unit for the day from which it holds is not known";
    below_laws_days => "La ley da al menos 20 días" | "The law gives at least 20 days";
    not_set_by_law => "Esta ley no fija ninguna cantidad" | "This law sets no amount";
    once_only => "La ley permite cobrarlo una sola vez" | "The law allows it once only";
    too_often => "Es más seguido que cada dos días" | "It is more often than every other day";
    narrower_than_rules => "Es menos de lo que se acepta sin preguntar" | "It is less than what is accepted without asking";
    too_far => "Son a lo más 360 pagos o meses, y 100 por ciento" | "At most 360 instalments or months, and 100 per cent";
    not_row(line: usize) =>
        "El renglón {line} no se entiende: escriba desde, hasta, número y fuente, con un espacio entre uno y otro" |
        "Line {line} cannot be read: write from, until, number and source, with a space between them";
    not_positive => "Debe ser más de cero" | "It must be more than zero";
    cannot_be_obeyed(fault: &str) => "El programa no puede obedecerlo: {fault}" | "The program cannot obey it: {fault}";
}

/// What is wrong at a field, as a sentence.
pub fn fault(lang: Lang, fault: &Fault, section: &str) -> String {
    match fault {
        Fault::Needed => needed(lang).to_owned(),
        Fault::NotWhole => not_whole(lang).to_owned(),
        Fault::NotPercent => not_percent(lang).to_owned(),
        Fault::NotAmount => not_amount(lang).to_owned(),
        Fault::NotRow(line) => not_row(lang, *line),
        Fault::Refused(why) => refused(lang, why),
        Fault::Text(of, fault) => text_fault(lang, *of, fault, section),
    }
}

fn text_fault(lang: Lang, of: Lang, fault: &TextFault, section: &str) -> String {
    let language = match of {
        Lang::Es => spanish(lang),
        Lang::En => english(lang),
    };
    match fault {
        TextFault::Missing => text_missing(lang, language, section),
        TextFault::TooLong(most) => text_long(lang, *most),
        TextFault::Unknown(name) => unknown_name(lang, name),
        TextFault::NotSet(named) => name_not_set(lang, named.name()),
        TextFault::BareNumber { number, instead: Some(named) } => bare_number_is(lang, number, named.name()),
        TextFault::BareNumber { number, instead: None } => bare_number(lang, number),
        TextFault::Tone(word) => tone(lang, word.trim_end_matches('*')),
    }
}

/// The program's own words for why a parameter cannot be obeyed, for the team.
fn refused(lang: Lang, why: &str) -> String {
    if let Some((least, most)) = why.strip_prefix("is not between ").and_then(|rest| rest.split_once(" and "))
    {
        return between(lang, least, &unit(lang, most));
    }
    if let Some(most) = why.strip_prefix("is more than ").or_else(|| why.strip_prefix("has more than ")) {
        return more_than(lang, &unit(lang, most));
    }
    let known = match why {
        "is above what the law allows" => above_law(lang),
        "has no legal rate for the day from which it holds" => no_legal_rate(lang),
        "is not allowed by law" => compounding_barred(lang),
        "is needed where lateness is charged for" => no_jurisdiction(lang),
        "does not say by what right" => no_ground(lang),
        "is needed in both languages" => both_languages(lang),
        "is empty" => choose_one(lang),
        "is below the least payment" => below_least(lang),
        "comes before the first reminder" => before_reminder(lang),
        "comes before the steps that a person is promised" => before_steps(lang),
        "is less than the fewest" => less_than_fewest(lang),
        "is not less than the days until it" => notice_longer(lang),
        "names no document" => document_missing(lang),
        "is missing or says what nobody may do" => moves_without_days(lang),
        "ends before it begins" => ends_early(lang),
        "names no source" => no_source(lang),
        "is there twice" | "has a currency twice" => twice(lang),
        "has no legal unit for the day from which it holds" => no_legal_unit(lang),
        "is below the 20 days that the law gives" => below_laws_days(lang),
        "is not set by this law" => not_set_by_law(lang),
        "may be charged once only" => once_only(lang),
        "is more often than every other day" => too_often(lang),
        "is narrower than what is accepted at once" => narrower_than_rules(lang),
        "goes too far" => too_far(lang),
        "is not positive" | "is negative" => not_positive(lang),
        other => return cannot_be_obeyed(lang, other),
    };
    known.to_owned()
}

fn unit(lang: Lang, number: &str) -> String {
    match lang {
        Lang::En => number.to_owned(),
        Lang::Es => number
            .replace("per cent", "por ciento")
            .replace("days each", "días cada uno")
            .replace("days", "días")
            .replace("a year", "un año"),
    }
}
