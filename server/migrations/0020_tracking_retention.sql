-- From when on a tenant's events are kept: earlier ones are refused, and deleted some time after that.
create table retention_horizons (
  tenant_id uuid primary key references tenants,
  kept_from timestamptz not null,
  set_at timestamptz not null default now()
);
call protect_tenant_table('retention_horizons');
grant select, insert, update on retention_horizons to app;

-- Drops the partitions of months that ended before a day and hold nothing of any tenant. A file without a page has no row in it, whatever
-- row-level security lets the owner see.
create function drop_empty_event_partitions(before date) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '2s'
  as $$
declare
  part record;
  dropped integer := 0;
begin
  for part in
    select c.oid, c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('public.touchpoints'::regclass, 'public.conversions'::regclass)
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
$$;
grant execute on function drop_empty_event_partitions(date) to jobs;
