-- What nearly every statement asks. A function in SQL that is its owner's is parsed and planned anew in each statement
-- that calls it, a quarter of what PostgreSQL spent on an account page; one in PL/pgSQL keeps its plans as long as the
-- connection lasts. What they answer stays the same.
create or replace function business_now() returns timestamptz stable security definer set search_path = public language plpgsql as $$
declare
  pretended timestamptz;
begin
  select (i.clock_day + (now() at time zone i.clock_zone)::time) at time zone i.clock_zone into pretended
    from installation i where i.clock_day is not null;
  return coalesce(pretended, now());
end $$;

create or replace function scope_sees_debtor(debtor uuid) returns boolean stable security definer set search_path = public language plpgsql as $$
begin
  case scope_actor()
    when 'system' then return true;
    when 'staff' then
      return exists (select from accounts a where a.debtor_id = debtor and a.creditor_id = any (scope_creditors()));
    when 'person' then
      return exists (select from accounts a where a.debtor_id = debtor
        and (a.id = any (scope_accounts()) or a.id = any (scope_guaranteed_accounts())));
    else return false;
  end case;
end $$;

create or replace function scope_sees_person(person uuid) returns boolean stable security definer set search_path = public language plpgsql as $$
begin
  case scope_actor()
    when 'system' then return true;
    when 'person' then return person = scope_actor_id();
    when 'staff' then
      return exists (select from parties p where p.person_id = person and p.creditor_id = any (scope_creditors()));
    else return false;
  end case;
end $$;
