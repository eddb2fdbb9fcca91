-- What a matching share waits for beside its own events: conversions of the grantee that changed or may be the ones that count of their
-- orders, and codes of the grantor that are mapped otherwise. How many of them wait is nobody else's business; that some do is.

drop policy live_shares on dirty_conversions;
create policy live_shares on dirty_conversions for select to share_reader
  using (tenant_id in (
    select unnest(array[s.tenant_id, s.grantee_id]) from shares s
    where s.accepted_at is not null and s.ended_at is null and s.expires_at > now()
      and (s.tenant_id = (select current_tenant_id()) or s.grantee_id = (select current_tenant_id()))
  ));

grant create on schema public to share_reader;
set local role share_reader;

-- As before, with those.
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
        union all (select from public.dirty_conversions w where s.kind = 'matching' and w.tenant_id = s.grantee_id limit 1)
        union all (select from public.changed_codes w where s.kind = 'matching' and w.tenant_id = s.tenant_id limit 1)
        limit 1000
      ) as waiting),
      public.share_currencies(s.id)
    from public.live_share(asked_share) s
    join public.campaigns c on c.tenant_id = s.tenant_id and c.key = s.campaign
    left join public.share_builds b on b.tenant_id = s.tenant_id and b.share_id = s.id
  $$;

set local role owner;
revoke create on schema public from share_reader;
