use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::kernel::ids::InvoiceId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::allocation::Allocation;
use crate::payments::words;
use crate::row;
use crate::ui::{
    Actions, Amount, BackLink, Button, ButtonKind, Card, Column, Columns, MainColumn, Next, Notice,
    NoticeKind, PostForm, SideColumn, Table,
};

/// The page of a debtor's credit.
pub struct CreditPage {
    pub account: Account,
    pub credit: Money,
    /// What it would pay today, where there is something to pay.
    pub offer: Option<Allocation>,
    /// What the debtor has asked back and the team has not decided.
    pub asked_back: Option<i64>,
    pub numbers: Vec<(InvoiceId, String)>,
    pub used: Option<Used>,
}

/// What became of what was just asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    Applied(Money),
    SoonApplied,
}

pub fn credit(lang: Lang, page: &CreditPage) -> AnyView {
    let Account { id, creditor_name, reference, currency, .. } = &page.account;
    let place = words::account_line(lang, creditor_name, reference);
    let used = page.used.map(|used| {
        let (heading, sentence) = match used {
            Used::Applied(amount) => (words::credit_used_heading(lang, amount), words::credit_used(lang)),
            Used::SoonApplied => (words::credit_soon_heading(lang).to_owned(), words::credit_soon(lang)),
        };
        view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{sentence}</Notice> }
    });
    let asked = page.asked_back.map(|minor| {
        let heading = words::credit_asked_heading(lang, Money::new(minor, *currency));
        view! { <Notice kind=NoticeKind::Info heading=heading>{words::credit_asked(lang)}</Notice> }
    });
    let back = format!("/account/pay?account={id}");
    let (table, amount) = (table(lang, page), page.credit);
    let ways = page.credit.is_positive().then(|| ways(lang, page));
    let none = (!page.credit.is_positive()).then(|| view! { <p>{words::no_credit(lang)}</p> });
    view! {
        {used}
        {asked}
        <BackLink lang=lang href=back />
        <h1>{words::credit_heading(lang)}</h1>
        <Columns>
            <MainColumn>
                <Amount label=place money=amount><p>{words::credit_is(lang)}</p></Amount>
                {table}
                {none}
            </MainColumn>
            <SideColumn>{ways}</SideColumn>
        </Columns>
    }
    .into_any()
}

fn ways(lang: Lang, page: &CreditPage) -> AnyView {
    let account = page.account.id.to_string();
    let (first, second) = (account.clone(), account);
    let currency = page.account.currency;
    let using = page.offer.as_ref().map(|applied| {
        let used = Money::new(applied.total_minor() - applied.unapplied_minor, currency);
        let button = words::use_credit(lang, used);
        view! {
            <Card>
                <PostForm action="/do/payments/use-credit">
                    <input type="hidden" name="account" value=first />
                    <Actions><Button>{button}</Button></Actions>
                </PostForm>
                <p>{words::use_credit_next(lang)}</p>
            </Card>
        }
    });
    let asking = page.asked_back.is_none().then(|| {
        let button = words::ask_credit_back(lang, page.credit);
        view! {
            <Card>
                <PostForm action="/do/payments/ask-credit-back">
                    <input type="hidden" name="account" value=second />
                    <Actions><Button kind=ButtonKind::Secondary>{button}</Button></Actions>
                </PostForm>
                <p>{words::ask_credit_back_next(lang)}</p>
            </Card>
        }
    });
    view! {
        {using}
        {asking}
        <Next lang=lang>{words::credit_next(lang)}</Next>
    }
    .into_any()
}

fn table(lang: Lang, page: &CreditPage) -> Option<AnyView> {
    let applied = page.offer.as_ref()?;
    let rows = page
        .numbers
        .iter()
        .filter(|(invoice, _)| applied.to_invoice(*invoice) > 0)
        .map(|(invoice, number)| {
            let minor = applied.to_invoice(*invoice);
            row![number.clone(), Money::new(minor, page.account.currency).to_string()]
        })
        .collect();
    let table = view! {
        <Table
            caption=words::credit_would_pay(lang)
            columns=vec![Column::text(words::invoice(lang)), Column::number(words::pays(lang))]
            rows=rows
        />
    };
    Some(table.into_any())
}
