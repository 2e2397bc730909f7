//! What the pages and notices about automatic payments say.

use crate::kernel::locale::Lang;
use crate::payments::autopay::model::{ChargeState, Covers, DayRule, EndWhy, Named, Promise};

/// Which edition of [`mandate_text`] people agree to; raised with every change of its words.
pub const TEXT_VERSION: i32 = 2;

crate::words! {
    charge_description(creditor: &str, reference: &str)
        => "Pago automático a {creditor}, cuenta {reference}" | "Automatic payment to {creditor}, account {reference}";

    by_itself => "Cargo automático" | "Automatic charge";

    // The page.
    heading => "Pagos automáticos" | "Automatic payments";
    lead(creditor: &str)
        => "Lo que venza se cobra solo a su tarjeta, con aviso antes de cada cargo. Usted pone el tope y lo detiene cuando quiera. El dinero va a {creditor}."
        | "What falls due is charged to your card by itself, with a notice before each charge. You set the cap and stop it whenever you like. The money goes to {creditor}.";
    none_heading => "Primero guarde una tarjeta" | "First keep a card";
    none(creditor: &str)
        => "Todavía no hay una tarjeta guardada con {creditor}. Marque «Guardar esta tarjeta» la próxima vez que pague, y vuelva aquí."
        | "There is no kept card with {creditor} yet. Tick “Keep this card” the next time you pay, and come back here.";
    anothers_heading => "Esta cuenta ya se paga sola" | "This account already pays by itself";
    anothers
        => "Otra persona con permiso en esta cuenta tiene pagos automáticos. Solo puede haber unos."
        | "Another person with access to this account has automatic payments. There can only be one.";
    not_allowed
        => "Usted puede ver esta cuenta, pero no pagar en ella."
        | "You can see this account, but not pay on it.";
    which_card => "¿Con qué tarjeta?" | "With which card?";
    cap(code: &str) => "Tope al mes ({code})" | "Cap per month ({code})";
    cap_hint
        => "En un mes nunca se cobra más que esto. Lo que no quepa no se cobra, y le avisamos."
        | "Never more than this is charged in one month. What does not fit is not charged, and we tell you.";
    which_covers => "¿Qué se cobra solo?" | "What is charged by itself?";
    covers_invoices => "Las facturas que venzan" | "Invoices as they fall due";
    covers_invoices_hint => "Lo que está en un plan no se toca." | "What is in a plan is left alone.";
    covers_instalments(names: &str) => "Los pagos de mi plan {names}" | "The instalments of my plan {names}";
    covers_instalments_hint => "Cada uno en su fecha." | "Each on its own day.";
    covers_both(names: &str) => "Las facturas y los pagos de mi plan {names}" | "Invoices and the instalments of my plan {names}";
    covers_none => "Elija qué se cobra solo" | "Choose what is charged by itself";
    covers_row => "Qué se cobra" | "What is charged";
    instalment_of(number: i16, plan: &str) => "pago {number} del plan {plan}" | "instalment {number} of plan {plan}";
    down_payment_of(plan: &str) => "pago inicial del plan {plan}" | "first payment of plan {plan}";
    which_day_invoices => "¿Qué día se cobran las facturas?" | "On which day are invoices charged?";

    // On the page of a plan.
    plan_heading => "Pago automático" | "Automatic payment";
    plan_on(card: &str) => "Los pagos de este plan se cobran solos a {card}, cada uno en su fecha, con aviso antes." | "The instalments of this plan are charged to {card} by themselves, each on its day, with a notice before.";
    plan_next(amount: &str, day: &str) => "Próximo cargo: {amount}, el {day}." | "Next charge: {amount}, on {day}.";
    plan_waits => "Mientras algo de este plan está en aclaración, no se cobra solo." | "While something of this plan is in dispute, nothing is charged by itself.";
    plan_off => "Los pagos de este plan no se cobran solos." | "The instalments of this plan are not charged by themselves.";
    plan_turn_on => "Activar el pago automático" | "Turn on automatic payment";
    plan_see => "Ver los pagos automáticos" | "See automatic payments";
    plan_anothers => "Otra persona con permiso en esta cuenta tiene pagos automáticos." | "Another person with access to this account has automatic payments.";

    which_day => "¿Qué día?" | "On which day?";
    day_due => "El día en que vence" | "The day it falls due";
    day_due_hint => "Sin recargos por pagar tarde." | "No late charges.";
    day_month(day: u32) => "El día {day} del mes" | "Day {day} of the month";
    day_month_hint
        => "El primero que llegue desde que vence. Entre tanto puede haber recargos."
        | "The first that comes once it is due. Late charges may run meanwhile.";
    go_on => "Ver lo que aceptaría" | "See what you would agree to";
    next_agree
        => "Primero lee el texto completo. Todavía no acepta nada."
        | "First you read the whole text. You agree to nothing yet.";
    today_due(amount: &str)
        => "Hoy hay {amount} vencidos: entran en el primer cargo, después del aviso."
        | "{amount} are past due today: they are in the first charge, after the notice.";

    // The text, and agreeing.
    agree_heading => "¿Acepta los pagos automáticos?" | "Do you agree to automatic payments?";
    what_first => "Lo primero que se cobraría" | "What would be charged first";
    first_charge(number: &str, amount: &str, day: &str)
        => "{number}: {amount}, el {day}." | "{number}: {amount}, on {day}.";
    first_over_cap(number: &str, amount: &str)
        => "{number}: {amount} no cabe en su tope, y no se cobraría."
        | "{number}: {amount} does not fit under your cap, and would not be charged.";
    first_nothing
        => "Hoy no hay nada que cobrar. Lo siguiente que venza se avisa antes."
        | "There is nothing to charge today. What falls due next is announced before.";
    agree => "Acepto" | "I agree";
    change => "Cambiar" | "Change";
    agree_kept
        => "Guardamos este texto, el día, la hora y la dirección de internet desde la que acepta."
        | "We keep this text, the day, the hour and the internet address from which you agree.";
    moved_heading => "Algo cambió mientras leía" | "Something changed while you read";
    moved => "Lea el texto otra vez: ahora dice lo que vale hoy." | "Read the text again: it now says what holds today.";

    // Errors.
    method_none => "Elija una tarjeta" | "Choose a card";
    cap_empty => "Escriba el tope" | "Enter the cap";
    cap_not_number => "Escriba el tope con números, como 3000" | "Enter the cap in digits, such as 3000";
    cap_too_small(least: &str) => "El tope es de {least} o más" | "The cap is {least} or more";
    day_none => "Elija el día" | "Choose the day";

    // In force.
    on_heading => "Los pagos automáticos están activos" | "Automatic payments are on";
    on_done => "Listo: desde ahora se cobra solo lo que venza, con aviso antes." | "Done: what falls due is now charged by itself, with a notice before.";
    next_charge => "Próximo cargo" | "Next charge";
    next_charge_of(number: &str, amount: &str, day: &str)
        => "{number}: {amount}, {day}" | "{number}: {amount}, {day}";
    next_none => "Ninguno por ahora" | "None for now";
    to_come(number: &str, amount: &str, day: &str)
        => "{number}: unos {amount} el {day}; se avisa antes"
        | "{number}: about {amount} on {day}; announced before";
    card => "Tarjeta" | "Card";
    cap_row => "Tope al mes" | "Cap per month";
    cap_used(used: &str, cap: &str) => "{cap}, de los que este mes van {used}" | "{cap}, of which {used} so far this month";
    day_row => "Día" | "Day";
    since => "Desde el" | "Since";
    stop => "Detener ahora" | "Stop now";
    stop_next
        => "Se detiene en este momento. Lo que deba sigue igual y lo paga usted."
        | "It stops this very moment. What you owe stays the same, and you pay it yourself.";
    see_text => "Lo que usted aceptó" | "What you agreed to";
    history => "Cargos" | "Charges";
    no_history => "Todavía no hay cargos." | "There are no charges yet.";
    column_thing => "Qué" | "What";
    column_amount => "Importe" | "Amount";
    column_day => "Día" | "Day";
    column_state => "Estado" | "State";
    stopped_heading => "Se detuvieron los pagos automáticos" | "Automatic payments have stopped";
    stopped => "Desde este momento no se envía ningún cargo." | "From this moment no charge is sent.";
    on_its_way(amount: &str)
        => "Un cargo de {amount} ya se había enviado a su banco antes de detenerlos; si se cobra, le llega su recibo."
        | "A charge of {amount} had been sent to your bank before you stopped; if it is made, you get its receipt.";
    state_announced => "Avisado" | "Announced";
    state_charging => "En proceso" | "In process";
    state_waiting => "Se intenta otra vez" | "To be tried again";
    state_needs_person => "Falta que usted confirme" | "Waits for you to confirm";
    state_paid => "Cobrado" | "Charged";
    state_given_up => "No se cobró" | "Not charged";
    state_dropped => "Ya no se cobra" | "No longer charged";
    state_over_cap => "No cabe en el tope" | "Over the cap";

    // The desk.
    desk_on(card: &str, cap: &str) => "Activos: {card}, tope {cap} al mes." | "On: {card}, cap {cap} a month.";
    desk_off => "No hay." | "None.";
    desk_next(number: &str, amount: &str, day: &str) => "Próximo: {number}, {amount}, {day}." | "Next: {number}, {amount}, {day}.";

    // Notices.
    ahead_subject => "Aviso de un cargo automático" | "Notice of an automatic charge";
    ahead(creditor: &str, amount: &str, day: &str, card: &str, number: &str)
        => "El {day}, {creditor} cobrará {amount} a su tarjeta {card}, como usted aceptó. Paga {number}. No tiene que hacer nada. Si prefiere pagar de otra forma o detenerlo, puede hacerlo antes de ese día."
        | "On {day}, {creditor} will charge {amount} to your card {card}, as you agreed. It pays {number}. You need do nothing. If you prefer to pay another way or to stop it, you can do so before that day.";
    ahead_link => "Ver o detener los pagos automáticos" | "See or stop automatic payments";
    ahead_short(sender: &str) => "{sender}: habrá un cargo automático a su tarjeta:" | "{sender}: there will be an automatic charge to your card:";
    declined_subject => "No se hizo un cargo automático" | "An automatic charge was not made";
    declined(creditor: &str, amount: &str, card: &str, number: &str, day: &str)
        => "El banco no aceptó el cargo de {amount} de {creditor} a su tarjeta {card} ({number}). No se cobró nada. Lo intentamos otra vez el {day}. Si prefiere, puede pagarlo usted antes."
        | "The bank did not accept {creditor}'s charge of {amount} to your card {card} ({number}). Nothing was charged. We try again on {day}. If you prefer, you can pay it yourself before.";
    given_up(creditor: &str, amount: &str, card: &str, number: &str)
        => "El banco no aceptó el cargo de {amount} de {creditor} a su tarjeta {card} ({number}). No se cobró nada y no lo intentamos más. Puede pagarlo usted; también puede guardar otra tarjeta."
        | "The bank did not accept {creditor}'s charge of {amount} to your card {card} ({number}). Nothing was charged, and we do not try again. You can pay it yourself; you can also keep another card.";
    needs_person(creditor: &str, amount: &str, card: &str, number: &str)
        => "Su banco quiere que usted confirme el cargo de {amount} de {creditor} a su tarjeta {card} ({number}). No se cobró nada. Para pagarlo y confirmarlo, abra este enlace."
        | "Your bank wants you to confirm {creditor}'s charge of {amount} to your card {card} ({number}). Nothing was charged. To pay and confirm it, open this link.";
    over_cap_subject => "Un pago no cabe en su tope" | "A payment does not fit under your cap";
    over_cap(creditor: &str, amount: &str, number: &str, cap: &str)
        => "{number} es de {amount} y no cabe en el tope de {cap} al mes de sus pagos automáticos con {creditor}. No se cobra sola: puede pagarla usted o poner otro tope."
        | "{number} is {amount} and does not fit under the cap of {cap} a month of your automatic payments with {creditor}. It is not charged by itself: you can pay it yourself or set another cap.";
    pay_link => "Pagar ahora" | "Pay now";
    news_short(sender: &str) => "{sender}: hay una novedad sobre sus pagos automáticos:" | "{sender}: there is news about your automatic payments:";
    ended_subject => "Terminaron sus pagos automáticos" | "Your automatic payments have ended";
    ended(creditor: &str, why: &str)
        => "Terminaron sus pagos automáticos con {creditor}. {why} Desde ahora no se cobra nada solo; lo que venza lo paga usted."
        | "Your automatic payments with {creditor} have ended. {why} From now on nothing is charged by itself; you pay what falls due.";
}

