//! What those who lead decide about groups.

use axum::extract::State;
use axum_extra::extract::Form;

use crate::desk::groups::model::{Rules, RulesForm};
use crate::desk::groups::store::{self, Group, GroupError, Owner, group, owners};
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CreditorId, GroupId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// Whether this role makes groups.
pub fn may_group(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Administrator)
}

/// `POST /do/desk/make-group`
pub async fn make(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<RulesForm>,
) -> Result<SeeOther, Refusal> {
    leads(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let creditor: CreditorId = form.creditor.parse().map_err(|_| Refusal::NotFound)?;
    let owners = owners(&mut tx).await?;
    let owner = owners.iter().find(|owner| owner.creditor == creditor).ok_or(Refusal::NotFound)?;
    let back_to = format!("/desk/groups/new?creditor={creditor}");
    let (name, rules) = understood(&form, owner, &back_to)?;
    let made = store::make(&mut tx, creditor, &name, &rules).await;
    let id = made.map_err(|error| unkept(&form, back_to, error))?.ok_or(Refusal::NotFound)?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/groups/{id}?done=made")))
}

/// `POST /do/desk/change-group`
pub async fn change(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<RulesForm>,
) -> Result<SeeOther, Refusal> {
    leads(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let group = named(&mut tx, &form).await?;
    let owners = owners(&mut tx).await?;
    let owner = owners.iter().find(|owner| owner.creditor == group.creditor).ok_or(Refusal::NotFound)?;
    let back_to = format!("/desk/groups/{}/change", group.id);
    let (name, rules) = understood(&form, owner, &back_to)?;
    store::change(&mut tx, group.id, &name, &rules).await.map_err(|error| unkept(&form, back_to, error))?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/groups/{}?done=changed", group.id)))
}

/// `POST /do/desk/retire-group`
pub async fn retire(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<RulesForm>,
) -> Result<SeeOther, Refusal> {
    leads(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let group = named(&mut tx, &form).await?;
    store::retire(&mut tx, group.id).await?;
    tx.commit().await?;
    Ok(see_other("/desk/groups?done=retired"))
}

async fn named(tx: &mut Tx, form: &RulesForm) -> Result<Group, Refusal> {
    let id: GroupId = form.group.parse().map_err(|_| Refusal::NotFound)?;
    Ok(group(tx, id).await?)
}

/// The name and the rules, or the form again with everything that is wrong with it.
fn understood(form: &RulesForm, owner: &Owner, back_to: &str) -> Result<(String, Rules), Refusal> {
    match (form.name(), form.rules(&owner.currencies)) {
        (Ok(name), Ok(rules)) => Ok((name, rules)),
        (name, rules) => {
            let mut errors: Vec<FieldError> = name.err().into_iter().collect();
            errors.extend(rules.err().unwrap_or_default());
            Err(Refusal::Invalid { back_to: back_to.to_owned(), fields: form.fields(), errors })
        }
    }
}

fn unkept(form: &RulesForm, back_to: String, error: GroupError) -> Refusal {
    match error {
        GroupError::NameTaken => {
            Refusal::invalid(back_to, form.fields(), FieldError::new("name", "name_taken"))
        }
        GroupError::Database(error) => error.into(),
    }
}

fn leads(staff: &StaffIn) -> Result<(), Refusal> {
    if may_group(staff.role) { Ok(()) } else { Err(Refusal::Forbidden) }
}
