//! What is posted about needs, by whoever has them and by the team at their word.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::accounts::model::Account;
use crate::accounts::store::account;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountId, NeedId, PersonId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::needs::model::{NewNeed, Typed};
use crate::needs::pages::PAGE;
use crate::needs::store;
use crate::reach::model::Told;

/// What the forms about needs send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NeedForm {
    kind: String,
    language: String,
    helper: String,
    months: String,
    consent: String,
    /// At the desk: beside which account, whose need it is, and how they said it.
    account: String,
    person: String,
    told: String,
    /// The need that ends.
    need: String,
}

/// `POST /do/needs/say`
pub async fn say(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<NeedForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let new = form.understood(&tx).map_err(|errors| form.back(PAGE, errors))?;
    store::note(&mut tx, person.person, None, Told::Portal, &new).await?;
    tx.commit().await?;
    Ok(see_other(format!("{PAGE}?done=said")))
}

/// `POST /do/needs/end`
pub async fn end(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<NeedForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let need = form.need()?;
    if !store::end(&mut tx, need, None).await? && !store::is_known(&mut tx, need).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(format!("{PAGE}?done=ended")))
}

/// `POST /do/desk/note-need`: somebody of the account said it to the team.
pub async fn note(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<NeedForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = form.account(&staff, &mut tx).await?;
    let page = form.desk_page();
    let person = form.person_of(&mut tx, &account).await?;
    let told = Told::to_team(&form.told);
    let understood = form.understood(&tx);
    let mut errors = understood.as_ref().err().cloned().unwrap_or_default();
    if person.is_none() {
        errors.insert(0, FieldError::new("person", "person_none"));
    }
    if told.is_none() {
        errors.push(FieldError::new("told", "told_none"));
    }
    let (Ok(new), Some(person), Some(told)) = (understood, person, told) else {
        return Err(form.back(&format!("{page}?note=1"), errors));
    };
    store::note(&mut tx, person, Some(&account), told, &new).await?;
    tx.commit().await?;
    Ok(see_other(format!("{page}?done=noted")))
}

/// `POST /do/desk/end-need`: what the team noted, at the word of whoever had it.
pub async fn end_at_desk(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<NeedForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let account = form.account(&staff, &mut tx).await?;
    store::end(&mut tx, form.need()?, Some(account.id)).await?;
    tx.commit().await?;
    Ok(see_other(format!("{}?done=ended", form.desk_page())))
}

impl NeedForm {
    fn need(&self) -> Result<NeedId, Refusal> {
        self.need.parse().map_err(|_| Refusal::NotFound)
    }

    fn desk_page(&self) -> String {
        format!("/desk/accounts/{}/parties", self.account)
    }

    async fn account(&self, staff: &StaffIn, tx: &mut Tx) -> Result<Account, Refusal> {
        if !staff.role.may_change() {
            return Err(Refusal::Forbidden);
        }
        let id: AccountId = self.account.parse().map_err(|_| Refusal::NotFound)?;
        Ok(account(tx, id).await?)
    }

    /// Whose need it is: somebody of the account.
    async fn person_of(&self, tx: &mut Tx, account: &Account) -> Result<Option<PersonId>, sqlx::Error> {
        let people = store::people_of(tx, account.id).await?;
        Ok(people.into_iter().map(|(id, _)| id).find(|id| id.to_string() == self.person))
    }

    fn understood(&self, tx: &Tx) -> Result<NewNeed, Vec<FieldError>> {
        let typed = Typed {
            kind: self.kind.clone(),
            language: self.language.clone(),
            helper: self.helper.clone(),
            months: self.months.clone(),
            has_consent: !self.consent.is_empty(),
        };
        typed.understood(tx.today(chrono_tz::America::Mexico_City)).map_err(|wrong| {
            let at = wrong.into_iter().map(|wrong| wrong.at());
            at.map(|(field, code)| FieldError::new(field, code)).collect()
        })
    }

    fn back(&self, page: &str, errors: Vec<FieldError>) -> Refusal {
        let fields = [
            ("person", &self.person),
            ("kind", &self.kind),
            ("language", &self.language),
            ("helper", &self.helper),
            ("months", &self.months),
            ("consent", &self.consent),
            ("told", &self.told),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::Invalid { back_to: page.to_owned(), fields, errors }
    }
}
