//! Whether the hashes follow from one another and from the rows.

use std::collections::VecDeque;

use crate::kernel::db::Tx;
use crate::ledger::check::Fault;
use crate::ledger::seal::{BatchHash, Chain, ROWS_AT_A_TIME, Seal, seals};

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
        let mut rows = RowsOfSeals::new(chain, first, first + SEALS_AT_A_TIME - 1);
        let mut expected = first;
        for seal in &page {
            if seal.number != expected {
                faults.push(fault(chain, expected, Some((1, 0))));
            }
            let found = rows.hash(tx, seal).await?;
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

/// The rows that the seals of one page cover, read in order and some at a time.
struct RowsOfSeals {
    chain: Chain,
    first: i64,
    last: i64,
    /// The seal and the sequence of the row that was read last.
    after: (i64, i64),
    waiting: VecDeque<SealedRow>,
    read_out: bool,
}

struct SealedRow {
    number: i64,
    sequence: i64,
    digest: Vec<u8>,
    entry_digests: Vec<Vec<u8>>,
}

struct Found {
    row_count: i64,
    hash: Vec<u8>,
}

impl RowsOfSeals {
    fn new(chain: Chain, first: i64, last: i64) -> Self {
        Self { chain, first, last, after: (0, 0), waiting: VecDeque::new(), read_out: false }
    }

    /// What the rows of a seal hash to now. The seals are asked for in order.
    async fn hash(&mut self, tx: &mut Tx, seal: &Seal) -> Result<Found, sqlx::Error> {
        let mut hash = BatchHash::after(&seal.hash_previous);
        let mut row_count = 0;
        while let Some(row) = self.next_of(tx, seal.number).await? {
            hash.row(&row.digest, &row.entry_digests);
            row_count += 1;
        }
        Ok(Found { row_count, hash: hash.close(self.chain, seal) })
    }

    async fn next_of(&mut self, tx: &mut Tx, number: i64) -> Result<Option<SealedRow>, sqlx::Error> {
        if self.waiting.is_empty() && !self.read_out {
            self.read_on(tx).await?;
        }
        Ok(self.waiting.pop_front_if(|row| row.number == number))
    }

    /// A seal covers what its era sealed at most, so that nothing that came after the data moved is taken for a part of it.
    async fn read_on(&mut self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let rows = sqlx::query_as!(
            SealedRow,
            r#"with eras as (select era, max(last_sequence) as ceiling from seals where chain = $1 group by era)
               select s.number, r.sequence as "sequence!", r.digest as "digest!", r.entry_digests as "entry_digests!"
               from seals s join eras on eras.era = s.era
               cross join lateral chain_rows($1, s.lower_xid, s.upper_xid, s.floor_sequence, eras.ceiling) r
               where s.chain = $1 and s.number between $2 and $3 and (s.number, r.sequence) > ($4, $5)
               order by s.number, r.sequence limit $6"#,
            self.chain.name(),
            self.first.max(self.after.0),
            self.last,
            self.after.0,
            self.after.1,
            ROWS_AT_A_TIME
        )
        .fetch_all(&mut **tx)
        .await?;
        match rows.last() {
            Some(last) => self.after = (last.number, last.sequence),
            None => self.read_out = true,
        }
        self.waiting = rows.into();
        Ok(())
    }
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
