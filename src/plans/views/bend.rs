//! Moving an instalment, or leaving it out: which one, how it would look, and only then the button.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use crate::kernel::dates::{long_day, short_day};
use crate::kernel::locale::Lang;
use crate::plans::model::Plan;
use crate::plans::standing::{Part, PartState, Progress};
use crate::plans::words as plan_words;
use crate::plans::words::keeping as words;
use crate::row;
use crate::ui::{
    Actions, BackLink, Button, Choice, Column, DateField, PostForm, RadioCards, Table, TypedDate,
};

/// What is to be done to an instalment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bend {
    Move,
    Skip,
}

/// As it was asked, as far as it was understood.
pub struct Bending<'a> {
    pub bend: Bend,
    pub plan: &'a Plan,
    pub progress: &'a Progress,
    pub part: String,
    pub typed: TypedDate,
    /// How the instalments would be, or why that cannot be.
    pub after: Option<Result<Vec<Part>, (&'static str, String)>>,
}

pub fn bend_view(lang: Lang, page: &Bending<'_>) -> AnyView {
    let (heading, action) = match page.bend {
        Bend::Move => (words::move_heading(lang), "move"),
        Bend::Skip => (words::skip_heading(lang), "skip"),
    };
    let id = page.plan.id;
    let result = match &page.after {
        Some(Ok(after)) => confirm(lang, page, after, action),
        _ => ().into_any(),
    };
    view! {
        <BackLink lang=lang href=format!("/account/plans/{id}") />
        <h1>{heading}</h1>
        <p>{words::costs_nothing(lang)}</p>
        <form class="form" action=format!("/account/plans/{id}/{action}") novalidate>
            {question(lang, page)}
            <Button>{words::see_move(lang)}</Button>
        </form>
        {result}
    }
    .into_any()
}

fn question(lang: Lang, page: &Bending<'_>) -> AnyView {
    let error_at = |field: &str| match &page.after {
        Some(Err((at, sentence))) if *at == field => Some(sentence.clone()),
        _ => None,
    };
    let open = page.progress.parts.iter().filter(|one| one.left_minor > 0 && one.state != PartState::Missed);
    let choices = open
        .map(|one| {
            let on = long_day(one.part.due_on, lang);
            let amount = page.progress.money(one.left_minor);
            Choice::new(one.part.number.to_string(), words::part_line(lang, one.part.number, &on, amount))
        })
        .collect();
    let to = (page.bend == Bend::Move).then(|| {
        view! {
            <DateField
                lang=lang
                name="to"
                legend=words::to_which_day(lang)
                hint=words::to_day_hint(lang, page.plan.rules.allowances.move_days)
                error=error_at("to")
                value=page.typed.clone()
            />
        }
    });
    view! {
        <RadioCards
            lang=lang
            name="part"
            legend=words::which_part(lang)
            error=error_at("part")
            choices=choices
            chosen=page.part.clone()
        />
        {to}
    }
    .into_any()
}

/// The instalments before and after, side by side.
fn confirm(lang: Lang, page: &Bending<'_>, after: &[Part], action: &'static str) -> AnyView {
    let line = |part: &Part| {
        let amount = page.progress.money(part.amount_minor);
        if part.amount_minor == 0 {
            words::skipped_part(lang).to_owned()
        } else {
            format!("{} · {amount}", short_day(part.due_on, lang))
        }
    };
    let rows = after
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let before = page.progress.parts.get(index).map(|one| line(&one.part)).unwrap_or_default();
            let number = match part.number {
                0 => plan_words::down_row(lang).to_owned(),
                number => number.to_string(),
            };
            row![number, before, line(part)]
        })
        .collect();
    let button = match page.bend {
        Bend::Move => words::move_button(lang),
        Bend::Skip => words::skip_button(lang),
    };
    let (plan, part, typed) = (page.plan.id.to_string(), page.part.clone(), page.typed.clone());
    view! {
        <h2>{words::before_after(lang)}</h2>
        <Table
            caption=words::before_after(lang)
            caption_hidden=true
            columns=vec![
                Column::text(plan_words::column_number(lang)),
                Column::text(words::before(lang)),
                Column::text(words::after(lang)),
            ]
            rows=rows
        />
        <PostForm action=format!("/do/plans/{action}")>
            <input type="hidden" name="plan" value=plan />
            <input type="hidden" name="part" value=part />
            <input type="hidden" name="to_day" value=typed.day />
            <input type="hidden" name="to_month" value=typed.month />
            <input type="hidden" name="to_year" value=typed.year />
            <Actions><Button>{button}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

/// A day as the three boxes show it.
pub fn typed_of(day: NaiveDate) -> TypedDate {
    TypedDate { day: day.day().to_string(), month: day.month().to_string(), year: day.year().to_string() }
}
