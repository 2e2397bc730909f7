//! Debtors, persons with their addresses, accounts, and who is party to them.

use chrono::NaiveDate;
use sqlx::{Executor, FromRow};
use uuid::Uuid;

use super::{Written, step};
use crate::{
    identity::{self, keys::Keys, model::FactKind},
    imports::model::Record,
    kernel::{
        db::Tx,
        ids::{CreditorId, PersonId},
    },
};

pub async fn write_debtors(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(DEBTORS).await?;
    written.add(Record::Debtor, step(tx, NEW_DEBTORS).await?);
    step(tx, DEBTOR_REFERENCES).await?;
    step(tx, CHANGED_DEBTORS).await.map(drop)
}

const DEBTORS: &str = "
create temporary table debtor_row on commit drop as
  select distinct on (s.debtor_ref) s.*, r.object_id as known, coalesce(r.object_id, id_in_order(run.things, s.n * 16)) as debtor_id
  from run cross join staged_debtor s
  left join import_references r on r.creditor_id = run.creditor_id and r.kind = 'debtor' and r.reference = s.debtor_ref
  where s.state = 'good' order by s.debtor_ref, s.n;
analyze debtor_row";

const NEW_DEBTORS: &str = "
insert into debtors (id, kind, name, time_zone, jurisdiction)
select d.debtor_id, coalesce(d.debtor_kind, 'person'), d.name, coalesce(d.time_zone, c.time_zone), coalesce(d.country, c.jurisdiction)
from run join creditors c on c.id = run.creditor_id cross join debtor_row d where d.known is null order by d.n";

const DEBTOR_REFERENCES: &str = "
insert into import_references (creditor_id, kind, reference, object_id)
select run.creditor_id, 'debtor', d.debtor_ref, d.debtor_id from run cross join debtor_row d where d.known is null order by d.debtor_ref";

const CHANGED_DEBTORS: &str = "
with changed as (
  update debtors d set name = r.name, kind = coalesce(r.debtor_kind, d.kind), time_zone = coalesce(r.time_zone, d.time_zone),
    jurisdiction = coalesce(r.country, d.jurisdiction)
  from debtor_row r
  where d.id = r.known and (d.name, d.kind, d.time_zone, d.jurisdiction) is distinct from
    (r.name, coalesce(r.debtor_kind, d.kind), coalesce(r.time_zone, d.time_zone), coalesce(r.country, d.jurisdiction))
  returning r.line, r.debtor_ref
)
insert into change select 'debtor', line, debtor_ref, 'updated' from changed";

pub async fn write_persons(tx: &mut Tx, keys: &Keys, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(PERSONS).await?;
    written.add(Record::Person, step(tx, NEW_PERSONS).await?);
    step(tx, PERSON_REFERENCES).await?;
    step(tx, CHANGED_PERSONS).await?;
    // An address that the file no longer has stays: only its owner or a bounce takes it away.
    step(tx, NEW_ADDRESSES).await?;
    keep_facts(tx, keys).await
}

/// What a person is asked for on a new device is kept as a digest, which only this side of the database can make.
async fn keep_facts(tx: &mut Tx, keys: &Keys) -> Result<(), sqlx::Error> {
    const AT_ONCE: i64 = 5_000;
    let creditor =
        sqlx::query_scalar("select creditor_id from run").fetch_one(&mut **tx).await.map(CreditorId)?;
    let mut after = 0;
    loop {
        let rows: Vec<FactRow> = sqlx::query_as(FACTS).bind(after).bind(AT_ONCE).fetch_all(&mut **tx).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.n;
        let facts: Vec<_> = rows.into_iter().flat_map(FactRow::facts).collect();
        identity::store::replace_facts(tx, keys, creditor, &facts).await?;
    }
}

#[derive(FromRow)]
struct FactRow {
    n: i64,
    person_id: Uuid,
    tax_id: Option<String>,
    postal_code: Option<String>,
    birth_on: Option<NaiveDate>,
}

impl FactRow {
    fn facts(self) -> impl Iterator<Item = (PersonId, FactKind, String)> {
        let person = PersonId(self.person_id);
        let given = [
            (FactKind::TaxIdEnd, self.tax_id),
            (FactKind::PostalCode, self.postal_code),
            (FactKind::BirthDate, self.birth_on.map(|day| day.to_string())),
        ];
        given.into_iter().filter_map(move |(kind, fact)| Some((person, kind, fact?)))
    }
}

const FACTS: &str = "
select n, person_id, tax_id, postal_code, birth_on from person_row
where n > $1 and num_nonnulls(tax_id, postal_code, birth_on) > 0 order by n limit $2";

const PERSONS: &str = "
create temporary table person_row on commit drop as
  select distinct on (s.person_ref) s.*, r.object_id as known, coalesce(r.object_id, id_in_order(run.things, s.n * 16)) as person_id
  from run cross join staged_person s
  left join import_references r on r.creditor_id = run.creditor_id and r.kind = 'person' and r.reference = s.person_ref
  where s.state = 'good' order by s.person_ref, s.n;
analyze person_row";

const NEW_PERSONS: &str = "
insert into persons (id, name, language)
select p.person_id, p.name, coalesce(p.language, c.language)
from run join creditors c on c.id = run.creditor_id cross join person_row p where p.known is null order by p.n";

const PERSON_REFERENCES: &str = "
insert into import_references (creditor_id, kind, reference, object_id)
select run.creditor_id, 'person', p.person_ref, p.person_id from run cross join person_row p where p.known is null order by p.person_ref";

