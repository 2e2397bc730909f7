create table creditors (
  id uuid primary key,
  name text not null constraint creditors_name_key unique,
  slug text not null constraint creditors_slug_key unique constraint creditors_slug_plain check (slug ~ '^[a-z0-9-]{1,40}$'),
  legal_name text not null,
  address text not null default '',
  phone text not null default '',
  complaints_body text not null default '',
  advice_body text not null default '',
  payee_name text not null,
  time_zone text not null default 'America/Mexico_City',
  jurisdiction text not null default 'MX',
  language text not null default 'es' constraint creditors_language_known check (language in ('es', 'en')),
  accent text constraint creditors_accent_hex check (accent ~ '^#[0-9A-F]{6}$'),
  fiscal_notice boolean not null default false,
  -- Which known fact a new device is asked for (DESIGN 5).
  known_fact text not null default 'invoice_reference' constraint creditors_known_fact_known
    check (known_fact in ('invoice_reference', 'tax_id_end', 'postal_code', 'birth_date')),
  created_at timestamptz not null default now()
);

create table debtors (
  id uuid primary key,
  kind text not null constraint debtors_kind_known check (kind in ('person', 'firm')),
  name text not null,
  time_zone text not null default 'America/Mexico_City',
  jurisdiction text not null default 'MX',
  created_at timestamptz not null default now()
);
-- How names are looked for: small letters without accents, so that 'lopez' finds López.
create function searchable(words text) returns text immutable strict parallel safe language sql
  as $$ select translate(lower(words), 'áàâäãéèêëíìîïóòôöõúùûüñç', 'aaaaaeeeeiiiiooooouuuunc') $$;
create index debtors_name_trgm on debtors using gin (searchable(name) gin_trgm_ops);

create table accounts (
  id uuid primary key,
  debtor_id uuid not null constraint accounts_debtor_fkey references debtors,
  creditor_id uuid not null constraint accounts_creditor_fkey references creditors,
  reference text not null,
  contract text not null default '',
  currency text not null constraint accounts_currency_iso check (currency ~ '^[A-Z]{3}$'),
  opened_on date not null,
  constraint accounts_reference_key unique (creditor_id, reference, currency),
  -- What every scoped table refers to, so that a row can never name one account and another's creditor.
  constraint accounts_scope_key unique (id, debtor_id, creditor_id)
);
create index accounts_debtor on accounts (debtor_id);

create table persons (
  id uuid primary key,
  name text not null,
  language text not null default 'es' constraint persons_language_known check (language in ('es', 'en')),
  theme text constraint persons_theme_known check (theme in ('light', 'dark')),
  created_at timestamptz not null default now()
);
create index persons_name_trgm on persons using gin (searchable(name) gin_trgm_ops);

create table contact_points (
  id uuid primary key,
  person_id uuid not null constraint contact_points_person_fkey references persons,
  kind text not null constraint contact_points_kind_known check (kind in ('email', 'phone')),
  address text not null,
  verified_at timestamptz,
  -- Set by "I am not this person", by a bounce, or by staff: nothing is sent to it while it is set.
  suspended_at timestamptz,
  -- Set, and suspended as well, once the person has another in its place. The row stays: the creditor's books may name it
  -- again.
  replaced_at timestamptz,
  created_at timestamptz not null default now(),
  constraint contact_points_replaced_suspended check (replaced_at is null or suspended_at is not null),
  constraint contact_points_person_address_key unique (person_id, kind, address)
);
create index contact_points_address on contact_points (kind, address);

-- A person or firm linked to an account. With an invoice the link is a guarantee: that invoice, up to that amount.
create table parties (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint parties_person_fkey references persons,
  role text not null constraint parties_role_known
    check (role in ('principal', 'joint_debtor', 'guarantor', 'representative', 'executor', 'helper')),
  may text not null constraint parties_may_known check (may in ('see', 'pay', 'negotiate', 'manage')),
  invoice_id uuid,
  liable_minor bigint constraint parties_liable_positive check (liable_minor > 0),
  from_on date not null,
  until_on date,
  proof text not null default '',
  constraint parties_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  -- What a payment under a guarantee refers to, so that it can never name another account than its own.
  constraint parties_scope_key unique (id, account_id),
  constraint parties_guarantee_whole check ((role = 'guarantor') = (invoice_id is not null and liable_minor is not null)),
  constraint parties_key unique nulls not distinct (account_id, person_id, role, invoice_id)
);
create index parties_person on parties (person_id);

