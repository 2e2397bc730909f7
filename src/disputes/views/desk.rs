//! The desk's side of disputes (screens 2.32): the queue by promised date, and one with its answer.

use leptos::prelude::*;

use super::case::{Reader, facts, heading, outcome, parts, story, what};
use super::writing::errors_of;
use super::{about, state_badge};
use crate::accounts::model::Account;
use crate::complaints::words as complaint_words;
use crate::disputes::desk_words as words;
use crate::disputes::model::{DecisionReason, Event, State, Verdict};
use crate::disputes::store::reading::{Case, Dispute, Held};
use crate::disputes::typed::WORDS_AT_MOST;
use crate::disputes::words as said;
use crate::kernel::dates::{DatePart, days_between, long_day, short_day};
use crate::kernel::ids::StaffId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::web::FieldError;
use crate::messages::islands::{Follow, Uploading};
use crate::messages::section::Section;
use crate::opinions::words as opinion_words;
use crate::row;
use crate::ui::{
    Actions, BackLink, Badge, Button, ButtonKind, Card, Choice, Column, Columns, DateField, Empty, Field,
    FileField, MainColumn, MoneyField, Next, Notice, NoticeKind, PostForm, RadioCards, Refilled, Shape,
    SideColumn, Tab, Table, Tabs, TextArea, Tone, TypedDate, UploadForm, Width, unbroken,
};

/// What waits for an answer.
pub fn queue_view(lang: Lang, disputes: &[Dispute], is_mine: bool) -> AnyView {
    let tab = |href: &str, text: &str, is_current| Tab {
        href: href.to_owned(),
        text: text.to_owned(),
        count: None,
        is_current,
    };
    let tabs = vec![
        tab("/desk/disputes", words::all(lang), !is_mine),
        tab("/desk/disputes?show=mine", words::mine(lang), is_mine),
    ];
    let body = if disputes.is_empty() {
        view! { <Empty sentence=words::queue_empty(lang) /> }.into_any()
    } else {
        queue_table(lang, disputes)
    };
    view! {
        <h1>{words::queue(lang)}</h1>
        <p>{words::queue_lead(lang)}</p>
        <Tabs label=words::which(lang) tabs=tabs />
        {body}
        <p><a href="/desk/complaints">{complaint_words::register(lang)}</a></p>
        <p><a href="/desk/opinions">{opinion_words::opinions(lang)}</a></p>
    }
    .into_any()
}

