//! Groups as the desk shows them: all of them, the form with its preview, and the accounts of one.

use chrono::NaiveDate;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::desk::groups::model::{RulesForm, Sort};
use crate::desk::groups::store::{Group, Grouped, Owner, Sum};
use crate::desk::groups::words;
use crate::desk::tables::csv_link;
use crate::kernel::dates::{days_between, short_day};
use crate::kernel::ids::GroupId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::row;
use crate::ui::{
    Actions, Button, ButtonKind, ButtonLink, Column, Empty, Field, FieldGrid, Notice, NoticeKind, Pages,
    Pagination, PostForm, Select, SortOrder, Tab, Table, Tabs, Width,
};

/// All groups, and the way to a new one.
pub fn list_view(lang: Lang, groups: &[Group], may_group: bool) -> AnyView {
    let list = if groups.is_empty() {
        view! { <Empty sentence=words::none(lang) /> }.into_any()
    } else {
        let rows = groups.iter().map(|group| {
            let href = format!("/desk/groups/{}", group.id);
            row![
                view! { <a href=href>{group.name.clone()}</a> },
                words::rule_lines(lang, &group.rules).join("; "),
                group.creditor_name.clone(),
                words::changed_by(lang, &group.changed_by),
            ]
        });
        let columns = vec![
            Column::text(words::name(lang)),
            Column::text(words::rules(lang)),
            Column::text(words::creditor(lang)),
            Column::text(words::last_change(lang)),
        ];
        view! { <Table caption=words::heading(lang) caption_hidden=true columns=columns rows=rows.collect() /> }
            .into_any()
    };
    let make = if may_group {
        view! { <ButtonLink href="/desk/groups/new">{words::make(lang)}</ButtonLink> }.into_any()
    } else {
        words::leads_only(lang).into_any()
    };
    view! {
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {list}
        <p>{make}</p>
    }
    .into_any()
}

/// What the form for rules shows.
pub struct FormPage<'a> {
    pub owners: &'a [Owner],
    pub owner: &'a Owner,
    /// As it was typed, or as the group is.
    pub form: &'a RulesForm,
    pub group: Option<GroupId>,
    /// What is wrong, by field.
    pub errors: &'a [(String, String)],
    /// Whom the rules would take in, once that was asked.
    pub would: Option<&'a [Sum]>,
}

impl FormPage<'_> {
    fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|(at, _)| at == field).map(|(_, sentence)| sentence.clone())
    }
}

/// The rules as fields, with the preview above the buttons.
pub fn form_view(lang: Lang, page: &FormPage<'_>) -> AnyView {
    let (action, here, button) = match page.group {
        Some(id) => {
            ("/do/desk/change-group", format!("/desk/groups/{id}/change"), words::change_button(lang))
        }
        None => ("/do/desk/make-group", "/desk/groups/new".to_owned(), words::make_button(lang)),
    };
    let (creditor, group) =
        (page.owner.creditor.to_string(), page.group.map(|id| id.to_string()).unwrap_or_default());
    let would =
        page.would.map(|sums| view! { <p class="group-sum" role="status">{sum_text(lang, sums)}</p> });
    let (error, name) = (page.error("name"), page.form.name.clone());
    let (bounds, facts) = (bounds(lang, page), facts(lang, page));
    view! {
        {creditor_tabs(lang, page)}
        <PostForm action=action>
            <input type="hidden" name="creditor" value=creditor />
            <input type="hidden" name="group" value=group />
            <Field
                lang=lang
                name="name"
                label=words::name(lang)
                hint=words::name_hint(lang)
                error=error
                value=name
                autocomplete="off"
            />
            <h2>{words::for_whom(lang)}</h2>
            <p class="hint">{words::for_whom_hint(lang)}</p>
            {bounds}
            {facts}
            {would}
            <Actions>
                <button
                    type="submit"
                    class="button button-secondary"
                    formmethod="get"
                    formaction=here
                    name="preview"
                    value="yes"
                >
                    {words::preview(lang)}
                </button>
                <Button>{button}</Button>
            </Actions>
        </PostForm>
    }
    .into_any()
}

/// "14 accounts, $23,100.00 MXN overdue"
pub fn sum_text(lang: Lang, sums: &[Sum]) -> String {
    let accounts: i64 = sums.iter().map(|sum| sum.accounts).sum();
    let due = sums.iter().map(|sum| Money::with_code(sum.due)).collect::<Vec<_>>().join(" + ");
    match accounts {
        0 => words::would_none(lang).to_owned(),
        1 => words::sum_one(lang, &due),
        count => words::sum_many(lang, count, &due),
    }
}

