-- What somebody who is not signed in may ask (DECISIONS A1.8): each function answers one question and sees no more than
-- it needs. All times are real time, never the demo's.

-- When the window ends in which within_limit() counts.
create function limit_ends(lasting interval) returns timestamptz stable language sql
  as $$ select date_bin(lasting, now(), timestamptz '2020-01-01') + lasting $$;

-- The spelling under which references are compared: what people leave out or add when they copy one is left out.
create function plain_reference(reference text) returns text immutable strict parallel safe language sql
  as $$ select upper(regexp_replace(reference, '[^A-Za-z0-9]', '', 'g')) $$;

create function party_is_current(from_on date, until_on date) returns boolean stable language sql
  as $$ select from_on <= (business_now() at time zone 'UTC')::date and coalesce(until_on >= (business_now() at time zone 'UTC')::date, true) $$;

-- The address a code goes to: the one typed, or that of the principal of the account whose reference or invoice was
-- typed. Nobody's, if the reference is that of two debtors.
create function find_contact(addresses text[], refs text[]) returns uuid
stable security definer set search_path = public language sql as $$
  with named as (
    select a.id, a.debtor_id from unnest(refs) r cross join creditors c join accounts a on a.creditor_id = c.id and a.reference = r
    union
    select i.account_id, i.debtor_id from unnest(refs) r cross join creditors c join invoices i on i.creditor_id = c.id and i.number = r
  ), found as (
    select c.id, 0 as place, c.verified_at is null as unproven, c.kind, c.created_at
      from contact_points c where c.kind in ('email', 'phone') and c.address = any (addresses) and c.suspended_at is null
    union all
    select c.id, array_position(array['principal', 'representative', 'executor', 'joint_debtor'], p.role), c.verified_at is null, c.kind, c.created_at
      from named n join parties p on p.account_id = n.id join contact_points c on c.person_id = p.person_id
      where p.role in ('principal', 'representative', 'executor', 'joint_debtor') and party_is_current(p.from_on, p.until_on)
        and c.suspended_at is null and (select count(distinct debtor_id) from named) = 1
  )
  select id from found order by place, unproven, kind, created_at, id limit 1
$$;

-- Letters to one address are limited whatever was typed; beyond the limit none is sent, and nobody is told.
create function keep_sign_in_code(id uuid, typed_hash bytea, contact uuid, no_code bytea) returns void
security definer set search_path = public language plpgsql as $$
begin
  if contact is not null and not within_limit(uuid_send(contact), 'codes to one address', 6, interval '15 minutes') then
    contact := null;
  end if;
  insert into sign_in_codes (id, typed_hash, person_id, contact_point_id, code_hash, expires_at)
    values (id, typed_hash, (select c.person_id from contact_points c where c.id = contact), contact, no_code, now() + interval '10 minutes');
end $$;

-- Keeps that somebody asked for a code, whether or not anybody has that detail. `no_code` is no code's digest; the job
-- that sends one puts the true digest in its place. Answers null, or when they may ask again.
create function ask_sign_in_code(id uuid, typed_hash bytea, addresses text[], refs text[], no_code bytea) returns timestamptz
security definer set search_path = public language plpgsql as $$
declare
  contact uuid := find_contact(addresses, refs);
begin
  -- The same press of the button again, perhaps at the same time.
  perform pg_advisory_xact_lock(hashtextextended(id::text, 0));
  if exists (select from sign_in_codes s where s.id = ask_sign_in_code.id) then return null; end if;
  if not within_limit(typed_hash, 'sign-in codes', 3, interval '15 minutes') then
    return limit_ends(interval '15 minutes');
  end if;
  perform keep_sign_in_code(id, typed_hash, contact, no_code);
  return null;
end $$;

-- The same once more, for somebody whose code did not arrive.
create function repeat_sign_in_code(earlier uuid, id uuid, no_code bytea) returns timestamptz
security definer set search_path = public language plpgsql as $$
declare
  asked sign_in_codes;
