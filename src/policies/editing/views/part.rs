//! One part of a draft: its values, the creditor's own words, and beside them what customers will read.

use leptos::prelude::*;

use super::draft::{DraftPage, head};
use crate::kernel::locale::Lang;
use crate::policies::composing::sentences;
use crate::policies::editing::fields::{Kind, Spec, main_currency, specs, words_field};
use crate::policies::editing::typed::Understood;
use crate::policies::placeholders::Placeholder;
use crate::policies::text::{LONGEST, Section};
use crate::policies::words::editing as words;
use crate::policies::words::fields::{hint, label, option};
use crate::row;
use crate::ui::{
    Actions, Button, Card, CheckboxList, Choice, Column, Columns, Field, MainColumn, MoneyField, PostForm,
    RadioCards, SideColumn, Table, TextArea, Width,
};

/// The form of a section with what it says; without the form for who only reads.
pub fn part_view(lang: Lang, page: &DraftPage, section: Section) -> AnyView {
    let form = if page.may_write { form(lang, page, section) } else { ().into_any() };
    let (read, names) = (read_by_customers(lang, page, section), names(lang, page, section));
    view! {
        {head(lang, page, section.code())}
        <Columns>
            <MainColumn>{form}</MainColumn>
            <SideColumn>{read} {names}</SideColumn>
        </Columns>
    }
    .into_any()
}

fn form(lang: Lang, page: &DraftPage, section: Section) -> AnyView {
    let fields = specs(section, &page.understood.parameters)
        .into_iter()
        .map(|spec| field(lang, page, section, spec))
        .collect_view();
    let words =
        [(Lang::Es, words::own_words_es(lang)), (Lang::En, words::own_words_en(lang))].map(|(of, text)| {
            let name = words_field(section, of);
            let value = page.draft.typed.get(&name).cloned().unwrap_or_default();
            let error = page.error(lang, section, &name);
            view! {
                <TextArea
                    lang=lang
                    name=name
                    label=text
                    hint=words::own_words_hint(lang)
                    error=error
                    value=value
                    rows=6
                    limit=LONGEST
                />
            }
        });
    let (id, words) = (page.draft.id.to_string(), words.into_iter().collect_view());
    view! {
        <PostForm action="/do/desk/save-terms">
            <input type="hidden" name="draft" value=id />
            <input type="hidden" name="part" value=section.code() />
            {fields}
            {words}
            <Actions><Button>{words::save(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

fn field(lang: Lang, page: &DraftPage, section: Section, spec: Spec) -> AnyView {
    let Spec { name, stem, kind } = spec;
    let value = page.draft.typed.get(&name).cloned().unwrap_or_default();
    let error = page.error(lang, section, &name);
    let hint = hint(lang, stem).unwrap_or_default();
    let label = numbered(label(lang, stem), &name, stem);
    let choices = |values: &[&'static str]| -> Vec<Choice> {
        values.iter().map(|value| Choice::new(*value, option(lang, stem, value))).collect()
    };
    match kind {
        Kind::OneOf(values) => {
            let choices = choices(values);
            view! { <RadioCards lang=lang name=name legend=label error=error choices=choices chosen=value /> }
                .into_any()
        }
        Kind::AnyOf(values) => {
            let choices = choices(values);
            let chosen = value.split(',').map(|one| one.trim().to_owned()).collect();
            view! { <CheckboxList lang=lang name=name legend=label error=error choices=choices chosen=chosen /> }
                .into_any()
        }
        Kind::Money(currency) => {
            let label = format!("{label} ({})", currency.code());
            if hint.is_empty() {
                view! { <MoneyField lang=lang name=name label=label currency=currency error=error value=value /> }
                    .into_any()
            } else {
                view! {
                    <MoneyField lang=lang name=name label=label currency=currency hint=hint error=error value=value />
                }
                .into_any()
            }
        }
        Kind::Rows => view! {
            <TextArea lang=lang name=name label=label hint=hint error=error value=value rows=4 limit=LONGEST />
        }
        .into_any(),
        Kind::Whole | Kind::Percent | Kind::Line => {
            let (width, inputmode) = match kind {
                Kind::Whole => (Width::Short, "numeric"),
                Kind::Percent => (Width::Short, "decimal"),
                _ => (Width::Full, "text"),
            };
            if hint.is_empty() {
                view! {
                    <Field lang=lang name=name label=label error=error value=value width=width inputmode=inputmode />
                }
                .into_any()
            } else {
                view! {
                    <Field
                        lang=lang
                        name=name
                        label=label
                        hint=hint
                        error=error
                        value=value
                        width=width
                        inputmode=inputmode
                    />
                }
                .into_any()
            }
        }
    }
}

/// A label that several fields share says which of them it is.
fn numbered(label: &'static str, name: &str, stem: &str) -> String {
    match name.strip_prefix(stem) {
        Some(number) if number.chars().next().is_some_and(|c| c.is_ascii_digit()) => {
            format!("{label} {number}")
        }
        _ => label.to_owned(),
    }
}

fn read_by_customers(lang: Lang, page: &DraftPage, section: Section) -> AnyView {
    let Understood { parameters, text, .. } = &page.understood;
    let currency = main_currency(parameters);
    let in_lang = |of: Lang| {
        let said = sentences(of, section, &page.issuer, parameters, currency);
        let said = said.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
        let own = text.paragraphs(section, of, parameters, currency);
        let own = own.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        view! { <div lang=of.html_lang()><ul>{said}</ul> {own}</div> }.into_any()
    };
    let (spanish, english) = (in_lang(Lang::Es), in_lang(Lang::En));
    view! {
        <Card>
            <h2>{words::what_customers_read(lang)}</h2>
            <h3>{words::in_spanish(lang)}</h3>
            {spanish}
            <h3>{words::in_english(lang)}</h3>
            {english}
        </Card>
    }
    .into_any()
}

fn names(lang: Lang, page: &DraftPage, section: Section) -> AnyView {
    let parameters = &page.understood.parameters;
    let currency = main_currency(parameters);
    let rows: Vec<Vec<AnyView>> = Placeholder::ALL
        .into_iter()
        .filter(|named| named.section() == section)
        .map(|named| {
            let value = named
                .value(lang, parameters, currency)
                .unwrap_or_else(|| words::placeholder_none(lang).to_owned());
            row![view! { <code>{format!("{{{}}}", named.name())}</code> }, value]
        })
        .collect();
    view! {
        <Table
            caption=words::placeholders(lang)
            columns=vec![Column::text(words::placeholder_name(lang)), Column::text(words::placeholder_value(lang))]
            rows=rows
        />
    }
    .into_any()
}
