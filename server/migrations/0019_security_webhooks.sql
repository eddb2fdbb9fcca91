-- Where a tenant is told of its events, and what was sent or waits to be.

create table webhooks (
  tenant_id uuid not null references tenants,
  id uuid not null,
  url text not null check (length(url) between 1 and 2000),
  description text not null check (length(description) <= 200),
  types text[] not null check (cardinality(types) <= 100),
  min_severity text not null check (min_severity in ('info', 'low', 'medium', 'high')),
  sealed_secret bytea not null,
  sealed_previous_secret bytea,
  previous_until timestamptz,
  disabled_at timestamptz,
  disabled_because text check (disabled_because in ('by_hand', 'gone', 'failing')),
  created_at timestamptz not null default now(),
  check ((disabled_at is null) = (disabled_because is null)),
  check ((sealed_previous_secret is null) = (previous_until is null)),
  primary key (tenant_id, id)
);
call protect_tenant_table('webhooks');
grant select, insert, update, delete on webhooks to app;
call open_to_auth('webhooks', 'select');
grant select (tenant_id, id, types, min_severity, disabled_at) on webhooks to auth;

create table webhook_deliveries (
  tenant_id uuid not null references tenants,
  id uuid not null,
  webhook_id uuid not null,
  type text not null,
  body text not null check (octet_length(body) <= 32768),
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  answered integer,
  fault text check (length(fault) <= 300),
  primary key (tenant_id, id),
  foreign key (tenant_id, webhook_id) references webhooks (tenant_id, id) on delete cascade
);
create index webhook_deliveries_waiting on webhook_deliveries (tenant_id, due_at) where status = 'waiting';
create index webhook_deliveries_by_webhook on webhook_deliveries (tenant_id, webhook_id, id);
call protect_tenant_table('webhook_deliveries');
grant select, insert, update, delete on webhook_deliveries to app;
call open_to_auth('webhook_deliveries', 'insert');
grant insert on webhook_deliveries to auth;
call open_to_jobs('webhook_deliveries');
grant select (tenant_id, status, due_at) on webhook_deliveries to jobs;
