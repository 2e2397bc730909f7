//! Disputes that are being written: their writer's own, for fourteen days.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::disputes::model::About;
use crate::disputes::store::undecodable;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountFileId, AccountId, DisputeDraftId, InvoiceId};

/// For how long a draft is kept.
const DAYS_KEPT: i64 = 14;
/// Nobody needs more at once; the oldest are taken up again before another is begun.
pub const DRAFTS_AT_MOST: i64 = 20;

/// A dispute that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: DisputeDraftId,
    pub account: AccountId,
    pub about: About,
    pub invoice: Option<InvoiceId>,
    /// What was typed, as names and values.
    pub fields: Vec<(String, String)>,
    pub files: Vec<DraftFile>,
    pub begun_at: DateTime<Utc>,
}

impl Draft {
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    pub fn values(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }
}

/// A file that waits to be sent with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFile {
    pub id: AccountFileId,
    pub name: String,
    pub bytes: u64,
}

/// Begins one. The page's key names it: pressed twice, it is one.
pub async fn begin(
    tx: &mut Tx,
    id: DisputeDraftId,
    account: &Account,
    about: About,
    invoice: Option<InvoiceId>,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into dispute_drafts (id, account_id, debtor_id, creditor_id, person_id, about, invoice_id, begun_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing",
        id.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        tx.actor().id(),
        about.name(),
        invoice.map(|invoice| invoice.0),
        now,
        now + TimeDelta::days(DAYS_KEPT)
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("begin", "dispute_draft", id.0, Some(account.id)).await
}

/// One of this writer's, unless it was sent, thrown away or is too old.
pub async fn draft(tx: &mut Tx, id: DisputeDraftId) -> Result<Draft, sqlx::Error> {
    select(tx, Some(id)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// All of this writer's, the latest first.
pub async fn drafts(tx: &mut Tx) -> Result<Vec<Draft>, sqlx::Error> {
    select(tx, None).await
}

/// Keeps what was typed and which files go with it.
pub async fn keep(
    tx: &mut Tx,
    draft: &Draft,
    fields: &[(String, String)],
    files: &[AccountFileId],
) -> Result<(), sqlx::Error> {
    let files: Vec<Uuid> = files.iter().map(|file| file.0).collect();
    let now = tx.now();
    sqlx::query!(
        "update dispute_drafts set fields = $2, files = $3, expires_at = $4 where id = $1 and person_id = $5 and ended_at is null",
        draft.id.0,
        Json(fields) as _,
        &files,
        now + TimeDelta::days(DAYS_KEPT),
        tx.actor().id()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("write", "dispute_draft", draft.id.0, Some(draft.account)).await
}

/// It was sent or is not wanted any more.
pub async fn end(tx: &mut Tx, draft: &Draft, verb: &'static str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update dispute_drafts set ended_at = $2 where id = $1 and person_id = $3 and ended_at is null",
        draft.id.0,
        now,
        tx.actor().id()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit(verb, "dispute_draft", draft.id.0, Some(draft.account)).await
}

async fn select(tx: &mut Tx, id: Option<DisputeDraftId>) -> Result<Vec<Draft>, sqlx::Error> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select id as "id: DisputeDraftId", account_id as "account: AccountId", about, invoice_id as "invoice: InvoiceId",
             fields as "fields: Json<Vec<(String, String)>>", begun_at,
             (select coalesce(jsonb_agg(jsonb_build_array(f.id, f.name, octet_length(f.bytes)) order by f.added_at, f.id), '[]')
              from account_files f where f.id = any(d.files)) as "files!: Json<Vec<(Uuid, String, u64)>>"
           from dispute_drafts d
           where person_id = $1 and ended_at is null and expires_at > $2 and ($3::uuid is null or id = $3)
           order by begun_at desc, id desc limit $4"#,
        tx.actor().id(),
        now,
        id.map(|id| id.0),
        DRAFTS_AT_MOST
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Draft {
                id: row.id,
                account: row.account,
                about: About::parse(&row.about)
                    .ok_or_else(|| undecodable("an unknown subject of a dispute"))?,
                invoice: row.invoice,
                fields: row.fields.0,
                files: row
                    .files
                    .0
                    .into_iter()
                    .map(|(id, name, bytes)| DraftFile { id: AccountFileId(id), name, bytes })
                    .collect(),
                begun_at: row.begun_at,
            })
        })
        .collect()
}
