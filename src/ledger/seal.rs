//! The chain of hashes over the ledger and over the audit trail: about once a second a job takes the rows that were
//! committed since, in order, and hashes their digests together with the hash before (DECISIONS A1.10). Whoever changes,
//! removes or slips in a row afterwards would have to make every later hash anew.

use futures_util::TryStreamExt as _;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kernel::actor::Actor;
use crate::kernel::db::{BeginError, Db, Tx};

/// What is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    Ledger,
    Audit,
}

impl Chain {
    pub const ALL: [Self; 2] = [Self::Ledger, Self::Audit];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Audit => "audit",
        }
    }
}

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// A row no longer says what it said when it was inserted. It is never sealed: somebody must look first.
    #[error("{} row {row}{} does not fit its digest", .chain.name(), .entry.map(|entry| format!(", entry {entry},")).unwrap_or_default())]
    Altered { chain: Chain, row: Uuid, entry: Option<i16> },
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// A batch of rows: which they are, and what they hash to. Transaction numbers are kept as text, for they are wider than
/// any integer that a row can give us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub number: i64,
    pub era: i32,
    pub cluster: i64,
    pub floor_sequence: i64,
    pub last_sequence: i64,
    pub lower_xid: String,
    pub upper_xid: String,
    pub row_count: i64,
    pub hash_previous: Vec<u8>,
    pub hash: Vec<u8>,
}

/// Higher than any transaction number.
const BEYOND_ALL: &str = "18446744073709551615";

/// Seals what was committed since the last time, and answers how many rows that were. Another process that is at it
/// already is left to it.
pub async fn seal_once(db: &Db) -> Result<u64, SealError> {
    // A chain that cannot be sealed does not keep the other from being sealed.
    let (ledger, audit) = (seal_chain(db, Chain::Ledger).await, seal_chain(db, Chain::Audit).await);
    Ok(ledger? + audit?)
}

/// The hash of a batch while its rows pass by.
pub struct BatchHash(Sha256);

impl BatchHash {
    pub fn after(hash_previous: &[u8]) -> Self {
        Self(Sha256::new_with_prefix(hash_previous))
    }

    /// Takes in the digest of a row, and then those of its entries.
    pub fn row(&mut self, digest: &[u8], entries: &[Vec<u8>]) {
        self.0.update(digest);
        entries.iter().for_each(|entry| self.0.update(entry));
    }

    /// Closes with what the seal says of itself, so that its own row cannot be changed either.
    pub fn close(mut self, chain: Chain, seal: &Seal) -> Vec<u8> {
        let Seal {
            number, era, cluster, floor_sequence, last_sequence, lower_xid, upper_xid, row_count, ..
        } = seal;
        let name = chain.name();
        self.0.update(format!(
            "{name}|{number}|{era}|{cluster}|{floor_sequence}|{last_sequence}|{lower_xid}|{upper_xid}|{row_count}"
        ));
        self.0.finalize().to_vec()
    }
}

/// The seals between two numbers, in order.
pub async fn seals(tx: &mut Tx, chain: Chain, from: i64, to: i64) -> Result<Vec<Seal>, sqlx::Error> {
    sqlx::query_as!(
        Seal,
        r#"select number, era, cluster, floor_sequence, last_sequence, lower_xid::text as "lower_xid!",
             upper_xid::text as "upper_xid!", row_count, hash_previous, hash
           from seals where chain = $1 and number between $2 and $3 order by number"#,
        chain.name(),
        from,
        to
    )
    .fetch_all(&mut **tx)
    .await
}

async fn seal_chain(db: &Db, chain: Chain) -> Result<u64, SealError> {
    let mut tx = db.begin(Actor::System("seal")).await?;
    let alone = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended('aldia seals ' || $1, 0)) as "alone!""#,
        chain.name()
    )
    .fetch_one(&mut *tx)
    .await?;
    if !alone {
        return Ok(0);
    }
    // A batch can be as large as an import.
    sqlx::raw_sql("set local statement_timeout = 0").execute(&mut *tx).await?;
    let mut seal = next_batch(&mut tx, chain).await?;
    hash_rows(&mut tx, chain, &mut seal).await?;
    if seal.row_count == 0 && seal.upper_xid != BEYOND_ALL {
        return Ok(0);
    }
    insert(&mut tx, chain, &seal).await?;
    tx.commit().await?;
    Ok(seal.row_count.unsigned_abs())
}

