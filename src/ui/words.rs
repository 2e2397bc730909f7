//! What the frame and the parts say on every page.

crate::words! {
    // The frame.
    product => "Al Día" | "Al Día";
    skip_to_content => "Ir al contenido" | "Skip to content";
    signed_in_as(name: &str) => "Sesión de {name}" | "Signed in as {name}";
    sign_out => "Salir" | "Sign out";
    main_nav => "Secciones" | "Sections";
    footer_nav => "Más páginas" | "More pages";
    title_with_error(title: &str) => "Error: {title}" | "Error: {title}";
    staff_viewing =>
        "Vista como cliente, solo lectura; queda en el registro de contacto." |
        "Viewing as the customer, read only; recorded in the contact log.";

    // The nav of the account.
    home => "Inicio" | "Home";
    invoices => "Facturas" | "Invoices";
    payments => "Pagos y recibos" | "Payments and receipts";
    disputes => "Aclaraciones" | "Disputes";
    messages => "Mensajes" | "Messages";
    statement => "Estado de cuenta" | "Statement";
    terms => "Reglas" | "Rules";
    settings => "Ajustes" | "Settings";

    // The nav of the desk.
    desk => "Mesa" | "Desk";
    today => "Hoy" | "Today";
    accounts => "Cuentas" | "Accounts";
    desk_payments => "Pagos" | "Payments";
    promises => "Promesas" | "Promises";
    approvals => "Aprobaciones" | "Approvals";
    plans => "Planes" | "Plans";
    tasks => "Tareas" | "Tasks";
    policies => "Políticas" | "Policies";
    handing => "Entregas" | "Handed on";
    playbook => "Guía" | "Playbook";
    people => "Equipo" | "Team";
    audit => "Auditoría" | "Audit";
    groups => "Grupos" | "Groups";
    desk_search => "Buscar en toda la mesa" | "Find anything";
    desk_search_hint =>
        "Nombre, cuenta, factura, recibo, aclaración, plan, correo o teléfono" |
        "Name, account, invoice, receipt, dispute, plan, e-mail or phone";
    search => "Buscar" | "Search";

    // Help and footer.
    help => "¿Necesita ayuda?" | "Need help?";
    help_call(phone: &str) => "Llame al {phone}" | "Call {phone}";
    help_real => "¿Duda de que un aviso sea real? Compruébelo" | "Not sure a notice is real? Check it";
    help_advice(body: &str) =>
        "Orientación gratuita e independiente: {body}" |
        "Free, independent advice: {body}";
    uses_product(creditor: &str) => "{creditor} usa Al Día." | "{creditor} uses Al Día.";
    pay_only_here(origin: &str) =>
        "Pague solo en {origin}/. Los datos para transferir pueden cambiar: tómelos siempre de aquí." |
        "Pay only at {origin}/. Details for transfers can change: always take them from here.";
    complaints(body: &str) => "Quejas: {body}" | "Complaints: {body}";

    // The parts.
    error_prefix => "Error: " | "Error: ";
    there_is_a_problem => "Hay un problema" | "There is a problem";
    back => "Volver" | "Back";
    no_go_back => "No, volver" | "No, go back";
    what_happens_next => "Qué sigue" | "What happens next";
    day => "Día" | "Day";
    month => "Mes" | "Month";
    year => "Año" | "Year";
    date_hint => "Por ejemplo, 20 3 2026" | "For example, 20 3 2026";
    change => "Cambiar" | "Change";
    step(step: usize, of: usize) => "Paso {step} de {of}" | "Step {step} of {of}";
    you_are_here => "Usted está aquí" | "You are here";
    one_character_left => "Queda 1 carácter" | "1 character left";
    characters_left(count: usize) => "Quedan {count} caracteres" | "{count} characters left";
    characters_over(count: usize) => "Sobran {count} caracteres" | "{count} characters too many";
    pages => "Páginas" | "Pages";
    previous => "Anterior" | "Previous";
    next => "Siguiente" | "Next";
    page_number(number: u64) => "Página {number}" | "Page {number}";
    rows_shown(first: u64, last: u64, total: u64) => "{first} a {last} de {total}" | "{first} to {last} of {total}";
}
