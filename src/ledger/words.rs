//! What `aldia check` says to whoever runs the portal, and the names of the books.

use crate::kernel::locale::Lang;
use crate::ledger::model::Book;

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
    payouts => "Cada liquidación del proveedor de pagos está en los libros, y lo que va en camino es lo que el banco aún no muestra"
        | "Each payout of the payment provider is in the books, and what is on its way is what the bank has not shown yet";
    autopay => "Cada cargo automático se aceptó y se avisó, una vez por cada vencimiento"
        | "Each automatic charge was agreed to and announced, once for each due amount";
    credit => "Nadie tiene menos de cero a favor" | "Nobody has less than nothing in credit";
    holds => "Nada en aclaración excede su factura" | "Nothing in dispute exceeds its invoice";
    plans => "Cada plan de pago es lo que se firmó" | "Each payment plan is what was signed";
    digests => "Cada renglón dice lo que decía al escribirse" | "Each row says what it said when it was written";
    ledger_seals => "Los sellos de los libros están enteros" | "The seals of the ledger are whole";
    audit_seals => "Los sellos de la bitácora están enteros" | "The seals of the audit trail are whole";

    book_principal => "Facturas por cobrar" | "Invoices receivable";
    book_interest => "Intereses por cobrar" | "Interest receivable";
    book_interest_tax => "Impuesto de intereses por cobrar" | "Tax on interest receivable";
    book_fees => "Cargos por cobrar" | "Fees receivable";
    book_fees_tax => "Impuesto de cargos por cobrar" | "Tax on fees receivable";
    book_unapplied => "Saldos a favor de clientes" | "Customers' credit";
    book_refunds_payable => "Devoluciones por enviar" | "Refunds to be sent";
    book_chargebacks_under_review => "En revisión por los bancos" | "Under review by banks";
    book_unidentified => "Dinero sin dueño conocido" | "Money without a known owner";
    book_bank => "Banco" | "Bank";
    book_provider_clearing => "En poder del proveedor de pagos" | "Held by the payment provider";
    book_provider_fees => "Comisiones del proveedor de pagos" | "Fees of the payment provider";
    book_sales => "Ventas" | "Sales";
    book_sales_tax => "Impuesto de ventas" | "Tax on sales";
    book_interest_income => "Ingresos por intereses" | "Interest income";
    book_interest_tax_payable => "Impuesto de intereses por pagar" | "Tax on interest payable";
    book_fee_income => "Ingresos por cargos" | "Fee income";
    book_fees_tax_payable => "Impuesto de cargos por pagar" | "Tax on fees payable";
    book_opening_balances => "Saldos iniciales" | "Opening balances";
    book_rounding => "Redondeos" | "Rounding";
    book_discounts => "Descuentos" | "Discounts";
    book_forgiveness => "Deuda perdonada" | "Debt forgiven";
    book_write_offs => "Castigos" | "Write-offs";
    book_write_off_allowance => "Reserva por castigos" | "Allowance for write-offs";
    book_recoveries => "Recuperaciones" | "Recoveries";
    book_cash => "Caja" | "Cash";
    book_cash_differences => "Diferencias de caja" | "Cash differences";
    book_in_transit => "En camino al banco" | "On its way to the bank";
}

/// How people call a book.
pub fn book_word(book: Book, lang: Lang) -> &'static str {
    match book {
        Book::Principal => book_principal(lang),
        Book::Interest => book_interest(lang),
        Book::InterestTax => book_interest_tax(lang),
        Book::Fees => book_fees(lang),
        Book::FeesTax => book_fees_tax(lang),
        Book::Unapplied => book_unapplied(lang),
        Book::RefundsPayable => book_refunds_payable(lang),
        Book::ChargebacksUnderReview => book_chargebacks_under_review(lang),
        Book::Unidentified => book_unidentified(lang),
        Book::Bank => book_bank(lang),
        Book::ProviderClearing => book_provider_clearing(lang),
        Book::ProviderFees => book_provider_fees(lang),
        Book::Sales => book_sales(lang),
        Book::SalesTax => book_sales_tax(lang),
        Book::InterestIncome => book_interest_income(lang),
        Book::InterestTaxPayable => book_interest_tax_payable(lang),
        Book::FeeIncome => book_fee_income(lang),
        Book::FeesTaxPayable => book_fees_tax_payable(lang),
        Book::OpeningBalances => book_opening_balances(lang),
        Book::Rounding => book_rounding(lang),
        Book::Discounts => book_discounts(lang),
        Book::Forgiveness => book_forgiveness(lang),
        Book::WriteOffs => book_write_offs(lang),
        Book::WriteOffAllowance => book_write_off_allowance(lang),
        Book::Recoveries => book_recoveries(lang),
        Book::Cash => book_cash(lang),
        Book::CashDifferences => book_cash_differences(lang),
        Book::InTransit => book_in_transit(lang),
    }
}
