-- Who works here: invited, trusted with something, helped when they lose their second factor, and let go. And who read or
-- did what.

alter table staff
  -- In which languages they can talk with people; `language` is how their own pages speak.
  add column speaks text[] not null default '{es}'
    constraint staff_speaks_known check (speaks <@ array['es', 'en'] and speaks <> '{}');

-- Of themselves people change how pages speak and look. What they are trusted with others decide, by the functions below.
create function staff_change_only_their_looks() returns trigger language plpgsql as $$
begin
  if scope_actor() = 'staff' and current_user <> 'aldia_owner'
     and (to_jsonb(new) - 'language' - 'theme') is distinct from (to_jsonb(old) - 'language' - 'theme') then
    raise exception 'nobody trusts themselves with more' using errcode = 'insufficient_privilege', constraint = 'staff_change_only_their_looks';
  end if;
  return new;
end $$;
create trigger staff_change_only_their_looks before update on staff for each row execute function staff_change_only_their_looks();

-- One-use links, kept as digests, with which somebody sets their password and then their second factor. Real time.
create table staff_invitations (
  id uuid primary key,
  staff_id uuid not null constraint staff_invitations_staff_fkey references staff,
  token_hash bytea not null constraint staff_invitations_token_key unique,
  why text not null constraint staff_invitations_why_known check (why in ('invited', 'reset')),
  made_by uuid not null constraint staff_invitations_made_by_fkey references staff,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '3 days',
  spent_at timestamptz,
  constraint staff_invitations_by_another check (made_by <> staff_id)
);
create index staff_invitations_staff on staff_invitations (staff_id) where spent_at is null;
alter table staff_invitations enable row level security;
alter table staff_invitations force row level security;
create policy owner on staff_invitations to aldia_owner using (true) with check (true);
create policy system on staff_invitations to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- Whether whoever acts may decide about this colleague: an administrator of every creditor that the other works for, and never
-- about themselves.
create function administers(wanted uuid) returns boolean stable security definer set search_path = public language sql as $$
  select scope_role() = 'administrator' and wanted <> scope_actor_id()
    and exists (select from staff_creditors c where c.staff_id = wanted)
    and not exists (select from staff_creditors c where c.staff_id = wanted and c.creditor_id <> all (scope_creditors()))
$$;
create function refuse_unless_administering(wanted uuid) returns void stable security definer set search_path = public language plpgsql as $$
begin
  if administers(wanted) is not true then
    raise exception 'another administrator decides' using errcode = 'insufficient_privilege', constraint = 'staff_administered_by_another';
  end if;
end $$;
create function refuse_foreign_creditors(creditors uuid[]) returns void stable security definer set search_path = public language plpgsql as $$
begin
  if creditors = '{}' or not creditors <@ scope_creditors() then
    raise exception 'only for one''s own creditors' using errcode = 'insufficient_privilege', constraint = 'staff_creditors_own';
  end if;
end $$;

-- Who works for a creditor that whoever asks works for too, with what is known of them.
create function people_of_team() returns table (staff_id uuid, staff_name text, email text, role text, speaks text[], creditors uuid[],
  creditor_names text[], has_second_factor boolean, invited_until timestamptz, left_at timestamptz, is_administered boolean)
stable security definer set search_path = public language sql as $$
  select s.id, s.name, s.email, s.role, s.speaks, array_agg(c.creditor_id order by n.name), array_agg(n.name order by n.name),
    s.totp_secret is not null,
    (select max(i.expires_at) from staff_invitations i where i.staff_id = s.id and i.spent_at is null and i.expires_at > now()),
    s.left_at, coalesce(administers(s.id), false)
  from staff s join staff_creditors c on c.staff_id = s.id join creditors n on n.id = c.creditor_id
  where c.creditor_id = any (scope_creditors()) and scope_actor() = 'staff'
  group by s.id order by s.left_at is not null, s.name, s.id
$$;

create function invite_person(id uuid, name text, email text, role text, language text, speaks text[], creditors uuid[], no_password text,
  invitation uuid, token_hash bytea) returns boolean security definer set search_path = public language plpgsql as $$
begin
  if scope_role() is distinct from 'administrator' then
    raise exception 'an administrator invites' using errcode = 'insufficient_privilege', constraint = 'staff_administered_by_another';
  end if;
  perform refuse_foreign_creditors(creditors);
  insert into staff (id, name, email, role, language, speaks, password_hash)
    values (invite_person.id, invite_person.name, lower(invite_person.email), invite_person.role, invite_person.language,
      invite_person.speaks, no_password)
    on conflict on constraint staff_email_key do nothing;
  if not found then return false; end if;
  insert into staff_creditors (staff_id, creditor_id) select invite_person.id, c from unnest(creditors) c;
  insert into staff_invitations (id, staff_id, token_hash, why, made_by)
    values (invitation, invite_person.id, invite_person.token_hash, 'invited', scope_actor_id());
  return true;
