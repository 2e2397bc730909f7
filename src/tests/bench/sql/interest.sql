-- A night's interest as one statement: for each open invoice what its principal has borne since it was due, less what was
-- contested, rounded once on the whole, less what was posted; its tax after it; one transaction and its entries. It knows
-- one version of the terms, and nothing of grace, legal statuses, small balances, caps, fees or compounding.
with terms as (
  select id, parameters -> 'interest' ->> 'rule' as rule, (parameters #>> '{interest,rate,basis_points}')::bigint as basis_points,
    (parameters #>> '{interest,rate,per_days}')::bigint as per_days, (parameters #>> '{interest,tax,basis_points}')::bigint as tax_basis_points
  from policy_versions
), late as (
  select i.id, i.account_id, i.debtor_id, i.creditor_id, i.number, i.currency, b.principal_minor, b.accrued_through_on,
    b.accrued_interest_minor, b.accrued_tax_minor, b.reversed_charges, coalesce(p.minor_days, 0) - coalesce(h.minor_days, 0) as minor_days,
    coalesce(h.minor, 0) as held_minor, greatest(b.accrued_through_on, i.due_on) + 1 as from_on
  from invoice_balances b
  join invoices i on i.id = b.invoice_id and i.voided_on is null and i.due_on < :'through'::date
  cross join lateral (
    select sum(e.amount_minor * greatest(:'through'::date - greatest(t.effective_on, i.due_on), 0)) as minor_days
    from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
    where e.invoice_id = i.id and e.book = 'principal'
  ) p
  cross join lateral (
    select sum(h.amount_minor * greatest(least(h.released_on, :'through'::date) - greatest(h.opened_on - 1, i.due_on), 0)) as minor_days,
      sum(h.amount_minor) filter (where h.released_on is null) as minor
    from holds h where h.invoice_id = i.id
  ) h
  where b.principal_minor > 0
), due as (
  select l.*, t.id as policy_version, t.rule, t.basis_points, t.per_days,
    round(l.minor_days * t.basis_points / (t.per_days * 10000))::bigint as interest, t.tax_basis_points
  from late l cross join terms t
), posting as materialized (
  select gen_random_uuid() as transaction_id, d.*, d.interest - d.accrued_interest_minor as interest_minor,
    round(d.interest * d.tax_basis_points / 10000.0)::bigint - d.accrued_tax_minor as tax_minor
  from due d
), posted as (
  insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at, effective_on, accounting_on,
    document_kind, document_number, rule, policy_version_id, basis, actor_kind)
  select transaction_id, 'interest', 'interest:' || id || ':' || rule || ':' || :'through' || ':' || reversed_charges, creditor_id,
    account_id, debtor_id, now(), :'through', :'through', 'invoice', number, rule, policy_version,
    jsonb_build_object('base_minor', principal_minor - held_minor, 'basis_points', basis_points, 'per_days', per_days,
      'days', :'through'::date - from_on + 1, 'from', from_on, 'to', :'through'::date), 'system'
  from posting where interest_minor > 0 or tax_minor > 0
)
insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, invoice_id, currency, amount_minor, digest)
select transaction_id, position, book, creditor_id, account, debtor, id, currency, amount,
  ledger_entry_digest(transaction_id, position, book, creditor_id, account, debtor, id, currency, amount)
from (
  select p.transaction_id, row_number() over (partition by p.transaction_id order by e.place)::smallint as position, e.book, p.creditor_id,
    case when e.debtors then p.account_id end as account, case when e.debtors then p.debtor_id end as debtor, p.id, p.currency, e.amount
  from posting p cross join lateral (values
    (1, 'interest', true, p.interest_minor), (2, 'interest_tax', true, p.tax_minor),
    (3, 'interest_income', false, -p.interest_minor), (4, 'interest_tax_payable', false, -p.tax_minor)
  ) e (place, book, debtors, amount)
  where e.amount <> 0
) entry
