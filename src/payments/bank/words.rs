//! What the team reads about the bank's statements.

crate::words! {
    heading => "Estado de cuenta del banco" | "Bank statement";
    lead =>
        "Suba el CSV de movimientos de su banco. Cada abono espera aquí hasta que una persona diga de quién es." |
        "Upload the CSV of your bank's movements. Each deposit waits here until a person says whose it is.";
    link => "Estado de cuenta del banco" | "Bank statement";
    whose_bank => "¿De qué cuenta de banco?" | "Of which bank account?";
    file => "Archivo CSV" | "CSV file";
    file_hint =>
        "Con columnas de fecha, abono o importe y, si las hay, referencia, clave de rastreo y concepto." |
        "With columns for the date, the deposit or amount and, if there are any, reference, tracking key and description.";
    upload => "Subir movimientos" | "Upload movements";
    upload_next =>
        "Lo que ya estaba no se repite. Los abonos nuevos quedan por identificar, con sugerencias." |
        "What was here before is not repeated. New deposits wait for an owner, with suggestions.";
    taken_heading => "Archivo recibido" | "File received";
    taken => "Los abonos nuevos están abajo, los más antiguos primero." | "The new deposits are below, the oldest first.";
    again_heading => "Este archivo ya estaba" | "This file was here before";
    again => "No se repitió nada." | "Nothing was repeated.";
    file_none => "Elija un archivo CSV" | "Choose a CSV file";
    file_large => "El archivo pasa de 10 MB; súbalo por partes" | "The file is over 10 MB; upload it in parts";
    file_unreadable => "El archivo no se puede leer como CSV" | "The file cannot be read as CSV";
    no_column(name: &str) => "No encontramos la columna de {name}" | "We do not find the column {name}";
    wrong_day(line: &str) => "La fecha del renglón {line} no se entiende" | "The date in line {line} is not understood";
    wrong_amount(line: &str) => "El importe del renglón {line} no se entiende" | "The amount in line {line} is not understood";
    too_many => "Son más de 20,000 abonos; súbalos por partes" | "More than 20,000 deposits; upload them in parts";
    bank_none => "Elija de qué cuenta es" | "Choose whose account it is";

    waiting => "Dinero por identificar" | "Money without an owner";
    nothing_waits => "No hay dinero por identificar." | "No money waits for an owner.";
    creditor => "Acreedor" | "Creditor";
    booked => "Fecha" | "Date";
    amount => "Importe" | "Amount";
    says => "Lo que dice el banco" | "What the bank says";
    age => "Antigüedad" | "Age";
    days(count: i64) => "{count} días" | "{count} days";
    one_day => "1 día" | "1 day";
    today => "Hoy" | "Today";
    deposit_of(amount: crate::kernel::money::Money) => "Abono de {amount}" | "Deposit of {amount}";
    files => "Archivos subidos" | "Uploaded files";
    new_column => "Nuevos" | "New";
    known_column => "Ya estaban" | "Here before";
    others_column => "No son abonos" | "No deposits";
    by => "Subió" | "Uploaded by";
    key => "Clave de rastreo" | "Tracking key";
    reference => "Referencia" | "Reference";
    description => "Concepto" | "Description";
    state => "Estado" | "State";

    whose => "¿De quién es?" | "Whose is it?";
    why_tracking => "La clave es la de un pago que reportó" | "The key is that of a payment they reported";
    why_invoice(number: &str) => "Nombra la factura {number}" | "Names invoice {number}";
    why_account => "Nombra la cuenta" | "Names the account";
    why_amount(number: &str) => "Es lo que falta de {number}" | "Is what is left of {number}";
    other_account => "Otra cuenta" | "Another account";
    other_reference => "Referencia de la cuenta" | "Reference of the account";
    assign => "Aplicar a esa cuenta" | "Apply to that account";
    assign_next =>
        "Se registra como transferencia del día del banco, y el cliente recibe su recibo." |
        "It is recorded as a transfer of the bank's day, and the customer gets a receipt.";
    whose_none => "Elija de quién es" | "Choose whose it is";
    no_account => "No encontramos esa cuenta" | "We do not find that account";
    decided => "Ya se dijo de quién es" | "It was said already whose it is";
    tracking_used => "Esa clave de rastreo ya está registrada en otro pago" | "That tracking key is recorded with another payment already";
    give_back => "No es de nadie: se devolvió" | "It is nobody's: it went back";
    note => "Cómo y a quién se devolvió" | "How and to whom it went back";
    note_none => "Escriba cómo se devolvió" | "Enter how it went back";
    note_returned => "Anotar la devolución" | "Note the return";
    state_waiting => "Por identificar" | "Without an owner";
    state_approving => "Por aprobar" | "To be approved";
    state_recorded => "Ya estaba registrado" | "Recorded before";
    state_assigned => "Aplicado" | "Applied";
    state_returned => "Devuelto" | "Returned";
    state_own => "Dinero propio" | "Own money";
    own_heading => "¿Es dinero propio que venía en camino?" | "Is it own money that was on its way?";
    own_which => "Qué llegó en este abono" | "What arrived in this deposit";
    own_sum(amount: crate::kernel::money::Money) =>
        "Marque una o varias; juntas deben sumar {amount}." |
        "Tick one or several; together they must be {amount}.";
    own_payout(day: &str) => "Liquidación de Stripe del {day}" | "Payout from Stripe of {day}";
    own_deposit(day: &str) => "Efectivo de caja del {day}" | "Cash of the till of {day}";
    own_named => "El banco escribe su clave o su ficha" | "The bank writes its key or its slip";
    own_same_sum => "Es la misma cantidad" | "It is the same amount";
    own_another_sum => "Es otra cantidad" | "It is another amount";
    own_note => "Sí, es esto" | "Yes, it is this";
    own_next =>
        "Deja de estar por identificar y de estar en camino. A ningún cliente se le aplica." |
        "It is no longer without an owner nor on its way. It is applied to no customer.";
    own_none => "Marque qué llegó" | "Tick what arrived";
    own_other_sum(sum: &str) =>
        "Lo marcado suma {sum}, y el abono es de otra cantidad" |
        "What is ticked is {sum} together, and the deposit is of another amount";
    own_is => "Lo que llegó en este abono" | "What arrived in this deposit";
    see_payment => "Ver el pago" | "See the payment";
}