/// The batch to come, still without its rows. Every transaction below its upper end has ended, so nothing can appear in
/// it later.
async fn next_batch(tx: &mut Tx, chain: Chain) -> Result<Seal, sqlx::Error> {
    let here = sqlx::query!(
        r#"select (select coalesce(max(number), 0) from seals where chain = $1) as "last_number!",
             (select system_identifier from pg_control_system()) as "cluster!",
             pg_snapshot_xmin(pg_current_snapshot())::text as "upper_xid!""#,
        chain.name()
    )
    .fetch_one(&mut **tx)
    .await?;
    let last = seals(tx, chain, here.last_number, here.last_number).await?.pop();
    let fresh = Seal {
        number: here.last_number + 1,
        era: 1,
        cluster: here.cluster,
        floor_sequence: 0,
        last_sequence: 0,
        lower_xid: "0".to_owned(),
        upper_xid: here.upper_xid,
        row_count: 0,
        hash_previous: vec![0; 32],
        hash: Vec::new(),
    };
    let Some(last) = last else { return Ok(fresh) };
    let fresh = Seal { hash_previous: last.hash, ..fresh };
    if last.cluster != fresh.cluster {
        // The data was moved here. Its numbers mean nothing to this cluster, so everything is sealed once more.
        sqlx::query!("select hold_chains_still()").fetch_one(&mut **tx).await?;
        return Ok(Seal { era: last.era + 1, upper_xid: BEYOND_ALL.to_owned(), ..fresh });
    }
    if last.upper_xid == BEYOND_ALL {
        return Ok(Seal { era: last.era + 1, floor_sequence: last.last_sequence, ..fresh });
    }
    Ok(Seal { era: last.era, floor_sequence: last.floor_sequence, lower_xid: last.upper_xid, ..fresh })
}

/// Takes in the rows of the batch, each of which must still fit its digest. They are read as they come, so that a batch
/// of any size passes through little memory.
async fn hash_rows(tx: &mut Tx, chain: Chain, seal: &mut Seal) -> Result<(), SealError> {
    let mut hash = BatchHash::after(&seal.hash_previous);
    seal.last_sequence = seal.floor_sequence;
    let mut rows = sqlx::query!(
        r#"select id as "id!", sequence as "sequence!", digest as "digest!", entry_digests as "entry_digests!",
             intact as "intact!", altered_entry
           from chain_rows($1, ($2::text)::xid8, ($3::text)::xid8, $4, 9223372036854775807) order by sequence"#,
        chain.name(),
        seal.lower_xid,
        seal.upper_xid,
        seal.floor_sequence
    )
    .fetch(&mut **tx);
    while let Some(row) = rows.try_next().await? {
        if !row.intact || row.altered_entry.is_some() {
            return Err(SealError::Altered { chain, row: row.id, entry: row.altered_entry });
        }
        hash.row(&row.digest, &row.entry_digests);
        seal.last_sequence = row.sequence;
        seal.row_count += 1;
    }
    seal.hash = hash.close(chain, seal);
    Ok(())
}

async fn insert(tx: &mut Tx, chain: Chain, seal: &Seal) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into seals (chain, number, era, cluster, floor_sequence, last_sequence, lower_xid, upper_xid, row_count,
           hash_previous, hash)
         values ($1, $2, $3, $4, $5, $6, ($7::text)::xid8, ($8::text)::xid8, $9, $10, $11)",
        chain.name(),
        seal.number,
        seal.era,
        seal.cluster,
        seal.floor_sequence,
        seal.last_sequence,
        seal.lower_xid,
        seal.upper_xid,
        seal.row_count,
        seal.hash_previous,
        seal.hash
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
