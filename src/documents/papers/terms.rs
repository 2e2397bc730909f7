use serde_json::json;

use super::{blank, day, fact, whose};
use crate::documents::model::{Block, PaperKind};
use crate::documents::sealing::{Number, Order};
use crate::documents::words;
use crate::kernel::locale::Lang;
use crate::policies::reading::Reading;

/// A version of the terms as somebody with an account reads it; none where nothing is published.
pub fn terms_order(lang: Lang, reading: &Reading) -> Option<Order> {
    let shown = reading.shown.as_ref()?;
    let (account, policy) = (&reading.account, &shown.version.policy);
    let mut paper = blank(lang, &reading.issuer, words::kind(lang, PaperKind::Terms));
    paper.facts = whose(lang, account);
    paper.facts.push(fact(words::terms_version(lang), policy.number.to_string()));
    paper.facts.push(fact(words::terms_from(lang), day(lang, policy.in_force_from)));
    for part in &shown.document.parts {
        paper.blocks.push(Block::Heading { text: part.heading.clone() });
        paper.blocks.extend(part.lines().map(|line| Block::Text { text: line.to_owned() }));
    }
    let print = hex::encode(shown.sha256);
    paper.blocks.push(Block::Small { text: words::terms_fingerprint(lang, &print) });
    Some(Order {
        kind: PaperKind::Terms,
        account: account.clone(),
        subject: account.id.0,
        about: policy.id.to_string(),
        for_person: None,
        lang,
        part: (1, 1),
        number: Number::Given(format!("v{}", policy.number)),
        facts: json!([policy.number, print]),
        paper,
    })
}
