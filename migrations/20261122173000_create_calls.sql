-- Calls about what is owed, as whoever talked wrote them down: what the law asks to see, so they are only ever added to.
create table calls (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- Whose number it was, and which; a caller who called us is known by name at most.
  person_id uuid constraint calls_person_fkey references persons,
  contact_point_id uuid constraint calls_contact_point_fkey references contact_points,
  staff_id uuid not null constraint calls_staff_fkey references staff,
  -- The first name under which the debtor knows them.
  shown_name text not null,
  -- Calls of theirs are not counted against how often we may call; that somebody was talked with is.
  was_ours boolean not null,
  outcome text not null constraint calls_outcome_known
    check (outcome in ('talked', 'left_message', 'no_answer', 'somebody_else', 'wrong_number')),
  agreed text not null default '',
  again_on date,
  called_at timestamptz not null,
  -- The debtor's own date, by which limits count.
  called_on date not null,
  -- What the contact rules said of that moment: whether a call was allowed, by which edition and from what.
  was_allowed boolean not null,
  rules_version integer not null,
  circumstances jsonb not null,
  constraint calls_ours_have_a_number check (not was_ours or contact_point_id is not null),
  constraint calls_theirs_were_talks check (was_ours or outcome = 'talked'),
  constraint calls_again_later check (again_on > called_on),
  constraint calls_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index calls_account on calls (account_id, called_at desc);
create index calls_lately on calls (debtor_id, creditor_id, called_on);
-- Its people read that they were called, when and by whom.
call scope_table('calls', 'account_id = any ((select scope_accounts())::uuid[])');
call append_only('calls');

-- A number at which somebody else answers is used for nothing more, signing in included.
create function suspend_called_number(point uuid) returns void security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() is distinct from 'staff' or not exists (select from contact_points c where c.id = point and scope_sees_person(c.person_id)) then
    raise exception 'only the team suspends a number' using errcode = 'insufficient_privilege';
  end if;
  update contact_points set suspended_at = now() where id = point and suspended_at is null;
end $$;
grant execute on function suspend_called_number(uuid) to aldia_runtime;

-- A task that is for a later day says so.
alter table tasks add column due_on date;
