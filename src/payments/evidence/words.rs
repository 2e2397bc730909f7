//! What the team reads and writes when a bank contests a payment.

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    reason_fraudulent => "No reconoce el cargo" | "They do not recognise the charge";
    reason_duplicate => "Dice que se le cobró dos veces" | "They say it was charged twice";
    reason_not_received => "Dice que no recibió el servicio" | "They say they did not get the service";
    reason_unacceptable => "Dice que el servicio no era lo acordado" | "They say the service was not as agreed";
    reason_canceled => "Dice que había cancelado" | "They say they had cancelled";
    reason_credit => "Dice que se le debe una devolución" | "They say a refund is owed to them";
    reason_other(code: &str) => "Otro motivo ({code})" | "Another reason ({code})";
    heading(amount: Money) => "Responder a un contracargo de {amount}" | "Answer a chargeback of {amount}";
    inquiry_heading(amount: Money) => "Responder a una pregunta del banco por {amount}" | "Answer a bank's question about {amount}";
    link => "Responder al banco" | "Answer the bank";
    reason => "Motivo que da el titular" | "The holder's reason";
    amount => "Importe" | "Amount";
    fee => "Comisión de Stripe" | "Fee of Stripe's";
    answer_by => "Responder a más tardar" | "Answer by";
    opened => "Se abrió" | "Opened";
    payer => "Quién pagó" | "Who paid";
    nothing_open => "No hay nada que responder de este pago." | "There is nothing to answer about this payment.";
    defend => "Defender el pago" | "Defend the payment";
    portal_says => "Lo que el portal envía por usted" | "What the portal sends for you";
    product_term => "Qué se pagó" | "What was paid for";
    activity_term => "Cómo se pagó" | "How it was paid";
    own_words => "Lo que usted quiere decir al banco" | "What you want to say to the bank";
    own_words_hint =>
        "Qué servicio recibió el cliente, qué acordaron, qué le respondió. No escriba datos de tarjetas. Los archivos se suben en Stripe." |
        "What service the customer got, what you agreed, what you answered them. Do not write card details. Files are uploaded at Stripe.";
    send => "Enviar al banco" | "Send to the bank";
    send_next =>
        "Solo se puede enviar una vez. El banco decide en semanas; el resultado aparece en el pago y se le avisa al cliente." |
        "It can be sent only once. The bank decides within weeks; the outcome appears with the payment, and the customer is told.";
    let_go => "O aceptar el contracargo" | "Or accept the chargeback";
    accept(amount: Money) => "Aceptar y perder {amount}" | "Accept and lose {amount}";
    accept_next =>
        "El dinero se queda con el titular de la tarjeta y lo que el pago cubría se vuelve a deber. No se puede deshacer." |
        "The money stays with the card's holder, and what the payment covered is owed again. It cannot be undone.";
    accept_sure => "Entiendo que no se puede deshacer" | "I understand that it cannot be undone";
    accept_unsure => "Marque que entiende que no se puede deshacer" | "Tick that you understand that it cannot be undone";
    accept_supervisor => "Solo un supervisor puede aceptar un contracargo." | "Only a supervisor can accept a chargeback.";
    words_empty => "Escriba lo que quiere decir al banco" | "Write what you want to say to the bank";
    words_long => "Escriba 6,000 caracteres como máximo" | "Write 6,000 characters at most";
    answered => "Ya se respondió, o el banco ya decidió" | "It was answered already, or the bank has decided";
    nothing_sent => "No se envió nada." | "Nothing was sent.";
    answers => "Lo que se respondió" | "What was answered";
    sent_evidence(who: &str, day: &str) => "{who} envió la defensa el {day}." | "{who} sent the defence on {day}.";
    sent_accept(who: &str, day: &str) => "{who} aceptó el contracargo el {day}." | "{who} accepted the chargeback on {day}.";
    on_its_way => "Se está enviando a Stripe." | "It is being sent to Stripe.";
    arrived => "Stripe lo recibió." | "Stripe has received it.";
    refused(code: &str) => "Stripe no lo tomó ({code})." | "Stripe did not take it ({code}).";

    product(creditor: &str, account: &str, invoices: &str) =>
        "{creditor}, cuenta {account}: facturas {invoices}." | "{creditor}, account {account}: invoices {invoices}.";
    by_person(name: &str, when: &str) =>
        "{name} entró a su cuenta con un código de un solo uso, revisó a qué se aplicaba el pago y lo confirmó el {when}." |
        "{name} signed in to their account with a one-time code, checked what the payment would be applied to and confirmed it on {when}.";
    by_link(when: &str) =>
        "Se pagó con un enlace de pago de la cuenta el {when}." |
        "It was paid by a payment link of the account on {when}.";
    by_mandate(name: &str, when: &str, address: &str, version: i32) =>
        "{name} aceptó el cargo automático el {when}, desde la dirección {address} (texto {version}), y se le avisó antes de este cargo." |
        "{name} agreed to automatic charges on {when}, from the address {address} (text {version}), and was told before this charge.";
    received(when: &str, receipt: &str) => "El pago se recibió el {when}, recibo {receipt}." | "The payment was received on {when}, receipt {receipt}.";
    told(when: &str, code: &str) => "El recibo se envió el {when}, código {code}." | "The receipt was sent on {when}, code {code}.";
}

/// Why a card's holder contests, by the provider's word for it.
pub fn reason_word(lang: Lang, code: &str) -> String {
    match code {
        "fraudulent" | "unrecognized" => reason_fraudulent(lang).to_owned(),
        "duplicate" => reason_duplicate(lang).to_owned(),
        "product_not_received" => reason_not_received(lang).to_owned(),
        "product_unacceptable" => reason_unacceptable(lang).to_owned(),
        "subscription_canceled" => reason_canceled(lang).to_owned(),
        "credit_not_processed" => reason_credit(lang).to_owned(),
        other => reason_other(lang, other),
    }
}
