//! The texts of notices, of the page that checks them, and of the demo's mailbox.

pub mod record;

use crate::contact::model::Channel;
use crate::kernel::locale::Lang;

crate::words! {
    // The foot of every notice (screens 3.3).
    foot(sender: &str, code: &str) => "{sender}. Código de este aviso: {code}." | "{sender}. Code of this notice: {code}.";
    foot_account(sender: &str, reference: &str, code: &str)
        => "{sender}, cuenta {reference}. Código de este aviso: {code}."
        | "{sender}, account {reference}. Code of this notice: {code}.";
    foot_short(code: &str) => "Aviso {code}." | "Notice {code}.";
    foot_short_account(reference: &str, code: &str)
        => "Cuenta {reference}. Aviso {code}." | "Account {reference}. Notice {code}.";
    foot_verify => "Comprobar que este aviso es nuestro" | "Check that this notice is ours";
    foot_stop => "No soy esta persona" | "I am not this person";

    // 1. The code to sign in. Spanish text messages say "clave": an ó would halve what fits into each.
    code_subject => "Su código para entrar" | "Your sign-in code";
    code_body(code: &str, sender: &str)
        => "{code} es su código para entrar a su cuenta con {sender}. Dura 10 minutos y sirve una vez. Nadie se lo pedirá por teléfono. Si no lo pidió, no haga nada."
        | "{code} is your code to sign in to your account with {sender}. It lasts 10 minutes and works once. Nobody will ask you for it by phone. If you did not ask for it, do nothing.";
    code_link => "Entrar sin escribir el código" | "Sign in without typing the code";
    code_short(code: &str, sender: &str)
        => "{code} es su clave para {sender}. Dura 10 minutos. No la comparta."
        | "{code} is your code for {sender}. It lasts 10 minutes. Do not share it.";

    // The code that proves another address, and the last word to the old one.
    address_subject => "Su código para confirmar este correo" | "Your code to confirm this address";
    address_body(code: &str, sender: &str)
        => "{code} es su código para que {sender} le escriba aquí. Dura 10 minutos y sirve una vez. Escríbalo en la página donde lo pidió. Si no lo pidió, no haga nada: sin él nada cambia."
        | "{code} is your code to have {sender} write to you here. It lasts 10 minutes and works once. Enter it on the page where you asked for it. If you did not ask for it, do nothing: without it nothing changes.";
    address_short(code: &str, sender: &str)
        => "{code} es su clave para que {sender} le escriba por SMS. Dura 10 minutos. No la comparta."
        | "{code} is your code to have {sender} write to you by SMS. It lasts 10 minutes. Do not share it.";
    changed_subject => "Ya no le escribimos aquí" | "We no longer write to you here";
    changed_call(sender: &str, phone: &str)
        => "Usted pidió que {sender} le escriba a otra dirección, y la confirmó. Desde ahora no le escribimos aquí. Si no fue usted, llame a {sender} al {phone}."
        | "You asked {sender} to write to another address, and confirmed it. From now on we do not write to you here. If that was not you, call {sender} on {phone}.";
    changed_ask(sender: &str)
        => "Usted pidió que {sender} le escriba a otra dirección, y la confirmó. Desde ahora no le escribimos aquí. Si no fue usted, avise a {sender}."
        | "You asked {sender} to write to another address, and confirmed it. From now on we do not write to you here. If that was not you, tell {sender}.";
    changed_short_call(sender: &str, phone: &str)
        => "{sender}: ya no le escribimos a este celular. Si no fue usted, llame al {phone}."
        | "{sender}: we no longer write to this phone. If that was not you, call {phone}.";
    changed_short_ask(sender: &str)
        => "{sender}: ya no le escribimos a este celular. Si no fue usted, avise."
        | "{sender}: we no longer write to this phone. If that was not you, tell us.";

    // 6. A payment that arrived.
    receipt_subject(receipt: &str)
        => "Recibimos su pago, recibo {receipt}" | "We received your payment, receipt {receipt}";
    receipt_amount(amount: &str, day: &str, hour: &str)
        => "Recibimos {amount} el {day} a las {hour}." | "We received {amount} on {day} at {hour}.";
    receipt_invoice_paid(invoice: &str, amount: &str)
        => "{invoice}: {amount}, pagada." | "{invoice}: {amount}, paid.";
    receipt_invoice_left(invoice: &str, amount: &str, left: &str)
        => "{invoice}: {amount}, quedan {left}." | "{invoice}: {amount}, {left} left.";
    receipt_credit(amount: &str)
        => "Quedan {amount} a su favor." | "{amount} are left in your favour.";
    receipt_to_be_up_to_date(amount: &str)
        => "Para estar al día faltan {amount}." | "{amount} left to be up to date.";
    receipt_up_to_date => "Su cuenta está al día." | "Your account is up to date.";
    receipt_invoice_part(invoice: &str, amount: &str) => "{invoice}: {amount}." | "{invoice}: {amount}.";
    receipt_credit_of_account(amount: &str)
        => "Quedan {amount} a favor de la cuenta que usted avala."
        | "{amount} are left in favour of the account that you guarantee.";
    receipt_guarantee_left(amount: &str)
        => "Como aval, hoy se le pueden pedir {amount}." | "As guarantor, you can be asked for {amount} today.";
    receipt_guarantee_nothing
        => "Como aval, hoy no se le puede pedir nada más."
        | "As guarantor, you can be asked for nothing more today.";
    somebody_paid_subject(receipt: &str)
        => "Alguien pagó en su cuenta, recibo {receipt}" | "Somebody paid on your account, receipt {receipt}";
    somebody_paid
        => "Alguien pagó en su cuenta con un enlace de pago." | "Somebody paid on your account by a pay link.";
    somebody_paid_short(sender: &str, amount: &str, day: &str, receipt: &str)
        => "{sender}: alguien pagó {amount} en su cuenta el {day}. Recibo {receipt}:"
        | "{sender}: somebody paid {amount} on your account on {day}. Receipt {receipt}:";
    guest_subject(creditor: &str) => "Su pago a {creditor}" | "Your payment to {creditor}";
    guest_reference(reference: &str) => "Referencia {reference}." | "Reference {reference}.";
    report_answer_subject => "Respuesta sobre el pago que reportó" | "Answer about the payment you reported";
    report_declined(amount: &str, day: &str)
        => "Buscamos el pago de {amount} del {day} que usted reportó y no lo pudimos confirmar."
        | "We looked for the payment of {amount} of {day} that you reported and could not confirm it.";
    report_link => "Ver sus pagos" | "See your payments";
    report_answer_short(sender: &str)
        => "{sender}: hay respuesta sobre el pago que reportó:"
        | "{sender}: there is an answer about the payment you reported:";
    receipt_thanks => "Gracias." | "Thank you.";
    receipt_link => "Ver el recibo" | "See the receipt";
    receipt_short(sender: &str, amount: &str, day: &str, receipt: &str)
        => "{sender}: recibimos su pago de {amount} del {day}. Recibo {receipt}:"
        | "{sender}: we received your payment of {amount} on {day}. Receipt {receipt}:";

    // Money that goes back, and what a bank decides about it (screens 2.13).
    voucher_subject => "Su comprobante de OXXO está por vencer" | "Your OXXO voucher is about to expire";
    voucher(creditor: &str, amount: &str, number: &str, until: &str) =>
        "Sacó un comprobante de OXXO por {amount} para {creditor}. La referencia es {number} y se puede pagar hasta el {until}. Si ya lo pagó, no tiene que hacer nada: OXXO tarda hasta un día hábil en avisarnos."
        | "You got an OXXO voucher for {amount} for {creditor}. Its reference is {number}, and it can be paid until {until}. If you have paid it, there is nothing to do: OXXO takes up to one working day to tell us.";
    voucher_link => "Ver el comprobante" | "See the voucher";
    voucher_short(creditor: &str, on: &str) =>
        "{creditor}: su comprobante de OXXO vence el {on}. Si ya lo pagó, no tiene que hacer nada."
        | "{creditor}: your OXXO voucher expires on {on}. If you have paid it, there is nothing to do.";
    return_subject => "Sobre la devolución de su pago" | "About the refund of your payment";
    return_decided(sender: &str, amount: &str, to: &str, why: &str)
        => "{sender} le devuelve {amount} {to}. Motivo: {why}. Le avisamos cuando salga."
        | "{sender} is refunding {amount} {to}. Reason: {why}. We tell you when it leaves.";
    return_sent(sender: &str, amount: &str, to: &str, why: &str)
        => "{sender} le devolvió {amount} {to}. Motivo: {why}. Su banco lo muestra en 5 a 10 días hábiles."
        | "{sender} refunded {amount} {to}. Reason: {why}. Your bank shows it in 5 to 10 working days.";
    return_needs_details(sender: &str, amount: &str)
        => "{sender} le devuelve {amount}. Falta su CLABE: sin ella no se le puede enviar. Nunca la pedimos por mensaje ni por teléfono; en la página de su pago dice cómo darla."
        | "{sender} is refunding {amount}. Your bank details are missing: without them it cannot be sent. We never ask for them by message or phone; the page of your payment says how to give them.";
    return_failed(sender: &str, amount: &str)
        => "La devolución de {amount} de {sender} no llegó y el dinero regresó. Está otra vez en su cuenta; el equipo lo revisa y le escribe."
        | "The refund of {amount} from {sender} did not arrive, and the money came back. It is on your account again; the team is looking into it and will write.";
    contest_subject => "El banco revisa un pago suyo" | "The bank is reviewing a payment of yours";
    contest_opened(sender: &str, amount: &str)
        => "El titular de la tarjeta pidió a su banco que revise un pago de {amount} a {sender}. Mientras el banco decide, esa cantidad no se cobra. Si fue un error, díganoslo."
        | "The card holder asked their bank to review a payment of {amount} to {sender}. While the bank decides, that amount is not collected. If it was a mistake, tell us.";
    contest_lost(sender: &str, amount: &str)
        => "El banco retiró un pago de {amount} a {sender}, porque el titular de la tarjeta lo pidió. Por eso esa cantidad vuelve a estar por pagar. Si fue un error, díganoslo."
        | "The bank took back a payment of {amount} to {sender}, because the card holder asked for it. So that amount is to pay again. If it was a mistake, tell us.";
    contest_won(sender: &str, amount: &str)
        => "El banco terminó de revisar un pago de {amount} a {sender}: el pago vale y no tiene que hacer nada."
        | "The bank has finished reviewing a payment of {amount} to {sender}: the payment stands, and you need do nothing.";
    return_link => "Ver el pago" | "See the payment";
    return_short(sender: &str) => "{sender}: hay una novedad sobre su pago:" | "{sender}: there is news about your payment:";
    day_of(day: &str, year: i32) => "{day} de {year}" | "{day} {year}";

    // The page that checks a code (screens 2.27 as corrected by domain-rules A26).
    verify_title => "Comprobar un aviso o documento" | "Check a notice or document";
    verify_label => "Código del aviso o documento" | "Code from the notice or document";
    verify_hint =>
        "Son 8 letras y números; en un documento están al pie. Por ejemplo, K7QF-2M9D" |
        "It has 8 letters and digits; on a document it is at the foot. For example, K7QF-2M9D";
    verify_button => "Comprobar" | "Check";
    verify_form_next => "Le mostramos quién lo emitió y cuándo, nada privado." | "We show who issued it and when, nothing private.";
    code_empty => "Escriba el código del aviso o documento" | "Enter the code from the notice or document";
    verify_found_title => "Existe un aviso con este código" | "There is a notice with this code";
    verify_found(day: &str, channel: &str)
        => "Existe un aviso nuestro con este código, del {day} por {channel}."
        | "A notice of ours with this code exists, sent on {day} by {channel}.";
    verify_not_proven(domain: &str)
        => "No prueba que su papel o mensaje sea ese: pague solo en {domain}."
        | "It does not prove that your paper or message is that notice: pay only at {domain}.";
    verify_code => "Código" | "Code";
    verify_creditor => "Acreedor" | "Creditor";
    verify_sent => "Enviado el" | "Sent on";
    verify_channel => "Por" | "By";
    verify_nothing_private => "No mostramos nombres ni cantidades." | "We show no names or amounts.";
    verify_next
        => "Quien tenga el aviso puede repetir esta comprobación cuando quiera."
        | "Anyone with the notice can repeat this check at any time.";
    verify_another => "Comprobar otro código" | "Check another code";
    verify_unknown_title => "No encontramos ese código" | "We do not find that code";
    verify_unknown
        => "Revise letras y números: no usamos O, I, 0 ni 1."
        | "Check letters and digits: we use no O, I, 0 or 1.";
    verify_do_not_pay
        => "Si alguien le pide pagar con él, no pague y llámenos."
        | "If somebody asks you to pay with it, do not pay; call us.";

    // The demo's mailbox.
    mailbox_title => "Buzón de la demostración" | "The demo's mailbox";
    mailbox_lead
        => "Aquí llega lo que fuera de la demostración saldría por correo o SMS."
        | "What would go out by e-mail or SMS outside the demo arrives here.";
    mailbox_filter => "Correo o teléfono" | "E-mail or phone";
    mailbox_show => "Mostrar" | "Show";
    mailbox_empty => "Aún no ha llegado ningún mensaje." | "No message has arrived yet.";
    mailbox_about(sender: &str, address: &str, channel: &str, day: &str, hour: &str)
        => "De {sender} para {address}, por {channel}, {day}, {hour}"
        | "From {sender} to {address}, by {channel}, {day}, {hour}";
}

/// How a notice travelled, after "por" or "by".
pub fn by_channel(channel: Channel, lang: Lang) -> &'static str {
    match (channel, lang) {
        (Channel::Email, Lang::Es) => "correo",
        (Channel::Email, Lang::En) => "e-mail",
        (Channel::Sms, _) => "SMS",
        (Channel::Whatsapp, _) => "WhatsApp",
        (Channel::Letter, Lang::Es) => "carta",
        (Channel::Letter, Lang::En) => "letter",
        (Channel::Call, Lang::Es) => "llamada",
        (Channel::Call, Lang::En) => "call",
    }
}
