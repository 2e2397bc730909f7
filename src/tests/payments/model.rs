//! What a choice pays, without a database: I3 for everything that can be chosen.

use aldia::kernel::ids::InvoiceId;
use aldia::kernel::money::{Currency, Money};
use aldia::ledger::allocation::{AllocationOrder, OpenItem};
use aldia::ledger::model::Components;
use aldia::payments::model::{Asked, Choice, ChoiceError, Payable};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 6).unwrap()
}

fn item(index: usize, due_in: i64, principal_minor: i64, interest_minor: i64, held_minor: i64) -> OpenItem {
    let due_on = match u64::try_from(due_in) {
        Ok(days) => today() + Days::new(days),
        Err(_) => today() - Days::new(due_in.unsigned_abs()),
    };
    OpenItem {
        invoice: InvoiceId(Uuid::from_u128(index as u128 + 1)),
        number: format!("F-{index}"),
        due_on,
        open: Components { interest_minor, ..Components::principal(principal_minor) },
        held_minor,
        held_late_minor: 0,
        plan: None,
    }
}

fn payable(items: &[OpenItem], minimum_minor: i64, order: AllocationOrder) -> Payable {
    Payable::of(items, today(), Money::new(minimum_minor, Currency::MXN), order).unwrap()
}

fn asked(how: &str, amount: &str, invoice: Vec<String>) -> Asked {
    Asked { how: how.to_owned(), amount: amount.to_owned(), invoice, ..Asked::default() }
}

fn items() -> impl Strategy<Value = Vec<OpenItem>> {
    prop::collection::vec((-60i64..60, 0i64..500_000, 0i64..20_000, 0i64..600_000), 0..8).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(index, (due_in, principal, interest, held))| {
                item(index, due_in, principal, interest, held)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn parts_and_credit_are_the_amount_and_no_invoice_gets_more_than_can_be_paid(
        items in items(), how in prop::sample::select(vec!["overdue", "oldest", "everything", "amount", "invoices"]),
        amount in 1i64..2_000_000, picks in prop::collection::vec(0usize..8, 0..4), interest_first in any::<bool>(),
    ) {
        let order = if interest_first { AllocationOrder::AllInterestFirst } else { AllocationOrder::InvoiceByInvoice };
        let payable = payable(&items, 1_000, order);
        let invoices = picks.iter().filter_map(|pick| items.get(*pick)).map(|item| item.invoice.to_string()).collect();
        let typed = Money::new(amount, Currency::MXN).digits();
        if let Ok(plan) = payable.plan(&asked(how, &typed, invoices)) {
            prop_assert_eq!(plan.applied.total_minor(), plan.amount.minor);
            prop_assert_eq!(plan.applied.unapplied_minor, 0, "nothing more is asked than can be applied");
            prop_assert!(plan.amount.minor >= payable.least().minor && plan.amount.minor <= payable.total().minor);
            for item in &items {
                let held = item.held_minor.clamp(0, item.open.principal_minor);
                prop_assert!(plan.applied.to_invoice(item.invoice) <= item.open.sum_minor() - held);
            }
            prop_assert!(payable.due_after(&plan.applied).minor >= 0);
        }
    }

    #[test]
    fn whatever_is_left_when_money_arrives_is_credit(items in items(), amount in 1i64..5_000_000) {
        let payable = payable(&items, 0, AllocationOrder::default());
        for choice in [Choice::Amount, Choice::Everything, Choice::Overdue { on: today() }] {
            let plan = payable.applied(choice, Money::new(amount, Currency::MXN));
            prop_assert_eq!(plan.applied.total_minor(), amount);
            prop_assert!(plan.applied.unapplied_minor >= 0);
        }
    }
}

#[test]
fn an_invoice_that_is_contested_whole_cannot_be_chosen() {
    let contested = item(0, -5, 10_000, 0, 10_000);
    let payable = payable(&[contested.clone(), item(1, -3, 5_000, 0, 0)], 0, AllocationOrder::default());
    let choice = asked("invoices", "", vec![contested.invoice.to_string()]);
    assert_eq!(payable.plan(&choice), Err(ChoiceError::PickNone));
    assert_eq!(payable.oldest().unwrap().number, "F-1");
}

#[test]
fn an_invoice_below_the_least_payment_can_be_chosen_only_when_it_is_the_last() {
    let small = item(0, -5, 400, 0, 0);
    let choice = asked("oldest", "", vec![]);
    let two = payable(&[small.clone(), item(1, -3, 5_000, 0, 0)], 1_000, AllocationOrder::default());
    assert_eq!(two.plan(&choice), Err(ChoiceError::TooSmall(Money::new(1_000, Currency::MXN))));
    let last = payable(&[small], 1_000, AllocationOrder::default());
    assert_eq!(last.plan(&choice).unwrap().amount.minor, 400);
}

#[test]
fn a_plan_that_pays_something_else_has_another_mark() {
    let items = [item(0, -5, 10_000, 100, 0), item(1, -3, 5_000, 0, 0)];
    let order = AllocationOrder::default();
    let mark = |items: &[OpenItem], how: &str, amount: &str| {
        payable(items, 0, order).plan(&asked(how, amount, vec![])).unwrap().mark()
    };
    assert_eq!(mark(&items, "overdue", ""), mark(&items, "everything", ""));
    assert_ne!(mark(&items, "overdue", ""), mark(&items, "oldest", ""));
    assert_ne!(mark(&items, "amount", "50"), mark(&items, "amount", "51"));
    let later = [item(0, -5, 10_000, 105, 0), items[1].clone()];
    assert_ne!(mark(&items, "amount", "120"), mark(&later, "amount", "120"), "a day's interest more");
}
