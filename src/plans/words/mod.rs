//! What people read about plans before they have one. What is kept, signed and decided has files of its own.

pub mod agreement;
pub mod budget;
pub mod desk;
pub mod keeping;

use chrono::NaiveDate;

use crate::kernel::dates::{DatePart, day_of_year, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money, MoneyError};
use crate::plans::asked::AskError;
use crate::plans::bounds::{AsksPerson, Broken};
use crate::plans::model::{At, Glance};
use crate::plans::schedule::{Schedule, ScheduleError};
use crate::plans::state::{PlanState, Talk};
use crate::policies::rules::Frequency;

crate::words! {
    plans => "Planes de pago" | "Payment plans";
    propose_one => "Proponer un plan" | "Propose a plan";
    propose_hint => "Reparta lo que debe en pagos que pueda cumplir." | "Spread what you owe over payments that you can keep.";
    none_yet => "No tiene un plan. Puede proponer uno." | "You have no plan. You can propose one.";
    step_debts_heading => "¿Qué quiere pagar en plazos?" | "What do you want to spread?";
    continue_on => "Continuar" | "Continue";
    pick_none => "Elija al menos una factura" | "Choose at least one invoice";
    not_due_yet => "Aún no vence" | "Not due yet";
    past_due_since(day: &str) => "Venció el {day}" | "Past due since {day}";
    held_stays_out(amount: Money) =>
        "{amount} no entran: están en aclaración." | "{amount} stay out: in dispute.";
    nothing_changes =>
        "Nada cambia hasta que usted acepte un convenio." | "Nothing changes until you accept an agreement.";
    nothing_can_enter =>
        "No hay ninguna factura que pueda entrar en un plan." | "There is no invoice that can enter a plan.";
    no_rules_heading => "Esta cuenta no tiene plan automático" | "No automatic plan for this account";
    no_rules => "Los planes de esta cuenta se acuerdan con una persona. Escríbale o llámele." | "Plans for this account are agreed with a person. Write or call.";
    barred => "Por ahora no se puede acordar un plan en línea en esta cuenta. Una persona puede ayudarle." | "For now no plan can be agreed online for this account. A person can help you.";
    show_budget_legend => "Lo que calculó antes (opcional)" | "What you worked out before (optional)";
    show_budget(amount: Money) => "Mostrar que podría pagar unos {amount} al mes" | "Show that you could pay about {amount} a month";
    show_budget_hint => "Solo esa cantidad, no sus respuestas. Se borra cuando se decide." | "Only that amount, not your answers. It is deleted when it is decided.";
    how_heading => "¿Cuánto puede pagar cada vez?" | "How much can you pay each time?";
    how_hint =>
        "Elija algo que pueda cumplir con calma; puede pagar antes sin costo." |
        "Choose what you can keep up calmly; paying early costs nothing.";
    how_label => "Pagos" | "Payments";
    another_amount => "Otra cantidad cada vez" | "Another amount each time";
    another_count => "Otro número de pagos" | "Another number of payments";
    each_label(code: &str) => "Cuánto puede pagar cada vez ({code})" | "What you can pay each time ({code})";
    count_label => "Cuántos pagos" | "How many payments";
    slide => "Más o menos pagos" | "More or fewer payments";
    down_label(code: &str) => "Pago inicial ({code})" | "First payment ({code})";
    down_hint => "Opcional: lo que pague al empezar baja los demás." | "Optional: what you pay at the beginning lowers the others.";
    how_often => "¿Cada cuánto?" | "How often?";
    first_legend => "¿Cuándo sería el primero?" | "When would the first be?";
    first_hint(day: &str) => "Hasta el {day}." | "Until {day}.";
    see_it => "Ver cómo queda" | "See how it looks";
    next_rule =>
        "Dentro de las reglas se acepta al momento. Fuera de ellas, lo ve una persona." |
        "Inside the rules it is accepted at once. Outside, a person looks.";
    choice_none => "Elija una opción o escriba otra cantidad" | "Choose an option or enter another amount";
    count_empty => "Escriba cuántos pagos" | "Enter how many payments";
    count_wrong => "El número de pagos va de 1 a 360" | "The number of payments is from 1 to 360";
    each_empty => "Escriba cuánto puede pagar cada vez" | "Enter what you can pay each time";
    each_zero => "Cada pago tiene que ser mayor que cero" | "Each payment has to be more than zero";
    each_too_much(owed: Money) => "Es más de lo que debe: {owed} en total" | "That is more than you owe: {owed} in all";
    each_too_little => "Con esa cantidad serían demasiados pagos" | "With that amount there would be too many payments";
    amount_wrong => "Escriba una cantidad, como 800 o 774.92" | "Enter an amount, such as 800 or 774.92";
    amount_decimals(currency: Currency) => "{currency} no lleva tantos decimales" | "{currency} does not have so many decimals";
    down_negative => "El pago inicial no puede ser negativo" | "The first payment cannot be negative";
    down_too_much(owed: Money) =>
        "El pago inicial tiene que ser menor que lo que debe: {owed}" |
        "The first payment has to be less than what you owe: {owed}";
    date_day => "Falta el día del primer pago, o no existe" | "The day of the first payment is missing, or does not exist";
    date_month => "Falta el mes del primer pago" | "The month of the first payment is missing";
    date_year => "Falta el año del primer pago, con cuatro cifras" | "The year of the first payment is missing, with four digits";
    date_past => "El primer pago no puede ser antes de hoy" | "The first payment cannot be before today";
    payments_of(count: usize, amount: Money) => "{count} pagos de {amount}" | "{count} payments of {amount}";
    one_payment_of(amount: Money) => "1 pago de {amount}" | "1 payment of {amount}";
    payments_in_parts(count: usize, parts: &str) => "{count} pagos: {parts}" | "{count} payments: {parts}";
    so_many_of(count: usize, amount: Money) => "{count} de {amount}" | "{count} of {amount}";
    and => " y " | " and ";
    down_then(down: Money, rest: &str) => "{down} al inicio y {rest}" | "{down} first and {rest}";
    ends_on(day: &str) => "Termina el {day}" | "Ends {day}";
    total_label => "En total paga" | "You pay in all";
    cost_label => "Costo frente a pagar hoy" | "Cost against paying today";
    cost_nothing(amount: Money) => "{amount}: nada de más" | "{amount}: nothing more";
    cost_saves(amount: Money) => "{amount} menos" | "{amount} less";
    cost_adds(amount: Money) => "{amount} de interés si cumple cada fecha" | "{amount} of interest if you keep each date";
    discount_label => "Descuento al terminar" | "Discount at the end";
    stops_label => "Interés que deja de sumar" | "Interest that stops";
    a_day(amount: Money) => "{amount} al día" | "{amount} a day";
    first_label => "Primer pago" | "First payment";
    schedule_caption => "Fechas y cantidades" | "Dates and amounts";
    column_number => "N.º" | "No.";
    column_date => "Fecha" | "Date";
    column_amount => "Cantidad" | "Amount";
    down_row => "Inicial" | "First";
    weekend_counts =>
        "Cualquier día es buena fecha: aquí se puede pagar también en fin de semana." |
        "Any day is a good date: you can pay here on weekends too.";
    accept_this => "Continuar con este plan" | "Continue with this plan";
    inside => "Este plan está dentro de las reglas: se acepta hoy." | "This plan is inside the rules: it is accepted today.";
    outside_one => "Una regla no permite este plan" | "One rule does not allow this plan";
    outside_many(count: usize) => "{count} reglas no permiten este plan" | "{count} rules do not allow this plan";
    see_rules(number: i32) => "Ver las reglas (versión {number})" | "See the rules (version {number})";
    which_way => "¿Cómo quiere seguir?" | "How do you want to go on?";
    accepted_today(plan: &str) => "Se acepta hoy: {plan}" | "Accepted today: {plan}";
    person_decides(plan: &str) => "Lo decide una persona: {plan}" | "A person decides: {plan}";
    answer_before(day: &str) => "Respuesta a más tardar el {day}." | "An answer by {day} at the latest.";
    anything_to_know => "¿Algo que debamos saber? (opcional)" | "Anything we should know? (optional)";
    anything_hint =>
        "No hace falta explicar por qué. Diga, si quiere, qué sí puede pagar y cuándo." |
        "You need not explain why. Say, if you like, what you can pay and when.";
    way_none => "Elija una de las opciones" | "Choose one of the options";
    words_long => "Escriba 1,000 letras como máximo" | "Write 1,000 characters at most";
    nothing_fits =>
        "Ningún plan dentro de las reglas alcanza para esta deuda. Puede mandarlo a una persona." |
        "No plan inside the rules fits this debt. You can send it to a person.";
    broken_change => "Un cambio a un convenio firmado lo decide una persona." | "A change to a signed agreement is decided by a person.";
    broken_before =>
        "El plan anterior se cerró sin terminar, así que este lo decide una persona." |
        "The plan before closed before its end, so this one is decided by a person.";
    broken_too_few(least: u16, asked: u16) =>
        "El plan tiene por lo menos {least} pagos; usted pidió {asked}." |
        "A plan has at least {least} payments; you asked for {asked}.";
    broken_too_many(most: u16, asked: u16) =>
        "El plan puede tener hasta {most} pagos; usted pidió {asked}." |
        "A plan can have up to {most} payments; you asked for {asked}.";
    broken_too_long(latest: &str, asked: &str) =>
        "Con ese primer día el plan puede durar hasta el {latest}; este termina el {asked}." |
        "From that first day a plan can last until {latest}; this one ends {asked}.";
    broken_too_small(least: Money, asked: Money) =>
        "Cada pago es de al menos {least}; salen de {asked}." |
        "Each payment is at least {least}; yours come to {asked}.";
    broken_first_late(latest: &str, asked: &str) =>
        "El primer pago puede ser hasta el {latest}; este sería el {asked}." |
        "The first payment can be no later than {latest}; this one would be {asked}.";
    broken_frequency => "Las reglas no tienen pagos tan seguidos o tan separados." | "The rules have no payments that often or that seldom.";
    broken_down(least: Money, asked: Money) =>
        "Al empezar se paga por lo menos {least}; usted puso {asked}." |
        "At least {least} is paid at the beginning; you put {asked}.";
    broken_discount => "Ese descuento es para menos pagos, o para antes." | "That discount is for fewer payments, or sooner.";
    unsplittable => "Lo que debe no se puede repartir así." | "What you owe cannot be spread like that.";
    // What came of a form.
    debt_gone(number: &str) =>
        "{number} ya no puede entrar: se pagó, está en aclaración o está en otro plan. Su propuesta quedó como estaba." |
        "{number} can no longer enter: it was paid, is in dispute or is in another plan. Your proposal is as it was.";
    offer_expired =>
        "Esta propuesta venció mientras la leía. Puede pedirla otra vez." |
        "This proposal ended while you were reading. You can ask again.";
    offer_moved => "Hay una propuesta más nueva; es esta." | "There is a newer proposal; this is it.";
    amounts_moved =>
        "Entre tanto cambió lo que debe: llegó un pago o se sumó interés. Estos son los números de ahora; nada se aceptó." |
        "What you owe changed meanwhile: a payment came in or interest was added. These are the numbers now; nothing was accepted.";
    no_plans_now => "Por ahora no se puede acordar un plan en esta cuenta." | "For now no plan can be agreed on this account.";
    proposal_sent => "Propuesta enviada" | "Proposal sent";
    // The page of a negotiation.
    heading_sent => "Su propuesta está en manos de una persona" | "Your proposal is with a person";
    heading_to_sign => "Falta que usted lo lea y lo acepte" | "It is for you to read and accept";
    heading_offered(creditor: &str) => "{creditor} le propone un plan" | "{creditor} proposes a plan to you";
    heading_declined => "La propuesta no se aceptó" | "The proposal was not accepted";
    heading_withdrawn => "La propuesta se retiró" | "The proposal was withdrawn";
    heading_expired(day: &str) => "Esta propuesta venció el {day}" | "This proposal ended on {day}";
    ask_again => "Puede proponer otro plan." | "You can propose another plan.";
    good_until(day: &str, hour: &str) => "Vale hasta el {day}, {hour}." | "Open until {day}, {hour}.";
    we_answer_by(day: &str) => "Contestamos a más tardar el {day}." | "We answer by {day} at the latest.";
    read_and_accept => "Leer y aceptar" | "Read and accept";
    other_proposal => "Hacer otra propuesta" | "Make another proposal";
    not_for_me => "No me conviene" | "It does not suit me";
    take_back => "Retirar la propuesta" | "Withdraw the proposal";
    accept_charges_nothing =>
        "Aceptar no cobra nada: primero verá el convenio completo." |
        "Accepting charges nothing: you first see the whole agreement.";
    still_payable => "Mientras se contesta puede pagar como siempre, y el interés sigue como dicen las reglas." | "Until it is answered you can pay as always, and interest goes on as the rules say.";
    versions => "Las propuestas, la más nueva primero" | "The proposals, the newest first";
    yours(version: i32) => "Su propuesta ({version})" | "Your proposal ({version})";
    theirs(name: &str, version: i32) => "Propuesta de {name} ({version})" | "{name}'s proposal ({version})";
    of_customer(version: i32) => "Propuesta del cliente ({version})" | "The customer's proposal ({version})";
    row_count => "Pagos" | "Payments";
    row_each => "Cada uno" | "Each";
    row_first => "Primero" | "First";
    row_last => "Último" | "Last";
    row_total => "Total" | "Total";
    changed => "cambió" | "changed";
    terms_of_offer => "Qué" | "What";
    covers(numbers: &str) => "Facturas: {numbers}" | "Invoices: {numbers}";
    state_with_creditor => "Propuesta enviada" | "Proposal sent";
    state_to_sign => "Espera su respuesta" | "Waiting for you";
    state_to_sign_desk => "Espera al cliente" | "Waiting for the customer";
    state_declined => "No aceptada" | "Not accepted";
    state_withdrawn => "Retirada" | "Withdrawn";
    state_expired => "Vencida" | "Ended";
    state_signed => "Aceptada" | "Accepted";
    state_active => "Vigente" | "Active";
    state_behind => "Con atraso" | "Behind";
    state_suspended => "Suspendido" | "Suspended";
    state_completed => "Terminado" | "Finished";
    state_closed => "Cerrado sin terminar" | "Closed before the end";
    state_replaced => "Sustituido" | "Replaced";
    monthly => "Cada mes, el mismo día" | "Each month, on the same day";
    fortnightly => "Cada quincena, el 15 y el último día" | "Twice a month, on the 15th and the last day";
    weekly => "Cada semana" | "Each week";
    last_working_day => "Cada mes, el último día de lunes a viernes" | "Each month, on the last Monday to Friday";
    settle_card(payments: u16, percent: &str, total: Money) =>
        "Liquidar en {payments} pagos con {percent} % menos: {total}" |
        "Pay off in {payments} payments with {percent} % less: {total}";
    settle_card_one(percent: &str, total: Money) =>
        "Liquidar en 1 pago con {percent} % menos: {total}" | "Pay off in 1 payment with {percent} % less: {total}";
    picture_title => "Los pagos del plan en el tiempo" | "The payments of the plan in time";
    picture_caption(count: usize, from: &str, to: &str) =>
        "{count} pagos, del {from} al {to}." | "{count} payments, {from} to {to}.";
    picture_description(caption: &str) => "{caption} La tabla que sigue dice lo mismo." | "{caption} The table that follows says the same.";
    today => "Hoy" | "Today";
    glance_plan(name: &str, state: &str, amount: Money, day: &str) =>
        "Plan {name} ({state}): {amount} el {day}" | "Plan {name} ({state}): {amount} on {day}";
    glance_state(name: &str, state: &str) => "Plan {name} ({state})" | "Plan {name} ({state})";
    next_of(name: &str, amount: Money, day: &str) =>
        "El siguiente pago de su plan {name} es de {amount}, el {day}." | "The next payment of your plan {name} is {amount}, on {day}.";
    glance_talk(state: &str) => "Propuesta de plan: {state}" | "Plan proposal: {state}";
}

