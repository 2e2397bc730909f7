//! What a guarantor reads: one amount, how it came to that, and nothing else of the invoice.

use leptos::prelude::*;

use super::explained::kind_word;
use crate::accounts::guarantees::GuaranteeMovement;
use crate::accounts::model::{Account, Guarantee};
use crate::accounts::words;
use crate::kernel::dates::{long_day, short_day};
use crate::kernel::locale::Lang;
use crate::ledger::model::TransactionKind;
use crate::row;
use crate::ui::{Amount, ButtonLink, Column, Table};

/// What a guarantor may be asked for, and the way to pay it.
pub fn guarantee_summary(lang: Lang, guarantee: &Guarantee) -> AnyView {
    let Account { creditor_name, debtor_name, today, .. } = &guarantee.account;
    let not_due = (guarantee.due_on >= *today)
        .then(|| view! { <p>{words::guarantee_not_due(lang, &long_day(guarantee.due_on, lang))}</p> });
    let limit = words::guarantee_limit(lang, guarantee.liable);
    let paid =
        guarantee.paid.is_positive().then(|| view! { <p>{words::guarantee_paid(lang, guarantee.paid)}</p> });
    let pay = guarantee.is_payable().then(|| {
        let href = format!("/account/pay/review?guarantee={}&how=everything", guarantee.invoice);
        let text = words::guarantee_pay(lang, guarantee.asked);
        view! { <p><ButtonLink href=href>{text}</ButtonLink></p> }
    });
    view! {
        <section>
            <p>{words::guarantee_line(lang, creditor_name, &guarantee.number, debtor_name)}</p>
            <Amount label=words::guarantee_label(lang) money=guarantee.asked>
                <p>{limit}</p>
                {paid}
                {not_due}
            </Amount>
            {pay}
        </section>
    }
    .into_any()
}

/// What happened to the invoice, told by what its guarantor answered for after each.
pub fn guarantee_history(lang: Lang, movements: &[GuaranteeMovement]) -> AnyView {
    let rows = movements
        .iter()
        .map(|movement| {
            let what = what(lang, movement);
            row![short_day(movement.on, lang), what, movement.answers_for.to_string()]
        })
        .collect();
    view! {
        <Table
            caption=words::guarantee_history(lang)
            columns=vec![
                Column::text(words::date(lang)),
                Column::text(words::what(lang)),
                Column::number(words::answers_for(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

fn what(lang: Lang, movement: &GuaranteeMovement) -> String {
    match (movement.kind, movement.undone) {
        (TransactionKind::Payment, _) if movement.is_own => words::row_own_payment(lang).to_owned(),
        (TransactionKind::Reversal, Some(undone)) => {
            words::row_reversal(lang, &kind_word(lang, undone).to_lowercase())
        }
        (kind, _) => kind_word(lang, kind).to_owned(),
    }
}