begin
  perform pg_advisory_xact_lock(hashtextextended(id::text, 0));
  if exists (select from sign_in_codes s where s.id = repeat_sign_in_code.id) then return null; end if;
  select * into asked from sign_in_codes s where s.id = earlier;
  if not within_limit(coalesce(asked.typed_hash, no_code), 'sign-in codes', 3, interval '15 minutes') then
    return limit_ends(interval '15 minutes');
  end if;
  perform keep_sign_in_code(id, coalesce(asked.typed_hash, no_code),
    (select c.id from contact_points c where c.id = asked.contact_point_id and c.suspended_at is null), no_code);
  return null;
end $$;

-- Whether this is the code: 'right', 'wrong' with the tries that are left, 'spent' when none is, or 'expired'.
create function answer_sign_in_code(code uuid, answer_hash bytea) returns table (outcome text, tries integer)
security definer set search_path = public language plpgsql as $$
declare
  asked sign_in_codes;
begin
  select * into asked from sign_in_codes s where s.id = code for update;
  if asked.id is null or asked.expires_at <= now() or asked.spent_at is not null then
    return query select 'expired', 0;
  elsif asked.tries_left <= 0 then
    return query select 'spent', 0;
  elsif asked.code_hash = answer_hash then
    update sign_in_codes s set proven_at = now() where s.id = code;
    return query select 'right', asked.tries_left::integer;
  else
    update sign_in_codes s set tries_left = s.tries_left - 1 where s.id = code;
    return query select case when asked.tries_left > 1 then 'wrong' else 'spent' end, asked.tries_left - 1;
  end if;
end $$;

-- Whose link this is, while it can be used. Looking at it spends nothing: mail scanners open links.
create function open_sign_in_link(its_hash bytea) returns text
stable security definer set search_path = public language sql as $$
  select p.name from sign_in_codes s join persons p on p.id = s.person_id
    where s.link_hash = its_hash and s.proven_at is null and s.tries_left > 0 and s.expires_at > now() $$;

-- The same press of its button again, a moment later, is no second use.
create function spend_sign_in_link(its_hash bytea, press uuid) returns uuid
security definer set search_path = public language sql as $$
  update sign_in_codes s set proven_at = now(), proven_by = press
    where s.link_hash = its_hash and s.tries_left > 0 and s.expires_at > now()
      and (s.proven_at is null or (s.proven_by = press and s.spent_at is null and s.proven_at > now() - interval '1 minute'))
    returning s.id $$;

-- Everybody who has the address at which a code was proven; most often one person.
create function people_at_proven_address(code uuid) returns table (person uuid, place bigint)
stable security definer set search_path = public language sql as $$
  select c.person_id, row_number() over (order by c.person_id = s.person_id desc, c.created_at, c.id)
    from sign_in_codes s join contact_points mine on mine.id = s.contact_point_id
      join contact_points c on c.kind = mine.kind and c.address = mine.address
    where s.id = code and s.proven_at > now() - interval '15 minutes' and s.spent_at is null
      and mine.suspended_at is null and c.suspended_at is null $$;

-- How far somebody with a proven code has come: who they are, if a fact was proven or their device is known; else
-- which fact is to be asked, by which creditor, and how many tries are left today. No row without a proven code.
create function sign_in_standing(code uuid, device bytea)
returns table (person uuid, fact text, creditor text, phone text, tries integer)
stable security definer set search_path = public language sql as $$
  with people as (
    select p.person, p.place from people_at_proven_address(code) p
  ), asks as (
    select c.known_fact, c.name, c.phone from people join parties p on p.person_id = people.person join creditors c on c.id = p.creditor_id
      where party_is_current(p.from_on, p.until_on) order by people.place, c.name limit 1
  )
  select coalesce(
      (select s.person_id from sign_in_codes s join people on people.person = s.person_id where s.id = code and s.fact_proven_at is not null),
      (select people.person from people join known_devices d on d.person_id = people.person and d.device_hash = device
        where d.seen_at > now() - interval '90 days' order by people.place limit 1)),
    coalesce(asks.known_fact, 'invoice_reference'), coalesce(asks.name, ''), coalesce(asks.phone, ''),
    5 - coalesce((select max(t.tries) from known_fact_tries t join people on people.person = t.person_id
      where t.day = (now() at time zone 'UTC')::date), 0)::integer
  from (select from people limit 1) as proven left join asks on true
