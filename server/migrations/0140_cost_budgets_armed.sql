-- Since when a budget's limit and thresholds are what they are: periods that had ended by then are not looked at again.
alter table cost_budgets add column armed_at timestamptz not null default now();
alter table cost_budgets alter column armed_at drop default;
