//! What holds at every moment, each as one question to the database that answers how often it does not.

use super::world::World;

/// A name to fail under, and how many rows break it. The numbers are those of the list of invariants (I1 to I15).
const INVARIANTS: [(&str, &str); 17] = [
    (
        "I1: every transaction sums to nothing",
        "select count(*) from (select from ledger_entries group by transaction_id, currency having sum(amount_minor) <> 0) broken",
    ),
    (
        "I2: a kept balance is the sum of its entries",
        "select count(*) from invoice_balances b where b.open_minor <> (select coalesce(sum(e.amount_minor), 0)
           from ledger_entries e where e.invoice_id = b.invoice_id and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax'))",
    ),
    (
        "I2: what was charged and what came off is what is open",
        "select count(*) from invoice_balances
         where billed_minor + charged_interest_minor + charged_fees_minor + paid_minor + credited_minor <> open_minor",
    ),
    (
        "I9: a debt is in one plan at a time",
        "select count(*) from (select from plan_debts where left_at is null group by invoice_id having count(*) > 1) broken",
    ),
    (
        "I9: what was signed is a plan, and nothing else is",
        "select count(*) from negotiations n where (n.state = 'signed') <> exists (select from plans p where p.id = n.id)",
    ),
    (
        "I3: what a payment was applied to and what is left of it is what was received",
        "select count(*) from payments p join ledger_transactions t on t.dedupe_key = 'payment:' || p.id
         where p.amount_minor <> coalesce((select sum(a.amount_minor) from payment_allocations a where a.payment_id = p.id and a.transaction_id = t.id), 0)
           - coalesce((select sum(e.amount_minor) from ledger_entries e where e.transaction_id = t.id and e.book = 'unapplied'), 0)",
    ),
    (
        "I3: nothing is paid beyond what is owed",
        "select count(*) from invoice_balances where principal_minor < 0 or interest_minor < 0 or interest_tax_minor < 0
           or fees_minor < 0 or fees_tax_minor < 0",
    ),
    (
        "I4: one movement of money at the provider is one payment of ours",
        "select count(*) from (select from payments where provider_payment is not null group by provider_payment having count(*) > 1) broken",
    ),
    (
        "I6: no payment pays and gives back more than it was",
        "select count(*) from payments p where p.state = 'succeeded' and p.amount_minor
           < coalesce((select sum(a.amount_minor) from payment_allocations a where a.payment_id = p.id and a.reversed_by is null), 0)
           + coalesce((select sum(r.amount_minor) from refunds r where r.payment_id = p.id and r.state <> 'failed'), 0)
           + coalesce((select sum(d.taken_minor) from provider_disputes d where d.payment_id = p.id), 0)",
    ),
    (
        "I10: a payment is posted if it succeeded, and only then",
        "select count(*) from payments p where (p.state = 'succeeded')
           <> exists (select from ledger_transactions t where t.dedupe_key = 'payment:' || p.id)",
    ),
    (
        "I11: receipts are numbered once",
        "select count(*) from (select from payments where receipt_number is not null group by creditor_id, receipt_number having count(*) > 1) broken",
    ),
    (
        "what is on its way to the bank is what was paid out and not seen there",
        "select count(*) from (select from payouts p left join ledger_transactions t on t.dedupe_key in ('payout:' || p.id, 'payout:' || p.id || ':failed')
           left join ledger_entries e on e.transaction_id = t.id and e.book = 'in_transit'
           group by p.id having coalesce(sum(e.amount_minor), 0) <> case p.state when 'paid' then p.amount_minor else 0 end) broken",
    ),
    (
        "a person has one open page on an account",
        "select count(*) from (select from payments where state = 'created' and started_by is not null and checkout_url is not null
           group by account_id, started_by having count(*) > 1) broken",
    ),
    (
        "one due amount is charged once",
        "select count(*) from (select from payments where autopay_charge_id is not null and state in ('processing', 'unknown', 'succeeded')
           group by autopay_charge_id having count(*) > 1) broken",
    ),
    (
        "nothing is charged that was not announced in time, nor more than was announced",
        "select count(*) from payments p join autopay_charges c on c.id = p.autopay_charge_id join autopay_mandates m on m.id = c.mandate_id
         where p.amount_minor > c.amount_minor or c.charge_on < (c.announced_at at time zone 'America/Mexico_City')::date + m.notice_days",
    ),
    (
        "nothing is charged after the end of what was agreed",
        "select count(*) from payments p join autopay_charges c on c.id = p.autopay_charge_id join autopay_mandates m on m.id = c.mandate_id
         where m.ended_at + interval '1 minute' < p.created_at",
    ),
    (
        "no month is charged beyond its cap",
        "select count(*) from (select from payments p join autopay_charges c on c.id = p.autopay_charge_id join autopay_mandates m on m.id = c.mandate_id
           where p.state = 'succeeded' group by m.id, m.cap_minor, date_trunc('month', c.charge_on) having sum(p.amount_minor) > m.cap_minor) broken",
    ),
];

/// Asks all of them; the first that is broken ends the test with what led to it.
pub async fn hold(world: &World) {
    for (name, question) in INVARIANTS {
        let broken: i64 = sqlx::query_scalar(question).fetch_one(&world.app.owner).await.unwrap();
        assert_eq!(broken, 0, "{name}\n{}", world.story());
    }
}
