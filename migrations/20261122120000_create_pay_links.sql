-- Links that let anybody who holds one pay towards an account, and see nothing of it but the creditor, initials and an
-- amount.
alter table invoices add constraint invoices_account_key unique (id, account_id);

create table pay_links (
  id uuid primary key,
  -- The address holds the secret; only its digest is kept.
  token_hash bytea not null constraint pay_links_token_key unique,
  account_id uuid not null,
  debtor_id uuid not null,
  creditor_id uuid not null,
  -- The one invoice that it is for. Without one it is for what is past due on the account or, where nothing is, for
  -- everything that can be paid.
  invoice_id uuid,
  made_by_kind text not null constraint pay_links_maker_known check (made_by_kind in ('person', 'staff', 'system')),
  made_by uuid,
  -- Business time, for people read until when a link is good.
  made_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  constraint pay_links_account_fkey foreign key (account_id, debtor_id, creditor_id) references accounts (id, debtor_id, creditor_id),
  constraint pay_links_invoice_fkey foreign key (invoice_id, account_id) references invoices (id, account_id),
  constraint pay_links_scope_key unique (id, account_id),
  constraint pay_links_made_by_somebody check ((made_by is null) = (made_by_kind = 'system')),
  constraint pay_links_expires_later check (expires_at > made_at),
  constraint pay_links_revoked_by_somebody check (revoked_by is null or revoked_at is not null)
);
create index pay_links_account on pay_links (account_id, made_at desc);
-- A link is its maker's: another person on the same account sees what was paid by it, and not the link.
call scope_table('pay_links', 'made_by = (select scope_actor_id()) and account_id = any ((select scope_accounts())::uuid[])',
  'made_by = (select scope_actor_id()) and account_id = any ((select scope_paying_accounts())::uuid[])');
revoke delete on pay_links from aldia_runtime;

-- What was paid by a link is the debtor's payment like any other; nobody signed in started it.
alter table payments add column pay_link_id uuid;
alter table payments add constraint payments_pay_link_fkey foreign key (pay_link_id, account_id) references pay_links (id, account_id);
alter table payments add constraint payments_pay_link_is_nobodys check (pay_link_id is null or (started_by is null and guarantee_id is null));
create index payments_pay_link on payments (pay_link_id) where pay_link_id is not null;

-- Where whoever paid by a link wants their receipt. It is theirs: neither the debtor nor the team reads it, and it is
-- deleted once the receipt is written.
create table guest_receipts (
  payment_id uuid primary key constraint guest_receipts_payment_fkey references payments,
  address text not null,
  language text not null constraint guest_receipts_language_known check (language in ('es', 'en'))
);
alter table guest_receipts enable row level security;
alter table guest_receipts force row level security;
create policy owner on guest_receipts to aldia_owner using (true) with check (true);
create policy system on guest_receipts to aldia_runtime using ((select scope_actor()) = 'system') with check ((select scope_actor()) = 'system');

-- What whoever holds a link may know of it, whatever its state: dead ones are told apart so that what was paid before is
-- called paid. The name leaves the database as initials, the reference as its last two characters.
create function open_pay_link(token_hash bytea)
returns table (id uuid, account_id uuid, creditor_id uuid, creditor text, time_zone text, currency text, initials text, ending text,
  invoice_id uuid, is_live boolean, is_revoked boolean, was_paid boolean, is_in_flight boolean)
stable security definer set search_path = public language sql as $$
  select l.id, l.account_id, l.creditor_id, c.name, c.time_zone, a.currency,
    regexp_replace(d.name, '(\S)\S*', '\1••••', 'g'), right(a.reference, 2), l.invoice_id,
    l.revoked_at is null and l.expires_at > business_now(), l.revoked_at is not null,
    exists (select from payments p where p.pay_link_id = l.id and p.state = 'succeeded'),
    exists (select from payments p where p.account_id = l.account_id and p.state in ('requires_action', 'processing', 'unknown'))
  from pay_links l join accounts a on a.id = l.account_id join creditors c on c.id = l.creditor_id join debtors d on d.id = l.debtor_id
  where l.token_hash = open_pay_link.token_hash $$;

