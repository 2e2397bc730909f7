//! What stands around an account on the desk: its tabs, and the margin that only the team sees.

use leptos::prelude::*;

use crate::accounts::model::{Account, Viewer};
use crate::contact::words::record;
use crate::desk::approvals::views::limit_line;
use crate::desk::behaviour;
use crate::desk::calls;
use crate::desk::calls::views::may_call;
use crate::desk::parties;
use crate::desk::playbook;
use crate::desk::store::{Address, Found, Linked, Look, Margin, Results};
use crate::desk::task_views::task_line;
use crate::desk::timeline;
use crate::desk::words;
use crate::documents;
use crate::handing;
use crate::identity::model::{Role, readable_address};
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::legal::words as legal_words;
use crate::needs;
use crate::payments::autopay;
use crate::payments::autopay::charge_views::at_desk;
use crate::payments::links::views::links_href;
use crate::plans;
use crate::promises;
use crate::row;
use crate::ui::{
    ButtonKind, ButtonLink, Card, Column, Columns, Empty, MainColumn, SideColumn, Tab, Table, Tabs, unbroken,
};

/// Which part of an account is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Summary,
    Invoices,
    Balance,
    Payments,
    Plans,
    Statement,
    Terms,
    Contact,
    Timeline,
    Parties,
}

/// An account with its margin: the very view that its people read, and beside it what only the team sees.
pub fn account_file(
    lang: Lang,
    role: Role,
    account: &Account,
    part: Part,
    margin: &Margin,
    main: AnyView,
) -> AnyView {
    let name = words::account_heading(lang, &account.debtor_name, &account.reference);
    // The summary has no heading of its own; the other views name what they show.
    let name = if part == Part::Summary {
        view! { <h1>{name}</h1> }.into_any()
    } else {
        view! { <p class="account-line">{name}</p> }.into_any()
    };
    let tabs = tabs(lang, account, part);
    let needs = needs::views::head(lang, &margin.needs, account.today);
    let margin = margin_view(lang, role, account, margin);
    view! {
        {name}
        {needs}
        {tabs}
        <Columns>
            <MainColumn>{main}</MainColumn>
            <SideColumn>{margin}</SideColumn>
        </Columns>
    }
    .into_any()
}

