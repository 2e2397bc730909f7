//! What an amount pays, on the worked examples of domain-rules B.

use aldia::kernel::ids::InvoiceId;
use aldia::ledger::allocation::AllocationOrder::{self, AllInterestFirst, InvoiceByInvoice};
use aldia::ledger::allocation::{Allocation, OpenItem, allocate, oldest_first};
use aldia::ledger::model::{Component, Components};
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::books::day;

fn item(
    number: u32,
    principal_minor: i64,
    interest_minor: i64,
    interest_tax_minor: i64,
    held_minor: i64,
) -> OpenItem {
    OpenItem {
        invoice: InvoiceId(Uuid::from_u128(u128::from(number))),
        number: format!("F-{number}"),
        due_on: day(2026, 2, 1) + chrono::TimeDelta::days(i64::from(number % 100)),
        open: Components { principal_minor, interest_minor, interest_tax_minor, ..Components::default() },
        held_minor,
        held_late_minor: 0,
        plan: None,
    }
}

/// The sample account on 6 March: F-1041, F-1057 and F-1063, of which 300.00 is contested.
fn sample(taxed: bool) -> [OpenItem; 3] {
    let tax = |minor| if taxed { minor } else { 0 };
    [
        item(1041, 220_000, 3_300, tax(528), 0),
        item(1057, 180_000, 1_350, tax(216), 0),
        item(1063, 90_000, 300, tax(48), 30_000),
    ]
}

/// What was paid, in words that a test can read.
fn told(applied: &Allocation) -> Vec<(u128, Component, i64)> {
    applied.parts.iter().map(|part| (part.invoice.0.as_u128(), part.component, part.amount_minor)).collect()
}

#[test]
fn invoice_by_invoice_pays_the_oldest_whole_and_its_interest_first() {
    let applied = allocate(&sample(false), 300_000, InvoiceByInvoice);
    assert_eq!(
        told(&applied),
        [
            (1041, Component::Interest, 3_300),
            (1041, Component::Principal, 220_000),
            (1057, Component::Interest, 1_350),
            (1057, Component::Principal, 75_350),
        ],
        "B4"
    );
    assert_eq!(applied.parts[3].open_before_minor, 180_000, "what a payment complement states");
    assert_eq!(applied.to_invoice(applied.parts[0].invoice), 223_300);
    assert_eq!(applied.unapplied_minor, 0);
}

#[test]
fn all_interest_first_leaves_more_principal() {
    let applied = allocate(&sample(false), 300_000, AllInterestFirst);
    assert_eq!(
        told(&applied),
        [
            (1041, Component::Interest, 3_300),
            (1057, Component::Interest, 1_350),
            (1063, Component::Interest, 300),
            (1041, Component::Principal, 220_000),
            (1057, Component::Principal, 75_050),
        ],
        "B5"
    );
}

#[test]
fn interest_and_its_tax_are_paid_together() {
    let applied = allocate(&sample(true), 300_000, InvoiceByInvoice);
    assert_eq!(
        told(&applied),
        [
            (1041, Component::Interest, 3_300),
            (1041, Component::InterestTax, 528),
            (1041, Component::Principal, 220_000),
            (1057, Component::Interest, 1_350),
            (1057, Component::InterestTax, 216),
            (1057, Component::Principal, 74_606),
        ],
        "B6"
    );
    assert_eq!(180_000 - 74_606, 105_394);
    // 10.00 of 15.66: in proportion, the larger remainder rounded up.
    let part = allocate(&sample(true)[1..2], 1_000, InvoiceByInvoice);
    assert_eq!(told(&part), [(1057, Component::Interest, 862), (1057, Component::InterestTax, 138)]);
}

#[test]
fn what_is_contested_is_not_paid_unless_the_payer_says_so() {
    let mut items = sample(false);
    assert_eq!(items[2].payable().sum_minor(), 60_300);
    let everything: i64 = items.iter().map(|item| item.payable().sum_minor()).sum();
    assert_eq!(everything, 464_950);
    let applied = allocate(&items, 500_000, InvoiceByInvoice);
    assert_eq!((applied.unapplied_minor, applied.total_minor()), (35_050, 500_000), "the rest is credit");
    items[2].held_minor = 0;
    assert_eq!(allocate(&items, 500_000, InvoiceByInvoice).unapplied_minor, 5_050, "paid under protest");
}

#[test]
fn of_a_hold_on_a_part_paid_invoice_only_what_is_open_counts() {
    // 900.00, of which 700.00 is paid, and then 300.00 contested: the undisputed 600.00 is covered (B11).
    let invoice = item(1, 20_000, 0, 0, 30_000);
    assert_eq!((invoice.payable().sum_minor(), invoice.held_open_minor()), (0, 20_000));
    assert_eq!(item(1, 90_000, 0, 0, 30_000).held_open_minor(), 30_000);
}

#[test]
fn fees_and_their_tax_come_before_principal() {
    let mut invoice = item(1, 10_000, 100, 16, 0);
    (invoice.open.fees_minor, invoice.open.fees_tax_minor) = (200, 32);
    let applied = allocate(&[invoice], 348, InvoiceByInvoice);
    assert_eq!(
        told(&applied),
        [
            (1, Component::Interest, 100),
            (1, Component::InterestTax, 16),
            (1, Component::Fees, 200),
            (1, Component::FeesTax, 32),
        ]
    );
}

#[test]
fn the_oldest_comes_first_and_then_the_lower_number() {
    let mut items = [item(203, 1, 0, 0, 0), item(303, 1, 0, 0, 0), item(201, 1, 0, 0, 0)];
    oldest_first(&mut items);
    assert_eq!(items.map(|item| item.number), ["F-201", "F-203", "F-303"]);
}

fn any_item() -> impl Strategy<Value = OpenItem> {
    (any::<u32>(), -500..100_000i64, -5..5_000i64, 0..800i64, 0..60_000i64, 0..900i64).prop_map(
        |(number, principal, interest, tax, held, fees)| {
            let mut item = item(number, principal, interest, tax, held);
            item.open.fees_minor = fees;
            item
        },
    )
}

proptest! {
    #[test]
    fn the_parts_and_the_rest_sum_to_the_amount(
        items in proptest::collection::vec(any_item(), 0..12),
        amount in 0..400_000i64,
        interest_first in any::<bool>(),
    ) {
        let order = if interest_first { AllInterestFirst } else { InvoiceByInvoice };
        let applied = allocate(&items, amount, order);
        prop_assert_eq!(applied.total_minor(), amount);
        prop_assert!(applied.parts.iter().all(|part| part.amount_minor > 0));
        let payable: i64 = items.iter().map(|item| item.payable().sum_minor()).sum();
        prop_assert_eq!(applied.unapplied_minor, (amount - payable).max(0));
        for (index, item) in items.iter().enumerate() {
            if items[..index].iter().any(|other| other.invoice == item.invoice) {
                continue;
            }
            for component in Component::ALL {
                let paid: i64 = applied.parts.iter()
                    .filter(|part| part.invoice == item.invoice && part.component == *component)
                    .map(|part| part.amount_minor)
                    .sum();
                let owed: i64 = items.iter().filter(|other| other.invoice == item.invoice)
                    .map(|item| item.payable().get(*component)).sum();
                prop_assert!(paid <= owed);
            }
        }
    }

    #[test]
    fn nothing_is_made_of_a_negative_amount(items in proptest::collection::vec(any_item(), 0..4), amount in i64::MIN..0) {
        let applied = allocate(&items, amount, AllocationOrder::default());
        prop_assert_eq!(applied, Allocation::default());
    }
}
