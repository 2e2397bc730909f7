-- What the team answers to a bank that contests a payment. Kept before the provider hears of it.
create table dispute_answers (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  dispute_id uuid not null constraint dispute_answers_dispute_fkey references provider_disputes,
  kind text not null constraint dispute_answers_kind_known check (kind in ('evidence', 'accept')),
  state text not null default 'decided' constraint dispute_answers_state_known check (state in ('decided', 'sent', 'refused')),
  -- Every word that is put to the bank, as it was put.
  evidence jsonb not null,
  failure_code text,
  decided_by uuid constraint dispute_answers_decided_by_fkey references staff,
  decided_at timestamptz not null,
  constraint dispute_answers_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint dispute_answers_refused_with_code check ((state = 'refused') = (failure_code is not null))
);
-- A bank is answered once; what the provider does not take may be followed by another.
create unique index dispute_answers_one_stands on dispute_answers (dispute_id) where state <> 'refused';
call scope_table('dispute_answers');
revoke delete on dispute_answers from aldia_runtime;
