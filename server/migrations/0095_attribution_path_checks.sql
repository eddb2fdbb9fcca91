-- What the last check of a tenant's stored paths against its events found, and from which day on the next one goes on.
create table path_checks (
  tenant_id uuid primary key references tenants (tenant_id),
  outcome jsonb not null,
  next_day date
);
call protect_tenant_table('path_checks');
grant select, insert, update on path_checks to app;
