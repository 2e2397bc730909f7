//! The package that goes with a hand-over: one archive of what is known about the account, with the digest of each file in
//! it, sealed under a code at which anybody can compare the whole.

use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::Handover;
use crate::accounts::model::{Account, Balance};
use crate::accounts::store::balance;
use crate::contact::model::NoticeCode;
use crate::documents::model::PaperKind;
use crate::documents::papers::{Enclosed, handover_cover};
use crate::documents::press::{self, PressError};
use crate::documents::sealing::{digest, stamp};
use crate::documents::store::{Identity, Sealed, issuer, keep};
use crate::handing::archive::Archive;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountFileId, AccountId, PaperId};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

/// The tables of a package, each with its columns.
pub const SHEETS: [(&str, &[&str]); 8] = [
    (
        "invoices",
        &[
            "number",
            "issued_on",
            "due_on",
            "voided_on",
            "total",
            "principal",
            "interest",
            "fees",
            "open",
            "fiscal_uuid",
        ],
    ),
    (
        "entries",
        &[
            "sequence",
            "recorded_at",
            "effective_on",
            "accounting_on",
            "kind",
            "document",
            "book",
            "invoice",
            "amount",
        ],
    ),
    ("disputes", &["number", "reason", "amount", "state", "credited", "happened_at", "step", "by", "words"]),
    ("consents", &["what", "person", "at", "detail"]),
    ("contacts", &["month", "channel", "direction", "what", "count"]),
    ("parties", &["name", "role", "may", "invoice", "liable", "from_on", "until_on", "addresses"]),
    ("promises", &["made_on", "promised_on", "amount", "paid", "ended"]),
    ("legal", &["kind", "from_on", "until_on", "lifted_at"]),
];

/// Papers and evidence beyond this are listed with their digests and not enclosed.
const ENCLOSED_BYTES_AT_MOST: usize = 7 * 1024 * 1024;
/// What the database takes.
const BYTES_AT_MOST: usize = 10 * 1024 * 1024;

/// Why there is no package.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("the package has {0} bytes")]
    TooLarge(usize),
    #[error(transparent)]
    Press(#[from] PressError),
    #[error(transparent)]
    Archive(#[from] std::io::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// What is said of a file of the archive, in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Listed {
    path: String,
    bytes: usize,
    sha256: String,
}

/// Gathers, packs and seals it.
pub async fn seal(
    tx: &mut Tx,
    of: &Account,
    handover: &Handover,
    open: Money,
    public_url: &str,
) -> Result<PaperId, PackError> {
    let code = NoticeCode::from_random(rand::random());
    let mut files = gather(tx, of, handover, open).await?;
    let listed: Vec<Listed> = files.iter().map(|(path, content)| Listed::of(path, content)).collect();
    let lang = language(tx, of).await?;
    let manifest = json!({
        "number": handover.number,
        "code": code.as_str(),
        "verify": format!("{public_url}/verify/{code}"),
        "account": of.reference,
        "handed_on": of.today,
        "files": listed,
    });
    let cover = cover(tx, lang, of, handover, open, &listed).await?;
    let stamp = stamp(lang, public_url, &handover.number, &code, (1, 1));
    files.insert(0, ("cover.pdf".to_owned(), press::print(&cover, &stamp).await?));
    files.push(("manifest.json".to_owned(), serde_json::to_vec_pretty(&manifest)?));
    let mut archive = Archive::of(of.today);
    for (path, content) in &files {
        archive.add(path, content)?;
    }
    let content = archive.finish()?;
    if content.len() > BYTES_AT_MOST {
        return Err(PackError::TooLarge(content.len()));
    }
    let identity = Identity {
        kind: PaperKind::Handover,
        subject: handover.id.0,
        about: String::new(),
        for_person: None,
        lang,
        facts: digest(&manifest, false),
    };
    let sealed =
        Sealed { number: handover.number.clone(), code: code.to_string(), part: 1, parts: 1, content };
    let paper = keep(tx, of, &identity, &sealed).await?.ok_or(sqlx::Error::RowNotFound)?;
    tx.audit("seal", "paper", paper.0, Some(of.id)).await?;
    Ok(paper)
}

impl Listed {
    fn of(path: &str, content: &[u8]) -> Self {
        Self { path: path.to_owned(), bytes: content.len(), sha256: hex::encode(Sha256::digest(content)) }
    }
}

type Files = Vec<(String, Vec<u8>)>;

async fn gather(tx: &mut Tx, of: &Account, handover: &Handover, open: Money) -> Result<Files, PackError> {
    let mut files = vec![("account.json".to_owned(), account_sheet(tx, of, handover, open).await?)];
    for (sheet, columns) in SHEETS {
        let rows = rows(tx, of, sheet).await?;
        files.push((format!("{sheet}.csv"), table(columns, &rows)));
    }
    let mut left = ENCLOSED_BYTES_AT_MOST;
    enclose_papers(tx, of, &mut files, &mut left).await?;
    enclose_evidence(tx, of, &mut files, &mut left).await?;
    Ok(files)
}

/// Who owes what to whom, and into whose hands it goes.
async fn account_sheet(
    tx: &mut Tx,
    of: &Account,
    handover: &Handover,
    open: Money,
) -> Result<Vec<u8>, PackError> {
    let Balance { due, not_due, held, .. } = balance(tx, of).await?;
    let plain = |money: Money| crate::documents::csv::plain(money);
    let sheet = json!({
        "creditor": of.creditor_name,
        "debtor": of.debtor_name,
        "reference": of.reference,
        "contract": of.contract,
        "currency": of.currency.code(),
        "as_of": of.today,
        "open": plain(open),
        "due": plain(due),
        "not_due": plain(not_due),
        "held": plain(held),
        "handover": {
            "number": handover.number,
            "kind": handover.kind.name(),
            "to": handover.to_name,
            "contact": handover.to_contact,
            "prepared_by": handover.prepared_by,
        },
    });
    Ok(serde_json::to_vec_pretty(&sheet)?)
}

async fn rows(tx: &mut Tx, of: &Account, sheet: &str) -> Result<Vec<Vec<String>>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select cells as "cells!" from handover_sheet($1, $2, $3) order by place"#,
        of.id.0,
        sheet,
        i32::try_from(of.currency.exponent()).unwrap_or(2)
    )
    .fetch_all(&mut **tx)
    .await
}

