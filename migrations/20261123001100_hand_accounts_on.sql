-- An account in others' hands: with lawyers before a court is asked, with an agency that collects, or written off in the
-- creditor's own books. Prepared by one member of the team, decided by another, and taken back by two again.
create table handovers (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- As both sides name it, E-7: counted per creditor.
  number text not null,
  kind text not null constraint handovers_kind_known check (kind in ('pre_legal', 'agency', 'write_off')),
  -- Who holds the debt from then on, and where they are reached. What is written off stays with the creditor.
  to_name text not null,
  to_contact text not null,
  -- For the team.
  reason text not null constraint handovers_reason_given check (reason <> ''),
  currency text not null,
  state text not null default 'asked' constraint handovers_state_known check (state in ('asked', 'standing', 'declined', 'recalled')),
  prepared_by uuid not null constraint handovers_prepared_by_fkey references staff,
  prepared_at timestamptz not null,
  decided_by uuid constraint handovers_decided_by_fkey references staff,
  decided_at timestamptz,
  -- From which day it holds, what was open then, and the package that went with it.
  handed_on date,
  open_minor bigint,
  paper_id uuid constraint handovers_paper_fkey references papers,
  recalled_by uuid constraint handovers_recalled_by_fkey references staff,
  recalled_at timestamptz,
  recalled_on date,
  recall_words text not null default '',
  -- Minted by the page that held the form: the same key never prepares twice.
  request_key uuid not null constraint handovers_request_key unique,
  constraint handovers_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint handovers_number_key unique (creditor_id, number),
  constraint handovers_scope_key unique (id, account_id),
  constraint handovers_to_somebody check ((kind = 'write_off') = (to_name = '') and (to_name = '') = (to_contact = '')),
  constraint handovers_decided_by_another check (decided_by <> prepared_by),
  constraint handovers_standing_whole check ((state in ('standing', 'recalled'))
    = (decided_at is not null and handed_on is not null and open_minor is not null and paper_id is not null)),
  constraint handovers_recalled_whole check ((state = 'recalled')
    = (recalled_by is not null and recalled_at is not null and recalled_on is not null and recall_words <> ''))
);
create unique index handovers_one on handovers (account_id) where state in ('asked', 'standing');
create index handovers_creditor on handovers (creditor_id, state, handed_on desc);
call scope_table('handovers');
revoke delete on handovers from aldia_runtime;

-- The package holds what other people on the account said and signed, so nobody who owes reads it.
call allow_also('papers', 'papers_kind_known', array['handover']);
create policy handovers_are_the_teams on papers as restrictive for select to aldia_runtime
  using (kind <> 'handover' or (select scope_actor()) <> 'person');

create function take_handover_number(about_account uuid) returns bigint
security definer set search_path = public language sql as $$
  insert into document_counters as kept (creditor_id, kind, last_number)
    select a.creditor_id, 'handover', 1 from accounts a where a.id = about_account and a.creditor_id = any (scope_writing_creditors())
  on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1
  returning last_number $$;

-- What stands against handing an account on: one word for each, and for a legal status its kind.
create function what_stands_against_handing(of uuid, as_kind text, today date, apart_from uuid) returns setof text
stable language sql as $$
  select case h.state when 'asked' then 'asked' else 'handed' end from handovers h
    where h.account_id = of and h.state in ('asked', 'standing') and h.id is distinct from apart_from
  union all select 'dispute' where exists (select from disputes d
    where d.account_id = of and d.state in ('received', 'in_review', 'waiting', 'appealed'))
  union all select 'plan' where exists (select from plans p where p.account_id = of and p.state in ('active', 'behind'))
  union all select 'talk' where exists (select from negotiations n where n.account_id = of and n.state in ('with_creditor', 'to_sign'))
  union all select 'promise' where exists (select from promises p where p.account_id = of and p.ended is null and p.promised_on >= today)
  union all select 'in_flight' where exists (select from payments p where p.account_id = of
    and (p.state in ('requires_action', 'processing', 'unknown') or (p.state = 'created' and coalesce(p.expires_at > business_now(), true))))
  union all select 'reported' where exists (select from reported_payments r where r.account_id = of and r.state = 'waiting')
  union all select 'review' where exists (select from provider_disputes d join payments p on p.id = d.payment_id
    where p.account_id = of and d.state in ('inquiry', 'open'))
  union all select distinct 'legal:' || s.kind from legal_statuses s where s.account_id = of and s.from_on <= today
    and (s.until_on is null or s.until_on >= today)
    and s.kind = any (case as_kind
      -- What was never theirs is not written off either; what they cannot pay any more is.
      when 'write_off' then array['identity_contested']
      when 'pre_legal' then array['deceased', 'incapacitated', 'insolvent', 'moratorium', 'time_barred', 'identity_contested', 'creditors_hold']
      else array['deceased', 'incapacitated', 'insolvent', 'moratorium', 'sued', 'represented', 'time_barred', 'identity_contested', 'creditors_hold']
    end)
  union all select 'nothing' where not exists (select from invoice_balances b where b.account_id = of and b.open_minor > 0) $$;
