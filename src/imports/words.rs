//! What the import says on a terminal, in both languages.

use crate::{kernel::locale::Lang, words};

use super::model::{Reason, Record, RowError};

words! {
    line(number: u64) => "línea {number}" | "line {number}";
    column(name: &str) => "columna {name}" | "column {name}";
    value(text: &str) => "«{text}»" | "“{text}”";

    empty => "El archivo está vacío." | "The file is empty.";
    spreadsheet => "Esto es una hoja de cálculo; guárdela como CSV." | "This is a spreadsheet; save it as CSV.";
    not_utf8 => "El archivo dice ser UTF-8, pero esta línea no lo es." | "The file says that it is UTF-8, but this line is not.";
    quote_not_closed => "Aquí se abren comillas que no se cierran." | "A quote opens here and never closes.";
    not_native => "Falta la columna record: no es el formato propio. Para el archivo de otro programa, indique --mapping." | "The column record is missing: this is not the native format. For another program's file, say --mapping.";
    column_missing => "Falta esta columna." | "This column is missing.";
    column_unknown => "El formato no conoce esta columna." | "The format knows no such column.";
    column_twice => "Esta columna aparece dos veces." | "This column is there twice.";
    field_count(found: usize, expected: usize) => "La fila tiene {found} celdas y el encabezado {expected}." | "The row has {found} cells and the header {expected}.";
    record_unknown => "No es un tipo de registro: debtor, person, account, invoice, line, opening_balance, party, payment, credit_note o void." | "Not a kind of record: debtor, person, account, invoice, line, opening_balance, party, payment, credit_note or void.";
    cell_missing => "Falta este dato." | "This is missing.";
    cell_unused(record: &str) => "Un registro {record} no usa esta columna; déjela vacía." | "A {record} record does not use this column; leave it empty.";
    too_long(limit: usize) => "Tiene más de {limit} caracteres." | "It has more than {limit} characters.";
    control_character => "Contiene un carácter de control." | "It contains a control character.";
    not_a_date(expected: &str) => "No es una fecha; se escribe así: {expected}." | "Not a date; it is written like this: {expected}.";
    unlikely_date => "El año no es posible (de 1900 a 2199)." | "The year is not possible (1900 to 2199).";
    not_an_amount => "No es un importe." | "Not an amount.";
    too_many_decimals(places: u32) => "Tiene más decimales que su moneda ({places})." | "It has more decimals than its currency ({places}).";
    amount_too_large => "El importe es demasiado grande." | "The amount is too large.";
    amount_negative => "El importe es negativo; un abono va como credit_note o payment." | "The amount is negative; a credit goes as credit_note or payment.";
    amount_zero => "El importe es cero." | "The amount is zero.";
    currency_unknown => "No es una moneda conocida (MXN, USD, EUR…)." | "Not a known currency (MXN, USD, EUR…).";
    currency_missing => "Un importe necesita la columna currency." | "An amount needs the column currency.";
    not_one_of(choices: &str) => "No es uno de: {choices}." | "Not one of: {choices}.";
    not_a_uuid => "No es un UUID." | "Not a UUID.";
    not_a_count => "No es un número entero de 0 a 32767." | "Not a whole number from 0 to 32767.";
    not_a_decimal(places: u32) => "No es un número con {places} decimales como máximo." | "Not a number with at most {places} decimals.";
    not_an_email => "No es un correo electrónico." | "Not an e-mail address.";
    not_a_phone => "No es un teléfono con código de país, como +52 55 1234 5678." | "Not a phone number with its country code, such as +52 55 1234 5678.";
    not_a_country => "No es un país de dos letras, como MX." | "Not a country of two letters, such as MX.";
    not_a_time_zone => "No es una zona horaria, como America/Mexico_City." | "Not a time zone, such as America/Mexico_City.";

    debtor_unknown => "No hay cliente con esta referencia, ni en el archivo ni en los libros." | "There is no debtor with this reference, in the file or in the books.";
    person_unknown => "No hay persona con esta referencia, ni en el archivo ni en los libros." | "There is no person with this reference, in the file or in the books.";
    account_unknown => "No hay cuenta con esta referencia y moneda, ni en el archivo ni en los libros." | "There is no account with this reference and currency, in the file or in the books.";
    invoice_unknown => "No hay factura con este número, ni en el archivo ni en los libros." | "There is no invoice with this number, in the file or in the books.";
    twice(first_line: &str) => "Ya está en la línea {first_line} y no dice lo mismo." | "It is already on line {first_line}, and does not say the same.";
    account_of_another => "Esta cuenta es de otro cliente." | "This account is another debtor's.";
    invoice_of_another => "Esta factura es de otra cuenta." | "This invoice is another account's.";
    payment_of_another => "Este pago es de otra cuenta." | "This payment is another account's.";
    credit_note_of_another => "Esta nota de crédito es de otra factura." | "This credit note is another invoice's.";
    other_record(record: &str) => "En los libros está como {record}; use el mismo tipo de registro." | "The books have it as {record}; use the same kind of record.";
    currency_differs(expected: &str) => "La moneda debe ser {expected}." | "The currency must be {expected}.";
    due_before_issued => "Vence antes de emitirse." | "It is due before it is issued.";
    sum_differs(expected: &str, found: &str) => "Las partes suman {found} y no {expected}." | "The parts add up to {found} and not {expected}.";
    more_than(limit: &str) => "Es más que {limit}." | "It is more than {limit}.";
    already_void => "Esta factura está anulada." | "This invoice is void.";
    line_held => "El archivo quita un concepto que está en aclaración." | "The file takes away a line that is in dispute.";
    our_payment_differs(expected: &str) => "Nuestro pago con esta referencia es de {expected}." | "Our payment with this reference is of {expected}.";
    credit_spent => "El saldo a favor de este pago ya se usó; no se puede cambiar." | "The credit from this payment was already used; it cannot be changed.";
    our_reference_unknown => "No hay pago nuestro con esta referencia." | "There is no payment of ours with this reference.";
    debtors => "Clientes" | "Debtors";
    persons => "Personas" | "Persons";
    accounts => "Cuentas" | "Accounts";
    invoices => "Facturas" | "Invoices";
    invoice_lines => "Conceptos" | "Lines";
    opening_balances => "Saldos iniciales" | "Opening balances";
    parties => "Partes" | "Parties";
    payments => "Pagos" | "Payments";
    credit_notes => "Notas de crédito" | "Credit notes";
    voids => "Anulaciones" | "Voids";
    counted(name: &str, added: u64, changed: u64, same: u64) => "{name} · altas: {added} · cambios: {changed} · sin cambios: {same}" | "{name} · new: {added} · changed: {changed} · the same: {same}";
    counted_later(later: u64) => " · posteriores a la fecha: {later}" | " · after the date: {later}";
    changed(line: u64, record: &str, reference: &str, what: &str) => "línea {line} · {record} {reference}: {what}" | "line {line} · {record} {reference}: {what}";
    updated => "actualizado" | "updated";
    reposted => "revertido y asentado de nuevo" | "reversed and posted again";
    removed => "retirado" | "removed";
    recognised => "es un pago hecho en este portal" | "is a payment made through this portal";
    unlisted(count: u64) => "…y {count} más" | "…and {count} more";
    standing(debtors: i64, invoiced: &str) => "En los libros · clientes: {debtors} · facturado: {invoiced}" | "In the books · debtors: {debtors} · invoiced: {invoiced}";
    standing_open(count: i64, open: &str) => " · facturas abiertas: {count} por {open}" | " · open invoices: {count} of {open}";
    standing_overdue(day: &str, count: i64, overdue: &str) => " · vencidas al {day}: {count} por {overdue}" | " · overdue on {day}: {count} of {overdue}";
    standing_credit(credit: &str) => " · saldos a favor: {credit}" | " · credit: {credit}";
    founded(name: &str) => "El acreedor «{name}» no existía y se creó." | "The creditor “{name}” did not exist and was created.";
    imported(file: &str, creditor: &str) => "{file}: importado para {creditor}." | "{file}: imported for {creditor}.";
    dry_run(file: &str) => "{file}: ensayo sin errores; no se guardó nada." | "{file}: a trial run without errors; nothing was kept.";
    nothing_imported(file: &str, count: u64) => "{file}: no se importó nada; errores: {count}." | "{file}: nothing was imported; errors: {count}.";
    reading(file: &str) => "Leyendo {file}" | "Reading {file}";
    checking => "Comprobando" | "Checking";
    guarantor_incomplete => "Un guarantor, y solo él, lleva invoice_number y liable_amount." | "A guarantor, and nobody else, has invoice_number and liable_amount.";
}

