-- What somebody needs in order to deal with us, and never why (domain-rules C19): a closed list, with their consent, for a time.
create table person_needs (
  id uuid primary key,
  person_id uuid not null constraint person_needs_person_fkey references persons,
  -- To whom they said it, and whose team reads it; nobody in particular where they said it in the portal, to all of their creditors.
  creditor_id uuid constraint person_needs_creditor_fkey references creditors,
  kind text not null constraint person_needs_kind_known check (kind in ('large_print', 'letters_only', 'named_helper', 'more_time',
    'other_language', 'interpreter', 'text_relay')),
  language text constraint person_needs_language_known check (language in ('ar', 'de', 'en', 'es', 'fr', 'lsm', 'mix', 'nah', 'oto', 'pt',
    'tzh', 'tzo', 'yua', 'zap', 'zh')),
  helper text constraint person_needs_helper_short check (length(helper) between 2 and 80),
  -- Their consent: that they said so, when, how and, unless they did it themselves, to whom. It is good until its day.
  told text not null constraint person_needs_told_known check (told in ('portal', 'telephone', 'in_person', 'letter')),
  noted_by uuid constraint person_needs_noted_by_fkey references staff,
  noted_at timestamptz not null,
  until_on date not null,
  ended_at timestamptz,
  constraint person_needs_told_to_somebody check ((told = 'portal') = (noted_by is null) and (noted_by is null) = (creditor_id is null)),
  constraint person_needs_language_named check ((kind in ('other_language', 'interpreter')) = (language is not null)),
  constraint person_needs_helper_named check ((kind = 'named_helper') = (helper is not null))
);
-- The same is said once at a time.
create unique index person_needs_open on person_needs (person_id, creditor_id, kind, helper) nulls not distinct where ended_at is null;

alter table person_needs enable row level security;
alter table person_needs force row level security;
create policy owner on person_needs to aldia_owner using (true) with check (true);
create policy system on person_needs to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');
create policy own on person_needs for select to aldia_runtime
  using ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()));
create policy teams on person_needs for select to aldia_runtime
  using ((select scope_actor()) = 'staff' and scope_sees_person(person_id)
    and (creditor_id is null or creditor_id = any ((select scope_creditors())::uuid[])));
create policy says on person_needs for insert to aldia_runtime
  with check ((select scope_actor()) = 'person' and person_id = (select scope_actor_id()) and noted_by is null);
create policy notes on person_needs for insert to aldia_runtime
  with check ((select scope_actor()) = 'staff' and noted_by = (select scope_actor_id())
    and creditor_id = any ((select scope_writing_creditors())::uuid[])
    and exists (select from parties p where p.person_id = person_needs.person_id and p.creditor_id = person_needs.creditor_id));
create policy ends on person_needs for update to aldia_runtime
  using ((select scope_actor()) = 'person' and person_id = (select scope_actor_id())
    or (select scope_actor()) = 'staff' and creditor_id = any ((select scope_writing_creditors())::uuid[]))
  with check (true);
-- It ends, and is never rewritten.
revoke update, delete on person_needs from aldia_runtime;
grant update (ended_at) on person_needs to aldia_runtime;

-- Whether a person has a need in the eyes of a creditor, whoever asks: what goes out, and how, is decided in anybody's name.
create function person_needs_it(whom uuid, its_creditor uuid, its_kind text) returns boolean
stable security definer set search_path = public language sql as $$
  select exists (select from person_needs n where n.person_id = whom and n.kind = its_kind and n.ended_at is null
    and n.until_on >= (business_now() at time zone 'UTC')::date and (n.creditor_id is null or n.creditor_id = its_creditor)) $$;

-- The first name of whoever of the team noted a need, for its person and for the team.
create function need_noted_by(need uuid) returns text stable security definer set search_path = public language sql as $$
  select split_part(trim(s.name), ' ', 1) from person_needs n join staff s on s.id = n.noted_by where n.id = need
    and (scope_actor() in ('staff', 'system') or (scope_actor() = 'person' and n.person_id = scope_actor_id())) $$;

-- Whether one of those who answer for an account has it.
create function account_needs_it(its_account uuid, its_kind text) returns boolean
stable security definer set search_path = public language sql as $$
  select exists (select from parties p where p.account_id = its_account and p.role in ('principal', 'joint_debtor', 'representative', 'executor')
    and party_is_current(p.from_on, p.until_on) and person_needs_it(p.person_id, p.creditor_id, its_kind)) $$;

-- A notice that was not sent because its person wants letters only is the team's to write: one task, until it is done.
create function ask_for_letter(its_notice uuid, task uuid) returns void security definer set search_path = public language sql as $$
  insert into tasks (id, account_id, debtor_id, creditor_id, kind, about_kind, about_id, created_at)
  select task, n.account_id, n.debtor_id, n.creditor_id, 'write_letter', 'notice', n.id, business_now()
  from notices n where n.id = its_notice and n.decision = 'deny' and n.rule = 'letters_only' and n.creditor_id is not null
    and not exists (select from tasks t join notices m on m.id = t.about_id
      where t.kind = 'write_letter' and t.done_at is null and t.creditor_id = n.creditor_id and m.person_id = n.person_id
        and t.account_id is not distinct from n.account_id) $$;
