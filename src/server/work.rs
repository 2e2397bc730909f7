//! What each kind of job means, and what is done at which rhythm: the one place where kinds meet the rooms.

use serde_json::Value;

use crate::contact;
use crate::kernel::db::Db;
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
            other => return Err(format!("no room knows the job {other}").into()),
        }
        Ok(())
    }

    async fn beat(&self, beat: u64) -> Result<(), JobError> {
        const MINUTE: u64 = 60;
        if beat.is_multiple_of(MINUTE) {
            self.limits.forget_quiet();
        }
        Ok(())
    }
}
