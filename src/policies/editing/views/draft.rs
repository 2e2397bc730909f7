//! A draft: how far it is, what it changes and would do, and asking for its publication.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

pub use super::part::part_view;
use crate::documents::store::Issuer;
use crate::kernel::dates::{long_day, short_day};
use crate::kernel::ids::ApprovalId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::policies::composing::Document;
use crate::policies::differences::{SectionChange, differences};
use crate::policies::editing::effect::{Compared, Effect};
use crate::policies::editing::faults::{FieldFault, section_of};
use crate::policies::editing::fields::main_currency;
use crate::policies::editing::store::{Draft, Publisher};
use crate::policies::editing::typed::Understood;
use crate::policies::model::PolicyVersion;
use crate::policies::store::Version;
use crate::policies::text::Section;
use crate::policies::views::document::{changes_view, document_view};
use crate::policies::words::editing as words;
use crate::policies::words::section as section_name;
use crate::row;
use crate::ui::{
    Actions, Badge, Button, Column, Confirm, DateField, Next, Notice, NoticeKind, PostForm, Refilled, Shape,
    SummaryList, SummaryRow, Tab, Table, Tabs, TextArea, Tone, TypedDate,
};

/// Everything that the pages of a draft show.
pub struct DraftPage {
    pub publisher: Publisher,
    pub issuer: Issuer,
    pub draft: Draft,
    pub understood: Understood,
    pub faults: Vec<FieldFault>,
    /// The reader writes terms, and nobody decides about this draft at the moment.
    pub may_write: bool,
    pub waits: Option<ApprovalId>,
    pub earliest: NaiveDate,
    pub saved: bool,
    /// The form that asks for publication, if it was refused.
    pub form: Refilled,
}

impl DraftPage {
    /// The draft as a version, as far as it could be understood.
    pub fn as_version(&self) -> PolicyVersion {
        self.draft.as_version(self.understood.parameters.clone())
    }

    /// As customers will read it.
    pub fn document(&self, lang: Lang) -> Document {
        let Understood { parameters, text, .. } = &self.understood;
        Document::of(lang, &self.issuer, parameters, text, main_currency(parameters))
    }

    /// What it says that the latest version does not, and the other way round.
    pub fn changes(&self, lang: Lang, latest: &Version) -> Vec<SectionChange> {
        let parameters = &latest.policy.parameters;
        let before = Document::of(lang, &self.issuer, parameters, &latest.text, main_currency(parameters));
        differences(&before, &self.document(lang))
    }

    /// What is wrong in one section: fields and sentences.
    pub fn errors(&self, lang: Lang, section: Section) -> Vec<(String, String)> {
        let name = section_name(lang, section);
        self.faults_in(section)
            .map(|fault| (fault.field.clone(), words::fault(lang, &fault.fault, name)))
            .collect()
    }

    /// The sentence for the error of a field.
    pub fn error(&self, lang: Lang, section: Section, field: &str) -> Option<String> {
        let name = section_name(lang, section);
        let sentences: Vec<String> = self
            .faults
            .iter()
            .filter(|fault| fault.field == field)
            .map(|fault| words::fault(lang, &fault.fault, name))
            .collect();
        (!sentences.is_empty()).then(|| sentences.join(". "))
    }

    fn faults_in(&self, section: Section) -> impl Iterator<Item = &FieldFault> {
        let parameters = &self.understood.parameters;
        self.faults.iter().filter(move |fault| section_of(&fault.field, parameters) == Some(section))
    }
}

/// The summary of a draft.
pub fn draft_view(
    lang: Lang,
    page: &DraftPage,
    changes: Option<&(i32, Vec<SectionChange>)>,
    effect: &Effect,
    discards: bool,
) -> AnyView {
    if discards && page.may_write {
        return discard_view(lang, page);
    }
    let changes = changes.map(|(latest, changes)| {
        let body = if changes.is_empty() {
            view! { <p>{words::no_changes(lang)}</p> }.into_any()
        } else {
            changes_view(lang, changes)
        };
        view! { <h2>{words::changes_against(lang, *latest)}</h2> {body} }
    });
    view! {
        {head(lang, page, "")}
        {parts_table(lang, page)}
        {warnings(lang, page)}
        {changes}
        {effect_view(lang, effect)}
        {publication(lang, page)}
    }
    .into_any()
}

