//! What rows say of each other and of the books: read-only statements over the staging tables, each of which finds the
//! rows that break one rule. A row that could not be read is a known target for others but is not judged again.

use sqlx::{AssertSqlSafe, FromRow};

use super::{
    model::{Reason, Record, RowError},
    rows::Plan,
    staging::{LISTED, Rejections},
};
use crate::kernel::{
    db::Tx,
    money::{Currency, Money},
};

/// A row that breaks a rule.
#[derive(FromRow)]
struct Broken {
    record: String,
    line: i64,
    value: String,
    expected: String,
    found: String,
    currency: String,
    total: i64,
}

impl Broken {
    fn expected_amount(&self) -> String {
        self.amount(&self.expected)
    }

    fn found_amount(&self) -> String {
        self.amount(&self.found)
    }

    fn amount(&self, minor: &str) -> String {
        match (Currency::parse(&self.currency), minor.parse()) {
            (Some(currency), Ok(minor)) => Money::new(minor, currency).digits(),
            _ => minor.to_owned(),
        }
    }
}

struct Check {
    column: &'static str,
    /// Yields record, line, value, expected, found, currency.
    sql: String,
    reason: fn(&Broken) -> Reason,
}

/// Runs every check. The file's own header names the columns.
pub async fn run(
    tx: &mut Tx,
    plan: &Plan,
    header: &[String],
    rejections: &mut Rejections,
) -> Result<(), sqlx::Error> {
    for check in checks() {
        let sql = format!(
            "select record, line, coalesce(value, '') as value, coalesce(expected, '') as expected, \
             coalesce(found, '') as found, coalesce(currency, '') as currency, count(*) over () as total \
             from ({}) broken (record, line, value, expected, found, currency) order by line limit {LISTED}",
            check.sql
        );
        let rows: Vec<Broken> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut **tx).await?;
        let unlisted = rows.first().map_or(0, |row| row.total.unsigned_abs() - rows.len() as u64);
        for row in rows {
            let column = Record::parse(&row.record)
                .map_or(check.column, |record| plan.header_for(record, check.column, header));
            let reason = (check.reason)(&row);
            rejections.add(RowError::new(row.line.unsigned_abs(), column, &row.value, reason));
        }
        rejections.count += unlisted;
    }
    rejections.listed.sort_by_key(|error| error.line);
    Ok(())
}

fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> = SAID_ONCE.iter().map(said_once).collect();
    let fixed = REFERENCES.iter().chain(AMOUNTS).chain(OURS);
    checks.extend(fixed.map(|&(column, sql, reason)| Check { column, sql: sql.to_owned(), reason }));
    checks
}

/// Record, key, and the columns in which a second row may not differ; none: there may not be a second row.
const SAID_ONCE: &[(&str, &str, &str)] = &[
    ("debtor", "debtor_ref", "name, debtor_kind, country, time_zone"),
    ("person", "person_ref", "name, language, email, phone, tax_id, postal_code, birth_on"),
    ("account", "account_ref || '|' || currency", "debtor_ref, contract_ref, opened_on"),
    ("party", "account_ref || '|' || person_ref || '|' || role || '|' || coalesce(invoice_number, '')", ""),
    ("line", "invoice_number || '|' || line_number", ""),
    ("payment", "payment_ref || '|' || coalesce(invoice_number, '')", ""),
    ("payment", "payment_ref", "account_ref, received_on, currency"),
    ("credit_note", "credit_note_number", ""),
    ("void", "invoice_number", ""),
];

