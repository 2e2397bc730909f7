-- What the team often says, in the creditor's own words and in both languages.

create table message_templates (
  id uuid primary key,
  creditor_id uuid not null constraint message_templates_creditor_fkey references creditors,
  -- One of those that the program brings, said in other words; nothing of one of the creditor's own.
  stands_for text constraint message_templates_stands_for_known check (stands_for in ('balance', 'paid', 'dispute')),
  title_es text not null constraint message_templates_title_es_there check (length(title_es) between 1 and 60),
  title_en text not null constraint message_templates_title_en_there check (length(title_en) between 1 and 60),
  text_es text not null constraint message_templates_text_es_there check (length(text_es) between 1 and 2000),
  text_en text not null constraint message_templates_text_en_there check (length(text_en) between 1 and 2000),
  changed_by uuid constraint message_templates_changed_by_fkey references staff,
  changed_at timestamptz not null,
  -- Not offered any more; what was said with it stays as it was said.
  retired_at timestamptz
);
create unique index message_templates_stands_once on message_templates (creditor_id, stands_for)
  where stands_for is not null and retired_at is null;
create index message_templates_creditor on message_templates (creditor_id) where retired_at is null;
call scope_table('message_templates');
revoke delete on message_templates from aldia_runtime;

-- Those who lead a team write for it, in their own name.
create function message_templates_are_the_leads() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'staff' and (scope_role() not in ('supervisor', 'administrator') or new.changed_by is distinct from scope_actor_id()) then
    raise exception 'a supervisor writes templates' using errcode = 'insufficient_privilege', constraint = 'message_templates_by_leads';
  end if;
  return new;
end $$;
create trigger message_templates_are_the_leads before insert or update on message_templates
  for each row execute function message_templates_are_the_leads();
