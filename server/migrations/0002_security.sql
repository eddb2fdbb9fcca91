-- API keys: only a hash is stored; the one read that happens before a tenant is known goes through key_reader.

create table api_keys (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  key_hash bytea not null check (length(key_hash) = 32),
  hint text not null,
  scopes text[] not null check (scopes <@ array['ingest', 'read', 'admin'] and cardinality(scopes) > 0),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index api_keys_by_hash on api_keys (key_hash, tenant_id);
call protect_tenant_table('api_keys');
grant select, insert, update on api_keys to app;

create policy key_lookup on api_keys for select to key_reader using (true);
create policy key_lookup on tenants for select to key_reader using (true);
grant select (tenant_id, id, key_hash, scopes, revoked_at) on api_keys to key_reader;
grant select (tenant_id, slug, tier) on tenants to key_reader;

create function find_api_key(hash bytea)
  returns table (id uuid, tenant_id uuid, scopes text[], tier text)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select k.id, k.tenant_id, k.scopes, t.tier
    from public.api_keys k join public.tenants t on t.tenant_id = k.tenant_id
    where k.key_hash = hash and k.revoked_at is null
  $$;
grant execute on function find_api_key(bytea) to app;
grant create on schema public to key_reader;
alter function find_api_key(bytea) owner to key_reader;
revoke create on schema public from key_reader;

-- Answers to POST requests that carried an Idempotency-Key, kept for a day and sealed: the answer to a new API key holds the key itself.
create table idempotent_requests (
  tenant_id uuid not null references tenants,
  principal text not null,
  route text not null,
  key text not null check (length(key) between 1 and 255),
  body_hash bytea not null check (length(body_hash) = 32),
  sealed_answer bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, principal, route, key)
);
call protect_tenant_table('idempotent_requests');
grant select, insert, delete on idempotent_requests to app;
