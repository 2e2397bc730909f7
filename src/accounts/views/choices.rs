//! What can be done today about an account, beside its number.

use leptos::prelude::*;

use super::summary::Place;
use crate::accounts::home::AccountHome;
use crate::accounts::model::May;
use crate::accounts::words;
use crate::payments;
use crate::plans;
use crate::promises;
use crate::ui::{ButtonKind, ButtonLink, LinkList, LinkListItem};

pub(super) fn choices(place: &Place<'_>, home: &AccountHome) -> AnyView {
    let (lang, balance) = (place.lang, &home.balance);
    let invoices = place.page("invoices");
    // What a plan asks for, where nothing else is due.
    let asking = home.plans.iter().find_map(|glance| glance.asking.as_ref());
    if let Some(asking) = asking.filter(|_| place.may_pay() && !balance.due.is_positive()) {
        let pay = payments::asked::instalment_href(place.account.id, asking.plan);
        let label = plans::words::keeping::pay_it(lang, asking.amount);
        let early = balance.not_due.is_positive().then(|| {
            view! { <p><a href=place.page("pay")>{words::pay_early(lang)}</a></p> }
        });
        return view! {
            <p><ButtonLink href=pay>{label}</ButtonLink></p>
            {early}
            <p><a href=invoices>{words::see_invoices(lang)}</a></p>
        }
        .into_any();
    }
    if !place.may_pay()
        || !home.takes_payments
        || !(balance.due.is_positive() || balance.not_due.is_positive())
    {
        let link = (balance.open_count > 0)
            .then(|| view! { <p><a href=invoices>{words::see_invoices(lang)}</a></p> });
        return link.into_any();
    }
    let pay = place.page("pay");
    if !balance.due.is_positive() {
        return view! {
            <p><ButtonLink href=pay kind=ButtonKind::Secondary>{words::pay_early(lang)}</ButtonLink></p>
            <p><a href=invoices>{words::see_invoices(lang)}</a></p>
        }
        .into_any();
    }
    let part = LinkListItem {
        href: pay.clone(),
        text: words::pay_part(lang).to_owned(),
        hint: words::pay_part_hint(lang).to_owned(),
    };
    let spread = (place.account.may >= May::Negotiate).then(|| LinkListItem {
        href: place.page("plans/new"),
        text: plans::words::propose_one(lang).to_owned(),
        hint: plans::words::propose_hint(lang).to_owned(),
    });
    let promise = LinkListItem {
        href: place.page("promises"),
        text: promises::words::heading(lang).to_owned(),
        hint: promises::words::link_hint(lang).to_owned(),
    };
    let items = [Some(part), spread, Some(promise)].into_iter().flatten().collect();
    view! {
        <p><ButtonLink href=pay>{words::pay(lang)}</ButtonLink></p>
        <LinkList items=items />
    }
    .into_any()
}
