-- What debtors contest: what they say, the money that waits for the answer, and each step until there is one.

create table disputes (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- As both sides name it, A-104: counted per creditor, without gaps.
  number text not null,
  about text not null constraint disputes_about_known check (about in ('invoice', 'interest', 'fees', 'identity')),
  invoice_id uuid constraint disputes_invoice_fkey references invoices,
  reason text not null constraint disputes_reason_known check (reason in ('wrong_amount', 'not_received', 'defective', 'already_paid',
    'not_mine', 'identity_theft', 'duplicate', 'agreed_otherwise', 'time_barred', 'service_ended', 'deceased', 'insolvent', 'assigned', 'other')),
  currency text not null,
  -- What it began with, principal and charges together. What waits now is in `holds`.
  amount_minor bigint not null constraint disputes_amount_positive check (amount_minor > 0),
  -- The one person whose dispute it is: others on the account see that money waits, and not a word of why.
  opened_by uuid not null constraint disputes_opened_by_fkey references persons,
  opened_at timestamptz not null,
  -- Days of the creditor's zone.
  opened_on date not null,
  promised_on date not null,
  -- Since when the clock stands still, because the debtor was asked for more, and until when they were asked to send it.
  paused_on date,
  asked_until date,
  state text not null default 'received' constraint disputes_state_known check (state in
    ('received', 'in_review', 'waiting', 'appealed', 'in_favour', 'partly', 'unchanged', 'withdrawn')),
  owner_id uuid constraint disputes_owner_fkey references staff,
  -- The first answer, and who gave it: an appeal is decided by somebody else.
  decided_by uuid constraint disputes_decided_by_fkey references staff,
  decided_on date,
  credited_minor bigint not null default 0 constraint disputes_credited_in_range check (credited_minor between 0 and amount_minor),
  -- Our number of the adjustment, and the creditor's own fiscal paper once they have issued it (domain-rules A11).
  adjustment_number text not null default '',
  fiscal_number text not null default '',
  -- Once each.
  replied_at timestamptz,
  appealed_at timestamptz,
  -- Minted by the page that held the form: the same key never opens twice.
  request_key uuid not null constraint disputes_request_key unique,
  constraint disputes_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint disputes_number_key unique (creditor_id, number),
  constraint disputes_scope_key unique (id, account_id),
  constraint disputes_names_an_invoice check ((about = 'identity') = (invoice_id is null)),
  constraint disputes_paused_while_waiting check ((state = 'waiting') = (paused_on is not null)),
  constraint disputes_decided_whole check ((decided_by is null) = (decided_on is null))
);
create index disputes_account on disputes (account_id, opened_at desc);
create index disputes_queue on disputes (creditor_id, promised_on) where state in ('received', 'in_review', 'waiting', 'appealed');
call scope_table('disputes', 'account_id = any ((select scope_accounts())::uuid[])');
create policy opens on disputes for insert to aldia_runtime with check ((select scope_actor()) = 'person'
  and opened_by = (select scope_actor_id()) and state = 'received' and owner_id is null
  and account_id = any ((select scope_paying_accounts())::uuid[]));
create policy own on disputes for update to aldia_runtime
  using ((select scope_actor()) = 'person' and opened_by = (select scope_actor_id()))
  with check ((select scope_actor()) = 'person' and opened_by = (select scope_actor_id()));
revoke delete on disputes from aldia_runtime;

-- Of their own dispute a person may withdraw, answer and appeal; what was asked and what was decided stays as it is.
create function disputes_are_changed_by_the_team() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() <> 'person' then return new; end if;
  if (new.id, new.account_id, new.number, new.about, new.invoice_id, new.reason, new.currency, new.amount_minor, new.opened_by, new.opened_at,
      new.opened_on, new.owner_id, new.decided_by, new.decided_on, new.credited_minor, new.adjustment_number, new.fiscal_number, new.request_key)
     is distinct from
     (old.id, old.account_id, old.number, old.about, old.invoice_id, old.reason, old.currency, old.amount_minor, old.opened_by, old.opened_at,
      old.opened_on, old.owner_id, old.decided_by, old.decided_on, old.credited_minor, old.adjustment_number, old.fiscal_number, old.request_key)
     or not (new.state = old.state or new.state = 'withdrawn' or (old.state = 'waiting' and new.state = 'in_review')
       or (old.state in ('partly', 'unchanged') and new.state = 'appealed')) then
    raise exception 'the team decides' using errcode = 'check_violation', constraint = 'disputes_decided_by_the_team';
  end if;
  return new;
end $$;
create trigger disputes_are_changed_by_the_team before update on disputes
  for each row execute function disputes_are_changed_by_the_team();

