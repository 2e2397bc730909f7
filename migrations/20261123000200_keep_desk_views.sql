-- What a member of the team keeps for themselves at the desk: lists as they like to see them, and whether single keys do
-- something. It is about no debtor, and nobody else's to see.
create table desk_views (
  id uuid primary key,
  staff_id uuid not null constraint desk_views_staff_fkey references staff,
  -- The list, and what it was asked: the part of an address after the question mark.
  page text not null constraint desk_views_page_of_desk check (page like '/desk%' and length(page) <= 200),
  query text not null constraint desk_views_query_short check (length(query) <= 1000),
  name text not null constraint desk_views_name_short check (length(name) between 1 and 40 and name = btrim(name)),
  kept_at timestamptz not null
);
create unique index desk_views_name_key on desk_views (staff_id, page, lower(name));
alter table desk_views enable row level security;
alter table desk_views force row level security;
create policy owner on desk_views to aldia_owner using (true) with check (true);
create policy own on desk_views to aldia_runtime
  using ((select scope_actor()) = 'staff' and staff_id = (select scope_actor_id()))
  with check ((select scope_actor()) = 'staff' and staff_id = (select scope_actor_id()));

-- Who has switched single keys off.
create table desk_keys_off (
  staff_id uuid primary key constraint desk_keys_off_staff_fkey references staff,
  since timestamptz not null
);
alter table desk_keys_off enable row level security;
alter table desk_keys_off force row level security;
create policy owner on desk_keys_off to aldia_owner using (true) with check (true);
create policy own on desk_keys_off to aldia_runtime
  using ((select scope_actor()) = 'staff' and staff_id = (select scope_actor_id()))
  with check ((select scope_actor()) = 'staff' and staff_id = (select scope_actor_id()));