/// What the page of one group shows.
pub struct GroupPage<'a> {
    pub group: &'a Group,
    pub sums: &'a [Sum],
    pub members: &'a [Grouped],
    pub words: &'a str,
    pub sort: Sort,
    pub pages: Pages,
    pub today: NaiveDate,
    pub may_group: bool,
}

impl GroupPage<'_> {
    fn query(&self, sort: Sort) -> String {
        let words = utf8_percent_encode(self.words, NON_ALPHANUMERIC);
        format!("sort={}&q={words}", sort.name())
    }

    fn href(&self, sort: Sort) -> String {
        format!("/desk/groups/{}?{}", self.group.id, self.query(sort))
    }
}

/// One group: its rules, what they come to, and its accounts. `kept` are the reader's own views of it.
pub fn group_view(lang: Lang, page: &GroupPage<'_>, kept: AnyView) -> AnyView {
    let group = page.group;
    let rules = words::rule_lines(lang, &group.rules).into_iter().map(|rule| view! { <li>{rule}</li> });
    let work = format!("/desk?show=team&group={}", group.id);
    let list = if page.members.is_empty() {
        let sentence = if page.words.is_empty() { words::empty(lang) } else { words::empty_search(lang) };
        view! { <Empty sentence=sentence /> }.into_any()
    } else {
        let csv = format!("/desk/groups/{}/accounts.csv?{}", group.id, page.query(page.sort));
        let base = page.href(page.sort);
        let pages = page.pages;
        view! {
            {members_table(lang, page)}
            <Pagination lang=lang pages=pages href=move |number| format!("{base}&page={number}") />
            {csv_link(lang, csv)}
        }
        .into_any()
    };
    view! {
        <h1>{group.name.clone()}</h1>
        <p class="group-sum">{sum_text(lang, page.sums)}</p>
        <ul>{rules.collect_view()}</ul>
        <p class="hint">{words::changed_by(lang, &group.changed_by)}</p>
        <p><a href=work>{words::work_on(lang)}</a></p>
        {kept}
        {search(lang, page)}
        {list}
        {page.may_group.then(|| ways(lang, group.id))}
    }
    .into_any()
}

/// What was just done.
pub fn done(lang: Lang, done: &str) -> Option<AnyView> {
    let (heading, text) = match done {
        "made" => (words::made(lang), words::below(lang)),
        "changed" => (words::changed(lang), words::below(lang)),
        "retired" => (words::retired(lang), words::retired_text(lang)),
        _ => return None,
    };
    Some(view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> }.into_any())
}

fn creditor_tabs(lang: Lang, page: &FormPage<'_>) -> Option<AnyView> {
    let tab = |owner: &Owner| Tab {
        href: format!("/desk/groups/new?creditor={}", owner.creditor),
        text: owner.name.clone(),
        count: None,
        is_current: owner.creditor == page.owner.creditor,
    };
    let is_choice = page.group.is_none() && page.owners.len() > 1;
    is_choice.then(|| {
        view! { <Tabs label=words::creditor(lang) tabs=page.owners.iter().map(tab).collect() /> }.into_any()
    })
}

/// The rules that are numbers.
fn bounds(lang: Lang, page: &FormPage<'_>) -> AnyView {
    let form = page.form;
    let field = |name: &'static str, label: &'static str, value: &str, mode: &'static str| {
        view! {
            <Field
                lang=lang
                name=name
                label=label
                error=page.error(name)
                value=value.to_owned()
                width=Width::Medium
                inputmode=mode
                autocomplete="off"
            />
        }
        .into_any()
    };
    let any = (String::new(), words::any_currency(lang).to_owned());
    let currencies = page.owner.currencies.iter().map(|of| (of.code().to_owned(), of.code().to_owned()));
    let currencies: Vec<(String, String)> = std::iter::once(any).chain(currencies).collect();
    let chosen = form.currency.clone();
    let late = [
        field("late_from", words::late_from(lang), &form.late_from, "numeric"),
        field("late_to", words::late_to(lang), &form.late_to, "numeric"),
    ];
    let owed = [
        field("owed_from", words::owed_from(lang), &form.owed_from, "decimal"),
        field("owed_to", words::owed_to(lang), &form.owed_to, "decimal"),
        field("broken_from", words::broken_from(lang), &form.broken_from, "numeric"),
    ];
    let pays = [
        field("pays_from", words::pays_from(lang), &form.pays_from, "numeric"),
        field("pays_to", words::pays_to(lang), &form.pays_to, "numeric"),
    ];
    let (late, owed, pays) =
        (late.into_iter().collect_view(), owed.into_iter().collect_view(), pays.into_iter().collect_view());
    view! {
        <FieldGrid>
            {late}
            <Select lang=lang name="currency" label=words::currency(lang) options=currencies chosen=chosen />
            {owed}
        </FieldGrid>
        <p class="hint">{words::pays_hint(lang)}</p>
        <FieldGrid>{pays}</FieldGrid>
    }
    .into_any()
}

