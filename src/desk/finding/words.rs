//! What the page of the search box says.

use crate::desk::finding::model::Kind;
use crate::kernel::locale::Lang;

crate::words! {
    heading(words: &str) => "Lo que hay con \"{words}\"" | "What there is with \"{words}\"";
    nothing(words: &str) => "No hay nada con \"{words}\"." | "There is nothing with \"{words}\".";
    all_accounts => "Ver todas las cuentas." | "See all accounts.";
    what_can_be_found =>
        "Se encuentra por nombre, referencia de la cuenta, factura, recibo (R-208), clave de rastreo, aclaración (A-104), plan (C-12), queja, etiqueta, correo o teléfono." |
        "Things are found by name, account reference, invoice, receipt (R-208), tracking key, dispute (A-104), plan (C-12), complaint, tag, e-mail or phone.";
    accounts => "Cuentas" | "Accounts";
    more_accounts(total: u64) => "Ver las {total} cuentas" | "See all {total} accounts";
    what => "Qué" | "What";
    of_whom => "Cuenta" | "Account";
    amount => "Monto" | "Amount";
    invoices => "Facturas" | "Invoices";
    payments => "Pagos" | "Payments";
    disputes => "Aclaraciones" | "Disputes";
    plans => "Planes" | "Plans";
    complaints => "Quejas" | "Complaints";
    people => "Personas" | "People";
}

/// What a kind of thing is called, when there are several.
pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => invoices(lang),
        Kind::Payment => payments(lang),
        Kind::Dispute => disputes(lang),
        Kind::Plan => plans(lang),
        Kind::Complaint => complaints(lang),
        Kind::Person => people(lang),
    }
}