$$;

-- Whether a person and a creditor of theirs know this: a digest that was kept for them or, where it is an invoice's
-- number, that invoice.
create function person_knows(person uuid, fact text, its_hash bytea, plain text) returns boolean
stable security definer set search_path = public language sql as $$
  select plain <> '' and (
    exists (select from known_facts f where f.person_id = person and f.kind = fact and f.fact_hash = its_hash)
    or (fact = 'invoice_reference' and exists (
      select from parties p join invoices i on i.account_id = p.account_id
        where p.person_id = person and party_is_current(p.from_on, p.until_on)
          and (p.invoice_id is null or p.invoice_id = i.id) and plain_reference(i.number) = plain))) $$;

-- Whether this is the fact: 'right', 'wrong' with the tries that are left today, 'locked' when none is, or 'expired'
-- when no code was proven.
create function prove_fact(code uuid, fact text, its_hash bytea, plain text) returns table (outcome text, tries integer)
security definer set search_path = public language plpgsql as $$
declare
  today date := (now() at time zone 'UTC')::date;
  people uuid[] := array(select p.person from people_at_proven_address(code) p order by p.place);
  used integer;
  knower uuid;
begin
  if people = '{}' then
    return query select 'expired', 0;
    return;
  end if;
  insert into known_fact_tries (person_id, day) select p, today from unnest(people) p order by p on conflict do nothing;
  select max(locked.tries) into used
    from (select t.tries from known_fact_tries t where t.person_id = any (people) and t.day = today order by t.person_id for update) locked;
  if used >= 5 then
    return query select 'locked', 0;
    return;
  end if;
  select p into knower from unnest(people) with ordinality as listed (p, place) where person_knows(p, fact, its_hash, plain) order by place limit 1;
  if knower is not null then
    update sign_in_codes s set person_id = knower, fact_proven_at = now() where s.id = code;
    return query select 'right', 5 - used;
  else
    update known_fact_tries t set tries = used + 1 where t.person_id = any (people) and t.day = today;
    return query select case when used < 4 then 'wrong' else 'locked' end, 4 - used;
  end if;
end $$;

-- Who has this session, while it lasts.
create function session_profile(wanted uuid)
returns table (session uuid, side text, subject uuid, name text, language text, theme text, role text, shared boolean, expires_at timestamptz)
stable security definer set search_path = public language sql as $$
  select s.id, case when s.person_id is null then 'staff' else 'person' end, coalesce(s.person_id, s.staff_id), coalesce(p.name, t.name),
      coalesce(p.language, t.language), coalesce(p.theme, t.theme), t.role, s.shared_device, s.expires_at
    from sessions s left join persons p on p.id = s.person_id left join staff t on t.id = s.staff_id
    where s.id = wanted and s.revoked_at is null and s.expires_at > now() and s.seen_at + s.idle_limit > now() and t.left_at is null $$;

-- Opens a session for somebody whose code was proven and of whom no fact is asked any more. On a shared device nothing
-- is remembered.
create function finish_sign_in(code uuid, device bytea, session uuid, device_name text, shared boolean, idle interval, lasting interval, token_hash bytea)
returns table (side text, subject uuid, name text, language text, theme text, role text, expires_at timestamptz)
security definer set search_path = public language plpgsql as $$
declare
  who uuid;
  asked sign_in_codes;
begin
  select * into asked from sign_in_codes s where s.id = code for update;
  select standing.person into who from sign_in_standing(code, device) standing;
  if who is null then return; end if;
  update sign_in_codes s set person_id = who, spent_at = now() where s.id = code;
  update contact_points c set verified_at = now() where c.id = asked.contact_point_id and c.verified_at is null;
  if shared then
    delete from known_devices d where d.device_hash = device and d.person_id = who;
  else
    insert into known_devices as kept (device_hash, person_id) values (device, who)
      on conflict on constraint known_devices_pkey do update set seen_at = now(),
        proven_at = case when asked.fact_proven_at is null then kept.proven_at else now() end;
  end if;
  insert into sessions (id, person_id, device, shared_device, idle_limit, expires_at) values (session, who, device_name, shared, idle, now() + lasting);
  insert into refresh_tokens (token_hash, session_id) values (token_hash, session);
  return query select p.side, p.subject, p.name, p.language, p.theme, p.role, p.expires_at from session_profile(session) p;
