-- Versions of how the bill is split over campaigns, advertisers or features. Rows are only ever added.
create table cost_allocation_rules (
  tenant_id uuid not null references tenants (tenant_id),
  dimension text not null check (dimension in ('campaign', 'advertiser', 'feature')),
  version integer not null check (version > 0),
  pools jsonb not null check (pg_column_size(pools) <= 1000000),
  rest jsonb not null check (pg_column_size(rest) <= 1000000),
  created_at timestamptz not null,
  created_by text not null check (length(created_by) between 1 and 200),
  primary key (tenant_id, dimension, version)
);
call protect_tenant_table('cost_allocation_rules');
grant select, insert on cost_allocation_rules to app;

-- Splits of a month's bill, each computed from what `input_hash` is over. Rows are only ever added; what changed is a further version.
create table cost_allocations (
  tenant_id uuid not null references tenants (tenant_id),
  allocation_id uuid not null,
  month date not null check (extract(day from month) = 1),
  dimension text not null check (dimension in ('campaign', 'advertiser', 'feature')),
  version integer not null check (version > 0),
  rules_version integer not null check (rules_version >= 0),
  is_month_open boolean not null,
  input_hash text not null check (input_hash ~ '^[0-9a-f]{64}$'),
  invoices jsonb not null check (pg_column_size(invoices) <= 100000),
  pools jsonb not null check (pg_column_size(pools) <= 1000000),
  created_at timestamptz not null,
  created_by text not null check (length(created_by) between 1 and 200),
  primary key (tenant_id, allocation_id),
  unique (tenant_id, month, dimension, version)
);
call protect_tenant_table('cost_allocations');
grant select, insert on cost_allocations to app;

-- The parts of a split, in order. They sum to its invoices.
create table cost_allocation_lines (
  tenant_id uuid not null references tenants (tenant_id),
  allocation_id uuid not null,
  place integer not null check (place >= 0),
  part text not null check (part in ('direct', 'shared', 'idle', 'unassigned')),
  pool text,
  driver text not null,
  owner text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null,
  basis text,
  unit text,
  primary key (tenant_id, allocation_id, place),
  foreign key (tenant_id, allocation_id) references cost_allocations,
  check ((part in ('direct', 'shared')) = (owner is not null))
);
call protect_tenant_table('cost_allocation_lines');
grant select, insert on cost_allocation_lines to app;
