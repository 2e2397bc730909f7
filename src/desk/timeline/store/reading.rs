//! Everything that happened to an account, in one statement. It is all of one account, so it is put in order as a whole.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::accounts::model::Account;
use crate::desk::timeline::model::Kind;
use crate::kernel::db::Tx;
use crate::kernel::money::Money;

/// Rows on one page.
pub const ON_A_PAGE: usize = 40;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    pub kind: Kind,
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// Who did it or to whom it went, as the team knows them.
    pub who: Option<String>,
    /// What it was, in the word that its room has for it.
    pub code: String,
    /// What came of it, or what it is numbered.
    pub detail: String,
    /// What was said or written.
    pub words: String,
    pub amount: Option<Money>,
}

/// What is wanted of a time line.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of one kind only.
    pub kind: Option<Kind>,
    /// With these words.
    pub words: String,
    /// Before this.
    pub before: Option<(DateTime<Utc>, Uuid)>,
}

/// A page of what happened, the newest first, and where the next begins.
pub async fn timeline(
    tx: &mut Tx,
    account: &Account,
    wanted: &Wanted,
    zone: &str,
) -> Result<(Vec<Happened>, Option<(DateTime<Utc>, Uuid)>), sqlx::Error> {
    let (before_at, before_id) = wanted.before.unzip();
    let at_most = i64::try_from(ON_A_PAGE + 1).unwrap_or(i64::MAX);
    // What means something in a pattern is looked for as a space.
    let words = wanted.words.replace(['%', '_', '\\'], " ");
    let rows = sqlx::query!(
        r#"select h.kind as "kind!", h.id as "id!", h.at as "at!", h.who as "who?", h.code as "code!", h.detail as "detail!", h.words as "words!",
             h.amount_minor as "amount_minor?"
           from (select * from account_happenings($1, $2) union all select * from account_legal_happenings($1)
             union all select * from account_handing_happenings($1)) h
           where ($3::text is null or h.kind = $3)
             and ($4 = '' or searchable(concat_ws(' ', h.who, h.detail, h.words)) like '%' || searchable($4) || '%')
             and ($5::timestamptz is null or (h.at, h.id) < ($5, $6::uuid))
           order by h.at desc, h.id desc limit $7"#,
        account.id.0,
        zone,
        wanted.kind.map(Kind::name),
        words.trim(),
        before_at,
        before_id,
        at_most
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut happened: Vec<Happened> = rows
        .into_iter()
        .filter_map(|row| {
            Some(Happened {
                kind: Kind::parse(&row.kind)?,
                id: row.id,
                at: row.at,
                who: row.who,
                code: row.code,
                detail: row.detail,
                words: row.words,
                amount: row.amount_minor.map(|minor| Money::new(minor, account.currency)),
            })
        })
        .collect();
    let has_more = happened.len() > ON_A_PAGE;
    happened.truncate(ON_A_PAGE);
    let next = happened.last().filter(|_| has_more).map(|last| (last.at, last.id));
    Ok((happened, next))
}
