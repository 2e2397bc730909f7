//! What the team reads about offers to many.

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::campaigns::model::PassedOver;

crate::words! {
    campaigns => "Campañas de planes" | "Campaigns of plans";
    campaigns_lead =>
        "La misma propuesta para todos los que deben de la misma manera, dentro de las reglas publicadas." |
        "The same offer to everybody who owes in the same way, inside the published rules.";
    none_yet => "Todavía no hay campañas." | "There are no campaigns yet.";
    begin => "Abrir una campaña" | "Open a campaign";
    supervisors_only => "Las abre quien supervisa." | "Supervisors open them.";
    whose => "De quién" | "Whose";
    no_rules =>
        "Este acreedor no ha publicado reglas de planes: no hay nada que ofrecer a todos por igual." |
        "This creditor has published no rules for plans: there is nothing to offer to everybody alike.";
    for_whom => "¿Para quién?" | "For whom?";
    late => "Días de atraso, por lo menos" | "Days past due, at least";
    late_wrong => "Escriba un número de días, de 1 a 3650" | "Enter a number of days, from 1 to 3650";
    owed(code: &str) => "Vencido por lo menos ({code}, opcional)" | "Past due at least ({code}, optional)";
    owed_wrong => "Escriba una cantidad, por ejemplo 500.00" | "Enter an amount, for example 500.00";
    offer => "¿Qué se les propone?" | "What are they offered?";
    in_payments => "En pagos" | "In payments";
    in_payments_hint => "A quien no le quepan, los más cercanos que permiten las reglas." | "Whom they do not fit gets the nearest that the rules allow.";
    settle(percent: &str) => "Liquidar con {percent} de descuento" | "Pay off with {percent} off";
    see => "Ver a quién le tocaría" | "See who would get it";
    would_get(count: usize, sum: Money) =>
        "{count} cuentas recibirían una propuesta, sobre {sum}" |
        "{count} accounts would get an offer, on {sum}";
    would_get_one(sum: Money) => "Una cuenta recibiría una propuesta, sobre {sum}" | "One account would get an offer, on {sum}";
    would_get_none => "Ninguna cuenta recibiría una propuesta" | "No account would get an offer";
    is_cut(most: usize) =>
        "Hay más: una campaña llega a {most} cuentas, las que deben desde hace más tiempo. Abra otra después." |
        "There are more: a campaign goes to {most} accounts, those that have owed longest. Open another one afterwards.";
    first_shown(count: usize) => "Se muestran las primeras {count}." | "The first {count} are shown.";
    passed_over => "No la reciben" | "Not offered";
    passed_over_count(count: usize, why: &str) => "{count}: {why}" | "{count}: {why}";
    why_promised => "prometieron pagar y el día no ha pasado" | "promised to pay, and the day is not over";
    why_in_talk => "ya tienen una propuesta abierta" | "have a proposal open already";
    why_barred => "la cuenta descansa por ley o por decisión" | "the account rests by law or by decision";
    why_nothing_left => "lo vencido está en aclaración o en un plan" | "what is past due is contested or in a plan";
    why_asks_person => "sus planes los decide una persona" | "their plans are decided by a person";
    why_no_fit => "ningún plan de las reglas les queda" | "no plan of the rules fits them";
    column_customer => "Cliente" | "Customer";
    column_owed => "Vencido" | "Past due";
    column_offer => "Propuesta" | "Offer";
    column_state => "Estado" | "State";
    column_opened => "Abierta" | "Opened";
    column_for => "Para" | "For";
    column_came => "Qué fue de ella" | "What came of it";
    message => "Mensaje a cada cliente" | "Message to each customer";
    message_hint => "Lo leen tal cual, con su nombre de pila. No amenace ni apure." | "They read it as it is, with your first name. Neither threaten nor hurry them.";
    message_empty => "Escriba el mensaje" | "Write the message";
    message_long => "El mensaje es muy largo" | "The message is too long";
    changed =>
        "Entre tanto cambió a quién le tocaría: revise y envíe otra vez" |
        "Who would get it changed meanwhile: look again and send once more";
    send(count: usize) => "Enviar {count} propuestas" | "Send {count} offers";
    send_one => "Enviar una propuesta" | "Send one offer";
    of_day(name: &str, day: &str) => "Campaña de {name}, {day}" | "Campaign of {name}, {day}";
    by(name: &str) => "La abrió {name}." | "Opened by {name}.";
    is_for(days: u16) => "{days} días de atraso o más" | "{days} days past due or more";
    is_for_from(days: u16, amount: Money) => "{days} días de atraso o más, desde {amount}" | "{days} days past due or more, from {amount}";
    came(offered: i64, signed: i64, open: i64) =>
        "{offered} enviadas · {signed} firmadas · {open} esperan" |
        "{offered} sent · {signed} signed · {open} waiting";
    passed_over_then(count: i32) => "{count} no la recibieron." | "{count} were passed over.";
}

/// Why accounts are passed over, as the second half of a line that begins with how many.
pub fn why(lang: Lang, why: PassedOver) -> &'static str {
    match why {
        PassedOver::Promised => why_promised(lang),
        PassedOver::InTalk => why_in_talk(lang),
        PassedOver::Barred => why_barred(lang),
        PassedOver::NothingLeft => why_nothing_left(lang),
        PassedOver::AsksPerson => why_asks_person(lang),
        PassedOver::NoFit => why_no_fit(lang),
    }
}