grant execute on function what_stands_against_handing(uuid, text, date, uuid) to aldia_runtime;

-- Prepared in one's own name; decided and taken back by whoever approves what another asked.
create function handovers_are_kept() returns trigger security definer set search_path = public language plpgsql as $$
declare
  changing text[] := array['state', 'decided_by', 'decided_at', 'handed_on', 'open_minor', 'paper_id', 'recalled_by', 'recalled_at',
    'recalled_on', 'recall_words'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'asked' or (scope_actor() = 'staff' and new.prepared_by <> scope_actor_id()) then
      raise exception 'nobody hands on in another''s name' using errcode = 'check_violation', constraint = 'handovers_prepared_in_own_name';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - changing) is distinct from (to_jsonb(old) - changing)
     or (old.state, new.state) not in (('asked', 'standing'), ('asked', 'declined'), ('standing', 'recalled')) then
    raise exception 'what was handed on stays as it was' using errcode = 'check_violation', constraint = 'handovers_stay';
  end if;
  if new.state in ('standing', 'recalled') and not exists (select from approvals a where a.object_id = old.id and a.state = 'approved'
      and a.kind = case when new.state = 'recalled' then 'recall' when old.kind = 'write_off' then 'write_off' else 'hand_on' end
      and a.decided_by = scope_actor_id() and a.asked_by_staff <> a.decided_by) then
    raise exception 'a second person decides' using errcode = 'check_violation', constraint = 'handovers_decided_by_second';
  end if;
  return new;
end $$;
create trigger handovers_are_kept before insert or update on handovers for each row execute function handovers_are_kept();

-- While somebody else collects, or while nobody does, the creditor's own collecting rests: that is a legal status too, set
-- and lifted with the hand-over and never apart from it.
alter table legal_statuses
  add column handover_id uuid,
  add constraint legal_statuses_handover_fkey foreign key (handover_id, account_id) references handovers (id, account_id),
  add constraint legal_statuses_handover_holds check (handover_id is null or (kind = 'creditors_hold' and party_id is null and set_by is null));
create or replace function legal_statuses_are_kept() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a legal status stays in the history' using errcode = 'restrict_violation', constraint = 'legal_statuses_stay';
  end if;
  if tg_op = 'INSERT' then
    if scope_actor() = 'staff' and new.handover_id is null
       and (new.set_by is distinct from scope_actor_id() or new.lifted_by is not null) then
      raise exception 'nobody sets it in another''s name' using errcode = 'check_violation', constraint = 'legal_statuses_set_in_own_name';
    end if;
    if new.handover_id is not null and not exists (select from handovers h where h.id = new.handover_id and h.state = 'asked') then
      raise exception 'it comes with a hand-over' using errcode = 'check_violation', constraint = 'legal_statuses_come_with_handover';
    end if;
    if new.handover_id is null and exists (select from legal_statuses s where s.account_id = new.account_id
        and s.party_id is not distinct from new.party_id and s.kind = new.kind and s.lifted_at is null
        and (s.until_on is null or s.until_on >= new.from_on) and (new.until_on is null or new.until_on >= s.from_on)) then
      raise exception 'it stands already' using errcode = 'check_violation', constraint = 'legal_statuses_stand_once';
    end if;
    return new;
  end if;
  if old.lifted_at is not null or new.lifted_at is null or (to_jsonb(new) - array['until_on', 'lifted_by', 'lifted_at', 'lift_words'])
      is distinct from (to_jsonb(old) - array['until_on', 'lifted_by', 'lifted_at', 'lift_words']) then
    raise exception 'a legal status is only ever lifted' using errcode = 'check_violation', constraint = 'legal_statuses_only_lifted';
  end if;
  if scope_actor() <> 'system' and not exists (select from approvals a
      where a.kind = case when old.handover_id is null then 'lift_status' else 'recall' end
        and a.object_id = coalesce(old.handover_id, old.id) and a.state = 'approved' and a.decided_by = new.lifted_by
        and a.decided_by = scope_actor_id() and a.asked_by_staff <> a.decided_by) then
    raise exception 'a second person lifts it' using errcode = 'check_violation', constraint = 'legal_statuses_lifted_by_second';
  end if;
  return new;
