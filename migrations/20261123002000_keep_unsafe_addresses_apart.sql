-- Addresses at which somebody else listens or reads: an abuser, a shared telephone. The address itself leaves the table that
-- pages, searches, letters and files read, so that no query, of today or of tomorrow, can show it or write to it. Only its
-- person can put it back, once they have signed in.
alter table contact_points
  add column unsafe_at timestamptz,
  -- When its person last said, or proved, that it is theirs.
  add column confirmed_at timestamptz,
  add constraint contact_points_unsafe_suspended check (unsafe_at is null or suspended_at is not null),
  -- What a question about an address refers to, so that it can never name another's.
  add constraint contact_points_whose_key unique (id, person_id);
update contact_points set confirmed_at = verified_at;

create table unsafe_addresses (
  contact_point_id uuid constraint unsafe_addresses_pkey primary key
    constraint unsafe_addresses_contact_point_fkey references contact_points,
  person_id uuid not null constraint unsafe_addresses_person_fkey references persons,
  kind text not null,
  address text not null,
  -- Whether nothing was sent there before it was marked.
  suspended_at timestamptz,
  marked_at timestamptz not null,
  -- Nobody of the team where its person marked it in the portal; else how they said it.
  marked_by uuid constraint unsafe_addresses_marked_by_fkey references staff,
  told text not null constraint unsafe_addresses_told_known check (told in ('portal', 'telephone', 'in_person', 'letter')),
  constraint unsafe_addresses_told_to_somebody check ((marked_by is null) = (told = 'portal')),
  constraint unsafe_addresses_person_address_key unique (person_id, kind, address)
);
create index unsafe_addresses_address on unsafe_addresses (address);
-- Nobody reads it but the functions below.
alter table unsafe_addresses enable row level security;
alter table unsafe_addresses force row level security;
create policy owner on unsafe_addresses to aldia_owner using (true) with check (true);
revoke all on unsafe_addresses from aldia_runtime;

-- That there is such an address is its person's to know, and not the team's.
alter policy reads on contact_points using (scope_sees_person(person_id) and (unsafe_at is null or (select scope_actor()) <> 'staff'));

-- Books that are read in again may name the address again. And whoever proves that an address is theirs says so today.
create function keep_contact_points() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if exists (select from unsafe_addresses u where u.person_id = new.person_id and u.kind = new.kind and u.address = new.address) then
      return null;
    end if;
    if new.verified_at is not null then new.confirmed_at := coalesce(new.confirmed_at, business_now()); end if;
    return new;
  end if;
  if new.verified_at is not null and new.verified_at is distinct from old.verified_at then
    new.confirmed_at := business_now();
  end if;
  -- Nothing but its person's own word makes it usable again.
  if new.unsafe_at is not null and new.suspended_at is null then new.suspended_at := old.suspended_at; end if;
  return new;
end $$;
create trigger keep_contact_points before insert or update on contact_points for each row execute function keep_contact_points();

-- Takes an address out of everything: by its person, or by the team at its person's word. What waits to be sent there is not
-- sent any more, and no code that is on its way there opens anything. Answers whether there was such an address.
create function mark_address_unsafe(point uuid, how_told text) returns boolean
security definer set search_path = public language plpgsql as $$
declare
  marked contact_points;
begin
  select * into marked from contact_points c where c.id = point and c.unsafe_at is null and (
      (scope_actor() = 'person' and c.person_id = scope_actor_id() and how_told = 'portal')
      or (scope_actor() = 'staff' and how_told <> 'portal' and exists (
        select from parties p where p.person_id = c.person_id and p.creditor_id = any (scope_writing_creditors()))))
    for update;
  if marked.id is null then return false; end if;
  insert into unsafe_addresses (contact_point_id, person_id, kind, address, suspended_at, marked_at, marked_by, told)
    values (marked.id, marked.person_id, marked.kind, marked.address, marked.suspended_at, business_now(),
      case when scope_actor() = 'staff' then scope_actor_id() end, how_told);
  update contact_points set address = 'unsafe:' || id, unsafe_at = business_now(), suspended_at = coalesce(suspended_at, now())
    where id = marked.id;
  update outbox o set expires_at = now() from notices n
    where n.id = o.notice_id and n.sent_at is null and n.failed_at is null and o.address = marked.address
      and (o.contact_point_id = marked.id or n.person_id = marked.person_id);
  update sign_in_codes s set expires_at = now() where s.contact_point_id = marked.id and s.spent_at is null and s.expires_at > now();
  update address_changes a set expires_at = now()
    where a.person_id = marked.person_id and a.address = marked.address and a.confirmed_at is null and a.expires_at > now();
  return true;
end $$;

-- Its person, who is signed in, has it used again.
create function use_address_again(point uuid) returns boolean security definer set search_path = public language plpgsql as $$
declare
  kept unsafe_addresses;
begin
  delete from unsafe_addresses u where u.contact_point_id = point and scope_actor() = 'person' and u.person_id = scope_actor_id()
    returning * into kept;
  if kept.contact_point_id is null then return false; end if;
  update contact_points set address = kept.address, unsafe_at = null, suspended_at = kept.suspended_at where id = point;
  return true;
end $$;

-- Whether nothing may be sent to an address: of this person or, where a notice goes to nobody whom we know, of anybody of this
-- creditor's, who may stand beside whoever typed it.
create function address_is_unsafe(asked text, whom uuid, its_creditor uuid) returns boolean
stable security definer set search_path = public language sql as $$
  select exists (select from unsafe_addresses u where u.address in (asked, lower(asked)) and (u.person_id = whom
    or (whom is null and exists (select from parties p where p.person_id = u.person_id and p.creditor_id = its_creditor)))) $$;
