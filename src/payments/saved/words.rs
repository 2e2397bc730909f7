//! What the pages about kept cards say.

use crate::kernel::locale::Lang;

crate::words! {
    heading => "Tarjetas guardadas" | "Kept cards";
    lead(creditor: &str)
        => "Las guarda el proveedor de pagos de {creditor}. Nosotros solo vemos la marca, los últimos cuatro números y el vencimiento."
        | "{creditor}'s payment provider keeps them. We only see the brand, the last four digits and the expiry.";
    none => "No hay tarjetas guardadas." | "No cards are kept.";
    how_to
        => "Para guardar una, marque «Guardar esta tarjeta» antes de pagar."
        | "To keep one, tick “Keep this card” before you pay.";
    card_legend => "Su tarjeta" | "Your card";
    keep_card => "Guardar esta tarjeta" | "Keep this card";
    keep_hint
        => "Para no escribirla otra vez. No se cobra sola: eso se acepta aparte. La quita cuando quiera."
        | "So that you need not type it again. It is not charged by itself: you agree to that separately. Remove it whenever you like.";
    card(brand: &str, last4: &str) => "{brand} terminada en {last4}" | "{brand} ending in {last4}";
    expires(month: i16, year: i16) => "Vence {month:02}/{year}" | "Expires {month:02}/{year}";
    expired(month: i16, year: i16) => "Venció {month:02}/{year}" | "Expired {month:02}/{year}";
    usual => "La usual" | "Usual";
    past => "Vencida" | "Expired";
    name => "Nombre" | "Name";
    name_hint => "Por ejemplo, «nómina». Solo usted lo ve." | "For example, “salary”. Only you see it.";
    save_name => "Guardar el nombre" | "Save the name";
    make_usual => "Usar esta normalmente" | "Make it the usual one";
    remove => "Quitar" | "Remove";
    remove_next
        => "Al quitarla, el proveedor la olvida y terminan los pagos automáticos con ella."
        | "When you remove it, the provider forgets it and automatic payments with it end.";
    saved_heading => "Guardado" | "Saved";
    renamed => "El nombre se guardó." | "The name was saved.";
    is_usual => "Esta es ahora su tarjeta usual." | "This is now your usual card.";
    removed => "La tarjeta se quitó." | "The card was removed.";
    name_too_long => "El nombre tiene 40 letras como máximo" | "The name has 40 letters at most";
    autopay => "Pagos automáticos" | "Automatic payments";
}

/// `visa` as `Visa`.
pub fn brand(code: &str) -> String {
    match code {
        "amex" => "American Express".to_owned(),
        "mastercard" => "Mastercard".to_owned(),
        other => {
            let mut letters = other.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// "Visa terminada en 4242", or the name that its owner gave it with that.
pub fn named(lang: Lang, label: &str, code: &str, last4: &str) -> String {
    let card = card(lang, &brand(code), last4);
    if label.is_empty() { card } else { format!("{label} ({card})") }
}
