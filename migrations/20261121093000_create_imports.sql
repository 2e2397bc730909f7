-- Files that were imported, and what links the creditor's own references to our rows.
create table imports (
  id uuid primary key,
  creditor_id uuid not null constraint imports_creditor_fkey references creditors,
  file_name text not null,
  file_sha256 bytea not null,
  mapping text not null,
  as_of date,
  -- Per record: how many were new, changed, the same, and after as_of.
  counts jsonb not null,
  imported_at timestamptz not null
);
create index imports_creditor on imports (creditor_id, imported_at desc);
call scope_table('imports');

-- Debtors and persons have no number of ours that the creditor's books would know; accounts, invoices and payments
-- carry theirs in their own rows.
create table import_references (
  creditor_id uuid not null constraint import_references_creditor_fkey references creditors,
  kind text not null constraint import_references_kind_known check (kind in ('debtor', 'person')),
  reference text not null,
  object_id uuid not null,
  constraint import_references_pkey primary key (creditor_id, kind, reference)
);
call scope_table('import_references');

-- A payment from the books is posted again only when this digest of its rows changes.
alter table payments add source_digest bytea;

alter table invoices add void_reason text not null default '';
alter table invoices add replaced_by uuid constraint invoices_replaced_by_fkey references invoices;

-- What lowered an invoice after it was issued. The creditor's own system issues the paper (domain-rules A11).
create table credit_notes (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  invoice_id uuid not null constraint credit_notes_invoice_fkey references invoices,
  number text not null,
  issued_on date not null,
  currency text not null,
  -- With its tax.
  total_minor bigint not null constraint credit_notes_total_positive check (total_minor > 0),
  tax_minor bigint not null default 0,
  reason text not null default '',
  -- Empty while the creditor's system has not issued the paper.
  fiscal_uuid text,
  transaction_id uuid not null constraint credit_notes_transaction_fkey references ledger_transactions,
  created_at timestamptz not null default now(),
  constraint credit_notes_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint credit_notes_number_key unique (creditor_id, number)
);
create index credit_notes_invoice on credit_notes (invoice_id);
create index credit_notes_account on credit_notes (account_id, issued_on);
call scope_table('credit_notes', 'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])');

-- The number-th identifier after a version 7 one: sorts by number, so that indexes grow at their end, and can be said
-- again in the next statement without having been stored.
create function id_in_order(base uuid, number bigint) returns uuid immutable strict parallel safe language sql
  as $$ select (left(base::text, 24) || lpad(to_hex(number), 12, '0'))::uuid $$;
