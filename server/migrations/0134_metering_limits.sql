-- How much of a meter a tenant lets itself use in a day or a month, in all, for a campaign or for a feature. What a limit counts is named
-- by `limit_id`, which changes when that does, so that what was counted for the one is never taken for the other.
create table meter_limits (
  tenant_id uuid not null references tenants,
  key text collate "C" not null check (length(key) between 1 and 100),
  limit_id uuid not null,
  meter text collate "C" not null check (length(meter) between 1 and 100),
  entity text not null check (entity in ('campaign', 'feature', 'tenant')),
  entity_key text collate "C" not null check ((entity = 'tenant') = (entity_key = '')),
  -- The innermost first: the order in which counters are locked and refusals are told.
  place smallint not null generated always as (case entity when 'campaign' then 1 when 'feature' then 2 else 3 end) stored,
  period text not null check (period in ('day', 'month')),
  time_zone text not null,
  soft numeric(25, 10) check (soft >= 0 and soft <> 'NaN'),
  hard numeric(25, 10) check (hard >= 0 and hard <> 'NaN'),
  grace_percent smallint not null check (grace_percent between 0 and 100),
  grace_until timestamptz,
  -- The first period whose counter is complete.
  counted_from timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, key),
  unique (tenant_id, limit_id),
  check (num_nonnulls(soft, hard) > 0),
  check (soft <= hard)
);
create index meter_limits_of_meter on meter_limits (tenant_id, meter);
call protect_tenant_table('meter_limits');
grant select, insert, update, delete on meter_limits to app;
call open_to_jobs('meter_limits');
grant select (tenant_id) on meter_limits to jobs;

create table limit_counters (
  tenant_id uuid not null,
  limit_id uuid not null,
  period_start timestamptz not null,
  used numeric not null default 0 check (used >= 0 and used < 'Infinity'),
  reserved numeric not null default 0 check (reserved >= 0 and reserved < 'Infinity'),
  -- 1 once people were told that the soft limit is reached, 2 the hard one.
  noticed smallint not null default 0 check (noticed between 0 and 2),
  primary key (tenant_id, limit_id, period_start),
  foreign key (tenant_id, limit_id) references meter_limits (tenant_id, limit_id) on delete cascade
) with (fillfactor = 70);
call protect_tenant_table('limit_counters');
grant select, insert, update, delete on limit_counters to app;

-- What is set aside for work that is about to begin, on the counters it names. A row that is not open stays for a day after it was closed,
-- for whoever settles late or twice: until `expires_at`.
create table meter_reservations (
  tenant_id uuid not null references tenants,
  reservation_id uuid not null,
  meter text collate "C" not null check (length(meter) between 1 and 100),
  campaign text collate "C" not null default '',
  feature text collate "C" not null default '',
  quantity numeric(25, 10) not null check (quantity >= 0 and quantity <> 'NaN'),
  limit_ids uuid[] not null,
  period_starts timestamptz[] not null check (cardinality(period_starts) = cardinality(limit_ids)),
  state text not null default 'open' check (state in ('open', 'settled', 'released', 'expired')),
  settled numeric(25, 10) check (settled >= 0 and settled <> 'NaN'),
  reserved_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, reservation_id),
  check ((state = 'settled') = (settled is not null))
);
create index meter_reservations_by_expiry on meter_reservations (tenant_id, expires_at);
call protect_tenant_table('meter_reservations');
grant select, insert, update, delete on meter_reservations to app;
call open_to_jobs('meter_reservations');
grant select (tenant_id, expires_at) on meter_reservations to jobs;
