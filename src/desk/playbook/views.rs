//! The guide: everything in it, and one article.

use chrono_tz::Tz;
use leptos::prelude::*;

use crate::desk::playbook::model::{BODY_AT_MOST, Situation, Subject, usual};
use crate::desk::playbook::store::{Article, Reading};
use crate::desk::playbook::words;
use crate::kernel::dates::short_day;
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{
    Badge, Button, ButtonKind, Column, Field, PostForm, Refilled, Said, Shape, Tab, Table, Tabs, TextArea,
    Tone,
};

/// Where an article is read.
pub fn article_href(creditor: CreditorId, situation: Situation) -> String {
    format!("/desk/playbook/article?creditor={creditor}&about={}", situation.name())
}

/// The articles by their titles, for pages beside which they are needed.
pub fn links(lang: Lang, creditor: Option<CreditorId>) -> AnyView {
    let links = Situation::ALL.map(|situation| {
        let creditor = creditor.map(|creditor| format!("creditor={creditor}&")).unwrap_or_default();
        let href = format!("/desk/playbook/article?{creditor}about={}", situation.name());
        let title = usual(situation, lang).title;
        view! { <li><a href=href>{title}</a></li> }
    });
    view! { <ul>{links.into_iter().collect_view()}</ul> }.into_any()
}

/// Everything that there is to read.
pub fn guide_view(
    lang: Lang,
    own: &[(CreditorId, String)],
    creditor: CreditorId,
    articles: &[Article],
    readings: &[Reading],
    leads: bool,
) -> AnyView {
    let tab = |(id, name): &(CreditorId, String)| Tab {
        href: format!("/desk/playbook?creditor={id}"),
        text: name.clone(),
        count: None,
        is_current: *id == creditor,
    };
    let tabs = (own.len() > 1).then(|| {
        view! { <Tabs label=words::which(lang) tabs=own.iter().map(tab).collect() /> }
    });
    let mut columns = vec![
        Column::text(words::article(lang)),
        Column::text(words::version(lang)),
        Column::text(words::read(lang)),
    ];
    if leads {
        columns.push(Column::text(words::who_has_not(lang)));
    }
    let rows = readings.iter().map(|reading| {
        let mut cells = reading_row(lang, creditor, articles, reading);
        if leads {
            let names = match reading.unread_by.is_empty() {
                true => words::everybody_has(lang).to_owned(),
                false => reading.unread_by.join(", "),
            };
            cells.push(names.into_any());
        }
        cells
    });
    view! {
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {tabs}
        <Table caption=words::heading(lang) caption_hidden=true columns=columns rows=rows.collect() />
    }
    .into_any()
}

/// One article, with what its reader can do about it.
pub struct ArticlePage<'a> {
    pub creditor: CreditorId,
    pub article: &'a Article,
    pub is_read: bool,
    pub may_change: bool,
    pub leads: bool,
    pub zone: Tz,
    pub form: &'a Refilled,
}

pub fn article_view(lang: Lang, page: &ArticlePage<'_>) -> AnyView {
    let article = page.article;
    let text = article.text(lang);
    let by = article.written.as_ref().map(|(name, at)| {
        let day = short_day(at.with_timezone(&page.zone).date_naive(), lang);
        view! { <p class="hint">{words::written_by(lang, name, &day)}</p> }
    });
    let body: Vec<AnyView> = text
        .body
        .split("\n\n")
        .map(|part| view! { <Said text=part.trim().to_owned() /> }.into_any())
        .collect();
    let read = match (page.is_read, page.may_change) {
        (true, _) => view! { <p>{words::have_read_thanks(lang)}</p> }.into_any(),
        (false, true) => acknowledge_form(
            lang,
            page.creditor,
            Subject::Article(article.situation),
            article.version,
            &text.title,
        ),
        (false, false) => ().into_any(),
    };
    let write = page.leads.then(|| write_form(lang, page));
    view! {
        <h1>{text.title.clone()}</h1>
        <p>{version_text(lang, article.version)}</p>
        {by}
        {body}
        {read}
        {write}
    }
    .into_any()
}

