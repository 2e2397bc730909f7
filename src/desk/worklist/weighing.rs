//! `GET /desk/worklist/weights`: how accounts are put in order, with a preview of what other weights would do; and the form
//! that sets them. Trying is asked by GET, so a try has an address and changes nothing.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::{Form, Query};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::desk::pages::frame;
use crate::desk::store::today as today_of;
use crate::desk::worklist::jobs::weigh_soon;
use crate::desk::worklist::model::{Figures, Reason, WEIGHT_AT_MOST, Weights, points, reasons};
use crate::desk::worklist::store::ranking::kept_figures;
use crate::desk::worklist::store::things::{Thing, account_things};
use crate::desk::worklist::store::weights::{Weighed, set_weights, weighed};
use crate::desk::worklist::words;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountId, CreditorId};
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::row;
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{
    BackLink, Button, Column, DeskPlace, Empty, Field, Notice, NoticeKind, PostForm, Refilled, Tab, Table,
    Tabs, Width,
};

/// As many as the preview shows.
const SHOWN: usize = 10;
const PAGE: &str = "/desk/worklist/weights";

/// Whose weights, and which are tried.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WeightsForm {
    creditor: String,
    saved: String,
    amount_each: Option<String>,
    amount_most: Option<String>,
    late_each: Option<String>,
    late_most: Option<String>,
    silence_each: Option<String>,
    silence_most: Option<String>,
    broken_each: Option<String>,
    risk_each: Option<String>,
    kept_each: Option<String>,
}

impl WeightsForm {
    /// What was typed, in the order of the weights; none where nothing was.
    fn typed(&self) -> Option<[&String; 9]> {
        let all = [
            &self.amount_each,
            &self.amount_most,
            &self.late_each,
            &self.late_most,
            &self.silence_each,
            &self.silence_most,
            &self.broken_each,
            &self.risk_each,
            &self.kept_each,
        ];
        let typed: Vec<&String> = all.into_iter().flatten().collect();
        typed.try_into().ok()
    }

    fn parsed(&self) -> Result<Weights, Vec<FieldError>> {
        let names = Weights::default().named().map(|(name, _)| name);
        let nothing = String::new();
        let typed = self.typed().unwrap_or([&nothing; 9]);
        let values =
            typed.map(|text| text.trim().parse::<u16>().ok().filter(|value| *value <= WEIGHT_AT_MOST));
        let errors: Vec<FieldError> = names
            .iter()
            .zip(values)
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| FieldError::new(name, "weight_wrong"))
            .collect();
        if errors.is_empty() { Ok(Weights::of(values.map(Option::unwrap_or_default))) } else { Err(errors) }
    }
}

/// Whether this role weighs, or only reads how accounts are weighed.
fn may_weigh(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Administrator)
}

/// `GET /desk/worklist/weights`
pub async fn weights(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<WeightsForm>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let all = weighed(&mut tx).await?;
    let chosen = all.iter().find(|one| one.creditor.to_string() == query.creditor).or(all.first());
    let chosen = chosen.ok_or(Refusal::NotFound)?;
    let tried = query.typed().map(|_| query.parsed());
    let (weights, errors) = match &tried {
        Some(Ok(weights)) => (*weights, Vec::new()),
        Some(Err(errors)) => (chosen.weights, errors.clone()),
        None => (chosen.weights, Vec::new()),
    };
    let first = preview(&mut tx, chosen, &weights).await?;
    let form = match visit.draft.as_ref() {
        Some(draft) => Refilled::of(Some(draft), |error| sentence(lang, error)),
        None => tried_form(lang, &query, errors),
    };
    let saved = (!query.saved.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Success heading=words::weights_saved(lang) focused=true>
                {words::weights_saved_text(lang)}
            </Notice>
        }
    });
    let is_tried = weights != chosen.weights;
    let body = view! {
        {saved}
        <BackLink lang=lang href="/desk" />
        <h1>{words::weights(lang)}</h1>
        <p>{words::weights_lead(lang)}</p>
        {creditor_tabs(lang, &all, chosen)}
        {fields(lang, &staff, chosen, &weights, &form)}
        {first_view(lang, &first, is_tried)}
    };
    let page = Page::new(words::weights(lang), body).errors(form.field_errors());
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Today), page))
}

/// `POST /do/desk/set-weights`
pub async fn set(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<WeightsForm>,
) -> Result<SeeOther, Refusal> {
    if !may_weigh(staff.role) {
        return Err(Refusal::Forbidden);
    }
    let creditor: CreditorId = form.creditor.parse().map_err(|_| Refusal::NotFound)?;
    let weights = form.parsed().map_err(|errors| {
        let names = Weights::default().named().map(|(name, _)| name.to_owned());
        let nothing = String::new();
        let typed = form.typed().unwrap_or([&nothing; 9]);
        let fields = names.into_iter().zip(typed.into_iter().cloned()).collect();
        Refusal::Invalid { back_to: format!("{PAGE}?creditor={creditor}"), fields, errors }
    })?;
    let mut tx = db.begin(staff.actor()).await?;
    if !set_weights(&mut tx, creditor, &weights).await? {
        return Err(Refusal::NotFound);
    }
    weigh_soon(&mut tx, creditor).await?;
    tx.commit().await?;
    Ok(see_other(format!("{PAGE}?creditor={creditor}&saved=1")))
}

