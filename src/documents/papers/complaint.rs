use serde_json::json;

use super::{blank, day, fact, whose};
use crate::accounts::store::account;
use crate::complaints::store::Complaint;
use crate::complaints::words as complaint_words;
use crate::documents::model::{Block, PaperKind};
use crate::documents::sealing::{Number, Order};
use crate::documents::store::issuer;
use crate::documents::words;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;

/// The letter that answers a complaint, for whoever complained; none before there is an answer.
pub async fn complaint_answer_order(
    tx: &mut Tx,
    lang: Lang,
    complaint: &Complaint,
) -> Result<Option<Order>, sqlx::Error> {
    let Some(answer) = &complaint.answer else { return Ok(None) };
    let account = account(tx, complaint.account).await?;
    let issuer = issuer(tx, account.creditor).await?;
    let mut paper = blank(lang, &issuer, words::kind(lang, PaperKind::ComplaintAnswer));
    paper.facts = whose(lang, &account);
    paper.facts.extend([
        fact(complaint_words::number(lang), complaint.number.clone()),
        fact(complaint_words::opened(lang), day(lang, complaint.opened_on)),
        fact(complaint_words::answered(lang), day(lang, answer.on)),
        fact(complaint_words::kind_column(lang), complaint_words::kind(lang, complaint.kind)),
        fact(complaint_words::outcome_column(lang), complaint_words::outcome(lang, answer.outcome)),
    ]);
    paper.blocks.push(Block::Heading { text: complaint_words::letter_answer(lang).to_owned() });
    for line in answer.words.lines().filter(|line| !line.trim().is_empty()) {
        paper.blocks.push(Block::Text { text: line.to_owned() });
    }
    if !issuer.complaints_body.is_empty() {
        paper.blocks.push(Block::Heading { text: complaint_words::letter_disagree(lang).to_owned() });
        let elsewhere = complaint_words::or_go_to(lang, &issuer.complaints_body);
        paper.blocks.push(Block::Text { text: elsewhere });
    }
    paper.blocks.push(Block::Small { text: words::letter_unsigned(lang).to_owned() });
    Ok(Some(Order {
        kind: PaperKind::ComplaintAnswer,
        account,
        subject: complaint.id.0,
        about: String::new(),
        for_person: Some(complaint.person),
        lang,
        part: (1, 1),
        number: Number::Letter,
        facts: json!([answer.on, answer.outcome.name(), answer.words]),
        paper,
    }))
}
