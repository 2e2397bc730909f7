-- "Is this still your telephone?", asked by the team and answered by its person in the portal.
create table contact_checks (
  id uuid primary key,
  contact_point_id uuid not null,
  person_id uuid not null,
  creditor_id uuid not null constraint contact_checks_creditor_fkey references creditors,
  asked_by uuid not null constraint contact_checks_asked_by_fkey references staff,
  asked_at timestamptz not null,
  -- 'replaced': they gave another in its place, and confirmed that one with a code.
  answer text constraint contact_checks_answer_known check (answer in ('yes', 'no', 'replaced')),
  answered_at timestamptz,
  constraint contact_checks_answered_whole check ((answer is null) = (answered_at is null)),
  constraint contact_checks_contact_point_fkey foreign key (contact_point_id, person_id) references contact_points (id, person_id)
);
create unique index contact_checks_one_open on contact_checks (contact_point_id) where answer is null;
create index contact_checks_person on contact_checks (person_id) where answer is null;

-- Its person reads what they are asked, and the team of the creditor that asks what came of it. Answers come by the function below.
alter table contact_checks enable row level security;
alter table contact_checks force row level security;
create policy owner on contact_checks to aldia_owner using (true) with check (true);
create policy system on contact_checks to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');
create policy asked on contact_checks for select to aldia_runtime
  using ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()));
create policy asks on contact_checks for select to aldia_runtime
  using ((select scope_actor()) = 'staff' and creditor_id = any ((select scope_creditors())::uuid[]));
create policy asking on contact_checks for insert to aldia_runtime
  with check ((select scope_actor()) = 'staff' and creditor_id = any ((select scope_writing_creditors())::uuid[])
    and asked_by = (select scope_actor_id()) and scope_sees_person(person_id));
revoke update, delete on contact_checks from aldia_runtime;

-- Keeps what its person answers: their own address they have confirmed today; one that is not theirs is used for nothing more.
create function answer_contact_check(asked uuid, given text) returns boolean
security definer set search_path = public language plpgsql as $$
declare
  point uuid;
begin
  update contact_checks k set answer = given, answered_at = business_now()
    where k.id = asked and k.answer is null and scope_actor() = 'person' and k.person_id = scope_actor_id() and given in ('yes', 'no')
    returning k.contact_point_id into point;
  if point is null then return false; end if;
  if given = 'yes' then
    update contact_points c set confirmed_at = business_now() where c.id = point;
  else
    update contact_points c set suspended_at = now() where c.id = point and c.suspended_at is null;
  end if;
  return true;
end $$;

-- Whoever gave another address in its place has answered, and of an address that is used no more nobody asks.
create function close_contact_checks() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if new.replaced_at is not null then
    update contact_checks k set answer = 'replaced', answered_at = business_now() where k.contact_point_id = new.id and k.answer is null;
  else
    delete from contact_checks k where k.contact_point_id = new.id and k.answer is null;
  end if;
  return null;
end $$;
create trigger close_contact_checks after update of suspended_at on contact_points
  for each row when (old.suspended_at is null and new.suspended_at is not null) execute function close_contact_checks();
