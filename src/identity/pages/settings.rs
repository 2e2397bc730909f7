//! `/account/settings` and the desk's `/desk/sessions`: how pages speak and look, what we know of a person, and the
//! devices on which they are signed in.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::Deserialize;

use super::addresses::own_addresses;
use super::frames::debtor_frame;
use super::refilled;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::identity::store::{self, Device, OwnGrant};
use crate::identity::words;
use crate::kernel::dates;
use crate::kernel::db::Db;
use crate::kernel::ids::SessionId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::needs;
use crate::reach;
use crate::row;
use crate::ui::{
    AccountPlace, Button, ButtonKind, Choice, Column, DeskFrame, Next, Notice, NoticeKind, Page, PostForm,
    RadioCards, Refilled, Table, Theme, Visit, debtor_page, desk_page,
};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Just {
    saved: String,
}

/// `GET /account/settings`
pub async fn settings(
    State(db): State<Db>,
    person: SignedIn,
    visit: Visit,
    Query(just): Query<Just>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let addresses = store::own_addresses(&mut tx).await?;
    let hidden = reach::store::hidden(&mut tx).await?;
    let asked = reach::store::questions(&mut tx).await?;
    let grants = store::own_grants(&mut tx).await?;
    let devices = store::own_devices(&mut tx).await?;
    let frame = debtor_frame(&mut tx, &visit, &person, AccountPlace::Settings).await?;
    let form = refilled(visit.draft.as_ref(), lang);
    let errors = form.errors();
    let body = view! {
        {saved(lang, &just)}
        <h1>{words::settings_title(lang)}</h1>
        {preferences(lang, &form, "/do/identity/settings", person.theme)}
        {reach::views::questions_view(lang, &asked)}
        {own_addresses(lang, &addresses)}
        {reach::views::hidden_link(lang, &hidden)}
        <h2>{needs::words::heading(lang)}</h2>
        <p>{needs::words::lead(lang)}</p>
        <p><a href="/account/settings/needs">{needs::words::link_hint(lang)}</a></p>
        <h2>{words::cards(lang)}</h2>
        <p><a href="/account/methods">{words::cards_kept(lang)}</a></p>
        <p><a href="/account/autopay">{words::cards_autopay(lang)}</a></p>
        {own_grants(lang, grants)}
        {own_devices(lang, devices, person.session, &PERSONS_DEVICES)}
    };
    let page = Page::new(words::settings_title(lang), body.into_any()).errors(errors);
    Ok(debtor_page(&visit, frame, page))
}

/// `GET /desk/sessions`
pub async fn staff_sessions(
    State(db): State<Db>,
    staff: StaffIn,
    visit: Visit,
    Query(just): Query<Just>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let devices = store::own_devices(&mut tx).await?;
    let form = refilled(visit.draft.as_ref(), lang);
    let errors = form.errors();
    let body = view! {
        {saved(lang, &just)}
        <h1>{words::sessions_title(lang)}</h1>
        <p>{format!("{} · {}", staff.name, words::staff_role(staff.role, lang))}</p>
        {preferences(lang, &form, "/do/identity/staff-settings", staff.theme)}
        <h2>{words::keys(lang)}</h2>
        <p><a href="/desk/keys">{words::keys_link(lang)}</a></p>
        {own_devices(lang, devices, staff.session, &STAFFS_DEVICES)}
    };
    let page = Page::new(words::sessions_title(lang), body.into_any()).errors(errors);
    Ok(desk_page(&visit, DeskFrame { place: None, signed_in: staff.name }, page))
}

/// What differs between the two lists of devices.
struct DeviceForms {
    end_one: &'static str,
    end_others: &'static str,
    next: fn(Lang) -> &'static str,
}

const PERSONS_DEVICES: DeviceForms = DeviceForms {
    end_one: "/do/identity/end-session",
    end_others: "/do/identity/end-other-sessions",
    next: words::devices_next,
};
const STAFFS_DEVICES: DeviceForms = DeviceForms {
    end_one: "/do/identity/staff-end-session",
    end_others: "/do/identity/staff-end-other-sessions",
    next: words::staff_devices_next,
};

fn saved(lang: Lang, just: &Just) -> Option<AnyView> {
    (!just.saved.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Success heading=words::saved(lang) focused=true>
                {words::saved_text(lang)}
            </Notice>
        }
        .into_any()
    })
}

