-- A dispute and a plan have a conversation of their own, beside the one about the account as a whole. Whoever's pages are
-- open hear of each step of a dispute as they hear of what is said.

-- A plan is known by its negotiation from the first proposal on.
alter table threads add column dispute_id uuid;
alter table threads add column plan_id uuid;
alter table threads add constraint threads_dispute_fkey foreign key (dispute_id, account_id) references disputes (id, account_id);
alter table threads add constraint threads_plan_fkey foreign key (plan_id, account_id) references negotiations (id, account_id);
alter table threads add constraint threads_one_matter check (dispute_id is null or plan_id is null);
alter table threads drop constraint threads_one_each;
alter table threads add constraint threads_one_each unique nulls not distinct (account_id, person_id, dispute_id, plan_id);
create index threads_dispute on threads (dispute_id) where dispute_id is not null;
create index threads_plan on threads (plan_id) where plan_id is not null;

-- What is said about a dispute is between the team and the one who opened it, whoever begins.
create function threads_about_disputes_are_with_their_opener() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if not exists (select from disputes d where d.id = new.dispute_id and d.opened_by = new.person_id) then
    raise exception 'it is another''s dispute' using errcode = 'check_violation', constraint = 'threads_with_the_opener';
  end if;
  return new;
end $$;
create trigger threads_about_disputes_are_with_their_opener before insert or update of dispute_id, person_id on threads
  for each row when (new.dispute_id is not null) execute function threads_about_disputes_are_with_their_opener();

create or replace function threads_are_kept_by_the_team() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'person'
    and ((new.id, new.account_id, new.person_id, new.owner_id, new.dispute_id, new.plan_id)
        is distinct from (old.id, old.account_id, old.person_id, old.owner_id, old.dispute_id, old.plan_id)
      or new.state <> 'open') then
    raise exception 'the team keeps its threads' using errcode = 'check_violation', constraint = 'threads_kept_by_the_team';
  end if;
  return new;
end $$;

-- What is told names the matter as well, so that a page asks again only about its own.
create function tell_live(account uuid, creditor uuid, person uuid, dispute uuid, plan uuid) returns void language sql as $$
  select pg_notify('live', json_build_object('account', account, 'creditor', creditor, 'person', person,
    'dispute', dispute, 'plan', plan)::text)
$$;
create or replace function tell_of_thread() returns trigger security definer set search_path = public language plpgsql as $$
declare
  thread uuid;
begin
  if tg_table_name = 'threads' then thread := new.id; else thread := new.thread_id; end if;
  -- What only the team is to know of does not so much as stir the person's page.
  perform tell_live(new.account_id, new.creditor_id, case when tg_argv[0] = 'both' then new.person_id end, t.dispute_id, t.plan_id)
    from threads t where t.id = thread;
  return null;
end $$;
create or replace function tell_of_note() returns trigger security definer set search_path = public language plpgsql as $$
begin
  perform tell_live(new.account_id, new.creditor_id, null, t.dispute_id, t.plan_id) from threads t where t.id = new.thread_id;
  return null;
end $$;
create function tell_of_step() returns trigger security definer set search_path = public language plpgsql as $$
begin
  perform tell_live(new.account_id, new.creditor_id, new.opened_by, new.dispute_id, null);
  return null;
end $$;
create trigger tell_of_step after insert on dispute_steps for each row execute function tell_of_step();
