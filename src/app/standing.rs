//! How an account stands before the law, and by whom it is collected.

use axum::routing::{get, post};

use super::{Access, Route, form, page, upload};
use crate::{desk, handing, legal};

/// What stands against a debt in law, and into whose hands it goes.
pub(super) fn standing() -> Vec<Route> {
    use Access::Staff;
    vec![
        page("/desk/accounts/{id}/legal", Staff, get(desk::pages::legal)),
        upload("/do/desk/set-legal-status", Staff, post(legal::actions::set)),
        form("/do/desk/lift-legal-status", Staff, post(legal::actions::ask_to_lift)),
        page("/desk/accounts/{id}/hand-on", Staff, get(desk::pages::hand_on)),
        form("/do/desk/hand-on", Staff, post(handing::actions::hand_on)),
        page("/desk/handing", Staff, get(desk::pages::handing)),
        page("/desk/handing/{handover}", Staff, get(desk::pages::handed_on)),
        page("/desk/handing/{handover}/package.zip", Staff, get(desk::pages::package)),
        form("/do/desk/recall", Staff, post(handing::actions::recall)),
    ]
}
