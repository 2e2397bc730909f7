use chrono::NaiveDate;
use leptos::prelude::*;

use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::payments::saved::store::SavedMethod;
use crate::payments::saved::words;
use crate::ui::{
    Actions, Badge, Button, ButtonKind, Card, Choice, Empty, Field, Next, Notice, NoticeKind, PostForm,
    Refilled, Shape, SummaryList, SummaryRow, Tone,
};

/// Everything that the page of kept cards shows.
pub struct MethodsPage {
    pub methods: Vec<SavedMethod>,
    pub today: NaiveDate,
    /// `renamed`, `usual` or `removed`.
    pub done: String,
    pub form: Refilled,
}

pub fn methods(lang: Lang, page: &MethodsPage) -> AnyView {
    let body = match page.methods.first() {
        None => view! { <Empty sentence=words::none(lang) /> }.into_any(),
        Some(first) => {
            let cards: Vec<AnyView> = page.methods.iter().map(|method| card(lang, page, method)).collect();
            view! {
                <p>{words::lead(lang, &first.creditor_name)}</p>
                {cards}
                <Next lang=lang>{words::remove_next(lang)}</Next>
            }
            .into_any()
        }
    };
    view! {
        {done(lang, &page.done)}
        <h1>{words::heading(lang)}</h1>
        {body}
        <p>{words::how_to(lang)}</p>
        <Actions><a href="/account/autopay">{words::autopay(lang)}</a></Actions>
    }
    .into_any()
}

/// The box at the review of a payment.
pub fn keep_choice(lang: Lang) -> Choice {
    Choice::new("yes", words::keep_card(lang)).hint(words::keep_hint(lang))
}

fn done(lang: Lang, done: &str) -> Option<AnyView> {
    let sentence = match done {
        "renamed" => words::renamed(lang),
        "usual" => words::is_usual(lang),
        "removed" => words::removed(lang),
        _ => return None,
    };
    let heading = words::saved_heading(lang);
    Some(
        view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{sentence}</Notice> }
            .into_any(),
    )
}

fn card(lang: Lang, page: &MethodsPage, method: &SavedMethod) -> AnyView {
    let id = method.id.to_string();
    let name = words::named(lang, &method.label, &method.brand, &method.last4);
    let is_past = method.is_past(page.today);
    let (month, year) = (method.expires_month, method.expires_year);
    let expiry = if is_past { words::expired(lang, month, year) } else { words::expires(lang, month, year) };
    let badge = if is_past {
        Some(view! { <Badge shape=Shape::Barred tone=Tone::Due word=words::past(lang) /> }.into_any())
    } else if method.is_default {
        Some(view! { <Badge shape=Shape::Check tone=Tone::Good word=words::usual(lang) /> }.into_any())
    } else {
        None
    };
    let rows = vec![
        SummaryRow::new(method.creditor_name.clone(), expiry),
        SummaryRow::new(words::saved_heading(lang), short_day(method.saved_at.date_naive(), lang)),
    ];
    let field = format!("label-{id}");
    let typed = page.form.value(&field);
    let value = if typed.is_empty() { method.label.clone() } else { typed };
    let error = page.form.error(&field);
    let usual = (!method.is_default && !is_past)
        .then(|| button("/do/payments/usual-method", &id, words::make_usual(lang), &name));
    let remove = button("/do/payments/remove-method", &id, words::remove(lang), &name);
    let (rename_id, whose) = (id.clone(), name.clone());
    view! {
        <Card>
            <h2>{name}</h2>
            {badge}
            <SummaryList lang=lang rows=rows />
            <PostForm action="/do/payments/rename-method">
                <input type="hidden" name="method" value=rename_id />
                <Field
                    lang=lang
                    name=field
                    label=words::name(lang)
                    hint=words::name_hint(lang)
                    error=error
                    value=value
                />
                <Button kind=ButtonKind::Secondary>
                    {words::save_name(lang)} <span class="visually-hidden">{format!(": {whose}")}</span>
                </Button>
            </PostForm>
            {usual}
            {remove}
        </Card>
    }
    .into_any()
}

fn button(action: &'static str, id: &str, text: &'static str, whose: &str) -> AnyView {
    let (id, whose) = (id.to_owned(), format!(": {whose}"));
    view! {
        <PostForm action=action>
            <input type="hidden" name="method" value=id />
            <Button kind=ButtonKind::Quiet>{text} <span class="visually-hidden">{whose}</span></Button>
        </PostForm>
    }
    .into_any()
}
