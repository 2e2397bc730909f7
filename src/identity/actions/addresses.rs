//! How a person comes to have another e-mail or telephone: a code goes to the new one, and nothing changes before it
//! comes back.

use std::time::Duration;

use axum::extract::State;
use axum_extra::extract::Form;
use rand::Rng as _;
use serde::Deserialize;
use uuid::Uuid;

use crate::identity::extract::SignedIn;
use crate::identity::keys::Keys;
use crate::identity::model::{AddressKind, code_digits};
use crate::identity::store::{self, Answer, OwnAddress, WantedAddress};
use crate::identity::tokens::Press;
use crate::kernel::dates;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::ContactPointId;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::reach;
use crate::ui::Visit;

const SETTINGS: &str = "/account/settings";
const CODES_AT_MOST: i32 = 3;
const CODES_LAST: Duration = Duration::from_secs(15 * 60);

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeAddressForm {
    request_key: String,
    kind: String,
    /// The one that is given up; nothing where one is added.
    replaces: String,
    address: String,
}

impl ChangeAddressForm {
    fn refuse(&self, error: FieldError) -> Refusal {
        let back_to = format!("{SETTINGS}/address?kind={}&replaces={}", self.kind, self.replaces);
        Refusal::invalid(back_to, vec![("address".into(), self.address.clone())], error)
    }

    /// The address that is given up, which must be the person's own and of the same kind.
    fn replaced(&self, kind: AddressKind, own: &[OwnAddress]) -> Result<Option<ContactPointId>, Refusal> {
        if self.replaces.is_empty() {
            return Ok(None);
        }
        let wanted: ContactPointId = self.replaces.parse().map_err(|_| Refusal::NotFound)?;
        let found = own.iter().find(|own| own.id == wanted && own.kind == kind);
        found.map(|own| Some(own.id)).ok_or(Refusal::NotFound)
    }
}

/// `POST /do/identity/change-address`
pub async fn change_address(
    State(db): State<Db>,
    State(keys): State<Keys>,
    person: SignedIn,
    visit: Visit,
    Form(form): Form<ChangeAddressForm>,
) -> Result<SeeOther, Refusal> {
    let kind = AddressKind::parse(&form.kind).ok_or(Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let own = store::own_addresses(&mut tx).await?;
    let replaces = form.replaced(kind, &own)?;
    let address =
        kind.normal(&form.address).map_err(|error| form.refuse(FieldError::new("address", error.code())))?;
    if own.iter().any(|own| own.address == address && !own.suspended) {
        return Err(form.refuse(FieldError::new("address", "address_same")));
    }
    // A code that goes there would be read by whom they hide it from.
    if reach::store::is_hidden(&mut tx, &address).await? {
        return Err(form.refuse(FieldError::new("address", "address_unsafe")));
    }
    let id = Press::of(&keys, &address, &form.request_key).id();
    let wanted = WantedAddress { id, kind, address, replaces, lang: visit.lang };
    within_limits(&mut tx, &keys, &person, &wanted).await.map_err(|error| match error {
        Limit::Reached(hour) => form.refuse(FieldError::new("address", "who_rate").with(hour)),
        Limit::Database(error) => error.into(),
    })?;
    let digits = format!("{:06}", rand::rng().random_range(0..1_000_000));
    if !store::ask_address(&mut tx, &keys, &wanted, &digits).await? {
        return Err(Refusal::Forbidden);
    }
    tx.commit().await?;
    Ok(see_other(format!("{SETTINGS}/address/code?change={id}")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfirmAddressForm {
    change: String,
    code: String,
}

/// `POST /do/identity/confirm-address`
pub async fn confirm_address(
    State(db): State<Db>,
    State(keys): State<Keys>,
    person: SignedIn,
    visit: Visit,
    Form(form): Form<ConfirmAddressForm>,
) -> Result<SeeOther, Refusal> {
    let change: Uuid = form.change.parse().map_err(|_| Refusal::NotFound)?;
    let back_to = format!("{SETTINGS}/address/code?change={change}");
    let refuse = |error| Refusal::invalid(&back_to, Vec::new(), error);
    let digits = code_digits(&form.code).ok_or_else(|| refuse(FieldError::new("code", "otp_format")))?;
    let mut tx = db.begin(person.actor()).await?;
    let Some(wanted) = store::asked_address(&mut tx, change, visit.lang).await? else {
        return Err(Refusal::NotFound);
    };
    let answer = store::confirm_address(&mut tx, &keys, &wanted, &digits).await?;
    tx.commit().await?;
    match answer {
        Answer::Right => Ok(see_other(format!("{SETTINGS}?saved=yes"))),
        Answer::Wrong { tries_left } => Err(refuse(FieldError::new("code", "otp_wrong").with(tries_left))),
        Answer::Spent => Err(refuse(FieldError::new("code", "otp_spent"))),
        Answer::Expired => Err(refuse(FieldError::new("code", "otp_expired"))),
    }
}

enum Limit {
    /// Until that hour.
    Reached(String),
    Database(sqlx::Error),
}

/// A person cannot have letters sent without end, and nobody gets them without end, whoever asks.
async fn within_limits(
    tx: &mut Tx,
    keys: &Keys,
    person: &SignedIn,
    wanted: &WantedAddress,
) -> Result<(), Limit> {
    let addressee = keys.digest("detail typed", wanted.address.as_bytes());
    for subject in [person.person.0.as_bytes().as_slice(), addressee.as_slice()] {
        let exceeded = store::exceeds(tx, subject, "address codes", CODES_AT_MOST, CODES_LAST).await;
        if let Some(retry_at) = exceeded.map_err(Limit::Database)? {
            let local = retry_at.with_timezone(&chrono_tz::America::Mexico_City);
            return Err(Limit::Reached(dates::hour(local.time(), wanted.lang)));
        }
    }
    Ok(())
}
