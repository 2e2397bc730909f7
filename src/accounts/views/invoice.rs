//! One invoice (screens 2.7): the bill itself, what is left of it, and what can be done about it.

use leptos::prelude::*;

use super::{amount_link, state_badge};
use crate::accounts::invoices::Invoice;
use crate::accounts::model::{Account, InvoiceState, May, Viewer};
use crate::accounts::sheet::{Hold, Line, Sheet};
use crate::accounts::words;
use crate::documents;
use crate::documents::views::paper_link;
use crate::kernel::dates::{days_between, long_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::messages::words as message_words;
use crate::policies::words::reading as terms_words;
use crate::row;
use crate::ui::{
    Amount, ButtonLink, Card, Column, Columns, MainColumn, Next, Notice, NoticeKind, SideColumn, SummaryList,
    SummaryRow, Table, unbroken,
};

/// The whole invoice.
pub fn invoice_sheet(lang: Lang, viewer: Viewer, sheet: &Sheet) -> AnyView {
    let Sheet { account, invoice, lines, holds, daily, .. } = sheet;
    let heading = words::invoice_heading(lang, &invoice.number);
    let held = holds.iter().map(|hold| held(lang, viewer, invoice, hold)).collect_view();
    let left = what_is_left(lang, account, invoice);
    let bill = view! {
        <h2>{words::what_was_billed(lang)}</h2>
        {lines_table(lang, account, lines)}
        {totals(lang, viewer, invoice)}
        {papers(lang, viewer, sheet)}
    };
    let actions = actions(lang, viewer, account, invoice);
    let next = what_follows(lang, invoice, *daily);
    // On a phone these come one below the other: what is left, what can be done about it, and only then the bill.
    let parts = if let Viewer::Staff(_) = viewer {
        view! { {left} <Card>{actions}</Card> {next} {bill} }.into_any()
    } else {
        view! {
            <Columns>
                <MainColumn>{left}</MainColumn>
                <SideColumn>
                    <Card>{actions}</Card>
                </SideColumn>
                <MainColumn>{bill}</MainColumn>
                <SideColumn>{next}</SideColumn>
            </Columns>
        }
        .into_any()
    };
    view! {
        {held}
        <h1>{unbroken(&heading)} " " {state_badge(lang, invoice.state)}</h1>
        {parts}
    }
    .into_any()
}

fn held(lang: Lang, viewer: Viewer, invoice: &Invoice, hold: &Hold) -> AnyView {
    let dispute = &hold.dispute_number;
    let what = match hold.line {
        Some(line) => words::held_line(lang, hold.amount, line, dispute),
        None => words::held_whole(lang, hold.amount, dispute),
    };
    let rest = (viewer.may_act() && invoice.payable.is_positive())
        .then(|| format!(" {}", words::can_pay_rest(lang, invoice.payable)));
    let see = hold.dispute.and_then(|dispute| viewer.dispute(dispute));
    let see = see.map(|href| view! { " " <a href=href>{words::see_dispute(lang)}</a> });
    let answer = words::answer_promised(lang, &long_day(hold.promised_on, lang));
    view! {
        <Notice kind=NoticeKind::Info heading=words::held_heading(lang, dispute)>
            {what} {rest} " " {answer} {see}
        </Notice>
    }
    .into_any()
}

fn what_is_left(lang: Lang, account: &Account, invoice: &Invoice) -> AnyView {
    if !invoice.open.is_positive() {
        return ().into_any();
    }
    let on = long_day(invoice.due_on, lang);
    let due = match days_between(invoice.due_on, account.today) {
        0 => words::is_due_today(lang, &on),
        1 => words::was_due_yesterday(lang, &on),
        days if days > 1 => words::was_due(lang, &on, days),
        _ => words::is_due(lang, &on),
    };
    let interest = invoice
        .open_late
        .is_positive()
        .then(|| format!(" {}", words::includes_interest(lang, invoice.open_late)));
    view! {
        <Amount label=words::to_pay(lang) money=invoice.payable>
            <p>{due} {interest}</p>
        </Amount>
    }
    .into_any()
}

fn lines_table(lang: Lang, account: &Account, lines: &[Line]) -> AnyView {
    if lines.is_empty() {
        return view! { <p>{words::no_lines(lang, &account.creditor_name)}</p> }.into_any();
    }
    let rows = lines
        .iter()
        .map(|line| {
            let tax = (line.tax_basis_points > 0).then(|| {
                let rate = words::percent_text(line.tax_basis_points.into());
                view! { <span class="line-note">{format!(" + {} {rate}: {}", line.tax_name, line.tax)}</span> }
            });
            row![
                line.description.clone(),
                words::quantity_text(line.quantity_milli),
                line.unit_price.to_string(),
                view! { {line.net.to_string()} {tax} },
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::lines(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::item(lang)),
                Column::number(words::quantity(lang)),
                Column::number(words::price(lang)),
                Column::number(words::amount(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

/// From what was billed to what is left to pay, one line each.
fn totals(lang: Lang, viewer: Viewer, invoice: &Invoice) -> AnyView {
    let minus = |amount: Money| Money::new(-amount.minor, amount.currency);
    let entries = format!("{}/balance?of={}", viewer.base(), invoice.id);
    let opened = |amount: Money| match amount.is_zero() {
        true => amount.to_string().into_any(),
        false => amount_link(entries.clone(), amount),
    };
    let mut rows = Vec::new();
    if let Some(subtotal) = invoice.total.checked_sub(invoice.tax) {
        rows.push(SummaryRow::new(words::subtotal(lang), subtotal.to_string()));
    }
    rows.push(SummaryRow::new(words::vat(lang), invoice.tax.to_string()));
    rows.push(SummaryRow::new(words::total(lang), invoice.total.to_string()));
    if !invoice.credited.is_zero() {
        rows.push(SummaryRow::new(words::adjustments(lang), opened(minus(invoice.credited))));
    }
    rows.push(SummaryRow::new(words::paid(lang), opened(minus(invoice.paid))));
    rows.push(SummaryRow::new(words::interest(lang), opened(invoice.late)));
    if invoice.held.is_positive() {
        rows.push(SummaryRow::new(words::in_dispute(lang), opened(minus(invoice.held))));
    }
    rows.push(SummaryRow::new(words::to_pay(lang), amount_link(entries.clone(), invoice.payable)));
    view! { <SummaryList lang=lang rows=rows amounts=true /> }.into_any()
}

fn papers(lang: Lang, viewer: Viewer, sheet: &Sheet) -> AnyView {
    let Sheet { account, invoice, .. } = sheet;
    let folio = invoice.fiscal_uuid.as_ref().map(|folio| view! { <p>{words::fiscal_folio(lang, folio)}</p> });
    let notice =
        sheet.fiscal_notice.then(|| view! { <p>{words::fiscal_notice(lang, &account.creditor_name)}</p> });
    let contract = [&invoice.contract, &account.contract].into_iter().find(|contract| !contract.is_empty());
    let contract = contract.map(|contract| view! { <p>{words::contract_line(lang, contract)}</p> });
    let file = format!("{}/invoices/{}", viewer.base(), invoice.id);
    let paper = paper_link(lang, viewer, format!("{file}.pdf"), documents::words::download_invoice);
    let letter = (invoice.state == InvoiceState::Paid)
        .then(|| paper_link(lang, viewer, format!("{file}/letter.pdf"), documents::words::download_no_debt));
    view! { {paper} {letter} {contract} {terms(lang, viewer, sheet)} {notice} {folio} }.into_any()
}

/// By which version of the creditor's rules its lateness is judged.
fn terms(lang: Lang, viewer: Viewer, sheet: &Sheet) -> Option<AnyView> {
    let number = sheet.version?;
    let href = format!("{}/terms/{number}?account={}", viewer.base(), sheet.account.id);
    let version = terms_words::version_number(lang, number);
    Some(view! { <p>{terms_words::governed_by(lang)} ": " <a href=href>{version}</a></p> }.into_any())
}

fn actions(lang: Lang, viewer: Viewer, account: &Account, invoice: &Invoice) -> AnyView {
    let base = viewer.base();
    let can_pay = viewer.may_act() && account.may >= May::Pay && invoice.payable.is_positive();
    let pay = can_pay.then(|| {
        let href = format!("/account/pay?account={}&invoice={}", account.id, invoice.id);
        let text = words::pay_this(lang, invoice.payable);
        view! { <p><ButtonLink href=href>{text}</ButtonLink></p> }
    });
    let link = (matches!(viewer, Viewer::Staff(_)) && invoice.payable.is_positive()).then(|| {
        let href = format!("{base}/links?invoice={}", invoice.id);
        view! { <p><a href=href>{words::make_pay_link(lang)}</a></p> }
    });
    // Whoever pays may contest what they are asked to pay.
    let contest = (viewer.may_act() && account.may >= May::Pay && invoice.payable.is_positive()).then(|| {
        let href = format!("/account/disputes/new?account={}&about=invoice:{}", account.id, invoice.id);
        view! { <p><a href=href>{words::contest_this(lang)}</a></p> }
    });
    let ask = matches!(viewer, Viewer::Person).then(|| {
        let href = format!("/account/messages?account={}&about=invoice:{}", account.id, invoice.id);
        view! { <p><a href=href>{message_words::ask_about_this(lang)}</a></p> }
    });
    view! {
        {pay}
        {link}
        {contest}
        {ask}
        <p><a href=format!("{base}/balance?of={}", invoice.id)>{words::how_worked_out(lang)}</a></p>
        <p><a href=format!("{base}/invoices?account={}", account.id)>{words::all_invoices(lang)}</a></p>
    }
    .into_any()
}

fn what_follows(lang: Lang, invoice: &Invoice, daily: Option<Money>) -> AnyView {
    let sentence = match (invoice.state, daily) {
        (InvoiceState::Voided, _) => words::invoice_is_voided(lang).to_owned(),
        (InvoiceState::Paid, _) => words::invoice_is_paid(lang).to_owned(),
        (_, Some(daily)) => words::invoice_daily(lang, daily),
        _ => return ().into_any(),
    };
    view! { <Next lang=lang>{sentence}</Next> }.into_any()
}
