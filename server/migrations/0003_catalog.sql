-- What ads run on and for. A key the tenant has used in an event becomes a stub that a person can complete.

create table campaigns (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  name text check (length(name) between 1 and 200),
  spend_minor bigint check (spend_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key),
  check ((spend_minor is null) = (currency is null))
);
call protect_tenant_table('campaigns');
grant select, insert, update on campaigns to app;

create table shows (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  name text check (length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
call protect_tenant_table('shows');
grant select, insert, update on shows to app;

create table episodes (
  tenant_id uuid not null references tenants,
  key text not null check (length(key) between 1 and 200),
  name text check (length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
call protect_tenant_table('episodes');
grant select, insert, update on episodes to app;

create table promo_codes (
  tenant_id uuid not null references tenants,
  code text not null check (length(code) between 1 and 100 and code = upper(code)),
  campaign text not null,
  show text check (length(show) between 1 and 200),
  created_at timestamptz not null default now(),
  primary key (tenant_id, code),
  foreign key (tenant_id, campaign) references campaigns
);
create index promo_codes_by_campaign on promo_codes (tenant_id, campaign);
call protect_tenant_table('promo_codes');
grant select, insert, update, delete on promo_codes to app;

-- Codes whose mapping changed: the conversions that carry them are matched again.
create table changed_codes (
  tenant_id uuid not null references tenants,
  code text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, code)
);
call protect_tenant_table('changed_codes');
call open_to_jobs('changed_codes');
grant select, insert, delete on changed_codes to app;
grant select (tenant_id) on changed_codes to jobs;
