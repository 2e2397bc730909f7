-- What needs a second person: how far each member of the team may go alone, and what they asked others to decide.

-- How far somebody may go without asking. No row: they ask for everything of that kind. No figure: they never ask.
create table staff_limits (
  staff_id uuid not null constraint staff_limits_staff_fkey references staff,
  kind text not null constraint staff_limits_kind_known
    check (kind in ('refund', 'write_off', 'discount', 'term', 'waiver', 'manual_payment')),
  -- Of money its currency. A discount is counted in hundredths of a per cent and a term in days; both have none.
  currency text not null default '',
  at_most bigint constraint staff_limits_not_negative check (at_most >= 0),
  constraint staff_limits_pkey primary key (staff_id, kind, currency),
  constraint staff_limits_currency_of_money check ((kind in ('discount', 'term')) = (currency = ''))
);
alter table staff_limits enable row level security;
alter table staff_limits force row level security;
create policy owner on staff_limits to aldia_owner using (true) with check (true);
-- Everybody of the team reads their own; only a command writes them.
create policy own on staff_limits for select to aldia_runtime
  using ((select scope_actor()) = 'staff' and staff_id = (select scope_actor_id()));
create policy system on staff_limits to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- Whether somebody may do this alone: the one place where a limit is compared.
create function is_within_limit(staff uuid, kind text, currency text, measure bigint) returns boolean
stable security definer set search_path = public language sql as $$
  select exists (select from staff_limits l join staff s on s.id = l.staff_id and s.left_at is null and s.role <> 'auditor'
    where l.staff_id = is_within_limit.staff and l.kind = is_within_limit.kind and l.currency = is_within_limit.currency
      and coalesce(is_within_limit.measure <= l.at_most, true)) $$;

-- Something that somebody asked and another decides. It holds everything that is needed to carry it out.
create table approvals (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  kind text not null constraint approvals_kind_known
    check (kind in ('refund', 'write_off', 'discount', 'term', 'waiver', 'manual_payment')),
  -- What it is about: one thing waits for one decision at a time.
  object_kind text not null,
  object_id uuid not null,
  -- Identifiers and amounts, as the room that carries it out reads them.
  payload jsonb not null,
  currency text not null default '',
  -- What is held against the limits, in their unit.
  measure bigint not null constraint approvals_measure_not_negative check (measure >= 0),
  -- By how much the account's balance would rise, or fall when negative.
  change_minor bigint not null default 0,
  reason text not null constraint approvals_reason_given check (reason <> ''),
  asked_by_staff uuid constraint approvals_asked_by_staff_fkey references staff,
  asked_by_person uuid constraint approvals_asked_by_person_fkey references persons,
  asked_at timestamptz not null,
  state text not null default 'waiting' constraint approvals_state_known check (state in ('waiting', 'approved', 'declined')),
  decided_by uuid constraint approvals_decided_by_fkey references staff,
  decided_at timestamptz,
  decision_words text not null default '',
  constraint approvals_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint approvals_asked_by_one check (num_nonnulls(asked_by_staff, asked_by_person) = 1),
  constraint approvals_currency_of_money check ((kind in ('discount', 'term')) = (currency = '')),
  -- Nobody decides what they asked.
  constraint approvals_decided_by_another check (decided_by <> asked_by_staff),
  constraint approvals_decided_whole check ((state = 'waiting') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint approvals_declined_with_reason check (state <> 'declined' or decision_words <> '')
);
create unique index approvals_one_waits on approvals (object_id, kind) where state = 'waiting';
create index approvals_queue on approvals (creditor_id, asked_at) where state = 'waiting';
create index approvals_account on approvals (account_id, asked_at desc);
-- A person sees and makes their own requests; the trigger below keeps them from deciding.
call scope_table('approvals', 'asked_by_person = (select scope_actor_id())',
  'asked_by_person = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[])');
revoke delete on approvals from aldia_runtime;

-- Whoever asks does so in their own name, and waits. A decision is made once, by a member of the team in their own name,
-- whose own limit covers what they approve; nothing that was asked is changed by it.
create function approvals_are_decided_by_another() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' then
      raise exception 'an approval begins by waiting' using errcode = 'check_violation', constraint = 'approvals_begin_waiting';
    end if;
    if scope_actor() in ('staff', 'person') and coalesce(new.asked_by_staff, new.asked_by_person) <> scope_actor_id() then
      raise exception 'nobody asks in another''s name' using errcode = 'check_violation', constraint = 'approvals_asked_in_own_name';
    end if;
    return new;
  end if;
  if old.state <> 'waiting' then
    raise exception 'it was decided before' using errcode = 'check_violation', constraint = 'approvals_decided_once';
  end if;
  if (new.id, new.account_id, new.kind, new.object_kind, new.object_id, new.payload, new.currency, new.measure, new.change_minor, new.reason,
      new.asked_by_staff, new.asked_by_person, new.asked_at) is distinct from
     (old.id, old.account_id, old.kind, old.object_kind, old.object_id, old.payload, old.currency, old.measure, old.change_minor, old.reason,
      old.asked_by_staff, old.asked_by_person, old.asked_at) then
    raise exception 'what was asked stays as it was asked' using errcode = 'check_violation', constraint = 'approvals_asked_unchanged';
  end if;
  if new.state <> 'waiting' and scope_actor() in ('staff', 'person', 'visitor') and (scope_actor() <> 'staff' or new.decided_by is distinct from scope_actor_id()) then
    raise exception 'a member of the team decides, in their own name' using errcode = 'check_violation', constraint = 'approvals_decided_in_own_name';
  end if;
  if new.state = 'approved' and not is_within_limit(new.decided_by, new.kind, new.currency, new.measure) then
    raise exception 'it is beyond their own limit' using errcode = 'check_violation', constraint = 'approvals_within_limit';
  end if;
  return new;
end $$;
create trigger approvals_are_decided_by_another before insert or update on approvals
  for each row execute function approvals_are_decided_by_another();
