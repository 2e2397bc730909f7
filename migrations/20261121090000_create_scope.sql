-- Who is asking decides which rows exist. The two roles are made by the cluster's start or by the operator, never
-- here: aldia_owner runs the migrations, aldia_runtime is the group that the server's login belongs to.
create extension if not exists pg_trgm;

grant usage on schema public to aldia_runtime;
-- The server reads at start which migrations were run.
do $$ begin
  if to_regclass('_sqlx_migrations') is not null then grant select on _sqlx_migrations to aldia_runtime; end if;
end $$;
alter default privileges for role aldia_owner in schema public grant select, insert, update, delete on tables to aldia_runtime;
alter default privileges for role aldia_owner in schema public grant usage on sequences to aldia_runtime;
alter default privileges for role aldia_owner in schema public revoke execute on functions from public;
alter default privileges for role aldia_owner in schema public grant execute on functions to aldia_runtime;

-- The scope of a transaction is set by open_scope() and read by these. Without a scope each answers null or '',
-- so every policy fails closed.
create function scope_actor() returns text stable language sql
  as $$ select coalesce(current_setting('app.actor', true), '') $$;
create function scope_actor_id() returns uuid stable language sql
  as $$ select nullif(current_setting('app.actor_id', true), '')::uuid $$;
create function scope_accounts() returns uuid[] stable language sql
  as $$ select nullif(current_setting('app.accounts', true), '')::uuid[] $$;
create function scope_paying_accounts() returns uuid[] stable language sql
  as $$ select nullif(current_setting('app.paying_accounts', true), '')::uuid[] $$;
create function scope_guaranteed_invoices() returns uuid[] stable language sql
  as $$ select nullif(current_setting('app.guaranteed_invoices', true), '')::uuid[] $$;
create function scope_guaranteed_accounts() returns uuid[] stable language sql
  as $$ select nullif(current_setting('app.guaranteed_accounts', true), '')::uuid[] $$;
-- The guarantees under which this person may pay.
create function scope_paying_guarantees() returns uuid[] stable language sql
  as $$ select nullif(current_setting('app.paying_guarantees', true), '')::uuid[] $$;
create function scope_creditors() returns uuid[] stable language sql
  as $$ select nullif(current_setting('app.creditors', true), '')::uuid[] $$;
-- Creditors for which this member of staff may also change things; an auditor has none.
create function scope_writing_creditors() returns uuid[] stable language sql
  as $$ select nullif(current_setting('app.writing_creditors', true), '')::uuid[] $$;

-- Forces row-level security on a table: the owner sees everything (migrations, triggers, backups), jobs and commands
-- see everything, staff their creditors, and people what `person_reads` and `person_writes` say.
create procedure scope_table(name text, person_reads text default 'false', person_writes text default 'false')
language plpgsql as $$
declare
  staff_reads text := 'creditor_id = any ((select scope_creditors())::uuid[])';
  staff_writes text := 'creditor_id = any ((select scope_writing_creditors())::uuid[])';
  system text := '(select scope_actor()) = ''system''';
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy owner on %I to aldia_owner using (true) with check (true)', name);
  execute format('create policy reads on %I for select to aldia_runtime using (%s or %s or (%s))', name, system, staff_reads, person_reads);
  execute format('create policy inserts on %I for insert to aldia_runtime with check (%s or %s or (%s))', name, system, staff_writes, person_writes);
  execute format('create policy updates on %I for update to aldia_runtime using (%s or %s or (%s)) with check (%s or %s or (%s))',
    name, system, staff_writes, person_writes, system, staff_writes, person_writes);
  execute format('create policy deletes on %I for delete to aldia_runtime using (%s or %s)', name, system, staff_writes);
end $$;

-- Refuses any change of a table that is only ever added to.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation', constraint = tg_table_name || '_is_append_only';
end $$;

create procedure append_only(name text) language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete or truncate on %I for each statement execute function refuse_change()', name);
  execute format('revoke update, delete, truncate on %I from aldia_runtime', name);
end $$;

-- One row says what this database is for, and, in a demo, which day it pretends to be.
create table installation (
  singleton boolean primary key default true constraint installation_is_one_row check (singleton),
  environment text not null constraint installation_environment_known check (environment in ('demo', 'production')),
  -- The demo's day stands still until somebody turns it at /dev/clock; the time of day runs on.
  clock_day date,
  clock_zone text not null default 'America/Mexico_City',
  constraint installation_clock_only_in_demo check (clock_day is null or environment = 'demo')
);
revoke all on installation from aldia_runtime;

-- Business time: what the ledger, due dates and people go by. Sessions, tokens, leases and limits use now().
create function business_now() returns timestamptz stable security definer set search_path = public language sql as $$
  select coalesce((select (clock_day + (now() at time zone clock_zone)::time) at time zone clock_zone from installation where clock_day is not null), now())
$$;
create function installation_environment() returns text stable security definer set search_path = public language sql
  as $$ select environment from installation $$;
create function found_installation(wanted text) returns text security definer set search_path = public language sql as $$
  insert into installation (environment) values (wanted) on conflict do nothing;
  select environment from installation;
$$;
create function turn_demo_clock(day date) returns void security definer set search_path = public language sql
  as $$ update installation set clock_day = day where environment = 'demo' $$;
