-- Cards that people keep with a creditor's provider, and what they let be charged to them by itself.

create table saved_methods (
  id uuid primary key,
  person_id uuid not null constraint saved_methods_person_fkey references persons,
  creditor_id uuid not null constraint saved_methods_creditor_fkey references creditors,
  -- The provider's names for the person and for the card. The card's number never comes here.
  provider_customer text not null,
  provider_method text not null constraint saved_methods_provider_key unique,
  kind text not null constraint saved_methods_kind_known check (kind in ('card')),
  brand text not null,
  last4 text not null constraint saved_methods_last4 check (last4 ~ '^[0-9]{4}$'),
  expires_month smallint not null constraint saved_methods_month check (expires_month between 1 and 12),
  expires_year smallint not null,
  -- What its owner calls it; nothing where they gave it no name.
  label text not null default '' constraint saved_methods_label_short check (length(label) <= 40),
  is_default boolean not null,
  -- The payment with which it was kept.
  payment_id uuid not null constraint saved_methods_payment_fkey references payments,
  saved_at timestamptz not null,
  -- The row stays, for what was charged to the card names it.
  removed_at timestamptz,
  constraint saved_methods_default_is_kept check (removed_at is null or not is_default)
);
create unique index saved_methods_one_default on saved_methods (person_id, creditor_id) where is_default;
-- A card is its owner's: another person on the same account never learns of it.
call scope_table('saved_methods', 'person_id = (select scope_actor_id())', 'person_id = (select scope_actor_id())');
revoke delete on saved_methods from aldia_runtime;

-- What a person agreed to: the words as they read them, and who, when and from where.
create table autopay_mandates (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint autopay_mandates_person_fkey references persons,
  method_id uuid not null constraint autopay_mandates_method_fkey references saved_methods,
  text_version integer not null,
  text text not null,
  language text not null constraint autopay_mandates_language_known check (language in ('es', 'en')),
  -- The most that is charged in one calendar month.
  cap_minor bigint not null constraint autopay_mandates_cap_positive check (cap_minor > 0),
  -- The day of the month on which what is due is charged; null: the day on which it falls due.
  day_of_month smallint constraint autopay_mandates_day_in_every_month check (day_of_month between 1 and 28),
  -- What the words promise: how many days before each charge its payer is told, and how many days after each declined
  -- try the next one is made.
  notice_days smallint not null constraint autopay_mandates_notice check (notice_days between 1 and 30),
  retry_after_days smallint[] not null,
  -- Business time; beside it the hour by every clock.
  agreed_at timestamptz not null,
  agreed_by_clock_at timestamptz not null default now(),
  address text not null,
  request_key uuid not null constraint autopay_mandates_request_key unique,
  ended_at timestamptz,
  ended_why text constraint autopay_mandates_end_known
    check (ended_why in ('stopped', 'by_team', 'replaced', 'method_removed', 'contested', 'no_grant', 'bank_forbids')),
  ended_by uuid,
  constraint autopay_mandates_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint autopay_mandates_end_says_why check ((ended_at is null) = (ended_why is null))
);
create unique index autopay_mandates_one_in_force on autopay_mandates (account_id) where ended_at is null;
call scope_table('autopay_mandates', 'person_id = (select scope_actor_id())',
  'person_id = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[])');
revoke delete on autopay_mandates from aldia_runtime;
-- Whether somebody pays an account by itself, for another person on it who wants to: not who, and not with what.
create function autopay_is_anothers(account uuid) returns boolean stable security definer set search_path = public language sql as $$
  select account = any (scope_accounts())
    and exists (select from autopay_mandates m where m.account_id = account and m.ended_at is null and m.person_id <> scope_actor_id()) $$;

-- One due amount that is charged once. Each try is a payment of its own.
create table autopay_charges (
  id uuid primary key,
  mandate_id uuid not null constraint autopay_charges_mandate_fkey references autopay_mandates,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint autopay_charges_person_fkey references persons,
  invoice_id uuid not null constraint autopay_charges_invoice_fkey references invoices,
  -- An invoice of which more falls due later, as when what was contested is decided, is another due amount.
  round integer not null constraint autopay_charges_round_positive check (round > 0),
  -- What its payer was told. Never more than this is charged.
  amount_minor bigint not null constraint autopay_charges_amount_positive check (amount_minor > 0),
  announced_at timestamptz not null,
  -- The day of the next try.
  charge_on date not null,
  tries integer not null default 0,
  state text not null constraint autopay_charges_state_known
    check (state in ('announced', 'charging', 'waiting', 'needs_person', 'paid', 'given_up', 'dropped', 'over_cap')),
  -- Why it was declined, given up or dropped.
  why text,
  settled_at timestamptz,
  constraint autopay_charges_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint autopay_charges_once unique (mandate_id, invoice_id, round),
  constraint autopay_charges_settled check ((state in ('announced', 'charging', 'waiting')) = (settled_at is null))
);
create unique index autopay_charges_one_open on autopay_charges (invoice_id) where settled_at is null;
create index autopay_charges_due on autopay_charges (charge_on) where settled_at is null;
call scope_table('autopay_charges', 'person_id = (select scope_actor_id())');
revoke delete on autopay_charges from aldia_runtime;

alter table payments
  -- Its payer wants the card to be kept.
  add column saves_method boolean not null default false,
  -- The due amount that it tries to charge while nobody sits in front of a page.
  add column autopay_charge_id uuid constraint payments_autopay_charge_fkey references autopay_charges,
  -- What the provider is asked for, until it has answered: asked again under the same key, in the very same words.
  add column charge_order jsonb,
  -- When it may first have heard of it. Real time.
  add column charge_asked_at timestamptz,
  add constraint payments_charge_order_is_autopay check (charge_order is null or autopay_charge_id is not null);
create index payments_autopay_charge on payments (autopay_charge_id) where autopay_charge_id is not null;
