-- People in the control arm of a test did not hear the ad, and what they are exposed to earns nothing. Paths that hold such touchpoints
-- are built anew, but those of the 90 days after the horizon, which may hold touchpoints from before it that are kept no longer. Deliveries
-- are counted from an index that tells the arm.
drop index touchpoints_by_placement;
create index touchpoints_by_placement on touchpoints (tenant_id, placement, occurred_at) include (kind, arm) where placement is not null;

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
    insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
      select distinct one, p.conversion_id, 1, 'identity_rule_changed'
      from paths p cross join unnest(p.touchpoint_ids) as touch (id)
      where p.tenant_id = one
        and touch.id in (select t.id from touchpoints t where t.tenant_id = one and t.test is not null and t.arm = 'control')
        and not exists (
          select from retention_horizons h where h.tenant_id = one and p.converted_at < h.kept_from + interval '90 days'
        )
      on conflict do nothing;
    -- The rules they are built by from now on: nothing else of them changed.
    update ledger_heads set identity_rules = jsonb_set(identity_rules, '{edition}', '2')
      where tenant_id = one and identity_rules ->> 'edition' = '1';
    with gone as (
      delete from share_touchpoints s using touchpoints t
      where s.tenant_id = one and t.tenant_id = one and t.id = s.touchpoint_id and t.test is not null and t.arm = 'control'
      returning s.share_id
    )
    insert into share_arrivals (tenant_id, share_id) select distinct one, share_id from gone;
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
