-- What happens later, and what must be remembered about what happened.
create table jobs (
  id uuid primary key,
  kind text not null,
  -- Identifiers only, never personal data.
  payload jsonb not null default '{}',
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  attempts_max integer not null default 12,
  locked_until timestamptz,
  last_error text,
  done_at timestamptz,
  dedupe_key text constraint jobs_dedupe_key unique,
  created_at timestamptz not null default now()
);
create index jobs_waiting on jobs (run_at) where done_at is null;
alter table jobs enable row level security;
alter table jobs force row level security;
create policy owner on jobs to aldia_owner using (true) with check (true);
create policy anyone_enqueues on jobs for insert to aldia_runtime with check ((select scope_actor()) <> '');
create policy system on jobs to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');
-- `insert … on conflict do nothing` must be able to see the row it collides with, which an enqueuing person may not.
create function enqueue_job(id uuid, kind text, payload jsonb, dedupe_key text, delay interval) returns boolean
security definer set search_path = public language plpgsql as $$
begin
  insert into jobs (id, kind, payload, dedupe_key, run_at)
    values (enqueue_job.id, enqueue_job.kind, enqueue_job.payload, enqueue_job.dedupe_key, now() + delay) on conflict do nothing;
  return found;
end $$;

-- Input that was refused, kept so that nothing typed is lost. The owner is a digest of a session or of a cookie.
create table drafts (
  id uuid primary key,
  owner bytea not null,
  path text not null,
  fields jsonb not null,
  errors jsonb not null,
  expires_at timestamptz not null
);
create index drafts_expiry on drafts (expires_at);
alter table drafts enable row level security;
alter table drafts force row level security;
create policy owner on drafts to aldia_owner using (true) with check (true);
create policy system on drafts to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');
create function keep_draft(id uuid, owner bytea, path text, fields jsonb, errors jsonb, lasting interval) returns void
security definer set search_path = public language sql as $$
  insert into drafts (id, owner, path, fields, errors, expires_at) values (id, owner, path, fields, errors, now() + lasting) $$;
create function open_draft(wanted uuid, its_owner bytea) returns table (path text, fields jsonb, errors jsonb)
stable security definer set search_path = public language sql as $$
  select d.path, d.fields, d.errors from drafts d where d.id = wanted and d.owner = its_owner and d.expires_at > now() $$;

-- A form that was sent twice is answered as it was the first time.
create table request_keys (
  key uuid primary key,
  actor_id uuid not null,
  outcome text not null,
  created_at timestamptz not null default now()
);
alter table request_keys enable row level security;
alter table request_keys force row level security;
create policy owner on request_keys to aldia_owner using (true) with check (true);
create policy own on request_keys to aldia_runtime using (actor_id = (select scope_actor_id()) or (select scope_actor()) = 'system')
  with check (actor_id = (select scope_actor_id()) or (select scope_actor()) = 'system');

-- Who did or read what, when, on whose behalf.
create table audit_events (
  id uuid primary key,
  sequence bigint generated always as identity constraint audit_events_sequence_key unique,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  verb text not null,
  object_kind text not null,
  object_id uuid not null,
  account_id uuid,
  debtor_id uuid,
  creditor_id uuid,
  digest bytea not null,
  inserted_xid xid8 not null default pg_current_xact_id(),
  constraint audit_events_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index audit_events_account on audit_events (account_id, at desc);
create index audit_events_inserted on audit_events (inserted_xid);
create function audit_event_digest(e audit_events) returns bytea stable parallel safe language sql as $$
  select sha256(convert_to(json_build_array(e.id, e.sequence, e.at at time zone 'UTC', e.actor_kind, e.actor_id, e.verb, e.object_kind,
    e.object_id, e.account_id, e.debtor_id, e.creditor_id, e.inserted_xid)::text, 'UTF8')) $$;
create function audit_event_digests() returns trigger language plpgsql as $$
begin
  new.digest := audit_event_digest(new);
  return new;
end $$;
create trigger audit_event_digests before insert on audit_events for each row execute function audit_event_digests();
call scope_table('audit_events', 'account_id = any ((select scope_accounts())::uuid[])');
call append_only('audit_events');
-- Everybody's doings are written down, a visitor's too; nobody can write down another's.
create function record_audit(id uuid, verb text, object_kind text, object_id uuid, about uuid) returns void
security definer set search_path = public language plpgsql as $$
begin
  insert into audit_events (id, at, actor_kind, actor_id, verb, object_kind, object_id, account_id, debtor_id, creditor_id)
    select record_audit.id, business_now(), scope_actor(), scope_actor_id(), record_audit.verb, record_audit.object_kind,
      record_audit.object_id, a.id, a.debtor_id, a.creditor_id
    from (select 1) as one left join accounts a on a.id = about;
end $$;

-- Batches of ledger transactions or audit events, each hashed together with the one before (DECISIONS A1.10). A batch
-- holds the committed rows whose transaction lies in [lower_xid, upper_xid) and whose sequence lies above the floor and
-- not above the highest that its era sealed. Transaction numbers start anew when the data moves to another cluster, so
-- the first batch there is an era of its own that seals everything once more, and the next era begins above it.
create table seals (
  chain text not null constraint seals_chain_known check (chain in ('ledger', 'audit')),
  number bigint not null constraint seals_number_positive check (number > 0),
  era integer not null,
  cluster bigint not null,
  floor_sequence bigint not null,
  last_sequence bigint not null,
  lower_xid xid8 not null,
  upper_xid xid8 not null,
  row_count bigint not null,
  hash_previous bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default now(),
  constraint seals_pkey primary key (chain, number)
);
alter table seals enable row level security;
alter table seals force row level security;
create policy owner on seals to aldia_owner using (true) with check (true);
create policy system on seals to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');
call append_only('seals');

-- What a batch holds, in the order in which it is hashed after `sequence`, and whether each row still fits its digest.
create function chain_rows(chain text, lower_xid xid8, upper_xid xid8, above bigint, through bigint)
returns table (id uuid, sequence bigint, digest bytea, entry_digests bytea[], intact boolean, altered_entry smallint)
stable language sql as $$
  select t.id, t.sequence, t.digest, array(select e.digest from ledger_entries e where e.transaction_id = t.id order by e."position"),
    t.digest = ledger_transaction_digest(t),
    (select min(e."position") from ledger_entries e where e.transaction_id = t.id and e.digest <> ledger_entry_digest(e.transaction_id,
      e."position", e.book, e.creditor_id, e.account_id, e.debtor_id, e.invoice_id, e.currency, e.amount_minor))
  from ledger_transactions t
  where chain = 'ledger' and t.inserted_xid >= lower_xid and t.inserted_xid < upper_xid and t.sequence > above and t.sequence <= through
  union all
  select e.id, e.sequence, e.digest, array[]::bytea[], e.digest = audit_event_digest(e), null
  from audit_events e
  where chain = 'audit' and e.inserted_xid >= lower_xid and e.inserted_xid < upper_xid and e.sequence > above and e.sequence <= through
$$;

-- Waits for everybody who is writing to what is sealed, and keeps everybody else from it until the transaction ends.
create function hold_chains_still() returns void security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() <> 'system' then raise exception 'only a job seals' using errcode = 'insufficient_privilege'; end if;
  lock table ledger_transactions, audit_events in share mode;
end $$;
