//! What the portal asks of the team, on the page of the day and beside an account.

use leptos::prelude::*;

use crate::contact::words::by_channel;
use crate::desk::tasks::{OpenTasks, Task, TaskKind};
use crate::desk::words;
use crate::identity::model::{Role, readable_address};
use crate::kernel::dates::day_month;
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{Button, ButtonKind, Column, PostForm, Table};

/// What waits for the team, each with whom it is about and what to do next.
pub fn task_list(lang: Lang, role: Role, open: &OpenTasks) -> AnyView {
    let heading = match open.total {
        0 => return view! { <p>{words::open_tasks_none(lang)}</p> }.into_any(),
        1 => words::open_tasks_one(lang).to_owned(),
        count => words::open_tasks(lang, count),
    };
    let rows = open
        .tasks
        .iter()
        .map(|task| {
            let account = match (&task.account, &task.person) {
                (Some((id, whose)), _) => Some((format!("/desk/accounts/{id}"), whose.clone())),
                (None, Some(person)) => Some((accounts_named(person), words::find_accounts(lang).to_owned())),
                (None, None) => None,
            };
            let account = account.map(|(href, text)| view! { <a href=href>{text}</a> });
            let close = role.may_change().then(|| close_form(lang, task));
            row![
                day_month(task.since, lang),
                task_words(lang, task),
                task_next(lang, task.kind),
                account,
                close
            ]
        })
        .collect();
    view! {
        <p>{heading.clone()}</p>
        <Table
            caption=words::tasks(lang)
            columns=vec![
                Column::text(words::task_day(lang)),
                Column::text(words::task_what(lang)),
                Column::text(words::task_next(lang)),
                Column::text(words::task_account(lang)),
                Column::text(words::task_close(lang)),
            ]
            rows=rows
            wide=true
        />
    }
    .into_any()
}

/// A task beside the account that it is about.
pub fn task_line(lang: Lang, task: &Task) -> AnyView {
    let what = words::task_since(lang, &task_words(lang, task), &day_month(task.since, lang));
    view! { {what} <br /> {task_next(lang, task.kind)} }.into_any()
}

/// What a task is, without whom it is about.
pub fn task_title(lang: Lang, kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::WrongPerson | TaskKind::WrongPersonElsewhere => words::task_wrong_person(lang),
        TaskKind::AddressRefused => words::task_address_refused(lang),
        TaskKind::GuestPaidTooMuch => words::task_guest_paid_too_much(lang),
        TaskKind::InterestBarred => words::task_interest_barred(lang),
        TaskKind::CallAgain => words::task_call_again(lang),
        TaskKind::WriteLetter => words::task_write_letter(lang),
        TaskKind::Other => words::task_other(lang),
    }
}

fn close_form(lang: Lang, task: &Task) -> AnyView {
    let (id, about) = (task.id.to_string(), task_words(lang, task));
    view! {
        <PostForm action="/do/desk/close-task">
            <input type="hidden" name="task" value=id />
            <Button kind=ButtonKind::Secondary>
                {words::task_is_done(lang)} <span class="visually-hidden">{format!(": {about}")}</span>
            </Button>
        </PostForm>
    }
    .into_any()
}

fn accounts_named(person: &str) -> String {
    let name = percent_encoding::utf8_percent_encode(person, percent_encoding::NON_ALPHANUMERIC);
    format!("/desk/accounts?q={name}")
}

fn task_words(lang: Lang, task: &Task) -> String {
    let what = match (task.kind, task.channel) {
        (TaskKind::AddressRefused, Some(channel)) => {
            words::task_address_refused_by(lang, by_channel(channel, lang))
        }
        (kind, _) => task_title(lang, kind).to_owned(),
    };
    let address = task.address.as_deref().map(readable_address);
    let about: Vec<String> = [task.person.clone(), address].into_iter().flatten().collect();
    if about.is_empty() { what } else { format!("{what}: {}", about.join(", ")) }
}

fn task_next(lang: Lang, kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::WrongPerson => words::next_wrong_person(lang),
        TaskKind::WrongPersonElsewhere => words::next_wrong_person_elsewhere(lang),
        TaskKind::AddressRefused => words::next_address_refused(lang),
        TaskKind::GuestPaidTooMuch => words::next_guest_paid_too_much(lang),
        TaskKind::InterestBarred => words::next_interest_barred(lang),
        TaskKind::CallAgain => words::next_call_again(lang),
        TaskKind::WriteLetter => words::next_write_letter(lang),
        TaskKind::Other => words::next_other(lang),
    }
}