end $$;

-- Whoever is trusted with something else signs in anew, so that no page goes on by what they were.
create function change_person(wanted uuid, new_name text, new_role text, new_speaks text[], new_creditors uuid[]) returns void
security definer set search_path = public language plpgsql as $$
begin
  perform refuse_unless_administering(wanted);
  perform refuse_foreign_creditors(new_creditors);
  if exists (select from staff s where s.id = wanted and s.role <> new_role)
     or array(select c.creditor_id from staff_creditors c where c.staff_id = wanted order by 1) is distinct from
        array(select c from unnest(new_creditors) c order by 1) then
    update sessions s set revoked_at = now() where s.staff_id = wanted and s.revoked_at is null;
  end if;
  update staff s set name = new_name, role = new_role, speaks = new_speaks where s.id = wanted and s.left_at is null;
  delete from staff_creditors c where c.staff_id = wanted and c.creditor_id <> all (new_creditors);
  insert into staff_creditors (staff_id, creditor_id) select wanted, c from unnest(new_creditors) c on conflict do nothing;
end $$;

create function limits_of_person(wanted uuid) returns table (kind text, currency text, at_most bigint)
stable security definer set search_path = public language sql as $$
  select l.kind, l.currency, l.at_most from staff_limits l
  where l.staff_id = wanted and scope_actor() = 'staff'
    and (scope_role() in ('supervisor', 'administrator', 'auditor') or wanted = scope_actor_id())
    and exists (select from staff_creditors c where c.staff_id = wanted and c.creditor_id = any (scope_creditors()))
$$;
-- Without `at_most` they never ask; where nothing is `granted` they always do.
create function set_limit_of_person(wanted uuid, of_kind text, of_currency text, granted boolean, new_most bigint) returns void
security definer set search_path = public language plpgsql as $$
begin
  perform refuse_unless_administering(wanted);
  if granted then
    insert into staff_limits (staff_id, kind, currency, at_most) values (wanted, of_kind, of_currency, new_most)
      on conflict on constraint staff_limits_pkey do update set at_most = excluded.at_most;
  else
    delete from staff_limits l where l.staff_id = wanted and l.kind = of_kind and l.currency = of_currency;
  end if;
end $$;

-- The old password and second factor are of no more use, and whoever is signed in with them is out at once.
create function reset_person(wanted uuid, no_password text, invitation uuid, token_hash bytea) returns void
security definer set search_path = public language plpgsql as $$
begin
  perform refuse_unless_administering(wanted);
  update staff s set password_hash = no_password, totp_secret = null, totp_enrolled_at = null where s.id = wanted and s.left_at is null;
  update sessions s set revoked_at = now() where s.staff_id = wanted and s.revoked_at is null;
  update staff_invitations i set spent_at = now() where i.staff_id = wanted and i.spent_at is null;
  insert into staff_invitations (id, staff_id, token_hash, why, made_by)
    values (invitation, wanted, reset_person.token_hash, 'reset', scope_actor_id());
end $$;

-- Somebody leaves: what they hold goes to a colleague where that colleague works for the same creditor, and is nobody's elsewhere.
create function let_person_go(wanted uuid, heir uuid) returns integer security definer set search_path = public language plpgsql as $$
declare
  held integer := 0;
  moved integer;
begin
  perform refuse_unless_administering(wanted);
  if heir is not null and (heir = wanted or not exists (select from staff s join staff_creditors c on c.staff_id = s.id
      where s.id = heir and s.left_at is null and s.role <> 'auditor' and c.creditor_id = any (scope_creditors()))) then
    raise exception 'nobody of the team' using errcode = 'check_violation', constraint = 'staff_heir_of_team';
  end if;
  update staff s set left_at = business_now() where s.id = wanted and s.left_at is null;
  update sessions s set revoked_at = now() where s.staff_id = wanted and s.revoked_at is null;
  update staff_invitations i set spent_at = now() where i.staff_id = wanted and i.spent_at is null;
  update threads t set owner_id = (select c.staff_id from staff_creditors c where c.staff_id = heir and c.creditor_id = t.creditor_id)
    where t.owner_id = wanted and t.state = 'open';
  get diagnostics moved = row_count; held := held + moved;
  update disputes d set owner_id = (select c.staff_id from staff_creditors c where c.staff_id = heir and c.creditor_id = d.creditor_id)
    where d.owner_id = wanted and d.state in ('received', 'in_review', 'waiting', 'appealed');
  get diagnostics moved = row_count; held := held + moved;
  delete from worklist_claims w where w.staff_id = wanted
    and not exists (select from staff_creditors c where c.staff_id = heir and c.creditor_id = w.creditor_id);
  get diagnostics moved = row_count; held := held + moved;
  update worklist_claims w set staff_id = heir, given_by = scope_actor_id(), until_on = null where w.staff_id = wanted;
  get diagnostics moved = row_count; held := held + moved;
  return held;
