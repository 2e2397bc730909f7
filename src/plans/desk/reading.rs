//! An account's plans as its file on the desk shows them, and the form by which the team begins.

use leptos::prelude::*;

use super::views::{message_field, terms_fields};
use crate::accounts::forecast::OpenDebt;
use crate::accounts::model::{Account, Viewer, payable_minor};
use crate::accounts::store::zone_of;
use crate::identity::extract::StaffIn;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::web::{FieldError, Refusal};
use crate::plans::pages::{read_all, sentence};
use crate::plans::schedule::Terms;
use crate::plans::store::ground::ground;
use crate::plans::store::reading::{history_of_account, negotiations_of};
use crate::plans::views::list::plan_list;
use crate::plans::views::talk::history_view;
use crate::plans::words;
use crate::plans::words::desk;
use crate::policies::rules::Frequency;
use crate::ui::page::Visit;
use crate::ui::{
    Actions, BackLink, Button, CheckboxList, Choice, Empty, Notice, NoticeKind, PostForm, Refilled,
};

/// What the team reads of an account's plans, without the frame of its file.
pub async fn of_account(
    tx: &mut Tx,
    lang: Lang,
    staff: &StaffIn,
    account: &Account,
) -> Result<AnyView, sqlx::Error> {
    let viewer = Viewer::Staff(account.id);
    let plans = read_all(tx, &[account.id]).await?;
    let talks = negotiations_of(tx, &[account.id]).await?;
    let history = history_of_account(tx, account.id).await?;
    let zone = zone_of(tx, account).await?;
    let is_open = talks.iter().any(|talk| talk.state.is_open());
    let offer = (staff.role.may_change() && !is_open).then(|| {
        let href = format!("/desk/accounts/{}/plans/offer", account.id);
        view! { <p><a href=href>{desk::offer_plan(lang)}</a></p> }
    });
    let list = plan_list(lang, viewer, &plans, &talks);
    let history = (!history.is_empty()).then(|| history_view(lang, &history, zone));
    Ok(view! {
        <h1>{desk::tab(lang)}</h1>
        {list}
        {offer}
        {history}
    }
    .into_any())
}

/// The form by which the team begins, without the frame of the account's file.
pub async fn offer_form(
    tx: &mut Tx,
    lang: Lang,
    visit: &Visit,
    account: &Account,
) -> Result<AnyView, Refusal> {
    let ground = ground(tx, account.clone(), None).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| said(lang, error));
    let problem = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{desk::message_hint(lang)}</Notice> }
    });
    let back = format!("/desk/accounts/{}/plans", account.id);
    if ground.debts.is_empty() || ground.is_barred || ground.bounds.is_none() {
        return Ok(view! {
            <BackLink lang=lang href=back />
            <h1>{desk::offer_heading(lang)}</h1>
            <Empty sentence=desk::nothing_to_offer(lang) />
        }
        .into_any());
    }
    let choice = |debt: &OpenDebt| {
        let amount = Money::new(payable_minor(&debt.item), account.currency);
        Choice::new(debt.item.invoice.to_string(), debt.item.number.clone()).amount(amount)
    };
    let choices: Vec<Choice> = ground.debts.iter().map(choice).collect();
    let chosen =
        form.values("invoice").unwrap_or_else(|| ground.past_due().iter().map(ToString::to_string).collect());
    let usual = ground.bounds.as_ref().map(|bounds| Terms {
        frequency: bounds.rules.frequencies.first().copied().unwrap_or(Frequency::Monthly),
        first_on: bounds.latest_first(Frequency::Monthly),
        instalments: bounds.rules.instalments_to,
        down_payment_minor: 0,
        discount_basis_points: 0,
    });
    let fields = terms_fields(lang, usual.as_ref(), &Frequency::ALL, Money::zero(account.currency), &form);
    let message = message_field(lang, &form);
    let (id, pick_error) = (account.id.to_string(), form.error("invoice"));
    Ok(view! {
        {problem}
        <BackLink lang=lang href=back />
        <h1>{desk::offer_heading(lang)}</h1>
        <PostForm action="/do/desk/offer-plan">
            <input type="hidden" name="account" value=id />
            <CheckboxList
                lang=lang
                name="invoice"
                legend=words::step_debts_heading(lang)
                error=pick_error
                choices=choices
                chosen=chosen
            />
            {fields}
            {message}
            <Actions><Button>{desk::send_offer(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any())
}

/// What a form of the team's can be refused for.
pub fn said(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "decision_none" => desk::decision_none(lang).to_owned(),
        "reason_none" => desk::reason_none(lang).to_owned(),
        "message_empty" => desk::message_empty(lang).to_owned(),
        "already_asked" => desk::already_asked(lang).to_owned(),
        "over_limit" => desk::over_limit(lang).to_owned(),
        "beyond_rules" => desk::beyond_rules(lang).to_owned(),
        "offer_moved" => desk::moved(lang).to_owned(),
        "pick_none" => words::pick_none(lang).to_owned(),
        "count" => words::count_wrong(lang).to_owned(),
        "date" => words::date_day(lang).to_owned(),
        "date_past" => words::date_past(lang).to_owned(),
        "amount" => words::amount_wrong(lang).to_owned(),
        "discount_wrong" => desk::discount_wrong(lang).to_owned(),
        "unsplittable" => words::unsplittable(lang).to_owned(),
        _ => sentence(lang, error),
    }
}