/// The papers that were given out about the account to everybody on it.
async fn enclose_papers(
    tx: &mut Tx,
    of: &Account,
    files: &mut Files,
    left: &mut usize,
) -> Result<(), PackError> {
    let papers = sqlx::query!(
        r#"select id as "id: PaperId", kind, number, code, part, encode(sha256, 'hex') as "sha256!", created_at::date::text as "created_on!",
             octet_length(content) as "bytes!", for_person_id is null as "is_everybodys!"
           from papers where account_id = $1 and kind <> 'handover' order by sequence desc"#,
        of.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut list = Vec::new();
    for paper in papers {
        let bytes = usize::try_from(paper.bytes).unwrap_or(usize::MAX);
        let name = file_name(&format!("{}-{}-{}", paper.kind, paper.number, paper.part));
        let path = format!("documents/{name}.pdf");
        let is_in = paper.is_everybodys && bytes <= *left && files.iter().all(|(known, _)| *known != path);
        list.push(vec![
            paper.kind,
            paper.number,
            paper.code,
            paper.created_on,
            paper.sha256,
            if is_in { path.clone() } else { String::new() },
        ]);
        if is_in {
            *left -= bytes;
            let content = sqlx::query_scalar!("select content from papers where id = $1", paper.id.0)
                .fetch_one(&mut **tx)
                .await?;
            files.push((path, content));
        }
    }
    let columns = ["kind", "number", "code", "created_on", "sha256", "enclosed_as"];
    files.push(("documents.csv".to_owned(), table(&columns, &list)));
    Ok(())
}

/// What came with disputes.
async fn enclose_evidence(
    tx: &mut Tx,
    of: &Account,
    files: &mut Files,
    left: &mut usize,
) -> Result<(), PackError> {
    let found = sqlx::query!(
        r#"select distinct d.number, f.id as "id: AccountFileId", f.name, encode(f.sha256, 'hex') as "sha256!", octet_length(f.bytes) as "bytes!"
           from dispute_files x join disputes d on d.id = x.dispute_id join account_files f on f.id = x.file_id
           where x.account_id = $1 order by d.number, f.id"#,
        of.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut list = Vec::new();
    for (place, file) in found.into_iter().enumerate() {
        let bytes = usize::try_from(file.bytes).unwrap_or(usize::MAX);
        let path = format!("evidence/{}-{}-{}", file_name(&file.number), place + 1, file_name(&file.name));
        let is_in = bytes <= *left;
        let enclosed_as = if is_in { path.clone() } else { String::new() };
        list.push(vec![file.number, file.name, file.sha256, enclosed_as]);
        if is_in {
            *left -= bytes;
            let content = sqlx::query_scalar!("select bytes from account_files where id = $1", file.id.0)
                .fetch_one(&mut **tx)
                .await?;
            files.push((path, content));
        }
    }
    files.push(("evidence.csv".to_owned(), table(&["dispute", "name", "sha256", "enclosed_as"], &list)));
    Ok(())
}

/// A name that every system can keep.
fn file_name(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '-' };
    name.chars().map(plain).take(80).collect()
}

/// A table for spreadsheets: UTF-8 with the mark that they look for, and no cell that they would take for a formula.
fn table(columns: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(columns);
    for row in rows {
        let cells = row
            .iter()
            .map(|cell| if is_number(cell) { cell.clone() } else { crate::documents::csv::text(cell) });
        let _ = writer.write_record(cells.collect::<Vec<_>>());
    }
    ["\u{feff}".as_bytes(), &writer.into_inner().unwrap_or_default()].concat()
}

/// `-30.50` begins like a formula and is none.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    !digits.is_empty() && digits.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
}

async fn cover(
    tx: &mut Tx,
    lang: Lang,
    of: &Account,
    handover: &Handover,
    open: Money,
    listed: &[Listed],
) -> Result<crate::documents::model::Paper, sqlx::Error> {
    let issuer = issuer(tx, of.creditor).await?;
    let enclosed: Vec<Enclosed> = listed
        .iter()
        .map(|one| Enclosed { path: one.path.clone(), bytes: one.bytes, sha256: one.sha256.clone() })
        .collect();
    Ok(handover_cover(lang, &issuer, of, handover, open, &enclosed))
}

/// In which the creditor writes.
async fn language(tx: &mut Tx, of: &Account) -> Result<Lang, sqlx::Error> {
    let code = sqlx::query_scalar!("select language from creditors where id = $1", of.creditor.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(Lang::parse(&code).unwrap_or_default())
}

/// How much a package would hold now, for whoever decides: entries, papers, disputes and contacts.
pub async fn counts(tx: &mut Tx, of: AccountId) -> Result<[i64; 4], sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select count(*) from ledger_entries where account_id = $1) as "entries!",
             (select count(*) from papers where account_id = $1 and kind <> 'handover') as "papers!",
             (select count(*) from disputes where account_id = $1) as "disputes!",
             (select count(*) from notices where account_id = $1) + (select count(*) from calls where account_id = $1)
               + (select count(*) from messages where account_id = $1) as "contacts!""#,
        of.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok([row.entries, row.papers, row.disputes, row.contacts])
}
