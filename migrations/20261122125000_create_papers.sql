-- Papers that were given out: receipts, invoices, statements and letters, sealed. What was printed is kept as it was and
-- served as it is kept, so that a copy from today and one from five years ago are the same file (DECISIONS A1.14, A1.15).
create table papers (
  id uuid primary key,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  kind text not null constraint papers_kind_known
    check (kind in ('receipt', 'invoice', 'statement', 'paid_in_full', 'settlement', 'no_debt')),
  -- The payment, invoice or account that it is about, and of a statement the days.
  subject_id uuid not null,
  about text not null default '',
  -- Whom it was made for, if nobody else on the account may read it: what a guarantor paid is theirs.
  for_person_id uuid constraint papers_for_person_fkey references persons,
  number text not null,
  languages text[] not null constraint papers_languages_known check (cardinality(languages) > 0 and languages <@ array['es', 'en']),
  -- A long one comes in parts.
  part integer not null default 1,
  parts integer not null default 1,
  -- A digest of the amounts and days that it states. As long as they are the same there is no second paper.
  facts bytea not null constraint papers_facts_digest check (octet_length(facts) = 32),
  -- What anybody may type at /verify. Neither O nor I, neither 0 nor 1.
  code text not null constraint papers_code_key unique constraint papers_code_form check (code ~ '^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$'),
  content bytea not null constraint papers_content_size check (octet_length(content) between 1 and 10485760),
  sha256 bytea not null constraint papers_sha256_is_of_content check (sha256 = sha256(content)),
  -- Business time.
  created_at timestamptz not null,
  -- The order in which they were sealed, since business time may stand still.
  sequence bigint generated always as identity constraint papers_sequence_key unique,
  constraint papers_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint papers_part_in_order check (part between 1 and parts),
  constraint papers_once unique nulls not distinct (kind, subject_id, about, for_person_id, languages, facts, part)
);
create index papers_account on papers (account_id, created_at desc);
-- Bytes of a PDF are compressed already.
alter table papers alter column content set storage external;
call scope_table('papers',
  '(for_person_id is null and account_id = any ((select scope_accounts())::uuid[])) or for_person_id = (select scope_actor_id())',
  '(for_person_id is null and account_id = any ((select scope_accounts())::uuid[]))
    or (for_person_id = (select scope_actor_id()) and account_id = any ((select scope_guaranteed_accounts())::uuid[]))');
-- Who may read an account may have its papers printed, an auditor too: it changes nothing that a paper is about.
create policy staff_seal on papers for insert to aldia_runtime with check (creditor_id = any ((select scope_creditors())::uuid[]));
call append_only('papers');

-- The next number of a creditor's papers of one kind, for whoever sees the account. Receipts are numbered where they are
-- posted, and nobody takes their numbers here.
create function take_paper_number(about_account uuid, wanted text) returns bigint
security definer set search_path = public language sql as $$
  insert into document_counters as kept (creditor_id, kind, last_number)
    select a.creditor_id, wanted, 1 from accounts a
    where a.id = about_account and wanted in ('statement', 'letter')
      and (scope_actor() = 'system' or a.id = any (scope_accounts()) or a.creditor_id = any (scope_creditors()))
  on conflict (creditor_id, kind) do update set last_number = kept.last_number + 1
  returning last_number $$;
