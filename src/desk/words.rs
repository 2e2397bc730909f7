//! What the team reads.

use crate::kernel::money::Money;

crate::words! {
    // Today.
    today(day: &str) => "Hoy, {day}" | "Today, {day}";
    open_tasks_none => "No hay tareas abiertas." | "There are no open tasks.";
    open_tasks_one => "Hay 1 tarea abierta." | "There is 1 open task.";
    open_tasks(count: u64) => "Hay {count} tareas abiertas." | "There are {count} open tasks.";
    recent_payments => "Pagos recientes" | "Recent payments";
    all_payments => "Todos los pagos" | "All payments";
    all_accounts => "Todas las cuentas" | "All accounts";

    // Accounts.
    accounts => "Cuentas" | "Accounts";
    results_for(words: &str) => "Cuentas con \"{words}\"" | "Accounts with \"{words}\"";
    none_found(words: &str) => "Ninguna cuenta con \"{words}\"." | "No account with \"{words}\".";
    none_yet => "Todavía no hay cuentas." | "There are no accounts yet.";
    see_all => "Ver todas." | "See all.";
    customer => "Cliente" | "Customer";
    reference => "Referencia" | "Reference";
    creditor => "Acreedor" | "Creditor";
    open_balance => "Saldo abierto" | "Open balance";
    found_by => "Coincide con" | "Matches";
    by_reference => "referencia" | "reference";
    by_invoice => "factura" | "invoice";
    by_address => "correo o teléfono" | "e-mail or phone";
    by_name => "nombre" | "name";
    by_person => "persona" | "person";
    by_tag => "etiqueta" | "tag";

    // One account.
    account_heading(customer: &str, reference: &str) =>
        "{customer}, cuenta {reference}" | "{customer}, account {reference}";
    parts_of_account => "Partes de la cuenta" | "Parts of the account";
    tab_summary => "Resumen" | "Summary";
    tab_invoices => "Facturas" | "Invoices";
    tab_balance => "Saldo" | "Balance";
    tab_payments => "Pagos" | "Payments";
    tab_terms => "Reglas" | "Rules";
    tab_parties => "Personas" | "People";
    margin => "Lo que solo ve el equipo" | "What only the team sees";
    tasks => "Tareas" | "Tasks";
    no_tasks => "Sin tareas" | "No tasks";
    task_since(kind: &str, on: &str) => "{kind}, desde el {on}" | "{kind}, since {on}";
    channels => "Personas y medios" | "People and channels";
    no_channels => "Sin medios" | "No channels";
    address_unverified => "sin comprobar" | "not verified";
    address_suspended => "suspendido: no se escribe ahí" | "suspended: nothing is sent there";
    legal => "Situación legal" | "Legal status";
    no_legal => "Sin situación legal" | "No legal status";
    limits => "Sus límites" | "Your limits";
    limits_read_only => "Solo lectura: no puede cambiar nada" | "Read only: you can change nothing";
    limits_none => "Sin límites asignados" | "No limits assigned";
    history => "Historial" | "History";
    no_history => "Nadie del equipo ha abierto esta cuenta" | "Nobody of the team has opened this account";
    view_as => "Ver como cliente" | "View as customer";

    role_principal => "titular" | "principal";
    role_joint_debtor => "titular solidario" | "joint debtor";
    role_guarantor(number: &str) => "aval de {number}" | "guarantor of {number}";
    role_representative => "representante" | "representative";
    role_executor => "albacea" | "executor";
    role_helper => "persona con permiso" | "person with access";

    legal_deceased => "titular fallecido" | "deceased";
    legal_incapacitated => "incapacitado o menor" | "incapacitated or minor";
    legal_insolvent => "en concurso" | "insolvent";
    legal_moratorium => "en moratoria" | "in a moratorium";
    legal_sued => "en juicio" | "in court";
    legal_represented => "con abogado: se escribe a quien lo representa" | "represented: the lawyer is written to";
    legal_time_barred => "prescrita" | "time-barred";
    legal_identity_contested => "identidad en duda" | "identity contested";
    legal_creditors_hold => "en pausa por el acreedor" | "held by the creditor";

    task_close => "Cerrar" | "Close";
    task_is_done => "Ya está hecha" | "It is done";
    task_wrong_person => "Alguien dijo que un medio no es suyo" | "Somebody said an address is not theirs";
    task_address_refused => "Un aviso no pudo entregarse" | "A notice could not be delivered";
    task_address_refused_by(channel: &str) =>
        "Un aviso por {channel} no pudo entregarse" | "A notice by {channel} could not be delivered";
    task_guest_paid_too_much =>
        "Quien pagó con un enlace pagó de más" | "Whoever paid by a link paid too much";
    next_guest_paid_too_much =>
        "Lo que sobró es de quien pagó: devuélvalo a su medio de pago." |
        "What was over belongs to whoever paid: return it to what they paid with.";
    pay_links => "Enlaces de pago" | "Pay links";
    task_write_letter =>
        "Solo quiere cartas: un aviso no salió" | "They want letters only: a notice was not sent";
    next_write_letter =>
        "Imprima de su cuenta lo que se le quería decir y envíelo por correo postal." |
        "Print from the account what they were to be told, and send it by post.";
    task_call_again => "Llamar otra vez" | "Call again";
    next_call_again =>
        "Mire en la cuenta si ese día se puede llamar." |
        "See on the account whether it may be called on that day.";
    task_interest_barred =>
        "Los intereses se detuvieron: la ley no los permite hoy con la tasa publicada"
        | "Interest has stopped: the law does not allow it today at the published rate";
    next_interest_barred =>
        "Publique la tasa legal del periodo, con su fuente, o una tasa menor. Los días detenidos no se cobran."
        | "Publish the period's legal rate, with its source, or a lower rate. The days it stopped are not charged.";
    task_other => "Tarea del portal" | "Task of the portal";
    task_day => "Desde" | "Since";
    task_what => "Qué pasó" | "What happened";
    task_next => "Qué sigue" | "What to do next";
    task_account => "Cuenta" | "Account";
    find_accounts => "Buscar sus cuentas" | "Find their accounts";
    next_wrong_person =>
        "Ya no se escribe ahí. Pregunte a la persona, por otro medio, cuál es el suyo; ella lo cambia en Ajustes." |
        "Nothing is sent there any more. Ask the person, some other way, which is theirs; they change it in Settings.";
    next_wrong_person_elsewhere =>
        "El aviso llegó a otra persona. Pregunte a la suya, por otro medio, a dónde escribirle." |
        "The notice reached somebody else. Ask the right person, some other way, where to write to them.";
    next_address_refused =>
        "Revise que esté bien escrito. Si lo está, pregunte a la persona, por otro medio, a dónde escribirle; ella lo cambia en Ajustes." |
        "Check that it is spelled right. If it is, ask the person, some other way, where to write to them; they change it in Settings.";
    next_other => "Revise la cuenta." | "Look at the account.";

    history_read(who: &str, when: &str) => "{who} abrió la cuenta, {when}" | "{who} opened the account, {when}";
    history_viewed(who: &str, when: &str) =>
        "{who} la vio como cliente, {when}" | "{who} viewed it as the customer, {when}";
    someone => "Alguien del equipo" | "Somebody of the team";

    // As the debtor sees it.
    view_as_heading(customer: &str) => "Ver como {customer}" | "View as {customer}";
    view_as_warning =>
        "El cliente verá en su registro que usted entró. Desde ahí solo se puede mirar." |
        "The customer will see in the log that you looked. From there one can only look.";
    view_as_lasts(minutes: i32) => "Vale {minutes} minutos." | "It lasts {minutes} minutes.";
    leave_view => "Volver a la mesa" | "Back to the desk";

    // Months of the books.
    months => "Meses de los libros" | "Months of the books";
    months_lead =>
        "Un mes cerrado ya no admite movimientos: lo que llega después cuenta desde su día y se registra en el mes abierto." |
        "A closed month takes no more movements: what comes later counts from its day and is carried in the open month.";
    month => "Mes" | "Month";
    month_of(name: &str) => "Libros de {name}" | "Books of {name}";
    control_total => "Total de control" | "Control total";
    transactions => "Movimientos" | "Transactions";
    state => "Estado" | "State";
    month_is_open => "Abierto" | "Open";
    month_is_closed => "Cerrado" | "Closed";
    month_open => "Este mes está abierto; su total de control se fija al cerrarlo." | "This month is open; its control total is fixed when it is closed.";
    close_month(name: &str) => "Cerrar {name}" | "Close {name}";
    book => "Libro" | "Book";
    debit => "Cargos" | "Debits";
    credit => "Abonos" | "Credits";
    journal => "Diario del mes" | "Journal of the month";
    month_not_over => "Ese mes aún no termina" | "That month is not over yet";
    earlier_open => "Hay un mes anterior abierto: ciérrelo primero" | "An earlier month is open: close it first";
    month_closed => "Ese mes ya está cerrado" | "That month is closed already";
    books_faulty =>
        "La revisión de los libros encontró fallas: corríjalas antes de cerrar" |
        "The check of the books found faults: mend them before closing";

    // Payments.
    payments => "Pagos" | "Payments";
    needs_somebody => "Lo que necesita a alguien" | "What needs somebody";
    attention_what => "Qué pasa" | "What it is";
    attention_at => "Fecha" | "Date";
    attention_amount => "Importe" | "Amount";
    attention_contested => "Un banco pregunta o revisa" | "A bank asks or reviews";
    attention_payment_unknown => "No se sabe si se cobró" | "Not known whether it was charged";
    attention_refund_unknown => "No se sabe si la devolución salió" | "Not known whether the refund left";
    attention_refund_failed => "Una devolución regresó" | "A refund came back";
    attention_details_missing => "Falta la CLABE de una devolución" | "A refund lacks bank details";
    attention_until(day: &str) => "contestar a más tardar el {day}" | "answer by {day}";
    attention_since(day: &str) => "desde el {day}" | "since {day}";
    reapply => "Aplicar a otras facturas" | "Apply to other invoices";
    reapply_heading(amount: Money) => "Aplicar de otra forma un pago de {amount}" | "Apply a payment of {amount} differently";
    reapply_lead =>
        "El pago se aplica de nuevo, con la fecha en que se pagó: a las facturas que elija, la más antigua primero. Lo anterior queda en el historial." |
        "The payment is applied anew, as of the day it was paid: to the invoices you choose, the oldest first. What was before stays in the history.";
    reapply_which => "A qué facturas se aplica" | "Which invoices it pays";
    reapply_due(day: &str) => "vence el {day}" | "due {day}";
    reapply_pays_now(day: &str, paid: Money) => "vence el {day}; hoy recibe {paid} de este pago" | "due {day}; gets {paid} of this payment today";
    reapply_button => "Aplicar a estas facturas" | "Apply to these invoices";
    reapply_pick_none => "Elija al menos una factura" | "Choose at least one invoice";
    reapply_same => "Ya se aplica exactamente así" | "It is applied exactly so already";
    nothing_to_reapply => "De este pago no hay nada que aplicar de otra forma." | "There is nothing of this payment to apply differently.";
    nothing_reapplied => "No se cambió nada." | "Nothing was changed.";
    refund => "Devolver" | "Refund";
    refund_heading(amount: Money) => "Devolver un pago de {amount}" | "Refund a payment of {amount}";
    refund_lead(to: &str) =>
        "El dinero vuelve {to}. Lo que este pago había cubierto se vuelve a deber: primero se usa lo que quedó a favor, luego la factura que vencía al último." |
        "The money goes back {to}. What this payment had covered is owed again: its credit goes first, then the invoice that was due last.";
    refund_at_most(most: Money) => "Se pueden devolver hasta {most}" | "Up to {most} can be refunded";
    refund_why => "Por qué se devuelve" | "Why it is refunded";
    refund_words => "Explíquelo en una frase" | "Explain it in a sentence";
    refund_words_hint => "La lee el equipo, no el cliente." | "The team reads it, the customer does not.";
    refund_button => "Devolver esta cantidad" | "Refund this amount";
    nothing_to_refund => "De este pago no hay nada que devolver." | "There is nothing of this payment to refund.";
    nothing_done => "No se devolvió nada." | "Nothing was refunded.";
    waits_for_approval => "Espera aprobación" | "Waits for approval";
    refund_too_much(most: &str) => "Lo más que se puede devolver es {most}" | "The most that can be refunded is {most}";
    refund_reason_none => "Elija por qué se devuelve" | "Choose why it is refunded";
    refund_words_empty => "Explique por qué se devuelve" | "Explain why it is refunded";
    refund_words_long => "Escriba 500 caracteres como máximo" | "Enter 500 characters at most";
    refund_already_asked => "Ya hay una devolución de este pago por aprobar" | "A refund of this payment waits for approval already";

    // Waiving interest and fees.
    waive => "Condonar intereses o cargos" | "Waive interest or fees";
    waive_heading(number: &str) => "Condonar de la factura {number}" | "Waive part of invoice {number}";
    waive_lead =>
        "Lo que condone deja de deberse hoy, junto con su impuesto. El cliente lee en su saldo quién lo autorizó y por qué." |
        "What you waive is no longer owed from today, together with its tax. The customer reads in the balance who decided so and why.";
    waive_what => "Qué se condona" | "What is waived";
    waive_interest(open: Money) => "Intereses: {open} por pagar" | "Interest: {open} to pay";
    waive_fees(open: Money) => "Cargos: {open} por pagar" | "Fees: {open} to pay";
    waive_amount_hint => "Con su impuesto, todo o una parte" | "With its tax, all or a part";
    waive_why => "Por qué se condona" | "Why it is waived";
    waive_why_hint => "Lo lee el cliente." | "The customer reads it.";
    waive_button => "Condonar" | "Waive";
    nothing_to_waive => "Esta factura no tiene intereses ni cargos por pagar." | "This invoice has no interest or fees to pay.";
    nothing_waived => "No se condonó nada." | "Nothing was waived.";
    waive_too_much(most: &str) => "Lo más que se puede condonar es {most}" | "The most that can be waived is {most}";
    waive_what_none => "Elija qué se condona" | "Choose what is waived";
    waive_why_empty => "Explique por qué se condona" | "Explain why it is waived";
    waive_why_long => "Escriba 500 caracteres como máximo" | "Enter 500 characters at most";
    waive_already_asked =>
        "Ya hay una condonación de esta factura por aprobar" | "A waiver on this invoice waits for approval already";
}
