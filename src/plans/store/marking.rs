//! Marks open invoices with what the plans of their account leave for later.

use super::reading::{plan, progress};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PlanId};
use crate::ledger::allocation::OpenItem;
use crate::plans::discount::spread;
use crate::plans::marking::Marking;

/// Marks what is in a plan that has not ended.
pub async fn mark_planned(
    tx: &mut Tx,
    account: AccountId,
    items: &mut [OpenItem],
) -> Result<(), sqlx::Error> {
    let ids: Vec<PlanId> = sqlx::query_scalar!(
        r#"select id as "id: PlanId" from plans where account_id = $1 and ended_at is null order by id"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    for id in ids {
        let Some(plan) = plan(tx, id).await? else { continue };
        let progress = progress(tx, &plan).await?;
        let (covered, spared) = (plan.ids(), spread(plan.discount.minor, &plan.owed_on));
        Marking { plan: id, state: plan.state, covered: &covered, progress: &progress, spared: &spared }
            .mark(items, plan.account.today);
    }
    Ok(())
}
