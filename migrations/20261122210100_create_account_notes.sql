-- What the team keeps beside an account: notes that call colleagues, and tags. No person's scope reads any of it.
create table account_notes (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  staff_id uuid not null constraint account_notes_staff_fkey references staff,
  words text not null constraint account_notes_say_something check (words <> ''),
  -- Who of the team is called upon.
  mentions uuid[] not null default '{}',
  written_at timestamptz not null,
  sequence bigint generated always as identity constraint account_notes_sequence_key unique,
  constraint account_notes_scope_key unique (id, account_id),
  constraint account_notes_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index account_notes_account on account_notes (account_id, sequence desc);
call scope_table('account_notes');
call append_only('account_notes');
create function tell_of_account_note() returns trigger security definer set search_path = public language plpgsql as $$
begin
  perform pg_notify('live', json_build_object('account', new.account_id, 'creditor', new.creditor_id, 'person', null,
    'dispute', null, 'plan', null)::text);
  return null;
end $$;
create trigger tell_of_account_note after insert on account_notes for each row execute function tell_of_account_note();

-- One call upon one colleague, until they have read the note.
create table account_note_calls (
  note_id uuid not null,
  staff_id uuid not null constraint account_note_calls_staff_fkey references staff,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  seen_at timestamptz,
  constraint account_note_calls_pkey primary key (note_id, staff_id),
  constraint account_note_calls_note_fkey foreign key (note_id, account_id) references account_notes (id, account_id),
  constraint account_note_calls_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index account_note_calls_open on account_note_calls (staff_id) where seen_at is null;
call scope_table('account_note_calls');
revoke delete on account_note_calls from aldia_runtime;
-- Who was called reads it; nobody reads it for them.
create function note_calls_are_seen_by_whom_they_call() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'staff' and new.staff_id is distinct from scope_actor_id() or (new.note_id, new.staff_id) is distinct from (old.note_id, old.staff_id) then
    raise exception 'nobody reads a note for another' using errcode = 'check_violation', constraint = 'account_note_calls_own';
  end if;
  return new;
end $$;
create trigger note_calls_are_seen_by_whom_they_call before update on account_note_calls
  for each row execute function note_calls_are_seen_by_whom_they_call();

create table account_tags (
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  tag text not null constraint account_tags_short check (length(tag) between 1 and 30 and tag = btrim(lower(tag))),
  added_by uuid not null constraint account_tags_added_by_fkey references staff,
  added_at timestamptz not null,
  constraint account_tags_pkey primary key (account_id, tag),
  constraint account_tags_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index account_tags_tag on account_tags (creditor_id, tag);
call scope_table('account_tags');

-- When the people of an account signed in, as far as their sessions are kept. Sessions are their owners' and are not shown to
-- the team; that somebody was there is.
create index audit_events_sign_ins on audit_events (object_id) where verb = 'sign_in';
create function account_sign_ins(of uuid) returns table (event_id uuid, at timestamptz, person_name text)
stable security definer set search_path = public language sql as $$
  select distinct e.id, e.at, p.name
  from parties q join persons p on p.id = q.person_id join sessions s on s.person_id = p.id
    join audit_events e on e.object_id = s.id and e.verb = 'sign_in'
  where q.account_id = of and q.creditor_id = any (scope_creditors())
$$;
create index sessions_of_person on sessions (person_id) where person_id is not null;

-- Everything that happened to an account, from every room, for whoever may see it: row-level security filters each of them.
create function account_happenings(of uuid, zone text) returns table (kind text, id uuid, at timestamptz, who text, code text, detail text,
  words text, amount_minor bigint) stable language sql as $$
  select 'entry' as kind, t.id,
    -- By the day from which it counts, where that is before the day on which it was known.
    case when t.effective_on < (t.recorded_at at time zone zone)::date then (t.effective_on + time '12:00') at time zone zone
      else t.recorded_at end as at, null::text as who, t.kind as code, t.document_number as detail, '' as words,
    (select sum(e.amount_minor)::bigint from ledger_entries e where e.transaction_id = t.id and e.account_id = of
       and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')) as amount_minor
  from ledger_transactions t where t.account_id = of
  union all
  select 'notice', n.id, coalesce(n.sent_at, n.created_at), p.name, n.kind,
    case when n.sent_at is not null then 'sent' when n.decision = 'deny' then 'held_back' when n.failed_at is not null then 'failed'
      when n.decision = 'defer' then 'waits' else 'on_its_way' end,
    case when n.decision = 'deny' then n.rule else n.channel end, null
  from notices n left join persons p on p.id = n.person_id where n.account_id = of
  union all
  select 'call', c.id, c.called_at, s.name, c.outcome, case when c.was_ours then 'ours' else 'theirs' end, c.agreed, null
  from calls c join staff s on s.id = c.staff_id where c.account_id = of
  union all
  select 'message', m.id, m.sent_at, coalesce(s.name, p.name), m.by_kind, '', m.words, null
  from messages m join persons p on p.id = m.person_id left join staff s on m.by_kind = 'staff' and s.id = m.by_id
  where m.account_id = of
  union all
  select 'dispute', e.id, e.happened_at, coalesce(s.name, p.name), e.kind, d.number, e.words, nullif(e.credited_minor, 0)
  from dispute_steps e join disputes d on d.id = e.dispute_id left join staff s on e.by_kind = 'staff' and s.id = e.by_id
    left join persons p on e.by_kind = 'person' and p.id = e.by_id
  where d.account_id = of
  union all
  select 'plan', e.id, e.happened_at, coalesce(s.name, p.name), e.kind, '', e.words, null
  from plan_events e left join staff s on e.actor_kind = 'staff' and s.id = e.actor_id
    left join persons p on e.actor_kind = 'person' and p.id = e.actor_id
  where e.account_id = of
  union all
  select 'promise', w.id, w.made_at, coalesce(s.name, p.name), 'made', w.promised_on::text, '', w.amount_minor
  from promises w left join staff s on s.id = w.staff_id left join persons p on p.id = w.person_id where w.account_id = of
  union all
  select 'promise', w.id, w.ended_at, null, w.ended, w.promised_on::text, '', w.amount_minor
  from promises w where w.account_id = of and w.ended is not null
  union all
  select 'note', n.id, n.written_at, s.name, 'account', '', n.words, null
  from account_notes n join staff s on s.id = n.staff_id where n.account_id = of
  union all
  select 'note', n.id, n.written_at, s.name, 'thread', '', n.words, null
  from thread_notes n join staff s on s.id = n.staff_id where n.account_id = of
  union all
  select 'complaint', c.id, c.opened_at, p.name, c.kind, c.number, c.words, null
  from complaints c join persons p on p.id = c.person_id where c.account_id = of
  union all
  select 'sign_in', i.event_id, i.at, i.person_name, 'sign_in', '', '', null from account_sign_ins(of) i
  union all
  select 'read', (array_agg(e.id order by e.sequence desc))[1], max(e.at), s.name, e.verb, count(*)::text, '', null
  from audit_events e join staff s on s.id = e.actor_id
  where e.account_id = of and e.actor_kind = 'staff' and e.verb in ('read', 'view_as_debtor')
  group by s.name, e.verb, (e.at at time zone zone)::date
$$;

-- The search box finds accounts by their tag as well.
create or replace function find_accounts(words text, skip bigint, take bigint)
returns table (account_id uuid, found_by text, total bigint)
stable security definer set search_path = public language sql as $$
  with asked as (
    select btrim(words) as exactly, lower(btrim(words)) as address, regexp_replace(words, '[^0-9]', '', 'g') as digits,
      '%' || regexp_replace(regexp_replace(searchable(btrim(words)), '([%_\\])', '\\\1', 'g'), '\s+', '%', 'g') || '%' as name
  ), hits as (
    select a.id, 1 as place, 'reference' as found_by from asked, accounts a
      where a.reference in (asked.exactly, upper(asked.exactly)) and a.creditor_id = any (scope_creditors())
    union all
    select i.account_id, 2, 'invoice' from asked, invoices i
      where i.number in (asked.exactly, upper(asked.exactly)) and i.creditor_id = any (scope_creditors())
    union all
    select p.account_id, 3, 'address' from asked, contact_points c join parties p on p.person_id = c.person_id
      where c.address in (asked.address, asked.digits, '+' || asked.digits, '+52' || asked.digits) and p.creditor_id = any (scope_creditors())
    union all
    select a.id, 4, 'name' from asked, debtors d join accounts a on a.debtor_id = d.id
      where searchable(d.name) like asked.name and a.creditor_id = any (scope_creditors())
    union all
    select p.account_id, 5, 'person' from asked, persons s join parties p on p.person_id = s.id
      where searchable(s.name) like asked.name and p.creditor_id = any (scope_creditors())
    union all
    select t.account_id, 6, 'tag' from asked, account_tags t
      where t.tag = lower(asked.exactly) and t.creditor_id = any (scope_creditors())
  ), best as (
    select distinct on (h.id) h.id, h.place, h.found_by from hits h, asked where asked.exactly <> '' order by h.id, h.place
  )
  select b.id, b.found_by, count(*) over () from best b join accounts a on a.id = b.id join debtors d on d.id = a.debtor_id
    order by b.place, d.name, a.reference, b.id offset skip limit take
$$;
