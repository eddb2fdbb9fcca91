-- Splits of the operator's own invoice over tenants. They name tenants, so that only the login beyond tenants reaches them.
create table tenant_allocations (
  allocation_id uuid primary key,
  month date not null check (extract(day from month) = 1),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  version integer not null check (version > 0),
  input_hash text not null check (input_hash ~ '^[0-9a-f]{64}$'),
  amount_minor bigint not null,
  pools jsonb not null check (pg_column_size(pools) <= 1000000),
  lines jsonb not null check (pg_column_size(lines) <= 10000000),
  created_at timestamptz not null,
  created_by text not null check (length(created_by) between 1 and 200),
  unique (month, currency, version)
);
call protect_people_table('tenant_allocations');
grant select, insert on tenant_allocations to auth;

-- What of those splits is booked in a tenant's bill, by pool: entries come to what the latest booked split says.
create table cost_bookings (
  tenant_id uuid not null references tenants (tenant_id),
  month date not null check (extract(day from month) = 1),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  pool text not null check (length(pool) between 1 and 50),
  allocation_id uuid not null,
  amount_minor bigint not null,
  entry_id uuid not null,
  booked_at timestamptz not null,
  primary key (tenant_id, month, currency, pool, allocation_id),
  foreign key (tenant_id, entry_id) references cost_entries
);
call protect_tenant_table('cost_bookings');
grant select, insert on cost_bookings to app;
