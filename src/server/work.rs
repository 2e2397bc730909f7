//! What each kind of job means, and what is done at which rhythm: the one place where kinds meet the rooms.

use serde_json::Value;

use crate::contact;
use crate::desk::worklist;
use crate::documents;
use crate::handing;
use crate::identity;
use crate::kernel::db::Db;
use crate::ledger;
use crate::ledger::seal;
use crate::payments;
use crate::payments::store::events::POST_PROVIDER_EVENT;
use crate::plans;
use crate::server::app_state::App;
use crate::server::jobs::{JobError, Work};

impl Work for App {
    fn db(&self) -> &Db {
        &self.db
    }

    fn together(&self, kind: &str) -> usize {
        if kind == POST_PROVIDER_EVENT { payments::events::TOGETHER } else { 1 }
    }

    async fn run(&self, kind: &str, payloads: Vec<Value>) -> Vec<Result<(), JobError>> {
        if kind == POST_PROVIDER_EVENT {
            let posted =
                payments::events::post_provider_events(&self.db, &*self.gateway, &self.keys, payloads);
            return posted.await.into_iter().map(|outcome| outcome.map_err(JobError::from)).collect();
        }
        let mut outcomes = Vec::with_capacity(payloads.len());
        for payload in payloads {
            outcomes.push(self.run_one(kind, payload).await);
        }
        outcomes
    }

    async fn beat(&self, beat: u64) -> Result<(), JobError> {
        const LOOKS_AT_THE_CLOCK: u64 = 5;
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        // Business time may be turned by a day in a moment, and whoever turned it waits.
        if beat.is_multiple_of(LOOKS_AT_THE_CLOCK) {
            ledger::jobs::order_interest(&self.db).await?;
            payments::autopay::jobs::order_scan(&self.db).await?;
            plans::jobs::order_follow(&self.db).await?;
            worklist::jobs::order_weighing(&self.db).await?;
        }
        if beat.is_multiple_of(MINUTE) {
            self.limits.forget_quiet();
            payments::jobs::reread_open_payments(&self.db).await?;
            payments::jobs::reread_open_refunds(&self.db).await?;
            payments::jobs::remind_of_vouchers(&self.db).await?;
            handing::jobs::note_recoveries(&self.db).await?;
        }
        if beat.is_multiple_of(HOUR) {
            identity::jobs::sweep(&self.db).await?;
            payments::reconciling::order_round(&self.db).await?;
        }
        seal::seal_once(&self.db).await?;
        Ok(())
    }
}

impl App {
    async fn run_one(&self, kind: &str, payload: Value) -> Result<(), JobError> {
        match kind {
            contact::store::SEND_NOTICE => {
                contact::jobs::send_notice(&self.db, &self.mailer, payload).await?
            }
            identity::store::SEND_CODE => identity::jobs::send_code(&self.db, &self.keys, payload).await?,
            ledger::jobs::ACCRUE_INTEREST => ledger::jobs::accrue_interest(&self.db, payload).await?,
            ledger::jobs::ACCRUE_STRETCH => ledger::jobs::accrue_stretch(&self.db, payload).await?,
            payments::store::starting::REREAD_PAYMENT => {
                payments::jobs::reread_payment(&self.db, &*self.gateway, payload).await?
            }
            payments::store::credit::USE_CREDIT => payments::jobs::use_credit(&self.db, payload).await?,
            payments::store::refunds::SEND_REFUND => {
                payments::jobs::send_refund(&self.db, &*self.gateway, payload).await?
            }
            payments::store::vouchers::REMIND_OF_VOUCHER => {
                payments::jobs::remind_of_voucher(&self.db, payload).await?
            }
            payments::saved::store::KEEP_METHOD => {
                payments::saved::jobs::keep_method(&self.db, &*self.gateway, payload).await?
            }
            payments::saved::store::FORGET_METHOD => {
                payments::saved::jobs::forget_method(&*self.gateway, payload).await?
            }
            payments::autopay::store::SCAN_AUTOPAY => {
                payments::autopay::jobs::scan(&self.db, payload).await?
            }
            payments::autopay::store::CHARGE_AUTOPAY => {
                payments::autopay::jobs::charge(&self.db, &*self.gateway, &self.pace, payload).await?
            }
            payments::autopay::store::TELL_AUTOPAY => {
                payments::autopay::jobs::tell(&self.db, &self.keys, payload).await?
            }
            worklist::jobs::WEIGH_ACCOUNTS => worklist::jobs::weigh_accounts(&self.db, payload).await?,
            plans::jobs::FOLLOW_PLANS => plans::jobs::follow_plans(&self.db, &self.keys, payload).await?,
            plans::store::keeping::FOLLOW_PLAN => {
                plans::jobs::follow_plan(&self.db, &self.keys, payload).await?
            }
            payments::evidence::jobs::ANSWER_DISPUTE => {
                payments::evidence::jobs::answer_dispute(&self.db, &*self.gateway, payload).await?
            }
            payments::payouts::jobs::FOLLOW_PAYOUT => {
                payments::payouts::jobs::follow_payout(&self.db, &*self.gateway, payload).await?
            }
            payments::reconciling::RECONCILE_PROVIDER => {
                payments::reconciling::reconcile(&self.db, &*self.gateway).await.map(drop)?
            }
            documents::ordering::PRINT_STATEMENT => {
                documents::jobs::print_statement(&self.db, &self.config.public_url, payload).await?
            }
            other => return Err(format!("no room knows the job {other}").into()),
        }
        Ok(())
    }
}
