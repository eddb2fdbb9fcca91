-- API keys in full: an end, networks, a limit of their own, a second secret while they rotate, and what their use leaves behind.

create table service_accounts (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('admin', 'analyst', 'viewer', 'billing')),
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  primary key (tenant_id, id)
);
call protect_tenant_table('service_accounts');
grant select, insert, update on service_accounts to app;

alter table api_keys
  add column expires_at timestamptz,
  add column allowed_networks text[] not null default '{}' check (cardinality(allowed_networks) <= 50),
  add column requests_per_minute integer check (requests_per_minute between 1 and 1000000),
  add column service_account_id uuid,
  add column previous_hash bytea check (length(previous_hash) = 32),
  add column previous_until timestamptz,
  add column last_used_at timestamptz,
  add column last_network text,
  add column known_networks text[] not null default '{}' check (cardinality(known_networks) <= 50),
  add check ((previous_hash is null) = (previous_until is null)),
  add foreign key (tenant_id, service_account_id) references service_accounts (tenant_id, id);
create unique index api_keys_by_previous_hash on api_keys (previous_hash, tenant_id) where previous_hash is not null;
create index api_keys_by_account on api_keys (tenant_id, service_account_id) where service_account_id is not null;

-- The look-up tells of dead keys, too, so that their use can be recorded with the tenant that they belong to.
create policy key_lookup on service_accounts for select to key_reader using (true);
grant select (tenant_id, id, role, disabled_at) on service_accounts to key_reader;
grant select (expires_at, allowed_networks, requests_per_minute, service_account_id, previous_hash, previous_until)
  on api_keys to key_reader;

drop function find_api_key(bytea);
create function find_api_key(hash bytea)
  returns table (
    id uuid, tenant_id uuid, tier text, scopes text[], is_revoked boolean, ends_at timestamptz, allowed_networks text[],
    requests_per_minute integer, role text, is_disabled boolean
  )
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  as $$
    select k.id, k.tenant_id, t.tier, k.scopes, k.revoked_at is not null,
      case when k.key_hash = hash then k.expires_at else least(k.previous_until, k.expires_at) end,
      k.allowed_networks, k.requests_per_minute, a.role, a.disabled_at is not null
    from public.api_keys k
      join public.tenants t on t.tenant_id = k.tenant_id
      left join public.service_accounts a on a.tenant_id = k.tenant_id and a.id = k.service_account_id
    where k.key_hash = hash or k.previous_hash = hash
  $$;
grant execute on function find_api_key(bytea) to app;
grant create on schema public to key_reader;
alter function find_api_key(bytea) owner to key_reader;
revoke create on schema public from key_reader;