/// The language is the person's own choice once they are known.
const CHANGED_PERSONS: &str = "
with changed as (
  update persons p set name = r.name from person_row r where p.id = r.known and p.name <> r.name returning r.line, r.person_ref
)
insert into change select 'person', line, person_ref, 'updated' from changed";

const NEW_ADDRESSES: &str = "
with added as (
  insert into contact_points (id, person_id, kind, address)
  select id_in_order(run.things, r.n * 16 + a.nth), r.person_id, a.kind, a.address
  from run cross join person_row r cross join lateral (values (1, 'email', r.email), (2, 'phone', r.phone)) a (nth, kind, address)
  where a.address is not null order by r.n, a.nth
  on conflict do nothing returning person_id
)
insert into change
select distinct 'person', r.line, r.person_ref, 'updated' from added join person_row r on r.known = added.person_id";

pub async fn write_accounts(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(ACCOUNTS).await?;
    written.add(Record::Account, step(tx, NEW_ACCOUNTS).await?);
    step(tx, CHANGED_ACCOUNTS).await.map(drop)
}

/// An account that does not say since when begins with its first invoice.
const ACCOUNTS: &str = "
create temporary table account_row on commit drop as
  select distinct on (s.account_ref, s.currency) s.*, a.id as known, coalesce(d.debtor_id, r.object_id) as debtor_id, first.issued_on
  from run cross join staged_account s
  left join debtor_row d on d.debtor_ref = s.debtor_ref
  left join import_references r on r.creditor_id = run.creditor_id and r.kind = 'debtor' and r.reference = s.debtor_ref
  left join accounts a on a.creditor_id = run.creditor_id and a.reference = s.account_ref and a.currency = s.currency
  left join (select account_ref, currency, min(issued_on) as issued_on from staged_bill where state = 'good' group by 1, 2) first
    on first.account_ref = s.account_ref and first.currency = s.currency
  where s.state = 'good' order by s.account_ref, s.currency, s.n;
analyze account_row";

const NEW_ACCOUNTS: &str = "
insert into accounts (id, debtor_id, creditor_id, reference, contract, currency, opened_on)
select id_in_order(run.things, a.n * 16), a.debtor_id, run.creditor_id, a.account_ref, coalesce(a.contract_ref, ''), a.currency,
  coalesce(a.opened_on, a.issued_on, run.today)
from run cross join account_row a where a.known is null order by a.n";

const CHANGED_ACCOUNTS: &str = "
with changed as (
  update accounts a set contract = coalesce(r.contract_ref, a.contract), opened_on = coalesce(r.opened_on, a.opened_on)
  from account_row r
  where a.id = r.known
    and (a.contract, a.opened_on) is distinct from (coalesce(r.contract_ref, a.contract), coalesce(r.opened_on, a.opened_on))
  returning r.line, r.account_ref
)
insert into change select 'account', line, account_ref, 'updated' from changed";

/// After the invoices, which a guarantee names.
pub async fn write_parties(tx: &mut Tx, written: &mut Written) -> Result<(), sqlx::Error> {
    tx.execute(PARTIES).await?;
    step(tx, CHANGED_PARTIES).await?;
    written.add(Record::Party, step(tx, NEW_PARTIES).await?);
    Ok(())
}

/// What a role may do where the file does not say: who owes it manages it, who stands surety pays it, who helps sees it.
const PARTIES: &str = "
create temporary table party_row on commit drop as
  select s.*, a.id as account_id, a.debtor_id, coalesce(p.person_id, r.object_id) as person_id, i.id as invoice_id, k.id as known,
    coalesce(s.may, case s.role when 'guarantor' then 'pay' when 'helper' then 'see' else 'manage' end) as grants,
    coalesce(s.from_on, a.opened_on) as since
  from run cross join staged_party s
  join accounts a on a.creditor_id = run.creditor_id and a.reference = s.account_ref and (s.currency is null or a.currency = s.currency)
  left join person_row p on p.person_ref = s.person_ref
  left join import_references r on r.creditor_id = run.creditor_id and r.kind = 'person' and r.reference = s.person_ref
  left join invoices i on i.creditor_id = run.creditor_id and i.number = s.invoice_number
  left join parties k on k.account_id = a.id and k.person_id = coalesce(p.person_id, r.object_id) and k.role = s.role
    and k.invoice_id is not distinct from i.id
  where s.state = 'good' and (s.invoice_number is null or i.id is not null);
analyze party_row";

const CHANGED_PARTIES: &str = "
with changed as (
  update parties k set may = coalesce(r.may, k.may), liable_minor = coalesce(r.liable_amount, k.liable_minor),
    from_on = coalesce(r.from_on, k.from_on), until_on = r.until_on, proof = coalesce(r.proof, k.proof)
  from party_row r
  where k.id = r.known and (k.may, k.liable_minor, k.from_on, k.until_on, k.proof) is distinct from (coalesce(r.may, k.may),
    coalesce(r.liable_amount, k.liable_minor), coalesce(r.from_on, k.from_on), r.until_on, coalesce(r.proof, k.proof))
  returning r.line, r.account_ref, r.person_ref
)
insert into change select 'party', line, account_ref || ' ' || person_ref, 'updated' from changed";

const NEW_PARTIES: &str = "
insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, invoice_id, liable_minor, from_on, until_on, proof)
select id_in_order(run.things, r.n * 16 + row_number() over (partition by r.n order by r.account_id)), r.account_id, r.debtor_id,
  run.creditor_id, r.person_id, r.role, r.grants, r.invoice_id, r.liable_amount, r.since, r.until_on, coalesce(r.proof, '')
from run cross join party_row r where r.known is null order by r.n";
