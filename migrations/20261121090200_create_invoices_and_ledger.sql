create table policy_versions (
  id uuid primary key,
  creditor_id uuid not null constraint policy_versions_creditor_fkey references creditors,
  number integer not null constraint policy_versions_number_positive check (number > 0),
  in_force_from date not null,
  published_at timestamptz,
  parameters jsonb not null,
  constraint policy_versions_number_key unique (creditor_id, number)
);
alter table policy_versions enable row level security;
alter table policy_versions force row level security;
create policy owner on policy_versions to aldia_owner using (true) with check (true);
-- A published version is public; a draft is its creditor's.
create policy reads on policy_versions for select to aldia_runtime using (published_at is not null or (select scope_actor()) = 'system'
  or creditor_id = any ((select scope_creditors())::uuid[]));
create policy writes on policy_versions for all to aldia_runtime
  using (published_at is null and ((select scope_actor()) = 'system' or creditor_id = any ((select scope_writing_creditors())::uuid[])))
  with check ((select scope_actor()) = 'system' or creditor_id = any ((select scope_writing_creditors())::uuid[]));

create table invoices (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  number text not null,
  issued_on date not null,
  due_on date not null,
  currency text not null,
  -- With the tax of its lines.
  total_minor bigint not null constraint invoices_total_not_negative check (total_minor >= 0),
  tax_minor bigint not null default 0,
  -- Fiscal references (domain-rules A11): the creditor's own system issues the papers, we only keep their numbers.
  fiscal_uuid text,
  fiscal_payment_form text constraint invoices_fiscal_payment_form_known check (fiscal_payment_form in ('PUE', 'PPD')),
  fiscal_partialities integer not null default 0,
  contract text not null default '',
  -- For a debt carried over from another system: interest before this day is in its opening balance (A12).
  accrued_through date,
  voided_on date,
  source_digest bytea,
  created_at timestamptz not null default now(),
  constraint invoices_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint invoices_number_key unique (creditor_id, number)
);
create index invoices_account_due on invoices (account_id, due_on, number);
call scope_table('invoices', 'account_id = any ((select scope_accounts())::uuid[]) or id = any ((select scope_guaranteed_invoices())::uuid[])');
alter table parties add constraint parties_invoice_fkey foreign key (invoice_id) references invoices;

create table invoice_lines (
  id uuid primary key,
  invoice_id uuid not null constraint invoice_lines_invoice_fkey references invoices,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  position smallint not null,
  description text not null,
  -- Thousandths, so that 2.5 hours or 12.345 cubic metres stay exact.
  quantity_milli bigint not null default 1000,
  unit_price_minor bigint not null,
  net_minor bigint not null,
  tax_name text not null default '',
  -- Hundredths of a per cent: 16 % is 1600.
  tax_basis_points integer not null default 0,
  tax_minor bigint not null default 0,
  constraint invoice_lines_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint invoice_lines_position_key unique (invoice_id, position)
);
call scope_table('invoice_lines', 'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])');

-- Money that waits for an answer: not payable, not chased, bearing no interest from opened_on to released_on.
create table holds (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  invoice_id uuid not null constraint holds_invoice_fkey references invoices,
  line_id uuid constraint holds_line_fkey references invoice_lines,
  dispute_number text not null,
  amount_minor bigint not null constraint holds_amount_positive check (amount_minor > 0),
  opened_on date not null,
  promised_on date not null,
  released_on date,
  constraint holds_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint holds_dispute_number_key unique (creditor_id, dispute_number, invoice_id, line_id)
);
create index holds_account on holds (account_id) where released_on is null;
create index holds_invoice on holds (invoice_id) where released_on is null;
-- A guarantor is never asked for what is on hold, so they must see that it is.
call scope_table('holds', 'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])');

