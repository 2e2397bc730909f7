-- The desk's work list: which accounts come first and why, who has taken what, and what rests until a day.

-- With what a member of the team is trusted who acts now; nothing for anybody else.
create function scope_role() returns text stable security definer set search_path = public language sql as $$
  select s.role from staff s where scope_actor() = 'staff' and s.id = scope_actor_id() and s.left_at is null
$$;

-- The accounts that may be asked to pay, with what their priority is worked out from and what it came to. A job keeps it, so
-- that a page reads the first rows from an index however many accounts there are. It only orders: whoever shows or takes a
-- row reads its figures anew, so that nobody is asked who has paid, promised, contested or is protected since.
create table worklist_accounts (
  account_id uuid primary key,
  debtor_id uuid not null,
  creditor_id uuid not null,
  currency text not null,
  due_minor bigint not null constraint worklist_accounts_owe check (due_minor > 0),
  oldest_due_on date not null,
  last_contact_on date,
  kept integer not null,
  broken integer not null,
  risks integer not null,
  points integer not null constraint worklist_accounts_points_not_negative check (points >= 0),
  weighed_at timestamptz not null,
  constraint worklist_accounts_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index worklist_accounts_order on worklist_accounts (creditor_id, points, account_id);
call scope_table('worklist_accounts');

-- How much each reason weighs, as a creditor's supervisors set it. Without a row the program's own weights hold.
create table worklist_weights (
  creditor_id uuid primary key constraint worklist_weights_creditor_fkey references creditors,
  weights jsonb not null,
  changed_by uuid not null constraint worklist_weights_changed_by_fkey references staff,
  changed_at timestamptz not null
);
call scope_table('worklist_weights');
revoke delete on worklist_weights from aldia_runtime;
create function worklist_weights_are_the_leads() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'staff' and scope_role() not in ('supervisor', 'administrator') then
    raise exception 'a supervisor weighs' using errcode = 'insufficient_privilege', constraint = 'worklist_weights_by_leads';
  end if;
  return new;
end $$;
create trigger worklist_weights_are_the_leads before insert or update on worklist_weights
  for each row execute function worklist_weights_are_the_leads();

-- Who works on what. An account, with everything that is to be done about it, is one person's at a time: that there is one row
-- for it is what keeps two from taking it. What somebody takes is free again the next day; what they were given stays theirs.
create table worklist_claims (
  -- The account; or the task, where it is about none.
  subject_id uuid primary key,
  account_id uuid,
  debtor_id uuid,
  creditor_id uuid not null constraint worklist_claims_creditor_fkey references creditors,
  staff_id uuid not null constraint worklist_claims_staff_fkey references staff,
  taken_at timestamptz not null,
  until_on date,
  given_by uuid constraint worklist_claims_given_by_fkey references staff,
  constraint worklist_claims_of_an_account check (account_id is null or subject_id = account_id),
  constraint worklist_claims_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index worklist_claims_staff on worklist_claims (staff_id);
call scope_table('worklist_claims');

-- What is not shown before a day. Something new about the same account is shown all the same.
create table worklist_snoozes (
  kind text not null,
  thing_id uuid not null,
  account_id uuid,
  debtor_id uuid,
  creditor_id uuid not null constraint worklist_snoozes_creditor_fkey references creditors,
  until_on date not null,
  snoozed_by uuid not null constraint worklist_snoozes_by_fkey references staff,
  snoozed_at timestamptz not null,
  constraint worklist_snoozes_pkey primary key (kind, thing_id),
  constraint worklist_snoozes_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
call scope_table('worklist_snoozes');

-- What the list reads of other rooms, from the first row on.
create index plans_at_risk on plans (creditor_id) where state in ('behind', 'suspended');
create index autopay_charges_failed on autopay_charges (account_id) where state in ('needs_person', 'given_up', 'over_cap');

-- Every desk that is open hears that somebody took or gave something.
create function tell_of_claim() returns trigger security definer set search_path = public language plpgsql as $$
begin
  perform pg_notify('live', json_build_object('account', new.subject_id, 'creditor', new.creditor_id, 'person', null)::text);
  return null;
end $$;
create trigger tell_of_claim after insert or update on worklist_claims for each row execute function tell_of_claim();
