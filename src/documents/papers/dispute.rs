use serde_json::json;

use super::{blank, day, fact, whose};
use crate::disputes::desk_words;
use crate::disputes::model::Verdict;
use crate::disputes::store::reading::Case;
use crate::disputes::store::steps::StepKind;
use crate::disputes::views;
use crate::disputes::words as dispute_words;
use crate::documents::model::{Block, PaperKind};
use crate::documents::sealing::{Number, Order};
use crate::documents::store::issuer;
use crate::documents::words;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;

/// The letter that answers a dispute, for the one who opened it; none before there is an answer.
pub async fn dispute_answer_order(
    tx: &mut Tx,
    lang: Lang,
    case: &Case,
) -> Result<Option<Order>, sqlx::Error> {
    let dispute = &case.dispute;
    let answers = case.steps.iter().filter(|step| step.kind == StepKind::Decided);
    let (Some(answer), Some(answered_on)) = (answers.clone().next_back(), dispute.decided_on) else {
        return Ok(None);
    };
    let issuer = issuer(tx, dispute.account.creditor).await?;
    let verdict = Verdict::of(dispute.credited.minor, dispute.amount.minor);
    let mut paper = blank(lang, &issuer, words::kind(lang, PaperKind::DisputeAnswer));
    paper.facts = whose(lang, &dispute.account);
    paper.facts.extend([
        fact(desk_words::letter_number(lang), dispute.number.clone()),
        fact(desk_words::letter_opened(lang), day(lang, dispute.opened_on)),
        fact(desk_words::letter_answered(lang), day(lang, answered_on)),
        fact(desk_words::letter_about(lang), views::about(lang, dispute)),
        fact(desk_words::letter_amount(lang), dispute.amount.with_code()),
        fact(desk_words::letter_result(lang), dispute_words::state_word(lang, verdict.state())),
    ]);
    paper.blocks.push(Block::Heading { text: desk_words::letter_explained(lang).to_owned() });
    for line in answer.words.lines().filter(|line| !line.trim().is_empty()) {
        paper.blocks.push(Block::Text { text: line.to_owned() });
    }
    paper.blocks.push(Block::Heading { text: desk_words::letter_money(lang).to_owned() });
    paper.blocks.push(Block::Text { text: views::case::outcome_words(lang, dispute) });
    if let Some(fiscal) = views::case::fiscal(lang, dispute) {
        paper.blocks.push(Block::Text { text: fiscal });
    }
    paper.blocks.push(Block::Heading { text: desk_words::letter_disagree(lang).to_owned() });
    let mut ways = desk_words::letter_ways(lang).to_owned();
    if !issuer.complaints_body.is_empty() {
        ways = format!("{ways} {}", dispute_words::or_go_to(lang, &issuer.complaints_body));
    }
    paper.blocks.push(Block::Text { text: ways });
    paper.blocks.push(Block::Small { text: words::letter_unsigned(lang).to_owned() });
    Ok(Some(Order {
        kind: PaperKind::DisputeAnswer,
        account: dispute.account.clone(),
        subject: dispute.id.0,
        about: String::new(),
        for_person: Some(dispute.opened_by),
        lang,
        part: (1, 1),
        number: Number::Letter,
        facts: json!([
            answers.count(),
            dispute.credited.minor,
            dispute.fiscal_number,
            answered_on,
            answer.words
        ]),
        paper,
    }))
}
