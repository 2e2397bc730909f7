//! What the portal says when it cannot do what was asked.

crate::words! {
    not_found_title => "No encontramos esa página" | "We cannot find that page";
    not_found_text =>
        "Puede que la dirección esté incompleta o que ya no exista." |
        "The address may be incomplete, or the page no longer exists.";
    forbidden_title => "No pudimos aceptar ese envío" | "We could not accept that";
    forbidden_text =>
        "No llegó desde una página de este portal, o su función no lo permite. No cambió nada. Abra la página otra vez e inténtelo desde ahí." |
        "It did not come from a page of this portal, or your role does not allow it. Nothing changed. Open the page again and try from there.";
    too_many_title => "Muchos intentos" | "Too many tries";
    too_many_text(until: &str) => "Puede intentar de nuevo a las {until}." | "You can try again at {until}.";
    failed_title => "Algo falló de nuestro lado" | "Something failed on our side";
    failed_text(reference: &str) =>
        "Si estaba pagando, mire Pagos antes de intentar otra vez. Referencia {reference}." |
        "If you were paying, look at Payments before trying again. Reference {reference}.";
    to_home => "Ir al inicio" | "Go to home";
}
