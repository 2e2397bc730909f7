//! Finding things at the desk: by the search box, by groups, by views of one's own and by keys; and every table as a file.

use axum::routing::{get, post};

use super::{Access, Route, form, page};
use crate::desk::{behaviour, finding, groups, kept, keys, tables};

/// What lets the team find things again, and take them along.
pub(super) fn finding_again() -> Vec<Route> {
    use Access::Staff;
    vec![
        page("/desk/find", Staff, get(finding::pages::find)),
        page("/desk/groups", Staff, get(groups::pages::all)),
        page("/desk/groups/new", Staff, get(groups::pages::new)),
        form("/do/desk/make-group", Staff, post(groups::actions::make)),
        page("/desk/groups/{group}", Staff, get(groups::pages::one)),
        page("/desk/groups/{group}/accounts.csv", Staff, get(groups::pages::one_csv)),
        form("/do/desk/retire-group", Staff, post(groups::actions::retire)),
        page("/desk/groups/{group}/change", Staff, get(groups::pages::change)),
        form("/do/desk/change-group", Staff, post(groups::actions::change)),
        page("/desk/accounts/{id}/behaviour", Staff, get(behaviour::pages::account_behaviour)),
        page("/desk/views", Staff, get(kept::pages::all)),
        form("/do/desk/drop-view", Staff, post(kept::actions::drop_view)),
        page("/desk/views/new", Staff, get(kept::pages::new)),
        form("/do/desk/keep-view", Staff, post(kept::actions::keep)),
        page("/desk/keys", Staff, get(keys::pages::keys)),
        form("/do/desk/set-keys", Staff, post(keys::actions::set)),
        page("/desk/accounts.csv", Staff, get(tables::accounts)),
        page("/desk/approvals.csv", Staff, get(tables::approvals)),
        page("/desk/bank.csv", Staff, get(tables::bank)),
        page("/desk/disputes.csv", Staff, get(tables::disputes)),
        page("/desk/messages.csv", Staff, get(tables::messages)),
        page("/desk/payments.csv", Staff, get(tables::payments)),
        page("/desk/people.csv", Staff, get(tables::people)),
        page("/desk/plans/at-risk.csv", Staff, get(tables::plans_at_risk)),
        page("/desk/plans/proposals.csv", Staff, get(tables::proposals)),
        page("/desk/promises.csv", Staff, get(tables::promises)),
    ]
}
