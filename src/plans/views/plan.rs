//! A plan that is kept, for both sides: what is next, how far it has come, and what may be done (screens 2.19).

use chrono::Days;
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::accounts::model::{May, Viewer};
use crate::kernel::dates::{day_of_year, long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::asked::instalment_href;
use crate::payments::autopay;
use crate::payments::autopay::store::reading::AtPlan;
use crate::plans::model::{Happened, Plan};
use crate::plans::picture::{Mark, time_line};
use crate::plans::standing::{PartState, Progress, Standing};
use crate::plans::state::PlanState;
use crate::plans::views::plan_badge;
use crate::plans::views::talk::history_view;
use crate::plans::words as plan_words;
use crate::plans::words::keeping as words;
use crate::row;
use crate::ui::{
    Amount, BackLink, Badge, ButtonLink, Column, Columns, FileLink, LinkList, LinkListItem, MainColumn, Next,
    Notice, NoticeKind, Shape, SideColumn, Table, Tone,
};

/// A plan with everything that its page shows.
pub struct Kept {
    pub plan: Plan,
    pub progress: Progress,
    pub history: Vec<Happened>,
    /// What is owed on its debts, in the plan or beside it.
    pub open: Money,
    /// How often instalments were moved and left out.
    pub bends: (u8, u8),
    pub code: Option<String>,
    /// How its instalments are paid by themselves, while it is kept.
    pub autopay: Option<AtPlan>,
    pub zone: Tz,
}

pub fn plan_view(lang: Lang, viewer: Viewer, kept: &Kept) -> AnyView {
    let Kept { plan, progress, .. } = kept;
    let may = viewer == Viewer::Person && plan.account.may >= May::Pay;
    let back = (viewer == Viewer::Person).then(|| view! { <BackLink lang=lang href="/account/plans" /> });
    let marks: Vec<Mark> =
        progress.parts.iter().map(|one| Mark { on: one.part.due_on, state: one.state }).collect();
    let today = plan.state.is_open().then_some(plan.account.today);
    let said = if viewer == Viewer::Person {
        words::progress(lang, progress.money(progress.paid_minor), plan.total())
    } else {
        words::progress_desk(lang, progress.money(progress.paid_minor), plan.total())
    };
    let said = match plan.state.is_open() {
        true => format!("{said} {}", words::left(lang, progress.money(progress.left_minor))),
        false => said,
    };
    let (next, line, table) =
        (next(lang, kept, may), time_line(lang, "plan", &marks, today), parts_table(lang, progress));
    let (may_do, papers) = (may.then(|| may_do(lang, kept)), papers(lang, viewer, kept));
    let autopay =
        kept.autopay.as_ref().map(|shown| autopay::plan_views::at_plan(lang, plan.account.id, shown, may));
    let covers = plan_words::covers(lang, &plan.numbers().join(", "));
    view! {
        {back}
        <h1>{words::heading(lang, &plan.name())}</h1>
        <p>{plan_badge(lang, plan.state)}</p>
        {notice(lang, kept)}
        <Columns>
            <MainColumn>
                {next}
                <p>{said}</p>
                {line}
                {table}
            </MainColumn>
            <SideColumn>
                {may_do}
                {autopay}
                {papers}
                <p>{covers}</p>
            </SideColumn>
        </Columns>
        {history_view(lang, &kept.history, kept.zone)}
        {plan.state.is_open().then(|| view! { <Next lang=lang>{words::remind_rule(lang)}</Next> })}
    }
    .into_any()
}

fn notice(lang: Lang, kept: &Kept) -> Option<AnyView> {
    let Kept { plan, progress, .. } = kept;
    let ended = plan.ended_at.map(|at| at.with_timezone(&kept.zone).date_naive());
    let ended = ended.map(|on| long_day(on, lang)).unwrap_or_default();
    let attention = |sentence: String, more: &'static str| {
        view! { <Notice kind=NoticeKind::Attention heading=sentence>{more}</Notice> }.into_any()
    };
    match plan.state {
        PlanState::Completed => {
            let heading = plan_words::state_completed(lang);
            let said = match kept.open.is_positive() {
                true => words::completed_left(lang, &ended, kept.open),
                false => words::completed(lang, &ended).to_owned(),
            };
            Some(view! { <Notice kind=NoticeKind::Success heading=heading>{said}</Notice> }.into_any())
        }
        PlanState::Closed => Some(attention(words::closed(lang, &ended), "")),
        PlanState::Replaced => Some(attention(words::replaced(lang, &ended), "")),
        PlanState::Suspended => {
            let cure = Days::new(plan.rules.missed.cure_days.into());
            let until = plan.suspended_on.and_then(|on| on.checked_add_days(cure));
            let until = until.map(|until| long_day(until, lang)).unwrap_or_default();
            Some(attention(words::suspended(lang, &until), words::suspended_person(lang)))
        }
        PlanState::Active | PlanState::Behind => {
            let late = progress
                .parts
                .iter()
                .find(|one| matches!(one.state, PartState::InGrace | PartState::Missed))?;
            let on = day_of_year(late.part.due_on, lang);
            let amount = progress.money(late.left_minor);
            let sentence = match (late.state, progress.grace_end()) {
                (PartState::InGrace, Some(until)) => {
                    words::in_grace(lang, &on, amount, &day_of_year(until, lang))
                }
                _ => words::missed(lang, &on, amount),
            };
            Some(attention(sentence, words::suspended_person(lang)))
        }
    }
}