end $$;

-- What is needed to check a member of staff's password; the second factor's secret is encrypted.
create function find_staff(its_email text) returns table (id uuid, password_hash text, totp_secret bytea)
stable security definer set search_path = public language sql as $$
  select s.id, s.password_hash, s.totp_secret from staff s where s.email = its_email and s.left_at is null $$;

create function second_factor_of(wanted uuid) returns table (email text, totp_secret bytea)
stable security definer set search_path = public language sql as $$
  select s.email, s.totp_secret from staff s where s.id = wanted and s.left_at is null $$;

-- Keeps a second factor for somebody who has none.
create function enrol_second_factor(wanted uuid, secret bytea) returns boolean
security definer set search_path = public language plpgsql as $$
begin
  update staff s set totp_secret = secret, totp_enrolled_at = now(), totp_step = 0
    where s.id = wanted and s.totp_secret is null and s.left_at is null;
  return found;
end $$;

-- Opens a session for a member of staff whose password and whose code of this 30-second step were right. No row if a
-- code of this step or a later one was taken before.
create function open_staff_session(wanted uuid, step bigint, session uuid, device_name text, idle interval, lasting interval, token_hash bytea)
returns table (side text, subject uuid, name text, language text, theme text, role text, expires_at timestamptz)
security definer set search_path = public language plpgsql as $$
begin
  update staff s set totp_step = step where s.id = wanted and s.totp_step < step and s.totp_secret is not null and s.left_at is null;
  if not found then return; end if;
  insert into sessions (id, staff_id, device, idle_limit, expires_at) values (session, wanted, device_name, idle, now() + lasting);
  insert into refresh_tokens (token_hash, session_id) values (token_hash, session);
  return query select p.side, p.subject, p.name, p.language, p.theme, p.role, p.expires_at from session_profile(session) p;
end $$;

-- Notes that a session is in use, and that the browser has the refresh token it was last given. No row if it has ended.
create function touch_session(wanted uuid, held_hash bytea)
returns table (side text, subject uuid, name text, language text, theme text, role text, shared boolean, expires_at timestamptz)
security definer set search_path = public language plpgsql as $$
begin
  update refresh_tokens r set successor_seen_at = now()
    where r.session_id = wanted and r.successor_hash = held_hash and r.successor_seen_at is null;
  update sessions s set seen_at = now()
    where s.id = wanted and s.revoked_at is null and s.seen_at <= now() - interval '1 minute' and s.seen_at + s.idle_limit > now();
  return query select p.side, p.subject, p.name, p.language, p.theme, p.role, p.shared, p.expires_at from session_profile(wanted) p;
end $$;

-- A session that was opened within the last minute and whose first refresh token is still the one it was given.
create function reopen_session(wanted uuid, first_hash bytea)
returns table (side text, subject uuid, name text, language text, theme text, role text, shared boolean, expires_at timestamptz)
stable security definer set search_path = public language sql as $$
  select p.side, p.subject, p.name, p.language, p.theme, p.role, p.shared, p.expires_at
    from sessions s join refresh_tokens r on r.session_id = s.id, session_profile(wanted) p
    where s.id = wanted and s.created_at > now() - interval '1 minute' and r.token_hash = first_hash and r.used_at is null $$;

