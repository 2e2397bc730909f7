//! What is posted about the guide: "I have read it", and another version.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::contact::tone::forbidden_words;
use crate::desk::people::store::own_creditors;
use crate::desk::playbook::model::{BODY_AT_MOST, Situation, Subject, TITLE_AT_MOST, Text};
use crate::desk::playbook::store;
use crate::desk::playbook::views::article_href;
use crate::identity::extract::StaffIn;
use crate::identity::model::Role;
use crate::kernel::db::Db;
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};

/// Which article of whose, and what it is to say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArticleForm {
    creditor: String,
    about: String,
    version: String,
    title_es: String,
    body_es: String,
    title_en: String,
    body_en: String,
}

/// `POST /do/desk/acknowledge-article`
pub async fn acknowledge(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ArticleForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let creditor: CreditorId = form.creditor.parse().map_err(|_| Refusal::NotFound)?;
    let subject = Subject::parse(&form.about).ok_or(Refusal::NotFound)?;
    let version: i32 = form.version.parse().map_err(|_| Refusal::NotFound)?;
    let mut tx = db.begin(staff.actor()).await?;
    if !store::acknowledge(&mut tx, creditor, subject, version).await? {
        return Err(Refusal::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(format!("/desk/playbook?creditor={creditor}")))
}

/// `POST /do/desk/publish-article`
pub async fn publish(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<ArticleForm>,
) -> Result<SeeOther, Refusal> {
    if !matches!(staff.role, Role::Supervisor | Role::Administrator) {
        return Err(Refusal::Forbidden);
    }
    let creditor: CreditorId = form.creditor.parse().map_err(|_| Refusal::NotFound)?;
    let situation = Situation::parse(&form.about).ok_or(Refusal::NotFound)?;
    let errors = form.errors();
    let page = article_href(creditor, situation);
    if !errors.is_empty() {
        let fields = form.texts().map(|(name, text, _)| (name.to_owned(), text.clone())).to_vec();
        return Err(Refusal::Invalid { back_to: page, fields, errors });
    }
    let mut tx = db.begin(staff.actor()).await?;
    if !own_creditors(&mut tx).await?.iter().any(|(own, _)| *own == creditor) {
        return Err(Refusal::NotFound);
    }
    let text = |title: &str, body: &str| Text {
        title: title.trim().to_owned(),
        body: body.replace("\r\n", "\n").trim().to_owned(),
    };
    let (es, en) = (text(&form.title_es, &form.body_es), text(&form.title_en, &form.body_en));
    store::publish(&mut tx, creditor, situation, &es, &en).await?;
    tx.commit().await?;
    Ok(see_other(format!("{page}&done=published")))
}

impl ArticleForm {
    /// Each field with what was typed and how long it may be.
    fn texts(&self) -> [(&'static str, &String, usize); 4] {
        [
            ("title_es", &self.title_es, TITLE_AT_MOST),
            ("body_es", &self.body_es, BODY_AT_MOST),
            ("title_en", &self.title_en, TITLE_AT_MOST),
            ("body_en", &self.body_en, BODY_AT_MOST),
        ]
    }

    /// What is said to the team is said to people soon after, so it is held to the same tone.
    fn errors(&self) -> Vec<FieldError> {
        let texts = self.texts().into_iter();
        texts
            .filter_map(|(name, text, most)| {
                let threat =
                    [Lang::Es, Lang::En].into_iter().flat_map(|lang| forbidden_words(text, lang)).next();
                match (text.trim().chars().count(), threat) {
                    (0, _) => Some(FieldError::new(name, "text_empty")),
                    (length, _) if length > most => Some(FieldError::new(name, "text_long")),
                    (_, Some(phrase)) => Some(FieldError::new(name, "text_tone").with(phrase)),
                    (_, None) => None,
                }
            })
            .collect()
    }
}
