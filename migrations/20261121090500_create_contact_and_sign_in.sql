-- Everything that was ever meant to go outward, with what was decided about it. The words lie in the outbox until
-- they are sent; the log keeps none of a code's digits.
create table notices (
  id uuid primary key,
  person_id uuid constraint notices_person_fkey references persons,
  account_id uuid,
  debtor_id uuid,
  creditor_id uuid constraint notices_creditor_fkey references creditors,
  kind text not null,
  channel text not null constraint notices_channel_known check (channel in ('email', 'sms', 'whatsapp', 'letter', 'call')),
  -- Printed on the notice, so that its reader can ask at /verify whether it is ours.
  code text not null constraint notices_code_key unique,
  -- What was decided, by which rule of which version of the rules, and from which facts.
  decision text not null constraint notices_decision_known check (decision in ('allow', 'defer', 'deny', 'required')),
  rule text not null,
  rules_version integer not null,
  facts jsonb not null,
  defer_until timestamptz,
  required_by date,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- Set once nothing more will be tried, with the reason.
  failed_at timestamptz,
  failure text,
  constraint notices_defer_dated check ((decision = 'defer') = (defer_until is not null)),
  constraint notices_required_dated check ((decision = 'required') = (required_by is not null)),
  constraint notices_failure_named check ((failed_at is null) = (failure is null)),
  constraint notices_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index notices_person on notices (person_id, created_at desc);
create index notices_account on notices (account_id, created_at desc);
call scope_table('notices', 'person_id = (select scope_actor_id())');

create table outbox (
  notice_id uuid primary key constraint outbox_notice_fkey references notices,
  address text not null,
  -- The name it comes under, and the language it is in.
  sender text not null,
  language text not null constraint outbox_language_known check (language in ('es', 'en')),
  subject text not null,
  -- Paragraphs and links, whose addresses are paths on our site. Null once it is sent, except in a demo, whose
  -- mailbox shows it.
  body jsonb,
  -- Of the secret that lets "I am not this person" be pressed without signing in.
  stop_token_hash bytea not null constraint outbox_stop_token_key unique,
  contact_point_id uuid constraint outbox_contact_point_fkey references contact_points,
  created_at timestamptz not null default now(),
  -- After this it is of no use to anybody, as a code that has run out. Real time.
  expires_at timestamptz
);
create index outbox_address on outbox (address, created_at desc);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy owner on outbox to aldia_owner using (true) with check (true);
create policy system on outbox to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- Codes and links, for people who are not signed in yet.
create table sign_in_codes (
  id uuid primary key,
  -- A digest of what was typed, whether or not anybody has it: limits count per detail typed.
  typed_hash bytea not null,
  person_id uuid constraint sign_in_codes_person_fkey references persons,
  contact_point_id uuid constraint sign_in_codes_contact_point_fkey references contact_points,
  code_hash bytea not null,
  link_hash bytea constraint sign_in_codes_link_key unique,
  tries_left smallint not null default 5,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- The code was typed, or its link pressed: the address is theirs.
  proven_at timestamptz,
  -- The press of the link's button that proved it.
  proven_by uuid,
  -- And they knew what only they and the creditor know; person_id then says who of those with this address it is.
  fact_proven_at timestamptz,
  -- A session was opened for it.
  spent_at timestamptz
);
create index sign_in_codes_typed on sign_in_codes (typed_hash, created_at desc);

-- Addresses that people say are theirs, until a code that was sent there proves it. Nothing changes before.
create table address_changes (
  id uuid primary key,
  person_id uuid not null constraint address_changes_person_fkey references persons,
  kind text not null constraint address_changes_kind_known check (kind in ('email', 'phone')),
  address text not null,
  -- The one that is given up for it; nothing where it is added.
  replaces uuid constraint address_changes_replaces_fkey references contact_points,
  code_hash bytea not null,
  -- What carried the code: whoever presses "I am not this person" under it ends the matter.
  notice_id uuid not null constraint address_changes_notice_fkey references notices,
  tries_left smallint not null default 5,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '10 minutes',
  confirmed_at timestamptz
);
create index address_changes_notice on address_changes (notice_id);
alter table address_changes enable row level security;
alter table address_changes force row level security;
create policy owner on address_changes to aldia_owner using (true) with check (true);
create policy own on address_changes for select to aldia_runtime
  using ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()));
create policy asks on address_changes for insert to aldia_runtime
  with check ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()));
create policy system on address_changes to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- Devices on which a person has proven a known fact.
create table known_devices (
  device_hash bytea not null,
  person_id uuid not null constraint known_devices_person_fkey references persons,
  proven_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  constraint known_devices_pkey primary key (device_hash, person_id)
);
-- Peppered digests of what a person and the creditor both know.
create table known_facts (
  person_id uuid not null constraint known_facts_person_fkey references persons,
  creditor_id uuid not null constraint known_facts_creditor_fkey references creditors,
  kind text not null,
  fact_hash bytea not null,
  constraint known_facts_pkey primary key (person_id, creditor_id, kind, fact_hash)
);
create table known_fact_tries (
  person_id uuid not null constraint known_fact_tries_person_fkey references persons,
  day date not null,
  tries smallint not null default 0,
  constraint known_fact_tries_pkey primary key (person_id, day)
);

create table refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null constraint refresh_tokens_session_fkey references sessions,
  issued_at timestamptz not null default now(),
  -- Set when this token was exchanged; its successor is derived from it, so that a lost answer can be given again.
  used_at timestamptz,
  successor_hash bytea,
  successor_seen_at timestamptz
);
create index refresh_tokens_session on refresh_tokens (session_id);

-- Limits per identity, shared by all nodes. Real time.
create table rate_limits (
  subject bytea not null,
  action text not null,
  window_start timestamptz not null,
  count integer not null default 1,
  constraint rate_limits_pkey primary key (subject, action, window_start)
);

-- None of these has a reader: only system jobs and the named functions of identity touch them.
do $$
declare
  name text;
begin
  foreach name in array array['sign_in_codes', 'known_devices', 'known_facts', 'known_fact_tries', 'refresh_tokens', 'rate_limits'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to aldia_owner using (true) with check (true)', name);
    execute format('create policy system on %I to aldia_runtime using ((select scope_actor()) = ''system'') with check ((select scope_actor()) = ''system'')', name);
  end loop;
end $$;

-- Counts one more use of `action` by `subject` and answers whether it is still within `allowed` per `lasting`.
create function within_limit(subject bytea, action text, allowed integer, lasting interval) returns boolean
security definer set search_path = public language plpgsql as $$
declare
  started timestamptz := date_bin(lasting, now(), timestamptz '2020-01-01');
  used integer;
begin
  insert into rate_limits as kept (subject, action, window_start) values (within_limit.subject, within_limit.action, started)
    on conflict on constraint rate_limits_pkey do update set count = kept.count + 1 returning count into used;
  return used <= allowed;
end $$;

-- Tasks for the team that the portal itself opens.
create table tasks (
  id uuid primary key,
  account_id uuid,
  debtor_id uuid,
  creditor_id uuid not null constraint tasks_creditor_fkey references creditors,
  kind text not null,
  about_kind text not null default '',
  about_id uuid,
  created_at timestamptz not null,
  done_at timestamptz,
  constraint tasks_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index tasks_open on tasks (creditor_id, created_at) where done_at is null;
call scope_table('tasks');
