//! Every version of a creditor's terms, and one that is published.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::kernel::dates::{long_day, short_day};
use crate::kernel::ids::ApprovalId;
use crate::kernel::locale::Lang;
use crate::policies::composing::Document;
use crate::policies::differences::SectionChange;
use crate::policies::editing::store::{Draft, Publisher};
use crate::policies::reading::version_line;
use crate::policies::store::Version;
use crate::policies::views::document::{changes_view, document_view};
use crate::policies::views::terms::standing_badge;
use crate::policies::words::editing as words;
use crate::policies::words::reading as terms;
use crate::row;
use crate::ui::{
    Actions, Badge, Button, Column, Empty, PostForm, Shape, SummaryList, SummaryRow, Table, Tone,
};

/// What a creditor has of terms.
pub struct Listed {
    pub publisher: Publisher,
    /// The newest first.
    pub versions: Vec<Version>,
    pub draft: Option<Draft>,
    pub waits: Option<ApprovalId>,
    pub today: NaiveDate,
}

/// All of them.
pub fn list_view(lang: Lang, listed: &[Listed], may_draft: bool) -> AnyView {
    let several = listed.len() > 1;
    let each = listed.iter().map(|one| {
        let heading = several.then(|| view! { <h2>{one.publisher.name.clone()}</h2> });
        view! {
            {heading}
            {versions_table(lang, one)}
            {begin(lang, one, may_draft)}
        }
        .into_any()
    });
    view! {
        <h1>{words::policies(lang)}</h1>
        <p>{words::policies_lead(lang)}</p>
        {each.collect_view()}
    }
    .into_any()
}

fn versions_table(lang: Lang, listed: &Listed) -> AnyView {
    if listed.versions.is_empty() && listed.draft.is_none() {
        return view! { <Empty sentence=words::none_published(lang) /> }.into_any();
    }
    let draft = listed.draft.iter().map(|draft| draft_row(lang, draft, listed.waits.is_some()));
    let versions = listed.versions.iter().map(|version| {
        let policy = &version.policy;
        let href = format!("/desk/policies/{}", policy.id);
        let line = version_line(&listed.versions, version, listed.today);
        row![
            view! { <a href=href>{terms::version_number(lang, policy.number)}</a> },
            short_day(policy.in_force_from, lang),
            standing_badge(lang, &line),
            short_day(version.published_at.date_naive(), lang),
        ]
    });
    view! {
        <Table
            caption=terms::versions(lang)
            caption_hidden=true
            columns=vec![
                Column::text(terms::version(lang)),
                Column::text(words::holds_from(lang)),
                Column::text(terms::standing(lang)),
                Column::text(words::published_on(lang)),
            ]
            rows=draft.chain(versions).collect()
            wide=true
        />
    }
    .into_any()
}

fn draft_row(lang: Lang, draft: &Draft, waits: bool) -> Vec<AnyView> {
    let href = format!("/desk/policies/{}", draft.id);
    let (shape, tone, word) = if waits {
        (Shape::Triangle, Tone::Due, words::waits_heading(lang))
    } else {
        (Shape::Circle, Tone::Wait, words::draft(lang))
    };
    row![
        view! { <a href=href>{words::draft_heading(lang, draft.number)}</a> },
        short_day(draft.in_force_from, lang),
        view! { <Badge shape=shape tone=tone word=word /> },
        (),
    ]
}

fn begin(lang: Lang, listed: &Listed, may_draft: bool) -> AnyView {
    if listed.draft.is_some() {
        return ().into_any();
    }
    if !may_draft {
        return view! { <p>{words::only_supervisors(lang)}</p> }.into_any();
    }
    let creditor = listed.publisher.creditor.to_string();
    let next = listed.versions.first().map_or(1, |latest| latest.policy.number + 1);
    view! {
        <PostForm action="/do/desk/draft-terms">
            <input type="hidden" name="creditor" value=creditor />
            <Actions><Button>{words::begin(lang, next)}</Button></Actions>
        </PostForm>
        <p>{words::begin_note(lang)}</p>
    }
    .into_any()
}

/// A published version, as it will stay.
#[expect(clippy::too_many_arguments, reason = "each is one thing that the page shows")]
pub fn version_view(
    lang: Lang,
    publisher: &Publisher,
    all: &[Version],
    version: &Version,
    document: &Document,
    changes: Option<&(i32, Vec<SectionChange>)>,
    accepted: i64,
    today: NaiveDate,
) -> AnyView {
    let policy = &version.policy;
    let line = version_line(all, version, today);
    let mut rows = vec![
        SummaryRow::new(terms::standing(lang), standing_badge(lang, &line)),
        SummaryRow::new(words::holds_from(lang), long_day(policy.in_force_from, lang)),
        SummaryRow::new(words::published_on(lang), short_day(version.published_at.date_naive(), lang)),
    ];
    if policy.parameters.asks_acceptance {
        rows.push(SummaryRow::new(words::accepted_by(lang), accepted.to_string()));
    }
    let changes = changes.map(|(before, changes)| {
        let body = if changes.is_empty() {
            view! { <p>{terms::no_changes(lang, *before)}</p> }.into_any()
        } else {
            changes_view(lang, changes)
        };
        view! { <h2 id="changes">{terms::changes_heading(lang, *before, policy.number)}</h2> {body} }
    });
    view! {
        <p><a href="/desk/policies">{words::back_to_list(lang)}</a></p>
        <p class="account-line">{publisher.name.clone()}</p>
        <h1>{words::version_heading(lang, policy.number)}</h1>
        <SummaryList lang=lang rows=rows />
        {document_view(document)}
        {changes}
    }
    .into_any()
}
