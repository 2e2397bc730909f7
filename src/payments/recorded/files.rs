//! Files of an account on their way to whoever may have them: saved under the name that they came with, never shown in
//! place.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::AccountFileId;
use crate::kernel::web::Refusal;
use crate::payments::recorded::store;

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
