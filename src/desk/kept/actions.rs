//! Keeping a view, and forgetting one.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;
use url::form_urlencoded;

use crate::desk::kept::model::{Place, normal_name};
use crate::desk::kept::store::{self, KeepError};
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::ids::DeskViewId;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// What is kept, under which name; or which is forgotten.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ViewForm {
    of: String,
    name: String,
    view: String,
}

/// `POST /do/desk/keep-view`
pub async fn keep(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ViewForm>,
) -> Result<SeeOther, Refusal> {
    let place = Place::of(&form.of).ok_or(Refusal::NotFound)?;
    let name = normal_name(&form.name).map_err(|code| form.back(&place, code))?;
    let mut tx = db.begin(staff.actor()).await?;
    store::keep(&mut tx, &place, &name).await.map_err(|error| match error {
        KeepError::NameTaken => form.back(&place, "name_taken"),
        KeepError::Full => form.back(&place, "views_full"),
        KeepError::Database(error) => error.into(),
    })?;
    tx.commit().await?;
    Ok(see_other(place.href()))
}

/// `POST /do/desk/drop-view`
pub async fn drop_view(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ViewForm>,
) -> Result<SeeOther, Refusal> {
    let id: DeskViewId = form.view.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    if !store::drop_view(&mut tx, id).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other("/desk/views?done=dropped"))
}

impl ViewForm {
    fn back(&self, place: &Place, code: &str) -> Refusal {
        let fields = vec![("name".to_owned(), self.name.clone())];
        Refusal::invalid(new_href(place), fields, FieldError::new("name", code))
    }
}

/// Where a list is kept under a name.
pub fn new_href(place: &Place) -> String {
    let of: String = form_urlencoded::byte_serialize(place.href().as_bytes()).collect();
    format!("/desk/views/new?of={of}")
}