fn reading_row(lang: Lang, creditor: CreditorId, articles: &[Article], reading: &Reading) -> Vec<AnyView> {
    let (name, href) = match reading.subject {
        Subject::Article(situation) => {
            let article = articles.iter().find(|article| article.situation == situation);
            let title = article.map(|article| article.text(lang).title.clone()).unwrap_or_default();
            (title, article_href(creditor, situation))
        }
        Subject::Policy => (words::policy(lang, reading.version), "/desk/policies".to_owned()),
    };
    let version = match reading.subject {
        Subject::Article(_) => version_text(lang, reading.version),
        Subject::Policy => words::version_own(lang, reading.version),
    };
    let state = match (reading.is_read, reading.subject) {
        (true, _) => {
            view! { <Badge shape=Shape::Check tone=Tone::Good word=words::read_yes(lang) /> }.into_any()
        }
        (false, Subject::Policy) => acknowledge_form(lang, creditor, reading.subject, reading.version, &name),
        (false, Subject::Article(_)) => {
            view! { <Badge shape=Shape::Triangle tone=Tone::Due word=words::read_no(lang) /> }.into_any()
        }
    };
    row![view! { <a href=href>{name}</a> }, version, state]
}

fn acknowledge_form(
    lang: Lang,
    creditor: CreditorId,
    subject: Subject,
    version: i32,
    title: &str,
) -> AnyView {
    let (creditor, version, title) = (creditor.to_string(), version.to_string(), format!(": {title}"));
    view! {
        <PostForm action="/do/desk/acknowledge-article">
            <input type="hidden" name="creditor" value=creditor />
            <input type="hidden" name="about" value=subject.name() />
            <input type="hidden" name="version" value=version />
            <Button kind=ButtonKind::Secondary>
                {words::i_have_read(lang)} <span class="visually-hidden">{title}</span>
            </Button>
        </PostForm>
    }
    .into_any()
}

fn write_form(lang: Lang, page: &ArticlePage<'_>) -> AnyView {
    let (form, article) = (page.form, page.article);
    let value = |name: &str, now: &str| {
        Some(form.value(name)).filter(|typed| !typed.is_empty()).unwrap_or_else(|| now.to_owned())
    };
    let (creditor, about) = (page.creditor.to_string(), article.situation.name());
    let fields = [
        ("title_es", words::title_es(lang), "body_es", words::body_es(lang), &article.es),
        ("title_en", words::title_en(lang), "body_en", words::body_en(lang), &article.en),
    ];
    let fields = fields.map(|(title, title_label, body, body_label, now)| {
        let (title_value, body_value) = (value(title, &now.title), value(body, &now.body));
        let (title_error, body_error) = (form.error(title), form.error(body));
        view! {
            <Field lang=lang name=title label=title_label value=title_value error=title_error autocomplete="off" />
            <TextArea
                lang=lang
                name=body
                label=body_label
                value=body_value
                error=body_error
                rows=10
                limit=BODY_AT_MOST
            />
        }
    });
    let (fields, open) = (fields.into_iter().collect_view(), !form.field_errors().is_empty());
    view! {
        <details open=open>
            <summary>{words::write(lang)}</summary>
            <p>{words::write_lead(lang)}</p>
            <PostForm action="/do/desk/publish-article">
                <input type="hidden" name="creditor" value=creditor />
                <input type="hidden" name="about" value=about />
                {fields}
                <Button>{words::publish(lang)}</Button>
            </PostForm>
        </details>
    }
    .into_any()
}

fn version_text(lang: Lang, version: i32) -> String {
    match version {
        0 => words::version_usual(lang).to_owned(),
        number => words::version_own(lang, number),
    }
}
