//! What the portal itself can say of a payment to a bank: who paid, when and how, what for, and what they were told.

use chrono::{DateTime, Utc};

use crate::kernel::dates::{hour, long_day};
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::payments::evidence::provider::Evidence;
use crate::payments::evidence::words;
use crate::payments::store::sheet::Sheet;

/// Everything but the team's own words.
pub async fn known(tx: &mut Tx, lang: Lang, sheet: &Sheet) -> Result<Evidence, sqlx::Error> {
    let payment = &sheet.payment;
    let payer = sqlx::query!(
        r#"select n.name, (select c.address from contact_points c where c.person_id = n.id and c.kind = 'email'
             and c.verified_at is not null order by c.verified_at desc limit 1) as email
           from payments p join persons n on n.id = p.started_by where p.id = $1"#,
        payment.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let issued_on = sqlx::query_scalar!(
        "select min(i.issued_on) from payment_allocations a join invoices i on i.id = a.invoice_id where a.payment_id = $1",
        payment.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let (name, email) = payer.map_or((payment.debtor_name.clone(), None), |row| (row.name, row.email));
    let numbers: Vec<&str> = sheet.lines.iter().map(|line| line.number.as_str()).collect();
    Ok(Evidence {
        product: words::product(
            lang,
            &payment.creditor_name,
            &payment.account_reference,
            &numbers.join(", "),
        ),
        service_date: issued_on.map(|day| day.to_string()),
        activity: activity(tx, lang, sheet, &name).await?,
        words: String::new(),
        customer_name: name,
        customer_email: email,
    })
}

/// How it was paid, and what its payer was told: a sentence each.
async fn activity(tx: &mut Tx, lang: Lang, sheet: &Sheet, name: &str) -> Result<String, sqlx::Error> {
    let payment = &sheet.payment;
    let when = |at: DateTime<Utc>| {
        let local = at.with_timezone(&payment.zone);
        format!("{}, {}", long_day(local.date_naive(), lang), hour(local.time(), lang))
    };
    let mandate = sqlx::query!(
        "select m.agreed_at, m.address, m.text_version from payments p join autopay_charges c on c.id = p.autopay_charge_id
           join autopay_mandates m on m.id = c.mandate_id where p.id = $1",
        payment.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let mut said = vec![match (&mandate, payment.is_guests) {
        (Some(mandate), _) => {
            words::by_mandate(lang, name, &when(mandate.agreed_at), &mandate.address, mandate.text_version)
        }
        (None, true) => words::by_link(lang, &when(payment.created_at)),
        (None, false) => words::by_person(lang, name, &when(payment.created_at)),
    }];
    if let (Some(number), Some(paid_at)) = (payment.receipt_number, payment.paid_at) {
        said.push(words::received(lang, &when(paid_at), &format!("R-{number}")));
    }
    let told = sqlx::query!(
        r#"select code, sent_at as "sent_at!" from notices where account_id = $1 and kind = 'receipt' and sent_at is not null
             and created_at >= $2 order by created_at limit 1"#,
        payment.account.0,
        payment.created_at
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(told) = told {
        said.push(words::told(lang, &when(told.sent_at), &told.code));
    }
    Ok(said.join(" "))
}
