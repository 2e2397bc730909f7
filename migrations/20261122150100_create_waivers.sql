-- Interest and fees that the team waived, with who and why, as the debtor reads them. What it did to the books is its
-- transaction; this holds the words, which no digest of the books covers.
create table waivers (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  invoice_id uuid not null constraint waivers_invoice_fkey references invoices,
  what text not null constraint waivers_what_known check (what in ('interest', 'fees')),
  currency text not null,
  -- With its tax: the two are never parted (domain-rules A10).
  amount_minor bigint not null constraint waivers_amount_positive check (amount_minor > 0),
  reason text not null constraint waivers_reason_given check (reason <> ''),
  waived_by uuid not null constraint waivers_waived_by_fkey references staff,
  -- The first name under which the debtor knows them.
  shown_name text not null,
  approval_id uuid constraint waivers_approval_fkey references approvals,
  transaction_id uuid not null constraint waivers_transaction_key unique constraint waivers_transaction_fkey references ledger_transactions,
  waived_at timestamptz not null,
  constraint waivers_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index waivers_invoice on waivers (invoice_id);
-- A guarantor reads why the invoice that they answer for became less.
call scope_table('waivers', 'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])');
call append_only('waivers');

-- Whoever waives alone does so in their own name and within their own limit; beyond it another has said yes to exactly
-- this.
create function waivers_are_allowed() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if new.approval_id is null then
    if not is_within_limit(new.waived_by, 'waiver', new.currency, new.amount_minor)
      or (scope_actor() = 'staff' and new.waived_by is distinct from scope_actor_id()) then
      raise exception 'it is beyond their own limit' using errcode = 'check_violation', constraint = 'waivers_within_limit';
    end if;
  elsif not exists (select from approvals a where a.id = new.approval_id and a.kind = 'waiver' and a.state = 'approved'
      and a.object_id = new.invoice_id and a.measure = new.amount_minor and a.currency = new.currency
      and a.asked_by_staff = new.waived_by) then
    raise exception 'nobody else has approved it' using errcode = 'check_violation', constraint = 'waivers_approved_by_another';
  end if;
  return new;
end $$;
create trigger waivers_are_allowed before insert on waivers for each row execute function waivers_are_allowed();

-- What a debtor is shown of somebody's name.
create function staff_first_name(wanted uuid) returns text stable security definer set search_path = public language sql as $$
  select split_part(trim(s.name), ' ', 1) from staff s where s.id = wanted and scope_actor() in ('staff', 'system') $$;
