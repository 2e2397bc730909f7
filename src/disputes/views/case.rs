//! One dispute (screens 2.21): what waits, by when an answer is promised, everything that happened, and what came of it.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::writing::errors_of;
use super::{about, state_badge};
use crate::disputes::model::{About, Event, State, Verdict};
use crate::disputes::store::reading::{Case, Dispute, Held, Step};
use crate::disputes::store::steps::StepKind;
use crate::disputes::typed::WORDS_AT_MOST;
use crate::disputes::words;
use crate::kernel::dates::{days_between, hour, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::messages::islands::{Follow, Uploading};
use crate::messages::section::Section;
use crate::messages::words as message_words;
use crate::row;
use crate::ui::{
    Actions, BackLink, Button, ButtonKind, Card, Column, Columns, Confirm, FileField, FileLink, MainColumn,
    Next, Notice, NoticeKind, PostForm, Refilled, Said, SideColumn, Story, SummaryList, SummaryRow, Table,
    TextArea, Told, UploadForm, unbroken,
};

/// What the debtor's page needs besides the dispute itself.
pub struct CasePage<'a> {
    pub case: &'a Case,
    /// What was just done, as the address says it.
    pub done: &'a str,
    pub form: &'a Refilled,
    /// Who hears complaints about the creditor.
    pub complaints_body: Option<String>,
}

/// The debtor's page of one dispute, which follows what happens; `talk` is what is said about it, for its opener.
pub fn case_view(lang: Lang, page: &CasePage<'_>, talk: Option<Section>) -> AnyView {
    let Case { dispute, .. } = page.case;
    let heading = heading(lang, page.case);
    let (facts, ways) = (facts(lang, dispute), ways(lang, page));
    let (standing, parts) = (standing(lang, page.case), parts(lang, page.case));
    let story = story(lang, page.case, Reader::Debtor);
    let follow = talk.as_ref().map(|talk| {
        let stream = format!("/live/messages?account={}&matter=dispute:{}", dispute.account.id, dispute.id);
        view! { <Follow lang=lang address=stream after=talk.last /> }
    });
    view! {
        <BackLink lang=lang href="/account/disputes" />
        {done(lang, page)}
        <div id="followed-state"><h1>{unbroken(&heading)} " " {state_badge(lang, dispute.state)}</h1></div>
        {follow}
        <Columns>
            <MainColumn>
                <div id="followed">{standing} {parts} {story}</div>
                {talk.map(|talk| talk.view)}
            </MainColumn>
            <SideColumn>
                <div id="followed-facts"><Card>{facts}</Card></div>
                <div id="followed-ways">{ways}</div>
            </SideColumn>
        </Columns>
    }
    .into_any()
}

/// The page that asks before a dispute is withdrawn.
pub fn withdraw_view(lang: Lang, dispute: &Dispute) -> AnyView {
    let back = format!("/account/disputes/{}", dispute.id);
    let (id, means) = (dispute.id.to_string(), words::withdraw_means(lang, dispute.amount));
    view! {
        <Confirm
            lang=lang
            heading=words::withdraw_heading(lang, &dispute.number)
            action="/do/disputes/withdraw"
            button=words::withdraw(lang)
            back_href=back
        >
            <input type="hidden" name="dispute" value=id />
            <p>{means}</p>
        </Confirm>
    }
    .into_any()
}

/// Who reads the story: each side is called what it is to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Debtor,
    Team,
}

pub fn heading(lang: Lang, case: &Case) -> String {
    let dispute = &case.dispute;
    if dispute.state.holds_money() {
        words::paused_heading(lang, &dispute.number, case.waits)
    } else {
        words::ended_heading(lang, &dispute.number, dispute.amount)
    }
}

fn done(lang: Lang, page: &CasePage<'_>) -> Option<AnyView> {
    let dispute = &page.case.dispute;
    if let Some(sentence) = page.form.error("") {
        return Some(
            view! { <Notice kind=NoticeKind::Problem heading=words::not_sent(lang) focused=true>{sentence}</Notice> }
                .into_any(),
        );
    }
    let (heading, sentence) = match page.done {
        "opened" => (
            words::received_heading(lang, &dispute.number),
            words::received_next(lang, &long_day(dispute.promised_on, lang)),
        ),
        "withdrawn" => (words::withdraw_done(lang).to_owned(), String::new()),
        "sent" => (words::sent_message(lang).to_owned(), String::new()),
        "said" => (message_words::said(lang).to_owned(), String::new()),
        _ => return None,
    };
    Some(
        view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{sentence}</Notice> }
            .into_any(),
    )
}

