//! Works out, once for each request, who reads and how: language, theme, the draft of a refused form. Pages take the
//! result as a `Visit`.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::desk::keys::store::are_on;
use crate::identity::cookies::LANGUAGE as LANGUAGE_COOKIE;
use crate::identity::extract::{Reader, StaffIn};
use crate::identity::model::Side;
use crate::kernel::actor::Actor;
use crate::kernel::db::BeginError;
use crate::kernel::ids::DraftId;
use crate::kernel::locale::Lang;
use crate::kernel::web::Draft;
use crate::messages::store::team::waiting_for_team;
use crate::server::app_state::App;
use crate::server::headers::Nonce;
use crate::ui::page::{Assets, Visit};

const VISITOR_COOKIE: &str = "__Host-aldia-visitor";

/// Whose drafts these are: a digest of the session, or of a random cookie before sign-in.
#[derive(Clone, Debug)]
pub struct DraftOwner {
    pub digest: Vec<u8>,
    /// To be set on the answer, when a visitor has none yet and a draft is kept for them.
    pub new_cookie: Option<String>,
}

pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let asked_lang = query_value(&request, "lang").and_then(|code| Lang::parse(&code));
    let reader = Reader::of(request.extensions(), request.uri().path());
    let lang = asked_lang
        .or_else(|| jar.get(LANGUAGE_COOKIE).and_then(|cookie| Lang::parse(cookie.value())))
        .or(reader.map(|reader| reader.lang))
        .unwrap_or_else(|| browser_lang(request.headers()));
    let owner = draft_owner(reader, &jar);
    let draft = match query_value(&request, "draft").and_then(|id| id.parse().ok()) {
        Some(id) => open_draft(&app, id, &owner).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a draft could not be read");
            None
        }),
        None => None,
    };
    let staff = request.extensions().get::<StaffIn>().map(StaffIn::actor);
    let (waiting, has_keys) = match staff.filter(|_| is_page_of_desk(&request)) {
        Some(staff) => beside_desk(&app, staff).await,
        None => (0, false),
    };
    let counter = reader.map(|_| match Side::of(request.uri().path()) {
        Side::Staff => "/live/desk/waiting",
        Side::Debtor => "/live/unread",
    });
    let assets = app.assets.clone();
    let visit = Visit {
        lang,
        theme: reader.and_then(|reader| reader.theme),
        nonce: request.extensions().get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
        path: request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        draft,
        waiting,
        counter,
        has_keys,
        assets: Assets::new(move |name| assets.url(name)),
        public_url: app.config.public_url.clone(),
    };
    request.extensions_mut().insert(visit);
    request.extensions_mut().insert(owner);
    let mut response = next.run(request).await;
    if let Some(lang) = asked_lang {
        remember(&mut response, LANGUAGE_COOKIE, lang.code().to_owned());
    }
    response
}

/// Keeps what a refused form held and answers with the id under which its owner finds it again.
pub async fn keep_draft(
    app: &App,
    owner: &DraftOwner,
    path: &str,
    draft: &Draft,
) -> Result<DraftId, BeginError> {
    let id = DraftId::new();
    let mut tx = app.db.begin(Actor::Visitor).await?;
    sqlx::query!(
        "select keep_draft($1, $2, $3, $4, $5, interval '1 hour')",
        id.0,
        owner.digest,
        path,
        serde_json::json!(draft.fields),
        serde_json::json!(draft.errors)
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Sets a cookie of ours on the answer.
pub fn remember(response: &mut Response, name: &'static str, value: String) {
    let cookie = Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .permanent()
        .build();
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Sets the visitor's cookie if the draft was kept for somebody who had none.
pub fn remember_visitor(response: &mut Response, owner: DraftOwner) {
    if let Some(cookie) = owner.new_cookie {
        remember(response, VISITOR_COOKIE, cookie);
    }
}

async fn open_draft(app: &App, id: Uuid, owner: &DraftOwner) -> Result<Option<Draft>, BeginError> {
    let mut tx = app.db.begin(Actor::Visitor).await?;
    let found = sqlx::query!(
        r#"select fields as "fields!", errors as "errors!" from open_draft($1, $2)"#,
        id,
        owner.digest
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(found.and_then(|row| {
        Some(Draft {
            fields: serde_json::from_value(row.fields).ok()?,
            errors: serde_json::from_value(row.errors).ok()?,
        })
    }))
}

fn draft_owner(reader: Option<Reader>, jar: &CookieJar) -> DraftOwner {
    let (name, new_cookie) = match (reader, jar.get(VISITOR_COOKIE)) {
        (Some(reader), _) => (reader.session.to_string(), None),
        (None, Some(cookie)) => (cookie.value().to_owned(), None),
        (None, None) => {
            let fresh = hex::encode(rand::random::<[u8; 16]>());
            (fresh.clone(), Some(fresh))
        }
    };
    DraftOwner { digest: Sha256::digest(name).to_vec(), new_cookie }
}

fn is_page_of_desk(request: &Request) -> bool {
    *request.method() == Method::GET && Side::of(request.uri().path()) == Side::Staff
}

/// What waits for the team, and whether single keys do something; a page whose nav cannot say so is shown all the same.
async fn beside_desk(app: &App, staff: Actor) -> (u64, bool) {
    let read = async {
        let mut tx = app.db.begin(staff).await?;
        Ok::<(u64, bool), BeginError>((waiting_for_team(&mut tx).await?, are_on(&mut tx).await?))
    };
    match read.await {
        Ok(read) => read,
        // The page itself will lead to the door.
        Err(BeginError::SessionEnded) => (0, false),
        Err(error) => {
            tracing::warn!(%error, "what stands beside a page of the desk could not be read");
            (0, false)
        }
    }
}

/// Whether a path is the team's: its pages, and the forms on them.
pub fn is_desk(path: &str) -> bool {
    Side::of(path) == Side::Staff || path.starts_with("/do/desk/")
}

fn query_value(request: &Request, name: &str) -> Option<String> {
    url::form_urlencoded::parse(request.uri().query()?.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// The first language in the browser's list that we have; Spanish for everybody else. Browsers list them in order.
pub fn browser_lang(headers: &HeaderMap) -> Lang {
    let listed =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    listed
        .split(',')
        .filter_map(|entry| entry.trim().split(['-', ';']).next())
        .find_map(Lang::parse)
        .unwrap_or(Lang::Es)
}
