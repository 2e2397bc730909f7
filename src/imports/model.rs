//! The native format as data: which records there are, which columns each of them takes, and what a cell may hold.
//! The reader, the staging table and FORMAT.md all follow from these tables.

/// What one row of the native format says.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Record {
    Debtor,
    Person,
    Account,
    Invoice,
    Line,
    OpeningBalance,
    Party,
    Payment,
    CreditNote,
    Void,
}

impl Record {
    /// In the order in which they are stored: whatever is referred to comes before what refers to it. A file may hold
    /// its rows in any order.
    pub const ALL: [Record; 10] = [
        Record::Debtor,
        Record::Person,
        Record::Account,
        Record::Invoice,
        Record::Line,
        Record::OpeningBalance,
        Record::Party,
        Record::Payment,
        Record::CreditNote,
        Record::Void,
    ];

    /// As written in the column `record`.
    pub const fn name(self) -> &'static str {
        match self {
            Record::Debtor => "debtor",
            Record::Person => "person",
            Record::Account => "account",
            Record::Party => "party",
            Record::Invoice => "invoice",
            Record::Line => "line",
            Record::OpeningBalance => "opening_balance",
            Record::Payment => "payment",
            Record::CreditNote => "credit_note",
            Record::Void => "void",
        }
    }

    pub fn parse(text: &str) -> Option<Record> {
        Record::ALL.into_iter().find(|record| record.name().eq_ignore_ascii_case(text.trim()))
    }

    /// The columns that this record takes.
    pub const fn takes(self) -> &'static [Take] {
        match self {
            Record::Debtor => DEBTOR,
            Record::Person => PERSON,
            Record::Account => ACCOUNT,
            Record::Party => PARTY,
            Record::Invoice => INVOICE,
            Record::Line => LINE,
            Record::OpeningBalance => OPENING_BALANCE,
            Record::Payment => PAYMENT,
            Record::CreditNote => CREDIT_NOTE,
            Record::Void => VOID,
        }
    }

    /// The column whose date decides whether `--as-of` still takes the row; a record without one is always taken.
    pub const fn dated_by(self) -> Option<&'static str> {
        match self {
            Record::Invoice | Record::OpeningBalance | Record::CreditNote => Some("issued_on"),
            Record::Payment => Some("received_on"),
            Record::Void => Some("voided_on"),
            _ => None,
        }
    }
}

/// What a cell may hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Words of at most this many characters.
    Text(usize),
    Date,
    /// An amount of money above zero, in the row's currency.
    Amount,
    /// An amount of money that may be zero.
    AmountOrZero,
    /// The price of one of something, which may have more decimals than money has.
    UnitPrice,
    Currency,
    Choice(&'static [&'static str]),
    Uuid,
    Count,
    /// A decimal number with at most this many places: quantities, percentages.
    Decimal(u32),
    Email,
    Phone,
    Country,
    TimeZone,
}

impl Kind {
    pub fn is_amount(self) -> bool {
        matches!(self, Kind::Amount | Kind::AmountOrZero | Kind::UnitPrice)
    }
}

/// A column of the native format.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// A column as one record takes it.
#[derive(Clone, Copy, Debug)]
pub struct Take {
    pub column: &'static str,
    pub required: bool,
}

const fn must(column: &'static str) -> Take {
    Take { column, required: true }
}

const fn may(column: &'static str) -> Take {
    Take { column, required: false }
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

/// Every column of the native format but `record`.
pub const COLUMNS: &[Column] = &[
    column("debtor_ref", Kind::Text(60)),
    column("debtor_kind", Kind::Choice(&["person", "firm"])),
    column("person_ref", Kind::Text(60)),
    column("account_ref", Kind::Text(60)),
    column("invoice_number", Kind::Text(60)),
    column("payment_ref", Kind::Text(120)),
    column("credit_note_number", Kind::Text(60)),
    column("name", Kind::Text(200)),
    column("language", Kind::Choice(&["es", "en"])),
    column("country", Kind::Country),
    column("time_zone", Kind::TimeZone),
    column("tax_id", Kind::Text(30)),
    column("postal_code", Kind::Text(20)),
    column("birth_on", Kind::Date),
    column("email", Kind::Email),
    column("phone", Kind::Phone),
    column(
        "role",
        Kind::Choice(&["principal", "joint_debtor", "guarantor", "representative", "executor", "helper"]),
    ),
    column("may", Kind::Choice(&["see", "pay", "negotiate", "manage"])),
    column("liable_amount", Kind::Amount),
    column("from_on", Kind::Date),
    column("until_on", Kind::Date),
    column("proof", Kind::Text(200)),
    column("currency", Kind::Currency),
    column("contract_ref", Kind::Text(120)),
    column("opened_on", Kind::Date),
    column("issued_on", Kind::Date),
    column("due_on", Kind::Date),
    column("total", Kind::Amount),
    column("description", Kind::Text(500)),
    column("fiscal_uuid", Kind::Uuid),
    column("fiscal_method", Kind::Choice(&["PUE", "PPD"])),
    column("partialities", Kind::Count),
    column("line_number", Kind::Count),
    column("quantity", Kind::Decimal(3)),
    column("unit_price", Kind::UnitPrice),
    column("net", Kind::AmountOrZero),
    column("tax", Kind::AmountOrZero),
    column("tax_name", Kind::Text(40)),
    column("tax_rate", Kind::Decimal(2)),
    column("received_on", Kind::Date),
    column("amount", Kind::Amount),
    column(
        "method",
        Kind::Choice(&["card", "transfer", "cash", "cheque", "direct_debit", "voucher", "other"]),
    ),
    column("our_ref", Kind::Text(60)),
    column("reason", Kind::Text(500)),
    column("voided_on", Kind::Date),
    column("replaced_by", Kind::Text(60)),
    column("principal", Kind::Amount),
    column("interest", Kind::AmountOrZero),
    column("interest_tax", Kind::AmountOrZero),
    column("fees", Kind::AmountOrZero),
    column("fees_tax", Kind::AmountOrZero),
    column("accrued_through", Kind::Date),
];

/// The place of a column in [`COLUMNS`].
pub fn place_of(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|column| column.name == name)
}

