-- What the creditor's bank says that came in: each line is money once, and waits until a person says whose it is.
create table bank_files (
  id uuid primary key,
  creditor_id uuid not null constraint bank_files_creditor_fkey references creditors,
  name text not null,
  sha256 bytea not null,
  uploaded_by uuid not null constraint bank_files_uploaded_by_fkey references staff,
  uploaded_at timestamptz not null,
  -- Lines that were new, that were here before, and that were no money coming in.
  new_lines integer not null default 0,
  known_lines integer not null default 0,
  other_lines integer not null default 0,
  -- The same file twice does nothing twice.
  constraint bank_files_content_key unique (creditor_id, sha256)
);
call scope_table('bank_files');
revoke delete on bank_files from aldia_runtime;

create table bank_lines (
  id uuid primary key,
  creditor_id uuid not null constraint bank_lines_creditor_fkey references creditors,
  file_id uuid not null constraint bank_lines_file_fkey references bank_files,
  booked_on date not null,
  currency text not null,
  amount_minor bigint not null constraint bank_lines_amount_positive check (amount_minor > 0),
  reference text not null default '',
  tracking_key text not null default '',
  description text not null default '',
  -- Told by what it says, so that two files that overlap bring it once.
  fingerprint bytea not null,
  -- 'recorded': the team had recorded it before it stood here. The others were posted as money without an owner.
  state text not null constraint bank_lines_state_known check (state in ('unidentified', 'recorded', 'assigned', 'returned')),
  payment_id uuid constraint bank_lines_payment_fkey references payments,
  decided_by uuid constraint bank_lines_decided_by_fkey references staff,
  decided_at timestamptz,
  note text not null default '',
  constraint bank_lines_fingerprint_key unique (creditor_id, fingerprint),
  constraint bank_lines_assigned_whole check ((state in ('recorded', 'assigned')) = (payment_id is not null)),
  constraint bank_lines_returned_explained check (state <> 'returned' or note <> '')
);
create index bank_lines_waiting on bank_lines (creditor_id, booked_on) where state = 'unidentified';
call scope_table('bank_lines');
revoke delete on bank_lines from aldia_runtime;

-- Whose a line may be is also asked by its amount.
create index invoice_balances_amount on invoice_balances (creditor_id, open_minor) where open_minor <> 0;

-- What is recorded from a line of the bank pays with the money that waited there.
alter table recorded_payments add column bank_line_id uuid constraint recorded_payments_bank_line_fkey references bank_lines;
create unique index recorded_payments_bank_line_key on recorded_payments (bank_line_id) where bank_line_id is not null and state <> 'declined';
