//! What the team posts beside an account.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::desk::timeline::model::{NOTE_AT_MOST, TAG_AT_MOST, TAGS_AT_MOST, normal_tag};
use crate::desk::timeline::store::notes;
use crate::identity::extract::StaffIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::AccountId;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// What is kept beside which account.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BesideForm {
    account: String,
    note: String,
    tag: String,
}

/// `POST /do/desk/note-account`
pub async fn note(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<BesideForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = form.account(&staff, &mut tx).await?;
    let words = form.note.trim();
    match words.chars().count() {
        0 => return Err(form.back(FieldError::new("note", "note_empty"))),
        count if count > NOTE_AT_MOST => return Err(form.back(FieldError::new("note", "note_long"))),
        _ => notes::note(&mut tx, &account, words).await?,
    }
    tx.commit().await?;
    Ok(see_other(form.page()))
}

/// `POST /do/desk/tag-account`
pub async fn tag(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<BesideForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = form.account(&staff, &mut tx).await?;
    let wrong = FieldError::new("tag", "tag_wrong").with(TAG_AT_MOST);
    let tag = normal_tag(&form.tag).ok_or_else(|| form.back(wrong))?;
    if !notes::tag(&mut tx, &account, &tag).await? {
        return Err(form.back(FieldError::new("tag", "tag_full").with(TAGS_AT_MOST)));
    }
    tx.commit().await?;
    Ok(see_other(form.page()))
}

/// `POST /do/desk/untag-account`
pub async fn untag(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<BesideForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = form.account(&staff, &mut tx).await?;
    notes::untag(&mut tx, &account, &form.tag).await?;
    tx.commit().await?;
    Ok(see_other(form.page()))
}

impl BesideForm {
    async fn account(&self, staff: &StaffIn, tx: &mut Tx) -> Result<Account, Refusal> {
        if !staff.role.may_change() {
            return Err(Refusal::Forbidden);
        }
        let id: AccountId = self.account.parse().map_err(|_| Refusal::NotFound)?;
        Ok(account(tx, id).await?)
    }

    fn page(&self) -> String {
        format!("/desk/accounts/{}/timeline", self.account)
    }

    fn back(&self, error: FieldError) -> Refusal {
        let fields = vec![("note".to_owned(), self.note.clone()), ("tag".to_owned(), self.tag.clone())];
        Refusal::invalid(self.page(), fields, error)
    }
}
