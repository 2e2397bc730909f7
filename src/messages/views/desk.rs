//! The team's side: the inbox, and one conversation with its notes beside it.

use leptos::prelude::*;

use super::{Side, matter_word, moment, story};
use crate::disputes::views::writing::errors_of;
use crate::kernel::dates::short_day;
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;
use crate::messages::islands::{Follow, Uploading};
use crate::messages::model::{CloseReason, Shelf, WORDS_AT_MOST};
use crate::messages::store::reading::{Conversation, Thread};
use crate::messages::store::team::{InboxLine, LISTED_AT_MOST, Note};
use crate::messages::templates::model::Template;
use crate::messages::templates::words as template_words;
use crate::messages::words;
use crate::opinions::words as opinion_words;
use crate::row;
use crate::ui::{
    BackLink, Button, ButtonKind, Choice, Column, Columns, Empty, FileField, MainColumn, PostForm,
    RadioCards, Refilled, Said, SideColumn, Tab, Table, Tabs, Talk, TextArea, UploadForm, Utterance,
};

/// The team's inbox, followed from the `last` that was said.
pub fn inbox_view(lang: Lang, lines: &[InboxLine], shelf: Shelf, last: i64) -> AnyView {
    let tab = |of: Shelf| Tab {
        href: format!("/desk/messages?show={}", of.name()),
        text: words::shelf(lang, of).to_owned(),
        count: None,
        is_current: of == shelf,
    };
    let body = if lines.is_empty() {
        view! { <Empty sentence=words::shelf_empty(lang, shelf) /> }.into_any()
    } else {
        inbox_table(lang, lines)
    };
    let more =
        (lines.len() == LISTED_AT_MOST).then(|| view! { <p>{words::more_wait(lang, LISTED_AT_MOST)}</p> });
    view! {
        <h1>{words::inbox(lang)}</h1>
        <p>{words::inbox_lead(lang)}</p>
        <Tabs label=words::which(lang) tabs=Shelf::ALL.map(tab).into() />
        <div id="followed">
            {body}
            {more}
        </div>
        <Follow lang=lang address="/live/desk".to_owned() after=last />
        <p><a href="/desk/opinions">{opinion_words::opinions(lang)}</a></p>
    }
    .into_any()
}

