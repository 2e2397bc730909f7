//! `GET /desk/accounts/{id}/behaviour`

use axum::extract::{Path, State};
use axum::response::Response;

use crate::accounts::opening::Opened;
use crate::desk::behaviour::model::Behaviour;
use crate::desk::behaviour::store::inputs;
use crate::desk::behaviour::views::behaviour_view;
use crate::desk::behaviour::words;
use crate::desk::pages::{opened_page, read_account};
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::ui::page::Visit;

pub async fn account_behaviour(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let inputs = inputs(&mut tx, &account).await?;
    let main = behaviour_view(visit.lang, account.id, &Behaviour::of(&inputs), &inputs);
    let opened = Opened::plain(words::page_heading(visit.lang).to_owned(), main);
    opened_page(tx, &visit, &staff, &account, Part::Summary, opened).await
}
