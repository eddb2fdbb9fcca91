-- When a site tag last brought something that was taken; vanity paths whose meaning changed, whose earlier visits are to be told anew.
alter table site_tags add column last_received_at timestamptz;
create table changed_paths (
  tenant_id uuid not null references tenants,
  tag text not null check (length(tag) between 1 and 200),
  landing bigint not null check (landing between 0 and 4294967295),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, tag, landing),
  foreign key (tenant_id, tag) references site_tags (tenant_id, key) on delete cascade
);
call protect_tenant_table('changed_paths');
call open_to_jobs('changed_paths');
grant select, insert, update, delete on changed_paths to app;
grant select (tenant_id) on changed_paths to jobs;
-- Which of a tenant's visits began at a path, told by its checksum.
create index conversions_by_landing on conversions (tenant_id, (metadata ->> 'landing'), occurred_at, id) where metadata ? 'landing';
