//! What the team reads about proposals and plans.

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::model::DeclineReason;

crate::words! {
    tab => "Planes" | "Plans";
    proposals => "Propuestas de plan" | "Plan proposals";
    waiting_heading => "Por contestar, la más antigua primero" | "To answer, the oldest first";
    none_waiting => "No hay propuestas por responder." | "No proposals to answer.";
    at_risk_heading => "Planes con atraso o suspendidos" | "Plans behind or suspended";
    none_at_risk => "Ningún plan tiene atraso." | "No plan is behind.";
    kept_rate(kept: i64, ended: i64) => "Planes terminados: {kept} de {ended} que acabaron." | "Plans finished: {kept} of {ended} that ended.";
    kept_none => "Todavía no ha acabado ningún plan." | "No plan has ended yet.";
    in_plans(amount: &str) => "En planes vigentes: {amount}." | "In active plans: {amount}.";
    in_plans_held(amount: &str) =>
        "Aparte, en aclaración sobre las mismas facturas: {amount}." | "Apart from that, in dispute on the same invoices: {amount}.";
    column_since => "Desde" | "Since";
    column_customer => "Cliente" | "Customer";
    column_asks => "Pide" | "Asks";
    column_owed => "Sobre" | "On";
    column_answer => "Contestar a más tardar" | "Answer by";
    column_late => "Atrasado" | "Late";
    heading(name: &str) => "Propuesta de {name}" | "Proposal of {name}";
    asks => "Pide" | "Asks";
    their_words => "Sus palabras" | "Their words";
    no_words => "No escribió nada." | "They wrote nothing.";
    rules_heading => "Contra las reglas publicadas" | "Against the published rules";
    keeps_rules => "Está dentro de las reglas." | "It is inside the rules.";
    within_person => "Está dentro de lo que una persona puede acordar." | "It is within what a person can agree.";
    beyond_person => "Pasa de lo que las reglas publican que una persona puede acordar." | "It is beyond what the rules publish that a person can agree.";
    nearest => "Lo más cercano que se acepta sin preguntar" | "The nearest that is accepted without asking";
    record_heading => "Planes de antes" | "Plans before";
    record(kept: usize, ended: usize) => "Terminados: {kept} de {ended}." | "Finished: {kept} of {ended}.";
    record_none => "No ha tenido otros planes." | "No other plans.";
    decide => "Decidir" | "Decide";
    accept_as_is => "Aceptar como está" | "Accept as it is";
    counter => "Contraproponer" | "Counter";
    decline => "No aceptar" | "Decline";
    decision_none => "Elija una respuesta" | "Choose an answer";
    reason => "Motivo, si no se acepta" | "Reason, if declined";
    reason_none => "Elija un motivo" | "Choose a reason";
    reason_too_long => "El plan dura demasiado." | "The plan lasts too long.";
    reason_too_little => "Cada pago alcanza para muy poco." | "Each payment covers too little.";
    reason_too_late => "El primer pago queda muy lejos." | "The first payment is too far off.";
    reason_broken_before => "Un plan anterior no se terminó." | "An earlier plan was not finished.";
    reason_other => "Otro motivo, que va en el mensaje." | "Another reason, said in the message.";
    message => "Mensaje al cliente" | "Message to the customer";
    message_hint => "Lo lee tal cual, con su nombre de pila." | "They read it as it is, with your first name.";
    message_empty => "Escriba el mensaje al cliente" | "Write the message to the customer";
    counter_heading => "Si contrapropone" | "If you counter";
    discount_label => "Descuento, en por ciento (opcional)" | "Discount, per cent (optional)";
    discount_hint => "Se aplica cuando se paga todo lo demás." | "Taken off when all the rest is paid.";
    discount_wrong => "Escriba un porcentaje menor que 100, por ejemplo 5" | "Enter a percentage below 100, for example 5";
    budget_heading => "Lo que puede pagar" | "What they can pay";
    budget(amount: Money) =>
        "Unos {amount} al mes, según sus propias cuentas. Se borra cuando se decide." |
        "About {amount} a month, by their own reckoning. It is deleted when it is decided.";
    send => "Enviar la respuesta" | "Send the answer";
    send_offer => "Enviar la propuesta" | "Send the proposal";
    over_limit => "Pasa de su límite: ofrezca algo que quepa en él, o pídalo a quien tenga uno mayor" | "It is over your limit: offer something within it, or ask somebody whose limit is higher";
    already_asked => "Ya espera la aprobación de otra persona" | "It waits for another person's approval already";
    beyond_rules => "Las reglas no publican que una persona pueda acordar eso" | "The rules do not publish that a person can agree that";
    approves_as_it_is => "Se aceptaría como está la propuesta del cliente." | "The customer's proposal would be accepted as it is.";
    approves_terms(count: u16, often: &str, first: &str) =>
        "Se propondrían {count} pagos ({often}), el primero el {first}." | "{count} payments would be proposed ({often}), the first on {first}.";
    see_proposal => "Ver la propuesta completa" | "See the whole proposal";
    answered => "Respuesta enviada" | "Answer sent";
    moved => "Entre tanto cambió: esto es lo que hay ahora" | "It changed meanwhile: this is how it is now";
    next(day: &str) => "El cliente la recibe ahora; vale hasta el {day}." | "The customer gets it now; it is good until {day}.";
    offer_plan => "Ofrecer un plan" | "Offer a plan";
    offer_heading => "Ofrecer un plan" | "Offer a plan";
    nothing_to_offer => "No hay nada que pueda entrar en un plan." | "There is nothing that can enter a plan.";
    account_none => "No tiene planes ni propuestas." | "No plans and no proposals.";
    time_line => "Historial de planes" | "History of plans";
    open_account => "Abrir la cuenta" | "Open the account";
    within_limit => "Su límite permite aceptarlo." | "Your limit lets you accept it.";
    needs_approval => "Aceptarlo pasa de su límite: irá a otra persona." | "Accepting it is over your limit: it will go to another person.";
}

/// Why a proposal is declined, as both sides read it.
pub fn decline_reason(lang: Lang, reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::TooLong => reason_too_long(lang),
        DeclineReason::TooLittle => reason_too_little(lang),
        DeclineReason::TooLate => reason_too_late(lang),
        DeclineReason::BrokenBefore => reason_broken_before(lang),
        DeclineReason::Other => reason_other(lang),
    }
}
