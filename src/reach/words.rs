//! What the pages about addresses say.

use crate::identity::model::AddressKind;
use crate::kernel::locale::Lang;
use crate::reach::model::Told;

crate::words! {
    // Asked in the portal.
    still_email => "¿Sigue siendo este su correo?" | "Is this still your e-mail?";
    still_phone => "¿Sigue siendo este su teléfono?" | "Is this still your phone?";
    asks(creditor: &str, address: &str) =>
        "{creditor} pregunta si {address} sigue siendo suyo." | "{creditor} asks whether {address} is still yours.";
    yes => "Sí, es mío" | "Yes, it is mine";
    no => "No, ya no es mío" | "No, it is not mine any more";
    another => "Tengo otro: cambiarlo" | "I have another: change it";
    no_means => "Si ya no es suyo, dejamos de usarlo desde ahora." | "If it is no longer yours, we stop using it from now on.";

    // Hidden by its person.
    heading => "Medios que otra persona puede leer" | "Addresses that somebody else can read";
    lead =>
        "Si alguien más lee un correo suyo, contesta su teléfono o lo tiene en sus manos, podemos dejar de usarlo y ocultarlo. Nadie le preguntará por qué." |
        "If somebody else reads an e-mail of yours, answers your phone or holds it, we can stop using it and hide it. Nobody will ask you why.";
    means =>
        "Desde ese momento no se muestra en ninguna página, ni aquí ni al equipo, no se imprime y no se usa: ni códigos, ni avisos, ni llamadas. Solo usted puede volver a usarlo, desde esta página." |
        "From that moment it is shown on no page, neither here nor to the team, it is not printed and not used: no codes, no notices, no calls. Only you can have it used again, from this page.";
    last_one =>
        "Es el único por el que puede entrar. Antes de ocultarlo agregue otro: sin ninguno no podrá entrar ni recibir avisos." |
        "It is the only one by which you can sign in. Add another before you hide it: without any you cannot sign in or get notices.";
    add_email => "Agregar un correo" | "Add an e-mail";
    add_phone => "Agregar un teléfono" | "Add a phone";
    which => "¿Cuál ocultamos?" | "Which one do we hide?";
    hide => "Ocultarlo y dejar de usarlo" | "Hide it and stop using it";
    nothing_to_hide => "No hay correos ni teléfonos a la vista." | "There is no e-mail or phone in view.";
    hidden_one => "1 medio no se muestra" | "1 contact point is not shown";
    hidden_many(count: usize) => "{count} medios no se muestran" | "{count} contact points are not shown";
    hidden_email(day: &str) => "Un correo, oculto desde el {day}" | "An e-mail, hidden since {day}";
    hidden_phone(day: &str) => "Un teléfono, oculto desde el {day}" | "A phone, hidden since {day}";
    use_again => "Volver a usarlo" | "Use it again";
    hidden_done => "Quedó oculto" | "It is hidden";
    hidden_done_text => "Ya no se muestra ni se usa." | "It is no longer shown or used.";
    used_done => "Se usa otra vez" | "It is used again";
    used_done_text => "Otra vez se muestra y le escribimos ahí." | "It is shown again, and we write to you there.";
    point_none => "Elija cuál ocultar" | "Choose which one to hide";
    address_unsafe =>
        "Usted pidió que no usemos ese dato. Para usarlo otra vez, vaya a los medios que otra persona puede leer." |
        "You asked us not to use that one. To use it again, go to the addresses that somebody else can read.";

    // At the desk.
    confirmed(day: &str) => "lo confirmó el {day}" | "confirmed on {day}";
    never_confirmed => "no lo ha confirmado" | "never confirmed";
    asked_since(day: &str) => "se le pregunta desde el {day}" | "asked since {day}";
    denied => "dijo que ya no es suyo" | "they said it is no longer theirs";
    suspended => "suspendido: no se escribe ahí" | "suspended: nothing is sent there";
    ask => "Preguntar si sigue siendo suyo" | "Ask whether it is still theirs";
    not_safe => "No es seguro: ocultarlo" | "Not safe: hide it";
    desk_heading(address: &str) => "Ocultar {address}" | "Hide {address}";
    desk_means =>
        "Hágalo solo si la persona lo pide. No pregunte ni anote por qué. Deja de verse aquí, en papeles, archivos y búsquedas, y no se usa para nada. Solo ella puede volver a usarlo, al entrar al portal." |
        "Do this only where the person asks for it. Do not ask or note why. It disappears here, from papers, files and searches, and is used for nothing. Only they can have it used again, once signed in to the portal.";
    desk_other =>
        "Pregunte si pueden entrar con otro correo o teléfono; lo agregan ellos mismos en Ajustes." |
        "Ask whether they can sign in with another e-mail or phone; they add it themselves in Settings.";
    how_told => "¿Cómo lo dijo la persona?" | "How did the person say so?";
    told_telephone => "Por teléfono" | "By telephone";
    told_in_person => "En persona" | "In person";
    told_letter => "Por escrito" | "In writing";
    told_portal => "En el portal" | "In the portal";
    told_none => "Elija cómo lo dijo la persona" | "Choose how the person said so";
    asked_done => "La persona verá la pregunta al entrar al portal." | "The person will see the question once they sign in.";
}

/// Whether it is still theirs.
pub fn still(lang: Lang, kind: AddressKind) -> &'static str {
    match kind {
        AddressKind::Email => still_email(lang),
        AddressKind::Phone => still_phone(lang),
    }
}

/// How many addresses are not shown.
pub fn hidden_count(lang: Lang, count: usize) -> String {
    if count == 1 { hidden_one(lang).to_owned() } else { hidden_many(lang, count) }
}

/// What is hidden, without showing it.
pub fn hidden_line(lang: Lang, kind: AddressKind, day: &str) -> String {
    match kind {
        AddressKind::Email => hidden_email(lang, day),
        AddressKind::Phone => hidden_phone(lang, day),
    }
}

/// How somebody said something.
pub fn told_text(lang: Lang, told: Told) -> &'static str {
    match told {
        Told::Portal => told_portal(lang),
        Told::Telephone => told_telephone(lang),
        Told::InPerson => told_in_person(lang),
        Told::Letter => told_letter(lang),
    }
}
