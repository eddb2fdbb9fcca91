-- Where a tenant stands, what it has settled for itself, and what it may use.

-- A closed tenant is read only until erase_after; then every row of it goes. Suspension and closing are apart, so that undoing one does not
-- undo the other. The defaults of reports are those the rollups are kept under.
alter table tenants
  add column suspended_at timestamptz,
  add column closed_at timestamptz,
  add column erase_after timestamptz,
  add column time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  add column lookback_days smallint not null default 30 check (lookback_days between 1 and 90),
  add column half_life_days double precision not null default 7 check (half_life_days between 0.01 and 365),
  add column min_evidence text not null default 'household_ip' check (min_evidence in
    ('click_id', 'user_id', 'email_hash', 'device_id', 'promo_code', 'survey', 'ip_user_agent', 'household_ip')),
  add column retention_days integer check (retention_days between 30 and 3650),
  add column mfa_required boolean not null default false,
  add constraint tenants_closed check ((closed_at is null) = (erase_after is null));
grant select (suspended_at, closed_at, erase_after) on tenants to jobs;
grant select (created_at, suspended_at, closed_at, erase_after, mfa_required) on tenants to auth;

-- What was exported of a whole tenant, so that it is not closed without one.
create table tenant_exports (
  tenant_id uuid not null references tenants,
  id uuid not null,
  requested_by text not null,
  finished_at timestamptz not null,
  row_count bigint not null check (row_count >= 0),
  sha256 bytea not null check (length(sha256) = 32),
  primary key (tenant_id, id)
);
call protect_tenant_table('tenant_exports');
grant select, insert on tenant_exports to app;

-- Events of a month, one row per tenant, counted by the transaction that stores them. granted is what the last counting allowed.
create table event_counters (
  tenant_id uuid not null,
  month date not null check (extract(day from month) = 1),
  used bigint not null check (used >= 0),
  granted bigint not null,
  maximum bigint not null,
  noticed smallint not null default 0,
  primary key (tenant_id, month)
) with (fillfactor = 50);
call protect_tenant_table('event_counters');
call open_to_intake('event_counters', 'all');
call open_to_jobs('event_counters');
grant select, delete on event_counters to app;
grant update (noticed) on event_counters to app;
grant select (tenant_id, month, used, granted, maximum) on event_counters to intake;
grant insert (tenant_id, month, used, granted, maximum) on event_counters to intake;
grant update (used, granted, maximum) on event_counters to intake;
grant select (tenant_id, month, used, maximum, noticed) on event_counters to jobs;

-- What else is counted; the row is locked by whoever adds one. The period is a month's first day, or 1970-01-01 for what has none.
create table quota_counters (
  tenant_id uuid not null references tenants,
  quota text not null check (quota in ('members', 'campaigns', 'ai_spend_per_month', 'storage_bytes')),
  period date not null,
  used bigint not null default 0 check (used >= 0),
  noticed smallint not null default 0,
  counted_at timestamptz not null default now(),
  primary key (tenant_id, quota, period)
);
call protect_tenant_table('quota_counters');
grant select, insert, update on quota_counters to app;

-- Limits that the operator has set for one tenant; null is no limit.
create table quota_overrides (
  tenant_id uuid not null references tenants,
  quota text not null check (quota in
    ('events_per_month', 'api_calls_per_minute', 'members', 'campaigns', 'ai_spend_per_month', 'storage_bytes')),
  maximum bigint check (maximum between 0 and 9007199254740991),
  primary key (tenant_id, quota)
);
call protect_tenant_table('quota_overrides');
grant select, insert, update, delete on quota_overrides to app;

-- Gives back ids that the calling transaction itself has claimed: events beyond a quota. Rows of other transactions stay.
create function unclaim_event_keys(of_table text, tenant_ids uuid[], ids text[]) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  allowed uuid[] := string_to_array(nullif(current_setting('app.tenant_ids', true), ''), ',')::uuid[];
  tenant uuid;
  gone bigint;
  total bigint := 0;
begin
  if of_table not in ('touchpoint_keys', 'conversion_keys') then
    raise exception 'no table of event keys';
  end if;
  for tenant in select distinct t from unnest(tenant_ids) as t where t = any (allowed) loop
    perform set_config('app.tenant_id', tenant::text, true);
    execute format(
      'delete from public.%I k using unnest($1, $2) as a (tenant_id, id)
       where a.tenant_id = $3 and k.tenant_id = $3 and k.id = a.id and k.xmin = pg_current_xact_id()::xid', of_table
    ) using tenant_ids, ids, tenant;
    get diagnostics gone = row_count;
    total := total + gone;
  end loop;
  perform set_config('app.tenant_id', '', true);
  return total;
end
$$;
grant execute on function unclaim_event_keys(text, uuid[], text[]) to intake;

-- Feature flags: what a tier has, and what one tenant has instead, each until it expires. The flags themselves stand in the code.
create table tier_flags (
  tier text not null check (tier in ('free', 'starter', 'professional', 'enterprise')),
  flag text not null,
  enabled boolean not null,
  expires_at timestamptz,
  primary key (tier, flag)
);
grant select on tier_flags to app;
grant select, insert, update, delete on tier_flags to auth;

create table flag_overrides (
  tenant_id uuid not null references tenants,
  flag text not null,
  enabled boolean not null,
  expires_at timestamptz,
  primary key (tenant_id, flag)
);
call protect_tenant_table('flag_overrides');
grant select, insert, update, delete on flag_overrides to app;

-- Deletes every row of a tenant whose grace period is over, in every table, its keys included, and tells how many of each table. All in the
-- caller's transaction, which also writes what is to be remembered of it.
create function erase_closed_tenant(target uuid) returns table (relation text, erased bigint)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  pending text[];
  held text[];
begin
  perform set_config('app.tenant_id', target::text, true);
  perform 1 from public.tenants t where t.tenant_id = target and t.closed_at is not null and t.erase_after <= now() for update;
  if not found then
    perform set_config('app.tenant_id', '', true);
    return;
  end if;
  select array_agg(c.relname::text order by c.relname) into pending
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'tenants';
  -- A table that others point to is tried again after them.
  while cardinality(pending) > 0 loop
    held := '{}';
    foreach relation in array pending loop
      begin
        execute format('delete from public.%I where tenant_id = $1', relation) using target;
        get diagnostics erased = row_count;
        return next;
      exception when foreign_key_violation then
        held := held || relation;
      end;
    end loop;
    if cardinality(held) = cardinality(pending) then
      raise exception 'tables hold on to each other: %', held;
    end if;
    pending := held;
  end loop;
  delete from public.sessions s where s.acting_tenant_id = target;
  delete from public.tenants t where t.tenant_id = target;
  relation := 'tenants';
  erased := 1;
  return next;
  perform set_config('app.tenant_id', '', true);
end
$$;
grant execute on function erase_closed_tenant(uuid) to auth;
