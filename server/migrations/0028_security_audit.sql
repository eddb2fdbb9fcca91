-- What the audit logs take part in: the deeds of operators, the keys that somebody who goes leaves behind, and reads of what was shared.

-- What an operator does to a tenant stands in the installation's own log too, written by the transaction that does it. It can name no
-- tenant but the transaction's, and nothing but what is administered.
create function append_platform_audit_here(id uuid, actor text, action text, after json) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
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
$$;
grant execute on function append_platform_audit_here(uuid, text, text, json) to app;

-- The live keys whose secret a member was shown: those they made or rotated, in a browser opened with such a key too, and those that these
-- keys made or rotated in turn.
create function keys_known_to(person uuid, at timestamptz) returns table (id uuid, name text, hint text)
  language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
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
  $$;
grant execute on function keys_known_to(uuid, timestamptz) to app;

-- Revokes them and tells which they were.
create function revoke_keys_known_to(person uuid, at timestamptz) returns table (id uuid, name text, hint text)
  language sql
  set search_path = pg_catalog, public, pg_temp
  as $$
    update api_keys k set revoked_at = now() from keys_known_to(person, at) known
    where k.tenant_id = (select current_tenant_id()) and k.id = known.id and k.revoked_at is null
    returning k.id, k.name, k.hint
  $$;
grant execute on function revoke_keys_known_to(uuid, timestamptz) to app;

-- The same for the login that knows people, which takes members out, for a tenant it names; revoked only when asked to.
create function settle_keys_of(tenant uuid, person uuid, at timestamptz, revokes boolean) returns table (id uuid, name text, hint text)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  if revokes then
    return query select * from revoke_keys_known_to(person, at);
  else
    return query select * from keys_known_to(person, at);
  end if;
  perform set_config('app.tenant_id', '', true);
end
$$;
grant execute on function settle_keys_of(uuid, uuid, timestamptz, boolean) to auth;

-- Records in the grantor's log that a share was read, at most once an hour for each grantee and share, so that a grantee cannot fill it.
create function append_share_read(grantor uuid, asked_share uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  own uuid := current_tenant_id();
  is_noted boolean := false;
begin
  perform set_config('app.tenant_id', grantor::text, true);
  -- Looked at first without waiting for whoever appends to that log, and again once nobody else does.
  for time in 1..2 loop
    select l.occurred_at > clock_timestamp() - interval '1 hour' into is_noted from audit_log l
      where l.tenant_id = grantor and l.target = asked_share::text and l.action = 'share.read' and l.actor = 'grantee'
      order by l.seq desc limit 1;
    exit when coalesce(is_noted, false);
    if time = 1 then
      perform 1 from audit_heads h where h.tenant_id = grantor for update;
    end if;
  end loop;
  if not coalesce(is_noted, false) then
    perform append_audit(gen_random_uuid(), 'grantee', 'share.read', asked_share::text, null, null);
  end if;
  perform set_config('app.tenant_id', own::text, true);
end
$$;
grant execute on function append_share_read(uuid, uuid) to share_reader;

drop function note_share_read(uuid);
create function note_share_read(asked_share uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
declare
  grantor uuid;
begin
  select s.tenant_id into grantor from public.shares s where s.id = asked_share and s.grantee_id = public.current_tenant_id();
  if grantor is not null then
    perform public.append_share_read(grantor, asked_share);
  end if;
end
$$;
grant execute on function note_share_read(uuid) to app;
grant create on schema public to share_reader;
alter function note_share_read(uuid) owner to share_reader;
revoke create on schema public from share_reader;

-- Locks the count of a tenant's seats for the login that knows people, for a tenant it names, and tells the limit the operator has set
-- instead of the tier's: who makes a member there counts seats meanwhile, as whoever invites somebody does.
create function lock_seats_of(tenant uuid) returns table (is_overridden boolean, maximum bigint)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  insert into quota_counters as c (tenant_id, quota, period) values (tenant, 'members', '1970-01-01')
    on conflict (tenant_id, quota, period) do update set used = c.used;
  select o.maximum into maximum from quota_overrides o where o.tenant_id = tenant and o.quota = 'members';
  is_overridden := found;
  perform set_config('app.tenant_id', '', true);
  return next;
end
$$;
grant execute on function lock_seats_of(uuid) to auth;
