-- Pages that tell one conversion to whoever has the address. Of the address only a hash is kept; the statement is what was signed.
create table explanation_links (
  tenant_id uuid not null references tenants (tenant_id),
  link_id uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  conversion_id text,
  path_version integer not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  struck_at timestamptz,
  model text not null,
  note text check (length(note) <= 500),
  shows_ids boolean not null,
  tells_restatement boolean not null,
  statement text,
  signature text,
  views integer not null default 0,
  last_viewed_at timestamptz,
  primary key (tenant_id, link_id),
  check ((statement is null) = (signature is null)),
  check ((revoked_at is null) = (revoked_by is null)),
  check (struck_at is null or (statement is null and conversion_id is null and note is null))
);
call protect_tenant_table('explanation_links');
grant select, insert, update on explanation_links to app;
create unique index explanation_links_by_hash on explanation_links (token_hash, tenant_id);
create index explanation_links_by_conversion on explanation_links (tenant_id, conversion_id) where conversion_id is not null;

-- The one read before a tenant is known: whose page an address is. Whether it still answers is looked at as that tenant.
create policy link_lookup on explanation_links for select to key_reader using (true);
grant select (tenant_id, link_id, token_hash) on explanation_links to key_reader;

create function find_explanation_link(hash bytea) returns table (tenant_id uuid, link_id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select l.tenant_id, l.link_id from public.explanation_links l where l.token_hash = hash
  $$;
revoke all on function find_explanation_link(bytea) from public;
grant execute on function find_explanation_link(bytea) to app;
grant create on schema public to key_reader;
alter function find_explanation_link(bytea) owner to key_reader;
revoke create on schema public from key_reader;
