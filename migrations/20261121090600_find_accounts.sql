-- What the desk's search box answers: accounts by reference, invoice number, e-mail, telephone or name, of the
-- creditors in scope. It looks with the owner's eyes, because a condition on a name may not use its index under
-- row-level security; so it filters by creditor itself, and somebody without creditors finds nothing.
create function find_accounts(words text, skip bigint, take bigint)
returns table (account_id uuid, found_by text, total bigint)
stable security definer set search_path = public language sql as $$
  with asked as (
    select btrim(words) as exactly, lower(btrim(words)) as address, regexp_replace(words, '[^0-9]', '', 'g') as digits,
      '%' || regexp_replace(regexp_replace(searchable(btrim(words)), '([%_\\])', '\\\1', 'g'), '\s+', '%', 'g') || '%' as name
  ), hits as (
    select a.id, 1 as place, 'reference' as found_by from asked, accounts a
      where a.reference in (asked.exactly, upper(asked.exactly)) and a.creditor_id = any (scope_creditors())
    union all
    select i.account_id, 2, 'invoice' from asked, invoices i
      where i.number in (asked.exactly, upper(asked.exactly)) and i.creditor_id = any (scope_creditors())
    union all
    select p.account_id, 3, 'address' from asked, contact_points c join parties p on p.person_id = c.person_id
      where c.address in (asked.address, asked.digits, '+' || asked.digits, '+52' || asked.digits) and p.creditor_id = any (scope_creditors())
    union all
    select a.id, 4, 'name' from asked, debtors d join accounts a on a.debtor_id = d.id
      where searchable(d.name) like asked.name and a.creditor_id = any (scope_creditors())
    union all
    select p.account_id, 5, 'person' from asked, persons s join parties p on p.person_id = s.id
      where searchable(s.name) like asked.name and p.creditor_id = any (scope_creditors())
  ), best as (
    select distinct on (h.id) h.id, h.place, h.found_by from hits h, asked where asked.exactly <> '' order by h.id, h.place
  )
  select b.id, b.found_by, count(*) over () from best b join accounts a on a.id = b.id join debtors d on d.id = a.debtor_id
    order by b.place, d.name, a.reference, b.id offset skip limit take
$$;
