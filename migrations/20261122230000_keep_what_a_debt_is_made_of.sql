-- What was charged and paid of each invoice stands beside its balance, kept by the same trigger, so that explaining an
-- account's balance need not read all the entries it ever had.
alter table invoice_balances
  add column billed_minor bigint not null default 0,
  -- With their tax.
  add column charged_interest_minor bigint not null default 0,
  add column charged_fees_minor bigint not null default 0,
  -- Payments and credit that was used, less what went back: negative where something is paid.
  add column paid_minor bigint not null default 0,
  -- Credit notes, discounts, and what was forgiven or corrected: likewise.
  add column credited_minor bigint not null default 0;

-- What a transaction does to a debt, by its kind; what undid another counts under the other's.
create function ledger_effect(kind text) returns text immutable parallel safe language sql as $$
  select case
    when kind in ('invoice', 'opening_balance', 'interest', 'fee') then 'charge'
    when kind in ('payment', 'allocation', 'refund', 'chargeback', 'recovery') then 'payment'
    else 'credit'
  end
$$;

-- As before, and with what each debt is made of.
create or replace function ledger_entries_settle() returns trigger security definer set search_path = public language plpgsql as $$
declare
  broken uuid;
  unsettled uuid[];
begin
  select transaction_id into broken from added group by transaction_id
    having count(*) < 2 or min("position") <> 1 or max("position") <> count(*) limit 1;
  if broken is null then
    select transaction_id into broken from added group by transaction_id, currency having sum(amount_minor) <> 0 limit 1;
  end if;
  if broken is not null then
    raise exception 'ledger transaction % does not sum to zero', broken
      using errcode = 'check_violation', constraint = 'ledger_entry_sums_to_zero';
  end if;
  if exists (select from added e join books b on b.name = e.book where (b.belongs_to = 'debtor') <> (e.account_id is not null)) then
    raise exception 'an entry of a debtor''s book needs an account, one of a creditor''s book has none'
      using errcode = 'check_violation', constraint = 'ledger_entry_book_owner';
  end if;
  -- "offset 0" has each transaction looked up by its key: how many entries there are differs from once to once, and the
  -- plan is kept.
  insert into invoice_balances as kept (invoice_id, account_id, debtor_id, creditor_id, principal_minor, interest_minor, interest_tax_minor, fees_minor, fees_tax_minor,
      accrued_through_on, accrued_interest_minor, accrued_tax_minor, principal_changed_on,
      billed_minor, charged_interest_minor, charged_fees_minor, paid_minor, credited_minor)
    select a.invoice_id, a.account_id, a.debtor_id, a.creditor_id,
      coalesce(sum(amount_minor) filter (where book = 'principal'), 0), coalesce(sum(amount_minor) filter (where book = 'interest'), 0),
      coalesce(sum(amount_minor) filter (where book = 'interest_tax'), 0), coalesce(sum(amount_minor) filter (where book = 'fees'), 0),
      coalesce(sum(amount_minor) filter (where book = 'fees_tax'), 0),
      max(t.through_on), coalesce(sum(amount_minor) filter (where book = 'interest' and t.kind = 'interest'), 0),
      coalesce(sum(amount_minor) filter (where book = 'interest_tax' and t.kind = 'interest'), 0),
      max(t.effective_on) filter (where book = 'principal'),
      coalesce(sum(amount_minor) filter (where t.effect = 'charge' and book = 'principal'), 0),
      coalesce(sum(amount_minor) filter (where t.effect = 'charge' and book in ('interest', 'interest_tax')), 0),
      coalesce(sum(amount_minor) filter (where t.effect = 'charge' and book in ('fees', 'fees_tax')), 0),
      coalesce(sum(amount_minor) filter (where t.effect = 'payment'), 0),
      coalesce(sum(amount_minor) filter (where t.effect = 'credit'), 0)
    from added a
    cross join lateral (
      select k.kind, k.effective_on, case when k.kind = 'interest' then (k.basis ->> 'to')::date end as through_on,
        ledger_effect(coalesce((select u.kind from ledger_transactions u where u.id = k.reverses_id), k.kind)) as effect
      from ledger_transactions k where k.id = a.transaction_id offset 0
    ) t
    where a.invoice_id is not null and a.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
    group by a.invoice_id, a.account_id, a.debtor_id, a.creditor_id order by a.invoice_id
  on conflict (invoice_id) do update set principal_minor = kept.principal_minor + excluded.principal_minor,
    interest_minor = kept.interest_minor + excluded.interest_minor, interest_tax_minor = kept.interest_tax_minor + excluded.interest_tax_minor,
    fees_minor = kept.fees_minor + excluded.fees_minor, fees_tax_minor = kept.fees_tax_minor + excluded.fees_tax_minor,
    accrued_through_on = greatest(kept.accrued_through_on, excluded.accrued_through_on),
    accrued_interest_minor = kept.accrued_interest_minor + excluded.accrued_interest_minor,
    accrued_tax_minor = kept.accrued_tax_minor + excluded.accrued_tax_minor,
    principal_changed_on = greatest(kept.principal_changed_on, excluded.principal_changed_on),
    billed_minor = kept.billed_minor + excluded.billed_minor,
    charged_interest_minor = kept.charged_interest_minor + excluded.charged_interest_minor,
    charged_fees_minor = kept.charged_fees_minor + excluded.charged_fees_minor,
    paid_minor = kept.paid_minor + excluded.paid_minor,
    credited_minor = kept.credited_minor + excluded.credited_minor;
  -- A charge that is taken back was never made.
  select array_agg(distinct a.invoice_id) into unsettled
    from added a
    cross join lateral (select k.reverses_id from ledger_transactions k where k.id = a.transaction_id offset 0) t
    join ledger_transactions o on o.id = t.reverses_id and o.kind = 'interest'
    where a.book in ('interest', 'interest_tax');
  if unsettled is not null then
    perform settle_accruals(unsettled);
  end if;
  return null;
end $$;

-- What was posted before this.
update invoice_balances b set billed_minor = s.billed, charged_interest_minor = s.interest, charged_fees_minor = s.fees,
    paid_minor = s.paid, credited_minor = s.credited
  from (
    select e.invoice_id,
      coalesce(sum(e.amount_minor) filter (where t.effect = 'charge' and e.book = 'principal'), 0) as billed,
      coalesce(sum(e.amount_minor) filter (where t.effect = 'charge' and e.book in ('interest', 'interest_tax')), 0) as interest,
      coalesce(sum(e.amount_minor) filter (where t.effect = 'charge' and e.book in ('fees', 'fees_tax')), 0) as fees,
      coalesce(sum(e.amount_minor) filter (where t.effect = 'payment'), 0) as paid,
      coalesce(sum(e.amount_minor) filter (where t.effect = 'credit'), 0) as credited
    from ledger_entries e
    join (
      select k.id, ledger_effect(coalesce(u.kind, k.kind)) as effect
      from ledger_transactions k left join ledger_transactions u on u.id = k.reverses_id
    ) t on t.id = e.transaction_id
    where e.invoice_id is not null and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
    group by e.invoice_id
  ) s
  where s.invoice_id = b.invoice_id;
