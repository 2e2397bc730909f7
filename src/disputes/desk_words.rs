//! What the desk's pages about disputes say, and the letter that answers one.

use crate::disputes::model::DecisionReason;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    queue => "Aclaraciones por responder" | "Disputes to answer";
    queue_lead =>
        "La que vence primero va arriba. El reloj de las que esperan al cliente está detenido." |
        "What is due first stands first. The clock of those that wait for the customer stands still.";
    queue_empty => "No hay aclaraciones abiertas." | "No open disputes.";
    all => "Todas" | "All";
    mine => "Mías" | "Mine";
    which => "Cuáles" | "Which";
    customer => "Cliente" | "Customer";
    promised => "Responder a más tardar" | "Answer by";
    owner => "A cargo de" | "Owner";
    nobody => "Nadie" | "Nobody";
    in_days(days: i64) => "en {days} días" | "in {days} days";
    tomorrow => "mañana" | "tomorrow";
    today => "hoy" | "today";
    late_days(days: i64) => "{days} días tarde" | "{days} days late";
    late_one => "1 día tarde" | "1 day late";
    stopped => "reloj detenido" | "clock stopped";
    answer_before(by: &str, clock: &str) => "Responder a más tardar el {by} ({clock})" | "Answer by {by} ({clock})";
    claim => "Lo que dice el cliente" | "What the customer says";
    known => "Lo que sabemos" | "What we know";
    invoice_sheet(number: &str) => "Factura {number}, con sus conceptos y pagos" | "Invoice {number}, with its lines and payments";
    account_file(name: &str) => "Expediente de {name}" | "File of {name}";
    history => "Otras aclaraciones de esta cuenta" | "Other disputes on this account";
    no_history => "Ninguna antes." | "None before.";
    take => "Hacerme cargo" | "Take it";
    waits_approval => "Hay una respuesta que espera aprobación." | "An answer waits for approval.";
    see_approvals => "Ver aprobaciones" | "See approvals";

    ask_heading => "Pedir más datos" | "Ask for more";
    ask_what => "Qué necesitamos" | "What we need";
    ask_what_hint => "Lo lee el cliente. El reloj se detiene hasta que conteste." | "The customer reads it. The clock stops until they answer.";
    ask_until => "Para cuándo" | "Until when";
    ask => "Pedir y detener el reloj" | "Ask and stop the clock";
    until_wrong => "Escriba un día de mañana a 30 días" | "Enter a day from tomorrow to 30 days ahead";
    attach => "Adjuntar (opcional)" | "Attach (optional)";
    attach_hint => "PDF, JPG o PNG, hasta 10 MB cada uno. Lo ve el cliente." | "PDF, JPG or PNG, up to 10 MB each. The customer sees it.";

    decide_heading => "Responder" | "Answer";
    second_look => "Otra persona respondió antes; esta es la última revisión." | "Another person answered before; this is the last review.";
    own_answer =>
        "Usted dio la primera respuesta: la revisa otra persona." |
        "You gave the first answer: another person reviews it.";
    whose_favour(what: &str) => "{what}: ¿quién tiene razón?" | "{what}: who is right?";
    in_favour(amount: Money) => "A favor del cliente: descontar {amount}" | "In the customer's favour: take off {amount}";
    in_part => "En parte" | "In part";
    amount_off(code: &str) => "Descontar ({code})" | "Take off ({code})";
    no_change => "Sin cambio" | "No change";
    reason => "Por qué" | "Why";
    explanation => "Explicación para el cliente" | "Explanation for the customer";
    explanation_hint => "Diga qué revisó, qué encontró y qué sigue. La lee en su carta." | "Say what you checked, what you found and what follows. They read it in their letter.";
    effects =>
        "Lo que se descuenta se trata como si nunca se hubiera facturado: se quita todo el interés que causó y lo pagado de más paga lo demás o queda a favor. Lo que no se descuenta vuelve a cobro desde hoy, sin interés por los días en pausa." |
        "What is taken off is treated as if it had never been billed: all the interest it caused goes, and what was paid too much pays the rest or is credit. What is not taken off is collected again from today, with no interest for the paused days.";
    decide => "Responder" | "Answer";
    decided_next => "El cliente la recibe ahora y puede contestar; la promesa queda cumplida." | "The customer gets it now and can reply; the promise is kept.";
    verdict_none => "Elija quién tiene razón" | "Choose who is right";
    reason_none => "Elija por qué" | "Choose why";
    explain_short => "Explique la decisión en al menos dos frases" | "Explain the decision in two sentences or more";
    words_tone(phrase: &str) => "Quite «{phrase}»: suena a amenaza o a papel de juzgado" | "Take out “{phrase}”: it sounds like a threat or a court paper";
    too_much(most: &str) => "Lo más que se puede descontar es {most}" | "The most that can be taken off is {most}";
    already_asked => "Ya hay una respuesta que espera aprobación" | "An answer waits for approval already";
    beyond_limit => "Pasa de su límite y nadie más la ha aprobado" | "It is beyond your limit and nobody else has approved it";
    same_person => "Esta decisión necesita a otra persona que no sea quien la propuso" | "This decision needs someone other than its proposer";
    not_posted => "No se pudo asentar; los datos cambiaron. Revise y responda otra vez" | "It could not be posted; things have changed. Check and answer again";
    waits_heading => "Espera aprobación" | "It waits for approval";
    waits_sentence => "Pasa de su límite: otra persona decide, y el cliente se entera cuando lo haga." | "It is beyond your limit: another person decides, and the customer hears once they have.";
    answered_heading => "Respondida" | "Answered";
    asked_heading => "Se lo pedimos al cliente" | "We asked the customer";
    taken_heading => "Queda a su cargo" | "It is yours now";

    fiscal_heading => "Comprobante fiscal" | "Tax paper";
    fiscal_label => "Folio fiscal (UUID) de la nota de crédito" | "Fiscal number (UUID) of the credit note";
    fiscal_hint => "Lo emite el acreedor; aquí solo se anota." | "The creditor issues it; it is only noted here.";
    fiscal_note => "Anotar" | "Note it";
    fiscal_wrong => "Escriba el folio completo, de 36 caracteres" | "Enter the whole number, 36 characters";

    letter_number => "Aclaración" | "Dispute";
    letter_opened => "Recibida" | "Received";
    letter_answered => "Respondida" | "Answered";
    letter_about => "Sobre" | "About";
    letter_amount => "Cantidad en aclaración" | "Amount in dispute";
    letter_result => "Resultado" | "Result";
    letter_explained => "Qué revisamos y qué encontramos" | "What we checked and what we found";
    letter_money => "Qué pasa con el dinero" | "What happens with the money";
    letter_disagree => "Si no está de acuerdo" | "If you disagree";
    letter_ways =>
        "Puede contestar una vez o pedir que la revise otra persona, en la página de la aclaración." |
        "You can answer once or ask for another person to review it, on the page of the dispute.";
}

pub fn decision_reason(lang: Lang, reason: DecisionReason) -> &'static str {
    let (es, en) = match reason {
        DecisionReason::BillingError => ("Error en la factura", "Error in the bill"),
        DecisionReason::NotDelivered => ("No se entregó o no se prestó", "It was not delivered"),
        DecisionReason::PaymentFound => ("El pago apareció", "The payment was found"),
        DecisionReason::Duplicate => ("Estaba cobrado dos veces", "It was charged twice"),
        DecisionReason::NotOwed => ("La deuda no es suya", "The debt is not theirs"),
        DecisionReason::LawOrContract => {
            ("Así lo dice la ley o el contrato", "The law or the contract says so")
        }
        DecisionReason::Goodwill => ("Por buena voluntad", "As goodwill"),
        DecisionReason::BilledRight => ("Está bien cobrado", "It is billed right"),
        DecisionReason::DeliveryShown => ("Hay constancia de entrega", "Delivery is shown"),
        DecisionReason::PaymentNotFound => ("El pago no aparece", "The payment is not found"),
        DecisionReason::Other => ("Otro", "Other"),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}
