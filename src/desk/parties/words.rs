//! What the page of an account's people says.

use crate::kernel::locale::Lang;

crate::words! {
    heading => "Personas de la cuenta" | "People of the account";
    lead =>
        "Cada quien ve lo suyo: un correo, un teléfono o una conversación es de una persona y no se muestra a otra de la misma cuenta." |
        "Each sees their own: an e-mail, a phone or a conversation belongs to one person and is not shown to another of the same account.";
    none => "Nadie está ligado a esta cuenta." | "Nobody is linked to this account.";
    may_see => "Puede ver" | "May see";
    may_pay => "Puede ver y pagar" | "May see and pay";
    may_negotiate => "Puede ver, pagar y acordar planes" | "May see, pay and agree plans";
    may_manage => "Puede ver, pagar, acordar planes y dar permisos" | "May see, pay, agree plans and give access";
    may_guarantee(number: &str) =>
        "De la cuenta solo ve {number} y lo que avala" | "Of the account they see only {number} and what they guarantee";
    liable(amount: &str) => "Responde hasta por {amount}" | "Answers for up to {amount}";
    owes => "Responde por todo el saldo" | "Answers for the whole balance";
    does_not_owe => "No responde por la deuda" | "Does not answer for the debt";
    from(day: &str) => "desde el {day}" | "since {day}";
    from_until(from: &str, until: &str) => "del {from} al {until}" | "from {from} until {until}";
    is_over => "Ya no está ligada a la cuenta" | "No longer linked to the account";
    proof(proof: &str) => "Comprobante: {proof}" | "Proof: {proof}";
    reached_at => "Se le encuentra en" | "Reached at";
    nowhere => "No hay correo ni teléfono a la vista." | "There is no e-mail or phone in view.";
    needs => "Necesita" | "Needs";
    related => "Cuentas relacionadas" | "Related accounts";
    related_none => "No hay otras cuentas de este cliente ni de estas personas." | "There are no other accounts of this customer or these people.";
    customer => "Cliente" | "Customer";
    reference => "Referencia" | "Reference";
    creditor => "Acreedor" | "Creditor";
    open_balance => "Saldo abierto" | "Open balance";
    why => "Por qué" | "Why";
    same_debtor => "Es el mismo cliente" | "The same customer";
    through(names: &str) => "Por {names}" | "Through {names}";
    asked_heading => "Se le preguntará" | "They will be asked";
    hidden_heading => "Ya no se muestra ni se usa" | "It is no longer shown or used";
    hidden_text => "Solo la persona puede volver a usarlo, al entrar al portal." | "Only the person can have it used again, once signed in to the portal.";
    noted_heading => "Quedó anotado" | "It is noted";
    noted_text => "La persona lo ve en sus ajustes." | "The person sees it in their settings.";
    ended_heading => "Quedó quitado" | "It is taken away";
    ended_text => "Ya no se toma en cuenta." | "It is no longer taken into account.";
}

/// What somebody may do on the account.
pub fn may_text(lang: Lang, may: &str) -> &'static str {
    match may {
        "manage" => may_manage(lang),
        "negotiate" => may_negotiate(lang),
        "pay" => may_pay(lang),
        _ => may_see(lang),
    }
}
