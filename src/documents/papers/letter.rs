use serde_json::json;

use super::{blank, day, fact, minus, whose};
use crate::accounts::model::Account;
use crate::accounts::sheet::sheet;
use crate::documents::model::{Block, Paper, PaperKind};
use crate::documents::sealing::{Number, Order};
use crate::documents::store::closing::{Closing, account_closing, invoice_closing};
use crate::documents::store::{Issuer, issuer};
use crate::documents::words;
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

/// Which letter closes an account: one whose creditor gave something up is settled, and never called paid in full.
pub fn closing_kind(closing: &Closing) -> PaperKind {
    if closing.forgiven.is_positive() { PaperKind::Settlement } else { PaperKind::PaidInFull }
}

/// The letter that nothing is owed on the account; none unless the books say so.
pub async fn account_letter_order(
    tx: &mut Tx,
    lang: Lang,
    account: &Account,
) -> Result<Option<Order>, sqlx::Error> {
    let Some(closing) = account_closing(tx, account).await? else { return Ok(None) };
    let issuer = issuer(tx, account.creditor).await?;
    let kind = closing_kind(&closing);
    let on = day(lang, account.today);
    let creditor = &issuer.legal_name;
    let text = match kind {
        PaperKind::Settlement => words::settlement_text(
            lang,
            creditor,
            &account.debtor_name,
            &account.reference,
            &on,
            closing.forgiven,
        ),
        _ => words::paid_in_full_text(lang, creditor, &account.debtor_name, &account.reference, &on),
    };
    let paper = paper(lang, &issuer, account, kind, &closing, vec![text]);
    Ok(Some(order(lang, account, kind, account.id.0, &closing, paper)))
}

/// The letter that nothing is owed on one invoice of this reader's; none unless the books say so.
pub async fn invoice_letter_order(
    tx: &mut Tx,
    lang: Lang,
    id: InvoiceId,
) -> Result<Option<Order>, sqlx::Error> {
    let sheet = sheet(tx, id).await?;
    let account = &sheet.account;
    let Some(closing) = invoice_closing(tx, account, id).await? else { return Ok(None) };
    let issuer = issuer(tx, account.creditor).await?;
    let on = day(lang, account.today);
    let number = &sheet.invoice.number;
    let creditor = &issuer.legal_name;
    let mut texts =
        vec![words::no_debt_text(lang, creditor, &account.debtor_name, &account.reference, number, &on)];
    if closing.forgiven.is_positive() {
        texts.push(words::no_debt_forgiven(lang, creditor, closing.forgiven));
    }
    texts.push(words::no_debt_only(lang).to_owned());
    let mut paper = paper(lang, &issuer, account, PaperKind::NoDebt, &closing, texts);
    paper.facts.push(fact(words::invoice(lang), number.clone()));
    Ok(Some(order(lang, account, PaperKind::NoDebt, id.0, &closing, paper)))
}

fn order(
    lang: Lang,
    account: &Account,
    kind: PaperKind,
    subject: uuid::Uuid,
    closing: &Closing,
    paper: Paper,
) -> Order {
    let amounts = [closing.billed, closing.late, closing.paid, closing.credited, closing.forgiven];
    Order {
        kind,
        account: account.clone(),
        subject,
        about: String::new(),
        for_person: None,
        lang,
        part: (1, 1),
        number: Number::Letter,
        facts: json!([amounts.map(|amount| amount.minor), closing.invoice_count, closing.closed_on]),
        paper,
    }
}

fn paper(
    lang: Lang,
    issuer: &Issuer,
    account: &Account,
    kind: PaperKind,
    closing: &Closing,
    texts: Vec<String>,
) -> Paper {
    let mut paper = blank(lang, issuer, words::kind(lang, kind));
    paper.facts = whose(lang, account);
    paper.facts.push(fact(words::letter_day(lang), day(lang, account.today)));
    paper.facts.push(fact(words::last_movement(lang), day(lang, closing.closed_on)));
    paper.blocks.push(Block::Text { text: words::letter_addressee(lang).to_owned() });
    paper.blocks.extend(texts.into_iter().map(|text| Block::Text { text }));
    paper.blocks.push(Block::Heading { text: words::how_it_closed(lang).to_owned() });
    paper.blocks.push(Block::Sums { rows: sums(lang, closing) });
    if closing.forgiven.is_positive() {
        paper.blocks.push(Block::Small { text: words::forgiven_is_income(lang).to_owned() });
    }
    if account_is_closed(kind) {
        paper.blocks.push(Block::Small { text: words::letter_ask(lang).to_owned() });
    }
    paper.blocks.push(Block::Small { text: words::letter_unsigned(lang).to_owned() });
    if issuer.fiscal_notice {
        paper.blocks.push(Block::Small { text: words::no_tax_invoice(lang, &account.creditor_name) });
    }
    paper
}

fn account_is_closed(kind: PaperKind) -> bool {
    kind != PaperKind::NoDebt
}

fn sums(lang: Lang, closing: &Closing) -> Vec<(String, String)> {
    let billed = match closing.invoice_count {
        1 => words::billed_one(lang).to_owned(),
        count => words::billed_many(lang, count),
    };
    let mut rows =
        vec![(billed, closing.billed.to_string()), fact(words::late_charged(lang), closing.late.to_string())];
    if !closing.credited.is_zero() {
        rows.push(fact(words::adjustments(lang), minus(closing.credited)));
    }
    if closing.forgiven.is_positive() {
        rows.push(fact(words::forgiven(lang), minus(closing.forgiven)));
    }
    rows.push(fact(words::paid(lang), minus(closing.paid)));
    rows.push(fact(words::owed(lang), Money::zero(closing.paid.currency).with_code()));
    rows
}
