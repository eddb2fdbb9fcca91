-- Shares: a tenant (the grantor) lets another one (the grantee) read one campaign's figures. The rows are the grantor's. The grantee has no
-- policy that would show them: it reaches its shares, and their figures, only through functions of `share_reader`, whose policies look at
-- who asks, whether the share was accepted, and whether it is over.

create table shares (
  tenant_id uuid not null references tenants,
  id uuid not null,
  kind text not null check (kind in ('report', 'matching')),
  campaign text not null,
  partner text not null check (length(partner) between 1 and 200),
  grantor_name text not null,
  breakdowns text[] not null check (breakdowns <@ array['show', 'episode', 'placement', 'channel', 'day']),
  conversion_kinds text[] check (cardinality(conversion_kinds) > 0),
  shows_value boolean not null,
  shows_spend boolean not null,
  starts_on date,
  ends_before date,
  min_conversions integer not null check (min_conversions between 2 and 1000),
  code_hash bytea not null check (length(code_hash) = 32),
  code_expires_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  grantee_id uuid check (grantee_id <> tenant_id),
  grantee_name text,
  grantee_kinds text[] check (cardinality(grantee_kinds) > 0),
  claimed_at timestamptz,
  accepted_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('grantor', 'grantee')),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign) references campaigns,
  check (starts_on < ends_before)
);
create index shares_by_code on shares (code_hash, tenant_id);
create index shares_by_grantee on shares (grantee_id, tenant_id) where grantee_id is not null;
call protect_tenant_table('shares');
grant select, insert on shares to app;

-- Which shares' figures are kept up, and since when they are as they are.
create table share_builds (
  tenant_id uuid not null,
  share_id uuid not null,
  campaign text not null,
  computed_at timestamptz not null,
  primary key (tenant_id, share_id),
  foreign key (tenant_id, share_id) references shares
);
call protect_tenant_table('share_builds');
grant select, insert, update, delete on share_builds to app;

-- A share's figures by day: credit in billionths of a conversion and in minor units, and how many conversions it stands on.
create table share_rollups (
  tenant_id uuid not null,
  share_id uuid not null,
  model text not null,
  dimension text not null check (dimension in ('campaign', 'channel', 'show', 'episode', 'placement')),
  starts_on date not null,
  key text not null,
  kind text not null,
  currency text not null,
  nano bigint not null,
  minor bigint not null,
  counted bigint not null,
  primary key (tenant_id, share_id, model, dimension, starts_on, key, kind, currency),
  foreign key (tenant_id, share_id) references shares
);
call protect_tenant_table('share_rollups');
grant select, insert, update, delete on share_rollups to app;

-- Work that waits: shares whose figures are to be built anew, or cleared away because the share is over.
create table share_marks (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  share_id uuid not null,
  waiting_since timestamptz not null default now(),
  primary key (tenant_id, id)
);
call protect_tenant_table('share_marks');
call open_to_jobs('share_marks');
grant select, insert, delete on share_marks to app;
grant select (tenant_id) on share_marks to jobs;

-- What `share_reader` may see on behalf of the tenant of this transaction: shares it gives, shares that name it, and shares that name
-- nobody yet, which its functions ask for by the hash of their code alone.
create policy share_parties on shares for all to share_reader
  using (
    tenant_id = (select current_tenant_id()) or grantee_id = (select current_tenant_id()) or (grantee_id is null and ended_at is null)
  )
  with check (tenant_id = (select current_tenant_id()) or grantee_id = (select current_tenant_id()));
grant select, update (grantee_id, grantee_name, grantee_kinds, claimed_at, accepted_at, ended_at, ended_by) on shares to share_reader;

-- Lets `share_reader` see rows of a table for live shares of the tenant of this transaction, and for no other.
create procedure open_to_shares(target regclass)
  language plpgsql
  as $$
begin
  execute format(
    'create policy live_shares on %s for select to share_reader using (%s in (select %s from shares s where %s))',
    target,
    case when target in ('share_builds'::regclass, 'share_rollups'::regclass) then '(tenant_id, share_id)' else 'tenant_id' end,
    case when target in ('share_builds'::regclass, 'share_rollups'::regclass) then 's.tenant_id, s.id' else 's.tenant_id' end,
    's.accepted_at is not null and s.ended_at is null and s.expires_at > now() '
      'and (s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))'
  );
