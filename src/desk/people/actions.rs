//! What administrators decide about the team.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::desk::people::model::{LIMITED, Trust, TypedTrust, is_money, parse_email, parse_reach};
use crate::desk::people::store::{self, Member, PeopleError, member, own_creditors};
use crate::desk::people::telling::tell_link;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::identity::passwords;
use crate::identity::tokens::Secret;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{CreditorId, StaffId};
use crate::kernel::money::Currency;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

const INVITE: &str = "/desk/people/invite";

/// What is typed about somebody.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    person: String,
    name: String,
    email: String,
    role: String,
    speaks: Vec<String>,
    creditors: Vec<String>,
    /// To whom what they hold goes.
    heir: String,
}

/// `POST /do/desk/invite-person`
pub async fn invite(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<PersonForm>,
) -> Result<SeeOther, Refusal> {
    administers(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let own = own_creditors(&mut tx).await?;
    let (trust, email) = (form.trust(&own), parse_email(&form.email));
    let (trust, email) = match (trust, email) {
        (Ok(trust), Ok(email)) => (trust, email),
        (trust, email) => {
            let mut errors = trust.err().unwrap_or_default();
            errors.extend(email.err());
            return Err(form.refused(INVITE.to_owned(), errors));
        }
    };
    drop(tx);
    // Hashing takes a while, and nobody waits for a connection meanwhile.
    let (link, no_password) = (Secret::random(), nobodys_password().await?);
    let mut tx = db.begin(staff.actor()).await?;
    let id = store::invite(&mut tx, &trust, &email, &no_password, &link)
        .await
        .map_err(|error| form.undecided(INVITE.to_owned(), error))?;
    let lang = trust.speaks.first().copied().unwrap_or_default();
    tell_link(&mut tx, first_of(&trust.creditors, &own)?, (&trust.name, &email, lang), &link).await?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/people/{id}?done=invited")))
}

/// `POST /do/desk/change-person`
pub async fn change(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<PersonForm>,
) -> Result<SeeOther, Refusal> {
    administers(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let member = form.member(&mut tx).await?;
    let own = own_creditors(&mut tx).await?;
    let trust = form.trust(&own).map_err(|errors| form.refused(page(member.id), errors))?;
    store::change(&mut tx, member.id, &trust)
        .await
        .map_err(|error| form.undecided(page(member.id), error))?;
    tx.commit().await?;
    Ok(see_other(format!("{}?done=changed", page(member.id))))
}

/// `POST /do/desk/reset-person`
pub async fn reset(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<PersonForm>,
) -> Result<SeeOther, Refusal> {
    administers(&staff)?;
    let (link, no_password) = (Secret::random(), nobodys_password().await?);
    let mut tx = db.begin(staff.actor()).await?;
    let member = form.member(&mut tx).await?;
    let own = own_creditors(&mut tx).await?;
    store::reset(&mut tx, member.id, &no_password, &link)
        .await
        .map_err(|error| form.undecided(page(member.id), error))?;
    let lang = member.speaks.first().copied().unwrap_or_default();
    tell_link(&mut tx, first_of(&member.creditors, &own)?, (&member.name, &member.email, lang), &link)
        .await?;
    tx.commit().await?;
    Ok(see_other(format!("{}?done=reset", page(member.id))))
}

/// `POST /do/desk/let-person-go`
pub async fn let_go(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<PersonForm>,
) -> Result<SeeOther, Refusal> {
    administers(&staff)?;
    let mut tx = db.begin(staff.actor()).await?;
    let member = form.member(&mut tx).await?;
    let wrong = || form.refused(page(member.id), vec![FieldError::new("heir", "heir_wrong")]);
    let heir = match form.heir.as_str() {
        "nobody" => None,
        id => Some(id.parse::<StaffId>().map_err(|_| wrong())?),
    };
    let held = store::let_go(&mut tx, member.id, heir)
        .await
        .map_err(|error| form.undecided(page(member.id), error))?;
    tx.commit().await?;
    Ok(see_other(format!("{}?done=left:{held}", page(member.id))))
}

/// How far somebody may go alone, as it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LimitsForm {
    person: String,
    currency: String,
    refund: String,
    adjustment: String,
    waiver: String,
    write_off: String,
    manual_payment: String,
    discount: String,
    term: String,
    refund_free: String,
    adjustment_free: String,
    waiver_free: String,
    write_off_free: String,
    manual_payment_free: String,
    discount_free: String,
    term_free: String,
}

/// `POST /do/desk/set-limits`
pub async fn set_limits(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<LimitsForm>,
) -> Result<SeeOther, Refusal> {
    administers(&staff)?;
    let id: StaffId = form.person.parse().map_err(|_| Refusal::NotFound)?;
    let currency = Currency::parse(&form.currency).ok_or(Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    let member = member(&mut tx, id).await?;
    let (mut limits, mut errors) = (Vec::new(), Vec::new());
    for (kind, (typed, free)) in LIMITED.into_iter().zip(form.typed()) {
        match parse_reach(kind, currency, typed, !free.is_empty()) {
            Ok(reach) => limits.push((kind, if is_money(kind) { currency.code() } else { "" }, reach)),
            Err(error) => errors.push(error),
        }
    }
    let refused = |errors| {
        let fields = LIMITED.iter().zip(form.typed());
        let fields = fields.map(|(kind, (typed, _))| (kind.name().to_owned(), typed.clone())).collect();
        Refusal::Invalid { back_to: page(member.id), fields, errors }
    };
    if !errors.is_empty() {
        return Err(refused(errors));
    }
    store::set_limits(&mut tx, member.id, &limits).await.map_err(|error| match error {
        PeopleError::Database(error) => error.into(),
        _ => refused(vec![FieldError::new("", "not_yours")]),
    })?;
    tx.commit().await?;
    Ok(see_other(format!("{}?done=changed", page(member.id))))
}

impl LimitsForm {
    /// In the order of [`LIMITED`]: what was typed, and whether there is no limit.
    fn typed(&self) -> [(&String, &String); 7] {
        [
            (&self.refund, &self.refund_free),
            (&self.adjustment, &self.adjustment_free),
            (&self.waiver, &self.waiver_free),
            (&self.write_off, &self.write_off_free),
            (&self.manual_payment, &self.manual_payment_free),
            (&self.discount, &self.discount_free),
            (&self.term, &self.term_free),
        ]
    }
}

impl PersonForm {
    fn trust(&self, own: &[(CreditorId, String)]) -> Result<Trust, Vec<FieldError>> {
        let own: Vec<CreditorId> = own.iter().map(|(id, _)| *id).collect();
        let typed = TypedTrust {
            name: &self.name,
            role: &self.role,
            speaks: &self.speaks,
            creditors: &self.creditors,
        };
        Trust::parse(typed, &own)
    }

    async fn member(&self, tx: &mut Tx) -> Result<Member, Refusal> {
        let id: StaffId = self.person.parse().map_err(|_| Refusal::NotFound)?;
        Ok(member(tx, id).await?)
    }

    fn undecided(&self, back_to: String, error: PeopleError) -> Refusal {
        let error = match error {
            PeopleError::EmailTaken => FieldError::new("email", "email_taken"),
            PeopleError::NotTheirs => FieldError::new("", "not_yours"),
            PeopleError::NoHeir => FieldError::new("heir", "heir_wrong"),
            PeopleError::Database(error) => return error.into(),
        };
        self.refused(back_to, vec![error])
    }

    fn refused(&self, back_to: String, errors: Vec<FieldError>) -> Refusal {
        let single =
            [("name", &self.name), ("email", &self.email), ("role", &self.role), ("heir", &self.heir)];
        let single = single.map(|(name, value)| (name.to_owned(), value.clone())).into_iter();
        let speaks = self.speaks.iter().map(|value| ("speaks".to_owned(), value.clone()));
        let creditors = self.creditors.iter().map(|value| ("creditors".to_owned(), value.clone()));
        Refusal::Invalid { back_to, fields: single.chain(speaks).chain(creditors).collect(), errors }
    }
}

fn administers(staff: &StaffIn) -> Result<(), Refusal> {
    if staff.role == Role::Administrator { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// In whose name the letter goes.
fn first_of<'a>(
    creditors: &[CreditorId],
    own: &'a [(CreditorId, String)],
) -> Result<(CreditorId, &'a str), Refusal> {
    let found = own.iter().find(|(id, _)| creditors.contains(id));
    found.map(|(id, name)| (*id, name.as_str())).ok_or(Refusal::NotFound)
}

/// The digest of a password that nobody knows.
async fn nobodys_password() -> Result<String, Refusal> {
    passwords::hash_apart(Secret::random().text().to_owned()).await.map_err(Refusal::internal)
}

fn page(id: StaffId) -> String {
    format!("/desk/people/{id}")
}