/// What the reader should know first: what is asked of them, what became of it, or by when they hear.
pub fn standing(lang: Lang, case: &Case) -> AnyView {
    let dispute = &case.dispute;
    match dispute.state {
        State::Waiting => {
            let asked = case.steps.iter().rev().find(|step| step.kind == StepKind::Asked);
            let what = asked.map(|step| step.words.clone()).unwrap_or_default();
            let until = dispute.asked_until.map(|until| words::asked_before(lang, &long_day(until, lang)));
            view! {
                <Notice kind=NoticeKind::Attention heading=words::waiting_for_you(lang)>
                    {what} " " {until}
                </Notice>
            }
            .into_any()
        }
        State::Received | State::InReview => {
            let promise = if dispute.is_late() {
                words::is_late_us(lang, &long_day(dispute.promised_on, lang), case.waits)
            } else {
                promise(lang, dispute.promised_on, dispute.account.today)
            };
            let paused = words::next_paused(lang, case.waits);
            view! {
                <p><strong>{promise}</strong></p>
                <p>{paused}</p>
            }
            .into_any()
        }
        State::Appealed => {
            let by = long_day(dispute.promised_on, lang);
            view! { {outcome(lang, case)} <p>{words::in_review_again(lang, &by)}</p> }.into_any()
        }
        State::InFavour | State::Partly | State::Unchanged => outcome(lang, case),
        State::Withdrawn => ().into_any(),
    }
}

fn promise(lang: Lang, on: NaiveDate, today: NaiveDate) -> String {
    let by = long_day(on, lang);
    match days_between(today, on) {
        0 => words::promised_today(lang, &by),
        1 => words::promised_tomorrow(lang, &by),
        days if days > 1 => words::promised_in_days(lang, &by, days),
        _ => words::promised(lang, &by),
    }
}

/// What was decided last, its words and what they did to the money.
pub fn outcome(lang: Lang, case: &Case) -> AnyView {
    let dispute = &case.dispute;
    let Some(answer) = case.steps.iter().rev().find(|step| step.kind == StepKind::Decided) else {
        return ().into_any();
    };
    let verdict = Verdict::of(dispute.credited.minor, dispute.amount.minor);
    let kind = if verdict == Verdict::Unchanged { NoticeKind::Info } else { NoticeKind::Success };
    let heading = words::state_word(lang, verdict.state());
    let what = outcome_words(lang, dispute);
    let fiscal = fiscal(lang, dispute);
    view! {
        <Notice kind=kind heading=heading>{what}</Notice>
        <Said text=answer.words.clone() />
        {fiscal.map(|sentence| view! { <p>{sentence}</p> })}
    }
    .into_any()
}

/// What the answer did to the money, in a sentence; the letter says it too.
pub fn outcome_words(lang: Lang, dispute: &Dispute) -> String {
    let Dispute { amount, credited, adjustment_number: number, .. } = dispute;
    let from = long_day(dispute.decided_on.unwrap_or(dispute.account.today), lang);
    let rest = Money::new(amount.minor - credited.minor, amount.currency);
    match Verdict::of(credited.minor, amount.minor) {
        Verdict::InFavour if number.is_empty() => words::outcome_charges(lang, *credited),
        Verdict::InFavour => words::outcome_in_favour(lang, *credited, number),
        Verdict::Partly if number.is_empty() => words::outcome_charges(lang, *credited),
        Verdict::Partly => words::outcome_partly(lang, *credited, number, rest, &from),
        Verdict::Unchanged => words::outcome_unchanged(lang, *amount, &from),
    }
}

/// Al Día issues no tax papers: the creditor does, and until then it is pending (domain-rules A11).
pub fn fiscal(lang: Lang, dispute: &Dispute) -> Option<String> {
    let creditor = &dispute.account.creditor_name;
    if dispute.adjustment_number.is_empty() {
        None
    } else if dispute.fiscal_number.is_empty() {
        Some(words::fiscal_pending(lang, creditor))
    } else {
        Some(words::fiscal_issued(lang, creditor, &dispute.fiscal_number))
    }
}

