-- The conversation between one person and the team, about one account: what was said, what was read, and beside it what
-- the team says to itself.

create table threads (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- A thread belongs to one person and is never shown to another on the same account (domain-rules A1).
  person_id uuid not null constraint threads_person_fkey references persons,
  state text not null default 'open' constraint threads_state_known check (state in ('open', 'closed')),
  close_reason text constraint threads_close_reason_known check (close_reason in ('answered', 'no_answer', 'elsewhere', 'not_ours')),
  owner_id uuid constraint threads_owner_fkey references staff,
  -- Since when somebody of the team owes an answer; nothing while it is the person's turn.
  waits_since timestamptz,
  last_at timestamptz not null,
  opened_at timestamptz not null,
  constraint threads_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint threads_one_each unique (account_id, person_id),
  constraint threads_scope_key unique (id, account_id),
  constraint threads_closed_whole check ((state = 'closed') = (close_reason is not null))
);
create index threads_inbox on threads (creditor_id, waits_since) where state = 'open';
call scope_table('threads', 'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])',
  'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');
revoke delete on threads from aldia_runtime;

-- A person writes, and so opens the thread again; whose it is and why it was closed is the team's.
create function threads_are_kept_by_the_team() returns trigger security definer set search_path = public language plpgsql as $$
begin
  if scope_actor() = 'person' and ((new.id, new.account_id, new.person_id, new.owner_id) is distinct from (old.id, old.account_id, old.person_id, old.owner_id)
      or new.state <> 'open') then
    raise exception 'the team keeps its threads' using errcode = 'check_violation', constraint = 'threads_kept_by_the_team';
  end if;
  return new;
end $$;
create trigger threads_are_kept_by_the_team before update on threads for each row execute function threads_are_kept_by_the_team();

create table messages (
  id uuid primary key,
  thread_id uuid not null,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint messages_person_fkey references persons,
  by_kind text not null constraint messages_by_known check (by_kind in ('person', 'staff')),
  by_id uuid not null,
  -- The first name under which the person knows a member of the team.
  shown_name text not null default '',
  words text not null,
  -- What on the account it was begun from, if it was.
  about_kind text constraint messages_about_known check (about_kind in ('invoice', 'payment', 'dispute')),
  about_id uuid,
  -- Business time, and the order in which they were written.
  sent_at timestamptz not null,
  sequence bigint generated always as identity constraint messages_sequence_key unique,
  -- Minted by the page that held the form: pressed twice it is said once.
  request_key uuid not null constraint messages_request_key unique,
  constraint messages_thread_fkey foreign key (thread_id, account_id) references threads (id, account_id),
  constraint messages_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint messages_about_whole check ((about_kind is null) = (about_id is null)),
  constraint messages_scope_key unique (id, thread_id)
);
create index messages_thread on messages (thread_id, sequence);
call scope_table('messages', 'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');
create policy says on messages for insert to aldia_runtime with check ((select scope_actor()) = 'person' and by_kind = 'person'
  and person_id = (select scope_actor_id()) and by_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[]));
call append_only('messages');

create table message_files (
  message_id uuid not null,
  thread_id uuid not null,
  file_id uuid not null,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint message_files_person_fkey references persons,
  constraint message_files_pkey primary key (message_id, file_id),
  constraint message_files_message_fkey foreign key (message_id, thread_id) references messages (id, thread_id),
  constraint message_files_file_fkey foreign key (file_id, account_id) references account_files (id, account_id),
  constraint message_files_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index message_files_file on message_files (file_id);
call scope_table('message_files', 'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');
create policy sends on message_files for insert to aldia_runtime with check ((select scope_actor()) = 'person'
  and person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[]));
call append_only('message_files');
create policy of_messages on account_files for select to aldia_runtime using ((select scope_actor()) = 'person'
  and account_id = any ((select scope_accounts())::uuid[]) and id in (select f.file_id from message_files f));

-- How far each side has read.
create table thread_reads (
  thread_id uuid not null,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null constraint thread_reads_person_fkey references persons,
  side text not null constraint thread_reads_side_known check (side in ('person', 'team')),
  read_through bigint not null,
  read_at timestamptz not null,
  constraint thread_reads_pkey primary key (thread_id, side),
  constraint thread_reads_thread_fkey foreign key (thread_id, account_id) references threads (id, account_id),
  constraint thread_reads_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
call scope_table('thread_reads', 'person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])',
  'side = ''person'' and person_id = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])');

-- What the team says to itself beside a thread. No person's scope reads it, whatever a page may do.
create table thread_notes (
  id uuid primary key,
  thread_id uuid not null,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  staff_id uuid not null constraint thread_notes_staff_fkey references staff,
  words text not null,
  -- Who of the team is called upon.
  mentions uuid[] not null default '{}',
  written_at timestamptz not null,
  sequence bigint generated always as identity constraint thread_notes_sequence_key unique,
  constraint thread_notes_thread_fkey foreign key (thread_id, account_id) references threads (id, account_id),
  constraint thread_notes_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id)
);
create index thread_notes_thread on thread_notes (thread_id, sequence);
call scope_table('thread_notes');
call append_only('thread_notes');

-- Who works for a creditor, for those who do so too: whom a note can call, and to whom a thread can be given.
create function team_of(wanted uuid) returns table (staff_id uuid, staff_name text)
stable security definer set search_path = public language sql as $$
  select s.id, s.name from staff s join staff_creditors c on c.staff_id = s.id
  where c.creditor_id = wanted and s.left_at is null and s.role <> 'auditor'
    and (wanted = any (scope_creditors()) or scope_actor() = 'system') order by s.name, s.id
$$;