-- The one list of books. A debtor's book carries the account on each entry; a creditor's book carries only the creditor.
-- It has no row-level security: it is the program's own list, the same in every installation, and holds nobody's data.
create table books (
  name text primary key,
  normal_side text not null constraint books_side_known check (normal_side in ('debit', 'credit')),
  belongs_to text not null constraint books_belongs_known check (belongs_to in ('debtor', 'creditor')),
  posted_by text not null
);
insert into books (name, normal_side, belongs_to, posted_by) values
  ('principal', 'debit', 'debtor', 'invoices, with the tax of their lines'),
  ('interest', 'debit', 'debtor', 'late interest rules'),
  ('interest_tax', 'debit', 'debtor', 'late interest rules'),
  ('fees', 'debit', 'debtor', 'fee rules'),
  ('fees_tax', 'debit', 'debtor', 'fee rules'),
  ('unapplied', 'credit', 'debtor', 'payments beyond what was owed'),
  ('refunds_payable', 'credit', 'debtor', 'refunds decided and not yet sent'),
  ('chargebacks_under_review', 'debit', 'debtor', 'card disputes the bank has not decided'),
  ('unidentified', 'credit', 'creditor', 'money whose owner is not known yet'),
  ('bank', 'debit', 'creditor', 'money on the creditor''s own account'),
  ('provider_clearing', 'debit', 'creditor', 'money the payment provider holds'),
  ('provider_fees', 'debit', 'creditor', 'what the payment provider charges'),
  ('sales', 'credit', 'creditor', 'invoices, net'),
  ('sales_tax', 'credit', 'creditor', 'invoices, tax'),
  ('interest_income', 'credit', 'creditor', 'late interest rules'),
  ('interest_tax_payable', 'credit', 'creditor', 'late interest rules'),
  ('fee_income', 'credit', 'creditor', 'fee rules'),
  ('fees_tax_payable', 'credit', 'creditor', 'fee rules'),
  ('opening_balances', 'credit', 'creditor', 'debts carried over from another system'),
  ('rounding', 'debit', 'creditor', 'differences below one minor unit'),
  ('discounts', 'debit', 'creditor', 'discounts earned'),
  ('forgiveness', 'debit', 'creditor', 'debts given up: the claim ends'),
  ('write_offs', 'debit', 'creditor', 'debts written off in the creditor''s books: the claim stays'),
  ('write_off_allowance', 'credit', 'creditor', 'the other side of write-offs'),
  ('recoveries', 'credit', 'creditor', 'money received on debts written off');
revoke insert, update, delete on books from aldia_runtime;

create table ledger_transactions (
  id uuid primary key,
  sequence bigint generated always as identity constraint ledger_transactions_sequence_key unique,
  kind text not null constraint ledger_transactions_kind_known check (kind in ('invoice', 'credit_note', 'void',
    'opening_balance', 'interest', 'fee', 'payment', 'refund', 'chargeback', 'allocation', 'discount', 'forgiveness',
    'write_off', 'recovery', 'correction', 'reversal')),
  -- Names the cause once and for all ('stripe:pi_123:payment'), so that the same cause can never post twice.
  dedupe_key text not null constraint ledger_transactions_dedupe_key unique,
  creditor_id uuid not null constraint ledger_transactions_creditor_fkey references creditors,
  account_id uuid,
  debtor_id uuid,
  -- Three dates: when we learnt of it, from when it counts, and in which month the books carry it.
  recorded_at timestamptz not null,
  effective_on date not null,
  accounting_on date not null,
  document_kind text not null default '',
  document_number text not null default '',
  rule text not null default '',
  policy_version_id uuid constraint ledger_transactions_policy_fkey references policy_versions,
  -- How the amount was worked out (base, rate, days), for the explained balance.
  basis jsonb,
  actor_kind text not null,
  actor_id uuid,
  reverses_id uuid constraint ledger_transactions_reverses_key unique constraint ledger_transactions_reverses_fkey references ledger_transactions,
  digest bytea not null,
  inserted_xid xid8 not null default pg_current_xact_id(),
  constraint ledger_transactions_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint ledger_transactions_scope_whole check ((account_id is null) = (debtor_id is null)),
  constraint ledger_transactions_reversal_named check ((kind = 'reversal') = (reverses_id is not null))
);
create index ledger_transactions_account on ledger_transactions (account_id, effective_on, sequence);
create index ledger_transactions_inserted on ledger_transactions (inserted_xid);

