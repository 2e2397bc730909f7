-- Whoever is right that a debt is somebody else's is right about the charges, too, of an invoice whose principal is paid
-- or waits in another dispute: what is credited of such a hold is charges.
alter table holds drop constraint holds_credited_in_range;
alter table holds add constraint holds_credited_in_range check (credited_minor between 0 and greatest(amount_minor, late_minor));
