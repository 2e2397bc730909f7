//! What a plan that is being kept leaves for later, invoice by invoice.

use super::reading::{plan, progress};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, InvoiceId, PlanId};
use crate::ledger::allocation::{InPlan, OpenItem};

/// Marks what is in a plan. Money pays the oldest invoice first, so what is to be paid first lies on the oldest and what
/// comes later on the newest.
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
        let standing = progress(tx, &plan).await?;
        let covered = plan.ids();
        // A plan that is suspended asks for nothing by itself: its invoices are due as they were. One that is kept asks
        // now for what is late, and for no more: neither for a discount still to be earned nor for interest of its time.
        let (later, next) = if plan.state.governs() {
            let next = standing.next().filter(|next| next.part.due_on >= plan.account.today);
            let open: i64 = items
                .iter()
                .filter(|item| covered.contains(&item.invoice))
                .map(|item| item.payable().sum_minor())
                .sum();
            ((open - standing.late_minor()).max(0), next.map_or(0, |next| next.left_minor))
        } else {
            (0, 0)
        };
        spread(items, &covered, id, later, next);
    }
    Ok(())
}

/// Lays what comes later on the newest of the covered invoices, and the next instalment on the oldest that has room.
fn spread(items: &mut [OpenItem], covered: &[InvoiceId], plan: PlanId, later_minor: i64, next_minor: i64) {
    let mut left = later_minor;
    for item in items.iter_mut().rev().filter(|item| covered.contains(&item.invoice)) {
        let takes = left.min(item.payable().sum_minor());
        left -= takes;
        item.plan = Some(InPlan { plan, later_minor: takes, next_minor: 0 });
    }
    let mut next = next_minor;
    for in_plan in items.iter_mut().filter_map(|item| item.plan.as_mut()).filter(|found| found.plan == plan) {
        let takes = next.min(in_plan.later_minor);
        next -= takes;
        in_plan.next_minor = takes;
    }
}
