//! The people and the neighbours of an account. Every function filters by the creditors of whoever asks, as row-level security
//! does too.

use chrono::NaiveDate;

use crate::accounts::model::Account;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PersonId};
use crate::kernel::money::{Currency, Money};

/// Of more neighbours than these the first are shown.
const RELATED_SHOWN: i64 = 50;

/// One link of a person to the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub person: PersonId,
    pub name: String,
    pub role: String,
    /// `see`, `pay`, `negotiate` or `manage`; each holds those before it.
    pub may: String,
    /// Of a guarantor: for which invoice, and up to how much.
    pub guarantees: Option<(String, Money)>,
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
    pub proof: String,
    /// It holds today.
    pub is_current: bool,
}

/// Another account that has to do with this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    pub account: AccountId,
    pub debtor: String,
    pub reference: String,
    pub creditor: String,
    pub open: Money,
    /// It is the same debtor's; else somebody of this account is linked to it.
    pub same_debtor: bool,
    /// Who of this account is linked to it.
    pub through: Vec<String>,
}

/// The links of people to an account: those that hold first, who owes before who helps.
pub async fn parties(tx: &mut Tx, account: &Account) -> Result<Vec<Party>, sqlx::Error> {
    let today = tx.now().date_naive();
    let rows = sqlx::query!(
        r#"select p.person_id as "person: PersonId", s.name, p.role, p.may, i.number as "invoice_number?", p.liable_minor, p.from_on,
             p.until_on, p.proof, (p.from_on <= $2 and coalesce(p.until_on >= $2, true)) as "is_current!"
           from parties p join persons s on s.id = p.person_id left join invoices i on i.id = p.invoice_id
             join staff_creditors c on c.creditor_id = p.creditor_id and c.staff_id = $3
           where p.account_id = $1
           order by (p.from_on <= $2 and coalesce(p.until_on >= $2, true)) desc,
             array_position(array['principal', 'joint_debtor', 'representative', 'executor', 'helper', 'guarantor'], p.role), s.name, p.id"#,
        account.id.0,
        today,
        tx.actor().id()
    )
    .fetch_all(&mut **tx)
    .await?;
    let parties = rows.into_iter().map(|row| Party {
        person: row.person,
        name: row.name,
        role: row.role,
        may: row.may,
        guarantees: row.invoice_number.zip(row.liable_minor.map(|minor| Money::new(minor, account.currency))),
        from_on: row.from_on,
        until_on: row.until_on,
        proof: row.proof,
        is_current: row.is_current,
    });
    Ok(parties.collect())
}

/// The other accounts of the same debtor, and those to which people of this account are linked: the debtor's own first.
pub async fn related(tx: &mut Tx, account: &Account) -> Result<Vec<Related>, sqlx::Error> {
    let today = tx.now().date_naive();
    let rows = sqlx::query!(
        r#"with people as (
             select distinct q.person_id from parties q
             where q.account_id = $1 and q.from_on <= $3 and coalesce(q.until_on >= $3, true)
           ), near as (
             select a.id from accounts a where a.debtor_id = $2
             union
             select p.account_id from people join parties p on p.person_id = people.person_id
               and p.from_on <= $3 and coalesce(p.until_on >= $3, true)
           )
           select a.id as "account: AccountId", d.name as debtor, a.reference, c.name as creditor, a.currency,
             a.debtor_id = $2 as "same_debtor!",
             coalesce((select sum(b.open_minor) from invoice_balances b where b.account_id = a.id), 0)::bigint as "open!",
             array(select distinct s.name from people join parties p on p.person_id = people.person_id and p.account_id = a.id
               and p.from_on <= $3 and coalesce(p.until_on >= $3, true) join persons s on s.id = p.person_id order by s.name) as "through!"
           from near join accounts a on a.id = near.id join debtors d on d.id = a.debtor_id join creditors c on c.id = a.creditor_id
             join staff_creditors w on w.creditor_id = a.creditor_id and w.staff_id = $4
           where a.id <> $1
           order by a.debtor_id = $2 desc, d.name, a.reference, a.id limit $5"#,
        account.id.0,
        account.debtor.0,
        today,
        tx.actor().id(),
        RELATED_SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let related = rows.into_iter().map(|row| Related {
        account: row.account,
        debtor: row.debtor,
        reference: row.reference,
        creditor: row.creditor,
        open: Money::new(row.open, Currency::parse(&row.currency).unwrap_or(account.currency)),
        same_debtor: row.same_debtor,
        through: row.through,
    });
    Ok(related.collect())
}
