//! What each kind of job means, and what is done at which rhythm: the one place where kinds meet the rooms.

use serde_json::Value;

use crate::contact;
use crate::identity;
use crate::kernel::db::Db;
use crate::ledger::seal;
use crate::payments;
use crate::server::app_state::App;
use crate::server::jobs::{JobError, Work};

impl Work for App {
    fn db(&self) -> &Db {
        &self.db
    }

    async fn run(&self, kind: &str, payload: Value) -> Result<(), JobError> {
        match kind {
            contact::store::SEND_NOTICE => {
                contact::jobs::send_notice(&self.db, &self.mailer, payload).await?
            }
            identity::store::SEND_CODE => identity::jobs::send_code(&self.db, &self.keys, payload).await?,
            payments::store::events::POST_PROVIDER_EVENT => {
                payments::jobs::post_provider_event(&self.db, &*self.gateway, &self.keys, payload).await?
            }
            payments::store::starting::REREAD_PAYMENT => {
                payments::jobs::reread_payment(&self.db, &*self.gateway, payload).await?
            }
            payments::store::credit::USE_CREDIT => payments::jobs::use_credit(&self.db, payload).await?,
            payments::store::refunds::SEND_REFUND => {
                payments::jobs::send_refund(&self.db, &*self.gateway, payload).await?
            }
            payments::reconciling::RECONCILE_PROVIDER => {
                payments::reconciling::reconcile(&self.db, &*self.gateway).await.map(drop)?
            }
            other => return Err(format!("no room knows the job {other}").into()),
        }
        Ok(())
    }

    async fn beat(&self, beat: u64) -> Result<(), JobError> {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        if beat.is_multiple_of(MINUTE) {
            self.limits.forget_quiet();
            payments::jobs::reread_open_payments(&self.db).await?;
            payments::jobs::reread_open_refunds(&self.db).await?;
        }
        if beat.is_multiple_of(HOUR) {
            identity::jobs::sweep(&self.db).await?;
            payments::reconciling::order_round(&self.db).await?;
        }
        seal::seal_once(&self.db).await?;
        Ok(())
    }
}
