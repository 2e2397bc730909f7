use leptos::prelude::*;

use super::returns::{pays_now, since_then};
use super::review::{left_column, left_words};
use super::{long_moment, moment, paid_by, pay_href, payment_href, place};
use crate::accounts::model::{May, Viewer};
use crate::contact::model::Channel;
use crate::documents;
use crate::documents::views::paper_link;
use crate::kernel::locale::Lang;
use crate::payments::recorded;
use crate::payments::store::Ground;
use crate::payments::store::reading::Method;
use crate::payments::store::sheet::Sheet;
use crate::payments::words;
use crate::row;
use crate::ui::{Amount, Column, Columns, Done, MainColumn, Next, SideColumn, Table, unbroken};

/// The proof of a payment, and what it paid (screens 2.12).
pub(super) fn receipt(lang: Lang, viewer: Viewer, sheet: &Sheet, heading: String) -> AnyView {
    let payment = &sheet.payment;
    let place = place(lang, &sheet.ground);
    let is_guarantors = sheet.ground.guarantee.is_some();
    let is_beyond = payment.is_beyond();
    let beyond = is_beyond.then(|| {
        let credit = viewer.may_act().then(|| {
            let href = format!("/account/pay/credit?account={}", payment.account);
            view! { " " <a href=href>{words::see_credit(lang)}</a> }
        });
        view! { <p>{words::over(lang)} {credit}</p> }
    });
    let credit = (sheet.credit.is_positive() && !is_beyond).then(|| {
        let sentence = match is_guarantors {
            true => words::kept_as_accounts_credit(lang, sheet.credit),
            false => words::kept_as_credit(lang, sheet.credit),
        };
        view! { <p>{sentence}</p> }.into_any()
    });
    let paid_by = match is_guarantors {
        true => Some(words::you_paid_as_guarantor(lang).to_owned()),
        false => paid_by(lang, payment),
    };
    let note = sheet.receipt_note.as_ref().map(|note| match lang {
        Lang::Es => note.es.clone(),
        Lang::En => note.en.clone(),
    });
    let (amount, line, table) = (payment.amount, unbroken(&line(lang, sheet)), table(lang, viewer, sheet));
    let (since, now) = (since_then(lang, viewer, sheet), pays_now(lang, sheet));
    let file = format!("{}.pdf", payment_href(viewer, payment.id));
    let paper = paper_link(lang, viewer, file, documents::words::download_receipt);
    let (remarks, next) = (remarks(lang, viewer, sheet), next(lang, viewer, sheet));
    view! {
        {since}
        <Columns>
            <MainColumn>
                <Done heading=heading>
                    <Amount label=place money=amount>
                        <p>{line}</p>
                        {paid_by.map(|who| view! { <p>{who}</p> })}
                    </Amount>
                </Done>
                {table}
                {now}
                {credit}
                {beyond}
                {paper}
                <p>{remarks}</p>
                {note.map(|note| view! { <p class="hint">{note}</p> })}
            </MainColumn>
            <SideColumn>{next}</SideColumn>
        </Columns>
    }
    .into_any()
}

/// How it was paid, in the words of a receipt.
pub fn method_words(lang: Lang, method: &Method) -> String {
    match (method.kind.as_str(), &method.last4) {
        ("card", Some(last4)) => words::card_ending(lang, last4),
        ("card", None) => words::card(lang).to_owned(),
        ("oxxo", _) => words::oxxo(lang).to_owned(),
        ("cash", _) => words::cash(lang).to_owned(),
        ("cheque", _) => words::cheque(lang).to_owned(),
        ("transfer", _) => words::transfer(lang).to_owned(),
        ("sepa_debit", Some(last4)) => words::account_ending(lang, last4),
        ("sepa_debit", None) => words::sepa(lang).to_owned(),
        ("spei" | "customer_balance", _) => words::spei(lang).to_owned(),
        (other, _) => other.to_owned(),
    }
}

fn line(lang: Lang, sheet: &Sheet) -> String {
    let payment = &sheet.payment;
    let receipt = payment.receipt().map(|number| words::receipt(lang, &number));
    let paid_at = payment.paid_at.map(|at| match payment.was_recorded {
        // Nobody noted at which hour the money came.
        true => long_moment(lang, at, payment.zone),
        false => moment(lang, at, payment.zone),
    });
    let method = payment.method.as_ref().map(|method| method_words(lang, method));
    let cash = payment.cash_number.map(|number| recorded::words::cash_receipt(lang, number));
    receipt.into_iter().chain(paid_at).chain(method).chain(cash).collect::<Vec<_>>().join(" · ")
}

fn table(lang: Lang, viewer: Viewer, sheet: &Sheet) -> Option<AnyView> {
    if sheet.lines.is_empty() {
        return None;
    }
    let rows = sheet
        .lines
        .iter()
        .map(|line| {
            let href = format!("{}/invoices/{}", viewer.base(), line.invoice);
            let number = view! { <a href=href>{line.number.clone()}</a> };
            let left = match sheet.ground.guarantee {
                Some(_) => line.left.to_string(),
                None => left_words(lang, line.left, line.held),
            };
            row![number, line.paid.to_string(), left]
        })
        .collect();
    let table = view! {
        <Table
            caption=words::receipt_table(lang)
            columns=vec![
                Column::text(words::invoice(lang)),
                Column::number(words::paid(lang)),
                Column::number(left_column(lang, &sheet.ground)),
            ]
            rows=rows
        />
    };
    Some(table.into_any())
}

/// What was sent, and what this paper is not.
fn remarks(lang: Lang, viewer: Viewer, sheet: &Sheet) -> String {
    let copy = match sheet.told_by.filter(|_| viewer.may_act()) {
        Some(Channel::Email) => Some(words::copy_by_email(lang)),
        Some(Channel::Sms) => Some(words::copy_by_sms(lang)),
        _ => None,
    };
    let fiscal = sheet.fiscal_notice.then(|| words::no_tax_invoice(lang));
    copy.into_iter().chain(fiscal).chain([words::print_it(lang)]).collect::<Vec<_>>().join(" ")
}

fn next(lang: Lang, viewer: Viewer, sheet: &Sheet) -> AnyView {
    let Ground { account, guarantee } = &sheet.ground;
    if !sheet.due.is_positive() {
        let sentence = match guarantee {
            Some(_) => words::guarantee_nothing_today(lang),
            None => words::up_to_date(lang),
        };
        return view! { <Next lang=lang>{sentence}</Next> }.into_any();
    }
    let pay = (viewer.may_act() && account.may >= May::Pay).then(|| {
        view! { " " <a href=pay_href(&sheet.ground)>{words::pay_it(lang)}</a> }
    });
    let left = match guarantee {
        Some(_) => words::guarantee_today(lang, sheet.due),
        None => words::left_today(lang, sheet.due),
    };
    view! { <Next lang=lang>{left} {pay}</Next> }.into_any()
}