create table ledger_entries (
  transaction_id uuid not null constraint ledger_entries_transaction_fkey references ledger_transactions,
  position smallint not null,
  book text not null constraint ledger_entries_book_fkey references books,
  creditor_id uuid not null,
  account_id uuid,
  debtor_id uuid,
  invoice_id uuid constraint ledger_entries_invoice_fkey references invoices,
  currency text not null,
  -- Debits are positive, credits negative.
  amount_minor bigint not null constraint ledger_entries_amount_not_zero check (amount_minor <> 0),
  digest bytea not null,
  constraint ledger_entries_pkey primary key (transaction_id, position),
  constraint ledger_entries_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index ledger_entries_account on ledger_entries (account_id, book);
create index ledger_entries_invoice on ledger_entries (invoice_id) where invoice_id is not null;

-- The digests that the seal chains. They hold identifiers, dates and amounts, nothing that names a person, and every
-- column of their row, so that a change of any of them shows. Both are `stable` and not `immutable`, since only then
-- does the planner write their bodies into the statement that calls them, at a third of the time.
create function ledger_transaction_digest(t ledger_transactions) returns bytea stable parallel safe language sql as $$
  select sha256(convert_to(json_build_array(t.id, t.sequence, t.kind, t.dedupe_key, t.creditor_id, t.account_id, t.debtor_id,
    t.recorded_at at time zone 'UTC', t.effective_on, t.accounting_on, t.document_kind, t.document_number, t.rule,
    t.policy_version_id, t.basis, t.actor_kind, t.actor_id, t.reverses_id, t.inserted_xid)::text, 'UTF8')) $$;
-- Entries are many, so whoever inserts them calls this in the same statement, which costs less than a trigger. A digest
-- that does not fit its row is found before it is sealed.
create function ledger_entry_digest(transaction_id uuid, "position" smallint, book text, creditor_id uuid, account_id uuid,
  debtor_id uuid, invoice_id uuid, currency text, amount_minor bigint)
returns bytea stable parallel safe language sql as $$
  select sha256(convert_to(concat_ws('|', transaction_id, "position", book, creditor_id, coalesce(account_id::text, '-'),
    coalesce(debtor_id::text, '-'), coalesce(invoice_id::text, '-'), currency, amount_minor), 'UTF8')) $$;
create function ledger_transaction_digests() returns trigger language plpgsql as $$
begin
  new.digest := ledger_transaction_digest(new);
  return new;
end $$;
create trigger ledger_transaction_digests before insert on ledger_transactions
  for each row execute function ledger_transaction_digests();

-- What is open on each invoice, kept by the trigger below so that lists need not add up entries. `aldia check` proves
-- it equal to the entries.
create table invoice_balances (
  invoice_id uuid primary key constraint invoice_balances_invoice_fkey references invoices,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  principal_minor bigint not null default 0,
  interest_minor bigint not null default 0,
  interest_tax_minor bigint not null default 0,
  fees_minor bigint not null default 0,
  fees_tax_minor bigint not null default 0,
  open_minor bigint generated always as (principal_minor + interest_minor + interest_tax_minor + fees_minor + fees_tax_minor) stored
);
create index invoice_balances_open on invoice_balances (account_id) where open_minor <> 0;
call scope_table('invoice_balances', 'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])');
revoke insert, update, delete on invoice_balances from aldia_runtime;

-- All entries of a transaction come in one statement, are numbered from 1 without a gap, are at least two, and sum to
-- zero in each currency. Transition tables are not filtered by row-level security (DECISIONS A1.5).
create function ledger_entries_settle() returns trigger security definer set search_path = public language plpgsql as $$
declare
  broken uuid;
begin
  select transaction_id into broken from added group by transaction_id
    having count(*) < 2 or min("position") <> 1 or max("position") <> count(*) limit 1;
  if broken is null then
    select transaction_id into broken from added group by transaction_id, currency having sum(amount_minor) <> 0 limit 1;
  end if;
  if broken is not null then
    raise exception 'ledger transaction % does not sum to zero', broken
      using errcode = 'check_violation', constraint = 'ledger_entry_sums_to_zero';
  end if;
  if exists (select from added e join books b on b.name = e.book where (b.belongs_to = 'debtor') <> (e.account_id is not null)) then
    raise exception 'an entry of a debtor''s book needs an account, one of a creditor''s book has none'
      using errcode = 'check_violation', constraint = 'ledger_entry_book_owner';
  end if;
  insert into invoice_balances as kept (invoice_id, account_id, debtor_id, creditor_id, principal_minor, interest_minor, interest_tax_minor, fees_minor, fees_tax_minor)
    select invoice_id, account_id, debtor_id, creditor_id,
      coalesce(sum(amount_minor) filter (where book = 'principal'), 0), coalesce(sum(amount_minor) filter (where book = 'interest'), 0),
      coalesce(sum(amount_minor) filter (where book = 'interest_tax'), 0), coalesce(sum(amount_minor) filter (where book = 'fees'), 0),
      coalesce(sum(amount_minor) filter (where book = 'fees_tax'), 0)
    from added where invoice_id is not null and book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
    group by invoice_id, account_id, debtor_id, creditor_id order by invoice_id
  on conflict (invoice_id) do update set principal_minor = kept.principal_minor + excluded.principal_minor,
    interest_minor = kept.interest_minor + excluded.interest_minor, interest_tax_minor = kept.interest_tax_minor + excluded.interest_tax_minor,
    fees_minor = kept.fees_minor + excluded.fees_minor, fees_tax_minor = kept.fees_tax_minor + excluded.fees_tax_minor;
  return null;
end $$;
create trigger ledger_entries_settle after insert on ledger_entries referencing new table as added
  for each statement execute function ledger_entries_settle();

-- A closed month takes no more transactions (domain-rules A6).
create table closed_months (
  creditor_id uuid not null constraint closed_months_creditor_fkey references creditors,
  month date not null constraint closed_months_first_day check (extract(day from month) = 1),
  closed_at timestamptz not null,
  closed_by uuid not null,
  control_total_minor bigint not null,
  currency text not null,
  constraint closed_months_pkey primary key (creditor_id, month, currency)
);
call scope_table('closed_months');
create function ledger_months_open() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if exists (select from added t join closed_months m on m.creditor_id = t.creditor_id and m.month = date_trunc('month', t.accounting_on)::date) then
    raise exception 'the month is closed' using errcode = 'check_violation', constraint = 'ledger_month_is_open';
  end if;
  return null;
end $$;
create trigger ledger_months_open after insert on ledger_transactions referencing new table as added
  for each statement execute function ledger_months_open();

-- A guarantor sees what moved the invoice that they answer for, and no other transaction of the account.
call scope_table('ledger_transactions', 'account_id = any ((select scope_accounts())::uuid[])
  or id in (select e.transaction_id from ledger_entries e where e.invoice_id = any ((select scope_guaranteed_invoices())::uuid[]))');
call scope_table('ledger_entries', 'account_id = any ((select scope_accounts())::uuid[]) or invoice_id = any ((select scope_guaranteed_invoices())::uuid[])');
call append_only('ledger_transactions');
call append_only('ledger_entries');

-- Numbers on papers (receipts R-208), without gaps, per creditor.
create table document_counters (
  creditor_id uuid not null constraint document_counters_creditor_fkey references creditors,
  kind text not null,
  last_number bigint not null default 0,
  constraint document_counters_pkey primary key (creditor_id, kind)
);
call scope_table('document_counters');