end $$;

-- While an agency collects, no payment begins here: it would be paid twice. What the team records and what arrives by
-- itself is taken.
create function payments_begin_where_they_are_taken() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() in ('person', 'visitor') and exists (select from handovers h
      where h.account_id = new.account_id and h.state = 'standing' and h.kind = 'agency') then
    raise exception 'somebody else collects it' using errcode = 'check_violation', constraint = 'payments_taken_elsewhere';
  end if;
  return new;
end $$;
create trigger payments_begin_where_they_are_taken before insert on payments
  for each row execute function payments_begin_where_they_are_taken();
create function pay_links_begin_where_payments_are_taken() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if exists (select from handovers h where h.account_id = new.account_id and h.state = 'standing' and h.kind = 'agency') then
    raise exception 'somebody else collects it' using errcode = 'check_violation', constraint = 'pay_links_taken_elsewhere';
  end if;
  return new;
end $$;
create trigger pay_links_begin_where_payments_are_taken before insert on pay_links
  for each row execute function pay_links_begin_where_payments_are_taken();

-- What whoever owes may know of it: who holds the debt, where they are reached, since when. Not why.
create function handed_accounts(wanted uuid[]) returns table (account_id uuid, kind text, to_name text, to_contact text, handed_on date)
stable security definer set search_path = public language sql as $$
  select h.account_id, h.kind, h.to_name, h.to_contact, h.handed_on from handovers h
  where h.account_id = any (wanted) and h.state = 'standing'
    and (scope_actor() = 'system' or h.account_id = any (scope_accounts()) or h.account_id = any (scope_guaranteed_accounts())
      or h.creditor_id = any (scope_creditors()))
$$;
revoke execute on function handed_accounts(uuid[]) from public;
grant execute on function handed_accounts(uuid[]) to aldia_runtime;

-- The tables of a package, row by row: `sheet` names one of them. Amounts are written with the currency's decimals.
create function handover_amount(minor bigint, decimals integer) returns text immutable language sql as $$
  select round(minor / 10::numeric ^ decimals, decimals)::text $$;
create function handover_sheet(of uuid, sheet text, decimals integer) returns table (place bigint, cells text[])
stable language sql as $$
  select row_number() over (order by i.due_on, i.number), array[i.number, i.issued_on::text, i.due_on::text,
    coalesce(i.voided_on::text, ''), handover_amount(i.total_minor, decimals), handover_amount(b.principal_minor, decimals),
    handover_amount(b.interest_minor + b.interest_tax_minor, decimals), handover_amount(b.fees_minor + b.fees_tax_minor, decimals),
    handover_amount(b.open_minor, decimals), coalesce(i.fiscal_uuid, '')]
  from invoices i join invoice_balances b on b.invoice_id = i.id where sheet = 'invoices' and i.account_id = of
  union all
  select row_number() over (order by t.sequence, e.position), array[t.sequence::text, t.recorded_at::text, t.effective_on::text,
    t.accounting_on::text, t.kind, t.document_number, e.book, coalesce(i.number, ''), handover_amount(e.amount_minor, decimals)]
  from ledger_entries e join ledger_transactions t on t.id = e.transaction_id left join invoices i on i.id = e.invoice_id
  where sheet = 'entries' and e.account_id = of
  union all
  select row_number() over (order by d.opened_at, s.sequence), array[d.number, d.reason, handover_amount(d.amount_minor, decimals), d.state,
    handover_amount(d.credited_minor, decimals), s.happened_at::text, s.kind, s.by_kind, s.words]
  from disputes d join dispute_steps s on s.dispute_id = d.id where sheet = 'disputes' and d.account_id = of
  union all
  select row_number() over (order by c.at, c.what), array[c.what, c.name, c.at::text, c.detail] from (
    select 'terms' as what, p.name, a.accepted_at as at, 'version ' || v.number || ', sha256 ' || encode(a.text_sha256, 'hex') as detail
    from policy_acceptances a join persons p on p.id = a.person_id join policy_versions v on v.id = a.version_id where a.account_id = of
    union all
    select 'plan', p.name, l.signed_at, 'C-' || l.number || ', ' || l.state from plans l join persons p on p.id = l.signed_by where l.account_id = of
    union all
    select 'autopay', p.name, m.agreed_at, coalesce('ended ' || m.ended_at::date, '') from autopay_mandates m
      join persons p on p.id = m.person_id where m.account_id = of
  ) c where sheet = 'consents'
  union all
  select row_number() over (order by c.month, c.channel, c.direction, c.what), array[c.month, c.channel, c.direction, c.what, count(*)::text] from (
    select to_char(n.created_at, 'YYYY-MM') as month, n.channel, 'out' as direction,
      case when n.decision = 'deny' then 'held_back' when n.failed_at is not null then 'failed' else n.kind end as what
    from notices n where n.account_id = of
    union all
    select to_char(c.called_on, 'YYYY-MM'), 'call', case when c.was_ours then 'out' else 'in' end, c.outcome from calls c where c.account_id = of
    union all
    select to_char(m.sent_at, 'YYYY-MM'), 'portal', case when m.by_kind = 'staff' then 'out' else 'in' end, 'message'
    from messages m where m.account_id = of
  ) c where sheet = 'contacts' group by c.month, c.channel, c.direction, c.what
  union all
  -- No address that somebody gave up or said is not theirs.
  select row_number() over (order by q.from_on, p.name, q.role), array[p.name, q.role, q.may, coalesce(i.number, ''),
    coalesce(handover_amount(q.liable_minor, decimals), ''), q.from_on::text, coalesce(q.until_on::text, ''),
    coalesce((select string_agg(c.address, ' ' order by c.kind, c.address) from contact_points c
      where c.person_id = q.person_id and c.verified_at is not null and c.suspended_at is null), '')]
  from parties q join persons p on p.id = q.person_id left join invoices i on i.id = q.invoice_id where sheet = 'parties' and q.account_id = of
  union all
  select row_number() over (order by p.made_at, p.id), array[p.made_on::text, p.promised_on::text, handover_amount(p.amount_minor, decimals),
    handover_amount(promise_paid_minor(p.account_id, p.made_at, p.promised_on), decimals), coalesce(p.ended, '')]
  from promises p where sheet = 'promises' and p.account_id = of
  union all
  select row_number() over (order by l.from_on, l.kind), array[l.kind, l.from_on::text, coalesce(l.until_on::text, ''), coalesce(l.lifted_at::text, '')]
  from legal_statuses l where sheet = 'legal' and l.account_id = of and l.handover_id is null $$;
