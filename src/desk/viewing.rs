//! Looking at an account as its debtor sees it: announced first, and written down where the debtor can find it.

use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountId;

/// How long an announcement lets its author look.
pub const LASTS_MINUTES: i32 = 30;
const VERB: &str = "view_as_debtor";

/// Writes down that this member of staff is about to look.
pub async fn announce(tx: &mut Tx, id: AccountId) -> Result<Account, sqlx::Error> {
    let account = account(tx, id).await?;
    tx.audit(VERB, "account", id.0, Some(id)).await?;
    Ok(account)
}

/// Whether they announced it lately.
pub async fn is_announced(tx: &mut Tx, account: &Account) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"select exists (select from audit_events where account_id = $1 and actor_kind = 'staff' and actor_id = $2
             and verb = $3 and at > $4::timestamptz - make_interval(mins => $5) and at <= $4) as "announced!""#,
        account.id.0,
        tx.actor().id(),
        VERB,
        now,
        LASTS_MINUTES
    )
    .fetch_one(&mut **tx)
    .await
}
