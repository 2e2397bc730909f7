use leptos::prelude::*;

use super::field::{About, labelled};
use crate::kernel::locale::Lang;

/// One file to be sent with a form, which must be an [`super::UploadForm`]. A form that comes back cannot hold it any more, so it is
/// chosen again.
#[component]
pub fn FileField(
    lang: Lang,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    /// The types that a device offers first.
    #[prop(default = ".pdf,.jpg,.jpeg,.png")]
    accept: &'static str,
    /// Several files at once.
    #[prop(optional)]
    multiple: bool,
) -> impl IntoView {
    let about = About::new(&name, hint, error);
    let input = view! {
        <input
            class="input"
            id=name.clone()
            name=name
            type="file"
            accept=accept
            multiple=multiple
            aria-describedby=about.described_by()
            aria-invalid=about.invalid()
        />
    };
    labelled(lang, label, about, input)
}
