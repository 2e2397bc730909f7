//! A choice in the address of a page, where it stands harmless: nothing is charged by opening one.

use url::form_urlencoded::Serializer;

use crate::kernel::ids::{AccountId, InvoiceId, PlanId};
use crate::kernel::money::Money;
use crate::payments::model::{Asked, Choice};

/// A choice as a query.
pub fn asked_query(asked: &Asked) -> String {
    let mut query = Serializer::new(String::new());
    match asked.guarantee.as_str() {
        "" => query.append_pair("account", &asked.account),
        invoice => query.append_pair("guarantee", invoice),
    };
    query.append_pair("how", asked.how());
    if matches!(asked.how(), Asked::AMOUNT | Asked::PLAN) {
        query.append_pair("amount", &asked.amount);
    }
    if asked.how() == Asked::PLAN {
        query.append_pair("plan", &asked.plan);
    }
    if asked.how() == Asked::INVOICES {
        asked.invoice.iter().for_each(|invoice| {
            query.append_pair("invoice", invoice);
        });
    }
    query.finish()
}

/// The page that reviews paying what a plan asks for now.
pub fn instalment_href(account: AccountId, plan: PlanId) -> String {
    let how = Asked::instalment(plan);
    format!(
        "/account/pay/review?{}",
        asked_query(&Asked { account: account.to_string(), how, ..Asked::default() })
    )
}

/// What was chosen for a payment under a guarantee, to be chosen again.
pub fn guarantee_again(invoice: InvoiceId, amount: Money) -> Asked {
    Asked {
        guarantee: invoice.to_string(),
        how: Asked::AMOUNT.to_owned(),
        amount: amount.digits(),
        ..Asked::default()
    }
}

/// What was chosen for a payment, to be chosen again.
pub fn asked_again(account: AccountId, choice: &Choice, amount: Money) -> Asked {
    let asked = |how: &str| Asked { account: account.to_string(), how: how.to_owned(), ..Asked::default() };
    match choice {
        Choice::Overdue { .. } => asked(Asked::OVERDUE),
        Choice::Oldest { invoice } => Asked { invoice: vec![invoice.to_string()], ..asked(Asked::INVOICES) },
        Choice::Everything => asked(Asked::EVERYTHING),
        Choice::Invoices { invoices } => {
            Asked { invoice: invoices.iter().map(ToString::to_string).collect(), ..asked(Asked::INVOICES) }
        }
        Choice::Amount => Asked { amount: amount.digits(), ..asked(Asked::AMOUNT) },
        Choice::Plan { plan, .. } => {
            Asked { amount: amount.digits(), plan: plan.to_string(), ..asked(Asked::PLAN) }
        }
    }
}
