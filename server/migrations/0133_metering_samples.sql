-- How far counts that only grow were taken as usage: events of a month, and the last hour whose storage was counted.
create table usage_samples (
  tenant_id uuid not null references tenants,
  what text not null check (what in ('events', 'storage')),
  period date not null,
  counted bigint not null check (counted >= 0),
  primary key (tenant_id, what, period)
);
call protect_tenant_table('usage_samples');
grant select, insert, update on usage_samples to app;
