-- "I will pay so much by that day": lighter than a plan, made by whoever owes or noted by the team. What became of one is
-- read from the payments that count by its day, and ticked off by nobody; only that it was given up or moved is written.
alter table accounts add column promised_on date;
create table promises (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid constraint promises_person_fkey references persons,
  staff_id uuid constraint promises_staff_fkey references staff,
  -- The first name under which the debtor knows whoever noted it; empty where they made it themselves.
  shown_name text not null,
  currency text not null,
  amount_minor bigint not null constraint promises_amount_positive check (amount_minor > 0),
  promised_on date not null,
  means text not null constraint promises_means_known check (means in ('online', 'store', 'transfer', 'cash')),
  made_at timestamptz not null,
  made_on date not null,
  ended text constraint promises_end_known check (ended in ('cancelled', 'moved')),
  ended_at timestamptz,
  moved_from uuid constraint promises_moved_from_key unique constraint promises_moved_from_fkey references promises,
  constraint promises_day_ahead check (promised_on > made_on),
  constraint promises_one_maker check ((person_id is null) <> (staff_id is null)),
  constraint promises_ended_whole check ((ended is null) = (ended_at is null)),
  constraint promises_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index promises_account on promises (account_id, made_at desc);
create index promises_waiting on promises (creditor_id, promised_on) where ended is null;
call scope_table('promises', 'account_id = any ((select scope_accounts())::uuid[])', 'account_id = any ((select scope_paying_accounts())::uuid[])');

-- One promise at a time, moved at most once, and none where a legal status stands against asking. The account carries
-- the day, for whoever only needs to know that chasing rests until then.
create function promises_fit() returns trigger security definer set search_path = public language plpgsql as $$
declare
  earlier promises;
begin
  if tg_op = 'UPDATE' then
    if old.ended is not null or new.ended is null
       or (to_jsonb(new) - 'ended' - 'ended_at') is distinct from (to_jsonb(old) - 'ended' - 'ended_at') then
      raise exception 'a promise only ever ends' using errcode = 'check_violation', constraint = 'promises_only_end';
    end if;
    update accounts set promised_on = null where id = new.account_id;
    return new;
  end if;
  perform from accounts where id = new.account_id for no key update;
  if exists (select from legal_statuses s where s.account_id = new.account_id and s.from_on <= new.made_on
      and (s.until_on is null or s.until_on >= new.made_on)) then
    raise exception 'a legal status stands against it' using errcode = 'check_violation', constraint = 'promises_not_barred';
  end if;
  if exists (select from promises p where p.account_id = new.account_id and p.ended is null and p.promised_on >= new.made_on) then
    raise exception 'another waits for its day' using errcode = 'check_violation', constraint = 'promises_one_waiting';
  end if;
  if new.moved_from is not null then
    select * into earlier from promises p where p.id = new.moved_from and p.account_id = new.account_id and p.ended = 'moved';
    if not found or earlier.moved_from is not null then
      raise exception 'a promise is moved once' using errcode = 'check_violation', constraint = 'promises_moved_once';
    end if;
  end if;
  update accounts set promised_on = new.promised_on where id = new.account_id;
  return new;
end $$;
create trigger promises_fit before insert or update on promises for each row execute function promises_fit();
create trigger kept before delete or truncate on promises for each statement execute function refuse_change();

-- What was paid on an account after a promise and counts by its day: payments, less what was taken back of any.
create function promise_paid_minor(of_account uuid, since timestamptz, by_day date) returns bigint stable language sql as $$
  select coalesce(-sum(e.amount_minor), 0)::bigint
  from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
  where t.account_id = of_account and t.recorded_at > since and t.effective_on <= by_day
    and e.book in (select name from books where belongs_to = 'debtor')
    and (t.kind in ('payment', 'refund', 'chargeback')
      or t.kind = 'reversal' and exists (select from ledger_transactions r where r.id = t.reverses_id and r.kind = 'payment'))
$$;
grant execute on function promise_paid_minor(uuid, timestamptz, date) to aldia_runtime;
