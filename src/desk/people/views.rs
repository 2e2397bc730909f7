//! The team's pages: everybody, one of them with what can be decided, and the invitation.

use chrono_tz::Tz;
use leptos::prelude::*;

use crate::desk::approvals::model::LimitKind;
use crate::desk::people::model::{LIMITED, Reach, is_money, reach_text};
use crate::desk::people::store::Member;
use crate::desk::people::words;
use crate::identity::model::Role;
use crate::kernel::dates::short_day;
use crate::kernel::ids::{CreditorId, StaffId};
use crate::kernel::locale::Lang;
use crate::kernel::money::Currency;
use crate::row;
use crate::ui::{
    Badge, Button, ButtonKind, ButtonLink, CheckboxList, Choice, Column, Field, Notice, NoticeKind, PostForm,
    RadioCards, Refilled, Shape, SummaryList, SummaryRow, Table, Tick, Tone, Width,
};

/// Everybody of the team.
pub fn people_view(lang: Lang, people: &[Member], may_invite: bool, zone: Tz) -> AnyView {
    let rows = people.iter().map(|member| {
        let href = format!("/desk/people/{}", member.id);
        row![
            view! { <a href=href>{member.name.clone()}</a> },
            words::role_text(lang, member.role),
            member.creditor_names.join(", "),
            languages(member),
            state(lang, member, zone),
        ]
    });
    let invite = may_invite.then(|| {
        view! { <p><ButtonLink href="/desk/people/invite">{words::invite(lang)}</ButtonLink></p> }
    });
    view! {
        <h1>{words::heading(lang)}</h1>
        <p>{words::lead(lang)}</p>
        {invite}
        <Table
            caption=words::heading(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::name(lang)),
                Column::text(words::role(lang)),
                Column::text(words::creditors(lang)),
                Column::text(words::speaks(lang)),
                Column::text(words::state(lang)),
            ]
            rows=rows.collect()
        />
    }
    .into_any()
}

