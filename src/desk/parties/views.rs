//! The people of an account, one by one, and the accounts beside it.

use chrono_tz::Tz;
use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::desk::parties::store::{Party, Related};
use crate::desk::parties::words;
use crate::desk::views::role_word;
use crate::identity::model::readable_address;
use crate::kernel::dates::short_day;
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;
use crate::needs;
use crate::needs::store::Need;
use crate::reach;
use crate::reach::model::Told;
use crate::reach::store::Reached;
use crate::row;
use crate::ui::{Actions, Button, ButtonKind, Card, Choice, Column, PostForm, RadioCards, Refilled, Table};

/// What the page shows.
pub struct PartiesPage<'a> {
    pub account: &'a Account,
    pub zone: Tz,
    pub parties: &'a [Party],
    pub reached: &'a [Reached],
    pub needs: &'a [Need],
    pub related: &'a [Related],
    pub may_change: bool,
    /// The address about which somebody said that it is not safe.
    pub doubted: Option<&'a Reached>,
    pub form: &'a Refilled,
}

/// Everybody, what they need, and the accounts beside.
pub fn parties_view(lang: Lang, page: &PartiesPage<'_>) -> AnyView {
    let people = if page.parties.is_empty() {
        view! { <p>{words::none(lang)}</p> }.into_any()
    } else {
        page.parties.iter().map(|party| party_view(lang, page, party)).collect_view().into_any()
    };
    let doubted = page.doubted.filter(|_| page.may_change).map(|reached| hide_form(lang, page, reached));
    // Two forms of one page would ask for the same thing by the same name.
    let note = (page.may_change && page.doubted.is_none()).then(|| note_form(lang, page));
    view! {
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {doubted}
        {people}
        {related_view(lang, page.related)}
        {note}
    }
    .into_any()
}

fn party_view(lang: Lang, page: &PartiesPage<'_>, party: &Party) -> AnyView {
    let number = party.guarantees.as_ref().map(|(number, _)| number.as_str()).unwrap_or_default();
    let heading = format!("{}, {}", party.name, role_word(lang, &party.role, number));
    let from = short_day(party.from_on, lang);
    let when = match party.until_on {
        Some(until) => words::from_until(lang, &from, &short_day(until, lang)),
        None => words::from(lang, &from),
    };
    let may = match &party.guarantees {
        Some((number, _)) => words::may_guarantee(lang, number),
        None => words::may_text(lang, &party.may).to_owned(),
    };
    let answers = match (&party.guarantees, party.role.as_str()) {
        (Some((_, most)), _) => words::liable(lang, &most.to_string()),
        (None, "principal" | "joint_debtor") => words::owes(lang).to_owned(),
        _ => words::does_not_owe(lang).to_owned(),
    };
    let standing = if party.is_current { may } else { words::is_over(lang).to_owned() };
    let proof = (!party.proof.is_empty()).then(|| view! { <li>{words::proof(lang, &party.proof)}</li> });
    // Of whoever has nothing to do with the account any more, nothing but that they had is shown.
    let own = party.is_current.then(|| {
        let needed = needs::views::theirs(lang, page.account.id, party.person, page.needs, page.may_change)
            .map(|needs| view! { <h3>{words::needs(lang)}</h3> {needs} });
        view! { <h3>{words::reached_at(lang)}</h3> {addresses(lang, page, party)} {needed} }
    });
    view! {
        <Card>
            <h2>{heading}</h2>
            <ul>
                <li>{format!("{standing}, {when}")}</li>
                <li>{answers}</li>
                {proof}
            </ul>
            {own}
        </Card>
    }
    .into_any()
}

fn addresses(lang: Lang, page: &PartiesPage<'_>, party: &Party) -> AnyView {
    let theirs: Vec<&Reached> =
        page.reached.iter().filter(|reached| reached.person == party.person.0).collect();
    if theirs.is_empty() {
        return view! { <p>{words::nowhere(lang)}</p> }.into_any();
    }
    let lines = theirs.into_iter().map(|reached| {
        let line = reach::views::reached_line(lang, page.zone, reached);
        let acts = page.may_change.then(|| address_acts(lang, page.account.id, reached));
        view! { <li>{line} {acts}</li> }
    });
    view! { <ul>{lines.collect_view()}</ul> }.into_any()
}

