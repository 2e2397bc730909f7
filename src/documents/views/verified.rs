//! What anybody learns about a paper of ours from its code (screens 2.27), and whether a file is that paper.

use axum::response::Response;
use leptos::prelude::*;

use crate::contact::model::NoticeCode;
use crate::documents::model::{PaperState, groups_of_four};
use crate::documents::papers::day;
use crate::documents::store::Verified;
use crate::documents::words;
use crate::kernel::locale::Lang;
use crate::ui::page::{Page, Visit, public_page};
use crate::ui::{
    Button, ButtonKind, FileField, Next, Notice, NoticeKind, PublicFrame, SummaryList, SummaryRow,
};

/// What came of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    Matches,
    /// Its own fingerprint.
    Differs(String),
    /// There was no file, or one that cannot be ours.
    Refused(&'static str),
}

/// A code can be copied onto a forged paper: only the file itself is ever called genuine.
fn verified_heading(lang: Lang, paper: &Verified, compared: Option<&Compared>) -> String {
    match compared {
        Some(Compared::Matches) => words::genuine(lang, words::kind(lang, paper.kind)),
        _ => words::exists(lang).to_owned(),
    }
}

/// The whole page, before and after a comparison.
pub fn verified_page(
    visit: &Visit,
    code: &NoticeCode,
    paper: &Verified,
    compared: Option<&Compared>,
) -> Response {
    let errors = match compared {
        Some(Compared::Refused(sentence)) => vec![("file".to_owned(), (*sentence).to_owned())],
        _ => Vec::new(),
    };
    let body = verified(visit.lang, code, paper, compared);
    let page = Page::new(verified_heading(visit.lang, paper, compared), body).errors(errors);
    public_page(visit, PublicFrame::default(), page)
}

fn verified(lang: Lang, code: &NoticeCode, paper: &Verified, compared: Option<&Compared>) -> AnyView {
    let mut kind = words::kind(lang, paper.kind).to_owned();
    if paper.parts > 1 {
        kind = format!("{kind}, {}", words::part_of(lang, paper.part, paper.parts).to_lowercase());
    }
    let fingerprint = groups_of_four(&paper.sha256);
    let rows = vec![
        SummaryRow::new(words::verify_code(lang), code.to_string()),
        SummaryRow::new(words::verify_creditor(lang), paper.creditor.clone()),
        SummaryRow::new(words::verify_kind(lang), kind),
        SummaryRow::new(words::verify_number(lang), paper.number.clone()),
        SummaryRow::new(words::verify_issued(lang), day(lang, paper.sealed_on)),
        SummaryRow::new(words::verify_fingerprint(lang), view! { <code>{fingerprint}</code> }),
        SummaryRow::new(words::verify_state(lang), words::state(lang, paper.kind, paper.state)),
        SummaryRow::new(words::verify_stamp(lang), words::no_stamp(lang)),
    ];
    let outcome = compared.map(|compared| outcome(lang, paper, compared));
    let changed = (paper.state == PaperState::Changed).then(|| {
        let heading = words::changed_heading(lang);
        view! { <Notice kind=NoticeKind::Attention heading=heading>{words::state_changed(lang)}</Notice> }
    });
    let error = match compared {
        Some(Compared::Refused(sentence)) => Some((*sentence).to_owned()),
        _ => None,
    };
    let lead = match compared {
        Some(Compared::Matches) => ().into_any(),
        _ => {
            let what = words::exists_lead(lang, words::kind(lang, paper.kind), &paper.creditor);
            view! { <p>{what}</p> <p><strong>{words::not_proven(lang)}</strong></p> }.into_any()
        }
    };
    view! {
        {changed}
        {outcome}
        <h1>{verified_heading(lang, paper, compared)}</h1>
        {lead}
        <SummaryList lang=lang rows=rows />
        <p>{words::verify_private(lang)}</p>
        <h2>{words::compare_heading(lang)}</h2>
        <form
            class="form"
            method="post"
            enctype="multipart/form-data"
            action=format!("/verify/{code}")
            novalidate
        >
            <FileField
                lang=lang
                name="file"
                label=words::compare_label(lang)
                hint=words::compare_hint(lang)
                error=error
                accept=".pdf,.zip"
            />
            <Button kind=ButtonKind::Secondary>{words::compare(lang)}</Button>
        </form>
        <p><a href="/verify">{words::verify_another(lang)}</a></p>
        <Next lang=lang>{words::verify_next(lang)}</Next>
    }
    .into_any()
}

fn outcome(lang: Lang, paper: &Verified, compared: &Compared) -> AnyView {
    match compared {
        Compared::Matches => {
            let lead = words::genuine_lead(lang, &paper.creditor);
            view! { <Notice kind=NoticeKind::Success heading=words::matches(lang)>{lead}</Notice> }.into_any()
        }
        Compared::Differs(fingerprint) => {
            let own = format!("{}: {}", words::file_fingerprint(lang), groups_of_four(fingerprint));
            view! {
                <Notice kind=NoticeKind::Problem heading=words::differs(lang)>
                    {words::differs_text(lang)} " " {own}
                </Notice>
            }
            .into_any()
        }
        Compared::Refused(_) => ().into_any(),
    }
}
