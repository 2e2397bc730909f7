-- An offer of a plan to everybody who owes in a certain way: whom it was for, on what terms, and what came of it.
create table plan_campaigns (
  id uuid primary key,
  creditor_id uuid not null constraint plan_campaigns_creditor_fkey references creditors,
  currency text not null,
  -- Whom it is for, and the terms that were asked for; each account got these or the nearest that the rules allow.
  selection jsonb not null,
  terms jsonb not null,
  words text not null constraint plan_campaigns_words_there check (words <> ''),
  -- The form that opened it: sent twice, it is one.
  request_key uuid not null constraint plan_campaigns_request_key unique,
  opened_by uuid not null constraint plan_campaigns_opened_by_fkey references staff,
  opened_at timestamptz not null,
  -- How many it would have been for, had nothing stood against it.
  passed_over integer not null constraint plan_campaigns_passed_over_counted check (passed_over >= 0)
);
create index plan_campaigns_creditor on plan_campaigns (creditor_id, opened_at desc);
call scope_table('plan_campaigns');
call append_only('plan_campaigns');

alter table negotiations add column campaign_id uuid constraint negotiations_campaign_fkey references plan_campaigns;
create index negotiations_campaign on negotiations (campaign_id) where campaign_id is not null;
