-- The team's guide: what to answer in which situation, in versions and both languages; and who has read which version of it and
-- of the published terms. Version 0 is the program's own text and has no row.
create table playbook_articles (
  id uuid primary key,
  creditor_id uuid not null constraint playbook_articles_creditor_fkey references creditors,
  situation text not null constraint playbook_articles_situation_known
    check (situation in ('cannot_pay', 'says_paid', 'disputes', 'angry', 'hardship')),
  version integer not null constraint playbook_articles_version_positive check (version > 0),
  title_es text not null constraint playbook_articles_title_es_given check (title_es <> ''),
  body_es text not null constraint playbook_articles_body_es_given check (body_es <> ''),
  title_en text not null constraint playbook_articles_title_en_given check (title_en <> ''),
  body_en text not null constraint playbook_articles_body_en_given check (body_en <> ''),
  written_by uuid not null constraint playbook_articles_written_by_fkey references staff,
  written_at timestamptz not null,
  constraint playbook_articles_version_key unique (creditor_id, situation, version)
);
call scope_table('playbook_articles');
call append_only('playbook_articles');
create function playbook_articles_are_the_leads() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'staff' and (scope_role() not in ('supervisor', 'administrator') or new.written_by is distinct from scope_actor_id()) then
    raise exception 'a supervisor writes the guide' using errcode = 'insufficient_privilege', constraint = 'playbook_articles_by_leads';
  end if;
  return new;
end $$;
create trigger playbook_articles_are_the_leads before insert on playbook_articles
  for each row execute function playbook_articles_are_the_leads();

create table acknowledgements (
  staff_id uuid not null constraint acknowledgements_staff_fkey references staff,
  creditor_id uuid not null constraint acknowledgements_creditor_fkey references creditors,
  -- A situation, or 'policy' for the published terms.
  subject text not null constraint acknowledgements_subject_known
    check (subject in ('cannot_pay', 'says_paid', 'disputes', 'angry', 'hardship', 'policy')),
  version integer not null,
  read_at timestamptz not null,
  constraint acknowledgements_pkey primary key (staff_id, creditor_id, subject, version)
);
create index acknowledgements_subject on acknowledgements (creditor_id, subject, version);
call scope_table('acknowledgements');
call append_only('acknowledgements');
create function acknowledgements_are_ones_own() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'staff' and new.staff_id is distinct from scope_actor_id() then
    raise exception 'nobody reads for another' using errcode = 'check_violation', constraint = 'acknowledgements_own';
  end if;
  return new;
end $$;
create trigger acknowledgements_are_ones_own before insert on acknowledgements
  for each row execute function acknowledgements_are_ones_own();
