//! Which version an invoice follows on a day. Terms never reach back (domain-rules A8): an invoice begins with the version
//! that was in force when it was issued, and a later one takes over only where the promise made then lets it.

use chrono::NaiveDate;

use crate::policies::model::{InterestRule, PolicyVersion};
use crate::policies::rules::Governs;

/// The version that governs an invoice on `day`. One issued before there were any terms follows the first that came,
/// from the day on which they came.
pub fn governing(versions: &[PolicyVersion], issued_on: NaiveDate, day: NaiveDate) -> Option<&PolicyVersion> {
    let mut known: Vec<&PolicyVersion> =
        versions.iter().filter(|version| version.in_force_from <= day).collect();
    known.sort_by_key(|version| (version.in_force_from, version.number));
    let begins = known.iter().rposition(|version| version.in_force_from <= issued_on).unwrap_or(0);
    let (first, later) = known.get(begins..)?.split_first()?;
    let follow = |now: &'_ PolicyVersion, next: &PolicyVersion| match now.parameters.governs {
        Governs::AsInvoiced => false,
        Governs::NewerIfKinder => is_as_kind(next, now),
    };
    Some(later.iter().fold(*first, |now, next| if follow(now, next) { next } else { now }))
}

/// Whether lateness costs nobody more under `next` than under `now`: the same rate or a lower one, and no less time.
pub fn is_as_kind(next: &PolicyVersion, now: &PolicyVersion) -> bool {
    match (&next.parameters.interest, &now.parameters.interest) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(next), Some(now)) => next.grace_days >= now.grace_days && !costs_more(next, now),
    }
}

fn costs_more(next: &InterestRule, now: &InterestRule) -> bool {
    let (next, now) = (next.rate, now.rate);
    i128::from(next.basis_points) * i128::from(now.per_days)
        > i128::from(now.basis_points) * i128::from(next.per_days)
}
