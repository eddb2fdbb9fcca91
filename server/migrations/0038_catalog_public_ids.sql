-- What stands in public addresses: an opaque id, whose it is and what it means there. Whoever answers a public request learns from this one
-- table, before a tenant is known, to whom the request belongs; nothing else is in it.
create table public_ids (
  tenant_id uuid not null references tenants,
  kind text not null check (kind in ('prefix', 'pixel', 'link', 'tag', 'hook')),
  target text not null check (length(target) between 1 and 200),
  public_id text not null check (public_id ~ '^[0-9a-z]{12}$'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, kind, target)
);
create unique index public_ids_by_id on public_ids (public_id);
call protect_tenant_table('public_ids');
call open_to_jobs('public_ids');
grant select, insert, delete on public_ids to app;
grant select (tenant_id, kind, target, public_id) on public_ids to jobs;
