//! What `aldia check` says to whoever runs the portal.

crate::words! {
    check_passes(what: &str) => "bien    {what}" | "right   {what}";
    check_fails(what: &str, faults: i64) => "MAL     {what}: {faults}" | "WRONG   {what}: {faults}";
    more_faults(faults: i64) => "y {faults} más" | "and {faults} more";
    entry_of(object: &str, id: &str, entry: i16) => "{object} {id}, asiento {entry}" | "{object} {id}, entry {entry}";
    expected_found(name: &str, expected: i64, found: i64) =>
        "{name}: debía ser {expected}, es {found}" | "{name}: should be {expected}, is {found}";
    unsealed(transactions: i64, events: i64) =>
        "        Aún sin sellar: {transactions} movimientos, {events} actos de la bitácora"
        | "        Not sealed yet: {transactions} transactions, {events} audit events";
    sound(transactions: i64, entries: i64) =>
        "Todo cuadra: {transactions} movimientos, {entries} asientos."
        | "Everything adds up: {transactions} transactions, {entries} entries.";
    unsound => "Hay algo mal. Nada se corrigió; lo señalado necesita una persona."
        | "Something is wrong. Nothing was mended; what is named above needs a person.";

    transactions => "Cada movimiento suma cero" | "Each transaction sums to zero";
    books => "Todos los libros juntos suman cero" | "All books together sum to zero";
    owners => "Cada asiento está en su libro y en su cuenta" | "Each entry is in its book and on its account";
    reversals => "Cada reversa deshace exactamente lo que revierte" | "Each reversal undoes exactly what it reverses";
    closed_months => "Ningún mes cerrado recibió movimientos" | "No closed month took a transaction";
    balances => "El saldo de cada factura es la suma de sus asientos" | "The balance of each invoice is the sum of its entries";
    invoices => "Cada factura dice lo que se facturó" | "Each invoice says what was billed";
    payments => "Cada pago recibido está en los libros" | "Each payment received is in the books";
    allocations => "Cada aplicación está en los libros y no excede su pago ni su factura"
        | "Each allocation is in the books and exceeds neither its payment nor its invoice";
    returns => "Lo que se devuelve y lo que revisan los bancos está en los libros"
        | "What is refunded and what banks review is in the books";
    credit => "Nadie tiene menos de cero a favor" | "Nobody has less than nothing in credit";
    holds => "Nada en aclaración excede su factura" | "Nothing in dispute exceeds its invoice";
    digests => "Cada renglón dice lo que decía al escribirse" | "Each row says what it said when it was written";
    ledger_seals => "Los sellos de los libros están enteros" | "The seals of the ledger are whole";
    audit_seals => "Los sellos de la bitácora están enteros" | "The seals of the audit trail are whole";
}