-- What stands open of what a link is for, to work out its amount.
create function pay_link_items(token_hash bytea)
returns table (invoice_id uuid, number text, due_on date, principal_minor bigint, interest_minor bigint, interest_tax_minor bigint,
  fees_minor bigint, fees_tax_minor bigint, held_minor bigint)
stable security definer set search_path = public language sql as $$
  select i.id, i.number, i.due_on, b.principal_minor, b.interest_minor, b.interest_tax_minor, b.fees_minor, b.fees_tax_minor,
    coalesce((select sum(h.amount_minor) from holds h where h.invoice_id = i.id and h.released_on is null), 0)::bigint
  from pay_links l join invoice_balances b on b.account_id = l.account_id join invoices i on i.id = b.invoice_id
  where l.token_hash = pay_link_items.token_hash and l.revoked_at is null and l.expires_at > business_now()
    and b.open_minor <> 0 and (l.invoice_id is null or i.id = l.invoice_id)
  order by i.due_on, i.number $$;

-- The payment that this press made before, or else the one whose page is open by this link: one link, one open page.
create function pay_link_attempt(token_hash bytea, key uuid)
returns table (id uuid, is_same_press boolean, state text, choice jsonb, amount_minor bigint, checkout_url text,
  expires_at timestamptz, is_ordered boolean)
stable security definer set search_path = public language sql as $$
  select p.id, p.request_key = key, p.state, p.choice, p.amount_minor, p.checkout_url, p.expires_at, p.checkout_order is not null
  from pay_links l join payments p on p.pay_link_id = l.id
  where l.token_hash = pay_link_attempt.token_hash and (p.request_key = key or p.state = 'created')
  order by p.request_key = key desc, p.created_at, p.id limit 1 $$;

-- Keeps a payment of somebody who is not signed in, before the provider hears of it. False where the link is dead.
create function start_by_pay_link(token_hash bytea, payment uuid, amount_minor bigint, choice jsonb, key uuid, idempotency_key text,
  checkout_order jsonb, expires_at timestamptz, address text, language text) returns boolean
security definer set search_path = public language plpgsql as $$
declare
  link pay_links;
begin
  select * into link from pay_links l where l.token_hash = start_by_pay_link.token_hash for update;
  if link.id is null or link.revoked_at is not null or link.expires_at <= business_now() then return false; end if;
  insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key, idempotency_key,
      checkout_order, expires_at, pay_link_id, created_at, updated_at)
    select payment, link.account_id, link.debtor_id, link.creditor_id, a.currency, start_by_pay_link.amount_minor, 'created',
      start_by_pay_link.choice, key, start_by_pay_link.idempotency_key, start_by_pay_link.checkout_order, start_by_pay_link.expires_at,
      link.id, business_now(), business_now()
    from accounts a where a.id = link.account_id;
  if address <> '' then
    insert into guest_receipts (payment_id, address, language) values (payment, address, start_by_pay_link.language);
  end if;
  update pay_links l set last_used_at = business_now() where l.id = link.id;
  return true;
end $$;

-- What became of a payment, for whoever made it by this link. The link may have ended meanwhile: the truth about money
-- does not.
create function pay_link_payment(token_hash bytea, payment uuid)
returns table (creditor_id uuid, creditor text, time_zone text, initials text, ending text, is_live boolean, state text, amount_minor bigint,
  currency text, checkout_url text, expires_at timestamptz, was_opened boolean, receipt_number bigint, paid_at timestamptz)
stable security definer set search_path = public language sql as $$
  select l.creditor_id, l.creditor, l.time_zone, l.initials, l.ending, l.is_live, p.state, p.amount_minor, p.currency, p.checkout_url,
    p.expires_at, p.provider_checkout is not null, p.receipt_number, p.paid_at
  from open_pay_link(token_hash) l join payments p on p.pay_link_id = l.id where p.id = payment $$;
