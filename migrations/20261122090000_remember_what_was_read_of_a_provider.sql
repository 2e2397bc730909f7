-- How far the provider's own list of events has been read. Its clock, not ours: a message that never came is found
-- however long nothing ran, as far back as the provider remembers.
create table provider_readings (
  provider text primary key constraint provider_readings_provider_known check (provider in ('stripe')),
  events_read_through timestamptz not null
);
alter table provider_readings enable row level security;
alter table provider_readings force row level security;
create policy owner on provider_readings to aldia_owner using (true) with check (true);
create policy system on provider_readings to aldia_runtime using ((select scope_actor()) = 'system')
  with check ((select scope_actor()) = 'system');
