//! What the team reads.

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

    // One account.
    account_heading(customer: &str, reference: &str) =>
        "{customer}, cuenta {reference}" | "{customer}, account {reference}";
    parts_of_account => "Partes de la cuenta" | "Parts of the account";
    tab_summary => "Resumen" | "Summary";
    tab_invoices => "Facturas" | "Invoices";
    tab_balance => "Saldo" | "Balance";
    tab_payments => "Pagos" | "Payments";
    margin => "Lo que solo ve el equipo" | "What only the team sees";
    tasks => "Tareas" | "Tasks";
    no_tasks => "Sin tareas" | "No tasks";
    task_since(kind: &str, on: &str) => "{kind}, desde el {on}" | "{kind}, since {on}";
    notes => "Notas internas: no las ve el cliente" | "Internal notes: the customer does not see them";
    no_notes => "Sin notas" | "No notes";
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
    view_of => "Vista de la cuenta" | "View of the account";

    // Payments.
    payments => "Pagos" | "Payments";
}
