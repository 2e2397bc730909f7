-- What an account keeps of files has a bound, so that nobody fills the database by sending them.
create function account_files_have_a_bound() returns trigger security definer set search_path = public language plpgsql as $$
declare
  bytes_at_most constant bigint := 200 * 1024 * 1024;
  files_at_most constant bigint := 500;
begin
  if (select count(*) >= files_at_most or coalesce(sum(octet_length(f.bytes)), 0) + octet_length(new.bytes) > bytes_at_most
      from account_files f where f.account_id = new.account_id) then
    raise exception 'the account keeps as many files as it may' using errcode = 'check_violation', constraint = 'account_files_quota';
  end if;
  return new;
end $$;
create trigger account_files_have_a_bound before insert on account_files for each row execute function account_files_have_a_bound();
