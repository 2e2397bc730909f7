//! Articles and readings in the database.

use chrono::{DateTime, Utc};

use crate::desk::playbook::model::{Situation, Subject, Text, usual};
use crate::kernel::db::Tx;
use crate::kernel::ids::{ArticleId, CreditorId};
use crate::kernel::locale::Lang;

/// The newest version of an article, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub situation: Situation,
    /// 0 is the program's own.
    pub version: i32,
    pub es: Text,
    pub en: Text,
    pub written: Option<(String, DateTime<Utc>)>,
}

impl Article {
    pub fn text(&self, lang: Lang) -> &Text {
        match lang {
            Lang::Es => &self.es,
            Lang::En => &self.en,
        }
    }
}

/// Something to be read, and who has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub subject: Subject,
    pub version: i32,
    pub is_read: bool,
    /// Of those who work for the creditor and change things.
    pub unread_by: Vec<String>,
}

/// The newest version of every article of a creditor.
pub async fn articles(tx: &mut Tx, creditor: CreditorId) -> Result<Vec<Article>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct on (a.situation) a.situation, a.version, a.title_es, a.body_es, a.title_en, a.body_en, s.name, a.written_at
           from playbook_articles a join staff s on s.id = a.written_by where a.creditor_id = $1
           order by a.situation, a.version desc"#,
        creditor.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let articles = Situation::ALL.map(|situation| {
        let own = rows.iter().find(|row| row.situation == situation.name());
        match own {
            Some(row) => Article {
                situation,
                version: row.version,
                es: Text { title: row.title_es.clone(), body: row.body_es.clone() },
                en: Text { title: row.title_en.clone(), body: row.body_en.clone() },
                written: Some((row.name.clone(), row.written_at)),
            },
            None => Article {
                situation,
                version: 0,
                es: usual(situation, Lang::Es),
                en: usual(situation, Lang::En),
                written: None,
            },
        }
    });
    Ok(articles.into())
}

/// The newest published terms of a creditor.
pub async fn published_terms(tx: &mut Tx, creditor: CreditorId) -> Result<Option<i32>, sqlx::Error> {
    sqlx::query_scalar!(
        "select max(number) from policy_versions where creditor_id = $1 and published_at is not null",
        creditor.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// Who has read these versions of a creditor's.
pub async fn readings(
    tx: &mut Tx,
    creditor: CreditorId,
    wanted: &[(Subject, i32)],
) -> Result<Vec<Reading>, sqlx::Error> {
    let subjects: Vec<String> = wanted.iter().map(|(subject, _)| subject.name().to_owned()).collect();
    let versions: Vec<i32> = wanted.iter().map(|(_, version)| *version).collect();
    let rows = sqlx::query!(
        r#"select w.place as "place!", t.staff_id = $4 as "own!", t.staff_name as "name!", k.staff_id is not null as "is_read!"
           from unnest($2::text[], $3::integer[]) with ordinality as w (subject, version, place)
             cross join team_of($1) t
             left join acknowledgements k on k.staff_id = t.staff_id and k.creditor_id = $1 and k.subject = w.subject
               and k.version = w.version
           order by w.place, t.staff_name"#,
        creditor.0,
        &subjects,
        &versions,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let readings = (1_i64..).zip(wanted).map(|(place, (subject, version))| {
        let of = || rows.iter().filter(move |row| row.place == place);
        Reading {
            subject: *subject,
            version: *version,
            is_read: of().any(|row| row.own && row.is_read),
            unread_by: of().filter(|row| !row.is_read).map(|row| row.name.clone()).collect(),
        }
    });
    Ok(readings.collect())
}

/// Whoever asks has read this version. Said twice, it is said once.
pub async fn acknowledge(
    tx: &mut Tx,
    creditor: CreditorId,
    subject: Subject,
    version: i32,
) -> Result<bool, sqlx::Error> {
    let (staff, now) = (tx.actor().id(), tx.now());
    sqlx::query!(
        "insert into acknowledgements (staff_id, creditor_id, subject, version, read_at)
         select staff_id, creditor_id, $3, $4, $5 from staff_creditors where staff_id = $1 and creditor_id = $2
         on conflict do nothing",
        staff,
        creditor.0,
        subject.name(),
        version,
        now
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("acknowledge", "creditor", creditor.0, None).await?;
    sqlx::query_scalar!(
        r#"select exists (select from acknowledgements where staff_id = $1 and creditor_id = $2 and subject = $3 and version = $4) as "there!""#,
        staff,
        creditor.0,
        subject.name(),
        version
    )
    .fetch_one(&mut **tx)
    .await
}

/// Publishes the next version of an article, which its writer has read.
pub async fn publish(
    tx: &mut Tx,
    creditor: CreditorId,
    situation: Situation,
    es: &Text,
    en: &Text,
) -> Result<(), sqlx::Error> {
    let (id, staff, now) = (ArticleId::new(), tx.actor().id(), tx.now());
    let version = sqlx::query_scalar!(
        "insert into playbook_articles (id, creditor_id, situation, version, title_es, body_es, title_en, body_en, written_by, written_at)
         select $1, $2, $3, (select coalesce(max(version), 0) + 1 from playbook_articles where creditor_id = $2 and situation = $3),
           $4, $5, $6, $7, $8, $9
         returning version",
        id.0,
        creditor.0,
        situation.name(),
        es.title,
        es.body,
        en.title,
        en.body,
        staff,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    tx.audit("publish", "article", id.0, None).await?;
    acknowledge(tx, creditor, Subject::Article(situation), version).await.map(drop)
}
