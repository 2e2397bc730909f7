-- How far the interest of each invoice has run stands beside its balance, kept by the same trigger. Without it a night
-- would have to read every charge that an invoice ever had, and one is added every night.
alter table invoice_balances
  -- The last day that bears a charge which stands, and what these charges come to, paid or not.
  add column accrued_through_on date,
  add column accrued_interest_minor bigint not null default 0,
  add column accrued_tax_minor bigint not null default 0,
  -- How many charges were reversed: what is worked out anew is a cause of its own.
  add column reversed_charges bigint not null default 0,
  -- The latest day on which its principal changed: what was paid late bore interest until then.
  add column principal_changed_on date;

-- What stands of the interest charged on these invoices. For the trigger alone.
create function settle_accruals(invoices uuid[]) returns void security definer set search_path = public language sql as $$
  update invoice_balances b set accrued_through_on = s.through_on, accrued_interest_minor = s.interest,
    accrued_tax_minor = s.tax, reversed_charges = s.reversed
  from (
    select e.invoice_id, max((t.basis ->> 'to')::date) filter (where r.id is null) as through_on,
      coalesce(sum(e.amount_minor) filter (where r.id is null and e.book = 'interest'), 0) as interest,
      coalesce(sum(e.amount_minor) filter (where r.id is null and e.book = 'interest_tax'), 0) as tax,
      count(distinct t.id) filter (where r.id is not null) as reversed
    from ledger_entries e
    join ledger_transactions t on t.id = e.transaction_id and t.kind = 'interest'
    left join ledger_transactions r on r.reverses_id = t.id
    where e.invoice_id = any (invoices) and e.book in ('interest', 'interest_tax')
    group by e.invoice_id
  ) s
  where b.invoice_id = s.invoice_id
$$;
revoke execute on function settle_accruals from aldia_runtime;

-- As before, and with the accruals.
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
      accrued_through_on, accrued_interest_minor, accrued_tax_minor, principal_changed_on)
    select a.invoice_id, a.account_id, a.debtor_id, a.creditor_id,
      coalesce(sum(amount_minor) filter (where book = 'principal'), 0), coalesce(sum(amount_minor) filter (where book = 'interest'), 0),
      coalesce(sum(amount_minor) filter (where book = 'interest_tax'), 0), coalesce(sum(amount_minor) filter (where book = 'fees'), 0),
      coalesce(sum(amount_minor) filter (where book = 'fees_tax'), 0),
      max(t.through_on), coalesce(sum(amount_minor) filter (where book = 'interest' and t.kind = 'interest'), 0),
      coalesce(sum(amount_minor) filter (where book = 'interest_tax' and t.kind = 'interest'), 0),
      max(t.effective_on) filter (where book = 'principal')
    from added a
    cross join lateral (
      select k.kind, k.effective_on, case when k.kind = 'interest' then (k.basis ->> 'to')::date end as through_on
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
    principal_changed_on = greatest(kept.principal_changed_on, excluded.principal_changed_on);
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
select settle_accruals(array(select invoice_id from invoice_balances));
update invoice_balances b set principal_changed_on = s.changed_on
  from (
    select e.invoice_id, max(t.effective_on) as changed_on
    from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
    where e.book = 'principal' and e.invoice_id is not null group by e.invoice_id
  ) s
  where s.invoice_id = b.invoice_id;

-- A night reads the principal of every open invoice, past all the interest that was posted meanwhile.
create index ledger_entries_principal on ledger_entries (invoice_id) where book = 'principal';
-- And every hold, released or not, for their days stay free.
drop index holds_invoice;
create index holds_invoice on holds (invoice_id);

-- Creditors of whose published terms one charges for paying late: whose nights there is something to do in.
create function charging_creditors() returns table (id uuid, time_zone text) stable security definer set search_path = public language sql as $$
  select c.id, c.time_zone from creditors c
  where scope_actor() = 'system' and exists (select from policy_versions v where v.creditor_id = c.id and v.published_at is not null
    and (v.parameters ->> 'interest' is not null or jsonb_array_length(coalesce(v.parameters -> 'fees', '[]')) > 0))
$$;