const DEBTOR: &[Take] =
    &[must("debtor_ref"), must("name"), may("debtor_kind"), may("country"), may("time_zone")];
const PERSON: &[Take] = &[
    must("person_ref"),
    must("name"),
    may("language"),
    may("email"),
    may("phone"),
    may("tax_id"),
    may("postal_code"),
    may("birth_on"),
];
const ACCOUNT: &[Take] =
    &[must("account_ref"), must("debtor_ref"), must("currency"), may("contract_ref"), may("opened_on")];
const PARTY: &[Take] = &[
    must("account_ref"),
    must("person_ref"),
    must("role"),
    may("may"),
    may("invoice_number"),
    may("liable_amount"),
    may("currency"),
    may("from_on"),
    may("until_on"),
    may("proof"),
];
const INVOICE: &[Take] = &[
    must("invoice_number"),
    must("account_ref"),
    must("issued_on"),
    must("due_on"),
    must("total"),
    must("currency"),
    may("tax"),
    may("description"),
    may("contract_ref"),
    may("fiscal_uuid"),
    may("fiscal_method"),
    may("partialities"),
];
const LINE: &[Take] = &[
    must("invoice_number"),
    must("line_number"),
    must("description"),
    must("net"),
    must("currency"),
    may("quantity"),
    may("unit_price"),
    may("tax"),
    may("tax_name"),
    may("tax_rate"),
];
const OPENING_BALANCE: &[Take] = &[
    must("invoice_number"),
    must("account_ref"),
    must("issued_on"),
    must("due_on"),
    must("accrued_through"),
    must("currency"),
    must("principal"),
    may("interest"),
    may("interest_tax"),
    may("fees"),
    may("fees_tax"),
    may("description"),
    may("contract_ref"),
    may("fiscal_uuid"),
    may("fiscal_method"),
    may("partialities"),
];
const PAYMENT: &[Take] = &[
    must("payment_ref"),
    must("account_ref"),
    must("received_on"),
    must("amount"),
    must("currency"),
    may("invoice_number"),
    may("method"),
    may("our_ref"),
];
const CREDIT_NOTE: &[Take] = &[
    must("credit_note_number"),
    must("invoice_number"),
    must("issued_on"),
    must("amount"),
    must("currency"),
    may("tax"),
    may("reason"),
    may("fiscal_uuid"),
];
const VOID: &[Take] = &[must("invoice_number"), must("voided_on"), may("reason"), may("replaced_by")];

/// One thing that is wrong with one row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RowError {
    /// The line of the file on which the cell begins, the header being line 1.
    pub line: u64,
    /// The file's own name of the column; empty where the whole row is meant.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    pub reason: Reason,
}

impl RowError {
    pub fn new(line: u64, column: &str, value: &str, reason: Reason) -> RowError {
        RowError { line, column: column.to_owned(), value: shortened(value), reason }
    }
}

fn shortened(value: &str) -> String {
    const SHOWN: usize = 60;
    let mut text: String = value.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(SHOWN).is_some() {
        text.push('…');
    }
    text
}

/// Why a row is refused. The sentences are in `words.rs`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Reason {
    // What the file as a whole gets wrong.
    Empty,
    Spreadsheet,
    NotUtf8,
    QuoteNotClosed,
    NotNative,
    ColumnMissing,
    ColumnUnknown,
    ColumnTwice,
    // What a row or a cell gets wrong.
    FieldCount { found: usize, expected: usize },
    RecordUnknown,
    CellMissing,
    CellUnused { record: &'static str },
    TooLong { limit: usize },
    ControlCharacter,
    NotADate { expected: String },
    UnlikelyDate,
    NotAnAmount,
    TooManyDecimals { places: u32 },
    AmountTooLarge,
    AmountNegative,
    AmountZero,
    CurrencyUnknown,
    CurrencyMissing,
    NotOneOf { choices: String },
    NotAUuid,
    NotACount,
    NotADecimal { places: u32 },
    NotAnEmail,
    NotAPhone,
    NotACountry,
    NotATimeZone,
    // What a row gets wrong beside others, in the file or in the books.
    DebtorUnknown,
    PersonUnknown,
    AccountUnknown,
    InvoiceUnknown,
    Twice { first_line: String },
    AccountOfAnother,
    InvoiceOfAnother,
    PaymentOfAnother,
    CreditNoteOfAnother,
    OtherRecord { record: String },
    CurrencyDiffers { expected: String },
    DueBeforeIssued,
    SumDiffers { expected: String, found: String },
    MoreThan { limit: String },
    AlreadyVoid,
    LineHeld,
    OurReferenceUnknown,
    OurPaymentDiffers { expected: String },
    CreditSpent,
    GuarantorIncomplete,
}
