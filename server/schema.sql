-- Generated from server/migrations by "npm run generate"; change the schema in a new migration.
-- What all migrations together make of the schema "public", by name, to be read and compared; partitions are left out.

CREATE OR REPLACE FUNCTION public.current_tenant_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.tenant_id', true), '')::uuid $function$;
grant execute on function current_tenant_id() to app;

CREATE OR REPLACE FUNCTION public.ensure_event_partitions(first_day date, last_day date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$;
grant execute on function ensure_event_partitions(date,date) to jobs;

CREATE OR REPLACE FUNCTION public.find_api_key(hash bytea)
 RETURNS TABLE(id uuid, tenant_id uuid, scopes text[], tier text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select k.id, k.tenant_id, k.scopes, t.tier
    from public.api_keys k join public.tenants t on t.tenant_id = k.tenant_id
    where k.key_hash = hash and k.revoked_at is null
  $function$;
grant execute on function find_api_key(bytea) to app;
alter function find_api_key(bytea) owner to key_reader;

CREATE OR REPLACE FUNCTION public.intake_tenant_ids()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('app.tenant_ids', true), ''), ',')::uuid[] $function$;
grant execute on function intake_tenant_ids() to intake;

CREATE OR REPLACE PROCEDURE public.open_to_intake(IN target regclass, IN command text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format(
    'create policy intake_rows on %s for %s to intake %s with check (tenant_id = any ((select intake_tenant_ids())::uuid[]))',
    target,
    command,
    case command when 'all' then 'using (tenant_id = any ((select intake_tenant_ids())::uuid[]))' else '' end
  );
end
$procedure$;

CREATE OR REPLACE PROCEDURE public.open_to_jobs(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('create policy job_directory on %s for select to jobs using (true)', target);
end
$procedure$;

CREATE OR REPLACE PROCEDURE public.protect_tenant_table(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_rows on %s for all to app, owner %s %s',
    target,
    'using (tenant_id = (select current_tenant_id()))',
    'with check (tenant_id = (select current_tenant_id()))'
  );
end
$procedure$;

create table api_keys (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  key_hash bytea not null,
  hint text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (tenant_id, id),
  constraint api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint api_keys_key_hash_check CHECK (length(key_hash) = 32),
  constraint api_keys_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint api_keys_scopes_check CHECK (scopes <@ ARRAY['ingest'::text, 'read'::text, 'admin'::text] AND cardinality(scopes) > 0)
);
CREATE UNIQUE INDEX api_keys_by_hash ON api_keys USING btree (key_hash, tenant_id);
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy key_lookup on api_keys for select to key_reader
  using (true);
create policy tenant_rows on api_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on api_keys to app;
grant select (tenant_id, id, key_hash, scopes, revoked_at) on api_keys to key_reader;

create table audit_log (
  tenant_id uuid not null,
  id uuid not null,
  occurred_at timestamp with time zone not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'::jsonb,
  constraint audit_log_pkey PRIMARY KEY (tenant_id, id),
  constraint audit_log_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint audit_log_detail_check CHECK (pg_column_size(detail) <= 8192)
);
CREATE INDEX audit_log_by_time ON audit_log USING btree (tenant_id, occurred_at);
alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy tenant_rows on audit_log for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on audit_log to app;

create table campaigns (
  tenant_id uuid not null,
  key text not null,
  name text,
  spend_minor bigint,
  currency text,
  created_at timestamp with time zone not null default now(),
  constraint campaigns_pkey PRIMARY KEY (tenant_id, key),
  constraint campaigns_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint campaigns_check CHECK ((spend_minor IS NULL) = (currency IS NULL)),
  constraint campaigns_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint campaigns_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint campaigns_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint campaigns_spend_minor_check CHECK (spend_minor >= 0)
);
alter table campaigns enable row level security;
alter table campaigns force row level security;
create policy tenant_rows on campaigns for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on campaigns to app;

create table changed_codes (
  tenant_id uuid not null,
  code text not null,
  changed_at timestamp with time zone not null default now(),
  constraint changed_codes_pkey PRIMARY KEY (tenant_id, code),
  constraint changed_codes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table changed_codes enable row level security;
alter table changed_codes force row level security;
create policy job_directory on changed_codes for select to jobs
  using (true);
create policy tenant_rows on changed_codes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on changed_codes to app;
grant select (tenant_id) on changed_codes to jobs;

create table conversion_keys (
  tenant_id uuid not null,
  id text not null,
  fingerprint uuid not null,
  constraint conversion_keys_pkey PRIMARY KEY (tenant_id, id),
  constraint conversion_keys_id_check CHECK (length(id) >= 1 AND length(id) <= 200)
);
alter table conversion_keys enable row level security;
alter table conversion_keys force row level security;
create policy intake_rows on conversion_keys for all to intake
  using (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]))
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on conversion_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on conversion_keys to app;
grant insert on conversion_keys to intake;
grant select (tenant_id, id, fingerprint) on conversion_keys to intake;

create table conversion_rollups (
  tenant_id uuid not null,
  grain text not null,
  starts_on date not null,
  kind text not null,
  currency text not null,
  conversions bigint not null,
  value_minor bigint not null,
  attributed_conversions bigint not null,
  attributed_value_minor bigint not null,
  constraint conversion_rollups_pkey PRIMARY KEY (tenant_id, grain, starts_on, kind, currency),
  constraint conversion_rollups_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint conversion_rollups_grain_check CHECK (grain = ANY (ARRAY['day'::text, 'month'::text]))
);
alter table conversion_rollups enable row level security;
alter table conversion_rollups force row level security;
create policy tenant_rows on conversion_rollups for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on conversion_rollups to app;

create table conversions (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null default now(),
  source text not null,
  kind text not null,
  value_minor bigint,
  currency text,
  order_id text,
  promo_code text,
  is_new_customer boolean,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  connection_type text not null,
  metadata jsonb,
  constraint conversions_check CHECK ((value_minor IS NULL) = (currency IS NULL)),
  constraint conversions_connection_type_check CHECK (connection_type = ANY (ARRAY['household'::text, 'mobile'::text, 'business'::text, 'relay'::text, 'datacenter'::text, 'unknown'::text])),
  constraint conversions_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint conversions_kind_check CHECK (kind = ANY (ARRAY['visit'::text, 'lead'::text, 'signup'::text, 'install'::text, 'purchase'::text, 'subscription'::text])),
  constraint conversions_metadata_check CHECK (pg_column_size(metadata) <= 65536),
  constraint conversions_source_check CHECK (source = ANY (ARRAY['webhook'::text, 'server'::text, 'import'::text, 'pixel'::text])),
  constraint conversions_value_minor_check CHECK (value_minor >= 0)
) partition by range (occurred_at);
CREATE INDEX conversions_by_address ON conversions USING btree (tenant_id, address_key, occurred_at) WHERE address_key IS NOT NULL;
CREATE INDEX conversions_by_click ON conversions USING btree (tenant_id, click_key, occurred_at) WHERE click_key IS NOT NULL;
CREATE INDEX conversions_by_code ON conversions USING btree (tenant_id, promo_code) WHERE promo_code IS NOT NULL;
CREATE INDEX conversions_by_device ON conversions USING btree (tenant_id, device_key, occurred_at) WHERE device_key IS NOT NULL;
CREATE INDEX conversions_by_email ON conversions USING btree (tenant_id, email_key, occurred_at) WHERE email_key IS NOT NULL;
CREATE INDEX conversions_by_id ON conversions USING btree (tenant_id, id);
CREATE INDEX conversions_by_order ON conversions USING btree (tenant_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX conversions_by_time ON conversions USING btree (tenant_id, occurred_at DESC, id DESC);
CREATE INDEX conversions_by_user ON conversions USING btree (tenant_id, user_key, occurred_at) WHERE user_key IS NOT NULL;
alter table conversions enable row level security;
alter table conversions force row level security;
create policy intake_rows on conversions for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on conversions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on conversions to app;
grant insert on conversions to intake;

create table credit_rollups (
  tenant_id uuid not null,
  grain text not null,
  dimension text not null,
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
  constraint credit_rollups_pkey PRIMARY KEY (tenant_id, grain, dimension, starts_on, key, kind, currency),
  constraint credit_rollups_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint credit_rollups_dimension_check CHECK (dimension = ANY (ARRAY['campaign'::text, 'channel'::text, 'show'::text, 'episode'::text, 'placement'::text])),
  constraint credit_rollups_grain_check CHECK (grain = ANY (ARRAY['day'::text, 'month'::text]))
);
alter table credit_rollups enable row level security;
alter table credit_rollups force row level security;
create policy tenant_rows on credit_rollups for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on credit_rollups to app;

create table dirty_conversions (
  tenant_id uuid not null,
  conversion_id text not null,
  priority smallint not null,
  reason text not null,
  waiting_since timestamp with time zone not null default now(),
  constraint dirty_conversions_pkey PRIMARY KEY (tenant_id, conversion_id),
  constraint dirty_conversions_reason_check CHECK (reason = ANY (ARRAY['new'::text, 'late_touchpoint'::text, 'refund'::text, 'promo_code'::text, 'duplicate_order'::text, 'customer_history'::text, 'rebuild'::text]))
);
CREATE INDEX dirty_conversions_by_priority ON dirty_conversions USING btree (tenant_id, priority);
alter table dirty_conversions enable row level security;
alter table dirty_conversions force row level security;
create policy intake_rows on dirty_conversions for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy job_directory on dirty_conversions for select to jobs
  using (true);
create policy tenant_rows on dirty_conversions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on dirty_conversions to app;
grant insert on dirty_conversions to intake;
grant select (tenant_id) on dirty_conversions to jobs;

create table episodes (
  tenant_id uuid not null,
  key text not null,
  name text,
  created_at timestamp with time zone not null default now(),
  constraint episodes_pkey PRIMARY KEY (tenant_id, key),
  constraint episodes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint episodes_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint episodes_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
alter table episodes enable row level security;
alter table episodes force row level security;
create policy tenant_rows on episodes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on episodes to app;

create table idempotent_requests (
  tenant_id uuid not null,
  principal text not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  sealed_answer bytea not null,
  created_at timestamp with time zone not null,
  constraint idempotent_requests_pkey PRIMARY KEY (tenant_id, principal, route, key),
  constraint idempotent_requests_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint idempotent_requests_body_hash_check CHECK (length(body_hash) = 32),
  constraint idempotent_requests_key_check CHECK (length(key) >= 1 AND length(key) <= 255)
);
alter table idempotent_requests enable row level security;
alter table idempotent_requests force row level security;
create policy tenant_rows on idempotent_requests for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on idempotent_requests to app;

create table new_touchpoints (
  tenant_id uuid not null,
  priority smallint not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null default now(),
  campaign text,
  show text,
  episode text,
  address_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid
);
CREATE INDEX new_touchpoints_by_priority ON new_touchpoints USING btree (tenant_id, priority);
alter table new_touchpoints enable row level security;
alter table new_touchpoints force row level security;
create policy intake_rows on new_touchpoints for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy job_directory on new_touchpoints for select to jobs
  using (true);
create policy tenant_rows on new_touchpoints for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on new_touchpoints to app;
grant insert on new_touchpoints to intake;
grant select (tenant_id) on new_touchpoints to jobs;

create table path_history (
  tenant_id uuid not null,
  conversion_id text not null,
  version integer not null,
  converted_at timestamp with time zone not null,
  built_at timestamp with time zone not null,
  superseded_at timestamp with time zone not null default now(),
  reason text not null,
  duplicate_of text,
  packed bytea,
  touchpoint_ids text[] not null,
  constraint path_history_pkey PRIMARY KEY (tenant_id, conversion_id, version),
  constraint path_history_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table path_history enable row level security;
alter table path_history force row level security;
create policy tenant_rows on path_history for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on path_history to app;

create table paths (
  tenant_id uuid not null,
  conversion_id text not null,
  version integer not null,
  converted_at timestamp with time zone not null,
  built_at timestamp with time zone not null default now(),
  reason text not null,
  duplicate_of text,
  packed bytea storage external,
  touchpoint_ids text[] not null,
  constraint paths_pkey PRIMARY KEY (tenant_id, conversion_id),
  constraint paths_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint paths_check CHECK ((packed IS NULL) = (duplicate_of IS NOT NULL)),
  constraint paths_version_check CHECK (version >= 1)
) with (fillfactor=90);
CREATE INDEX paths_by_time ON paths USING btree (tenant_id, converted_at);
alter table paths enable row level security;
alter table paths force row level security;
create policy tenant_rows on paths for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on paths to app;

create table promo_codes (
  tenant_id uuid not null,
  code text not null,
  campaign text not null,
  show text,
  created_at timestamp with time zone not null default now(),
  constraint promo_codes_pkey PRIMARY KEY (tenant_id, code),
  constraint promo_codes_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key),
  constraint promo_codes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint promo_codes_code_check CHECK (length(code) >= 1 AND length(code) <= 100 AND code = upper(code)),
  constraint promo_codes_show_check CHECK (length(show) >= 1 AND length(show) <= 200)
);
CREATE INDEX promo_codes_by_campaign ON promo_codes USING btree (tenant_id, campaign);
alter table promo_codes enable row level security;
alter table promo_codes force row level security;
create policy tenant_rows on promo_codes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on promo_codes to app;

create table refunds (
  tenant_id uuid not null,
  conversion_id text not null,
  id text not null,
  fingerprint uuid not null,
  occurred_at timestamp with time zone not null,
  value_minor bigint not null,
  received_at timestamp with time zone not null default now(),
  constraint refunds_pkey PRIMARY KEY (tenant_id, conversion_id, id),
  constraint refunds_tenant_id_conversion_id_fkey FOREIGN KEY (tenant_id, conversion_id) REFERENCES conversion_keys(tenant_id, id),
  constraint refunds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint refunds_id_check CHECK (length(id) >= 1 AND length(id) <= 200),
  constraint refunds_value_minor_check CHECK (value_minor >= 0)
);
alter table refunds enable row level security;
alter table refunds force row level security;
create policy tenant_rows on refunds for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on refunds to app;

create table schema_migrations (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (name)
);
grant select on schema_migrations to app;

create table shows (
  tenant_id uuid not null,
  key text not null,
  name text,
  created_at timestamp with time zone not null default now(),
  constraint shows_pkey PRIMARY KEY (tenant_id, key),
  constraint shows_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint shows_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint shows_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
alter table shows enable row level security;
alter table shows force row level security;
create policy tenant_rows on shows for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on shows to app;

create table slots (
  tenant_id uuid not null,
  slot integer not null,
  campaign text,
  channel text,
  show text,
  episode text,
  placement text,
  constraint slots_pkey PRIMARY KEY (tenant_id, slot),
  constraint slots_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table slots enable row level security;
alter table slots force row level security;
create policy tenant_rows on slots for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on slots to app;

create table sources (
  tenant_id uuid not null,
  source integer not null,
  kind text not null,
  value text not null,
  constraint sources_pkey PRIMARY KEY (tenant_id, source),
  constraint sources_tenant_id_kind_value_key UNIQUE (tenant_id, kind, value),
  constraint sources_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint sources_kind_check CHECK (kind = ANY (ARRAY['referrer'::text, 'utm'::text]))
);
alter table sources enable row level security;
alter table sources force row level security;
create policy tenant_rows on sources for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on sources to app;

create table tenants (
  tenant_id uuid not null,
  slug text not null,
  name text not null,
  tier text not null,
  currency text,
  simulated boolean not null default false,
  sealed_key bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint tenants_pkey PRIMARY KEY (tenant_id),
  constraint tenants_slug_key UNIQUE (slug),
  constraint tenants_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint tenants_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint tenants_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text),
  constraint tenants_tier_check CHECK (tier = ANY (ARRAY['free'::text, 'starter'::text, 'professional'::text, 'enterprise'::text]))
);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy job_directory on tenants for select to jobs
  using (true);
create policy key_lookup on tenants for select to key_reader
  using (true);
create policy tenant_rows on tenants for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on tenants to app;
grant select (tenant_id, slug) on tenants to jobs;
grant select (tenant_id, slug, tier) on tenants to key_reader;

create table touchpoint_keys (
  tenant_id uuid not null,
  id text not null,
  fingerprint uuid not null,
  constraint touchpoint_keys_pkey PRIMARY KEY (tenant_id, id),
  constraint touchpoint_keys_id_check CHECK (length(id) >= 1 AND length(id) <= 200)
);
alter table touchpoint_keys enable row level security;
alter table touchpoint_keys force row level security;
create policy intake_rows on touchpoint_keys for all to intake
  using (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]))
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on touchpoint_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on touchpoint_keys to app;
grant insert on touchpoint_keys to intake;
grant select (tenant_id, id, fingerprint) on touchpoint_keys to intake;

create table touchpoints (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null default now(),
  kind text not null,
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
  connection_type text not null,
  test text,
  arm text,
  metadata jsonb,
  constraint touchpoints_arm_check CHECK (arm = ANY (ARRAY['treatment'::text, 'control'::text])),
  constraint touchpoints_connection_type_check CHECK (connection_type = ANY (ARRAY['household'::text, 'mobile'::text, 'business'::text, 'relay'::text, 'datacenter'::text, 'unknown'::text])),
  constraint touchpoints_kind_check CHECK (kind = ANY (ARRAY['download'::text, 'impression'::text, 'click'::text, 'vanity_visit'::text, 'promo_code'::text, 'survey'::text])),
  constraint touchpoints_metadata_check CHECK (pg_column_size(metadata) <= 65536)
) partition by range (occurred_at);
CREATE INDEX touchpoints_by_address ON touchpoints USING btree (tenant_id, address_key, occurred_at) WHERE address_key IS NOT NULL;
CREATE INDEX touchpoints_by_click ON touchpoints USING btree (tenant_id, click_key, occurred_at) WHERE click_key IS NOT NULL;
CREATE INDEX touchpoints_by_device ON touchpoints USING btree (tenant_id, device_key, occurred_at) WHERE device_key IS NOT NULL;
CREATE INDEX touchpoints_by_email ON touchpoints USING btree (tenant_id, email_key, occurred_at) WHERE email_key IS NOT NULL;
CREATE INDEX touchpoints_by_user ON touchpoints USING btree (tenant_id, user_key, occurred_at) WHERE user_key IS NOT NULL;
alter table touchpoints enable row level security;
alter table touchpoints force row level security;
create policy intake_rows on touchpoints for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on touchpoints for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on touchpoints to app;
grant insert on touchpoints to intake;
