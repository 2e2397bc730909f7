//! What the team reads: what waits, and one proposal with everything beside it (screens 2.31).

use chrono::Datelike;
use chrono_tz::Tz;
use leptos::prelude::*;
use serde_json::Value;

use super::deciding::{PLAN_OFFER, Payload, Reach};
use super::store::{Rates, Waiting};
use crate::desk::tables::{csv_link, short_csv_link};
use crate::kernel::dates::{day_of_year, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::bounds::Broken;
use crate::plans::campaigns::words::campaigns;
use crate::plans::model::{DeclineReason, Happened, Negotiation, Plan};
use crate::plans::schedule::{Schedule, Terms};
use crate::plans::standing::Progress;
use crate::plans::views::new::{WORDS_AT_MOST, picture};
use crate::plans::views::talk::{history_view, versions};
use crate::plans::views::{plan_badge, talk_badge};
use crate::plans::words;
use crate::plans::words::{desk, keeping};
use crate::policies::rules::Frequency;
use crate::policies::words::percent_number;
use crate::row;
use crate::ui::{
    Actions, BackLink, Button, Choice, Column, Columns, DateField, Empty, Field, MainColumn, MoneyField,
    Notice, NoticeKind, PostForm, RadioCards, Refilled, SideColumn, Table, TextArea, TypedDate, Width,
};

/// What waits, what is at risk, and how plans end.
pub fn overview(
    lang: Lang,
    waiting: &[(Waiting, String)],
    at_risk: &[(Plan, Progress)],
    rates: &Rates,
) -> AnyView {
    let rate = match rates.ended {
        0 => desk::kept_none(lang).to_owned(),
        ended => desk::kept_rate(lang, rates.kept, ended),
    };
    let joined = |amounts: &mut dyn Iterator<Item = Money>| {
        amounts.map(Money::with_code).collect::<Vec<_>>().join(", ")
    };
    let sums = (!rates.in_plans.is_empty()).then(|| {
        let asked = desk::in_plans(lang, &joined(&mut rates.in_plans.iter().map(|(sum, _)| *sum)));
        let held = rates.in_plans.iter().map(|(_, held)| *held).filter(|held| held.is_positive());
        let held = joined(&mut { held });
        let held = (!held.is_empty()).then(|| format!(" {}", desk::in_plans_held(lang, &held)));
        view! { <p>{asked} {held}</p> }
    });
    let proposals = (!waiting.is_empty()).then(|| csv_link(lang, "/desk/plans/proposals.csv".to_owned()));
    let plans = (!at_risk.is_empty()).then(|| short_csv_link(lang, "/desk/plans/at-risk.csv".to_owned()));
    view! {
        <h1>{desk::proposals(lang)}</h1>
        <h2>{desk::waiting_heading(lang)}</h2>
        {waiting_table(lang, waiting)}
        {proposals}
        <h2>{desk::at_risk_heading(lang)}</h2>
        {risk_table(lang, at_risk)}
        {plans}
        <p>{rate}</p>
        {sums}
        <p><a href="/desk/plans/campaigns">{campaigns(lang)}</a></p>
    }
    .into_any()
}

/// What another member of the team is asked to approve of a plan, and where all of it is read.
pub fn to_approve(lang: Lang, object_kind: &str, payload: &Value) -> Option<AnyView> {
    let payload: Payload =
        (object_kind == PLAN_OFFER).then(|| serde_json::from_value(payload.clone()).ok()).flatten()?;
    let what = match &payload.terms {
        None => desk::approves_as_it_is(lang).to_owned(),
        Some(terms) => {
            let often = words::frequency(lang, terms.frequency);
            desk::approves_terms(lang, terms.instalments, often, &day_of_year(terms.first_on, lang))
        }
    };
    let href = format!("/desk/plans/{}", payload.plan);
    Some(view! { <p>{what} " " <a href=href>{desk::see_proposal(lang)}</a></p> }.into_any())
}

fn waiting_table(lang: Lang, waiting: &[(Waiting, String)]) -> AnyView {
    if waiting.is_empty() {
        return view! { <Empty sentence=desk::none_waiting(lang) /> }.into_any();
    }
    let rows = waiting
        .iter()
        .map(|(one, asks)| {
            row![
                short_day(one.opened_at.date_naive(), lang),
                view! { <a href=format!("/desk/plans/{}", one.id)>{format!("{} · {}", one.customer, one.reference)}</a> },
                asks.clone(),
                one.owed.to_string(),
                one.answer_by.map(|by| short_day(by, lang)),
            ]
        })
        .collect();
    view! {
        <Table
            caption=desk::waiting_heading(lang)
            caption_hidden=true
            columns=vec![
                Column::text(desk::column_since(lang)),
                Column::text(desk::column_customer(lang)),
                Column::text(desk::column_asks(lang)),
                Column::number(desk::column_owed(lang)),
                Column::text(desk::column_answer(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn risk_table(lang: Lang, at_risk: &[(Plan, Progress)]) -> AnyView {
    if at_risk.is_empty() {
        return view! { <Empty sentence=desk::none_at_risk(lang) /> }.into_any();
    }
    let rows = at_risk
        .iter()
        .map(|(plan, progress)| {
            let name = format!("{} · {}", plan.account.debtor_name, plan.name());
            row![
                view! { <a href=format!("/desk/plans/{}", plan.id)>{name}</a> },
                plan_badge(lang, plan.state),
                progress.money(progress.late_minor()).to_string(),
                progress.money(progress.left_minor).to_string(),
            ]
        })
        .collect();
    view! {
        <Table
            caption=desk::at_risk_heading(lang)
            caption_hidden=true
            columns=vec![
                Column::text(desk::column_customer(lang)),
                Column::text(keeping::column_state(lang)),
                Column::number(desk::column_late(lang)),
                Column::number(keeping::column_left(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// A proposal with what is needed to decide it.
pub struct Deciding<'a> {
    pub talk: &'a Negotiation,
    pub schedule: Option<Schedule>,
    pub broken: Vec<Broken>,
    pub reach: Reach,
    pub within_limit: bool,
    pub nearest: Vec<Terms>,
    pub owed: Money,
    pub record: (i64, i64),
    /// What whoever proposes could keep up each month, where they show it.
    pub budget: Option<Money>,
    pub history: &'a [Happened],
    pub zone: Tz,
    pub may_answer: bool,
    pub frequencies: Vec<Frequency>,
    pub form: &'a Refilled,
}

pub fn deciding(lang: Lang, page: &Deciding<'_>) -> AnyView {
    let talk = page.talk;
    let asks = page.schedule.as_ref().map(|schedule| words::in_short(lang, schedule));
    let said = talk.offers.iter().rev().map(|offer| offer.words.clone()).find(|words| !words.is_empty());
    let problem = page.form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{desk::message_hint(lang)}</Notice> }
    });
    let account = format!("/desk/accounts/{}", talk.account.id);
    let form = (page.may_answer && talk.state.is_open()).then(|| answer_form(lang, page));
    let covers = words::covers(lang, &talk.numbers().join(", "));
    let pictured = page.schedule.as_ref().map(|schedule| picture(lang, "asked", schedule));
    let (checks, nearest, record) = (checks(lang, page), nearest(lang, page), record(lang, page.record));
    let versions = versions(lang, talk, true);
    let budget = page.budget.map(|each| {
        view! { <h2>{desk::budget_heading(lang)}</h2> <p>{desk::budget(lang, each)}</p> }
    });
    view! {
        {problem}
        <BackLink lang=lang href="/desk/plans" />
        <div id="followed-state">
            <h1>{desk::heading(lang, &talk.account.debtor_name)}</h1>
            <p>{talk_badge(lang, talk.state, true)} " " <a href=account>{desk::open_account(lang)}</a></p>
        </div>
        <Columns>
            <MainColumn>
                <div id="followed">
                    <h2>{desk::asks(lang)}</h2>
                    <p><strong>{asks}</strong></p>
                    <p>{covers}</p>
                    <h2>{desk::their_words(lang)}</h2>
                    <p>{said.unwrap_or_else(|| desk::no_words(lang).to_owned())}</p>
                    {budget}
                    {checks}
                    {pictured}
                    {nearest}
                    {record}
                    {versions}
                </div>
            </MainColumn>
            <SideColumn><div id="followed-ways">{form}</div></SideColumn>
        </Columns>
        <div id="followed-facts">{history_view(lang, page.history, page.zone)}</div>
    }
    .into_any()
}

fn checks(lang: Lang, page: &Deciding<'_>) -> AnyView {
    let lines = page.broken.iter().map(|broken| view! { <li>{words::broken(lang, broken)}</li> });
    let reach = match page.reach {
        Reach::Published => desk::keeps_rules(lang),
        Reach::ByPerson => desk::within_person(lang),
        Reach::Beyond => desk::beyond_person(lang),
    };
    let limit = (page.reach == Reach::ByPerson).then(|| {
        let sentence = if page.within_limit { desk::within_limit(lang) } else { desk::needs_approval(lang) };
        view! { <p>{sentence}</p> }
    });
    view! {
        <h2>{desk::rules_heading(lang)}</h2>
        <ul>{lines.collect_view()}</ul>
        <p>{reach}</p>
        {limit}
    }
    .into_any()
}

fn nearest(lang: Lang, page: &Deciding<'_>) -> Option<AnyView> {
    let lines: Vec<String> = page
        .nearest
        .iter()
        .filter_map(|terms| Schedule::of(page.owed, terms).ok())
        .map(|schedule| words::in_short(lang, &schedule))
        .collect();
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
        view! { <h2>{desk::nearest(lang)}</h2> <ul>{lines.collect_view()}</ul> }.into_any()
    })
}

fn record(lang: Lang, (kept, ended): (i64, i64)) -> AnyView {
    let said = match ended {
        0 => desk::record_none(lang).to_owned(),
        ended => desk::kept_rate(lang, kept, ended),
    };
    view! { <h2>{desk::record_heading(lang)}</h2> <p>{said}</p> }.into_any()
}

fn answer_form(lang: Lang, page: &Deciding<'_>) -> AnyView {
    let form = page.form;
    let choices = vec![
        Choice::new("accept", desk::accept_as_is(lang)),
        Choice::new("counter", desk::counter(lang)),
        Choice::new("decline", desk::decline(lang)),
    ];
    let choices = if page.talk.state == crate::plans::state::Talk::WithCreditor {
        choices
    } else {
        choices.into_iter().skip(1).collect()
    };
    let reason = |one: &DeclineReason| Choice::new(one.name(), desk::decline_reason(lang, *one));
    let reasons: Vec<Choice> = DeclineReason::ALL.iter().map(reason).collect();
    let (plan, offer) = (page.talk.id.to_string(), page.talk.current().map(|offer| offer.id.to_string()));
    let (decision, decision_error) = (form.value("decision"), form.error("decision"));
    let (chosen, reason_error) = (form.value("reason"), form.error("reason"));
    let (counter, message) = (counter_fields(lang, page), message_field(lang, form));
    view! {
        <PostForm action="/do/desk/answer-plan">
            <input type="hidden" name="plan" value=plan />
            <input type="hidden" name="offer" value=offer />
            <RadioCards
                lang=lang
                name="decision"
                legend=desk::decide(lang)
                error=decision_error
                choices=choices
                chosen=decision
            />
            {counter}
            <RadioCards
                lang=lang
                name="reason"
                legend=desk::reason(lang)
                error=reason_error
                choices=reasons
                chosen=chosen
            />
            {message}
            <Actions><Button>{desk::send(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

pub fn message_field(lang: Lang, form: &Refilled) -> AnyView {
    view! {
        <TextArea
            lang=lang
            name="words"
            label=desk::message(lang)
            hint=desk::message_hint(lang)
            error=form.error("words")
            value=form.value("words")
            rows=4
            limit=WORDS_AT_MOST
        />
    }
    .into_any()
}

fn counter_fields(lang: Lang, page: &Deciding<'_>) -> AnyView {
    let first = page.nearest.first().or(page.talk.current().map(|offer| &offer.terms));
    view! { <h2>{desk::counter_heading(lang)}</h2> {terms_fields(lang, first, &page.frequencies, page.owed, page.form)} }
        .into_any()
}

/// The fields of terms that the team writes.
pub fn terms_fields(
    lang: Lang,
    from: Option<&Terms>,
    frequencies: &[Frequency],
    owed: Money,
    form: &Refilled,
) -> AnyView {
    let typed = |field: &str, usual: String| match form.values(field) {
        Some(values) => values.first().cloned().unwrap_or_default(),
        None => usual,
    };
    let count = from.map(|terms| terms.instalments.to_string()).unwrap_or_default();
    let points = from.map_or(0, |terms| terms.discount_basis_points);
    let discount = if points > 0 { percent_number(points) } else { String::new() };
    let day = from.map(|terms| terms.first_on);
    let part = |of: fn(chrono::NaiveDate) -> String| day.map(of).unwrap_or_default();
    let value = TypedDate {
        day: typed("first_day", part(|day| day.day().to_string())),
        month: typed("first_month", part(|day| day.month().to_string())),
        year: typed("first_year", part(|day| day.year().to_string())),
    };
    let often = frequencies.iter().map(|often| Choice::new(often.name(), words::frequency(lang, *often)));
    let often: Vec<Choice> = often.collect();
    let chosen = typed("frequency", from.map(|terms| terms.frequency.name().to_owned()).unwrap_or_default());
    let rhythm = (often.len() > 1).then(|| {
        view! {
            <RadioCards lang=lang name="frequency" legend=words::how_often(lang) choices=often chosen=chosen />
        }
    });
    view! {
        <Field
            lang=lang
            name="count"
            label=words::count_label(lang)
            error=form.error("count")
            value=typed("count", count)
        />
        {rhythm}
        <DateField
            lang=lang
            name="first"
            legend=words::first_legend(lang)
            error=form.error("first")
            value=value
        />
        <MoneyField
            lang=lang
            name="down"
            label=words::down_label(lang, owed.currency.code())
            currency=owed.currency
            error=form.error("down")
            value=typed("down", String::new())
        />
        <Field
            lang=lang
            name="discount"
            label=desk::discount_label(lang)
            hint=desk::discount_hint(lang)
            error=form.error("discount")
            value=typed("discount", discount)
            width=Width::Short
            inputmode="decimal"
        />
    }
    .into_any()
}

/// A line that says until when an answer stands.
pub fn stands_until(lang: Lang, talk: &Negotiation, zone: Tz) -> Option<String> {
    let until = talk.current()?.expires_at - chrono::TimeDelta::minutes(1);
    Some(desk::next(lang, &day_of_year(until.with_timezone(&zone).date_naive(), lang)))
}