end
$$;
call open_to_shares('share_builds');
call open_to_shares('share_rollups');
call open_to_shares('campaigns');
call open_to_shares('shows');
call open_to_shares('episodes');
call open_to_shares('changed_codes');
call open_to_shares('new_touchpoints');
call open_to_shares('dirty_conversions');
create policy own_name on tenants for select to share_reader using (tenant_id = (select current_tenant_id()));
create policy share_marks_of_parties on share_marks for all to share_reader
  using (
    share_id in (select s.id from shares s where s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  )
  with check (
    share_id in (select s.id from shares s where s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  );
grant select on share_builds, share_rollups to share_reader;
grant select (tenant_id, key, name, spend_minor, currency) on campaigns to share_reader;
grant select (tenant_id, key, name) on shows, episodes to share_reader;
grant select (tenant_id) on changed_codes, new_touchpoints, dirty_conversions to share_reader;
grant select (tenant_id, name) on tenants to share_reader;
grant select (tenant_id, share_id), insert (tenant_id, share_id) on share_marks to share_reader;
grant execute on function current_tenant_id() to share_reader;

-- Appends to the audit log of a share's other side: an act on a share stands in both.
create function append_audit_beside(other uuid, actor text, action text, target text, after json) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  own uuid := current_tenant_id();
begin
  perform set_config('app.tenant_id', other::text, true);
  perform append_audit(gen_random_uuid(), actor, action, target, null, after);
  perform set_config('app.tenant_id', own::text, true);
end
$$;
grant execute on function append_audit_beside(uuid, text, text, text, json) to share_reader;

-- Names the asking tenant as the grantee of the share with this code. A code works for one tenant; for that one again and again.
create function claim_share(asked_hash bytea) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
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
$$;

-- Accepts a share that names the asking tenant, for conversions of these kinds; true when this call did it.
create function accept_share(asked_share uuid, asked_kinds text[]) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
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
$$;

-- Ends a share for both sides, asked by either; true when this call did it.
create function end_share(asked_share uuid) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
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
  insert into public.share_marks (tenant_id, share_id) values (ended.tenant_id, ended.id);
  if ended.ended_by = 'grantee' then
    perform public.append_audit_beside(ended.tenant_id, 'grantee', 'share.decline', ended.id::text, null);
  elsif ended.grantee_id is not null then
    perform public.append_audit_beside(ended.grantee_id, 'grantor', 'share.revoke', ended.id::text, null);
  end if;
  return true;
end
$$;

-- Records in the grantor's audit log that the grantee looked at a share's figures.
create function note_share_read(asked_share uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
declare
  grantor uuid;
begin
  select s.tenant_id into grantor from public.shares s where s.id = asked_share and s.grantee_id = public.current_tenant_id();
  if grantor is not null then
    perform public.append_audit_beside(grantor, 'grantee', 'share.read', asked_share::text, null);
  end if;
end
$$;

-- The shares that name the asking tenant and are not over, or the one of them that is asked for. The grantor's own words for the grantee
-- and the floor's inner workings stay with the grantor.
create function received_shares(asked_share uuid)
  returns table (
    id uuid, kind text, campaign text, grantor_name text, breakdowns text[], conversion_kinds text[], shows_value boolean,
    shows_spend boolean, starts_on date, ends_before date, min_conversions integer, expires_at timestamptz, claimed_at timestamptz,
    accepted_at timestamptz, grantee_kinds text[]
  )
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select s.id, s.kind, s.campaign, s.grantor_name, s.breakdowns, s.conversion_kinds, s.shows_value, s.shows_spend, s.starts_on,
      s.ends_before, s.min_conversions, s.expires_at, s.claimed_at, s.accepted_at, s.grantee_kinds
    from public.shares s
    where s.grantee_id = public.current_tenant_id() and s.ended_at is null and s.expires_at > now()
      and (asked_share is null or s.id = asked_share)
    order by s.id
  $$;

-- What the report of a live share says beside its rows, for either side: nothing when there is no such share, or it is over.
create function share_head(asked_share uuid)
  returns table (
    kind text, campaign text, campaign_name text, breakdowns text[], conversion_kinds text[], shows_value boolean, starts_on date,
    ends_before date, min_conversions integer, created_at timestamptz, accepted_at timestamptz, spend_minor bigint, spend_currency text,
    computed_at timestamptz, waiting bigint, currencies text[]
  )
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select s.kind, s.campaign, c.name, s.breakdowns, s.conversion_kinds, s.shows_value, s.starts_on, s.ends_before, s.min_conversions,
      s.created_at, s.accepted_at, case when s.shows_spend then c.spend_minor end, case when s.shows_spend then c.currency end,
      b.computed_at,
      (select count(*) from (
        select from public.dirty_conversions w where w.tenant_id = s.tenant_id
        union all select from public.new_touchpoints w where w.tenant_id = s.tenant_id
        union all select from public.changed_codes w where w.tenant_id = s.tenant_id
        union all select from public.share_marks w where w.tenant_id in (s.tenant_id, s.grantee_id) and w.share_id = s.id
        limit 1000
      ) as waiting),
      array(
        select r.currency from public.share_rollups r
        where r.tenant_id = s.tenant_id and r.share_id = s.id and r.model = 'linear' and r.dimension = 'campaign' and r.currency <> ''
        group by r.currency having sum(r.counted) >= s.min_conversions order by sum(r.counted) desc, r.currency
      )
    from public.shares s
    join public.campaigns c on c.tenant_id = s.tenant_id and c.key = s.campaign
    left join public.share_builds b on b.tenant_id = s.tenant_id and b.share_id = s.id
    where s.id = asked_share and s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = public.current_tenant_id() or s.grantee_id = public.current_tenant_id())
  $$;

-- The figures of a live share, for either side, as far as its scope goes. Conversions without value count in every currency. Rows that
-- stand on fewer conversions than the share's floor come as one, together with the smallest of the others, so that no subtraction from the
-- total lays them bare; nothing comes when all of it together stands on fewer. Without the breakdown by day a range is of whole months.
create function share_figures(
  asked_share uuid, asked_dimension text, asked_model text, asked_currency text, asked_from date, asked_before date
)
  returns table (key text, label text, is_few boolean, nano bigint, minor bigint)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    with share as (
      select s.* from public.shares s
      where s.id = asked_share and s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
        and (s.tenant_id = public.current_tenant_id() or s.grantee_id = public.current_tenant_id())
        and (asked_dimension = 'campaign' or asked_dimension = any (s.breakdowns))
        and (
          'day' = any (s.breakdowns)
          or (coalesce(extract(day from asked_from), 1) = 1 and coalesce(extract(day from asked_before), 1) = 1)
        )
    ), figures as (
      select r.dimension, case when asked_dimension = 'day' then r.starts_on::text else r.key end as name, r.nano, r.minor, r.counted
      from share s join public.share_rollups r on r.tenant_id = s.tenant_id and r.share_id = s.id
      where r.model = asked_model and r.currency in ('', asked_currency)
        and r.dimension in ('campaign', case asked_dimension when 'day' then 'campaign' else asked_dimension end)
        and r.starts_on >= coalesce(greatest(s.starts_on, asked_from), '-infinity')
        and r.starts_on < coalesce(least(s.ends_before, asked_before), 'infinity')
        and (s.conversion_kinds is null or r.kind = any (s.conversion_kinds))
    ), cells as (
      select f.name, sum(f.nano) as nano, sum(f.minor) as minor, sum(f.counted) as counted from figures f
      where f.dimension = case asked_dimension when 'day' then 'campaign' else asked_dimension end
      group by f.name having sum(f.counted) > 0
    ), ranked as (
      select c.*, c.counted < s.min_conversions as is_small, bool_or(c.counted < s.min_conversions) over () as has_small,
        row_number() over (partition by c.counted < s.min_conversions order by c.counted, c.name) as rank
      from cells c cross join share s
    ), judged as (
      select r.is_small or (r.has_small and r.rank = 1) as is_few, r.name, r.nano, r.minor from ranked r
    ), shown as (
      select j.is_few, case when j.is_few then '' else j.name end as name, sum(j.nano)::bigint as nano, sum(j.minor)::bigint as minor
      from judged j group by 1, 2
    )
    select nullif(w.name, ''), coalesce(c.name, h.name, e.name), w.is_few, w.nano, case when s.shows_value then w.minor end
    from shown w cross join share s
    left join public.campaigns c on asked_dimension = 'campaign' and c.tenant_id = s.tenant_id and c.key = w.name
    left join public.shows h on asked_dimension = 'show' and h.tenant_id = s.tenant_id and h.key = w.name
    left join public.episodes e on asked_dimension = 'episode' and e.tenant_id = s.tenant_id and e.key = w.name
    where (select sum(f.counted) from figures f where f.dimension = 'campaign') >= s.min_conversions
  $$;

grant execute on function claim_share(bytea), accept_share(uuid, text[]), end_share(uuid), note_share_read(uuid), received_shares(uuid),
  share_head(uuid), share_figures(uuid, text, text, text, date, date) to app;
grant create on schema public to share_reader;
alter function claim_share(bytea) owner to share_reader;
alter function accept_share(uuid, text[]) owner to share_reader;
alter function end_share(uuid) owner to share_reader;
alter function note_share_read(uuid) owner to share_reader;
alter function received_shares(uuid) owner to share_reader;
alter function share_head(uuid) owner to share_reader;
alter function share_figures(uuid, text, text, text, date, date) owner to share_reader;
revoke create on schema public from share_reader;
