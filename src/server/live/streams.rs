//! The streams: a person's own conversation, the desk's, and how much each has not read. They say that there is something
//! new and where it stands in the order of what was said, never what it is; the page asks for that as it always does.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use chrono::{TimeDelta, Utc};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use uuid::Uuid;

use super::{Happened, Live, Seat};
use crate::accounts::asked::chosen_account;
use crate::accounts::store::accounts_of_person;
use crate::disputes::store::reading::dispute;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db};
use crate::kernel::ids::{PersonId, ThreadId};
use crate::kernel::web::Refusal;
use crate::messages::model::Matter;
use crate::messages::store::following::{Place, creditors_of, is_seen, said_after, said_to_team_after};
use crate::messages::store::reading::{thread, unread_of_person};
use crate::messages::store::team::waiting_for_team;
use crate::plans::store::reading::{negotiation, speaks_for_plan};

/// What a stream begins after.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StreamQuery {
    account: String,
    thread: String,
    /// What the conversation is about, as `dispute:…`; nothing for the account.
    matter: String,
    /// The last that the page shows. The browser's own `Last-Event-ID` is newer.
    after: String,
}

/// What a stream is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Topic {
    /// One conversation, as either side follows it, and the dispute or the plan that it is about.
    Conversation { place: Place, is_teams: bool },
    /// Everything that is said to the team.
    Inbox { creditors: Vec<Uuid> },
    /// How much a person has not read, on all their accounts.
    Unread { person: PersonId },
    /// How many conversations wait for the team.
    Waiting { creditors: Vec<Uuid> },
}

/// One open stream.
struct Stream {
    db: Db,
    live: Live,
    actor: Actor,
    topic: Topic,
    after: i64,
    heard: Receiver<Happened>,
    ready: VecDeque<Event>,
    /// The number that was sent last, of a stream of numbers.
    counted: Option<u64>,
    /// More was said than was read at once.
    is_behind: bool,
    beat: Interval,
    /// The reader has been signed out: that is said, and nothing after it.
    is_over: bool,
    _seat: Seat,
}

/// Shows the proxies in between that somebody is there, and us that the session still is.
const BEAT: Duration = Duration::from_secs(20);
const COME_BACK_AFTER: Duration = Duration::from_secs(2);
const REST_WHEN_FULL: TimeDelta = TimeDelta::seconds(60);
/// As much as is read at once of what was said meanwhile.
const SAID_AT_ONCE: usize = 100;

/// `GET /live/messages`: the conversation of whoever is signed in, about one account of theirs or something on it.
pub async fn own(
    person: SignedIn,
    State(db): State<Db>,
    State(live): State<Live>,
    Query(query): Query<StreamQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let matter = Matter::parse(&query.matter).ok_or(Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let account = chosen_account(&accounts, &query.account)?.ok_or(Refusal::NotFound)?.id;
    if let Matter::Dispute(id) = matter
        && dispute(&mut tx, id).await?.opened_by != person.person
    {
        return Err(Refusal::NotFound);
    }
    if let Matter::Plan(id) = matter
        && negotiation(&mut tx, id).await?.account.id != account
    {
        return Err(Refusal::NotFound);
    }
    drop(tx);
    let place = Place { account, person: person.person, matter };
    let topic = Topic::Conversation { place, is_teams: false };
    open(db, live, person.actor(), topic, after(&query, &headers)).await
}

/// `GET /live/unread`: how much whoever is signed in has not read.
pub async fn unread(
    person: SignedIn,
    State(db): State<Db>,
    State(live): State<Live>,
) -> Result<Response, Refusal> {
    open(db, live, person.actor(), Topic::Unread { person: person.person }, 0).await
}

/// `GET /live/desk`: one conversation with what it is about, or without one the inbox.
pub async fn desk(
    staff: StaffIn,
    State(db): State<Db>,
    State(live): State<Live>,
    Query(query): Query<StreamQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let matter = Matter::parse(&query.matter).ok_or(Refusal::NotFound)?;
    let topic = if let Matter::Dispute(id) = matter {
        let dispute = dispute(&mut tx, id).await?;
        let place = Place { account: dispute.account.id, person: dispute.opened_by, matter };
        Topic::Conversation { place, is_teams: true }
    } else if let Matter::Plan(id) = matter {
        let talk = negotiation(&mut tx, id).await?;
        // Where the team began and nobody answered there is nobody yet who could say anything.
        let person = speaks_for_plan(&mut tx, &talk).await?.unwrap_or(PersonId(Uuid::nil()));
        Topic::Conversation { place: Place { account: talk.account.id, person, matter }, is_teams: true }
    } else if query.thread.is_empty() {
        Topic::Inbox { creditors: creditors_of(&mut tx).await? }
    } else {
        let id: ThreadId = query.thread.parse().map_err(|_| Refusal::NotFound)?;
        let thread = thread(&mut tx, id).await?;
        let place = Place { account: thread.account.id, person: thread.person, matter: thread.matter };
        Topic::Conversation { place, is_teams: true }
    };
    drop(tx);
    open(db, live, staff.actor(), topic, after(&query, &headers)).await
}

/// `GET /live/desk/waiting`: how many conversations wait for the reader's team.
pub async fn waiting(
    staff: StaffIn,
    State(db): State<Db>,
    State(live): State<Live>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let topic = Topic::Waiting { creditors: creditors_of(&mut tx).await? };
    drop(tx);
    open(db, live, staff.actor(), topic, 0).await
}

fn after(query: &StreamQuery, headers: &HeaderMap) -> i64 {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    last.or_else(|| query.after.parse().ok()).unwrap_or(0)
}

async fn open(db: Db, live: Live, actor: Actor, topic: Topic, after: i64) -> Result<Response, Refusal> {
    let reader = actor.id().ok_or(Refusal::NotFound)?;
    let seat = live.seat(reader).ok_or_else(|| Refusal::TooMany { retry_at: Utc::now() + REST_WHEN_FULL })?;
    // Heard from before the first look, so that nothing falls in between.
    let heard = live.hear().await?;
    let mut beat = interval_at(Instant::now() + BEAT, BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let greeting = Event::default().retry(COME_BACK_AFTER).comment("open");
    let ready = VecDeque::from([greeting]);
    let mut stream = Stream {
        db,
        live,
        actor,
        topic,
        after,
        heard,
        ready,
        counted: None,
        is_behind: false,
        beat,
        is_over: false,
        _seat: seat,
    };
    stream.look(false).await?;
    let events = stream::unfold(stream, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(event), stream))
    });
    // A proxy that collects what it passes on would hold every event back.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(([unbuffered], Sse::new(events)).into_response())
}

