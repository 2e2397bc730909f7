use leptos::prelude::*;
use uuid::Uuid;

use crate::kernel::web::{Draft, FieldError};

/// A form that changes something. The server answers every mistake, so the browser is asked not to, and the key makes
/// a second press harmless.
#[component]
pub fn PostForm(#[prop(into)] action: String, children: Children) -> impl IntoView {
    view! {
        <form class="form" method="post" action=action novalidate>
            {request_key_field()}
            {children()}
        </form>
    }
}

/// As [`PostForm`], for a form that may hold files.
#[component]
pub fn UploadForm(#[prop(into)] action: String, children: Children) -> impl IntoView {
    view! {
        <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>
            {request_key_field()}
            {children()}
        </form>
    }
}

/// The key under which this very page is sent: the same key twice gives the first answer again.
pub fn request_key_field() -> impl IntoView {
    view! { <input type="hidden" name="request_key" value=Uuid::now_v7().to_string() /> }
}

/// A form that may come back after it was refused: what was typed into it, and a sentence for each error.
#[derive(Clone, Debug, Default)]
pub struct Refilled {
    draft: Draft,
    sentences: Vec<(String, String)>,
}

impl Refilled {
    /// `sentence` words an error in the reader's language. Without a draft the form is empty and nothing is wrong.
    pub fn of(draft: Option<&Draft>, sentence: impl Fn(&FieldError) -> String) -> Self {
        let draft = draft.cloned().unwrap_or_default();
        let sentences = draft.errors.iter().map(|error| (error.field.clone(), sentence(error))).collect();
        Self { draft, sentences }
    }

    /// What was typed, for the `value` of a field.
    pub fn value(&self, field: &str) -> String {
        self.draft.value(field).unwrap_or_default().to_owned()
    }

    /// Everything that was chosen under one name, or `None` if the form was not sent.
    pub fn values(&self, field: &str) -> Option<Vec<String>> {
        let was_sent = !self.draft.fields.is_empty();
        was_sent.then(|| self.draft.values(field).into_iter().map(str::to_owned).collect())
    }

    /// The sentence for the `error` of a field.
    pub fn error(&self, field: &str) -> Option<String> {
        self.sentences.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone())
    }

    /// Those that stand at a field, where one about the whole form has a notice of its own.
    pub fn field_errors(&self) -> Vec<(String, String)> {
        self.sentences.iter().filter(|(field, _)| !field.is_empty()).cloned().collect()
    }

    /// Every error with the id of its field, for the summary.
    pub fn errors(&self) -> Vec<(String, String)> {
        self.sentences.clone()
    }
}
