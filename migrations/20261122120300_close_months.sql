-- What each book held of a month when it was closed: its journal sums to this for ever.
create table month_controls (
  creditor_id uuid not null,
  month date not null,
  currency text not null,
  book text not null constraint month_controls_book_fkey references books,
  debit_minor bigint not null,
  credit_minor bigint not null,
  constraint month_controls_pkey primary key (creditor_id, month, currency, book),
  constraint month_controls_month_fkey foreign key (creditor_id, month, currency) references closed_months
);
call scope_table('month_controls');
call append_only('month_controls');
-- A month is closed by the function below and by nothing else, and never opened again.
revoke insert, update, delete on closed_months from aldia_runtime;
revoke insert on month_controls from aldia_runtime;
create index ledger_transactions_month on ledger_transactions (creditor_id, accounting_on);

-- Closes a month in every currency in which something was carried in it. Nobody writes to the books meanwhile: whoever
-- would have is refused by the month that is closed then. Supervisors and administrators close, one month after another.
create function close_month(creditor uuid, closing date) returns void security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() <> 'staff' or not creditor = any (scope_writing_creditors())
    or not exists (select from staff s where s.id = scope_actor_id() and s.role in ('supervisor', 'administrator')) then
    raise exception 'only a supervisor closes a month' using errcode = 'insufficient_privilege';
  end if;
  lock table ledger_transactions in share mode;
  if exists (select from ledger_transactions t where t.creditor_id = creditor and t.accounting_on < closing and not exists (
      select from closed_months m where m.creditor_id = creditor and m.month = date_trunc('month', t.accounting_on)::date)) then
    raise exception 'an earlier month is open' using errcode = 'check_violation', constraint = 'months_close_in_order';
  end if;
  insert into closed_months (creditor_id, month, closed_at, closed_by, control_total_minor, currency)
    select creditor, closing, business_now(), scope_actor_id(), sum(e.amount_minor) filter (where e.amount_minor > 0), e.currency
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    where t.creditor_id = creditor and t.accounting_on >= closing and t.accounting_on < closing + interval '1 month' group by e.currency;
  insert into month_controls (creditor_id, month, currency, book, debit_minor, credit_minor)
    select creditor, closing, e.currency, e.book, coalesce(sum(e.amount_minor) filter (where e.amount_minor > 0), 0),
      coalesce(-sum(e.amount_minor) filter (where e.amount_minor < 0), 0)
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    where t.creditor_id = creditor and t.accounting_on >= closing and t.accounting_on < closing + interval '1 month' group by e.currency, e.book;
end $$;
