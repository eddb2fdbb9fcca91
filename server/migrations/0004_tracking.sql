-- Events as they came in. Keys and fingerprints stand in tables of their own, so that an id is unique whatever the event's time;
-- the events are partitioned by month. Identity arrives here only as keyed hashes.

create table touchpoint_keys (
  tenant_id uuid not null,
  id text not null check (length(id) between 1 and 200),
  fingerprint uuid not null,
  primary key (tenant_id, id)
);
call protect_tenant_table('touchpoint_keys');
call open_to_intake('touchpoint_keys', 'all');
grant select, delete on touchpoint_keys to app;
grant select (tenant_id, id, fingerprint), insert on touchpoint_keys to intake;

create table touchpoints (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  kind text not null check (kind in ('download', 'impression', 'click', 'vanity_visit', 'promo_code', 'survey')),
  campaign text,
  channel text,
  show text,
  episode text,
  placement text,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  connection_type text not null check (connection_type in ('household', 'mobile', 'business', 'relay', 'datacenter', 'unknown')),
  test text,
  arm text check (arm in ('treatment', 'control')),
  metadata jsonb check (pg_column_size(metadata) <= 65536)
) partition by range (occurred_at);
create index touchpoints_by_address on touchpoints (tenant_id, address_key, occurred_at) where address_key is not null;
create index touchpoints_by_user on touchpoints (tenant_id, user_key, occurred_at) where user_key is not null;
create index touchpoints_by_email on touchpoints (tenant_id, email_key, occurred_at) where email_key is not null;
create index touchpoints_by_device on touchpoints (tenant_id, device_key, occurred_at) where device_key is not null;
create index touchpoints_by_click on touchpoints (tenant_id, click_key, occurred_at) where click_key is not null;
call protect_tenant_table('touchpoints');
call open_to_intake('touchpoints', 'insert');
grant select, delete on touchpoints to app;
grant insert on touchpoints to intake;

create table conversion_keys (
  tenant_id uuid not null,
  id text not null check (length(id) between 1 and 200),
  fingerprint uuid not null,
  primary key (tenant_id, id)
);
call protect_tenant_table('conversion_keys');
call open_to_intake('conversion_keys', 'all');
grant select, delete on conversion_keys to app;
grant select (tenant_id, id, fingerprint), insert on conversion_keys to intake;

create table conversions (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  source text not null check (source in ('webhook', 'server', 'import', 'pixel')),
  kind text not null check (kind in ('visit', 'lead', 'signup', 'install', 'purchase', 'subscription')),
  value_minor bigint check (value_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  order_id text,
  promo_code text,
  is_new_customer boolean,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  connection_type text not null check (connection_type in ('household', 'mobile', 'business', 'relay', 'datacenter', 'unknown')),
  metadata jsonb check (pg_column_size(metadata) <= 65536),
  check ((value_minor is null) = (currency is null))
) partition by range (occurred_at);
create index conversions_by_id on conversions (tenant_id, id);
create index conversions_by_time on conversions (tenant_id, occurred_at desc, id desc);
create index conversions_by_order on conversions (tenant_id, order_id) where order_id is not null;
create index conversions_by_code on conversions (tenant_id, promo_code) where promo_code is not null;
create index conversions_by_address on conversions (tenant_id, address_key, occurred_at) where address_key is not null;
create index conversions_by_user on conversions (tenant_id, user_key, occurred_at) where user_key is not null;
create index conversions_by_email on conversions (tenant_id, email_key, occurred_at) where email_key is not null;
create index conversions_by_device on conversions (tenant_id, device_key, occurred_at) where device_key is not null;
create index conversions_by_click on conversions (tenant_id, click_key, occurred_at) where click_key is not null;
call protect_tenant_table('conversions');
call open_to_intake('conversions', 'insert');
grant select, delete on conversions to app;
grant insert on conversions to intake;

create table refunds (
  tenant_id uuid not null references tenants,
  conversion_id text not null,
  id text not null check (length(id) between 1 and 200),
  fingerprint uuid not null,
  occurred_at timestamptz not null,
  value_minor bigint not null check (value_minor >= 0),
  received_at timestamptz not null default now(),
  primary key (tenant_id, conversion_id, id),
  foreign key (tenant_id, conversion_id) references conversion_keys
);
call protect_tenant_table('refunds');
grant select, insert, delete on refunds to app;

-- Work that waits. A touchpoint brings its keys along, so that the conversions it may change are found without reading it again.
create table new_touchpoints (
  tenant_id uuid not null,
  priority smallint not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  campaign text,
  show text,
  episode text,
  address_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid
);
create index new_touchpoints_by_priority on new_touchpoints (tenant_id, priority);
call protect_tenant_table('new_touchpoints');
call open_to_intake('new_touchpoints', 'insert');
call open_to_jobs('new_touchpoints');
grant select, delete on new_touchpoints to app;
grant insert on new_touchpoints to intake;
grant select (tenant_id) on new_touchpoints to jobs;

create table dirty_conversions (
  tenant_id uuid not null,
  conversion_id text not null,
  priority smallint not null,
  reason text not null
    check (reason in ('new', 'late_touchpoint', 'refund', 'promo_code', 'duplicate_order', 'customer_history', 'rebuild')),
  waiting_since timestamptz not null default now(),
  primary key (tenant_id, conversion_id)
);
create index dirty_conversions_by_priority on dirty_conversions (tenant_id, priority);
call protect_tenant_table('dirty_conversions');
call open_to_intake('dirty_conversions', 'insert');
call open_to_jobs('dirty_conversions');
grant select, insert, delete on dirty_conversions to app;
grant insert on dirty_conversions to intake;
grant select (tenant_id) on dirty_conversions to jobs;

-- Makes the monthly partitions of both event tables from the month of one day to the month of another, each with its own row-level
-- security.
-- A table is made beside its parent and attached: that locks out nobody who reads or writes events meanwhile.
create function ensure_event_partitions(first_day date, last_day date) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  parent text;
  month date;
  partition text;
  made integer := 0;
begin
  if last_day - first_day > 4000 then
    raise exception 'more than 4000 days of partitions asked for';
  end if;
  perform pg_advisory_xact_lock(hashtext('ensure_event_partitions'));
  foreach parent in array array['touchpoints', 'conversions'] loop
    month := make_date(extract(year from first_day)::integer, extract(month from first_day)::integer, 1);
    while month <= last_day loop
      partition := parent || '_' || to_char(month, 'YYYYMM');
      if to_regclass('public.' || partition) is null then
        execute format('create table public.%I (like public.%I including all)', partition, parent);
        call public.protect_tenant_table(('public.' || partition)::regclass);
        execute format(
          'alter table public.%I attach partition public.%I for values from (%L) to (%L)',
          parent, partition, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00'
        );
        made := made + 1;
      end if;
      month := (month + interval '1 month')::date;
    end loop;
  end loop;
  return made;
end
$$;
grant execute on function ensure_event_partitions(date, date) to jobs;
