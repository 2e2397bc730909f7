//! Charges as tables and lines show them, on both sides.

use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::payments::autopay::model::ChargeState;
use crate::payments::autopay::store::reading::{AtDesk, Shown};
use crate::payments::autopay::words;
use crate::payments::saved;
use crate::row;
use crate::ui::{Badge, Button, ButtonKind, Column, Empty, PostForm, Shape, Table, Tone};

/// What stands about them beside an account at the desk, with the button that stops them for who may change things.
pub fn at_desk(lang: Lang, account: &Account, shown: Option<&AtDesk>, may_change: bool) -> AnyView {
    let Some(AtDesk { card: (brand, last4), cap, next }) = shown else {
        return view! { <p>{words::desk_off(lang)}</p> }.into_any();
    };
    let card = saved::words::card(lang, &saved::words::brand(brand), last4);
    let on = words::desk_on(lang, &card, &cap.to_string());
    let next = next.as_ref().map(|next| {
        words::desk_next(
            lang,
            &words::thing(lang, &next.named),
            &next.amount.to_string(),
            &short_day(next.on, lang),
        )
    });
    let account = account.id.to_string();
    let stop = may_change.then(|| {
        view! {
            <PostForm action="/do/desk/stop-autopay">
                <input type="hidden" name="account" value=account />
                <Button kind=ButtonKind::Quiet>{words::stop(lang)}</Button>
            </PostForm>
        }
    });
    view! {
        <p>{on} " " {next}</p>
        {stop}
    }
    .into_any()
}

/// What was announced and what came of it, the latest first.
pub(super) fn history(lang: Lang, charges: &[Shown]) -> AnyView {
    if charges.is_empty() {
        return view! { <h2>{words::history(lang)}</h2> <Empty sentence=words::no_history(lang) /> }
            .into_any();
    }
    let rows = charges
        .iter()
        .map(|charge| {
            row![
                words::thing(lang, &charge.named),
                short_day(charge.on, lang),
                charge.amount.to_string(),
                badge(lang, charge.state)
            ]
        })
        .collect();
    view! {
        <h2>{words::history(lang)}</h2>
        <Table
            caption=words::history(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::column_thing(lang)),
                Column::text(words::column_day(lang)),
                Column::number(words::column_amount(lang)),
                Column::text(words::column_state(lang)),
            ]
            rows=rows
        />
    }
    .into_any()
}

fn badge(lang: Lang, state: ChargeState) -> AnyView {
    let (shape, tone) = match state {
        ChargeState::Announced => (Shape::Circle, Tone::Quiet),
        ChargeState::Charging => (Shape::Quarter, Tone::Wait),
        ChargeState::Waiting | ChargeState::NeedsPerson => (Shape::Triangle, Tone::Due),
        ChargeState::Paid => (Shape::Check, Tone::Good),
        ChargeState::GivenUp => (Shape::Cross, Tone::Bad),
        ChargeState::Dropped | ChargeState::OverCap => (Shape::Barred, Tone::Quiet),
    };
    view! { <Badge shape=shape tone=tone word=words::state(lang, state) /> }.into_any()
}