fn address_acts(lang: Lang, account: AccountId, reached: &Reached) -> AnyView {
    let about = format!(": {}", readable_address(&reached.address));
    let hide = format!("/desk/accounts/{account}/parties?unsafe={}", reached.point);
    let can_be_asked = !reached.is_suspended && reached.asked_at.is_none();
    let (point, asked) = (reached.point.to_string(), about.clone());
    let ask = can_be_asked.then(|| {
        view! {
            <PostForm action="/do/desk/ask-reach">
                <input type="hidden" name="account" value=account.to_string() />
                <input type="hidden" name="point" value=point />
                <Button kind=ButtonKind::Quiet>
                    {reach::words::ask(lang)} <span class="visually-hidden">{asked}</span>
                </Button>
            </PostForm>
        }
    });
    view! {
        <Actions>
            {ask}
            <a href=hide>
                {reach::words::not_safe(lang)} <span class="visually-hidden">{about}</span>
            </a>
        </Actions>
    }
    .into_any()
}

fn hide_form(lang: Lang, page: &PartiesPage<'_>, reached: &Reached) -> AnyView {
    let told = Told::TO_TEAM.map(|told| Choice::new(told.name(), reach::words::told_text(lang, told)));
    let error = page.form.error("told");
    let heading = reach::words::desk_heading(lang, &readable_address(&reached.address));
    let (account, point) = (page.account.id.to_string(), reached.point.to_string());
    view! {
        <Card>
            <h2>{heading}</h2>
            <p>{reach::words::desk_means(lang)}</p>
            <p>{reach::words::desk_other(lang)}</p>
            <PostForm action="/do/desk/hide-reach">
                <input type="hidden" name="account" value=account />
                <input type="hidden" name="point" value=point />
                <RadioCards
                    lang=lang
                    name="told"
                    legend=reach::words::how_told(lang)
                    error=error
                    choices=told.into_iter().collect()
                />
                <Button kind=ButtonKind::Danger>{reach::words::hide(lang)}</Button>
            </PostForm>
        </Card>
    }
    .into_any()
}

fn note_form(lang: Lang, page: &PartiesPage<'_>) -> AnyView {
    let mut people: Vec<_> = page
        .parties
        .iter()
        .filter(|party| party.is_current)
        .map(|party| (party.person, party.name.clone()))
        .collect();
    people.dedup();
    view! {
        <h2 id="note">{needs::words::desk_note(lang)}</h2>
        <p>{needs::words::desk_lead(lang)}</p>
        {needs::views::desk_form(lang, page.account.id, &people, page.form)}
    }
    .into_any()
}

fn related_view(lang: Lang, related: &[Related]) -> AnyView {
    if related.is_empty() {
        return view! { <h2>{words::related(lang)}</h2> <p>{words::related_none(lang)}</p> }.into_any();
    }
    let rows = related.iter().map(|one| {
        let why = if one.same_debtor {
            words::same_debtor(lang).to_owned()
        } else {
            words::through(lang, &one.through.join(", "))
        };
        row![
            view! { <a href=format!("/desk/accounts/{}", one.account)>{one.debtor.clone()}</a> },
            one.reference.clone(),
            one.creditor.clone(),
            one.open.with_code(),
            why,
        ]
    });
    view! {
        <Table
            caption=words::related(lang)
            columns=vec![
                Column::text(words::customer(lang)),
                Column::text(words::reference(lang)),
                Column::text(words::creditor(lang)),
                Column::number(words::open_balance(lang)),
                Column::text(words::why(lang)),
            ]
            rows=rows.collect()
            wide=true
        />
    }
    .into_any()
}
