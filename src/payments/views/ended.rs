use leptos::prelude::*;

use super::{pay_href, place};
use crate::accounts::model::{May, Viewer};
use crate::kernel::locale::Lang;
use crate::payments::asked::{asked_again, asked_query, guarantee_again};
use crate::payments::model::PaymentState;
use crate::payments::store::Ground;
use crate::payments::store::sheet::Sheet;
use crate::payments::words;
use crate::policies::methods::Method;
use crate::ui::{Actions, Amount, ButtonKind, ButtonLink, Next};

/// A payment that ended without money: why, and what to do next.
pub(super) fn ended(lang: Lang, viewer: Viewer, sheet: &Sheet, heading: String) -> AnyView {
    let payment = &sheet.payment;
    let Ground { account, guarantee } = &sheet.ground;
    let place = place(lang, &sheet.ground);
    let may_pay = viewer.may_act() && account.may >= May::Pay;
    let ways_on = may_pay.then(|| {
        let again = asked_query(&match guarantee {
            Some(guarantee) => guarantee_again(guarantee.invoice, payment.amount),
            None => asked_again(payment.account, &payment.choice, payment.amount),
        });
        let other = pay_href(&sheet.ground);
        let try_again = match payment.state {
            PaymentState::Failed => words::try_another_way(lang),
            PaymentState::Expired if is_voucher(sheet) => words::another_voucher(lang),
            _ => words::try_again(lang),
        };
        view! {
            <Actions>
                <ButtonLink href=format!("/account/pay/review?{again}")>{try_again}</ButtonLink>
                <ButtonLink href=other kind=ButtonKind::Secondary>
                    {words::choose_another_amount(lang)}
                </ButtonLink>
            </Actions>
        }
    });
    let due = sheet.due.is_positive().then(|| match guarantee {
        Some(_) => format!(" {}", words::guarantee_today(lang, sheet.due)),
        None => format!(" {}", words::due_today(lang, sheet.due)),
    });
    let sentence = sentence(lang, sheet);
    view! {
        <h1>{heading}</h1>
        <Amount label=place money=payment.amount>
            <p>{sentence}</p>
        </Amount>
        {ways_on}
        <Next lang=lang>{words::balance_same_next(lang)} {due}</Next>
    }
    .into_any()
}

fn sentence(lang: Lang, sheet: &Sheet) -> String {
    let payment = &sheet.payment;
    let last4 = payment.method.as_ref().and_then(|method| method.last4.as_deref());
    match payment.state {
        // Where no page was ever open, no bank was asked.
        PaymentState::Failed if !payment.was_opened => words::not_opened(lang).to_owned(),
        PaymentState::Failed if payment.paid_by() == Some(Method::Sepa) && last4.is_some() => {
            words::declined_debit(lang, last4.unwrap_or_default())
        }
        PaymentState::Failed => match last4 {
            Some(last4) => words::declined_card(lang, last4),
            None => words::declined(lang).to_owned(),
        },
        PaymentState::Expired if is_voucher(sheet) => words::voucher_expired(lang).to_owned(),
        PaymentState::Expired => words::expired(lang).to_owned(),
        _ => words::left_the_page(lang).to_owned(),
    }
}

/// Whether a voucher was made for it: its page can also run out of time before.
fn is_voucher(sheet: &Sheet) -> bool {
    sheet.payment.paid_by() == Some(Method::Oxxo) && sheet.payment.was_done_with()
}
