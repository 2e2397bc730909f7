//! The conversation as both sides read it.

pub mod desk;
pub mod matter;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::complaints::words as complaint_words;
use crate::disputes::store::reading::Dispute;
use crate::disputes::views::writing::errors_of;
use crate::disputes::words as dispute_words;
use crate::kernel::dates::{hour, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::messages::islands::{Follow, Uploading};
use crate::messages::model::{AboutKind, Matter, WORDS_AT_MOST};
use crate::messages::store::reading::{Conversation, Message, Subject, Thread};
use crate::messages::words;
use crate::payments::words::account_line;
use crate::ui::{
    Actions, Button, Empty, FileField, FileLink, Notice, NoticeKind, Refilled, Said, Talk, TextArea,
    UploadForm, Utterance,
};

/// What the debtor's page shows.
pub struct OwnPage<'a> {
    pub conversation: &'a Conversation,
    /// How far they had read before this page.
    pub read_before: i64,
    /// Their open disputes, and what else has a conversation of its own.
    pub disputes: &'a [Dispute],
    pub matters: &'a [Thread],
    /// By when what is said today is answered.
    pub answered_by: NaiveDate,
    /// What they ask about.
    pub about: Option<Subject>,
    pub sent: bool,
    pub form: &'a Refilled,
}

/// How many messages are read without going far.
const FIT_A_PHONE: usize = 4;

/// The debtor's conversation with the team.
pub fn own_view(lang: Lang, page: &OwnPage<'_>) -> AnyView {
    let Conversation { account, messages, zone, .. } = page.conversation;
    let place = account_line(lang, &account.creditor_name, &account.reference);
    let sent =
        page.sent.then(|| messages.iter().rev().find(|message| !message.is_teams)).flatten().map(|message| {
            let at = hour(message.sent_at.with_timezone(zone).time(), lang);
            let next = words::sent_next(lang, &at, &long_day(page.answered_by, lang));
            view! { <Notice kind=NoticeKind::Success heading=words::sent(lang) focused=true>{next}</Notice> }
        });
    let elsewhere = elsewhere(lang, page);
    let said = if messages.is_empty() {
        view! { <Empty sentence=words::none_yet(lang) /> }.into_any()
    } else {
        story(lang, page.conversation, Side::Person, page.read_before)
    };
    let is_closed = page.conversation.thread.as_ref().is_some_and(|thread| thread.closed_because.is_some());
    let closed = is_closed.then(|| view! { <p>{words::closed_for_you(lang)}</p> });
    // The newest is last, where the form is.
    let to_the_end = (messages.len() > FIT_A_PHONE)
        .then(|| view! { <p><a href="#words">{words::to_the_end(lang)}</a></p> });
    let here = format!("/account/messages?account={}", account.id);
    let after = page.conversation.last();
    let complain = format!("/account/complaints?account={}", account.id);
    let stream = format!("/live/messages?account={}", account.id);
    let about = page.about.as_ref().map(|subject| {
        let about = subject.about.to_string();
        view! {
            <input type="hidden" name="about" value=about />
            <p>{words::about(lang, &subject_word(lang, subject))}</p>
        }
    });
    let id = account.id.to_string();
    let (typed, words_error, files_error) =
        (page.form.value("words"), page.form.error("words"), errors_of(page.form, "files"));
    let hint = words::read_by(lang, &account.creditor_name);
    view! {
        {sent}
        <p class="account-line">{place}</p>
        <h1>{words::messages(lang)}</h1>
        {elsewhere}
        {to_the_end}
        <div id="followed">{said} {closed}</div>
        <Follow lang=lang address=stream after=after />
        <p><a href=here>{words::check(lang)}</a></p>
        <UploadForm action="/do/messages/send">
            <input type="hidden" name="account" value=id />
            {about}
            <TextArea
                lang=lang
                name="words"
                label=words::your_message(lang)
                hint=hint
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
            <Actions><Button>{words::send(lang)}</Button></Actions>
        </UploadForm>
        <p><a href=complain>{complaint_words::complain(lang)}</a></p>
    }
    .into_any()
}

/// What is said about a dispute or a plan is read on its page.
fn elsewhere(lang: Lang, page: &OwnPage<'_>) -> Option<AnyView> {
    let account = page.conversation.account.id;
    let silent = page
        .disputes
        .iter()
        .filter(|dispute| page.matters.iter().all(|thread| thread.matter != Matter::Dispute(dispute.id)));
    let silent = silent.map(|dispute| {
        let href = Matter::Dispute(dispute.id).own_page(account);
        (href, dispute_words::dispute_number(lang, &dispute.number), 0)
    });
    let spoken = page.matters.iter().map(|thread| {
        let href = format!("{}#conversation", thread.matter.own_page(account));
        (href, matter_word(lang, thread.matter, thread.number.as_deref()), thread.unread)
    });
    let links: Vec<AnyView> = spoken
        .chain(silent)
        .map(|(href, text, unread)| {
            let unread = (unread > 0).then(|| format!(" ({})", words::unread_count(lang, unread)));
            view! { <li><a href=href>{text}</a> {unread}</li> }.into_any()
        })
        .collect();
    let shown = (!links.is_empty()).then(|| view! { <p>{words::elsewhere(lang)}</p> <ul>{links}</ul> });
    shown.map(IntoAny::into_any)
}

