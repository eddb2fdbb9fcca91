-- What may be used of money, by whom and in which period. `limit_version` counts what its alerts are armed by: another one arms them again.
create table cost_budgets (
  tenant_id uuid not null references tenants (tenant_id),
  key text not null check (length(key) between 1 and 100),
  name text not null check (length(name) between 1 and 200),
  scope_type text not null check (scope_type in ('tenant', 'feature', 'campaign', 'advertiser')),
  scope_key text check (length(scope_key) between 1 and 200),
  counts text not null check (counts in ('cost', 'spend')),
  period text not null check (period in ('monthly', 'quarterly', 'flight')),
  starts_on date,
  ends_on date,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(24, 10) not null check (amount > 0 and amount <> 'NaN'),
  actual_percents integer[] not null,
  actual_amounts numeric(24, 10)[] not null,
  forecast_percents integer[] not null,
  tells_anomalies boolean not null,
  limit_version integer not null check (limit_version > 0),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, key),
  check ((scope_type = 'tenant') = (scope_key is null)),
  check ((period = 'flight') = (starts_on is not null) and (period = 'flight') = (ends_on is not null)),
  check (starts_on <= ends_on)
);
call protect_tenant_table('cost_budgets');
grant select, insert, update, delete on cost_budgets to app;

-- What was told of budgets, each thing once. They stay when their budget goes.
create table cost_alerts (
  tenant_id uuid not null references tenants (tenant_id),
  alert_id uuid not null,
  budget text not null check (length(budget) between 1 and 100),
  limit_version integer not null,
  period_start date not null,
  period_end date not null,
  kind text not null check (kind in ('actual', 'amount', 'forecast', 'anomaly')),
  threshold text not null check (length(threshold) between 1 and 40),
  used numeric not null check (used <> 'NaN'),
  amount numeric not null,
  currency text not null,
  is_late boolean not null,
  finding text not null check (length(finding) between 1 and 2000),
  raised_at timestamptz not null,
  primary key (tenant_id, alert_id),
  unique (tenant_id, budget, period_start, kind, threshold, limit_version)
);
call protect_tenant_table('cost_alerts');
grant select, insert on cost_alerts to app;

-- Waiting: when the budgets of a tenant are looked at next, for what is used and, at `whole_at`, for what is expected and unusual, too.
create table budget_looks (
  tenant_id uuid not null references tenants (tenant_id),
  due_at timestamptz not null,
  whole_at timestamptz not null,
  primary key (tenant_id)
);
call protect_tenant_table('budget_looks');
grant select, insert, update, delete on budget_looks to app;
call open_to_jobs('budget_looks');
grant select (tenant_id, due_at) on budget_looks to jobs;

create index cost_entries_of_day on cost_entries (tenant_id, day, campaign, feature);
