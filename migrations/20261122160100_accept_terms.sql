-- That somebody read the terms and said so: which version, when, from where, by what means, and the very words.

-- The words of a version as they were shown, kept once for all who read the same.
create table policy_texts (
  sha256 bytea primary key,
  creditor_id uuid not null constraint policy_texts_creditor_fkey references creditors,
  version_id uuid not null constraint policy_texts_version_fkey references policy_versions,
  language text not null constraint policy_texts_language_known check (language in ('es', 'en')),
  content text not null,
  constraint policy_texts_sha256_is_of_content check (sha256 = sha256(convert_to(content, 'UTF8')))
);
-- Published words are nobody's secret; whoever has an account with the creditor may have them kept.
call scope_table('policy_texts', '(select scope_actor()) = ''person''',
  'creditor_id in (select a.creditor_id from accounts a where a.id = any ((select scope_paying_accounts())::uuid[]))');
call append_only('policy_texts');

create table policy_acceptances (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint policy_acceptances_person_fkey references persons,
  version_id uuid not null constraint policy_acceptances_version_fkey references policy_versions,
  text_sha256 bytea not null constraint policy_acceptances_text_fkey references policy_texts,
  language text not null constraint policy_acceptances_language_known check (language in ('es', 'en')),
  -- Business time; beside it the hour by every clock.
  accepted_at timestamptz not null,
  accepted_by_clock_at timestamptz not null default now(),
  -- From where and with what, as the request said.
  address text not null,
  device text not null constraint policy_acceptances_device_short check (length(device) <= 300),
  means text not null constraint policy_acceptances_means_known check (means in ('portal')),
  constraint policy_acceptances_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint policy_acceptances_once unique (account_id, person_id, version_id)
);
call scope_table('policy_acceptances', 'account_id = any ((select scope_accounts())::uuid[])',
  'person_id = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[])');
call append_only('policy_acceptances');
-- Nobody accepts in another's name, and nobody what was not published by the account's own creditor.
create function policy_acceptances_are_ones_own() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() <> 'system' and (scope_actor() <> 'person' or new.person_id is distinct from scope_actor_id()) then
    raise exception 'nobody accepts in another''s name' using errcode = 'check_violation', constraint = 'policy_acceptances_in_own_name';
  end if;
  if not exists (select from policy_versions v join policy_texts t on t.version_id = v.id
      where v.id = new.version_id and v.creditor_id = new.creditor_id and v.published_at is not null and t.sha256 = new.text_sha256) then
    raise exception 'these are not their terms' using errcode = 'check_violation', constraint = 'policy_acceptances_of_own_terms';
  end if;
  return new;
end $$;
create trigger policy_acceptances_are_ones_own before insert on policy_acceptances
  for each row execute function policy_acceptances_are_ones_own();