-- What stops what the law stops (domain-rules A15): on the account, or on one party to it.
create table legal_statuses (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  party_id uuid constraint legal_statuses_party_fkey references parties,
  kind text not null constraint legal_statuses_kind_known check (kind in ('deceased', 'incapacitated', 'insolvent',
    'moratorium', 'sued', 'represented', 'time_barred', 'identity_contested', 'creditors_hold')),
  evidence text not null,
  from_on date not null,
  until_on date,
  set_by uuid,
  lifted_by uuid,
  constraint legal_statuses_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint legal_statuses_lifted_by_another check (lifted_by <> set_by)
);
create index legal_statuses_account on legal_statuses (account_id);

create table staff (
  id uuid primary key,
  name text not null,
  email text not null constraint staff_email_key unique constraint staff_email_lower check (email = lower(email)),
  role text not null constraint staff_role_known check (role in ('agent', 'supervisor', 'administrator', 'auditor')),
  language text not null default 'es' constraint staff_language_known check (language in ('es', 'en')),
  theme text constraint staff_theme_known check (theme in ('light', 'dark')),
  password_hash text not null,
  -- Encrypted with the key file; null until the person has enrolled a second factor.
  totp_secret bytea,
  totp_enrolled_at timestamptz,
  -- The last 30-second step that was accepted, so that a code works once.
  totp_step bigint not null default 0,
  left_at timestamptz,
  created_at timestamptz not null default now()
);

create table staff_creditors (
  staff_id uuid not null constraint staff_creditors_staff_fkey references staff,
  creditor_id uuid not null constraint staff_creditors_creditor_fkey references creditors,
  constraint staff_creditors_pkey primary key (staff_id, creditor_id)
);

-- Times here are real time, never the demo's.
create table sessions (
  id uuid primary key,
  person_id uuid constraint sessions_person_fkey references persons,
  staff_id uuid constraint sessions_staff_fkey references staff,
  device text not null default '',
  shared_device boolean not null default false,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  idle_limit interval not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint sessions_one_subject check (num_nonnulls(person_id, staff_id) = 1)
);
create index sessions_person on sessions (person_id) where revoked_at is null;
create index sessions_staff on sessions (staff_id) where revoked_at is null;

-- Opens the scope of this transaction, in one statement with the check of the session (DECISIONS A2.19), and answers
-- business time. A session that was revoked, is idle or has expired answers null, and nothing is in scope.
create function open_scope(actor text, actor_id uuid, session uuid) returns timestamptz
security definer set search_path = public language plpgsql as $$
declare
  today date := (business_now() at time zone 'UTC')::date;
begin
  perform set_config('app.actor', '', true), set_config('app.actor_id', '', true), set_config('app.accounts', '', true),
    set_config('app.paying_accounts', '', true), set_config('app.guaranteed_invoices', '', true),
    set_config('app.guaranteed_accounts', '', true), set_config('app.paying_guarantees', '', true), set_config('app.creditors', '', true), set_config('app.writing_creditors', '', true);
  if actor in ('person', 'staff') then
    perform from sessions s where s.id = session and coalesce(s.person_id, s.staff_id) = actor_id
      and (s.person_id is not null) = (actor = 'person')
      and s.revoked_at is null and s.expires_at > now() and s.seen_at + s.idle_limit > now();
    if not found then return null; end if;
  elsif actor not in ('system', 'visitor') then
    raise exception 'unknown actor %', actor;
  end if;
  if actor = 'person' then
    perform set_config('app.accounts', coalesce(array_agg(p.account_id) filter (where p.invoice_id is null), '{}')::text, true),
      set_config('app.paying_accounts', coalesce(array_agg(p.account_id) filter (where p.invoice_id is null and p.may <> 'see'), '{}')::text, true),
      set_config('app.guaranteed_invoices', coalesce(array_agg(p.invoice_id) filter (where p.invoice_id is not null), '{}')::text, true),
      set_config('app.guaranteed_accounts', coalesce(array_agg(p.account_id) filter (where p.invoice_id is not null), '{}')::text, true),
      set_config('app.paying_guarantees', coalesce(array_agg(p.id) filter (where p.invoice_id is not null and p.may <> 'see'), '{}')::text, true)
    from parties p where p.person_id = actor_id and p.from_on <= today and (p.until_on is null or p.until_on >= today);
  elsif actor = 'staff' then
    perform set_config('app.creditors', coalesce(array_agg(c.creditor_id), '{}')::text, true),
      set_config('app.writing_creditors', coalesce(array_agg(c.creditor_id) filter (where s.role <> 'auditor'), '{}')::text, true)
    from staff_creditors c join staff s on s.id = c.staff_id where c.staff_id = actor_id and s.left_at is null;
  end if;
  perform set_config('app.actor', actor, true), set_config('app.actor_id', coalesce(actor_id::text, ''), true);
  return business_now();
end $$;

