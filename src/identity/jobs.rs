//! What happens after somebody asked for a code, out of sight of the answer that they got.

use rand::Rng;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::contact::letters::{self, SignIn};
use crate::contact::model::{Channel, NoticeKind};
use crate::contact::store::{Notice, Recipient};
use crate::identity::keys::Keys;
use crate::identity::store;
use crate::identity::tokens::Secret;
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};

/// Why a code was not sent; the job is tried again.
#[derive(Debug, thiserror::Error)]
pub enum SendCodeError {
    #[error("the job names no code")]
    Payload(#[from] serde_json::Error),
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

#[derive(Deserialize)]
struct Payload {
    code: Uuid,
}

/// The job `send_sign_in_code`: makes the digits and the link and sends them, if the detail that was typed is anybody's.
/// Digits and letter become true in one transaction, so that running twice sends nothing twice.
pub async fn send_code(db: &Db, keys: &Keys, payload: Value) -> Result<(), SendCodeError> {
    let Payload { code } = serde_json::from_value(payload)?;
    let mut tx = db.begin(Actor::System(store::SEND_CODE)).await?;
    let Some(to) = store::code_recipient(&mut tx, code).await? else { return Ok(()) };
    // Somebody with no account has nothing to sign in to.
    let Some((creditor, name)) = to.creditor else { return Ok(()) };
    let digits = format!("{:06}", rand::rng().random_range(0..1_000_000));
    let link = Secret::random();
    store::arm_code(&mut tx, keys, code, &digits, &link).await?;
    let path = format!("/login/link/{}", link.text());
    let sign_in = SignIn { creditor: &name, code: &digits, link: Some(&path) };
    let notice = Notice {
        kind: NoticeKind::SignInCode,
        to: Recipient {
            person: Some(to.person),
            contact_point: Some(to.contact_point),
            channel: if to.kind == "email" { Channel::Email } else { Channel::Sms },
            address: to.address,
        },
        creditor,
        account: None,
        lang: to.lang,
        words: letters::sign_in_code(&sign_in, to.lang),
        good_until: Some(to.expires_at),
    };
    crate::contact::send(&mut tx, notice).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets, about once an hour, what only mattered while somebody was signing in.
pub async fn sweep(db: &Db) -> Result<(), BeginError> {
    let mut tx = db.begin(Actor::System("sweep_sign_in")).await?;
    store::sweep(&mut tx).await?;
    Ok(tx.commit().await?)
}
