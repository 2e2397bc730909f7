-- A payment that nothing is owed on, as the ledger posts it: the account's lock, the transaction, its two entries.
create function bench_post(number bigint, accounts bigint) returns void language plpgsql as $$
declare
  posted uuid := gen_random_uuid();
  of accounts;
begin
  select a.* into of from bench_accounts b join accounts a on a.id = b.id where b.n = number % accounts for no key update of a;
  insert into ledger_transactions (id, kind, dedupe_key, creditor_id, account_id, debtor_id, recorded_at, effective_on,
      accounting_on, document_kind, document_number, actor_kind)
    values (posted, 'payment', 'bench ' || number, of.creditor_id, of.id, of.debtor_id, now(), current_date, current_date,
      'receipt', 'R-' || number, 'system') on conflict (dedupe_key) do nothing;
  insert into ledger_entries (transaction_id, position, book, creditor_id, account_id, debtor_id, currency, amount_minor, digest)
    select posted, position, book, of.creditor_id, account, debtor, 'MXN', amount,
      ledger_entry_digest(posted, position, book, of.creditor_id, account, debtor, null, 'MXN', amount)
    from (values (1::smallint, 'provider_clearing', null::uuid, null::uuid, 100::bigint), (2::smallint, 'unapplied', of.id, of.debtor_id, -100::bigint))
      as entry (position, book, account, debtor, amount);
end $$;
create table bench_accounts as select row_number() over (order by id) - 1 as n, id from accounts;
create unique index on bench_accounts (n);
create sequence bench_next;
analyze;
grant select on bench_accounts to aldia_owner;
grant usage on sequence bench_next to aldia_owner
