-- Sign-in through an identity provider: the connections of tenants, requests under way, who an identity stands for, and sessions that came
-- this way, which reach no other tenant.

create table sso_connections (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  issuer text not null check (length(issuer) between 1 and 500),
  client_id text not null check (length(client_id) between 1 and 500),
  sealed_secret bytea not null,
  domains text[] not null check (cardinality(domains) between 1 and 50),
  membership text not null check (membership in ('members_only', 'just_in_time')),
  default_role text not null check (default_role in ('analyst', 'viewer', 'billing')),
  -- Whether the provider itself asks for a second factor.
  trusts_factor boolean not null,
  is_enabled boolean not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index sso_connections_by_id on sso_connections (id, tenant_id);
call protect_tenant_table('sso_connections');
call open_to_auth('sso_connections', 'select');
grant select, insert, update, delete on sso_connections to app;
grant select on sso_connections to auth;

create table sso_requests (
  state_hash bytea primary key check (length(state_hash) = 32),
  browser_hash bytea not null check (length(browser_hash) = 32),
  connection_id uuid,
  sealed_payload bytea not null,
  expires_at timestamptz not null
);
create index sso_requests_by_expiry on sso_requests (expires_at);
call protect_people_table('sso_requests');
grant select, insert, update, delete on sso_requests to auth;

-- The authority is a connection's id, or the installation's own provider. What a provider calls a person stands here as a hash.
create table person_identities (
  authority text not null check (length(authority) between 1 and 40),
  subject_hash bytea not null check (length(subject_hash) = 32),
  person_id uuid not null references people on delete cascade,
  created_at timestamptz not null,
  primary key (authority, subject_hash)
);
create index person_identities_by_person on person_identities (person_id);
call protect_people_table('person_identities');
grant select, insert, update, delete on person_identities to auth;

alter table sessions
  add column sso_connection_id uuid,
  add constraint sessions_of_sso check (sso_connection_id is null or acting_tenant_id is not null);
