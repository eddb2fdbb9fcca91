-- What another vendor reported for a period, as it was imported, to be set beside our own figures.
create table vendor_reports (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  vendor text not null check (vendor in ('podscribe', 'spotify')),
  from_day date not null,
  to_day date not null check (to_day > from_day),
  group_by text not null check (group_by in ('campaign', 'show')),
  model text not null,
  lookback_days smallint not null check (lookback_days between 1 and 90),
  currency text check (currency ~ '^[A-Z]{3}$'),
  vendor_rows jsonb not null check (pg_column_size(vendor_rows) <= 4194304),
  imported_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
call protect_tenant_table('vendor_reports');
grant select, insert, update, delete on vendor_reports to app;