fn said_once((record, key, columns): &(&'static str, &str, &str)) -> Check {
    let differs = if columns.is_empty() {
        "true".to_owned()
    } else {
        let of = |row: &str| columns.split(", ").map(|column| format!("{row}.{column}")).collect::<Vec<_>>();
        format!("({}) is distinct from ({})", of("s").join(", "), of("f").join(", "))
    };
    let first_column = key.split(' ').next().unwrap_or_default();
    // Most files repeat nothing, so the keys that are there twice come first and the rest joins to almost none.
    let sql = format!(
        "select '{record}', s.line, s.{first_column}, f.line::text, null, null
         from (select {key} as key, min(n) as n from staged_{record} group by 1 having count(*) > 1) twice
         join staged_{record} f on f.n = twice.n
         join (select {key} as key, * from staged_{record}) s on s.key = twice.key and s.n <> f.n
         where s.state <> 'rejected' and f.state <> 'rejected' and {differs}"
    );
    Check {
        column: Record::parse(record).map_or("", |record| record.takes()[0].column),
        sql,
        reason: |broken| Reason::Twice { first_line: broken.expected.clone() },
    }
}

type Rule = (&'static str, &'static str, fn(&Broken) -> Reason);

const REFERENCES: &[Rule] = &[
    (
        "invoice_number",
        "select record, line, invoice_number, first_line::text, null, null from repeated_bill
         where 'rejected' not in (state, first_state)",
        |broken| Reason::Twice { first_line: broken.expected.clone() },
    ),
    (
        "debtor_ref",
        "select 'account', s.line, s.debtor_ref, null, null, null from run, staged_account s
         where s.state = 'good'
           and not exists (select from staged_debtor d where d.debtor_ref = s.debtor_ref)
           and not exists (select from import_references r
             where r.creditor_id = run.creditor_id and r.kind = 'debtor' and r.reference = s.debtor_ref)",
        |_| Reason::DebtorUnknown,
    ),
    (
        "debtor_ref",
        "select 'account', s.line, s.debtor_ref, null, null, null from run cross join staged_account s
         join accounts a on a.creditor_id = run.creditor_id and a.reference = s.account_ref and a.currency = s.currency
         left join import_references r
           on r.creditor_id = run.creditor_id and r.kind = 'debtor' and r.reference = s.debtor_ref
         where s.state = 'good' and r.object_id is distinct from a.debtor_id",
        |_| Reason::AccountOfAnother,
    ),
    (
        "account_ref",
        "select s.record, s.line, s.account_ref, null, null, null
         from (
           select record, line, state, account_ref, currency from staged_bill
           union all select 'payment', line, state, account_ref, currency from staged_payment
           union all select 'party', line, state, account_ref, currency from staged_party
         ) s
         where s.state = 'good' and not exists (
           select from known_account k
           where k.reference = s.account_ref and (k.currency = s.currency or s.currency is null or k.currency is null))",
        |_| Reason::AccountUnknown,
    ),
    (
        "person_ref",
        "select 'party', s.line, s.person_ref, null, null, null from run, staged_party s
         where s.state = 'good'
           and not exists (select from staged_person p where p.person_ref = s.person_ref)
           and not exists (select from import_references r
             where r.creditor_id = run.creditor_id and r.kind = 'person' and r.reference = s.person_ref)",
        |_| Reason::PersonUnknown,
    ),
    (
        "role",
        "select 'party', s.line, s.role, null, null, null from staged_party s
         where s.state = 'good' and (s.role = 'guarantor') <> (s.invoice_number is not null and s.liable_amount is not null)",
        |_| Reason::GuarantorIncomplete,
    ),
    (
        "invoice_number",
        "select s.record, s.line, s.invoice_number, null, null, null from referring s
         where s.state = 'good' and s.invoice_number is not null
           and not exists (select from known_bill k where k.number = s.invoice_number)",
        |_| Reason::InvoiceUnknown,
    ),
    (
        "replaced_by",
        "select 'void', s.line, s.replaced_by, null, null, null from staged_void s
         where s.state = 'good' and s.replaced_by is not null
           and not exists (select from known_bill k where k.number = s.replaced_by)",
        |_| Reason::InvoiceUnknown,
    ),
    (
        "invoice_number",
        "select s.record, s.line, s.invoice_number, null, null, null from referring s
         join known_bill k on k.number = s.invoice_number
         where s.state = 'good' and k.state <> 'rejected' and s.account_ref <> k.account_ref",
        |_| Reason::InvoiceOfAnother,
    ),
    (
        "replaced_by",
        "select 'void', s.line, s.replaced_by, null, null, null from staged_void s
         join known_bill k on k.number = s.invoice_number join known_bill r on r.number = s.replaced_by
         where s.state = 'good' and 'rejected' not in (k.state, r.state)
           and (k.account_ref, k.currency) <> (r.account_ref, r.currency)",
        |_| Reason::InvoiceOfAnother,
    ),
    (
        "currency",
        "select s.record, s.line, s.currency, k.currency, null, null from referring s
         join known_bill k on k.number = s.invoice_number
         where s.state = 'good' and k.state <> 'rejected' and s.currency <> k.currency",
        |broken| Reason::CurrencyDiffers { expected: broken.expected.clone() },
    ),
    (
        "account_ref",
        "select s.record, s.line, s.account_ref, null, null, null from run cross join staged_bill s
         join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
         join accounts a on a.id = i.account_id
         where s.state = 'good' and (a.reference, a.currency) <> (s.account_ref, s.currency)",
        |_| Reason::InvoiceOfAnother,
    ),
    (
        "record",
        "select s.record, s.line, s.record, case when i.accrued_through is null then 'invoice' else 'opening_balance' end,
           null, null
         from run cross join staged_bill s
         join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
         where s.state = 'good' and (i.accrued_through is null) <> (s.record = 'invoice')",
        |broken| Reason::OtherRecord { record: broken.expected.clone() },
    ),
];

const AMOUNTS: &[Rule] = &[
    (
        "due_on",
        "select s.record, s.line, s.due_on::text, null, null, null from staged_bill s
         where s.state = 'good' and s.due_on < s.issued_on",
        |_| Reason::DueBeforeIssued,
    ),
    (
        "total",
        "select coalesce(k.record, 'line'), coalesce(k.line, l.line), l.invoice_number, k.total::text, l.total::text, k.currency
         from (
           select invoice_number, min(line) as line, sum(net + coalesce(tax, 0)) as total
           from staged_line group by 1 having bool_and(state = 'good')
         ) l
         join known_bill k on k.number = l.invoice_number
         where k.state <> 'rejected' and k.total <> l.total",
        |broken| Reason::SumDiffers { expected: broken.expected_amount(), found: broken.found_amount() },
    ),
    (
        "tax",
        "select s.record, coalesce(s.line, l.line), s.invoice_number, s.tax::text, l.tax::text, s.currency
         from (
           select 'invoice' as record, line, invoice_number, tax, currency from staged_invoice where state = 'good'
           union all
           select 'line', null, i.number, i.tax_minor, i.currency from run join invoices i on i.creditor_id = run.creditor_id
             where i.number in (select invoice_number from staged_line except select invoice_number from staged_bill)
         ) s
         join (
           select invoice_number, min(line) as line, sum(coalesce(tax, 0)) as tax
           from staged_line group by 1 having bool_and(state = 'good')
         ) l on l.invoice_number = s.invoice_number
         where s.tax <> l.tax",
        |broken| Reason::SumDiffers { expected: broken.expected_amount(), found: broken.found_amount() },
    ),
    (
        "tax",
        "select s.record, s.line, s.tax::text, s.total::text, null, s.currency
         from (
           select 'invoice' as record, line, state, tax, total, currency from staged_invoice
           union all select 'credit_note', line, state, tax, amount, currency from staged_credit_note
         ) s where s.state = 'good' and s.tax > s.total",
        |broken| Reason::MoreThan { limit: broken.expected_amount() },
    ),
    (
        "amount",
        "select 'credit_note', s.line, s.amount::text, k.total::text, null, k.currency
         from run cross join staged_credit_note s
         join known_bill k on k.number = s.invoice_number
         join (
           select invoice_number, sum(amount) as amount from staged_credit_note where state = 'good' group by 1
         ) noted on noted.invoice_number = s.invoice_number
         left join (
           select i.number, sum(c.total_minor) as amount from run join credit_notes c on c.creditor_id = run.creditor_id
           join invoices i on i.id = c.invoice_id
           where not exists (select from staged_credit_note s where s.credit_note_number = c.number)
           group by 1
         ) before on before.number = s.invoice_number
         where s.state = 'good' and k.state <> 'rejected' and noted.amount + coalesce(before.amount, 0) > k.total",
        |broken| Reason::MoreThan { limit: broken.expected_amount() },
    ),
];

const OURS: &[Rule] = &[
    (
        "payment_ref",
        "select 'payment', s.line, s.payment_ref, null, null, null from run cross join staged_payment s
         join payments p on p.creditor_id = run.creditor_id and p.source_reference = s.payment_ref
         join accounts a on a.id = p.account_id
         where s.state = 'good' and (a.reference, a.currency) <> (s.account_ref, s.currency)",
        |_| Reason::PaymentOfAnother,
    ),
    (
        "credit_note_number",
        "select 'credit_note', s.line, s.credit_note_number, null, null, null from run cross join staged_credit_note s
         join credit_notes c on c.creditor_id = run.creditor_id and c.number = s.credit_note_number
         join invoices i on i.id = c.invoice_id
         where s.state = 'good' and i.number <> s.invoice_number",
        |_| Reason::CreditNoteOfAnother,
    ),
    (
        "our_ref",
        "select 'payment', s.line, s.our_ref, null, null, null from staged_payment s
         where s.state = 'good' and s.our_ref is not null
           and not exists (select from recognised r where r.payment_ref = s.payment_ref)",
        |_| Reason::OurReferenceUnknown,
    ),
    (
        "amount",
        "select 'payment', min(s.line), sum(s.amount)::text, r.amount_minor::text, null, r.currency
         from staged_payment s join recognised r on r.payment_ref = s.payment_ref
         group by s.payment_ref, r.payment_id, r.amount_minor, r.currency, r.account_ref
         having bool_and(s.state = 'good')
           and (sum(s.amount) <> r.amount_minor or bool_or(s.currency <> r.currency or s.account_ref <> r.account_ref))",
        |broken| Reason::OurPaymentDiffers { expected: broken.expected_amount() },
    ),
    (
        "invoice_number",
        "select 'credit_note', s.line, s.invoice_number, null, null, null from run cross join staged_credit_note s
         join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
         left join credit_notes c on c.creditor_id = run.creditor_id and c.number = s.credit_note_number
         where s.state = 'good' and i.voided_on is not null and c.id is null",
        |_| Reason::AlreadyVoid,
    ),
    (
        "invoice_number",
        "select s.record, s.line, s.invoice_number, null, null, null from run cross join staged_bill s
         join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
         where s.state = 'good' and i.voided_on is not null and (i.total_minor, i.issued_on) <> (s.total, s.issued_on)",
        |_| Reason::AlreadyVoid,
    ),
    (
        "line_number",
        "select 'line', s.line, s.invoice_number, null, null, null
         from (select invoice_number, min(line) as line from staged_line where state = 'good' group by 1) s
         cross join run
         join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
         join invoice_lines l on l.invoice_id = i.id
         join holds h on h.line_id = l.id
         where not exists (
           select from staged_line t where t.invoice_number = s.invoice_number and t.line_number = l.position)",
        |_| Reason::LineHeld,
    ),
];
