//! What the pages about messages say.

use crate::kernel::locale::Lang;
use crate::messages::model::{CloseReason, Shelf};

crate::words! {
    messages => "Mensajes" | "Messages";
    none_yet => "Aún no hay mensajes. Pregunte lo que quiera." | "No messages yet. Ask anything.";
    to_the_end => "Ir al final" | "Go to the end";
    your_message => "Escriba su mensaje" | "Write your message";
    read_by(creditor: &str) => "Lo lee el equipo de {creditor}. No escriba números de tarjeta." | "Read by the {creditor} team. Do not type card numbers.";
    attach => "Adjuntar (opcional)" | "Attach (optional)";
    attach_hint => "PDF, JPG o PNG, hasta 10 MB cada uno." | "PDF, JPG or PNG, up to 10 MB each.";
    send => "Enviar" | "Send";
    follows => "Esta página se actualiza sola." | "This page updates by itself.";
    happened => "Hay algo nuevo en esta página." | "There is something new on this page.";
    arrived => "Llegó un mensaje nuevo." | "A new message has arrived.";
    check => "Ver si hay nuevos" | "Check for new ones";
    you => "Usted" | "You";
    team(creditor: &str, name: &str) => "{name}, de {creditor}" | "{name}, from {creditor}";
    seen => "Leído" | "Read";
    new_from_here => "Nuevo" | "New";
    sent_next(hour: &str, by: &str) => "Enviado a las {hour}. Respondemos a más tardar el {by}." | "Sent at {hour}. We answer by {by}.";
    sent => "Mensaje enviado" | "Message sent";
    empty => "Escriba un mensaje o adjunte un archivo" | "Write a message or attach a file";
    too_long => "Es demasiado largo; quite una parte" | "It is too long; take out a part";
    closed_for_you => "El equipo dio esto por atendido. Si falta algo, escriba y se abre de nuevo." | "The team has dealt with this. If anything is missing, write and it opens again.";
    about(what: &str) => "Sobre: {what}" | "About: {what}";
    about_invoice(number: &str) => "Factura {number}" | "Invoice {number}";
    about_receipt(number: &str) => "Recibo {number}" | "Receipt {number}";
    about_payment => "Un pago" | "A payment";
    about_account => "La cuenta" | "The account";
    about_plan(name: &str) => "Convenio {name}" | "Plan {name}";
    about_proposal => "Propuesta de convenio" | "Proposal of a plan";
    ask_about_this => "Preguntar al equipo por esto" | "Ask the team about this";
    elsewhere => "Lo que se habla de una aclaración o de un convenio está en su página:" | "What is said about a dispute or a plan is on its page:";
    unread_count(count: u64) => "{count} sin leer" | "{count} unread";
    conversation => "Conversación con el equipo" | "Conversation with the team";
    write_to_team => "Escribir al equipo" | "Write to the team";
    write_to_customer => "Escribir al cliente" | "Write to the customer";
    send_message => "Enviar mensaje" | "Send message";
    open_thread => "Notas internas, encargo y cierre de esta conversación" | "Internal notes, owner and closing of this conversation";
    said => "Mensaje enviado" | "Message sent";

    uploading => "Enviando archivos" | "Sending files";
    upload_failed => "No se pudo enviar. Lo que escribió sigue aquí; inténtelo otra vez." | "It could not be sent. What you wrote is still here; try again.";

    mail_subject => "Tiene un mensaje" | "You have a message";
    mail_text(creditor: &str) => "{creditor} le respondió. Aquí puede leerlo y contestar." | "{creditor} has answered you. You can read it and reply here.";
    mail_closed_subject => "Su conversación quedó atendida" | "Your conversation has been dealt with";
    mail_closed(creditor: &str) => "{creditor} dio por atendida su conversación. Si falta algo, escriba y se abre de nuevo." | "{creditor} has dealt with your conversation. If anything is missing, write and it opens again.";
    mail_read => "Leer y contestar" | "Read and reply";

    // The desk.
    inbox => "Mensajes" | "Messages";
    inbox_lead => "Quien más espera va primero." | "Who waits the longest stands first.";
    more_wait(count: usize) => "Se muestran {count}; las demás siguen al responder estas." | "{count} are shown; the others follow as these are answered.";
    last_said => "Lo último" | "Last";
    which => "Cuáles" | "Which";
    who => "Quién" | "Who";
    account => "Cuenta" | "Account";
    about_what => "Sobre" | "About";
    waits => "Espera" | "Waits";
    waits_since(since: &str) => "desde el {since}" | "since {since}";
    waits_not => "No espera" | "Not waiting";
    closed => "Cerrada" | "Closed";
    unread => "Sin leer" | "Unread";
    owner => "A cargo de" | "Owner";
    nobody => "Nadie" | "Nobody";
    customer(name: &str) => "{name}, cliente" | "{name}, customer";
    reply => "Responder" | "Reply";
    reply_hint => "Lo lee el cliente." | "The customer reads it.";
    template => "Empezar con una plantilla" | "Start from a template";
    take => "Hacerme cargo" | "Take it";
    give => "Dar a otra persona" | "Give to somebody else";
    give_whom => "¿A quién?" | "To whom?";
    give_now => "Dar" | "Give";
    close => "Cerrar la conversación" | "Close the conversation";
    close_now => "Cerrar" | "Close";
    close_unread => "El cliente acaba de escribir; lea lo nuevo antes de cerrar" | "The customer has just written; read it before closing";
    closed_because(reason: &str) => "Cerrada: {reason}. Se abre de nuevo en cuanto alguien escribe." | "Closed: {reason}. It opens again as soon as somebody writes.";
    waiting_since(since: &str) => "Espera respuesta desde el {since}." | "Waiting for an answer since {since}.";
    not_waiting => "No espera respuesta." | "Not waiting for an answer.";
    owned_by(name: &str) => "La atiende {name}." | "{name} deals with it.";
    owned_by_nobody => "Nadie la atiende aún." | "Nobody deals with it yet.";
    close_why => "¿Por qué se cierra?" | "Why is it closed?";
    close_none => "Elija por qué se cierra" | "Choose why it is closed";
    notes => "Notas internas: no las ve el cliente" | "Internal notes: the customer does not see them";
    note => "Nota del equipo" | "Team note";
    note_hint => "El cliente no la ve. Llame a alguien con @ y su nombre." | "The customer does not see it. Call somebody with @ and their name.";
    keep_note => "Guardar nota interna" | "Keep internal note";
    no_notes => "Sin notas." | "No notes.";
    mentions(names: &str) => "Para {names}" | "For {names}";
    tone(phrase: &str) => "Quite «{phrase}»: suena a amenaza o a papel de juzgado" | "Take out “{phrase}”: it sounds like a threat or a court paper";

}

