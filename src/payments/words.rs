//! What the pages about paying and payments say.

mod ways;

use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::payments::model::returns::RefundReason;
use crate::policies::methods::Method;

pub use ways::*;

crate::words! {
    // Choosing (screens 2.9).
    choose_heading => "¿Cuánto quiere pagar?" | "How much do you want to pay?";
    which_account => "¿Qué cuenta quiere pagar?" | "Which account do you want to pay?";
    account_line(creditor: &str, reference: &str) => "{creditor}, cuenta {reference}" | "{creditor}, account {reference}";
    account_due(amount: Money) => "Para estar al día: {amount}" | "To be up to date: {amount}";
    get_up_to_date => "Ponerme al día" | "Get up to date";
    the_oldest(number: &str) => "Lo más antiguo ({number})" | "The oldest ({number})";
    everything => "Todo, también lo que aún no vence" | "Everything, also what is not due yet";
    all_that_is_asked => "Todo lo que hoy se me puede pedir" | "All that I can be asked for today";
    next_of_plan(name: &str) => "El siguiente pago de mi plan {name}" | "The next instalment of my plan {name}";
    late_of_plan(name: &str) => "Lo atrasado de mi plan {name}" | "What is late of my plan {name}";
    in_plan_of(name: &str) => "En el plan {name}" | "In plan {name}";
    choose_invoices => "Elegir facturas" | "Choose invoices";
    which_invoices => "¿Qué facturas?" | "Which invoices?";
    more_invoices(count: usize) => "Hay {count} facturas más." | "There are {count} more invoices.";
    among_all => "Elegir entre todas" | "Choose among all of them";
    was_due(on: &str) => "Venció el {on}" | "Was due {on}";
    is_due(on: &str) => "Vence el {on}" | "Due {on}";
    another_amount => "Otra cantidad" | "Another amount";
    at_least(minimum: Money) => "Mínimo {minimum}" | "At least {minimum}";
    go_on => "Continuar" | "Continue";
    nothing_to_pay => "No hay nada por pagar hoy." | "Nothing to pay today.";
    see_invoices => "Ver las facturas" | "See the invoices";
    choose_next => "Primero verá a qué se aplica. Todavía no se cobra." | "First you see what it pays. Nothing is charged yet.";
    in_flight_heading => "Pago en proceso" | "Payment in process";
    in_flight(amount: Money) =>
        "Ya hay un pago de {amount} en proceso. Si paga otra vez, lo que sobre quedará a su favor." |
        "A payment of {amount} is already in process. If you pay again, what is over stays as your credit.";
    see_payment => "Ver el pago" | "See the payment";
    balance_today => "Su saldo hoy" | "Your balance today";
    part => "Parte" | "Part";
    amount => "Importe" | "Amount";
    past_due => "Vencido" | "Past due";
    not_due_yet => "Por vencer" | "Not due yet";
    in_dispute => "En aclaración, no se cobra" | "In dispute, not collected";
    total_balance => "Saldo total" | "Total balance";

    // What can be wrong with a choice.
    choice_none => "Elija cuánto quiere pagar" | "Choose how much to pay";
    pick_none => "Elija al menos una factura" | "Choose at least one invoice";
    amount_empty => "Escriba la cantidad" | "Enter the amount";
    amount_not_number =>
        "Escriba la cantidad con números, como 3000 o 3,000.50" |
        "Enter the amount in numbers, like 3000 or 3,000.50";
    amount_too_small(least: impl std::fmt::Display) => "La cantidad mínima es {least}" | "The smallest amount is {least}";
    amount_decimals => "Use dos decimales como máximo" | "Use two decimals at most";
    amount_decimals_none => "Use una cantidad sin decimales" | "Use an amount without decimals";
    amount_decimals_many(count: u32) => "Use {count} decimales como máximo" | "Use {count} decimals at most";
    amount_too_large(most: impl std::fmt::Display) => "Lo más que puede pagar es {most}" | "The most you can pay is {most}";
    amount_too_large_held(most: Money) =>
        "Lo más que puede pagar es {most}; lo demás está en aclaración" |
        "The most you can pay is {most}; the rest is in dispute";

    // Reviewing (2.10).
    review_heading => "Revise su pago" | "Check your payment";
    change => "Cambiar" | "Change";
    review_table => "A qué se aplica" | "What it pays";
    invoice => "Factura" | "Invoice";
    pays => "Se paga" | "Pays";
    left => "Queda" | "Left";
    left_paid(zero: Money) => "{zero} (pagada)" | "{zero} (paid)";
    left_held(left: Money, held: Money) => "{left}, y {held} en aclaración" | "{left}, and {held} in dispute";
    more_rows(count: usize) => "y {count} facturas más" | "and {count} more invoices";
    left_to_be_up_to_date(amount: Money) =>
        "Después de este pago faltarán {amount} para estar al día." |
        "After this payment, {amount} will be left to be up to date.";
    will_be_up_to_date => "Después de este pago estará al día." | "After this payment you will be up to date.";
    guarantee_left => "Se le podrá pedir" | "You can still be asked for";
    guarantee_after(amount: Money) =>
        "Después de este pago se le podrán pedir {amount}." |
        "After this payment you can still be asked for {amount}.";
    guarantee_after_nothing =>
        "Después de este pago, hoy no se le puede pedir nada más." |
        "After this payment, you can be asked for nothing more today.";
    change_what_it_pays => "Cambiar a qué se aplica" | "Change what it pays";
    go_and_pay(amount: Money) => "Ir a pagar {amount}" | "Go and pay {amount}";
    nothing_charged_yet(creditor: &str) =>
        "Todavía no se cobra nada. Va a la página segura de Stripe. Los datos de su tarjeta los recibe Stripe, no {creditor}." |
        "Nothing is charged yet. You go to Stripe's secure page. Stripe receives your card details, not {creditor}.";
    review_next => "Después verá aquí si ya llegó y si falta algo de su parte." | "Afterwards you see here whether it has arrived and whether anything is left for you to do.";
    voucher_ceiling(most: Money) =>
        "OXXO no recibe más de {most} por pago." | "OXXO takes at most {most} per payment.";
    balance_moved_heading => "Su saldo cambió" | "Your balance changed";
    balance_moved =>
        "Su saldo cambió mientras revisaba. Estas son las cantidades de hoy." |
        "Your balance changed while you were checking. These are today's amounts.";
    provider_down_heading => "No se pudo abrir la página de pago" | "The payment page could not be opened";
    provider_down =>
        "La página de pago no responde. No se cobró nada. Su elección está guardada: pruebe en unos minutos." |
        "The payment page does not answer. Nothing was charged. Your choice is kept: try in a few minutes.";
    too_small_for_provider =>
        "La página de pago no recibe cantidades tan pequeñas. No se cobró nada. Puede pagar esta junto con otra factura." |
        "The payment page does not take amounts this small. Nothing was charged. You can pay this together with another invoice.";
    form_stale_heading => "Revise y envíe otra vez" | "Check and send again";
    form_stale =>
        "Esta página estuvo abierta mucho tiempo; revise y envíe otra vez" |
        "This page was open for a long time; check and send again";
    order_description(creditor: &str, reference: &str) => "{creditor}, cuenta {reference}" | "{creditor}, account {reference}";

    // A payment that is open (2.11, 2.13).
    confirming_heading(amount: Money) => "Estamos confirmando su pago de {amount}" | "We are confirming your payment of {amount}";
    confirming =>
        "Suele tardar menos de un minuto. Puede cerrar esta página." |
        "It usually takes under a minute. You can close this page.";
    told_by_email => "Si se cobra, el recibo le llega por correo." | "If it is charged, the receipt comes by e-mail.";
    told_by_sms => "Si se cobra, el recibo le llega por SMS." | "If it is charged, the receipt comes by SMS.";
    told_here => "El resultado queda en Pagos y recibos." | "The result stays under Payments and receipts.";
    refresh => "Actualizar" | "Refresh";
    changes_by_itself =>
        "Esta página cambia sola en cuanto haya respuesta." |
        "This page changes by itself as soon as there is an answer.";
    confirming_next => "Aquí verá el resultado en cuanto el banco conteste." | "You see the result here as soon as the bank answers.";
    not_finished_heading(amount: Money) => "Su pago de {amount} está sin terminar" | "Your payment of {amount} is not finished";
    not_finished(hour: &str) =>
        "No se ha cobrado nada, hasta donde sabemos. La página de pago sigue abierta hasta las {hour}." |
        "Nothing has been charged, as far as we know. The payment page stays open until {hour}.";
    go_on_paying => "Seguir en la página de pago" | "Go on to the payment page";
    step_left_heading(amount: Money) => "Falta un paso para pagar {amount}" | "One step left to pay {amount}";
    step_left =>
        "Termine lo que le pidió la página de pago: confirmar con su banco, pagar en la tienda o transferir. Lo confirmamos en cuanto llegue el dinero." |
        "Finish what the payment page asked of you: confirm with your bank, pay in the shop or transfer. We confirm it as soon as the money arrives.";
    processing_heading => "Su pago está en proceso" | "Your payment is in process";
    processing(amount: Money) =>
        "El banco está procesando {amount}. No pague otra vez." |
        "The bank is processing {amount}. Do not pay again.";
    unknown_heading => "Estamos averiguando si se cobró" | "We are finding out whether it was charged";
    unknown =>
        "No llegó respuesta de la página de pago. No pague otra vez: lo estamos revisando y aquí verá el resultado." |
        "The payment page did not answer. Do not pay again: we are checking, and you will see the result here.";

    // A payment that ended without money.
    nothing_charged_heading => "No se cobró nada" | "Nothing was charged";
    left_the_page => "Salió de la página de pago antes de terminar." | "You left the payment page before the end.";
    declined_heading => "No se cobró" | "Not charged";
    declined =>
        "El banco no aprobó la tarjeta. No salió dinero. Su banco puede decirle el motivo." |
        "The bank did not approve the card. No money left. Your bank can tell you why.";
    declined_card(last4: &str) =>
        "El banco no aprobó la tarjeta terminada en {last4}. No salió dinero. Su banco puede decirle el motivo." |
        "The bank did not approve the card ending {last4}. No money left. Your bank can tell you why.";
    not_opened => "La página de pago no se pudo abrir. No salió dinero." | "The payment page could not be opened. No money left.";
    expired_heading => "La página de pago venció sin pago" | "The payment page expired unpaid";
    expired =>
        "No nos ha llegado ningún pago por ella. Si pagó, escríbanos o llámenos con su comprobante." |
        "No payment has reached us through it. If you paid, write to us or call us with your slip.";
    due_today(amount: Money) => "Para estar al día hoy faltan {amount}." | "Today {amount} is left to be up to date.";
    try_again => "Volver a intentar" | "Try again";
    try_another_way => "Probar con otro medio" | "Try another way";
    choose_another_amount => "Elegir otra cantidad" | "Choose another amount";
    balance_same_next => "Su saldo no cambió por este intento." | "This attempt did not change your balance.";

    // A receipt (2.12).
    received_heading => "Recibimos su pago" | "We received your payment";
    receipt(number: &str) => "Recibo {number}" | "Receipt {number}";
    day_of(day: &str, year: i32) => "{day} de {year}" | "{day} {year}";
    card_ending(last4: &str) => "tarjeta terminada en {last4}" | "card ending {last4}";
    card => "tarjeta" | "card";
    oxxo => "OXXO" | "OXXO";
    cash => "efectivo" | "cash";
    cheque => "cheque" | "cheque";
    transfer => "transferencia" | "transfer";
    account_ending(last4: &str) => "cuenta terminada en {last4}" | "account ending {last4}";
    sepa => "cargo en cuenta (SEPA)" | "SEPA direct debit";
    spei => "transferencia SPEI" | "SPEI transfer";
    receipt_table => "Lo que pagó" | "What it paid";
    paid => "Se pagó" | "Paid";
    kept_as_credit(amount: Money) => "Quedan {amount} a su favor." | "{amount} stay as your credit.";
    kept_as_accounts_credit(amount: Money) =>
        "Quedan {amount} a favor de la cuenta que usted avala." |
        "{amount} stay as credit on the account that you guarantee.";
    you_paid_as_guarantor => "Usted pagó como aval." | "You paid as guarantor.";
    by_guarantor(name: &str) => "{name}, aval" | "{name}, guarantor";
    paid_by_guarantor(name: &str) => "Pagó {name}, aval" | "Paid by {name}, guarantor";
    guarantee_today(amount: Money) =>
        "Como aval, hoy se le pueden pedir {amount}." | "As guarantor, you can be asked for {amount} today.";
    guarantee_nothing_today =>
        "Como aval, hoy no se le puede pedir nada más." | "As guarantor, you can be asked for nothing more today.";
    copy_by_email => "Enviamos una copia a su correo." | "We sent a copy to your e-mail.";
    copy_by_sms => "Le enviamos un aviso por SMS." | "We sent you a notice by SMS.";
    no_tax_invoice => "Este recibo no es un CFDI." | "This receipt is not a tax invoice (CFDI).";
    print_it => "Puede imprimir esta página." | "You can print this page.";
    left_today(amount: Money) => "Para estar al día faltan {amount}." | "{amount} left to be up to date.";
    pay_it => "Pagar" | "Pay";
    up_to_date =>
        "Está al día. No recibirá más recordatorios de estas facturas." |
        "You are up to date. No more reminders for these invoices.";

    // Credit.
    credit_heading => "Su saldo a favor" | "Your credit";
    credit_is => "Es dinero suyo que no se aplicó a ninguna factura." | "It is your money that pays no invoice.";
    has_credit_heading(amount: Money) => "Tiene {amount} a su favor" | "You have {amount} in credit";
    has_credit => "Puede usarlo antes de pagar." | "You can use it before you pay.";
    see_credit => "Use su saldo a favor" | "Use your credit";
    no_credit => "Hoy no tiene saldo a favor." | "You have no credit today.";
    credit_would_pay => "Lo que pagaría hoy" | "What it would pay today";
    use_credit(amount: Money) => "Usar {amount} de su saldo a favor" | "Use {amount} of your credit";
    use_credit_next => "Paga lo que vence primero. No se cobra nada." | "It pays what is due first. Nothing is charged.";
    ask_credit_back(amount: Money) => "Pedir que le devuelvan {amount}" | "Ask for {amount} back";
    ask_credit_back_next =>
        "El equipo lo revisa y se lo devuelve por donde lo pagó." |
        "The team looks at it and returns it the way it was paid.";
    credit_next => "Si no hace nada, el saldo queda a su favor." | "If you do nothing, it stays as your credit.";
    credit_used_heading(amount: Money) => "Usamos {amount} de su saldo a favor" | "We used {amount} of your credit";
    credit_used => "Ya cuenta en sus facturas." | "It counts on your invoices now.";
    credit_soon_heading => "Estamos usando su saldo a favor" | "We are using your credit";
    credit_soon => "Tarda menos de un minuto. Actualice esta página." | "It takes under a minute. Refresh this page.";
    credit_asked_heading(amount: Money) => "Pidió que le devolvamos {amount}" | "You asked for {amount} back";
    credit_asked => "El equipo lo revisa. Le escribimos en cuanto salga." | "The team is looking at it. We write as soon as it leaves.";
    asks_credit_back => "Pide que se le devuelva su saldo a favor" | "Asks for their credit back";

    // Money that goes back (2.13).
    refunding_heading(amount: Money) => "Le estamos devolviendo {amount}" | "We are refunding you {amount}";
    refunding(to: &str, why: &str) =>
        "Va {to}. Motivo: {why}. No tiene que hacer nada." |
        "It goes {to}. Reason: {why}. You need do nothing.";
    refund_unknown =>
        "La página de pago no contestó si la envió. Se está averiguando; no la haga otra vez." |
        "The payment provider did not say whether it was sent. It is being found out; do not refund again.";
    details_missing_heading(amount: Money) => "Falta su CLABE para devolverle {amount}" | "Your bank details are missing to refund you {amount}";
    details_missing =>
        "El dinero no puede volver por donde se pagó. Busque el correo de Stripe que pide su CLABE; si no lo tiene, llámenos. Nunca la pedimos por mensaje." |
        "The money cannot go back the way it was paid. Look for Stripe's e-mail that asks for your bank details; if you have none, call us. We never ask for them by message.";
    no_way_back(how: &str) =>
        "Un pago por {how} no se puede devolver por donde llegó. Se devuelve por transferencia: llámenos para dar su CLABE. Nunca la pedimos por mensaje." |
        "A payment by {how} cannot be returned the way it came. It is returned by transfer: call us to give your bank details. We never ask for them by message.";
    refunded_heading(amount: Money) => "Le devolvimos {amount}" | "We refunded {amount}";
    refunded(on: &str, to: &str, why: &str) =>
        "Salió el {on} {to}. Su banco la muestra en 5 a 10 días hábiles. Motivo: {why}." |
        "Sent {on} {to}. Your bank shows it in 5 to 10 working days. Reason: {why}.";
    refund_failed_heading(amount: Money) => "La devolución de {amount} no llegó" | "The refund of {amount} did not arrive";
    refund_failed(on: &str) =>
        "El dinero regresó el {on} y está otra vez en la cuenta." |
        "The money came back on {on} and is on the account again.";
    inquiry_heading(amount: Money) => "Un banco pregunta por este pago de {amount}" | "A bank asks about this payment of {amount}";
    inquiry(on: &str) =>
        "Preguntó el {on}. No ha movido dinero." | "It asked on {on}. It has moved no money.";
    inquiry_closed_heading => "Un banco preguntó por este pago y quedó conforme" | "A bank asked about this payment and was satisfied";
    under_review_heading(amount: Money) => "El banco revisa {amount} de este pago" | "The bank is reviewing {amount} of this payment";
    under_review(on: &str, amount: Money) =>
        "El titular lo pidió el {on}. Mientras el banco decide, {amount} no se cobran otra vez. Si fue un error, díganoslo." |
        "The holder asked on {on}. While the bank decides, {amount} are not collected again. If that was a mistake, tell us.";
    taken_back_heading => "El banco retiró este pago" | "The bank took this payment back";
    taken_back(on: &str, amount: Money) =>
        "El titular lo pidió el {on}. Por eso {amount} vuelven a estar por pagar. Si fue un error, díganoslo." |
        "The holder asked on {on}, so {amount} are to pay again. If that was a mistake, tell us.";
    stands_heading => "El banco revisó este pago y el pago vale" | "The bank reviewed this payment, and it stands";
    stands(amount: Money) =>
        "{amount} siguen contando como pagados." | "{amount} still count as paid.";
    dispute_reason(reason: &str) => "Motivo según el banco: {reason}." | "The bank's reason: {reason}.";
    answer_by(on: &str) => "Conteste a más tardar el {on}." | "Answer by {on}.";
    dispute_fee(fee: Money) => "Comisión: {fee}." | "Fee: {fee}.";
    paid_twice_back(amount: Money) =>
        "{amount} ya se habían devuelto: el titular los tiene dos veces." |
        "{amount} had been refunded before: the holder has them twice.";
    pays_now => "A qué se aplica hoy" | "What it pays today";
    pays_nothing_now => "Hoy este pago ya no se aplica a ninguna factura." | "Today this payment pays no invoice any more.";
    state_refunded => "Devuelto" | "Refunded";
    state_refunded_in_part => "Devuelto en parte" | "Refunded in part";
    state_under_review => "En revisión por el banco" | "Under bank review";
    state_taken_back => "Retirado por el banco" | "Taken back by the bank";
    to_card(last4: &str) => "a la tarjeta terminada en {last4}" | "to the card ending {last4}";
    to_account(last4: &str) => "a la cuenta terminada en {last4}" | "to the account ending {last4}";
    to_a_bank_account => "por transferencia a la cuenta que usted indique" | "by transfer to an account that you name";
    to_same_way => "por donde se pagó" | "the way it was paid";
    reason_duplicate => "se pagó dos veces" | "it was paid twice";
    reason_by_mistake => "se pagó por error" | "it was paid by mistake";
    reason_billing_corrected => "se corrigió lo facturado" | "what was billed was corrected";
    reason_credit => "usted pidió su saldo a favor" | "you asked for your credit";
    reason_excess => "pagó más de lo que hacía falta" | "more was paid than was needed";
    reason_other => "otro motivo" | "another reason";
    reason_provider => "se devolvió desde la página de pago" | "it was refunded on the payment page";

    // The list.
    payments_heading => "Pagos y recibos" | "Payments and receipts";
    no_payments => "Aún no hay pagos." | "No payments yet.";
    pay => "Pagar" | "Pay";
    date => "Fecha" | "Date";
    customer => "Cliente" | "Customer";
    account => "Cuenta" | "Account";
    state => "Estado" | "State";
    receipt_column => "Recibo" | "Receipt";
    see_payment_of(amount: Money, on: &str) => "Pago de {amount} del {on}" | "Payment of {amount} on {on}";

    // States (1.6).
    state_not_finished => "Sin terminar" | "Not finished";
    state_step_left => "Falta un paso" | "One step left";
    state_incomplete => "Incompleto" | "Incomplete";
    state_in_process => "En proceso" | "In process";
    state_received => "Recibido" | "Received";
    state_not_charged => "No se cobró" | "Not charged";
    state_expired => "Venció sin pago" | "Expired unpaid";

    // What `aldia check --provider` says to whoever runs the portal.
    difference(payment: &str, checkout: &str, what: &str) => "pago {payment} ({checkout}): {what}" | "payment {payment} ({checkout}): {what}";
    difference_not_posted(taken: &str) => "el proveedor cobró {taken} y no está en los libros"
        | "the provider took {taken}, which is not in the books";
    difference_not_taken(posted: &str) => "los libros tienen {posted} que el proveedor no cobró"
        | "the books hold {posted} that the provider did not take";
    difference_amount(posted: &str, taken: &str) => "los libros dicen {posted} y el proveedor {taken}"
        | "the books say {posted} and the provider {taken}";
    difference_ended(ours: &str) => "aquí sigue abierto ({ours}) y con el proveedor terminó sin cobro"
        | "open here ({ours}), and ended without money at the provider";
    difference_refunded(ours: &str, theirs: &str) => "aquí se devolvieron {ours} y con el proveedor {theirs}"
        | "refunded here {ours}, and at the provider {theirs}";
    difference_contested(ours: &str, theirs: &str) => "aquí los bancos tienen {ours} y con el proveedor {theirs}"
        | "banks hold {ours} here, and {theirs} at the provider";
    difference_transfers(account: &str, customer: &str, what: &str) =>
        "transferencias a la cuenta {account} ({customer}): {what}" | "transfers for account {account} ({customer}): {what}";
    difference_payout(payout: &str, what: &str) => "liquidación {payout}: {what}" | "payout {payout}: {what}";
    difference_in_doubt(asked: &str) => "se pidieron {asked} de más y no se sabe si el proveedor los entregó"
        | "{asked} of over-payment was asked for, and nobody knows whether the provider let it be taken";
    difference_unapplied(lies: &str) => "con el proveedor hay {lies} que no pagan nada"
        | "{lies} lies at the provider and pays nothing";
    difference_not_paid_out(sent: &str) => "el proveedor envió {sent} al banco y aquí no consta"
        | "the provider sent {sent} to the bank, and nothing here says so";
    difference_end(ours: &str, theirs: &str) => "aquí está {ours} y con el proveedor {theirs}"
        | "{ours} here, and {theirs} at the provider";
    difference_missing => "el proveedor no lo conoce" | "the provider does not know it";
    difference_no_answer => "el proveedor no contestó" | "the provider gave no answer";
    provider_agrees(compared: usize) => "Pagos y liquidaciones comparados con el proveedor: {compared}. Todo coincide."
        | "Payments and payouts compared with the provider: {compared}. Everything agrees.";
    provider_differs(compared: usize, differences: usize) =>
        "Pagos y liquidaciones comparados con el proveedor: {compared}; diferencias: {differences}. Nada se corrigió."
        | "Payments and payouts compared with the provider: {compared}; differences: {differences}. Nothing was mended.";
}

