-- Pages that show a report to whoever has the address. Of the address only a hash is kept; the figures are computed when a page is opened.
create table report_links (
  tenant_id uuid not null references tenants (tenant_id),
  link_id uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  title text check (length(title) <= 120),
  note text check (length(note) <= 500),
  report jsonb not null check (length(report::text) <= 20000),
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  views integer not null default 0,
  last_viewed_at timestamptz,
  primary key (tenant_id, link_id),
  check ((revoked_at is null) = (revoked_by is null))
);
call protect_tenant_table('report_links');
grant select, insert, update on report_links to app;
create unique index report_links_by_hash on report_links (token_hash, tenant_id);

-- The one read before a tenant is known: whose page an address is. Whether it still answers is looked at as that tenant.
create policy link_lookup on report_links for select to key_reader using (true);
grant select (tenant_id, link_id, token_hash) on report_links to key_reader;

create function find_report_link(hash bytea) returns table (tenant_id uuid, link_id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select l.tenant_id, l.link_id from public.report_links l where l.token_hash = hash
  $$;
revoke all on function find_report_link(bytea) from public;
grant execute on function find_report_link(bytea) to app;
grant create on schema public to key_reader;
alter function find_report_link(bytea) owner to key_reader;
revoke create on schema public from key_reader;
