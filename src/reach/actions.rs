//! What is posted about addresses, by whom they belong to and by the team at their word.

use axum::Form;
use axum::extract::State;
use serde::Deserialize;

use crate::accounts::store::account;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::db::Db;
use crate::kernel::ids::{AccountId, ContactCheckId, ContactPointId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::reach::model::Told;
use crate::reach::pages::PAGE;
use crate::reach::store;

/// Which address, or which question about one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReachForm {
    point: String,
    question: String,
    answer: String,
    /// At the desk: beside which account, and how they said it.
    account: String,
    told: String,
}

impl ReachForm {
    fn point(&self) -> Result<ContactPointId, Refusal> {
        self.point.parse().map_err(|_| Refusal::NotFound)
    }

    /// The page of the desk that holds the form.
    fn desk_page(&self) -> String {
        format!("/desk/accounts/{}/parties", self.account)
    }

    fn account(&self, staff: &StaffIn) -> Result<AccountId, Refusal> {
        if !staff.role.may_change() {
            return Err(Refusal::Forbidden);
        }
        self.account.parse().map_err(|_| Refusal::NotFound)
    }
}

/// `POST /do/reach/hide`
pub async fn hide(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<ReachForm>,
) -> Result<SeeOther, Refusal> {
    if form.point.is_empty() {
        return Err(Refusal::invalid(PAGE, Vec::new(), FieldError::new("point", "point_none")));
    }
    let mut tx = db.begin(person.actor()).await?;
    if !store::hide(&mut tx, form.point()?, Told::Portal, None).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(format!("{PAGE}?done=hidden")))
}

/// `POST /do/reach/use-again`
pub async fn use_again(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<ReachForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    if !store::use_again(&mut tx, form.point()?).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(format!("{PAGE}?done=used")))
}

/// `POST /do/reach/answer`: sent twice, the first answer stands.
pub async fn answer(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<ReachForm>,
) -> Result<SeeOther, Refusal> {
    let question: ContactCheckId = form.question.parse().map_err(|_| Refusal::NotFound)?;
    let is_theirs = match form.answer.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::NotFound),
    };
    let mut tx = db.begin(person.actor()).await?;
    if !store::answer(&mut tx, question, is_theirs).await? && !store::is_known(&mut tx, question).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    // There whoever has lost an address gives another at once.
    Ok(see_other("/account/settings?saved=yes"))
}

/// `POST /do/desk/ask-reach`: whether an address is still theirs.
pub async fn ask_at_desk(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ReachForm>,
) -> Result<SeeOther, Refusal> {
    let id = form.account(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = account(&mut tx, id).await?;
    if !store::ask(&mut tx, &account, form.point()?).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(format!("{}?done=asked", form.desk_page())))
}

/// `POST /do/desk/hide-reach`: at its person's word.
pub async fn hide_at_desk(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ReachForm>,
) -> Result<SeeOther, Refusal> {
    let id = form.account(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let account = account(&mut tx, id).await?;
    let point = form.point()?;
    // Only of somebody of this account, whatever else their team may see.
    if !store::of_account(&mut tx, account.id).await?.iter().any(|reached| reached.point == point) {
        return Err(Refusal::NotFound);
    }
    let back = format!("{}?unsafe={point}", form.desk_page());
    let none = FieldError::new("told", "told_none");
    let told = Told::to_team(&form.told).ok_or_else(|| Refusal::invalid(back, Vec::new(), none))?;
    if !store::hide(&mut tx, point, told, Some(account.id)).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(format!("{}?done=hidden", form.desk_page())))
}
