-- Paths hold, for each conversion, everything any report option needs, at 90 days' lookback; rollups hold the default options by day.

-- No index over the five keys: together they may be longer than an index entry. Whoever numbers slots holds the tenant's path lock.
create table slots (
  tenant_id uuid not null references tenants,
  slot integer not null,
  campaign text,
  channel text,
  show text,
  episode text,
  placement text,
  primary key (tenant_id, slot)
);
call protect_tenant_table('slots');
grant select, insert on slots to app;

create table sources (
  tenant_id uuid not null references tenants,
  source integer not null,
  kind text not null check (kind in ('referrer', 'utm')),
  value text not null,
  primary key (tenant_id, source),
  unique (tenant_id, kind, value)
);
call protect_tenant_table('sources');
grant select, insert on sources to app;

create table paths (
  tenant_id uuid not null references tenants,
  conversion_id text not null,
  version integer not null check (version >= 1),
  converted_at timestamptz not null,
  built_at timestamptz not null default now(),
  reason text not null,
  duplicate_of text,
  packed bytea,
  touchpoint_ids text[] not null,
  primary key (tenant_id, conversion_id),
  check ((packed is null) = (duplicate_of is not null))
) with (fillfactor = 90);
alter table paths alter column packed set storage external;
create index paths_by_time on paths (tenant_id, converted_at);
call protect_tenant_table('paths');
grant select, insert, update, delete on paths to app;

-- Superseded versions: a restatement moves the version it replaces here.
create table path_history (
  tenant_id uuid not null references tenants,
  conversion_id text not null,
  version integer not null,
  converted_at timestamptz not null,
  built_at timestamptz not null,
  superseded_at timestamptz not null default now(),
  reason text not null,
  duplicate_of text,
  packed bytea,
  touchpoint_ids text[] not null,
  primary key (tenant_id, conversion_id, version)
);
call protect_tenant_table('path_history');
grant select, insert, delete on path_history to app;

-- Credit by day and by month under default options, in billionths of a conversion and in minor units; '' stands for no key or no currency.
create table credit_rollups (
  tenant_id uuid not null references tenants,
  grain text not null check (grain in ('day', 'month')),
  dimension text not null check (dimension in ('campaign', 'channel', 'show', 'episode', 'placement')),
  starts_on date not null,
  key text not null,
  kind text not null,
  currency text not null,
  first_touch_nano bigint not null,
  first_touch_minor bigint not null,
  last_touch_nano bigint not null,
  last_touch_minor bigint not null,
  linear_nano bigint not null,
  linear_minor bigint not null,
  time_decay_nano bigint not null,
  time_decay_minor bigint not null,
  position_based_nano bigint not null,
  position_based_minor bigint not null,
  primary key (tenant_id, grain, dimension, starts_on, key, kind, currency)
);
call protect_tenant_table('credit_rollups');
grant select, insert, update, delete on credit_rollups to app;

create table conversion_rollups (
  tenant_id uuid not null references tenants,
  grain text not null check (grain in ('day', 'month')),
  starts_on date not null,
  kind text not null,
  currency text not null,
  conversions bigint not null,
  value_minor bigint not null,
  attributed_conversions bigint not null,
  attributed_value_minor bigint not null,
  primary key (tenant_id, grain, starts_on, kind, currency)
);
call protect_tenant_table('conversion_rollups');
grant select, insert, update, delete on conversion_rollups to app;
