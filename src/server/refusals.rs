//! The one place that words a refusal: a refused form becomes a draft and a way back to it, everything else a page in
//! the reader's language. Unexpected failures are logged here, once, with the reference that the page shows.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::accounts::frame::portal_brand;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::dates;
use crate::kernel::web::{Draft, FieldError, PendingRefusal, Refusal, see_other};
use crate::server::app_state::App;
use crate::server::telemetry::RequestReference;
use crate::server::visits::{self, DraftOwner};
use crate::server::words;
use crate::ui::frame::{DebtorFrame, DeskFrame, PublicFrame};
use crate::ui::page::{Page, Visit, debtor_page, desk_page, public_page};

pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let response = next.run(request).await;
    let Some(refusal) = taken(&response) else { return response };
    let Some(asked) = asked else { return response };
    asked.answer(&app, refusal).await
}

/// Turns a panic into a refusal like any other failure of ours.
pub fn on_panic(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<&str>()
        .map(|said| (*said).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    Refusal::internal(said.unwrap_or("a panic without words".to_owned())).into_response()
}

/// What the answer needs to know of the question.
struct Asked {
    visit: Visit,
    owner: DraftOwner,
    reference: String,
    desk: bool,
    reads: bool,
    /// The name of whoever is signed in on the side that was asked for: lost among pages, they keep their navigation.
    signed_in: Option<String>,
}

impl Asked {
    fn of(request: &Request) -> Option<Self> {
        let extensions = request.extensions();
        let desk = visits::is_desk(request.uri().path());
        let signed_in = if desk {
            extensions.get::<StaffIn>().map(|staff| staff.name.clone())
        } else {
            extensions.get::<SignedIn>().map(|person| person.name.clone())
        };
        Some(Self {
            visit: extensions.get::<Visit>()?.clone(),
            owner: extensions.get::<DraftOwner>()?.clone(),
            reference: extensions
                .get::<RequestReference>()
                .map(|reference| reference.0.clone())
                .unwrap_or_default(),
            desk,
            signed_in,
            reads: request.method() == Method::GET,
        })
    }

    async fn answer(self, app: &App, refusal: Refusal) -> Response {
        match refusal {
            Refusal::Invalid { back_to, fields, errors } => {
                self.back_to_form(app, &back_to, fields, errors).await
            }
            Refusal::SignIn { desk } => self.sign_in_first(desk),
            Refusal::NotFound => self.not_found(),
            Refusal::Forbidden => {
                self.page(StatusCode::FORBIDDEN, words::forbidden_title, words::forbidden_text)
            }
            Refusal::TooMany { retry_at } => self.too_many(retry_at),
            Refusal::Internal(error) => self.internal(error.as_ref()),
        }
    }

    async fn back_to_form(
        self,
        app: &App,
        back_to: &str,
        fields: Vec<(String, String)>,
        errors: Vec<FieldError>,
    ) -> Response {
        let draft = Draft { fields, errors };
        match visits::keep_draft(app, &self.owner, back_to, &draft).await {
            Ok(id) => {
                let sign = if back_to.contains('?') { '&' } else { '?' };
                let mut response = see_other(format!("{back_to}{sign}draft={id}")).into_response();
                visits::remember_visitor(&mut response, self.owner);
                response
            }
            Err(error) => self.internal(&error),
        }
    }

    /// To the door of the side that was asked for; a page that was being read is found again behind it.
    fn sign_in_first(self, desk: bool) -> Response {
        let login = if desk || self.desk { "/desk/login" } else { "/login" };
        if !self.reads {
            return see_other(login).into_response();
        }
        let next: String = url::form_urlencoded::byte_serialize(self.visit.path.as_bytes()).collect();
        see_other(format!("{login}?next={next}")).into_response()
    }

    fn not_found(self) -> Response {
        self.page(StatusCode::NOT_FOUND, words::not_found_title, words::not_found_text)
    }

    fn too_many(self, retry_at: DateTime<Utc>) -> Response {
        let lang = self.visit.lang;
        let until = dates::hour(retry_at.with_timezone(&chrono_tz::America::Mexico_City).time(), lang);
        let wait = (retry_at - Utc::now()).num_seconds().max(1);
        let text = words::too_many_text(lang, &until);
        let mut response = self.worded(StatusCode::TOO_MANY_REQUESTS, words::too_many_title(lang), text);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        response
    }

    fn internal(self, error: &dyn std::error::Error) -> Response {
        tracing::error!(%error, reference = self.reference, "a request failed");
        let lang = self.visit.lang;
        let text = words::failed_text(lang, &self.reference);
        self.worded(StatusCode::INTERNAL_SERVER_ERROR, words::failed_title(lang), text)
    }

    fn page(
        self,
        status: StatusCode,
        title: fn(crate::kernel::locale::Lang) -> &'static str,
        text: fn(crate::kernel::locale::Lang) -> &'static str,
    ) -> Response {
        let lang = self.visit.lang;
        self.worded(status, title(lang), text(lang).to_owned())
    }

    fn worded(self, status: StatusCode, title: &'static str, text: String) -> Response {
        let home = if self.desk { "/desk" } else { "/" };
        let to_home = words::to_home(self.visit.lang);
        let body = view! {
            <h1>{title}</h1>
            <p>{text}</p>
            <p><a href=home>{to_home}</a></p>
        };
        let (visit, page) = (&self.visit, Page::new(title, body.into_any()));
        let mut response = match self.signed_in {
            Some(signed_in) if self.desk => desk_page(visit, DeskFrame { place: None, signed_in }, page),
            Some(signed_in) => {
                let brand = portal_brand(visit);
                debtor_page(
                    visit,
                    DebtorFrame {
                        brand,
                        place: None,
                        signed_in,
                        viewed_at: None,
                        unread: 0,
                        banners: Vec::new(),
                    },
                    page,
                )
            }
            None => public_page(visit, PublicFrame::default(), page),
        };
        *response.status_mut() = status;
        response
    }
}

fn taken(response: &Response) -> Option<Refusal> {
    let pending = response.extensions().get::<PendingRefusal>()?;
    pending.0.lock().ok()?.take()
}
