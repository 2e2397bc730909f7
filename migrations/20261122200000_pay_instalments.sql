-- Instalments are paid by links, and charged by themselves.

-- What was paid on the debts of a plan since it was signed, and until it ended: the books say it, and nothing else.
create function plan_received(about_plan uuid) returns bigint stable set search_path = public language sql as $$
  select coalesce(-sum(e.amount_minor), 0)::bigint
  from plans p join plan_debts d on d.plan_id = p.id
    join ledger_entries e on e.invoice_id = d.invoice_id join ledger_transactions t on t.id = e.transaction_id
    left join ledger_transactions o on o.id = t.reverses_id
  where p.id = about_plan and t.sequence > p.since_sequence
    and e.book in ('principal', 'interest', 'interest_tax', 'fees', 'fees_tax')
    and coalesce(o.kind, t.kind) in ('payment', 'allocation', 'refund', 'chargeback', 'correction', 'recovery')
    and coalesce(o.sequence, t.sequence) > p.since_sequence
    and (p.ended_at is null or t.recorded_at <= p.ended_at) $$;

-- The instalment that a link is for, and with it those before that are still open.
alter table pay_links
  add column plan_id uuid,
  add column plan_part smallint,
  add constraint pay_links_plan_fkey foreign key (plan_id, account_id) references plans (id, account_id),
  add constraint pay_links_instalment_whole check ((plan_id is null) = (plan_part is null)),
  add constraint pay_links_for_one_thing check (invoice_id is null or plan_id is null);

drop function pay_link_payment(bytea, uuid);
drop function open_pay_link(bytea);
-- As before, with the instalment that it is for and how its plan stands.
create function open_pay_link(token_hash bytea)
returns table (id uuid, account_id uuid, creditor_id uuid, creditor text, time_zone text, currency text, initials text, ending text,
  invoice_id uuid, plan_id uuid, plan_part smallint, plan_state text, is_live boolean, is_revoked boolean, was_paid boolean,
  is_in_flight boolean)
stable security definer set search_path = public language sql as $$
  select l.id, l.account_id, l.creditor_id, c.name, c.time_zone, a.currency,
    regexp_replace(d.name, '(\S)\S*', '\1••••', 'g'), right(a.reference, 2), l.invoice_id, l.plan_id, l.plan_part, p.state,
    l.revoked_at is null and l.expires_at > business_now(), l.revoked_at is not null,
    exists (select from payments p where p.pay_link_id = l.id and p.state = 'succeeded'),
    exists (select from payments p where p.account_id = l.account_id and p.state in ('requires_action', 'processing', 'unknown'))
  from pay_links l join accounts a on a.id = l.account_id join creditors c on c.id = l.creditor_id join debtors d on d.id = l.debtor_id
    left join plans p on p.id = l.plan_id
  where l.token_hash = open_pay_link.token_hash $$;

create function pay_link_payment(token_hash bytea, payment uuid)
returns table (creditor_id uuid, creditor text, time_zone text, initials text, ending text, is_live boolean, state text, amount_minor bigint,
  currency text, checkout_url text, expires_at timestamptz, was_opened boolean, receipt_number bigint, paid_at timestamptz)
stable security definer set search_path = public language sql as $$
  select l.creditor_id, l.creditor, l.time_zone, l.initials, l.ending, l.is_live, p.state, p.amount_minor, p.currency, p.checkout_url,
    p.expires_at, p.provider_checkout is not null, p.receipt_number, p.paid_at
  from open_pay_link(token_hash) l join payments p on p.pay_link_id = l.id where p.id = payment $$;

-- What the plans of a link's account leave for later, to work out what it asks for: of a link that can be paid by alone.
create function pay_link_plans(token_hash bytea)
returns table (plan_id uuid, state text, owed_minor bigint, grace_days integer, received_minor bigint, invoices uuid[], numbers smallint[],
  days date[], amounts bigint[])
stable security definer set search_path = public language sql as $$
  select p.id, p.state, p.owed_minor, coalesce((p.rules ->> 'grace_days')::integer, 0), plan_received(p.id),
    array(select d.invoice_id from plan_debts d where d.plan_id = p.id),
    array(select i.number from plan_parts i where i.plan_id = p.id and i.revision = p.revision order by i.number),
    array(select i.due_on from plan_parts i where i.plan_id = p.id and i.revision = p.revision order by i.number),
    array(select i.amount_minor from plan_parts i where i.plan_id = p.id and i.revision = p.revision order by i.number)
  from pay_links l join plans p on p.account_id = l.account_id
  where l.token_hash = pay_link_plans.token_hash and l.revoked_at is null and l.expires_at > business_now()
    and p.ended_at is null
  order by p.id $$;

-- What somebody lets be charged by itself: what was agreed before this was a question was about invoices.
alter table autopay_mandates add column covers text not null default 'invoices'
  constraint autopay_mandates_covers_known check (covers in ('invoices', 'instalments', 'both'));
alter table autopay_mandates drop constraint autopay_mandates_end_known, add constraint autopay_mandates_end_known
  check (ended_why in ('stopped', 'by_team', 'replaced', 'method_removed', 'contested', 'no_grant', 'bank_forbids', 'plan_ended'));

-- What is charged is an invoice, or an instalment of a plan.
alter table autopay_charges
  alter column invoice_id drop not null,
  add column plan_id uuid,
  add column plan_part smallint,
  add constraint autopay_charges_plan_fkey foreign key (plan_id, account_id) references plans (id, account_id),
  add constraint autopay_charges_one_thing check (num_nonnulls(invoice_id, plan_id) = 1),
  add constraint autopay_charges_instalment_whole check ((plan_id is null) = (plan_part is null)),
  add constraint autopay_charges_part_once unique (mandate_id, plan_id, plan_part, round);
create unique index autopay_charges_one_open_part on autopay_charges (plan_id, plan_part) where settled_at is null;
