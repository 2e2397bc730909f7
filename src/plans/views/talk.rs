//! A negotiation: what is on the table, until when, and every version that was (screens 2.17).

use chrono_tz::Tz;
use leptos::prelude::*;

use crate::kernel::dates::{day_of_year, hour, short_day};
use crate::kernel::locale::Lang;
use crate::plans::model::{DeclineReason, EventKind, Happened, Negotiation, Offer, Side};
use crate::plans::state::Talk;
use crate::plans::views::new::picture;
use crate::plans::views::talk_badge;
use crate::plans::words;
use crate::plans::words::{desk, keeping};
use crate::row;
use crate::ui::{Actions, BackLink, Button, ButtonKind, ButtonLink, Card, Column, Next, PostForm, Table};

/// A negotiation as whoever owes reads it.
pub fn talk_view(lang: Lang, talk: &Negotiation, zone: Tz, history: &[Happened], may: bool) -> AnyView {
    let creditor = &talk.account.creditor_name;
    let current = talk.current();
    let heading = match talk.state {
        Talk::WithCreditor => words::heading_sent(lang).to_owned(),
        Talk::ToSign if current.is_some_and(|offer| offer.by == Side::Staff) => {
            words::heading_offered(lang, creditor)
        }
        Talk::ToSign | Talk::Signed => words::heading_to_sign(lang).to_owned(),
        Talk::Declined => words::heading_declined(lang).to_owned(),
        Talk::Withdrawn => words::heading_withdrawn(lang).to_owned(),
        Talk::Expired => {
            let on = current.map(|offer| offer.expires_at.with_timezone(&zone).date_naive());
            words::heading_expired(lang, &on.map(|on| day_of_year(on, lang)).unwrap_or_default())
        }
    };
    let until = current.filter(|_| talk.state == Talk::ToSign).map(|offer| {
        let last = (offer.expires_at - chrono::TimeDelta::minutes(1)).with_timezone(&zone);
        words::good_until(lang, &day_of_year(last.date_naive(), lang), &hour(last.time(), lang))
    });
    let answer = talk.answer_by.filter(|_| talk.state == Talk::WithCreditor);
    let answer = answer.map(|by| words::we_answer_by(lang, &day_of_year(by, lang)));
    let schedule = current.and_then(|offer| offer.schedule().ok());
    let closed = (!talk.state.is_open()).then(|| view! { <p>{words::ask_again(lang)}</p> });
    let next = match talk.state {
        Talk::ToSign => words::accept_charges_nothing(lang),
        Talk::WithCreditor => words::still_payable(lang),
        _ => words::nothing_changes(lang),
    };
    view! {
        <BackLink lang=lang href="/account/plans" />
        <h1>{heading}</h1>
        <p>{talk_badge(lang, talk.state, false)}</p>
        {until.map(|until| view! { <p>{until}</p> })}
        {answer.map(|answer| view! { <p>{answer}</p> })}
        <p>{words::covers(lang, &talk.numbers().join(", "))}</p>
        {last_words(lang, history)}
        {may.then(|| choices(lang, talk))}
        {schedule.map(|schedule| picture(lang, "talk", &schedule))}
        {versions(lang, talk, false)}
        {closed}
        <Next lang=lang>{next}</Next>
    }
    .into_any()
}

/// What the other side said last, and why they said no.
fn last_words(lang: Lang, history: &[Happened]) -> Option<AnyView> {
    let last = history.iter().rev().find(|one| one.by == "staff")?;
    let reason = DeclineReason::parse(&last.reason).map(|reason| desk::decline_reason(lang, reason));
    let said = (!last.words.is_empty()).then(|| last.words.clone());
    if reason.is_none() && said.is_none() {
        return None;
    }
    let what = keeping::by_name(lang, keeping::event(lang, last.kind), &last.name);
    Some(
        view! {
            <Card>
                <h2>{what}</h2>
                {reason.map(|reason| view! { <p>{reason}</p> })}
                {said.map(|said| view! { <p>{said}</p> })}
            </Card>
        }
        .into_any(),
    )
}

