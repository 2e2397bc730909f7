//! What is said about a dispute or a plan, on the page of that thing.

use leptos::prelude::*;

use super::{Side, story};
use crate::disputes::views::writing::errors_of;
use crate::kernel::locale::Lang;
use crate::messages::islands::Uploading;
use crate::messages::model::{Matter, WORDS_AT_MOST};
use crate::messages::store::reading::Conversation;
use crate::messages::words;
use crate::ui::{Button, ButtonKind, FileField, Refilled, TextArea, UploadForm};

/// What the section shows.
pub struct MatterTalk<'a> {
    pub conversation: &'a Conversation,
    pub matter: Matter,
    pub side: Side,
    pub may_write: bool,
    /// How far this reader had read before this page.
    pub read_before: i64,
    pub form: &'a Refilled,
}

/// The conversation, the newest last, with a form that is folded away until somebody wants to write.
pub fn matter_view(lang: Lang, talk: &MatterTalk<'_>) -> AnyView {
    let of = talk.conversation;
    let is_empty = of.messages.is_empty();
    let said = (!is_empty).then(|| story(lang, of, talk.side, talk.read_before));
    let is_closed = of.thread.as_ref().is_some_and(|thread| thread.closed_because.is_some());
    let closed =
        (is_closed && talk.side == Side::Person).then(|| view! { <p>{words::closed_for_you(lang)}</p> });
    let thread = of.thread.as_ref().filter(|_| talk.side == Side::Team).map(|thread| {
        let href = format!("/desk/messages/{}", thread.id);
        view! { <p><a href=href>{words::open_thread(lang)}</a></p> }
    });
    let lead = is_empty.then(|| view! { <p>{words::matter_empty(lang, talk.side == Side::Team)}</p> });
    let form = talk.may_write.then(|| form(lang, talk));
    view! {
        <section id="conversation" aria-labelledby="conversation-head">
            <h2 id="conversation-head">{words::conversation(lang)}</h2>
            <div id="followed-talk">{lead} {said} {closed}</div>
            {form}
            {thread}
        </section>
    }
    .into_any()
}

fn form(lang: Lang, talk: &MatterTalk<'_>) -> AnyView {
    let (message, attached) = talk.matter.fields();
    let account = talk.conversation.account.id.to_string();
    let matter = talk.matter.to_string();
    let (typed, message_error, attached_error) =
        (talk.form.value(message), talk.form.error(message), errors_of(talk.form, attached));
    let is_open = !typed.is_empty() || message_error.is_some() || attached_error.is_some();
    let (action, label, hint) = match talk.side {
        Side::Person => (
            "/do/messages/send",
            words::write_to_team(lang),
            words::read_by(lang, &talk.conversation.account.creditor_name),
        ),
        Side::Team => {
            ("/do/desk/send-message", words::write_to_customer(lang), words::reply_hint(lang).to_owned())
        }
    };
    view! {
        <details open=is_open>
            <summary>{label}</summary>
            <UploadForm action=action>
                <input type="hidden" name="account" value=account />
                <input type="hidden" name="matter" value=matter />
                <TextArea
                    lang=lang
                    name=message
                    label=words::your_message(lang)
                    hint=hint
                    error=message_error
                    value=typed
                    rows=3
                    limit=WORDS_AT_MOST
                />
                <FileField
                    lang=lang
                    name=attached
                    label=words::attach(lang)
                    hint=words::attach_hint(lang)
                    error=attached_error
                    multiple=true
                />
                <Uploading lang=lang />
                <Button kind=ButtonKind::Secondary>{words::send_message(lang)}</Button>
            </UploadForm>
        </details>
    }
    .into_any()
}