fn preferences(lang: Lang, form: &Refilled, action: &'static str, theme: Option<Theme>) -> AnyView {
    let languages = [Lang::Es, Lang::En].map(|each| Choice::new(each.code(), each.name()));
    let (lang_error, theme_error) = (form.error("lang"), form.error("theme"));
    let themes = vec![
        Choice::new("device", words::theme_device(lang)),
        Choice::new(Theme::Light.code(), words::theme_light(lang)),
        Choice::new(Theme::Dark.code(), words::theme_dark(lang)),
    ];
    view! {
        <h2>{words::language_and_theme(lang)}</h2>
        <PostForm action=action>
            <RadioCards
                lang=lang
                name="lang"
                legend=words::language(lang)
                error=lang_error
                choices=languages.into_iter().collect()
                chosen=lang.code()
            />
            <RadioCards
                lang=lang
                name="theme"
                legend=words::theme(lang)
                error=theme_error
                choices=themes
                chosen=theme.map_or("device", Theme::code)
            />
            <Button>{words::save(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn own_grants(lang: Lang, grants: Vec<OwnGrant>) -> AnyView {
    if grants.is_empty() {
        return view! { <h2>{words::grants(lang)}</h2> <p>{words::grants_none(lang)}</p> }.into_any();
    }
    let rows = grants.into_iter().map(|grant| {
        let until =
            grant.until.map_or(words::grants_no_end(lang).to_owned(), |day| dates::short_day(day, lang));
        row![
            format!("{}, {}", grant.creditor, grant.reference),
            words::party_role(&grant.role, lang),
            words::party_may(&grant.may, lang),
            until,
        ]
    });
    let columns = vec![
        Column::text(words::grants_account(lang)),
        Column::text(words::grants_role(lang)),
        Column::text(words::grants_may(lang)),
        Column::text(words::grants_until(lang)),
    ];
    view! {
        <h2>{words::grants(lang)}</h2>
        <Table caption=words::grants(lang) caption_hidden=true columns=columns rows=rows.collect() />
    }
    .into_any()
}

fn own_devices(lang: Lang, devices: Vec<Device>, here: SessionId, forms: &'static DeviceForms) -> AnyView {
    let others = devices.iter().filter(|device| device.session != here).count();
    let items: Vec<AnyView> =
        devices.into_iter().map(|device| own_device(lang, device, here, forms)).collect();
    let end_others = (others > 1).then(|| {
        view! {
            <PostForm action=forms.end_others>
                <Button kind=ButtonKind::Secondary>{words::devices_sign_out_others(lang)}</Button>
            </PostForm>
        }
    });
    view! {
        <h2 id="devices">{words::devices(lang)}</h2>
        {(others == 0).then(|| view! { <p>{words::devices_only_this(lang)}</p> })}
        <ul class="link-list">{items}</ul>
        {end_others}
        {(others > 0).then(|| view! { <Next lang=lang>{(forms.next)(lang)}</Next> })}
    }
    .into_any()
}

fn own_device(lang: Lang, device: Device, here: SessionId, forms: &'static DeviceForms) -> AnyView {
    let is_here = device.session == here;
    let name = if device.name.is_empty() { words::device_unnamed(lang).to_owned() } else { device.name };
    let notes = [
        Some(words::device_seen(lang, &moment(device.seen_at, lang))),
        is_here.then(|| words::device_here(lang).to_owned()),
        device.shared.then(|| words::device_shared(lang).to_owned()),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    let whose = format!(" ({name})");
    let end = (!is_here).then(|| {
        view! {
            <PostForm action=forms.end_one>
                <input type="hidden" name="session" value=device.session.to_string() />
                <Button kind=ButtonKind::Quiet>
                    {words::device_sign_out(lang)} <span class="visually-hidden">{whose}</span>
                </Button>
            </PostForm>
        }
    });
    view! {
        <li>
            <strong>{name}</strong>
            <span class="link-list-hint">{notes.join(", ")}</span>
            {end}
        </li>
    }
    .into_any()
}

/// Sessions run on real time; it is shown as the clocks of most readers show it.
fn moment(at: DateTime<Utc>, lang: Lang) -> String {
    let local = at.with_timezone(&chrono_tz::America::Mexico_City);
    format!("{}, {}", dates::short_day(local.date_naive(), lang), dates::hour(local.time(), lang))
}
