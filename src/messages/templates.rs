//! What the team often says, with the account's own figures, in the language of whoever reads it.

use crate::accounts::model::Balance;
use crate::kernel::locale::Lang;
use crate::messages::words;

/// Something that is often said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    Balance,
    Paid,
    Dispute,
}

impl Template {
    pub const ALL: [Self; 3] = [Self::Balance, Self::Paid, Self::Dispute];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Paid => "paid",
            Self::Dispute => "dispute",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Balance => words::template_balance(lang),
            Self::Paid => words::template_paid(lang),
            Self::Dispute => words::template_dispute(lang),
        }
    }

    /// The words, for a person who is called by their first name.
    pub fn text(self, lang: Lang, person: &str, balance: &Balance) -> String {
        let name = person.split_whitespace().next().unwrap_or_default();
        match self {
            Self::Balance => words::template_balance_text(lang, name, balance.due, balance.total),
            Self::Paid => words::template_paid_text(lang, name, balance.due),
            Self::Dispute => words::template_dispute_text(lang, name),
        }
    }
}
