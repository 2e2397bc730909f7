//! What is done about papers: have a long one prepared, or compare a file with the one that was sealed.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use crate::accounts::model::Viewer;
use crate::accounts::store::account;
use crate::contact::model::NoticeCode;
use crate::documents::ordering::{OrderedStatement, order_statement};
use crate::documents::store::verify;
use crate::documents::views::statement::statement_href;
use crate::documents::views::verified::{Compared, verified_page};
use crate::documents::words;
use crate::identity::extract::SignedIn;
use crate::kernel::actor::Actor;
use crate::kernel::db::Db;
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;
use crate::kernel::upload::{ReadOnly, Upload};
use crate::kernel::web::{Refusal, SeeOther, see_other};
use crate::ui::page::Visit;

/// `POST /do/documents/prepare`: a long statement is printed while its reader does something else.
pub async fn prepare(
    person: SignedIn,
    State(db): State<Db>,
    visit: Visit,
    Form(form): Form<OrderedStatement>,
) -> Result<SeeOther, Refusal> {
    let id: AccountId = form.account.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(person.actor()).await?;
    let account = account(&mut tx, id).await?;
    let period = order_statement(&mut tx, visit.lang, &account, &form.from, &form.to).await?;
    tx.commit().await?;
    Ok(see_other(format!("{}&preparing=1#pdf", statement_href(Viewer::Person, &account, "", period))))
}

/// `POST /verify/{code}`: whether a file is the paper with this code. Nothing is kept and nothing is changed, and the
/// answer is given here and not at an address, where somebody could send another to a page that says "it matches".
pub async fn compare(
    visit: Visit,
    State(db): State<Db>,
    Path(typed): Path<String>,
    ReadOnly(form): ReadOnly,
) -> Result<Response, Refusal> {
    let mut tx = db.begin(Actor::Visitor).await?;
    let paper = match NoticeCode::parse(&typed) {
        Ok(code) => verify(&mut tx, &code).await?.map(|paper| (code, paper)),
        Err(_) => None,
    };
    drop(tx);
    // Of a code that is none of ours the page says what there is to say.
    let Some((code, paper)) = paper else {
        return Ok(see_other(format!("/verify?code={}", plain(&typed))).into_response());
    };
    let compared = match fingerprint(visit.lang, &form) {
        Ok(fingerprint) if fingerprint == paper.sha256 => Compared::Matches,
        Ok(fingerprint) => Compared::Differs(fingerprint),
        Err(sentence) => Compared::Refused(sentence),
    };
    Ok(verified_page(&visit, &code, &paper, Some(&compared)))
}

/// The SHA-256 of the file that was sent.
fn fingerprint(lang: Lang, form: &Upload) -> Result<String, &'static str> {
    match form.file("file") {
        Some(Ok(file)) if !file.bytes.is_empty() => Ok(hex::encode(Sha256::digest(&file.bytes))),
        Some(Err(_)) => Err(words::file_large(lang)),
        Some(Ok(_)) | None => Err(words::file_none(lang)),
    }
}

/// What of a typed code may stand in an address.
fn plain(typed: &str) -> String {
    typed.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(40).collect()
}
