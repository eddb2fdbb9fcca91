-- Shares' figures are kept once for each campaign, however many shares show it, and their floor counts people: beside the sums stands who
-- is behind them, as a number for the person or household that a conversion was matched with.

-- How far a campaign's figures are built: of conversions before built_before, of all when it is null.
create table campaign_builds (
  tenant_id uuid not null,
  campaign text not null,
  computed_at timestamptz not null,
  built_before timestamptz,
  primary key (tenant_id, campaign),
  foreign key (tenant_id, campaign) references campaigns
);
call protect_tenant_table('campaign_builds');
grant select, insert, update, delete on campaign_builds to app;

create table campaign_rollups (
  tenant_id uuid not null,
  campaign text not null,
  model text not null,
  dimension text not null check (dimension in ('campaign', 'channel', 'show', 'episode', 'placement')),
  starts_on date not null,
  key text not null,
  kind text not null,
  currency text not null,
  nano bigint not null,
  minor bigint not null,
  counted bigint not null,
  primary key (tenant_id, campaign, model, dimension, starts_on, key, kind, currency),
  foreign key (tenant_id, campaign) references campaigns
);
call protect_tenant_table('campaign_rollups');
grant select, insert, update, delete on campaign_rollups to app;

-- How many conversions of one person credit a slot under each model. When a month's events are gone its people are folded: their numbers
-- are by chance, and the same for one person within a month alone.
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
  primary key (tenant_id, campaign, starts_on, kind, currency, slot, person, is_folded),
  foreign key (tenant_id, campaign) references campaigns
);
call protect_tenant_table('campaign_people');
grant select, insert, update, delete on campaign_people to app;

-- The same of a matching share; its numbers are of one run and lead to nobody. Written and not read by the application, as the sums are.
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
create index matched_people_by_share on matched_people (tenant_id, share_id);
call protect_tenant_table('matched_people');
create policy live_shares on matched_people for select to share_reader
  using ((tenant_id, share_id) in (
    select s.tenant_id, s.id from shares s
    where s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  ));
grant select (tenant_id, share_id), insert, delete on matched_people to app;
grant select on matched_people to share_reader;

drop table share_rollups;

-- What share_reader sees of them: figures of campaigns with a live report share of the tenant of this transaction.
create procedure open_to_reports(target regclass)
  language plpgsql
  as $$
begin
  execute format(
    'create policy live_shares on %s for select to share_reader using ((tenant_id, campaign) in (
       select s.tenant_id, s.campaign from shares s
       where s.kind = ''report'' and s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
         and (s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))))',
    target
  );
end
$$;
call open_to_reports('campaign_builds');
call open_to_reports('campaign_rollups');
call open_to_reports('campaign_people');
drop procedure open_to_reports(regclass);
grant select on campaign_builds, campaign_rollups, campaign_people to share_reader;
create policy live_shares on slots for select to share_reader
  using (tenant_id in (
    select s.tenant_id from shares s
    where s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  ));
grant select (tenant_id, slot, channel, show, episode, placement) on slots to share_reader;

-- Where the parties of a share stand: nothing of a suspended tenant is shown, to nobody.
drop policy own_name on tenants;
create policy parties on tenants for select to share_reader
  using (
    tenant_id = (select current_tenant_id())
    or tenant_id in (
      select unnest(array[s.tenant_id, s.grantee_id]) from shares s
      where s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id())
    )
  );
grant select (suspended_at) on tenants to share_reader;

grant create on schema public to share_reader;

drop function share_figures(uuid, text, text, text, date, date);
set local role share_reader;

-- A share whose figures the asking tenant may see now, as its grantor or its grantee.
create function live_share(asked_share uuid) returns setof public.shares
  language sql stable
  set search_path = pg_catalog, pg_temp
  as $$
    select s.* from public.shares s
    where s.id = asked_share and s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = public.current_tenant_id() or s.grantee_id = public.current_tenant_id())
      and not exists (select from public.tenants t where t.tenant_id in (s.tenant_id, s.grantee_id) and t.suspended_at is not null)
  $$;

-- Who stands behind a share's figures, on each day and in each place, as far as the share's days and kinds of conversions go. Numbers of
-- one epoch are comparable: those of people whose events are there, and those of each folded month.
create function share_people(asked_share uuid, asked_model text, asked_from date, asked_before date)
  returns table (
    starts_on date, currency text, channel text, show text, episode text, placement text, person integer, epoch timestamp
  )
  language sql stable
  set search_path = pg_catalog, pg_temp
  as $$
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
  $$;

-- The currencies in which enough people stand behind a share's figures, the one of most people first.
create function share_currencies(asked_share uuid) returns text[]
  language sql stable
  set search_path = pg_catalog, pg_temp
  as $$
    select array(
      select c.currency from (
        select p.currency, count(distinct p.person) as people from public.share_people(asked_share, 'linear', null, null) p
        where p.currency <> '' group by p.currency, p.epoch
      ) as c
      group by c.currency having max(c.people) >= (select s.min_conversions from public.live_share(asked_share) s)
      order by max(c.people) desc, c.currency
    )
  $$;

-- As before, with the currencies of the share's scope.
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
        limit 1000
      ) as waiting),
      public.share_currencies(s.id)
    from public.live_share(asked_share) s
    join public.campaigns c on c.tenant_id = s.tenant_id and c.key = s.campaign
    left join public.share_builds b on b.tenant_id = s.tenant_id and b.share_id = s.id
  $$;

-- The figures of a live share, for either side, as far as its scope goes. Conversions without value count in every currency that is shown.
-- Rows behind which stand fewer people than the share's floor come as one, together with the smallest of the others, so that no subtraction
-- from the total lays them bare; nothing comes when behind all of it together stand fewer. Of the rows that come, value is left out where
-- fewer people paid in the currency, and where the smallest of the others did. Without the breakdown by day a range is of whole months.
create function share_figures(
  asked_share uuid, asked_dimension text, asked_model text, asked_currency text, asked_from date, asked_before date
)
  returns table (key text, label text, is_few boolean, nano double precision, minor double precision)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
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
  $$;
revoke execute on function live_share(uuid), share_people(uuid, text, date, date), share_currencies(uuid) from public;
revoke execute on function share_figures(uuid, text, text, text, date, date) from public;
grant execute on function share_figures(uuid, text, text, text, date, date) to app;

set local role owner;
revoke create on schema public from share_reader;
drop procedure open_to_shares(regclass);

-- Paths learn whom they are of as they are built: every one is built anew, and then what is shared of them.
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
    delete from share_builds b using shares s where b.tenant_id = one and s.tenant_id = one and s.id = b.share_id and s.kind = 'report';
    insert into share_marks (tenant_id, share_id) select one, s.id from shares s where s.tenant_id = one;
    insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
      select one, c.id, 1, 'rebuild' from conversions c where c.tenant_id = one on conflict do nothing;
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
