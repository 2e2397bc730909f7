//! Identifiers: one type a thing, so that an invoice can never be looked up by a payment's number. Version 7 UUIDs,
//! which sort by the time they were made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($name:ident: $what:literal),+ $(,)?) => {$(
        #[doc = concat!("Identifies ", $what, ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

/// Hands the list of all identifiers to a macro: to this file's, and to the one that teaches them SQL.
macro_rules! for_each_id {
    ($each:ident) => {
        $each! {
            CreditorId: "a creditor",
            DebtorId: "a debtor",
            AccountId: "an account",
            PersonId: "a person who signs in",
            ContactPointId: "an address of a person",
            ContactCheckId: "a question whether an address is still theirs",
            NeedId: "what somebody needs in order to deal with us",
            PartyId: "a person's link to an account",
            LegalStatusId: "what the law stops about a debt",
            HandoverId: "an account that goes into others' hands",
            StaffId: "a member of the team",
            SessionId: "a signed-in device",
            InvoiceId: "an invoice",
            InvoiceLineId: "a line of an invoice",
            DisputeId: "what a debtor contests",
            DisputeDraftId: "a dispute that is being written",
            DisputeStepId: "one step of a dispute",
            HoldId: "an amount that waits for an answer",
            TransactionId: "a ledger transaction",
            PolicyVersionId: "a version of a creditor's terms",
            AcceptanceId: "somebody's word that they read the terms",
            PaymentId: "a payment",
            RefundId: "money of a payment that goes back",
            ProviderDisputeId: "what a card's holder contests with their bank",
            DisputeAnswerId: "what the team answers to a bank",
            AllocationId: "a part of a payment applied to an invoice",
            AccountFileId: "a file that belongs to an account",
            ReportedPaymentId: "what somebody says that they paid",
            RecordedPaymentId: "money that the team recorded",
            CashCountId: "a day's count of the till",
            BankFileId: "a file of the bank's",
            BankLineId: "money that the bank says came in",
            PayoutId: "money that the provider pays out",
            PayLinkId: "a link that lets anybody pay",
            SavedMethodId: "a card that somebody keeps",
            MandateId: "what somebody agreed to have charged by itself",
            AutopayChargeId: "a due amount that is charged by itself",
            ThreadId: "a conversation",
            MessageId: "something that was said in one",
            ThreadNoteId: "a note of the team beside one",
            ClosingId: "something that came to its end, about which somebody is asked how it was",
            AccountNoteId: "a note of the team beside an account",
            TemplateId: "something that the team often says",
            GroupId: "a group of accounts by rules",
            DeskViewId: "a list as somebody of the team likes to see it",
            ComplaintId: "what somebody complains about",
            NoticeId: "a notice sent outward",
            PaperId: "a sealed paper",
            TaskId: "a task of the team",
            CallId: "a call about what is owed",
            PromiseId: "a promise to pay",
            WaiverId: "interest or fees that were waived",
            PlanId: "a payment plan, from the first proposal on",
            OfferId: "one version of the terms of a plan",
            CampaignId: "offers of plans to a selection",
            ApprovalId: "something that waits for a second person",
            JobId: "work that happens later",
            AuditId: "an entry of the audit trail",
            ArticleId: "a version of an article of the guide",
            InvitationId: "a link that lets somebody of the team in",
            DraftId: "input kept after it was refused",
        }
    };
}

for_each_id!(ids);
