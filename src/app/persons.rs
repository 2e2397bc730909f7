//! What people say of themselves and what the team notes at their word: at which addresses they are reached and what they
//! need; everybody who is linked to an account; and what is to be done on which day.

use axum::routing::{get, post};

use super::{Access, Route, form, page};
use crate::{desk, needs, reach};

pub(super) fn people_and_needs() -> Vec<Route> {
    use Access::{Person, Staff};
    vec![
        page("/account/settings/unsafe", Person, get(reach::pages::page)),
        form("/do/reach/hide", Person, post(reach::actions::hide)),
        form("/do/reach/use-again", Person, post(reach::actions::use_again)),
        form("/do/reach/answer", Person, post(reach::actions::answer)),
        page("/account/settings/needs", Person, get(needs::pages::page)),
        form("/do/needs/say", Person, post(needs::actions::say)),
        form("/do/needs/end", Person, post(needs::actions::end)),
        page("/desk/accounts/{id}/parties", Staff, get(desk::parties::pages::parties)),
        form("/do/desk/ask-reach", Staff, post(reach::actions::ask_at_desk)),
        form("/do/desk/hide-reach", Staff, post(reach::actions::hide_at_desk)),
        form("/do/desk/note-need", Staff, post(needs::actions::note)),
        form("/do/desk/end-need", Staff, post(needs::actions::end_at_desk)),
        page("/desk/calendar", Staff, get(desk::calendar::pages::calendar)),
    ]
}
