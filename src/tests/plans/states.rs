//! Every transition there is, and that there are no others.

use aldia::plans::state::{PlanMove, PlanState, Talk, TalkMove};

#[test]
fn a_negotiation_goes_these_ways_and_no_others() {
    use Talk::{Declined, Expired, Signed, ToSign, WithCreditor, Withdrawn};
    use TalkMove::{Counter, Decline, Endorse, Expire, Propose, Refuse, Sign};
    let ways = [
        (WithCreditor, Propose { inside: true }, ToSign),
        (WithCreditor, Propose { inside: false }, WithCreditor),
        (WithCreditor, Endorse, ToSign),
        (WithCreditor, Counter, ToSign),
        (WithCreditor, Decline, Declined),
        (WithCreditor, Refuse, Withdrawn),
        (WithCreditor, Expire, Expired),
        (ToSign, Propose { inside: true }, ToSign),
        (ToSign, Propose { inside: false }, WithCreditor),
        (ToSign, Counter, ToSign),
        (ToSign, Decline, Declined),
        (ToSign, Refuse, Withdrawn),
        (ToSign, Sign, Signed),
        (ToSign, Expire, Expired),
    ];
    for before in Talk::ALL {
        for next in TalkMove::ALL {
            let after = ways.iter().find(|(from, by, _)| *from == before && *by == next).map(|way| way.2);
            assert_eq!(before.after(next), after, "{before:?} {next:?}");
        }
    }
    assert!(Talk::ALL.iter().all(|state| Talk::parse(state.name()) == Some(*state)));
    let begins = TalkMove::ALL.map(Talk::begun);
    assert_eq!(begins.iter().flatten().count(), 3, "only a proposal or an offer begins one");
}

#[test]
fn a_plan_goes_these_ways_and_no_others() {
    use PlanMove::{Close, Complete, Cure, Miss, Replace, Suspend};
    use PlanState::{Active, Behind, Closed, Completed, Replaced, Suspended};
    let ways = [
        (Active, Miss, Behind),
        (Active, Suspend, Suspended),
        (Active, Complete, Completed),
        (Active, Replace, Replaced),
        (Behind, Suspend, Suspended),
        (Behind, Cure, Active),
        (Behind, Complete, Completed),
        (Behind, Replace, Replaced),
        (Suspended, Cure, Active),
        (Suspended, Complete, Completed),
        (Suspended, Close, Closed),
        (Suspended, Replace, Replaced),
    ];
    for before in PlanState::ALL {
        for next in PlanMove::ALL {
            let after = ways.iter().find(|(from, by, _)| *from == before && *by == next).map(|way| way.2);
            assert_eq!(before.after(next), after, "{before:?} {next:?}");
        }
    }
    assert!(PlanState::ALL.iter().all(|state| PlanState::parse(state.name()) == Some(*state)));
}
