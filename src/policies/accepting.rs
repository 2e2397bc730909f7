//! That somebody read the terms and said so. What they read is kept word for word, once for all who read the same, so that
//! it can be shown later and by whom it is asked.

use chrono::{DateTime, Utc};

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AcceptanceId, AccountId, PersonId, PolicyVersionId};
use crate::kernel::locale::Lang;

/// One person's word that they read a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub person: PersonId,
    pub name: String,
    pub at: DateTime<Utc>,
    /// From where, as the request said.
    pub address: String,
    pub device: String,
    pub lang: Lang,
    /// In hexadecimal digits: the fingerprint of the very words.
    pub sha256: String,
}

/// What is kept.
#[derive(Clone, Copy, Debug)]
pub struct Accepted<'a> {
    pub account: &'a Account,
    pub person: PersonId,
    pub version: PolicyVersionId,
    pub lang: Lang,
    pub text: &'a str,
    pub sha256: &'a [u8; 32],
    pub address: &'a str,
    pub device: &'a str,
}

/// A browser says what it is at any length.
const DEVICE_AT_MOST: usize = 300;

/// Who of an account accepted a version, the first one first.
pub async fn of_account(
    tx: &mut Tx,
    account: AccountId,
    version: PolicyVersionId,
) -> Result<Vec<Acceptance>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select a.person_id as "person: PersonId", p.name as "name?", a.accepted_at, a.address, a.device, a.language, a.text_sha256
           from policy_acceptances a left join persons p on p.id = a.person_id
           where a.account_id = $1 and a.version_id = $2 order by a.accepted_at, a.id"#,
        account.0,
        version.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Acceptance {
            person: row.person,
            name: row.name.unwrap_or_default(),
            at: row.accepted_at,
            address: row.address,
            device: row.device,
            lang: Lang::parse(&row.language).unwrap_or_default(),
            sha256: hex::encode(row.text_sha256),
        })
        .collect())
}

/// Keeps that somebody accepted; the first time stands. Answers whether this was it.
pub async fn accept(tx: &mut Tx, accepted: &Accepted<'_>) -> Result<bool, sqlx::Error> {
    let device: String = accepted.device.chars().take(DEVICE_AT_MOST).collect();
    sqlx::query!(
        "insert into policy_texts (sha256, creditor_id, version_id, language, content) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        &accepted.sha256[..],
        accepted.account.creditor.0,
        accepted.version.0,
        accepted.lang.code(),
        accepted.text
    )
    .execute(&mut **tx)
    .await?;
    let now = tx.now();
    let kept = sqlx::query!(
        "insert into policy_acceptances (id, account_id, debtor_id, creditor_id, person_id, version_id, text_sha256, language,
           accepted_at, address, device, means)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'portal')
         on conflict on constraint policy_acceptances_once do nothing",
        AcceptanceId::new().0,
        accepted.account.id.0,
        accepted.account.debtor.0,
        accepted.account.creditor.0,
        accepted.person.0,
        accepted.version.0,
        &accepted.sha256[..],
        accepted.lang.code(),
        now,
        accepted.address,
        device
    )
    .execute(&mut **tx)
    .await?;
    let is_new = kept.rows_affected() == 1;
    if is_new {
        tx.audit("accept", "policy_version", accepted.version.0, Some(accepted.account.id)).await?;
    }
    Ok(is_new)
}
