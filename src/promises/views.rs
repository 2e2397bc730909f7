//! Promises as both sides read them.

use leptos::prelude::*;

use crate::accounts::model::{Account, Viewer};
use crate::kernel::dates::{DatePart, day_of_year, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::web::FieldError;
use crate::promises::model::{Means, Standing, last_day};
use crate::promises::store::{Listed, Promise};
use crate::promises::words;
use crate::row;
use crate::ui::{
    Actions, Badge, Button, ButtonKind, ButtonLink, Card, Choice, Column, DateField, Empty, MoneyField,
    Notice, NoticeKind, PostForm, RadioCards, Refilled, Shape, Table, Tone, TypedDate,
};

/// What the page of one account's promises shows.
pub struct PromisesPage<'a> {
    pub account: &'a Account,
    pub viewer: Viewer,
    /// Whether the reader may promise for the account, or note what its people said.
    pub may_promise: bool,
    pub promises: Vec<Promise>,
    /// What is past due, and the most that can be promised.
    pub payable: (Money, Money),
    /// The one that waits is to be moved.
    pub moves: bool,
    pub done: &'a str,
    pub form: &'a Refilled,
    pub wrong: Option<DatePart>,
}

impl PromisesPage<'_> {
    fn is_desk(&self) -> bool {
        matches!(self.viewer, Viewer::Staff(_))
    }

    fn waiting(&self) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.standing == Standing::Waiting)
    }

    pub fn title(&self, lang: Lang) -> &'static str {
        match (self.is_desk(), self.waiting().is_some()) {
            (true, true) => words::list_heading(lang),
            (true, false) => words::desk_heading(lang),
            (false, true) => words::heading_waiting(lang),
            (false, false) => words::heading(lang),
        }
    }

    fn path(&self) -> String {
        match self.is_desk() {
            true => format!("/desk/accounts/{}/promises", self.account.id),
            false => format!("/account/promises?account={}", self.account.id),
        }
    }
}

/// The promise that waits, or the form for one; and those before.
pub fn promises_view(lang: Lang, page: &PromisesPage<'_>) -> AnyView {
    let waiting = page.waiting();
    let top = page.form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_promised(lang)}</Notice> }
    });
    let body = match waiting {
        Some(waiting) if !page.moves || waiting.was_moved => waiting_view(lang, page, waiting),
        moved => form_view(lang, page, moved),
    };
    view! {
        {top}
        {done(lang, page.done)}
        <h1>{page.title(lang)}</h1>
        {body}
        {history(lang, page)}
    }
    .into_any()
}

/// All promises of some days, by their day.
pub fn listed_view(lang: Lang, listed: &[Listed]) -> AnyView {
    let list = if listed.is_empty() {
        view! { <Empty sentence=words::list_none(lang) /> }.into_any()
    } else {
        let rows = listed.iter().map(|one| {
            let href = format!("/desk/accounts/{}/promises", one.account);
            row![
                short_day(one.promised_on, lang),
                view! { <a href=href>{format!("{}, {}", one.debtor, one.reference)}</a> },
                one.amount.to_string(),
                one.paid.to_string(),
                badge(lang, one.standing),
            ]
        });
        view! {
            <Table
                caption=words::list_heading(lang)
                caption_hidden=true
                columns=vec![
                    Column::text(words::by_column(lang)),
                    Column::text(words::customer_column(lang)),
                    Column::number(words::amount_column(lang)),
                    Column::number(words::paid_column(lang)),
                    Column::text(words::state_column(lang)),
                ]
                rows=rows.collect()
            />
        }
        .into_any()
    };
    view! {
        <h1>{words::list_heading(lang)}</h1>
        <p>{words::list_lead(lang)}</p>
        {list}
    }
    .into_any()
}