/// The number that matters, and the one thing to do about it.
fn next(lang: Lang, kept: &Kept, may: bool) -> Option<AnyView> {
    let Kept { plan, progress, .. } = kept;
    let asked = progress.money(progress.asked_minor());
    if !plan.state.is_open() || !asked.is_positive() {
        return None;
    }
    let is_late = progress.late_minor() > 0;
    let label = if is_late { words::late_label(lang) } else { words::next_label(lang) };
    let on = progress.next().map(|next| words::next_on(lang, &long_day(next.part.due_on, lang)));
    let pay = may.then(|| {
        view! { <ButtonLink href=instalment_href(plan.account.id, plan.id)>{words::pay_it(lang, asked)}</ButtonLink> }
    });
    Some(
        view! {
            <Amount label=label money=asked heading=false>
                <p>{on}</p>
                <p>{pay}</p>
            </Amount>
        }
        .into_any(),
    )
}

/// The page that reviews a payment of this much on what is in the plan.
pub fn pay_href(plan: &Plan, digits: String) -> String {
    let amount = digits.replace(',', "");
    format!("/account/pay/review?account={}&how=plan&plan={}&amount={amount}", plan.account.id, plan.id)
}

fn parts_table(lang: Lang, progress: &Progress) -> AnyView {
    let rows = progress
        .parts
        .iter()
        .map(|one| {
            let number = match one.part.number {
                0 => plan_words::down_row(lang).to_owned(),
                number => number.to_string(),
            };
            let moved = one.part.moved_from.map(|from| words::moved_from(lang, &short_day(from, lang)));
            let date = match moved {
                Some(moved) => format!("{} · {moved}", short_day(one.part.due_on, lang)),
                None => short_day(one.part.due_on, lang),
            };
            row![
                number,
                date,
                progress.money(one.part.amount_minor).to_string(),
                part_badge(lang, one),
                progress.money(one.left_minor).to_string(),
            ]
        })
        .collect();
    view! {
        <Table
            caption=plan_words::schedule_caption(lang)
            columns=vec![
                Column::text(plan_words::column_number(lang)),
                Column::text(plan_words::column_date(lang)),
                Column::number(plan_words::column_amount(lang)),
                Column::text(words::column_state(lang)),
                Column::number(words::column_left(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

fn part_badge(lang: Lang, one: &Standing) -> AnyView {
    let (shape, tone) = match one.state {
        PartState::ToCome => (Shape::Circle, Tone::Quiet),
        PartState::Next => (Shape::Dot, Tone::Wait),
        PartState::PartPaid => (Shape::Half, Tone::Wait),
        PartState::Paid => (Shape::Check, Tone::Good),
        PartState::InGrace | PartState::Missed => (Shape::Triangle, Tone::Due),
        PartState::Gone => (Shape::Barred, Tone::Quiet),
    };
    let badge = view! { <Badge shape=shape tone=tone word=words::part_state(lang, one.state) /> };
    match one.state {
        // A page that is open says that something came when there is one more of these.
        PartState::Paid => view! { <span data-step="">{badge}</span> }.into_any(),
        _ => badge.into_any(),
    }
}

fn may_do(lang: Lang, kept: &Kept) -> Option<AnyView> {
    let Kept { plan, progress, bends, .. } = kept;
    if !plan.state.is_open() {
        return None;
    }
    let base = format!("/account/plans/{}", plan.id);
    let allowed = plan.rules.allowances;
    let item = |href: String, text: String, hint: String| LinkListItem { href, text, hint };
    let mut items = vec![item(
        pay_href(plan, progress.money(progress.left_minor).digits()),
        words::pay_more(lang).to_owned(),
        words::pay_more_hint(lang, progress.money(progress.left_minor)),
    )];
    if plan.state.governs() && allowed.moves > bends.0 {
        let text = words::move_this(lang, allowed.moves - bends.0, allowed.move_days);
        items.push(item(format!("{base}/move"), text, words::costs_nothing(lang).to_owned()));
    }
    if plan.state.governs() && allowed.skips > bends.1 {
        let text = words::skip_this(lang, allowed.skips - bends.1);
        items.push(item(format!("{base}/skip"), text, words::costs_nothing(lang).to_owned()));
    }
    let invoices: String = plan.ids().iter().map(|id| format!("&invoice={id}")).collect();
    let change = format!("/account/plans/new?account={}&replaces={}{invoices}", plan.account.id, plan.id);
    items.push(item(change, words::ask_change(lang).to_owned(), words::ask_change_hint(lang).to_owned()));
    Some(
        view! {
            <section>
                <h2>{words::what_you_may(lang)}</h2>
                <LinkList items=items />
            </section>
        }
        .into_any(),
    )
}

fn papers(lang: Lang, viewer: Viewer, kept: &Kept) -> AnyView {
    let id = kept.plan.id;
    let base = match viewer {
        Viewer::Person => "/account/plans",
        _ => "/desk/plans",
    };
    let paper = kept.code.as_ref().map(|code| {
        let href = format!("{base}/{id}/agreement.pdf");
        view! {
            <p><FileLink href=href text=words::download_agreement(lang) format="PDF" /></p>
            <p>{words::verify_code(lang, code)}</p>
        }
    });
    let calendar = (viewer == Viewer::Person && kept.plan.state.is_open()).then(|| {
        view! { <p><FileLink href=format!("{base}/{id}/calendar.ics") text=words::calendar(lang) format="ICS" /></p> }
    });
    view! {
        {paper}
        {calendar}
    }
    .into_any()
}