/// The whole text, as a customer will read it.
pub fn as_customer_view(lang: Lang, page: &DraftPage) -> AnyView {
    view! {
        {head(lang, page, "as-customer")}
        <p>{words::other_language(lang)}</p>
        {document_view(&page.document(lang))}
    }
    .into_any()
}

/// What stands above every page of a draft.
pub(super) fn head(lang: Lang, page: &DraftPage, current: &str) -> AnyView {
    let draft = &page.draft;
    let href = |part: &str| match part {
        "" => format!("/desk/policies/{}", draft.id),
        part => format!("/desk/policies/{}?part={part}", draft.id),
    };
    let tab = |part: &str, text: &str, count: usize| Tab {
        href: href(part),
        text: text.to_owned(),
        count: (count > 0).then_some(count as u64),
        is_current: part == current,
    };
    let sections = Section::ALL
        .map(|section| tab(section.code(), section_name(lang, section), page.faults_in(section).count()));
    let tabs = [tab("", words::overview(lang), 0)]
        .into_iter()
        .chain(sections)
        .chain([tab("as-customer", words::as_customer(lang), 0)])
        .collect();
    let waits = page.waits.map(|approval| {
        let href = format!("/desk/approvals/{approval}");
        view! {
            <Notice kind=NoticeKind::Attention heading=words::waits_heading(lang)>
                {words::waits_text(lang)} " " <a href=href>{words::see_request(lang)}</a>
            </Notice>
        }
    });
    let saved = page.saved.then(|| {
        let whole = page.faults.is_empty();
        let text = if whole { words::saved_whole(lang) } else { words::saved_with_faults(lang) };
        let kind = if whole { NoticeKind::Success } else { NoticeKind::Attention };
        view! { <Notice kind=kind heading=words::saved(lang) focused=true>{text}</Notice> }
    });
    view! {
        {waits}
        {saved}
        <p><a href="/desk/policies">{words::back_to_list(lang)}</a></p>
        <p class="account-line">{page.publisher.name.clone()}</p>
        <h1>{words::draft_heading(lang, draft.number)}</h1>
        <Tabs label=words::parts(lang) tabs=tabs />
    }
    .into_any()
}

fn parts_table(lang: Lang, page: &DraftPage) -> AnyView {
    let rows = Section::ALL
        .iter()
        .map(|section| {
            let href = format!("/desk/policies/{}?part={}", page.draft.id, section.code());
            let badge = match page.faults_in(*section).count() {
                0 => view! { <Badge shape=Shape::Check tone=Tone::Good word=words::part_whole(lang) /> }.into_any(),
                1 => view! { <Badge shape=Shape::Triangle tone=Tone::Due word=words::one_fault(lang) /> }.into_any(),
                count => {
                    view! { <Badge shape=Shape::Triangle tone=Tone::Due word=words::many_faults(lang, count) /> }
                        .into_any()
                }
            };
            row![view! { <a href=href>{section_name(lang, *section)}</a> }, badge]
        })
        .collect();
    let changed = page.draft.changed_at.map(|at| {
        let line = words::draft_since(lang, &page.draft.drafter_name, &short_day(at.date_naive(), lang));
        let rows = vec![
            SummaryRow::new(words::last_change(lang), line),
            SummaryRow::new(words::holds_from(lang), long_day(page.draft.in_force_from, lang)),
        ];
        view! { <SummaryList lang=lang rows=rows /> }
    });
    view! {
        {changed}
        <Table
            caption=words::parts(lang)
            columns=vec![Column::text(words::part_name(lang)), Column::text(words::part_state(lang))]
            rows=rows
        />
    }
    .into_any()
}

