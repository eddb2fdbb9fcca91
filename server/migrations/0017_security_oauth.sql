-- Programs that sign in by OAuth, what they were given, and the keys that sign ID tokens.

create table oauth_clients (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('web', 'browser', 'native', 'service')),
  redirect_uris text[] not null check (cardinality(redirect_uris) <= 10),
  scopes text[] not null check (
    scopes <@ array['ingest', 'read', 'admin', 'openid', 'profile', 'email', 'offline_access'] and cardinality(scopes) > 0
  ),
  created_by text not null check (length(created_by) <= 200),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  check ((kind = 'service') = (cardinality(redirect_uris) = 0))
);
create unique index oauth_clients_by_id on oauth_clients (id, tenant_id);
call protect_tenant_table('oauth_clients');
call open_to_auth('oauth_clients', 'select');
grant select, insert, update, delete on oauth_clients to app;
grant select (tenant_id, id, name, kind, redirect_uris, scopes) on oauth_clients to auth;

-- A secret has no end until another one takes its place.
create table oauth_client_secrets (
  tenant_id uuid not null,
  client_id uuid not null,
  id uuid not null,
  secret_hash bytea not null check (length(secret_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (tenant_id, client_id, id),
  foreign key (tenant_id, client_id) references oauth_clients (tenant_id, id) on delete cascade
);
call protect_tenant_table('oauth_client_secrets');
call open_to_auth('oauth_client_secrets', 'select');
grant select, insert, update, delete on oauth_client_secrets to app;
grant select (tenant_id, client_id, secret_hash, expires_at) on oauth_client_secrets to auth;

-- Codes, tokens, grants and requests under way. Each is found by the hash of what its holder holds; the rest is sealed.
create table oauth_artifacts (
  id_hash bytea primary key check (length(id_hash) = 32),
  model text not null check (length(model) <= 40),
  grant_hash bytea check (length(grant_hash) = 32),
  client_id uuid,
  person_id uuid references people on delete cascade,
  scopes text[] not null default '{}',
  consumed_at timestamptz,
  expires_at timestamptz not null,
  sealed_payload bytea not null
);
create index oauth_artifacts_by_grant on oauth_artifacts (grant_hash) where grant_hash is not null;
create index oauth_artifacts_by_person on oauth_artifacts (person_id) where person_id is not null;
create index oauth_artifacts_by_expiry on oauth_artifacts (expires_at);
call protect_people_table('oauth_artifacts');
grant select, insert, update, delete on oauth_artifacts to auth;

create table oauth_keys (
  id uuid primary key,
  sealed_key bytea not null,
  created_at timestamptz not null
);
call protect_people_table('oauth_keys');
grant select, insert, update, delete on oauth_keys to auth;
