//! What papers say, and the pages around them.

use crate::documents::model::{PaperKind, PaperState};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    // Numbers and names.
    statement_number(number: i64) => "E-{number}" | "E-{number}";
    letter_number(number: i64) => "C-{number}" | "C-{number}";
    receipt => "Recibo de pago" | "Payment receipt";
    invoice => "Factura" | "Invoice";
    statement => "Estado de cuenta" | "Account statement";
    paid_in_full => "Carta de liquidación" | "Paid-in-full letter";
    settlement => "Carta finiquito" | "Settlement letter";
    no_debt => "Carta de no adeudo" | "No-debt letter";

    // At the foot of every paper.
    check_it => "Compruebe este documento:" | "Check this document:";
    check_it_how(site: &str) =>
        "Escriba el código en {site} o escanee la imagen. Verá quién lo emitió, su número, su fecha y su huella; nada privado." |
        "Type the code at {site} or scan the picture. You will see who issued it, its number, date and fingerprint; nothing private.";
    code_at_foot(code: &str, site: &str) => "Código {code} · {site}" | "Code {code} · {site}";
    page_of => "Página {n} de {m}" | "Page {n} of {m}";
    part_of(part: i32, parts: i32) => "Parte {part} de {parts}" | "Part {part} of {parts}";
    complaints(body: &str) => "Quejas: {body}" | "Complaints: {body}";
    telephone(phone: &str) => "Tel. {phone}" | "Tel. {phone}";

    // Facts.
    customer => "Cliente" | "Customer";
    account => "Cuenta" | "Account";
    account_line(reference: &str, contract: &str) => "{reference} · {contract}" | "{reference} · {contract}";
    paid_at => "Fecha de pago" | "Paid on";
    method => "Medio de pago" | "Paid by";
    paid_by => "Pagó" | "Payer";
    as_guarantor(name: &str) => "{name}, como aval" | "{name}, as guarantor";
    recorded_outside => "Registrado por el acreedor" | "Recorded by the creditor";
    issued_on => "Emitida el" | "Issued on";
    due_on => "Vence el" | "Due on";
    currency => "Moneda" | "Currency";
    fiscal_folio => "Folio fiscal" | "Tax folio";
    period => "Periodo" | "Period";
    from_to(from: &str, to: &str) => "{from} a {to}" | "{from} to {to}";
    letter_day => "Fecha" | "Date";

    // The receipt.
    received => "Recibimos" | "We received";
    what_it_paid => "Qué pagó" | "What it paid";
    principal => "Principal" | "Principal";
    interest_and_fees => "Intereses y cargos" | "Interest and charges";
    paid => "Pagado" | "Paid";
    left => "Queda por pagar" | "Left to pay";
    left_and_held(left: Money, held: Money) => "{left} y {held} en aclaración" | "{left} and {held} in dispute";
    beyond_guarantee => "–" | "–";
    total => "Total" | "Total";
    in_favour => "A favor del cliente" | "In the customer's credit";
    since_then => "Después de este pago" | "Since this payment";
    returned(amount: Money) => "Se devolvieron {amount}." | "{amount} was sent back.";
    bank_holds(amount: Money) =>
        "El banco revisa {amount} de este pago y todavía no decide." |
        "The bank is reviewing {amount} of this payment and has not decided yet.";
    bank_took(amount: Money) =>
        "El banco retiró {amount} de este pago." | "The bank took back {amount} of this payment.";
    pays_now(parts: &str) => "Hoy paga: {parts}." | "Today it pays: {parts}.";
    pays_nothing_now => "Hoy no paga ninguna factura." | "Today it pays no invoice.";
    interest_heading => "Intereses" | "Interest";
    interest_left(amount: Money, day: &str, which: &str) =>
        "Después de este pago quedan por pagar {amount} de intereses y cargos generados hasta el {day} ({which}). El acreedor se reserva su cobro: este recibo no los da por pagados." |
        "After this payment, {amount} of interest and charges accrued to {day} are still owed ({which}). The creditor reserves them: this receipt does not count them as paid.";
    interest_none_left(day: &str) =>
        "Con este pago no queda ningún interés ni cargo generado hasta el {day} por pagar." |
        "After this payment no interest or charge accrued to {day} is owed.";
    interest_waived(amount: Money) =>
        "El acreedor condonó {amount} de intereses y cargos de estas facturas." |
        "The creditor waived {amount} of interest and charges on these invoices.";
    interest_later =>
        "Los intereses que se generen después sobre lo que queda por pagar no están incluidos en este recibo." |
        "Interest that accrues later on what is left to pay is not covered by this receipt.";
    interest_guarantor =>
        "Este recibo cubre lo que pagó el aval. El acreedor se reserva los demás importes e intereses que deba el cliente." |
        "This receipt covers what the guarantor paid. The creditor reserves any other amounts and interest that the customer owes.";
    no_tax_invoice_receipt => "Este recibo no es un CFDI." | "This receipt is not a tax invoice (CFDI).";
    no_tax_invoice(creditor: &str) =>
        "Este documento no es un CFDI. El CFDI y el complemento de pago los emite {creditor}." |
        "This document is not a tax invoice (CFDI). {creditor} issues the CFDI and the payment complement.";

    // The invoice.
    to_pay_now => "Por pagar" | "To pay";
    as_of(day: &str) => "al {day}" | "as of {day}";
    was_due(day: &str) => "Venció el {day}." | "Was due {day}.";
    is_due(day: &str) => "Vence el {day}." | "Due {day}.";
    invoice_settled => "Esta factura está pagada." | "This invoice is paid.";
    invoice_voided => "Esta factura está anulada." | "This invoice is voided.";
    item => "Concepto" | "Item";
    quantity => "Cantidad" | "Quantity";
    price => "Precio" | "Price";
    tax => "IVA" | "VAT";
    amount => "Importe" | "Amount";
    subtotal => "Subtotal" | "Subtotal";
    standing_on(day: &str) => "Situación al {day}" | "Standing on {day}";
    adjustments => "Descuentos y ajustes" | "Discounts and adjustments";
    in_dispute => "En aclaración, no se cobra" | "In dispute, not collected";
    pay_at(site: &str) =>
        "Pague en {site} o a las cuentas que aparecen ahí." | "Pay at {site} or to the accounts shown there.";

    // The statement, on paper and on its page.
    opening => "Saldo inicial" | "Opening balance";
    opening_on(day: &str) => "Saldo inicial, fin del {day}" | "Opening balance, end of {day}";
    charged => "Cargos" | "Charges";
    credited => "Abonos" | "Credits";
    closing => "Saldo final" | "Closing balance";
    closing_on(day: &str) => "Saldo final, {day}" | "Closing balance, {day}";
    movements => "Movimientos" | "Entries";
    date => "Fecha" | "Date";
    movement => "Movimiento" | "Entry";
    document => "Documento" | "Document";
    charge => "Cargo" | "Charge";
    credit => "Abono" | "Credit";
    balance => "Saldo" | "Balance";
    kept_as_credit(amount: Money) => "{amount} quedaron a favor" | "{amount} kept as credit";
    taken_from_credit(amount: Money) => "{amount} del saldo a favor" | "{amount} from credit";
    interest_of(what: &str, invoice: &str) => "{what} ({invoice})" | "{what} ({invoice})";
    no_movements => "No hubo movimientos en este periodo." | "There were no entries in this period.";
    ageing(day: &str) => "De qué se compone el saldo al {day}" | "What the balance of {day} is made of";
    not_due => "Por vencer" | "Not due yet";
    overdue_30 => "Vencido, 1 a 30 días" | "Past due, 1 to 30 days";
    overdue_60 => "Vencido, 31 a 60 días" | "Past due, 31 to 60 days";
    overdue_90 => "Vencido, 61 a 90 días" | "Past due, 61 to 90 days";
    overdue_older => "Vencido, más de 90 días" | "Past due, more than 90 days";
    credit_apart(amount: Money) =>
        "Además hay {amount} a favor del cliente, que no se han restado del saldo." |
        "Apart from this, {amount} is in the customer's credit and not taken off the balance.";
    in_flight_heading => "Pagos en proceso" | "Payments in process";
    in_flight_one(amount: Money) =>
        "Hay un pago de {amount} en proceso. Todavía no está restado del saldo." |
        "A payment of {amount} is in process. It is not yet taken off the balance.";
    in_flight_many(count: usize, amounts: &str) =>
        "Hay {count} pagos en proceso: {amounts}. Todavía no están restados del saldo." |
        "{count} payments are in process: {amounts}. They are not yet taken off the balance.";
    statement_note =>
        "Los saldos incluyen principal, intereses y cargos con sus impuestos. Si algo no le cuadra, díganoslo: esa parte deja de cobrarse mientras se revisa." |
        "Balances include principal, interest and charges with their taxes. If something looks wrong, tell us: that part is not collected while we check.";

    // Letters.
    letter_addressee => "A quien corresponda:" | "To whom it may concern:";
    paid_in_full_text(creditor: &str, customer: &str, account: &str, day: &str) =>
        "{creditor} hace constar que, al {day}, {customer} no tiene ningún adeudo en la cuenta {account}. Todo lo facturado, con sus intereses y cargos, está pagado." |
        "{creditor} confirms that, as of {day}, {customer} owes nothing on account {account}. Everything billed, with its interest and charges, has been paid.";
    settlement_text(creditor: &str, customer: &str, account: &str, day: &str, forgiven: Money) =>
        "{creditor} hace constar que, al {day}, {customer} no tiene ningún adeudo en la cuenta {account}. Se pagó la parte convenida y {creditor} condonó {forgiven}, que no se cobrarán ni se cederán a nadie para su cobro." |
        "{creditor} confirms that, as of {day}, {customer} owes nothing on account {account}. The agreed part was paid and {creditor} forgave {forgiven}, which will not be collected nor passed to anybody for collection.";
    no_debt_text(creditor: &str, customer: &str, account: &str, invoice: &str, day: &str) =>
        "{creditor} hace constar que, al {day}, {customer} no debe nada de la factura {invoice} de la cuenta {account}." |
        "{creditor} confirms that, as of {day}, {customer} owes nothing of invoice {invoice} on account {account}.";
    no_debt_forgiven(creditor: &str, forgiven: Money) =>
        "{creditor} condonó {forgiven} de esta factura, que no se cobrarán." |
        "{creditor} forgave {forgiven} of this invoice, which will not be collected.";
    no_debt_only =>
        "Esta carta se refiere solo a esta factura y no a otras de la misma cuenta." |
        "This letter is about this invoice only and not about others on the same account.";
    letter_ask =>
        "Si esta deuda se informó a una sociedad de información crediticia, el acreedor debe informar también que quedó cerrada." |
        "If this debt was reported to a credit bureau, the creditor must also report that it is closed.";
    forgiven_is_income =>
        "Lo condonado puede contar como ingreso al declarar impuestos." |
        "What was forgiven may count as income when taxes are declared.";
    letter_unsigned =>
        "Carta emitida electrónicamente: vale sin firma y se comprueba con el código al pie." |
        "Issued electronically: it holds without a signature and is checked by the code at its foot.";
    how_it_closed => "Cómo quedó en cero" | "How it came to zero";
    billed_one => "Facturado (1 factura)" | "Billed (1 invoice)";
    billed_many(count: i64) => "Facturado ({count} facturas)" | "Billed ({count} invoices)";
    late_charged => "Intereses y cargos" | "Interest and charges";
    forgiven => "Condonado" | "Forgiven";
    owed => "Adeudo" | "Owed";
    last_movement => "Último movimiento" | "Last entry";

    // Links to papers.
    download_receipt => "Descargar recibo" | "Download receipt";
    download_invoice => "Descargar factura" | "Download invoice";
    download_no_debt => "Descargar carta de no adeudo" | "Download no-debt letter";
    download_paid_in_full => "Descargar carta de liquidación" | "Download paid-in-full letter";
    download_settlement => "Descargar carta finiquito" | "Download settlement letter";
    download_statement => "Descargar estado de cuenta" | "Download statement";
    see_statement => "Estado de cuenta" | "Statement";

    // The page of the statement.
    which_account => "Cuenta" | "Account";
    choose_period => "Otro periodo" | "Another period";
    quick_periods => "Periodos" | "Periods";
    this_month => "Este mes" | "This month";
    last_month => "El mes pasado" | "Last month";
    three_months => "Tres meses" | "Three months";
    this_year => "Este año" | "This year";
    from_beginning => "Desde el principio" | "From the beginning";
    from_day => "Desde" | "From";
    to_day => "Hasta" | "To";
    see_period => "Ver periodo" | "See period";
    date_wrong => "Escriba una fecha que exista" | "Enter a date that exists";
    date_backwards => "La fecha final debe ser igual o posterior a la inicial" | "The last date must not lie before the first";
    date_ahead => "La fecha final no puede ser posterior a hoy" | "The last date cannot lie after today";
    page_of_movements(first: u64, last: u64, total: u64) =>
        "Movimientos {first} a {last} de {total}" | "Entries {first} to {last} of {total}";
    print_in_parts(count: i64, parts: i64) =>
        "Este periodo tiene {count} movimientos. El PDF se prepara en {parts} partes y tarda un momento." |
        "This period has {count} entries. The PDF is prepared in {parts} parts and takes a moment.";
    prepare => "Preparar el PDF" | "Prepare the PDF";
    preparing_heading => "Estamos preparando su PDF" | "We are preparing your PDF";
    preparing(ready: usize, parts: i64) =>
        "Listas {ready} de {parts} partes. Puede cerrar esta página y volver después." |
        "{ready} of {parts} parts are ready. You can close this page and come back later.";
    refresh => "Actualizar" | "Refresh";
    parts_heading => "PDF por partes" | "PDF in parts";
    too_many_movements(count: i64, most: i64) =>
        "Este periodo tiene {count} movimientos, más de los {most} que caben en un PDF. Elija un mes, o descargue todo en CSV." |
        "This period has {count} entries, more than the {most} that fit a PDF. Choose a month, or download everything as CSV.";
    months => "Meses" | "Months";
    papers => "Documentos" | "Documents";
    next_statement =>
        "Cada importe se abre con sus asientos en las páginas de sus facturas. Si algo no le cuadra, díganoslo." |
        "Each amount opens to its entries on the pages of its invoices. If something looks wrong, tell us.";
    no_accounts => "No hay ninguna cuenta ligada a sus datos." | "No account is linked to your details.";

    // CSV.
    csv_kept => "A favor" | "To credit";
    csv_currency => "Moneda" | "Currency";

    // The terms.
    terms => "Reglas de la cuenta" | "Rules of the account";
    terms_version => "Versión" | "Version";
    complaint_answer => "Respuesta a una queja" | "Answer to a complaint";
    dispute_answer => "Respuesta a una aclaración" | "Answer to a dispute";
    terms_from => "Valen desde" | "They hold from";
    terms_fingerprint(print: &str) =>
        "Huella SHA-256 del texto en este idioma: {print}" |
        "SHA-256 fingerprint of the text in this language: {print}";

    // Checking a paper (2.27).
    exists => "Existe un documento con este código" | "There is a document with this code";
    exists_lead(what: &str, creditor: &str) =>
        "{what}: lo emitió {creditor}." | "{what}: {creditor} issued it.";
    not_proven =>
        "No prueba que su papel diga lo mismo: alguien pudo cambiar un nombre o una cantidad. Para saberlo, compare el archivo PDF. Si solo tiene el papel, pida el archivo a quien se lo dio." |
        "It does not prove that your copy says the same: somebody may have changed a name or an amount. To be sure, compare the PDF file. If you only have it on paper, ask whoever gave it to you for the file.";
    genuine(what: &str) => "{what}: documento auténtico" | "{what}: genuine document";
    genuine_lead(creditor: &str) =>
        "El archivo que eligió es, byte por byte, el documento que emitió {creditor}." |
        "The file that you chose is, byte by byte, the document that {creditor} issued.";
    verify_creditor => "Acreedor" | "Creditor";
    verify_kind => "Documento" | "Document";
    verify_number => "Número" | "Number";
    verify_issued => "Emitido el" | "Issued on";
    verify_code => "Código" | "Code";
    verify_fingerprint => "Huella SHA-256" | "SHA-256 fingerprint";
    verify_state => "Estado" | "State";
    state_current => "Vigente" | "Current";
    state_as_of =>
        "Dice cómo estaba todo en su fecha; después pudo haber pagos o cargos" |
        "It says how things stood on its date; payments or charges may have followed";
    state_newer => "Hay una versión más reciente" | "There is a later version";
    state_changed =>
        "Lo que dice cambió después de emitirse; pida uno nuevo" | "What it says has changed since; ask for a new one";
    changed_heading => "Este documento ya no es válido" | "This document no longer holds";
    verify_stamp => "Sello de tiempo de un tercero" | "Time stamp of a third party";
    no_stamp => "No tiene" | "None";
    verify_private => "No mostramos nombres ni cantidades." | "We show no names or amounts.";
    verify_next =>
        "Quien tenga el papel puede repetir esta comprobación cuando quiera." |
        "Anyone with the paper can repeat this check at any time.";
    verify_another => "Comprobar otro código" | "Check another code";
    compare_heading => "Compare su PDF" | "Compare your PDF";
    agreement => "Convenio de pago" | "Payment agreement";
    handover => "Paquete de entrega de cuenta" | "Package of an account handed on";
    compare_label => "El archivo PDF que tiene" | "The PDF file that you have";
    compare_hint =>
        "Hasta 10 MB. No lo guardamos: solo calculamos su huella." | "Up to 10 MB. We do not keep it: we only work out its fingerprint.";
    compare => "Comparar" | "Compare";
    matches => "Coincide" | "It matches";
    differs => "No es el mismo archivo" | "Not the same file";
    differs_text =>
        "Su contenido no es el que se emitió con este código. Si alguien le pide pagar con él, no pague." |
        "Its content is not what was issued under this code. If somebody asks you to pay with it, do not pay.";
    file_fingerprint => "Huella de su archivo" | "Fingerprint of your file";
    file_none => "Elija el archivo PDF" | "Choose the PDF file";
    file_large => "El archivo es de más de 10 MB; ninguno de los nuestros lo es" | "The file has more than 10 MB; none of ours has";
}

/// What a paper is, as its title says it.
pub fn kind(lang: Lang, kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Receipt => receipt(lang),
        PaperKind::Invoice => invoice(lang),
        PaperKind::Statement => statement(lang),
        PaperKind::PaidInFull => paid_in_full(lang),
        PaperKind::Settlement => settlement(lang),
        PaperKind::NoDebt => no_debt(lang),
        PaperKind::Terms => terms(lang),
        PaperKind::DisputeAnswer => dispute_answer(lang),
        PaperKind::ComplaintAnswer => complaint_answer(lang),
        PaperKind::Agreement => agreement(lang),
        PaperKind::Handover => handover(lang),
    }
}

/// Whether it still says how things are. What states a day's balance never promised more than that day.
pub fn state(lang: Lang, kind: PaperKind, state: PaperState) -> &'static str {
    match (state, kind) {
        (PaperState::Current, PaperKind::Statement | PaperKind::Invoice | PaperKind::Handover) => {
            state_as_of(lang)
        }
        (PaperState::Current, _) => state_current(lang),
        (PaperState::Newer, _) => state_newer(lang),
        (PaperState::Changed, _) => state_changed(lang),
    }
}
