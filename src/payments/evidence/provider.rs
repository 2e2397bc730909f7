//! What we ask of a payment provider about what card holders contest. A part of the gateway.

use serde::{Deserialize, Serialize};

use crate::payments::gateway::{Answer, ProviderDispute};

pub trait AnswersBanks: Send + Sync {
    /// Puts evidence to the bank. It can be put once; putting the same again changes nothing.
    fn send_evidence<'a>(&'a self, dispute: &'a str, evidence: &'a Evidence) -> Answer<'a, ProviderDispute>;

    /// Lets the money go. What was let go stays so.
    fn accept_dispute<'a>(&'a self, dispute: &'a str) -> Answer<'a, ProviderDispute>;

    /// What a bank has decided so far, and whether evidence was put to it.
    fn read_dispute<'a>(&'a self, dispute: &'a str) -> Answer<'a, (ProviderDispute, bool)>;
}

/// What is put to a bank: words, for the client cannot carry files. Kept as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub customer_name: String,
    pub customer_email: Option<String>,
    /// What was paid for.
    pub product: String,
    /// The day of what was paid for, as the oldest invoice has it.
    pub service_date: Option<String>,
    /// When and how the payer came to the page, agreed and was told.
    pub activity: String,
    /// What the team has to say.
    pub words: String,
}
