-- All codes of an order that names several, or names them by ids, as it told them: which of them counts follows from what they stand for,
-- also where that is mapped later. Orders from before are told by what was kept of them; their paths stay until one of their codes changes.
create table order_codes (
  tenant_id uuid not null references tenants,
  conversion_id text not null check (length(conversion_id) between 1 and 200),
  source text not null,
  code text not null check (length(code) between 1 and 100),
  place smallint not null check (place >= 0),
  primary key (tenant_id, conversion_id, code)
);
create index order_codes_by_code on order_codes (tenant_id, code);
call protect_tenant_table('order_codes');
grant select, insert, delete on order_codes to app;

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
    insert into order_codes (tenant_id, conversion_id, source, code, place)
      select one, c.id, c.metadata ->> 'source', upper(told.code), min(told.place) - 1
      from conversions c cross join lateral (
        select case when jsonb_typeof(c.metadata -> 'discountCodes') = 'array' then c.metadata -> 'discountCodes' else '[]' end as codes
      ) as kept cross join lateral jsonb_array_elements_text(kept.codes) with ordinality as told (code, place)
      where c.tenant_id = one and c.source = 'webhook' and c.metadata ->> 'source' is not null and jsonb_array_length(kept.codes) > 1
        and length(upper(told.code)) between 1 and 100
      group by c.id, c.metadata ->> 'source', upper(told.code);
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;
