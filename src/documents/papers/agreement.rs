use serde_json::json;

use super::{blank, day, fact, whose};
use crate::documents::model::{Block, PaperKind};
use crate::documents::sealing::{Number, Order};
use crate::documents::store::Issuer;
use crate::documents::words;
use crate::kernel::locale::Lang;
use crate::plans;
use crate::plans::model::Plan;

/// An agreement as it was signed. `blocks` are its text, in both languages.
pub fn agreement_order(lang: Lang, issuer: &Issuer, plan: &Plan, blocks: Vec<Block>) -> Order {
    let mut paper = blank(lang, issuer, words::kind(lang, PaperKind::Agreement));
    paper.facts = whose(lang, &plan.account);
    paper.facts.push(fact(plans::words::agreement::number(lang), plan.name()));
    paper.facts.push(fact(plans::words::agreement::date(lang), day(lang, plan.account.today)));
    let facts = json!([plan.id, plan.owed.minor, plan.discount.minor, plan.terms]);
    paper.blocks = blocks;
    Order {
        kind: PaperKind::Agreement,
        account: plan.account.clone(),
        subject: plan.id.0,
        about: String::new(),
        for_person: None,
        lang,
        part: (1, 1),
        number: Number::Given(plan.name()),
        facts,
        paper,
    }
}
