-- Matching shares: the grantor holds exposures, the grantee holds orders, and matching runs between them under a key of the share's own.

-- The key, sealed; it is in one place, so that revoking the share destroys it with one row.
create table share_keys (
  tenant_id uuid not null,
  share_id uuid not null,
  sealed_key bytea not null,
  expires_at timestamptz not null,
  primary key (tenant_id, share_id),
  foreign key (tenant_id, share_id) references shares
);
call protect_tenant_table('share_keys');
call open_to_jobs('share_keys');
create policy share_keys_of_parties on share_keys for all to share_reader
  using (
    share_id in (select s.id from shares s where s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  )
  with check (
    share_id in (select s.id from shares s where s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  );
grant select (tenant_id, share_id), insert, delete on share_keys to app;
grant select, delete on share_keys to share_reader;
grant select (tenant_id, expires_at) on share_keys to jobs;

-- The figures of matching shares, as `share_rollups` has those of the others. A cell may be one order of the other tenant: the application
-- writes them and cannot read them, and without a key of their own even a second row says nothing of the first.
create table matched_rollups (
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
  counted bigint not null
);
create index matched_rollups_by_share on matched_rollups (tenant_id, share_id, model, dimension);
call protect_tenant_table('matched_rollups');
create policy live_shares on matched_rollups for select to share_reader
  using ((tenant_id, share_id) in (
    select s.tenant_id, s.id from shares s
    where s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  ));
grant select (tenant_id, share_id), insert, delete on matched_rollups to app;
grant select on matched_rollups to share_reader;

-- What the last run of a matching share took in, on the side it belongs to: each side has its own events by day, and of the other side's no
-- more than one hash over them all. All hashes are under the share's key.
create table share_manifests (
  tenant_id uuid not null,
  share_id uuid not null,
  run integer not null check (run > 0),
  computed_at timestamptz not null,
  days json not null,
  own_hash text not null,
  other_hash text not null,
  output_hash text not null,
  primary key (tenant_id, share_id)
);
call protect_tenant_table('share_manifests');
grant select, insert, update, delete on share_manifests to app;

create policy share_arrivals_of_parties on share_arrivals for select to share_reader
  using (
    share_id in (select s.id from shares s where s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  );
grant select (tenant_id, share_id) on share_arrivals to share_reader;

-- Between whom a share is, for the job that matches.
call open_to_jobs('shares');
grant select (tenant_id, id, kind, campaign, grantee_id, accepted_at, ended_at, expires_at) on shares to jobs;

-- The sealed keys of the matching shares the asking tenant takes part in: as the grantor from the offer on, with its campaign; as the
-- grantee once it has accepted, with the kinds of conversions it chose.
create function live_share_keys() returns table (share_id uuid, campaign text, kinds text[], sealed_key bytea)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select s.id, case when s.tenant_id = public.current_tenant_id() then s.campaign end, s.grantee_kinds, k.sealed_key
    from public.shares s join public.share_keys k on k.tenant_id = s.tenant_id and k.share_id = s.id
    where s.kind = 'matching' and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = public.current_tenant_id() or (s.grantee_id = public.current_tenant_id() and s.accepted_at is not null))
    order by s.id
  $$;
grant execute on function live_share_keys() to app;

grant create on schema public to share_reader;
alter function live_share_keys() owner to share_reader;
set local role share_reader;

-- Ends a share for both sides, asked by either, and destroys its key; true when this call did it.
create or replace function end_share(asked_share uuid) returns boolean
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
$$;

-- As before; a matching share waits for its own events alone.
create or replace function share_head(asked_share uuid)
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
        select from public.dirty_conversions w where s.kind = 'report' and w.tenant_id = s.tenant_id
        union all select from public.new_touchpoints w where s.kind = 'report' and w.tenant_id = s.tenant_id
        union all select from public.changed_codes w where s.kind = 'report' and w.tenant_id = s.tenant_id
        union all select from public.share_marks w where w.tenant_id in (s.tenant_id, s.grantee_id) and w.share_id = s.id
        union all select from public.share_arrivals w where w.tenant_id in (s.tenant_id, s.grantee_id) and w.share_id = s.id
        limit 1000
      ) as waiting),
      array(
        select r.currency from (
          select tenant_id, share_id, model, dimension, currency, counted from public.share_rollups
          union all select tenant_id, share_id, model, dimension, currency, counted from public.matched_rollups
        ) as r
        where r.tenant_id = s.tenant_id and r.share_id = s.id and r.model = 'linear' and r.dimension = 'campaign' and r.currency <> ''
        group by r.currency having sum(r.counted) >= s.min_conversions order by sum(r.counted) desc, r.currency
      )
    from public.shares s
    join public.campaigns c on c.tenant_id = s.tenant_id and c.key = s.campaign
    left join public.share_builds b on b.tenant_id = s.tenant_id and b.share_id = s.id
    where s.id = asked_share and s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = public.current_tenant_id() or s.grantee_id = public.current_tenant_id())
  $$;

-- As before, of matching shares too.
create or replace function share_figures(
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
      from share s join (select * from public.share_rollups union all select * from public.matched_rollups) as r
        on r.tenant_id = s.tenant_id and r.share_id = s.id
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

set local role owner;
revoke create on schema public from share_reader;
