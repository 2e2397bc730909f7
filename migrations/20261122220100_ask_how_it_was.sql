-- Each time a dispute, a plan or a conversation closes, whoever it was with is asked one question about it, once.

create table closings (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- Who is asked.
  person_id uuid not null constraint closings_person_fkey references persons,
  dispute_id uuid,
  plan_id uuid,
  thread_id uuid,
  closed_at timestamptz not null,
  -- The creditor's day: figures are summed by its month.
  closed_on date not null,
  answer text constraint closings_answer_known check (answer in ('good', 'fair', 'bad')),
  words text not null default '' constraint closings_words_short check (length(words) <= 300),
  answered_at timestamptz,
  constraint closings_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint closings_dispute_fkey foreign key (dispute_id, account_id) references disputes (id, account_id),
  constraint closings_plan_fkey foreign key (plan_id, account_id) references negotiations (id, account_id),
  constraint closings_thread_fkey foreign key (thread_id, account_id) references threads (id, account_id),
  constraint closings_of_one_thing check (num_nonnulls(dispute_id, plan_id, thread_id) = 1),
  constraint closings_answered_whole check ((answer is null) = (answered_at is null) and (answer is not null or words = ''))
);
create index closings_months on closings (creditor_id, closed_on);
create index closings_dispute on closings (dispute_id, closed_at) where dispute_id is not null;
create index closings_plan on closings (plan_id, closed_at) where plan_id is not null;
create index closings_thread on closings (thread_id, closed_at) where thread_id is not null;
-- What somebody thinks of how they were treated is theirs, and the team's.
call scope_table('closings', 'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])',
  'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');
revoke delete on closings from aldia_runtime;

-- Only whoever was asked answers, once; nothing else about it changes.
create function closings_are_answered_once() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if old.answer is not null or (scope_actor() in ('person', 'staff') and old.person_id is distinct from scope_actor_id())
    or (new.id, new.account_id, new.person_id, new.dispute_id, new.plan_id, new.thread_id, new.closed_at, new.closed_on)
      is distinct from (old.id, old.account_id, old.person_id, old.dispute_id, old.plan_id, old.thread_id, old.closed_at, old.closed_on) then
    raise exception 'it is answered once, by whoever was asked' using errcode = 'check_violation', constraint = 'closings_answered_once';
  end if;
  return new;
end $$;
create trigger closings_are_answered_once before update on closings for each row execute function closings_are_answered_once();
