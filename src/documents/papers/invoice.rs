use serde_json::json;

use super::{blank, day, fact, minus, whose};
use crate::accounts::model::InvoiceState;
use crate::accounts::sheet::{Line, Sheet, sheet};
use crate::accounts::words::{percent_text, quantity_text};
use crate::documents::model::{Block, Column, Paper, PaperKind, Table};
use crate::documents::sealing::{Number, Order};
use crate::documents::store::{Issuer, issuer};
use crate::documents::words;
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;

/// An invoice of this reader's with what is left of it today: another day with other amounts is another paper.
pub async fn invoice_order(
    tx: &mut Tx,
    lang: Lang,
    public_url: &str,
    id: InvoiceId,
) -> Result<Order, sqlx::Error> {
    let sheet = sheet(tx, id).await?;
    let issuer = issuer(tx, sheet.account.creditor).await?;
    let invoice = &sheet.invoice;
    let is_open = invoice.open.is_positive();
    let facts = json!([
        invoice.total.minor,
        invoice.tax.minor,
        invoice.issued_on,
        invoice.due_on,
        invoice.credited.minor,
        invoice.paid.minor,
        invoice.late.minor,
        invoice.held.minor,
        invoice.payable.minor,
        invoice.state == InvoiceState::Voided,
        sheet
            .lines
            .iter()
            .map(|line| (&line.description, line.net.minor, line.tax.minor))
            .collect::<Vec<_>>(),
        // What is settled no longer changes with the day.
        is_open.then_some(sheet.account.today),
    ]);
    Ok(Order {
        kind: PaperKind::Invoice,
        account: sheet.account.clone(),
        subject: id.0,
        about: String::new(),
        for_person: None,
        lang,
        part: (1, 1),
        number: Number::Given(invoice.number.clone()),
        facts,
        paper: paper(lang, public_url, &issuer, &sheet),
    })
}

fn paper(lang: Lang, public_url: &str, issuer: &Issuer, sheet: &Sheet) -> Paper {
    let invoice = &sheet.invoice;
    let mut paper = blank(lang, issuer, words::invoice(lang));
    paper.facts = whose(lang, &sheet.account);
    paper.facts.push(fact(words::issued_on(lang), day(lang, invoice.issued_on)));
    paper.facts.push(fact(words::due_on(lang), day(lang, invoice.due_on)));
    if let Some(folio) = &invoice.fiscal_uuid {
        paper.facts.push(fact(words::fiscal_folio(lang), folio.clone()));
    }
    if !invoice.contract.is_empty() && invoice.contract != sheet.account.contract {
        paper.facts.push(fact(words::account(lang), invoice.contract.clone()));
    }
    paper.blocks.push(figure(lang, sheet));
    if !sheet.lines.is_empty() {
        paper.blocks.push(Block::Table(lines(lang, &sheet.lines)));
    }
    paper.blocks.push(Block::Sums { rows: billed(lang, sheet) });
    let today = day(lang, sheet.account.today);
    paper.blocks.push(Block::Heading { text: words::standing_on(lang, &today) });
    paper.blocks.push(Block::Sums { rows: standing(lang, sheet) });
    if invoice.payable.is_positive() {
        paper.blocks.push(Block::Text { text: words::pay_at(lang, public_url) });
    }
    if sheet.fiscal_notice {
        let text = words::no_tax_invoice(lang, &sheet.account.creditor_name);
        paper.blocks.push(Block::Small { text });
    }
    paper
}

fn figure(lang: Lang, sheet: &Sheet) -> Block {
    let invoice = &sheet.invoice;
    let on = day(lang, invoice.due_on);
    let note = match invoice.state {
        InvoiceState::Voided => words::invoice_voided(lang).to_owned(),
        InvoiceState::Paid => words::invoice_settled(lang).to_owned(),
        _ if invoice.due_on < sheet.account.today => words::was_due(lang, &on),
        _ => words::is_due(lang, &on),
    };
    let as_of = words::as_of(lang, &day(lang, sheet.account.today));
    Block::Figure {
        label: format!("{} {as_of}", words::to_pay_now(lang)),
        amount: invoice.payable.with_code(),
        note,
    }
}

fn lines(lang: Lang, lines: &[Line]) -> Table {
    let rows = lines.iter().map(|line| {
        let tax = match line.tax_basis_points {
            0 => percent_text(0),
            rate => format!("{} ({})", line.tax, percent_text(rate.into())),
        };
        vec![
            line.description.clone(),
            quantity_text(line.quantity_milli),
            line.unit_price.to_string(),
            tax,
            line.net.to_string(),
        ]
    });
    Table {
        columns: vec![
            Column::wide(words::item(lang)),
            Column::number(words::quantity(lang)),
            Column::number(words::price(lang)),
            Column::number(words::tax(lang)),
            Column::number(words::amount(lang)),
        ],
        rows: rows.collect(),
        total: Vec::new(),
    }
}

fn billed(lang: Lang, sheet: &Sheet) -> Vec<(String, String)> {
    let invoice = &sheet.invoice;
    let net = invoice.total.checked_sub(invoice.tax).unwrap_or(invoice.total);
    vec![
        fact(words::subtotal(lang), net.to_string()),
        fact(words::tax(lang), invoice.tax.to_string()),
        fact(words::total(lang), invoice.total.to_string()),
    ]
}

/// From what was billed to what is left, one line each; they add up.
fn standing(lang: Lang, sheet: &Sheet) -> Vec<(String, String)> {
    let invoice = &sheet.invoice;
    let mut rows = vec![fact(words::total(lang), invoice.total.to_string())];
    if !invoice.credited.is_zero() {
        rows.push(fact(words::adjustments(lang), minus(invoice.credited)));
    }
    rows.push(fact(words::interest_and_fees(lang), invoice.late.to_string()));
    rows.push(fact(words::paid(lang), minus(invoice.paid)));
    if invoice.held.is_positive() {
        rows.push(fact(words::in_dispute(lang), minus(invoice.held)));
    }
    rows.push(fact(words::to_pay_now(lang), invoice.payable.to_string()));
    rows
}
