//! What is put to a bank through Stripe, and what is let go. In words only: the client cannot carry files.

use stripe_core::Dispute;
use stripe_core::dispute::{CloseDispute, RetrieveDispute, UpdateDispute, UpdateDisputeEvidence};

use super::answers::doubt_or_refusal;
use super::client::{StripeGateway, refused_here};
use super::returns::dispute;
use crate::payments::evidence::provider::{AnswersBanks, Evidence};
use crate::payments::gateway::{Answer, GatewayError, ProviderDispute};

impl StripeGateway {
    async fn put_evidence(&self, id: &str, said: &Evidence) -> Result<ProviderDispute, GatewayError> {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mut evidence = UpdateDisputeEvidence::new();
        evidence.customer_name = text(&said.customer_name);
        evidence.customer_email_address.clone_from(&said.customer_email);
        evidence.product_description = text(&said.product);
        evidence.service_date.clone_from(&said.service_date);
        evidence.access_activity_log = text(&said.activity);
        evidence.uncategorized_text = text(&said.words);
        let request = UpdateDispute::new(checked(id)?).evidence(evidence).submit(true);
        dispute(&request.send(self.client()).await.map_err(doubt_or_refusal)?)
    }

    async fn close(&self, id: &str) -> Result<ProviderDispute, GatewayError> {
        let request = CloseDispute::new(checked(id)?);
        dispute(&request.send(self.client()).await.map_err(doubt_or_refusal)?)
    }

    async fn one_dispute(&self, id: &str) -> Result<(ProviderDispute, bool), GatewayError> {
        let request = RetrieveDispute::new(checked(id)?);
        let found: Dispute = request.send(self.client()).await.map_err(doubt_or_refusal)?;
        Ok((dispute(&found)?, found.evidence_details.submission_count > 0))
    }
}

impl AnswersBanks for StripeGateway {
    fn send_evidence<'a>(&'a self, dispute: &'a str, evidence: &'a Evidence) -> Answer<'a, ProviderDispute> {
        Box::pin(self.put_evidence(dispute, evidence))
    }

    fn accept_dispute<'a>(&'a self, dispute: &'a str) -> Answer<'a, ProviderDispute> {
        Box::pin(self.close(dispute))
    }

    fn read_dispute<'a>(&'a self, dispute: &'a str) -> Answer<'a, (ProviderDispute, bool)> {
        Box::pin(self.one_dispute(dispute))
    }
}

/// An identifier becomes part of an address; what does not look like one is not sent.
fn checked(id: &str) -> Result<&str, GatewayError> {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_plain && (id.starts_with("du_") || id.starts_with("dp_")) {
        Ok(id)
    } else {
        Err(refused_here(404, "resource_missing", "dispute"))
    }
}
