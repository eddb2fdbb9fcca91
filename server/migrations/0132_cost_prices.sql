-- Versions of what a meter's quantity costs. Rows are only ever added; without tiers, the meter has no price from that day on.
create table cost_prices (
  tenant_id uuid not null references tenants (tenant_id),
  meter text not null check (length(meter) between 1 and 100),
  version integer not null check (version > 0),
  set_by text not null check (set_by in ('tenant', 'operator')),
  valid_from date not null,
  currency text check (currency ~ '^[A-Z]{3}$'),
  unit_quantity numeric(24, 10) check (unit_quantity > 0 and unit_quantity <> 'NaN'),
  mode text check (mode in ('graduated', 'volume')),
  included numeric(24, 10) check (included >= 0 and included <> 'NaN'),
  tiers jsonb check (pg_column_size(tiers) <= 10000),
  created_at timestamptz not null,
  created_by text not null check (length(created_by) between 1 and 200),
  primary key (tenant_id, meter, version),
  check (num_nulls(currency, unit_quantity, mode, included, tiers) in (0, 5))
);
call protect_tenant_table('cost_prices');
grant select, insert on cost_prices to app;

-- Waiting: months of meters whose entries are to be compared with what is due.
create table waiting_ratings (
  tenant_id uuid not null references tenants (tenant_id),
  meter text not null check (length(meter) between 1 and 100),
  month date not null check (extract(day from month) = 1),
  asked_at timestamptz not null,
  primary key (tenant_id, meter, month)
);
call protect_tenant_table('waiting_ratings');
grant select, insert, update, delete on waiting_ratings to app;
call open_to_jobs('waiting_ratings');
grant select (tenant_id) on waiting_ratings to jobs;