/// What a conversation is about, as both sides call it.
pub fn matter_word(lang: Lang, matter: Matter, number: Option<&str>) -> String {
    match (matter, number) {
        (Matter::Account, _) => words::about_account(lang).to_owned(),
        (Matter::Dispute(_), number) => dispute_words::dispute_number(lang, number.unwrap_or_default()),
        (Matter::Plan(_), Some(number)) => words::about_plan(lang, number),
        (Matter::Plan(_), None) => words::about_proposal(lang).to_owned(),
    }
}

/// From which side a conversation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Person,
    Team,
}

/// Everything that was said, the newest last; what this reader had not read is marked, and what of theirs was read.
fn story(lang: Lang, of: &Conversation, side: Side, read_before: i64) -> AnyView {
    let said = of.messages.iter().map(|message| said(lang, of, message, side, read_before)).collect();
    view! { <Talk utterances=said /> }.into_any()
}

fn said(lang: Lang, of: &Conversation, message: &Message, side: Side, read_before: i64) -> Utterance {
    let is_own = message.is_teams == (side == Side::Team);
    let is_new = !is_own && message.sequence > read_before;
    let who = match (message.is_teams, side) {
        (true, _) => words::team(lang, &of.account.creditor_name, &message.shown_name),
        (false, Side::Person) => words::you(lang).to_owned(),
        (false, Side::Team) => {
            let name = of.thread.as_ref().map_or("", |thread| thread.person_name.as_str());
            words::customer(lang, name)
        }
    };
    let mark = match is_own && message.sequence <= of.read_through {
        true => Some(words::seen(lang).to_owned()),
        false => is_new.then(|| words::new_from_here(lang).to_owned()),
    };
    let about = message.about.as_ref().map(|subject| {
        let href = subject_href(of, subject, side);
        view! { <p class="talk-about"><a href=href>{subject_word(lang, subject)}</a></p> }
    });
    let base = if side == Side::Person { "/account/messages/files" } else { "/desk/files" };
    let files = message.files.iter().map(|file| {
        let href = format!("{base}/{}", file.id);
        let format = file.name.rsplit('.').next().unwrap_or_default().to_uppercase();
        view! { <li><FileLink href=href text=file.name.clone() format=format bytes=file.bytes /></li> }
    });
    let files = (!message.files.is_empty()).then(|| view! { <ul>{files.collect_view()}</ul> });
    let said = (!message.words.is_empty()).then(|| view! { <Said text=message.words.clone() /> });
    Utterance {
        who,
        when: moment(lang, message.sent_at, of.zone),
        mark,
        is_own,
        is_new,
        body: view! { {about} {said} {files} }.into_any(),
    }
}

fn subject_word(lang: Lang, subject: &Subject) -> String {
    match (subject.about.kind, &subject.number) {
        (AboutKind::Invoice, Some(number)) => words::about_invoice(lang, number),
        (AboutKind::Dispute, Some(number)) => dispute_words::dispute_number(lang, number),
        (AboutKind::Payment, Some(number)) => words::about_receipt(lang, number),
        (AboutKind::Payment | AboutKind::Invoice | AboutKind::Dispute, None) => {
            words::about_payment(lang).to_owned()
        }
    }
}

/// Where each side finds what a message is about.
fn subject_href(of: &Conversation, subject: &Subject, side: Side) -> String {
    let id = subject.about.id;
    match (side, subject.about.kind) {
        (Side::Person, AboutKind::Invoice) => format!("/account/invoices/{id}"),
        (Side::Person, AboutKind::Payment) => format!("/account/payments/{id}"),
        (Side::Person, AboutKind::Dispute) => format!("/account/disputes/{id}"),
        (Side::Team, AboutKind::Invoice) => format!("/desk/accounts/{}/invoices/{id}", of.account.id),
        (Side::Team, AboutKind::Payment) => format!("/desk/payments/{id}"),
        (Side::Team, AboutKind::Dispute) => format!("/desk/disputes/{id}"),
    }
}

/// A day and an hour, as whoever reads would write them.
fn moment(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    format!("{}, {}", short_day(at.date_naive(), lang), hour(at.time(), lang))
}

/// An error of one of the forms in a sentence.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().map(String::as_str).unwrap_or_default();
    match error.code.as_str() {
        "message_empty" => words::empty(lang).to_owned(),
        "message_long" => words::too_long(lang).to_owned(),
        "close_unread" => words::close_unread(lang).to_owned(),
        "close_none" => words::close_none(lang).to_owned(),
        "words_tone" => words::tone(lang, named),
        _ => crate::disputes::views::sentence(lang, error),
    }
}
