-- What the portal does about an event, as pgbench does it: two transactions, one that keeps the event and has it worked
-- on, one that posts it. Statement by statement what the portal asks, over rows of its own.
begin;
select nextval('bench_next') as n from open_scope('visitor', null, null) \gset
select keep_provider_event('evt_pgbench_' || :n::text, 'checkout.session.completed', '2026-09-30', 'checkout.session',
  'cs_bench_' || :n::text, decode(repeat('ab', 700), 'hex'));
select enqueue_job(gen_random_uuid(), 'pgbench', jsonb_build_object('event', 'evt_pgbench_' || :n::text), 'pgbench:' || :n::text, '1 day');
commit;
begin;
select open_scope('system', null, null);
update jobs set locked_until = now() + '2 minutes', attempts = attempts + 1 where dedupe_key = 'pgbench:' || :n::text;
select kind, object_kind, object_id, payload from provider_events where id = 'evt_pgbench_' || :n::text and state = 'received';
select p.id as payment, p.account_id as account, p.debtor_id as debtor, p.creditor_id as creditor
  from payments p join creditors c on c.id = p.creditor_id join debtors d on d.id = p.debtor_id
  where p.provider_checkout = 'cs_bench_' || :n::text for update of p \gset
select from accounts where id = :account::uuid for no key update;
select (array_agg(id order by due_on, number))[1] as invoice from (
  select i.id, i.number, i.due_on, b.principal_minor, b.interest_minor, b.interest_tax_minor, b.fees_minor, b.fees_tax_minor,
    coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
  from invoice_balances b join invoices i on i.id = b.invoice_id
  where b.account_id = :account::uuid and b.open_minor <> 0) open \gset
select id, number, in_force_from, parameters from policy_versions
  where creditor_id = :creditor::uuid and in_force_from <= current_date and published_at is not null
  order by in_force_from desc, number desc limit 1;
select exists (select from closed_months where creditor_id = :creditor::uuid and month = date_trunc('month', current_date)::date);
insert into document_counters as kept (creditor_id, kind, last_number) values (:creditor::uuid, 'receipt', 1)
  on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1 returning last_number as receipt \gset
insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at, effective_on,
    accounting_on, document_kind, document_number, actor_kind)
  values (gen_random_uuid(), 'payment', 'payment of pgbench ' || :n::text, :creditor::uuid, :account::uuid, :debtor::uuid, now(),
    current_date, current_date, 'receipt', 'R-' || :receipt::text, 'system')
  on conflict (dedupe_key) do nothing returning id as posted \gset
insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, invoice_id, currency,
    amount_minor, digest)
  select :posted::uuid, position, book, :creditor::uuid, account, debtor, invoice, 'MXN', amount,
    ledger_entry_digest(:posted::uuid, position, book, :creditor::uuid, account, debtor, invoice, 'MXN', amount)
  from (values (1::smallint, 'provider_clearing', null::uuid, null::uuid, null::uuid, 10000::bigint),
    (2::smallint, 'principal', :account::uuid, :debtor::uuid, :invoice::uuid, -10000::bigint))
    as entry (position, book, account, debtor, invoice, amount);
insert into payment_allocations (id, payment_id, account_id, debtor_id, creditor_id, invoice_id, component, amount_minor,
    open_before_minor, transaction_id, source)
  values (gen_random_uuid(), :payment::uuid, :account::uuid, :debtor::uuid, :creditor::uuid, :invoice::uuid, 'principal', 10000,
    10000, :posted::uuid, 'payment');
update payments set state = 'succeeded', provider_payment = 'pi_bench_' || :n::text, checkout_order = null, checkout_url = null,
    failure_code = null, receipt_number = :receipt::bigint, paid_at = now(), effective_on = current_date, updated_at = now()
  where id = :payment::uuid;
select record_audit(gen_random_uuid(), 'receive', 'payment', :payment::uuid, :account::uuid);
update provider_events set state = 'posted', worked_at = now() where id = 'evt_pgbench_' || :n::text;
update jobs set done_at = now(), locked_until = null, last_error = null where dedupe_key = 'pgbench:' || :n::text;
commit;
