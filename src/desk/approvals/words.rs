//! What the team reads of what needs a second person.

use crate::kernel::money::Money;

crate::words! {
    approvals => "Aprobaciones" | "Approvals";
    queue_lead =>
        "Lo que alguien del equipo no puede hacer por su cuenta, y lo que piden los clientes. Decide otra persona, dentro de su propio límite." |
        "What somebody of the team may not do alone, and what customers ask for. Somebody else decides, within their own limit.";
    nothing_waits => "No hay nada por aprobar." | "Nothing waits for approval.";
    waiting => "Por decidir" | "To decide";
    decided => "Decididas" | "Decided";
    what => "Qué se pide" | "What is asked";
    customer => "Cliente" | "Customer";
    asked_by => "Lo pide" | "Asked by";
    asked_on => "Desde" | "Since";
    decision => "Decisión" | "Decision";
    decided_by => "Decidió" | "Decided by";
    reason => "Motivo" | "Reason";
    answer => "Respuesta" | "Answer";
    balance => "Saldo de la cuenta" | "Balance of the account";
    before_after(before: Money, after: Money) => "{before} hoy; {after} después" | "{before} today; {after} afterwards";
    more_wait(count: u64) => "Hay {count} en total." | "There are {count} in all.";
    customer_asks(name: &str) => "{name}, cliente" | "{name}, customer";

    refund(amount: Money) => "Devolver {amount}" | "Refund {amount}";
    write_off(amount: Money) => "Castigar {amount}" | "Write off {amount}";
    waiver(amount: Money) => "Condonar {amount}" | "Waive {amount}";
    manual_payment(amount: Money) => "Registrar un pago de {amount}" | "Record a payment of {amount}";
    adjustment(amount: Money) => "Descontar {amount} por una aclaración" | "Take off {amount} for a dispute";
    publish(number: i64) => "Publicar la versión {number} de las reglas" | "Publish version {number} of the rules";
    lift_status => "Levantar una situación legal" | "Lift a legal status";
    hand_on(amount: Money) => "Entregar una cuenta con {amount}" | "Hand on an account with {amount}";
    recall(amount: Money) => "Recuperar una cuenta con {amount}" | "Recall an account with {amount}";
    in_force_from => "Vale desde" | "In force from";
    all_customers => "Todos los clientes: leer las reglas" | "All customers: read the rules";
    discount(percent: &str) => "Descontar {percent} %" | "Discount {percent} %";
    term(days: i64) => "Acordar un plan, {days} días más allá de las reglas" | "Agree a plan {days} days beyond the rules";

    state_waiting => "Por decidir" | "To decide";
    state_approved => "Aprobada" | "Approved";
    state_declined => "No aprobada" | "Declined";

    approve(what: &str) => "Aprobar: {what}" | "Approve: {what}";
    approve_next =>
        "Al aprobar se hace de inmediato y queda a su nombre." |
        "Approving does it at once, and your name stays with it.";
    decline => "No aprobar" | "Decline";
    decline_reason => "Por qué no se aprueba" | "Why it is declined";
    decline_hint => "Lo lee quien lo pidió." | "Whoever asked reads it.";
    own_work =>
        "Usted la registró; la levanta otra persona." |
        "You set it; somebody else lifts it.";
    own_request => "Usted lo pidió; decide otra persona." | "You asked for it; somebody else decides.";
    beyond_your_limit =>
        "Es más de lo que usted puede aprobar; decide alguien con un límite mayor." |
        "It is more than you may approve; somebody with a higher limit decides.";
    reads_only => "Usted puede ver, no decidir." | "You can look, not decide.";

    reason_empty => "Escriba por qué no se aprueba" | "Enter why it is declined";
    reason_long => "Escriba 1,000 caracteres como máximo" | "Enter 1,000 characters at most";
    decided_before => "Otra persona ya lo decidió" | "Somebody else has decided it already";
    no_longer =>
        "Ya no se puede hacer como se pidió: la cuenta cambió. No se aprobó nada." |
        "It can no longer be done as it was asked: the account has changed. Nothing was approved.";

    // A member of the team's own limits, beside an account.
    limit_refund => "devolver" | "refund";
    limit_write_off => "castigar" | "write off";
    limit_discount => "descontar" | "discount";
    limit_term => "dar plazo" | "give a term";
    limit_waiver => "condonar" | "waive";
    limit_manual_payment => "registrar pagos" | "record payments";
    limit_adjustment => "descontar por aclaraciones" | "take off for disputes";
    limit_publish => "publicar reglas" | "publish rules";
    limit_lift_status => "levantar situaciones legales" | "lift legal statuses";
    limit_hand_on => "entregar cuentas" | "hand accounts on";
    limit_recall => "recuperar cuentas" | "recall accounts";
    limit_up_to(what: &str, most: &str) => "{what}: hasta {most}" | "{what}: up to {most}";
    limit_free(what: &str) => "{what}: sin límite" | "{what}: without a limit";
    percent(number: &str) => "{number} %" | "{number} %";
    days(count: i64) => "{count} días" | "{count} days";
}