/// One of the first accounts, as some weights would have it.
struct Placed {
    thing: Thing,
    reasons: Vec<Reason>,
    points: i32,
    /// Its place by the weights that hold.
    place_now: usize,
}

/// The first ten by these weights, among all the accounts that are kept in order.
async fn preview(tx: &mut Tx, of: &Weighed, weights: &Weights) -> Result<Vec<Placed>, sqlx::Error> {
    let today = today_of(tx).await?;
    let kept = kept_figures(tx, of.creditor).await?;
    let order = |weights: &Weights| -> Vec<(i32, Uuid)> {
        let of = |(account, figures): &(AccountId, Figures)| {
            (points(&reasons(figures, weights, today)), account.0)
        };
        let mut order: Vec<(i32, Uuid)> = kept.iter().map(of).collect();
        order.sort_unstable_by(|one, other| other.cmp(one));
        order
    };
    let (now, then) = (order(&of.weights), order(weights));
    let ids: Vec<Uuid> = then.iter().take(SHOWN).map(|(_, account)| *account).collect();
    let things = account_things(tx, &ids, today).await?;
    let placed = things.into_iter().filter_map(|thing| {
        let (_, figures) = kept.iter().find(|(account, _)| account.0 == thing.is.id)?;
        let reasons = reasons(figures, weights, today);
        let place_now = now.iter().position(|(_, account)| *account == thing.is.id)? + 1;
        Some(Placed { points: points(&reasons), thing, reasons, place_now })
    });
    Ok(placed.collect())
}

fn tried_form(lang: Lang, query: &WeightsForm, errors: Vec<FieldError>) -> Refilled {
    let Some(typed) = query.typed() else { return Refilled::default() };
    let names = Weights::default().named().map(|(name, _)| name.to_owned());
    let fields = names.into_iter().zip(typed.into_iter().cloned()).collect();
    let draft = crate::kernel::web::Draft { fields, errors };
    Refilled::of(Some(&draft), |error| sentence(lang, error))
}

fn creditor_tabs(lang: Lang, all: &[Weighed], chosen: &Weighed) -> Option<AnyView> {
    let tab = |one: &Weighed| Tab {
        href: format!("{PAGE}?creditor={}", one.creditor),
        text: one.name.clone(),
        count: None,
        is_current: one.creditor == chosen.creditor,
    };
    let tabs: Vec<Tab> = all.iter().map(tab).collect();
    (tabs.len() > 1).then(|| view! { <Tabs label=words::which(lang) tabs=tabs /> }.into_any())
}

fn fields(lang: Lang, staff: &StaffIn, of: &Weighed, tried: &Weights, form: &Refilled) -> AnyView {
    let said = match &of.changed_by {
        Some(name) => words::weights_changed_by(lang, name),
        None => words::weights_usual(lang).to_owned(),
    };
    let fields = tried.named().map(|(name, value)| {
        let typed = Some(form.value(name)).filter(|typed| !typed.is_empty()).unwrap_or(value.to_string());
        view! {
            <Field
                lang=lang
                name=name
                label=words::weight(lang, name)
                error=form.error(name)
                value=typed
                width=Width::Short
                inputmode="numeric"
                autocomplete="off"
            />
        }
    });
    let fields = fields.into_iter().collect_view();
    let creditor = of.creditor.to_string();
    let save = may_weigh(staff.role).then(|| view! { <Button>{words::save_weights(lang)}</Button> });
    let read_only = (!may_weigh(staff.role)).then(|| view! { <p>{words::weights_read_only(lang)}</p> });
    view! {
        <h2>{words::weights_of(lang, &of.name)}</h2>
        <p class="hint">{said}</p>
        {read_only}
        <PostForm action="/do/desk/set-weights">
            <input type="hidden" name="creditor" value=creditor />
            <div class="field-grid">{fields}</div>
            <div class="actions">
                <button type="submit" class="button button-secondary" formmethod="get" formaction=PAGE>
                    {words::preview(lang)}
                </button>
                {save}
            </div>
        </PostForm>
    }
    .into_any()
}

fn first_view(lang: Lang, first: &[Placed], is_tried: bool) -> AnyView {
    let heading = if is_tried { words::preview_heading(lang) } else { words::first_heading(lang) };
    if first.is_empty() {
        return view! { <h2>{heading}</h2> <Empty sentence=words::no_accounts(lang) /> }.into_any();
    }
    let rows = first.iter().enumerate().map(|(place, one)| {
        let href = format!("/desk/accounts/{}", one.thing.is.id);
        let reasons: Vec<String> = one.reasons.iter().map(|reason| words::reason(lang, reason)).collect();
        let mut cells = row![
            view! { <a href=href>{format!("{} ({})", one.thing.customer, one.thing.reference)}</a> },
            (place + 1).to_string(),
            one.points.to_string(),
            reasons.join(", "),
        ];
        if is_tried {
            cells.insert(1, one.place_now.to_string().into_any());
        }
        cells
    });
    let mut columns = vec![
        Column::text(words::customer(lang)),
        Column::number(if is_tried { words::place_then(lang) } else { words::place(lang) }),
        Column::number(words::points_heading(lang)),
        Column::text(words::why(lang)),
    ];
    if is_tried {
        columns.insert(1, Column::number(words::place_now(lang)));
    }
    view! { <Table caption=heading columns=columns rows=rows.collect() /> }.into_any()
}

fn sentence(lang: Lang, _: &FieldError) -> String {
    words::weight_wrong(lang).to_owned()
}
