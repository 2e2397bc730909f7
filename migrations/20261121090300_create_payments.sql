create table payments (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  currency text not null,
  amount_minor bigint not null constraint payments_amount_positive check (amount_minor > 0),
  state text not null constraint payments_state_known check (state in
    ('created', 'requires_action', 'processing', 'unknown', 'succeeded', 'failed', 'expired', 'abandoned')),
  -- What the payer chose it to settle: {"mode": "overdue", "on": day}, {"mode": "oldest", "invoice": id},
  -- {"mode": "everything"}, {"mode": "invoices", "invoices": [...]} or {"mode": "amount"}.
  choice jsonb not null,
  -- Minted by the page that held the form: the same key never makes a second payment.
  request_key uuid not null constraint payments_request_key unique,
  -- Stored before the provider is called, and sent with the call.
  idempotency_key text not null constraint payments_idempotency_key unique,
  -- The provider's page as it was ordered, until the provider has answered: what is asked again under the same key must
  -- be asked in the very same words.
  checkout_order jsonb,
  provider_checkout text constraint payments_checkout_key unique,
  provider_payment text constraint payments_provider_payment_key unique,
  checkout_url text,
  expires_at timestamptz,
  method_kind text,
  method_brand text,
  method_last4 text constraint payments_last4 check (method_last4 ~ '^[0-9]{4}$'),
  failure_code text,
  receipt_number bigint,
  -- The moment the payer paid, by the provider's word; the day it counts from.
  paid_at timestamptz,
  effective_on date,
  started_by uuid constraint payments_started_by_fkey references persons,
  -- The guarantee under which it was paid, if it was: then it is its payer's and pays nothing but that invoice. In the
  -- books it is the debtor's payment like any other.
  guarantee_id uuid,
  -- A payment that was recorded outside the portal keeps the reference under which the other system knows it.
  source text not null default 'portal' constraint payments_source_known check (source in ('portal', 'import')),
  source_reference text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- While it is open: when the provider is asked about it next, and how often it was. Real time.
  next_read_at timestamptz not null default now() + interval '1 minute',
  reads integer not null default 0,
  constraint payments_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint payments_guarantee_fkey foreign key (guarantee_id, account_id) references parties (id, account_id),
  constraint payments_guarantee_paid_by_somebody check (guarantee_id is null or started_by is not null),
  constraint payments_receipt_key unique (creditor_id, receipt_number),
  constraint payments_source_reference_key unique (creditor_id, source_reference),
  constraint payments_succeeded_whole check ((state = 'succeeded') = (paid_at is not null and effective_on is not null))
);
create index payments_account on payments (account_id, created_at desc);
create index payments_guarantee on payments (guarantee_id) where guarantee_id is not null;
create index payments_open on payments (next_read_at) where state in ('created', 'requires_action', 'processing', 'unknown');
create index payments_creditor on payments (creditor_id, created_at desc);
-- A guarantor sees the payments that they made, and none of the debtor's.
call scope_table('payments',
  'account_id = any ((select scope_accounts())::uuid[])
    or (guarantee_id is not null and started_by = (select scope_actor_id()) and account_id = any ((select scope_guaranteed_accounts())::uuid[]))',
  '(account_id = any ((select scope_paying_accounts())::uuid[]) and guarantee_id is null)
    or (guarantee_id = any ((select scope_paying_guarantees())::uuid[]) and started_by = (select scope_actor_id()))');
-- Who paid under a guarantee, for whoever sees the account that it was paid on: a person cannot read another's row.
create function guarantor_name(guarantee uuid) returns text stable security definer set search_path = public language sql as $$
  select s.name from parties p join persons s on s.id = p.person_id
  where p.id = guarantee and p.role = 'guarantor' and (scope_actor() = 'system' or p.person_id = scope_actor_id()
    or p.account_id = any (scope_accounts()) or p.creditor_id = any (scope_creditors())) $$;

create table payment_allocations (
  id uuid primary key,
  payment_id uuid not null constraint payment_allocations_payment_fkey references payments,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  invoice_id uuid not null constraint payment_allocations_invoice_fkey references invoices,
  component text not null constraint payment_allocations_component_known check (component in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')),
  amount_minor bigint not null constraint payment_allocations_amount_positive check (amount_minor > 0),
  -- What was open on this component before, for the payment complement (domain-rules A11).
  open_before_minor bigint not null,
  transaction_id uuid not null constraint payment_allocations_transaction_fkey references ledger_transactions,
  reversed_by uuid constraint payment_allocations_reversed_by_fkey references ledger_transactions,
  constraint payment_allocations_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index payment_allocations_payment on payment_allocations (payment_id);
create index payment_allocations_invoice on payment_allocations (invoice_id);
call scope_table('payment_allocations',
  'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])');
revoke delete on payment_allocations from aldia_runtime;

-- What the provider told us, as it told it. Stored before anything is done with it.
create table provider_events (
  id text primary key,
  kind text not null,
  api_version text not null default '',
  object_kind text not null default '',
  object_id text not null default '',
  -- Encrypted: it holds names and addresses of payers.
  payload bytea not null,
  received_at timestamptz not null default now(),
  state text not null default 'received' constraint provider_events_state_known check (state in ('received', 'posted', 'ignored', 'failed')),
  worked_at timestamptz
);
create index provider_events_waiting on provider_events (received_at) where state = 'received';
alter table provider_events enable row level security;
alter table provider_events force row level security;
create policy owner on provider_events to aldia_owner using (true) with check (true);
create policy system on provider_events to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');
-- The webhook has nobody signed in: it may put an event here and learns only whether it was new.
create function keep_provider_event(id text, kind text, api_version text, object_kind text, object_id text, payload bytea) returns boolean
security definer set search_path = public language plpgsql as $$
begin
  insert into provider_events (id, kind, api_version, object_kind, object_id, payload)
    values (keep_provider_event.id, keep_provider_event.kind, keep_provider_event.api_version, keep_provider_event.object_kind,
      keep_provider_event.object_id, keep_provider_event.payload) on conflict do nothing;
  return found;
end $$;
