//! One page of the list: what waits, then the accounts by priority, each with its reasons as they stand at this moment.

use std::collections::HashSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::contact::guard::When;
use crate::desk::groups::store::{Group, among};
use crate::desk::store::today as today_of;
use crate::desk::worklist::model::{Reason, Shelf, ThingKind, points, reasons};
use crate::desk::worklist::store::claims::{Taken, subject, take};
use crate::desk::worklist::store::contact::callable_among;
use crate::desk::worklist::store::figures::figures;
use crate::desk::worklist::store::ranking::{After, ranked, ranked_of_group};
use crate::desk::worklist::store::things::{OF_EACH_KIND, Thing, account_things, things};
use crate::desk::worklist::store::weights::weighed;
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountId;
use crate::kernel::money::Money;

/// The accounts on one page, and in one file.
pub const ACCOUNTS_A_PAGE: usize = 25;
pub const ACCOUNTS_IN_A_FILE: usize = 10_000;
/// As many are looked at when somebody takes the next, so that a whole team can ask at once.
const LOOKED_AT: i64 = 60;

/// A row with what is said beside it.
#[derive(Clone, Debug)]
pub struct Row {
    pub thing: Thing,
    /// Of an account: why it stands here.
    pub reasons: Vec<Reason>,
    pub points: i32,
    /// Whether its people may be called now, where it is about an account.
    pub callable: Option<When>,
}

/// One page of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub rows: Vec<Row>,
    /// Where the next page begins, if there are more accounts.
    pub next: Option<After>,
    pub today: NaiveDate,
}

/// A page of a shelf, or of what on it is about the accounts of a group. What waits stands on the first; a further page is of
/// accounts alone.
pub async fn list(
    tx: &mut Tx,
    shelf: Shelf,
    group: Option<&Group>,
    after: Option<After>,
    at_most: usize,
) -> Result<Listed, sqlx::Error> {
    let today = today_of(tx).await?;
    let of_each = i64::try_from(at_most).unwrap_or(i64::MAX).max(OF_EACH_KIND);
    let mut waiting = if after.is_none() { things(tx, shelf, today, of_each).await? } else { Vec::new() };
    if let Some(group) = group {
        let about: Vec<Uuid> = waiting.iter().filter_map(|thing| thing.account).map(|of| of.0).collect();
        let inside: HashSet<AccountId> = among(tx, group, &about, today).await?.into_iter().collect();
        waiting.retain(|thing| thing.account.is_some_and(|account| inside.contains(&account)));
    }
    let (accounts, next) = accounts(tx, shelf, group, after, today, at_most).await?;
    let mut rows: Vec<Row> = waiting
        .into_iter()
        .map(|thing| Row { thing, reasons: Vec::new(), points: 0, callable: None })
        .collect();
    rows.extend(accounts);
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.thing.account).map(|account| account.0).collect();
    let callable = callable_among(tx, &ids, today).await?;
    for row in &mut rows {
        row.callable = callable.iter().find(|(of, _)| Some(*of) == row.thing.account).map(|(_, when)| *when);
    }
    Ok(Listed { rows, next, today })
}

/// Takes the first thing that is nobody's, or one's own and not taken yet. What others are taking at this moment is passed over.
pub async fn take_next(tx: &mut Tx) -> Result<Option<Thing>, sqlx::Error> {
    let (reader, today) = (tx.actor().id(), today_of(tx).await?);
    for thing in things(tx, Shelf::Team, today, OF_EACH_KIND).await? {
        let is_free = thing.owner.as_ref().is_none_or(|owner| {
            Some(owner.staff.0) == reader && owner.taken_at.is_none() && thing.is.kind != ThingKind::Mention
        });
        if is_free && takes(tx, &thing, today).await? {
            return Ok(Some(thing));
        }
    }
    let free: Vec<Uuid> = ranked(tx, Shelf::Free, today, None, LOOKED_AT)
        .await?
        .into_iter()
        .map(|(_, account)| account)
        .collect();
    for thing in account_things(tx, &free, today).await? {
        // Somebody who has paid or promised since the accounts were weighed is left alone.
        if !figures(tx, &[thing.is.id], today).await?.is_empty() && takes(tx, &thing, today).await? {
            return Ok(Some(thing));
        }
    }
    Ok(None)
}

async fn takes(tx: &mut Tx, thing: &Thing, today: NaiveDate) -> Result<bool, sqlx::Error> {
    let Some(subject) = subject(tx, thing.is).await? else { return Ok(false) };
    Ok(take(tx, &subject, today).await? == Taken::Yes)
}

async fn accounts(
    tx: &mut Tx,
    shelf: Shelf,
    group: Option<&Group>,
    after: Option<After>,
    today: NaiveDate,
    at_most: usize,
) -> Result<(Vec<Row>, Option<After>), sqlx::Error> {
    let one_more = i64::try_from(at_most + 1).unwrap_or(i64::MAX);
    let mut order = match group {
        Some(group) => ranked_of_group(tx, shelf, group, today, after, one_more).await?,
        None => ranked(tx, shelf, today, after, one_more).await?,
    };
    let has_more = order.len() > at_most;
    order.truncate(at_most);
    let next = order.last().copied().filter(|_| has_more);
    let ids: Vec<Uuid> = order.iter().map(|(_, account)| *account).collect();
    let weights = weighed(tx).await?;
    let now = figures(tx, &ids, today).await?;
    let mut rows = Vec::with_capacity(ids.len());
    for mut thing in account_things(tx, &ids, today).await? {
        let Some(of) = now.iter().find(|of| of.account.0 == thing.is.id) else { continue };
        let weights = weights.iter().find(|one| one.creditor == of.creditor).map(|one| one.weights);
        let reasons = reasons(&of.figures, &weights.unwrap_or_default(), today);
        thing.amount = Some(Money::new(of.figures.due_minor, of.figures.currency));
        let points = points(&reasons);
        rows.push(Row { thing, reasons, points, callable: None });
    }
    // By what is true now, where it differs from when they were weighed.
    rows.sort_by_key(|row| (-row.points, std::cmp::Reverse(row.thing.is.id)));
    Ok((rows, next))
}
