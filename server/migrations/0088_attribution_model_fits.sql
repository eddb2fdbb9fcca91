-- Models fitted to a tenant's events: each row is a version, and holds sums alone.
create table model_fits (
  tenant_id uuid not null references tenants (tenant_id),
  fit_id uuid not null,
  created_at timestamptz not null,
  created_by text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'insufficient', 'failed')),
  model text not null check (model in ('markov', 'hazard')),
  unit text not null check (unit in ('show', 'campaign', 'channel', 'placement')),
  lookback_days integer not null check (lookback_days between 1 and 90),
  chain_order integer not null check (chain_order in (1, 2)),
  read_at timestamptz,
  finished_at timestamptz,
  result jsonb,
  failure text,
  primary key (tenant_id, fit_id),
  check ((state in ('done', 'insufficient')) = (result is not null))
);
create index model_fits_by_terms on model_fits (tenant_id, model, unit, lookback_days, chain_order, fit_id);
call protect_tenant_table('model_fits');
grant select, insert, update, delete on model_fits to app;

-- Waiting: fits that are to be computed.
create table waiting_fits (
  tenant_id uuid not null,
  fit_id uuid not null,
  primary key (tenant_id, fit_id),
  foreign key (tenant_id, fit_id) references model_fits (tenant_id, fit_id) on delete cascade
);
call protect_tenant_table('waiting_fits');
grant select, insert, delete on waiting_fits to app;
call open_to_jobs('waiting_fits');
grant select (tenant_id) on waiting_fits to jobs;

-- The nightly look: which tenants have paths at all.
call open_to_jobs('ledger_heads');
grant select (tenant_id) on ledger_heads to jobs;