pub fn close_reason(lang: Lang, reason: CloseReason) -> &'static str {
    let (es, en) = match reason {
        CloseReason::Answered => ("Respondida", "Answered"),
        CloseReason::NoAnswer => ("El cliente ya no escribió", "The customer did not write again"),
        CloseReason::Elsewhere => ("Se atiende en otro lado", "Dealt with elsewhere"),
        CloseReason::NotOurs => ("No es con nosotros", "Not for us"),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}

/// What stands where nothing has been said about a dispute or a plan.
pub fn matter_empty(lang: Lang, is_team: bool) -> &'static str {
    let (es, en) = match is_team {
        true => ("Aún no se ha escrito nada sobre esto.", "Nothing has been written about this yet."),
        false => (
            "Aún no hay mensajes sobre esto. Pregunte lo que quiera.",
            "No messages about this yet. Ask anything.",
        ),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}

/// What the tab of a shelf says.
pub fn shelf(lang: Lang, shelf: Shelf) -> &'static str {
    let (es, en) = match shelf {
        Shelf::Open => ("Abiertas", "Open"),
        Shelf::Mine => ("Mías", "Mine"),
        Shelf::Called => ("Me llaman", "I am called"),
        Shelf::Closed => ("Cerradas", "Closed"),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}

/// What stands where a shelf is empty.
pub fn shelf_empty(lang: Lang, shelf: Shelf) -> &'static str {
    let (es, en) = match shelf {
        Shelf::Open => ("No hay conversaciones abiertas.", "No open conversations."),
        Shelf::Mine => ("Usted no atiende ninguna.", "You deal with none."),
        Shelf::Called => ("Nadie le llama en una nota.", "Nobody calls you in a note."),
        Shelf::Closed => ("No hay conversaciones cerradas.", "No closed conversations."),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}
