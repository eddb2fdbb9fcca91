-- Models of tenants' own: a base with parameters under a name. A version never changes; saving something else makes the next one.
-- A name whose newest version is archived is out of use.
create table tenant_models (
  tenant_id uuid not null references tenants,
  name text not null check (name ~ '^[a-z][a-z0-9_-]{0,62}$'),
  version integer not null check (version between 1 and 1000),
  base text not null,
  parameters jsonb not null check (pg_column_size(parameters) <= 65536),
  created_at timestamptz not null,
  created_by text not null,
  archived_at timestamptz,
  primary key (tenant_id, name, version)
);
call protect_tenant_table('tenant_models');
grant select, insert, update (archived_at) on tenant_models to app;

-- The models of reports that name none: of the tenant, and of one campaign looked at alone. Null is the model of the installation, linear.
alter table tenants add column default_model text check (length(default_model) between 1 and 80);
