//! The record of contact.

use crate::kernel::locale::Lang;

crate::words! {
    heading => "Todo contacto sobre su cuenta" | "Every contact about your account";
    tab => "Contacto" | "Contact";
    none => "Aún no hay ningún contacto." | "No contact yet.";
    next =>
        "Si algo de esto no lo reconoce, compruebe el código del aviso o llámenos." |
        "If you do not recognise something here, check the code on the notice or call us.";
    when => "Cuándo" | "When";
    channel => "Medio" | "How";
    what => "Qué" | "What";
    result => "Resultado" | "Result";
    to(what: &str, person: &str) => "{what}, para {person}" | "{what}, to {person}";
    portal => "portal" | "portal";

    sent => "Enviado" | "Sent";
    held_back => "No se envió: las reglas de contacto no lo permitieron" | "Not sent: the contact rules did not allow it";
    failed => "No llegó" | "It did not arrive";
    waits => "Espera a la hora permitida" | "It waits for the hour that is allowed";
    on_its_way => "En camino" | "On its way";

    called_by(name: &str) => "Llamada a la cuenta por {name}" | "Call by {name}";
    they_called(name: &str) => "Llamada del cliente, la atendió {name}" | "Call of the customer, taken by {name}";
    looked => "Alguien del equipo vio su cuenta como usted la ve" | "Somebody of the team viewed your account as you see it";
    only_looked => "Solo lectura" | "Read only";

    sign_in_code => "Código para entrar" | "Sign-in code";
    address_code => "Código para confirmar una dirección" | "Code to confirm an address";
    address_changed => "Aviso de que cambió una dirección" | "Notice that an address changed";
    receipt => "Recibo" | "Receipt";
    answer => "Respuesta" | "Answer";
    autopay => "Aviso de cargo automático" | "Notice of an automatic charge";
    handed_on => "Aviso de quién lleva la cuenta" | "Notice of who handles the account";
    notice_other => "Aviso" | "Notice";
}

/// What a notice was about, by the word that the log keeps.
pub fn notice(lang: Lang, kind: &str) -> &'static str {
    match kind {
        "sign_in_code" => sign_in_code(lang),
        "address_code" => address_code(lang),
        "address_changed" => address_changed(lang),
        "receipt" => receipt(lang),
        "answer" => answer(lang),
        "autopay" => autopay(lang),
        "handed_on" => handed_on(lang),
        _ => notice_other(lang),
    }
}
