//! Files in: how they are read, and what is told about those that are wrong.

mod books;
mod changes;
pub mod support;

use aldia::{
    imports::{
        amount::{DecimalMark, parse_amount},
        mapping::{Mapping, MappingError},
        model::{Reason, Record, RowError},
        reader::{self, ReadError},
        rows::{Plan, StagedRow, State},
        words,
    },
    kernel::{locale::Lang, money::Currency},
};
use chrono::NaiveDate;
use proptest::prelude::*;

use support::TempFile;

/// What a row became: its record, line, state, and the cells asked for.
type Staged = (&'static str, u64, State, Vec<String>);

fn read_as(
    mapping: &Mapping,
    as_of: Option<&str>,
    content: impl AsRef<[u8]>,
    columns: &[&str],
) -> (Vec<Staged>, Vec<RowError>) {
    let file = TempFile::new(content);
    let as_of = as_of.map(|day| day.parse::<NaiveDate>().unwrap());
    let mut staged = Vec::new();
    let mut errors = Vec::new();
    let outcome = (|| {
        let source = reader::inspect(&file.0)?;
        let mut rows = source.rows()?;
        let plan = match Plan::new(mapping, rows.header(), source.delimiter, as_of) {
            Ok(plan) => plan,
            Err(wrong) => {
                errors.extend(wrong);
                return Ok(());
            }
        };
        let mut row = StagedRow::new();
        while rows.advance()? {
            let mut stage = |row: &StagedRow| {
                let cells = columns.iter().map(|column| row.cell(column).to_owned()).collect();
                staged.push((row.record.name(), row.line, row.state, cells));
            };
            plan.read(&rows, &mut row, &mut stage, &mut |error| errors.push(error));
        }
        Ok(())
    })();
    match outcome {
        Ok(()) => {}
        Err(ReadError::Row(error)) => errors.push(error),
        Err(ReadError::File(error)) => panic!("{error}"),
    }
    (staged, errors)
}

fn read(content: impl AsRef<[u8]>, columns: &[&str]) -> (Vec<Staged>, Vec<RowError>) {
    read_as(&Mapping::native(), None, content, columns)
}

fn cells(content: impl AsRef<[u8]>, columns: &[&str]) -> Vec<Vec<String>> {
    let (staged, errors) = read(content, columns);
    assert_eq!(errors, []);
    staged.into_iter().map(|(_, _, _, cells)| cells).collect()
}

fn errors(content: impl AsRef<[u8]>) -> Vec<(u64, String, String, Reason)> {
    let (_, errors) = read(content, &[]);
    errors.into_iter().map(|error| (error.line, error.column, error.value, error.reason)).collect()
}

fn wrong(line: u64, column: &str, value: &str, reason: Reason) -> (u64, String, String, Reason) {
    (line, column.to_owned(), value.to_owned(), reason)
}

#[test]
fn cells_may_be_parted_by_comma_semicolon_or_tab() {
    for delimiter in [",", ";", "\t"] {
        let file = "record,debtor_ref,name\ndebtor,C-1,Marta\n".replace(',', delimiter);
        assert_eq!(cells(file, &["debtor_ref", "name"]), [["C-1", "Marta"]]);
    }
    // What stands inside quotes parts nothing.
    let file = "\"record\";\"debtor_ref\";\"name\"\ndebtor;C-1;\"Ruiz, Marta, e hijos, y otros, y más\"\n";
    assert_eq!(cells(file, &["name"]), [["Ruiz, Marta, e hijos, y otros, y más"]]);
}

#[test]
fn accents_survive_every_encoding() {
    let text = "record,debtor_ref,name\r\ndebtor,C-1,Peña Núñez €\r\n";
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(text.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let files =
        [text.as_bytes().to_vec(), format!("\u{feff}{text}").into_bytes(), utf16, windows.into_owned()];
    for file in files {
        assert_eq!(cells(&file, &["debtor_ref", "name"]), [["C-1", "Peña Núñez €"]], "{file:?}");
    }
}

#[test]
fn one_byte_outside_utf8_makes_the_whole_file_windows_1252() {
    // The first row alone is both; the last byte of a megabyte decides, wherever chunks are cut.
    let mut file = b"record,debtor_ref,name\n".to_vec();
    for number in 0..30_000 {
        file.extend_from_slice(format!("debtor,C-{number},Peña Núñez ñññ\n").as_bytes());
    }
    let all = cells(&file, &["name"]);
    assert_eq!((all.len(), all[29_999][0].as_str()), (30_000, "Peña Núñez ñññ"));
    file.extend_from_slice(b"debtor,C-x,Pe\xf1a\n");
    let all = cells(&file, &["name"]);
    assert_eq!((all[30_000][0].as_str(), all[0][0].as_str()), ("Peña", "PeÃ±a NÃºÃ±ez Ã±Ã±Ã±"));
}

#[test]
fn line_breaks_inside_quotes_belong_to_the_cell_and_are_counted() {
    for end in ["\n", "\r\n", "\r"] {
        let file = "record,debtor_ref,name,country\ndebtor,C-1,\"Marta\nRuiz\",MX\n\ndebtor,C-2,\"A\nB\",\u{7}\ndebtor,C-3,\"\"\"Eva\"\"\",GB"
            .replace('\n', end);
        let (staged, errors) = read(file, &["name"]);
        let lines: Vec<_> = staged.iter().map(|(_, line, _, cells)| (*line, cells[0].as_str())).collect();
        assert_eq!(lines, [(2, "Marta\nRuiz"), (5, "A\nB"), (7, "\"Eva\"")], "{end:?}");
        // The cell after the break stands one line below the start of its row.
        assert_eq!(errors, [RowError::new(6, "country", " ", Reason::NotACountry)], "{end:?}");
    }
}

#[test]
fn a_quote_that_never_closes_is_found_where_it_opens() {
    let header = "record,debtor_ref,name\n";
    let short = format!("{header}debtor,C-1,Eva\ndebtor,C-2,\"Marta\ndebtor,C-3,Luis\n");
    assert_eq!(errors(short), [wrong(3, "name", "", Reason::QuoteNotClosed)]);
    let mut long = format!("{header}debtor,C-1,\"Eva\n");
    long.push_str(&"debtor,C-2,Marta\n".repeat(200_000));
    assert_eq!(errors(long), [wrong(2, "", "", Reason::QuoteNotClosed)]);
}

#[test]
fn what_is_no_csv_is_called_what_it_is() {
    assert_eq!(errors(""), [wrong(1, "", "", Reason::Empty)]);
    assert_eq!(errors(b"PK\x03\x04...."), [wrong(1, "", "", Reason::Spreadsheet)]);
    assert_eq!(errors(b"\xef\xbb\xbfrecord,name\ndebtor,Pe\xf1a\n"), [wrong(2, "", "", Reason::NotUtf8)]);
    assert_eq!(
        errors("record,name,nme,name\n"),
        [wrong(1, "name", "name", Reason::ColumnTwice), wrong(1, "nme", "nme", Reason::ColumnUnknown)]
    );
    assert_eq!(errors("a,b\n1,2\n")[0], wrong(1, "", "", Reason::NotNative));
}

#[test]
fn every_wrong_cell_is_told_by_line_column_value_and_reason() {
    let file = "record,debtor_ref,name,language,country,time_zone,person_ref,email,phone,account_ref,currency,invoice_number,issued_on,due_on,total,fiscal_uuid,line_number,quantity
debtor,,Eva,,Mexico,Mars/Base,,,,,,,,,,,,
person,,Eva,fr,,,P-1,eva.example.com,12345,,,,,,,,,
invoice,,,,,,,,,A-1,MXN,F-1,31/12/2025,1026-01-31,1.005,xyz,,
invoice,,,,,,,,,A-1,XXX,F-2,2026-02-30,2026-03-31,12,,,
invoice,,,,,,,,,A-1,MXN,F-3,2026-03-01,2026-03-31,-5.00,,,
invoice,,,,,,,,,A-1,MXN,F-4,2026-03-01,2026-03-31,0,,,
debtor,C-1
refund,C-1,Eva,,,,,,,,,,,,,,,
void,,Eva,,,,,,,,,F-9,,,,,,
";
    let found = errors(file);
    let expected = [
        wrong(2, "debtor_ref", "", Reason::CellMissing),
        wrong(2, "country", "Mexico", Reason::NotACountry),
        wrong(2, "time_zone", "Mars/Base", Reason::NotATimeZone),
        wrong(3, "language", "fr", Reason::NotOneOf { choices: "es, en".to_owned() }),
        wrong(3, "email", "eva.example.com", Reason::NotAnEmail),
        wrong(3, "phone", "12345", Reason::NotAPhone),
        wrong(4, "issued_on", "31/12/2025", Reason::NotADate { expected: "2026-03-31".to_owned() }),
        wrong(4, "due_on", "1026-01-31", Reason::UnlikelyDate),
        wrong(4, "total", "1.005", Reason::TooManyDecimals { places: 2 }),
        wrong(4, "fiscal_uuid", "xyz", Reason::NotAUuid),
        wrong(5, "currency", "XXX", Reason::CurrencyUnknown),
        wrong(5, "issued_on", "2026-02-30", Reason::NotADate { expected: "2026-03-31".to_owned() }),
        wrong(6, "total", "-5.00", Reason::AmountNegative),
        wrong(7, "total", "0", Reason::AmountZero),
        wrong(8, "", "", Reason::FieldCount { found: 2, expected: 18 }),
        wrong(9, "record", "refund", Reason::RecordUnknown),
        wrong(10, "name", "Eva", Reason::CellUnused { record: "void" }),
        wrong(10, "voided_on", "", Reason::CellMissing),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_rejected_row_is_still_known_to_the_rows_that_refer_to_it() {
    let (staged, _) = read("record,debtor_ref,name\ndebtor,C-1,\ndebtor,C-2,Eva\n", &["debtor_ref"]);
    assert_eq!(staged[0], ("debtor", 2, State::Rejected, vec!["C-1".to_owned()]));
    assert_eq!(staged[1].2, State::Good);
}

#[test]
fn amounts_are_read_with_point_or_comma_and_never_guessed_wrong() {
    let point = DecimalMark::Usually('.');
    let comma = DecimalMark::Usually(',');
    let read = |text, mark| parse_amount(text, Currency::MXN, mark);
    for text in [
        "1,234.50",
        "1.234,50",
        "1234.5",
        "1234,5",
        "$1,234.50",
        "1 234,50",
        "1'234.50",
        "MXN 1,234.50",
        "1\u{a0}234.50",
        "1234.5000",
    ] {
        assert_eq!((read(text, point), read(text, comma)), (Ok(123_450), Ok(123_450)), "{text}");
    }
    for text in ["-12.50", "(12.50)", "12.50-", "-$12.50", "$-12.50", "\u{2212}12,50"] {
        assert_eq!(read(text, point), Ok(-1250), "{text}");
    }
    assert_eq!((read("1,234", point), read("1.234", comma)), (Ok(123_400), Ok(123_400)));
    // To half of the world 1.000 is a thousand.
    for (text, mark) in [("1.234", point), ("1.000", point), ("1,000", comma)] {
        assert_eq!(read(text, mark), Err(Reason::TooManyDecimals { places: 2 }), "{text}");
    }
    assert_eq!(read("1.000", DecimalMark::Always('.')), Ok(100));
    assert_eq!(read("1.000", DecimalMark::Always(',')), Ok(100_000));
    for text in ["", "abc", "1,23,456", "1.2.3", "12,34.5", "1e5", "--5", "1 2", "$", ".5", "٣"] {
        assert_eq!(read(text, point), Err(Reason::NotAnAmount), "{text}");
    }
    assert_eq!(read("99999999999999999999", point), Err(Reason::AmountTooLarge));
    assert_eq!(parse_amount("1.234", Currency::KWD, point), Ok(1_234));
    assert_eq!(parse_amount("1234", Currency::CLP, comma), Ok(1_234));
    assert_eq!(parse_amount("100.00", Currency::CLP, point), Ok(100));
}

proptest! {
    #[test]
    fn an_amount_written_in_either_way_is_read_as_itself(minor in 0..100_000_000_000_i64, swap: bool) {
        let mut text = aldia::kernel::money::Money::new(minor, Currency::MXN).digits();
        if swap {
            text = text.chars().map(|c| match c { ',' => '.', '.' => ',', other => other }).collect();
        }
        for mark in [DecimalMark::Usually('.'), DecimalMark::Usually(',')] {
            prop_assert_eq!(parse_amount(&text, Currency::MXN, mark), Ok(minor));
        }
    }

    #[test]
    fn no_text_makes_the_reader_of_amounts_panic(text: String, letters in "[-+(). ,'0-9$]{0,12}") {
        for text in [text, letters] {
            for mark in [DecimalMark::Always(','), DecimalMark::Usually('.')] {
                let _ = parse_amount(&text, Currency::KWD, mark);
            }
        }
    }

    #[test]
    fn no_bytes_make_the_reader_of_files_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &[]);
        let _ = read([b"record,debtor_ref,name\n".as_slice(), &bytes].concat(), &[]);
    }
}

#[test]
fn semicolons_bring_the_decimal_comma() {
    let file = "record;account_ref;invoice_number;issued_on;due_on;total;currency\ninvoice;A-1;F-1;2026-03-01;2026-03-31;1.234;MXN\ninvoice;A-1;F-2;2026-03-01;2026-03-31;1.234,5;MXN\n";
    assert_eq!(cells(file, &["total"]), [["123400"], ["123450"]]);
}

#[test]
fn a_mapping_makes_several_records_of_a_foreign_row() {
    let mapping = Mapping::load("ibm".as_ref()).unwrap();
    let file = "countryCode,customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n\
                391,0001-AAAAA,0000000001,1/2/2013,2/1/2013,55.94,1/15/2013\n\
                391,0001-AAAAA,0000000002,12/2/2013,12/31/2013,10,\n";
    let columns =
        ["account_ref", "invoice_number", "issued_on", "received_on", "total", "amount", "payment_ref"];
    let (staged, errors) = read_as(&mapping, Some("2013-06-30"), file, &columns);
    assert_eq!(errors, []);
    let made: Vec<_> = staged.iter().map(|(record, line, state, _)| (*record, *line, *state)).collect();
    assert_eq!(
        made,
        [
            ("debtor", 2, State::Good),
            ("account", 2, State::Good),
            ("invoice", 2, State::Good),
            ("payment", 2, State::Good),
            ("debtor", 3, State::Good),
            ("account", 3, State::Good),
            ("invoice", 3, State::Later),
        ]
    );
    assert_eq!(staged[2].3, ["0001-AAAAA", "0000000001", "2013-01-02", "", "5594", "", ""]);
    assert_eq!(staged[3].3, ["0001-AAAAA", "0000000001", "", "2013-01-15", "", "5594", "settles 0000000001"]);
}

#[test]
fn errors_in_a_mapped_file_name_the_foreign_column() {
    let mapping = Mapping::load("ibm".as_ref()).unwrap();
    let file = "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n0001,1,13/2/2013,2/1/2013,55.94,\n";
    let (_, errors) = read_as(&mapping, None, file, &[]);
    let reason = Reason::NotADate { expected: "03/31/2026".to_owned() };
    assert_eq!(errors, [RowError::new(2, "InvoiceDate", "13/2/2013", reason)]);
    let (_, errors) = read_as(&mapping, None, "customerID,invoiceNumber\n", &[]);
    let columns: Vec<_> = errors.iter().map(|error| (error.line, error.column.as_str())).collect();
    assert_eq!(columns, [(1, "InvoiceDate"), (1, "DueDate"), (1, "InvoiceAmount"), (1, "SettledDate")]);
}

#[test]
fn a_mapping_that_cannot_work_is_refused_before_the_file_is_read() {
    let refused = |json: &str| Mapping::parse(json).unwrap_err().to_string();
    assert_eq!(
        refused(r#"{"name":"x","date":"%Y-%m"}"#),
        "%Y-%m is no date format: it needs a year, a month and a day, as in %Y-%m-%d"
    );
    assert_eq!(refused(r#"{"name":"x","decimal":";"}"#), "; is no decimal mark: use \".\" or \",\"");
    assert_eq!(refused(r#"{"name":"x","records":[{"record":"bill","columns":{}}]}"#), "unknown record bill");
    let void =
        |columns: &str| format!(r#"{{"name":"x","records":[{{"record":"void","columns":{columns}}}]}}"#);
    assert_eq!(refused(&void(r#"{"invoice_number":"{a}"}"#)), "void needs the column voided_on");
    assert_eq!(refused(&void(r#"{"total":"{a}"}"#)), "void takes no column total");
    assert_eq!(refused(&void(r#"{"invoice_number":"{a","voided_on":"{b}"}"#)), "{a: a brace is not closed");
    assert!(matches!(Mapping::parse("{\"nme\":1}"), Err(MappingError::Json(_))));
}

#[test]
fn a_rejected_row_is_told_in_the_readers_language() {
    let error =
        RowError::new(7, "due_on", "31/02/2026", Reason::NotADate { expected: "2026-03-31".to_owned() });
    assert_eq!(
        words::row_error(Lang::Es, &error),
        "línea 7 · columna due_on · «31/02/2026» · No es una fecha; se escribe así: 2026-03-31."
    );
    assert_eq!(
        words::row_error(Lang::En, &error),
        "line 7 · column due_on · “31/02/2026” · Not a date; it is written like this: 2026-03-31."
    );
}

#[test]
fn the_manual_names_every_column_of_every_record() {
    let manual = include_str!("../imports/FORMAT.md");
    for record in Record::ALL {
        let row = manual.lines().find(|line| line.starts_with(&format!("| `{}` |", record.name()))).unwrap();
        let (must, may) = row.split_at(row.rfind(" | ").unwrap());
        for take in record.takes() {
            let place = if take.required { must } else { may };
            assert!(place.contains(&format!("`{}`", take.column)), "{} of {}", take.column, record.name());
        }
    }
}