end $$;

-- Whose link this is, while it can be used. Looking at it spends nothing: mail scanners open links.
create function open_staff_invitation(its_hash bytea) returns table (staff_name text, email text)
stable security definer set search_path = public language sql as $$
  select s.name, s.email from staff_invitations i join staff s on s.id = i.staff_id
  where i.token_hash = its_hash and i.spent_at is null and i.expires_at > now() and s.left_at is null $$;
create function spend_staff_invitation(its_hash bytea, new_password_hash text) returns uuid
security definer set search_path = public language plpgsql as $$
declare
  whose uuid;
begin
  update staff_invitations i set spent_at = now() from staff s
    where i.token_hash = its_hash and i.spent_at is null and i.expires_at > now() and s.id = i.staff_id and s.left_at is null
    returning i.staff_id into whose;
  update staff s set password_hash = new_password_hash, totp_secret = null where s.id = whose;
  return whose;
end $$;
revoke execute on function administers(uuid), refuse_unless_administering(uuid), refuse_foreign_creditors(uuid[]) from aldia_runtime;

-- The trail, for those of the team who lead or look after it: what was done about their creditors, and what their colleagues did
-- that is about no account. Read from the newest on, and each filter from an index of its own.
create index audit_events_creditor on audit_events (creditor_id, sequence desc);
create index audit_events_actor on audit_events (actor_id, sequence desc);
create function team_trail(who_kind text, who uuid, what text, about uuid, from_at timestamptz, until_at timestamptz, before bigint, at_most integer)
returns table (sequence bigint, at timestamptz, actor_kind text, actor_name text, verb text, object_kind text, object_id uuid,
  account_id uuid, reference text, customer text)
stable security definer set search_path = public language plpgsql as $$
declare
  team uuid[] := array(select distinct c.staff_id from staff_creditors c where c.creditor_id = any (scope_creditors()));
begin
  if scope_role() is null or scope_role() = 'agent' then return; end if;
  return query execute
    'select e.sequence, e.at, e.actor_kind, coalesce(s.name, p.name), e.verb, e.object_kind, e.object_id, e.account_id, a.reference, d.name
     from (select x.* from audit_events x
       where (x.creditor_id = any ($1) or (x.creditor_id is null and (x.actor_id = any ($2) or (x.object_kind = ''staff'' and x.object_id = any ($2)))))'
       || case when who is null then '' else ' and x.actor_id = $3' end
       || case when who_kind is null then '' else ' and x.actor_kind = $4' end
       || case when what is null then '' else ' and x.verb = $5' end
       || case when about is null then '' else ' and x.account_id = $6' end
       || case when from_at is null then '' else ' and x.at >= $7' end
       || case when until_at is null then '' else ' and x.at < $8' end
       || case when before is null then '' else ' and x.sequence < $9' end
       || ' order by x.sequence desc limit $10) e
     left join staff s on e.actor_kind = ''staff'' and s.id = e.actor_id left join persons p on e.actor_kind = ''person'' and p.id = e.actor_id
     left join accounts a on a.id = e.account_id left join debtors d on d.id = a.debtor_id order by e.sequence desc'
    using scope_creditors(), team, who, who_kind, what, about, from_at, until_at, before, at_most;
end $$;

-- Who of the team looked at an account, for its own people: a first name, a day and how often.
create function looks_at_own_account(of uuid, zone text, at_most integer) returns table (looked_on date, first_name text, verb text, times bigint)
stable security definer set search_path = public language sql as $$
  select (e.at at time zone zone)::date, split_part(trim(s.name), ' ', 1), e.verb, count(*)
  from audit_events e join staff s on s.id = e.actor_id
  where e.account_id = of and of = any (scope_accounts()) and scope_actor() = 'person' and e.actor_kind = 'staff'
    and e.verb in ('read', 'view_as_debtor')
  group by 1, s.id, 2, 3 order by 1 desc, max(e.sequence) desc limit at_most
$$;
