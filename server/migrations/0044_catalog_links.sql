-- Addresses that an ad names or shows: a public id leads from them to the destination, with what tells the site where a visitor came from.
create table links (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  campaign text not null,
  show text,
  destination text not null check (length(destination) between 1 and 2000 and destination ~ '^https?://'),
  utm_source text check (length(utm_source) between 1 and 200),
  utm_medium text check (length(utm_medium) between 1 and 200),
  utm_campaign text check (length(utm_campaign) between 1 and 200),
  utm_content text check (length(utm_content) between 1 and 200),
  utm_term text check (length(utm_term) between 1 and 200),
  click_parameter text check (click_parameter ~ '^[A-Za-z0-9_.~-]{1,50}$'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key),
  foreign key (tenant_id, campaign) references campaigns,
  foreign key (tenant_id, show) references shows
);
create index links_by_campaign on links (tenant_id, campaign);
create index links_by_show on links (tenant_id, show) where show is not null;
call protect_tenant_table('links');
call open_to_jobs('links');
grant select, insert, update, delete on links to app;
-- Where links lead, for whoever answers them without asking for each.
grant select (tenant_id, key, destination, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_parameter) on links to jobs;
