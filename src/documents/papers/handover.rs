use super::{blank, day, fact, whose};
use crate::accounts::model::Account;
use crate::documents::model::{Block, Column, Paper, PaperKind, Table, groups_of_four};
use crate::documents::store::Issuer;
use crate::documents::words;
use crate::handing::store::Handover;
use crate::handing::words as handing_words;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

/// A file of a package as its cover lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    pub path: String,
    pub bytes: usize,
    pub sha256: String,
}

/// The sheet on top of a package: whose account goes to whom, what is open of it, and which files come with it.
pub fn handover_cover(
    lang: Lang,
    issuer: &Issuer,
    account: &Account,
    handover: &Handover,
    open: Money,
    enclosed: &[Enclosed],
) -> Paper {
    let mut paper = blank(lang, issuer, words::kind(lang, PaperKind::Handover));
    paper.facts = whose(lang, account);
    paper.facts.push(fact(handing_words::what(lang), handing_words::kind(lang, handover.kind)));
    if handover.kind.has_recipient() {
        paper.facts.push(fact(handing_words::to(lang), handover.to_name.clone()));
        paper.facts.push(fact(handing_words::contact(lang), handover.to_contact.clone()));
    }
    paper.facts.push(fact(handing_words::since_column(lang), day(lang, account.today)));
    paper.blocks.push(Block::Figure {
        label: handing_words::open_then(lang).to_owned(),
        amount: open.to_string(),
        note: handing_words::cover_note(lang).to_owned(),
    });
    paper.blocks.push(Block::Heading { text: handing_words::cover_files(lang).to_owned() });
    paper.blocks.push(Block::Table(Table {
        columns: vec![
            Column::wide(handing_words::cover_file(lang)),
            Column::number(handing_words::cover_bytes(lang)),
        ],
        rows: enclosed
            .iter()
            .map(|one| {
                let digest = groups_of_four(&one.sha256);
                vec![format!("{} — SHA-256: {digest}", one.path), one.bytes.to_string()]
            })
            .collect(),
        total: Vec::new(),
    }));
    paper.blocks.push(Block::Small { text: handing_words::cover_check(lang).to_owned() });
    paper
}