/// What a field for an amount is called: it names the currency.
pub fn amount_label(lang: Lang, currency: Currency) -> String {
    let code = currency.code();
    let name = match (code, lang) {
        ("MXN" | "COP" | "CLP", _) => "pesos",
        ("USD", Lang::Es) => "dólares",
        ("USD", Lang::En) => "dollars",
        ("EUR", _) => "euros",
        ("GBP", Lang::Es) => "libras",
        ("GBP", Lang::En) => "pounds",
        ("PEN", _) => "soles",
        ("JPY", Lang::Es) => "yenes",
        ("JPY", Lang::En) => "yen",
        ("KWD", Lang::Es) => "dinares",
        ("KWD", Lang::En) => "dinars",
        _ => code,
    };
    match lang {
        Lang::Es => format!("Cantidad en {name} ({code})"),
        Lang::En => format!("Amount in {name} ({code})"),
    }
}

/// How many decimals an amount can have.
pub fn decimals(lang: Lang, currency: Currency) -> String {
    match currency.exponent() {
        0 => amount_decimals_none(lang).to_owned(),
        2 => amount_decimals(lang).to_owned(),
        count => amount_decimals_many(lang, count),
    }
}

/// To where a refund goes: to what it was paid with, where that takes money.
pub fn refund_goes_to(lang: Lang, last4: Option<&str>, method: Option<Method>) -> String {
    match (method, last4) {
        (Some(Method::Oxxo | Method::Spei), _) => to_a_bank_account(lang).to_owned(),
        (Some(Method::Sepa), Some(last4)) => to_account(lang, last4),
        (_, Some(last4)) => to_card(lang, last4),
        _ => to_same_way(lang).to_owned(),
    }
}

/// Why money goes back, as it stands after "reason:".
pub fn refund_reason(lang: Lang, reason: RefundReason) -> &'static str {
    match reason {
        RefundReason::Duplicate => reason_duplicate(lang),
        RefundReason::ByMistake => reason_by_mistake(lang),
        RefundReason::BillingCorrected => reason_billing_corrected(lang),
        RefundReason::Credit => reason_credit(lang),
        RefundReason::Excess => reason_excess(lang),
        RefundReason::Other => reason_other(lang),
        RefundReason::Provider => reason_provider(lang),
    }
}
