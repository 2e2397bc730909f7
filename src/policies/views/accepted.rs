//! Asking somebody to say that they read the terms, and who said so.

use leptos::prelude::*;

use crate::accounts::model::{Account, May, Viewer};
use crate::documents::model::groups_of_four;
use crate::kernel::dates::{hour, long_day};
use crate::kernel::locale::Lang;
use crate::policies::accepting::Acceptance;
use crate::policies::reading::{Reading, Shown};
use crate::policies::words::reading as words;
use crate::ui::{Actions, Button, CheckboxList, Choice, PostForm, Refilled};

/// The form, for who is asked and may answer.
pub fn asked_view(lang: Lang, viewer: Viewer, account: &Account, shown: &Shown, form: &Refilled) -> AnyView {
    if !shown.asks || !viewer.may_act() || account.may < May::Pay {
        return ().into_any();
    }
    let number = shown.version.policy.number;
    let error = form.error("read");
    let (account_id, print) = (account.id.to_string(), hex::encode(shown.sha256));
    view! {
        <section id="accept">
            <h2>{words::accept_heading(lang)}</h2>
            <p>{words::accept_lead(lang, &account.creditor_name)}</p>
            <PostForm action="/do/policies/accept-terms">
                <input type="hidden" name="account" value=account_id />
                <input type="hidden" name="version" value=number.to_string() />
                <input type="hidden" name="shown" value=print />
                <CheckboxList
                    lang=lang
                    name="read"
                    legend=words::version_number(lang, number)
                    error=error
                    choices=vec![Choice::new("yes", words::accept_box(lang))]
                />
                <Actions><Button>{words::accept_save(lang)}</Button></Actions>
            </PostForm>
            <p>{words::accept_next(lang, number)}</p>
        </section>
    }
    .into_any()
}

/// Who said that they read it, when and from where. Where nobody is asked, nothing is said.
pub fn accepted_view(lang: Lang, reading: &Reading, shown: &Shown) -> AnyView {
    let asked = shown.version.policy.parameters.asks_acceptance;
    if !asked && shown.acceptances.is_empty() {
        return ().into_any();
    }
    let lines = if shown.acceptances.is_empty() {
        view! { <p>{words::not_accepted(lang)}</p> }.into_any()
    } else {
        let each = shown.acceptances.iter().map(|one| acceptance(lang, reading, one));
        view! { <ul>{each.collect_view()}</ul> }.into_any()
    };
    view! { <h2>{words::accepted_heading(lang)}</h2> {lines} }.into_any()
}

fn acceptance(lang: Lang, reading: &Reading, one: &Acceptance) -> AnyView {
    let at = one.at.with_timezone(&reading.zone);
    let when = words::accepted_by(lang, &one.name, &long_day(at.date_naive(), lang), &hour(at.time(), lang));
    let from = words::accepted_from(lang, &one.address, &one.device);
    view! {
        <li>
            {when} <p class="hint">{words::means_portal(lang)} ". " {from}</p>
            <p class="hint">{words::accepted_print(lang, &groups_of_four(&one.sha256))}</p>
        </li>
    }
    .into_any()
}
