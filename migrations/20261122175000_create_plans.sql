-- Payment plans: what was proposed, what was agreed, and what keeps it. Versions, agreements and what happened are only
-- ever added to.

-- Some debts of one account that are talked about. What comes of it bears the same id, so it comes of it once.
create table negotiations (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  currency text not null,
  state text not null constraint negotiations_state_known
    check (state in ('with_creditor', 'to_sign', 'signed', 'declined', 'withdrawn', 'expired')),
  -- Who owes and talks; nobody yet where the team begins.
  person_id uuid constraint negotiations_person_fkey references persons,
  -- The plan that is to be changed.
  replaces_id uuid,
  -- The form that began it: sent twice, it is one.
  request_key uuid not null constraint negotiations_request_key unique,
  opened_at timestamptz not null,
  -- By when the creditor's side answers, as was promised when it was asked.
  answer_by date,
  closed_at timestamptz,
  constraint negotiations_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint negotiations_scope_key unique (id, account_id),
  constraint negotiations_closed_whole check ((state in ('with_creditor', 'to_sign')) = (closed_at is null)),
  constraint negotiations_replaces_another check (replaces_id <> id)
);
-- One is open at a time, so that nobody has two answers to give.
create unique index negotiations_one_open on negotiations (account_id) where closed_at is null;
create index negotiations_account on negotiations (account_id, opened_at desc);
create index negotiations_waiting on negotiations (creditor_id, opened_at) where state = 'with_creditor';
call scope_table('negotiations', 'account_id = any ((select scope_accounts())::uuid[])', 'account_id = any ((select scope_paying_accounts())::uuid[])');
revoke delete on negotiations from aldia_runtime;

