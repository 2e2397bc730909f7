//! The page of one's kept cards.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::accounts::frame::person_frame;
use crate::accounts::store::accounts_of_person;
use crate::identity::extract::SignedIn;
use crate::kernel::db::Db;
use crate::kernel::web::Refusal;
use crate::payments::saved::store::own_methods;
use crate::payments::saved::views::{MethodsPage, methods};
use crate::payments::saved::words;
use crate::ui::{AccountPlace, Page, Refilled, Visit, debtor_page};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Just {
    done: String,
}

/// `GET /account/methods`
pub async fn page(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    Query(just): Query<Just>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(person.actor()).await?;
    let accounts = accounts_of_person(&mut tx).await?;
    let form = Refilled::of(visit.draft.as_ref(), |_| words::name_too_long(lang).to_owned());
    let errors = form.errors();
    let page = MethodsPage {
        methods: own_methods(&mut tx).await?,
        today: tx.now().date_naive(),
        done: just.done,
        form,
    };
    let place = Some(AccountPlace::Payments);
    let frame = person_frame(&mut tx, &visit, &person.name, place, &accounts, &[]).await?;
    Ok(debtor_page(&visit, frame, Page::new(words::heading(lang), methods(lang, &page)).errors(errors)))
}
