//! `GET /desk/accounts/{id}/call`: whether one may call, the form after a call, and the calls before it.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

use crate::accounts::opening::Opened;
use crate::complaints::words as complaint_words;
use crate::desk::calls::actions::AGREED_AT_MOST;
use crate::desk::calls::model::Outcome;
use crate::desk::calls::store::{Callable, callable, calls};
use crate::desk::calls::views::{call_list, may_call};
use crate::desk::calls::words;
use crate::desk::pages::{opened_page, read_account};
use crate::desk::views::Part;
use crate::identity::extract::StaffIn;
use crate::identity::model::readable_address;
use crate::kernel::dates::DatePart;
use crate::kernel::db::Db;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::ui::page::Visit;
use crate::ui::{
    Actions, BackLink, Button, Choice, DateField, PostForm, RadioCards, Refilled, TextArea, TypedDate,
};

/// `GET /desk/accounts/{id}/call`
pub async fn call(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let account = read_account(&mut tx, &id).await?;
    let callable = callable(&mut tx, &account).await?;
    let earlier = calls(&mut tx, account.id).await?;
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let wrong = visit.draft.as_ref().and_then(|draft| draft.wrong_part("again"));
    let title = words::heading(lang);
    let fields = staff.role.may_change().then(|| fields(lang, &id, &callable, &form, wrong));
    let (may, list) = (may_call(lang, &callable), call_list(lang, callable.zone, &earlier));
    let complaint = format!("/desk/accounts/{}/complaint", account.id);
    let main = view! {
        <BackLink lang=lang href=format!("/desk/accounts/{}", account.id) />
        <h1>{title}</h1>
        <section><h2>{words::may_call(lang)}</h2> {may}</section>
        {fields}
        {list}
        <p><a href=complaint>{complaint_words::take(lang)}</a></p>
    };
    let opened = Opened { errors: form.field_errors(), ..Opened::plain(title.to_owned(), main.into_any()) };
    opened_page(tx, &visit, &staff, &account, Part::Summary, opened).await
}

fn fields(
    lang: Lang,
    account: &str,
    callable: &Callable,
    form: &Refilled,
    wrong: Option<DatePart>,
) -> AnyView {
    let numbers = callable.numbers.iter().map(|number| {
        Choice::new(
            number.point.to_string(),
            format!("{}, {}", number.name, readable_address(&number.number)),
        )
    });
    let who = numbers.chain([Choice::new("theirs", words::they_called(lang))]).collect();
    let outcomes = Outcome::ALL.map(|outcome| {
        let choice = Choice::new(outcome.name(), words::outcome_text(lang, outcome));
        match outcome {
            Outcome::WrongNumber => choice.hint(words::wrong_number_hint(lang)),
            _ => choice,
        }
    });
    let again = TypedDate {
        day: form.value("again_day"),
        month: form.value("again_month"),
        year: form.value("again_year"),
    };
    let account = account.to_owned();
    let (who_typed, outcome_typed, agreed_typed) =
        (form.value("who"), form.value("outcome"), form.value("agreed"));
    let (who_error, outcome_error) = (form.error("who"), form.error("outcome"));
    let (agreed_error, again_error) = (form.error("agreed"), form.error("again"));
    view! {
        <p>{words::lead(lang)}</p>
        <PostForm action="/do/desk/log-call">
            <input type="hidden" name="account" value=account />
            <RadioCards
                lang=lang
                name="who"
                legend=words::who(lang)
                error=who_error
                choices=who
                chosen=who_typed
            />
            <RadioCards
                lang=lang
                name="outcome"
                legend=words::outcome(lang)
                error=outcome_error
                choices=outcomes.into_iter().collect()
                chosen=outcome_typed
            />
            <TextArea
                lang=lang
                name="agreed"
                label=words::agreed(lang)
                hint=words::agreed_hint(lang)
                error=agreed_error
                value=agreed_typed
                rows=3
                limit=AGREED_AT_MOST
            />
            <DateField
                lang=lang
                name="again"
                legend=words::again(lang)
                error=again_error
                wrong=wrong
                value=again
            />
            <Actions><Button>{words::save(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "who_none" => words::who_none(lang).to_owned(),
        "outcome_not_theirs" => words::outcome_not_theirs(lang).to_owned(),
        "agreed_long" => words::agreed_long(lang, AGREED_AT_MOST),
        "again_wrong" => words::again_wrong(lang).to_owned(),
        "again_not_ahead" => words::again_not_ahead(lang).to_owned(),
        _ => words::outcome_none(lang).to_owned(),
    }
}