/// Everything that somebody agrees to, in their own figures.
pub fn mandate_text(
    lang: Lang,
    creditor: &str,
    reference: &str,
    card: &str,
    cap: &str,
    what: (Covers, &[String]),
    promise: &Promise,
) -> String {
    let what = what_is_charged(lang, reference, what, promise.day);
    let retries = retries(lang, &promise.retry_after_days);
    let notice = days(lang, promise.notice_days);
    match lang {
        Lang::Es => format!(
            "Autorizo a {creditor} a cobrar a mi tarjeta {card} {what}. Nunca más de {cap} en \
             un mes. Antes de cada cargo me avisa {notice} antes, con la cantidad y el día, y no cobra más que eso. Lo que esté en \
             aclaración no se cobra. {retries} Puedo detenerlo en cualquier momento, y desde ese momento no se envía ningún cargo."
        ),
        Lang::En => format!(
            "I authorise {creditor} to charge to my card {card} {what}. Never more than \
             {cap} in one month. Before each charge I am told {notice} ahead, with the amount and the day, and no more than that is \
             charged. What is in dispute is not charged. {retries} I can stop it at any time, and from that moment no charge is sent."
        ),
    }
}

/// What is charged and when, with the plans by their names: another plan is not in it.
fn what_is_charged(
    lang: Lang,
    reference: &str,
    (covers, plans): (Covers, &[String]),
    day: DayRule,
) -> String {
    let (day, plans) = (day_rule(lang, day), plan_names(lang, plans));
    let invoices = match lang {
        Lang::Es => format!("lo que venza en mi cuenta {reference}, {day}"),
        Lang::En => format!("what falls due on my account {reference}, {day}"),
    };
    let of_plan = match lang {
        Lang::Es => format!(
            "los pagos de mi plan {plans}, cada uno en su fecha y mientras el plan esté vigente, y de ningún otro"
        ),
        Lang::En => format!(
            "the instalments of my plan {plans}, each on its day and while the plan is kept, and of no other"
        ),
    };
    match (covers, lang) {
        (Covers::Invoices, _) => invoices,
        (Covers::Instalments, Lang::Es) => format!("{of_plan}, en mi cuenta {reference}"),
        (Covers::Instalments, Lang::En) => format!("{of_plan}, on my account {reference}"),
        (Covers::Both, Lang::Es) => format!("{invoices}, y {of_plan}"),
        (Covers::Both, Lang::En) => format!("{invoices}, and {of_plan}"),
    }
}

