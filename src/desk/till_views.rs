//! The till of a day: what it should hold, what was counted, and the close.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::kernel::dates::{long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::recorded::till::{Count, Till};
use crate::payments::recorded::words;
use crate::row;
use crate::ui::{
    Button, Card, Column, Empty, Field, LinkList, LinkListItem, MoneyField, Notice, NoticeKind, PostForm,
    Refilled, SummaryList, SummaryRow, Table, TextArea, Width,
};

pub fn till_view(
    lang: Lang,
    tills: &[Till],
    open_days: &[NaiveDate],
    form: &Refilled,
    may_change: bool,
) -> AnyView {
    let problem = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::close_next(lang)}</Notice> }
    });
    let days = (!open_days.is_empty()).then(|| {
        let items = open_days.iter().map(|day| LinkListItem {
            href: format!("/desk/cash?day={day}"),
            text: long_day(*day, lang),
            hint: String::new(),
        });
        view! { <h2>{words::open_days(lang)}</h2> <LinkList items=items.collect() /> }
    });
    let tills = tills.iter().map(|till| one(lang, till, form, may_change)).collect_view();
    view! { {problem} {tills} {days} }.into_any()
}

fn one(lang: Lang, till: &Till, form: &Refilled, may_change: bool) -> AnyView {
    let heading = words::till_of(lang, &till.creditor_name, till.currency.code());
    let taken = taken(lang, till);
    let expected = words::expected(lang);
    let count = till.count.as_ref().map(|count| counted(lang, till, count, may_change));
    let is_closed = till.count.as_ref().is_some_and(|count| count.closed_by.is_some());
    let is_empty = till.expected.is_zero() && till.taken.is_empty();
    let form = (may_change && !is_closed && !is_empty).then(|| count_form(lang, till, form));
    let amount = till.expected.to_string();
    view! {
        <Card>
            <h2>{heading}</h2>
            {taken}
            <SummaryList lang=lang rows=vec![SummaryRow::new(expected, amount)] amounts=true />
            {count}
            {form}
        </Card>
    }
    .into_any()
}

fn taken(lang: Lang, till: &Till) -> AnyView {
    if till.taken.is_empty() {
        return view! { <Empty sentence=words::nothing_taken(lang) /> }.into_any();
    }
    let rows = till
        .taken
        .iter()
        .map(|taken| {
            let number = taken.number.map(|number| format!("C-{number}"));
            let href = format!("/desk/payments/{}", taken.payment);
            row![
                view! { <a href=href>{number}</a> },
                format!("{} ({})", taken.debtor_name, taken.account_reference),
                taken.amount.to_string(),
                taken.by.clone(),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::taken(lang)
            columns=vec![
                Column::text(words::number(lang)),
                Column::text(words::customer(lang)),
                Column::number(words::amount(lang)),
                Column::text(words::by(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

fn counted(lang: Lang, till: &Till, count: &Count, may_change: bool) -> AnyView {
    let difference = Money::new(count.counted.minor - count.expected.minor, till.currency);
    let mut rows = vec![
        SummaryRow::new(words::counted(lang), count.counted.to_string()),
        SummaryRow::new(words::difference(lang), difference.to_string()),
        SummaryRow::new(words::banked(lang), count.banked.to_string()),
    ];
    if !count.slip.is_empty() {
        rows.push(SummaryRow::new(words::slip(lang), count.slip.clone()));
    }
    if count.banked.is_positive() && count.closed_by.is_some() {
        let seen = match count.seen_on {
            Some(day) => words::arrived_at_bank(lang, &short_day(day, lang)),
            None => words::not_at_bank(lang).to_owned(),
        };
        rows.push(SummaryRow::new(words::at_bank(lang), seen));
    }
    if !count.explanation.is_empty() {
        rows.push(SummaryRow::new(words::explanation(lang), count.explanation.clone()));
    }
    rows.push(SummaryRow::new(words::counted_by(lang), count.counted_by.clone()));
    let close = match &count.closed_by {
        Some(who) => {
            rows.push(SummaryRow::new(words::closed_by(lang), who.clone()));
            view! { <p>{words::day_closed(lang)}</p> }.into_any()
        }
        None if may_change => {
            let (id, day) = (count.id.to_string(), till.day.to_string());
            view! {
                <PostForm action="/do/desk/close-cash">
                    <input type="hidden" name="count" value=id />
                    <input type="hidden" name="day" value=day />
                    <Button>{words::close_day(lang)}</Button>
                    <p class="hint">{words::close_next(lang)}</p>
                </PostForm>
            }
            .into_any()
        }
        None => ().into_any(),
    };
    view! { <SummaryList lang=lang rows=rows amounts=true /> {close} }.into_any()
}

fn count_form(lang: Lang, till: &Till, form: &Refilled) -> AnyView {
    // Of several tills on the page, what was typed belongs to one.
    let is_this =
        form.value("creditor") == till.creditor.to_string() && form.value("currency") == till.currency.code();
    let value = |field: &str| if is_this { form.value(field) } else { String::new() };
    let error = |field: &str| if is_this { form.error(field) } else { None };
    let (counted, banked, explanation) = (value("counted"), value("banked"), value("explanation"));
    let slip = value("slip");
    let (counted_error, banked_error, explanation_error) =
        (error("counted"), error("banked"), error("explanation"));
    let (currency, code, day) = (till.currency, till.currency.code(), till.day.to_string());
    let creditor = till.creditor.to_string();
    view! {
        <PostForm action="/do/desk/count-cash">
            <input type="hidden" name="creditor" value=creditor />
            <input type="hidden" name="currency" value=code />
            <input type="hidden" name="day" value=day />
            <MoneyField
                lang=lang
                name="counted"
                label=words::count_amount(lang, code)
                currency=currency
                error=counted_error
                value=counted
            />
            <MoneyField
                lang=lang
                name="banked"
                label=words::bank_amount(lang, code)
                currency=currency
                error=banked_error
                value=banked
            />
            <Field
                lang=lang
                name="slip"
                label=words::slip_label(lang)
                hint=words::slip_hint(lang)
                value=slip
                width=Width::Short
            />
            <TextArea
                lang=lang
                name="explanation"
                label=words::explanation_label(lang)
                hint=words::explanation_hint(lang)
                error=explanation_error
                value=explanation
                rows=2
                limit=600
            />
            <Button>{words::note_count(lang)}</Button>
        </PostForm>
    }
    .into_any()
}
