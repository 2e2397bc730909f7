//! What the time line says.

use crate::desk::timeline::model::Kind;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    tab => "Historia" | "History";
    heading => "Historia de la cuenta" | "History of the account";
    lead =>
        "Todo lo que ha pasado, lo más nuevo primero: lo que ve el cliente y lo que solo ve el equipo." |
        "Everything that happened, the newest first: what the customer sees and what only the team sees.";
    which => "Qué se muestra" | "What is shown";
    everything => "Todo" | "Everything";
    search_label => "Buscar en la historia" | "Search the history";
    search => "Buscar" | "Search";
    none => "No hay nada que coincida." | "Nothing matches.";
    older => "Ver lo anterior" | "See what came before";
    newest => "Volver a lo más nuevo" | "Back to the newest";

    kind_entry => "Movimientos" | "Entries";
    kind_notice => "Avisos" | "Notices";
    kind_call => "Llamadas" | "Calls";
    kind_message => "Mensajes" | "Messages";
    kind_dispute => "Aclaraciones" | "Disputes";
    kind_plan => "Planes" | "Plans";
    kind_promise => "Promesas" | "Promises";
    kind_note => "Notas" | "Notes";
    kind_complaint => "Quejas" | "Complaints";
    kind_legal => "Situación legal" | "Legal status";
    kind_handing => "Entregas" | "Hand-overs";
    kind_sign_in => "Entradas" | "Sign-ins";
    kind_read => "Consultas" | "Looks";

    entry_invoice => "Factura" | "Invoice";
    entry_credit_note => "Descuento en una factura" | "Credit on an invoice";
    entry_void => "Factura anulada" | "Invoice voided";
    entry_opening => "Saldo inicial" | "Opening balance";
    entry_interest => "Interés" | "Interest";
    entry_fee => "Cargo" | "Fee";
    entry_payment => "Pago" | "Payment";
    entry_refund => "Devolución" | "Refund";
    entry_chargeback => "Contracargo" | "Chargeback";
    entry_allocation => "Saldo a favor aplicado" | "Credit applied";
    entry_discount => "Descuento acordado" | "Agreed discount";
    entry_forgiveness => "Condonación" | "Waiver";
    entry_write_off => "Baja contable" | "Write-off";
    entry_recovery => "Recuperación" | "Recovery";
    entry_correction => "Corrección" | "Correction";
    entry_reversal => "Reversa" | "Reversal";

    notice(what: &str, result: &str) => "Aviso: {what}. {result}" | "Notice: {what}. {result}";
    notice_by_rule(rule: &str) => "Regla: {rule}" | "Rule: {rule}";
    call_ours(outcome: &str) => "Llamada: {outcome}" | "Call: {outcome}";
    call_theirs => "Llamó el cliente" | "The customer called";
    message_theirs => "Mensaje del cliente" | "Message from the customer";
    message_ours => "Mensaje del equipo" | "Message from the team";
    dispute(number: &str, step: &str) => "Aclaración {number}: {step}" | "Dispute {number}: {step}";
    plan(event: &str) => "Plan: {event}" | "Plan: {event}";
    promise_made(amount: Money, day: &str) => "Prometió {amount} a más tardar el {day}" | "Promised {amount} by {day}";
    promise_moved(amount: Money, day: &str) => "Cambió su promesa de {amount} para el {day}" | "Changed the promise of {amount} by {day}";
    promise_cancelled(amount: Money, day: &str) => "Retiró su promesa de {amount} para el {day}" | "Took back the promise of {amount} by {day}";
    note_account => "Nota interna" | "Internal note";
    note_thread => "Nota interna, junto a los mensajes" | "Internal note, beside the messages";
    complaint(number: &str) => "Queja {number}" | "Complaint {number}";
    legal_set(what: &str) => "Situación legal: {what}" | "Legal status: {what}";
    legal_lifted(what: &str) => "Se levantó: {what}" | "Lifted: {what}";
    handed(number: &str, what: &str) => "Entrega {number}: {what}" | "Hand-over {number}: {what}";
    recalled(number: &str) => "Se recuperó la entrega {number}" | "Hand-over {number} was recalled";
    sign_in => "Entró al portal" | "Signed in to the portal";
    read_once => "Abrió la cuenta" | "Opened the account";
    read_times(count: &str) => "Abrió la cuenta {count} veces ese día" | "Opened the account {count} times that day";
    viewed => "La vio como cliente" | "Viewed it as the customer";

    notes => "Notas internas: no las ve el cliente" | "Internal notes: the customer does not see them";
    note_label => "Nota del equipo" | "Team note";
    note_hint => "El cliente no la ve. Llame a alguien con @ y su nombre." | "The customer does not see it. Call somebody with @ and their name.";
    keep_note => "Guardar nota interna" | "Keep internal note";
    mentions(names: &str) => "Para {names}" | "For {names}";
    no_notes => "Sin notas" | "No notes";
    all_notes => "Escribir una nota" | "Write a note";
    note_empty => "Escriba la nota" | "Write the note";
    note_long(most: usize) => "Escriba {most} caracteres como máximo" | "Write {most} characters at most";

    tags => "Etiquetas" | "Tags";
    no_tags => "Sin etiquetas" | "No tags";
    tag_label => "Otra etiqueta" | "Another tag";
    tag_hint => "Solo la ve el equipo. No escriba por qué alguien no puede pagar, ni nada de su salud, familia o creencias." | "Only the team sees it. Do not write why somebody cannot pay, nor anything about their health, family or beliefs.";
    add_tag => "Poner etiqueta" | "Add tag";
    remove_tag(tag: &str) => "Quitar \"{tag}\"" | "Remove \"{tag}\"";
    tag_wrong(most: usize) => "Escriba de 1 a {most} caracteres" | "Write 1 to {most} characters";
    tag_full(most: usize) => "Una cuenta tiene {most} etiquetas como máximo" | "An account has {most} tags at most";
}

/// What a filter is called.
pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Entry => kind_entry(lang),
        Kind::Notice => kind_notice(lang),
        Kind::Call => kind_call(lang),
        Kind::Message => kind_message(lang),
        Kind::Dispute => kind_dispute(lang),
        Kind::Plan => kind_plan(lang),
        Kind::Promise => kind_promise(lang),
        Kind::Note => kind_note(lang),
        Kind::Complaint => kind_complaint(lang),
        Kind::Legal => kind_legal(lang),
        Kind::Handing => kind_handing(lang),
        Kind::SignIn => kind_sign_in(lang),
        Kind::Read => kind_read(lang),
    }
}

/// What moved the books, by the word that the ledger keeps.
pub fn entry(lang: Lang, code: &str) -> &'static str {
    match code {
        "invoice" => entry_invoice(lang),
        "credit_note" => entry_credit_note(lang),
        "void" => entry_void(lang),
        "opening_balance" => entry_opening(lang),
        "interest" => entry_interest(lang),
        "fee" => entry_fee(lang),
        "payment" => entry_payment(lang),
        "refund" => entry_refund(lang),
        "chargeback" => entry_chargeback(lang),
        "allocation" => entry_allocation(lang),
        "discount" => entry_discount(lang),
        "forgiveness" => entry_forgiveness(lang),
        "write_off" => entry_write_off(lang),
        "recovery" => entry_recovery(lang),
        "reversal" => entry_reversal(lang),
        _ => entry_correction(lang),
    }
}
