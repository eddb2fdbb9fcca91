-- By whom a tenant has questions answered: its own accounts, their keys sealed, or the operator's.
create table ai_providers (
  tenant_id uuid not null references tenants (tenant_id),
  key text not null check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind text not null check (kind in ('openai', 'anthropic', 'openai_compatible')),
  account text not null check (account in ('own', 'operator')),
  base_url text check (length(base_url) <= 500),
  sealed_key bytea,
  models text[] not null check (cardinality(models) between 1 and 20),
  position smallint not null check (position between 0 and 1000),
  monthly_cap_cents bigint check (monthly_cap_cents >= 0),
  is_enabled boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, key),
  check (account = 'own' or (base_url is null and sealed_key is null and kind <> 'openai_compatible'))
);
call protect_tenant_table('ai_providers');
grant select, insert, update, delete on ai_providers to app;

-- Of two prices put in the same instant, the later one holds.
grant update (prices) on price_versions to app;
