-- What a tenant uses, meter by meter. Tables of events and their sums refer to no tenant, as those of touchpoints do not: a check for each
-- row took a quarter of the time. Rollups tell what happened at the hour (UTC) in which it happened, however late it was told of.
create table meters (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 100),
  unit text not null check (length(unit) between 1 and 50),
  aggregation text not null check (aggregation in ('sum', 'count', 'max', 'unique', 'last')),
  description text not null check (length(description) <= 500),
  changed_at timestamptz not null,
  primary key (tenant_id, key)
);
call protect_tenant_table('meters');
grant select, insert, update, delete on meters to app;

-- One row for each event that was taken: the same id of a source a second time is the same event. They go once their events would be
-- refused by their time.
create table usage_keys (
  tenant_id uuid not null,
  source text collate "C" not null check (length(source) between 1 and 200),
  id text collate "C" not null check (length(id) between 1 and 200),
  fingerprint text not null,
  occurred_at timestamptz not null,
  primary key (tenant_id, source, id)
);
create index usage_keys_by_time on usage_keys (tenant_id, occurred_at);
call protect_tenant_table('usage_keys');
grant select, insert, delete on usage_keys to app;

-- The events as they came, by which a rollup can be checked; of a meter that counts different values, the value's keyed hash.
create table usage_events (
  tenant_id uuid not null,
  meter text collate "C" not null,
  occurred_at timestamptz not null,
  source text collate "C" not null,
  id text collate "C" not null,
  quantity numeric(25, 10) not null check (quantity >= 0 and quantity <> 'NaN'),
  value_hash text,
  campaign text collate "C" not null default '',
  feature text collate "C" not null default '',
  received_at timestamptz not null
);
create index usage_events_by_time on usage_events (tenant_id, meter, occurred_at);
call protect_tenant_table('usage_events');
grant select, insert, delete on usage_events to app;

create table usage_hours (
  tenant_id uuid not null,
  meter text collate "C" not null,
  hour timestamptz not null check (hour = date_trunc('hour', hour, 'UTC')),
  campaign text collate "C" not null default '',
  feature text collate "C" not null default '',
  events bigint not null check (events > 0),
  total numeric not null check (total >= 0 and total <> 'NaN'),
  largest numeric not null,
  latest numeric not null,
  latest_at timestamptz not null,
  latest_source text collate "C" not null,
  latest_id text collate "C" not null,
  primary key (tenant_id, meter, hour, campaign, feature)
) with (fillfactor = 70);
call protect_tenant_table('usage_hours');
grant select, insert, update on usage_hours to app;

-- Of meters that count different values: each value once for each hour in which it came.
create table usage_values (
  tenant_id uuid not null,
  meter text collate "C" not null,
  hour timestamptz not null,
  campaign text collate "C" not null default '',
  feature text collate "C" not null default '',
  value_hash text not null,
  primary key (tenant_id, meter, hour, campaign, feature, value_hash)
);
call protect_tenant_table('usage_values');
grant select, insert on usage_values to app;

-- Waiting: days (UTC) whose usage changed since it was last priced, a row for each batch that changed one: nobody who stores usage waits
-- for another's mark, and whoever takes marks sees what is committed of them, and what they stand for.
create table usage_changes (
  tenant_id uuid not null,
  meter text collate "C" not null,
  day date not null,
  batch uuid not null,
  primary key (tenant_id, meter, day, batch)
);
call protect_tenant_table('usage_changes');
call open_to_jobs('usage_changes');
grant select, insert, delete on usage_changes to app;
grant select (tenant_id) on usage_changes to jobs;
