//! Templates in the database. Row-level security shows each reader those of their creditors.

use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, TemplateId};
use crate::messages::templates::model::{Brought, Template};

/// Everything that is offered for a creditor: what the program brings, in the creditor's words where there are some, and
/// the creditor's own after it.
pub async fn templates(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<Template>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: TemplateId", stands_for, title_es, title_en, text_es, text_en from message_templates
           where creditor_id = $1 and retired_at is null order by title_es, id"#,
        creditor.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let written = rows.into_iter().map(|row| Template {
        id: Some(row.id),
        creditor,
        brought: row.stands_for.as_deref().and_then(Brought::parse),
        title: [row.title_es, row.title_en],
        text: [row.text_es, row.text_en],
    });
    let (changed, own): (Vec<_>, Vec<_>) = written.partition(|template| template.brought.is_some());
    let brought = Brought::ALL.map(|brought| {
        let changed = changed.iter().find(|template| template.brought == Some(brought)).cloned();
        changed.unwrap_or_else(|| brought.template(creditor))
    });
    Ok(brought.into_iter().chain(own).collect())
}

/// The one that an address names, if this creditor has it.
pub async fn template(tx: &mut Tx, creditor: CreditorId, key: &str) -> Result<Option<Template>, sqlx::Error> {
    Ok(templates(tx, creditor).await?.into_iter().find(|template| template.key() == key))
}

/// Keeps the words of a template, in place of those that it had. `key` names the form: sent twice, it writes once.
pub async fn save(tx: &mut Tx, template: &Template, key: TemplateId) -> Result<(), sqlx::Error> {
    let id = match (template.id, template.brought) {
        (Some(id), _) => change(tx, id, template).await?,
        (None, Some(brought)) => stand_in(tx, brought, template).await?,
        (None, None) => add(tx, key, template).await?,
    };
    tx.audit("save", "message_template", id.0, None).await
}

async fn change(tx: &mut Tx, id: TemplateId, template: &Template) -> Result<TemplateId, sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    sqlx::query_scalar!(
        r#"update message_templates set title_es = $2, title_en = $3, text_es = $4, text_en = $5, changed_by = $6, changed_at = $7
           where id = $1 and retired_at is null returning id as "id: TemplateId""#,
        id.0,
        template.title[0],
        template.title[1],
        template.text[0],
        template.text[1],
        staff,
        now
    )
    .fetch_one(&mut **tx)
    .await
}

/// Puts one that the program brings into other words. Where somebody just did, these words take the place of theirs.
async fn stand_in(tx: &mut Tx, brought: Brought, template: &Template) -> Result<TemplateId, sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    sqlx::query_scalar!(
        r#"insert into message_templates (id, creditor_id, stands_for, title_es, title_en, text_es, text_en, changed_by, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (creditor_id, stands_for) where stands_for is not null and retired_at is null do update
             set title_es = excluded.title_es, title_en = excluded.title_en, text_es = excluded.text_es, text_en = excluded.text_en,
               changed_by = excluded.changed_by, changed_at = excluded.changed_at
           returning id as "id: TemplateId""#,
        TemplateId::new().0,
        template.creditor.0,
        brought.name(),
        template.title[0],
        template.title[1],
        template.text[0],
        template.text[1],
        staff,
        now
    )
    .fetch_one(&mut **tx)
    .await
}

async fn add(tx: &mut Tx, key: TemplateId, template: &Template) -> Result<TemplateId, sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "insert into message_templates (id, creditor_id, title_es, title_en, text_es, text_en, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
        key.0,
        template.creditor.0,
        template.title[0],
        template.title[1],
        template.text[0],
        template.text[1],
        staff,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(key)
}

/// It is not offered any more; one that the program brings is said in the program's words again.
pub async fn retire(tx: &mut Tx, id: TemplateId) -> Result<(), sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "update message_templates set retired_at = $2, changed_by = $3, changed_at = $2 where id = $1 and retired_at is null",
        id.0,
        now,
        staff
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("retire", "message_template", id.0, None).await
}
