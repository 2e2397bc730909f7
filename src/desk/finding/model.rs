//! What can be found, and what somebody may have typed. Pure.

/// The longest words that are looked for.
pub const WORDS_AT_MOST: usize = 200;

/// What is found beside accounts, in the order in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Invoice,
    Payment,
    Dispute,
    Plan,
    Complaint,
    Person,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Invoice, Self::Payment, Self::Dispute, Self::Plan, Self::Complaint, Self::Person];

    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Dispute => "dispute",
            Self::Plan => "plan",
            Self::Complaint => "complaint",
            Self::Person => "person",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Whether it was named by a number of its own, and so nothing else can be meant.
    pub const fn is_exact(self) -> bool {
        !matches!(self, Self::Person)
    }
}

/// What was typed, as the different things write themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub words: String,
    /// In capitals, as numbers of papers are written.
    pub number: String,
    /// The number of a receipt: `R-208`.
    pub receipt: Option<i64>,
    /// The number of a plan: `C-12`.
    pub plan: Option<i64>,
    /// An e-mail as it is kept, or a telephone number with and without the country.
    pub addresses: Vec<String>,
}

impl Asked {
    pub fn parse(typed: &str) -> Self {
        let words: String = typed.trim().chars().take(WORDS_AT_MOST).collect();
        let number = words.to_uppercase();
        let after = |start: &str| number.strip_prefix(start).and_then(|rest| rest.parse().ok());
        let digits: String = words.chars().filter(char::is_ascii_digit).collect();
        let mut addresses = vec![words.to_lowercase()];
        // Fewer digits are no telephone number.
        if digits.len() >= 8 {
            addresses.extend([digits.clone(), format!("+{digits}"), format!("+52{digits}")]);
        }
        Self { receipt: after("R-"), plan: after("C-"), addresses, number, words }
    }
}