/// `C-31` · `C-31 y C-32`.
pub fn plan_names(lang: Lang, plans: &[String]) -> String {
    let and = if lang == Lang::Es { " y " } else { " and " };
    plans.join(and)
}

/// What people call a due amount.
pub fn thing(lang: Lang, named: &Named) -> String {
    match named {
        Named::Invoice(number) => number.clone(),
        Named::Instalment { plan, number: 0 } => down_payment_of(lang, plan),
        Named::Instalment { plan, number } => instalment_of(lang, *number, plan),
    }
}

pub fn covers(lang: Lang, covers: Covers, names: &str) -> String {
    match covers {
        // The plan that it covered has ended.
        _ if names.is_empty() => covers_invoices(lang).to_owned(),
        Covers::Invoices => covers_invoices(lang).to_owned(),
        Covers::Instalments => covers_instalments(lang, names),
        Covers::Both => covers_both(lang, names),
    }
}

/// "el día en que vence" · "el día 15 del mes".
pub fn day_rule(lang: Lang, rule: DayRule) -> String {
    match (lang, rule) {
        (Lang::Es, DayRule::DueDay) => "el día en que vence".to_owned(),
        (Lang::En, DayRule::DueDay) => "on the day it falls due".to_owned(),
        (Lang::Es, DayRule::OfMonth(day)) => format!("el primer día {day} desde que vence"),
        (Lang::En, DayRule::OfMonth(day)) => format!("on the first day {day} once it is due"),
    }
}

