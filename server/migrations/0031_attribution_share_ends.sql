-- How shares end, and how what is done to one comes into the other side's audit log. No transaction holds the end of another tenant's
-- chain: it leaves a note, which a job of that tenant writes into the log. So two tenants that share with
-- each other never wait for one another.

create table share_notes (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  share_id uuid not null,
  noted_at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  after json,
  primary key (tenant_id, id)
);
call protect_tenant_table('share_notes');
call open_to_jobs('share_notes');
grant select on share_notes to app;
grant select (tenant_id) on share_notes to jobs;

-- Leaves a note for the audit log of a share's other side: an act on a share stands in both. A side that was erased has no log.
create or replace function append_audit_beside(other uuid, actor text, action text, target text, after json) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  own uuid := current_tenant_id();
begin
  perform set_config('app.tenant_id', other::text, true);
  insert into share_notes (tenant_id, share_id, actor, action, after)
    select t.tenant_id, target::uuid, actor, action, after from tenants t where t.tenant_id = other;
  perform set_config('app.tenant_id', own::text, true);
end
$$;

-- Writes the notes for the tenant of this transaction into its log, in their order, each with the instant it was left; tells how many.
create function write_share_notes() returns integer
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
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
$$;
grant execute on function write_share_notes() to app;

-- As before, by a note: at most once an hour for each share. A tenant's own reads come one after the other, by the end of its own chain.
create or replace function append_share_read(grantor uuid, asked_share uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
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
$$;

-- Ends every share that the asking tenant gives or received and that is not over yet; tells which, and on which side the tenant was.
create function end_own_shares() returns table (share_id uuid, side text)
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
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
$$;
grant execute on function end_own_shares() to app;

-- Destroys the keys of matching shares of the asking tenant that lapsed, by their expiry or because nobody entered their code in time.
-- Leaves word for both sides to clear away what they hold, and tells which.
create function destroy_lapsed_keys() returns setof uuid
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
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
$$;
grant execute on function destroy_lapsed_keys() to app;

grant create on schema public to share_reader;
alter function end_own_shares() owner to share_reader;
alter function destroy_lapsed_keys() owner to share_reader;
set local role share_reader;
grant execute on function end_own_shares() to owner;

-- As before; an offer that nobody entered in time has no part in intake.
create or replace function live_share_keys() returns table (share_id uuid, campaign text, kinds text[], sealed_key bytea)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select s.id, case when s.tenant_id = public.current_tenant_id() then s.campaign end, s.grantee_kinds, k.sealed_key
    from public.shares s join public.share_keys k on k.tenant_id = s.tenant_id and k.share_id = s.id
    where s.kind = 'matching' and s.ended_at is null and s.expires_at > now() and (s.grantee_id is not null or s.code_expires_at > now())
      and (s.tenant_id = public.current_tenant_id() or (s.grantee_id = public.current_tenant_id() and s.accepted_at is not null))
    order by s.id
  $$;

set local role owner;
revoke create on schema public from share_reader;

-- As before; the tenant's shares end first, so that the other sides' jobs clear away what they hold of them.
create or replace function erase_closed_tenant(target uuid) returns table (relation text, erased bigint)
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
$$;

-- Only ends and lapses destroy a key; the job that does it looks for both sides of a share.
revoke delete on share_keys from app;
grant select (share_id) on share_keys to jobs;
grant select (code_expires_at) on shares to jobs;

-- What was left behind by shares that are over is cleared away, and the others are matched once more.
do $$
declare
  ids uuid[];
  one uuid;
begin
  set local role key_reader;
  select array_agg(t.tenant_id) into ids from public.tenants t;
  set local role owner;
  foreach one in array coalesce(ids, '{}') loop
    perform set_config('app.tenant_id', one::text, true);
    insert into share_marks (tenant_id, share_id)
      select one, s.share_id from share_touchpoints s where s.tenant_id = one
      union select one, s.share_id from share_conversions s where s.tenant_id = one
      union select one, s.share_id from share_manifests s where s.tenant_id = one;
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
