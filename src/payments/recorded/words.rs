//! What the pages about money that came another way say.

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::recorded::model::{DeclineReason, Means, SaidMeans};

crate::words! {
    // Recording at the desk.
    record_heading => "Registrar un pago" | "Record a payment";
    record_lead =>
        "Dinero que llegó por transferencia, en efectivo o con cheque. Cuenta desde el día en que se recibió." |
        "Money that came by transfer, in cash or by cheque. It counts from the day it was received.";
    amount_received(code: &str) => "Cantidad recibida ({code})" | "Amount received ({code})";
    received_on => "Día en que se recibió" | "Day it was received";
    means => "¿Cómo llegó?" | "How did it come?";
    transfer => "Transferencia" | "Transfer";
    cash => "Efectivo en caja" | "Cash at the till";
    cash_hint => "Lleva recibo de caja numerado y entra al corte del día." | "It gets a numbered cash receipt and goes into the day's count.";
    cheque => "Cheque" | "Cheque";
    shop => "En tienda (OXXO u otra)" | "In a shop (OXXO or another)";
    bank => "Banco (opcional)" | "Bank (optional)";
    reference => "Referencia o número de cheque" | "Reference or cheque number";
    reference_hint => "Del cheque es necesario." | "A cheque needs one.";
    tracking_key => "Clave de rastreo (opcional)" | "Tracking key (optional)";
    tracking_hint =>
        "La de una transferencia SPEI. La misma clave no se registra dos veces." |
        "That of a SPEI transfer. The same key is not recorded twice.";
    file => "Comprobante (opcional)" | "Proof (optional)";
    file_hint => "PDF, JPG o PNG, 10 MB como máximo." | "PDF, JPG or PNG, 10 MB at most.";
    what => "¿Qué paga?" | "What does it pay?";
    what_oldest => "Lo más antiguo primero" | "The oldest first";
    what_invoices => "Facturas elegidas" | "Chosen invoices";
    which_invoices => "¿Qué facturas?" | "Which invoices?";
    what_is_over => "Lo que sobre queda a favor del cliente." | "What is over stays as the customer's credit.";
    record => "Registrar pago" | "Record payment";
    record_next =>
        "Si está dentro de su límite se aplica de inmediato y el cliente recibe su recibo. Si no, o si es de hace más de 30 días o de un mes cerrado, lo aprueba otra persona." |
        "Within your limit it is applied at once and the customer gets a receipt. If not, or if it is older than 30 days or of a closed month, somebody else approves it.";
    waits_heading => "Espera aprobación" | "It waits for approval";
    waits =>
        "Otra persona lo aprueba antes de que cuente. Hasta entonces no cambia el saldo." |
        "Somebody else approves it before it counts. Until then the balance does not change.";
    records => "Registrados por el equipo" | "Recorded by the team";
    recorded_by => "Registró" | "Recorded by";
    state => "Estado" | "State";
    state_posted => "Aplicado" | "Applied";
    state_waiting => "Por aprobar" | "To be approved";
    state_declined => "No aprobado" | "Not approved";
    proof => "Comprobante" | "Proof";
    see_proof => "Ver comprobante" | "See the proof";
    day => "Día" | "Day";
    amount => "Importe" | "Amount";
    how => "Medio" | "Means";
    cash_receipt(number: i64) => "recibo de caja C-{number}" | "cash receipt C-{number}";

    // What can be wrong.
    day_wrong => "Escriba el día completo, como 6 3 2026" | "Enter the whole day, like 6 3 2026";
    day_ahead => "Ese día aún no llega" | "That day has not come yet";
    day_long_ago => "Es de hace más de dos años" | "It is more than two years ago";
    means_none => "Elija cómo llegó" | "Choose how it came";
    means_none_said => "Elija cómo pagó" | "Choose how you paid";
    cheque_number => "Escriba el número del cheque" | "Enter the number of the cheque";
    what_none => "Elija qué paga" | "Choose what it pays";
    pick_none => "Elija al menos una factura" | "Choose at least one invoice";
    file_large => "El archivo pasa de 10 MB; adjunte otro" | "The file is over 10 MB; attach another";
    file_type => "El archivo no es PDF, JPG ni PNG; adjunte otro" | "The file is no PDF, JPG or PNG; attach another";
    file_bad => "No pudimos abrir el archivo; puede estar incompleto" | "We could not open the file; it may be incomplete";
    file_infected => "El archivo trae algo que daña a quien lo abre; no lo guardamos. Adjunte otro" | "The file holds something that harms whoever opens it; we did not keep it. Attach another";
    file_unscanned => "Ahora no podemos revisar archivos; envíelo sin él o inténtelo más tarde" | "We cannot check files just now; send it without one, or try later";
    file_pixels => "La imagen es demasiado grande; mándela más chica" | "The picture is too large; send a smaller one";
    quota_full => "Esta cuenta ya guarda todos los archivos que puede" | "This account already keeps as many files as it can";
    file_again => "Adjunte otra vez el comprobante." | "Attach the proof again.";
    tracking_used => "Esa clave de rastreo ya está registrada" | "That tracking key is recorded already";
    answered => "Ese reporte ya tiene respuesta" | "That report is answered already";
    till_closed => "La caja de ese día ya está cerrada" | "The till of that day is closed";
    key_or_proof =>
        "Escriba la clave o el número del ticket, o adjunte el comprobante" |
        "Enter the key or the ticket's number, or attach the proof";
    stale =>
        "Esta página estuvo abierta mucho tiempo; revise y envíe otra vez" |
        "This page was open for a long time; check and send again";

    // "I already paid".
    report_heading => "Ya pagué" | "I already paid";
    report_hint => "Díganos cuándo y cómo, y lo buscamos." | "Tell us when and how, and we look for it.";
    report_lead =>
        "Díganos cómo pagó y lo buscamos. No se resta de su saldo hasta que lo encontremos." |
        "Tell us how you paid and we look for it. It is not subtracted from your balance until we find it.";
    amount_paid(code: &str) => "Cantidad que pagó ({code})" | "Amount you paid ({code})";
    paid_on => "Día en que pagó" | "Day you paid";
    how_paid => "¿Cómo pagó?" | "How did you pay?";
    said_key => "Clave de rastreo o número del ticket" | "Tracking key or ticket number";
    said_key_hint =>
        "La clave está en el comprobante de su banco; el número, en el ticket de la tienda." |
        "The key is on your bank's proof; the number, on the shop's ticket.";
    send_report => "Enviar reporte" | "Send the report";
    report_next =>
        "Lo buscamos y le avisamos el resultado. Mientras tanto verá su pago como reportado." |
        "We look for it and tell you the result. Meanwhile you see your payment as reported.";
    reported_heading => "Recibimos su reporte" | "We have your report";
    reported =>
        "Lo buscamos y le avisamos. Hasta entonces su saldo no cambia." |
        "We look for it and tell you. Until then your balance does not change.";
    reports => "Pagos que usted reportó" | "Payments you reported";
    reported_notice(amount: Money) =>
        "Usted reportó un pago de {amount} y lo estamos buscando. Si paga otra vez, lo que sobre quedará a su favor." |
        "You reported a payment of {amount} and we are looking for it. If you pay again, what is over stays as your credit.";
    see_report => "Ver el reporte" | "See the report";
    said_state_waiting => "Reportado, lo buscamos" | "Reported, we are looking";
    said_state_confirmed => "Confirmado" | "Confirmed";
    said_state_declined => "No confirmado" | "Not confirmed";
    answer => "Respuesta" | "Answer";

    // Reports at the desk.
    reported_queue => "Pagos reportados por clientes" | "Payments reported by customers";
    queue_count(count: u64) => "Pagos reportados por revisar: {count}" | "Reported payments to check: {count}";
    queue_empty => "No hay reportes por revisar." | "There are no reports to check.";
    report_of(amount: Money) => "Pago reportado de {amount}" | "Reported payment of {amount}";
    customer => "Cliente" | "Customer";
    reported_by => "Lo reportó" | "Reported by";
    reported_at => "Reportado el" | "Reported on";
    key => "Clave o ticket" | "Key or ticket";
    duplicate_heading => "Clave repetida" | "Repeated key";
    duplicate =>
        "Otro reporte o pago registrado lleva la misma clave. Revise que no sea el mismo dinero." |
        "Another report or recorded payment has the same key. Check that it is not the same money.";
    flag => "Clave repetida" | "Repeated key";
    confirm_heading => "Lo encontramos" | "We found it";
    confirm_lead => "Se registra como pago con los datos de abajo; corríjalos si difieren." | "It is recorded as a payment with the details below; correct them if they differ.";
    decline_heading => "No lo encontramos" | "We did not find it";
    decline_why => "¿Por qué?" | "Why?";
    decline_words_label => "Explíquelo al cliente" | "Explain it to the customer";
    decline_words_hint => "Lo lee tal cual. Diga qué puede hacer." | "They read it as it is. Say what they can do.";
    decline => "Responder que no" | "Answer that it was not";
    decline_none => "Elija por qué" | "Choose why";
    words_none => "Explique el motivo" | "Explain the reason";
    words_tone(phrase: &str) =>
        "Este texto puede leerse como amenaza: \"{phrase}\". Cámbielo." | "This may read as a threat: \"{phrase}\". Change it.";
    being_approved => "Otra persona del equipo lo está aprobando." | "Somebody else of the team is approving it.";
    confirmed => "Está confirmado y aplicado." | "It is confirmed and applied.";
    see_payment => "Ver el pago" | "See the payment";

    // The till.
    till_heading(day: &str) => "Corte de caja, {day}" | "Cash count, {day}";
    till_link => "Corte de caja" | "Cash count";
    till_of(creditor: &str, code: &str) => "{creditor}, {code}" | "{creditor}, {code}";
    taken => "Efectivo recibido este día" | "Cash taken on this day";
    nothing_taken => "No se recibió efectivo este día." | "No cash was taken on this day.";
    number => "Recibo" | "Receipt";
    by => "Recibió" | "Taken by";
    expected => "Debe haber" | "There should be";
    counted => "Contado" | "Counted";
    difference => "Diferencia" | "Difference";
    banked => "Al banco" | "To the bank";
    slip => "Ficha de depósito" | "Deposit slip";
    slip_label => "Número de la ficha de depósito (si lo hay)" | "Number on the deposit slip (if there is one)";
    slip_hint => "Con él se reconoce el abono en el estado de cuenta." | "By it the deposit is recognised on the statement.";
    at_bank => "En el banco" | "At the bank";
    arrived_at_bank(day: &str) => "Llegó al banco el {day}" | "Arrived at the bank on {day}";
    not_at_bank => "Aún no se ve en el banco" | "Not yet seen in the bank";
    explanation => "Explicación" | "Explanation";
    counted_by => "Contó" | "Counted by";
    closed_by => "Cerró" | "Closed by";
    count_amount(code: &str) => "Efectivo contado ({code})" | "Cash counted ({code})";
    bank_amount(code: &str) => "De eso, al banco ({code})" | "Of that, to the bank ({code})";
    explanation_label => "Explicación de la diferencia" | "Explanation of the difference";
    explanation_hint => "Solo si lo contado no es lo que debe haber." | "Only if what was counted is not what there should be.";
    note_count => "Anotar lo contado" | "Note what was counted";
    close_day => "Cerrar el día" | "Close the day";
    close_next =>
        "La cierra alguien que ni contó ni recibió efectivo ese día. Después el día no admite más efectivo." |
        "Somebody closes it who neither counted nor took cash that day. Afterwards the day takes no more cash.";
    open_days => "Días por cerrar" | "Days to close";
    day_closed => "El día está cerrado." | "The day is closed.";
    unexplained => "Explique la diferencia" | "Explain the difference";
    too_much_banked => "No puede ir al banco más de lo contado" | "No more can go to the bank than was counted";
    own_day => "Quien contó o recibió efectivo ese día no lo cierra" | "Whoever counted or took cash that day does not close it";
    count_stale => "Entró o salió efectivo después de contar: cuente otra vez" | "Cash came or went after the count: count again";
    count_wrong => "Escriba la cantidad con números" | "Enter the amount in numbers";
}

