//! Everything but accounts that bears what was typed. Each kind is read from an index of its own, and of the creditors of whoever
//! asks only.

use uuid::Uuid;

use crate::desk::finding::model::{Asked, Kind};
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountId;
use crate::kernel::money::{Currency, Money};

/// As many are shown; nothing bears one number more often.
const SHOWN: i64 = 50;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: Kind,
    pub id: Uuid,
    pub account: AccountId,
    /// The number that it bears, or the name of a person.
    pub named: String,
    pub customer: String,
    pub reference: String,
    pub amount: Option<Money>,
}

impl Hit {
    /// Where it is read.
    pub fn href(&self) -> String {
        match self.kind {
            Kind::Invoice => format!("/desk/accounts/{}/invoices/{}", self.account, self.id),
            Kind::Payment => format!("/desk/payments/{}", self.id),
            Kind::Dispute => format!("/desk/disputes/{}", self.id),
            Kind::Plan => format!("/desk/plans/{}", self.id),
            Kind::Complaint => format!("/desk/complaints/{}", self.id),
            Kind::Person => format!("/desk/accounts/{}", self.account),
        }
    }
}

/// What bears this number or address.
pub async fn hits(tx: &mut Tx, asked: &Asked) -> Result<Vec<Hit>, sqlx::Error> {
    if asked.words.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"with own as materialized (select creditor_id from staff_creditors where staff_id = $1), found as (
             select 'invoice' as kind, i.id, i.account_id, i.number as named, i.total_minor as minor
             from own join invoices i on i.creditor_id = own.creditor_id and i.number in ($2, $3)
             union
             select 'payment', p.id, p.account_id, coalesce('R-' || p.receipt_number, p.source_reference, ''), p.amount_minor
             from own join payments p on p.creditor_id = own.creditor_id and p.receipt_number = $4
             union
             select 'payment', p.id, p.account_id, coalesce('R-' || p.receipt_number, p.source_reference, ''), p.amount_minor
             from own join payments p on p.creditor_id = own.creditor_id and p.source_reference in ($2, $3)
             union
             select 'payment', p.id, p.account_id, coalesce('R-' || p.receipt_number, p.source_reference, ''), p.amount_minor
             from payments p where p.provider_payment = $2 and p.creditor_id in (select creditor_id from own)
             union
             select 'payment', p.id, p.account_id, coalesce('R-' || p.receipt_number, r.tracking_key), p.amount_minor
             from own join recorded_payments r on r.creditor_id = own.creditor_id and r.tracking_key in ($2, $3)
               and r.tracking_key <> '' and r.state <> 'declined' join payments p on p.id = r.payment_id
             union
             select 'dispute', d.id, d.account_id, d.number, d.amount_minor
             from own join disputes d on d.creditor_id = own.creditor_id and d.number = $3
             union
             select 'plan', l.id, l.account_id, 'C-' || l.number, l.owed_minor
             from own join plans l on l.creditor_id = own.creditor_id and l.number = $5
             union
             select 'complaint', q.id, q.account_id, q.number, null
             from own join complaints q on q.creditor_id = own.creditor_id and q.number = $3
             union
             select 'person', s.id, p.account_id, s.name, null
             from contact_points t join persons s on s.id = t.person_id join parties p on p.person_id = s.id
             where t.kind in ('email', 'phone') and t.address = any($6) and t.replaced_at is null
               and p.creditor_id in (select creditor_id from own))
           select f.kind as "kind!", f.id as "id!", f.account_id as "account!: AccountId", f.named as "named!", d.name as "customer!",
             a.reference as "reference!", a.currency as "currency!", f.minor
           from found f join accounts a on a.id = f.account_id join debtors d on d.id = a.debtor_id
           order by f.kind, f.named, d.name, a.reference limit $7"#,
        tx.actor().id(),
        asked.words,
        asked.number,
        asked.receipt,
        asked.plan,
        &asked.addresses,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let hits = rows.into_iter().filter_map(|row| {
        let currency = Currency::parse(&row.currency)?;
        Some(Hit {
            kind: Kind::parse(&row.kind)?,
            id: row.id,
            account: row.account,
            named: row.named,
            customer: row.customer,
            reference: row.reference,
            amount: row.minor.map(|minor| Money::new(minor, currency)),
        })
    });
    Ok(hits.collect())
}
