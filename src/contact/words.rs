//! The texts of notices, of the page that checks them, and of the demo's mailbox.

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
    receipt_thanks => "Gracias." | "Thank you.";
    receipt_link => "Ver el recibo" | "See the receipt";
    receipt_short(sender: &str, amount: &str, day: &str, receipt: &str)
        => "{sender}: recibimos su pago de {amount} del {day}. Recibo {receipt}:"
        | "{sender}: we received your payment of {amount} on {day}. Receipt {receipt}:";
    day_of(day: &str, year: i32) => "{day} de {year}" | "{day} {year}";
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
