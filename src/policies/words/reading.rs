//! What the page of the terms says around the terms themselves.

use chrono::{Datelike, NaiveDate};

use crate::kernel::dates::day_month;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    heading => "Reglas de su cuenta" | "The rules of your account";
    version_line(number: i32, from: &str) =>
        "Versión {number}, desde el {from}" |
        "Version {number}, from {from}";
    document_title(creditor: &str, number: i32, from: &str) =>
        "Reglas de {creditor}, versión {number}, desde el {from}" |
        "Rules of {creditor}, version {number}, from {from}";
    day_and_year(day: &str, year: i32) => "{day} de {year}" | "{day} {year}";
    see_changes => "Ver qué cambió" | "See what changed";
    read_current => "Leer la que vale hoy" | "Read the one that holds today";
    not_in_force_yet(from: &str) =>
        "Esta versión valdrá desde el {from}." |
        "This version will hold from {from}.";
    no_longer_in_force(until: &str) =>
        "Esta versión valió hasta el {until}. Sigue valiendo para las facturas que la tienen." |
        "This version held until {until}. It still holds for the invoices that have it.";
    none_published(creditor: &str) => "{creditor} aún no publica reglas." | "{creditor} has not published rules yet.";
    no_account => "No tiene cuentas en este portal." | "You have no accounts in this portal.";
    which_account => "Cuentas" | "Accounts";
    download => "Descargar las reglas" | "Download the rules";

    // The time line.
    time_line(number: &str) => "Factura {number}: dónde está" | "Invoice {number}: where it is";
    day_number(day: i64) => "Día {day}" | "Day {day}";
    before_due(days: i64) => "{days} días antes" | "{days} days before";
    notice => "Aviso previo" | "Advance notice";
    notice_sentence => "Le recordamos la fecha, por escrito." | "We remind you of the date, in writing.";
    due => "Vence" | "Falls due";
    due_sentence => "Ese día todavía está a tiempo." | "That day is still in time.";
    interest_starts => "Empieza el interés" | "Interest starts";
    interest_sentence(rate: &str) => "{rate} sobre el capital que falte." | "{rate} on the principal that is missing.";
    reminder => "Primer recordatorio" | "First reminder";
    reminder_sentence => "Uno por cuenta, no por factura." | "One for the account, not for each invoice.";
    person => "Una persona le escribe" | "A person writes to you";
    person_sentence => "Con opciones para pagar." | "With options to pay.";
    hand_off_notice => "Aviso por escrito" | "Notice in writing";
    hand_off_notice_sentence => "Antes de que la cuenta pase a otra empresa." | "Before the account goes to another company.";
    hand_off => "La cuenta puede pasar a otra empresa" | "The account may go to another company";
    hand_off_sentence(to: &str) => "A {to}." | "To {to}.";
    hand_off_unknown => "Se lo diremos antes." | "We will tell you before.";
    today => "Hoy" | "Today";
    today_before(days: i64) => "Faltan {days} días para el vencimiento." | "{days} days until the due date.";
    today_on_due => "Hoy vence y está a tiempo." | "It falls due today and is in time.";
    today_after(days: i64) => "Han pasado {days} días desde el vencimiento." | "{days} days have passed since the due date.";
    next_step(on: &str, what: &str) =>
        "Si nada cambia, lo siguiente es el {on}: {what}." |
        "If nothing changes, the next step is {on}: {what}.";
    no_next_step =>
        "No hay más pasos publicados." |
        "No further steps are published.";
    nothing_open => "No debe nada: no hay pasos en curso." | "You owe nothing: no steps are under way.";
    lower_notice => "un aviso previo" | "an advance notice";
    lower_due => "vence la factura" | "the invoice falls due";
    lower_interest => "empieza el interés" | "interest starts";
    lower_reminder => "el primer recordatorio" | "the first reminder";
    lower_person => "una persona le escribe con opciones" | "a person writes to you with options";
    lower_hand_off_notice => "un aviso por escrito" | "a notice in writing";
    lower_hand_off => "la cuenta puede pasar a otra empresa" | "the account may go to another company";

    // What stops it, and what is not done.
    stops_heading => "Qué detiene el reloj" | "What stops the clock";
    stops_pay => "Pagar" | "Paying";
    stops_plan => "Acordar un plan de pagos" | "Agreeing a payment plan";
    stops_dispute => "Pedir una aclaración: la parte en aclaración queda en pausa" | "Opening a dispute: the part in dispute is on pause";
    not_done_heading => "Qué no hacemos" | "What we do not do";
    not_done_hours =>
        "Llamar o escribir fuera de lunes a viernes de 8:00 a 19:00" |
        "Call or write outside Monday to Friday 8 am to 7 pm";
    not_done_family =>
        "Hablar con su familia o su trabajo, salvo quien firmó como aval" |
        "Talk to your family or workplace, except whoever signed as guarantor";
    not_done_cash =>
        "Recibir dinero en mano: ningún gestor recibe dinero; en caja, con recibo" |
        "Take money by hand: no collector takes money; at the till, with a receipt";

    // The reader's own figures.
    own_figures => "En su caso" | "In your case";
    own_none => "Hoy no hay facturas por pagar." | "There are no invoices to pay today.";
    past_due_costs(number: &str, daily: Money) =>
        "{number} está vencida: desde mañana suma {daily} al día." |
        "{number} is past due: from tomorrow it adds {daily} a day.";
    past_due_from(number: &str, on: &str, daily: Money) =>
        "{number} está vencida y aún no suma interés. Desde el {on} suma {daily} al día." |
        "{number} is past due and adds no interest yet. From {on} it adds {daily} a day.";
    past_due_free(number: &str) =>
        "{number} está vencida y no suma interés." |
        "{number} is past due and adds no interest.";
    to_come_costs(number: &str, last: &str, daily: Money) =>
        "Si la factura {number} no se paga a más tardar el {last}, cuesta {daily} al día." |
        "If invoice {number} is not paid by {last}, it costs {daily} a day.";
    to_come_free(number: &str, due: &str) =>
        "La factura {number} vence el {due}. Pagarla tarde no suma interés." |
        "Invoice {number} falls due on {due}. Paying it late adds no interest.";
    more_invoices(count: usize) => "Y {count} facturas más." | "And {count} more invoices.";
    which_version => "Qué versión tiene cada factura" | "Which version each invoice has";
    invoice => "Factura" | "Invoice";
    due_on => "Vence" | "Due";
    version => "Versión" | "Version";
    version_number(number: i32) => "Versión {number}" | "Version {number}";
    no_version => "Ninguna" | "None";
    governed_by => "Reglas que valen para esta factura" | "Rules that hold for this invoice";

    // Versions.
    versions => "Versiones" | "Versions";
    holds_from => "Desde" | "From";
    standing => "Estado" | "Status";
    is_in_force => "Vale hoy" | "Holds today";
    is_to_come => "Valdrá" | "To come";
    was_replaced(until: &str) => "Hasta el {until}" | "Until {until}";
    changes_heading(from: i32, to: i32) =>
        "Qué cambió de la versión {from} a la {to}" |
        "What changed from version {from} to {to}";
    no_changes(from: i32) => "Dice lo mismo que la versión {from}." | "It says the same as version {from}.";
    before => "Antes" | "Before";
    now => "Ahora" | "Now";
    not_said_before => "(no lo decía)" | "(it did not say)";
    not_said_now => "(ya no lo dice)" | "(it no longer says)";

    // Acceptance.
    accept_heading => "¿Leyó las reglas?" | "Have you read the rules?";
    accept_lead(creditor: &str) =>
        "{creditor} pide que lo diga. No cambia lo que debe ni le quita ningún derecho." |
        "{creditor} asks you to say so. It does not change what you owe and takes no right away.";
    accept_box => "Leí las reglas" | "I have read the rules";
    accept_save => "Guardar" | "Save";
    accept_next(number: i32) =>
        "Guardamos la versión {number} palabra por palabra, la hora y desde dónde lo dijo. Puede verlo aquí." |
        "We keep version {number} word for word, the time and from where you said it. You can see it here.";
    accept_missing => "Marque que leyó las reglas" | "Tick that you have read the rules";
    accept_moved =>
        "Las reglas cambiaron mientras las leía. Estas son las de hoy." |
        "The rules changed while you were reading. These are today's.";
    accepted_now => "Guardamos que leyó las reglas" | "We kept that you read the rules";
    accepted_heading => "Quién dijo que las leyó" | "Who said that they read them";
    accepted_by(name: &str, on: &str, hour: &str) => "{name}, el {on} a las {hour}" | "{name}, on {on} at {hour}";
    accepted_from(address: &str, device: &str) => "Desde {address}, {device}" | "From {address}, {device}";
    accepted_print(sha256: &str) => "Huella del texto: {sha256}" | "Fingerprint of the text: {sha256}";
    not_accepted => "Nadie lo ha dicho todavía." | "Nobody has said so yet.";
    means_portal => "Por el portal" | "In the portal";
}

/// `1 de enero de 2026`.
pub fn from_day(lang: Lang, on: NaiveDate) -> String {
    day_and_year(lang, &day_month(on, lang), on.year())
}
