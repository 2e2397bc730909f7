-- Whoever does something may cause a notice about it: the words go in, and only the job that sends them reads them.
-- Staff and jobs may write into the log already.
create policy anyone_sends on notices for insert to aldia_runtime
  with check ((select scope_actor()) in ('person', 'visitor') and (account_id is null
    or account_id = any ((select scope_accounts())::uuid[]) or account_id = any ((select scope_guaranteed_accounts())::uuid[])));
create policy anyone_sends on outbox for insert to aldia_runtime with check ((select scope_actor()) <> '');

-- Whether nothing may be written to a contact point, which may belong to somebody whom the actor does not see.
create function contact_point_suspended(point uuid) returns boolean stable security definer set search_path = public language sql as $$
  select exists (select from contact_points p where p.id = point and p.suspended_at is not null) $$;

-- Anybody who holds a paper of ours may ask whether its code is one of ours. A notice that never left is not one.
create function verify_document(code text) returns table (creditor text, sent_at timestamptz, time_zone text, channel text)
stable security definer set search_path = public language sql as $$
  select c.name, n.sent_at, c.time_zone, n.channel
  from notices n join creditors c on c.id = n.creditor_id where n.code = verify_document.code and n.sent_at is not null $$;

-- "I am not this person", pressed by whoever holds the link: suspends the address at once and opens one task for the
-- creditor. Answers the notice, or null where the link is none of ours.
create function report_wrong_person(stop_hash bytea, task uuid) returns uuid
security definer set search_path = public language plpgsql as $$
declare
  told record;
begin
  select n.id, n.account_id, n.debtor_id, n.creditor_id, o.contact_point_id into told
    from outbox o join notices n on n.id = o.notice_id where o.stop_token_hash = stop_hash;
  if not found then return null; end if;
  update contact_points set suspended_at = now() where id = told.contact_point_id and suspended_at is null;
  update address_changes set expires_at = now() where notice_id = told.id and confirmed_at is null;
  insert into tasks (id, account_id, debtor_id, creditor_id, kind, about_kind, about_id, created_at)
    select task, told.account_id, told.debtor_id, told.creditor_id, 'wrong_person', about.kind, about.id, business_now()
    from (select case when told.contact_point_id is null then 'notice' else 'contact_point' end as kind,
      coalesce(told.contact_point_id, told.id) as id) as about
    where not exists (select from tasks t where t.kind = 'wrong_person' and t.about_id = about.id
      and t.creditor_id = told.creditor_id and t.done_at is null);
  return told.id;
end $$;

-- The demo's mailbox. Outside a demo it is empty, whoever asks.
create function demo_mailbox(wanted text) returns table (notice_id uuid, address text, channel text, sender text, language text,
  subject text, body jsonb, sent_at timestamptz, time_zone text) stable security definer set search_path = public language sql as $$
  select n.id, o.address, n.channel, o.sender, o.language, o.subject, o.body, n.sent_at, c.time_zone
  from outbox o join notices n on n.id = o.notice_id join creditors c on c.id = n.creditor_id
  where installation_environment() = 'demo' and n.sent_at is not null and o.body is not null
    and position(lower(wanted) in lower(o.address)) > 0
  order by n.id desc limit 100 $$;

-- The day that the demo pretends, if it was turned, and the zone in which it is that day.
create function demo_clock() returns table (day date, time_zone text) stable security definer set search_path = public language sql
  as $$ select clock_day, clock_zone from installation where environment = 'demo' $$;
