-- Terms as people read them, beside the parameters that the program obeys: who drafts them, and who lets them be published.

alter table policy_versions
  -- What the creditor says in its own words: for each section the words in each language.
  add column text jsonb not null default '{}' constraint policy_versions_text_is_object check (jsonb_typeof(text) = 'object'),
  -- While it is a draft: what was typed into its forms, so that nothing is lost that cannot be obeyed yet.
  add column typed jsonb constraint policy_versions_typed_is_object check (jsonb_typeof(typed) = 'object'),
  add column drafted_by uuid constraint policy_versions_drafted_by_fkey references staff,
  add column changed_at timestamptz,
  -- Why the version replaces the one before it, for whoever decides.
  add column reason text not null default '',
  add constraint policy_versions_typed_while_draft check (published_at is null or typed is null);
-- Two drafts side by side would each be a change to terms that the other replaces.
create unique index policy_versions_one_draft on policy_versions (creditor_id) where published_at is null;

-- What needs a second person may also be a creditor's and no account's: new terms.
alter table approvals
  alter column account_id drop not null,
  alter column debtor_id drop not null,
  drop constraint approvals_kind_known,
  add constraint approvals_kind_known
    check (kind in ('refund', 'write_off', 'discount', 'term', 'waiver', 'manual_payment', 'publish')),
  drop constraint approvals_currency_of_money,
  add constraint approvals_currency_of_money check ((kind in ('discount', 'term', 'publish')) = (currency = '')),
  add constraint approvals_about_an_account check ((kind = 'publish') = (account_id is null) and (account_id is null) = (debtor_id is null)),
  add constraint approvals_creditor_fkey foreign key (creditor_id) references creditors;

-- As before; and terms are drafted and published by those who lead a team, which is a matter of their role and no amount.
create or replace function is_within_limit(staff uuid, kind text, currency text, measure bigint) returns boolean
stable security definer set search_path = public language sql as $$
  select case
    when is_within_limit.kind = 'publish' then exists (select from staff s
      where s.id = is_within_limit.staff and s.left_at is null and s.role in ('supervisor', 'administrator'))
    else exists (select from staff_limits l join staff s on s.id = l.staff_id and s.left_at is null and s.role <> 'auditor'
      where l.staff_id = is_within_limit.staff and l.kind = is_within_limit.kind and l.currency = is_within_limit.currency
        and coalesce(is_within_limit.measure <= l.at_most, true))
  end $$;

-- A published version is never changed, whoever tries. The team's drafts are written by supervisors and become published
-- by a second person's approval only, from a day that is still to come, after every version before them (domain-rules A8).
create function policy_versions_are_kept() returns trigger security definer set search_path = public language plpgsql as $$
declare
  drafted policy_versions;
begin
  if tg_op <> 'INSERT' and old.published_at is not null then
    raise exception 'what is published stays' using errcode = 'restrict_violation', constraint = 'policy_versions_published_stay';
  end if;
  if tg_op = 'DELETE' then drafted := old; else drafted := new; end if;
  if scope_actor() <> 'staff' then
    return drafted;
  end if;
  if not is_within_limit(scope_actor_id(), 'publish', '', 0) then
    raise exception 'supervisors draft terms' using errcode = 'check_violation', constraint = 'policy_versions_drafted_by_supervisors';
  end if;
  if tg_op = 'DELETE' or drafted.published_at is null then
    return drafted;
  end if;
  if tg_op = 'INSERT' or not exists (select from approvals a where a.kind = 'publish' and a.object_id = drafted.id
      and a.state = 'approved' and a.decided_by = scope_actor_id() and a.asked_by_staff <> a.decided_by) then
    raise exception 'a second person publishes' using errcode = 'check_violation', constraint = 'policy_versions_published_by_another';
  end if;
  if exists (select from creditors c where c.id = drafted.creditor_id
      and drafted.in_force_from < (business_now() at time zone c.time_zone)::date) then
    raise exception 'terms never reach back' using errcode = 'check_violation', constraint = 'policy_versions_never_reach_back';
  end if;
  if exists (select from policy_versions v where v.creditor_id = drafted.creditor_id and v.id <> drafted.id and v.published_at is not null
      and (v.number > drafted.number or v.in_force_from > drafted.in_force_from)) then
    raise exception 'a later version is published already' using errcode = 'check_violation', constraint = 'policy_versions_in_order';
  end if;
  return drafted;
end $$;
create trigger policy_versions_are_kept before insert or update or delete on policy_versions
  for each row execute function policy_versions_are_kept();
