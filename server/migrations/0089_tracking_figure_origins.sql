-- Figures of one place and day stand beside each other, by who counted and by how they came; the rule of which counts is in the code. Until
-- now the last one to come took the place of the others. Those that bear the name of a host that is asked may have come either way: they
-- are taken as its answer, so that its next one takes their place as before.
alter table host_figures add column origin text not null default 'entered';
alter table host_figures add constraint host_figures_origin_check check (origin in ('entered', 'pull'));
do $$
declare
  ids uuid[];
  one uuid;
begin
  set local role key_reader;
  select array_agg(t.tenant_id order by t.tenant_id) into ids from public.tenants t;
  set local role owner;
  foreach one in array coalesce(ids, '{}') loop
    perform set_config('app.tenant_id', one::text, true);
    update host_figures set origin = 'pull' where tenant_id = one and source in ('transistor', 'simplecast');
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
alter table host_figures drop constraint host_figures_pkey;
alter table host_figures add primary key (tenant_id, show, episode, day, source, origin);
