-- Episodes as hosts that are asked name them, with what tells which of ours they are; `episode` is ours, null until it is found.
create table host_episodes (
  tenant_id uuid not null references tenants,
  host text not null check (length(host) between 1 and 100),
  id text not null check (length(id) between 1 and 200),
  show text not null check (length(show) between 1 and 200),
  guid text check (length(guid) between 1 and 1000),
  enclosure text check (length(enclosure) between 1 and 2000),
  title text check (length(title) between 1 and 500),
  published_at timestamptz,
  episode text check (length(episode) between 1 and 200),
  looked_at timestamptz,
  primary key (tenant_id, host, id)
);
create index host_episodes_by_show on host_episodes (tenant_id, show, host, id);
call protect_tenant_table('host_episodes');
grant select, insert, update, delete on host_episodes to app;
