-- How far a tenant has come on the way to its first credited conversion: what it is, when it looked at the guide, and whether it put the
-- guide away. `is_measured` is false for tenants that had come all the way before anybody looked.
create table onboarding (
  tenant_id uuid not null references tenants (tenant_id),
  profile text check (profile in ('podcaster', 'network', 'agency', 'advertiser')),
  is_measured boolean not null,
  looked_at timestamptz,
  dismissed_at timestamptz,
  primary key (tenant_id)
);
call protect_tenant_table('onboarding');
grant select, insert, update on onboarding to app;

-- When each step was first seen done, once and for all, and when it was skipped.
create table onboarding_steps (
  tenant_id uuid not null references tenants (tenant_id),
  step text not null check (step ~ '^[a-z]{1,20}$'),
  done_at timestamptz,
  skipped_at timestamptz,
  primary key (tenant_id, step)
);
call protect_tenant_table('onboarding_steps');
grant select, insert, update on onboarding_steps to app;