-- Exchanges a refresh token. 'fresh': the successor is good from now. 'again': it was exchanged before, but the answer
-- may have been lost or two tabs asked at once, so the same successor is given again. 'reused': somebody has a token
-- whose successor is in use, so one of the two is a thief and the session ends. 'ended' and 'unknown' open nothing. A token that comes along with a
-- request for the other side of the portal is exchanged as well, but that is no use of its session.
create function rotate_refresh_token(its_hash bytea, its_successor bytea, in_use boolean)
returns table (outcome text, session uuid, side text, subject uuid, name text, language text, theme text, role text, shared boolean, expires_at timestamptz)
security definer set search_path = public language plpgsql as $$
declare
  token refresh_tokens;
  verdict text;
begin
  select * into token from refresh_tokens r where r.token_hash = its_hash for update;
  if token.token_hash is null then
    return query select 'unknown', null::uuid, null, null::uuid, null, null, null, null, null::boolean, null::timestamptz;
    return;
  end if;
  if not exists (select from session_profile(token.session_id)) then
    verdict := 'ended';
  elsif token.used_at is null then
    verdict := 'fresh';
    update refresh_tokens r set successor_seen_at = now()
      where r.session_id = token.session_id and r.successor_hash = its_hash and r.successor_seen_at is null;
    update refresh_tokens r set used_at = now(), successor_hash = its_successor where r.token_hash = its_hash;
    insert into refresh_tokens (token_hash, session_id) values (its_successor, token.session_id);
    update sessions s set seen_at = now() where s.id = token.session_id and in_use;
  elsif token.successor_seen_at is null and token.used_at > now() - interval '60 seconds' and token.successor_hash = its_successor then
    verdict := 'again';
  else
    verdict := 'reused';
    update sessions s set revoked_at = now() where s.id = token.session_id;
  end if;
  return query select verdict, token.session_id, p.side, p.subject, p.name, p.language, p.theme, p.role, p.shared, p.expires_at
    from (select) as one left join session_profile(token.session_id) p on true;
end $$;

-- Once an address was doubted ("I am not this person", a letter that came back), whoever signs in is asked for the
-- fact again, on every device.
create function forget_known_devices() returns trigger security definer set search_path = public language plpgsql as $$
begin
  delete from known_devices d where d.person_id = new.person_id;
  return null;
end $$;
create trigger forget_known_devices after update of suspended_at on contact_points
  for each row when (old.suspended_at is null and new.suspended_at is not null and new.replaced_at is null)
  execute function forget_known_devices();

-- Whether this is the code that was sent to the person's new address: 'right', and then it is theirs; 'wrong' with the
-- tries that are left, 'spent' when none is, or 'expired'. Only its person can ask, and only here do addresses change.
create function confirm_address(change uuid, answer_hash bytea, point uuid) returns table (outcome text, tries integer)
security definer set search_path = public language plpgsql as $$
declare
  asked address_changes;
begin
  select * into asked from address_changes a
    where a.id = change and scope_actor() = 'person' and a.person_id = scope_actor_id() for update;
  if asked.id is null or asked.confirmed_at is not null or asked.expires_at <= now() then
    return query select 'expired', 0;
  elsif asked.tries_left <= 0 then
    return query select 'spent', 0;
  elsif asked.code_hash <> answer_hash then
    update address_changes a set tries_left = a.tries_left - 1 where a.id = change;
    return query select case when asked.tries_left > 1 then 'wrong' else 'spent' end, asked.tries_left - 1;
  else
    update address_changes a set confirmed_at = now() where a.id = change;
    update contact_points c set suspended_at = coalesce(c.suspended_at, now()), replaced_at = now()
      where c.id = asked.replaces and c.person_id = asked.person_id and c.address <> asked.address;
    insert into contact_points as kept (id, person_id, kind, address, verified_at)
      values (point, asked.person_id, asked.kind, asked.address, now())
      on conflict on constraint contact_points_person_address_key
        do update set verified_at = now(), suspended_at = null, replaced_at = null;
    return query select 'right', asked.tries_left::integer;
  end if;
end $$;

-- These are steps of the ones above, and nobody's to ask.
revoke execute on function find_contact(text[], text[]), keep_sign_in_code(uuid, bytea, uuid, bytea), people_at_proven_address(uuid),
  person_knows(uuid, text, bytea, text), session_profile(uuid) from aldia_runtime;