grant execute on function handover_amount(bigint, integer), handover_sheet(uuid, text, integer) to aldia_runtime;

-- What the time line of an account tells of it, in the columns of `account_happenings`.
create function account_handing_happenings(of uuid) returns table (kind text, id uuid, at timestamptz, who text, code text, detail text,
  words text, amount_minor bigint) stable language sql as $$
  select 'handing', h.id, h.decided_at, s.name, h.kind, 'handed ' || h.number, h.to_name, h.open_minor
  from handovers h join staff s on s.id = h.decided_by where h.account_id = of and h.state in ('standing', 'recalled')
  union all
  select 'handing', md5(h.id || ' recalled')::uuid, h.recalled_at, s.name, h.kind, 'recalled ' || h.number, h.recall_words, null
  from handovers h join staff s on s.id = h.recalled_by where h.account_id = of and h.state = 'recalled' $$;
grant execute on function account_handing_happenings(uuid) to aldia_runtime;

-- What is written off, invoice by invoice: what was paid on it since, less what went back, and how much of that the
-- creditor's books know as recovered.
create function written_off_invoices(of_account uuid) returns table (handover_id uuid, number text, account_id uuid, invoice_id uuid,
  paid_minor bigint, recovered_minor bigint, times bigint, time_zone text) stable language sql as $$
  select h.id, h.number, h.account_id, w.invoice_id, paid.minor, recovered.minor, recovered.times, c.time_zone
  from handovers h join creditors c on c.id = h.creditor_id
    join lateral (
      select e.invoice_id, t.sequence from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
      where t.account_id = h.account_id and t.kind = 'write_off' and t.dedupe_key = 'written off:' || h.id || ':' || e.invoice_id
        and e.book = 'write_offs'
    ) w on true
    cross join lateral (
      select coalesce(-sum(e.amount_minor), 0)::bigint as minor
      from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
        left join ledger_transactions o on o.id = t.reverses_id
      where e.invoice_id = w.invoice_id and t.sequence > w.sequence
        and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
        and coalesce(o.kind, t.kind) in ('payment', 'allocation', 'refund', 'chargeback')
    ) paid
    cross join lateral (
      select coalesce(-sum(e.amount_minor), 0)::bigint as minor, count(*) as times
      from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
      where e.invoice_id = w.invoice_id and e.book = 'recoveries' and t.kind = 'recovery'
        and t.dedupe_key like 'recovered:' || h.id || ':%'
    ) recovered
  where h.state = 'standing' and h.kind = 'write_off' and (of_account is null or h.account_id = of_account) $$;
grant execute on function written_off_invoices(uuid) to aldia_runtime;
