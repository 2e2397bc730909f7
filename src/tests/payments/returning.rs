//! The rule of what a refund takes back and what its failure restores, and how far refunds go.

use aldia::kernel::ids::InvoiceId;
use aldia::kernel::money::{Currency, Money};
use aldia::ledger::allocation::OpenItem;
use aldia::ledger::model::{Component, Components};
use aldia::ledger::returning::{Paid, Spread};
use aldia::payments::model::returns::Refundable;
use chrono::NaiveDate;
use proptest::prelude::*;

fn invoice(number: u128) -> InvoiceId {
    InvoiceId(uuid::Uuid::from_u128(number))
}

fn paid(number: u128, component: Component, minor: i64) -> Paid {
    Paid { invoice: invoice(number), component, was_minor: minor, stands_minor: minor }
}

/// Pay 3,000 on 6 March, invoice by invoice (domain-rules B4), and 50.00 of credit.
fn b4() -> Spread {
    Spread {
        parts: vec![
            paid(1, Component::Interest, 3_300),
            paid(1, Component::Principal, 220_000),
            paid(2, Component::Interest, 1_350),
            paid(2, Component::Principal, 75_350),
        ],
        credit_minor: 5_000,
    }
}

/// The same invoices with this much open of each component that was paid.
fn open(of: &Spread, taken: &Spread) -> Vec<OpenItem> {
    [1, 2]
        .map(|number| {
            let mut open = Components::principal(0);
            for (was, stands) in
                of.parts.iter().zip(&taken.parts).filter(|(was, _)| was.invoice == invoice(number))
            {
                *open.get_mut(was.component) += was.stands_minor - stands.stands_minor;
            }
            OpenItem {
                invoice: invoice(number),
                number: number.to_string(),
                due_on: NaiveDate::from_ymd_opt(2026, 2, 4).unwrap(),
                open,
                held_minor: 0,
                held_late_minor: 0,
                plan: None,
            }
        })
        .to_vec()
}

/// What stands after an amount has gone.
fn after(spread: &Spread, gone: i64) -> Spread {
    let taken = spread.take_back(gone).unwrap();
    let mut left = spread.clone();
    left.credit_minor -= taken.credit_minor;
    for (invoice, component, minor) in taken.parts {
        let part = left
            .parts
            .iter_mut()
            .find(|part| (part.invoice, part.component) == (invoice, component))
            .unwrap();
        part.stands_minor -= minor;
    }
    left
}

/// What stands after an amount has come again.
fn again(of: &Spread, left: &Spread, comes: i64) -> Spread {
    let laid = left.lay_back(comes, &open(of, left));
    let mut will = left.clone();
    will.credit_minor += laid.unapplied_minor;
    for part in laid.parts {
        let stands = will
            .parts
            .iter_mut()
            .find(|stands| (stands.invoice, stands.component) == (part.invoice, part.component))
            .unwrap();
        stands.stands_minor += part.amount_minor;
    }
    will
}

#[test]
fn a_refund_takes_the_credit_first_then_the_invoice_that_was_due_last() {
    let taken = b4().take_back(6_000).unwrap();
    assert_eq!(taken.credit_minor, 5_000);
    assert_eq!(taken.parts, [(invoice(2), Component::Principal, 1_000)]);
    let all = b4().take_back(305_000).unwrap();
    assert_eq!(all.total_minor(), 305_000);
    assert_eq!(b4().take_back(305_001), None, "no more than there is");
    assert_eq!(b4().take_back(-1), None);
    assert_eq!(b4().take_back(0).unwrap().total_minor(), 0);
}

#[test]
fn interest_and_its_tax_go_back_together() {
    let spread = Spread {
        parts: vec![
            paid(1, Component::Interest, 3_300),
            paid(1, Component::InterestTax, 528),
            paid(1, Component::Principal, 100),
        ],
        credit_minor: 0,
    };
    let taken = spread.take_back(100 + 1_914).unwrap();
    assert_eq!(
        taken.parts,
        [
            (invoice(1), Component::Principal, 100),
            (invoice(1), Component::Interest, 1_650),
            (invoice(1), Component::InterestTax, 264)
        ]
    );
}

#[test]
fn what_comes_back_pays_what_it_had_paid_as_far_as_that_is_open_and_the_rest_is_credit() {
    let left = after(&b4(), 305_000);
    let mut items = open(&b4(), &left);
    // Somebody else has paid the first invoice meanwhile.
    items.retain(|item| item.invoice != invoice(1));
    let laid = left.lay_back(305_000, &items);
    assert_eq!(laid.to_invoice(invoice(1)), 0);
    assert_eq!(laid.to_invoice(invoice(2)), 76_700);
    assert_eq!(laid.unapplied_minor, 228_300);
    assert_eq!(laid.total_minor(), 305_000);
}

#[test]
fn a_refund_is_never_more_than_captured_less_refunded_less_disputed() {
    let money = |minor| Money::new(minor, Currency::MXN);
    let some = |captured, refunded, disputed| Refundable {
        captured: money(captured),
        refunded: money(refunded),
        disputed: money(disputed),
    };
    for (of, most) in [
        (some(1_000, 0, 0), 1_000),
        (some(1_000, 400, 0), 600),
        (some(1_000, 400, 600), 0),
        (some(1_000, 1_000, 0), 0),
        // The bank took what had been refunded before.
        (some(1_000, 400, 1_000), 0),
    ] {
        assert_eq!(of.most(), money(most));
        assert!(of.takes(money(most)) == (most > 0), "exactly the most, unless that is nothing");
        assert!(!of.takes(money(most + 1)), "one more is too much");
        assert!(!of.takes(money(0)));
        assert!(!of.takes(Money::new(1, Currency::USD)));
    }
}

proptest! {
    /// Only how much is there counts, not in which order it went and came.
    #[test]
    fn what_stands_depends_only_on_how_much_is_there(
        amounts in prop::collection::vec((1u128..3, 0usize..3, 0i64..5_000), 1..6),
        credit in 0i64..3_000,
        steps in prop::collection::vec(0u64..1_000, 1..6),
    ) {
        let components = [(Component::Interest, 0), (Component::InterestTax, 1), (Component::Principal, 4)];
        let mut parts: Vec<(u128, usize, i64)> = Vec::new();
        for (number, at, minor) in amounts {
            if minor > 0 && !parts.iter().any(|(n, a, _)| (*n, *a) == (number, at)) {
                parts.push((number, at, minor));
            }
        }
        parts.sort_unstable();
        let spread = Spread {
            parts: parts.into_iter().map(|(number, at, minor)| paid(number, components[at].0, minor)).collect(),
            credit_minor: credit,
        };
        let total = spread.total_minor();
        let mut now = spread.clone();
        for step in steps {
            let there = i64::try_from(u128::from(step) * u128::try_from(total).unwrap() / 1_000).unwrap();
            let is = now.total_minor();
            now = if there < is { after(&now, is - there) } else { again(&spread, &now, there - is) };
            prop_assert_eq!(now.total_minor(), there);
            for part in &now.parts {
                prop_assert!(part.stands_minor >= 0 && part.stands_minor <= part.was_minor);
            }
        }
        // All of it again is as it was, whatever happened between.
        let back = again(&spread, &now, total - now.total_minor());
        prop_assert_eq!(back, spread);
    }
}
