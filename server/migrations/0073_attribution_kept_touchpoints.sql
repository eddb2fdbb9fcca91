-- Delivery evidence had every path with touchpoints built anew. Paths of the 90 days after the horizon may hold touchpoints from before it,
-- which are kept no longer: built anew they would lose them, so they stay as they are, and do not tell their evidence.
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
    delete from dirty_conversions d using paths p, retention_horizons h
      where d.tenant_id = one and d.reason = 'rebuild' and h.tenant_id = one and p.tenant_id = one and p.conversion_id = d.conversion_id
        and p.converted_at < h.kept_from + interval '90 days';
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
