-- Whoever has the page of a plan open hears of each step of it, and of money that reached it: on the debtor's side
-- everybody who may read the plan, not one person alone. What is sent holds identifiers only, as always.
create function tell_of_plan(account uuid, creditor uuid, plan uuid) returns void language sql as $$
  select pg_notify('live', json_build_object('account', account, 'creditor', creditor, 'person', null,
    'plan', plan, 'is_for_all', true)::text)
$$;
create function tell_of_plan_event() returns trigger security definer set search_path = public language plpgsql as $$
begin
  perform tell_of_plan(new.account_id, new.creditor_id, new.negotiation_id);
  return null;
end $$;
-- That somebody was reminded changes nothing that a page shows.
create trigger tell_of_plan_event after insert on plan_events for each row
  when (new.kind <> 'remind') execute function tell_of_plan_event();
