//! `GET /desk/playbook`, and one article.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::desk::pages::frame;
use crate::desk::people::store::own_creditors;
use crate::desk::playbook::model::{Situation, Subject};
use crate::desk::playbook::store::{articles, published_terms, readings};
use crate::desk::playbook::views::{ArticlePage, article_view, guide_view};
use crate::desk::playbook::words;
use crate::desk::store::zone;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal};
use crate::ui::page::{Page, Visit, desk_page};
use crate::ui::{BackLink, DeskPlace, Notice, NoticeKind, Refilled};

/// Whose guide, which article of it, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GuideQuery {
    creditor: String,
    about: String,
    done: String,
}

impl GuideQuery {
    /// The creditors of whoever asks, and the one that is meant; the first where none is named.
    async fn creditor(&self, tx: &mut Tx) -> Result<(Vec<(CreditorId, String)>, CreditorId), Refusal> {
        let own = own_creditors(tx).await?;
        let meant = own.iter().find(|(id, _)| id.to_string() == self.creditor);
        let meant = if self.creditor.is_empty() { own.first() } else { meant };
        let id = meant.map(|(id, _)| *id).ok_or(Refusal::NotFound)?;
        Ok((own, id))
    }
}

/// `GET /desk/playbook`
pub async fn guide(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<GuideQuery>,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(staff.actor()).await?;
    let (own, creditor) = query.creditor(&mut tx).await?;
    let articles = articles(&mut tx, creditor).await?;
    let mut wanted: Vec<(Subject, i32)> =
        articles.iter().map(|article| (Subject::Article(article.situation), article.version)).collect();
    wanted.extend(published_terms(&mut tx, creditor).await?.map(|number| (Subject::Policy, number)));
    let readings = readings(&mut tx, creditor, &wanted).await?;
    let leads = staff.role != Role::Agent;
    let body = guide_view(visit.lang, &own, creditor, &articles, &readings, leads);
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Playbook), Page::new(words::heading(visit.lang), body)))
}

/// `GET /desk/playbook/article?about=`; without one, the first.
pub async fn article(
    State(db): State<Db>,
    visit: Visit,
    staff: StaffIn,
    Query(query): Query<GuideQuery>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(staff.actor()).await?;
    let (_, creditor) = query.creditor(&mut tx).await?;
    let situation = match query.about.as_str() {
        "" => Situation::CannotPay,
        about => Situation::parse(about).ok_or(Refusal::NotFound)?,
    };
    let article =
        articles(&mut tx, creditor).await?.into_iter().find(|article| article.situation == situation);
    let article = article.ok_or(Refusal::NotFound)?;
    let wanted = [(Subject::Article(situation), article.version)];
    let is_read = readings(&mut tx, creditor, &wanted).await?.iter().any(|reading| reading.is_read);
    let form = Refilled::of(visit.draft.as_ref(), |error| sentence(lang, error));
    let page = ArticlePage {
        creditor,
        article: &article,
        is_read,
        may_change: staff.role.may_change(),
        leads: matches!(staff.role, Role::Supervisor | Role::Administrator),
        zone: zone(&mut tx).await?,
        form: &form,
    };
    let done = (query.done == "published").then(|| {
        view! {
            <Notice kind=NoticeKind::Success heading=words::published(lang) focused=true>
                {words::published_text(lang)}
            </Notice>
        }
    });
    let title = article.text(lang).title.clone();
    let body = view! {
        {done}
        <BackLink lang=lang href=format!("/desk/playbook?creditor={creditor}") />
        {article_view(lang, &page)}
    };
    let page = Page::new(title, body).errors(form.field_errors());
    Ok(desk_page(&visit, frame(&staff, DeskPlace::Playbook), page))
}

fn sentence(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "text_long" => words::text_long(lang).to_owned(),
        "text_tone" => words::text_tone(lang, error.args.first().map(String::as_str).unwrap_or_default()),
        _ => words::text_empty(lang).to_owned(),
    }
}
