//! The addresses of the signed-in person, and how they come to have another one.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Answer, answer};
use crate::contact::letters::{AddressChanged, AddressCode, address_changed, address_code};
use crate::contact::model::{Channel, Letter, NoticeKind};
use crate::contact::store::{Notice, Recipient, send};
use crate::identity::keys::Keys;
use crate::identity::model::AddressKind;
use crate::kernel::db::Tx;
use crate::kernel::ids::{ContactPointId, CreditorId, PersonId};
use crate::kernel::locale::Lang;

/// An address of the person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAddress {
    pub id: ContactPointId,
    pub kind: AddressKind,
    pub address: String,
    pub suspended: bool,
}

/// The addresses of the signed-in person, without those that they gave up or had hidden.
pub async fn own_addresses(tx: &mut Tx) -> Result<Vec<OwnAddress>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ContactPointId", kind, address, suspended_at is not null as "suspended!" from contact_points
           where person_id = $1 and replaced_at is null and unsafe_at is null order by kind, created_at, id"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let read = rows.into_iter().map(|row| {
        Some(OwnAddress {
            id: row.id,
            kind: AddressKind::parse(&row.kind)?,
            address: row.address,
            suspended: row.suspended,
        })
    });
    Ok(read.flatten().collect())
}

/// An address that a person says is theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedAddress {
    /// The same press of the button asks once.
    pub id: Uuid,
    pub kind: AddressKind,
    pub address: String,
    /// The one that is given up for it.
    pub replaces: Option<ContactPointId>,
    pub lang: Lang,
}

/// Sends a code to the address. Nothing about the person changes before it comes back; answers whether there is a
/// creditor in whose name anything can be sent to them.
pub async fn ask_address(
    tx: &mut Tx,
    keys: &Keys,
    wanted: &WantedAddress,
    digits: &str,
) -> Result<bool, sqlx::Error> {
    let asked = sqlx::query_scalar!(
        r#"select exists (select from address_changes where id = $1) as "asked!""#,
        wanted.id
    )
    .fetch_one(&mut **tx)
    .await?;
    if asked {
        return Ok(true);
    }
    let Some(creditor) = first_creditor(tx).await? else { return Ok(false) };
    let words = address_code(&AddressCode { creditor: &creditor.name, code: digits }, wanted.lang);
    let good_until = Some(Utc::now() + CODE_LASTS);
    let notice = notice(tx, NoticeKind::AddressCode, creditor.id, wanted, &wanted.address, words, good_until);
    let notice = send(tx, notice).await?;
    sqlx::query!(
        "insert into address_changes (id, person_id, kind, address, replaces, code_hash, notice_id)
         values ($1, $2, $3, $4, $5, $6, $7)",
        wanted.id,
        tx.actor().id(),
        wanted.kind.code(),
        wanted.address,
        wanted.replaces.map(|point| point.0),
        &code_hash(keys, wanted.id, digits),
        notice.0
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("ask_address_change", "address_change", wanted.id, None).await?;
    Ok(true)
}

/// What the person asked for and has not confirmed yet, as long as it can be.
pub async fn asked_address(
    tx: &mut Tx,
    change: Uuid,
    lang: Lang,
) -> Result<Option<WantedAddress>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select kind, address, replaces as "replaces: ContactPointId" from address_changes
           where id = $1 and person_id = $2 and confirmed_at is null"#,
        change,
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(|row| {
        let kind = AddressKind::parse(&row.kind)?;
        Some(WantedAddress { id: change, kind, address: row.address, replaces: row.replaces, lang })
    }))
}

/// Whether these are the digits that were sent to the new address. If they are, it takes the place of the old one, which
/// is told.
pub async fn confirm_address(
    tx: &mut Tx,
    keys: &Keys,
    wanted: &WantedAddress,
    digits: &str,
) -> Result<Answer, sqlx::Error> {
    let old = own_addresses(tx).await?.into_iter().find(|own| Some(own.id) == wanted.replaces);
    let point = ContactPointId::new();
    let row = sqlx::query!(
        r#"select outcome as "outcome!", tries as "tries!" from confirm_address($1, $2, $3)"#,
        wanted.id,
        &code_hash(keys, wanted.id, digits),
        point.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let answer = answer(&row.outcome, row.tries);
    if answer != Answer::Right {
        tx.audit("refuse_address_code", "address_change", wanted.id, None).await?;
        return Ok(answer);
    }
    tx.audit("change_address", "address_change", wanted.id, None).await?;
    // An address at which nobody was reached is not written to once more.
    if let Some(old) = old.filter(|old| !old.suspended && old.address != wanted.address) {
        tell_old(tx, wanted, &old).await?;
    }
    Ok(answer)
}

const CODE_LASTS: TimeDelta = TimeDelta::minutes(10);

async fn tell_old(tx: &mut Tx, wanted: &WantedAddress, old: &OwnAddress) -> Result<(), sqlx::Error> {
    let Some(creditor) = first_creditor(tx).await? else { return Ok(()) };
    let changed = AddressChanged {
        creditor: &creditor.name,
        phone: Some(creditor.phone.as_str()).filter(|phone| !phone.is_empty()),
    };
    let words = address_changed(&changed, wanted.lang);
    let notice = notice(tx, NoticeKind::AddressChanged, creditor.id, wanted, &old.address, words, None);
    send(tx, notice).await.map(drop)
}

/// It names no contact point of ours: the new address is none yet, and to the old one this is the last that is sent.
fn notice(
    tx: &Tx,
    kind: NoticeKind,
    creditor: CreditorId,
    wanted: &WantedAddress,
    address: &str,
    words: Letter,
    good_until: Option<DateTime<Utc>>,
) -> Notice {
    let channel = match wanted.kind {
        AddressKind::Email => Channel::Email,
        AddressKind::Phone => Channel::Sms,
    };
    let person = tx.actor().id().map(PersonId);
    let to = Recipient { person, contact_point: None, channel, address: address.to_owned() };
    Notice { kind, to, creditor, account: None, lang: wanted.lang, words, good_until }
}

/// In whose name a person is written to about themselves.
struct FirstCreditor {
    id: CreditorId,
    name: String,
    phone: String,
}

async fn first_creditor(tx: &mut Tx) -> Result<Option<FirstCreditor>, sqlx::Error> {
    sqlx::query_as!(
        FirstCreditor,
        r#"select c.id as "id: CreditorId", c.name, c.phone from parties p join creditors c on c.id = p.creditor_id
           where p.person_id = $1 and party_is_current(p.from_on, p.until_on) order by c.name limit 1"#,
        tx.actor().id()
    )
    .fetch_optional(&mut **tx)
    .await
}

fn code_hash(keys: &Keys, change: Uuid, digits: &str) -> [u8; 32] {
    keys.digest("address code", format!("{change}:{digits}").as_bytes())
}
