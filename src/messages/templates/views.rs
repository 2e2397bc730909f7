//! Templates as the team reads and changes them.

use leptos::prelude::*;

use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::messages::templates::model::{TEXT_AT_MOST, TEXTS, TITLES, Template};
use crate::messages::templates::words;
use crate::ui::{
    Actions, BackLink, Button, ButtonKind, Card, Field, Notice, NoticeKind, PostForm, Refilled, Said,
    TextArea,
};

/// Everything that is offered, creditor by creditor.
pub fn list_view(
    lang: Lang,
    all: &[(CreditorId, String, Vec<Template>)],
    leads: bool,
    done: &str,
) -> AnyView {
    let done = match done {
        "saved" => Some(words::saved(lang)),
        "restored" => Some(words::restored(lang)),
        "retired" => Some(words::retired(lang)),
        _ => None,
    };
    let done = done.map(|heading| {
        view! { <Notice kind=NoticeKind::Success heading=heading focused=true>""</Notice> }
    });
    let only = (!leads).then(|| view! { <p>{words::only_leads(lang)}</p> });
    let each = all.iter().map(|(creditor, name, templates)| {
        let cards: Vec<AnyView> = templates.iter().map(|template| card(lang, template, leads)).collect();
        let new = leads.then(|| {
            let href = format!("/desk/templates/write?creditor={creditor}");
            view! { <p><a href=href>{words::new(lang)}</a></p> }
        });
        view! {
            <h2>{words::of_creditor(lang, name)}</h2>
            {cards}
            {new}
        }
    });
    view! {
        <BackLink lang=lang href="/desk/messages" />
        {done}
        <h1>{words::templates(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {only}
        {each.collect_view()}
    }
    .into_any()
}

fn card(lang: Lang, template: &Template, leads: bool) -> AnyView {
    let is_changed = template.brought.is_some() && template.id.is_some();
    let mark = is_changed.then(|| format!(" ({})", words::in_own_words(lang)));
    let title = template.title(lang).to_owned();
    let change = leads.then(|| {
        let href =
            format!("/desk/templates/write?creditor={}&template={}", template.creditor, template.key());
        view! { <p><a href=href>{words::change(lang, &title)}</a></p> }
    });
    let [es, en] = template.text.clone();
    view! {
        <Card>
            <h3>{title.clone()} {mark}</h3>
            <Said text=es />
            <Said text=en />
            {change}
        </Card>
    }
    .into_any()
}

/// The form for one, there or not yet.
pub fn write_view(
    lang: Lang,
    (creditor, name): (CreditorId, &str),
    template: Option<&Template>,
    form: &Refilled,
) -> AnyView {
    let title =
        template.map_or(words::write(lang).to_owned(), |found| words::change(lang, found.title(lang)));
    let key = template.map(Template::key).unwrap_or_default();
    let was_sent = form.values(TITLES[0]).is_some();
    // What was typed, or else what it says now.
    let value = |field: &str, kept: Option<&String>| match was_sent {
        true => form.value(field),
        false => kept.cloned().unwrap_or_default(),
    };
    let titles = [words::title_es(lang), words::title_en(lang)].into_iter().enumerate().map(|(at, label)| {
        let typed = value(TITLES[at], template.map(|found| &found.title[at]));
        let error = form.error(TITLES[at]);
        view! { <Field lang=lang name=TITLES[at] label=label error=error value=typed /> }.into_any()
    });
    let texts = [words::text_es(lang), words::text_en(lang)].into_iter().enumerate().map(|(at, label)| {
        let typed = value(TEXTS[at], template.map(|found| &found.text[at]));
        let error = form.error(TEXTS[at]);
        view! { <TextArea lang=lang name=TEXTS[at] label=label error=error value=typed limit=TEXT_AT_MOST /> }
            .into_any()
    });
    let fields: Vec<AnyView> = titles.chain(texts).collect();
    let retire = template.filter(|found| found.id.is_some()).map(|found| retire_form(lang, found));
    view! {
        <BackLink lang=lang href="/desk/templates" />
        <p class="account-line">{name.to_owned()}</p>
        <h1>{title}</h1>
        <p>{words::placeholders(lang)}</p>
        <PostForm action="/do/desk/save-template">
            <input type="hidden" name="creditor" value=creditor.to_string() />
            <input type="hidden" name="template" value=key />
            {fields}
            <Actions><Button>{words::save(lang)}</Button></Actions>
        </PostForm>
        {retire}
    }
    .into_any()
}

fn retire_form(lang: Lang, template: &Template) -> AnyView {
    let (creditor, key) = (template.creditor.to_string(), template.key());
    let label = if template.brought.is_some() { words::restore(lang) } else { words::retire(lang) };
    view! {
        <PostForm action="/do/desk/retire-template">
            <input type="hidden" name="creditor" value=creditor />
            <input type="hidden" name="template" value=key />
            <Button kind=ButtonKind::Secondary>{label}</Button>
        </PostForm>
    }
    .into_any()
}

/// An error of the form in a sentence.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().map(String::as_str).unwrap_or_default();
    match error.code.as_str() {
        "title_none" => words::title_none(lang).to_owned(),
        "title_long" => words::title_long(lang).to_owned(),
        "text_long" => words::text_long(lang).to_owned(),
        "placeholder" => words::placeholder(lang, named),
        "words_tone" => words::tone(lang, named),
        _ => words::text_none(lang).to_owned(),
    }
}
