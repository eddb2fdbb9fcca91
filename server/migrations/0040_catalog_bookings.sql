-- What is booked: for whom, from when to when, for how much, and where the ad stands.
create table advertisers (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  name text check (length(name) between 1 and 200),
  site_host text check (length(site_host) between 1 and 253),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
call protect_tenant_table('advertisers');
grant select, insert, update, delete on advertisers to app;

-- Days are UTC days, the last one included. Spend and budget of a campaign are in one currency.
alter table campaigns
  add column advertiser text,
  add column starts_on date,
  add column ends_on date,
  add column budget_minor bigint check (budget_minor >= 0),
  add column goal_kind text check (goal_kind in ('impressions', 'reach', 'clicks', 'conversions')),
  add column goal_count bigint check (goal_count > 0),
  add foreign key (tenant_id, advertiser) references advertisers,
  add check (starts_on <= ends_on),
  add check ((goal_kind is null) = (goal_count is null));
alter table campaigns drop constraint campaigns_check;
alter table campaigns add constraint campaigns_money_check
  check ((spend_minor is null and budget_minor is null) = (currency is null));
create index campaigns_by_advertiser on campaigns (tenant_id, advertiser) where advertiser is not null;

create table placements (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  campaign text not null,
  show text not null,
  episode text,
  position text not null check (length(position) between 1 and 100),
  kind text not null check (kind in ('baked_in', 'dynamic')),
  starts_on date,
  ends_on date,
  booked_impressions bigint check (booked_impressions > 0),
  price_basis text check (price_basis in ('cpm', 'flat')),
  price_minor bigint check (price_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key),
  foreign key (tenant_id, campaign) references campaigns,
  foreign key (tenant_id, show) references shows,
  foreign key (tenant_id, episode) references episodes,
  check (starts_on <= ends_on),
  check ((price_basis is null) = (price_minor is null) and (price_minor is null) = (currency is null))
);
create index placements_by_campaign on placements (tenant_id, campaign);
create index placements_by_show on placements (tenant_id, show);
create index placements_by_episode on placements (tenant_id, episode) where episode is not null;
call protect_tenant_table('placements');
grant select, insert, update, delete on placements to app;
