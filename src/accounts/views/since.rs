//! What changed since a day, as a table that adds up.

use leptos::prelude::*;

use super::{WhichDay, day_form};
use crate::accounts::itemised::Itemisation;
use crate::accounts::model::Viewer;
use crate::accounts::words;
use crate::accounts::words::balance;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::makeup::Makeup;
use crate::row;
use crate::ui::{Amount, Column, Notice, NoticeKind, Table, unbroken};

pub fn itemisation(lang: Lang, viewer: Viewer, shown: &Itemisation, asked: WhichDay) -> AnyView {
    let today = short_day(shown.account.today, lang);
    let wrong = (!shown.adds_up()).then(|| {
        let sentence = words::does_not_add_up(lang, &shown.account.creditor_name);
        view! { <Notice kind=NoticeKind::Problem heading=words::check_failed(lang)>{sentence}</Notice> }
    });
    let held = shown.held.is_positive().then(|| balance::contested_within(lang, shown.held));
    let credit = shown.credit.is_positive().then(|| balance::credit_beside(lang, shown.credit));
    view! {
        {wrong}
        <h1>{balance::since_heading(lang)}</h1>
        <Amount label=balance::since_label(lang, &today) money=shown.now>
            <p>{balance::since_lead(lang)}</p>
            {held.map(|sentence| view! { <p>{unbroken(&sentence)}</p> })}
            {credit.map(|sentence| view! { <p>{unbroken(&sentence)}</p> })}
        </Amount>
        {changes(lang, shown)}
        {parts(lang, shown)}
        {day_form(lang, viewer, &shown.account, asked)}
    }
    .into_any()
}

fn changes(lang: Lang, shown: &Itemisation) -> AnyView {
    let money = |minor| Money::new(minor, shown.account.currency);
    let Makeup { billed_minor, interest_minor, fees_minor, paid_minor, credited_minor } = shown.makeup;
    let since = short_day(shown.since, lang);
    let rows = [
        (balance::billed_since(lang), billed_minor),
        (balance::interest_since(lang), interest_minor),
        (balance::fees_since(lang), fees_minor),
        (balance::paid_since(lang), paid_minor),
        (balance::credited_since(lang), credited_minor),
    ];
    let then = row![balance::owed_then(lang, &since), shown.then.to_string()];
    let rows = rows.into_iter().map(|(label, minor)| row![label, money(minor).to_string()]);
    let now = balance::owed_now(lang, &short_day(shown.account.today, lang));
    view! {
        <h2>{balance::itemised(lang)}</h2>
        <Table
            caption=balance::itemised(lang)
            caption_hidden=true
            columns=vec![Column::text(words::part(lang)), Column::number(words::amount(lang))]
            rows=std::iter::once(then).chain(rows).collect()
            totals=row![now, shown.now.to_string()]
        />
    }
    .into_any()
}

/// Principal, interest and other costs apart.
fn parts(lang: Lang, shown: &Itemisation) -> AnyView {
    let money = |minor| Money::new(minor, shown.account.currency);
    let open = &shown.open;
    let parts = [
        (balance::principal_part(lang), open.principal_minor),
        (balance::interest_part(lang), open.interest_minor),
        (balance::interest_tax_part(lang), open.interest_tax_minor),
        (balance::fees_part(lang), open.fees_minor),
        (balance::fees_tax_part(lang), open.fees_tax_minor),
    ];
    let rows = parts
        .into_iter()
        .enumerate()
        .filter(|(place, (_, minor))| *place == 0 || *minor != 0)
        .map(|(_, (label, minor))| row![label, money(minor).to_string()])
        .collect();
    view! {
        <h2>{balance::of_which(lang)}</h2>
        <Table
            caption=balance::of_which(lang)
            caption_hidden=true
            columns=vec![Column::text(words::part(lang)), Column::number(words::amount(lang))]
            rows=rows
            totals=row![words::total_balance(lang), shown.now.to_string()]
        />
    }
    .into_any()
}