/// The rules that are one of a few answers.
fn facts(lang: Lang, page: &FormPage<'_>) -> AnyView {
    let form = page.form;
    let answers = || {
        [("", words::either(lang)), ("yes", words::with(lang)), ("no", words::without(lang))]
            .map(|(value, text)| (value.to_owned(), text.to_owned()))
            .to_vec()
    };
    let languages = [Lang::Es, Lang::En].map(|of| (of.code().to_owned(), of.name().to_owned()));
    let any = (String::new(), words::any_language(lang).to_owned());
    let languages: Vec<(String, String)> = std::iter::once(any).chain(languages).collect();
    let (dispute, plan, language) = (form.dispute.clone(), form.plan.clone(), form.language.clone());
    let (tag, error) = (form.tag.clone(), page.error("tag"));
    let (of_dispute, of_plan) = (answers(), answers());
    view! {
        <FieldGrid>
            <Select lang=lang name="dispute" label=words::dispute(lang) options=of_dispute chosen=dispute />
            <Select lang=lang name="plan" label=words::plan(lang) options=of_plan chosen=plan />
            <Select lang=lang name="language" label=words::language(lang) options=languages chosen=language />
            <Field
                lang=lang
                name="tag"
                label=words::tag(lang)
                error=error
                value=tag
                width=Width::Medium
                autocomplete="off"
            />
        </FieldGrid>
    }
    .into_any()
}

fn search(lang: Lang, page: &GroupPage<'_>) -> AnyView {
    let (action, sort, typed) =
        (format!("/desk/groups/{}", page.group.id), page.sort.name(), page.words.to_owned());
    view! {
        <form class="search" role="search" action=action aria-label=words::search(lang)>
            <input type="hidden" name="sort" value=sort />
            <Field
                lang=lang
                name="q"
                kind="search"
                label=words::search(lang)
                value=typed
                width=Width::Medium
                autocomplete="off"
            />
            <Button kind=ButtonKind::Secondary>{words::search_button(lang)}</Button>
        </form>
    }
    .into_any()
}

fn members_table(lang: Lang, page: &GroupPage<'_>) -> AnyView {
    let rows = page.members.iter().map(|member| {
        let href = format!("/desk/accounts/{}", member.account);
        row![
            view! { <a href=href>{member.customer.clone()}</a> },
            member.reference.clone(),
            member.due.to_string(),
            days_late(member, page.today).map(|days| days.to_string()),
            member.oldest_due_on.map(|day| short_day(day, lang)),
        ]
    });
    // A heading sorts by its column, and the other way round when it is sorted by it already.
    let sorted = |column: Column, one: (Sort, SortOrder), other: (Sort, SortOrder)| {
        let now = [one, other].into_iter().find(|(sort, _)| *sort == page.sort);
        let next = if page.sort == one.0 { other.0 } else { one.0 };
        column.sorted_by(page.href(next), now.map(|(_, order)| order))
    };
    let (up, down) = (SortOrder::Ascending, SortOrder::Descending);
    let columns = vec![
        sorted(Column::text(words::customer(lang)), (Sort::Name, up), (Sort::NameDown, down)),
        Column::text(words::reference(lang)),
        sorted(Column::number(words::overdue(lang)), (Sort::Owed, down), (Sort::OwedUp, up)),
        sorted(Column::number(words::days_late(lang)), (Sort::Late, down), (Sort::LateUp, up)),
        Column::text(words::oldest(lang)),
    ];
    view! {
        <Table
            caption=page.group.name.clone()
            caption_hidden=true
            columns=columns
            rows=rows.collect()
            wide=true
        />
    }
    .into_any()
}

/// How many days late the oldest thing of an account is.
pub fn days_late(member: &Grouped, today: NaiveDate) -> Option<i64> {
    member.oldest_due_on.map(|day| days_between(day, today))
}

fn ways(lang: Lang, id: GroupId) -> AnyView {
    let (change, id) = (format!("/desk/groups/{id}/change"), id.to_string());
    view! {
        <p><a href=change>{words::change(lang)}</a></p>
        <PostForm action="/do/desk/retire-group">
            <input type="hidden" name="group" value=id />
            <p class="hint">{words::retire_lead(lang)}</p>
            <Button kind=ButtonKind::Secondary>{words::retire(lang)}</Button>
        </PostForm>
    }
    .into_any()
}