fn warnings(lang: Lang, page: &DraftPage) -> Option<AnyView> {
    let warns = !page.understood.parameters.warnings().is_empty();
    warns.then(|| {
        view! {
            <Notice kind=NoticeKind::Attention heading=words::to_correct(lang)>
                {words::look_again_rate(lang)}
            </Notice>
        }
        .into_any()
    })
}

fn effect_view(lang: Lang, effect: &Effect) -> AnyView {
    if effect.invoices == 0 {
        return view! { <h2>{words::effect(lang)}</h2> <p>{words::effect_none(lang)}</p> }.into_any();
    }
    let sums = effect.sums.iter().map(|sum| view! { <li>{compared(lang, *sum)}</li> });
    let days = words::effect_days(lang, &short_day(effect.from, lang), &short_day(effect.to, lang));
    view! {
        <h2>{words::effect(lang)}</h2>
        <p>{days}</p>
        <ul>{sums.collect_view()}</ul>
        <p>{words::effect_accounts(lang, effect.changed_accounts, effect.accounts, effect.invoices)}</p>
        {effect.is_partial.then(|| view! { <p>{words::effect_partial(lang)}</p> })}
    }
    .into_any()
}

fn compared(lang: Lang, Compared { now, then }: Compared) -> String {
    let by = Money::new((then.minor - now.minor).abs(), now.currency);
    match then.minor.cmp(&now.minor) {
        std::cmp::Ordering::Greater => words::effect_more(lang, now, then, by),
        std::cmp::Ordering::Less => words::effect_less(lang, now, then, by),
        std::cmp::Ordering::Equal => words::effect_same(lang, now),
    }
}

fn publication(lang: Lang, page: &DraftPage) -> AnyView {
    if !page.may_write {
        return if page.waits.is_some() {
            ().into_any()
        } else {
            view! { <p>{words::only_supervisors(lang)}</p> }.into_any()
        };
    }
    let draft = &page.draft;
    let form = &page.form;
    let on = draft.in_force_from.max(page.earliest);
    let typed = |field: &str, otherwise: String| match form.values(field) {
        Some(_) => form.value(field),
        None => otherwise,
    };
    let value = TypedDate {
        day: typed("from_day", on.day().to_string()),
        month: typed("from_month", on.month().to_string()),
        year: typed("from_year", on.year().to_string()),
    };
    let problem = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::to_correct(lang)}</Notice> }
    });
    let (from_error, reason_error) = (form.error("from"), form.error("reason"));
    let (id, reason) = (draft.id.to_string(), typed("reason", draft.reason.clone()));
    let earliest = words::in_force_hint(lang, &long_day(page.earliest, lang));
    let discard = format!("/desk/policies/{}?discard=1", draft.id);
    view! {
        <h2>{words::publish_heading(lang, draft.number)}</h2>
        {problem}
        <PostForm action="/do/desk/publish-terms">
            <input type="hidden" name="draft" value=id />
            <DateField
                lang=lang
                name="from"
                legend=words::in_force_from(lang)
                hint=earliest
                error=from_error
                value=value
            />
            <TextArea
                lang=lang
                name="reason"
                label=words::reason(lang)
                hint=words::reason_hint(lang)
                error=reason_error
                value=reason
                rows=3
                limit=1000
            />
            <Actions><Button>{words::ask_to_publish(lang)}</Button></Actions>
        </PostForm>
        <Next lang=lang>{words::ask_next(lang)}</Next>
        <p><a href=discard>{words::discard(lang)}</a></p>
    }
    .into_any()
}

fn discard_view(lang: Lang, page: &DraftPage) -> AnyView {
    let draft = &page.draft;
    let id = draft.id.to_string();
    view! {
        <Confirm
            lang=lang
            heading=words::discard_heading(lang)
            action="/do/desk/discard-terms"
            button=words::discard_button(lang, draft.number)
            back_href=format!("/desk/policies/{}", draft.id)
        >
            <input type="hidden" name="draft" value=id />
            <p>{words::discard_text(lang)}</p>
        </Confirm>
    }
    .into_any()
}
