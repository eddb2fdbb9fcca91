-- Requests for episodes as hosts and prefixes saw them, one row each, kept with what became of it. A listener
-- is known by keyed hashes alone.

create table episode_request_keys (
  tenant_id uuid not null,
  id text not null check (length(id) between 1 and 128),
  fingerprint uuid not null,
  primary key (tenant_id, id)
);
call protect_tenant_table('episode_request_keys');
call open_to_intake('episode_request_keys', 'all');
grant select, delete on episode_request_keys to app;
grant select (tenant_id, id, fingerprint), insert on episode_request_keys to intake;

-- `item_key` stands for the episode, or for the address where no episode is known; with `listener_key` it says which requests are counted
-- together. A row without a fate was not counted yet. Of an erased person's request the day, the episode and the fate stay.
create table episode_requests (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  source text not null check (source in ('prefix', 'host_log', 'export', 'api')),
  evidence text not null check (evidence in ('host_log_bytes', 'prefix_request')),
  show text,
  episode text,
  item_key uuid not null,
  url_key uuid not null,
  listener_key uuid not null,
  address_key uuid,
  agent_key uuid,
  connection_type text not null check (connection_type in ('household', 'mobile', 'business', 'relay', 'datacenter', 'unknown')),
  is_excluded boolean not null,
  is_shared boolean not null,
  is_segment boolean not null,
  asn bigint,
  country text,
  player text,
  method text not null,
  status smallint,
  byte_range text,
  bytes_sent bigint,
  duration_seconds double precision,
  file_bytes bigint,
  header_bytes bigint,
  counted_elsewhere boolean,
  consent text not null check (consent in ('granted', 'denied', 'unknown')),
  is_erased boolean not null default false,
  reason text,
  fate text,
  list_version text,
  touchpoint_ids text[] not null default '{}',
  touchpoint_print uuid
) partition by range (occurred_at);
create index episode_requests_by_listener on episode_requests (tenant_id, listener_key, item_key);
create index episode_requests_by_address on episode_requests (tenant_id, address_key, occurred_at) where address_key is not null;
call protect_tenant_table('episode_requests');
call open_to_intake('episode_requests', 'insert');
grant select, update, delete on episode_requests to app;
grant insert on episode_requests to intake;

-- The distinct user agents of a tenant's requests: what a list that changed is asked about anew.
create table request_agents (
  tenant_id uuid not null,
  agent_key uuid not null,
  user_agent text not null,
  primary key (tenant_id, agent_key)
);
call protect_tenant_table('request_agents');
call open_to_intake('request_agents', 'insert');
grant select, delete on request_agents to app;
grant insert on request_agents to intake;

-- Addresses, sealed and for a few days: what a range list that changed is asked about anew, and what matching shares hash.
create table request_addresses (
  tenant_id uuid not null,
  address_key uuid not null,
  day date not null,
  sealed bytea not null,
  primary key (tenant_id, address_key, day)
);
create index request_addresses_by_day on request_addresses (tenant_id, day);
call protect_tenant_table('request_addresses');
call open_to_intake('request_addresses', 'insert');
grant select, delete on request_addresses to app;
grant insert on request_addresses to intake;

-- Work that waits: listeners of an episode who are to be counted. No key of its own, so that intake never waits for whoever takes it.
create table waiting_listeners (
  tenant_id uuid not null,
  priority smallint not null,
  waiting_since timestamptz not null default now(),
  listener_key uuid not null,
  item_key uuid not null,
  day date not null
);
create index waiting_listeners_by_priority on waiting_listeners (tenant_id, priority);
call protect_tenant_table('waiting_listeners');
call open_to_intake('waiting_listeners', 'insert');
call open_to_jobs('waiting_listeners');
grant select, insert, delete on waiting_listeners to app;
grant insert on waiting_listeners to intake;
grant select (tenant_id) on waiting_listeners to jobs;

-- Work that waits: counted downloads that are to become touchpoints, by the touchpoint's id.
create table waiting_downloads (
  tenant_id uuid not null,
  touchpoint_id text not null,
  priority smallint not null,
  due_at timestamptz not null default now(),
  touchpoint jsonb not null,
  primary key (tenant_id, touchpoint_id)
);
create index waiting_downloads_by_due on waiting_downloads (tenant_id, due_at);
call protect_tenant_table('waiting_downloads');
call open_to_jobs('waiting_downloads');
grant select, insert, update, delete on waiting_downloads to app;
grant select (tenant_id) on waiting_downloads to jobs;

-- Addresses whose requests of a day are more than people make.
create table crowded_addresses (
  tenant_id uuid not null,
  address_key uuid not null,
  day date not null,
  primary key (tenant_id, address_key, day)
);
call protect_tenant_table('crowded_addresses');
grant select, insert, delete on crowded_addresses to app;

-- How many requests of a day met which fate; '' stands for no show, no episode.
create table request_days (
  tenant_id uuid not null references tenants,
  day date not null,
  show text not null,
  episode text not null,
  evidence text not null,
  fate text not null,
  is_usable boolean not null,
  requests bigint not null,
  primary key (tenant_id, day, show, episode, evidence, fate, is_usable)
);
call protect_tenant_table('request_days');
call open_to_jobs('request_days');
grant select, insert, update, delete on request_days to app;
grant select (tenant_id) on request_days to jobs;

-- What the counts rest on beside the requests, as it was when they were last counted by it: the window, the lists,
-- placements.
create table counting_bases (
  tenant_id uuid not null references tenants,
  part text not null check (part in ('window', 'lists', 'placement')),
  key text not null,
  basis jsonb not null,
  primary key (tenant_id, part, key)
);
call protect_tenant_table('counting_bases');
grant select, insert, update, delete on counting_bases to app;

-- What the hosts themselves counted; '' stands for the whole show.
create table host_figures (
  tenant_id uuid not null references tenants,
  show text not null,
  episode text not null,
  day date not null,
  downloads bigint not null check (downloads >= 0),
  source text not null check (length(source) between 1 and 100),
  entered_at timestamptz not null default now(),
  primary key (tenant_id, show, episode, day)
);
call protect_tenant_table('host_figures');
grant select, insert, update, delete on host_figures to app;

alter table tenants
  add column download_window text not null default 'calendar_day'
    check (download_window in ('calendar_day', 'rolling_first', 'rolling_last')),
  add column address_days smallint not null default 7 check (address_days between 0 and 7);

-- Touchpoints that were made of counted downloads are taken back by id, and leave word behind as new ones do.
create index touchpoints_of_downloads on touchpoints (tenant_id, id) where id like 'download:%';
grant insert on new_touchpoints to app;

alter table erased_events drop constraint erased_events_kind_check;
alter table erased_events add constraint erased_events_kind_check check (kind in ('touchpoint', 'conversion', 'request'));

-- As before, with requests.
create or replace function ensure_event_partitions(first_day date, last_day date) returns integer
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
  foreach parent in array array['touchpoints', 'conversions', 'episode_requests'] loop
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

create or replace function drop_empty_event_partitions(before date) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '2s'
  as $$
declare
  part record;
  dropped integer := 0;
begin
  for part in
    select c.oid, c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('public.touchpoints'::regclass, 'public.conversions'::regclass, 'public.episode_requests'::regclass)
      and to_date(substring(c.relname from '_(\d{6})$'), 'YYYYMM') + interval '1 month' <= before
    order by c.relname
  loop
    continue when pg_relation_size(part.oid) > 0;
    execute format('lock table public.%I in access exclusive mode', part.relname);
    continue when pg_relation_size(part.oid) > 0;
    execute format('drop table public.%I', part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
