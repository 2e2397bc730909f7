//! Whether the hashes follow from one another and from the rows.

use futures_util::TryStreamExt as _;

use crate::kernel::db::Tx;
use crate::ledger::check::Fault;
use crate::ledger::seal::{BatchHash, Chain, Seal, seals};

/// What came of following a chain.
pub(super) struct Followed {
    pub faults: Vec<Fault>,
    /// How many rows no seal covers yet.
    pub unsealed: i64,
}

/// How many seals are read at once.
const SEALS_AT_A_TIME: i64 = 500;

/// Follows the chain from its first seal to its last.
pub(super) async fn verify(tx: &mut Tx, chain: Chain) -> Result<Followed, sqlx::Error> {
    let last_number = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "last!" from seals where chain = $1"#,
        chain.name()
    )
    .fetch_one(&mut **tx)
    .await?;
    let mut faults = Vec::new();
    let mut hash_before = vec![0; 32];
    let mut first = 1;
    while first <= last_number {
        let page = seals(tx, chain, first, first + SEALS_AT_A_TIME - 1).await?;
        let hashed = hash_again(tx, chain, &page).await?;
        let mut expected = first;
        for (seal, found) in page.iter().zip(hashed) {
            if seal.number != expected {
                faults.push(fault(chain, expected, Some((1, 0))));
            }
            if found.row_count != seal.row_count {
                faults.push(fault(chain, seal.number, Some((seal.row_count, found.row_count))));
            } else if found.hash != seal.hash || seal.hash_previous != hash_before {
                faults.push(fault(chain, seal.number, None));
            }
            hash_before.clone_from(&seal.hash);
            expected = seal.number + 1;
        }
        first += SEALS_AT_A_TIME;
    }
    Ok(Followed { faults, unsealed: unsealed(tx, chain).await? })
}

fn fault(chain: Chain, number: i64, counts: Option<(i64, i64)>) -> Fault {
    let (expected, found) = counts.unzip();
    Fault {
        object: "seal".to_owned(),
        id: format!("{}:{number}", chain.name()),
        entry: None,
        expected,
        found,
    }
}

/// What the rows of a seal are now.
struct Hashed {
    row_count: i64,
    hash: Vec<u8>,
}

/// Hashes the rows of each of these seals once more, in the order of the seals. A seal covers what its era sealed at most,
/// so that nothing that came after the data moved is taken for a part of it.
async fn hash_again(tx: &mut Tx, chain: Chain, seals: &[Seal]) -> Result<Vec<Hashed>, sqlx::Error> {
    let mut batches: Vec<(i64, BatchHash)> =
        seals.iter().map(|seal| (0, BatchHash::after(&seal.hash_previous))).collect();
    let (first, last) = (seals.first().map(|seal| seal.number), seals.last().map(|seal| seal.number));
    let mut rows = sqlx::query!(
        r#"with eras as (select era, max(last_sequence) as ceiling from seals where chain = $1 group by era)
           select s.number, r.digest as "digest!", r.entry_digests as "entry_digests!"
           from seals s join eras on eras.era = s.era
           cross join lateral chain_rows($1, s.lower_xid, s.upper_xid, s.floor_sequence, eras.ceiling) r
           where s.chain = $1 and s.number between $2 and $3
           order by s.number, r.sequence"#,
        chain.name(),
        first,
        last
    )
    .fetch(&mut **tx);
    while let Some(row) = rows.try_next().await? {
        if let Ok(place) = seals.binary_search_by_key(&row.number, |seal| seal.number) {
            let (row_count, hash) = &mut batches[place];
            *row_count += 1;
            hash.row(&row.digest, &row.entry_digests);
        }
    }
    Ok(batches
        .into_iter()
        .zip(seals)
        .map(|((row_count, hash), seal)| Hashed { row_count, hash: hash.close(chain, seal) })
        .collect())
}

async fn unsealed(tx: &mut Tx, chain: Chain) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with last as (select * from seals where chain = $1 order by number desc limit 1),
             beyond as (
               select coalesce((select case when upper_xid = '18446744073709551615'::xid8 then '0'::xid8 else upper_xid end from last), '0'::xid8) as lower,
                 coalesce((select case when upper_xid = '18446744073709551615'::xid8 then last_sequence else floor_sequence end from last), 0) as floor
             )
           select count(*) as "unsealed!" from beyond
           cross join lateral chain_rows($1, beyond.lower, '18446744073709551615'::xid8, beyond.floor, 9223372036854775807) r"#,
        chain.name()
    )
    .fetch_one(&mut **tx)
    .await
}
