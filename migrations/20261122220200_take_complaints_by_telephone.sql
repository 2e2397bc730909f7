-- A complaint may come by telephone: the team writes it down for whoever calls. Its answer is a letter.

-- Who of the team wrote it down; nobody where its person did.
alter table complaints add column taken_by uuid constraint complaints_taken_by_fkey references staff;
drop policy complains on complaints;
create policy complains on complaints for insert to aldia_runtime with check ((select scope_actor()) = 'person' and outcome is null
  and taken_by is null and person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[]));

create or replace function complaints_are_answered_once() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if old.outcome is not null or (new.id, new.account_id, new.number, new.person_id, new.kind, new.words, new.opened_at, new.opened_on, new.promised_on,
      new.request_key, new.taken_by)
      is distinct from (old.id, old.account_id, old.number, old.person_id, old.kind, old.words, old.opened_at, old.opened_on, old.promised_on,
      old.request_key, old.taken_by) then
    raise exception 'a complaint stays as it was' using errcode = 'check_violation', constraint = 'complaints_answered_once';
  end if;
  return new;
end $$;

create or replace function take_complaint_number(about_account uuid) returns bigint
security definer set search_path = public language sql as $$
  insert into document_counters as kept (creditor_id, kind, last_number)
    select a.creditor_id, 'complaint', 1 from accounts a
    where a.id = about_account and (a.id = any (scope_accounts()) or a.creditor_id = any (scope_writing_creditors()))
  on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1
  returning last_number $$;

call allow_also('papers', 'papers_kind_known', array['complaint_answer']);
create policy own_complaint_letters on papers for insert to aldia_runtime with check ((select scope_actor()) = 'person'
  and kind = 'complaint_answer' and for_person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[]));

-- Whoever complained knows by their first names who wrote it down and who answered.
create or replace function staff_first_name(wanted uuid) returns text stable security definer set search_path = public language sql as $$
  select split_part(trim(s.name), ' ', 1) from staff s where s.id = wanted
    and (scope_actor() in ('staff', 'system') or (scope_actor() = 'person' and exists (select from complaints c
      where c.person_id = scope_actor_id() and wanted in (c.answered_by, c.taken_by)))) $$;
