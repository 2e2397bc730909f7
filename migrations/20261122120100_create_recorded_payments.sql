-- Money that came another way than through the portal: what debtors say that they paid, and what the team records.
insert into books (name, normal_side, belongs_to, posted_by) values
  ('cash', 'debit', 'creditor', 'money at the till'),
  ('cash_differences', 'debit', 'creditor', 'what the till held more or less than was recorded');
-- The till is added up each day, and few of all entries are its.
create index ledger_entries_cash on ledger_entries (creditor_id) where book = 'cash';

alter table payments drop constraint payments_source_known;
alter table payments add constraint payments_source_known check (source in ('portal', 'import', 'desk'));
-- On the slip that whoever pays cash takes along: numbers without gaps, per creditor.
alter table payments add column cash_number bigint;
alter table payments add constraint payments_cash_number_key unique (creditor_id, cash_number);

-- Papers and pictures that belong to an account. Rows, so that any node serves them and one backup holds everything.
create table account_files (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  name text not null,
  media_type text not null constraint account_files_type_known check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes bytea not null constraint account_files_size check (octet_length(bytes) between 1 and 10485760),
  sha256 bytea not null,
  added_by_kind text not null constraint account_files_adder_known check (added_by_kind in ('person', 'staff')),
  added_by uuid not null,
  added_at timestamptz not null,
  constraint account_files_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint account_files_scope_key unique (id, account_id)
);
create index account_files_account on account_files (account_id);
-- A file is seen by whoever sent it and by the team.
call scope_table('account_files', 'added_by = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])',
  'added_by = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[])');
call append_only('account_files');