fn queue_table(lang: Lang, disputes: &[Dispute]) -> AnyView {
    let rows = disputes
        .iter()
        .map(|dispute| {
            let href = format!("/desk/disputes/{}", dispute.id);
            let owner =
                dispute.owner.as_ref().map_or(words::nobody(lang).to_owned(), |(_, name)| name.clone());
            let late = dispute
                .is_late()
                .then(|| view! { <Badge shape=Shape::Triangle tone=Tone::Bad word=clock(lang, dispute) /> });
            let promised = format!("{} · {}", short_day(dispute.promised_on, lang), clock(lang, dispute));
            let promised = if dispute.is_late() { short_day(dispute.promised_on, lang) } else { promised };
            row![
                view! { <a href=href>{dispute.number.clone()}</a> },
                whose(&dispute.account),
                about(lang, dispute),
                dispute.amount.to_string(),
                view! { {promised} " " {late} },
                state_badge(lang, dispute.state),
                owner,
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::queue(lang)
            caption_hidden=true
            columns=vec![
                Column::text(said::number(lang)),
                Column::text(words::customer(lang)),
                Column::text(said::about_what(lang)),
                Column::number(said::amount(lang)),
                Column::text(words::promised(lang)),
                Column::text(said::state(lang)),
                Column::text(words::owner(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn whose(account: &Account) -> String {
    format!("{} ({})", account.debtor_name, account.reference)
}

/// How long there is to answer.
fn clock(lang: Lang, dispute: &Dispute) -> String {
    if dispute.state == State::Waiting {
        return words::stopped(lang).to_owned();
    }
    match days_between(dispute.account.today, dispute.promised_on) {
        0 => words::today(lang).to_owned(),
        1 => words::tomorrow(lang).to_owned(),
        -1 => words::late_one(lang).to_owned(),
        days if days > 1 => words::in_days(lang, days),
        days => words::late_days(lang, -days),
    }
}

/// What the desk's page of one dispute needs.
pub struct DeskCase<'a> {
    pub case: &'a Case,
    /// Others of the same account.
    pub others: &'a [Dispute],
    pub reader: StaffId,
    pub may_change: bool,
    /// Supervisors answer what is looked at again.
    pub leads: bool,
    pub waits_approval: bool,
    pub done: &'a str,
    pub form: &'a Refilled,
    pub wrong_date: Option<DatePart>,
}

/// One dispute beside what is known, with what can be done about it and what is said about it.
pub fn desk_case_view(lang: Lang, page: &DeskCase<'_>, talk: Section) -> AnyView {
    let dispute = &page.case.dispute;
    let heading = heading(lang, page.case);
    let promise = dispute.state.is_open().then(|| {
        let by = long_day(dispute.promised_on, lang);
        view! { <p><strong>{words::answer_before(lang, &by, &clock(lang, dispute))}</strong></p> }
    });
    let outcome = dispute.decided_on.map(|_| outcome(lang, page.case));
    let (facts, parts) = (facts(lang, dispute), parts(lang, page.case));
    let (story, known) = (story(lang, page.case, Reader::Team), known(lang, page));
    let forms = forms(lang, page);
    let stream = format!("/live/desk?matter=dispute:{}", dispute.id);
    view! {
        <BackLink lang=lang href="/desk/disputes" />
        {notice(lang, page)}
        <p class="account-line">{whose(&dispute.account)}</p>
        <div id="followed-state">
            <h1>{unbroken(&heading)} " " {state_badge(lang, dispute.state)}</h1>
            {promise}
            {outcome}
        </div>
        <Follow lang=lang address=stream after=talk.last />
        <Columns>
            <MainColumn>
                <div id="followed">
                    <h2>{words::claim(lang)}</h2>
                    {parts}
                    {story}
                </div>
                <div id="followed-ways">{forms}</div>
                {talk.view}
            </MainColumn>
            <SideColumn>
                <div id="followed-facts"><Card>{facts}</Card></div>
                {known}
            </SideColumn>
        </Columns>
    }
    .into_any()
}

fn notice(lang: Lang, page: &DeskCase<'_>) -> Option<AnyView> {
    if let Some(sentence) = page.form.error("") {
        return Some(
            view! { <Notice kind=NoticeKind::Problem heading=said::not_sent(lang) focused=true>{sentence}</Notice> }
                .into_any(),
        );
    }
    let (heading, sentence) = match page.done {
        "taken" => (words::taken_heading(lang), ""),
        "asked" => (words::asked_heading(lang), ""),
        "answered" => (words::answered_heading(lang), words::decided_next(lang)),
        "waits" => (words::waits_heading(lang), words::waits_sentence(lang)),
        _ => return None,
    };
    Some(
        view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{sentence}</Notice> }
            .into_any(),
    )
}

fn known(lang: Lang, page: &DeskCase<'_>) -> AnyView {
    let dispute = &page.case.dispute;
    let base = format!("/desk/accounts/{}", dispute.account.id);
    let mut invoices: Vec<_> =
        page.case.held.iter().map(|held| (held.invoice, &held.invoice_number)).collect();
    invoices.dedup();
    let invoices = invoices.into_iter().map(|(invoice, number)| {
        let href = format!("{base}/invoices/{invoice}");
        view! { <li><a href=href>{words::invoice_sheet(lang, number)}</a></li> }
    });
    let others = page.others.iter().map(|other| {
        let href = format!("/desk/disputes/{}", other.id);
        let line =
            format!("{}, {}, {}", about(lang, other), other.amount, said::state_word(lang, other.state));
        view! { <li><a href=href>{other.number.clone()}</a> {format!(": {line}")}</li> }
    });
    let history = if page.others.is_empty() {
        view! { <p>{words::no_history(lang)}</p> }.into_any()
    } else {
        view! { <ul>{others.collect_view()}</ul> }.into_any()
    };
    view! {
        <h2>{words::known(lang)}</h2>
        <ul>
            {invoices.collect_view()}
            <li><a href=base.clone()>{words::account_file(lang, &dispute.account.debtor_name)}</a></li>
        </ul>
        <h3>{words::history(lang)}</h3>
        {history}
    }
    .into_any()
}

/// What this member of the team can do now.
fn forms(lang: Lang, page: &DeskCase<'_>) -> AnyView {
    let dispute = &page.case.dispute;
    let letter = dispute.decided_on.map(|_| {
        let href = format!("/desk/disputes/{}/letter.pdf", dispute.id);
        view! { <p><a href=href rel="external">{said::letter(lang)}" (PDF)"</a></p> }
    });
    if !page.may_change {
        return letter.into_any();
    }
    if page.waits_approval {
        return view! {
            <Next lang=lang>
                {words::waits_approval(lang)} " " <a href="/desk/approvals">{words::see_approvals(lang)}</a>
            </Next>
        }
        .into_any();
    }
    let may = |event| dispute.standing().after(event).is_ok();
    let is_own = dispute.owner.as_ref().is_some_and(|(owner, _)| *owner == page.reader);
    let take = (may(Event::Take) && !is_own).then(|| take_form(lang, dispute));
    let is_second = dispute.state == State::Appealed;
    let decide = may(Event::Decide(Verdict::Unchanged)).then(|| {
        if is_second && (dispute.decided_by == Some(page.reader) || !page.leads) {
            view! { <Next lang=lang>{words::own_answer(lang)}</Next> }.into_any()
        } else {
            decide_form(lang, page)
        }
    });
    let ask = may(Event::Ask).then(|| ask_form(lang, page));
    let is_pending = !dispute.adjustment_number.is_empty() && dispute.fiscal_number.is_empty();
    let fiscal = is_pending.then(|| fiscal_form(lang, page));
    view! { {letter} {take} {decide} {ask} {fiscal} }.into_any()
}

fn take_form(lang: Lang, dispute: &Dispute) -> AnyView {
    let id = dispute.id.to_string();
    view! {
        <PostForm action="/do/desk/take-dispute">
            <input type="hidden" name="dispute" value=id />
            <Button kind=ButtonKind::Secondary>{words::take(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

/// The name of the field that says who is right about a part, and of that for a part of it.
pub fn verdict_fields(at: usize) -> (String, String) {
    (format!("verdict-{at}"), format!("off-{at}"))
}

fn decide_form(lang: Lang, page: &DeskCase<'_>) -> AnyView {
    let dispute = &page.case.dispute;
    let id = dispute.id.to_string();
    let questions = page.case.held.iter().enumerate().filter_map(|(at, held)| {
        let left = dispute.left_of(held);
        left.is_positive().then(|| question(lang, page, at, held, left))
    });
    let questions: Vec<AnyView> = questions.collect();
    let reasons =
        DecisionReason::ALL.map(|reason| Choice::new(reason.name(), words::decision_reason(lang, reason)));
    let (reason, words_typed) = (page.form.value("reason"), page.form.value("words"));
    let (reason_error, words_error) = (page.form.error("reason"), page.form.error("words"));
    let files_error = errors_of(page.form, "files");
    let second = (dispute.state == State::Appealed).then(|| view! { <p>{words::second_look(lang)}</p> });
    view! {
        <h2>{words::decide_heading(lang)}</h2>
        {second}
        <UploadForm action="/do/desk/decide-dispute">
            <input type="hidden" name="dispute" value=id />
            {questions}
            <RadioCards
                lang=lang
                name="reason"
                legend=words::reason(lang)
                error=reason_error
                choices=reasons.into_iter().collect()
                chosen=reason
            />
            <TextArea
                lang=lang
                name="words"
                label=words::explanation(lang)
                hint=words::explanation_hint(lang)
                error=words_error
                value=words_typed
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
            <Next lang=lang>{words::effects(lang)}</Next>
            <Uploading lang=lang />
            <Actions><Button>{words::decide(lang)}</Button></Actions>
        </UploadForm>
    }
    .into_any()
}

fn question(lang: Lang, page: &DeskCase<'_>, at: usize, held: &Held, left: Money) -> AnyView {
    let (verdict, off) = verdict_fields(at);
    let (chosen, typed) = (page.form.value(&verdict), page.form.value(&off));
    let (error, off_error) = (page.form.error(&verdict), page.form.error(&off));
    let amount = view! {
        <MoneyField
            lang=lang
            name=off
            label=words::amount_off(lang, left.currency.code())
            currency=left.currency
            error=off_error
            value=typed
        />
    };
    let choices = vec![
        Choice::new("favour", words::in_favour(lang, left)),
        Choice::new("part", words::in_part(lang)).more(amount),
        Choice::new("none", words::no_change(lang)),
    ];
    let legend = words::whose_favour(lang, &what(lang, page.case.dispute.about, held));
    view! { <RadioCards lang=lang name=verdict legend=legend error=error choices=choices chosen=chosen /> }
        .into_any()
}

fn ask_form(lang: Lang, page: &DeskCase<'_>) -> AnyView {
    let form = page.form;
    let id = page.case.dispute.id.to_string();
    let (asked, error) = (form.value("asked"), form.error("asked"));
    let until_error = form.error("until");
    let until = TypedDate {
        day: form.value("until_day"),
        month: form.value("until_month"),
        year: form.value("until_year"),
    };
    let wrong = page.wrong_date;
    view! {
        <h2>{words::ask_heading(lang)}</h2>
        <UploadForm action="/do/desk/ask-dispute">
            <input type="hidden" name="dispute" value=id />
            <TextArea
                lang=lang
                name="asked"
                label=words::ask_what(lang)
                hint=words::ask_what_hint(lang)
                error=error
                value=asked
                rows=3
                limit=WORDS_AT_MOST
            />
            <DateField
                lang=lang
                name="until"
                legend=words::ask_until(lang)
                error=until_error
                wrong=wrong
                value=until
            />
            <Button kind=ButtonKind::Secondary>{words::ask(lang)}</Button>
        </UploadForm>
    }
    .into_any()
}

fn fiscal_form(lang: Lang, page: &DeskCase<'_>) -> AnyView {
    let (id, typed) = (page.case.dispute.id.to_string(), page.form.value("fiscal"));
    let error = page.form.error("fiscal");
    view! {
        <h2>{words::fiscal_heading(lang)}</h2>
        <PostForm action="/do/desk/note-fiscal-paper">
            <input type="hidden" name="dispute" value=id />
            <Field
                lang=lang
                name="fiscal"
                label=words::fiscal_label(lang)
                hint=words::fiscal_hint(lang)
                error=error
                value=typed
                width=Width::Medium
            />
            <Button kind=ButtonKind::Secondary>{words::fiscal_note(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

/// An error of one of the desk's forms in a sentence.
pub fn desk_sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().map(String::as_str).unwrap_or_default();
    match error.code.as_str() {
        "verdict_none" => words::verdict_none(lang).to_owned(),
        "decision_reason_none" => words::reason_none(lang).to_owned(),
        "explain_short" => words::explain_short(lang).to_owned(),
        "words_tone" => words::words_tone(lang, named),
        "too_much" => words::too_much(lang, named),
        "already_asked" => words::already_asked(lang).to_owned(),
        "beyond_limit" => words::beyond_limit(lang).to_owned(),
        "same_person" => words::same_person(lang).to_owned(),
        "not_posted" => words::not_posted(lang).to_owned(),
        "until_wrong" => words::until_wrong(lang).to_owned(),
        "fiscal_wrong" => words::fiscal_wrong(lang).to_owned(),
        _ => super::sentence(lang, error),
    }
}