-- Everything that happened to a dispute, in order. Only ever added to. The words of it are between the one who opened it
-- and the team.
create table dispute_steps (
  id uuid primary key,
  dispute_id uuid not null,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  opened_by uuid not null constraint dispute_steps_opened_by_fkey references persons,
  kind text not null constraint dispute_steps_kind_known check (kind in
    ('opened', 'added', 'withdrawn', 'replied', 'appealed', 'taken', 'asked', 'decided', 'told', 'fiscal')),
  by_kind text not null constraint dispute_steps_by_known check (by_kind in ('person', 'staff', 'system')),
  by_id uuid,
  -- The first name under which the other side knows them.
  shown_name text not null default '',
  words text not null default '',
  -- Of an answer: its reason code, what was credited, and to which state it led.
  reason text not null default '',
  credited_minor bigint not null default 0,
  -- Of a question: until when. Of an answer on the desk: the day from which the rest is to pay again.
  until_on date,
  happened_at timestamptz not null,
  happened_on date not null,
  sequence bigint generated always as identity constraint dispute_steps_sequence_key unique,
  constraint dispute_steps_dispute_fkey foreign key (dispute_id, account_id) references disputes (id, account_id),
  constraint dispute_steps_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint dispute_steps_scope_key unique (id, dispute_id)
);
create index dispute_steps_dispute on dispute_steps (dispute_id, sequence);
call scope_table('dispute_steps', 'opened_by = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');
create policy adds on dispute_steps for insert to aldia_runtime with check ((select scope_actor()) = 'person'
  and opened_by = (select scope_actor_id()) and by_kind = 'person' and by_id = (select scope_actor_id())
  and kind in ('opened', 'added', 'withdrawn', 'replied', 'appealed')
  and account_id = any ((select scope_accounts())::uuid[]));
call append_only('dispute_steps');

-- The files that came with a step, from either side.
create table dispute_files (
  step_id uuid not null,
  dispute_id uuid not null,
  file_id uuid not null,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  opened_by uuid not null constraint dispute_files_opened_by_fkey references persons,
  constraint dispute_files_pkey primary key (step_id, file_id),
  constraint dispute_files_step_fkey foreign key (step_id, dispute_id) references dispute_steps (id, dispute_id),
  constraint dispute_files_file_fkey foreign key (file_id, account_id) references account_files (id, account_id),
  constraint dispute_files_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index dispute_files_dispute on dispute_files (dispute_id);
create index dispute_files_file on dispute_files (file_id);
call scope_table('dispute_files', 'opened_by = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');
create policy adds on dispute_files for insert to aldia_runtime with check ((select scope_actor()) = 'person'
  and opened_by = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[]));
call append_only('dispute_files');
-- What the team sends is read by whoever opened the dispute.
create policy of_disputes on account_files for select to aldia_runtime using ((select scope_actor()) = 'person'
  and account_id = any ((select scope_accounts())::uuid[]) and id in (select f.file_id from dispute_files f));

-- A dispute that is being written. Its writer's own, for fourteen days; what was sent or thrown away is not shown again.
create table dispute_drafts (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint dispute_drafts_person_fkey references persons,
  about text not null constraint dispute_drafts_about_known check (about in ('invoice', 'interest', 'fees', 'identity')),
  invoice_id uuid constraint dispute_drafts_invoice_fkey references invoices,
  -- What was typed, as names and values.
  fields jsonb not null default '[]',
  files uuid[] not null default '{}',
  begun_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint dispute_drafts_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index dispute_drafts_person on dispute_drafts (person_id) where ended_at is null;
alter table dispute_drafts enable row level security;
alter table dispute_drafts force row level security;
create policy owner on dispute_drafts to aldia_owner using (true) with check (true);
create policy own on dispute_drafts to aldia_runtime
  using ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[]))
  with check ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[]));
create policy system on dispute_drafts to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- The hold of a dispute. Charges for lateness are contested apart from principal; of what was contested a part may have
-- been credited, and bears no interest for any day because it is gone from the invoice as if it had never been billed.
alter table holds add column dispute_id uuid constraint holds_dispute_fkey references disputes;
alter table holds add column late_minor bigint not null default 0 constraint holds_late_not_negative check (late_minor >= 0);
alter table holds add column credited_minor bigint not null default 0;
alter table holds drop constraint holds_amount_positive;
alter table holds add constraint holds_amount_positive check (amount_minor >= 0 and amount_minor + late_minor > 0);
alter table holds add constraint holds_credited_in_range check (credited_minor between 0 and amount_minor);
alter table holds add constraint holds_credited_when_released check (credited_minor = 0 or released_on is not null);
create index holds_dispute on holds (dispute_id) where dispute_id is not null;
create policy opens on holds for insert to aldia_runtime with check ((select scope_actor()) = 'person' and released_on is null
  and account_id = any ((select scope_paying_accounts())::uuid[])
  and dispute_id in (select d.id from disputes d where d.opened_by = (select scope_actor_id()) and d.state = 'received'));