/// What a search found.
pub fn results(lang: Lang, asked: &str, results: &Results) -> AnyView {
    if results.found.is_empty() {
        return if asked.is_empty() {
            view! { <Empty sentence=words::none_yet(lang) /> }.into_any()
        } else {
            let all = view! { <a href="/desk/accounts">{words::see_all(lang)}</a> };
            view! { <Empty sentence=words::none_found(lang, asked)>{all}</Empty> }.into_any()
        };
    }
    let rows = results.found.iter().map(|found| found_row(lang, found)).collect();
    view! {
        <Table
            caption=words::accounts(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::customer(lang)),
                Column::text(words::reference(lang)),
                Column::text(words::creditor(lang)),
                Column::number(words::open_balance(lang)),
                Column::text(words::found_by(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn found_row(lang: Lang, found: &Found) -> Vec<AnyView> {
    let Account { id, debtor_name, reference, creditor_name, .. } = &found.account;
    let by = match found.by.as_str() {
        "reference" => words::by_reference(lang),
        "invoice" => words::by_invoice(lang),
        "address" => words::by_address(lang),
        "name" => words::by_name(lang),
        "person" => words::by_person(lang),
        "tag" => words::by_tag(lang),
        _ => "",
    };
    row![
        view! { <a href=format!("/desk/accounts/{id}")>{debtor_name.clone()}</a> },
        reference.clone(),
        creditor_name.clone(),
        found.open.to_string(),
        by,
    ]
}

fn tabs(lang: Lang, account: &Account, part: Part) -> AnyView {
    let base = Viewer::Staff(account.id).base();
    let tab = |this: Part, href: String, text: &str| Tab {
        href,
        text: text.to_owned(),
        count: None,
        is_current: this == part,
    };
    let tabs = vec![
        tab(Part::Summary, base.clone(), words::tab_summary(lang)),
        tab(Part::Invoices, format!("{base}/invoices"), words::tab_invoices(lang)),
        tab(Part::Balance, format!("{base}/balance"), words::tab_balance(lang)),
        tab(Part::Payments, format!("{base}/payments"), words::tab_payments(lang)),
        tab(Part::Plans, format!("{base}/plans"), plans::words::desk::tab(lang)),
        tab(Part::Statement, format!("{base}/statement"), documents::words::see_statement(lang)),
        tab(Part::Terms, format!("{base}/terms"), words::tab_terms(lang)),
        tab(Part::Contact, format!("{base}/contact"), record::tab(lang)),
        tab(Part::Timeline, format!("{base}/timeline"), timeline::words::tab(lang)),
        tab(Part::Parties, format!("{base}/parties"), words::tab_parties(lang)),
    ];
    view! { <Tabs label=words::parts_of_account(lang) tabs=tabs /> }.into_any()
}

/// In the order of screens 2.30; what is empty says so.
fn margin_view(lang: Lang, role: Role, account: &Account, margin: &Margin) -> AnyView {
    let tasks = margin.tasks.iter().map(|task| task_line(lang, task)).collect();
    let people = margin.linked.iter().map(|person| person_lines(lang, person)).collect();
    let legal = margin.legal_kinds.iter().map(|kind| legal_word(lang, kind).to_owned().into_any()).collect();
    let own = margin.limits.iter().map(|limit| limit_line(lang, limit).into_any()).collect();
    let limits = if role.may_change() { words::limits_none(lang) } else { words::limits_read_only(lang) };
    let autopay = at_desk(lang, account, margin.autopay.as_ref(), role.may_change());
    let looks = margin.looks.iter().map(|look| look_line(lang, look)).collect();
    let (callable, call) = (may_call(lang, &margin.callable), format!("/desk/accounts/{}/call", account.id));
    let promises = format!("/desk/accounts/{}/promises", account.id);
    let standing = format!("/desk/accounts/{}/legal", account.id);
    let hand_on = format!("/desk/accounts/{}/hand-on", account.id);
    let parties = format!("/desk/accounts/{}/parties", account.id);
    let blocks = view! {
        <section>
            <h3>{calls::words::may_call(lang)}</h3>
            {callable}
            <p><a href=call>{calls::words::heading(lang)}</a></p>
            <p><a href=promises>{promises::words::desk_heading(lang)}</a></p>
        </section>
        {block(words::tasks(lang), tasks, words::no_tasks(lang))}
        {block(words::legal(lang), legal, words::no_legal(lang))}
        <p><a href=standing>{legal_words::see_all(lang)}</a></p>
        {margin.handover.as_ref().map(|one| handing::views::beside(lang, one))}
        <p><a href=hand_on>{handing::words::hand_on(lang)}</a></p>
        {behaviour::views::beside(lang, account.id, &margin.behaviour)}
        {timeline::views::beside(lang, account.id, margin.zone, &margin.notes, &margin.tags)}
        <section>
            <h3>{playbook::words::guide(lang)}</h3>
            {playbook::views::links(lang, Some(account.creditor))}
        </section>
        {block(words::channels(lang), people, words::no_channels(lang))}
        <p><a href=parties>{parties::words::heading(lang)}</a></p>
        <section>
            <h3>{autopay::words::heading(lang)}</h3>
            {autopay}
        </section>
        {block(words::limits(lang), own, limits)}
        {block(words::history(lang), looks, words::no_history(lang))}
    };
    let links = links_href(Viewer::Staff(account.id), account.id);
    let view_as = format!("/desk/accounts/{}/as-debtor", account.id);
    view! {
        <Card>
            <h2>{words::margin(lang)}</h2>
            {blocks}
            <p><a href=links>{words::pay_links(lang)}</a></p>
            <p><ButtonLink href=view_as kind=ButtonKind::Secondary>{words::view_as(lang)}</ButtonLink></p>
        </Card>
    }
    .into_any()
}

fn block(heading: &'static str, lines: Vec<AnyView>, none: &'static str) -> AnyView {
    let body = if lines.is_empty() {
        view! { <p>{none}</p> }.into_any()
    } else {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
        view! { <ul>{lines.collect_view()}</ul> }.into_any()
    };
    view! { <section><h3>{heading}</h3> {body}</section> }.into_any()
}

fn person_lines(lang: Lang, person: &Linked) -> AnyView {
    let number = person.invoice_number.as_deref().unwrap_or_default();
    let addresses = person.addresses.iter().map(|address| address_line(lang, address));
    view! {
        <strong>{person.name.clone()}</strong>
        {unbroken(&format!(", {}", role_word(lang, &person.role, number)))}
        <ul>{addresses.collect_view()}</ul>
    }
    .into_any()
}

fn address_line(lang: Lang, address: &Address) -> AnyView {
    let note = match (address.is_suspended, address.is_verified) {
        (true, _) => Some(words::address_suspended(lang)),
        (false, false) => Some(words::address_unverified(lang)),
        (false, true) => None,
    };
    let note = note.map(|note| format!(" ({note})"));
    view! { <li>{readable_address(&address.address)} {note}</li> }.into_any()
}

/// As what somebody is linked to an account.
pub fn role_word(lang: Lang, role: &str, invoice_number: &str) -> String {
    match role {
        "principal" => words::role_principal(lang).to_owned(),
        "joint_debtor" => words::role_joint_debtor(lang).to_owned(),
        "guarantor" => words::role_guarantor(lang, invoice_number),
        "representative" => words::role_representative(lang).to_owned(),
        "executor" => words::role_executor(lang).to_owned(),
        _ => words::role_helper(lang).to_owned(),
    }
}

fn legal_word(lang: Lang, kind: &str) -> &'static str {
    match kind {
        "deceased" => words::legal_deceased(lang),
        "incapacitated" => words::legal_incapacitated(lang),
        "insolvent" => words::legal_insolvent(lang),
        "moratorium" => words::legal_moratorium(lang),
        "sued" => words::legal_sued(lang),
        "represented" => words::legal_represented(lang),
        "time_barred" => words::legal_time_barred(lang),
        "identity_contested" => words::legal_identity_contested(lang),
        _ => words::legal_creditors_hold(lang),
    }
}

fn look_line(lang: Lang, look: &Look) -> AnyView {
    let who = look.staff_name.as_deref().unwrap_or(words::someone(lang));
    let when = short_day(look.on, lang);
    match look.verb.as_str() {
        "read" => words::history_read(lang, who, &when).into_any(),
        _ => words::history_viewed(lang, who, &when).into_any(),
    }
}
