-- Site tags: scripts in the pages of a shop. Which sites may send under a tag, how long its pages keep a click id, and which of their paths
-- were said in an ad.
create table site_tags (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  sites text[] not null check (cardinality(sites) between 1 and 50),
  click_days integer not null check (click_days between 1 and 400),
  paths jsonb not null check (jsonb_typeof(paths) = 'array' and pg_column_size(paths) < 400000),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
call protect_tenant_table('site_tags');
grant select, insert, update, delete on site_tags to app;
