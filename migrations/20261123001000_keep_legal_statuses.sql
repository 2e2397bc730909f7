-- What stops a debt by law, set with evidence by one member of the team and lifted by two others' agreement. A status is
-- never changed nor deleted: it stands, and it may be lifted once.
alter table legal_statuses
  add column set_at timestamptz not null default now(),
  add column lifted_at timestamptz,
  add column lift_words text not null default '',
  add constraint legal_statuses_lifted_by_somebody check (lifted_at is null or lifted_by is not null),
  add constraint legal_statuses_scope_key unique (id, account_id),
  add constraint legal_statuses_set_by_fkey foreign key (set_by) references staff,
  add constraint legal_statuses_lifted_by_fkey foreign key (lifted_by) references staff,
  add constraint legal_statuses_party_of_account foreign key (party_id, account_id) references parties (id, account_id);

-- The papers that show it. They are for the team: a certificate of death is nobody else's to read.
create table legal_status_files (
  status_id uuid not null,
  file_id uuid not null,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  constraint legal_status_files_pkey primary key (status_id, file_id),
  constraint legal_status_files_status_fkey foreign key (status_id, account_id) references legal_statuses (id, account_id),
  constraint legal_status_files_file_fkey foreign key (file_id, account_id) references account_files (id, account_id),
  constraint legal_status_files_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
call scope_table('legal_status_files');
call append_only('legal_status_files');

-- Some things need a second person whatever the amount: that is a matter of their role and of no limit.
call allow_also('approvals', 'approvals_kind_known', array['lift_status', 'hand_on', 'recall']);
call allow_also('approvals', 'approvals_currency_of_money', array['lift_status']);
create or replace function is_within_limit(staff uuid, kind text, currency text, measure bigint) returns boolean
stable security definer set search_path = public language sql as $$
  select case
    when is_within_limit.kind in ('publish', 'lift_status', 'hand_on', 'recall') then exists (select from staff s
      where s.id = is_within_limit.staff and s.left_at is null and s.role in ('supervisor', 'administrator'))
    else exists (select from staff_limits l join staff s on s.id = l.staff_id and s.left_at is null and s.role <> 'auditor'
      where l.staff_id = is_within_limit.staff and l.kind = is_within_limit.kind and l.currency = is_within_limit.currency
        and coalesce(is_within_limit.measure <= l.at_most, true))
  end $$;

-- Set in one's own name and once at a time for the same; lifted by whoever approves what another asked, and by nobody who
-- set it.
create function legal_statuses_are_kept() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a legal status stays in the history' using errcode = 'restrict_violation', constraint = 'legal_statuses_stay';
  end if;
  if tg_op = 'INSERT' then
    if scope_actor() = 'staff' and (new.set_by is distinct from scope_actor_id() or new.lifted_by is not null) then
      raise exception 'nobody sets it in another''s name' using errcode = 'check_violation', constraint = 'legal_statuses_set_in_own_name';
    end if;
    if exists (select from legal_statuses s where s.account_id = new.account_id and s.party_id is not distinct from new.party_id
        and s.kind = new.kind and s.lifted_at is null and (s.until_on is null or s.until_on >= new.from_on)
        and (new.until_on is null or new.until_on >= s.from_on)) then
      raise exception 'it stands already' using errcode = 'check_violation', constraint = 'legal_statuses_stand_once';
    end if;
    return new;
  end if;
  if old.lifted_at is not null or new.lifted_at is null or (to_jsonb(new) - array['until_on', 'lifted_by', 'lifted_at', 'lift_words'])
      is distinct from (to_jsonb(old) - array['until_on', 'lifted_by', 'lifted_at', 'lift_words']) then
    raise exception 'a legal status is only ever lifted' using errcode = 'check_violation', constraint = 'legal_statuses_only_lifted';
  end if;
  if scope_actor() <> 'system' and not exists (select from approvals a where a.kind = 'lift_status' and a.object_id = old.id
      and a.state = 'approved' and a.decided_by = new.lifted_by and a.decided_by = scope_actor_id() and a.asked_by_staff <> a.decided_by) then
    raise exception 'a second person lifts it' using errcode = 'check_violation', constraint = 'legal_statuses_lifted_by_second';
  end if;
  return new;
end $$;
create trigger legal_statuses_are_kept before insert or update or delete on legal_statuses
  for each row execute function legal_statuses_are_kept();

-- What the time line of an account tells of them, in the columns of `account_happenings`.
create function account_legal_happenings(of uuid) returns table (kind text, id uuid, at timestamptz, who text, code text, detail text,
  words text, amount_minor bigint) stable language sql as $$
  select 'legal', l.id, l.set_at, s.name, l.kind, 'set', l.evidence, null::bigint
  from legal_statuses l left join staff s on s.id = l.set_by where l.account_id = of
  union all
  select 'legal', md5(l.id || ' lifted')::uuid, l.lifted_at, s.name, l.kind, 'lifted', l.lift_words, null
  from legal_statuses l left join staff s on s.id = l.lifted_by where l.account_id = of and l.lifted_at is not null $$;
grant execute on function account_legal_happenings(uuid) to aldia_runtime;
