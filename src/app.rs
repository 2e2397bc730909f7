//! The whole route table: every address of the portal, who may ask for it, and what answers. The server mounts it as
//! it stands, and the matrix of roles and owners is generated from it.

use axum::routing::{MethodRouter, get, post};

use crate::server::app_state::App;
use crate::server::{assets, clock_page, health};
use crate::{contact, ui};

/// Who may ask for a route. The handler's extractors enforce it; the matrix test holds the two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody; what is private about it is in the address itself.
    Anyone,
    /// Somebody signed in as a person, for their own accounts.
    Person,
    /// A signed-in member of the team, for their own creditors.
    Staff,
    /// Only there in a demo.
    Demo,
    /// Not for people.
    Machine,
}

/// One line of the table.
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
    pub handler: MethodRouter<App>,
}

/// The table. A page stands above the forms that it holds.
pub fn routes() -> Vec<Route> {
    use Access::{Anyone, Demo, Machine};
    vec![
        page("/verify", Anyone, get(contact::pages::ask)),
        page("/verify/{code}", Anyone, get(contact::pages::answer)),
        page("/healthz", Machine, get(health::healthz)),
        page("/readyz", Machine, get(health::readyz)),
        page("/assets/{file}", Machine, get(assets::serve)),
        page("/robots.txt", Machine, get(assets::serve_by_name)),
        page("/favicon.svg", Machine, get(assets::serve_by_name)),
        page("/dev/mailbox", Demo, get(contact::mailbox::mailbox)),
        page("/dev/clock", Demo, get(clock_page::clock)),
        form("/dev/clock", Demo, post(clock_page::turn)),
        page("/dev/components", Demo, get(ui::components_page::components)),
    ]
}

fn page(path: &'static str, access: Access, handler: MethodRouter<App>) -> Route {
    Route { method: "GET", path, access, handler }
}

fn form(path: &'static str, access: Access, handler: MethodRouter<App>) -> Route {
    Route { method: "POST", path, access, handler }
}
