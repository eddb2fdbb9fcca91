-- Generated from server/migrations by "npm run generate"; change the schema in a new migration.
-- What all migrations together make of the schema "public", by name, to be read and compared; partitions are left out.

CREATE OR REPLACE FUNCTION public.accept_share(asked_share uuid, asked_kinds text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  accepted public.shares;
begin
  update public.shares s set accepted_at = now(), grantee_kinds = asked_kinds
    where s.id = asked_share and s.grantee_id = public.current_tenant_id() and s.accepted_at is null and s.ended_at is null
      and s.expires_at > now()
    returning * into accepted;
  if accepted.id is null then
    return false;
  end if;
  insert into public.share_marks (tenant_id, share_id) values (accepted.tenant_id, accepted.id);
  perform public.append_audit_beside(
    accepted.tenant_id, 'grantee', 'share.accept', accepted.id::text, json_build_object('grantee', accepted.grantee_name)
  );
  return true;
end
$function$;
grant execute on function accept_share(uuid,text[]) to app;
alter function accept_share(uuid,text[]) owner to share_reader;

CREATE OR REPLACE FUNCTION public.append_audit(id uuid, actor text, action text, target text, before json, after json)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  tenant uuid := current_tenant_id();
  head audit_heads;
  happened_at timestamptz;
  new_hash bytea;
begin
  insert into audit_heads (tenant_id, seq, hash) values (tenant, 0, sha256('')) on conflict do nothing;
  select * into head from audit_heads h where h.tenant_id = tenant for update;
  happened_at := clock_timestamp();
  new_hash := audit_hash(tenant::text, head.seq + 1, id, happened_at, actor, action, target, before, after, head.hash);
  insert into audit_log (tenant_id, id, seq, occurred_at, actor, action, target, before, after, previous_hash, hash)
    values (tenant, id, head.seq + 1, happened_at, actor, action, target, before, after, head.hash, new_hash);
  update audit_heads h set seq = head.seq + 1, hash = new_hash where h.tenant_id = tenant;
end
$function$;
grant execute on function append_audit(uuid,text,text,text,json,json) to app;

CREATE OR REPLACE FUNCTION public.append_audit_beside(other uuid, actor text, action text, target text, after json)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  own uuid := current_tenant_id();
begin
  perform set_config('app.tenant_id', other::text, true);
  insert into share_notes (tenant_id, share_id, actor, action, after)
    select t.tenant_id, target::uuid, actor, action, after from tenants t where t.tenant_id = other;
  perform set_config('app.tenant_id', own::text, true);
end
$function$;
grant execute on function append_audit_beside(uuid,text,text,text,json) to share_reader;

CREATE OR REPLACE FUNCTION public.append_audit_of(tenant uuid, id uuid, actor text, action text, target text, before json, after json)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform append_audit(id, actor, action, target, before, after);
  perform set_config('app.tenant_id', '', true);
end
$function$;
grant execute on function append_audit_of(uuid,uuid,text,text,text,json,json) to auth;

CREATE OR REPLACE FUNCTION public.append_platform_audit(id uuid, actor text, action text, target text, before json, after json)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  head platform_audit_head;
  happened_at timestamptz;
  new_hash bytea;
begin
  select * into head from platform_audit_head for update;
  happened_at := clock_timestamp();
  new_hash := audit_hash('platform', head.seq + 1, id, happened_at, actor, action, target, before, after, head.hash);
  insert into platform_audit_log (seq, id, occurred_at, actor, action, target, before, after, previous_hash, hash)
    values (head.seq + 1, id, happened_at, actor, action, target, before, after, head.hash, new_hash);
  update platform_audit_head set seq = head.seq + 1, hash = new_hash;
end
$function$;
grant execute on function append_platform_audit(uuid,text,text,text,json,json) to auth;

CREATE OR REPLACE FUNCTION public.append_platform_audit_here(id uuid, actor text, action text, after json)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  tenant uuid := current_tenant_id();
begin
  if tenant is null then
    raise exception 'no tenant is set';
  end if;
  if action !~ '^(tenant|tenant_quota|tenant_flag)\.[a-z_]+$' then
    raise exception 'no act of an operator: %', action;
  end if;
  perform append_platform_audit(id, actor, action, tenant::text, null, after);
end
$function$;
grant execute on function append_platform_audit_here(uuid,text,text,json) to app;

CREATE OR REPLACE FUNCTION public.append_share_read(grantor uuid, asked_share uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  own uuid := current_tenant_id();
  is_noted boolean;
begin
  perform set_config('app.tenant_id', grantor::text, true);
  is_noted := exists (
    select from share_notes n where n.tenant_id = grantor and n.share_id = asked_share and n.action = 'share.read'
  ) or exists (
    select from audit_log l
    where l.tenant_id = grantor and l.occurred_at > clock_timestamp() - interval '1 hour' and l.target = asked_share::text
      and l.action = 'share.read' and l.actor = 'grantee'
  );
  perform set_config('app.tenant_id', own::text, true);
  if not is_noted then
    perform append_audit_beside(grantor, 'grantee', 'share.read', asked_share::text, null);
  end if;
end
$function$;
grant execute on function append_share_read(uuid,uuid) to share_reader;

CREATE OR REPLACE FUNCTION public.audit_hash(chain text, seq bigint, id uuid, occurred_at timestamp with time zone, actor text, action text, target text, before json, after json, previous bytea)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select sha256(convert_to(string_agg(octet_length(convert_to(field, 'UTF8')) || ':' || field || ',', '' order by place), 'UTF8'))
    from unnest(array[
      chain, seq::text, id::text, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, action, target,
      coalesce(before::text, ''), coalesce(after::text, ''), encode(previous, 'hex')
    ]) with ordinality as fields (field, place)
  $function$;

CREATE OR REPLACE FUNCTION public.claim_public_id()
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    declare
      drawn text;
    begin
      loop
        drawn := public.draw_public_id();
        insert into public.public_id_claims (public_id) values (drawn) on conflict do nothing;
        if found then
          return drawn;
        end if;
      end loop;
    end
  $function$;
grant execute on function claim_public_id() to app;
alter function claim_public_id() owner to id_claimer;

CREATE OR REPLACE FUNCTION public.claim_share(asked_hash bytea)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  claimed public.shares;
  tenant uuid := public.current_tenant_id();
begin
  select * into claimed from public.shares s
    where s.code_hash = asked_hash and s.tenant_id <> tenant and s.ended_at is null and s.expires_at > now()
      and (s.grantee_id = tenant or (s.grantee_id is null and s.code_expires_at > now()))
    for update;
  if claimed.id is null or claimed.grantee_id is not null then
    return claimed.id;
  end if;
  update public.shares s
    set grantee_id = tenant, claimed_at = now(), grantee_name = (select t.name from public.tenants t where t.tenant_id = tenant)
    where s.tenant_id = claimed.tenant_id and s.id = claimed.id
    returning * into claimed;
  perform public.append_audit_beside(
    claimed.tenant_id, 'grantee', 'share.claim', claimed.id::text, json_build_object('grantee', claimed.grantee_name)
  );
  return claimed.id;
end
$function$;
grant execute on function claim_share(bytea) to app;
alter function claim_share(bytea) owner to share_reader;

CREATE OR REPLACE FUNCTION public.current_tenant_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.tenant_id', true), '')::uuid $function$;
grant execute on function current_tenant_id() to app;
grant execute on function current_tenant_id() to share_reader;

CREATE OR REPLACE FUNCTION public.destroy_lapsed_keys()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  lapsed public.shares;
  tenant uuid := public.current_tenant_id();
  other uuid;
begin
  for lapsed in
    select s.* from public.shares s
    where (s.tenant_id = tenant or s.grantee_id = tenant)
      and (s.expires_at <= now() or (s.grantee_id is null and s.code_expires_at <= now()))
      and exists (select from public.share_keys k where k.tenant_id = s.tenant_id and k.share_id = s.id)
    order by s.id for update of s
  loop
    delete from public.share_keys k where k.tenant_id = lapsed.tenant_id and k.share_id = lapsed.id;
    continue when not found;
    insert into public.share_marks (tenant_id, share_id)
      select party, lapsed.id from unnest(array[lapsed.tenant_id, lapsed.grantee_id]) as party where party is not null;
    other := case when lapsed.tenant_id = tenant then lapsed.grantee_id else lapsed.tenant_id end;
    if other is not null then
      perform public.append_audit_beside(other, 'system', 'share.expire', lapsed.id::text, null);
    end if;
    return next lapsed.id;
  end loop;
end
$function$;
grant execute on function destroy_lapsed_keys() to app;
alter function destroy_lapsed_keys() owner to share_reader;

CREATE OR REPLACE FUNCTION public.draw_public_id()
 RETURNS text
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select left(lower(regexp_replace(encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'base64'), '[^A-Za-z0-9]', '', 'g')), 12)
  $function$;
alter function draw_public_id() owner to id_claimer;

CREATE OR REPLACE FUNCTION public.drop_empty_event_partitions(before date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
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
$function$;
grant execute on function drop_empty_event_partitions(date) to jobs;

CREATE OR REPLACE FUNCTION public.end_own_shares()
 RETURNS TABLE(share_id uuid, side text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  tenant uuid := public.current_tenant_id();
begin
  for share_id, side in
    select s.id, case when s.tenant_id = tenant then 'grantor' else 'grantee' end
    from public.shares s
    where s.ended_at is null and (s.tenant_id = tenant or s.grantee_id = tenant)
      and (s.expires_at > now() or exists (select from public.share_keys k where k.tenant_id = s.tenant_id and k.share_id = s.id))
    order by s.id for update of s
  loop
    if public.end_share(share_id) then
      return next;
    end if;
  end loop;
end
$function$;
grant execute on function end_own_shares() to app;
grant execute on function end_own_shares() to owner;
alter function end_own_shares() owner to share_reader;

CREATE OR REPLACE FUNCTION public.end_share(asked_share uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  ended public.shares;
  tenant uuid := public.current_tenant_id();
begin
  update public.shares s
    set ended_at = now(), ended_by = case when s.tenant_id = tenant then 'grantor' else 'grantee' end
    where s.id = asked_share and s.ended_at is null and (s.tenant_id = tenant or s.grantee_id = tenant)
    returning * into ended;
  if ended.id is null then
    return false;
  end if;
  delete from public.share_keys k where k.tenant_id = ended.tenant_id and k.share_id = ended.id;
  insert into public.share_marks (tenant_id, share_id)
    select party, ended.id from unnest(array[ended.tenant_id, ended.grantee_id]) as party where party is not null;
  if ended.ended_by = 'grantee' then
    perform public.append_audit_beside(ended.tenant_id, 'grantee', 'share.decline', ended.id::text, null);
  elsif ended.grantee_id is not null then
    perform public.append_audit_beside(ended.grantee_id, 'grantor', 'share.revoke', ended.id::text, null);
  end if;
  return true;
end
$function$;
grant execute on function end_share(uuid) to app;
alter function end_share(uuid) owner to share_reader;

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
  foreach parent in array array['touchpoints', 'conversions', 'episode_requests'] loop
    month := make_date(extract(year from first_day)::integer, extract(month from first_day)::integer, 1);
    while month <= last_day loop
      partition := parent || '_' || to_char(month, 'YYYYMM');
      if to_regclass('public.' || partition) is null then
        execute format('create table public.%I (like public.%I including all)', partition, parent);
        if parent = 'episode_requests' then
          execute format('alter table public.%I set (fillfactor = 40)', partition);
        end if;
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

CREATE OR REPLACE FUNCTION public.erase_closed_tenant(target uuid)
 RETURNS TABLE(relation text, erased bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
  perform public.end_own_shares();
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
$function$;
grant execute on function erase_closed_tenant(uuid) to auth;

CREATE OR REPLACE FUNCTION public.find_api_key(hash bytea)
 RETURNS TABLE(id uuid, tenant_id uuid, tier text, scopes text[], is_revoked boolean, ends_at timestamp with time zone, allowed_networks text[], requests_per_minute integer, role text, is_disabled boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select k.id, k.tenant_id, t.tier, k.scopes, k.revoked_at is not null,
      case when k.key_hash = hash then k.expires_at else least(k.previous_until, k.expires_at) end,
      k.allowed_networks, k.requests_per_minute, a.role, a.disabled_at is not null
    from public.api_keys k
      join public.tenants t on t.tenant_id = k.tenant_id
      left join public.service_accounts a on a.tenant_id = k.tenant_id and a.id = k.service_account_id
    where k.key_hash = hash or k.previous_hash = hash
  $function$;
grant execute on function find_api_key(bytea) to app;
alter function find_api_key(bytea) owner to key_reader;

CREATE OR REPLACE FUNCTION public.find_explanation_link(hash bytea)
 RETURNS TABLE(tenant_id uuid, link_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select l.tenant_id, l.link_id from public.explanation_links l where l.token_hash = hash
  $function$;
grant execute on function find_explanation_link(bytea) to app;
alter function find_explanation_link(bytea) owner to key_reader;

CREATE OR REPLACE FUNCTION public.find_report_link(hash bytea)
 RETURNS TABLE(tenant_id uuid, link_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select l.tenant_id, l.link_id from public.report_links l where l.token_hash = hash
  $function$;
grant execute on function find_report_link(bytea) to app;
alter function find_report_link(bytea) owner to key_reader;

CREATE OR REPLACE FUNCTION public.intake_tenant_ids()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('app.tenant_ids', true), ''), ',')::uuid[] $function$;
grant execute on function intake_tenant_ids() to intake;

CREATE OR REPLACE FUNCTION public.keys_known_to(person uuid, at timestamp with time zone)
 RETURNS TABLE(id uuid, name text, hint text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
    with recursive known (id) as (
      select l.target from audit_log l
      where l.tenant_id = (select current_tenant_id()) and l.actor = 'member:' || person
        and l.action in ('api_key.create', 'api_key.rotate')
      union
      select l.target from known k join audit_log l on l.tenant_id = (select current_tenant_id())
        and l.actor in ('api_key:' || k.id, 'session:api_key:' || k.id) and l.action in ('api_key.create', 'api_key.rotate')
    )
    select k.id, k.name, k.hint from api_keys k
    where k.tenant_id = (select current_tenant_id()) and k.id::text in (select known.id from known) and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > at)
    order by k.id
  $function$;
grant execute on function keys_known_to(uuid,timestamp with time zone) to app;

CREATE OR REPLACE FUNCTION public.live_share(asked_share uuid)
 RETURNS SETOF shares
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select s.* from public.shares s
    where s.id = asked_share and s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = public.current_tenant_id() or s.grantee_id = public.current_tenant_id())
      and not exists (select from public.tenants t where t.tenant_id in (s.tenant_id, s.grantee_id) and t.suspended_at is not null)
  $function$;
alter function live_share(uuid) owner to share_reader;

CREATE OR REPLACE FUNCTION public.live_share_keys()
 RETURNS TABLE(share_id uuid, campaign text, kinds text[], sealed_key bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select s.id, case when s.tenant_id = public.current_tenant_id() then s.campaign end, s.grantee_kinds, k.sealed_key
    from public.shares s join public.share_keys k on k.tenant_id = s.tenant_id and k.share_id = s.id
    where s.kind = 'matching' and s.ended_at is null and s.expires_at > now() and (s.grantee_id is not null or s.code_expires_at > now())
      and (s.tenant_id = public.current_tenant_id() or (s.grantee_id = public.current_tenant_id() and s.accepted_at is not null))
    order by s.id
  $function$;
grant execute on function live_share_keys() to app;
alter function live_share_keys() owner to share_reader;

CREATE OR REPLACE FUNCTION public.lock_seats_of(tenant uuid)
 RETURNS TABLE(is_overridden boolean, maximum bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  insert into quota_counters as c (tenant_id, quota, period) values (tenant, 'members', '1970-01-01')
    on conflict (tenant_id, quota, period) do update set used = c.used;
  select o.maximum into maximum from quota_overrides o where o.tenant_id = tenant and o.quota = 'members';
  is_overridden := found;
  perform set_config('app.tenant_id', '', true);
  return next;
end
$function$;
grant execute on function lock_seats_of(uuid) to auth;

CREATE OR REPLACE FUNCTION public.note_share_read(asked_share uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  grantor uuid;
begin
  select s.tenant_id into grantor from public.shares s where s.id = asked_share and s.grantee_id = public.current_tenant_id();
  if grantor is not null then
    perform public.append_share_read(grantor, asked_share);
  end if;
end
$function$;
grant execute on function note_share_read(uuid) to app;
alter function note_share_read(uuid) owner to share_reader;

CREATE OR REPLACE PROCEDURE public.open_to_auth(IN target regclass, IN command text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format(
    'create policy auth_rows on %s for %s to auth %s %s',
    target,
    command,
    case command when 'insert' then '' else 'using (true)' end,
    case when command in ('all', 'insert', 'update') then 'with check (true)' else '' end
  );
end
$procedure$;

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

CREATE OR REPLACE PROCEDURE public.protect_people_table(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy people_rows on %s for all to auth, owner using (true) with check (true)', target);
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

CREATE OR REPLACE FUNCTION public.received_shares(asked_share uuid)
 RETURNS TABLE(id uuid, kind text, campaign text, grantor_name text, breakdowns text[], conversion_kinds text[], shows_value boolean, shows_spend boolean, starts_on date, ends_before date, min_conversions integer, expires_at timestamp with time zone, claimed_at timestamp with time zone, accepted_at timestamp with time zone, grantee_kinds text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select s.id, s.kind, s.campaign, s.grantor_name, s.breakdowns, s.conversion_kinds, s.shows_value, s.shows_spend, s.starts_on,
      s.ends_before, s.min_conversions, s.expires_at, s.claimed_at, s.accepted_at, s.grantee_kinds
    from public.shares s
    where s.grantee_id = public.current_tenant_id() and s.ended_at is null and s.expires_at > now()
      and (asked_share is null or s.id = asked_share)
    order by s.id
  $function$;
grant execute on function received_shares(uuid) to app;
alter function received_shares(uuid) owner to share_reader;

CREATE OR REPLACE FUNCTION public.revoke_keys_known_to(person uuid, at timestamp with time zone)
 RETURNS TABLE(id uuid, name text, hint text)
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
    update api_keys k set revoked_at = now() from keys_known_to(person, at) known
    where k.tenant_id = (select current_tenant_id()) and k.id = known.id and k.revoked_at is null
    returning k.id, k.name, k.hint
  $function$;
grant execute on function revoke_keys_known_to(uuid,timestamp with time zone) to app;

CREATE OR REPLACE FUNCTION public.settle_keys_of(tenant uuid, person uuid, at timestamp with time zone, revokes boolean)
 RETURNS TABLE(id uuid, name text, hint text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  if revokes then
    return query select * from revoke_keys_known_to(person, at);
  else
    return query select * from keys_known_to(person, at);
  end if;
  perform set_config('app.tenant_id', '', true);
end
$function$;
grant execute on function settle_keys_of(uuid,uuid,timestamp with time zone,boolean) to auth;

CREATE OR REPLACE FUNCTION public.share_currencies(asked_share uuid)
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select array(
      select c.currency from (
        select p.currency, count(distinct p.person) as people from public.share_people(asked_share, 'linear', null, null) p
        where p.currency <> '' group by p.currency, p.epoch
      ) as c
      group by c.currency having max(c.people) >= (select s.min_conversions from public.live_share(asked_share) s)
      order by max(c.people) desc, c.currency
    )
  $function$;
alter function share_currencies(uuid) owner to share_reader;

CREATE OR REPLACE FUNCTION public.share_figures(asked_share uuid, asked_dimension text, asked_model text, asked_currency text, asked_from date, asked_before date)
 RETURNS TABLE(key text, label text, is_few boolean, nano double precision, minor double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    with share as (
      select s.* from public.live_share(asked_share) s cross join lateral (select public.share_currencies(s.id) as shown) as c
      where (asked_dimension = 'campaign' or asked_dimension = any (s.breakdowns))
        and (
          'day' = any (s.breakdowns)
          or (coalesce(extract(day from asked_from), 1) = 1 and coalesce(extract(day from asked_before), 1) = 1)
        )
        and case when cardinality(c.shown) = 0 then asked_currency = '' else asked_currency = any (c.shown) end
    ), figures as (
      select case when asked_dimension = 'day' then r.starts_on::text else r.key end as name, r.nano, r.minor, r.counted
      from share s cross join lateral (
        select r.model, r.dimension, r.starts_on, r.key, r.kind, r.currency, r.nano, r.minor, r.counted from public.campaign_rollups r
        where s.kind = 'report' and r.tenant_id = s.tenant_id and r.campaign = s.campaign
        union all
        select r.model, r.dimension, r.starts_on, r.key, r.kind, r.currency, r.nano, r.minor, r.counted from public.matched_rollups r
        where s.kind = 'matching' and r.tenant_id = s.tenant_id and r.share_id = s.id
      ) as r
      where r.model = asked_model and r.currency in ('', asked_currency)
        and r.dimension = case asked_dimension when 'day' then 'campaign' else asked_dimension end
        and r.starts_on >= coalesce(greatest(s.starts_on, asked_from), '-infinity')
        and r.starts_on < coalesce(least(s.ends_before, asked_before), 'infinity')
        and (s.conversion_kinds is null or r.kind = any (s.conversion_kinds))
    ), people as (
      select p.person, p.epoch, p.currency <> '' as has_paid,
        case asked_dimension
          when 'campaign' then s.campaign
          when 'day' then p.starts_on::text
          when 'channel' then coalesce(p.channel, '')
          when 'show' then coalesce(p.show, '')
          when 'episode' then coalesce(p.episode, '')
          when 'placement' then coalesce(p.placement, '')
        end as name
      from share s cross join lateral public.share_people(s.id, asked_model, asked_from, asked_before) p
      where p.currency in ('', asked_currency)
    ), stands as (
      select n.name, max(n.people) as people from (
        select p.name, count(distinct p.person) as people from people p group by p.name, p.epoch
      ) as n group by n.name
    ), cells as (
      select f.name, sum(f.nano) as nano, sum(f.minor) as minor, coalesce(max(t.people), 0) as people
      from figures f left join stands t on t.name = f.name group by f.name having sum(f.counted) > 0
    ), ranked as (
      select c.*, c.people < s.min_conversions as is_small, bool_or(c.people < s.min_conversions) over () as has_small,
        row_number() over (partition by c.people < s.min_conversions order by c.people, c.name) as rank
      from cells c cross join share s
    ), judged as (
      select r.is_small or (r.has_small and r.rank = 1) as is_few, r.name, r.nano, r.minor from ranked r
    ), shown as (
      select j.is_few, case when j.is_few then '' else j.name end as name, sum(j.nano) as nano, sum(j.minor) as minor
      from judged j group by 1, 2
    ), paying as (
      select n.is_few, n.name, max(n.people) as people from (
        select j.is_few, case when j.is_few then '' else j.name end as name, count(distinct p.person) as people
        from people p join judged j on j.name = p.name where p.has_paid group by 1, 2, p.epoch
      ) as n group by 1, 2
    ), priced as (
      select w.*, coalesce(y.people, 0) between 1 and s.min_conversions - 1 as is_thin,
        bool_or(coalesce(y.people, 0) between 1 and s.min_conversions - 1) over () as has_thin,
        coalesce(y.people, 0) >= s.min_conversions as is_paid,
        row_number() over (partition by coalesce(y.people, 0) >= s.min_conversions order by y.people, w.name) as rank
      from shown w left join paying y on y.is_few = w.is_few and y.name = w.name cross join share s
    )
    select nullif(w.name, ''), coalesce(c.name, h.name, e.name), w.is_few, w.nano::double precision,
      case when s.shows_value and not (w.is_thin or (w.has_thin and w.is_paid and w.rank = 1)) then w.minor::double precision end
    from priced w cross join share s
    left join public.campaigns c on asked_dimension = 'campaign' and c.tenant_id = s.tenant_id and c.key = w.name
    left join public.shows h on asked_dimension = 'show' and h.tenant_id = s.tenant_id and h.key = w.name
    left join public.episodes e on asked_dimension = 'episode' and e.tenant_id = s.tenant_id and e.key = w.name
    where (select max(n.people) from (select count(distinct p.person) as people from people p group by p.epoch) as n) >= s.min_conversions
  $function$;
grant execute on function share_figures(uuid,text,text,text,date,date) to app;
alter function share_figures(uuid,text,text,text,date,date) owner to share_reader;

CREATE OR REPLACE FUNCTION public.share_head(asked_share uuid)
 RETURNS TABLE(kind text, campaign text, campaign_name text, breakdowns text[], conversion_kinds text[], shows_value boolean, starts_on date, ends_before date, min_conversions integer, created_at timestamp with time zone, accepted_at timestamp with time zone, spend_minor bigint, spend_currency text, computed_at timestamp with time zone, waiting bigint, currencies text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select s.kind, s.campaign, c.name, s.breakdowns, s.conversion_kinds, s.shows_value, s.starts_on, s.ends_before, s.min_conversions,
      s.created_at, s.accepted_at, case when s.shows_spend then c.spend_minor end, case when s.shows_spend then c.currency end,
      coalesce(b.computed_at, (
        select k.computed_at from public.campaign_builds k
        where s.kind = 'report' and k.tenant_id = s.tenant_id and k.campaign = s.campaign and k.built_before is null
      )),
      (select count(*) from (
        select from public.dirty_conversions w where s.kind = 'report' and w.tenant_id = s.tenant_id
        union all select from public.new_touchpoints w where s.kind = 'report' and w.tenant_id = s.tenant_id
        union all select from public.changed_codes w where s.kind = 'report' and w.tenant_id = s.tenant_id
        union all select from public.share_marks w where w.tenant_id in (s.tenant_id, s.grantee_id) and w.share_id = s.id
        union all select from public.share_arrivals w where w.tenant_id in (s.tenant_id, s.grantee_id) and w.share_id = s.id
        union all (select from public.dirty_conversions w where s.kind = 'matching' and w.tenant_id = s.grantee_id limit 1)
        union all (select from public.changed_codes w where s.kind = 'matching' and w.tenant_id = s.tenant_id limit 1)
        limit 1000
      ) as waiting),
      public.share_currencies(s.id)
    from public.live_share(asked_share) s
    join public.campaigns c on c.tenant_id = s.tenant_id and c.key = s.campaign
    left join public.share_builds b on b.tenant_id = s.tenant_id and b.share_id = s.id
  $function$;
grant execute on function share_head(uuid) to app;
alter function share_head(uuid) owner to share_reader;

CREATE OR REPLACE FUNCTION public.share_people(asked_share uuid, asked_model text, asked_from date, asked_before date)
 RETURNS TABLE(starts_on date, currency text, channel text, show text, episode text, placement text, person integer, epoch timestamp without time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    select p.starts_on, p.currency, p.channel, p.show, p.episode, p.placement, p.person, p.epoch
    from public.live_share(asked_share) s cross join lateral (
      select c.starts_on, c.kind, c.currency, l.channel, l.show, l.episode, l.placement, c.person,
        case when c.is_folded then date_trunc('month', c.starts_on::timestamp) end as epoch,
        c.first_touch, c.last_touch, c.linear, c.time_decay, c.position_based
      from public.campaign_people c join public.slots l on l.tenant_id = c.tenant_id and l.slot = c.slot
      where s.kind = 'report' and c.tenant_id = s.tenant_id and c.campaign = s.campaign
      union all
      select c.starts_on, c.kind, c.currency, c.channel, c.show, c.episode, c.placement, c.person, null,
        c.first_touch, c.last_touch, c.linear, c.time_decay, c.position_based
      from public.matched_people c
      where s.kind = 'matching' and c.tenant_id = s.tenant_id and c.share_id = s.id
    ) as p
    where p.starts_on >= coalesce(greatest(s.starts_on, asked_from), '-infinity')
      and p.starts_on < coalesce(least(s.ends_before, asked_before), 'infinity')
      and (s.conversion_kinds is null or p.kind = any (s.conversion_kinds))
      and case asked_model
        when 'first_touch' then p.first_touch
        when 'last_touch' then p.last_touch
        when 'linear' then p.linear
        when 'time_decay' then p.time_decay
        when 'position_based' then p.position_based
      end > 0
  $function$;
alter function share_people(uuid,text,date,date) owner to share_reader;

CREATE OR REPLACE FUNCTION public.unclaim_event_keys(of_table text, tenant_ids uuid[], ids text[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$;
grant execute on function unclaim_event_keys(text,uuid[],text[]) to intake;

CREATE OR REPLACE FUNCTION public.write_share_notes()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  tenant uuid := current_tenant_id();
  has_log boolean := exists (select from tenants t where t.tenant_id = tenant);
  note record;
  left_at text;
  written integer := 0;
begin
  for note in
    with taken as (delete from share_notes n where n.tenant_id = tenant returning n.*)
    select * from taken order by noted_at, id
  loop
    continue when not has_log;
    left_at := to_char(note.noted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
    perform append_audit(
      note.id, note.actor, note.action, note.share_id::text, null,
      (coalesce(note.after::jsonb, '{}') || jsonb_build_object('at', left_at))::json
    );
    written := written + 1;
  end loop;
  return written;
end
$function$;
grant execute on function write_share_notes() to app;

create table account_codes (
  person_id uuid not null,
  code_hash bytea not null,
  tries smallint not null default 0,
  expires_at timestamp with time zone not null,
  constraint account_codes_pkey PRIMARY KEY (person_id),
  constraint account_codes_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint account_codes_code_hash_check CHECK (length(code_hash) = 32)
);
alter table account_codes enable row level security;
alter table account_codes force row level security;
create policy people_rows on account_codes for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on account_codes to auth;

create table advertisers (
  tenant_id uuid not null,
  key text not null,
  name text,
  site_host text,
  created_at timestamp with time zone not null default now(),
  constraint advertisers_pkey PRIMARY KEY (tenant_id, key),
  constraint advertisers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint advertisers_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint advertisers_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint advertisers_site_host_check CHECK (length(site_host) >= 1 AND length(site_host) <= 253)
);
alter table advertisers enable row level security;
alter table advertisers force row level security;
create policy tenant_rows on advertisers for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on advertisers to app;

create table ai_answers (
  tenant_id uuid not null,
  question_hash bytea not null,
  answer jsonb not null,
  answered_at timestamp with time zone not null,
  constraint ai_answers_pkey PRIMARY KEY (tenant_id, question_hash),
  constraint ai_answers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint ai_answers_answer_check CHECK (pg_column_size(answer) <= 262144),
  constraint ai_answers_question_hash_check CHECK (length(question_hash) = 32)
);
CREATE INDEX ai_answers_by_time ON ai_answers USING btree (tenant_id, answered_at);
alter table ai_answers enable row level security;
alter table ai_answers force row level security;
create policy tenant_rows on ai_answers for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on ai_answers to app;

create table ai_providers (
  tenant_id uuid not null,
  key text not null,
  kind text not null,
  account text not null,
  base_url text,
  sealed_key bytea,
  models text[] not null,
  "position" smallint not null,
  monthly_cap_cents bigint,
  is_enabled boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  audio_models jsonb not null default '[]'::jsonb,
  transcript_tasks text[] not null default '{}'::text[],
  constraint ai_providers_pkey PRIMARY KEY (tenant_id, key),
  constraint ai_providers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint ai_providers_account_check CHECK (account = ANY (ARRAY['own'::text, 'operator'::text])),
  constraint ai_providers_any_model_check CHECK ((cardinality(models) + jsonb_array_length(audio_models)) >= 1),
  constraint ai_providers_audio_check CHECK (kind <> 'anthropic'::text OR jsonb_array_length(audio_models) = 0),
  constraint ai_providers_audio_models_check CHECK (jsonb_typeof(audio_models) = 'array'::text AND jsonb_array_length(audio_models) <= 20 AND pg_column_size(audio_models) <= 16384),
  constraint ai_providers_base_url_check CHECK (length(base_url) <= 500),
  constraint ai_providers_check CHECK (account = 'own'::text OR base_url IS NULL AND sealed_key IS NULL AND kind <> 'openai_compatible'::text),
  constraint ai_providers_key_check CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text),
  constraint ai_providers_kind_check CHECK (kind = ANY (ARRAY['openai'::text, 'anthropic'::text, 'openai_compatible'::text])),
  constraint ai_providers_models_check CHECK (cardinality(models) <= 20),
  constraint ai_providers_monthly_cap_cents_check CHECK (monthly_cap_cents >= 0),
  constraint ai_providers_position_check CHECK ("position" >= 0 AND "position" <= 1000),
  constraint ai_providers_transcript_tasks_check CHECK (transcript_tasks <@ ARRAY['ad_reads'::text, 'ad_scan'::text])
);
alter table ai_providers enable row level security;
alter table ai_providers force row level security;
create policy tenant_rows on ai_providers for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on ai_providers to app;

create table airchecks (
  tenant_id uuid not null,
  aircheck_id uuid not null,
  placement text not null,
  campaign text not null,
  show text not null,
  transcript_id uuid not null,
  transcript jsonb not null,
  brief jsonb not null,
  brief_version integer not null,
  outcome text not null,
  read jsonb,
  counts jsonb not null,
  requirements jsonb not null,
  method text not null,
  model text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint airchecks_pkey PRIMARY KEY (tenant_id, aircheck_id),
  constraint airchecks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint airchecks_brief_check CHECK (octet_length(brief::text) <= 65536),
  constraint airchecks_counts_check CHECK (octet_length(counts::text) <= 200),
  constraint airchecks_outcome_check CHECK (outcome = ANY (ARRAY['pass'::text, 'fail'::text, 'uncertain'::text])),
  constraint airchecks_read_check CHECK (octet_length(read::text) <= 65536),
  constraint airchecks_requirements_check CHECK (octet_length(requirements::text) <= 1048576),
  constraint airchecks_transcript_check CHECK (octet_length(transcript::text) <= 4096)
);
CREATE INDEX airchecks_by_placement ON airchecks USING btree (tenant_id, placement, aircheck_id DESC);
CREATE INDEX airchecks_by_transcript ON airchecks USING btree (tenant_id, transcript_id, aircheck_id DESC);
alter table airchecks enable row level security;
alter table airchecks force row level security;
create policy tenant_rows on airchecks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on airchecks to app;

create table anomalies (
  tenant_id uuid not null,
  anomaly_id uuid not null,
  group_key text not null,
  grain text not null,
  cause text not null,
  family text not null,
  direction text not null,
  subject_type text not null,
  subject_key text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  members jsonb not null,
  finding text not null,
  status text not null default 'open'::text,
  note text,
  judged_at timestamp with time zone,
  judged_by text,
  notified_at timestamp with time zone,
  found_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint anomalies_pkey PRIMARY KEY (tenant_id, anomaly_id),
  constraint anomalies_tenant_id_group_key_key UNIQUE (tenant_id, group_key),
  constraint anomalies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint anomalies_cause_check CHECK (cause = ANY (ARRAY['source_silent'::text, 'tenant'::text, 'shows'::text, 'campaigns'::text, 'show'::text, 'campaign'::text, 'series'::text])),
  constraint anomalies_check CHECK (starts_at <= ends_at),
  constraint anomalies_check1 CHECK ((judged_at IS NULL) = (judged_by IS NULL)),
  constraint anomalies_direction_check CHECK (direction = ANY (ARRAY['up'::text, 'down'::text])),
  constraint anomalies_family_check CHECK (family = ANY (ARRAY['delivery'::text, 'outcome'::text, 'matching'::text])),
  constraint anomalies_finding_check CHECK (length(finding) >= 1 AND length(finding) <= 500),
  constraint anomalies_grain_check CHECK (grain = ANY (ARRAY['day'::text, 'hour'::text])),
  constraint anomalies_group_key_check CHECK (length(group_key) >= 1 AND length(group_key) <= 2000),
  constraint anomalies_members_check CHECK (jsonb_typeof(members) = 'array'::text AND octet_length(members::text) <= 1048576),
  constraint anomalies_note_check CHECK (length(note) >= 1 AND length(note) <= 500),
  constraint anomalies_status_check CHECK (status = ANY (ARRAY['open'::text, 'gone'::text, 'useful'::text, 'expected'::text, 'wrong'::text])),
  constraint anomalies_subject_key_check CHECK (length(subject_key) <= 200),
  constraint anomalies_subject_type_check CHECK (subject_type = ANY (ARRAY['tenant'::text, 'show'::text, 'campaign'::text]))
);
CREATE INDEX anomalies_newest ON anomalies USING btree (tenant_id, starts_at DESC, anomaly_id DESC);
alter table anomalies enable row level security;
alter table anomalies force row level security;
create policy tenant_rows on anomalies for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on anomalies to app;
grant update (cause, ends_at, members, finding, status, note, judged_at, judged_by, notified_at, changed_at) on anomalies to app;

create table anomaly_rounds (
  tenant_id uuid not null,
  days_through date,
  hours_through timestamp with time zone,
  constraint anomaly_rounds_pkey PRIMARY KEY (tenant_id),
  constraint anomaly_rounds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table anomaly_rounds enable row level security;
alter table anomaly_rounds force row level security;
create policy tenant_rows on anomaly_rounds for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on anomaly_rounds to app;

create table api_keys (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  key_hash bytea not null,
  hint text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  expires_at timestamp with time zone,
  allowed_networks text[] not null default '{}'::text[],
  requests_per_minute integer,
  service_account_id uuid,
  previous_hash bytea,
  previous_until timestamp with time zone,
  last_used_at timestamp with time zone,
  last_network text,
  known_networks text[] not null default '{}'::text[],
  constraint api_keys_pkey PRIMARY KEY (tenant_id, id),
  constraint api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint api_keys_tenant_id_service_account_id_fkey FOREIGN KEY (tenant_id, service_account_id) REFERENCES service_accounts(tenant_id, id),
  constraint api_keys_allowed_networks_check CHECK (cardinality(allowed_networks) <= 50),
  constraint api_keys_check CHECK ((previous_hash IS NULL) = (previous_until IS NULL)),
  constraint api_keys_key_hash_check CHECK (length(key_hash) = 32),
  constraint api_keys_known_networks_check CHECK (cardinality(known_networks) <= 50),
  constraint api_keys_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint api_keys_previous_hash_check CHECK (length(previous_hash) = 32),
  constraint api_keys_requests_per_minute_check CHECK (requests_per_minute >= 1 AND requests_per_minute <= 1000000),
  constraint api_keys_scopes_check CHECK (scopes <@ ARRAY['ingest'::text, 'read'::text, 'admin'::text] AND cardinality(scopes) > 0)
);
CREATE INDEX api_keys_by_account ON api_keys USING btree (tenant_id, service_account_id) WHERE service_account_id IS NOT NULL;
CREATE UNIQUE INDEX api_keys_by_hash ON api_keys USING btree (key_hash, tenant_id);
CREATE UNIQUE INDEX api_keys_by_previous_hash ON api_keys USING btree (previous_hash, tenant_id) WHERE previous_hash IS NOT NULL;
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy key_lookup on api_keys for select to key_reader
  using (true);
create policy tenant_rows on api_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on api_keys to app;
grant select (tenant_id, id, key_hash, scopes, revoked_at, expires_at, allowed_networks, requests_per_minute, service_account_id, previous_hash, previous_until) on api_keys to key_reader;

create table attribution_runs (
  tenant_id uuid not null,
  run_id uuid not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  state text not null default 'waiting'::text,
  request jsonb not null,
  as_of timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  progress integer not null default 0,
  outcome jsonb,
  failure text,
  constraint attribution_runs_pkey PRIMARY KEY (tenant_id, run_id),
  constraint attribution_runs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint attribution_runs_check CHECK ((state = 'done'::text) = (outcome IS NOT NULL)),
  constraint attribution_runs_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))
);
alter table attribution_runs enable row level security;
alter table attribution_runs force row level security;
create policy tenant_rows on attribution_runs for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on attribution_runs to app;

create table attribution_validations (
  tenant_id uuid not null,
  validation_id uuid not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  state text not null default 'waiting'::text,
  options jsonb not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  worlds_done integer not null default 0,
  figures jsonb,
  failure text,
  constraint attribution_validations_pkey PRIMARY KEY (tenant_id, validation_id),
  constraint attribution_validations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint attribution_validations_check CHECK ((state = 'done'::text) = (figures IS NOT NULL)),
  constraint attribution_validations_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))
);
alter table attribution_validations enable row level security;
alter table attribution_validations force row level security;
create policy tenant_rows on attribution_validations for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on attribution_validations to app;

create table audit_checkpoints (
  tenant_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  previous bytea,
  at timestamp with time zone not null,
  key_id text not null,
  signature bytea not null,
  constraint audit_checkpoints_pkey PRIMARY KEY (tenant_id, seq),
  constraint audit_checkpoints_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint audit_checkpoints_hash_check CHECK (length(hash) = 32),
  constraint audit_checkpoints_previous_check CHECK (length(previous) = 32),
  constraint audit_checkpoints_signature_check CHECK (length(signature) = 64)
);
alter table audit_checkpoints enable row level security;
alter table audit_checkpoints force row level security;
create policy tenant_rows on audit_checkpoints for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on audit_checkpoints to app;

create table audit_heads (
  tenant_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  constraint audit_heads_pkey PRIMARY KEY (tenant_id),
  constraint audit_heads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint audit_heads_hash_check CHECK (length(hash) = 32)
);
alter table audit_heads enable row level security;
alter table audit_heads force row level security;
create policy tenant_rows on audit_heads for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select on audit_heads to app;

create table audit_log (
  tenant_id uuid not null,
  id uuid not null,
  occurred_at timestamp with time zone not null,
  actor text not null,
  action text not null,
  target text not null,
  seq bigint not null,
  before json,
  after json,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_log_pkey PRIMARY KEY (tenant_id, id),
  constraint audit_log_by_seq UNIQUE (tenant_id, seq),
  constraint audit_log_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint audit_log_sizes CHECK (octet_length(before::text) <= 16384 AND octet_length(after::text) <= 16384)
);
CREATE INDEX audit_log_by_action ON audit_log USING btree (tenant_id, action, seq);
CREATE INDEX audit_log_by_actor ON audit_log USING btree (tenant_id, actor, seq);
CREATE INDEX audit_log_by_target ON audit_log USING btree (tenant_id, target, seq);
CREATE INDEX audit_log_by_time ON audit_log USING btree (tenant_id, occurred_at);
alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy tenant_rows on audit_log for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select on audit_log to app;

create table audit_signing_keys (
  id uuid not null,
  sealed_seed bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint audit_signing_keys_pkey PRIMARY KEY (id)
);
alter table audit_signing_keys enable row level security;
alter table audit_signing_keys force row level security;
create policy people_rows on audit_signing_keys for all to auth, owner
  using (true)
  with check (true);
grant select, insert on audit_signing_keys to auth;

create table briefs (
  tenant_id uuid not null,
  placement text not null,
  details jsonb not null,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint briefs_pkey PRIMARY KEY (tenant_id, placement),
  constraint briefs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint briefs_tenant_id_placement_fkey FOREIGN KEY (tenant_id, placement) REFERENCES placements(tenant_id, key) ON DELETE CASCADE,
  constraint briefs_details_check CHECK (octet_length(details::text) <= 65536),
  constraint briefs_version_check CHECK (version > 0)
);
alter table briefs enable row level security;
alter table briefs force row level security;
create policy tenant_rows on briefs for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on briefs to app;

create table budget_looks (
  tenant_id uuid not null,
  due_at timestamp with time zone not null,
  whole_at timestamp with time zone not null,
  constraint budget_looks_pkey PRIMARY KEY (tenant_id),
  constraint budget_looks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table budget_looks enable row level security;
alter table budget_looks force row level security;
create policy job_directory on budget_looks for select to jobs
  using (true);
create policy tenant_rows on budget_looks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on budget_looks to app;
grant select (tenant_id, due_at) on budget_looks to jobs;

create table campaign_builds (
  tenant_id uuid not null,
  campaign text not null,
  computed_at timestamp with time zone not null,
  built_before timestamp with time zone,
  constraint campaign_builds_pkey PRIMARY KEY (tenant_id, campaign),
  constraint campaign_builds_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key)
);
alter table campaign_builds enable row level security;
alter table campaign_builds force row level security;
create policy live_shares on campaign_builds for select to share_reader
  using (((tenant_id, campaign) IN ( SELECT s.tenant_id,
    s.campaign
   FROM shares s
  WHERE s.kind = 'report'::text AND s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on campaign_builds for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on campaign_builds to app;
grant select on campaign_builds to share_reader;

create table campaign_people (
  tenant_id uuid not null,
  campaign text not null,
  starts_on date not null,
  kind text not null,
  currency text not null,
  slot integer not null,
  person integer not null,
  is_folded boolean not null,
  first_touch integer not null,
  last_touch integer not null,
  linear integer not null,
  time_decay integer not null,
  position_based integer not null,
  constraint campaign_people_pkey PRIMARY KEY (tenant_id, campaign, starts_on, kind, currency, slot, person, is_folded),
  constraint campaign_people_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key)
);
alter table campaign_people enable row level security;
alter table campaign_people force row level security;
create policy live_shares on campaign_people for select to share_reader
  using (((tenant_id, campaign) IN ( SELECT s.tenant_id,
    s.campaign
   FROM shares s
  WHERE s.kind = 'report'::text AND s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on campaign_people for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on campaign_people to app;
grant select on campaign_people to share_reader;

create table campaign_rollups (
  tenant_id uuid not null,
  campaign text not null,
  model text not null,
  dimension text not null,
  starts_on date not null,
  key text not null,
  kind text not null,
  currency text not null,
  nano bigint not null,
  minor bigint not null,
  counted bigint not null,
  constraint campaign_rollups_pkey PRIMARY KEY (tenant_id, campaign, model, dimension, starts_on, key, kind, currency),
  constraint campaign_rollups_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key),
  constraint campaign_rollups_dimension_check CHECK (dimension = ANY (ARRAY['campaign'::text, 'channel'::text, 'show'::text, 'episode'::text, 'placement'::text]))
);
alter table campaign_rollups enable row level security;
alter table campaign_rollups force row level security;
create policy live_shares on campaign_rollups for select to share_reader
  using (((tenant_id, campaign) IN ( SELECT s.tenant_id,
    s.campaign
   FROM shares s
  WHERE s.kind = 'report'::text AND s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on campaign_rollups for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on campaign_rollups to app;
grant select on campaign_rollups to share_reader;

create table campaigns (
  tenant_id uuid not null,
  key text not null,
  name text,
  spend_minor bigint,
  currency text,
  created_at timestamp with time zone not null default now(),
  advertiser text,
  starts_on date,
  ends_on date,
  budget_minor bigint,
  goal_kind text,
  goal_count bigint,
  default_model text,
  constraint campaigns_pkey PRIMARY KEY (tenant_id, key),
  constraint campaigns_tenant_id_advertiser_fkey FOREIGN KEY (tenant_id, advertiser) REFERENCES advertisers(tenant_id, key),
  constraint campaigns_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint campaigns_budget_minor_check CHECK (budget_minor >= 0),
  constraint campaigns_check1 CHECK (starts_on <= ends_on),
  constraint campaigns_check2 CHECK ((goal_kind IS NULL) = (goal_count IS NULL)),
  constraint campaigns_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint campaigns_default_model_check CHECK (length(default_model) >= 1 AND length(default_model) <= 80),
  constraint campaigns_goal_count_check CHECK (goal_count > 0),
  constraint campaigns_goal_kind_check CHECK (goal_kind = ANY (ARRAY['impressions'::text, 'reach'::text, 'clicks'::text, 'conversions'::text])),
  constraint campaigns_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint campaigns_money_check CHECK ((spend_minor IS NULL AND budget_minor IS NULL) = (currency IS NULL)),
  constraint campaigns_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint campaigns_spend_minor_check CHECK (spend_minor >= 0)
);
CREATE INDEX campaigns_by_advertiser ON campaigns USING btree (tenant_id, advertiser) WHERE advertiser IS NOT NULL;
alter table campaigns enable row level security;
alter table campaigns force row level security;
create policy live_shares on campaigns for select to share_reader
  using ((tenant_id IN ( SELECT s.tenant_id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on campaigns for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on campaigns to app;
grant select (tenant_id, key, name, spend_minor, currency) on campaigns to share_reader;

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
create policy live_shares on changed_codes for select to share_reader
  using ((tenant_id IN ( SELECT s.tenant_id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on changed_codes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on changed_codes to app;
grant select (tenant_id) on changed_codes to jobs;
grant select (tenant_id) on changed_codes to share_reader;

create table changed_paths (
  tenant_id uuid not null,
  tag text not null,
  landing bigint not null,
  changed_at timestamp with time zone not null default clock_timestamp(),
  told_at timestamp with time zone,
  constraint changed_paths_pkey PRIMARY KEY (tenant_id, tag, landing),
  constraint changed_paths_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint changed_paths_tenant_id_tag_fkey FOREIGN KEY (tenant_id, tag) REFERENCES site_tags(tenant_id, key) ON DELETE CASCADE,
  constraint changed_paths_landing_check CHECK (landing >= 0 AND landing <= '4294967295'::bigint),
  constraint changed_paths_tag_check CHECK (length(tag) >= 1 AND length(tag) <= 200)
);
alter table changed_paths enable row level security;
alter table changed_paths force row level security;
create policy job_directory on changed_paths for select to jobs
  using (true);
create policy tenant_rows on changed_paths for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on changed_paths to app;
grant select (tenant_id) on changed_paths to jobs;

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
grant select, insert, delete on conversion_keys to app;
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
  consent text not null default 'unknown'::text,
  is_erased boolean not null default false,
  country text,
  asn bigint,
  player text,
  list_version integer,
  region text,
  constraint conversions_check CHECK ((value_minor IS NULL) = (currency IS NULL)),
  constraint conversions_connection_type_check CHECK (connection_type = ANY (ARRAY['household'::text, 'mobile'::text, 'business'::text, 'relay'::text, 'datacenter'::text, 'unknown'::text])),
  constraint conversions_consent_check CHECK (consent = ANY (ARRAY['granted'::text, 'denied'::text, 'unknown'::text])),
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
CREATE INDEX conversions_by_kind ON conversions USING btree (tenant_id, kind, occurred_at DESC, id DESC);
CREATE INDEX conversions_by_landing ON conversions USING btree (tenant_id, (metadata ->> 'landing'::text), occurred_at, id) WHERE metadata ? 'landing'::text;
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
grant update (id, occurred_at, received_at, kind, value_minor, currency, order_id, promo_code, is_new_customer, address_key, agent_key, user_key, email_key, device_key, click_key, connection_type, metadata, consent, is_erased, country, asn, player, list_version, region) on conversions to app;
grant insert on conversions to intake;

create table cost_alerts (
  tenant_id uuid not null,
  alert_id uuid not null,
  budget text not null,
  limit_version integer not null,
  period_start date not null,
  period_end date not null,
  kind text not null,
  threshold text not null,
  used numeric not null,
  amount numeric not null,
  currency text not null,
  is_late boolean not null,
  finding text not null,
  raised_at timestamp with time zone not null,
  constraint cost_alerts_pkey PRIMARY KEY (tenant_id, alert_id),
  constraint cost_alerts_tenant_id_budget_period_start_kind_threshold_li_key UNIQUE (tenant_id, budget, period_start, kind, threshold, limit_version),
  constraint cost_alerts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_alerts_budget_check CHECK (length(budget) >= 1 AND length(budget) <= 100),
  constraint cost_alerts_finding_check CHECK (length(finding) >= 1 AND length(finding) <= 2000),
  constraint cost_alerts_kind_check CHECK (kind = ANY (ARRAY['actual'::text, 'amount'::text, 'forecast'::text, 'anomaly'::text])),
  constraint cost_alerts_threshold_check CHECK (length(threshold) >= 1 AND length(threshold) <= 40),
  constraint cost_alerts_used_check CHECK (used <> 'NaN'::numeric)
);
alter table cost_alerts enable row level security;
alter table cost_alerts force row level security;
create policy tenant_rows on cost_alerts for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on cost_alerts to app;

create table cost_allocation_lines (
  tenant_id uuid not null,
  allocation_id uuid not null,
  place integer not null,
  part text not null,
  pool text,
  driver text not null,
  owner text,
  currency text not null,
  amount_minor bigint not null,
  basis text,
  unit text,
  constraint cost_allocation_lines_pkey PRIMARY KEY (tenant_id, allocation_id, place),
  constraint cost_allocation_lines_tenant_id_allocation_id_fkey FOREIGN KEY (tenant_id, allocation_id) REFERENCES cost_allocations(tenant_id, allocation_id),
  constraint cost_allocation_lines_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_allocation_lines_check CHECK ((part = ANY (ARRAY['direct'::text, 'shared'::text])) = (owner IS NOT NULL)),
  constraint cost_allocation_lines_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint cost_allocation_lines_part_check CHECK (part = ANY (ARRAY['direct'::text, 'shared'::text, 'idle'::text, 'unassigned'::text])),
  constraint cost_allocation_lines_place_check CHECK (place >= 0)
);
alter table cost_allocation_lines enable row level security;
alter table cost_allocation_lines force row level security;
create policy tenant_rows on cost_allocation_lines for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on cost_allocation_lines to app;

create table cost_allocation_rules (
  tenant_id uuid not null,
  dimension text not null,
  version integer not null,
  pools jsonb not null,
  rest jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint cost_allocation_rules_pkey PRIMARY KEY (tenant_id, dimension, version),
  constraint cost_allocation_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_allocation_rules_created_by_check CHECK (length(created_by) >= 1 AND length(created_by) <= 200),
  constraint cost_allocation_rules_dimension_check CHECK (dimension = ANY (ARRAY['campaign'::text, 'advertiser'::text, 'feature'::text])),
  constraint cost_allocation_rules_pools_check CHECK (pg_column_size(pools) <= 1000000),
  constraint cost_allocation_rules_rest_check CHECK (pg_column_size(rest) <= 1000000),
  constraint cost_allocation_rules_version_check CHECK (version > 0)
);
alter table cost_allocation_rules enable row level security;
alter table cost_allocation_rules force row level security;
create policy tenant_rows on cost_allocation_rules for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on cost_allocation_rules to app;

create table cost_allocations (
  tenant_id uuid not null,
  allocation_id uuid not null,
  month date not null,
  dimension text not null,
  version integer not null,
  rules_version integer not null,
  is_month_open boolean not null,
  input_hash text not null,
  invoices jsonb not null,
  pools jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint cost_allocations_pkey PRIMARY KEY (tenant_id, allocation_id),
  constraint cost_allocations_tenant_id_month_dimension_version_key UNIQUE (tenant_id, month, dimension, version),
  constraint cost_allocations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_allocations_created_by_check CHECK (length(created_by) >= 1 AND length(created_by) <= 200),
  constraint cost_allocations_dimension_check CHECK (dimension = ANY (ARRAY['campaign'::text, 'advertiser'::text, 'feature'::text])),
  constraint cost_allocations_input_hash_check CHECK (input_hash ~ '^[0-9a-f]{64}$'::text),
  constraint cost_allocations_invoices_check CHECK (pg_column_size(invoices) <= 100000),
  constraint cost_allocations_month_check CHECK (EXTRACT(day FROM month) = 1::numeric),
  constraint cost_allocations_pools_check CHECK (pg_column_size(pools) <= 1000000),
  constraint cost_allocations_rules_version_check CHECK (rules_version >= 0),
  constraint cost_allocations_version_check CHECK (version > 0)
);
alter table cost_allocations enable row level security;
alter table cost_allocations force row level security;
create policy tenant_rows on cost_allocations for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on cost_allocations to app;

create table cost_bookings (
  tenant_id uuid not null,
  month date not null,
  currency text not null,
  pool text not null,
  allocation_id uuid not null,
  amount_minor bigint not null,
  entry_id uuid not null,
  booked_at timestamp with time zone not null,
  constraint cost_bookings_pkey PRIMARY KEY (tenant_id, month, currency, pool, allocation_id),
  constraint cost_bookings_tenant_id_entry_id_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES cost_entries(tenant_id, entry_id),
  constraint cost_bookings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_bookings_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint cost_bookings_month_check CHECK (EXTRACT(day FROM month) = 1::numeric),
  constraint cost_bookings_pool_check CHECK (length(pool) >= 1 AND length(pool) <= 50)
);
alter table cost_bookings enable row level security;
alter table cost_bookings force row level security;
create policy tenant_rows on cost_bookings for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on cost_bookings to app;

create table cost_budgets (
  tenant_id uuid not null,
  key text not null,
  name text not null,
  scope_type text not null,
  scope_key text,
  counts text not null,
  period text not null,
  starts_on date,
  ends_on date,
  currency text not null,
  amount numeric(24,10) not null,
  actual_percents integer[] not null,
  actual_amounts numeric(24,10)[] not null,
  forecast_percents integer[] not null,
  tells_anomalies boolean not null,
  limit_version integer not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  armed_at timestamp with time zone not null,
  constraint cost_budgets_pkey PRIMARY KEY (tenant_id, key),
  constraint cost_budgets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_budgets_amount_check CHECK (amount > 0::numeric AND amount <> 'NaN'::numeric),
  constraint cost_budgets_check CHECK ((scope_type = 'tenant'::text) = (scope_key IS NULL)),
  constraint cost_budgets_check1 CHECK ((period = 'flight'::text) = (starts_on IS NOT NULL) AND (period = 'flight'::text) = (ends_on IS NOT NULL)),
  constraint cost_budgets_check2 CHECK (starts_on <= ends_on),
  constraint cost_budgets_counts_check CHECK (counts = ANY (ARRAY['cost'::text, 'spend'::text])),
  constraint cost_budgets_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint cost_budgets_key_check CHECK (length(key) >= 1 AND length(key) <= 100),
  constraint cost_budgets_limit_version_check CHECK (limit_version > 0),
  constraint cost_budgets_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint cost_budgets_period_check CHECK (period = ANY (ARRAY['monthly'::text, 'quarterly'::text, 'flight'::text])),
  constraint cost_budgets_scope_key_check CHECK (length(scope_key) >= 1 AND length(scope_key) <= 200),
  constraint cost_budgets_scope_type_check CHECK (scope_type = ANY (ARRAY['tenant'::text, 'feature'::text, 'campaign'::text, 'advertiser'::text]))
);
alter table cost_budgets enable row level security;
alter table cost_budgets force row level security;
create policy tenant_rows on cost_budgets for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on cost_budgets to app;

create table cost_days (
  tenant_id uuid not null,
  day date not null,
  booked_month date not null,
  kind text not null,
  meter text not null,
  campaign text not null,
  feature text not null,
  price_version integer not null,
  tier smallint not null,
  unit text not null,
  currency text not null,
  quantity numeric not null,
  amount numeric not null,
  constraint cost_days_pkey PRIMARY KEY (tenant_id, day, booked_month, kind, meter, campaign, feature, price_version, tier, unit, currency),
  constraint cost_days_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_days_amount_check CHECK (amount <> 'NaN'::numeric),
  constraint cost_days_quantity_check CHECK (quantity <> 'NaN'::numeric)
) with (fillfactor=70);
CREATE INDEX cost_days_of_month ON cost_days USING btree (tenant_id, booked_month);
alter table cost_days enable row level security;
alter table cost_days force row level security;
create policy tenant_rows on cost_days for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on cost_days to app;

create table cost_entries (
  tenant_id uuid not null,
  entry_id uuid not null,
  kind text not null,
  booked_month date not null,
  day date not null,
  meter text not null default ''::text,
  campaign text not null default ''::text,
  feature text not null default ''::text,
  price_version integer not null default 0,
  tier smallint not null default 0,
  quantity numeric(34,10),
  unit text not null default ''::text,
  currency text not null,
  amount numeric(34,10) not null,
  corrects_month date,
  corrects_entry uuid,
  note text,
  booked_at timestamp with time zone not null,
  booked_by text not null,
  is_summed boolean not null,
  constraint cost_entries_pkey PRIMARY KEY (tenant_id, entry_id),
  constraint cost_entries_tenant_id_corrects_entry_fkey FOREIGN KEY (tenant_id, corrects_entry) REFERENCES cost_entries(tenant_id, entry_id),
  constraint cost_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_entries_amount_check CHECK (amount <> 'NaN'::numeric),
  constraint cost_entries_booked_by_check CHECK (length(booked_by) >= 1 AND length(booked_by) <= 200),
  constraint cost_entries_booked_month_check CHECK (EXTRACT(day FROM booked_month) = 1::numeric),
  constraint cost_entries_check CHECK ((kind = 'usage'::text) = (meter <> ''::text AND quantity IS NOT NULL AND note IS NULL AND corrects_entry IS NULL)),
  constraint cost_entries_corrects_month_check CHECK (EXTRACT(day FROM corrects_month) = 1::numeric),
  constraint cost_entries_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint cost_entries_is_summed_check CHECK (is_summed),
  constraint cost_entries_kind_check CHECK (kind = ANY (ARRAY['usage'::text, 'purchase'::text, 'credit'::text, 'tax'::text])),
  constraint cost_entries_meter_check CHECK (length(meter) <= 100),
  constraint cost_entries_note_check CHECK (length(note) >= 1 AND length(note) <= 500),
  constraint cost_entries_quantity_check CHECK (quantity <> 'NaN'::numeric)
);
CREATE INDEX cost_entries_of_month ON cost_entries USING btree (tenant_id, booked_month, kind, meter, day, campaign, feature, price_version, tier, corrects_month);
alter table cost_entries enable row level security;
alter table cost_entries force row level security;
create policy tenant_rows on cost_entries for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on cost_entries to app;

create table cost_prices (
  tenant_id uuid not null,
  meter text not null,
  version integer not null,
  set_by text not null,
  valid_from date not null,
  currency text,
  unit_quantity numeric(24,10),
  mode text,
  included numeric(24,10),
  tiers jsonb,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint cost_prices_pkey PRIMARY KEY (tenant_id, meter, version),
  constraint cost_prices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint cost_prices_check CHECK (num_nulls(currency, unit_quantity, mode, included, tiers) = ANY (ARRAY[0, 5])),
  constraint cost_prices_created_by_check CHECK (length(created_by) >= 1 AND length(created_by) <= 200),
  constraint cost_prices_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint cost_prices_included_check CHECK (included >= 0::numeric AND included <> 'NaN'::numeric),
  constraint cost_prices_meter_check CHECK (length(meter) >= 1 AND length(meter) <= 100),
  constraint cost_prices_mode_check CHECK (mode = ANY (ARRAY['graduated'::text, 'volume'::text])),
  constraint cost_prices_set_by_check CHECK (set_by = ANY (ARRAY['tenant'::text, 'operator'::text])),
  constraint cost_prices_tiers_check CHECK (pg_column_size(tiers) <= 10000),
  constraint cost_prices_unit_quantity_check CHECK (unit_quantity > 0::numeric AND unit_quantity <> 'NaN'::numeric),
  constraint cost_prices_version_check CHECK (version > 0)
);
alter table cost_prices enable row level security;
alter table cost_prices force row level security;
create policy tenant_rows on cost_prices for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on cost_prices to app;

create table counting_bases (
  tenant_id uuid not null,
  part text not null,
  key text not null,
  basis jsonb not null,
  used_on date not null default CURRENT_DATE,
  constraint counting_bases_pkey PRIMARY KEY (tenant_id, part, key),
  constraint counting_bases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint counting_bases_part_check CHECK (part = ANY (ARRAY['window'::text, 'lists'::text, 'placement'::text, 'inserted_ad'::text, 'survey_names'::text, 'survey_placements'::text]))
);
alter table counting_bases enable row level security;
alter table counting_bases force row level security;
create policy tenant_rows on counting_bases for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on counting_bases to app;

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
  delivery_evidence text not null,
  constraint credit_rollups_pkey PRIMARY KEY (tenant_id, grain, dimension, starts_on, key, kind, currency, delivery_evidence),
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

create table crowded_addresses (
  tenant_id uuid not null,
  address_key uuid not null,
  day date not null,
  constraint crowded_addresses_pkey PRIMARY KEY (tenant_id, address_key, day)
);
alter table crowded_addresses enable row level security;
alter table crowded_addresses force row level security;
create policy tenant_rows on crowded_addresses for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on crowded_addresses to app;

create table data_keys (
  tenant_id uuid not null,
  id uuid not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint data_keys_pkey PRIMARY KEY (tenant_id, id),
  constraint data_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table data_keys enable row level security;
alter table data_keys force row level security;
create policy tenant_rows on data_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on data_keys to app;

create table dirty_conversions (
  tenant_id uuid not null,
  conversion_id text not null,
  priority smallint not null,
  reason text not null,
  waiting_since timestamp with time zone not null default now(),
  constraint dirty_conversions_pkey PRIMARY KEY (tenant_id, conversion_id),
  constraint dirty_conversions_reason_check CHECK (reason = ANY (ARRAY['new'::text, 'late_touchpoint'::text, 'refund'::text, 'promo_code'::text, 'duplicate_order'::text, 'customer_history'::text, 'rebuild'::text, 'erased'::text, 'restricted'::text, 'rectified'::text, 'order_edited'::text, 'list_changed'::text, 'chargeback'::text, 'identity_rule_changed'::text]))
);
CREATE INDEX dirty_conversions_by_priority ON dirty_conversions USING btree (tenant_id, priority);
alter table dirty_conversions enable row level security;
alter table dirty_conversions force row level security;
create policy intake_rows on dirty_conversions for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy job_directory on dirty_conversions for select to jobs
  using (true);
create policy live_shares on dirty_conversions for select to share_reader
  using ((tenant_id IN ( SELECT unnest(ARRAY[s.tenant_id, s.grantee_id]) AS unnest
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on dirty_conversions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on dirty_conversions to app;
grant insert on dirty_conversions to intake;
grant select (tenant_id, waiting_since) on dirty_conversions to jobs;
grant select (tenant_id) on dirty_conversions to share_reader;

create table episode_enclosures (
  tenant_id uuid not null,
  address text not null,
  episode text not null,
  type text,
  file_bytes bigint,
  seen_at timestamp with time zone not null,
  constraint episode_enclosures_pkey PRIMARY KEY (tenant_id, address, episode),
  constraint episode_enclosures_tenant_id_episode_fkey FOREIGN KEY (tenant_id, episode) REFERENCES episodes(tenant_id, key),
  constraint episode_enclosures_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint episode_enclosures_address_check CHECK (octet_length(address) >= 1 AND octet_length(address) <= 1000),
  constraint episode_enclosures_file_bytes_check CHECK (file_bytes > 0),
  constraint episode_enclosures_type_check CHECK (length(type) >= 1 AND length(type) <= 200)
);
CREATE INDEX episode_enclosures_by_episode ON episode_enclosures USING btree (tenant_id, episode, seen_at);
alter table episode_enclosures enable row level security;
alter table episode_enclosures force row level security;
create policy tenant_rows on episode_enclosures for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on episode_enclosures to app;

create table episode_request_keys (
  tenant_id uuid not null,
  id text not null,
  fingerprint uuid not null,
  constraint episode_request_keys_pkey PRIMARY KEY (tenant_id, id),
  constraint episode_request_keys_id_check CHECK (length(id) >= 1 AND length(id) <= 128)
);
alter table episode_request_keys enable row level security;
alter table episode_request_keys force row level security;
create policy intake_rows on episode_request_keys for all to intake
  using (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]))
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on episode_request_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on episode_request_keys to app;
grant insert on episode_request_keys to intake;
grant select (tenant_id, id, fingerprint) on episode_request_keys to intake;

create table episode_requests (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null default now(),
  source text not null,
  evidence text not null,
  show text,
  episode text,
  item_key uuid not null,
  url_key uuid not null,
  listener_key uuid not null,
  address_key uuid,
  agent_key uuid,
  connection_type text not null,
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
  consent text not null,
  is_erased boolean not null default false,
  reason text,
  fate text,
  list_version text,
  touchpoint_ids text[] not null default '{}'::text[],
  touchpoint_print uuid,
  region text,
  unfiled_key uuid,
  inserted_ads jsonb,
  constraint episode_requests_connection_type_check CHECK (connection_type = ANY (ARRAY['household'::text, 'mobile'::text, 'business'::text, 'relay'::text, 'datacenter'::text, 'unknown'::text])),
  constraint episode_requests_consent_check CHECK (consent = ANY (ARRAY['granted'::text, 'denied'::text, 'unknown'::text])),
  constraint episode_requests_evidence_check CHECK (evidence = ANY (ARRAY['host_log_bytes'::text, 'prefix_request'::text])),
  constraint episode_requests_inserted_ads_check CHECK (pg_column_size(inserted_ads) <= 32768),
  constraint episode_requests_source_check CHECK (source = ANY (ARRAY['prefix'::text, 'host_log'::text, 'export'::text, 'api'::text]))
) partition by range (occurred_at);
CREATE INDEX episode_requests_by_address ON episode_requests USING btree (tenant_id, address_key, occurred_at) WHERE address_key IS NOT NULL;
CREATE INDEX episode_requests_by_listener ON episode_requests USING btree (tenant_id, listener_key, item_key);
CREATE INDEX episode_requests_by_time ON episode_requests USING btree (tenant_id, occurred_at, id);
CREATE INDEX episode_requests_unfiled ON episode_requests USING btree (tenant_id, unfiled_key) WHERE unfiled_key IS NOT NULL;
CREATE INDEX episode_requests_with_ads ON episode_requests USING btree (tenant_id) WHERE inserted_ads IS NOT NULL;
alter table episode_requests enable row level security;
alter table episode_requests force row level security;
create policy intake_rows on episode_requests for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on episode_requests for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, update, delete on episode_requests to app;
grant insert on episode_requests to intake;

create table episodes (
  tenant_id uuid not null,
  key text not null,
  name text,
  created_at timestamp with time zone not null default now(),
  name_from_feed boolean not null default false,
  show text,
  guid text,
  title text,
  published_at timestamp with time zone,
  duration_seconds integer,
  enclosure_url text,
  enclosure_type text,
  file_bytes bigint,
  link text,
  persons jsonb not null default '[]'::jsonb,
  transcripts jsonb not null default '[]'::jsonb,
  is_listed boolean not null default false,
  constraint episodes_pkey PRIMARY KEY (tenant_id, key),
  constraint episodes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint episodes_tenant_id_show_fkey FOREIGN KEY (tenant_id, show) REFERENCES shows(tenant_id, key),
  constraint episodes_duration_seconds_check CHECK (duration_seconds > 0),
  constraint episodes_enclosure_type_check CHECK (length(enclosure_type) >= 1 AND length(enclosure_type) <= 200),
  constraint episodes_enclosure_url_check CHECK (length(enclosure_url) >= 1 AND length(enclosure_url) <= 2000),
  constraint episodes_file_bytes_check CHECK (file_bytes > 0),
  constraint episodes_guid_check CHECK (octet_length(guid) >= 1 AND octet_length(guid) <= 500),
  constraint episodes_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint episodes_link_check CHECK (length(link) >= 1 AND length(link) <= 2000),
  constraint episodes_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint episodes_persons_check CHECK (octet_length(persons::text) <= 65536),
  constraint episodes_title_check CHECK (length(title) >= 1 AND length(title) <= 1000),
  constraint episodes_transcripts_check CHECK (octet_length(transcripts::text) <= 65536)
);
CREATE UNIQUE INDEX episodes_by_guid ON episodes USING btree (tenant_id, show, guid);
CREATE INDEX episodes_by_time ON episodes USING btree (tenant_id, show, COALESCE(published_at, '-infinity'::timestamp with time zone), key);
alter table episodes enable row level security;
alter table episodes force row level security;
create policy live_shares on episodes for select to share_reader
  using ((tenant_id IN ( SELECT s.tenant_id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on episodes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on episodes to app;
grant select (tenant_id, key, name) on episodes to share_reader;

create table erased_events (
  tenant_id uuid not null,
  kind text not null,
  id_key uuid not null,
  constraint erased_events_pkey PRIMARY KEY (tenant_id, kind, id_key),
  constraint erased_events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint erased_events_kind_check CHECK (kind = ANY (ARRAY['touchpoint'::text, 'conversion'::text, 'request'::text]))
);
alter table erased_events enable row level security;
alter table erased_events force row level security;
create policy intake_rows on erased_events for all to intake
  using (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]))
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on erased_events for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on erased_events to app;
grant select (tenant_id, kind, id_key) on erased_events to intake;

create table event_addresses (
  tenant_id uuid not null,
  day date not null,
  address_keys uuid[] not null,
  sealed bytea not null
);
CREATE INDEX event_addresses_by_day ON event_addresses USING btree (tenant_id, day);
alter table event_addresses enable row level security;
alter table event_addresses force row level security;
create policy intake_rows on event_addresses for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on event_addresses for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on event_addresses to app;
grant insert on event_addresses to intake;

create table event_counters (
  tenant_id uuid not null,
  month date not null,
  used bigint not null,
  maximum bigint not null,
  noticed smallint not null default 0,
  slot smallint not null default 0,
  allowed bigint not null default 0,
  constraint event_counters_pkey PRIMARY KEY (tenant_id, month, slot),
  constraint event_counters_month_check CHECK (EXTRACT(day FROM month) = 1::numeric),
  constraint event_counters_slot_check CHECK (slot >= 0 AND slot <= 7),
  constraint event_counters_used_check CHECK (used >= 0)
) with (fillfactor=50);
alter table event_counters enable row level security;
alter table event_counters force row level security;
create policy intake_rows on event_counters for all to intake
  using (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]))
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy job_directory on event_counters for select to jobs
  using (true);
create policy tenant_rows on event_counters for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on event_counters to app;
grant update (noticed) on event_counters to app;
grant insert (tenant_id, month, used, maximum, slot, allowed) on event_counters to intake;
grant select (tenant_id, month, used, maximum, slot, allowed) on event_counters to intake;
grant update (used, maximum, allowed) on event_counters to intake;
grant select (tenant_id, month, used, maximum, noticed) on event_counters to jobs;

create table event_sources (
  tenant_id uuid not null,
  key text not null,
  kind text not null,
  name text,
  is_enabled boolean not null,
  options jsonb not null,
  sealed_secret bytea,
  sealed_previous_secret bytea,
  previous_until timestamp with time zone,
  last_received_at timestamp with time zone,
  last_failed_at timestamp with time zone,
  last_fault text,
  created_at timestamp with time zone not null default now(),
  constraint event_sources_pkey PRIMARY KEY (tenant_id, key),
  constraint event_sources_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint event_sources_check CHECK ((sealed_previous_secret IS NULL) = (previous_until IS NULL)),
  constraint event_sources_key_check CHECK (key ~ '^[a-z0-9][a-z0-9_-]{0,99}$'::text),
  constraint event_sources_kind_check CHECK (kind = ANY (ARRAY['shopify'::text, 'woocommerce'::text, 'stripe'::text, 'segment'::text, 'ga4'::text, 'meta'::text, 'podscribe'::text, 'transistor'::text, 'simplecast'::text, 'op3'::text])),
  constraint event_sources_last_fault_check CHECK (length(last_fault) <= 300),
  constraint event_sources_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint event_sources_options_check CHECK (octet_length(options::text) <= 262144)
);
alter table event_sources enable row level security;
alter table event_sources force row level security;
create policy job_directory on event_sources for select to jobs
  using (true);
create policy tenant_rows on event_sources for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on event_sources to app;
grant select (tenant_id, kind, is_enabled) on event_sources to jobs;

create table experiments (
  tenant_id uuid not null,
  key text not null,
  name text,
  design text not null,
  state text not null default 'draft'::text,
  campaign text not null,
  placement text,
  conversion_kind text not null,
  measure text not null,
  currency text,
  window_days smallint not null,
  from_day date not null,
  to_day date not null,
  arms jsonb not null,
  washout_days smallint,
  plan jsonb not null,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  stopped_at timestamp with time zone,
  constraint experiments_pkey PRIMARY KEY (tenant_id, key),
  constraint experiments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint experiments_arms_check CHECK (pg_column_size(arms) <= 262144),
  constraint experiments_check CHECK (to_day > from_day),
  constraint experiments_check1 CHECK ((measure = 'value'::text) = (currency IS NOT NULL)),
  constraint experiments_conversion_kind_check CHECK (conversion_kind = ANY (ARRAY['visit'::text, 'lead'::text, 'signup'::text, 'install'::text, 'purchase'::text, 'subscription'::text])),
  constraint experiments_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint experiments_design_check CHECK (design = ANY (ARRAY['audience_split'::text, 'psa'::text, 'variants'::text, 'geo'::text, 'switchback'::text])),
  constraint experiments_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint experiments_measure_check CHECK (measure = ANY (ARRAY['rate'::text, 'value'::text])),
  constraint experiments_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint experiments_plan_check CHECK (pg_column_size(plan) <= 262144),
  constraint experiments_state_check CHECK (state = ANY (ARRAY['draft'::text, 'running'::text, 'stopped'::text, 'archived'::text])),
  constraint experiments_washout_days_check CHECK (washout_days >= 0 AND washout_days <= 27),
  constraint experiments_window_days_check CHECK (window_days >= 1 AND window_days <= 90)
);
alter table experiments enable row level security;
alter table experiments force row level security;
create policy tenant_rows on experiments for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on experiments to app;

create table explanation_links (
  tenant_id uuid not null,
  link_id uuid not null,
  token_hash bytea not null,
  conversion_id text,
  path_version integer not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  struck_at timestamp with time zone,
  model text not null,
  note text,
  shows_ids boolean not null,
  tells_restatement boolean not null,
  statement text,
  signature text,
  views integer not null default 0,
  last_viewed_at timestamp with time zone,
  constraint explanation_links_pkey PRIMARY KEY (tenant_id, link_id),
  constraint explanation_links_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint explanation_links_check CHECK ((statement IS NULL) = (signature IS NULL)),
  constraint explanation_links_check1 CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
  constraint explanation_links_check2 CHECK (struck_at IS NULL OR statement IS NULL AND conversion_id IS NULL AND note IS NULL),
  constraint explanation_links_note_check CHECK (length(note) <= 500),
  constraint explanation_links_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE INDEX explanation_links_by_conversion ON explanation_links USING btree (tenant_id, conversion_id) WHERE conversion_id IS NOT NULL;
CREATE UNIQUE INDEX explanation_links_by_hash ON explanation_links USING btree (token_hash, tenant_id);
alter table explanation_links enable row level security;
alter table explanation_links force row level security;
create policy link_lookup on explanation_links for select to key_reader
  using (true);
create policy tenant_rows on explanation_links for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on explanation_links to app;
grant select (tenant_id, link_id, token_hash) on explanation_links to key_reader;

create table exposure_days (
  tenant_id uuid not null,
  day date not null,
  kind text not null,
  campaign text not null,
  show text not null,
  placement text not null,
  is_counted_here boolean not null,
  exposures bigint not null,
  constraint exposure_days_pkey PRIMARY KEY (tenant_id, day, kind, campaign, show, placement, is_counted_here),
  constraint exposure_days_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint exposure_days_campaign_check CHECK (length(campaign) <= 200),
  constraint exposure_days_exposures_check CHECK (exposures > 0),
  constraint exposure_days_kind_check CHECK (kind = ANY (ARRAY['impression'::text, 'download'::text])),
  constraint exposure_days_placement_check CHECK (length(placement) <= 200),
  constraint exposure_days_show_check CHECK (length(show) <= 200)
);
alter table exposure_days enable row level security;
alter table exposure_days force row level security;
create policy tenant_rows on exposure_days for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on exposure_days to app;

create table exposure_marks (
  tenant_id uuid not null,
  day date not null,
  mark_id uuid not null default gen_random_uuid(),
  constraint exposure_marks_pkey PRIMARY KEY (tenant_id, day, mark_id),
  constraint exposure_marks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table exposure_marks enable row level security;
alter table exposure_marks force row level security;
create policy tenant_rows on exposure_marks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on exposure_marks to app;

create table exposure_months (
  tenant_id uuid not null,
  month date not null,
  counted_at timestamp with time zone not null,
  constraint exposure_months_pkey PRIMARY KEY (tenant_id, month),
  constraint exposure_months_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint exposure_months_month_check CHECK (EXTRACT(day FROM month) = 1::numeric)
);
alter table exposure_months enable row level security;
alter table exposure_months force row level security;
create policy tenant_rows on exposure_months for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on exposure_months to app;

create table fed_transcripts (
  tenant_id uuid not null,
  episode text not null,
  show text not null,
  addresses_hash bytea not null,
  due_at timestamp with time zone,
  failures integer not null default 0,
  problem text,
  constraint fed_transcripts_pkey PRIMARY KEY (tenant_id, episode),
  constraint fed_transcripts_tenant_id_episode_fkey FOREIGN KEY (tenant_id, episode) REFERENCES episodes(tenant_id, key),
  constraint fed_transcripts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint fed_transcripts_tenant_id_show_fkey FOREIGN KEY (tenant_id, show) REFERENCES shows(tenant_id, key),
  constraint fed_transcripts_failures_check CHECK (failures >= 0),
  constraint fed_transcripts_problem_check CHECK (length(problem) >= 1 AND length(problem) <= 500)
);
CREATE INDEX fed_transcripts_by_due ON fed_transcripts USING btree (tenant_id, due_at);
CREATE INDEX fed_transcripts_by_show ON fed_transcripts USING btree (tenant_id, show);
alter table fed_transcripts enable row level security;
alter table fed_transcripts force row level security;
create policy job_directory on fed_transcripts for select to jobs
  using (true);
create policy tenant_rows on fed_transcripts for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on fed_transcripts to app;
grant select (tenant_id, due_at) on fed_transcripts to jobs;

create table feeds (
  tenant_id uuid not null,
  show text not null,
  etag text,
  last_modified text,
  content_hash bytea,
  due_at timestamp with time zone,
  claimed_until timestamp with time zone,
  fetched_at timestamp with time zone,
  changed_at timestamp with time zone,
  failures integer not null default 0,
  problem text,
  rests_until timestamp with time zone,
  constraint feeds_pkey PRIMARY KEY (tenant_id, show),
  constraint feeds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint feeds_tenant_id_show_fkey FOREIGN KEY (tenant_id, show) REFERENCES shows(tenant_id, key),
  constraint feeds_etag_check CHECK (length(etag) >= 1 AND length(etag) <= 1000),
  constraint feeds_failures_check CHECK (failures >= 0),
  constraint feeds_last_modified_check CHECK (length(last_modified) >= 1 AND length(last_modified) <= 200),
  constraint feeds_problem_check CHECK (length(problem) >= 1 AND length(problem) <= 500)
);
CREATE INDEX feeds_by_due ON feeds USING btree (tenant_id, due_at);
alter table feeds enable row level security;
alter table feeds force row level security;
create policy job_directory on feeds for select to jobs
  using (true);
create policy tenant_rows on feeds for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on feeds to app;
grant select (tenant_id, due_at) on feeds to jobs;

create table filtered_pixel_days (
  tenant_id uuid not null,
  day date not null,
  placement text not null,
  campaign text not null,
  show text not null,
  episode text not null,
  reason text not null,
  requests bigint not null,
  constraint filtered_pixel_days_pkey PRIMARY KEY (tenant_id, day, placement, campaign, show, episode, reason),
  constraint filtered_pixel_days_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint filtered_pixel_days_reason_check CHECK (reason = ANY (ARRAY['not_get'::text, 'ahead'::text, 'bot'::text, 'no_address'::text, 'too_old'::text, 'quota_exceeded'::text, 'invalid'::text])),
  constraint filtered_pixel_days_requests_check CHECK (requests > 0)
);
alter table filtered_pixel_days enable row level security;
alter table filtered_pixel_days force row level security;
create policy tenant_rows on filtered_pixel_days for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on filtered_pixel_days to app;

create table filtered_pixels (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamp with time zone not null,
  placement text not null,
  campaign text not null,
  show text not null,
  episode text,
  reason text not null,
  constraint filtered_pixels_pkey PRIMARY KEY (tenant_id, id),
  constraint filtered_pixels_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint filtered_pixels_reason_check CHECK (reason = ANY (ARRAY['not_get'::text, 'ahead'::text, 'bot'::text, 'no_address'::text, 'too_old'::text, 'quota_exceeded'::text, 'invalid'::text]))
);
CREATE INDEX filtered_pixels_by_time ON filtered_pixels USING btree (tenant_id, occurred_at);
alter table filtered_pixels enable row level security;
alter table filtered_pixels force row level security;
create policy tenant_rows on filtered_pixels for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on filtered_pixels to app;

create table flag_overrides (
  tenant_id uuid not null,
  flag text not null,
  enabled boolean not null,
  expires_at timestamp with time zone,
  constraint flag_overrides_pkey PRIMARY KEY (tenant_id, flag),
  constraint flag_overrides_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table flag_overrides enable row level security;
alter table flag_overrides force row level security;
create policy tenant_rows on flag_overrides for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on flag_overrides to app;

create table hook_codes (
  tenant_id uuid not null,
  source text not null,
  id text not null,
  code text not null,
  constraint hook_codes_pkey PRIMARY KEY (tenant_id, source, id),
  constraint hook_codes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint hook_codes_tenant_id_source_fkey FOREIGN KEY (tenant_id, source) REFERENCES event_sources(tenant_id, key) ON DELETE CASCADE,
  constraint hook_codes_code_check CHECK (length(code) >= 1 AND length(code) <= 100),
  constraint hook_codes_id_check CHECK (length(id) >= 1 AND length(id) <= 100)
);
alter table hook_codes enable row level security;
alter table hook_codes force row level security;
create policy tenant_rows on hook_codes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on hook_codes to app;
grant update (code) on hook_codes to app;

create table hook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  source text not null,
  delivery_key text not null,
  is_first boolean not null,
  topic text,
  state text not null,
  reason text,
  received_at timestamp with time zone not null,
  attempts integer not null default 0,
  due_at timestamp with time zone,
  order_ref text,
  made text[] not null default '{}'::text[],
  bytes integer not null,
  sealed bytea storage external,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  has_brought boolean not null default false,
  shop text,
  constraint hook_deliveries_pkey PRIMARY KEY (tenant_id, id),
  constraint hook_deliveries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint hook_deliveries_tenant_id_source_fkey FOREIGN KEY (tenant_id, source) REFERENCES event_sources(tenant_id, key) ON DELETE CASCADE,
  constraint hook_deliveries_check CHECK ((due_at IS NOT NULL) = (state = ANY (ARRAY['received'::text, 'waiting'::text]))),
  constraint hook_deliveries_delivery_key_check CHECK (length(delivery_key) >= 1 AND length(delivery_key) <= 300),
  constraint hook_deliveries_order_ref_check CHECK (length(order_ref) >= 1 AND length(order_ref) <= 300),
  constraint hook_deliveries_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 500),
  constraint hook_deliveries_shop_check CHECK (length(shop) >= 1 AND length(shop) <= 500),
  constraint hook_deliveries_state_check CHECK (state = ANY (ARRAY['received'::text, 'waiting'::text, 'kept'::text, 'duplicate'::text, 'set_aside'::text, 'unknown_topic'::text, 'refused'::text, 'failed'::text])),
  constraint hook_deliveries_topic_check CHECK (length(topic) >= 1 AND length(topic) <= 200)
);
CREATE INDEX hook_deliveries_by_address ON hook_deliveries USING btree (tenant_id, address_key) WHERE address_key IS NOT NULL;
CREATE INDEX hook_deliveries_by_click ON hook_deliveries USING btree (tenant_id, click_key) WHERE click_key IS NOT NULL;
CREATE INDEX hook_deliveries_by_email ON hook_deliveries USING btree (tenant_id, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX hook_deliveries_by_source ON hook_deliveries USING btree (tenant_id, source, id);
CREATE INDEX hook_deliveries_by_state ON hook_deliveries USING btree (tenant_id, state, id);
CREATE INDEX hook_deliveries_by_time ON hook_deliveries USING btree (tenant_id, received_at);
CREATE INDEX hook_deliveries_by_user ON hook_deliveries USING btree (tenant_id, user_key) WHERE user_key IS NOT NULL;
CREATE INDEX hook_deliveries_due ON hook_deliveries USING btree (tenant_id, due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX hook_deliveries_once ON hook_deliveries USING btree (tenant_id, source, delivery_key) WHERE is_first;
CREATE INDEX hook_deliveries_unkeyed ON hook_deliveries USING btree (tenant_id, received_at) WHERE sealed IS NOT NULL AND user_key IS NULL AND email_key IS NULL AND click_key IS NULL AND address_key IS NULL;
alter table hook_deliveries enable row level security;
alter table hook_deliveries force row level security;
create policy job_directory on hook_deliveries for select to jobs
  using (true);
create policy tenant_rows on hook_deliveries for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on hook_deliveries to app;
grant select (tenant_id, due_at) on hook_deliveries to jobs;

create table hook_orders (
  tenant_id uuid not null,
  source text not null,
  ref text not null,
  conversion_id text not null,
  value_minor bigint,
  gross_minor bigint,
  as_of timestamp with time zone not null default '-infinity'::timestamp with time zone,
  order_id text,
  constraint hook_orders_pkey PRIMARY KEY (tenant_id, source, ref, conversion_id),
  constraint hook_orders_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint hook_orders_tenant_id_source_fkey FOREIGN KEY (tenant_id, source) REFERENCES event_sources(tenant_id, key) ON DELETE CASCADE,
  constraint hook_orders_conversion_id_check CHECK (length(conversion_id) >= 1 AND length(conversion_id) <= 200),
  constraint hook_orders_gross_minor_check CHECK (gross_minor >= 0),
  constraint hook_orders_order_id_check CHECK (length(order_id) >= 1 AND length(order_id) <= 200),
  constraint hook_orders_ref_check CHECK (length(ref) >= 1 AND length(ref) <= 300),
  constraint hook_orders_value_minor_check CHECK (value_minor >= 0)
);
CREATE INDEX hook_orders_by_conversion ON hook_orders USING btree (tenant_id, conversion_id);
CREATE INDEX hook_orders_by_name ON hook_orders USING btree (tenant_id, ref) WHERE order_id IS NOT NULL;
CREATE INDEX hook_orders_by_order ON hook_orders USING btree (tenant_id, order_id) WHERE order_id IS NOT NULL;
alter table hook_orders enable row level security;
alter table hook_orders force row level security;
create policy tenant_rows on hook_orders for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on hook_orders to app;
grant update (value_minor, gross_minor, as_of) on hook_orders to app;

create table host_episodes (
  tenant_id uuid not null,
  host text not null,
  id text not null,
  show text not null,
  guid text,
  enclosure text,
  title text,
  published_at timestamp with time zone,
  episode text,
  looked_at timestamp with time zone,
  constraint host_episodes_pkey PRIMARY KEY (tenant_id, host, id),
  constraint host_episodes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint host_episodes_enclosure_check CHECK (length(enclosure) >= 1 AND length(enclosure) <= 2000),
  constraint host_episodes_episode_check CHECK (length(episode) >= 1 AND length(episode) <= 200),
  constraint host_episodes_guid_check CHECK (length(guid) >= 1 AND length(guid) <= 1000),
  constraint host_episodes_host_check CHECK (length(host) >= 1 AND length(host) <= 100),
  constraint host_episodes_id_check CHECK (length(id) >= 1 AND length(id) <= 200),
  constraint host_episodes_show_check CHECK (length(show) >= 1 AND length(show) <= 200),
  constraint host_episodes_title_check CHECK (length(title) >= 1 AND length(title) <= 500)
);
CREATE INDEX host_episodes_by_show ON host_episodes USING btree (tenant_id, show, host, id);
alter table host_episodes enable row level security;
alter table host_episodes force row level security;
create policy tenant_rows on host_episodes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on host_episodes to app;

create table host_figures (
  tenant_id uuid not null,
  show text not null,
  episode text not null,
  day date not null,
  downloads bigint not null,
  source text not null,
  entered_at timestamp with time zone not null default now(),
  origin text not null default 'entered'::text,
  constraint host_figures_pkey PRIMARY KEY (tenant_id, show, episode, day, source, origin),
  constraint host_figures_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint host_figures_downloads_check CHECK (downloads >= 0),
  constraint host_figures_origin_check CHECK (origin = ANY (ARRAY['entered'::text, 'pull'::text])),
  constraint host_figures_source_check CHECK (length(source) >= 1 AND length(source) <= 100)
);
alter table host_figures enable row level security;
alter table host_figures force row level security;
create policy tenant_rows on host_figures for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on host_figures to app;

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
CREATE INDEX idempotent_requests_by_time ON idempotent_requests USING btree (tenant_id, created_at);
alter table idempotent_requests enable row level security;
alter table idempotent_requests force row level security;
create policy job_directory on idempotent_requests for select to jobs
  using (true);
create policy tenant_rows on idempotent_requests for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on idempotent_requests to app;
grant select (tenant_id) on idempotent_requests to jobs;

create table import_rejects (
  tenant_id uuid not null,
  import_id uuid not null,
  line bigint not null,
  code text not null,
  pointer text not null,
  reason text not null,
  constraint import_rejects_pkey PRIMARY KEY (tenant_id, import_id, line),
  constraint import_rejects_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint import_rejects_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES imports(tenant_id, import_id) ON DELETE CASCADE,
  constraint import_rejects_pointer_check CHECK (length(pointer) <= 500),
  constraint import_rejects_reason_check CHECK (length(reason) <= 1000)
);
alter table import_rejects enable row level security;
alter table import_rejects force row level security;
create policy tenant_rows on import_rejects for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on import_rejects to app;

create table imports (
  tenant_id uuid not null,
  import_id uuid not null,
  kind text not null,
  file_name text not null,
  bytes bigint not null,
  fingerprint text not null,
  format text not null,
  columns jsonb,
  defaults jsonb not null,
  taken_bytes bigint not null default 0,
  taken_lines bigint not null default 0,
  accepted bigint not null default 0,
  duplicates bigint not null default 0,
  rejected bigint not null default 0,
  created_at timestamp with time zone not null,
  created_by text not null,
  changed_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  claimed_until timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (tenant_id, import_id),
  constraint imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint imports_bytes_check CHECK (bytes > 0),
  constraint imports_check CHECK (taken_bytes >= 0 AND taken_bytes <= bytes),
  constraint imports_columns_check CHECK (length(columns::text) <= 200000),
  constraint imports_defaults_check CHECK (length(defaults::text) <= 100000),
  constraint imports_file_name_check CHECK (length(file_name) >= 1 AND length(file_name) <= 200),
  constraint imports_fingerprint_check CHECK (fingerprint ~ '^[0-9a-f]{64}$'::text),
  constraint imports_format_check CHECK (format = ANY (ARRAY['csv'::text, 'ndjson'::text])),
  constraint imports_kind_check CHECK (kind = ANY (ARRAY['touchpoints'::text, 'conversions'::text]))
);
CREATE INDEX imports_by_change ON imports USING btree (tenant_id, changed_at);
CREATE UNIQUE INDEX imports_open ON imports USING btree (tenant_id, kind, fingerprint, bytes) WHERE finished_at IS NULL;
alter table imports enable row level security;
alter table imports force row level security;
create policy tenant_rows on imports for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on imports to app;

create table insights (
  tenant_id uuid not null,
  insight_id uuid not null,
  source text not null,
  kind text not null,
  insight_key text not null,
  day date not null,
  subject_type text not null,
  subject_key text,
  finding text not null,
  evidence jsonb not null,
  status text not null default 'open'::text,
  note text,
  found_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  status_at timestamp with time zone,
  status_by text,
  ended_at timestamp with time zone,
  rank smallint not null default 0,
  constraint insights_pkey PRIMARY KEY (tenant_id, insight_id),
  constraint insights_tenant_id_source_insight_key_key UNIQUE (tenant_id, source, insight_key),
  constraint insights_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint insights_check CHECK ((subject_type = 'tenant'::text) = (subject_key IS NULL)),
  constraint insights_check1 CHECK ((status_at IS NULL) = (status_by IS NULL)),
  constraint insights_check2 CHECK (status <> 'ended'::text OR ended_at IS NOT NULL),
  constraint insights_evidence_check CHECK (jsonb_typeof(evidence) = 'array'::text AND octet_length(evidence::text) <= 16384),
  constraint insights_finding_check CHECK (length(finding) >= 1 AND length(finding) <= 500),
  constraint insights_insight_key_check CHECK (length(insight_key) >= 1 AND length(insight_key) <= 200),
  constraint insights_kind_check CHECK (kind ~ '^[a-z][a-z0-9_]{0,63}$'::text),
  constraint insights_note_check CHECK (length(note) >= 1 AND length(note) <= 500),
  constraint insights_rank_check CHECK (rank >= 0 AND rank <= 9),
  constraint insights_source_check CHECK (source = ANY (ARRAY['analysis'::text, 'anomaly'::text, 'forecast'::text])),
  constraint insights_status_check CHECK (status = ANY (ARRAY['open'::text, 'done'::text, 'dismissed'::text, 'ended'::text])),
  constraint insights_subject_key_check CHECK (length(subject_key) >= 1 AND length(subject_key) <= 200),
  constraint insights_subject_type_check CHECK (subject_type = ANY (ARRAY['tenant'::text, 'campaign'::text, 'show'::text, 'episode'::text, 'transcript'::text]))
);
CREATE INDEX insights_ranked ON insights USING btree (tenant_id, day DESC, rank DESC, insight_id DESC);
alter table insights enable row level security;
alter table insights force row level security;
create policy tenant_rows on insights for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on insights to app;
grant update (kind, day, subject_type, subject_key, finding, evidence, status, note, changed_at, status_at, status_by, ended_at, rank) on insights to app;

create table installation_keys (
  id uuid not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint installation_keys_pkey PRIMARY KEY (id)
);
alter table installation_keys enable row level security;
alter table installation_keys force row level security;
create policy people_rows on installation_keys for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on installation_keys to auth;

create table invitations (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  role text not null,
  token_hash bytea not null,
  invited_by uuid,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone not null,
  sends integer not null default 1,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitations_pkey PRIMARY KEY (tenant_id, id),
  constraint invitations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint invitations_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 254),
  constraint invitations_role_check CHECK (role = ANY (ARRAY['owner'::text, 'admin'::text, 'analyst'::text, 'viewer'::text, 'billing'::text])),
  constraint invitations_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE INDEX invitations_by_inviter ON invitations USING btree (tenant_id, invited_by);
CREATE UNIQUE INDEX invitations_by_token ON invitations USING btree (token_hash, tenant_id);
CREATE UNIQUE INDEX invitations_open ON invitations USING btree (tenant_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
alter table invitations enable row level security;
alter table invitations force row level security;
create policy auth_rows on invitations for all to auth
  using (true)
  with check (true);
create policy tenant_rows on invitations for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on invitations to app;
grant select on invitations to auth;
grant update (email, accepted_at, revoked_at) on invitations to auth;

create table ledger_heads (
  tenant_id uuid not null,
  at timestamp with time zone not null,
  identity_rules jsonb,
  constraint ledger_heads_pkey PRIMARY KEY (tenant_id),
  constraint ledger_heads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table ledger_heads enable row level security;
alter table ledger_heads force row level security;
create policy job_directory on ledger_heads for select to jobs
  using (true);
create policy tenant_rows on ledger_heads for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on ledger_heads to app;
grant select (tenant_id) on ledger_heads to jobs;

create table limit_counters (
  tenant_id uuid not null,
  limit_id uuid not null,
  period_start timestamp with time zone not null,
  used numeric not null default 0,
  reserved numeric not null default 0,
  noticed smallint not null default 0,
  constraint limit_counters_pkey PRIMARY KEY (tenant_id, limit_id, period_start),
  constraint limit_counters_tenant_id_limit_id_fkey FOREIGN KEY (tenant_id, limit_id) REFERENCES meter_limits(tenant_id, limit_id) ON DELETE CASCADE,
  constraint limit_counters_noticed_check CHECK (noticed >= 0 AND noticed <= 2),
  constraint limit_counters_reserved_check CHECK (reserved >= 0::numeric AND reserved < 'Infinity'::numeric),
  constraint limit_counters_used_check CHECK (used >= 0::numeric AND used < 'Infinity'::numeric)
) with (fillfactor=70);
alter table limit_counters enable row level security;
alter table limit_counters force row level security;
create policy tenant_rows on limit_counters for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on limit_counters to app;

create table links (
  tenant_id uuid not null,
  key text not null,
  campaign text not null,
  show text,
  destination text not null,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_content text,
  utm_term text,
  click_parameter text,
  created_at timestamp with time zone not null default now(),
  constraint links_pkey PRIMARY KEY (tenant_id, key),
  constraint links_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key),
  constraint links_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint links_tenant_id_show_fkey FOREIGN KEY (tenant_id, show) REFERENCES shows(tenant_id, key),
  constraint links_click_parameter_check CHECK (click_parameter ~ '^[A-Za-z0-9_.~-]{1,50}$'::text),
  constraint links_destination_check CHECK (length(destination) >= 1 AND length(destination) <= 2000 AND destination ~ '^https?://'::text),
  constraint links_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint links_utm_campaign_check CHECK (length(utm_campaign) >= 1 AND length(utm_campaign) <= 200),
  constraint links_utm_content_check CHECK (length(utm_content) >= 1 AND length(utm_content) <= 200),
  constraint links_utm_medium_check CHECK (length(utm_medium) >= 1 AND length(utm_medium) <= 200),
  constraint links_utm_source_check CHECK (length(utm_source) >= 1 AND length(utm_source) <= 200),
  constraint links_utm_term_check CHECK (length(utm_term) >= 1 AND length(utm_term) <= 200)
);
CREATE INDEX links_by_campaign ON links USING btree (tenant_id, campaign);
CREATE INDEX links_by_show ON links USING btree (tenant_id, show) WHERE show IS NOT NULL;
alter table links enable row level security;
alter table links force row level security;
create policy job_directory on links for select to jobs
  using (true);
create policy tenant_rows on links for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on links to app;
grant select (tenant_id, key, destination, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_parameter) on links to jobs;

create table list_checks (
  list_version integer not null,
  checked_at timestamp with time zone not null,
  checked_by text not null,
  constraint list_checks_pkey PRIMARY KEY (list_version, checked_at),
  constraint list_checks_checked_by_check CHECK (length(checked_by) >= 1 AND length(checked_by) <= 200)
);
grant select on list_checks to app;
grant select, insert on list_checks to auth;

create table list_versions (
  id integer not null,
  kind text not null,
  source text not null,
  licence text,
  entries integer not null,
  refused integer not null,
  sha256 text not null,
  effective_from timestamp with time zone not null,
  loaded_at timestamp with time zone not null,
  content bytea storage external not null,
  constraint list_versions_pkey PRIMARY KEY (id),
  constraint list_versions_entries_check CHECK (entries >= 0),
  constraint list_versions_kind_check CHECK (kind ~ '^[a-z_]{1,40}$'::text),
  constraint list_versions_licence_check CHECK (length(licence) <= 500),
  constraint list_versions_refused_check CHECK (refused >= 0),
  constraint list_versions_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint list_versions_source_check CHECK (length(source) >= 1 AND length(source) <= 500)
);
CREATE INDEX list_versions_kind_effective_from_idx ON list_versions USING btree (kind, effective_from);
grant select on list_versions to app;
grant select, insert on list_versions to auth;

create table mail_choices (
  tenant_id uuid not null,
  person_id uuid not null,
  kind text not null,
  is_mailed boolean not null,
  changed_at timestamp with time zone not null,
  constraint mail_choices_pkey PRIMARY KEY (tenant_id, person_id, kind),
  constraint mail_choices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint mail_choices_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES members(tenant_id, person_id) ON DELETE CASCADE,
  constraint mail_choices_kind_check CHECK (kind ~ '^[a-z][a-z_]{1,40}$'::text)
);
alter table mail_choices enable row level security;
alter table mail_choices force row level security;
create policy auth_rows on mail_choices for select to auth
  using (true);
create policy tenant_rows on mail_choices for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on mail_choices to app;
grant update (is_mailed, changed_at) on mail_choices to app;
grant select on mail_choices to auth;

create table matched_people (
  tenant_id uuid not null,
  share_id uuid not null,
  starts_on date not null,
  kind text not null,
  currency text not null,
  channel text,
  show text,
  episode text,
  placement text,
  person integer not null,
  first_touch integer not null,
  last_touch integer not null,
  linear integer not null,
  time_decay integer not null,
  position_based integer not null
);
CREATE INDEX matched_people_by_share ON matched_people USING btree (tenant_id, share_id);
alter table matched_people enable row level security;
alter table matched_people force row level security;
create policy live_shares on matched_people for select to share_reader
  using (((tenant_id, share_id) IN ( SELECT s.tenant_id,
    s.id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on matched_people for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant insert, delete on matched_people to app;
grant select (tenant_id, share_id) on matched_people to app;
grant select on matched_people to share_reader;

create table matched_rollups (
  tenant_id uuid not null,
  share_id uuid not null,
  model text not null,
  dimension text not null,
  starts_on date not null,
  key text not null,
  kind text not null,
  currency text not null,
  nano bigint not null,
  minor bigint not null,
  counted bigint not null,
  constraint matched_rollups_dimension_check CHECK (dimension = ANY (ARRAY['campaign'::text, 'channel'::text, 'show'::text, 'episode'::text, 'placement'::text]))
);
CREATE INDEX matched_rollups_by_share ON matched_rollups USING btree (tenant_id, share_id, model, dimension);
alter table matched_rollups enable row level security;
alter table matched_rollups force row level security;
create policy live_shares on matched_rollups for select to share_reader
  using (((tenant_id, share_id) IN ( SELECT s.tenant_id,
    s.id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on matched_rollups for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant insert, delete on matched_rollups to app;
grant select (tenant_id, share_id) on matched_rollups to app;
grant select on matched_rollups to share_reader;

create table members (
  tenant_id uuid not null,
  person_id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  constraint members_pkey PRIMARY KEY (tenant_id, person_id),
  constraint members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint members_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 254),
  constraint members_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint members_role_check CHECK (role = ANY (ARRAY['owner'::text, 'admin'::text, 'analyst'::text, 'viewer'::text, 'billing'::text]))
);
CREATE UNIQUE INDEX members_by_email ON members USING btree (tenant_id, email);
CREATE INDEX members_by_person ON members USING btree (person_id, tenant_id);
alter table members enable row level security;
alter table members force row level security;
create policy auth_rows on members for all to auth
  using (true)
  with check (true);
create policy tenant_rows on members for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on members to app;
grant select, insert, update, delete on members to auth;

create table meter_limits (
  tenant_id uuid not null,
  key text collate "C" not null,
  limit_id uuid not null,
  meter text collate "C" not null,
  entity text not null,
  entity_key text collate "C" not null,
  period text not null,
  time_zone text not null,
  soft numeric(25,10),
  hard numeric(25,10),
  grace_percent smallint not null,
  grace_until timestamp with time zone,
  counted_from timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint meter_limits_pkey PRIMARY KEY (tenant_id, key),
  constraint meter_limits_tenant_id_limit_id_key UNIQUE (tenant_id, limit_id),
  constraint meter_limits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint meter_limits_check CHECK ((entity = 'tenant'::text) = (entity_key = ''::text)),
  constraint meter_limits_check1 CHECK (num_nonnulls(soft, hard) > 0),
  constraint meter_limits_check2 CHECK (soft <= hard),
  constraint meter_limits_entity_check CHECK (entity = ANY (ARRAY['campaign'::text, 'feature'::text, 'tenant'::text])),
  constraint meter_limits_grace_percent_check CHECK (grace_percent >= 0 AND grace_percent <= 100),
  constraint meter_limits_hard_check CHECK (hard >= 0::numeric AND hard <> 'NaN'::numeric),
  constraint meter_limits_key_check CHECK (length(key) >= 1 AND length(key) <= 100),
  constraint meter_limits_meter_check CHECK (length(meter) >= 1 AND length(meter) <= 100),
  constraint meter_limits_period_check CHECK (period = ANY (ARRAY['day'::text, 'month'::text])),
  constraint meter_limits_soft_check CHECK (soft >= 0::numeric AND soft <> 'NaN'::numeric)
);
CREATE INDEX meter_limits_of_meter ON meter_limits USING btree (tenant_id, meter);
alter table meter_limits enable row level security;
alter table meter_limits force row level security;
create policy job_directory on meter_limits for select to jobs
  using (true);
create policy tenant_rows on meter_limits for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on meter_limits to app;
grant select (tenant_id) on meter_limits to jobs;

create table meter_reservations (
  tenant_id uuid not null,
  reservation_id uuid not null,
  meter text collate "C" not null,
  campaign text collate "C" not null default ''::text,
  feature text collate "C" not null default ''::text,
  quantity numeric(25,10) not null,
  limit_ids uuid[] not null,
  period_starts timestamp with time zone[] not null,
  state text not null default 'open'::text,
  settled numeric(25,10),
  reserved_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint meter_reservations_pkey PRIMARY KEY (tenant_id, reservation_id),
  constraint meter_reservations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint meter_reservations_check CHECK (cardinality(period_starts) = cardinality(limit_ids)),
  constraint meter_reservations_check1 CHECK ((state = 'settled'::text) = (settled IS NOT NULL)),
  constraint meter_reservations_meter_check CHECK (length(meter) >= 1 AND length(meter) <= 100),
  constraint meter_reservations_quantity_check CHECK (quantity >= 0::numeric AND quantity <> 'NaN'::numeric),
  constraint meter_reservations_settled_check CHECK (settled >= 0::numeric AND settled <> 'NaN'::numeric),
  constraint meter_reservations_state_check CHECK (state = ANY (ARRAY['open'::text, 'settled'::text, 'released'::text, 'expired'::text]))
);
CREATE INDEX meter_reservations_by_expiry ON meter_reservations USING btree (tenant_id, expires_at);
alter table meter_reservations enable row level security;
alter table meter_reservations force row level security;
create policy job_directory on meter_reservations for select to jobs
  using (true);
create policy tenant_rows on meter_reservations for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on meter_reservations to app;
grant select (tenant_id, expires_at) on meter_reservations to jobs;

create table meters (
  tenant_id uuid not null,
  key text not null,
  unit text not null,
  aggregation text not null,
  description text not null,
  changed_at timestamp with time zone not null,
  constraint meters_pkey PRIMARY KEY (tenant_id, key),
  constraint meters_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint meters_aggregation_check CHECK (aggregation = ANY (ARRAY['sum'::text, 'count'::text, 'max'::text, 'unique'::text, 'last'::text])),
  constraint meters_description_check CHECK (length(description) <= 500),
  constraint meters_key_check CHECK (length(key) >= 1 AND length(key) <= 100),
  constraint meters_unit_check CHECK (length(unit) >= 1 AND length(unit) <= 50)
);
alter table meters enable row level security;
alter table meters force row level security;
create policy tenant_rows on meters for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on meters to app;

create table metric_series (
  tenant_id uuid not null,
  grain text not null,
  metric text not null,
  subject_type text not null,
  subject_key text not null,
  starts_at timestamp with time zone not null,
  points double precision[] not null,
  constraint metric_series_pkey PRIMARY KEY (tenant_id, grain, metric, subject_type, subject_key),
  constraint metric_series_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint metric_series_check CHECK ((subject_type = 'tenant'::text) = (subject_key = ''::text)),
  constraint metric_series_grain_check CHECK (grain = ANY (ARRAY['day'::text, 'hour'::text])),
  constraint metric_series_metric_check CHECK (metric = ANY (ARRAY['downloads'::text, 'impressions'::text, 'conversions'::text, 'spend'::text, 'match_rate'::text])),
  constraint metric_series_points_check CHECK (cardinality(points) >= 1 AND cardinality(points) <= 1000),
  constraint metric_series_subject_key_check CHECK (length(subject_key) <= 200),
  constraint metric_series_subject_type_check CHECK (subject_type = ANY (ARRAY['tenant'::text, 'show'::text, 'campaign'::text]))
);
alter table metric_series enable row level security;
alter table metric_series force row level security;
create policy tenant_rows on metric_series for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on metric_series to app;

create table model_fits (
  tenant_id uuid not null,
  fit_id uuid not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  state text not null default 'waiting'::text,
  model text not null,
  unit text not null,
  lookback_days integer not null,
  chain_order integer not null,
  read_at timestamp with time zone,
  finished_at timestamp with time zone,
  result jsonb,
  failure text,
  constraint model_fits_pkey PRIMARY KEY (tenant_id, fit_id),
  constraint model_fits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint model_fits_chain_order_check CHECK (chain_order = ANY (ARRAY[1, 2])),
  constraint model_fits_check CHECK ((state = ANY (ARRAY['done'::text, 'insufficient'::text])) = (result IS NOT NULL)),
  constraint model_fits_lookback_days_check CHECK (lookback_days >= 1 AND lookback_days <= 90),
  constraint model_fits_model_check CHECK (model = ANY (ARRAY['markov'::text, 'hazard'::text])),
  constraint model_fits_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'insufficient'::text, 'failed'::text])),
  constraint model_fits_unit_check CHECK (unit = ANY (ARRAY['show'::text, 'campaign'::text, 'channel'::text, 'placement'::text]))
);
CREATE INDEX model_fits_by_terms ON model_fits USING btree (tenant_id, model, unit, lookback_days, chain_order, fit_id);
alter table model_fits enable row level security;
alter table model_fits force row level security;
create policy tenant_rows on model_fits for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on model_fits to app;

create table network_states (
  tenant_id uuid not null,
  state text not null,
  constraint network_states_pkey PRIMARY KEY (tenant_id),
  constraint network_states_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table network_states enable row level security;
alter table network_states force row level security;
create policy tenant_rows on network_states for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on network_states to app;

create table new_files (
  tenant_id uuid not null,
  address text not null,
  added_at timestamp with time zone not null,
  constraint new_files_pkey PRIMARY KEY (tenant_id, address),
  constraint new_files_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint new_files_address_check CHECK (octet_length(address) >= 1 AND octet_length(address) <= 1000)
);
alter table new_files enable row level security;
alter table new_files force row level security;
create policy tenant_rows on new_files for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on new_files to app;

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
  click_key uuid,
  reason text not null default 'late_touchpoint'::text,
  constraint new_touchpoints_reason_check CHECK (reason = ANY (ARRAY['late_touchpoint'::text, 'list_changed'::text]))
);
CREATE INDEX new_touchpoints_by_priority ON new_touchpoints USING btree (tenant_id, priority);
alter table new_touchpoints enable row level security;
alter table new_touchpoints force row level security;
create policy intake_rows on new_touchpoints for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy job_directory on new_touchpoints for select to jobs
  using (true);
create policy live_shares on new_touchpoints for select to share_reader
  using ((tenant_id IN ( SELECT s.tenant_id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on new_touchpoints for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on new_touchpoints to app;
grant insert on new_touchpoints to intake;
grant select (tenant_id, received_at) on new_touchpoints to jobs;
grant select (tenant_id) on new_touchpoints to share_reader;

create table oauth_artifacts (
  id_hash bytea not null,
  model text not null,
  grant_hash bytea,
  client_id uuid,
  person_id uuid,
  scopes text[] not null default '{}'::text[],
  consumed_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  sealed_payload bytea not null,
  sso_connection_id uuid,
  constraint oauth_artifacts_pkey PRIMARY KEY (id_hash),
  constraint oauth_artifacts_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint oauth_artifacts_grant_hash_check CHECK (length(grant_hash) = 32),
  constraint oauth_artifacts_id_hash_check CHECK (length(id_hash) = 32),
  constraint oauth_artifacts_model_check CHECK (length(model) <= 40),
  constraint oauth_artifacts_of_sso CHECK (sso_connection_id IS NULL OR model = 'Grant'::text)
);
CREATE INDEX oauth_artifacts_by_expiry ON oauth_artifacts USING btree (expires_at);
CREATE INDEX oauth_artifacts_by_grant ON oauth_artifacts USING btree (grant_hash) WHERE grant_hash IS NOT NULL;
CREATE INDEX oauth_artifacts_by_person ON oauth_artifacts USING btree (person_id) WHERE person_id IS NOT NULL;
alter table oauth_artifacts enable row level security;
alter table oauth_artifacts force row level security;
create policy people_rows on oauth_artifacts for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on oauth_artifacts to auth;

create table oauth_client_secrets (
  tenant_id uuid not null,
  client_id uuid not null,
  id uuid not null,
  secret_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  constraint oauth_client_secrets_pkey PRIMARY KEY (tenant_id, client_id, id),
  constraint oauth_client_secrets_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES oauth_clients(tenant_id, id) ON DELETE CASCADE,
  constraint oauth_client_secrets_secret_hash_check CHECK (length(secret_hash) = 32)
);
alter table oauth_client_secrets enable row level security;
alter table oauth_client_secrets force row level security;
create policy auth_rows on oauth_client_secrets for select to auth
  using (true);
create policy tenant_rows on oauth_client_secrets for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on oauth_client_secrets to app;
grant select (tenant_id, client_id, secret_hash, expires_at) on oauth_client_secrets to auth;

create table oauth_clients (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  redirect_uris text[] not null,
  scopes text[] not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  post_logout_redirect_uris text[] not null default '{}'::text[],
  constraint oauth_clients_pkey PRIMARY KEY (tenant_id, id),
  constraint oauth_clients_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint oauth_clients_check CHECK ((kind = 'service'::text) = (cardinality(redirect_uris) = 0)),
  constraint oauth_clients_check1 CHECK (cardinality(post_logout_redirect_uris) <= 10 AND (kind <> 'service'::text OR cardinality(post_logout_redirect_uris) = 0)),
  constraint oauth_clients_created_by_check CHECK (length(created_by) <= 200),
  constraint oauth_clients_kind_check CHECK (kind = ANY (ARRAY['web'::text, 'browser'::text, 'native'::text, 'service'::text])),
  constraint oauth_clients_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint oauth_clients_redirect_uris_check CHECK (cardinality(redirect_uris) <= 10),
  constraint oauth_clients_scopes_check CHECK (scopes <@ ARRAY['ingest'::text, 'read'::text, 'admin'::text, 'openid'::text, 'profile'::text, 'email'::text, 'offline_access'::text] AND cardinality(scopes) > 0)
);
CREATE UNIQUE INDEX oauth_clients_by_id ON oauth_clients USING btree (id, tenant_id);
alter table oauth_clients enable row level security;
alter table oauth_clients force row level security;
create policy auth_rows on oauth_clients for select to auth
  using (true);
create policy tenant_rows on oauth_clients for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on oauth_clients to app;
grant select (tenant_id, id, name, kind, redirect_uris, scopes, post_logout_redirect_uris) on oauth_clients to auth;

create table oauth_keys (
  id uuid not null,
  sealed_key bytea not null,
  created_at timestamp with time zone not null,
  constraint oauth_keys_pkey PRIMARY KEY (id)
);
alter table oauth_keys enable row level security;
alter table oauth_keys force row level security;
create policy people_rows on oauth_keys for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on oauth_keys to auth;

create table objected_identities (
  tenant_id uuid not null,
  objection_key uuid not null,
  request_id uuid not null,
  constraint objected_identities_pkey PRIMARY KEY (tenant_id, objection_key, request_id),
  constraint objected_identities_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table objected_identities enable row level security;
alter table objected_identities force row level security;
create policy intake_rows on objected_identities for all to intake
  using (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]))
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on objected_identities for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on objected_identities to app;
grant select (tenant_id, objection_key) on objected_identities to intake;

create table onboarding (
  tenant_id uuid not null,
  profile text,
  is_measured boolean not null,
  looked_at timestamp with time zone,
  dismissed_at timestamp with time zone,
  constraint onboarding_pkey PRIMARY KEY (tenant_id),
  constraint onboarding_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint onboarding_profile_check CHECK (profile = ANY (ARRAY['podcaster'::text, 'network'::text, 'agency'::text, 'advertiser'::text]))
);
alter table onboarding enable row level security;
alter table onboarding force row level security;
create policy tenant_rows on onboarding for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on onboarding to app;

create table onboarding_steps (
  tenant_id uuid not null,
  step text not null,
  done_at timestamp with time zone,
  skipped_at timestamp with time zone,
  constraint onboarding_steps_pkey PRIMARY KEY (tenant_id, step),
  constraint onboarding_steps_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint onboarding_steps_step_check CHECK (step ~ '^[a-z]{1,20}$'::text)
);
alter table onboarding_steps enable row level security;
alter table onboarding_steps force row level security;
create policy tenant_rows on onboarding_steps for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on onboarding_steps to app;

create table operator_sessions (
  id uuid not null,
  token_hash bytea not null,
  operator_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint operator_sessions_pkey PRIMARY KEY (id),
  constraint operator_sessions_token_hash_key UNIQUE (token_hash),
  constraint operator_sessions_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operators(id),
  constraint operator_sessions_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE INDEX operator_sessions_by_operator ON operator_sessions USING btree (operator_id);
alter table operator_sessions enable row level security;
alter table operator_sessions force row level security;
create policy people_rows on operator_sessions for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on operator_sessions to auth;

create table operators (
  id uuid not null,
  email text not null,
  name text not null,
  password_hash text not null,
  sealed_secret bytea not null,
  last_step bigint not null default 0,
  failures_in_a_row integer not null default 0,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint operators_pkey PRIMARY KEY (id),
  constraint operators_email_key UNIQUE (email),
  constraint operators_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 254),
  constraint operators_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
alter table operators enable row level security;
alter table operators force row level security;
create policy people_rows on operators for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update on operators to auth;

create table order_codes (
  tenant_id uuid not null,
  conversion_id text not null,
  source text not null,
  code text not null,
  place smallint not null,
  constraint order_codes_pkey PRIMARY KEY (tenant_id, conversion_id, code),
  constraint order_codes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint order_codes_code_check CHECK (length(code) >= 1 AND length(code) <= 100),
  constraint order_codes_conversion_id_check CHECK (length(conversion_id) >= 1 AND length(conversion_id) <= 200),
  constraint order_codes_place_check CHECK (place >= 0)
);
CREATE INDEX order_codes_by_code ON order_codes USING btree (tenant_id, code);
alter table order_codes enable row level security;
alter table order_codes force row level security;
create policy tenant_rows on order_codes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on order_codes to app;

create table outbox (
  id uuid not null,
  kind text not null,
  created_at timestamp with time zone not null default now(),
  due_at timestamp with time zone not null default now(),
  attempts integer not null default 0,
  sealed_content bytea,
  gave_up_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_check CHECK ((gave_up_at IS NULL) = (sealed_content IS NOT NULL)),
  constraint outbox_kind_check CHECK (kind = ANY (ARRAY['mail'::text, 'webhook'::text]))
);
CREATE INDEX outbox_by_due ON outbox USING btree (due_at) WHERE gave_up_at IS NULL;
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_additions on outbox for insert to app
  with check (true);
create policy people_rows on outbox for all to auth, owner
  using (true)
  with check (true);
grant insert on outbox to app;
grant select, insert, update, delete on outbox to auth;

create table ownership_tokens (
  tenant_id uuid not null,
  token text not null,
  created_at timestamp with time zone not null default now(),
  constraint ownership_tokens_pkey PRIMARY KEY (tenant_id),
  constraint ownership_tokens_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint ownership_tokens_token_check CHECK (length(token) >= 16 AND length(token) <= 100)
);
alter table ownership_tokens enable row level security;
alter table ownership_tokens force row level security;
create policy tenant_rows on ownership_tokens for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on ownership_tokens to app;

create table path_checks (
  tenant_id uuid not null,
  outcome jsonb not null,
  next_day date,
  constraint path_checks_pkey PRIMARY KEY (tenant_id),
  constraint path_checks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table path_checks enable row level security;
alter table path_checks force row level security;
create policy tenant_rows on path_checks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on path_checks to app;

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
CREATE INDEX path_history_by_time ON path_history USING btree (tenant_id, converted_at, conversion_id COLLATE "C");
CREATE INDEX path_history_restated ON path_history USING btree (tenant_id, built_at, conversion_id COLLATE "C") WHERE version > 1 OR reason = 'erased'::text;
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
CREATE INDEX paths_by_time ON paths USING btree (tenant_id, converted_at, conversion_id COLLATE "C");
CREATE INDEX paths_restated ON paths USING btree (tenant_id, built_at, conversion_id COLLATE "C") WHERE version > 1 OR reason = 'erased'::text;
alter table paths enable row level security;
alter table paths force row level security;
create policy tenant_rows on paths for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on paths to app;

create table people (
  id uuid not null,
  email text not null,
  name text not null,
  password_hash text,
  email_verified_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  disabled_at timestamp with time zone,
  constraint people_pkey PRIMARY KEY (id),
  constraint people_email_key UNIQUE (email),
  constraint people_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 254),
  constraint people_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
alter table people enable row level security;
alter table people force row level security;
create policy people_rows on people for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on people to auth;

create table person_devices (
  person_id uuid not null,
  device_hash bytea not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  constraint person_devices_pkey PRIMARY KEY (person_id, device_hash),
  constraint person_devices_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint person_devices_device_hash_check CHECK (length(device_hash) = 32)
);
alter table person_devices enable row level security;
alter table person_devices force row level security;
create policy people_rows on person_devices for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on person_devices to auth;

create table person_identities (
  authority text not null,
  subject_hash bytea not null,
  person_id uuid not null,
  created_at timestamp with time zone not null,
  constraint person_identities_pkey PRIMARY KEY (authority, subject_hash),
  constraint person_identities_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint person_identities_authority_check CHECK (length(authority) >= 1 AND length(authority) <= 40),
  constraint person_identities_subject_hash_check CHECK (length(subject_hash) = 32)
);
CREATE INDEX person_identities_by_person ON person_identities USING btree (person_id);
alter table person_identities enable row level security;
alter table person_identities force row level security;
create policy people_rows on person_identities for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on person_identities to auth;

create table person_links (
  token_hash bytea not null,
  person_id uuid not null,
  purpose text not null,
  email text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint person_links_pkey PRIMARY KEY (token_hash),
  constraint person_links_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint person_links_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 254),
  constraint person_links_purpose_check CHECK (purpose = ANY (ARRAY['verify_email'::text, 'choose_password'::text])),
  constraint person_links_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE INDEX person_links_by_person ON person_links USING btree (person_id, purpose);
alter table person_links enable row level security;
alter table person_links force row level security;
create policy people_rows on person_links for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on person_links to auth;

create table placements (
  tenant_id uuid not null,
  key text not null,
  campaign text not null,
  show text not null,
  episode text,
  "position" text not null,
  kind text not null,
  starts_on date,
  ends_on date,
  booked_impressions bigint,
  price_basis text,
  price_minor bigint,
  currency text,
  created_at timestamp with time zone not null default now(),
  start_seconds double precision,
  end_seconds double precision,
  constraint placements_pkey PRIMARY KEY (tenant_id, key),
  constraint placements_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key),
  constraint placements_tenant_id_episode_fkey FOREIGN KEY (tenant_id, episode) REFERENCES episodes(tenant_id, key),
  constraint placements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint placements_tenant_id_show_fkey FOREIGN KEY (tenant_id, show) REFERENCES shows(tenant_id, key),
  constraint placements_booked_impressions_check CHECK (booked_impressions > 0),
  constraint placements_check CHECK (starts_on <= ends_on),
  constraint placements_check1 CHECK ((price_basis IS NULL) = (price_minor IS NULL) AND (price_minor IS NULL) = (currency IS NULL)),
  constraint placements_check2 CHECK ((start_seconds IS NULL) = (end_seconds IS NULL)),
  constraint placements_check3 CHECK (start_seconds >= 0::double precision AND end_seconds > start_seconds),
  constraint placements_check4 CHECK (start_seconds IS NULL OR kind = 'baked_in'::text),
  constraint placements_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint placements_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint placements_kind_check CHECK (kind = ANY (ARRAY['baked_in'::text, 'dynamic'::text])),
  constraint placements_position_check CHECK (length("position") >= 1 AND length("position") <= 100),
  constraint placements_price_basis_check CHECK (price_basis = ANY (ARRAY['cpm'::text, 'flat'::text])),
  constraint placements_price_minor_check CHECK (price_minor >= 0)
);
CREATE INDEX placements_by_campaign ON placements USING btree (tenant_id, campaign);
CREATE INDEX placements_by_episode ON placements USING btree (tenant_id, episode) WHERE episode IS NOT NULL;
CREATE INDEX placements_by_show ON placements USING btree (tenant_id, show);
alter table placements enable row level security;
alter table placements force row level security;
create policy tenant_rows on placements for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on placements to app;

create table platform_audit_head (
  is_only boolean not null default true,
  seq bigint not null,
  hash bytea not null,
  constraint platform_audit_head_pkey PRIMARY KEY (is_only),
  constraint platform_audit_head_hash_check CHECK (length(hash) = 32),
  constraint platform_audit_head_is_only_check CHECK (is_only)
);
alter table platform_audit_head enable row level security;
alter table platform_audit_head force row level security;
create policy people_rows on platform_audit_head for all to auth, owner
  using (true)
  with check (true);
grant select on platform_audit_head to auth;

create table platform_audit_log (
  seq bigint not null,
  id uuid not null,
  occurred_at timestamp with time zone not null,
  actor text not null,
  action text not null,
  target text not null,
  before json,
  after json,
  previous_hash bytea not null,
  hash bytea not null,
  constraint platform_audit_log_pkey PRIMARY KEY (seq),
  constraint platform_audit_log_id_key UNIQUE (id),
  constraint platform_audit_log_after_check CHECK (octet_length(after::text) <= 16384),
  constraint platform_audit_log_before_check CHECK (octet_length(before::text) <= 16384)
);
CREATE INDEX platform_audit_log_by_actor ON platform_audit_log USING btree (actor, seq DESC);
CREATE INDEX platform_audit_log_by_target ON platform_audit_log USING btree (target, seq DESC);
CREATE INDEX platform_audit_log_by_time ON platform_audit_log USING btree (occurred_at);
alter table platform_audit_log enable row level security;
alter table platform_audit_log force row level security;
create policy people_rows on platform_audit_log for all to auth, owner
  using (true)
  with check (true);
grant select on platform_audit_log to auth;

create table predictions (
  tenant_id uuid not null,
  prediction_id uuid not null,
  kind text not null,
  subject text,
  as_of date not null,
  due_on date,
  is_daily boolean not null,
  basis jsonb not null,
  result jsonb not null,
  outcome jsonb,
  outcome_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint predictions_pkey PRIMARY KEY (tenant_id, prediction_id),
  constraint predictions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint predictions_basis_check CHECK (pg_column_size(basis) <= 262144),
  constraint predictions_check CHECK ((outcome IS NULL) = (outcome_at IS NULL)),
  constraint predictions_kind_check CHECK (kind = ANY (ARRAY['campaign_outcome'::text, 'episode_downloads'::text, 'campaign_pacing'::text])),
  constraint predictions_outcome_check CHECK (pg_column_size(outcome) <= 65536),
  constraint predictions_result_check CHECK (pg_column_size(result) <= 1048576),
  constraint predictions_subject_check CHECK (length(subject) >= 1 AND length(subject) <= 200)
);
CREATE UNIQUE INDEX predictions_daily ON predictions USING btree (tenant_id, kind, subject, as_of) WHERE is_daily;
CREATE INDEX predictions_due ON predictions USING btree (tenant_id, due_on) WHERE outcome IS NULL AND due_on IS NOT NULL;
alter table predictions enable row level security;
alter table predictions force row level security;
create policy tenant_rows on predictions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on predictions to app;
grant update (due_on, outcome, outcome_at) on predictions to app;

create table price_versions (
  tenant_id uuid not null,
  provider text not null,
  model text not null,
  valid_from timestamp with time zone not null,
  prices jsonb,
  constraint price_versions_pkey PRIMARY KEY (tenant_id, provider, model, valid_from),
  constraint price_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint price_versions_model_check CHECK (length(model) >= 1 AND length(model) <= 200),
  constraint price_versions_prices_check CHECK (pg_column_size(prices) <= 1000),
  constraint price_versions_provider_check CHECK (length(provider) >= 1 AND length(provider) <= 100)
);
alter table price_versions enable row level security;
alter table price_versions force row level security;
create policy tenant_rows on price_versions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on price_versions to app;
grant update (prices) on price_versions to app;

create table privacy_exports (
  tenant_id uuid not null,
  request_id uuid not null,
  sealed bytea storage external not null,
  sha256 bytea not null,
  expires_at timestamp with time zone not null,
  subject_keys jsonb,
  constraint privacy_exports_pkey PRIMARY KEY (tenant_id, request_id),
  constraint privacy_exports_tenant_id_request_id_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_requests(tenant_id, id),
  constraint privacy_exports_sha256_check CHECK (length(sha256) = 32)
);
alter table privacy_exports enable row level security;
alter table privacy_exports force row level security;
create policy tenant_rows on privacy_exports for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on privacy_exports to app;

create table privacy_requests (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  status text not null,
  objects boolean not null,
  subject_keys jsonb,
  sealed_corrections bytea,
  code_hash bytea,
  code_tries smallint not null default 0,
  verification text,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  extension text,
  finished_at timestamp with time zone,
  refusal text,
  ended_at timestamp with time zone,
  progress jsonb,
  receipt json,
  constraint privacy_requests_pkey PRIMARY KEY (tenant_id, id),
  constraint privacy_requests_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint privacy_requests_check CHECK ((status <> ALL (ARRAY['in_progress'::text, 'done'::text])) OR verification IS NOT NULL),
  constraint privacy_requests_check1 CHECK ((status = 'refused'::text) = (refusal IS NOT NULL)),
  constraint privacy_requests_code_hash_check CHECK (length(code_hash) = 32),
  constraint privacy_requests_extension_check CHECK (extension = ANY (ARRAY['complexity'::text, 'number_of_requests'::text])),
  constraint privacy_requests_kind_check CHECK (kind = ANY (ARRAY['access'::text, 'portability'::text, 'rectification'::text, 'erasure'::text, 'restriction'::text, 'objection'::text])),
  constraint privacy_requests_refusal_check CHECK (refusal = ANY (ARRAY['identity_not_verified'::text, 'manifestly_unfounded'::text, 'excessive'::text, 'legal_obligation'::text, 'rights_of_others'::text])),
  constraint privacy_requests_status_check CHECK (status = ANY (ARRAY['received'::text, 'verifying'::text, 'in_progress'::text, 'done'::text, 'refused'::text, 'expired'::text])),
  constraint privacy_requests_verification_check CHECK (verification = ANY (ARRAY['signed_in'::text, 'mail_confirmed'::text, 'document'::text, 'known_person'::text]))
);
CREATE INDEX privacy_requests_by_time ON privacy_requests USING btree (tenant_id, received_at DESC, id DESC);
alter table privacy_requests enable row level security;
alter table privacy_requests force row level security;
create policy job_directory on privacy_requests for select to jobs
  using (true);
create policy tenant_rows on privacy_requests for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on privacy_requests to app;
grant select (tenant_id) on privacy_requests to jobs;

create table privacy_work (
  tenant_id uuid not null,
  request_id uuid not null,
  constraint privacy_work_pkey PRIMARY KEY (tenant_id, request_id),
  constraint privacy_work_tenant_id_request_id_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_requests(tenant_id, id)
);
alter table privacy_work enable row level security;
alter table privacy_work force row level security;
create policy job_directory on privacy_work for select to jobs
  using (true);
create policy tenant_rows on privacy_work for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on privacy_work to app;
grant select (tenant_id) on privacy_work to jobs;

create table promo_codes (
  tenant_id uuid not null,
  code text not null,
  campaign text not null,
  show text,
  created_at timestamp with time zone not null default now(),
  valid_from timestamp with time zone not null default '-infinity'::timestamp with time zone,
  valid_until timestamp with time zone not null default 'infinity'::timestamp with time zone,
  constraint promo_codes_pkey PRIMARY KEY (tenant_id, code, valid_from),
  constraint promo_codes_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key),
  constraint promo_codes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint promo_codes_check CHECK (valid_from < valid_until),
  constraint promo_codes_code_check CHECK (length(code) >= 1 AND length(code) <= 100 AND code = upper(code)),
  constraint promo_codes_show_check CHECK (length(show) >= 1 AND length(show) <= 200)
);
CREATE INDEX promo_codes_by_campaign ON promo_codes USING btree (tenant_id, campaign, code, valid_from);
alter table promo_codes enable row level security;
alter table promo_codes force row level security;
create policy tenant_rows on promo_codes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on promo_codes to app;

create table public_id_claims (
  public_id text not null,
  constraint public_id_claims_pkey PRIMARY KEY (public_id),
  constraint public_id_claims_public_id_check CHECK (public_id ~ '^[0-9a-z]{12}$'::text)
);
grant insert on public_id_claims to id_claimer;

create table public_ids (
  tenant_id uuid not null,
  kind text not null,
  target text not null,
  public_id text not null default claim_public_id(),
  created_at timestamp with time zone not null default now(),
  constraint public_ids_pkey PRIMARY KEY (tenant_id, kind, target),
  constraint public_ids_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint public_ids_kind_check CHECK (kind = ANY (ARRAY['prefix'::text, 'pixel'::text, 'link'::text, 'tag'::text, 'hook'::text])),
  constraint public_ids_public_id_check CHECK (public_id ~ '^[0-9a-z]{12}$'::text),
  constraint public_ids_target_check CHECK (length(target) >= 1 AND length(target) <= 200)
);
CREATE INDEX public_ids_by_id ON public_ids USING btree (public_id);
alter table public_ids enable row level security;
alter table public_ids force row level security;
create policy job_directory on public_ids for select to jobs
  using (true);
create policy tenant_rows on public_ids for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant insert (tenant_id, kind, target) on public_ids to app;
grant select, delete on public_ids to app;
grant select (tenant_id, kind, target, public_id) on public_ids to jobs;

create table pulls (
  tenant_id uuid not null,
  source text not null,
  cursor jsonb,
  due_at timestamp with time zone not null,
  leased_until timestamp with time zone,
  window_started_at timestamp with time zone,
  window_requests integer not null default 0,
  failures integer not null default 0,
  finished_at timestamp with time zone,
  fault text,
  requests bigint not null default 0,
  stored bigint not null default 0,
  covered jsonb not null default '{}'::jsonb,
  rests_until timestamp with time zone,
  constraint pulls_pkey PRIMARY KEY (tenant_id, source),
  constraint pulls_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint pulls_tenant_id_source_fkey FOREIGN KEY (tenant_id, source) REFERENCES event_sources(tenant_id, key) ON DELETE CASCADE,
  constraint pulls_fault_check CHECK (length(fault) >= 1 AND length(fault) <= 500)
);
alter table pulls enable row level security;
alter table pulls force row level security;
create policy tenant_rows on pulls for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on pulls to app;

create table quota_counters (
  tenant_id uuid not null,
  quota text not null,
  period date not null,
  used bigint not null default 0,
  noticed smallint not null default 0,
  counted_at timestamp with time zone not null default now(),
  constraint quota_counters_pkey PRIMARY KEY (tenant_id, quota, period),
  constraint quota_counters_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint quota_counters_quota_check CHECK (quota = ANY (ARRAY['members'::text, 'campaigns'::text, 'ai_spend_per_month'::text, 'storage_bytes'::text])),
  constraint quota_counters_used_check CHECK (used >= 0)
);
alter table quota_counters enable row level security;
alter table quota_counters force row level security;
create policy tenant_rows on quota_counters for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on quota_counters to app;

create table quota_overrides (
  tenant_id uuid not null,
  quota text not null,
  maximum bigint,
  constraint quota_overrides_pkey PRIMARY KEY (tenant_id, quota),
  constraint quota_overrides_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint quota_overrides_maximum_check CHECK (maximum >= 0 AND maximum <= '9007199254740991'::bigint),
  constraint quota_overrides_quota_check CHECK (quota = ANY (ARRAY['events_per_month'::text, 'api_calls_per_minute'::text, 'members'::text, 'campaigns'::text, 'ai_spend_per_month'::text, 'storage_bytes'::text]))
);
alter table quota_overrides enable row level security;
alter table quota_overrides force row level security;
create policy tenant_rows on quota_overrides for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on quota_overrides to app;

create table recommendation_looks (
  tenant_id uuid not null,
  looked_at timestamp with time zone not null,
  period_from timestamp with time zone not null,
  period_to timestamp with time zone not null,
  conversions integer not null,
  silences jsonb not null,
  constraint recommendation_looks_pkey PRIMARY KEY (tenant_id),
  constraint recommendation_looks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint recommendation_looks_conversions_check CHECK (conversions >= 0),
  constraint recommendation_looks_silences_check CHECK (octet_length(silences::text) <= 16384)
);
alter table recommendation_looks enable row level security;
alter table recommendation_looks force row level security;
create policy tenant_rows on recommendation_looks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on recommendation_looks to app;

create table recommendations (
  tenant_id uuid not null,
  recommendation_id uuid not null,
  key text not null,
  kind text not null,
  status text not null,
  place integer not null,
  currency text,
  advice jsonb not null,
  period_from timestamp with time zone not null,
  period_to timestamp with time zone not null,
  worded jsonb,
  created_at timestamp with time zone not null,
  told_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  note text,
  outcome jsonb,
  wording_of text,
  constraint recommendations_pkey PRIMARY KEY (tenant_id, recommendation_id),
  constraint recommendations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint recommendations_advice_check CHECK (octet_length(advice::text) <= 65536),
  constraint recommendations_check CHECK ((status = ANY (ARRAY['dismissed'::text, 'done'::text])) = (decided_at IS NOT NULL)),
  constraint recommendations_check1 CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  constraint recommendations_check2 CHECK (outcome IS NULL OR status = 'done'::text),
  constraint recommendations_key_check CHECK (length(key) >= 1 AND length(key) <= 1000),
  constraint recommendations_kind_check CHECK (kind = ANY (ARRAY['move_budget'::text, 'renew'::text, 'cut'::text, 'fix_tracking'::text, 'change_position'::text, 'cap_frequency'::text, 'test_incrementality'::text])),
  constraint recommendations_note_check CHECK (length(note) >= 1 AND length(note) <= 1000),
  constraint recommendations_outcome_check CHECK (octet_length(outcome::text) <= 8192),
  constraint recommendations_place_check CHECK (place >= 0),
  constraint recommendations_status_check CHECK (status = ANY (ARRAY['open'::text, 'dismissed'::text, 'done'::text, 'lapsed'::text])),
  constraint recommendations_worded_check CHECK (octet_length(worded::text) <= 8192),
  constraint recommendations_wording_of_check CHECK (length(wording_of) = 43)
);
CREATE INDEX recommendations_by_key ON recommendations USING btree (tenant_id, key, decided_at);
CREATE UNIQUE INDEX recommendations_open ON recommendations USING btree (tenant_id, key) WHERE status = 'open'::text;
alter table recommendations enable row level security;
alter table recommendations force row level security;
create policy tenant_rows on recommendations for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on recommendations to app;

create table recovery_codes (
  person_id uuid not null,
  hint text not null,
  code_hash text not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (person_id, hint),
  constraint recovery_codes_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint recovery_codes_hint_check CHECK (length(hint) = 4)
);
alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;
create policy people_rows on recovery_codes for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on recovery_codes to auth;

create table refunds (
  tenant_id uuid not null,
  conversion_id text not null,
  id text not null,
  fingerprint uuid not null,
  occurred_at timestamp with time zone not null,
  value_minor bigint not null,
  received_at timestamp with time zone not null default now(),
  paid_minor bigint,
  is_whole boolean not null default false,
  kind text not null default 'refund'::text,
  told_at timestamp with time zone,
  constraint refunds_pkey PRIMARY KEY (tenant_id, conversion_id, id),
  constraint refunds_tenant_id_conversion_id_fkey FOREIGN KEY (tenant_id, conversion_id) REFERENCES conversion_keys(tenant_id, id),
  constraint refunds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint refunds_id_check CHECK (length(id) >= 1 AND length(id) <= 200),
  constraint refunds_kind_check CHECK (kind = ANY (ARRAY['refund'::text, 'chargeback'::text, 'chargeback_reversal'::text]))
);
alter table refunds enable row level security;
alter table refunds force row level security;
create policy tenant_rows on refunds for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on refunds to app;
grant update (value_minor, told_at) on refunds to app;

create table report_links (
  tenant_id uuid not null,
  link_id uuid not null,
  token_hash bytea not null,
  title text,
  note text,
  report jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  views integer not null default 0,
  last_viewed_at timestamp with time zone,
  shows_spend boolean not null default false,
  constraint report_links_pkey PRIMARY KEY (tenant_id, link_id),
  constraint report_links_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint report_links_check CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
  constraint report_links_note_check CHECK (length(note) <= 500),
  constraint report_links_report_check CHECK (length(report::text) <= 20000),
  constraint report_links_title_check CHECK (length(title) <= 120),
  constraint report_links_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE UNIQUE INDEX report_links_by_hash ON report_links USING btree (token_hash, tenant_id);
alter table report_links enable row level security;
alter table report_links force row level security;
create policy link_lookup on report_links for select to key_reader
  using (true);
create policy tenant_rows on report_links for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on report_links to app;
grant select (tenant_id, link_id, token_hash) on report_links to key_reader;

create table report_recipients (
  tenant_id uuid not null,
  schedule_id uuid not null,
  recipient_id uuid not null,
  email text not null,
  unsubscribed_at timestamp with time zone,
  constraint report_recipients_pkey PRIMARY KEY (tenant_id, schedule_id, recipient_id),
  constraint report_recipients_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint report_recipients_tenant_id_schedule_id_fkey FOREIGN KEY (tenant_id, schedule_id) REFERENCES report_schedules(tenant_id, schedule_id),
  constraint report_recipients_email_check CHECK (length(email) <= 254)
);
alter table report_recipients enable row level security;
alter table report_recipients force row level security;
create policy tenant_rows on report_recipients for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on report_recipients to app;
grant update (unsubscribed_at) on report_recipients to app;

create table report_schedules (
  tenant_id uuid not null,
  schedule_id uuid not null,
  title text not null,
  report jsonb not null,
  every text not null,
  hour smallint not null,
  weekday smallint not null,
  month_day smallint not null,
  to_members boolean not null,
  shows_spend boolean not null,
  is_paused boolean not null default false,
  next_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  person_id uuid,
  last_at timestamp with time zone,
  last_mails integer,
  last_problem text,
  constraint report_schedules_pkey PRIMARY KEY (tenant_id, schedule_id),
  constraint report_schedules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint report_schedules_every_check CHECK (every = ANY (ARRAY['day'::text, 'week'::text, 'month'::text])),
  constraint report_schedules_hour_check CHECK (hour >= 0 AND hour <= 23),
  constraint report_schedules_month_day_check CHECK (month_day >= 1 AND month_day <= 28),
  constraint report_schedules_report_check CHECK (length(report::text) <= 20000),
  constraint report_schedules_title_check CHECK (length(title) >= 1 AND length(title) <= 120),
  constraint report_schedules_weekday_check CHECK (weekday >= 1 AND weekday <= 7)
);
CREATE INDEX report_schedules_by_due ON report_schedules USING btree (tenant_id, next_at) WHERE NOT is_paused;
alter table report_schedules enable row level security;
alter table report_schedules force row level security;
create policy job_directory on report_schedules for select to jobs
  using (true);
create policy tenant_rows on report_schedules for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on report_schedules to app;
grant select (tenant_id, is_paused, next_at) on report_schedules to jobs;

create table request_addresses (
  tenant_id uuid not null,
  address_key uuid not null,
  day date not null,
  sealed bytea not null,
  constraint request_addresses_pkey PRIMARY KEY (tenant_id, address_key, day)
);
CREATE INDEX request_addresses_by_day ON request_addresses USING btree (tenant_id, day);
alter table request_addresses enable row level security;
alter table request_addresses force row level security;
create policy intake_rows on request_addresses for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on request_addresses for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on request_addresses to app;
grant insert on request_addresses to intake;

create table request_agents (
  tenant_id uuid not null,
  agent_key uuid not null,
  user_agent text not null,
  constraint request_agents_pkey PRIMARY KEY (tenant_id, agent_key)
);
alter table request_agents enable row level security;
alter table request_agents force row level security;
create policy intake_rows on request_agents for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on request_agents for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on request_agents to app;
grant insert on request_agents to intake;

create table request_days (
  tenant_id uuid not null,
  day date not null,
  show text not null,
  episode text not null,
  evidence text not null,
  fate text not null,
  is_usable boolean not null,
  requests bigint not null,
  constraint request_days_pkey PRIMARY KEY (tenant_id, day, show, episode, evidence, fate, is_usable),
  constraint request_days_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table request_days enable row level security;
alter table request_days force row level security;
create policy job_directory on request_days for select to jobs
  using (true);
create policy tenant_rows on request_days for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on request_days to app;
grant select (tenant_id) on request_days to jobs;

create table restricted_identities (
  tenant_id uuid not null,
  request_id uuid not null,
  field text not null,
  identity_key uuid not null,
  agent_key uuid,
  constraint restricted_identities_pkey PRIMARY KEY (tenant_id, request_id, field, identity_key),
  constraint restricted_identities_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint restricted_identities_check CHECK ((agent_key IS NOT NULL) = (field = 'address_agent'::text)),
  constraint restricted_identities_field_check CHECK (field = ANY (ARRAY['user'::text, 'email'::text, 'device'::text, 'click'::text, 'address_agent'::text]))
);
alter table restricted_identities enable row level security;
alter table restricted_identities force row level security;
create policy tenant_rows on restricted_identities for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on restricted_identities to app;

create table retention_horizons (
  tenant_id uuid not null,
  kept_from timestamp with time zone not null,
  set_at timestamp with time zone not null default now(),
  constraint retention_horizons_pkey PRIMARY KEY (tenant_id),
  constraint retention_horizons_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table retention_horizons enable row level security;
alter table retention_horizons force row level security;
create policy tenant_rows on retention_horizons for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on retention_horizons to app;

create table saved_views (
  tenant_id uuid not null,
  view_id uuid not null,
  person_id uuid,
  name text not null,
  address text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint saved_views_pkey PRIMARY KEY (tenant_id, view_id),
  constraint saved_views_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint saved_views_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES members(tenant_id, person_id) ON DELETE CASCADE,
  constraint saved_views_address_check CHECK (address ~ '^/'::text AND length(address) <= 2000),
  constraint saved_views_name_check CHECK (length(name) >= 1 AND length(name) <= 80)
);
CREATE INDEX saved_views_by_person ON saved_views USING btree (tenant_id, person_id);
alter table saved_views enable row level security;
alter table saved_views force row level security;
create policy tenant_rows on saved_views for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on saved_views to app;

create table schema_migrations (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (name)
);
grant select on schema_migrations to app;

create table security_events (
  tenant_id uuid not null,
  id uuid not null,
  occurred_at timestamp with time zone not null default now(),
  kind text not null,
  severity text not null,
  actor text not null,
  detail json not null,
  constraint security_events_pkey PRIMARY KEY (tenant_id, id),
  constraint security_events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint security_events_actor_check CHECK (length(actor) <= 200),
  constraint security_events_detail_check CHECK (octet_length(detail::text) <= 4096),
  constraint security_events_kind_check CHECK (kind ~ '^[a-z][a-z_]{1,60}$'::text),
  constraint security_events_severity_check CHECK (severity = ANY (ARRAY['info'::text, 'low'::text, 'medium'::text, 'high'::text]))
);
CREATE INDEX security_events_by_kind ON security_events USING btree (tenant_id, kind, occurred_at);
CREATE INDEX security_events_by_time ON security_events USING btree (tenant_id, occurred_at DESC, id DESC);
alter table security_events enable row level security;
alter table security_events force row level security;
create policy auth_rows on security_events for all to auth
  using (true)
  with check (true);
create policy tenant_rows on security_events for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on security_events to app;
grant insert on security_events to auth;
grant select (tenant_id, occurred_at, kind) on security_events to auth;

create table service_accounts (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  disabled_at timestamp with time zone,
  constraint service_accounts_pkey PRIMARY KEY (tenant_id, id),
  constraint service_accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint service_accounts_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint service_accounts_role_check CHECK (role = ANY (ARRAY['admin'::text, 'analyst'::text, 'viewer'::text, 'billing'::text]))
);
alter table service_accounts enable row level security;
alter table service_accounts force row level security;
create policy key_lookup on service_accounts for select to key_reader
  using (true);
create policy tenant_rows on service_accounts for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on service_accounts to app;
grant select (tenant_id, id, role, disabled_at) on service_accounts to key_reader;

create table sessions (
  id uuid not null,
  token_hash bytea not null,
  person_id uuid,
  key_hash bytea,
  acting_tenant_id uuid,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  verified_at timestamp with time zone,
  user_agent text not null default ''::text,
  address_hint text not null default ''::text,
  sso_connection_id uuid,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint sessions_address_hint_check CHECK (length(address_hint) <= 64),
  constraint sessions_check CHECK ((person_id IS NULL) <> (key_hash IS NULL)),
  constraint sessions_key_hash_check CHECK (length(key_hash) = 32),
  constraint sessions_of_sso CHECK (sso_connection_id IS NULL OR acting_tenant_id IS NOT NULL),
  constraint sessions_token_hash_check CHECK (length(token_hash) = 32),
  constraint sessions_user_agent_check CHECK (length(user_agent) <= 400)
);
CREATE INDEX sessions_by_expiry ON sessions USING btree (expires_at);
CREATE INDEX sessions_by_person ON sessions USING btree (person_id) WHERE person_id IS NOT NULL;
alter table sessions enable row level security;
alter table sessions force row level security;
create policy people_rows on sessions for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on sessions to auth;

create table share_arrivals (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  share_id uuid not null,
  constraint share_arrivals_pkey PRIMARY KEY (tenant_id, id)
);
alter table share_arrivals enable row level security;
alter table share_arrivals force row level security;
create policy intake_rows on share_arrivals for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy job_directory on share_arrivals for select to jobs
  using (true);
create policy share_arrivals_of_parties on share_arrivals for select to share_reader
  using ((share_id IN ( SELECT s.id
   FROM shares s
  WHERE s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)))));
create policy tenant_rows on share_arrivals for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on share_arrivals to app;
grant insert (tenant_id, share_id) on share_arrivals to intake;
grant select (tenant_id) on share_arrivals to jobs;
grant select (tenant_id, share_id) on share_arrivals to share_reader;

create table share_builds (
  tenant_id uuid not null,
  share_id uuid not null,
  campaign text not null,
  computed_at timestamp with time zone not null,
  constraint share_builds_pkey PRIMARY KEY (tenant_id, share_id),
  constraint share_builds_tenant_id_share_id_fkey FOREIGN KEY (tenant_id, share_id) REFERENCES shares(tenant_id, id)
);
alter table share_builds enable row level security;
alter table share_builds force row level security;
create policy live_shares on share_builds for select to share_reader
  using (((tenant_id, share_id) IN ( SELECT s.tenant_id,
    s.id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on share_builds for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on share_builds to app;
grant select on share_builds to share_reader;

create table share_conversions (
  tenant_id uuid not null,
  share_id uuid not null,
  conversion_id text not null,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  code_key uuid
);
CREATE INDEX share_conversions_by_id ON share_conversions USING btree (tenant_id, conversion_id);
CREATE INDEX share_conversions_by_share ON share_conversions USING btree (tenant_id, share_id, conversion_id);
alter table share_conversions enable row level security;
alter table share_conversions force row level security;
create policy intake_rows on share_conversions for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on share_conversions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on share_conversions to app;
grant insert on share_conversions to intake;

create table share_keys (
  tenant_id uuid not null,
  share_id uuid not null,
  sealed_key bytea not null,
  expires_at timestamp with time zone not null,
  constraint share_keys_pkey PRIMARY KEY (tenant_id, share_id),
  constraint share_keys_tenant_id_share_id_fkey FOREIGN KEY (tenant_id, share_id) REFERENCES shares(tenant_id, id)
);
alter table share_keys enable row level security;
alter table share_keys force row level security;
create policy job_directory on share_keys for select to jobs
  using (true);
create policy share_keys_of_parties on share_keys for all to share_reader
  using ((share_id IN ( SELECT s.id
   FROM shares s
  WHERE s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)))))
  with check ((share_id IN ( SELECT s.id
   FROM shares s
  WHERE s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)))));
create policy tenant_rows on share_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant insert on share_keys to app;
grant select (tenant_id, share_id) on share_keys to app;
grant select (tenant_id, share_id, expires_at) on share_keys to jobs;
grant select, delete on share_keys to share_reader;

create table share_manifests (
  tenant_id uuid not null,
  share_id uuid not null,
  run integer not null,
  computed_at timestamp with time zone not null,
  days json not null,
  own_hash text not null,
  other_hash text not null,
  output_hash text not null,
  constraint share_manifests_pkey PRIMARY KEY (tenant_id, share_id),
  constraint share_manifests_run_check CHECK (run > 0)
);
alter table share_manifests enable row level security;
alter table share_manifests force row level security;
create policy tenant_rows on share_manifests for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on share_manifests to app;

create table share_marks (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  share_id uuid not null,
  waiting_since timestamp with time zone not null default now(),
  constraint share_marks_pkey PRIMARY KEY (tenant_id, id)
);
alter table share_marks enable row level security;
alter table share_marks force row level security;
create policy job_directory on share_marks for select to jobs
  using (true);
create policy share_marks_of_parties on share_marks for all to share_reader
  using ((share_id IN ( SELECT s.id
   FROM shares s
  WHERE s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)))))
  with check ((share_id IN ( SELECT s.id
   FROM shares s
  WHERE s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)))));
create policy tenant_rows on share_marks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on share_marks to app;
grant select (tenant_id, waiting_since) on share_marks to jobs;
grant insert (tenant_id, share_id) on share_marks to share_reader;
grant select (tenant_id, share_id) on share_marks to share_reader;

create table share_notes (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  share_id uuid not null,
  noted_at timestamp with time zone not null default clock_timestamp(),
  actor text not null,
  action text not null,
  after json,
  constraint share_notes_pkey PRIMARY KEY (tenant_id, id)
);
alter table share_notes enable row level security;
alter table share_notes force row level security;
create policy job_directory on share_notes for select to jobs
  using (true);
create policy tenant_rows on share_notes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select on share_notes to app;
grant select (tenant_id) on share_notes to jobs;

create table share_touchpoints (
  tenant_id uuid not null,
  share_id uuid not null,
  touchpoint_id text not null,
  occurred_at timestamp with time zone not null,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  own_address_key uuid,
  own_agent_key uuid,
  own_user_key uuid,
  own_email_key uuid,
  own_device_key uuid,
  own_click_key uuid
);
CREATE INDEX share_touchpoints_by_id ON share_touchpoints USING btree (tenant_id, touchpoint_id);
CREATE INDEX share_touchpoints_by_time ON share_touchpoints USING btree (tenant_id, share_id, occurred_at);
alter table share_touchpoints enable row level security;
alter table share_touchpoints force row level security;
create policy intake_rows on share_touchpoints for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on share_touchpoints for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on share_touchpoints to app;
grant insert on share_touchpoints to intake;

create table shares (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  campaign text not null,
  partner text not null,
  grantor_name text not null,
  breakdowns text[] not null,
  conversion_kinds text[],
  shows_value boolean not null,
  shows_spend boolean not null,
  starts_on date,
  ends_before date,
  min_conversions integer not null,
  code_hash bytea not null,
  code_expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  grantee_id uuid,
  grantee_name text,
  grantee_kinds text[],
  claimed_at timestamp with time zone,
  accepted_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  constraint shares_pkey PRIMARY KEY (tenant_id, id),
  constraint shares_tenant_id_campaign_fkey FOREIGN KEY (tenant_id, campaign) REFERENCES campaigns(tenant_id, key),
  constraint shares_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint shares_breakdowns_check CHECK (breakdowns <@ ARRAY['show'::text, 'episode'::text, 'placement'::text, 'channel'::text, 'day'::text]),
  constraint shares_check CHECK (grantee_id <> tenant_id),
  constraint shares_check1 CHECK (starts_on < ends_before),
  constraint shares_code_hash_check CHECK (length(code_hash) = 32),
  constraint shares_conversion_kinds_check CHECK (cardinality(conversion_kinds) > 0),
  constraint shares_ended_by_check CHECK (ended_by = ANY (ARRAY['grantor'::text, 'grantee'::text])),
  constraint shares_grantee_kinds_check CHECK (cardinality(grantee_kinds) > 0),
  constraint shares_kind_check CHECK (kind = ANY (ARRAY['report'::text, 'matching'::text])),
  constraint shares_min_conversions_check CHECK (min_conversions >= 2 AND min_conversions <= 1000),
  constraint shares_partner_check CHECK (length(partner) >= 1 AND length(partner) <= 200)
);
CREATE INDEX shares_by_code ON shares USING btree (code_hash, tenant_id);
CREATE INDEX shares_by_grantee ON shares USING btree (grantee_id, tenant_id) WHERE grantee_id IS NOT NULL;
alter table shares enable row level security;
alter table shares force row level security;
create policy job_directory on shares for select to jobs
  using (true);
create policy share_parties on shares for all to share_reader
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR grantee_id IS NULL AND ended_at IS NULL)
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)));
create policy tenant_rows on shares for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on shares to app;
grant select (tenant_id, id, kind, campaign, code_expires_at, expires_at, grantee_id, accepted_at, ended_at) on shares to jobs;
grant select on shares to share_reader;
grant update (grantee_id, grantee_name, grantee_kinds, claimed_at, accepted_at, ended_at, ended_by) on shares to share_reader;

create table shows (
  tenant_id uuid not null,
  key text not null,
  name text,
  created_at timestamp with time zone not null default now(),
  name_from_feed boolean not null default false,
  title text,
  feed_url text,
  podcast_guid uuid,
  author text,
  link text,
  image_url text,
  language text,
  persons jsonb not null default '[]'::jsonb,
  verified_at timestamp with time zone,
  category text,
  imports_transcripts boolean not null default false,
  constraint shows_pkey PRIMARY KEY (tenant_id, key),
  constraint shows_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint shows_author_check CHECK (length(author) >= 1 AND length(author) <= 500),
  constraint shows_category_check CHECK (length(category) >= 1 AND length(category) <= 200),
  constraint shows_feed_url_check CHECK (length(feed_url) >= 1 AND length(feed_url) <= 2000),
  constraint shows_image_url_check CHECK (length(image_url) >= 1 AND length(image_url) <= 2000),
  constraint shows_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint shows_language_check CHECK (length(language) >= 1 AND length(language) <= 35),
  constraint shows_link_check CHECK (length(link) >= 1 AND length(link) <= 2000),
  constraint shows_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint shows_persons_check CHECK (octet_length(persons::text) <= 65536),
  constraint shows_title_check CHECK (length(title) >= 1 AND length(title) <= 1000)
);
CREATE UNIQUE INDEX shows_by_feed ON shows USING btree (tenant_id, feed_url);
alter table shows enable row level security;
alter table shows force row level security;
create policy live_shares on shows for select to share_reader
  using ((tenant_id IN ( SELECT s.tenant_id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on shows for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on shows to app;
grant select (tenant_id, key, name) on shows to share_reader;

create table sign_in_guesses (
  subject bytea not null,
  count integer not null,
  since timestamp with time zone not null,
  constraint sign_in_guesses_pkey PRIMARY KEY (subject),
  constraint sign_in_guesses_subject_check CHECK (length(subject) = 32)
);
CREATE INDEX sign_in_guesses_by_age ON sign_in_guesses USING btree (since);
alter table sign_in_guesses enable row level security;
alter table sign_in_guesses force row level security;
create policy people_rows on sign_in_guesses for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on sign_in_guesses to auth;

create table site_tags (
  tenant_id uuid not null,
  key text not null,
  name text not null,
  sites text[] not null,
  click_days integer not null,
  paths jsonb not null,
  created_at timestamp with time zone not null default now(),
  last_received_at timestamp with time zone,
  constraint site_tags_pkey PRIMARY KEY (tenant_id, key),
  constraint site_tags_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint site_tags_click_days_check CHECK (click_days >= 1 AND click_days <= 400),
  constraint site_tags_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint site_tags_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint site_tags_paths_check CHECK (jsonb_typeof(paths) = 'array'::text AND pg_column_size(paths) < 400000),
  constraint site_tags_sites_check CHECK (cardinality(sites) >= 1 AND cardinality(sites) <= 50)
);
alter table site_tags enable row level security;
alter table site_tags force row level security;
create policy tenant_rows on site_tags for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on site_tags to app;

create table slots (
  tenant_id uuid not null,
  slot integer not null,
  campaign text,
  channel text,
  show text,
  episode text,
  placement text,
  delivery_evidence text,
  constraint slots_pkey PRIMARY KEY (tenant_id, slot),
  constraint slots_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint slots_delivery_evidence_check CHECK (delivery_evidence = ANY (ARRAY['ad_pixel'::text, 'host_log_bytes'::text, 'prefix_request'::text, 'reported'::text]))
);
alter table slots enable row level security;
alter table slots force row level security;
create policy live_shares on slots for select to share_reader
  using ((tenant_id IN ( SELECT s.tenant_id
   FROM shares s
  WHERE s.accepted_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND (s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id))))));
create policy tenant_rows on slots for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on slots to app;
grant select (tenant_id, slot, channel, show, episode, placement) on slots to share_reader;

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

create table spend_meters (
  tenant_id uuid not null,
  meter text not null,
  month date not null,
  used_micros bigint not null default 0,
  reserved_micros bigint not null default 0,
  constraint spend_meters_pkey PRIMARY KEY (tenant_id, meter, month),
  constraint spend_meters_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint spend_meters_meter_check CHECK (length(meter) >= 1 AND length(meter) <= 100),
  constraint spend_meters_reserved_micros_check CHECK (reserved_micros >= 0),
  constraint spend_meters_used_micros_check CHECK (used_micros >= 0)
);
alter table spend_meters enable row level security;
alter table spend_meters force row level security;
create policy tenant_rows on spend_meters for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on spend_meters to app;

create table spend_reservations (
  tenant_id uuid not null,
  id uuid not null,
  meters text[] not null,
  month date not null,
  amount_micros bigint not null,
  expires_at timestamp with time zone not null,
  is_expired boolean not null default false,
  constraint spend_reservations_pkey PRIMARY KEY (tenant_id, id),
  constraint spend_reservations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint spend_reservations_amount_micros_check CHECK (amount_micros >= 0),
  constraint spend_reservations_meters_check CHECK (cardinality(meters) >= 1 AND cardinality(meters) <= 10)
);
CREATE INDEX spend_reservations_by_expiry ON spend_reservations USING btree (tenant_id, expires_at);
alter table spend_reservations enable row level security;
alter table spend_reservations force row level security;
create policy job_directory on spend_reservations for select to jobs
  using (true);
create policy tenant_rows on spend_reservations for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on spend_reservations to app;
grant select (tenant_id, expires_at) on spend_reservations to jobs;

create table sso_connections (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  sealed_secret bytea not null,
  domains text[] not null,
  membership text not null,
  default_role text not null,
  trusts_factor boolean not null,
  is_enabled boolean not null,
  created_at timestamp with time zone not null,
  constraint sso_connections_pkey PRIMARY KEY (tenant_id, id),
  constraint sso_connections_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint sso_connections_client_id_check CHECK (length(client_id) >= 1 AND length(client_id) <= 500),
  constraint sso_connections_default_role_check CHECK (default_role = ANY (ARRAY['analyst'::text, 'viewer'::text, 'billing'::text])),
  constraint sso_connections_domains_check CHECK (cardinality(domains) >= 1 AND cardinality(domains) <= 50),
  constraint sso_connections_issuer_check CHECK (length(issuer) >= 1 AND length(issuer) <= 500),
  constraint sso_connections_membership_check CHECK (membership = ANY (ARRAY['members_only'::text, 'just_in_time'::text])),
  constraint sso_connections_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
CREATE UNIQUE INDEX sso_connections_by_id ON sso_connections USING btree (id, tenant_id);
alter table sso_connections enable row level security;
alter table sso_connections force row level security;
create policy auth_rows on sso_connections for select to auth
  using (true);
create policy tenant_rows on sso_connections for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on sso_connections to app;
grant select on sso_connections to auth;

create table sso_requests (
  state_hash bytea not null,
  browser_hash bytea not null,
  connection_id uuid,
  sealed_payload bytea not null,
  expires_at timestamp with time zone not null,
  constraint sso_requests_pkey PRIMARY KEY (state_hash),
  constraint sso_requests_browser_hash_check CHECK (length(browser_hash) = 32),
  constraint sso_requests_state_hash_check CHECK (length(state_hash) = 32)
);
CREATE INDEX sso_requests_by_expiry ON sso_requests USING btree (expires_at);
alter table sso_requests enable row level security;
alter table sso_requests force row level security;
create policy people_rows on sso_requests for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on sso_requests to auth;

create table stranger_mails (
  tenant_id uuid not null,
  id uuid not null,
  receiver bytea not null,
  sent_at timestamp with time zone not null,
  constraint stranger_mails_pkey PRIMARY KEY (tenant_id, id),
  constraint stranger_mails_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint stranger_mails_receiver_check CHECK (length(receiver) = 32)
);
CREATE INDEX stranger_mails_by_time ON stranger_mails USING btree (tenant_id, sent_at);
alter table stranger_mails enable row level security;
alter table stranger_mails force row level security;
create policy job_directory on stranger_mails for select to jobs
  using (true);
create policy tenant_rows on stranger_mails for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on stranger_mails to app;
grant select (tenant_id) on stranger_mails to jobs;

create table survey_aliases (
  tenant_id uuid not null,
  phrase text not null,
  show text not null,
  created_at timestamp with time zone not null default now(),
  constraint survey_aliases_pkey PRIMARY KEY (tenant_id, phrase),
  constraint survey_aliases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint survey_aliases_phrase_check CHECK (length(phrase) >= 1 AND length(phrase) <= 1000),
  constraint survey_aliases_show_check CHECK (length(show) >= 1 AND length(show) <= 200)
);
alter table survey_aliases enable row level security;
alter table survey_aliases force row level security;
create policy tenant_rows on survey_aliases for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on survey_aliases to app;

create table survey_answers (
  tenant_id uuid not null,
  id text not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null default now(),
  answer text not null,
  phrase text not null,
  is_podcast boolean not null,
  order_id text,
  conversion_id text,
  state text not null,
  show text,
  score real,
  reason text not null,
  candidates jsonb not null,
  revision integer not null default 0,
  touchpoint_id text,
  identity_keys uuid[],
  constraint survey_answers_pkey PRIMARY KEY (tenant_id, id),
  constraint survey_answers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint survey_answers_answer_check CHECK (length(answer) >= 1 AND length(answer) <= 500),
  constraint survey_answers_candidates_check CHECK (octet_length(candidates::text) <= 8192),
  constraint survey_answers_conversion_id_check CHECK (length(conversion_id) >= 1 AND length(conversion_id) <= 200),
  constraint survey_answers_id_check CHECK (length(id) >= 1 AND length(id) <= 200),
  constraint survey_answers_identity_keys_check CHECK (cardinality(identity_keys) >= 1 AND cardinality(identity_keys) <= 8),
  constraint survey_answers_order_id_check CHECK (length(order_id) >= 1 AND length(order_id) <= 200),
  constraint survey_answers_phrase_check CHECK (length(phrase) <= 1000),
  constraint survey_answers_state_check CHECK (state = ANY (ARRAY['mapped'::text, 'waiting'::text, 'unmapped'::text, 'confirmed'::text, 'rejected'::text]))
);
CREATE INDEX survey_answers_by_conversion ON survey_answers USING btree (tenant_id, conversion_id) WHERE conversion_id IS NOT NULL;
CREATE INDEX survey_answers_by_order ON survey_answers USING btree (tenant_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX survey_answers_by_phrase ON survey_answers USING btree (tenant_id, phrase);
CREATE INDEX survey_answers_by_time ON survey_answers USING btree (tenant_id, occurred_at, id);
alter table survey_answers enable row level security;
alter table survey_answers force row level security;
create policy job_directory on survey_answers for select to jobs
  using (true);
create policy tenant_rows on survey_answers for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on survey_answers to app;
grant select (tenant_id) on survey_answers to jobs;

create table survey_waiting (
  tenant_id uuid not null,
  answer_id text not null,
  since timestamp with time zone not null default now(),
  constraint survey_waiting_pkey PRIMARY KEY (tenant_id, answer_id),
  constraint survey_waiting_tenant_id_answer_id_fkey FOREIGN KEY (tenant_id, answer_id) REFERENCES survey_answers(tenant_id, id) ON DELETE CASCADE,
  constraint survey_waiting_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
alter table survey_waiting enable row level security;
alter table survey_waiting force row level security;
create policy job_directory on survey_waiting for select to jobs
  using (true);
create policy tenant_rows on survey_waiting for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on survey_waiting to app;
grant select (tenant_id, since) on survey_waiting to jobs;

create table tenant_allocations (
  allocation_id uuid not null,
  month date not null,
  currency text not null,
  version integer not null,
  input_hash text not null,
  amount_minor bigint not null,
  pools jsonb not null,
  lines jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint tenant_allocations_pkey PRIMARY KEY (allocation_id),
  constraint tenant_allocations_month_currency_version_key UNIQUE (month, currency, version),
  constraint tenant_allocations_created_by_check CHECK (length(created_by) >= 1 AND length(created_by) <= 200),
  constraint tenant_allocations_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint tenant_allocations_input_hash_check CHECK (input_hash ~ '^[0-9a-f]{64}$'::text),
  constraint tenant_allocations_lines_check CHECK (pg_column_size(lines) <= 10000000),
  constraint tenant_allocations_month_check CHECK (EXTRACT(day FROM month) = 1::numeric),
  constraint tenant_allocations_pools_check CHECK (pg_column_size(pools) <= 1000000),
  constraint tenant_allocations_version_check CHECK (version > 0)
);
alter table tenant_allocations enable row level security;
alter table tenant_allocations force row level security;
create policy people_rows on tenant_allocations for all to auth, owner
  using (true)
  with check (true);
grant select, insert on tenant_allocations to auth;

create table tenant_brands (
  tenant_id uuid not null,
  colour text,
  logo text,
  logo_type text,
  logo_width integer,
  logo_height integer,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint tenant_brands_pkey PRIMARY KEY (tenant_id),
  constraint tenant_brands_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint tenant_brands_check CHECK (num_nonnulls(logo, logo_type, logo_width, logo_height) = ANY (ARRAY[0, 4])),
  constraint tenant_brands_colour_check CHECK (colour ~ '^#[0-9a-f]{6}$'::text),
  constraint tenant_brands_logo_check CHECK (length(logo) <= 90000),
  constraint tenant_brands_logo_height_check CHECK (logo_height >= 1 AND logo_height <= 1024),
  constraint tenant_brands_logo_type_check CHECK (logo_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text])),
  constraint tenant_brands_logo_width_check CHECK (logo_width >= 1 AND logo_width <= 1024)
);
alter table tenant_brands enable row level security;
alter table tenant_brands force row level security;
create policy tenant_rows on tenant_brands for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on tenant_brands to app;

create table tenant_exports (
  tenant_id uuid not null,
  id uuid not null,
  requested_by text not null,
  finished_at timestamp with time zone not null,
  row_count bigint not null,
  sha256 bytea not null,
  constraint tenant_exports_pkey PRIMARY KEY (tenant_id, id),
  constraint tenant_exports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint tenant_exports_row_count_check CHECK (row_count >= 0),
  constraint tenant_exports_sha256_check CHECK (length(sha256) = 32)
);
alter table tenant_exports enable row level security;
alter table tenant_exports force row level security;
create policy tenant_rows on tenant_exports for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on tenant_exports to app;

create table tenant_models (
  tenant_id uuid not null,
  name text not null,
  version integer not null,
  base text not null,
  parameters jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  archived_at timestamp with time zone,
  constraint tenant_models_pkey PRIMARY KEY (tenant_id, name, version),
  constraint tenant_models_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint tenant_models_name_check CHECK (name ~ '^[a-z][a-z0-9_-]{0,62}$'::text),
  constraint tenant_models_parameters_check CHECK (pg_column_size(parameters) <= 65536),
  constraint tenant_models_version_check CHECK (version >= 1 AND version <= 1000)
);
alter table tenant_models enable row level security;
alter table tenant_models force row level security;
create policy tenant_rows on tenant_models for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on tenant_models to app;
grant update (archived_at) on tenant_models to app;

create table tenant_samples (
  tenant_id uuid not null,
  state text not null,
  starts_on date not null,
  changed_at timestamp with time zone not null,
  touchpoints integer not null default 0,
  conversions integer not null default 0,
  constraint tenant_samples_pkey PRIMARY KEY (tenant_id),
  constraint tenant_samples_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint tenant_samples_state_check CHECK (state = ANY (ARRAY['loading'::text, 'loaded'::text, 'removing'::text]))
);
alter table tenant_samples enable row level security;
alter table tenant_samples force row level security;
create policy job_directory on tenant_samples for select to jobs
  using (true);
create policy tenant_rows on tenant_samples for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on tenant_samples to app;
grant select (tenant_id, state) on tenant_samples to jobs;

create table tenants (
  tenant_id uuid not null,
  slug text not null,
  name text not null,
  tier text not null,
  currency text,
  simulated boolean not null default false,
  sealed_key bytea not null,
  created_at timestamp with time zone not null default now(),
  suspended_at timestamp with time zone,
  closed_at timestamp with time zone,
  erase_after timestamp with time zone,
  time_zone text not null default 'UTC'::text,
  lookback_days smallint not null default 30,
  half_life_days double precision not null default 7,
  min_evidence text not null default 'household_ip'::text,
  retention_days integer,
  mfa_required boolean not null default false,
  consent_unknown text not null default 'keep'::text,
  download_window text not null default 'calendar_day'::text,
  address_days smallint not null default 7,
  default_model text,
  constraint tenants_pkey PRIMARY KEY (tenant_id),
  constraint tenants_slug_key UNIQUE (slug),
  constraint tenants_address_days_check CHECK (address_days >= 0 AND address_days <= 7),
  constraint tenants_closed CHECK ((closed_at IS NULL) = (erase_after IS NULL)),
  constraint tenants_consent_unknown_check CHECK (consent_unknown = ANY (ARRAY['keep'::text, 'drop'::text])),
  constraint tenants_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint tenants_default_model_check CHECK (length(default_model) >= 1 AND length(default_model) <= 80),
  constraint tenants_download_window_check CHECK (download_window = ANY (ARRAY['calendar_day'::text, 'rolling_first'::text, 'rolling_last'::text])),
  constraint tenants_half_life_days_check CHECK (half_life_days >= 0.01::double precision AND half_life_days <= 365::double precision),
  constraint tenants_lookback_days_check CHECK (lookback_days >= 1 AND lookback_days <= 90),
  constraint tenants_min_evidence_check CHECK (min_evidence = ANY (ARRAY['click_id'::text, 'user_id'::text, 'email_hash'::text, 'device_id'::text, 'promo_code'::text, 'survey'::text, 'ip_user_agent'::text, 'household_ip'::text])),
  constraint tenants_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  constraint tenants_retention_days_check CHECK (retention_days >= 30 AND retention_days <= 3650),
  constraint tenants_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text),
  constraint tenants_tier_check CHECK (tier = ANY (ARRAY['free'::text, 'starter'::text, 'professional'::text, 'enterprise'::text])),
  constraint tenants_time_zone_check CHECK (length(time_zone) >= 1 AND length(time_zone) <= 64)
);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy auth_rows on tenants for select to auth
  using (true);
create policy job_directory on tenants for select to jobs
  using (true);
create policy key_lookup on tenants for select to key_reader
  using (true);
create policy parties on tenants for select to share_reader
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR (tenant_id IN ( SELECT unnest(ARRAY[s.tenant_id, s.grantee_id]) AS unnest
   FROM shares s
  WHERE s.tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)) OR s.grantee_id = (( SELECT current_tenant_id() AS current_tenant_id)))));
create policy tenant_rows on tenants for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on tenants to app;
grant select (tenant_id, slug, name, tier, currency, simulated, created_at, suspended_at, closed_at, erase_after, time_zone, lookback_days, half_life_days, mfa_required, default_model) on tenants to auth;
grant select (tenant_id, slug, suspended_at, closed_at, erase_after) on tenants to jobs;
grant select (tenant_id, slug, tier) on tenants to key_reader;
grant select (tenant_id, name, suspended_at) on tenants to share_reader;

create table tier_flags (
  tier text not null,
  flag text not null,
  enabled boolean not null,
  expires_at timestamp with time zone,
  constraint tier_flags_pkey PRIMARY KEY (tier, flag),
  constraint tier_flags_tier_check CHECK (tier = ANY (ARRAY['free'::text, 'starter'::text, 'professional'::text, 'enterprise'::text]))
);
grant select on tier_flags to app;
grant select, insert, update, delete on tier_flags to auth;

create table totp_factors (
  person_id uuid not null,
  sealed_secret bytea,
  sealed_candidate bytea,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  tries integer not null default 0,
  tries_since timestamp with time zone not null,
  failures_in_a_row integer not null default 0,
  locked_at timestamp with time zone,
  constraint totp_factors_pkey PRIMARY KEY (person_id),
  constraint totp_factors_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint totp_factors_check CHECK ((sealed_secret IS NULL) = (confirmed_at IS NULL))
);
alter table totp_factors enable row level security;
alter table totp_factors force row level security;
create policy people_rows on totp_factors for all to auth, owner
  using (true)
  with check (true);
grant select, insert, update, delete on totp_factors to auth;

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
  consent text not null default 'unknown'::text,
  country text,
  asn bigint,
  player text,
  list_version integer,
  region text,
  delivery_evidence text,
  constraint touchpoints_arm_check CHECK (length(arm) >= 1 AND length(arm) <= 200),
  constraint touchpoints_connection_type_check CHECK (connection_type = ANY (ARRAY['household'::text, 'mobile'::text, 'business'::text, 'relay'::text, 'datacenter'::text, 'unknown'::text])),
  constraint touchpoints_consent_check CHECK (consent = ANY (ARRAY['granted'::text, 'denied'::text, 'unknown'::text])),
  constraint touchpoints_delivery_evidence_check CHECK (delivery_evidence = ANY (ARRAY['ad_pixel'::text, 'host_log_bytes'::text, 'prefix_request'::text, 'reported'::text])),
  constraint touchpoints_kind_check CHECK (kind = ANY (ARRAY['download'::text, 'impression'::text, 'click'::text, 'vanity_visit'::text, 'promo_code'::text, 'survey'::text])),
  constraint touchpoints_metadata_check CHECK (pg_column_size(metadata) <= 65536)
) partition by range (occurred_at);
CREATE INDEX touchpoints_by_address ON touchpoints USING btree (tenant_id, address_key, occurred_at) WHERE address_key IS NOT NULL;
CREATE INDEX touchpoints_by_arrival ON touchpoints USING btree (tenant_id, received_at);
CREATE INDEX touchpoints_by_click ON touchpoints USING btree (tenant_id, click_key, occurred_at) WHERE click_key IS NOT NULL;
CREATE INDEX touchpoints_by_device ON touchpoints USING btree (tenant_id, device_key, occurred_at) WHERE device_key IS NOT NULL;
CREATE INDEX touchpoints_by_email ON touchpoints USING btree (tenant_id, email_key, occurred_at) WHERE email_key IS NOT NULL;
CREATE INDEX touchpoints_by_placement ON touchpoints USING btree (tenant_id, placement, occurred_at) INCLUDE (kind, arm) WHERE placement IS NOT NULL;
CREATE INDEX touchpoints_by_tenant ON touchpoints USING btree (tenant_id);
CREATE INDEX touchpoints_by_test ON touchpoints USING btree (tenant_id, test, occurred_at) WHERE test IS NOT NULL;
CREATE INDEX touchpoints_by_user ON touchpoints USING btree (tenant_id, user_key, occurred_at) WHERE user_key IS NOT NULL;
CREATE INDEX touchpoints_of_downloads ON touchpoints USING btree (tenant_id, id) WHERE id ~~ 'download:%'::text;
alter table touchpoints enable row level security;
alter table touchpoints force row level security;
create policy intake_rows on touchpoints for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy tenant_rows on touchpoints for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, delete on touchpoints to app;
grant update (address_key, agent_key, user_key, email_key, device_key, click_key, connection_type, country, asn, player, list_version, region) on touchpoints to app;
grant insert on touchpoints to intake;

create table trace_marks (
  tenant_id uuid not null,
  id uuid not null,
  task text not null,
  traceparent text not null,
  left_at timestamp with time zone not null,
  constraint trace_marks_pkey PRIMARY KEY (tenant_id, id),
  constraint trace_marks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint trace_marks_task_check CHECK (length(task) >= 1 AND length(task) <= 50),
  constraint trace_marks_traceparent_check CHECK (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-01$'::text)
);
alter table trace_marks enable row level security;
alter table trace_marks force row level security;
create policy tenant_rows on trace_marks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on trace_marks to app;

create table transcript_analyses (
  tenant_id uuid not null,
  transcript_id uuid not null,
  kind text not null,
  method text not null,
  model text not null,
  confidence text not null,
  result jsonb not null,
  computed_at timestamp with time zone not null,
  constraint transcript_analyses_pkey PRIMARY KEY (tenant_id, transcript_id, kind),
  constraint transcript_analyses_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint transcript_analyses_tenant_id_transcript_id_fkey FOREIGN KEY (tenant_id, transcript_id) REFERENCES transcripts(tenant_id, transcript_id) ON DELETE CASCADE,
  constraint transcript_analyses_confidence_check CHECK (confidence = ANY (ARRAY['weak'::text, 'fair'::text])),
  constraint transcript_analyses_kind_check CHECK (kind = ANY (ARRAY['ad_reads'::text, 'keywords'::text, 'topics'::text, 'entities'::text, 'summary'::text, 'sentiment'::text, 'brand_safety'::text, 'chapters'::text])),
  constraint transcript_analyses_result_check CHECK (pg_column_size(result) <= 4194304)
);
alter table transcript_analyses enable row level security;
alter table transcript_analyses force row level security;
create policy tenant_rows on transcript_analyses for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on transcript_analyses to app;

create table transcript_parts (
  tenant_id uuid not null,
  transcript_id uuid not null,
  first_segment integer not null,
  segments jsonb not null,
  constraint transcript_parts_pkey PRIMARY KEY (tenant_id, transcript_id, first_segment),
  constraint transcript_parts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint transcript_parts_tenant_id_transcript_id_fkey FOREIGN KEY (tenant_id, transcript_id) REFERENCES transcripts(tenant_id, transcript_id) ON DELETE CASCADE,
  constraint transcript_parts_first_segment_check CHECK (first_segment >= 0),
  constraint transcript_parts_segments_check CHECK (jsonb_array_length(segments) >= 1 AND jsonb_array_length(segments) <= 200)
);
alter table transcript_parts enable row level security;
alter table transcript_parts force row level security;
create policy tenant_rows on transcript_parts for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on transcript_parts to app;

create table transcription_audio (
  tenant_id uuid not null,
  transcription_id uuid not null,
  part integer not null,
  bytes bytea not null,
  constraint transcription_audio_pkey PRIMARY KEY (tenant_id, transcription_id, part),
  constraint transcription_audio_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint transcription_audio_tenant_id_transcription_id_fkey FOREIGN KEY (tenant_id, transcription_id) REFERENCES transcriptions(tenant_id, transcription_id) ON DELETE CASCADE,
  constraint transcription_audio_bytes_check CHECK (octet_length(bytes) >= 1 AND octet_length(bytes) <= 1048576),
  constraint transcription_audio_part_check CHECK (part >= 0 AND part <= 600)
);
alter table transcription_audio enable row level security;
alter table transcription_audio force row level security;
create policy tenant_rows on transcription_audio for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on transcription_audio to app;

create table transcription_pieces (
  tenant_id uuid not null,
  transcription_id uuid not null,
  place integer not null,
  from_byte bigint not null,
  to_byte bigint not null,
  start_ms bigint not null,
  most_ms bigint not null,
  is_exact boolean not null,
  heard jsonb,
  constraint transcription_pieces_pkey PRIMARY KEY (tenant_id, transcription_id, place),
  constraint transcription_pieces_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint transcription_pieces_tenant_id_transcription_id_fkey FOREIGN KEY (tenant_id, transcription_id) REFERENCES transcriptions(tenant_id, transcription_id) ON DELETE CASCADE,
  constraint transcription_pieces_check CHECK (to_byte > from_byte),
  constraint transcription_pieces_from_byte_check CHECK (from_byte >= 0),
  constraint transcription_pieces_heard_check CHECK (pg_column_size(heard) <= 16777216),
  constraint transcription_pieces_most_ms_check CHECK (most_ms >= 0),
  constraint transcription_pieces_place_check CHECK (place >= 0),
  constraint transcription_pieces_start_ms_check CHECK (start_ms >= 0)
);
alter table transcription_pieces enable row level security;
alter table transcription_pieces force row level security;
create policy tenant_rows on transcription_pieces for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on transcription_pieces to app;

create table transcriptions (
  tenant_id uuid not null,
  transcription_id uuid not null,
  episode text not null,
  source text not null,
  url text,
  language text,
  copy text not null,
  captured_at timestamp with time zone,
  copy_note text,
  asked_provider text,
  asked_model text,
  state text not null,
  failure text,
  bytes bigint,
  received_bytes bigint not null default 0,
  audio_kind text,
  audio_ms bigint,
  heard_ms bigint not null default 0,
  provider text,
  model text,
  calls integer not null default 0,
  cost_micros bigint not null default 0,
  transcript_id uuid,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  constraint transcriptions_pkey PRIMARY KEY (tenant_id, transcription_id),
  constraint transcriptions_tenant_id_episode_fkey FOREIGN KEY (tenant_id, episode) REFERENCES episodes(tenant_id, key),
  constraint transcriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint transcriptions_asked_model_check CHECK (length(asked_model) >= 1 AND length(asked_model) <= 200),
  constraint transcriptions_asked_provider_check CHECK (length(asked_provider) >= 1 AND length(asked_provider) <= 100),
  constraint transcriptions_audio_ms_check CHECK (audio_ms >= 0),
  constraint transcriptions_bytes_check CHECK (bytes > 0),
  constraint transcriptions_calls_check CHECK (calls >= 0),
  constraint transcriptions_check CHECK ((source = 'upload'::text) = (url IS NULL)),
  constraint transcriptions_copy_check CHECK (copy = ANY (ARRAY['episode_file'::text, 'creative'::text, 'capture'::text])),
  constraint transcriptions_copy_note_check CHECK (length(copy_note) >= 1 AND length(copy_note) <= 200),
  constraint transcriptions_cost_micros_check CHECK (cost_micros >= 0),
  constraint transcriptions_failure_check CHECK (length(failure) >= 1 AND length(failure) <= 500),
  constraint transcriptions_heard_ms_check CHECK (heard_ms >= 0),
  constraint transcriptions_language_check CHECK (length(language) >= 1 AND length(language) <= 35),
  constraint transcriptions_received_bytes_check CHECK (received_bytes >= 0),
  constraint transcriptions_source_check CHECK (source = ANY (ARRAY['enclosure'::text, 'address'::text, 'upload'::text])),
  constraint transcriptions_state_check CHECK (state = ANY (ARRAY['expecting'::text, 'waiting'::text, 'fetching'::text, 'transcribing'::text, 'done'::text, 'failed'::text])),
  constraint transcriptions_url_check CHECK (length(url) >= 1 AND length(url) <= 2000)
);
alter table transcriptions enable row level security;
alter table transcriptions force row level security;
create policy tenant_rows on transcriptions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on transcriptions to app;

create table transcripts (
  tenant_id uuid not null,
  transcript_id uuid not null,
  episode text not null,
  source text not null,
  url text,
  language text,
  format text not null,
  timing text not null,
  version integer not null default 1,
  content_hash bytea not null,
  segment_count integer not null,
  duration_ms bigint not null,
  warnings jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  read_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  analysis_state text not null default 'none'::text,
  analysed_at timestamp with time zone,
  analysis_failure text,
  copy text not null default 'episode_file'::text,
  captured_at timestamp with time zone,
  copy_note text,
  method text not null default 'given'::text,
  provider text,
  model text,
  constraint transcripts_pkey PRIMARY KEY (tenant_id, transcript_id),
  constraint transcripts_of_copies UNIQUE NULLS NOT DISTINCT (tenant_id, episode, source, copy, captured_at, copy_note),
  constraint transcripts_tenant_id_episode_fkey FOREIGN KEY (tenant_id, episode) REFERENCES episodes(tenant_id, key),
  constraint transcripts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint transcripts_analysis_failure_check CHECK (length(analysis_failure) >= 1 AND length(analysis_failure) <= 500),
  constraint transcripts_analysis_state_check CHECK (analysis_state = ANY (ARRAY['none'::text, 'waiting'::text, 'done'::text, 'failed'::text])),
  constraint transcripts_check CHECK ((copy = 'capture'::text) = (captured_at IS NOT NULL)),
  constraint transcripts_check1 CHECK (copy <> 'episode_file'::text OR copy_note IS NULL),
  constraint transcripts_check2 CHECK ((method = 'speech_recognition'::text) = (model IS NOT NULL) AND (model IS NULL) = (provider IS NULL)),
  constraint transcripts_content_hash_check CHECK (octet_length(content_hash) = 32),
  constraint transcripts_copy_check CHECK (copy = ANY (ARRAY['episode_file'::text, 'creative'::text, 'capture'::text])),
  constraint transcripts_copy_note_check CHECK (length(copy_note) >= 1 AND length(copy_note) <= 200),
  constraint transcripts_duration_ms_check CHECK (duration_ms >= 0 AND duration_ms <= 1000000000),
  constraint transcripts_format_check CHECK (format = ANY (ARRAY['vtt'::text, 'srt'::text, 'json'::text, 'html'::text, 'text'::text])),
  constraint transcripts_language_check CHECK (length(language) >= 1 AND length(language) <= 35),
  constraint transcripts_method_check CHECK (method = ANY (ARRAY['given'::text, 'speech_recognition'::text])),
  constraint transcripts_model_check CHECK (length(model) >= 1 AND length(model) <= 200),
  constraint transcripts_provider_check CHECK (length(provider) >= 1 AND length(provider) <= 100),
  constraint transcripts_segment_count_check CHECK (segment_count >= 1 AND segment_count <= 200000),
  constraint transcripts_source_check CHECK (source = ANY (ARRAY['upload'::text, 'feed'::text, 'address'::text, 'audio'::text])),
  constraint transcripts_source_url_check CHECK (
CASE source
    WHEN 'upload'::text THEN url IS NULL
    WHEN 'audio'::text THEN true
    ELSE url IS NOT NULL
END),
  constraint transcripts_timing_check CHECK (timing = ANY (ARRAY['stated'::text, 'estimated'::text])),
  constraint transcripts_url_check CHECK (length(url) >= 1 AND length(url) <= 2000),
  constraint transcripts_version_check CHECK (version > 0),
  constraint transcripts_warnings_check CHECK (octet_length(warnings::text) <= 65536)
);
alter table transcripts enable row level security;
alter table transcripts force row level security;
create policy tenant_rows on transcripts for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on transcripts to app;

create table undelivered_ads (
  tenant_id uuid not null,
  request_id text not null,
  placement text not null,
  occurred_at timestamp with time zone not null,
  campaign text,
  show text,
  episode text,
  reason text not null,
  constraint undelivered_ads_pkey PRIMARY KEY (tenant_id, request_id, placement),
  constraint undelivered_ads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint undelivered_ads_reason_check CHECK (reason = ANY (ARRAY['ad_not_delivered'::text, 'ad_unknown_placement'::text]))
);
CREATE INDEX undelivered_ads_by_time ON undelivered_ads USING btree (tenant_id, occurred_at);
alter table undelivered_ads enable row level security;
alter table undelivered_ads force row level security;
create policy tenant_rows on undelivered_ads for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on undelivered_ads to app;

create table usage_changes (
  tenant_id uuid not null,
  meter text collate "C" not null,
  day date not null,
  batch uuid not null,
  constraint usage_changes_pkey PRIMARY KEY (tenant_id, meter, day, batch)
);
alter table usage_changes enable row level security;
alter table usage_changes force row level security;
create policy job_directory on usage_changes for select to jobs
  using (true);
create policy tenant_rows on usage_changes for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on usage_changes to app;
grant select (tenant_id) on usage_changes to jobs;

create table usage_events (
  tenant_id uuid not null,
  meter text collate "C" not null,
  occurred_at timestamp with time zone not null,
  source text collate "C" not null,
  id text collate "C" not null,
  quantity numeric(25,10) not null,
  value_hash text,
  campaign text collate "C" not null default ''::text,
  feature text collate "C" not null default ''::text,
  received_at timestamp with time zone not null,
  constraint usage_events_quantity_check CHECK (quantity >= 0::numeric AND quantity <> 'NaN'::numeric)
);
CREATE INDEX usage_events_by_time ON usage_events USING btree (tenant_id, meter, occurred_at);
alter table usage_events enable row level security;
alter table usage_events force row level security;
create policy tenant_rows on usage_events for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on usage_events to app;

create table usage_hours (
  tenant_id uuid not null,
  meter text collate "C" not null,
  hour timestamp with time zone not null,
  campaign text collate "C" not null default ''::text,
  feature text collate "C" not null default ''::text,
  events bigint not null,
  total numeric not null,
  largest numeric not null,
  latest numeric not null,
  latest_at timestamp with time zone not null,
  latest_source text collate "C" not null,
  latest_id text collate "C" not null,
  constraint usage_hours_pkey PRIMARY KEY (tenant_id, meter, hour, campaign, feature),
  constraint usage_hours_events_check CHECK (events > 0),
  constraint usage_hours_hour_check CHECK (hour = date_trunc('hour'::text, hour, 'UTC'::text)),
  constraint usage_hours_total_check CHECK (total >= 0::numeric AND total <> 'NaN'::numeric)
) with (fillfactor=70);
alter table usage_hours enable row level security;
alter table usage_hours force row level security;
create policy tenant_rows on usage_hours for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on usage_hours to app;

create table usage_keys (
  tenant_id uuid not null,
  source text collate "C" not null,
  id text collate "C" not null,
  fingerprint text not null,
  occurred_at timestamp with time zone not null,
  constraint usage_keys_pkey PRIMARY KEY (tenant_id, source, id),
  constraint usage_keys_id_check CHECK (length(id) >= 1 AND length(id) <= 200),
  constraint usage_keys_source_check CHECK (length(source) >= 1 AND length(source) <= 200)
);
CREATE INDEX usage_keys_by_time ON usage_keys USING btree (tenant_id, occurred_at);
alter table usage_keys enable row level security;
alter table usage_keys force row level security;
create policy tenant_rows on usage_keys for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on usage_keys to app;

create table usage_records (
  tenant_id uuid not null,
  id uuid not null,
  recorded_at timestamp with time zone not null,
  month date not null,
  meter text not null,
  provider text not null,
  model text not null,
  task text not null,
  input_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  output_tokens bigint not null,
  prices jsonb not null,
  reserved_micros bigint not null,
  cost_micros bigint not null,
  is_estimate boolean not null,
  audio_ms bigint not null default 0,
  constraint usage_records_pkey PRIMARY KEY (tenant_id, id),
  constraint usage_records_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint usage_records_audio_ms_check CHECK (audio_ms >= 0),
  constraint usage_records_cache_read_tokens_check CHECK (cache_read_tokens >= 0),
  constraint usage_records_cache_write_tokens_check CHECK (cache_write_tokens >= 0),
  constraint usage_records_cost_micros_check CHECK (cost_micros >= 0),
  constraint usage_records_input_tokens_check CHECK (input_tokens >= 0),
  constraint usage_records_output_tokens_check CHECK (output_tokens >= 0),
  constraint usage_records_reserved_micros_check CHECK (reserved_micros >= 0)
);
CREATE INDEX usage_records_by_time ON usage_records USING btree (tenant_id, recorded_at);
alter table usage_records enable row level security;
alter table usage_records force row level security;
create policy tenant_rows on usage_records for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on usage_records to app;

create table usage_samples (
  tenant_id uuid not null,
  what text not null,
  period date not null,
  counted bigint not null,
  constraint usage_samples_pkey PRIMARY KEY (tenant_id, what, period),
  constraint usage_samples_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint usage_samples_counted_check CHECK (counted >= 0),
  constraint usage_samples_what_check CHECK (what = ANY (ARRAY['events'::text, 'storage'::text]))
);
alter table usage_samples enable row level security;
alter table usage_samples force row level security;
create policy tenant_rows on usage_samples for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update on usage_samples to app;

create table usage_values (
  tenant_id uuid not null,
  meter text collate "C" not null,
  hour timestamp with time zone not null,
  campaign text collate "C" not null default ''::text,
  feature text collate "C" not null default ''::text,
  value_hash text not null,
  constraint usage_values_pkey PRIMARY KEY (tenant_id, meter, hour, campaign, feature, value_hash)
);
alter table usage_values enable row level security;
alter table usage_values force row level security;
create policy tenant_rows on usage_values for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert on usage_values to app;

create table vendor_reports (
  tenant_id uuid not null,
  key text not null,
  vendor text not null,
  from_day date not null,
  to_day date not null,
  group_by text not null,
  model text not null,
  lookback_days smallint not null,
  currency text,
  vendor_rows jsonb not null,
  imported_at timestamp with time zone not null default now(),
  constraint vendor_reports_pkey PRIMARY KEY (tenant_id, key),
  constraint vendor_reports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint vendor_reports_check CHECK (to_day > from_day),
  constraint vendor_reports_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint vendor_reports_group_by_check CHECK (group_by = ANY (ARRAY['campaign'::text, 'show'::text])),
  constraint vendor_reports_key_check CHECK (length(key) >= 1 AND length(key) <= 200),
  constraint vendor_reports_lookback_days_check CHECK (lookback_days >= 1 AND lookback_days <= 90),
  constraint vendor_reports_vendor_check CHECK (vendor = ANY (ARRAY['podscribe'::text, 'spotify'::text])),
  constraint vendor_reports_vendor_rows_check CHECK (pg_column_size(vendor_rows) <= 4194304)
);
alter table vendor_reports enable row level security;
alter table vendor_reports force row level security;
create policy tenant_rows on vendor_reports for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on vendor_reports to app;

create table view_counts (
  tenant_id uuid not null,
  platform text not null,
  show text not null,
  episode text not null,
  day date not null,
  views bigint not null,
  entered_at timestamp with time zone not null default now(),
  constraint view_counts_pkey PRIMARY KEY (tenant_id, show, day, episode, platform),
  constraint view_counts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint view_counts_episode_check CHECK (length(episode) <= 200),
  constraint view_counts_platform_check CHECK (platform = ANY (ARRAY['youtube'::text, 'spotify'::text])),
  constraint view_counts_show_check CHECK (length(show) >= 1 AND length(show) <= 200),
  constraint view_counts_views_check CHECK (views >= 0)
);
alter table view_counts enable row level security;
alter table view_counts force row level security;
create policy tenant_rows on view_counts for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on view_counts to app;

create table waiting_downloads (
  tenant_id uuid not null,
  touchpoint_id text not null,
  priority smallint not null,
  due_at timestamp with time zone not null default now(),
  touchpoint jsonb not null,
  constraint waiting_downloads_pkey PRIMARY KEY (tenant_id, touchpoint_id)
);
CREATE INDEX waiting_downloads_by_due ON waiting_downloads USING btree (tenant_id, due_at);
alter table waiting_downloads enable row level security;
alter table waiting_downloads force row level security;
create policy job_directory on waiting_downloads for select to jobs
  using (true);
create policy tenant_rows on waiting_downloads for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on waiting_downloads to app;
grant select (tenant_id, due_at) on waiting_downloads to jobs;

create table waiting_fits (
  tenant_id uuid not null,
  fit_id uuid not null,
  constraint waiting_fits_pkey PRIMARY KEY (tenant_id, fit_id),
  constraint waiting_fits_tenant_id_fit_id_fkey FOREIGN KEY (tenant_id, fit_id) REFERENCES model_fits(tenant_id, fit_id) ON DELETE CASCADE
);
alter table waiting_fits enable row level security;
alter table waiting_fits force row level security;
create policy job_directory on waiting_fits for select to jobs
  using (true);
create policy tenant_rows on waiting_fits for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on waiting_fits to app;
grant select (tenant_id) on waiting_fits to jobs;

create table waiting_listeners (
  tenant_id uuid not null,
  priority smallint not null,
  waiting_since timestamp with time zone not null default now(),
  listener_key uuid not null,
  item_key uuid not null,
  day date not null
);
CREATE INDEX waiting_listeners_by_priority ON waiting_listeners USING btree (tenant_id, priority);
alter table waiting_listeners enable row level security;
alter table waiting_listeners force row level security;
create policy intake_rows on waiting_listeners for insert to intake
  with check (tenant_id = ANY ((( SELECT intake_tenant_ids() AS intake_tenant_ids))::uuid[]));
create policy job_directory on waiting_listeners for select to jobs
  using (true);
create policy tenant_rows on waiting_listeners for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on waiting_listeners to app;
grant insert on waiting_listeners to intake;
grant select (tenant_id, waiting_since) on waiting_listeners to jobs;

create table waiting_ratings (
  tenant_id uuid not null,
  meter text not null,
  month date not null,
  asked_at timestamp with time zone not null,
  constraint waiting_ratings_pkey PRIMARY KEY (tenant_id, meter, month),
  constraint waiting_ratings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint waiting_ratings_meter_check CHECK (length(meter) >= 1 AND length(meter) <= 100),
  constraint waiting_ratings_month_check CHECK (EXTRACT(day FROM month) = 1::numeric)
);
alter table waiting_ratings enable row level security;
alter table waiting_ratings force row level security;
create policy job_directory on waiting_ratings for select to jobs
  using (true);
create policy tenant_rows on waiting_ratings for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on waiting_ratings to app;
grant select (tenant_id, asked_at) on waiting_ratings to jobs;

create table waiting_runs (
  tenant_id uuid not null,
  run_id uuid not null,
  constraint waiting_runs_pkey PRIMARY KEY (tenant_id, run_id),
  constraint waiting_runs_tenant_id_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES attribution_runs(tenant_id, run_id) ON DELETE CASCADE
);
alter table waiting_runs enable row level security;
alter table waiting_runs force row level security;
create policy job_directory on waiting_runs for select to jobs
  using (true);
create policy tenant_rows on waiting_runs for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on waiting_runs to app;
grant select (tenant_id) on waiting_runs to jobs;

create table waiting_transcriptions (
  tenant_id uuid not null,
  transcription_id uuid not null,
  asked_at timestamp with time zone not null,
  constraint waiting_transcriptions_pkey PRIMARY KEY (tenant_id, transcription_id),
  constraint waiting_transcriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint waiting_transcriptions_tenant_id_transcription_id_fkey FOREIGN KEY (tenant_id, transcription_id) REFERENCES transcriptions(tenant_id, transcription_id) ON DELETE CASCADE
);
alter table waiting_transcriptions enable row level security;
alter table waiting_transcriptions force row level security;
create policy job_directory on waiting_transcriptions for select to jobs
  using (true);
create policy tenant_rows on waiting_transcriptions for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on waiting_transcriptions to app;
grant select (tenant_id, asked_at) on waiting_transcriptions to jobs;

create table waiting_transcripts (
  tenant_id uuid not null,
  transcript_id uuid not null,
  version integer not null,
  asked_at timestamp with time zone not null,
  constraint waiting_transcripts_pkey PRIMARY KEY (tenant_id, transcript_id),
  constraint waiting_transcripts_tenant_id_transcript_id_fkey FOREIGN KEY (tenant_id, transcript_id) REFERENCES transcripts(tenant_id, transcript_id) ON DELETE CASCADE
);
alter table waiting_transcripts enable row level security;
alter table waiting_transcripts force row level security;
create policy job_directory on waiting_transcripts for select to jobs
  using (true);
create policy tenant_rows on waiting_transcripts for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on waiting_transcripts to app;
grant select (tenant_id, asked_at) on waiting_transcripts to jobs;

create table waiting_validations (
  tenant_id uuid not null,
  validation_id uuid not null,
  constraint waiting_validations_pkey PRIMARY KEY (tenant_id, validation_id),
  constraint waiting_validations_tenant_id_validation_id_fkey FOREIGN KEY (tenant_id, validation_id) REFERENCES attribution_validations(tenant_id, validation_id) ON DELETE CASCADE
);
alter table waiting_validations enable row level security;
alter table waiting_validations force row level security;
create policy job_directory on waiting_validations for select to jobs
  using (true);
create policy tenant_rows on waiting_validations for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, delete on waiting_validations to app;
grant select (tenant_id) on waiting_validations to jobs;

create table webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  type text not null,
  body text not null,
  status text not null default 'waiting'::text,
  attempts integer not null default 0,
  due_at timestamp with time zone not null default now(),
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  answered integer,
  fault text,
  constraint webhook_deliveries_pkey PRIMARY KEY (tenant_id, id),
  constraint webhook_deliveries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint webhook_deliveries_tenant_id_webhook_id_fkey FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks(tenant_id, id) ON DELETE CASCADE,
  constraint webhook_deliveries_body_check CHECK (octet_length(body) <= 32768),
  constraint webhook_deliveries_fault_check CHECK (length(fault) <= 300),
  constraint webhook_deliveries_status_check CHECK (status = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text]))
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries USING btree (tenant_id, webhook_id, id);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries USING btree (tenant_id, due_at) WHERE status = 'waiting'::text;
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
create policy auth_rows on webhook_deliveries for insert to auth
  with check (true);
create policy job_directory on webhook_deliveries for select to jobs
  using (true);
create policy tenant_rows on webhook_deliveries for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on webhook_deliveries to app;
grant insert on webhook_deliveries to auth;
grant select (tenant_id, status, due_at) on webhook_deliveries to jobs;

create table webhooks (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  description text not null,
  types text[] not null,
  min_severity text not null,
  sealed_secret bytea not null,
  sealed_previous_secret bytea,
  previous_until timestamp with time zone,
  disabled_at timestamp with time zone,
  disabled_because text,
  created_at timestamp with time zone not null default now(),
  constraint webhooks_pkey PRIMARY KEY (tenant_id, id),
  constraint webhooks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  constraint webhooks_check CHECK ((disabled_at IS NULL) = (disabled_because IS NULL)),
  constraint webhooks_check1 CHECK ((sealed_previous_secret IS NULL) = (previous_until IS NULL)),
  constraint webhooks_description_check CHECK (length(description) <= 200),
  constraint webhooks_disabled_because_check CHECK (disabled_because = ANY (ARRAY['by_hand'::text, 'gone'::text, 'failing'::text])),
  constraint webhooks_min_severity_check CHECK (min_severity = ANY (ARRAY['info'::text, 'low'::text, 'medium'::text, 'high'::text])),
  constraint webhooks_types_check CHECK (cardinality(types) <= 100),
  constraint webhooks_url_check CHECK (length(url) >= 1 AND length(url) <= 2000)
);
alter table webhooks enable row level security;
alter table webhooks force row level security;
create policy auth_rows on webhooks for select to auth
  using (true);
create policy tenant_rows on webhooks for all to app, owner
  using (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)))
  with check (tenant_id = (( SELECT current_tenant_id() AS current_tenant_id)));
grant select, insert, update, delete on webhooks to app;
grant select (tenant_id, id, types, min_severity, disabled_at) on webhooks to auth;
