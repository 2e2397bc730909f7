//! Which version an invoice follows on a day. Terms never reach back (domain-rules A8): an invoice begins with the version
//! that was in force when it was issued, and a later one takes over only where the promise made then lets it.

use chrono::NaiveDate;

use crate::policies::charging::{Compounding, InterestRule};
use crate::policies::model::PolicyVersion;
use crate::policies::rules::Governs;

/// The version that governs an invoice on `day`. One issued before there were any terms follows the first that came,
/// from the day on which they came.
pub fn governing(versions: &[PolicyVersion], issued_on: NaiveDate, day: NaiveDate) -> Option<&PolicyVersion> {
    let known = || versions.iter().filter(|version| version.in_force_from <= day);
    let begins =
        known().filter(|version| version.in_force_from <= issued_on).max_by_key(|version| order(version));
    let mut now = begins.or_else(|| known().min_by_key(|version| order(version)))?;
    let mut seen = order(now);
    // Few versions, and this is asked of every invoice each night: no list is made of them.
    while let Some(next) =
        known().filter(|version| order(version) > seen).min_by_key(|version| order(version))
    {
        if now.parameters.governs == Governs::NewerIfKinder && is_as_kind(next, now) {
            now = next;
        }
        seen = order(next);
    }
    Some(now)
}

/// Whether lateness costs nobody more under `next` than under `now`: the same rate or a lower one, no less time, no fee
/// that was not there.
pub fn is_as_kind(next: &PolicyVersion, now: &PolicyVersion) -> bool {
    let (next, now) = (&next.parameters, &now.parameters);
    let interest = match (&next.interest, &now.interest) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(next), Some(now)) => !costs_more(next, now),
    };
    interest && next.fees.iter().all(|fee| now.fees.contains(fee))
}

fn costs_more(next: &InterestRule, now: &InterestRule) -> bool {
    let (new_rate, old_rate) = (next.rate, now.rate);
    let rate_is_higher = i128::from(new_rate.basis_points) * i128::from(old_rate.per_days)
        > i128::from(old_rate.basis_points) * i128::from(new_rate.per_days);
    let grows_faster = next.compounding != Compounding::Simple && next.compounding != now.compounding;
    rate_is_higher || grows_faster || next.grace_days < now.grace_days
}

fn order(version: &PolicyVersion) -> (NaiveDate, i32) {
    (version.in_force_from, version.number)
}
