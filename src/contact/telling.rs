//! Telling somebody outside the portal that there is something about an account of theirs.

use crate::accounts::model::Account;
use crate::contact::model::{Block, Channel, Letter, NoticeKind, Short};
use crate::contact::store::{Notice, Recipient, send};
use crate::kernel::db::Tx;
use crate::kernel::ids::{ContactPointId, PersonId};
use crate::kernel::locale::Lang;

/// Where somebody is written to about their account.
#[derive(Clone, Debug)]
pub struct Told {
    pub lang: Lang,
    pub contact_point: ContactPointId,
    pub channel: Channel,
    pub address: String,
}

/// Where this person is told about their account: by e-mail, or else at their telephone.
pub async fn told(tx: &mut Tx, person: PersonId) -> Result<Option<Told>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select c.id as "id: ContactPointId", c.kind, c.address, p.language
           from contact_points c join persons p on p.id = c.person_id
           where c.person_id = $1 and c.verified_at is not null and c.suspended_at is null
           order by c.kind = 'email' desc, c.created_at limit 1"#,
        person.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Told {
        lang: Lang::parse(&row.language).unwrap_or_default(),
        contact_point: row.id,
        channel: if row.kind == "email" { Channel::Email } else { Channel::Sms },
        address: row.address,
    }))
}

/// Writes to somebody about an account, in their language. Whoever has no address reads it in the portal.
pub async fn tell_about(
    tx: &mut Tx,
    kind: NoticeKind,
    person: PersonId,
    account: &Account,
    words: impl Fn(Lang) -> Letter,
) -> Result<(), sqlx::Error> {
    let Some(told) = told(tx, person).await? else { return Ok(()) };
    let notice = Notice {
        kind,
        to: Recipient {
            person: Some(person),
            contact_point: Some(told.contact_point),
            channel: told.channel,
            address: told.address,
        },
        creditor: account.creditor,
        account: Some(account.id),
        lang: told.lang,
        words: words(told.lang),
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}

/// One sentence, and the page of the portal where the rest is read.
pub fn pointer(subject: String, sentence: String, label: &str, path: String) -> Letter {
    Letter {
        subject,
        body: vec![
            Block::Text(sentence.clone()),
            Block::Action { label: label.to_owned(), path: path.clone() },
        ],
        short: Short { text: sentence, path: Some(path), autofill: None },
    }
}
