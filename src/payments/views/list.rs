use leptos::prelude::*;

use super::{paid_by, payment_badge, payment_href};
use crate::accounts::model::Viewer;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::payments::store::reading::Payment;
use crate::payments::words;
use crate::row;
use crate::ui::{Column, Empty, FileLink, Table};

/// Whose payments a list holds, and so what each row must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// All of one account.
    OneAccount,
    /// Of several accounts of one reader.
    SeveralAccounts,
    /// Of a creditor's customers, for the desk.
    Customers,
}

/// Payments, the latest first.
pub fn payment_list(lang: Lang, viewer: Viewer, payments: &[Payment], whose: Whose) -> AnyView {
    if payments.is_empty() {
        return view! { <Empty sentence=words::no_payments(lang) /> }.into_any();
    }
    let mut columns = vec![
        Column::text(words::date(lang)),
        Column::number(words::amount(lang)),
        Column::text(words::state(lang)),
        Column::text(words::receipt_column(lang)),
    ];
    match whose {
        Whose::OneAccount => {}
        Whose::SeveralAccounts => columns.push(Column::text(words::account(lang))),
        Whose::Customers => columns.push(Column::text(words::customer(lang))),
    }
    let rows = payments.iter().map(|payment| row_of(lang, viewer, payment, whose)).collect();
    view! { <Table caption=words::payments_heading(lang) caption_hidden=true columns=columns rows=rows /> }
        .into_any()
}

/// The number of the receipt, which opens the paper.
fn receipt(viewer: Viewer, payment: &Payment) -> Option<AnyView> {
    let number = payment.receipt()?;
    let href = format!("{}.pdf", payment_href(viewer, payment.id));
    Some(view! { <FileLink href=href text=number format="PDF" /> }.into_any())
}

fn row_of(lang: Lang, viewer: Viewer, payment: &Payment, whose: Whose) -> Vec<AnyView> {
    let at = payment.paid_at.unwrap_or(payment.created_at).with_timezone(&payment.zone);
    let day = short_day(at.date_naive(), lang);
    let label = words::see_payment_of(lang, payment.amount, &day);
    let who = paid_by(lang, payment).map(|who| view! { <span class="line-note">{who}</span> });
    let link = view! { <a href=payment_href(viewer, payment.id) aria-label=label>{day}</a> {who} };
    let mut cells =
        row![link, payment.amount.to_string(), payment_badge(lang, payment), receipt(viewer, payment)];
    let place = words::account_line(lang, &payment.creditor_name, &payment.account_reference);
    match whose {
        Whose::OneAccount => {}
        Whose::SeveralAccounts => cells.push(place.into_any()),
        Whose::Customers => {
            let href = format!("/desk/accounts/{}", payment.account);
            let name = format!("{} ({})", payment.debtor_name, payment.account_reference);
            cells.push(view! { <a href=href>{name}</a> }.into_any());
        }
    }
    cells
}
