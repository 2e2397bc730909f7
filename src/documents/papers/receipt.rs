use serde_json::json;

use super::{blank, day, fact, whose};
use crate::documents::model::{Block, Column, Paper, PaperKind, Table};
use crate::documents::sealing::{Number, Order};
use crate::documents::store::receipts::{LateCharges, Paid, late_charges, paid};
use crate::documents::store::{Issuer, issuer};
use crate::documents::words;
use crate::kernel::db::Tx;
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::model::PaymentState;
use crate::payments::model::returns::{DisputeState, RefundState};
use crate::payments::store::sheet::{Sheet, sheet};
use crate::payments::views::moment;
use crate::payments::views::receipt::method_words;

/// The receipt of a payment that this reader may see; none before it is posted.
pub async fn receipt_order(tx: &mut Tx, lang: Lang, id: PaymentId) -> Result<Option<Order>, sqlx::Error> {
    let sheet = sheet(tx, id).await?;
    let payment = &sheet.payment;
    let (PaymentState::Succeeded, Some(number)) = (payment.state, payment.receipt()) else { return Ok(None) };
    let issuer = issuer(tx, payment.creditor).await?;
    let currency = payment.amount.currency;
    let paid = paid(tx, id, currency).await?;
    // What else is owed on the account is not a guarantor's to know.
    let late = match sheet.ground.guarantee {
        Some(_) => None,
        None => Some(late_charges(tx, payment.account, id, currency).await?),
    };
    let now = sheet.now.as_ref();
    let since = json!([
        now.map(|now| now.iter().map(|(number, paid)| (number, paid.minor)).collect::<Vec<_>>()),
        returned(&sheet).minor,
        contested(&sheet, DisputeState::Open).minor,
        contested(&sheet, DisputeState::Lost).minor,
    ]);
    let facts = json!([
        payment.amount.minor,
        payment.paid_at,
        paid.iter().map(|part| (part.invoice, part.principal.minor, part.late.minor)).collect::<Vec<_>>(),
        sheet.lines.iter().map(|line| (line.left.minor, line.held.minor)).collect::<Vec<_>>(),
        late.as_ref().map(|late| (late.waived.minor, &late.left)),
        since,
    ]);
    // A guarantee's remainder is today's and not the payment's, so it is no fact of this paper.
    let is_guarantors = sheet.ground.guarantee.is_some();
    let facts = if is_guarantors { json!([payment.amount.minor, payment.paid_at, since]) } else { facts };
    Ok(Some(Order {
        kind: PaperKind::Receipt,
        account: sheet.ground.account.clone(),
        subject: id.0,
        about: String::new(),
        for_person: payment.started_by.filter(|_| is_guarantors),
        lang,
        part: (1, 1),
        number: Number::Given(number),
        facts,
        paper: paper(lang, &issuer, &sheet, &paid, late.as_ref()),
    }))
}

fn paper(lang: Lang, issuer: &Issuer, sheet: &Sheet, paid: &[Paid], late: Option<&LateCharges>) -> Paper {
    let payment = &sheet.payment;
    let mut paper = blank(lang, issuer, words::receipt(lang));
    paper.facts = whose(lang, &sheet.ground.account);
    if let Some(at) = payment.paid_at {
        paper.facts.push(fact(words::paid_at(lang), moment(lang, at, payment.zone)));
    }
    let method = payment.method.as_ref().map(|method| method_words(lang, method));
    let method = method.unwrap_or_else(|| words::recorded_outside(lang).to_owned());
    paper.facts.push(fact(words::method(lang), capitalised(&method)));
    if let Some(guarantor) = &payment.guarantor {
        paper.facts.push(fact(words::paid_by(lang), words::as_guarantor(lang, guarantor)));
    }
    paper.blocks.push(Block::Figure {
        label: words::received(lang).to_owned(),
        amount: payment.amount.with_code(),
        note: String::new(),
    });
    if !sheet.lines.is_empty() {
        paper.blocks.push(Block::Heading { text: words::what_it_paid(lang).to_owned() });
        paper.blocks.push(Block::Table(table(lang, sheet, paid)));
    }
    if sheet.credit.is_positive() {
        let rows = vec![fact(words::in_favour(lang), sheet.credit.to_string())];
        paper.blocks.push(Block::Sums { rows });
    }
    if let Some(text) = since_then(lang, sheet) {
        paper.blocks.push(Block::Notice { heading: words::since_then(lang).to_owned(), text });
    }
    paper.blocks.push(Block::Heading { text: words::interest_heading(lang).to_owned() });
    paper.blocks.push(Block::Text { text: interest(lang, sheet, late) });
    if issuer.fiscal_notice {
        paper.blocks.push(Block::Text { text: words::no_tax_invoice_receipt(lang).to_owned() });
    }
    if let Some(note) = &sheet.receipt_note {
        let text = match lang {
            Lang::Es => note.es.clone(),
            Lang::En => note.en.clone(),
        };
        paper.blocks.push(Block::Small { text });
    }
    paper
}