fn choices(lang: Lang, talk: &Negotiation) -> AnyView {
    let again = {
        let invoices: String = talk.ids().iter().map(|id| format!("&invoice={id}")).collect();
        let replaces = talk.replaces.map(|plan| format!("&replaces={plan}")).unwrap_or_default();
        format!("/account/plans/new?account={}{invoices}{replaces}", talk.account.id)
    };
    let refuse = |label: &'static str| {
        let plan = talk.id.to_string();
        view! {
            <PostForm action="/do/plans/refuse">
                <input type="hidden" name="plan" value=plan />
                <Button kind=ButtonKind::Secondary>{label}</Button>
            </PostForm>
        }
    };
    match talk.state {
        Talk::ToSign => {
            let read = format!("/account/plans/{}/agreement", talk.id);
            view! {
                <Actions>
                    <ButtonLink href=read>{words::read_and_accept(lang)}</ButtonLink>
                    <a href=again>{words::other_proposal(lang)}</a>
                </Actions>
                {refuse(words::not_for_me(lang))}
            }
            .into_any()
        }
        Talk::WithCreditor => view! {
            <p><a href=again>{words::other_proposal(lang)}</a></p>
            {refuse(words::take_back(lang))}
        }
        .into_any(),
        _ => view! { <p><a href=again>{words::propose_one(lang)}</a></p> }.into_any(),
    }
}

/// What a line of the comparison is called, and what it says of a version.
type Line = (&'static str, fn(Lang, &Offer) -> String);

/// Every version beside the one before it; what differs is marked with a word.
pub fn versions(lang: Lang, talk: &Negotiation, is_desk: bool) -> AnyView {
    let shown: Vec<&Offer> = talk.offers.iter().rev().take(SHOWN).collect();
    let mut columns = vec![Column::text(words::terms_of_offer(lang))];
    columns.extend(shown.iter().map(|offer| Column::text(name_of(lang, offer, is_desk))));
    let lines: [Line; 6] = [
        (words::row_count(lang), |_, offer| offer.terms.instalments.to_string()),
        (words::row_each(lang), |lang, offer| {
            offer.schedule().map(|schedule| words::in_short(lang, &schedule)).unwrap_or_default()
        }),
        (words::how_often(lang), |lang, offer| words::frequency(lang, offer.terms.frequency).to_owned()),
        (words::row_first(lang), |lang, offer| {
            offer
                .schedule()
                .ok()
                .and_then(|one| one.first().map(|part| short_day(part.due_on, lang)))
                .unwrap_or_default()
        }),
        (words::row_last(lang), |lang, offer| {
            offer
                .schedule()
                .ok()
                .and_then(|one| one.last().map(|part| short_day(part.due_on, lang)))
                .unwrap_or_default()
        }),
        (words::row_total(lang), |_, offer| {
            offer.schedule().map(|one| one.total().to_string()).unwrap_or_default()
        }),
    ];
    let rows = lines
        .into_iter()
        .map(|(label, of)| {
            let values: Vec<String> = shown.iter().map(|offer| of(lang, offer)).collect();
            let mut cells = row![label];
            for (index, value) in values.iter().enumerate() {
                let is_changed = values.get(index + 1).is_some_and(|before| before != value);
                let mark = is_changed.then(|| view! { " " <strong>{words::changed(lang)}</strong> });
                cells.push(view! { {value.clone()} {mark} }.into_any());
            }
            cells
        })
        .collect();
    view! { <Table caption=words::versions(lang) columns=columns rows=rows /> }.into_any()
}

/// More versions would not fit beside each other.
const SHOWN: usize = 4;

fn name_of(lang: Lang, offer: &Offer, is_desk: bool) -> String {
    match (offer.by, is_desk) {
        (Side::Person, false) => words::yours(lang, offer.version),
        (Side::Person, true) => words::of_customer(lang, offer.version),
        (Side::Staff, _) => words::theirs(lang, &offer.author, offer.version),
    }
}

/// Everything that happened, in order.
pub fn history_view(lang: Lang, history: &[Happened], zone: Tz) -> AnyView {
    let lines = history.iter().filter(|one| one.kind != EventKind::Remind).map(|one| {
        let what = keeping::event(lang, one.kind);
        let what =
            if one.name.is_empty() { what.to_owned() } else { keeping::by_name(lang, what, &one.name) };
        let on = short_day(one.at.with_timezone(&zone).date_naive(), lang);
        view! { <li data-step="">{format!("{on} · {what}")}</li> }
    });
    view! {
        <section>
            <h2>{keeping::history(lang)}</h2>
            <ul>{lines.collect_view()}</ul>
        </section>
    }
    .into_any()
}
