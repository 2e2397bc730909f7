-- What answering a dispute needs: a limit for adjustments, a second person beyond it, and the letter that says it.

-- Lets a column hold further words than a constraint of a list lets it, whatever the list has grown to.
create procedure allow_also(on_table text, named text, further text[])
language plpgsql as $$
declare
  expression text;
begin
  select pg_get_expr(conbin, conrelid) into strict expression from pg_constraint
    where conrelid = on_table::regclass and conname = named;
  execute format('alter table %I drop constraint %I, add constraint %I check (%s or kind = any (%L::text[]))',
    on_table, named, named, expression, further);
end $$;

-- How far somebody may adjust alone; beyond it another decides.
call allow_also('staff_limits', 'staff_limits_kind_known', array['adjustment']);
call allow_also('approvals', 'approvals_kind_known', array['adjustment']);
call allow_also('papers', 'papers_kind_known', array['dispute_answer']);

-- A letter that answers a dispute is for the one who opened it.
create policy own_letters on papers for insert to aldia_runtime with check ((select scope_actor()) = 'person'
  and kind = 'dispute_answer' and for_person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[]));

-- Whoever takes something off a debt alone does so in their own name and within their own limit; beyond it another has
-- said yes to exactly this. What is taken off charges is a waiver, and guarded where waivers are.
create function disputes_are_credited_within_limits() returns trigger security definer set search_path = public language plpgsql as $$
declare
  credit bigint := new.credited_minor - old.credited_minor;
begin
  if credit <= 0 or new.about in ('interest', 'fees') or scope_actor() not in ('staff', 'person', 'visitor') then return new; end if;
  if new.decided_by is not distinct from scope_actor_id() and is_within_limit(new.decided_by, 'adjustment', new.currency, credit) then
    return new;
  end if;
  if exists (select from approvals a where a.kind = 'adjustment' and a.state = 'approved' and a.object_id = new.id
      and a.measure = credit and a.currency = new.currency and a.asked_by_staff = new.decided_by) then
    return new;
  end if;
  raise exception 'it is beyond their own limit' using errcode = 'check_violation', constraint = 'disputes_within_limit';
end $$;
create trigger disputes_are_credited_within_limits before update on disputes
  for each row execute function disputes_are_credited_within_limits();
