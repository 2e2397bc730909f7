//! Files of an account on their way to whoever may have them: saved under the name that they came with, never shown in
//! place.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::accounts::model::Account;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx, broken_constraint};
use crate::kernel::ids::AccountFileId;
use crate::kernel::pictures;
use crate::kernel::upload::{File, FileFault};
use crate::kernel::web::Refusal;
use crate::payments::recorded::store;

/// Why a file is not kept with an account.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    Fault(#[from] FileFault),
    /// The account has as many as it may.
    #[error("the account keeps as many files as it may")]
    QuotaFull,
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for KeepError {
    fn from(error: sqlx::Error) -> Self {
        match broken_constraint(&error) {
            Some("account_files_quota") => Self::QuotaFull,
            _ => Self::Database(error),
        }
    }
}

/// Keeps a paper or a picture with an account: a picture drawn anew, a paper as it is if it is whole.
pub async fn keep(tx: &mut Tx, account: &Account, file: &File) -> Result<AccountFileId, KeepError> {
    let media_type = file.media_type.ok_or(FileFault::Type)?;
    let bytes = pictures::kept(media_type, file.bytes.clone()).await?;
    let kept = File { name: file.name.clone(), media_type: Some(media_type), bytes };
    Ok(store::keep_file(tx, account, &kept).await?)
}

/// The file, if this reader may see it. That it was read is written down.
pub async fn send_file(db: &Db, actor: Actor, id: &str) -> Result<Response, Refusal> {
    let id: AccountFileId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(actor).await?;
    let file = store::file(&mut tx, id).await?;
    tx.audit("read", "account_file", id.0, Some(file.account)).await?;
    tx.commit().await?;
    let name = percent_encoding::utf8_percent_encode(&file.name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let kind = HeaderValue::from_str(&file.media_type).map_err(Refusal::internal)?;
    let disposition = HeaderValue::from_str(&disposition).map_err(Refusal::internal)?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], file.bytes)
        .into_response())
}