/// What is typed about somebody who comes in.
pub fn invite_form(lang: Lang, own: &[(CreditorId, String)], form: &Refilled) -> AnyView {
    let fields = trust_fields(lang, own, None, form);
    let (email, error) = (form.value("email"), form.error("email"));
    view! {
        <p>{words::invite_lead(lang)}</p>
        <PostForm action="/do/desk/invite-person">
            <Field
                lang=lang
                name="email"
                kind="email"
                label=words::email(lang)
                value=email
                error=error
                autocomplete="off"
            />
            {fields}
            <Button>{words::invite_button(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

/// What the page of one member shows.
pub struct MemberPage<'a> {
    pub member: &'a Member,
    pub reader: StaffId,
    pub reader_role: Role,
    pub own: &'a [(CreditorId, String)],
    pub limits: &'a [(LimitKind, String, Reach)],
    pub currency: Currency,
    /// To whom what they hold can go.
    pub team: &'a [Member],
    pub zone: Tz,
    pub form: &'a Refilled,
}

/// One member, with what an administrator can decide about them.
pub fn member_view(lang: Lang, page: &MemberPage<'_>) -> AnyView {
    let member = page.member;
    let rows = vec![
        SummaryRow::new(words::email(lang), member.email.clone()),
        SummaryRow::new(words::role(lang), words::role_text(lang, member.role)),
        SummaryRow::new(words::creditors(lang), member.creditor_names.join(", ")),
        SummaryRow::new(words::speaks(lang), languages(member)),
    ];
    let why_not = match () {
        () if member.id == page.reader => Some(words::own_page(lang)),
        () if page.reader_role != Role::Administrator => Some(words::only_administrators(lang)),
        () if !member.is_administered => Some(words::of_other_creditors(lang)),
        () => None,
    };
    let decisions = match (why_not, member.left_at) {
        (Some(why_not), _) => view! { <p>{why_not}</p> }.into_any(),
        (None, Some(_)) => ().into_any(),
        (None, None) => decisions(lang, page),
    };
    view! {
        <h1>{member.name.clone()}</h1>
        <p>{state(lang, member, page.zone)}</p>
        <SummaryList lang=lang rows=rows />
        {decisions}
    }
    .into_any()
}

/// What was just done.
pub fn done(lang: Lang, done: &str, name: &str) -> Option<AnyView> {
    let (heading, text) = match done {
        "invited" => (words::invited(lang, name), words::invited_text(lang)),
        "changed" => (words::changed(lang).to_owned(), words::changed_text(lang)),
        "reset" => (words::reset_done(lang).to_owned(), words::reset_done_text(lang)),
        count => {
            let count = count.strip_prefix("left:").filter(|count| count.parse::<u32>().is_ok())?;
            (words::left(lang, count), words::left_text(lang))
        }
    };
    Some(view! { <Notice kind=NoticeKind::Success heading=heading focused=true>{text}</Notice> }.into_any())
}

/// Why a whole form was refused.
pub fn problem(lang: Lang, form: &Refilled) -> Option<AnyView> {
    form.error("").map(|sentence| {
        view! {
            <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::nothing_changed(lang)}</Notice>
        }
        .into_any()
    })
}

fn decisions(lang: Lang, page: &MemberPage<'_>) -> AnyView {
    let id = page.member.id.to_string();
    let of_change = id.clone();
    let of_reset = id.clone();
    let trust = trust_fields(lang, page.own, Some(page.member), page.form);
    let (limits, leave) = (limits_form(lang, page), leave_form(lang, page));
    view! {
        <h2>{words::change(lang)}</h2>
        <PostForm action="/do/desk/change-person">
            <input type="hidden" name="person" value=of_change />
            <p class="hint">{words::change_hint(lang)}</p>
            {trust}
            <Button>{words::change_button(lang)}</Button>
        </PostForm>
        {limits}
        <h2>{words::reset(lang)}</h2>
        <PostForm action="/do/desk/reset-person">
            <input type="hidden" name="person" value=of_reset />
            <p>{words::reset_lead(lang)}</p>
            <Button kind=ButtonKind::Secondary>{words::reset_button(lang)}</Button>
        </PostForm>
        {leave}
    }
    .into_any()
}

fn trust_fields(lang: Lang, own: &[(CreditorId, String)], now: Option<&Member>, form: &Refilled) -> AnyView {
    let name = Some(form.value("name")).filter(|typed| !typed.is_empty());
    let name = name.or_else(|| now.map(|now| now.name.clone())).unwrap_or_default();
    let role = Some(form.value("role")).filter(|typed| !typed.is_empty());
    let role = role.or_else(|| now.map(|now| now.role.code().to_owned())).unwrap_or_default();
    let roles = [Role::Agent, Role::Supervisor, Role::Administrator, Role::Auditor]
        .map(|role| Choice::new(role.code(), words::role_text(lang, role)));
    let speaks = form.values("speaks").unwrap_or_else(|| match now {
        Some(now) => now.speaks.iter().map(|lang| lang.code().to_owned()).collect(),
        None => vec![Lang::Es.code().to_owned()],
    });
    let languages = [Lang::Es, Lang::En].map(|each| Choice::new(each.code(), each.name()));
    let creditors = form.values("creditors").unwrap_or_else(|| match now {
        Some(now) => now.creditors.iter().map(ToString::to_string).collect(),
        None => own.first().map(|(id, _)| id.to_string()).into_iter().collect(),
    });
    let choices = own.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    view! {
        <Field
            lang=lang
            name="name"
            label=words::name(lang)
            value=name
            error=form.error("name")
            autocomplete="off"
        />
        <RadioCards
            lang=lang
            name="role"
            legend=words::role(lang)
            error=form.error("role")
            choices=roles.into()
            chosen=role
        />
        <CheckboxList
            lang=lang
            name="speaks"
            legend=words::speaks(lang)
            error=form.error("speaks")
            choices=languages.into()
            chosen=speaks
        />
        <CheckboxList
            lang=lang
            name="creditors"
            legend=words::creditors(lang)
            error=form.error("creditors")
            choices=choices
            chosen=creditors
        />
    }
    .into_any()
}

fn limits_form(lang: Lang, page: &MemberPage<'_>) -> AnyView {
    let (id, currency) = (page.member.id.to_string(), page.currency);
    let fields = LIMITED.map(|kind| {
        let code = if is_money(kind) { currency.code() } else { "" };
        let found = page.limits.iter().find(|(of, of_currency, _)| *of == kind && of_currency == code);
        let reach = found.map_or(Reach::Never, |(.., reach)| *reach);
        let typed = Some(page.form.value(kind.name())).filter(|typed| !typed.is_empty());
        let value = typed.unwrap_or_else(|| reach_text(kind, currency, reach));
        let (free_name, is_free) = (format!("{}_free", kind.name()), reach == Reach::Free);
        let what = limit_text(lang, kind);
        let free = words::limit_free(lang, what);
        view! {
            <div>
                <Field
                    lang=lang
                    name=kind.name()
                    label=what
                    value=value
                    error=page.form.error(kind.name())
                    width=Width::Medium
                    inputmode="decimal"
                    autocomplete="off"
                />
                <Tick id=free_name.clone() name=free_name value="yes" label=free checked=is_free />
            </div>
        }
    });
    let fields = fields.into_iter().collect_view();
    view! {
        <h2>{words::limits(lang, currency.code())}</h2>
        <PostForm action="/do/desk/set-limits">
            <input type="hidden" name="person" value=id />
            <input type="hidden" name="currency" value=currency.code() />
            <p class="hint">{words::limits_lead(lang)}</p>
            <div class="field-grid">{fields}</div>
            <Button kind=ButtonKind::Secondary>{words::limits_button(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn leave_form(lang: Lang, page: &MemberPage<'_>) -> AnyView {
    let id = page.member.id.to_string();
    let heirs = page
        .team
        .iter()
        .filter(|other| other.id != page.member.id && other.left_at.is_none() && other.role.may_change());
    let choices: Vec<Choice> = heirs
        .map(|other| Choice::new(other.id.to_string(), other.name.clone()))
        .chain([Choice::new("nobody", words::leave_to_nobody(lang))])
        .collect();
    let (error, chosen) = (page.form.error("heir"), page.form.value("heir"));
    let button = words::leave_button(lang, &page.member.name);
    view! {
        <h2>{words::leave(lang)}</h2>
        <PostForm action="/do/desk/let-person-go">
            <input type="hidden" name="person" value=id />
            <p>{words::leave_lead(lang)}</p>
            <RadioCards
                lang=lang
                name="heir"
                legend=words::leave_to(lang)
                error=error
                choices=choices
                chosen=chosen
            />
            <Button kind=ButtonKind::Danger>{button}</Button>
        </PostForm>
    }
    .into_any()
}

fn limit_text(lang: Lang, kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::Adjustment => words::limit_adjustment(lang),
        LimitKind::Waiver => words::limit_waiver(lang),
        LimitKind::WriteOff => words::limit_write_off(lang),
        LimitKind::ManualPayment => words::limit_manual_payment(lang),
        LimitKind::Discount => words::limit_discount(lang),
        LimitKind::Term => words::limit_term(lang),
        LimitKind::Refund
        | LimitKind::Publish
        | LimitKind::LiftStatus
        | LimitKind::HandOn
        | LimitKind::Recall => words::limit_refund(lang),
    }
}

fn languages(member: &Member) -> String {
    member.speaks.iter().map(|lang| lang.name()).collect::<Vec<_>>().join(", ")
}

fn state(lang: Lang, member: &Member, zone: Tz) -> AnyView {
    let (shape, tone, word) = match (member.left_at, member.has_second_factor, member.invited_until) {
        (Some(left), ..) => {
            let day = short_day(left.with_timezone(&zone).date_naive(), lang);
            (Shape::Circle, Tone::Quiet, words::state_left(lang, &day))
        }
        (None, true, _) => (Shape::Check, Tone::Good, words::state_active(lang).to_owned()),
        (None, false, Some(until)) => {
            let day = short_day(until.with_timezone(&zone).date_naive(), lang);
            (Shape::Quarter, Tone::Wait, words::state_invited(lang, &day))
        }
        (None, false, None) => (Shape::Triangle, Tone::Due, words::state_no_link(lang).to_owned()),
    };
    view! { <Badge shape=shape tone=tone word=word /> }.into_any()
}
