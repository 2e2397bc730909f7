-- What somebody could keep up each month, by their own answers, where they had it shown to whoever decides. It goes when
-- it is decided.
alter table negotiations add column budget_minor bigint constraint negotiations_budget_positive check (budget_minor > 0),
  add constraint negotiations_budget_while_waiting check (budget_minor is null or state = 'with_creditor');
