//! The pay links of an account: who made which, for what, and what was paid by it.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;

use super::file::file_page;
use super::read_account;
use crate::accounts::model::Viewer;
use crate::accounts::store::zone_of;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::identity::keys::Keys;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::payments::links::store::links_of;
use crate::payments::links::views::{LinksPage, LinksQuery, links_heading, links_view, refilled};
use crate::payments::store::payable;
use crate::ui::page::Visit;

/// `GET /desk/accounts/{id}/links`
pub async fn account_links(
    State(db): State<Db>,
    State(keys): State<Keys>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<LinksQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let page = LinksPage {
        zone: zone_of(&mut tx, &account).await?,
        payable: payable(&mut tx, &account).await?.0,
        links: links_of(&mut tx, account.id).await?,
        may_make: staff.role.may_change(),
        invoice: query.invoice,
        done: query.done,
        form: refilled(&visit),
        account,
    };
    let viewer = Viewer::Staff(page.account.id);
    let title = links_heading(visit.lang, viewer).to_owned();
    let main = links_view(&visit, viewer, &keys, &page);
    file_page(tx, &visit, &staff, &page.account, Part::Payments, title, main).await
}