/// A plan or a proposal in a line.
pub fn glance(lang: Lang, glance: &Glance) -> String {
    match (glance.what, glance.next) {
        (At::Plan(state), Some((on, amount))) => {
            glance_plan(lang, &glance.name, plan_state(lang, state), amount, &day_of_year(on, lang))
        }
        (At::Plan(state), None) => glance_state(lang, &glance.name, plan_state(lang, state)),
        (At::Talk(state), _) => glance_talk(lang, talk_state(lang, state, false)),
    }
}

/// What a card says of a rhythm.
pub fn frequency(lang: Lang, frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Monthly => monthly(lang),
        Frequency::Fortnightly => fortnightly(lang),
        Frequency::Weekly => weekly(lang),
        Frequency::LastWorkingDay => last_working_day(lang),
    }
}

/// `$1,649.50 al inicio y 6 pagos: 4 de $774.92 y 2 de $774.91`.
pub fn in_short(lang: Lang, schedule: &Schedule) -> String {
    let amounts = schedule.amounts();
    let text = match amounts.as_slice() {
        [(1, amount)] => one_payment_of(lang, *amount),
        [(count, amount)] => payments_of(lang, *count, *amount),
        several => {
            let count = several.iter().map(|(count, _)| count).sum();
            let parts: Vec<String> =
                several.iter().map(|(count, amount)| so_many_of(lang, *count, *amount)).collect();
            payments_in_parts(lang, count, &parts.join(and(lang)))
        }
    };
    match schedule.down_payment() {
        Some(down) => down_then(lang, down, &text),
        None => text,
    }
}