fn retries(lang: Lang, after: &[u16]) -> String {
    let spelled: Vec<String> = after.iter().map(ToString::to_string).collect();
    match (lang, spelled.split_last()) {
        (Lang::Es, None) => "Si el banco no acepta un cargo, no se intenta otra vez.".to_owned(),
        (Lang::En, None) => "If the bank does not accept a charge, it is not tried again.".to_owned(),
        (Lang::Es, Some((last, []))) => {
            format!("Si el banco no acepta un cargo, se intenta otra vez {last} días después.")
        }
        (Lang::En, Some((last, []))) => {
            format!("If the bank does not accept a charge, it is tried again {last} days later.")
        }
        (Lang::Es, Some((last, first))) => format!(
            "Si el banco no acepta un cargo, se intenta otra vez {} y {last} días después de cada intento, y no más.",
            first.join(", ")
        ),
        (Lang::En, Some((last, first))) => format!(
            "If the bank does not accept a charge, it is tried again {} and {last} days after each try, and no more.",
            first.join(", ")
        ),
    }
}

fn days(lang: Lang, count: u16) -> String {
    match (lang, count) {
        (Lang::Es, 1) => "1 día".to_owned(),
        (Lang::En, 1) => "1 day".to_owned(),
        (Lang::Es, _) => format!("{count} días"),
        (Lang::En, _) => format!("{count} days"),
    }
}