-- "I already paid": what somebody says, until the team has found it or not. Never subtracted from anything.
create table reported_payments (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  currency text not null,
  amount_minor bigint not null constraint reported_payments_amount_positive check (amount_minor > 0),
  paid_on date not null,
  means text not null constraint reported_payments_means_known check (means in ('transfer', 'shop', 'cash', 'cheque')),
  bank text not null default '',
  -- The key by which banks trace a transfer, or the number on a shop's ticket; capitals and digits only.
  tracking_key text not null default '',
  file_id uuid,
  reported_by uuid not null constraint reported_payments_person_fkey references persons,
  reported_at timestamptz not null,
  state text not null default 'waiting' constraint reported_payments_state_known check (state in ('waiting', 'confirmed', 'declined')),
  decided_by uuid constraint reported_payments_decided_by_fkey references staff,
  decided_at timestamptz,
  decline_reason text constraint reported_payments_reason_known
    check (decline_reason in ('not_found', 'other_account', 'counted_already', 'unreadable', 'other')),
  decline_words text not null default '',
  -- Minted by the page that held the form: the same key never reports twice.
  request_key uuid not null constraint reported_payments_request_key unique,
  constraint reported_payments_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint reported_payments_file_fkey foreign key (file_id, account_id) references account_files (id, account_id),
  constraint reported_payments_scope_key unique (id, account_id),
  constraint reported_payments_decided_whole check ((state = 'waiting') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint reported_payments_declined_with_reason check ((state = 'declined') = (decline_reason is not null))
);
create index reported_payments_queue on reported_payments (creditor_id, reported_at) where state = 'waiting';
create index reported_payments_account on reported_payments (account_id, reported_at desc);
create index reported_payments_tracking on reported_payments (creditor_id, tracking_key) where tracking_key <> '';
-- Everybody on the account sees what was reported, for nobody should pay again what another has paid; only who may pay
-- reports, and nobody but the team decides.
call scope_table('reported_payments', 'account_id = any ((select scope_accounts())::uuid[])');
create policy reports on reported_payments for insert to aldia_runtime with check ((select scope_actor()) = 'person'
  and reported_by = (select scope_actor_id()) and state = 'waiting' and account_id = any ((select scope_paying_accounts())::uuid[]));
revoke delete on reported_payments from aldia_runtime;

-- What the team records: posted at once, or once another has approved it.
create table recorded_payments (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  currency text not null,
  amount_minor bigint not null constraint recorded_payments_amount_positive check (amount_minor > 0),
  received_on date not null,
  means text not null constraint recorded_payments_means_known check (means in ('transfer', 'cash', 'cheque')),
  bank text not null default '',
  -- The number of a cheque, or what the payer wrote.
  reference text not null default '',
  tracking_key text not null default '',
  -- What it pays, as `payments.choice`.
  choice jsonb not null,
  file_id uuid,
  report_id uuid,
  recorded_by uuid not null constraint recorded_payments_staff_fkey references staff,
  recorded_at timestamptz not null,
  state text not null default 'waiting' constraint recorded_payments_state_known check (state in ('waiting', 'posted', 'declined')),
  payment_id uuid constraint recorded_payments_payment_key unique constraint recorded_payments_payment_fkey references payments,
  request_key uuid not null constraint recorded_payments_request_key unique,
  constraint recorded_payments_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint recorded_payments_file_fkey foreign key (file_id, account_id) references account_files (id, account_id),
  constraint recorded_payments_report_fkey foreign key (report_id, account_id) references reported_payments (id, account_id),
  constraint recorded_payments_posted_whole check ((state = 'posted') = (payment_id is not null))
);
-- One transfer is recorded once, and so is what answers one report.
create unique index recorded_payments_tracking_key on recorded_payments (creditor_id, tracking_key) where tracking_key <> '' and state <> 'declined';
create unique index recorded_payments_report_key on recorded_payments (report_id) where report_id is not null and state <> 'declined';
create index recorded_payments_account on recorded_payments (account_id, recorded_at desc);
create index recorded_payments_cash on recorded_payments (creditor_id, currency, received_on) where means = 'cash' and state = 'posted';
call scope_table('recorded_payments');
revoke delete on recorded_payments from aldia_runtime;

-- The day's count of the till: what the books say that it holds, what was counted, and who closed the day.
create table cash_counts (
  id uuid primary key,
  creditor_id uuid not null constraint cash_counts_creditor_fkey references creditors,
  currency text not null,
  day date not null,
  expected_minor bigint not null,
  counted_minor bigint not null constraint cash_counts_counted_not_negative check (counted_minor >= 0),
  -- What of it goes to the bank.
  banked_minor bigint not null constraint cash_counts_banked_not_negative check (banked_minor >= 0),
  explanation text not null default '',
  counted_by uuid not null constraint cash_counts_counted_by_fkey references staff,
  counted_at timestamptz not null,
  closed_by uuid constraint cash_counts_closed_by_fkey references staff,
  closed_at timestamptz,
  constraint cash_counts_day_key unique (creditor_id, currency, day),
  constraint cash_counts_banked_of_counted check (banked_minor <= counted_minor),
  constraint cash_counts_difference_explained check (expected_minor = counted_minor or explanation <> ''),
  constraint cash_counts_closed_by_another check (closed_by <> counted_by),
  constraint cash_counts_closed_whole check ((closed_by is null) = (closed_at is null))
);
call scope_table('cash_counts');
revoke delete on cash_counts from aldia_runtime;

-- Nobody closes a day on which they took cash, and a closed day is not opened again.
create function cash_counts_are_closed_by_another() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if old.closed_by is not null then
    raise exception 'the day is closed' using errcode = 'check_violation', constraint = 'cash_counts_closed_once';
  end if;
  if new.closed_by is not null and exists (select from recorded_payments r where r.creditor_id = new.creditor_id and r.currency = new.currency
      and r.means = 'cash' and r.state = 'posted' and r.received_on = new.day and r.recorded_by = new.closed_by) then
    raise exception 'who took cash does not close its day' using errcode = 'check_violation', constraint = 'cash_counts_closed_by_another';
  end if;
  return new;
end $$;
create trigger cash_counts_are_closed_by_another before update on cash_counts
  for each row execute function cash_counts_are_closed_by_another();

-- A day whose count is closed takes no more cash.
create function recorded_cash_is_of_an_open_day() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if new.means = 'cash' and new.state = 'posted' and exists (select from cash_counts c where c.creditor_id = new.creditor_id
      and c.currency = new.currency and c.day >= new.received_on and c.closed_at is not null) then
    raise exception 'the till of that day is closed' using errcode = 'check_violation', constraint = 'cash_day_is_open';
  end if;
  return new;
end $$;
create trigger recorded_cash_is_of_an_open_day before insert or update on recorded_payments
  for each row execute function recorded_cash_is_of_an_open_day();
