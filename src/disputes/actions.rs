//! What a debtor posts about disputes.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::accounts::model::{Account, May};
use crate::accounts::store::account;
use crate::disputes::filing::keep_papers;
use crate::disputes::model::About;
use crate::disputes::store::drafts::{self, Draft};
use crate::disputes::store::ground::{Ground, ground};
use crate::disputes::store::opening::{self, OpenError, StepError};
use crate::disputes::store::reading::dispute;
use crate::disputes::typed::{WORDS_AT_MOST, claim};
use crate::identity::extract::SignedIn;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountFileId, DisputeDraftId, DisputeId, InvoiceId};
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// What a dispute is to be about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    account: String,
    about: String,
    request_key: String,
}

/// `POST /do/disputes/begin`
pub async fn begin(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<BeginForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = payer(&mut tx, &form.account).await?;
    let back = format!("/account/disputes/new?account={}", account.id);
    let fields = vec![("about".to_owned(), form.about.clone())];
    if form.about == "payment" {
        return Ok(see_other(format!("/account/pay/report?account={}", account.id)));
    }
    let (about, invoice) = match form.about.split_once(':') {
        Some((about, invoice)) => (About::parse(about), invoice.parse::<InvoiceId>().ok()),
        None => (About::parse(&form.about).filter(|about| *about == About::Identity), None),
    };
    let Some(about) = about.filter(|about| (*about == About::Identity) == invoice.is_none()) else {
        return Err(Refusal::invalid(back, fields, FieldError::new("about", "pick_one")));
    };
    let ground = ground(&mut tx, account, about, invoice).await?;
    if ground.parts.is_empty() {
        return Err(Refusal::invalid(back, fields, FieldError::new("about", "waits_already")));
    }
    // The page's key names the draft: pressed twice, it is one.
    let id: DisputeDraftId = form.request_key.parse().map_err(|_| stale(&back, fields))?;
    drafts::begin(&mut tx, id, &ground.account, about, invoice).await?;
    tx.commit().await?;
    Ok(see_other(draft_page(id)))
}

/// `POST /do/disputes/write`: what was typed is kept, right or wrong, and so are the files that can be.
pub async fn write(person: SignedIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let draft = read_draft(&mut tx, form.text("draft")).await?;
    let ground = ground_of(&mut tx, &draft).await?;
    let taken_off = form.texts("take_off");
    let mut files: Vec<AccountFileId> = draft
        .files
        .iter()
        .map(|file| file.id)
        .filter(|id| !taken_off.contains(&id.to_string().as_str()))
        .collect();
    let mut errors = Vec::new();
    let page = draft_page(draft.id);
    keep_papers(&mut tx, &ground.account, (&form, "files"), &mut files, &mut errors)
        .await
        .map_err(|unkept| unkept.refused(&page, &form, "files"))?;
    let fields: Vec<(String, String)> =
        form.words().into_iter().filter(|(name, _)| name != "draft" && name != "take_off").collect();
    drafts::keep(&mut tx, &draft, &fields, &files).await?;
    let written = drafts::draft(&mut tx, draft.id).await?;
    tx.commit().await?;
    if let Err(found) = claim(&ground, &written) {
        errors.extend(found);
    }
    if errors.is_empty() {
        Ok(see_other(format!("{page}/review")))
    } else {
        Err(Refusal::Invalid { back_to: page, fields, errors })
    }
}

/// Which draft is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    draft: String,
    request_key: String,
}

/// `POST /do/disputes/send`
pub async fn send(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<DraftForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let id: DisputeDraftId = form.draft.parse().map_err(|_| Refusal::NotFound)?;
    // Sent twice, the draft is gone, and the dispute that it became answers.
    if let Some(sent) = opening::opened_with(&mut tx, id.0).await? {
        return Ok(see_other(format!("/account/disputes/{sent}?done=opened")));
    }
    let draft = read_draft(&mut tx, &form.draft).await?;
    let ground = ground_of(&mut tx, &draft).await?;
    let back =
        |errors| Refusal::Invalid { back_to: draft_page(draft.id), fields: draft.fields.clone(), errors };
    if form.request_key.is_empty() {
        return Err(back(vec![FieldError::new("", "stale")]));
    }
    let claim = claim(&ground, &draft).map_err(back)?;
    let opened = match opening::open(&mut tx, &ground.account, &claim, draft.id.0).await {
        Ok(opened) => opened,
        Err(OpenError::Database(error)) => return Err(error.into()),
        Err(OpenError::WaitsAlready) => return Err(back(vec![FieldError::new("", "waits_already")])),
        Err(OpenError::NothingOpen) => return Err(back(vec![FieldError::new("", "invoice_paid")])),
        Err(OpenError::Repeated(number)) => {
            return Err(back(vec![FieldError::new("", "repeated").with(number)]));
        }
    };
    drafts::end(&mut tx, &draft, "send").await?;
    tx.commit().await?;
    Ok(see_other(format!("/account/disputes/{opened}?done=opened")))
}

