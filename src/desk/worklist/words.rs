//! What the work list says.

use crate::desk::worklist::model::{Reason, Shelf, ThingKind, Why};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    lead =>
        "Primero lo que se prometió y lo que espera; después, las cuentas por prioridad." |
        "First what was promised and what waits; then the accounts by priority.";
    take_next => "Tomar lo siguiente" | "Take the next one";
    which => "Cuáles" | "Which";
    shelf_team => "Del equipo" | "The team's";
    shelf_mine => "Míos" | "Mine";
    shelf_free => "Sin asignar" | "Unassigned";
    heading_list => "Lista de trabajo" | "Work list";
    customer => "Cliente" | "Customer";
    why => "Por qué hoy" | "Why today";
    amount => "Monto" | "Amount";
    due => "Límite" | "Due by";
    callable => "¿Se puede llamar?" | "May we call?";
    owner => "Responsable" | "Owner";
    nobody => "Nadie" | "Nobody";
    you => "Usted" | "You";
    owned_since(name: &str, at: &str) => "{name}, desde las {at}" | "{name}, since {at}";
    over(day: &str) => "{day}, pasado" | "{day}, past";
    tick(what: &str) => "Marcar: {what}" | "Tick: {what}";
    more => "Ver más cuentas" | "See more accounts";
    back_to_first => "Volver al principio de la lista" | "Back to the top of the list";
    shown_at_most(count: i64) =>
        "De cada clase se muestran {count}; las demás siguen al atender estas." |
        "{count} of each kind are shown; the others follow as these are done.";

    none_team => "No queda nada por hoy." | "Nothing is left for today.";
    none_mine => "Usted no ha tomado nada." | "You have taken nothing.";
    none_free => "Todo lo que espera tiene responsable." | "Everything that waits has an owner.";

    dispute(number: &str) => "Responder la aclaración {number}" | "Answer dispute {number}";
    proposal => "Propuesta de plan por responder" | "Plan proposal to answer";
    message(person: &str) => "Mensaje sin respuesta, de {person}" | "Message without an answer, from {person}";
    waits_hours(hours: i64) => "espera desde hace {hours} h" | "waiting for {hours} h";
    waits_days(days: i64) => "espera desde hace {days} días" | "waiting for {days} days";
    mention(name: &str) => "{name} le llama en una nota" | "{name} calls you in a note";
    promise_broken => "La promesa venció y no se ha pagado completa" | "The promise has passed and is not paid in full";
    promise_due => "Prometió pagar a más tardar hoy" | "Promised to pay by today";
    plan_behind => "Plan con un pago atrasado" | "Plan with a late payment";
    plan_suspended => "Plan suspendido" | "Suspended plan";
    autopay(number: &str) => "No pasó el cargo automático de {number}" | "The automatic charge of {number} did not go through";

    points(points: i32) => "{points} puntos" | "{points} points";
    points_heading => "Puntos" | "Points";
    one_point => "1 punto" | "1 point";
    owes(amount: Money, points: i32) => "debe {amount} ({points})" | "owes {amount} ({points})";
    late(days: i64, points: i32) => "vencido hace {days} días ({points})" | "{days} days past due ({points})";
    silent(days: i64, points: i32) => "sin contacto hace {days} días ({points})" | "no contact for {days} days ({points})";
    never_contacted(points: i32) => "nunca hubo contacto ({points})" | "never contacted ({points})";
    broken(count: i32, points: i32) => "promesas sin cumplir: {count} ({points})" | "promises not kept: {count} ({points})";
    risks(count: i32, points: i32) =>
        "planes o cargos fallidos: {count} ({points})" | "failed plans or charges: {count} ({points})";
    kept(count: i32, points: i32) => "promesas cumplidas: {count} ({points})" | "promises kept: {count} ({points})";

    yes_until(hour: &str) => "Sí, hasta las {hour}" | "Yes, until {hour}";
    no_from(moment: &str, why: &str) => "Desde el {moment}: {why}" | "From {moment}: {why}";
    never(why: &str) => "No: {why}" | "No: {why}";

    with_ticked => "Con lo que marque" | "With what you tick";
    take => "Tomar" | "Take";
    leave => "Dejar" | "Give back";
    snooze => "Posponer hasta un día" | "Put off until a day";
    snooze_until => "¿Hasta qué día?" | "Until which day?";
    snooze_hint => "Vuelve ese día, o antes si pasa algo nuevo." | "It comes back that day, or before if something new happens.";
    snooze_now => "Posponer" | "Put off";
    give => "Dar a otra persona" | "Give to somebody else";
    give_whom => "¿A quién?" | "To whom?";
    give_now => "Dar" | "Give";

    done_taken(count: u32) => "Tomó {count}." | "You took {count}.";
    done_given(count: u32) => "Dio {count}." | "You gave {count}.";
    done_left(count: u32) => "Dejó {count}." | "You gave back {count}.";
    done_snoozed(count: u32) => "Pospuso {count}." | "You put off {count}.";
    done_lost(count: u32) => "Otra persona ya tenía {count}; siguen con ella." | "A colleague had {count} already, and keeps them.";
    done_all => "La lista de abajo ya lo muestra." | "The list below shows it.";
    nothing_next => "No queda nada por tomar." | "There is nothing left to take.";
    nothing_next_text =>
        "Lo que espera tiene responsable, y ninguna cuenta está libre para pedirle un pago hoy." |
        "What waits has an owner, and no account is free to be asked for a payment today.";

    none_ticked => "Marque al menos una fila" | "Tick at least one row";
    held_by(name: &str, at: &str) => "{name} lo tomó a las {at}" | "{name} took it at {at}";
    held => "Otra persona lo está tomando en este momento" | "Somebody else is taking it at this moment";
    not_yours => "Eso no es suyo, así que no puede dejarlo" | "That is not yours to give back";
    day_wrong => "Escriba una fecha que exista" | "Enter a date that exists";
    day_not_ahead => "Elija un día después de hoy" | "Choose a day after today";
    day_too_far(last: &str) => "Elija un día hasta el {last}" | "Choose a day up to {last}";
    whom_none => "Elija a quién" | "Choose to whom";
    nothing_changed => "No se cambió nada." | "Nothing was changed.";

    weights => "Cómo se ordenan las cuentas" | "How accounts are put in order";
    weights_lead =>
        "Cada motivo da puntos, y las cuentas con más puntos van primero. Quien prometió pagar, aclara todo lo vencido o está protegido por su situación legal no aparece." |
        "Each reason gives points, and the accounts with most points come first. Whoever promised to pay, contests all that is due or is protected by a legal status does not appear.";
    weights_of(creditor: &str) => "Puntos de {creditor}" | "Points of {creditor}";
    weights_changed_by(name: &str) => "Los cambió {name}." | "Changed by {name}.";
    weights_usual => "Son los de fábrica." | "They are the program's own.";
    amount_each => "Por cada mil que se debe" | "For each thousand owed";
    amount_most => "Lo más que dan por el monto" | "At most for the amount";
    late_each => "Por cada diez días de atraso" | "For each ten days late";
    late_most => "Lo más que dan por el atraso" | "At most for lateness";
    silence_each => "Por cada semana sin contacto" | "For each week without contact";
    silence_most => "Lo más que dan por la falta de contacto" | "At most for lack of contact";
    broken_each => "Por cada promesa sin cumplir, hasta cinco" | "For each promise not kept, up to five";
    risk_each => "Por cada plan o cargo fallido, hasta cinco" | "For each failed plan or charge, up to five";
    kept_each => "Se restan por cada promesa cumplida, hasta cinco" | "Taken off for each promise kept, up to five";
    weight_wrong => "Escriba un número entero de 0 a 100" | "Enter a whole number from 0 to 100";
    preview => "Ver cómo quedaría" | "See how it would be";
    save_weights => "Usar estos puntos" | "Use these points";
    preview_heading => "Con estos puntos, las primeras diez serían" | "With these points, the first ten would be";
    first_heading => "Las primeras diez de hoy" | "Today's first ten";
    place => "Lugar" | "Place";
    place_now => "Hoy" | "Today";
    place_then => "Quedaría" | "Would be";
    weights_saved => "Los puntos quedaron guardados." | "The points are saved.";
    weights_saved_text => "La lista se ordena de nuevo en un momento." | "The list is put in order again in a moment.";
    weights_read_only => "Solo quien supervisa los cambia." | "Only supervisors change them.";
    no_accounts => "No hay cuentas por ordenar." | "There are no accounts to put in order.";

    group => "Grupo" | "Group";
    all_accounts => "Todas las cuentas" | "All accounts";
    narrow => "Mostrar solo este grupo" | "Show this group only";
    reference => "Referencia" | "Reference";
    reasons => "Motivos" | "Reasons";
    currency => "Moneda" | "Currency";

    tasks => "Tareas" | "Tasks";
    all_tasks => "Todas las tareas" | "All tasks";
}

