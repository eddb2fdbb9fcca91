-- Each exposure says how its delivery is known, so that credit can tell what it rests on; clicks and signals are acts of people and have
-- none. Places ads ran in are told apart by it, and so are the sums of credit; of sums that outlived their events it is not known.
alter table touchpoints add column delivery_evidence text
  check (delivery_evidence in ('ad_pixel', 'host_log_bytes', 'prefix_request', 'reported'));
alter table slots add column delivery_evidence text
  check (delivery_evidence in ('ad_pixel', 'host_log_bytes', 'prefix_request', 'reported'));
alter table credit_rollups add column delivery_evidence text not null default '';
alter table credit_rollups alter column delivery_evidence drop default;
alter table credit_rollups drop constraint credit_rollups_pkey;
alter table credit_rollups add primary key (tenant_id, grain, dimension, starts_on, key, kind, currency, delivery_evidence);

-- Stored exposures say it from what their metadata say, as new ones do; paths with any are built anew.
do $$
declare
  ids uuid[];
  one uuid;
  exposures bigint;
  changed bigint;
begin
  set local role key_reader;
  select array_agg(t.tenant_id) into ids from public.tenants t;
  set local role owner;
  foreach one in array coalesce(ids, '{}') loop
    perform set_config('app.tenant_id', one::text, true);
    select count(*) into exposures from touchpoints where tenant_id = one and kind in ('download', 'impression');
    update touchpoints set delivery_evidence = case
        when metadata ->> 'evidence' in ('ad_pixel', 'host_log_bytes', 'prefix_request') then metadata ->> 'evidence' else 'reported'
      end where tenant_id = one and kind in ('download', 'impression');
    get diagnostics changed = row_count;
    if changed <> exposures then
      raise exception 'tenant % has % exposures, and % were given their delivery evidence', one, exposures, changed;
    end if;
    insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
      select one, p.conversion_id, 1, 'rebuild' from paths p
      where p.tenant_id = one and cardinality(p.touchpoint_ids) > 0 on conflict do nothing;
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
