-- What the provider pays out of what it holds for a creditor: gross, fees, net, and the line of the bank that showed it.
insert into books (name, normal_side, belongs_to, posted_by) values
  ('in_transit', 'debit', 'creditor', 'payouts and deposits of cash that no line of the bank has shown yet');
-- It is added up to be held against what has not been seen, and few of all entries are its.
create index ledger_entries_in_transit on ledger_entries (creditor_id) where book = 'in_transit';

-- The provider's name for what was taken from the payer's instrument: its payouts name what they hold by it.
alter table payments add column provider_charge text;
create index payments_provider_charge on payments (provider_charge) where provider_charge is not null;

-- One payout of the provider's, or a creditor's share of it where an account there is used for several.
create table payouts (
  id uuid primary key,
  creditor_id uuid not null constraint payouts_creditor_fkey references creditors,
  provider_payout text not null,
  currency text not null,
  -- What arrives of it for this creditor, and what arrives of it for all. Less than nothing is taken from the bank.
  amount_minor bigint not null,
  whole_minor bigint not null,
  state text not null constraint payouts_state_known check (state in ('on_its_way', 'paid', 'failed')),
  -- The provider does not say what a payout holds that somebody ordered by hand.
  is_told boolean not null,
  trace_key text not null default '',
  failure_code text,
  sent_at timestamptz not null,
  arrives_on date not null,
  constraint payouts_provider_key unique (creditor_id, provider_payout)
);
create index payouts_named on payouts (provider_payout);
create index payouts_latest on payouts (creditor_id, arrives_on desc);
call scope_table('payouts');
revoke delete on payouts from aldia_runtime;

-- What a payout holds: each movement of the provider's balance once, in whatever payout.
create table payout_movements (
  provider_movement text not null,
  payout_id uuid not null constraint payout_movements_payout_fkey references payouts,
  creditor_id uuid not null,
  position integer not null,
  kind text not null constraint payout_movements_kind_known check (kind in ('charge', 'refund', 'dispute', 'returned', 'fee', 'other')),
  amount_minor bigint not null,
  fee_minor bigint not null,
  -- The payment of ours that it is about; nothing where the money is not of a payment of ours.
  payment_id uuid constraint payout_movements_payment_fkey references payments,
  source text not null default '',
  moved_at timestamptz not null,
  constraint payout_movements_pkey primary key (provider_movement),
  constraint payout_movements_position_key unique (payout_id, position)
);
create index payout_movements_payment on payout_movements (payment_id) where payment_id is not null;
call scope_table('payout_movements');
revoke update, delete on payout_movements from aldia_runtime;

-- The number on the slip with which cash was taken to the bank, which its statement may repeat.
alter table cash_counts add column slip text not null default '';

-- A line of the bank that is the creditor's own money arriving: payouts, or cash that was taken to the bank.
alter table bank_lines drop constraint bank_lines_state_known;
alter table bank_lines add constraint bank_lines_state_known
  check (state in ('unidentified', 'recorded', 'assigned', 'returned', 'own'));

create table bank_arrivals (
  bank_line_id uuid not null constraint bank_arrivals_line_fkey references bank_lines,
  creditor_id uuid not null,
  payout_id uuid constraint bank_arrivals_payout_fkey references payouts constraint bank_arrivals_payout_once unique,
  cash_count_id uuid constraint bank_arrivals_count_fkey references cash_counts constraint bank_arrivals_count_once unique,
  amount_minor bigint not null constraint bank_arrivals_amount_positive check (amount_minor > 0),
  constraint bank_arrivals_of_one_thing check (num_nonnulls(payout_id, cash_count_id) = 1)
);
create index bank_arrivals_line on bank_arrivals (bank_line_id);
call scope_table('bank_arrivals');
revoke update, delete on bank_arrivals from aldia_runtime;
