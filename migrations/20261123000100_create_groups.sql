-- Groups of accounts, by rules that people can read. A group holds rules and no list: who is in it is read when it is asked.
create table account_groups (
  id uuid primary key,
  creditor_id uuid not null constraint account_groups_creditor_fkey references creditors,
  name text not null constraint account_groups_name_short check (length(name) between 1 and 60 and name = btrim(name)),
  -- Bounds by the names that accounts_of_group() reads; what is not there binds nothing.
  rules jsonb not null,
  changed_by uuid not null constraint account_groups_changed_by_fkey references staff,
  changed_at timestamptz not null,
  -- Nobody uses it any more. It stays, because the trail names it.
  retired_at timestamptz
);
create unique index account_groups_name_key on account_groups (creditor_id, lower(name)) where retired_at is null;
call scope_table('account_groups');
revoke delete on account_groups from aldia_runtime;
create function account_groups_are_the_leads() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'staff' and scope_role() not in ('supervisor', 'administrator') then
    raise exception 'a supervisor groups' using errcode = 'insufficient_privilege', constraint = 'account_groups_by_leads';
  end if;
  return new;
end $$;
create trigger account_groups_are_the_leads before insert or update on account_groups
  for each row execute function account_groups_are_the_leads();

-- The invoices of an account that payments settled, each with how long the money took from the day it was issued: the days of
-- every part that was paid, weighted by the part. What was settled by a credit or given up says nothing about paying.
create function settled_invoices(of_account uuid) returns table (invoice_id uuid, number text, issued_on date, due_on date,
  settled_on date, paid_minor bigint, minor_days bigint)
stable language sql as $$
  select i.id, i.number, i.issued_on, i.due_on, max(t.effective_on), sum(p.amount_minor)::bigint,
    sum(p.amount_minor * (t.effective_on - i.issued_on))::bigint
  from invoices i join invoice_balances b on b.invoice_id = i.id and b.open_minor = 0
    join payment_allocations p on p.invoice_id = i.id and p.reversed_by is null
    join ledger_transactions t on t.id = p.transaction_id
  where i.account_id = of_account and i.voided_on is null
  group by i.id
$$;
-- In how many days an account pays, on average; nothing where fewer than three invoices tell.
create function days_to_pay(of_account uuid) returns integer stable language sql as $$
  select case when count(*) >= 3 then round(sum(s.minor_days) / sum(s.paid_minor))::integer end from settled_invoices(of_account) s
$$;

-- The accounts of a creditor that a group's rules take in, with what of each is past due and neither contested nor in a plan.
-- Row-level security filters whatever it reads. Rules that are not set cost nothing.
create function accounts_of_group(of_creditor uuid, rules jsonb, today date) returns table (account_id uuid, due_minor bigint, oldest_due_on date)
stable language sql as $$
  with bounds as (
    select (rules ->> 'late_from')::integer as late_from, (rules ->> 'late_to')::integer as late_to, rules ->> 'currency' as currency,
      (rules ->> 'owed_from')::bigint as owed_from, (rules ->> 'owed_to')::bigint as owed_to,
      (rules ->> 'broken_from')::integer as broken_from, (rules ->> 'pays_from')::integer as pays_from,
      (rules ->> 'pays_to')::integer as pays_to, (rules ->> 'has_dispute')::boolean as has_dispute,
      (rules ->> 'has_plan')::boolean as has_plan, rules ->> 'language' as language, rules ->> 'tag' as tag
  ), held as (
    select h.invoice_id, sum(h.amount_minor) as principal, sum(h.late_minor) as late
    from holds h where h.creditor_id = of_creditor and h.released_on is null group by h.invoice_id
  ), due as (
    select payable.account_id, sum(payable.minor)::bigint as minor, min(payable.due_on) as oldest_on
    from (
      select b.account_id, i.due_on, greatest(b.principal_minor - coalesce(held.principal, 0), 0)
        + greatest(b.interest_minor + b.interest_tax_minor + b.fees_minor + b.fees_tax_minor - coalesce(held.late, 0), 0) as minor
      from invoice_balances b join invoices i on i.id = b.invoice_id left join held on held.invoice_id = b.invoice_id
      where b.creditor_id = of_creditor and b.open_minor > 0 and i.due_on < today
        and not exists (select from plan_debts d where d.invoice_id = b.invoice_id and d.left_at is null)
    ) payable where payable.minor > 0 group by payable.account_id
  )
  select a.id, coalesce(due.minor, 0), due.oldest_on
  from bounds r cross join accounts a left join due on due.account_id = a.id
  where a.creditor_id = of_creditor
    and (r.late_from is null or today - due.oldest_on >= r.late_from)
    and (r.late_to is null or today - due.oldest_on <= r.late_to)
    and (r.currency is null or a.currency = r.currency)
    and (r.owed_from is null or coalesce(due.minor, 0) >= r.owed_from)
    and (r.owed_to is null or coalesce(due.minor, 0) <= r.owed_to)
    and (r.has_dispute is null or r.has_dispute = exists (select from disputes d where d.account_id = a.id
      and d.state in ('received', 'in_review', 'waiting', 'appealed')))
    and (r.has_plan is null or r.has_plan = exists (select from plans p where p.account_id = a.id and p.ended_at is null))
    and (r.tag is null or exists (select from account_tags t where t.account_id = a.id and t.tag = r.tag))
    and (r.language is null or exists (select from parties p join persons s on s.id = p.person_id
      where p.account_id = a.id and p.role in ('principal', 'joint_debtor', 'representative', 'executor') and p.from_on <= today
        and (p.until_on is null or p.until_on >= today) and s.language = r.language))
    and (r.broken_from is null or r.broken_from <= (select count(*) from promises w where w.account_id = a.id and w.ended is null
      and w.made_on > today - 365 and w.promised_on < today
      and promise_paid_minor(w.account_id, w.made_at, w.promised_on) < w.amount_minor))
    and (r.pays_from is null or days_to_pay(a.id) >= r.pays_from)
    and (r.pays_to is null or days_to_pay(a.id) <= r.pays_to)
$$;
