//! Streams of events to pages that are open. One connection of each process listens to the database and passes on that
//! something happened, by identifiers only; each stream then asks the database, in its own reader's name, what there is
//! to see. So what is missed while a connection is lost is found by asking again, and nobody hears of another's.

pub mod streams;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast::{self, Receiver};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::kernel::db::Db;
use crate::kernel::ids::{DisputeId, PlanId};
use crate::messages::model::Matter;

/// What happened, and to whom it may matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    In {
        account: Uuid,
        creditor: Uuid,
        /// None where only the team may know, or everybody who reads the matter.
        person: Option<Uuid>,
        is_for_all: bool,
        matter: Matter,
    },
    /// Something may have been missed: everybody looks again.
    Unheard,
}

/// The streams of this process.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    db: Db,
    happened: broadcast::Sender<Happened>,
    is_listening: tokio::sync::Mutex<bool>,
    open: Mutex<HashMap<Uuid, usize>>,
    ended: CancellationToken,
}

/// A place among the open streams, given back when the stream ends.
pub struct Seat {
    live: Live,
    reader: Uuid,
}

/// How much may happen before a slow reader is told to look again instead.
const HEARD_AHEAD: usize = 1024;
/// A person has a few tabs and devices; more than this is no person.
pub const STREAMS_OF_ONE: usize = 12;
const STREAMS_AT_MOST: usize = 4000;
const CHANNEL: &str = "live";
const REST_AFTER_ERROR: Duration = Duration::from_secs(1);

#[derive(Deserialize)]
struct Told {
    account: Uuid,
    creditor: Uuid,
    person: Option<Uuid>,
    #[serde(default)]
    is_for_all: bool,
    dispute: Option<DisputeId>,
    plan: Option<PlanId>,
}

impl Live {
    pub fn new(db: Db) -> Self {
        Self(Arc::new(Inner {
            db,
            happened: broadcast::channel(HEARD_AHEAD).0,
            is_listening: tokio::sync::Mutex::new(false),
            open: Mutex::default(),
            ended: CancellationToken::new(),
        }))
    }

    /// Ends every stream, when the server stops: an open one would keep it waiting for ever.
    pub fn end(&self) {
        self.0.ended.cancel();
    }

    /// A place for one more stream of this reader, if there is one.
    fn seat(&self, reader: Uuid) -> Option<Seat> {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().sum::<usize>() >= STREAMS_AT_MOST
            || open.get(&reader).is_some_and(|own| *own >= STREAMS_OF_ONE)
        {
            return None;
        }
        *open.entry(reader).or_default() += 1;
        Some(Seat { live: self.clone(), reader })
    }

    /// Hears everything from now on. The database is listened to from the first stream on.
    async fn hear(&self) -> Result<Receiver<Happened>, sqlx::Error> {
        let heard = self.0.happened.subscribe();
        let mut is_listening = self.0.is_listening.lock().await;
        if !*is_listening {
            let listener = self.0.db.listener(CHANNEL).await?;
            tokio::spawn(listen(self.clone(), listener));
            *is_listening = true;
        }
        Ok(heard)
    }

    fn pass_on(&self, happened: Happened) {
        // Nobody listening is the ordinary case at night.
        let _ = self.0.happened.send(happened);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.live.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.reader) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.reader);
            }
        }
    }
}

/// Passes on what the database tells, until the server stops.
async fn listen(live: Live, mut listener: PgListener) {
    loop {
        let heard = tokio::select! {
            () = live.0.ended.cancelled() => return,
            heard = listener.try_recv() => heard,
        };
        match heard {
            Ok(Some(notification)) => match serde_json::from_str::<Told>(notification.payload()) {
                Ok(Told { account, creditor, person, is_for_all, dispute, plan }) => {
                    let matter = Matter::of(dispute, plan);
                    live.pass_on(Happened::In { account, creditor, person, is_for_all, matter });
                }
                Err(error) => tracing::warn!(%error, "something was told that cannot be read"),
            },
            // The connection was lost and made again; what was told in between is gone.
            Ok(None) => live.pass_on(Happened::Unheard),
            Err(error) => match again(&live, error).await {
                Some(fresh) => {
                    listener = fresh;
                    live.pass_on(Happened::Unheard);
                }
                None => {
                    *live.0.is_listening.lock().await = false;
                    return;
                }
            },
        }
    }
}

/// Listens anew, as soon as the database lets us. None when there is nothing left to listen with.
async fn again(live: &Live, mut error: sqlx::Error) -> Option<PgListener> {
    loop {
        if matches!(error, sqlx::Error::PoolClosed) {
            return None;
        }
        tracing::warn!(%error, "what happens elsewhere is not heard");
        tokio::select! {
            () = live.0.ended.cancelled() => return None,
            () = tokio::time::sleep(REST_AFTER_ERROR) => {}
        }
        match live.0.db.listener(CHANNEL).await {
            Ok(listener) => return Some(listener),
            Err(next) => error = next,
        }
    }
}