pub fn state(lang: Lang, state: ChargeState) -> &'static str {
    match state {
        ChargeState::Announced => state_announced(lang),
        ChargeState::Charging => state_charging(lang),
        ChargeState::Waiting => state_waiting(lang),
        ChargeState::NeedsPerson => state_needs_person(lang),
        ChargeState::Paid => state_paid(lang),
        ChargeState::GivenUp => state_given_up(lang),
        ChargeState::Dropped => state_dropped(lang),
        ChargeState::OverCap => state_over_cap(lang),
    }
}

/// Why an agreement ended, as a sentence.
pub fn end_why(lang: Lang, why: EndWhy) -> &'static str {
    match (lang, why) {
        (Lang::Es, EndWhy::Stopped | EndWhy::Replaced) => "Usted los detuvo.",
        (Lang::En, EndWhy::Stopped | EndWhy::Replaced) => "You stopped them.",
        (Lang::Es, EndWhy::ByTeam) => "El equipo los detuvo, como usted pidió.",
        (Lang::En, EndWhy::ByTeam) => "The team stopped them, as you asked.",
        (Lang::Es, EndWhy::MethodRemoved) => "Usted quitó la tarjeta.",
        (Lang::En, EndWhy::MethodRemoved) => "You removed the card.",
        (Lang::Es, EndWhy::Contested) => "Un cargo está en revisión con el banco.",
        (Lang::En, EndWhy::Contested) => "A charge is under review with the bank.",
        (Lang::Es, EndWhy::NoGrant) => "Usted ya no tiene permiso de pagar en esa cuenta.",
        (Lang::En, EndWhy::NoGrant) => "You no longer have permission to pay on that account.",
        (Lang::Es, EndWhy::PlanEnded) => "El plan que se cobraba solo terminó.",
        (Lang::En, EndWhy::PlanEnded) => "The plan that was charged by itself has ended.",
        (Lang::Es, EndWhy::BankForbids) => "Su banco nos dijo que ya no hagamos cargos a esa tarjeta.",
        (Lang::En, EndWhy::BankForbids) => "Your bank told us to make no more charges to that card.",
    }
}