/// The records of one kind, as a heading.
pub fn records(lang: Lang, record: Record) -> &'static str {
    match record {
        Record::Debtor => debtors(lang),
        Record::Person => persons(lang),
        Record::Account => accounts(lang),
        Record::Invoice => invoices(lang),
        Record::Line => invoice_lines(lang),
        Record::OpeningBalance => opening_balances(lang),
        Record::Party => parties(lang),
        Record::Payment => payments(lang),
        Record::CreditNote => credit_notes(lang),
        Record::Void => voids(lang),
    }
}

/// The sentence for a reason.
pub fn reason(lang: Lang, reason: &Reason) -> String {
    let text = match reason {
        Reason::FieldCount { found, expected } => return field_count(lang, *found, *expected),
        Reason::CellUnused { record } => return cell_unused(lang, record),
        Reason::TooLong { limit } => return too_long(lang, *limit),
        Reason::NotADate { expected } => return not_a_date(lang, expected),
        Reason::TooManyDecimals { places } => return too_many_decimals(lang, *places),
        Reason::NotOneOf { choices } => return not_one_of(lang, choices),
        Reason::NotADecimal { places } => return not_a_decimal(lang, *places),
        Reason::Twice { first_line } => return twice(lang, first_line),
        Reason::CurrencyDiffers { expected } => return currency_differs(lang, expected),
        Reason::SumDiffers { expected, found } => return sum_differs(lang, expected, found),
        Reason::MoreThan { limit } => return more_than(lang, limit),
        Reason::OtherRecord { record } => return other_record(lang, record),
        Reason::OurPaymentDiffers { expected } => return our_payment_differs(lang, expected),
        Reason::Empty => empty(lang),
        Reason::Spreadsheet => spreadsheet(lang),
        Reason::NotUtf8 => not_utf8(lang),
        Reason::QuoteNotClosed => quote_not_closed(lang),
        Reason::NotNative => not_native(lang),
        Reason::ColumnMissing => column_missing(lang),
        Reason::ColumnUnknown => column_unknown(lang),
        Reason::ColumnTwice => column_twice(lang),
        Reason::RecordUnknown => record_unknown(lang),
        Reason::CellMissing => cell_missing(lang),
        Reason::ControlCharacter => control_character(lang),
        Reason::UnlikelyDate => unlikely_date(lang),
        Reason::NotAnAmount => not_an_amount(lang),
        Reason::AmountTooLarge => amount_too_large(lang),
        Reason::AmountNegative => amount_negative(lang),
        Reason::AmountZero => amount_zero(lang),
        Reason::CurrencyUnknown => currency_unknown(lang),
        Reason::CurrencyMissing => currency_missing(lang),
        Reason::NotAUuid => not_a_uuid(lang),
        Reason::NotACount => not_a_count(lang),
        Reason::NotAnEmail => not_an_email(lang),
        Reason::NotAPhone => not_a_phone(lang),
        Reason::NotACountry => not_a_country(lang),
        Reason::NotATimeZone => not_a_time_zone(lang),
        Reason::DebtorUnknown => debtor_unknown(lang),
        Reason::PersonUnknown => person_unknown(lang),
        Reason::AccountUnknown => account_unknown(lang),
        Reason::InvoiceUnknown => invoice_unknown(lang),
        Reason::AccountOfAnother => account_of_another(lang),
        Reason::InvoiceOfAnother => invoice_of_another(lang),
        Reason::DueBeforeIssued => due_before_issued(lang),
        Reason::PaymentOfAnother => payment_of_another(lang),
        Reason::CreditNoteOfAnother => credit_note_of_another(lang),
        Reason::LineHeld => line_held(lang),
        Reason::CreditSpent => credit_spent(lang),
        Reason::AlreadyVoid => already_void(lang),
        Reason::OurReferenceUnknown => our_reference_unknown(lang),
        Reason::GuarantorIncomplete => guarantor_incomplete(lang),
    };
    text.to_owned()
}

/// `línea 7 · columna due_on · «31/02/2026» · No es una fecha…`
pub fn row_error(lang: Lang, error: &RowError) -> String {
    let mut parts = vec![line(lang, error.line)];
    if !error.column.is_empty() {
        parts.push(column(lang, &error.column));
    }
    if !error.value.is_empty() {
        parts.push(value(lang, &error.value));
    }
    parts.push(reason(lang, &error.reason));
    parts.join(" · ")
}