/// The sentence for what was wrong.
pub fn sentence(lang: Lang, error: &FieldError) -> String {
    let named = error.args.first().cloned().unwrap_or_default();
    match error.code.as_str() {
        "amount_empty" => words::amount_empty(lang).to_owned(),
        "amount_zero" => words::amount_zero(lang).to_owned(),
        "too_much" => words::too_much(lang, &named),
        "day_wrong" => words::day_wrong(lang).to_owned(),
        "not_ahead" => words::not_ahead(lang).to_owned(),
        "too_far" => words::too_far(lang, &named.parse().map_or(named, |day| day_of_year(day, lang))),
        "means_none" => words::means_none(lang).to_owned(),
        "one_waits" => words::one_waits(lang).to_owned(),
        "moved_before" => words::moved_before(lang).to_owned(),
        "barred" => words::barred(lang).to_owned(),
        _ => words::amount_not_number(lang).to_owned(),
    }
}

/// The page of promises with the form that moves the one that waits.
pub fn moving(page: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}move=1")
}

fn done(lang: Lang, done: &str) -> Option<AnyView> {
    let (heading, text) = match done {
        "made" => (words::made_done(lang), words::read_below(lang)),
        "cancelled" => (words::cancelled_done(lang), words::see_note(lang)),
        _ => return None,
    };
    Some(view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> }.into_any())
}

fn waiting_view(lang: Lang, page: &PromisesPage<'_>, waiting: &Promise) -> AnyView {
    let day = day_of_year(waiting.promised_on, lang);
    let heading = match page.is_desk() {
        true => words::waiting_heading_theirs(lang, waiting.amount, &day),
        false => words::waiting_heading(lang, waiting.amount, &day),
    };
    let paid = match waiting.paid.is_positive() {
        true => words::paid_so_far(lang, waiting.paid),
        false => words::nothing_yet(lang).to_owned(),
    };
    let noted = waiting.noted_by.as_ref().map(|name| match page.is_desk() {
        true => words::noted_by_team(lang, name),
        false => words::noted_by(lang, name),
    });
    let pay = (!page.is_desk() && page.may_promise).then(|| {
        let href = format!("/account/pay?account={}", page.account.id);
        view! { <p><ButtonLink href=href>{words::pay_now(lang)}</ButtonLink></p> }
    });
    let changes = page.may_promise.then(|| changes(lang, page, waiting));
    view! {
        <Card>
            <h2>{heading}</h2>
            <p>{paid} " " {words::chasing_rests(lang)}</p>
            {noted.map(|noted| view! { <p class="hint">{noted}</p> })}
            {pay}
            {changes}
        </Card>
    }
    .into_any()
}