-- Row-level security. Creditors, debtors and persons are seen through the accounts that link them.
call scope_table('accounts', 'id = any ((select scope_accounts())::uuid[]) or id = any ((select scope_guaranteed_accounts())::uuid[])');
call scope_table('parties', 'person_id = (select scope_actor_id())');
call scope_table('legal_statuses', 'account_id = any ((select scope_accounts())::uuid[])');

-- Reading through another table must not itself be filtered away, so these look with the owner's eyes.
create function scope_sees_debtor(debtor uuid) returns boolean stable security definer set search_path = public language sql as $$
  select case scope_actor()
    when 'system' then true
    when 'staff' then exists (select from accounts a where a.debtor_id = debtor and a.creditor_id = any (scope_creditors()))
    when 'person' then exists (select from accounts a where a.debtor_id = debtor and (a.id = any (scope_accounts()) or a.id = any (scope_guaranteed_accounts())))
    else false end $$;
create function scope_sees_person(person uuid) returns boolean stable security definer set search_path = public language sql as $$
  select case scope_actor()
    when 'system' then true
    when 'person' then person = scope_actor_id()
    when 'staff' then exists (select from parties p where p.person_id = person and p.creditor_id = any (scope_creditors()))
    else false end $$;

alter table debtors enable row level security;
alter table debtors force row level security;
create policy owner on debtors to aldia_owner using (true) with check (true);
create policy reads on debtors for select to aldia_runtime using (scope_sees_debtor(id));
create policy writes on debtors for all to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

alter table persons enable row level security;
alter table persons force row level security;
create policy owner on persons to aldia_owner using (true) with check (true);
create policy reads on persons for select to aldia_runtime using (scope_sees_person(id));
create policy own on persons for update to aldia_runtime using (id = (select scope_actor_id())) with check (id = (select scope_actor_id()));
create policy writes on persons for all to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

alter table contact_points enable row level security;
alter table contact_points force row level security;
create policy owner on contact_points to aldia_owner using (true) with check (true);
create policy reads on contact_points for select to aldia_runtime using (scope_sees_person(person_id));
create policy writes on contact_points for all to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

alter table sessions enable row level security;
alter table sessions force row level security;
create policy owner on sessions to aldia_owner using (true) with check (true);
create policy own on sessions to aldia_runtime using ((select scope_actor()) = 'system' or coalesce(person_id, staff_id) = (select scope_actor_id()))
  with check ((select scope_actor()) = 'system' or coalesce(person_id, staff_id) = (select scope_actor_id()));

alter table staff enable row level security;
alter table staff force row level security;
create policy owner on staff to aldia_owner using (true) with check (true);
create policy reads on staff for select to aldia_runtime using ((select scope_actor()) in ('system', 'staff'));
create policy own on staff for update to aldia_runtime using (id = (select scope_actor_id())) with check (id = (select scope_actor_id()));
create policy writes on staff for all to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- Who works for whom: staff read their own rows, only a command writes them.
alter table staff_creditors enable row level security;
alter table staff_creditors force row level security;
create policy owner on staff_creditors to aldia_owner using (true) with check (true);
create policy own on staff_creditors for select to aldia_runtime
  using ((select scope_actor()) = 'staff' and staff_id = (select scope_actor_id()));
create policy system on staff_creditors to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- The creditors themselves have no row-level security, because everything in their rows is public: it stands on the
-- first page, on every letter, and on the page that asks for a known fact, which anybody can open. What is not public
-- about a creditor belongs into a table of its own. Nobody but the owner changes them.
revoke insert, update, delete on creditors from aldia_runtime;
create function found_creditor(id uuid, name text, slug text, legal_name text, language text, time_zone text, jurisdiction text) returns uuid
security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() <> 'system' then raise exception 'only a command founds a creditor' using errcode = 'insufficient_privilege'; end if;
  insert into creditors (id, name, slug, legal_name, payee_name, language, time_zone, jurisdiction)
    values (id, name, slug, legal_name, legal_name, language, time_zone, jurisdiction);
  return id;
end $$;
-- What stands on its pages: who they are, where to complain, and which fact a new device is asked for.
create function describe_creditor(of uuid, address text, phone text, complaints_body text, advice_body text, payee_name text,
  accent text, fiscal_notice boolean, known_fact text) returns void
security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() <> 'system' then raise exception 'only a command describes a creditor' using errcode = 'insufficient_privilege'; end if;
  update creditors c set address = describe_creditor.address, phone = describe_creditor.phone,
    complaints_body = describe_creditor.complaints_body, advice_body = describe_creditor.advice_body,
    payee_name = describe_creditor.payee_name, accent = describe_creditor.accent,
    fiscal_notice = describe_creditor.fiscal_notice, known_fact = describe_creditor.known_fact
  where c.id = of;
end $$;
