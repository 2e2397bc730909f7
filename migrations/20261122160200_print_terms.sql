-- Terms are papers too: a version as it was read, with the code at which it is checked.
alter table papers
  drop constraint papers_kind_known,
  add constraint papers_kind_known
    check (kind in ('receipt', 'invoice', 'statement', 'paid_in_full', 'settlement', 'no_debt', 'terms'));

-- As before; and printed terms are older once the creditor has later ones in force.
create or replace function verify_paper(code text) returns table (creditor text, kind text, number text, part integer, parts integer,
  created_at timestamptz, time_zone text, sha256 bytea, state text)
stable security definer set search_path = public language sql as $$
  select c.name, p.kind, p.number, p.part, p.parts, p.created_at, c.time_zone, p.sha256,
    case
      -- What it states was undone: the payment went back, or the debt that was settled is open again.
      when p.kind = 'receipt' and exists (select from payment_allocations a join ledger_transactions r on r.id = a.reversed_by
          where a.payment_id = p.subject_id and r.recorded_at > p.created_at)
        then 'changed'
      -- Money went back since, or came back again; what was only tried since says nothing.
      when p.kind = 'receipt' and exists (select from refunds r where r.payment_id = p.subject_id
          and coalesce(r.settled_at, r.decided_at) > p.created_at and (r.state <> 'failed' or r.decided_at <= p.created_at))
        then 'changed'
      -- A bank holds the money since, or kept it.
      when p.kind = 'receipt' and exists (select from provider_disputes d where d.payment_id = p.subject_id
          and ((d.state = 'open' and d.opened_at > p.created_at) or (d.state = 'lost' and d.closed_at > p.created_at)))
        then 'changed'
      when p.kind = 'no_debt' and exists (select from invoice_balances b where b.invoice_id = p.subject_id and b.open_minor <> 0)
        then 'changed'
      when p.kind in ('paid_in_full', 'settlement') and exists (
          select from invoice_balances b join invoices i on i.id = b.invoice_id
          where b.account_id = p.account_id and b.open_minor <> 0 and i.issued_on <= (p.created_at at time zone c.time_zone)::date)
        then 'changed'
      when p.kind = 'terms' and exists (select from policy_versions v join policy_versions n
          on n.creditor_id = v.creditor_id and n.number > v.number and n.published_at is not null
          where v.id::text = p.about and n.in_force_from <= (business_now() at time zone c.time_zone)::date)
        then 'newer'
      when exists (select from papers n where n.kind = p.kind and n.subject_id = p.subject_id and n.about = p.about
          and n.for_person_id is not distinct from p.for_person_id and n.facts <> p.facts and n.sequence > p.sequence)
        then 'newer'
      else 'current'
    end
  from papers p join creditors c on c.id = p.creditor_id where p.code = verify_paper.code $$;
