-- Whether sample data is being loaded into a tenant, there, or being removed; without a row there is none.
create table tenant_samples (
  tenant_id uuid not null references tenants (tenant_id),
  state text not null check (state in ('loading', 'loaded', 'removing')),
  starts_on date not null,
  changed_at timestamptz not null,
  touchpoints integer not null default 0,
  conversions integer not null default 0,
  primary key (tenant_id)
);
call protect_tenant_table('tenant_samples');
grant select, insert, update, delete on tenant_samples to app;
call open_to_jobs('tenant_samples');
grant select (tenant_id, state) on tenant_samples to jobs;

-- Entries that sample data made go with it.
grant delete on campaigns to app;
grant delete on shows to app;
grant delete on episodes to app;
