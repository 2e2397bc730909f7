//! The one question, and what the team reads of its answers.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::kernel::dates::{month_of_year, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::web::FieldError;
use crate::opinions::model::{Answer, Closed, Counts, LINE_AT_MOST};
use crate::opinions::store::Closing;
use crate::opinions::words;
use crate::row;
use crate::ui::{
    BackLink, Button, ButtonKind, Choice, Column, Empty, PostForm, RadioCards, Refilled, Said, Table,
    TextArea,
};

/// The page of one closing for whoever was asked.
pub fn own_view(lang: Lang, closing: &Closing, form: &Refilled) -> AnyView {
    let title = if closing.answer.is_some() { words::thanks(lang) } else { words::question(lang) };
    let back = own_page(closing);
    view! {
        <BackLink lang=lang href=back />
        <h1>{title}</h1>
        {body(lang, closing, form)}
    }
    .into_any()
}

/// The same on the page of what was closed.
pub fn asked_view(lang: Lang, closing: &Closing) -> AnyView {
    view! {
        <section id="opinion" aria-labelledby="opinion-head">
            <h2 id="opinion-head">{words::question(lang)}</h2>
            {body(lang, closing, &Refilled::default())}
        </section>
    }
    .into_any()
}

fn body(lang: Lang, closing: &Closing, form: &Refilled) -> AnyView {
    if let Some((answer, _)) = closing.answer {
        let words = (!closing.words.is_empty()).then(|| view! { <Said text=closing.words.clone() /> });
        return view! { <p>{words::your_answer(lang, words::answer_word(lang, answer))}</p> {words} }
            .into_any();
    }
    let id = closing.id.to_string();
    let lead = words::lead(lang, &words::closed_word(lang, closing.closed, closing.number.as_deref()));
    let choices = Answer::ALL.map(|answer| Choice::new(answer.name(), words::answer_word(lang, answer)));
    let (how, line) = (form.value("how"), form.value("line"));
    let (how_error, line_error) = (form.error("how"), form.error("line"));
    view! {
        <p>{lead}</p>
        <PostForm action="/do/opinions/answer">
            <input type="hidden" name="closing" value=id />
            <RadioCards
                lang=lang
                name="how"
                legend=words::question(lang)
                error=how_error
                choices=choices.into()
                chosen=how
            />
            <TextArea
                lang=lang
                name="line"
                label=words::line(lang)
                hint=words::line_hint(lang)
                error=line_error
                value=line
                rows=2
                limit=LINE_AT_MOST
            />
            <Button kind=ButtonKind::Secondary>{words::send(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

/// Where whoever was asked reads what was closed.
pub fn own_page(closing: &Closing) -> String {
    match closing.closed {
        Closed::Dispute(id) => format!("/account/disputes/{id}"),
        Closed::Plan(id) => format!("/account/plans/{id}"),
        Closed::Conversation(_) => format!("/account/messages?account={}", closing.account),
    }
}

/// What the team reads on what was closed.
pub fn desk_line(lang: Lang, closing: &Closing) -> AnyView {
    let Some((answer, at)) = closing.answer else {
        return view! { <p>{words::asked_on(lang, &short_day(closing.closed_on, lang))}</p> }.into_any();
    };
    let on = short_day(at.with_timezone(&closing.zone).date_naive(), lang);
    let words = (!closing.words.is_empty()).then(|| view! { <Said text=closing.words.clone() /> });
    view! { <p><strong>{words::said(lang, words::answer_word(lang, answer), &on)}</strong></p> {words} }
        .into_any()
}

/// The figures by month, and the latest answers.
pub fn desk_view(lang: Lang, months: &[(NaiveDate, Counts)], answers: &[Closing]) -> AnyView {
    let figures = if months.is_empty() {
        view! { <Empty sentence=words::none_yet(lang) /> }.into_any()
    } else {
        view! { {months_table(lang, months)} <h2>{words::latest(lang)}</h2> {answers_table(lang, answers)} }
            .into_any()
    };
    view! {
        <BackLink lang=lang href="/desk/messages" />
        <h1>{words::opinions(lang)}</h1>
        <p>{words::desk_lead(lang)}</p>
        {figures}
    }
    .into_any()
}

fn months_table(lang: Lang, months: &[(NaiveDate, Counts)]) -> AnyView {
    let rows = months
        .iter()
        .map(|(month, counts)| {
            let share = counts.good_of_hundred().map(|share| share.to_string());
            row![
                month_of_year(*month, lang),
                counts.asked.to_string(),
                counts.answered().to_string(),
                counts.good.to_string(),
                counts.fair.to_string(),
                counts.bad.to_string(),
                share.unwrap_or(words::dash(lang).to_owned()),
            ]
        })
        .collect();
    let answer = |answer| Column::number(words::answer_word(lang, answer));
    view! {
        <Table
            caption=words::by_month(lang)
            columns=vec![
                Column::text(words::month(lang)),
                Column::number(words::asked(lang)),
                Column::number(words::answered(lang)),
                answer(Answer::Good),
                answer(Answer::Fair),
                answer(Answer::Bad),
                Column::number(words::share_good(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

fn answers_table(lang: Lang, answers: &[Closing]) -> AnyView {
    if answers.is_empty() {
        return view! { <Empty sentence=words::no_answers(lang) /> }.into_any();
    }
    let rows = answers
        .iter()
        .filter_map(|closing| {
            let (answer, at) = closing.answer?;
            let href = closing.closed.desk_page();
            let what = words::closed_word(lang, closing.closed, closing.number.as_deref());
            Some(row![
                closing.person_name.clone(),
                view! { <a href=href>{what}</a> },
                words::answer_word(lang, answer),
                closing.words.clone(),
                short_day(at.with_timezone(&closing.zone).date_naive(), lang),
            ])
        })
        .collect();
    view! {
        <Table
            caption=words::latest(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::who(lang)),
                Column::text(words::about(lang)),
                Column::text(words::answer(lang)),
                Column::text(words::words(lang)),
                Column::text(words::on(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// An error of the form in a sentence.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "line_long" => words::line_long(lang),
        _ => words::answer_none(lang),
    }
    .to_owned()
}