/// What a dispute is, in rows.
pub fn facts(lang: Lang, dispute: &Dispute) -> AnyView {
    let mut rows = vec![
        SummaryRow::new(words::about_what(lang), about(lang, dispute)),
        SummaryRow::new(words::reason(lang), words::reason_word(lang, dispute.reason)),
        SummaryRow::new(words::amount(lang), dispute.amount.to_string()),
        SummaryRow::new(words::step_word(lang, StepKind::Opened, true), short_day(dispute.opened_on, lang)),
    ];
    if dispute.state.is_open() {
        rows.push(SummaryRow::new(words::answer_by(lang), short_day(dispute.promised_on, lang)));
    }
    if let Some(on) = dispute.decided_on {
        rows.push(SummaryRow::new(words::answered_on(lang), short_day(on, lang)));
    }
    view! { <SummaryList lang=lang rows=rows /> }.into_any()
}

/// Line by line: what waits, or what became of it.
pub fn parts(lang: Lang, case: &Case) -> AnyView {
    let rows = case
        .held
        .iter()
        .map(|held| {
            let part = match (&held.line, case.dispute.about) {
                (Some((_, description)), _) => description.clone(),
                (None, About::Interest | About::Fees) => words::late_charges(lang).to_owned(),
                (None, _) => words::whole_bill(lang).to_owned(),
            };
            let late = (!held.late.is_zero() && !held.principal.is_zero())
                .then(|| format!(" ({})", words::with_charges(lang, held.late)));
            row![
                held.invoice_number.clone(),
                part + &late.unwrap_or_default(),
                held.sum().to_string(),
                part_state(lang, &case.dispute, held),
            ]
        })
        .collect();
    view! {
        <Table
            caption=words::contested_parts(lang)
            columns=vec![
                Column::text(words::bill(lang)),
                Column::text(words::about_what(lang)),
                Column::number(words::amount(lang)),
                Column::text(words::state(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

/// What one hold is on.
pub fn what(lang: Lang, about: About, held: &Held) -> String {
    match (&held.line, about) {
        (Some((_, description)), _) => format!("{}: {description}", held.invoice_number),
        (None, About::Interest | About::Fees) => words::charges_of(lang, &held.invoice_number),
        (None, _) => words::bill_of(lang, &held.invoice_number),
    }
}

fn part_state(lang: Lang, dispute: &Dispute, held: &Held) -> String {
    // What is waived is written with the dispute, whose one part it is.
    let credited = match dispute.about {
        About::Interest | About::Fees => dispute.credited,
        About::Invoice | About::Identity => held.credited,
    };
    match held.released_on {
        None => words::on_pause(lang).to_owned(),
        Some(_) if credited.is_zero() => words::back_to_pay(lang).to_owned(),
        Some(_) => format!("{}: {credited}", words::credited(lang)),
    }
}

/// Everything that happened, in order, each with its words and files.
pub fn story(lang: Lang, case: &Case, reader: Reader) -> AnyView {
    if !case.is_open_to_reader {
        return view! { <p>{words::only_opener(lang)}</p> }.into_any();
    }
    let steps = case.steps.iter().map(|step| moment(lang, case, step, reader)).collect();
    view! {
        <h2>{words::what_happened_so_far(lang)}</h2>
        <Story steps=steps />
    }
    .into_any()
}

fn moment(lang: Lang, case: &Case, step: &Step, reader: Reader) -> Told {
    let at = step.at.with_timezone(&case.zone);
    let when = format!("{}, {}", short_day(step.on, lang), hour(at.time(), lang));
    let word = words::step_word(lang, step.kind, reader == Reader::Debtor);
    let by = (step.is_teams && !step.shown_name.is_empty()).then(|| step.shown_name.clone());
    let base = match reader {
        Reader::Debtor => format!("/account/disputes/{}/files", case.dispute.id),
        Reader::Team => "/desk/files".to_owned(),
    };
    let files = step.files.iter().map(|file| {
        let href = format!("{base}/{}", file.id);
        let format = file.name.rsplit('.').next().unwrap_or_default().to_uppercase();
        view! { <li><FileLink href=href text=file.name.clone() format=format bytes=file.bytes /></li> }
    });
    let files = (!step.files.is_empty()).then(|| view! { <ul>{files.collect_view()}</ul> });
    let said = (!step.words.is_empty()).then(|| view! { <Said text=step.words.clone() /> });
    Told { when, word: word.to_owned(), by, body: view! { {said} {files} }.into_any() }
}

/// What the debtor can do now.
fn ways(lang: Lang, page: &CasePage<'_>) -> AnyView {
    let dispute = &page.case.dispute;
    if !page.case.is_open_to_reader {
        return ().into_any();
    }
    let may = |event| dispute.standing().after(event).is_ok();
    let add = may(Event::Add).then(|| add_form(lang, dispute, page.form));
    let withdraw = may(Event::Withdraw).then(|| {
        let href = format!("/account/disputes/{}/withdraw", dispute.id);
        view! { <p><a href=href>{words::withdraw(lang)}</a></p> }
    });
    let can_answer = may(Event::Reply) || may(Event::Appeal);
    let answer = if can_answer { answer_form(lang, page) } else { letter_link(lang, dispute).into_any() };
    let next = dispute.state.holds_money().then(|| {
        let by = long_day(dispute.promised_on, lang);
        view! { <Next lang=lang>{words::received_next(lang, &by)}</Next> }
    });
    // Once nothing more can be said here, the conversation goes on with the team.
    let is_over = !can_answer && !may(Event::Add) && !dispute.state.holds_money();
    let ask = is_over.then(|| {
        view! { <p><a href="#conversation">{message_words::ask_about_this(lang)}</a></p> }
    });
    view! { {add} {answer} {withdraw} {ask} {next} }.into_any()
}

/// The answer as a paper, once there is one.
fn letter_link(lang: Lang, dispute: &Dispute) -> Option<AnyView> {
    let href = format!("/account/disputes/{}/letter.pdf", dispute.id);
    let link = dispute
        .decided_on
        .map(|_| view! { <p><FileLink href=href text=words::letter(lang) format="PDF" /></p> });
    link.map(IntoAny::into_any)
}

fn add_form(lang: Lang, dispute: &Dispute, form: &Refilled) -> AnyView {
    let (id, said) = (dispute.id.to_string(), form.value("words"));
    let (words_error, files_error) = (form.error("words"), errors_of(form, "files"));
    view! {
        <h2>{words::add_heading(lang)}</h2>
        <UploadForm action="/do/disputes/add">
            <input type="hidden" name="dispute" value=id />
            <TextArea
                lang=lang
                name="words"
                label=words::your_message(lang)
                error=words_error
                value=said
                rows=3
                limit=WORDS_AT_MOST
            />
            <FileField
                lang=lang
                name="files"
                label=words::evidence(lang)
                hint=words::evidence_hint(lang)
                error=files_error
                multiple=true
            />
            <Uploading lang=lang />
            <Button>{words::add(lang)}</Button>
        </UploadForm>
    }
    .into_any()
}

fn answer_form(lang: Lang, page: &CasePage<'_>) -> AnyView {
    let dispute = &page.case.dispute;
    let may = |event| dispute.standing().after(event).is_ok();
    let (id, said, error) = (dispute.id.to_string(), page.form.value("words"), page.form.error("words"));
    // Which button was pressed decides: one form, so that the words are written once.
    let reply = may(Event::Reply).then(|| {
        view! { <Button name="what" value="reply">{words::reply(lang)}</Button> }
    });
    let appeal = may(Event::Appeal).then(|| {
        view! { <Button kind=ButtonKind::Secondary name="what" value="appeal">{words::appeal(lang)}</Button> }
    });
    let meanwhile = may(Event::Appeal).then(|| view! { <p>{words::appeal_means(lang)}</p> });
    let letter = letter_link(lang, dispute);
    let body = page.complaints_body.as_ref().map(|body| view! { <p>{words::or_go_to(lang, body)}</p> });
    view! {
        {letter}
        <h2>{words::reply_heading(lang)}</h2>
        <p>{words::reply_lead(lang)}</p>
        <PostForm action="/do/disputes/answer">
            <input type="hidden" name="dispute" value=id />
            <TextArea
                lang=lang
                name="words"
                label=words::your_message(lang)
                error=error
                value=said
                rows=3
                limit=WORDS_AT_MOST
            />
            <Actions>{reply} {appeal}</Actions>
        </PostForm>
        {meanwhile}
        {body}
    }
    .into_any()
}
