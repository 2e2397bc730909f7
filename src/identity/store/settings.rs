//! What somebody can see and change about themselves, and who stands over a page.

use chrono::NaiveDate;

use crate::kernel::actor::Actor;
use crate::kernel::db::Tx;
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;

/// What the person may do on one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnGrant {
    pub creditor: String,
    pub reference: String,
    pub role: String,
    pub may: String,
    pub until: Option<NaiveDate>,
}

/// The signed-in person's links to accounts, and nobody else's.
pub async fn own_grants(tx: &mut Tx) -> Result<Vec<OwnGrant>, sqlx::Error> {
    sqlx::query_as!(
        OwnGrant,
        r#"select c.name as creditor, a.reference, p.role, p.may, p.until_on as until
           from parties p join accounts a on a.id = p.account_id join creditors c on c.id = p.creditor_id
           where p.person_id = $1 and party_is_current(p.from_on, p.until_on) order by c.name, a.reference, p.role"#,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await
}

/// Keeps in which language pages speak to a person, and how they look; without a theme, as their device does.
pub async fn change_preferences(tx: &mut Tx, lang: Lang, theme: Option<&str>) -> Result<(), sqlx::Error> {
    let person = tx.actor().id();
    sqlx::query!("update persons set language = $2, theme = $3 where id = $1", person, lang.code(), theme)
        .execute(&mut **tx)
        .await?;
    tx.audit("change_preferences", "person", person.unwrap_or_default(), None).await
}

/// The same for a member of the team.
pub async fn change_staff_preferences(
    tx: &mut Tx,
    lang: Lang,
    theme: Option<&str>,
) -> Result<(), sqlx::Error> {
    let staff = tx.actor().id();
    sqlx::query!("update staff set language = $2, theme = $3 where id = $1", staff, lang.code(), theme)
        .execute(&mut **tx)
        .await?;
    tx.audit("change_preferences", "staff", staff.unwrap_or_default(), None).await
}

/// The one creditor whom a page concerns, if it is one: the signed-in person's, or, where nobody is signed in, the
/// portal's.
pub async fn only_creditor(tx: &mut Tx) -> Result<Option<CreditorId>, sqlx::Error> {
    let person = matches!(tx.actor(), Actor::Person { .. });
    let creditors = sqlx::query_scalar!(
        r#"select id as "id: CreditorId" from creditors c
           where not $1 or exists (select from accounts a where a.creditor_id = c.id) limit 2"#,
        person
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(if let [only] = creditors.as_slice() { Some(*only) } else { None })
}
