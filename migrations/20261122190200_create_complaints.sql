-- Complaints about how somebody was treated. They are no disputes: no money waits for them. They have a register of
-- their own, which an authority can ask for month by month (domain-rules A22).

create table complaints (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- Q-3: counted per creditor, without gaps.
  number text not null,
  person_id uuid not null constraint complaints_person_fkey references persons,
  kind text not null constraint complaints_kind_known check (kind in
    ('treatment', 'contact', 'no_answer', 'wrong_information', 'privacy', 'other')),
  words text not null,
  opened_at timestamptz not null,
  -- Days of the creditor's zone.
  opened_on date not null,
  promised_on date not null,
  outcome text constraint complaints_outcome_known check (outcome in ('upheld', 'partly', 'not_upheld')),
  answer text not null default '',
  answered_by uuid constraint complaints_answered_by_fkey references staff,
  answered_on date,
  -- Minted by the page that held the form: the same key never complains twice.
  request_key uuid not null constraint complaints_request_key unique,
  constraint complaints_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint complaints_number_key unique (creditor_id, number),
  constraint complaints_answered_whole check ((outcome is null) = (answered_by is null) and (outcome is null) = (answered_on is null)
    and (outcome is null) = (answer = ''))
);
create index complaints_register on complaints (creditor_id, opened_on);
create index complaints_account on complaints (account_id);
-- A complaint is its person's, and nobody else's on the account.
call scope_table('complaints', 'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');
create policy complains on complaints for insert to aldia_runtime with check ((select scope_actor()) = 'person' and outcome is null
  and person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[]));
revoke delete on complaints from aldia_runtime;

-- What was said stays as it was said, and is answered once.
create function complaints_are_answered_once() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if old.outcome is not null or (new.id, new.account_id, new.number, new.person_id, new.kind, new.words, new.opened_at, new.opened_on, new.promised_on, new.request_key)
      is distinct from (old.id, old.account_id, old.number, old.person_id, old.kind, old.words, old.opened_at, old.opened_on, old.promised_on, old.request_key) then
    raise exception 'a complaint stays as it was' using errcode = 'check_violation', constraint = 'complaints_answered_once';
  end if;
  return new;
end $$;
create trigger complaints_are_answered_once before update on complaints for each row execute function complaints_are_answered_once();

-- The next number of a creditor's complaints, for whoever sees the account.
create function take_complaint_number(about_account uuid) returns bigint
security definer set search_path = public language sql as $$
  insert into document_counters as kept (creditor_id, kind, last_number)
    select a.creditor_id, 'complaint', 1 from accounts a where a.id = about_account and a.id = any (scope_accounts())
  on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1
  returning last_number $$;