/// `POST /do/disputes/drop`: a draft is not wanted any more.
pub async fn drop_draft(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<DraftForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let draft = read_draft(&mut tx, &form.draft).await?;
    drafts::end(&mut tx, &draft, "drop").await?;
    tx.commit().await?;
    Ok(see_other("/account/disputes"))
}

/// Which dispute is meant, and what is said to it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DisputeForm {
    dispute: String,
    words: String,
    what: String,
}

/// `POST /do/disputes/withdraw`
pub async fn withdraw(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<DisputeForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let id: DisputeId = form.dispute.parse().map_err(|_| Refusal::NotFound)?;
    opening::withdraw(&mut tx, id).await.map_err(|error| form.refused(id, error))?;
    tx.commit().await?;
    Ok(see_other(format!("/account/disputes/{id}?done=withdrawn")))
}

/// `POST /do/disputes/add`: words, files or both.
pub async fn add(person: SignedIn, State(db): State<Db>, form: Upload) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let id: DisputeId = form.text("dispute").parse().map_err(|_| Refusal::NotFound)?;
    let dispute = dispute(&mut tx, id).await?;
    let page = format!("/account/disputes/{id}");
    let words = form.text("words");
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    keep_papers(&mut tx, &dispute.account, (&form, "files"), &mut files, &mut errors)
        .await
        .map_err(|unkept| unkept.refused(&page, &form, "files"))?;
    if words.is_empty() && files.is_empty() && errors.is_empty() {
        errors.push(FieldError::new("words", "say_or_attach"));
    }
    if words.chars().count() > WORDS_AT_MOST {
        errors.push(FieldError::new("words", "words_long"));
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid { back_to: page, fields: form.words(), errors });
    }
    let said = DisputeForm { dispute: id.to_string(), words: words.to_owned(), what: String::new() };
    opening::add(&mut tx, id, words, &files).await.map_err(|error| said.refused(id, error))?;
    tx.commit().await?;
    Ok(see_other(format!("{page}?done=sent")))
}

/// `POST /do/disputes/answer`: the debtor answers a decision, or has it looked at again.
pub async fn answer(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<DisputeForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let id: DisputeId = form.dispute.parse().map_err(|_| Refusal::NotFound)?;
    let page = format!("/account/disputes/{id}");
    let words = form.words.trim();
    if words.is_empty() {
        return Err(form.back(&page, FieldError::new("words", "words_none")));
    }
    if words.chars().count() > WORDS_AT_MOST {
        return Err(form.back(&page, FieldError::new("words", "words_long")));
    }
    let done = match form.what.as_str() {
        "appeal" => opening::appeal(&mut tx, id, words).await,
        _ => opening::reply(&mut tx, id, words).await,
    };
    done.map_err(|error| form.refused(id, error))?;
    tx.commit().await?;
    Ok(see_other(format!("{page}?done=sent")))
}

impl DisputeForm {
    fn refused(&self, id: DisputeId, error: StepError) -> Refusal {
        match error {
            StepError::NotNow(why) => {
                self.back(&format!("/account/disputes/{id}"), FieldError::new("", why.code()))
            }
            StepError::Database(error) => error.into(),
        }
    }

    fn back(&self, page: &str, error: FieldError) -> Refusal {
        Refusal::invalid(page, vec![("words".to_owned(), self.words.clone())], error)
    }
}

/// An account on which this person may contest something: whoever may pay it.
async fn payer(tx: &mut Tx, id: &str) -> Result<Account, Refusal> {
    let account = account(tx, id.parse().map_err(|_| Refusal::NotFound)?).await?;
    if account.may < May::Pay { Err(Refusal::Forbidden) } else { Ok(account) }
}

async fn read_draft(tx: &mut Tx, id: &str) -> Result<Draft, Refusal> {
    Ok(drafts::draft(tx, id.parse().map_err(|_| Refusal::NotFound)?).await?)
}

async fn ground_of(tx: &mut Tx, draft: &Draft) -> Result<Ground, Refusal> {
    let account = payer(tx, &draft.account.to_string()).await?;
    Ok(ground(tx, account, draft.about, draft.invoice).await?)
}

fn draft_page(id: DisputeDraftId) -> String {
    format!("/account/disputes/drafts/{id}")
}

fn stale(back: &str, fields: Vec<(String, String)>) -> Refusal {
    Refusal::invalid(back, fields, FieldError::new("about", "stale"))
}
