-- Experiments as they were planned. Who took part in which arm stands on touchpoints, under the experiment's key.
create table experiments (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  name text check (length(name) between 1 and 200),
  design text not null check (design in ('audience_split', 'psa', 'variants', 'geo', 'switchback')),
  state text not null default 'draft' check (state in ('draft', 'running', 'stopped', 'archived')),
  campaign text not null,
  placement text,
  conversion_kind text not null check (conversion_kind in ('visit', 'lead', 'signup', 'install', 'purchase', 'subscription')),
  measure text not null check (measure in ('rate', 'value')),
  currency text check (currency ~ '^[A-Z]{3}$'),
  window_days smallint not null check (window_days between 1 and 90),
  from_day date not null,
  to_day date not null check (to_day > from_day),
  arms jsonb not null check (pg_column_size(arms) <= 262144),
  washout_days smallint check (washout_days between 0 and 27),
  plan jsonb not null check (pg_column_size(plan) <= 262144),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  stopped_at timestamptz,
  primary key (tenant_id, key),
  check ((measure = 'value') = (currency is not null))
);
call protect_tenant_table('experiments');
grant select, insert, update on experiments to app;