create policy withdraws on holds for update to aldia_runtime
  using ((select scope_actor()) = 'person' and dispute_id in (select d.id from disputes d where d.opened_by = (select scope_actor_id())))
  with check ((select scope_actor()) = 'person');

-- Money waits once: the invoice is kept still while it is looked at, so that two disputes of one moment cannot both hold
-- it, and an invoice that was paid meanwhile has nothing to wait.
create function holds_of_disputes_fit() returns trigger security definer set search_path = public language plpgsql as $$
declare
  billed bigint;
  open_principal bigint;
  open_late bigint;
  waiting bigint;
  waiting_late bigint;
begin
  if tg_op = 'UPDATE' then
    if scope_actor() = 'person' and ((new.id, new.account_id, new.invoice_id, new.line_id, new.dispute_id, new.dispute_number, new.amount_minor,
        new.late_minor, new.credited_minor, new.opened_on) is distinct from
       (old.id, old.account_id, old.invoice_id, old.line_id, old.dispute_id, old.dispute_number, old.amount_minor,
        old.late_minor, old.credited_minor, old.opened_on) or old.released_on is not null) then
      raise exception 'a hold is withdrawn whole' using errcode = 'check_violation', constraint = 'holds_withdrawn_whole';
    end if;
    return new;
  end if;
  if new.dispute_id is null then return new; end if;
  perform from invoices where id = new.invoice_id for no key update;
  select i.total_minor, coalesce(b.principal_minor, 0), coalesce(b.open_minor - b.principal_minor, 0) into billed, open_principal, open_late
    from invoices i left join invoice_balances b on b.invoice_id = i.id where i.id = new.invoice_id and i.voided_on is null;
  if billed is null or (new.amount_minor > 0 and open_principal <= 0) or (new.amount_minor = 0 and open_late <= 0) then
    raise exception 'there is nothing open on it' using errcode = 'check_violation', constraint = 'holds_on_open_invoice';
  end if;
  select coalesce(sum(amount_minor), 0), coalesce(sum(late_minor), 0) into waiting, waiting_late
    from holds where invoice_id = new.invoice_id and released_on is null;
  -- Of one line no more waits than was billed on it, of all of it no more than was billed and not credited before.
  if new.amount_minor + waiting + (select coalesce(sum(credited_minor), 0) from holds where invoice_id = new.invoice_id) > billed
    or new.late_minor + waiting_late > open_late
    or (new.line_id is not null and new.amount_minor + (select coalesce(sum(case when released_on is null then amount_minor else credited_minor end), 0)
        from holds where line_id = new.line_id) > (select net_minor + tax_minor from invoice_lines where id = new.line_id and invoice_id = new.invoice_id)) then
    raise exception 'it waits already' using errcode = 'check_violation', constraint = 'holds_wait_once';
  end if;
  return new;
end $$;
create trigger holds_of_disputes_fit before insert or update on holds for each row execute function holds_of_disputes_fit();

-- The next number of a creditor's disputes, and of their adjustments, for whoever sees the account.
create function take_dispute_number(about_account uuid, wanted text) returns bigint
security definer set search_path = public language sql as $$
  insert into document_counters as kept (creditor_id, kind, last_number)
    select a.creditor_id, wanted, 1 from accounts a
    where a.id = about_account and (scope_actor() = 'system' or a.creditor_id = any (scope_writing_creditors())
      or (wanted = 'dispute' and a.id = any (scope_paying_accounts()))) and wanted in ('dispute', 'adjustment')
  on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1
  returning last_number $$;

-- What a link asks for leaves out the charges that wait as well.
drop function pay_link_items(bytea);
create function pay_link_items(token_hash bytea)
returns table (invoice_id uuid, number text, due_on date, principal_minor bigint, interest_minor bigint, interest_tax_minor bigint,
  fees_minor bigint, fees_tax_minor bigint, held_minor bigint, held_late_minor bigint)
stable security definer set search_path = public language sql as $$
  select i.id, i.number, i.due_on, b.principal_minor, b.interest_minor, b.interest_tax_minor, b.fees_minor, b.fees_tax_minor,
    coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint,
    coalesce((select sum(h.late_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
  from pay_links l join invoice_balances b on b.account_id = l.account_id join invoices i on i.id = b.invoice_id
  where l.token_hash = pay_link_items.token_hash and l.revoked_at is null and l.expires_at > business_now()
    and b.open_minor <> 0 and (l.invoice_id is null or i.id = l.invoice_id)
  order by i.due_on, i.number $$;