fn inbox_table(lang: Lang, lines: &[InboxLine]) -> AnyView {
    let rows = lines
        .iter()
        .map(|line| {
            let href = format!("/desk/messages/{}", line.id);
            let waits = match (line.is_open, line.waits_since) {
                (false, _) => words::closed(lang).to_owned(),
                (true, Some(since)) => words::waits_since(lang, &moment(lang, since, line.zone)),
                (true, None) => words::waits_not(lang).to_owned(),
            };
            row![
                view! { <a href=href>{line.person_name.clone()}</a> },
                format!("{} ({})", line.debtor_name, line.reference),
                matter_word(lang, line.matter, line.number.as_deref()),
                waits,
                short_day(line.last_at.with_timezone(&line.zone).date_naive(), lang),
                line.unread.to_string(),
                line.owner_name.clone().unwrap_or(words::nobody(lang).to_owned()),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::inbox(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::who(lang)),
                Column::text(words::account(lang)),
                Column::text(words::about_what(lang)),
                Column::text(words::waits(lang)),
                Column::text(words::last_said(lang)),
                Column::number(words::unread(lang)),
                Column::text(words::owner(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// What the desk's page of one thread shows.
pub struct DeskPage<'a> {
    pub conversation: &'a Conversation,
    pub thread: &'a Thread,
    pub notes: &'a [Note],
    pub read_before: i64,
    pub reader: StaffId,
    pub may_change: bool,
    /// To whom it can be given.
    pub team: &'a [(StaffId, String)],
    pub templates: &'a [Template],
    /// What a template put into the field.
    pub begun: String,
    pub form: &'a Refilled,
}

/// A conversation on the desk, with the team's notes beside it.
pub fn desk_view(lang: Lang, page: &DeskPage<'_>) -> AnyView {
    let of = &page.conversation.account;
    let title = words::customer(lang, &page.thread.person_name);
    let said = story(lang, page.conversation, Side::Team, page.read_before);
    let forms = page.may_change.then(|| reply_form(lang, page));
    let ways = page.may_change.then(|| ways(lang, page));
    let notes = notes(lang, page);
    let file = format!("/desk/accounts/{}", of.id);
    let whose = format!("{} ({})", of.debtor_name, of.reference);
    let about = page.thread.matter.desk_page().map(|href| {
        let matter = matter_word(lang, page.thread.matter, page.thread.number.as_deref());
        view! { <p><a href=href>{words::about(lang, &matter)}</a></p> }
    });
    let (state, after) = (state(lang, page), page.conversation.last());
    let stream = format!("/live/desk?thread={}", page.thread.id);
    view! {
        <BackLink lang=lang href="/desk/messages" />
        <p class="account-line"><a href=file>{whose}</a></p>
        <h1>{title}</h1>
        {about}
        <p id="followed-state">{state}</p>
        <Columns>
            <MainColumn>
                <div id="followed">{said}</div>
                <Follow lang=lang address=stream after=after />
                {forms}
            </MainColumn>
            <SideColumn>
                {notes}
                {ways}
            </SideColumn>
        </Columns>
    }
    .into_any()
}

fn reply_form(lang: Lang, page: &DeskPage<'_>) -> AnyView {
    let id = page.thread.id.to_string();
    let typed = Some(page.form.value("words")).filter(|typed| !typed.is_empty());
    let typed = typed.unwrap_or_else(|| page.begun.clone());
    let (words_error, files_error) = (page.form.error("words"), errors_of(page.form, "files"));
    let here = format!("/desk/messages/{}", page.thread.id);
    let templates = page.templates.iter().map(|template| {
        let href = format!("{here}?template={}", template.key());
        view! { <li><a href=href>{template.title(lang).to_owned()}</a></li> }
    });
    view! {
        <h2>{words::reply(lang)}</h2>
        <p>{words::template(lang)}</p>
        <ul>{templates.collect_view()}</ul>
        <p><a href="/desk/templates">{template_words::templates(lang)}</a></p>
        <UploadForm action="/do/desk/send-message">
            <input type="hidden" name="thread" value=id />
            <TextArea
                lang=lang
                name="words"
                label=words::reply(lang)
                hint=words::reply_hint(lang)
                error=words_error
                value=typed
                limit=WORDS_AT_MOST
            />
            <FileField
                lang=lang
                name="files"
                label=words::attach(lang)
                hint=words::attach_hint(lang)
                error=files_error
                multiple=true
            />
            <Uploading lang=lang />
            <Button>{words::send(lang)}</Button>
        </UploadForm>
    }
    .into_any()
}

/// The team's own: unmistakable, and kept where no customer's page can read it.
fn notes(lang: Lang, page: &DeskPage<'_>) -> AnyView {
    let said: Vec<Utterance> = page
        .notes
        .iter()
        .map(|note| Utterance {
            who: note.by.clone(),
            when: moment(lang, note.written_at, page.conversation.zone),
            mark: (!note.mentions.is_empty()).then(|| words::mentions(lang, &note.mentions.join(", "))),
            is_own: false,
            is_new: false,
            body: view! { <Said text=note.words.clone() /> }.into_any(),
        })
        .collect();
    let kept = if said.is_empty() {
        view! { <p>{words::no_notes(lang)}</p> }.into_any()
    } else {
        view! { <Talk utterances=said /> }.into_any()
    };
    let id = page.thread.id.to_string();
    let (typed, error) = (page.form.value("note"), page.form.error("note"));
    let form = page.may_change.then(|| {
        view! {
            <PostForm action="/do/desk/note-thread">
                <input type="hidden" name="thread" value=id />
                <TextArea
                    lang=lang
                    name="note"
                    label=words::note(lang)
                    hint=words::note_hint(lang)
                    error=error
                    value=typed
                    rows=3
                    limit=WORDS_AT_MOST
                />
                <Button kind=ButtonKind::Secondary>{words::keep_note(lang)}</Button>
            </PostForm>
        }
    });
    view! {
        <section class="margin-notes">
            <h3>{words::notes(lang)}</h3>
            <div id="followed-notes">{kept}</div>
            {form}
        </section>
    }
    .into_any()
}

/// Whose it is, and whether anything is still to be done about it.
fn state(lang: Lang, page: &DeskPage<'_>) -> String {
    let zone = page.conversation.zone;
    let waits = match (page.thread.closed_because, page.thread.waits_since) {
        (Some(reason), _) => words::closed_because(lang, words::close_reason(lang, reason)),
        (None, Some(since)) => words::waiting_since(lang, &moment(lang, since, zone)),
        (None, None) => words::not_waiting(lang).to_owned(),
    };
    let owner = match &page.thread.owner {
        Some((_, name)) => words::owned_by(lang, name),
        None => words::owned_by_nobody(lang).to_owned(),
    };
    format!("{waits} {owner}")
}

fn ways(lang: Lang, page: &DeskPage<'_>) -> AnyView {
    let id = page.thread.id.to_string();
    let owner = page.thread.owner.as_ref().map(|(owner, _)| *owner);
    let take = (owner != Some(page.reader)).then(|| {
        let (id, to) = (id.clone(), page.reader.to_string());
        view! {
            <PostForm action="/do/desk/give-thread">
                <input type="hidden" name="thread" value=id />
                <input type="hidden" name="to" value=to />
                <Button kind=ButtonKind::Secondary>{words::take(lang)}</Button>
            </PostForm>
        }
    });
    let others = page.team.iter().filter(|(other, _)| *other != page.reader && Some(*other) != owner);
    let others: Vec<Choice> =
        others.map(|(other, name)| Choice::new(other.to_string(), name.clone())).collect();
    let give = (!others.is_empty()).then(|| {
        let id = id.clone();
        view! {
            <details>
                <summary>{words::give(lang)}</summary>
                <PostForm action="/do/desk/give-thread">
                    <input type="hidden" name="thread" value=id />
                    <RadioCards lang=lang name="to" legend=words::give_whom(lang) error=None choices=others />
                    <Button kind=ButtonKind::Secondary>{words::give_now(lang)}</Button>
                </PostForm>
            </details>
        }
    });
    let close = page.thread.closed_because.is_none().then(|| close_form(lang, page));
    view! { {take} {give} {close} }.into_any()
}

fn close_form(lang: Lang, page: &DeskPage<'_>) -> AnyView {
    let id = page.thread.id.to_string();
    let reasons =
        CloseReason::ALL.map(|reason| Choice::new(reason.name(), words::close_reason(lang, reason)));
    let error = page.form.error("reason");
    let open = error.is_some();
    view! {
        <details open=open>
            <summary>{words::close(lang)}</summary>
            <PostForm action="/do/desk/close-thread">
                <input type="hidden" name="thread" value=id />
                <RadioCards
                    lang=lang
                    name="reason"
                    legend=words::close_why(lang)
                    error=error
                    choices=reasons.into()
                />
                <Button kind=ButtonKind::Secondary>{words::close_now(lang)}</Button>
            </PostForm>
        </details>
    }
    .into_any()
}
