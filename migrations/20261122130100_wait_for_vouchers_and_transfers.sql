-- What the payer of a payment has left to do, as the provider words it: {"kind": "voucher", "number", "until", "page"} or
-- {"kind": "transfer", "clabe", "bank", "payee", "reference", "missing_minor", "page"}. It is kept so that both sides read it
-- at any time without asking the provider, and goes when there is nothing left to do.
alter table payments add column step jsonb;
-- When a debit was handed to its payer's bank, which has days to answer.
alter table payments add column sent_at timestamptz;
-- When its payer was reminded that a voucher is about to run out. Business time.
alter table payments add column reminded_at timestamptz;
create index payments_vouchers on payments (creditor_id) where state = 'requires_action' and reminded_at is null;

-- Whom the provider knows an account as: one for each account, so that what is transferred for one account can never pay
-- on another (domain-rules A2).
create table provider_customers (
  account_id uuid primary key,
  debtor_id uuid not null,
  creditor_id uuid not null,
  customer text not null constraint provider_customers_customer_key unique,
  created_at timestamptz not null,
  constraint provider_customers_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
call scope_table('provider_customers',
  'account_id = any ((select scope_accounts())::uuid[])
    or account_id = any ((select scope_guaranteed_accounts())::uuid[])',
  'account_id = any ((select scope_paying_accounts())::uuid[])
    or account_id = any ((select scope_guaranteed_accounts())::uuid[])');
revoke update, delete on provider_customers from aldia_runtime;
