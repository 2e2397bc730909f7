//! What the pages about accounts, invoices and balances say.

pub mod balance;

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    // The first page (screens 2.1).
    landing_heading(creditor: &str) =>
        "Su cuenta con {creditor}, clara y al día" | "Your account with {creditor}, clear and up to date";
    landing_heading_several => "Su cuenta, clara y al día" | "Your account, clear and up to date";
    landing_lead =>
        "Vea cuánto debe y por qué, y pague lo que elija. No necesita contraseña." |
        "See what you owe and why, and pay what you choose. No password needed.";
    landing_next =>
        "Le enviamos un código a su correo o teléfono. Con él entra y ve su saldo." |
        "We send a code to your e-mail or phone. With it you sign in and see your balance.";
    sign_in => "Entrar" | "Sign in";
    notice_code => "Código de un aviso o documento" | "Code from a notice or document";
    notice_code_hint =>
        "Son 8 letras y números. Por ejemplo, K7QF-2M9D" | "It has 8 letters and digits. For example, K7QF-2M9D";
    check_code => "Comprobar" | "Check";
    check_code_next =>
        "Le mostramos quién lo emitió y cuándo, nada privado." | "We show who issued it and when, nothing private.";
    real_heading => "Cómo saber que es real" | "How to tell it is real";
    real_address(domain: &str) =>
        "La dirección es exactamente {domain}/" | "The address is exactly {domain}/";
    real_secrets =>
        "Nunca pedimos contraseñas ni NIP" | "We never ask for passwords or PINs";
    real_payee(payee: &str) =>
        "Quien recibe el pago es {payee}, nunca una persona. Los datos para transferir pueden cambiar: tómelos siempre de aquí" |
        "The payment goes to {payee}, never to a person. Details for transfers can change: always take them from here";
    real_payees =>
        "Quien recibe el pago es la empresa que le cobra, con el nombre que ve antes de pagar, nunca una persona" |
        "The payment goes to the company you owe, under the name you see before paying, never to a person";
    creditors_heading => "Empresas que usan este portal" | "Companies that use this portal";

    // The account (2.5).
    your_accounts => "Sus cuentas" | "Your accounts";
    account_line(creditor: &str, reference: &str) => "{creditor}, cuenta {reference}" | "{creditor}, account {reference}";
    due_label => "Para estar al día hoy" | "To be up to date today";
    past_due_one(on: &str) => "1 factura vencida, desde el {on}." | "1 invoice past due, since {on}.";
    past_due_many(count: usize, on: &str) =>
        "{count} facturas vencidas; la más antigua, desde el {on}." |
        "{count} invoices past due; the oldest since {on}.";
    make_pay_link => "Crear enlace de pago" | "Create a pay link";
    how_worked_out => "Cómo se calculó" | "How this was worked out";
    pay => "Pagar" | "Pay";
    pay_part => "Pagar una parte" | "Pay part";
    pay_part_hint => "Usted decide cuánto" | "You decide how much";
    pay_early => "Pagar por adelantado" | "Pay early";
    see_invoices => "Ver las facturas" | "See the invoices";
    up_to_date => "Está al día" | "You are up to date";
    next_due_line(amount: Money, on: &str, numbers: &str) =>
        "Lo siguiente: {amount} el {on} ({numbers})." | "Next: {amount} on {on} ({numbers}).";
    next_due_today(amount: Money, numbers: &str) =>
        "Lo siguiente: {amount}, hoy ({numbers})." | "Next: {amount}, today ({numbers}).";
    owes_nothing(creditor: &str) => "No debe nada a {creditor}." | "You owe {creditor} nothing.";
    use_or_return => "Usarlo o pedir que se lo devuelvan" | "Use it or ask for it back";
    bank_reviews_heading(amount: Money) => "El banco revisa un pago de {amount}" | "The bank is reviewing a payment of {amount}";
    bank_reviews =>
        "Mientras decide, esa cantidad no se cobra otra vez." |
        "While it decides, that amount is not collected again.";
    in_credit(amount: Money) => "Tiene {amount} a su favor." | "You have {amount} in credit.";
    no_accounts =>
        "No hay ninguna cuenta ligada a sus datos." | "No account is linked to your details.";
    picture_title => "De qué se compone su saldo" | "What your balance is made of";
    picture_caption(total: Money, due: Money) =>
        "De {total}, están vencidos {due}." | "Of {total}, {due} is past due.";
    picture_caption_nothing_due(total: Money) =>
        "De {total}, nada está vencido." | "Of {total}, nothing is past due.";
    picture_description(caption: &str) =>
        "{caption} La tabla siguiente da las mismas cantidades." | "{caption} The table below gives the same amounts.";
    part => "Parte" | "Part";
    amount => "Importe" | "Amount";
    since_or_until => "Fecha" | "Date";
    past_due => "Vencido" | "Past due";
    not_due_yet => "Por vencer" | "Not due yet";
    held => "En aclaración, no se cobra" | "In dispute, not collected";
    total_balance => "Saldo total" | "Total balance";
    since(on: &str) => "desde el {on}" | "since {on}";
    on_day(on: &str) => "{on}" | "{on}";
    answer_by(on: &str) => "respuesta a más tardar el {on}" | "answer by {on}";
    daily_interest(amount: Money) =>
        "Hasta que pague, cada día se suman {amount} de interés." |
        "Until you pay, {amount} of interest is added each day.";
    daily_interest_rising(amount: Money, from: &str, later: Money, numbers: &str) =>
        "Hasta que pague, cada día se suman {amount} de interés (desde el {from}, {later} si {numbers} no se paga)." |
        "Until you pay, {amount} of interest is added each day (from {from} {later} if {numbers} is not paid).";
    coming_fees(on: &str, amount: Money, numbers: &str) =>
        "El {on} se suma un cargo por atraso de {amount} si {numbers} no se paga." |
        "On {on} a late charge of {amount} is added if {numbers} is not paid.";
    no_interest => "No se suman intereses." | "No interest is added.";
    nothing_to_do => "No tiene que hacer nada." | "There is nothing to do.";
    open_things => "Asuntos abiertos" | "Open items";
    open_invoice_past(number: &str, amount: Money, on: &str) =>
        "{number}: {amount}, venció el {on}" | "{number}: {amount}, was due {on}";
    open_invoice_ahead(number: &str, amount: Money, on: &str) =>
        "{number}: {amount}, vence el {on}" | "{number}: {amount}, due {on}";
    open_invoices_more(count: usize) => "y {count} facturas más" | "and {count} more invoices";
    open_dispute(number: &str, amount: Money, invoice: &str, on: &str) =>
        "Aclaración {number}: {amount} de {invoice}; respuesta a más tardar el {on}" |
        "Dispute {number}: {amount} of {invoice}; answer by {on}";
    in_flight_heading => "Pago en proceso" | "Payment in process";
    in_flight(amount: Money) =>
        "Ya hay un pago de {amount} en proceso. Todavía no está descontado de su saldo." |
        "A payment of {amount} is in process. It is not yet taken off your balance.";
    see_payment => "Ver el pago" | "See the payment";
    guarantee_heading => "Lo que usted avala" | "What you guarantee";
    guarantee_line(creditor: &str, number: &str, debtor: &str) =>
        "{creditor}, factura {number} de {debtor}" | "{creditor}, invoice {number} of {debtor}";
    guarantee_label => "Lo que hoy se le puede pedir" | "What you can be asked for today";
    guarantee_limit(liable: Money) =>
        "Usted firmó como aval hasta {liable}. No responde por más." |
        "You signed as guarantor for up to {liable}. You do not answer for more.";
    guarantee_not_due(on: &str) =>
        "La factura vence el {on}; antes no se le pide nada." |
        "The invoice is due on {on}; nothing is asked of you before.";

    guarantee_paid(paid: Money) => "Ya pagó {paid} de eso." | "You have paid {paid} of that.";
    guarantee_pay(amount: Money) => "Pagar {amount}" | "Pay {amount}";
    guarantee_see(number: &str) => "Qué ha pasado con {number}" | "What happened to {number}";
    guarantee_history => "Lo que ha pasado con la factura" | "What happened to the invoice";
    answers_for => "Usted responde hasta por" | "You answer for up to";
    row_own_payment => "Su pago como aval" | "Your payment as guarantor";

    // The list of invoices (2.6).
    invoices => "Facturas" | "Invoices";
    lists_of_invoices => "Listas de facturas" | "Lists of invoices";
    tab_to_pay => "Por pagar" | "To pay";
    tab_in_dispute => "En aclaración" | "In dispute";
    tab_paid => "Pagadas" | "Paid";
    tab_all => "Todas" | "All";
    which_account => "Cuenta" | "Account";
    find_by_number => "Buscar por folio" | "Find by number";
    find => "Buscar" | "Find";
    number => "Folio" | "Number";
    issued => "Emitida" | "Issued";
    due => "Vence" | "Due";
    total => "Total" | "Total";
    paid => "Pagado" | "Paid";
    interest => "Interés" | "Interest";
    to_pay => "Por pagar" | "To pay";
    state => "Estado" | "State";
    choose_invoice(number: &str) => "Elegir {number}" | "Choose {number}";
    pay_chosen => "Pagar las elegidas" | "Pay the chosen ones";
    chosen_none => "Ninguna elegida" | "None chosen";
    chosen_one(sum: Money) => "1 elegida: {sum}" | "1 chosen: {sum}";
    chosen_many(count: usize, sum: Money) => "{count} elegidas: {sum}" | "{count} chosen: {sum}";
    choose_next =>
        "Primero verá a qué se aplica; luego decide." | "First you see what it pays; then you decide.";
    pick_none => "Elija al menos una factura" | "Choose at least one invoice";
    none_to_pay => "No tiene facturas por pagar." | "No invoices to pay.";
    see_paid => "Vea las pagadas." | "See the paid ones.";
    none_in_dispute => "Ninguna factura está en aclaración." | "No invoice is in dispute.";
    none_paid => "Todavía no hay facturas pagadas." | "No invoices are paid yet.";
    none_at_all => "Todavía no hay facturas." | "There are no invoices yet.";
    none_match(number: &str) => "Ninguna factura con \"{number}\"." | "No invoice with \"{number}\".";
    see_all => "Vea todas." | "See all.";

    // States (1.6).
    state_not_due => "Por vencer" | "Not due yet";
    state_past_due => "Vencida" | "Past due";
    state_part_paid => "Pagada en parte" | "Part paid";
    state_in_plan => "En plan" | "In a plan";
    state_in_dispute => "En aclaración" | "In dispute";
    state_paid => "Pagada" | "Paid";
    state_voided => "Anulada" | "Voided";

    // An invoice (2.7).
    invoice_heading(number: &str) => "Factura {number}" | "Invoice {number}";
    was_due(on: &str, days: i64) =>
        "Venció el {on} (hace {days} días)." | "Was due {on} ({days} days ago).";
    was_due_yesterday(on: &str) => "Venció el {on} (ayer)." | "Was due {on} (yesterday).";
    is_due(on: &str) => "Vence el {on}." | "Due {on}.";
    is_due_today(on: &str) => "Vence hoy, {on}." | "Due today, {on}.";
    includes_interest(amount: Money) => "Incluye {amount} de interés." | "Includes {amount} of interest.";
    pay_this(amount: Money) => "Pagar esta factura: {amount}" | "Pay this invoice: {amount}";
    invoice_is_paid => "Está pagada. No tiene que hacer nada." | "It is paid. There is nothing to do.";
    invoice_is_voided => "Está anulada. No tiene que hacer nada." | "It is voided. There is nothing to do.";
    item => "Concepto" | "Item";
    quantity => "Cantidad" | "Quantity";
    price => "Precio" | "Price";
    lines => "Conceptos" | "Items";
    subtotal => "Subtotal" | "Subtotal";
    vat => "IVA" | "VAT";
    adjustments => "Descuentos y ajustes" | "Discounts and adjustments";
    in_dispute => "En aclaración" | "In dispute";
    totals => "Totales" | "Totals";
    no_lines(creditor: &str) =>
        "{creditor} no envió el detalle de los conceptos. Puede pedirlo." |
        "{creditor} did not send the detail of the lines. You can ask for it.";
    held_heading(dispute: &str) => "Aclaración {dispute}" | "Dispute {dispute}";
    held_line(amount: Money, line: i16, dispute: &str) =>
        "{amount} del concepto {line} están en aclaración {dispute}." |
        "{amount} of line {line} are in dispute {dispute}.";
    held_whole(amount: Money, dispute: &str) =>
        "{amount} están en aclaración {dispute}." | "{amount} are in dispute {dispute}.";
    can_pay_rest(amount: Money) => "Puede pagar los {amount} restantes." | "You can pay the other {amount}.";
    answer_promised(on: &str) => "La respuesta llega a más tardar el {on}." | "The answer comes by {on}.";
    invoice_daily(amount: Money) =>
        "Desde mañana suma {amount} al día; si la paga hoy, ya no suma." |
        "From tomorrow it adds {amount} a day; if you pay today, nothing more.";
    fiscal_notice(creditor: &str) =>
        "El CFDI y el complemento de pago los emite {creditor}." |
        "{creditor} issues the tax invoice (CFDI) and the payment complement.";
    fiscal_folio(folio: &str) => "Folio fiscal: {folio}" | "Tax folio: {folio}";
    contract_line(contract: &str) => "Contrato: {contract}" | "Contract: {contract}";
    all_invoices => "Todas las facturas" | "All invoices";
    what_was_billed => "Lo que se facturó" | "What was billed";

    // What makes up a balance (2.8).
    balance_heading => "Cómo se forma su saldo" | "How your balance is made up";
    balance_invoice_heading(number: &str) =>
        "Cómo se forma el saldo de {number}" | "How the balance of {number} is made up";
    balance_lead =>
        "Cada renglón dice fecha, motivo y documento." | "Each row gives date, reason and document.";
    balance_due => "Para estar al día" | "To be up to date";
    balance_total => "Saldo total" | "Total balance";
    balance_not_due => "Por vencer" | "Not due yet";
    balance_in_plan => "En un plan, para después" | "In a plan, for later";
    balance_held => "En aclaración" | "In dispute";
    balance_credit => "A su favor" | "In your favour";
    which_amount => "Qué cantidad" | "Which amount";
    date => "Fecha" | "Date";
    what => "Motivo" | "Reason";
    document => "Documento" | "Document";
    rule_and_terms => "Regla" | "Rule";
    who => "Quién" | "Who";
    running_total => "Acumulado" | "Running total";
    check_one(sum: Money) => "Este renglón es de {sum}." | "This row is {sum}.";
    check_many(count: usize, sum: Money) =>
        "Estos {count} renglones suman {sum}." | "These {count} rows add up to {sum}.";
    check_page(count: usize, sum: Money) =>
        "Los renglones de las {count} facturas suman {sum}." | "The rows of the {count} invoices add up to {sum}.";
    worked_out(on: &str, at: &str) => "Calculado el {on} a las {at}." | "Worked out on {on} at {at}.";
    does_not_add_up(creditor: &str) =>
        "Los renglones no cuadran con el total. No pague esta cantidad hasta que {creditor} la corrija." |
        "The rows do not match the total. Do not pay this amount until {creditor} has corrected it.";
    check_failed => "Estas cantidades no cuadran" | "These amounts do not match";
    row_invoice => "Factura emitida" | "Invoice issued";
    contest_this => "Aclarar esta factura" | "Dispute this invoice";
    see_dispute => "Ver la aclaración" | "See the dispute";
    row_credit_note => "Descuento por nota de crédito" | "Credit note";
    row_void => "Factura anulada" | "Invoice voided";
    row_opening_balance => "Saldo anterior, traído de otro sistema" | "Earlier balance, brought from another system";
    row_interest(base: Money, rate: &str, days: i64, per_days: i64, amount: Money) =>
        "Interés por atraso: {base} × {rate} × {days} de {per_days} días = {amount}" |
        "Late interest: {base} × {rate} × {days} of {per_days} days = {amount}";
    row_yearly_interest(base: Money, rate: &str, days: i64, year: i64, amount: Money) =>
        "Interés por atraso: {base} × {rate} al año × {days} días ÷ {year} = {amount}" |
        "Late interest: {base} × {rate} a year × {days} days ÷ {year} = {amount}";
    rounded_on_all =>
        " (redondeado sobre todo el interés de la factura)" | " (rounded on all interest of the invoice)";
    and_tax(amount: Money) => ", más {amount} de impuesto" | ", plus {amount} of tax";
    posted_in(count: usize) => "En {count} asientos" | "In {count} entries";
    row_interest_plain => "Interés por atraso" | "Late interest";
    row_fee => "Cargo" | "Charge";
    row_payment(receipt: &str) => "Pago recibido, recibo {receipt}" | "Payment received, receipt {receipt}";
    row_payment_plain => "Pago recibido" | "Payment received";
    row_refund => "Devolución" | "Refund";
    row_chargeback => "Pago retirado por el banco" | "Payment taken back by the bank";
    row_allocation => "Saldo a favor aplicado" | "Credit applied";
    row_discount => "Descuento" | "Discount";
    row_forgiveness => "Parte que ya no se cobra" | "Part no longer claimed";
    row_waived(by: &str, reason: &str) => "Se condonó; lo autorizó {by}: {reason}" | "Waived; {by} decided so: {reason}";
    row_waived_less =>
        "Lo condonado se ajusta: ese interés o cargo nunca se debió"
        | "The waiver is less: that interest or fee was never owed";
    row_write_off => "Asiento interno; el saldo no cambia" | "Internal entry; the balance stays";
    row_correction => "Corrección" | "Correction";
    row_reversal(what: &str) => "Se deshizo: {what}" | "Undone: {what}";
    row_reversal_plain => "Se deshizo un movimiento" | "An entry was undone";
    row_held(dispute: &str) => "En aclaración {dispute}, no se cobra" | "In dispute {dispute}, not collected";
    open_dispute_short(dispute: &str) => "Aclaración {dispute}" | "Dispute {dispute}";
    rule_of_policy(rule: &str, number: i32, from: &str) =>
        "regla {rule}, política versión {number} del {from}" | "rule {rule}, policy version {number} of {from}";
    rule_alone(rule: &str) => "regla {rule}" | "rule {rule}";
    no_entries => "Aún no hay movimientos." | "No entries yet.";
    by_system => "sistema" | "system";
    by_team => "equipo" | "team";
    by_you => "usted" | "you";
    by_customer => "cliente" | "customer";

    // When it is another who reads.
}

/// `2,5`, `12.345`: thousandths without needless zeros.
pub fn quantity_text(milli: i64) -> String {
    let (whole, rest) = (milli / 1000, (milli % 1000).abs());
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{rest:03}").trim_end_matches('0').to_owned()
}

/// `16 %`, `8.5 %`, from hundredths of a per cent.
pub fn percent_text(basis_points: i64) -> String {
    let (whole, rest) = (basis_points / 100, (basis_points % 100).abs());
    let number = if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{rest:02}").trim_end_matches('0').to_owned()
    };
    format!("{number}\u{a0}%")
}

/// `F-1041`, `F-1041 y F-1057`, `F-1041 and 4 more`.
pub fn numbers_text(lang: Lang, numbers: &[String]) -> String {
    match (numbers, lang) {
        ([], _) => String::new(),
        ([only], _) => only.clone(),
        ([one, two], Lang::Es) => format!("{one} y {two}"),
        ([one, two], Lang::En) => format!("{one} and {two}"),
        ([one, rest @ ..], Lang::Es) => format!("{one} y {} más", rest.len()),
        ([one, rest @ ..], Lang::En) => format!("{one} and {} more", rest.len()),
    }
}