/// What the creditor sent back of it.
fn returned(sheet: &Sheet) -> Money {
    let gone = sheet.refunds.iter().filter(|refund| refund.state == RefundState::Succeeded);
    Money::new(gone.map(|refund| refund.amount.minor).sum(), sheet.payment.amount.currency)
}

/// What of it a bank holds while it decides, or took back.
fn contested(sheet: &Sheet, state: DisputeState) -> Money {
    let disputes = sheet.disputes.iter().filter(|dispute| dispute.state == state);
    Money::new(disputes.map(|dispute| dispute.amount.minor).sum(), sheet.payment.amount.currency)
}

/// A receipt that is printed after money went back, or was applied anew, says so.
fn since_then(lang: Lang, sheet: &Sheet) -> Option<String> {
    let said =
        |amount: Money, words: fn(Lang, Money) -> String| amount.is_positive().then(|| words(lang, amount));
    let now = sheet.now.as_ref().map(|now| match now.as_slice() {
        [] => words::pays_nothing_now(lang).to_owned(),
        now => {
            let parts: Vec<String> = now.iter().map(|(number, paid)| format!("{number}: {paid}")).collect();
            words::pays_now(lang, &parts.join(", "))
        }
    });
    let sentences: Vec<String> = [
        said(returned(sheet), words::returned),
        said(contested(sheet, DisputeState::Open), words::bank_holds),
        said(contested(sheet, DisputeState::Lost), words::bank_took),
        now,
    ]
    .into_iter()
    .flatten()
    .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// As a thing that stands alone and not in a sentence.
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn table(lang: Lang, sheet: &Sheet, paid: &[Paid]) -> Table {
    let currency = sheet.payment.amount.currency;
    let part = |invoice| paid.iter().find(|part| part.invoice == invoice);
    let rows = sheet.lines.iter().map(|line| {
        let (principal, late) =
            part(line.invoice).map_or((line.paid, Money::zero(currency)), |part| (part.principal, part.late));
        let left = match &sheet.ground.guarantee {
            Some(_) => words::beyond_guarantee(lang).to_owned(),
            None if line.held.is_positive() => words::left_and_held(lang, line.left, line.held),
            None => line.left.to_string(),
        };
        vec![line.number.clone(), principal.to_string(), late.to_string(), line.paid.to_string(), left]
    });
    let sum = |minors: &mut dyn Iterator<Item = i64>| Money::new(minors.sum(), currency).to_string();
    Table {
        columns: vec![
            Column::wide(words::invoice(lang)),
            Column::number(words::principal(lang)),
            Column::number(words::interest_and_fees(lang)),
            Column::number(words::paid(lang)),
            Column::number(words::left(lang)),
        ],
        rows: rows.collect(),
        total: vec![
            words::total(lang).to_owned(),
            sum(&mut paid.iter().map(|part| part.principal.minor)),
            sum(&mut paid.iter().map(|part| part.late.minor)),
            sum(&mut sheet.lines.iter().map(|line| line.paid.minor)),
            String::new(),
        ],
    }
}

/// A receipt that takes principal and is silent about interest would extinguish it (domain-rules A13).
fn interest(lang: Lang, sheet: &Sheet, late: Option<&LateCharges>) -> String {
    let Some(late) = late else { return words::interest_guarantor(lang).to_owned() };
    let on = sheet.payment.paid_at.unwrap_or(sheet.payment.created_at).with_timezone(&sheet.payment.zone);
    let on = day(lang, on.date_naive());
    let mut sentences = Vec::new();
    if late.left.is_empty() {
        sentences.push(words::interest_none_left(lang, &on));
    } else {
        let minor = late.left.iter().map(|(_, amount)| amount.minor).sum();
        let which: Vec<String> =
            late.left.iter().map(|(number, amount)| format!("{number}: {amount}")).collect();
        let amount = Money::new(minor, sheet.payment.amount.currency);
        sentences.push(words::interest_left(lang, amount, &on, &which.join(", ")));
    }
    if late.waived.is_positive() {
        sentences.push(words::interest_waived(lang, late.waived));
    }
    sentences.push(words::interest_later(lang).to_owned());
    sentences.join(" ")
}