fn changes(lang: Lang, page: &PromisesPage<'_>, waiting: &Promise) -> AnyView {
    let action = if page.is_desk() { "/do/desk/cancel-promise" } else { "/do/promises/cancel" };
    let (account, id) = (page.account.id.to_string(), waiting.id.to_string());
    let change = (!waiting.was_moved).then(|| {
        let href = moving(&page.path());
        view! { <p><a href=href>{words::change_day(lang)}</a> ". " {words::change_once(lang)}</p> }
    });
    view! {
        {change}
        <PostForm action=action>
            <input type="hidden" name="account" value=account />
            <input type="hidden" name="promise" value=id />
            <Button kind=ButtonKind::Quiet>{words::cancel(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

/// The form for a promise, or for another in the place of the one that waits.
fn form_view(lang: Lang, page: &PromisesPage<'_>, moved: Option<&Promise>) -> AnyView {
    if !page.may_promise {
        return view! { <p>{words::may_not(lang)}</p> }.into_any();
    }
    if !page.payable.1.is_positive() {
        return view! { <p>{words::nothing_to_promise(lang)}</p> }.into_any();
    }
    let lead = match page.is_desk() {
        true => view! { <p>{words::desk_lead(lang)}</p> }.into_any(),
        false => view! {
            <p>{words::lead(lang)}</p>
            <p>{words::rights(lang)} " " <a href="/account/disputes/new">{words::contest(lang)}</a></p>
        }
        .into_any(),
    };
    let back = moved.map(|_| view! { <a href=page.path()>{words::keep_as_is(lang)}</a> });
    let button = match (moved, page.is_desk()) {
        (Some(_), _) => words::move_it(lang),
        (None, true) => words::note(lang),
        (None, false) => words::make(lang),
    };
    let action = if page.is_desk() { "/do/desk/note-promise" } else { "/do/promises/make" };
    let moves = moved.map(|promise| promise.id.to_string()).unwrap_or_default();
    let (account, fields) = (page.account.id.to_string(), fields(lang, page, moved));
    view! {
        {lead}
        <PostForm action=action>
            <input type="hidden" name="account" value=account />
            <input type="hidden" name="moves" value=moves />
            {fields}
            <Actions><Button>{button}</Button> {back}</Actions>
        </PostForm>
    }
    .into_any()
}

fn fields(lang: Lang, page: &PromisesPage<'_>, moved: Option<&Promise>) -> AnyView {
    let form = page.form;
    let typed =
        |name: &str, usual: String| Some(form.value(name)).filter(|typed| !typed.is_empty()).unwrap_or(usual);
    let (due, most) = page.payable;
    let usual = if due.is_positive() { due } else { most };
    let amount = typed("amount", moved.map_or(usual, |promise| promise.amount).digits());
    let means_chosen =
        typed("means", moved.map(|promise| promise.means.name().to_owned()).unwrap_or_default());
    let on = TypedDate {
        day: form.value("on_day"),
        month: form.value("on_month"),
        year: typed("on_year", page.account.today.format("%Y").to_string()),
    };
    let last = day_of_year(last_day(page.account.today), lang);
    let choices = Means::ALL.map(|means| Choice::new(means.name(), words::means_text(lang, means)));
    let currency = page.account.currency;
    let (amount_error, on_error, means_error) = (form.error("amount"), form.error("on"), form.error("means"));
    view! {
        <MoneyField
            lang=lang
            name="amount"
            label=words::amount(lang, currency.code())
            currency=currency
            hint=words::amount_hint(lang, most)
            error=amount_error
            value=amount
        />
        <DateField
            lang=lang
            name="on"
            legend=words::on(lang)
            hint=words::on_hint(lang, &last)
            error=on_error
            wrong=page.wrong
            value=on
        />
        <RadioCards
            lang=lang
            name="means"
            legend=words::means(lang)
            error=means_error
            choices=choices.into_iter().collect()
            chosen=means_chosen
        />
    }
    .into_any()
}

fn history(lang: Lang, page: &PromisesPage<'_>) -> AnyView {
    let past: Vec<&Promise> =
        page.promises.iter().filter(|promise| promise.standing != Standing::Waiting).collect();
    if past.is_empty() {
        let none = (page.is_desk() && page.promises.is_empty()).then(|| view! { <p>{words::none(lang)}</p> });
        return none.into_any();
    }
    let rows = past.iter().map(|promise| {
        let who = promise
            .noted_by
            .as_ref()
            .map_or_else(|| words::made_by_debtor(lang).to_owned(), |name| words::noted_by_team(lang, name));
        row![
            short_day(promise.made_on, lang),
            short_day(promise.promised_on, lang),
            promise.amount.to_string(),
            promise.paid.to_string(),
            who,
            badge(lang, promise.standing),
        ]
    });
    view! {
        <Table
            caption=words::history(lang)
            columns=vec![
                Column::text(words::made_column(lang)),
                Column::text(words::by_column(lang)),
                Column::number(words::amount_column(lang)),
                Column::number(words::paid_column(lang)),
                Column::text(words::who_column(lang)),
                Column::text(words::state_column(lang)),
            ]
            rows=rows.collect()
        />
    }
    .into_any()
}

fn badge(lang: Lang, standing: Standing) -> AnyView {
    let (shape, tone) = match standing {
        Standing::Waiting => (Shape::Quarter, Tone::Wait),
        Standing::Kept => (Shape::Check, Tone::Good),
        Standing::PartKept => (Shape::Half, Tone::Wait),
        Standing::Broken => (Shape::Cross, Tone::Bad),
        Standing::Moved | Standing::Cancelled => (Shape::Circle, Tone::Quiet),
    };
    view! { <Badge shape=shape tone=tone word=words::state_text(lang, standing) /> }.into_any()
}