impl Stream {
    /// The next thing to send; none when the server stops, and none after the reader has been signed out.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.is_over {
                return None;
            }
            let concerns = tokio::select! {
                () = self.live.0.ended.cancelled() => return None,
                () = std::future::ready(()), if self.is_behind => true,
                _ = self.beat.tick() => {
                    // Dropped, it changes nothing; it fails once the session has ended.
                    match self.db.begin(self.actor).await {
                        Ok(_) => return Some(Event::default().comment("here")),
                        Err(BeginError::SessionEnded) => return Some(self.over()),
                        Err(BeginError::Database(_)) => return None,
                    }
                }
                heard = self.heard.recv() => match heard {
                    Ok(happened) => self.topic.concerns(happened),
                    Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => return None,
                },
            };
            // What else was heard meanwhile is answered by the same look.
            if concerns || self.heard_more() {
                match self.look(true).await {
                    Ok(()) => {}
                    Err(BeginError::SessionEnded) => return Some(self.over()),
                    Err(error) => {
                        tracing::warn!(%error, "a stream could not look again");
                        return None;
                    }
                }
            }
        }
    }

    /// Nobody is to come back for more: the door would answer.
    fn over(&mut self) -> Event {
        self.is_over = true;
        self.ready.clear();
        Event::default().event("over").data("1")
    }

    fn heard_more(&mut self) -> bool {
        let mut concerns = false;
        loop {
            match self.heard.try_recv() {
                Ok(happened) => concerns |= self.topic.concerns(happened),
                Err(TryRecvError::Lagged(_)) => concerns = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return concerns,
            }
        }
    }

    /// Asks, as this reader, what there is after what was sent last. `has_changed` where something happened, be it that
    /// nothing was said.
    async fn look(&mut self, has_changed: bool) -> Result<(), BeginError> {
        while self.heard_more() {}
        let mut tx = self.db.begin(self.actor).await?;
        match &self.topic {
            Topic::Conversation { place, .. } => {
                let said = said_after(&mut tx, *place, self.after, SAID_AT_ONCE).await?;
                self.is_behind = said.len() == SAID_AT_ONCE;
                for sequence in &said {
                    self.after = *sequence;
                    self.ready.push_back(Event::default().event("said").id(sequence.to_string()).data("1"));
                }
                if said.is_empty() && has_changed && is_seen(&mut tx, *place).await? {
                    self.ready.push_back(Event::default().event("changed").data("1"));
                }
            }
            Topic::Inbox { .. } => {
                let last = said_to_team_after(&mut tx, self.after).await?;
                if has_changed || last.is_some() {
                    self.after = last.unwrap_or(self.after);
                    self.ready.push_back(Event::default().event("changed").data("1"));
                }
            }
            Topic::Unread { .. } => {
                let count = unread_of_person(&mut tx).await?;
                self.count(count);
            }
            Topic::Waiting { .. } => {
                let count = waiting_for_team(&mut tx).await?;
                self.count(count);
            }
        }
        Ok(())
    }

    /// Says a number unless it was the last that was said.
    fn count(&mut self, count: u64) {
        if self.counted.replace(count) != Some(count) {
            self.ready.push_back(Event::default().event("count").data(count.to_string()));
        }
    }
}

impl Topic {
    /// Whether it is worth asking. What may be seen is decided by the database alone.
    fn concerns(&self, happened: Happened) -> bool {
        let Happened::In { account, creditor, person, is_for_all, matter } = happened else { return true };
        match self {
            // What only the team may know of must not stir a person's page.
            Self::Conversation { place, is_teams } => {
                account == place.account.0
                    && matter == place.matter
                    && (is_for_all || person.map_or(*is_teams, |person| person == place.person.0))
            }
            Self::Unread { person: of } => person == Some(of.0),
            Self::Inbox { creditors } | Self::Waiting { creditors } => creditors.contains(&creditor),
        }
    }
}
