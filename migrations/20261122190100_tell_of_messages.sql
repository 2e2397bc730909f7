-- Every process that has a page open is told that something happened in a conversation. What is sent holds identifiers
-- only, and whoever hears it asks again what its own reader may see. Only this may be told of inside a transaction: it
-- takes a lock of the whole database at commit.
create function tell_of_thread() returns trigger security definer set search_path = public language plpgsql as $$
begin
  -- What only the team is to know of does not so much as stir the person's page.
  perform pg_notify('live', json_build_object('account', new.account_id, 'creditor', new.creditor_id,
    'person', case when tg_argv[0] = 'both' then new.person_id end)::text);
  return null;
end $$;
create function tell_of_note() returns trigger security definer set search_path = public language plpgsql as $$
begin
  perform pg_notify('live', json_build_object('account', new.account_id, 'creditor', new.creditor_id, 'person', null)::text);
  return null;
end $$;
create trigger tell_of_message after insert on messages for each row execute function tell_of_thread('both');
create trigger tell_of_reading after insert or update on thread_reads for each row execute function tell_of_thread('both');
create trigger tell_of_closing after update on threads for each row
  when (old.state is distinct from new.state) execute function tell_of_thread('both');
create trigger tell_of_owner after update on threads for each row
  when (old.owner_id is distinct from new.owner_id) execute function tell_of_thread('team');
create trigger tell_of_note after insert on thread_notes for each row execute function tell_of_note();