pub fn means_word(lang: Lang, means: Means) -> &'static str {
    match means {
        Means::Transfer => transfer(lang),
        Means::Cash => cash(lang),
        Means::Cheque => cheque(lang),
    }
}

pub fn said_means_word(lang: Lang, means: SaidMeans) -> &'static str {
    match means {
        SaidMeans::Transfer => transfer(lang),
        SaidMeans::Shop => shop(lang),
        SaidMeans::Cash => cash(lang),
        SaidMeans::Cheque => cheque(lang),
    }
}

/// Why a report was not confirmed, as its reporter reads it.
pub fn decline_reason(lang: Lang, reason: DeclineReason) -> &'static str {
    let (es, en) = match reason {
        DeclineReason::NotFound => {
            ("No encontramos ese dinero en nuestras cuentas.", "We do not find that money in our accounts.")
        }
        DeclineReason::OtherAccount => (
            "Ese pago es de otra cuenta o de otra empresa.",
            "That payment is of another account or company.",
        ),
        DeclineReason::CountedAlready => {
            ("Ese pago ya está aplicado en su cuenta.", "That payment is applied to your account already.")
        }
        DeclineReason::Unreadable => ("El comprobante no se puede leer.", "The proof cannot be read."),
        DeclineReason::Other => ("No pudimos confirmarlo.", "We could not confirm it."),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}
