-- Money that goes back: what we return, and what a bank takes back.

create table refunds (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  payment_id uuid not null constraint refunds_payment_fkey references payments,
  -- What its letter calls it: D-12.
  number bigint not null,
  currency text not null,
  amount_minor bigint not null constraint refunds_amount_positive check (amount_minor > 0),
  -- decided: in the books, and the provider is about to be asked; unknown: asked, and no certain answer came; pending: the
  -- provider sends it; needs_details: it waits for the bank details of who paid; succeeded: it left; failed: it came back
  -- or never left, and the books have it again.
  state text not null constraint refunds_state_known
    check (state in ('decided', 'unknown', 'pending', 'needs_details', 'succeeded', 'failed')),
  reason text not null constraint refunds_reason_known
    check (reason in ('duplicate', 'by_mistake', 'billing_corrected', 'credit', 'excess', 'other', 'provider')),
  words text not null default '',
  -- Stored before the provider is called, and sent with the call.
  idempotency_key text not null constraint refunds_idempotency_key unique,
  provider_refund text constraint refunds_provider_refund_key unique,
  failure_code text,
  -- Nobody where the provider's own page or a rule did it.
  decided_by uuid constraint refunds_decided_by_fkey references staff,
  approval_id uuid constraint refunds_approval_fkey references approvals,
  decided_at timestamptz not null,
  -- The moment it left, or came back.
  settled_at timestamptz,
  -- While its end is not known: when the provider is asked about it next, and how often it was. Real time.
  next_read_at timestamptz not null default now() + interval '1 minute',
  reads integer not null default 0,
  constraint refunds_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint refunds_number_key unique (creditor_id, number),
  constraint refunds_settled_whole check ((state in ('succeeded', 'failed')) = (settled_at is not null))
);
create index refunds_payment on refunds (payment_id);
create index refunds_account on refunds (account_id, decided_at desc);
create index refunds_open on refunds (next_read_at) where state in ('decided', 'unknown', 'pending', 'needs_details');
-- Who paid under a guarantee sees what went back to them.
call scope_table('refunds', 'account_id = any ((select scope_accounts())::uuid[])
  or payment_id in (select p.id from payments p where p.guarantee_id is not null and p.started_by = (select scope_actor_id()))');
revoke delete on refunds from aldia_runtime;

-- What a card's holder contests with their bank. Another thing than a dispute of an invoice, and never mixed with one.
create table provider_disputes (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  payment_id uuid not null constraint provider_disputes_payment_fkey references payments,
  provider_dispute text not null constraint provider_disputes_provider_key unique,
  currency text not null,
  amount_minor bigint not null constraint provider_disputes_amount_positive check (amount_minor > 0),
  -- inquiry: the bank asks, no money moved; open: the bank holds the money while it decides; won: it gave it back; lost: it
  -- kept it; closed: an inquiry that came to nothing.
  state text not null constraint provider_disputes_state_known check (state in ('inquiry', 'open', 'won', 'lost', 'closed')),
  reason text not null default '',
  fee_minor bigint not null default 0,
  -- What of it was taken from what the payment had paid, once it was lost.
  taken_minor bigint not null default 0 constraint provider_disputes_taken_within check (taken_minor between 0 and amount_minor),
  answer_by timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  constraint provider_disputes_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index provider_disputes_payment on provider_disputes (payment_id);
create index provider_disputes_account on provider_disputes (account_id) where state in ('inquiry', 'open');
call scope_table('provider_disputes', 'account_id = any ((select scope_accounts())::uuid[])
  or payment_id in (select p.id from payments p where p.guarantee_id is not null and p.started_by = (select scope_actor_id()))');
revoke delete on provider_disputes from aldia_runtime;

-- A part of a payment that is taken back splits its row: the row ends with `reversed_by`, and what is left of it begins
-- anew under the same transaction. So for each transaction the rows that it begins less those that it ends are what it
-- took off each invoice. Credit that came from no payment can be applied as well.
alter table payment_allocations alter column payment_id drop not null;
alter table payment_allocations add column source text not null default 'payment'
  constraint payment_allocations_source_known check (source in ('payment', 'credit'));
alter table payment_allocations add constraint payment_allocations_payment_named check (payment_id is not null or source = 'credit');
create index payment_allocations_reversed on payment_allocations (reversed_by) where reversed_by is not null;