/// Which rule a proposal does not keep, with both numbers.
pub fn broken(lang: Lang, broken: &Broken) -> String {
    let day = |on: NaiveDate| short_day(on, lang);
    match *broken {
        Broken::Asks(AsksPerson::Change) => broken_change(lang).to_owned(),
        Broken::Asks(AsksPerson::BrokenBefore) => broken_before(lang).to_owned(),
        Broken::TooFew { least, asked } => broken_too_few(lang, least, asked),
        Broken::TooMany { most, asked } => broken_too_many(lang, most, asked),
        Broken::TooLong { latest, asked, .. } => broken_too_long(lang, &day(latest), &day(asked)),
        Broken::TooSmall { least, asked } => broken_too_small(lang, least, asked),
        Broken::FirstPast => format!("{}.", date_past(lang)),
        Broken::FirstLate { latest, asked } => {
            broken_first_late(lang, &day_of_year(latest, lang), &day_of_year(asked, lang))
        }
        Broken::Frequency => broken_frequency(lang).to_owned(),
        Broken::DownPayment { least, asked } => broken_down(lang, least, asked),
        Broken::Discount => broken_discount(lang).to_owned(),
        Broken::NoSchedule(error) => schedule_error(lang, error).to_owned(),
    }
}

/// The sentence at the field of what cannot be understood.
pub fn ask_error(lang: Lang, currency: Currency, error: AskError) -> String {
    let money = |error: MoneyError| match error {
        MoneyError::TooManyDecimals => amount_decimals(lang, currency),
        _ => amount_wrong(lang).to_owned(),
    };
    match error {
        AskError::ChoiceNone => choice_none(lang).to_owned(),
        AskError::CountEmpty => count_empty(lang).to_owned(),
        AskError::CountWrong => count_wrong(lang).to_owned(),
        AskError::EachEmpty => each_empty(lang).to_owned(),
        AskError::EachWrong(error) | AskError::DownWrong(error) => money(error),
        AskError::EachZero => each_zero(lang).to_owned(),
        AskError::EachTooMuch(owed) => each_too_much(lang, owed),
        AskError::EachTooLittle => each_too_little(lang).to_owned(),
        AskError::DownNegative => down_negative(lang).to_owned(),
        AskError::DownTooMuch(owed) => down_too_much(lang, owed),
        AskError::DateWrong(DatePart::Day) => date_day(lang).to_owned(),
        AskError::DateWrong(DatePart::Month) => date_month(lang).to_owned(),
        AskError::DateWrong(DatePart::Year) => date_year(lang).to_owned(),
        AskError::DatePast => date_past(lang).to_owned(),
    }
}

/// The word of a negotiation's state. The team reads another one where it waits for the other side.
pub fn talk_state(lang: Lang, state: Talk, desk: bool) -> &'static str {
    match state {
        Talk::WithCreditor => state_with_creditor(lang),
        Talk::ToSign if desk => state_to_sign_desk(lang),
        Talk::ToSign => state_to_sign(lang),
        Talk::Signed => state_signed(lang),
        Talk::Declined => state_declined(lang),
        Talk::Withdrawn => state_withdrawn(lang),
        Talk::Expired => state_expired(lang),
    }
}

/// The word of a plan's state.
pub fn plan_state(lang: Lang, state: PlanState) -> &'static str {
    match state {
        PlanState::Active => state_active(lang),
        PlanState::Behind => state_behind(lang),
        PlanState::Suspended => state_suspended(lang),
        PlanState::Completed => state_completed(lang),
        PlanState::Closed => state_closed(lang),
        PlanState::Replaced => state_replaced(lang),
    }
}

fn schedule_error(lang: Lang, error: ScheduleError) -> &'static str {
    match error {
        ScheduleError::Count => count_wrong(lang),
        ScheduleError::TooSmall => each_too_little(lang),
        _ => unsplittable(lang),
    }
}
