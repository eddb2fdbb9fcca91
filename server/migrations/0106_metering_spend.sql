-- Money that calls may cost is set aside before them and settled after them, by meter and month, in micros of US dollars. What is set aside
-- and never settled is given back: before, it stayed counted in whole cents.
drop table ai_spend_reservations;

create table spend_meters (
  tenant_id uuid not null references tenants (tenant_id),
  meter text not null check (length(meter) between 1 and 100),
  month date not null,
  used_micros bigint not null default 0 check (used_micros >= 0),
  reserved_micros bigint not null default 0 check (reserved_micros >= 0),
  primary key (tenant_id, meter, month)
);
call protect_tenant_table('spend_meters');
grant select, insert, update on spend_meters to app;

create table spend_reservations (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  meters text[] not null check (cardinality(meters) between 1 and 10),
  month date not null,
  amount_micros bigint not null check (amount_micros >= 0),
  expires_at timestamptz not null,
  is_expired boolean not null default false,
  primary key (tenant_id, id)
);
call protect_tenant_table('spend_reservations');
grant select, insert, update, delete on spend_reservations to app;
create index spend_reservations_by_expiry on spend_reservations (tenant_id, expires_at);
call open_to_jobs('spend_reservations');
grant select (tenant_id, expires_at) on spend_reservations to jobs;

-- What each call used, under the id of its reservation. Rows are only ever added.
create table usage_records (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  recorded_at timestamptz not null,
  month date not null,
  meter text not null,
  provider text not null,
  model text not null,
  task text not null,
  input_tokens bigint not null check (input_tokens >= 0),
  cache_read_tokens bigint not null check (cache_read_tokens >= 0),
  cache_write_tokens bigint not null check (cache_write_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  prices jsonb not null,
  reserved_micros bigint not null check (reserved_micros >= 0),
  cost_micros bigint not null check (cost_micros >= 0),
  is_estimate boolean not null,
  primary key (tenant_id, id)
);
call protect_tenant_table('usage_records');
grant select, insert on usage_records to app;
create index usage_records_by_time on usage_records (tenant_id, recorded_at);

-- A tenant's own prices of models: each holds from its instant until the next one of the same model. Without prices, the model has none.
create table price_versions (
  tenant_id uuid not null references tenants (tenant_id),
  provider text not null check (length(provider) between 1 and 100),
  model text not null check (length(model) between 1 and 200),
  valid_from timestamptz not null,
  prices jsonb check (pg_column_size(prices) <= 1000),
  primary key (tenant_id, provider, model, valid_from)
);
call protect_tenant_table('price_versions');
grant select, insert on price_versions to app;
