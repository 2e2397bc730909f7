//! `GET /desk/accounts/{id}/timeline`

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Query;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::opening::Opened;
use crate::accounts::store::zone_of;
use crate::desk::pages::{opened_page, read_account};
use crate::desk::timeline::model::{Kind, NOTE_AT_MOST};
use crate::desk::timeline::store::notes::{see_calls, tags};
use crate::desk::timeline::store::reading::{Wanted, timeline};
use crate::desk::timeline::views::{TimelinePage, timeline_view};
use crate::desk::timeline::words;
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::ui::Refilled;
use crate::ui::page::Visit;

/// Nobody looks for longer words.
const WORDS_AT_MOST: usize = 200;

/// What is wanted of the time line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TimelineQuery {
    kind: String,
    q: String,
    before: String,
}

impl TimelineQuery {
    fn wanted(&self) -> Wanted {
        Wanted {
            kind: Kind::parse(&self.kind),
            words: self.q.trim().chars().take(WORDS_AT_MOST).collect(),
            before: self.before(),
        }
    }

    fn before(&self) -> Option<(DateTime<Utc>, Uuid)> {
        let (at, id) = self.before.split_once(':')?;
        Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
    }
}

/// `GET /desk/accounts/{id}/timeline`. Reading it as somebody who was called in a note marks the call as read.
pub async fn account_timeline(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
    Query(query): Query<TimelineQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let zone = zone_of(&mut tx, &account).await?;
    let wanted = query.wanted();
    let (happened, next) = timeline(&mut tx, &account, &wanted, zone.name()).await?;
    if staff.role.may_change() {
        see_calls(&mut tx, account.id).await?;
    }
    let tags = tags(&mut tx, account.id).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = TimelinePage {
        account: account.id,
        currency: account.currency,
        zone,
        wanted: &wanted,
        happened: &happened,
        next,
        tags: &tags,
        may_change: staff.role.may_change(),
        form: &form,
    };
    let (title, main) = (words::heading(lang).to_owned(), timeline_view(lang, &page));
    let opened = Opened { errors: form.field_errors(), ..Opened::plain(title, main) };
    opened_page(tx, &visit, &staff, &account, Part::Timeline, opened).await
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    let most = error.args.first().and_then(|most| most.parse().ok()).unwrap_or_default();
    match error.code.as_str() {
        "note_empty" => words::note_empty(lang).to_owned(),
        "note_long" => words::note_long(lang, NOTE_AT_MOST),
        "tag_full" => words::tag_full(lang, most),
        _ => words::tag_wrong(lang, most),
    }
}