/// What the tab of a shelf says.
pub fn shelf(lang: Lang, shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Team => shelf_team(lang),
        Shelf::Mine => shelf_mine(lang),
        Shelf::Free => shelf_free(lang),
    }
}

/// What stands where a shelf is empty.
pub fn shelf_empty(lang: Lang, shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Team => none_team(lang),
        Shelf::Mine => none_mine(lang),
        Shelf::Free => none_free(lang),
    }
}

/// One reason, with its points.
pub fn reason(lang: Lang, reason: &Reason) -> String {
    let points = reason.points;
    match reason.why {
        Why::Owes(amount) => owes(lang, amount, points),
        Why::Late(days) => late(lang, days, points),
        Why::Silent(days) => silent(lang, days, points),
        Why::NeverContacted => never_contacted(lang, points),
        Why::Broken(count) => broken(lang, count, points),
        Why::Risks(count) => risks(lang, count, points),
        Why::Kept(count) => kept(lang, count, points),
    }
}

/// What a row is, by what names it.
pub fn what(lang: Lang, kind: ThingKind, detail: &str) -> String {
    match kind {
        ThingKind::Dispute => dispute(lang, detail),
        ThingKind::Proposal => proposal(lang).to_owned(),
        ThingKind::Message => message(lang, detail),
        ThingKind::Mention => mention(lang, detail),
        ThingKind::PromiseBroken => promise_broken(lang).to_owned(),
        ThingKind::PromiseDue => promise_due(lang).to_owned(),
        ThingKind::Plan if detail == "suspended" => plan_suspended(lang).to_owned(),
        ThingKind::Plan => plan_behind(lang).to_owned(),
        ThingKind::Autopay => autopay(lang, detail),
        ThingKind::Task | ThingKind::Account => String::new(),
    }
}

/// So many points, in words.
pub fn points_text(lang: Lang, count: i32) -> String {
    if count == 1 { one_point(lang).to_owned() } else { points(lang, count) }
}

/// What a weight is for, by the name that its field has.
pub fn weight(lang: Lang, name: &str) -> &'static str {
    match name {
        "amount_each" => amount_each(lang),
        "amount_most" => amount_most(lang),
        "late_each" => late_each(lang),
        "late_most" => late_most(lang),
        "silence_each" => silence_each(lang),
        "silence_most" => silence_most(lang),
        "broken_each" => broken_each(lang),
        "risk_each" => risk_each(lang),
        _ => kept_each(lang),
    }
}