create table negotiation_debts (
  negotiation_id uuid not null constraint negotiation_debts_negotiation_fkey references negotiations,
  invoice_id uuid not null constraint negotiation_debts_invoice_fkey references invoices,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  constraint negotiation_debts_pkey primary key (negotiation_id, invoice_id),
  constraint negotiation_debts_of_account foreign key (negotiation_id, account_id) references negotiations (id, account_id),
  constraint negotiation_debts_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
call scope_table('negotiation_debts', 'account_id = any ((select scope_accounts())::uuid[])', 'account_id = any ((select scope_paying_accounts())::uuid[])');
call append_only('negotiation_debts');

-- One version of the terms each.
create table offers (
  id uuid primary key,
  negotiation_id uuid not null constraint offers_negotiation_fkey references negotiations,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  version integer not null constraint offers_version_positive check (version > 0),
  author_kind text not null constraint offers_author_known check (author_kind in ('person', 'staff')),
  author_id uuid not null,
  -- As the other side reads it: of the team only a first name.
  author_name text not null,
  terms jsonb not null,
  -- What was owed on its debts when it was written: the amounts that its readers saw.
  owed_minor bigint not null constraint offers_owed_positive check (owed_minor > 0),
  words text not null default '',
  policy_version_id uuid constraint offers_policy_fkey references policy_versions,
  created_at timestamptz not null,
  -- The first moment at which it can no longer be signed.
  expires_at timestamptz not null,
  constraint offers_expires_later check (expires_at > created_at),
  constraint offers_version_key unique (negotiation_id, version),
  constraint offers_scope_key unique (id, negotiation_id),
  constraint offers_of_account foreign key (negotiation_id, account_id) references negotiations (id, account_id),
  constraint offers_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
call scope_table('offers', 'account_id = any ((select scope_accounts())::uuid[])',
  'author_kind = ''person'' and author_id = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[])');
call append_only('offers');

-- What was signed. Its state is the last that its events led to.
create table plans (
  id uuid primary key constraint plans_negotiation_fkey references negotiations,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  number bigint not null,
  currency text not null,
  state text not null default 'active' constraint plans_state_known
    check (state in ('active', 'behind', 'suspended', 'completed', 'closed', 'replaced')),
  offer_id uuid not null constraint plans_offer_key unique,
  terms jsonb not null,
  -- The published rules as they were when it was signed: a later version changes nothing about it.
  rules jsonb not null,
  owed_minor bigint not null constraint plans_owed_positive check (owed_minor > 0),
  discount_minor bigint not null constraint plans_discount_not_negative check (discount_minor >= 0),
  -- What the books record after this one counts towards it.
  since_sequence bigint not null,
  -- How often its instalments were moved or left out; which ones are its now.
  revision integer not null default 1,
  signed_by uuid not null constraint plans_signed_by_fkey references persons,
  signed_at timestamptz not null,
  -- The exact text shown, the code that was sent and typed, the address it came from.
  consent jsonb not null,
  suspended_on date,
  ended_at timestamptz,
  constraint plans_number_key unique (creditor_id, number),
  constraint plans_offer_of_negotiation foreign key (offer_id, id) references offers (id, negotiation_id),
  constraint plans_ended_whole check ((state in ('completed', 'closed', 'replaced')) = (ended_at is not null)),
  constraint plans_suspended_whole check ((state = 'suspended') <= (suspended_on is not null)),
  constraint plans_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint plans_scope_key unique (id, account_id)
);
create index plans_account on plans (account_id, signed_at desc);
create index plans_open on plans (creditor_id) where ended_at is null;
call scope_table('plans', 'account_id = any ((select scope_accounts())::uuid[])',
  'account_id = any ((select scope_paying_accounts())::uuid[])');
revoke delete on plans from aldia_runtime;
alter table negotiations add constraint negotiations_replaces_fkey foreign key (replaces_id) references plans;

-- What was signed stays as it was signed; only how it stands changes.
create function plans_stay_as_signed() returns trigger language plpgsql as $$
begin
  if (new.id, new.account_id, new.number, new.currency, new.offer_id, new.terms, new.rules, new.owed_minor, new.discount_minor,
      new.since_sequence, new.signed_by, new.signed_at, new.consent) is distinct from
     (old.id, old.account_id, old.number, old.currency, old.offer_id, old.terms, old.rules, old.owed_minor, old.discount_minor,
      old.since_sequence, old.signed_by, old.signed_at, old.consent) then
    raise exception 'an agreement stays as it was signed' using errcode = 'check_violation', constraint = 'plans_stay_as_signed';
  end if;
  if old.ended_at is not null then
    raise exception 'the plan has ended' using errcode = 'check_violation', constraint = 'plans_end_once';
  end if;
  return new;
end $$;
create trigger plans_stay_as_signed before update on plans for each row execute function plans_stay_as_signed();

-- What of which invoice is in a plan, component by component, as it was signed.
create table plan_debts (
  plan_id uuid not null constraint plan_debts_plan_fkey references plans,
  invoice_id uuid not null constraint plan_debts_invoice_fkey references invoices,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  principal_minor bigint not null,
  interest_minor bigint not null,
  interest_tax_minor bigint not null,
  fees_minor bigint not null,
  fees_tax_minor bigint not null,
  -- When the plan ended, and it was free for another.
  left_at timestamptz,
  constraint plan_debts_pkey primary key (plan_id, invoice_id),
  constraint plan_debts_of_account foreign key (plan_id, account_id) references plans (id, account_id),
  constraint plan_debts_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint plan_debts_not_negative check (least(principal_minor, interest_minor, interest_tax_minor, fees_minor, fees_tax_minor) >= 0)
);
create unique index plan_debts_one_plan on plan_debts (invoice_id) where left_at is null;
call scope_table('plan_debts', 'account_id = any ((select scope_accounts())::uuid[])',
  'account_id = any ((select scope_paying_accounts())::uuid[])');
revoke delete on plan_debts from aldia_runtime;

-- The instalments, each time they were arranged.
create table plan_parts (
  plan_id uuid not null constraint plan_parts_plan_fkey references plans,
  revision integer not null constraint plan_parts_revision_positive check (revision > 0),
  -- 0 is what is paid at the beginning.
  number smallint not null constraint plan_parts_number_not_negative check (number >= 0),
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  due_on date not null,
  moved_from date,
  amount_minor bigint not null constraint plan_parts_amount_not_negative check (amount_minor >= 0),
  constraint plan_parts_pkey primary key (plan_id, revision, number),
  constraint plan_parts_moved_later check (moved_from < due_on),
  constraint plan_parts_of_account foreign key (plan_id, account_id) references plans (id, account_id),
  constraint plan_parts_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index plan_parts_due on plan_parts (due_on);
call scope_table('plan_parts', 'account_id = any ((select scope_accounts())::uuid[])',
  'account_id = any ((select scope_paying_accounts())::uuid[])');
call append_only('plan_parts');

-- However it is arranged, the instalments and the discount sum to what was owed.
create function plan_parts_sum() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if exists (select from added a join plans p on p.id = a.plan_id
      group by a.plan_id, a.revision, p.owed_minor, p.discount_minor having sum(a.amount_minor) <> p.owed_minor - p.discount_minor) then
    raise exception 'the instalments do not sum to what was agreed' using errcode = 'check_violation', constraint = 'plan_parts_sum_to_agreed';
  end if;
  return null;
end $$;
create trigger plan_parts_sum after insert on plan_parts referencing new table as added for each statement execute function plan_parts_sum();

-- On which days less late interest, or none, is charged on what is in a plan. A day counts if it lies between both ends.
create table plan_reliefs (
  id uuid primary key,
  plan_id uuid not null constraint plan_reliefs_plan_fkey references plans,
  invoice_id uuid not null constraint plan_reliefs_invoice_fkey references invoices,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- What is charged of the usual, in hundredths of a per cent: 0 where interest stops.
  share integer not null constraint plan_reliefs_share_known check (share between 0 and 9999),
  from_on date not null,
  until_on date,
  constraint plan_reliefs_in_order check (until_on >= from_on),
  constraint plan_reliefs_of_account foreign key (plan_id, account_id) references plans (id, account_id),
  constraint plan_reliefs_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index plan_reliefs_invoice on plan_reliefs (invoice_id);
create unique index plan_reliefs_one_open on plan_reliefs (invoice_id) where until_on is null;
call scope_table('plan_reliefs', 'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])',
  'account_id = any ((select scope_paying_accounts())::uuid[])');
revoke delete on plan_reliefs from aldia_runtime;

-- Everything that was done and that happened, in order: the account's time line reads it.
create table plan_events (
  id uuid primary key,
  sequence bigint generated always as identity constraint plan_events_sequence_key unique,
  negotiation_id uuid not null constraint plan_events_negotiation_fkey references negotiations,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  kind text not null constraint plan_events_kind_known check (kind in ('propose', 'endorse', 'counter', 'decline', 'refuse', 'sign', 'expire',
    'miss', 'suspend', 'cure', 'complete', 'close', 'replace', 'move', 'skip', 'remind')),
  -- A program does what follows from a rule.
  actor_kind text not null constraint plan_events_actor_known check (actor_kind in ('person', 'staff', 'system')),
  actor_id uuid,
  shown_name text not null default '',
  offer_id uuid constraint plan_events_offer_fkey references offers,
  -- The instalment that it is about.
  part_number smallint,
  reason text not null default '',
  words text not null default '',
  happened_at timestamptz not null,
  constraint plan_events_of_account foreign key (negotiation_id, account_id) references negotiations (id, account_id),
  constraint plan_events_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index plan_events_negotiation on plan_events (negotiation_id, sequence);
create index plan_events_account on plan_events (account_id, sequence desc);
call scope_table('plan_events', 'account_id = any ((select scope_accounts())::uuid[])',
  'actor_kind = ''person'' and actor_id = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[])');
call append_only('plan_events');

-- The code with which somebody signs one version, sent anew each time.
create table plan_codes (
  id uuid primary key,
  negotiation_id uuid not null,
  offer_id uuid not null,
  person_id uuid not null constraint plan_codes_person_fkey references persons,
  -- What was owed on the page that they had read: other amounts are read again before they are signed.
  owed_minor bigint not null,
  code_hash bytea not null,
  notice_id uuid not null constraint plan_codes_notice_fkey references notices,
  tries_left smallint not null default 5,
  -- Real time, like every code.
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '10 minutes',
  confirmed_at timestamptz,
  constraint plan_codes_offer_fkey foreign key (offer_id, negotiation_id) references offers (id, negotiation_id)
);
create index plan_codes_notice on plan_codes (notice_id);
alter table plan_codes enable row level security;
alter table plan_codes force row level security;
create policy owner on plan_codes to aldia_owner using (true) with check (true);
create policy own on plan_codes for select to aldia_runtime
  using ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()));
create policy asks on plan_codes for insert to aldia_runtime
  with check ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()));
create policy system on plan_codes to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- Whether these are the digits; a wrong answer costs a try, a right one is right once.
create function confirm_plan_code(code uuid, answer_hash bytea) returns table (outcome text, tries integer)
security definer set search_path = public language plpgsql as $$
declare
  asked plan_codes;
begin
  select * into asked from plan_codes c
    where c.id = confirm_plan_code.code and scope_actor() = 'person' and c.person_id = scope_actor_id() for update;
  if asked.id is null or asked.confirmed_at is not null or asked.expires_at <= now() then
    return query select 'expired', 0;
  elsif asked.tries_left <= 0 then
    return query select 'spent', 0;
  elsif asked.code_hash <> answer_hash then
    update plan_codes c set tries_left = c.tries_left - 1 where c.id = confirm_plan_code.code;
    return query select case when asked.tries_left > 1 then 'wrong' else 'spent' end, asked.tries_left - 1;
  else
    update plan_codes c set confirmed_at = now() where c.id = confirm_plan_code.code;
    return query select 'right', asked.tries_left::integer;
  end if;
end $$;

-- The next number of a creditor's agreements, for whoever may sign one.
create function take_agreement_number(about_account uuid) returns bigint
security definer set search_path = public language sql as $$
  insert into document_counters as kept (creditor_id, kind, last_number)
    select a.creditor_id, 'agreement', 1 from accounts a
    where a.id = about_account and (scope_actor() = 'system' or a.id = any (scope_paying_accounts()))
  on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1
  returning last_number $$;

-- The last entry of the books so far: what comes after it is paid towards what is signed now.
create function last_ledger_sequence() returns bigint stable security definer set search_path = public language sql as $$
  select coalesce(max(sequence), 0) from ledger_transactions $$;

-- Agreements are papers, in both languages at once.
call allow_also('papers', 'papers_kind_known', array['agreement']);

-- Keeps everybody else waiting who would work something out from an account's books, for those who may sign something about it.
create function hold_account(about_account uuid) returns void security definer set search_path = public language plpgsql as $$
begin
  perform from accounts a where a.id = about_account
    and (scope_actor() = 'system' or a.id = any (scope_paying_accounts()) or a.creditor_id = any (scope_writing_creditors()))
    for no key update;
end $$;
